"""Where places are found: those that ship with ecoplan, and TOML files of one's own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ecoplan.declarations import Declaration, Where, read_declaration
from ecoplan.errors import UnknownJurisdiction
from ecoplan.jurisdictions.place import NATION, Jurisdiction, over
from ecoplan.vocabulary import vocabulary

__all__ = ["jurisdiction", "jurisdiction_from", "jurisdictions_in", "known"]


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
        place = over(place, above)
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
