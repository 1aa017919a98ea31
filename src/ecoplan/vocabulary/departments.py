"""The bodies that every government has, tier by tier, with their names, short names and years.

The data, and what its keys mean, stand in `departments.toml`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

from attrs import field, frozen

from ecoplan.declarations import read_declaration
from ecoplan.key_lines import KeyPath

__all__ = ["Department", "Departments", "Form", "PlaceWords", "Tier", "departments"]

Tier = Literal["state", "province", "region", "municipality", "city", "county", "named"]
"""Whose body it is: the nation's; a province's, an autonomous region's (自治区), a municipality's
directly under the nation (直辖市); a prefecture's; a county's or district's; ``named`` for one that
is called after a place and belongs to none."""

_LIKE: Mapping[Tier, Tier] = {"region": "province", "municipality": "city", "county": "city"}
"""Tier → the one whose names it shares where it is given none of its own."""


@frozen(kw_only=True)
class Department:
    """A body with its name at each tier, under one set of words; under others it is another."""

    words: str
    """What its names are made of: 生态环境."""
    short: tuple[str, ...] = ()
    """Other words for the same."""
    state: tuple[str, ...] = ()
    """Names at the tier, ``~`` for the words; so for the tiers below."""
    province: tuple[str, ...] = ()
    region: tuple[str, ...] | None = None
    """As province where it is null."""
    municipality: tuple[str, ...] | None = None
    """As city where it is null; so for county."""
    city: tuple[str, ...] = ()
    county: tuple[str, ...] | None = None
    named: tuple[str, ...] = ()
    """Names with ``{named}`` for a place as documents write it."""
    aliases: Mapping[Literal[Tier, "local"], tuple[str, ...]] = field(factory=dict, hash=False)
    """Other written forms of the first name, by tier; ``local`` for all below the state."""
    since: int | None = None
    """First year of the names; null where it is not known."""
    until: int | None = None
    """Last year of the name at the state's tier; null where it is in force."""
    now: tuple[str, ...] = ()
    """Words of what took it over."""

    def names(self, tier: Tier) -> tuple[str, ...]:
        """Its names at a tier, the common one first; none where the tier has no such body."""
        return tuple(pattern.replace("~", self.words) for pattern in self._patterns(tier))

    def exists_in(self, year: int, tier: Tier) -> bool:
        """Whether the names are those of the year; below the state a reform takes a year more."""
        last = self.until if tier == "state" or self.until is None else self.until + 1
        return (self.since is None or self.since <= year) and (last is None or year <= last)

    def forms(self, tier: Tier) -> Iterator["Form"]:
        """Every way to write each of its names at a tier."""
        patterns = self._patterns(tier)
        for pattern in patterns:
            name = pattern.replace("~", self.words)
            yield self._form(name, name, short=False)
            for words in self.short:
                yield self._form(pattern.replace("~", words), name)
        local = () if tier in ("state", "named") else self.aliases.get("local", ())
        for pattern in patterns[:1]:
            name = pattern.replace("~", self.words)
            for alias in (*self.aliases.get(tier, ()), *local):
                yield self._form(alias.replace("~", self.words), name)

    def stems(self, tier: Tier) -> Iterator["Form"]:
        """The words alone, where its first name is they and what such a body is called."""
        for pattern in self._patterns(tier)[:1]:
            if pattern.startswith("~") and len(pattern) > 1:
                name = pattern.replace("~", self.words)
                for words in (self.words, *self.short):
                    yield self._form(words, name)

    def _patterns(self, tier: Tier) -> tuple[str, ...]:
        own: tuple[str, ...] | None = getattr(self, tier)
        return self._patterns(_LIKE[tier]) if own is None else own

    def _form(self, written: str, name: str, *, short: bool = True) -> "Form":
        before, place, behind = (
            _PLACE.split(written, maxsplit=1) if "{" in written else ("", "", written)
        )
        by_name = place in ("{short}", "{named}")
        return Form(before, behind, self, name, short=short, by_name=by_name)


_PLACE = re.compile(r"(\{(?:place|short|named)\})")


@frozen
class Form:
    """One way to write a name, with what stands before and behind the place in it."""

    before: str
    behind: str
    department: Department
    name: str
    """The name in full; ``{place}``, ``{short}`` or ``{named}`` stands in it for the place, which
    goes before a name without."""
    short: bool
    """Whether it is shorter than the name, or otherwise made."""
    by_name: bool = False
    """Whether it has the place's own name in it and no word for one."""


@frozen
class Spellings:
    """By which rules names are alike."""

    joining: tuple[str, ...]
    """Words that names have or leave out."""
    shorter: Mapping[str, tuple[str, ...]] = field(hash=False)
    """Word → shorter ones for it."""


