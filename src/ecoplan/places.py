"""Places of China by name and by code (GB/T 2260): provinces, prefectures and counties.

The data stands in `vocabulary/places.tsv`, with its source and date, and is read on first use.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from attrs import frozen

__all__ = [
    "NATION_CODE",
    "Place",
    "find_first",
    "known_codes",
    "lies_within",
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
    """A province, prefecture or county."""

    code: str
    """GB/T 2260, six digits."""
    name: str
    """Full official name."""


@frozen
class Mention:
    """A place's name in a text. Several places can bear the same name (鼓楼区)."""

    start: int
    end: int
    places: tuple[Place, ...]


def place_of(name: str, within: str = NATION_CODE) -> Place | None:
    """The place with that full or short name; null where there is none, or more than one.

    ``within`` is the code of a place that it lies in.
    """
    return _only(_gazetteer().named(name), within)


def place_at(code: str) -> Place | None:
    """The place of that code; null where no place has it."""
    name = _gazetteer().official.get(code)
    return Place(code, name) if name else None


def places_above(code: str) -> Iterator[Place]:
    """The places that the one of that code lies in, the nearest first; the nation is none."""
    for above in (code[:4] + "00", code[:2] + "0000"):
        if above != code and (place := place_at(above)):
            yield place


def known_codes() -> list[str]:
    """Every code of GB/T 2260."""
    return list(_gazetteer().official)


def places_in(text: str) -> Iterator[Mention]:
    """The places that ``text`` names, in order; of two names that begin alike, the longer."""
    gazetteer = _gazetteer()
    start = end = 0
    while start < len(text) - 1:
        for name in gazetteer.by_opening.get(text[start : start + 2], ()):
            if text.startswith(name, start) and (len(name) > 2 or _stands_free(text, start, end)):
                start = end = start + len(name)
                if places := gazetteer.named(name):
                    yield Mention(start - len(name), start, places)
                break
        else:
            start += 1


def _stands_free(text: str, start: int, end: int) -> bool:
    """Whether a name of two characters is no part of other words (完成|县级), as far as it shows.

    ``end`` is where the last place's name ended.
    """
    return text[start + 1] != "县" or start == end or not _HAN.match(text, start - 1)


_HAN = re.compile("[㐀-鿿](?<!年)")


def find_first(text: str, within: str = NATION_CODE) -> Place | None:
    """The first place that ``text`` names: 福建省福州市鼓楼区 and 福州市鼓楼区 are the district.

    Null where it names none that lies within the place of the code ``within``, or where the
    name could be of several.
    """
    found, end = None, 0
    for mention in places_in(text):
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


@frozen
class _Gazetteer:
    official: dict[str, str]
    """Code → full name."""
    codes: dict[str, tuple[str, ...]]
    """Full or short name → the places that bear it; none for a word that is no place."""
    by_opening: dict[str, list[str]]
    """First two characters → the names that begin so, the longest first."""

    def named(self, name: str) -> tuple[Place, ...]:
        return tuple(Place(code, self.official[code]) for code in self.codes.get(name, ()))


@cache
def _gazetteer() -> _Gazetteer:
    official: dict[str, str] = {}
    codes: dict[str, tuple[str, ...]] = {}
    short: dict[str, tuple[str, ...]] = {}
    table = (files("ecoplan") / "vocabulary" / "places.tsv").read_text(encoding="utf-8")
    for row in table.splitlines():
        if row.startswith("#"):
            continue
        code, name, *rest = row.split("\t")
        if code == "-":
            codes[name] = ()  # these rows come last
            continue
        official[code] = name
        codes[name] = (*codes.get(name, ()), code)
        for alias in rest[0].split(",") if rest else ():
            short.setdefault(alias, (code,))  # a province before the city of the same name
    codes = short | codes
    by_opening: dict[str, list[str]] = {}
    for name in sorted(codes, key=len, reverse=True):
        by_opening.setdefault(name[:2], []).append(name)
    return _Gazetteer(official, codes, by_opening)
