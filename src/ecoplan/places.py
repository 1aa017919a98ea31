"""Places of China by name and by code (GB/T 2260): provinces, prefectures and counties.

The data stands in `vocabulary/places.tsv`, with its sources and dates, and is read on first use.
It holds what there is now, and what has been renamed, merged or given another code since 2005. A
name is that of the place that bears it in the year asked for. Where none does, or no year is given,
it is that of a place of today, else of the one that bore it last; but a short name, or one of two
characters (任县), that has been given up means a place in its own years only.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from attrs import frozen

from ecoplan.vocabulary import HAN

__all__ = [
    "NATION_CODE",
    "Place",
    "find_first",
    "is_place",
    "known_codes",
    "lies_within",
    "names",
    "place_at",
    "place_of",
    "places_above",
    "places_in",
]

NATION_CODE = "100000"
"""The whole nation. GB/T 2260 numbers only what it is divided into; this is the number that
data on divisions commonly give to what stands above them all."""


@frozen
class Place:
    """A province, prefecture or county, under one name and one code."""

    code: str
    """GB/T 2260, six digits."""
    name: str
    """Full official name."""
    short_names: tuple[str, ...] = ()
    """Other names that mean it, the longest first; none for most counties."""
    since: int | None = None
    """First year of name and code; null where it is not known, or before 2006."""
    until: int | None = None
    """Last year of name and code; null where they are in force. The year of a change belongs to
    both sides of it, and so does the year before where the sources do not tell."""
    now: str | None = None
    """Code of what it became, or was merged into; null where it is in force, or not known."""

    def exists_in(self, year: int) -> bool:
        """Whether name and code are those of the year."""
        return (self.since is None or self.since <= year) and (
            self.until is None or year <= self.until
        )


@frozen
class Mention:
    """A place's name in a text. Several places can bear the same name (鼓楼区)."""

    start: int
    end: int
    places: tuple[Place, ...]


def place_of(name: str, within: str = NATION_CODE, year: int | None = None) -> Place | None:
    """The place with that full or short name; null where there is none, or more than one.

    ``within`` is the code of a place that it lies in, ``year`` that of the text.
    """
    return _only(_gazetteer().named(name, year), within)


def place_at(code: str, year: int | None = None) -> Place | None:
    """The place of that code, under its name in the year; null where no place has the code."""
    return next(iter(_in_force(_gazetteer().coded(code), year)), None)


def places_above(code: str, year: int | None = None) -> Iterator[Place]:
    """The places that the one of that code lies in, the nearest first; the nation is none."""
    for above in (code[:4] + "00", code[:2] + "0000"):
        if above != code and (place := place_at(above, year)):
            yield place


def known_codes() -> list[str]:
    """Every code of GB/T 2260 that is in force."""
    return [code for code, rows in _gazetteer().by_code.items() if len(rows[0]) < _FORMER]


def names() -> list[str]:
    """Every name, full or short, that a place bears or bore."""
    return [name for name, rows in _gazetteer().by_name.items() if rows]


def is_place(name: str) -> bool:
    """True for a name, full or short, that a place bears or bore."""
    return bool(_gazetteer().by_name.get(name))


def places_in(text: str, year: int | None = None) -> Iterator[Mention]:
    """The places that ``text`` names, in order; of two names that begin alike, the longer."""
    gazetteer = _gazetteer()
    start = end = 0
    while start < len(text) - 1:
        for name in gazetteer.by_opening.get(text[start : start + 2], ()):
            if text.startswith(name, start) and (len(name) > 2 or _stands_free(text, start, end)):
                places = gazetteer.named(name, year)
                if places or gazetteer.is_no_place(name):
                    start = end = start + len(name)
                    if places:
                        yield Mention(start - len(name), start, places)
                    break
        else:
            start += 1


def _stands_free(text: str, start: int, end: int) -> bool:
    """Whether a name of two characters is no part of other words (完成|县级), as far as it shows.

    ``end`` is where the last place's name ended.
    """
    return text[start + 1] != "县" or start == end or not _HAN.match(text, start - 1)


_HAN = re.compile(f"{HAN}(?<!年)")