@frozen
class PlaceWords:
    """What stands for places in the names of bodies."""

    words: tuple[str, ...]
    """Words for the place itself (市), the longer before the shorter."""
    own: tuple[str, ...]
    """Words for the issuer and its place: 我."""
    many: tuple[str, ...]
    """What the names of bodies of many places begin with: 各."""
    zones: tuple[str, ...]
    """What the names of zones end in."""
    nation: tuple[str, ...]
    """What names of the nation's bodies begin with, and its own documents leave out."""
    never_alone: tuple[str, ...]
    """Forms that name a body only with a place."""


@frozen(kw_only=True)
class _Table:
    """What the file says."""

    offices: tuple[str, ...]
    """What the names of offices end in that stand for their body."""
    spellings: Spellings
    places: PlaceWords
    departments: tuple[Department, ...]


_Index = Mapping[tuple[str, str], tuple[Form, ...]]
"""What is written before and behind the place → the forms that are written so."""


@frozen(eq=False, slots=False)
class Departments:
    """The table, to look names up in as documents write them."""

    all: tuple[Department, ...]
    places: PlaceWords
    offices: tuple[str, ...]
    """What the names of offices end in that stand for their body."""
    _spellings: Mapping[str, str]
    _spelling: re.Pattern[str]
    _indexes: dict[tuple[str, Tier], _Index] = field(factory=dict, init=False, repr=False)

    def forms(self, before: str, behind: str, tier: Tier) -> tuple[Form, ...]:
        """The names of a tier that are written so around what stands for the place."""
        return self._look_up("forms", before, behind, tier)

    def stems(self, words: str, tier: Tier) -> tuple[Form, ...]:
        """The names of a tier that the words behind the place are all that is written of."""
        return self._look_up("stems", "", words, tier)

    def key(self, written: str) -> str:
        """The words in the one spelling."""
        return self._spelling.sub(lambda found: self._spellings[found[0]], written)

    @cached_property
    def openings(self) -> tuple[str, ...]:
        """What is written before the place in names that do not begin with it: 中共."""
        local: tuple[Tier, ...] = ("province", "city", "county")
        forms = (form for each in self.all for tier in local for form in each.forms(tier))
        return tuple(dict.fromkeys(form.before for form in forms if form.before))

    @cached_property
    def of_the_nation(self) -> tuple[str, ...]:
        """Every way to write the name of a body of the nation, less the name of a place in it."""
        forms = (form for each in self.all for form in each.forms("state"))
        return tuple(dict.fromkeys(form.behind for form in forms))

    @cached_property
    def never_alone(self) -> frozenset[str]:
        """Keys of the forms that name a body only with a place."""
        return frozenset(map(self.key, self.places.never_alone))

    def later(self, department: Department, tier: Tier) -> tuple[Department, ...]:
        """What took a body over, at a tier."""
        return tuple(
            each
            for each in self.all
            if each.words in department.now and each is not department and each.names(tier)
        )

    def earlier(self, department: Department, tier: Tier) -> tuple[Department, ...]:
        """What a body took over, at a tier."""
        return tuple(
            each
            for each in self.all
            if department.words in each.now and each is not department and each.names(tier)
        )

    def _look_up(self, which: str, before: str, behind: str, tier: Tier) -> tuple[Form, ...]:
        index = self._indexes.get((which, tier))
        if index is None:
            forms = (form for each in self.all for form in getattr(each, which)(tier))
            index = self._indexes[which, tier] = self._indexed(forms)
        return index.get((self.key(before), self.key(behind)), ())

    def _indexed(self, forms: Iterable[Form]) -> _Index:
        index: dict[tuple[str, str], list[Form]] = {}
        for form in forms:
            key = self.key(form.before), self.key(form.behind)
            index.setdefault(key, []).append(form)
        return {key: tuple(each) for key, each in index.items()}


@cache
def departments() -> Departments:
    """The table; read once.

    Raises `BrokenJurisdiction` where the file says what its class has no field for, or what it
    does not hold otherwise.
    """
    table, declaration = read_declaration(files("ecoplan.vocabulary") / "departments.toml", _Table)
    for where, fault in _faults(table):
        raise declaration.fault("bad-table", where, fault)
    words = {each: word for word, shorter in table.spellings.shorter.items() for each in shorter}
    words |= {word: word for word in table.spellings.shorter}
    words |= dict.fromkeys(table.spellings.joining, "")
    longest_first = sorted(words, key=len, reverse=True)
    spelling = re.compile("|".join(map(re.escape, longest_first)))
    return Departments(table.departments, table.places, table.offices, words, spelling)


def _faults(table: _Table) -> Iterator[tuple[KeyPath, str]]:
    """What the types cannot say."""
    known = {each.words for each in table.departments}
    for index, each in enumerate(table.departments):
        for word in each.now:
            if word not in known:
                yield ("departments", index, "now"), f"no department has the words '{word}'"
        if each.since is not None and each.until is not None and each.since > each.until:
            yield ("departments", index, "since"), f"{each.since} is after until {each.until}"
