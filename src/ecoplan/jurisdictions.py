"""What a place is to the reader: one TOML file each, saying how it differs from the place above."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from attrs import evolve, field, frozen

from ecoplan.declarations import Declaration, Where, read_declaration
from ecoplan.errors import UnknownJurisdiction
from ecoplan.letterhead import Letterhead, Stated, read_letterhead
from ecoplan.model import SectionRole, Span
from ecoplan.places import NATION_CODE, find_first, lies_within, places_in
from ecoplan.source import Source
from ecoplan.vocabulary import vocabulary

__all__ = [
    "NATION",
    "Jurisdiction",
    "RegisteredBody",
    "Territory",
    "jurisdiction",
    "jurisdiction_from",
    "jurisdictions_in",
    "known",
    "recognise",
    "territory",
]

NATION = "china"
"""Id of the place that every other one lies within."""


@frozen(kw_only=True)
class RegisteredBody:
    """A body (机关, 单位) that documents of the place name."""

    name: str
    """Full official name: 某市生态环境局."""
    aliases: tuple[str, ...] = ()
    """Other names and short names that mean it: 市生态环境局."""
    of: str | None = None
    """Name of the body it is an office of; null where it stands alone."""
    since: int | None = None
    """First year it bore the name; null where it is not known."""
    until: int | None = None
    """Last year it bore the name; null where it still does."""


@frozen(kw_only=True, cache_hash=True)
class Jurisdiction:
    """How the documents of one place are written, and what names the place.

    What names a place (id, code, name, short names, document numbers, references) is its own.
    Everything else is what it adds to the place above: its own words come first.
    """

    id: str
    """Lower-case letters, digits and hyphens; the same as the file's name."""
    code: str | None = None
    """GB/T 2260 code, six digits; null for a zone that has none. The nation, which GB/T 2260
    does not number, is 100000."""
    name: str
    """Full name: 某市."""
    short_names: tuple[str, ...] = ()
    """Other names that mean the place: 某."""
    within: str | None = None
    """Id of the place above; null for the nation alone."""
    document_numbers: tuple[str, ...] = ()
    """What its bodies' document numbers (发文字号) begin with: 国办发."""
    references: tuple[str, ...] = ()
    """Documents that the file was checked with."""
    headings: Mapping[SectionRole, tuple[str, ...]] = field(factory=dict, hash=False)
    """Words in a section's title that say what the section is for."""
    furniture: tuple[str, ...] = ()
    """Phrases of the web page around the document, which are no part of it."""
    bodies: tuple[RegisteredBody, ...] = ()
    """Bodies with their aliases."""
    body_endings: tuple[str, ...] = ()
    """What names of bodies end in: 局, 委员会."""
    generic_bodies: tuple[str, ...] = ()
    """Words that stand for bodies without naming one: 有关部门, 各区县市."""
    names: tuple[str, ...] = ()
    """Names and slogans that contain numbers which count nothing: 三线一单."""
    words: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)
    """Words it adds to gaps in the clause grammar, by ``table.meaning`` of the vocabulary."""

    @property
    def additions(self) -> tuple[tuple[str, str], ...]:
        """Every added word, as a pair of its ``table.meaning`` and the word."""
        return tuple((meaning, word) for meaning, added in self.words.items() for word in added)

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


def jurisdiction(id: str) -> Jurisdiction:
    """The shipped jurisdiction ``id`` with everything it inherits.

    Raises `UnknownJurisdiction` where there is none of that id.
    """
    shipped = _shipped()
    if id not in shipped:
        raise UnknownJurisdiction(_unknown(id, shipped))
    return shipped[id]


def known() -> tuple[Jurisdiction, ...]:
    """Every shipped jurisdiction, the nation first, then by code."""
    return tuple(sorted(_shipped().values(), key=_national_first))


def jurisdiction_from(path: str | Path) -> Jurisdiction:
    """The jurisdiction that the TOML file at ``path`` describes, over a shipped one.

    Raises `BrokenJurisdiction` where the file cannot be read or does not say what such a file says.
    """
    place, declaration = _read(Path(path))
    return _effective(place, {**_shipped(), place.id: place}, declaration)


