"""Which body a name means, in a plan's place and year: by its full official name.

A name is looked up among the bodies that the place's file registers, then among those that every
government has (`vocabulary/departments.toml`). What stands for a place in it says whose body it
is: a place's name (常宁市水利局), a word for one of the places that the plan is from (省, 市), or
nothing, which means the plan's own place, or in a list that of the name before.

* The name given is that of the plan's year, also where the plan writes an earlier or a later one:
  市环保局 in a plan of 2022 is 某市生态环境局. Without a year it is the one that is written.
* An office that the place's file registers with ``of`` has the name of its body before its own:
  某市生态环境局污染防治科. So has a branch: 市生态环境局某区分局.
* A district's bodies have its city's name before the district's. A locality that is to act has its
  own full name.
* What can be several bodies is none of them: precision goes first.

A package's hooks (`ecoplan.jurisdictions.Hooks.resolve_body`) are asked before all of these.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import groupby

from attrs import define, evolve, field, frozen

from ecoplan.jurisdictions import NATION, Jurisdiction, RegisteredBody
from ecoplan.jurisdictions.hooks import HookCalls
from ecoplan.messages import Message
from ecoplan.model import Body, Finding, Metadata, Responsibility
from ecoplan.places import (
    NATION_CODE,
    Place,
    lies_within,
    place_at,
    places_above,
    places_in,
)
from ecoplan.resolve.official_names import full_names, full_place_name, tier_of
from ecoplan.source import fold
from ecoplan.vocabulary.departments import Department, Form, departments

__all__ = ["Register", "Resolved", "register", "with_registered"]


@frozen
class Resolved:
    """What a name means."""

    registered: str | None = None
    """Full official name; null where the register has none that fits, or more than one."""
    candidates: tuple[str, ...] = ()
    """The full names between which nothing decides; else none."""


@frozen(cache_hash=True)
class _Whose:
    """The places whose bodies a name without a place can mean."""

    places: tuple[Place, ...]
    nearest: bool = False
    """Whether the first that has such a body decides; else each counts."""


@frozen
class _Parted:
    """A name, parted at what stands for the place in it."""

    before: str
    behind: str
    places: tuple[Place, ...]
    written: str = ""
    """What stands for the place; empty where nothing does."""


_THE_NATION = Place(NATION_CODE, "中华人民共和国")


@define(eq=False)
class Register:
    """The bodies that the names in a plan can mean."""

    place: Jurisdiction
    """Whose file registers bodies and districts."""
    above: tuple[Place, ...]
    """The places that the plan is from, the nearest first."""
    own: Place | None
    """The first of them, where the plan is its government's; null for a zone's plan, and where
    the place is not known."""
    year: int | None
    """The plan's; null where it is not known."""
    hooks: HookCalls
    """What the place's package says of names."""
    issuers: tuple[str, ...] = ()
    """Full names of the bodies that issue the plan, as far as it has them."""
    issuing: Department | None = None
    """What 我局 and 省厅 are said of; null where one department alone does not issue the plan."""
    _words: tuple[tuple[str, str, Place], ...] = field(init=False, repr=False)
    """What is written before a word for a place (中共), the word, and the place."""
    _known: dict[tuple[str, _Whose], tuple[Resolved, _Whose]] = field(
        factory=dict, init=False, repr=False
    )

    @_words.default
    def _words_for_places(self) -> tuple[tuple[str, str, Place], ...]:
        words = {
            place: word
            for place in self.above
            for word in reversed(departments().places.words)
            if place.name.endswith(word)
        }
        return tuple(
            (opening, word, place)
            for opening in ("", *departments().openings)
            for place, word in words.items()
        )

    def resolve(self, name: str) -> Resolved:
        """What a name means that stands by itself; nothing is raised for content."""
        return self._resolve(name, self._plans_own)[0]

    def resolve_list(self, names: Iterable[str]) -> Sequence[Resolved]:
        """What each name of a list means: of 市财政局、水利局 both are the city's."""
        whose, means = self._plans_own, []
        for name in names:
            resolved, whose = self._resolve(name, whose)
            means.append(resolved)
        return means

    @property
    def _plans_own(self) -> _Whose:
        return _Whose(self.above if self.own else (), nearest=True)

    def _resolve(self, name: str, whose: _Whose) -> tuple[Resolved, _Whose]:
        """What the name means, and whose the names are that follow it in a list."""
        key = name, whose
        if key not in self._known:
            if hooked := self.hooks.resolve_body(name, self.year):
                self._known[key] = Resolved(hooked), whose
            else:
                self._known[key] = self._looked_up(_SPACE.sub("", fold(name)), whose)
        return self._known[key]

    def _looked_up(self, name: str, whose: _Whose) -> tuple[Resolved, _Whose]:
        if len(name) > _LONGEST:
            return Resolved(), whose
        if listed := self._listed(name):
            return _one_of(listed), whose
        if name in self.place.districts:
            return Resolved(name), whose
        if name.startswith(departments().places.many):
            return Resolved(), _Whose(())
        for parted in self._partings(name, whose):
            resolved = self._parted(parted, whose)
            if resolved != Resolved():
                return resolved, self._behind(parted) if parted.written else whose
        return Resolved(), whose

    def _behind(self, parted: _Parted) -> _Whose:
        """Whose the names are that follow: those of the place that was named, or the plan's."""
        (place,) = parted.places
        return _Whose((place, self.own) if self.own and self.own != place else (place,))

    # The place's file

    def _listed(self, name: str) -> tuple[str, ...]:
        """The bodies of the place's file that bear the name in the plan's year.

        Where none does any more, a department among them is what took it over. A body's offices
        are named in its own plans alone.
        """
        bearing = [each for each in self.place.bodies if name in (each.name, *each.aliases)]
        valid = [each for each in bearing if self._is_valid(each)]
        if valid:
            return _distinct(self._full_name(each) for each in valid if self._is_issuers(each))
        renamed = (self.resolve(each.name) for each in bearing if each.name != name)
        return _distinct(each.registered for each in renamed if each.registered)

    def _is_valid(self, body: RegisteredBody) -> bool:
        return self.year is None or (
            (body.since is None or body.since <= self.year)
            and (body.until is None or self.year <= body.until)
        )

    def _is_issuers(self, body: RegisteredBody) -> bool:
        return body.of is None or not self.issuers or self._body_of(body) in self.issuers

    def _full_name(self, body: RegisteredBody) -> str:
        return self._body_of(body) + body.name

    def _body_of(self, office: RegisteredBody) -> str:
        return (self.resolve(office.of).registered or office.of) if office.of else ""

    def _among_listed(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Of several names those that the place's file registers, if it does."""
        listed = {each.name for each in self.place.bodies if self._is_valid(each)}
        return tuple(each for each in names if each in listed) or names

    # What every government has

    def _partings(self, name: str, whose: _Whose) -> Iterator[_Parted]:
        """The ways to read a name: as the nation's, with a place's name in it, with a word for
        one, with none."""
        alone = departments().key(name) in departments().never_alone
        if not alone or self.own == _THE_NATION:
            yield _Parted("", name, (_THE_NATION,), "国")
        yield from self._with_name(name)
        yield from self._with_word(name)
        if not (alone and whose.nearest):
            yield _Parted("", name, whose.places)

    def _with_name(self, name: str) -> Iterator[_Parted]:
        """福州市鼓楼区水利局 is the district's: names that follow each other narrow it down."""
        start = end = -1
        place: Place | None = None
        for mention in places_in(name, self.year):
            follows = mention.start == end
            start = start if follows else mention.start
            place = self._nearest(mention.places, place if follows else None)
            end = mention.end if place else -1
            if place:
                yield _Parted(name[:start], name[end:], (place,), name[start:end])

    def _nearest(self, places: Sequence[Place], within: Place | None) -> Place | None:
        """Of several places of a name the one in the place before it, or nearest to the plan's."""
        for area in (within,) if within else (*self.above, _THE_NATION):
            inside = [each for each in places if lies_within(each.code, area.code)]
            if len(inside) == 1:
                return inside[0]
        return None

    def _with_word(self, name: str) -> Iterator[_Parted]:
        if name.startswith(departments().places.own):
            if self.own:
                yield _Parted("", name[1:], (self.own,), name[0])
            name = name[1:]
        for opening, word, place in self._words:
            if name.startswith(opening + word):
                yield _Parted(opening, name[len(opening + word) :], (place,), word)

    def _parted(self, parted: _Parted, whose: _Whose) -> Resolved:
        if parted.written and not parted.behind:
            return _locality(parted)
        found: list[str] = []
        for place in parted.places:
            found += self._at(place, parted, stems=bool(parted.written) or not whose.nearest)
            if found and whose.nearest:
                break
        names = _distinct(found)
        return _one_of(self._among_listed(names) if len(names) > 1 else names)

    def _at(self, place: Place, parted: _Parted, *, stems: bool) -> Sequence[str]:
        """The names that a place's bodies of that name have in the plan's year."""
        forms = self._forms(place, parted) or (self._stems(place, parted) if stems else ())
        if forms:
            return [*full_names(forms, parted.behind, place, parted.written, self.year)]
        return self._branches(place, parted)

    def _forms(self, place: Place, parted: _Parted) -> Sequence[Form]:
        tier, before, behind = tier_of(place), parted.before, parted.behind
        by_name = parted.written in (place.name, *place.short_names)
        forms = departments().forms(before, behind, tier)
        if tier == "state" and not parted.written:
            for opening in departments().places.nation:
                forms += departments().forms(before, opening + behind, tier)
        if by_name:
            forms += departments().forms(before, behind, "named")
        return [form for form in forms if by_name or not form.by_name]

    def _stems(self, place: Place, parted: _Parted) -> Sequence[Form]:
        """省财政; and 省厅, 我局, which are said of what issues the plan."""
        tier, behind = tier_of(place), parted.behind
        if parted.before or tier == "state":
            return ()
        if self.issuing and len(behind) == 1:
            names = self.issuing.names(tier)[:1]
            return [Form("", behind, self.issuing, n, short=True) for n in names if n[-1] == behind]
        return departments().stems(behind, tier)

    def _branches(self, place: Place, parted: _Parted) -> Sequence[str]:
        """市生态环境局某区分局: the branches of a body."""
        local = parted.written and tier_of(place) != "state"
        found = _BRANCH.fullmatch(parted.behind) if local else None
        if found is None or found["branch"].startswith(departments().places.many):
            return ()
        head = evolve(parted, behind=found["head"])
        return [name + found["branch"] for name in self._at(place, head, stems=False)]

    def issued_by(self, issuers: Sequence[str]) -> "Register":
        """The register of a plan of these issuers."""
        names = [name for issuer in issuers for name in _with_its_body(issuer)]
        issuing = {
            form.department.words: form.department
            for name in names
            for parted in self._partings(name, self._plans_own)
            for place in parted.places
            for form in self._forms(place, parted)
        }
        return evolve(
            self,
            issuers=_distinct(found for name in names if (found := self.resolve(name).registered)),
            issuing=next(iter(issuing.values())) if len(issuing) == 1 else None,
        )


_LONGEST = 40
"""Characters of the longest name that is looked up."""
_SPACE = re.compile(r"\s+")
_BRANCH = re.compile(
    "(?P<head>.+?(?:[局厅行]|委(?!员会)|委员会))(?P<branch>[^局厅委行]{1,12}分[局行])"
)


def _with_its_body(issuer: str) -> Iterator[str]:
    """The issuer, and the body whose office it is."""
    yield issuer
    yield from (
        issuer.removesuffix(each) for each in departments().offices if issuer.endswith(each)
    )


def _locality(parted: _Parted) -> Resolved:
    """A place that is to act; a word for one (省) may only open a name that goes on elsewhere."""
    is_name = parted.places[0].name.startswith(parted.written[0]) and not parted.before
    return Resolved(full_place_name(parted.places[0])) if is_name else Resolved()


def _one_of(names: tuple[str, ...]) -> Resolved:
    return Resolved(names[0]) if len(names) == 1 else Resolved(None, names)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


# A plan


def register(place: Jurisdiction, metadata: Metadata, hooks: HookCalls | None = None) -> Register:
    """The bodies that names can mean in a plan that is read as ``place``, of the territory, the
    year and the issuers that ``metadata`` states. ``hooks`` are the place's own, where they are
    called for more than this."""
    code, year = metadata.jurisdiction, metadata.year
    nearest = _THE_NATION if code == NATION_CODE else place_at(code, year) if code else None
    above = (nearest, *places_above(nearest.code, year)) if nearest else ()
    own = None if _is_of_a_zone(place, metadata.title, above) else nearest
    made = Register(place, above, own, year, hooks or HookCalls(place.hooks))
    return made.issued_by(metadata.issuers)


def _is_of_a_zone(place: Jurisdiction, title: str | None, above: Sequence[Place]) -> bool:
    """Whether a plan is a zone's: read as one, or with one in its title (某市高新区工作方案)."""
    words = fold(title or "")
    if (place.code is None and place.id != NATION) or any(
        each in words for each in place.districts
    ):
        return True
    mentions = [each for each in places_in(words) if set(each.places) & set(above[:1])]
    return any(_zone().match(words, mention.end) for mention in mentions)


def _zone() -> re.Pattern[str]:
    return re.compile(f"[^推建创在的]{{0,6}}?(?:{'|'.join(departments().places.zones)})")


def with_registered(
    responsibilities: Iterable[Responsibility], bodies: Register
) -> tuple[tuple[Responsibility, ...], tuple[Finding, ...]]:
    """The responsibilities with the registered names of their bodies, and a finding for each name,
    where it first stands, that the register cannot decide."""
    named: list[Responsibility] = []
    findings: dict[str, Finding] = {}
    for _, marker in groupby(responsibilities, key=lambda each: each.governs or each.id):
        listed = list(marker)  # the roles of one mark are one list: 市财政局牵头,水利局配合
        means = iter(bodies.resolve_list(body.name for each in listed for body in each.bodies))
        for each in listed:
            known: list[Body] = []
            for body, found in zip(each.bodies, means, strict=False):
                known.append(Body(body.name, body.span, found.registered))
                if found.candidates:
                    findings.setdefault(body.name, _ambiguous(body, found.candidates))
            named.append(evolve(each, bodies=tuple(known)))
    return tuple(named), tuple(findings.values())


def _ambiguous(body: Body, candidates: Sequence[str]) -> Finding:
    shown = list(candidates[:_SHOWN])
    if len(candidates) > _SHOWN:
        shown.append(Message("{count} others", count=len(candidates) - _SHOWN))
    return Finding(
        code="ambiguous-body",
        severity="note",
        span=body.span,
        message=Message(
            "'{name}' can be {candidates}; it is left without a registered name: register the "
            "right one, with this alias, in the place's file",
            name=body.name,
            candidates=reduce(_or, shown),
        ),
    )


def _or(one: str, other: str) -> str:
    return Message("{one} or {other}", one=one, other=other)


_SHOWN = 3
"""Candidates that a finding names."""
