"""Where places are found: a file that is named, installed packages, and what ships with ecoplan.

Of two places with one id the first of these three *tiers* is taken:

========  ==========================================================================================
file      ``-j path/place.toml`` or `jurisdiction_from`: that file, and what it lies within of the
          files that stand beside it
package   of an entry point in the group ``ecoplan.jurisdictions``, whose value names the package
          that holds the TOML files; of two packages, the one whose name comes first
built-in  what ships with ecoplan
========  ==========================================================================================

No package replaces the nation, which every place rests on. What is broken, or stands behind
shadows-built-in  a package's place is read in place of the built-in one (a note)
breaks-built-in   that would be so, and a built-in place within it could not be read
plugin-failed     a package gives no folder: it cannot be imported, or names something else
plugin-empty      a package's folder holds no TOML file
================  ==================================================================================
=======
another of its id, is in `findings`, and stops nothing else. Beside the codes of a flawed file
(`ecoplan.jurisdictions.checks`), which name what is to be mended, there are of packages:

================  =================================================================================
shadows-built-in  a package's place is read in place of the built-in one of its id: uninstall the
                  package to have the built-in one again
breaks-built-in   that would be so, and a built-in place within it could not be read: mend the
                  package's place, or uninstall it
plugin-failed     the entry point could not be loaded: mend the package, or uninstall it
plugin-empty      the entry point names a package without TOML files: put the places' files there
================  =================================================================================
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import invalidate_caches
from importlib.metadata import EntryPoint, entry_points, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import ModuleType

from attrs import field, frozen

from ecoplan.errors import BrokenJurisdiction, UnknownJurisdiction
from ecoplan.jurisdictions.checks import Flaw
from ecoplan.jurisdictions.declared import (
    Declared,
    Found,
    beside,
    chain,
    duplicate,
    effective,
    files_in,
    flaws_above,
    read_declared,
)
from ecoplan.jurisdictions.place import NATION, Jurisdiction
from ecoplan.messages import Message
from ecoplan.model import Severity

__all__ = [
    "ENTRY_POINTS",
    "FileFinding",
    "findings",
    "found",
    "found_from",
    "jurisdiction",
    "jurisdiction_from",
    "jurisdictions_in",
    "known",
    "place_above",
    "refresh",
]

ENTRY_POINTS = "ecoplan.jurisdictions"
"""Group of entry points by which a package says that it holds places."""


@frozen
class FileFinding:
    """Something odd about a place's file or its examples: what, where, and what to do."""

    code: str
    """Stable, documented, kebab-case: ``unknown-key``."""
    where: str
    """File and line, ``suzhou.toml:4``, or the package."""
    message: str
    severity: Severity = "error"

    @property
    def line(self) -> Message:
        """Where, code and message."""
        return Message("{where}: {fault}", where=f"{self.where}: {self.code}", fault=self.message)

    def __str__(self) -> str:
        return str(self.line)

    @classmethod
    def of(cls, error: BrokenJurisdiction) -> "FileFinding":
        """The finding that says what an error says."""
        return cls(error.code, error.where, error.fault)


def jurisdiction(id: str) -> Jurisdiction:
    """The jurisdiction ``id``, of an installed package or built in, with everything it inherits.

    Raises `UnknownJurisdiction` where there is none of that id, `BrokenJurisdiction` where only
    a file that is broken has it.
    """
    gathered = _gathered()
    if id in gathered.found:
        return gathered.found[id].place
    if id in gathered.broken:
        raise gathered.broken[id]
    raise _unknown(id, gathered.found)


def known() -> tuple[Jurisdiction, ...]:
    """Every jurisdiction of an installed package or built in, the nation first, then by code."""
    return tuple(each.place for each in found())


def found() -> tuple[Found, ...]:
    """`known`, each with where it was found."""
    return tuple(sorted(_gathered().found.values(), key=_national_first))


def findings() -> tuple[FileFinding, ...]:
    """What is odd about the installed packages: what is broken, and what stands before or behind
    another place of its id."""
    return _gathered().findings


def refresh() -> None:
    """Look for places anew, as after installing a package while a program runs."""
    invalidate_caches()
    _gathered.cache_clear()


def jurisdiction_from(path: str | Path) -> Jurisdiction:
    """The jurisdiction that the TOML file at ``path`` describes.

    What it lies ``within`` is the file of that name beside it, else what `jurisdiction` gives.
    Raises `BrokenJurisdiction` where a file cannot be read or does not say what such a file says.
    """
    return found_from(path).place


def found_from(path: str | Path) -> Found:
    """`jurisdiction_from`, with where it was found."""
    own = dict(_gathered().declared)
    declared = read_declared(Path(path), "file")
    above: Declared | None = declared
    while above is not None:
        own[above.place.id] = above
        above = beside(above, own)
    return effective(declared, own)


def place_above(below: Found) -> Jurisdiction | None:
    """The place that one lies within, as it was found for it; null for the nation."""
    within = below.place.within
    if within is None:
        return None
    file = Path(below.file).with_name(f"{within}.toml")
    beside = below.tier == "file" and within != NATION and file.is_file()
    return jurisdiction_from(file) if beside else jurisdiction(within)


def jurisdictions_in(folder: Traversable) -> dict[str, Jurisdiction]:
    """The jurisdictions that the TOML files of ``folder`` describe, by id, with what they inherit.

    Raises `BrokenJurisdiction` for the first file that is broken, alone or beside the others.
    """
    own: dict[str, Declared] = {}
    for file in files_in(folder):
        declared = read_declared(file, "file")
        if other := own.get(declared.place.id):
            raise duplicate(declared, other)
        own[declared.place.id] = declared
    return {id: effective(each, own).place for id, each in own.items()}