def jurisdictions_in(folder: Traversable) -> dict[str, Jurisdiction]:
    """The jurisdictions that the TOML files of ``folder`` describe, by id, with what they inherit.

    Raises `BrokenJurisdiction` for the first file that is broken, alone or beside the others.
    """
    own: dict[str, Jurisdiction] = {}
    declared: dict[str, Declaration] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            place, declaration = _read(file)
            if place.id in own:
                other = declared[place.id].file
                raise declaration.fault(
                    ("id",), f"'{place.id}' is taken by {other}; choose another"
                )
            own[place.id], declared[place.id] = place, declaration
    return {place.id: _effective(place, own, declared[place.id]) for place in own.values()}


@cache
def _shipped() -> Mapping[str, Jurisdiction]:
    return jurisdictions_in(files("ecoplan") / "plugins")


def _national_first(place: Jurisdiction) -> tuple[bool, str, str]:
    return place.within is not None, place.code or "~", place.id


def _unknown(id: str, shipped: Iterable[str]) -> str:
    near = get_close_matches(id, shipped, n=1)
    guess = f" Did you mean '{near[0]}'?" if near else ""
    return f"No jurisdiction '{id}'.{guess} Known: {', '.join(sorted(shipped))}"


# Inheritance


def _effective(
    place: Jurisdiction, own: Mapping[str, Jurisdiction], declaration: Declaration
) -> Jurisdiction:
    for above in _above(place, own, declaration):
        place = _over(place, above)
    return place


def _above(
    place: Jurisdiction, own: Mapping[str, Jurisdiction], declaration: Declaration
) -> list[Jurisdiction]:
    """The places that ``place`` lies within, the nearest first."""
    chain: list[Jurisdiction] = []
    seen = [place.id]
    while place.within is not None:
        if place.within not in own:
            raise declaration.fault(
                ("within",),
                f"no jurisdiction '{place.within}' stands above '{place.id}'; "
                f"name one of: {', '.join(sorted(own))}",
            )
        seen.append(place.within)
        if place.within in seen[:-1]:
            circle = " → ".join(seen)
            raise declaration.fault(
                ("within",), f"the places lie within each other ({circle}); break the circle"
            )
        place = own[place.within]
        chain.append(place)
    return chain


def _over(place: Jurisdiction, above: Jurisdiction) -> Jurisdiction:
    return evolve(
        place,
        headings=_merged(place.headings, above.headings),
        furniture=_joined(place.furniture, above.furniture),
        bodies=place.bodies + above.bodies,
        body_endings=_joined(place.body_endings, above.body_endings),
        generic_bodies=_joined(place.generic_bodies, above.generic_bodies),
        names=_joined(place.names, above.names),
        words=_merged(place.words, above.words),
    )


_Key = TypeVar("_Key", bound=str)


def _joined(own: Iterable[str], inherited: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*own, *inherited]))


def _merged(
    own: Mapping[_Key, tuple[str, ...]], inherited: Mapping[_Key, tuple[str, ...]]
) -> dict[_Key, tuple[str, ...]]:
    return {key: _joined(own.get(key, ()), inherited.get(key, ())) for key in {**inherited, **own}}


# Files


def _read(file: Path | Traversable) -> tuple[Jurisdiction, Declaration]:
    place, declaration = read_declaration(file, Jurisdiction)
    for where, fault in _faults(place):
        raise declaration.fault(where, fault)
    return place, declaration


