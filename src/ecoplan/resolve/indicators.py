"""Which indicator of the national vocabulary the words of a goal name, where they name one.

Precision goes first: words that could mean two indicators, or whose value is in a unit that
the indicator is not measured in, get none. The words that mean an indicator, and the rules by
which words are alike, are data: ``vocabulary/indicators.toml``.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from attrs import field, frozen

from ecoplan.source import fold

__all__ = ["Better", "Binding", "Indicator", "Indicators", "Medium", "indicator_id", "indicators"]

Medium = Literal[
    "air",
    "water",
    "groundwater",
    "soil",
    "chemicals",
    "noise",
    "waste",
    "carbon",
    "energy",
    "ecology",
    "marine",
    "rural",
    "nuclear",
    "governance",
    "resources",
    "industry",
    "buildings",
    "transport",
    "consumption",
]
Better = Literal["less", "more"]
Binding = Literal["binding", "expected"]


@frozen(kw_only=True)
class ShortName:
    """Words that name the indicator only where it is said of what they hold for."""

    words: tuple[str, ...]
    """The short names: 水质优良比例."""
    of: tuple[str, ...]
    """Words one of which the scope has to contain: 断面, 地表水."""


@frozen(kw_only=True)
class Indicator:
    """Something that environmental plans set targets for."""

    id: str
    """Stable, in lower case: the medium, a dot, the indicator (``air.pm25-concentration``)."""
    name: str
    """Chinese name, with 比例, 排放量 and the like as national plans write them."""
    english: str
    """English name."""
    aliases: tuple[str, ...] = ()
    """Other names that documents write, less what the spellings already make of the name."""
    short_names: tuple[ShortName, ...] = ()
    """Names that need a scope to mean the indicator."""
    medium: Medium
    """What it is about."""
    unit: str | None = None
    """UCUM where it has a code, else the measure word; null for an index or a coefficient."""
    better: Better | None = None
    """Whether less or more of it is better; null where neither is."""
    binding: Binding | None = None
    """``binding`` (约束性) or ``expected`` (预期性) in the latest national five-year plan that
    says which; null where none does."""
    sdg: str | None = None
    """Code of the UN SDG indicator that it is, or is the direct national proxy of: ``11.6.2``;
    null where there is none."""
    source: str
    """National plan, standard or statistics that defines it."""


@frozen(kw_only=True)
class Indicators:
    """The indicators, and the rules by which their names and documents' words are alike."""

    dropped: tuple[str, ...]
    """Words that add nothing, wherever they stand: 年均."""
    leading: tuple[str, ...]
    """Words for territories and assessed sets that may stand before a name: 全省."""
    closing: tuple[str, ...]
    """Words that may stand behind a name: 目标."""
    changes: tuple[str, ...]
    """Words behind a name that make it an amount of change: 下降率."""
    spellings: Mapping[str, tuple[str, ...]] = field(hash=False)
    """Word → other words for it, within any name."""
    same_quantity: Mapping[str, tuple[str, ...]] = field(hash=False)
    """Unit of an indicator → other units that a value of it may be in."""
    indicators: tuple[Indicator, ...]
    """Every indicator, by medium."""


@cache
def indicators() -> Indicators:
    """The vocabulary's indicators; read once.

    Raises `BrokenJurisdiction` where the file says what `Indicators` has no field for.
    """
    from ecoplan.declarations import read_declaration

    table, _ = read_declaration(files("ecoplan.vocabulary") / "indicators.toml", Indicators)
    return table


def indicator_id(
    words: str, unit: str | None, direction: str | None, scope: str | None = None
) -> str | None:
    """Id of the indicator that a goal's words name; null where none fits or several do.

    ``words``, ``unit`` (null fits every indicator), ``direction`` (set where the value is an
    amount of change, which may be in per cent of anything) and ``scope`` (null where it is not
    known) are as in `Goal`. Nothing is raised for content.
    """
    if len(words) > _LONGEST:
        return None
    index = _index()
    changes = direction is not None
    key = index.key(words)
    for name, changed in index.readings(key):
        found = index.named(name, unit, changes or changed, scope or "")
        if found:
            return found[0].id if len(found) == 1 else None
    return None