def _national_first(each: Found) -> tuple[bool, str, str]:
    return each.place.within is not None, each.place.code or "~", each.place.id


def _unknown(id: str, known: Iterable[str]) -> UnknownJurisdiction:
    near = get_close_matches(id, known, n=1)
    guess = Message(" Did you mean '{id}'?", id=near[0]) if near else ""
    listed = ", ".join(sorted(known))
    return UnknownJurisdiction(
        "No jurisdiction '{id}'.{guess} Known: {known}", id=id, guess=guess, known=listed
    )


# Everything that is found by itself


@frozen
class _Gathered:
    declared: Mapping[str, Declared]
    found: Mapping[str, Found]
    findings: tuple[FileFinding, ...]
    broken: Mapping[str, BrokenJurisdiction]
    """Id, or name of a file → why it is not among those found."""


@cache
def _gathered() -> _Gathered:
    """The built-in places and those of the installed packages. Raises for broken built-in ones."""
    hall = _Hall()
    ecoplan = f"ecoplan {version('ecoplan')}"
    for file in files_in(files("ecoplan") / "plugins"):
        hall.admit(read_declared(file, "built-in", ecoplan))
    for point in sorted(entry_points(group=ENTRY_POINTS), key=_by_package):
        hall.open(point)
    hall.dismiss_flawed()
    declared = {id: rivals[0] for id, rivals in hall.places.items() if rivals}
    return _Gathered(
        declared,
        {id: effective(each, declared) for id, each in declared.items()},
        tuple(hall.findings),
        hall.broken,
    )


def _by_package(point: EntryPoint) -> tuple[str, str]:
    return _package(point), point.name


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist else point.value


@frozen
class _Hall:
    """Where the places gather that come through the doors, each with those it stands before."""

    places: dict[str, list[Declared]] = field(factory=dict)
    """Id → the places of that id, the one that is taken first."""
    findings: list[FileFinding] = field(factory=list)
    broken: dict[str, BrokenJurisdiction] = field(factory=dict)

    def admit(self, declared: Declared) -> None:
        """Take a place in, or say why it stands behind another."""
        id = declared.place.id
        rivals = self.places.setdefault(id, [])
        if rivals and rivals[0].tier == "package":
            self._refuse(id, duplicate(declared, rivals[0]))
        elif rivals and id == NATION:
            fault = Message(
                "'{id}' is ecoplan's own, which every place rests on; choose another id", id=id
            )
            self._refuse(id, declared.error(Flaw("duplicate-id", ("id",), fault)))
        else:
            if rivals:
                message = Message(
                    "'{id}' of {package} is read in place of the built-in one; "
                    "uninstall that package to have the built-in one again",
                    id=id,
                    package=declared.package,
                )
                where = declared.declaration.place(("id",))
                self.findings.append(FileFinding("shadows-built-in", where, message, "note"))
            rivals.insert(0, declared)

    def open(self, point: EntryPoint) -> None:
        """Take in the places of one package; one broken file of it stops no other."""
        package = _package(point)
        try:
            listed = files_in(_folder(point))
        except (Exception, SystemExit) as error:  # a stranger's package raises what it likes
            cause = " ".join(f"{type(error).__name__}: {error}".split())
            message = Message(
                "entry point '{name}' gives no folder ({cause}); mend it or uninstall it",
                name=point.name,
                cause=cause,
            )
            self.findings.append(FileFinding("plugin-failed", package, message))
            return
        if not listed:
            message = Message(
                "no TOML file stands in {folder}; put the places' files there", folder=point.value
            )
            self.findings.append(FileFinding("plugin-empty", package, message))
        for file in listed:
            try:
                self.admit(read_declared(file, "package", package))
            except BrokenJurisdiction as error:
                self._refuse(file.name.removesuffix(".toml"), error)

    def dismiss_flawed(self) -> None:
        """Let go of the places whose chain upward is broken, until those left are sound."""
        while True:
            declared = {id: rivals[0] for id, rivals in self.places.items() if rivals}
            flawed = {
                culprit.place.id: (culprit, flaw)
                for each in declared.values()
                for culprit, flaw in flaws_above(each, declared)
            }
            if not flawed:
                return
            for culprit, flaw in flawed.values():
                if culprit.tier == "built-in":
                    self._dismiss_above(culprit, flaw, declared)
                else:
                    self._dismiss(culprit, flaw)

    def _dismiss_above(
        self, built_in: Declared, flaw: Flaw, declared: Mapping[str, Declared]
    ) -> None:
        """Let go of the packages' places that a built-in one cannot lie in."""
        above = [each for each in chain(built_in, declared) if each.tier == "package"]
        if not above:
            raise built_in.error(flaw)
        for each in above:
            fault = Message(
                "the built-in '{id}' could not lie in it ({fault})",
                id=built_in.place.id,
                fault=flaw.fault,
            )
            self._dismiss(each, Flaw("breaks-built-in", ("id",), fault))

    def _dismiss(self, declared: Declared, flaw: Flaw) -> None:
        rivals = self.places[declared.place.id]
        if declared in rivals:
            rivals.remove(declared)
            self._refuse(declared.place.id, declared.error(flaw))

    def _refuse(self, id: str, error: BrokenJurisdiction) -> None:
        self.findings.append(FileFinding.of(error))
        self.broken.setdefault(id, error)


def _folder(point: EntryPoint) -> Traversable:
    """The folder of the package that an entry point names, or of the one that its module is in."""
    module = point.load()
    if not isinstance(module, ModuleType):
        raise TypeError(f"{point.value} is a {type(module).__name__}, no package")
    package = module.__name__ if hasattr(module, "__path__") else module.__package__
    if not package:
        raise TypeError(f"{point.value} stands in no package; put it into a folder of its own")
    return files(package)