def _faults(place: Jurisdiction) -> Iterator[tuple[Where, str]]:
    """What the types cannot say."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", place.id):
        yield ("id",), f"'{place.id}' is no id; use lower-case letters, digits and hyphens"
    if place.code is not None and not re.fullmatch(r"[1-9]\d{5}", place.code):
        yield ("code",), f"'{place.code}' is no GB/T 2260 code; write six digits, or leave it out"
    if place.within is None and place.id != NATION:
        yield ("id",), f"'{place.id}' lies within no place; add: within = \"{NATION}\""
    for index, body in enumerate(place.bodies):
        if body.since is not None and body.until is not None and body.since > body.until:
            yield ("bodies", index, "since"), f"{body.since} is after until {body.until}; mend one"
    try:
        vocabulary(frozenset(place.additions))
    except ValueError as error:
        yield ("words",), f"{error}; mend the key"


# Recognition


@frozen
class Territory:
    """The place that a document is for, and the words that name it."""

    code: str
    """GB/T 2260, six digits; 100000 for the nation."""
    span: Span


def recognise(text: Source | str) -> Jurisdiction:
    """The jurisdiction that the letter-head, the document number, the title and the signature
    name: the most specific of those that fit, and the nation where none does.

    A place that only the body mentions is none: just the beginning and the end are read.
    """
    nation = jurisdiction(NATION)
    source = text if isinstance(text, Source) else Source(text)
    letterhead = read_letterhead(
        source, body_endings=nation.body_endings, furniture=nation.furniture
    )
    found = territory(source, letterhead, NATION_CODE)
    fitting = (
        place
        for place in known()
        if _covers(place, found)
        or (_is_named(place, letterhead) and (found is None or _lies_in(place, found.code)))
    )
    return max(fitting, key=_depth, default=nation)


def territory(source: Source, letterhead: Letterhead, within: str) -> Territory | None:
    """The place that the issuers, the title, the letter-head or the page's own line names.

    Null where none of them names one that lies within the place of the code ``within``. A title
    that names a part of the issuer's place is for that part. Where they name none and say just
    the level (全省, 市生态环境局), it is the place of that level that the text names by far the
    most often.
    """
    titles = [stated for stated in (letterhead.title, letterhead.notice) if stated]
    others = [stated for stated in (letterhead.heading, letterhead.publisher) if stated]
    named = (_named(stated, within) for stated in (*letterhead.issuers, *titles, *others))
    found = next((place for place in named if place is not None), None)
    if found is None:
        return _named_most(source, (*letterhead.issuers, *titles), within)
    for title in titles:
        part = find_first(title.words, found.code)
        if part and part.code != found.code:
            return Territory(part.code, title.span)
    return found


_LEVEL = re.compile("^[省市县区州]|[全我本][省市县区州]")
_OF_LEVEL = {
    "省": re.compile(r"\d\d0000.*"),
    "市": re.compile(r"\d{4}00.*市"),
    "州": re.compile(r"\d{4}00.*州"),
    "县": re.compile(r"\d{6}.*[县旗]"),
    "区": re.compile(r"\d{6}.*区"),
}
"""What the places of a level are like: code and name."""
_WINDOW = 5000
"""Characters from the beginning in which a place is looked for by how often it is named."""


def _named_most(source: Source, stated: Iterable[Stated], within: str) -> Territory | None:
    level = next((found[0][-1] for each in stated if (found := _LEVEL.search(each.words))), None)
    if level is None:
        return None
    counted: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for mention in places_in(source.folded[:_WINDOW]):
        for place in mention.places:
            fits = _OF_LEVEL[level].fullmatch(place.code + place.name)
            if fits and lies_within(place.code, within):
                counted[place.code] += 1
                first.setdefault(place.code, Span(mention.start, mention.end))
    ((code, times), (_, next_times)) = [*counted.most_common(2), ("", 0), ("", 0)][:2]
    return Territory(code, first[code]) if times > 1 and times > 2 * next_times else None


def _named(stated: Stated, within: str) -> Territory | None:
    if place := find_first(stated.words, within):
        return Territory(place.code, stated.span)
    return (
        Territory(NATION_CODE, stated.span)
        if within == NATION_CODE and _is_national(stated)
        else None
    )


def _is_national(stated: Stated) -> bool:
    nation = jurisdiction(NATION)
    bodies = tuple(body.name for body in nation.bodies)
    return stated.words.startswith(bodies) or any(
        name in stated.words for name in (nation.name, *nation.short_names)
    )


def _covers(place: Jurisdiction, found: Territory | None) -> bool:
    return found is not None and place.code is not None and lies_within(found.code, place.code)


def _is_named(place: Jurisdiction, letterhead: Letterhead) -> bool:
    number = letterhead.document_number
    if number and place.document_numbers and number.words.startswith(place.document_numbers):
        return True
    names = (place.name, *place.short_names)
    said = (letterhead.title, letterhead.notice, letterhead.heading, *letterhead.issuers)
    return place.id != NATION and any(
        name in words.words for words in said if words for name in names
    )


def _lies_in(place: Jurisdiction, code: str) -> bool:
    """A zone without a code lies where the place above it does."""
    while place.code is None and place.within is not None:
        place = jurisdiction(place.within)
    return place.code is not None and lies_within(place.code, code)


def _depth(place: Jurisdiction) -> int:
    return 0 if place.within is None else 1 + _depth(jurisdiction(place.within))