def find_first(text: str, within: str = NATION_CODE, year: int | None = None) -> Place | None:
    """The first place that ``text`` names: 江苏省南京市鼓楼区 and 南京市鼓楼区 are the district.

    Null where it names none that lies within the place of the code ``within``, or where the
    name could be of several. ``year`` is that of the text.
    """
    found, end = None, 0
    for mention in places_in(text, year):
        if found is not None and mention.start != end:
            break
        place = _only(mention.places, within if found is None else found.code)
        if place is None:
            if found is not None:
                break
            continue
        found, end = place, mention.end
    return found


def lies_within(code: str, above: str) -> bool:
    """Whether the place of one code is, or lies in, the place of the other."""
    return above == NATION_CODE or code.startswith(_significant(above))


def _significant(code: str) -> str:
    """The digits that every place within it shares: 35, 3501, 350102."""
    while code.endswith("00"):
        code = code[:-2]
    return code


def _only(places: Iterable[Place], within: str) -> Place | None:
    left = [place for place in places if lies_within(place.code, within)]
    return left[0] if len(left) == 1 else None


def _in_force(places: tuple[Place, ...], year: int | None) -> tuple[Place, ...]:
    """Those of the year; where there are none, those of today; else those that came last."""
    if year is not None and (then := tuple(each for each in places if each.exists_in(year))):
        return _latest(then)
    if today := tuple(each for each in places if each.until is None):
        return today
    last = max((each.until or 0 for each in places), default=0)
    return tuple(each for each in places if each.until == last)


def _latest(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """In the year of its change a place is there twice, under the old and the new code."""
    if len(places) == 1:
        return places
    became = {each.code for each in places}
    return tuple(
        each
        for each in places
        if each.now is None or each.now == each.code or each.now not in became
    )


_Row = list[str]
"""A line of the table: code, name, short names, first year, last year, what it became."""
_FORMER = 5
"""Cells that a line has at least that is of a name or a code given up."""


@frozen
class _Gazetteer:
    by_code: dict[str, list[_Row]]
    by_name: dict[str, list[_Row]]
    """Full or short name → the places that bear it; none for a word that is no place."""
    by_opening: dict[str, list[str]]
    """First two characters → the names that begin so, the longest first."""

    def named(self, name: str, year: int | None) -> tuple[Place, ...]:
        places = _in_force(tuple(map(_place, self.by_name.get(name, ()))), year)
        return tuple(each for each in places if _still_means(name, each, year))

    def coded(self, code: str) -> tuple[Place, ...]:
        return tuple(map(_place, self.by_code.get(code, ())))

    def is_no_place(self, word: str) -> bool:
        return not self.by_name[word]


def _still_means(name: str, place: Place, year: int | None) -> bool:
    """Whether a name still means a place, if it has been given up."""
    if place.until is None or (year is not None and place.exists_in(year)):
        return True
    return name == place.name and len(name) > 2


def _place(row: _Row) -> Place:
    code, name, short, since, until, now = (*row, *[""] * (6 - len(row)))
    return Place(
        code,
        name,
        tuple(short.split(",")) if short else (),
        int(since) if since else None,
        int(until) if until else None,
        now or None,
    )


@cache
def _gazetteer() -> _Gazetteer:
    by_code: dict[str, list[_Row]] = {}
    by_name: dict[str, list[_Row]] = {}
    short: dict[str, list[_Row]] = {}
    table = (files("ecoplan") / "vocabulary" / "places.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        row = line.split("\t")
        code, name = row[:2]
        if code == "-":
            by_name[name] = []  # these rows come last
            continue
        by_code.setdefault(code, []).append(row)
        by_name.setdefault(name, []).append(row)
        for alias in row[2].split(",") if len(row) > 2 and row[2] else ():
            bearers = short.setdefault(alias, [row])  # a province before the city of the same name
            if len(row) >= _FORMER and row is not bearers[0]:
                bearers.append(row)
    by_name = short | by_name
    by_opening: dict[str, list[str]] = {}
    for name in sorted(by_name, key=len, reverse=True):
        by_opening.setdefault(name[:2], []).append(name)
    return _Gazetteer(by_code, by_name, by_opening)
