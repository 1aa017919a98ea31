"""A place's file read and checked, and the place that it and those above it make together."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from attrs import frozen

from ecoplan.declarations import Declaration, read_declaration
from ecoplan.errors import BrokenJurisdiction
from ecoplan.jurisdictions.checks import Flaw, flaws, flaws_within
from ecoplan.jurisdictions.place import NATION, Jurisdiction, over
from ecoplan.messages import Message

__all__ = [
    "Declared",
    "Found",
    "Tier",
    "beside",
    "chain",
    "duplicate",
    "effective",
    "files_in",
    "flaws_above",
    "read_declared",
]

Tier = Literal["file", "package", "built-in"]


@frozen(kw_only=True)
class Found:
    """A place with all that it inherits, and where it was found."""

    place: Jurisdiction
    tier: Tier
    """How it came: see the head of this module for which comes first."""
    file: str
    """The TOML file."""
    package: str | None
    """Name and version of the package that holds the file; null for a file by itself."""
    version: str | None
    """The file's own, else its package's; null where neither has one."""


@frozen
class Declared:
    """What one file says, before anything is inherited."""

    place: Jurisdiction
    declaration: Declaration
    tier: Tier
    package: str | None = None

    def error(self, flaw: Flaw) -> BrokenJurisdiction:
        return self.declaration.fault(flaw.code, flaw.where, flaw.fault)


def files_in(folder: Traversable) -> list[Traversable]:
    toml = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    return sorted(toml, key=lambda file: file.name)


def read_declared(file: Path | Traversable, tier: Tier, package: str | None = None) -> Declared:
    place, declaration = read_declaration(file, Jurisdiction)
    declared = Declared(place, declaration, tier, package)
    for flaw in flaws(place):
        raise declared.error(flaw)
    if place.hooks and tier != "package":
        fault = Message(
            "only the file of an installed package may name Python objects; take it away"
        )
        raise declared.error(Flaw("code-in-data", ("hooks",), fault))
    return declared


def beside(declared: Declared, read: Mapping[str, Declared]) -> Declared | None:
    """The file of the place above that stands in the same folder; null where there is none."""
    within = declared.place.within
    if within in (None, NATION) or (within in read and read[within].tier == "file"):
        return None
    file = Path(declared.declaration.file).with_name(f"{within}.toml")
    if not file.is_file():
        return None
    above = read_declared(file, "file")
    if above.place.id != within:
        fault = Message(
            "'{id}' is not the file's name; write '{name}'", id=above.place.id, name=within
        )
        raise above.error(Flaw("bad-id", ("id",), fault))
    return above


def duplicate(declared: Declared, other: Declared) -> BrokenJurisdiction:
    fault = Message(
        "'{id}' is taken by {file}; choose another",
        id=declared.place.id,
        file=other.declaration.file,
    )
    return declared.error(Flaw("duplicate-id", ("id",), fault))


# Inheritance


def effective(declared: Declared, own: Mapping[str, Declared]) -> Found:
    """The place with all that it inherits from the others of ``own``.

    Raises `BrokenJurisdiction` for the first of the places above each other that is flawed.
    """
    for culprit, flaw in flaws_above(declared, own):
        raise culprit.error(flaw)
    version = declared.package.rpartition(" ")[2] if declared.package else None
    return Found(
        place=_inheriting(chain(declared, own)),
        tier=declared.tier,
        file=declared.declaration.file,
        package=declared.package,
        version=declared.place.version or version,
    )


def chain(declared: Declared, own: Mapping[str, Declared]) -> list[Declared]:
    """The place and those it lies within, the nearest first, as far as they are known."""
    places = [declared]
    while (above := own.get(places[-1].place.within or "")) and above not in places:
        places.append(above)
    return places


def _inheriting(places: Sequence[Declared]) -> Jurisdiction:
    *below, place = (each.place for each in places)
    for each in reversed(below):
        place = over(each, place)
    return place


def flaws_above(declared: Declared, own: Mapping[str, Declared]) -> Iterator[tuple[Declared, Flaw]]:
    """What is wrong with a place or one above it, seen from what each lies within."""
    places = chain(declared, own)
    within = places[-1].place.within
    if within is not None and within not in own:
        near = next(iter(get_close_matches(within, own, n=1)), None)
        fault = Message(
            "no jurisdiction '{within}' stands above '{id}'; {guess}"
            "put {within}.toml beside this file, or name one of: {known}",
            within=within,
            id=places[-1].place.id,
            guess=Message("did you mean '{id}'? else ", id=near) if near else "",
            known=", ".join(sorted(own)),
        )
        yield places[-1], Flaw("missing-parent", ("within",), fault)
    elif within is not None:
        first = next(each for each in places if each.place.id == within)
        circle = [each.place.id for each in places[places.index(first) :]]
        fault = Message(
            "the places lie within each other ({circle}); break the circle",
            circle=" → ".join([*circle, within]),
        )
        yield first, Flaw("circle", ("within",), fault)
    else:
        for place, *above in (places[start:] for start in range(len(places) - 1)):
            for flaw in flaws_within(place.place, _inheriting(above)):
                yield place, flaw
