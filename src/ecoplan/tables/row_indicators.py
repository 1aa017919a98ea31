"""The indicator that a row of a table names, with its unit and the change that its name states."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import cast

from attrs import frozen

from ecoplan.model import NOWHERE, Direction, Span
from ecoplan.numerals import MULTIPLIERS, PLACES
from ecoplan.resolve.phrases import PhraseReader, phrase_reader
from ecoplan.source import fold
from ecoplan.tables.cells import Cell
from ecoplan.vocabulary import Vocabulary
from ecoplan.vocabulary.forms import form

__all__ = ["IndicatorReader", "RowIndicator", "Unit", "indicator_reader"]


@frozen
class Unit:
    """A unit of values: 万吨 is 10000 of ``t``."""

    code: str
    """UCUM where it has a code, else the words as written, without 万."""
    factor: int


@frozen(kw_only=True)
class RowIndicator:
    """What the values of a row are of."""

    whole: str
    """Its words, as they name it beside a target that is a text: 能耗强度降低."""
    words: str
    """Its words beside a number, without those that say its change: 能耗强度."""
    span: Span
    """Of `whole`; empty where the page broke it."""
    direction: Direction | None
    baseline: int | None
    """Year of a change: 比2020年下降."""
    unit: Unit | None
    sums: bool
    """True where a value in brackets is a sum over the years, and no change."""
    measures: bool
    """True where its words are those of a measure (率, 浓度), whatever its unit."""

    @property
    def shortened(self) -> bool:
        """Whether the words beside a number are fewer."""
        return self.words != self.whole


@frozen(eq=False)
class IndicatorReader:
    """Takes the names in rows apart."""

    words: Vocabulary
    _phrases: PhraseReader
    _unit: re.Pattern[str]
    _unit_name: re.Pattern[str]
    _footnote: re.Pattern[str]
    _since: re.Pattern[str]
    _among: re.Pattern[str]
    _pollutant: re.Pattern[str]
    _pollutants: re.Pattern[str]
    _multipliers: re.Pattern[str]
    _closing_bracket: re.Pattern[str]
    _sums: tuple[str, ...]

    def indicator(self, folded: str, text: str, name: Sequence[Cell]) -> RowIndicator:
        """The indicator that the stretches of a name make."""
        words = "".join(folded[cell.start : cell.end] for cell in name)
        written = "".join(text[cell.start : cell.end] for cell in name)
        start, end = self._opening(words), self._without_notes(words, len(words))
        stated = self._unit.search(words, start, end)
        if stated:
            unit = self.unit(next(each for each in stated.groups() if each))
            end = self._without_notes(words, stated.start())
        else:
            unit = None
        short, direction, baseline = self._change(words, start, end)
        together = len(name) == 1
        return RowIndicator(
            whole=written[start:end],
            words=written[start:short],
            span=Span(name[0].start + start, name[0].start + end) if together else NOWHERE,
            direction=direction,
            baseline=baseline,
            unit=unit,
            sums=any(word in words for word in self._sums),
            measures=self._is_measure(words[start:short]),
        )

    def unit(self, words: str) -> Unit:
        """The unit that some words write."""
        codes = self.words.meanings("unit")
        multiplier = self._multipliers.match(words)
        if words in codes or not multiplier:
            return Unit(codes.get(words, words), 1)
        factor = 1
        for character in multiplier[0]:
            factor *= PLACES.get(character) or MULTIPLIERS[character]
        base = words[multiplier.end() :]
        return Unit(codes.get(base, base), factor)

    def names(self, words: str) -> bool:
        """Whether words name an indicator: they end in its measure or its unit."""
        return bool(self._unit.search(words)) or self._is_measure(words)

    def part_of(self, whole: RowIndicator, part: RowIndicator) -> tuple[str, str | None]:
        """Indicator and scope of a row that counts a part (其中) of what another row counts."""
        if part.measures:
            return part.words, None
        if self._pollutant.fullmatch(part.words):
            named = self._pollutants.match(whole.words)
            tail = self._phrases.measure_start(whole.words, Span(0, len(whole.words)))
            return part.words + whole.words[named.end() if named else tail :], None
        return whole.words, part.words

    def scope_of(self, words: str) -> tuple[str | None, int]:
        """The place or set that a name begins with, as in a sentence, and where the rest begins."""
        phrase = self._phrases.phrase(fold(words), Span(0, len(words)))
        scope = words[phrase.scope.start : phrase.scope.end] if phrase.scope else None
        return scope, phrase.indicator.start

    def _opening(self, words: str) -> int:
        among = self._among.match(words)
        return among.end() if among else 0

    def _without_notes(self, words: str, end: int) -> int:
        found = self._footnote.search(words, 0, end)
        return found.start() if found else end

    def _change(self, words: str, start: int, end: int) -> tuple[int, Direction | None, int | None]:
        """Where a name ends without the words for a change, which change, and since when."""
        changes = {**self.words.meanings("change"), **self.words.meanings("name_of_change")}
        said = next((word for word in _longest(changes) if words.endswith(word, start, end)), None)
        if said is None or end - len(said) - start < 2:
            return end, None, None
        short = end - len(said)
        since = self._since.search(words, start, short)
        if since:
            short = since.start()
        trimmed = self._phrases.trimmed(words, start, short)
        if trimmed.end - start < 2:
            return end, None, None
        return trimmed.end, cast(Direction, changes[said]), int(since["year"]) if since else None

    def _is_measure(self, words: str) -> bool:
        bracket = self._closing_bracket.search(words)
        bare = words[: bracket.start()] if bracket else words
        return self._phrases.ends_in_measure(bare, Span(0, len(bare)))


@cache
def indicator_reader(words: Vocabulary) -> IndicatorReader:
    """The reader for a vocabulary."""
    return IndicatorReader(
        words=words,
        phrases=phrase_reader(words),
        unit=form(words, "row_unit"),
        unit_name=form(words, "unit_name"),
        footnote=form(words, "footnote"),
        since=form(words, "change_since"),
        among=form(words, "part_of_row"),
        pollutant=form(words, "pollutant"),
        pollutants=form(words, "pollutants"),
        multipliers=re.compile(f"[{''.join((*PLACES, *MULTIPLIERS))}]+"),
        closing_bracket=re.compile(r"\([^()]*\)$"),
        sums=words.words("adds_up"),
    )


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)