_LONGEST = 80
"""Characters of the longest words that are looked up; longer ones are no name."""


@frozen(eq=False)
class _Index:
    """Keys (names as the spellings make them) → the indicators that they can mean."""

    names: Mapping[str, tuple[Indicator, ...]]
    short_names: Mapping[str, tuple[tuple[Indicator, tuple[str, ...]], ...]]
    spelling: re.Pattern[str]
    spelled: Mapping[str, str]
    leading: re.Pattern[str]
    closing: re.Pattern[str]
    change: re.Pattern[str]
    same_quantity: Mapping[str, frozenset[str]]
    units: frozenset[str]

    def key(self, words: str) -> str:
        """The words with everything that documents write differently made alike."""
        return _key(words, self.spelling, self.spelled, self.units)

    def readings(self, key: str) -> Iterator[tuple[str, bool]]:
        """The key, then what is left of it without the words around a name; true where these
        make it a change."""
        yield key, False
        closed = self.closing.sub("", key)
        bare = self.leading.sub("", closed)
        yield from ((name, False) for name in dict.fromkeys((closed, bare)) if name != key)
        for name in dict.fromkeys((closed, bare)):
            level = self.change.sub("", name)
            if level != name:
                yield level, True

    def named(self, name: str, unit: str | None, changes: bool, scope: str) -> list[Indicator]:
        """The indicators that a name means; one that the scope tells goes first."""
        told = [each for each in self._told(name, scope) if self._fits(each, unit, changes)]
        plain = self.names.get(name, ())
        return told or [each for each in plain if self._fits(each, unit, changes)]

    def _told(self, name: str, scope: str) -> list[Indicator]:
        """What the name means as a short name, its own head counted as part of the scope."""
        for start in range(len(name)):
            candidates = self.short_names.get(name[start:])
            if candidates:
                scope = f"{fold(scope)}{name[:start]}"
                return [each for each, of in candidates if any(word in scope for word in of)]
        return []

    def _fits(self, indicator: Indicator, unit: str | None, changes: bool) -> bool:
        if unit is None or unit == indicator.unit:
            return True
        if changes and (unit == "%" or (unit == "{pp}" and indicator.unit == "%")):
            return True
        return unit in self.same_quantity.get(indicator.unit or "", ())


@cache
def _index() -> _Index:
    from ecoplan.vocabulary import vocabulary

    table = indicators()
    spelled = {_plain(word): _plain(word) for word in table.spellings}
    for word, others in table.spellings.items():
        spelled |= {_plain(other): _plain(word) for other in others}
    spelled |= {_plain(word): "" for word in table.dropped}
    spelling = _any_of(spelled)
    units = frozenset(map(_plain, vocabulary().words("unit")))

    def key(words: str) -> str:
        return _key(words, spelling, spelled, units)

    names: dict[str, dict[str, Indicator]] = {}
    short_names: dict[str, list[tuple[Indicator, tuple[str, ...]]]] = {}
    for each in table.indicators:
        for name in (each.name, *each.aliases):
            names.setdefault(key(name), {})[each.id] = each
        for short in each.short_names:
            for name in short.words:
                short_names.setdefault(key(name), []).append((each, short.of))
    return _Index(
        names={name: tuple(meant.values()) for name, meant in names.items()},
        short_names={name: tuple(meant) for name, meant in short_names.items()},
        spelling=spelling,
        spelled=spelled,
        leading=re.compile(rf"^(?:{_any_of(map(key, table.leading)).pattern})+"),
        closing=re.compile(rf"(?:{_any_of(map(key, table.closing)).pattern})+$"),
        change=re.compile(rf"(?:{_any_of(map(key, table.changes)).pattern})$"),
        same_quantity={unit: frozenset(units) for unit, units in table.same_quantity.items()},
        units=units,
    )
