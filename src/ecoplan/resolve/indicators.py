"""Which indicator of the national vocabulary the words of a goal name, where they name one.

Precision goes first: words that could mean two indicators, or whose value is in a unit that
the indicator is not measured in, get none. The words that mean an indicator, and the rules by
which words are alike, are data: ``vocabulary/indicators.toml``.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from attrs import field, frozen

from ecoplan.source import fold

__all__ = [
    "Better",
    "Binding",
    "Indicator",
    "Indicators",
    "Medium",
    "ShortName",
    "indicator_id",
    "indicators",
]

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

    ``words``, ``unit``, ``direction`` and ``scope`` are as in `Goal`. A null unit fits every
    indicator; where a direction is set, so does a change in per cent; with a null scope, short
    names mean nothing. Nothing is raised for content.
    """
    if len(words) > _LONGEST:
        return None
    index = _index()
    changes = direction is not None
    for name, changed in index.readings(words):
        found = [
            each
            for each in index.named(name, scope or "")
            if index.fits(each, unit, changes or changed)
        ]
        if found:
            return found[0].id if len(found) == 1 else None
    return None


_LONGEST = 80
"""Characters of the longest words that are looked up; longer ones are no name."""


@frozen(eq=False)
class _Spelling:
    """Makes names alike that documents write differently."""

    words: Mapping[str, str]
    """Word → the one it is replaced by."""
    pattern: re.Pattern[str]
    units: frozenset[str]

    def key(self, name: str) -> str:
        """The name in the one spelling."""
        key = _plain(name)
        for _ in range(_ROUNDS):
            before = key
            key = self.pattern.sub(lambda match: self.words[match[0]], key)
            if "(" in key:
                key = self._unbracketed(key)
            if key == before:
                break
        return key.strip("、,:;")

    def _unbracketed(self, key: str) -> str:
        """Without brackets that only repeat the word before them or give the unit."""
        kept = ""
        end = 0
        for bracket in _BRACKET.finditer(key):
            kept += key[end : bracket.start()]
            end = bracket.end()
            if not (kept.endswith(bracket[1]) or bracket[1].lstrip("百千万亿") in self.units):
                kept += bracket[0]
        return kept + key[end:]


_ROUNDS = 3
"""III类 is Ⅲ类, 达到或优于Ⅲ类 is Ⅲ类以上, 优良(Ⅲ类以上) is 优良: words are spelled with words."""

_BRACKET = re.compile(r"\(([^()]*)\)")
_SPACES_AND_QUOTES = re.compile(r"[\s\"']+")


def _plain(text: str) -> str:
    return _SPACES_AND_QUOTES.sub("", fold(text)).upper()


def _any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first; Latin ones whole."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    first = "".join(sorted({re.escape(word[0]) for word in longest_first}))
    return f"(?:(?=[{first}])(?:{'|'.join(map(_whole, longest_first))}))"


def _whole(word: str) -> str:
    before = "(?<![A-Z0-9])" if word[0].isascii() else ""
    behind = "(?![A-Z0-9])" if word[-1].isascii() else ""
    return f"{before}{re.escape(word)}{behind}"


@frozen(eq=False)
class _Index:
    """Keys, names in the one spelling, and the indicators that they can mean."""

    spelling: _Spelling
    names: Mapping[str, Mapping[str, Indicator]]
    short_names: Mapping[str, tuple[tuple[Indicator, tuple[str, ...]], ...]]
    leading: re.Pattern[str]
    closing: re.Pattern[str]
    change: re.Pattern[str]
    same_quantity: Mapping[str, tuple[str, ...]]

    def readings(self, words: str) -> Iterator[tuple[str, bool]]:
        """What the words can name, the whole of them first, then less of what may stand around
        a name; true where that makes it an amount of change."""
        whole = self.spelling.key(words)
        closed = self.closing.sub("", whole)
        bare = self.leading.sub("", closed)
        names = dict.fromkeys((whole, closed, bare))
        yield from ((name, False) for name in names)
        levels = {self.change.sub("", name): None for name in names}
        yield from ((name, True) for name in levels if name not in names)

    def named(self, name: str, scope: str) -> Iterable[Indicator]:
        """The indicators that a name means: those that its head or the scope tells, if any."""
        for start in range(len(name)):
            if candidates := self.short_names.get(name[start:]):
                for told_by in (name[:start], fold(scope)):
                    told = [each for each, of in candidates if _any_in(of, told_by)]
                    if told:
                        return told
        return self.names.get(name, {}).values()

    def fits(self, indicator: Indicator, unit: str | None, changes: bool) -> bool:
        """True where a value in the unit can be one of the indicator, or a change of one."""
        if unit is None or unit == indicator.unit:
            return True
        if changes and (unit == "%" or (unit == "{pp}" and indicator.unit == "%")):
            return True
        return unit in self.same_quantity.get(indicator.unit or "", ())


def _any_in(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)


@cache
def _index() -> _Index:
    table = indicators()
    spelling = _spelling(table)
    names: dict[str, dict[str, Indicator]] = {}
    short_names: dict[str, tuple[tuple[Indicator, tuple[str, ...]], ...]] = {}
    for each in table.indicators:
        for name in (each.name, *each.aliases):
            names.setdefault(spelling.key(name), {})[each.id] = each
        for short in each.short_names:
            for word in short.words:
                key = spelling.key(word)
                short_names[key] = (*short_names.get(key, ()), (each, short.of))
    leading, closing, change = (
        _any_of(map(spelling.key, words)) for words in (table.leading, table.closing, table.changes)
    )
    return _Index(
        spelling=spelling,
        names=names,
        short_names=short_names,
        leading=re.compile(f"^{leading}+"),
        closing=re.compile(f"{closing}+$"),
        change=re.compile(f"{change}$"),
        same_quantity=table.same_quantity,
    )


def _spelling(table: Indicators) -> _Spelling:
    from ecoplan.vocabulary import vocabulary

    words = {_plain(word): "" for word in table.dropped}
    for word, others in table.spellings.items():
        words |= {_plain(each): _plain(word) for each in (word, *others)}
    return _Spelling(
        words=words,
        pattern=re.compile(_any_of(words)),
        units=frozenset(map(_plain, vocabulary().words("unit"))),
    )
