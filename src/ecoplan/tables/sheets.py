"""The rows of one table as goals: indicator, value, unit, date."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import cast

from attrs import define, field

from ecoplan.clauses import Island, islands_within
from ecoplan.messages import Message
from ecoplan.model import NOWHERE, Direction, Reason, Span
from ecoplan.numerals import DIGITS, multiplied
from ecoplan.readers.passages import Draft, Reading
from ecoplan.resolve.dates import five_years
from ecoplan.resolve.indicators import indicator_id
from ecoplan.resolve.quantities import Quantity, read_quantity
from ecoplan.tables.cells import Cell
from ecoplan.tables.finder import Column, Table
from ecoplan.tables.row_indicators import IndicatorReader, RowIndicator, Unit, indicator_reader
from ecoplan.tables.rows import Row
from ecoplan.vocabulary.forms import form

__all__ = ["Sheet", "Unclear", "named_years"]


class Unclear(Exception):
    """Why a row states no goal that could be read; it never leaves the reader of tables."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = Message(why)


@define
class Sheet:
    """Makes the goals of one table, row by row."""

    reading: Reading
    node: str | None
    table: Table
    columns: Sequence[Column]
    """Those of values; none where their headings are lost."""
    targets: Sequence[int]
    _indicators: IndicatorReader = field(init=False)
    _set_elsewhere: re.Pattern[str] = field(init=False)
    _unit: Unit | None = field(init=False)
    """Of every value, as a line above the table says."""
    _date: dt.date | None = field(init=False)
    """Of the columns whose heading names no year."""
    _counted: RowIndicator | None = field(default=None, init=False)
    """What the last row is of that counts no part of another."""

    def __attrs_post_init__(self) -> None:
        self._indicators = indicator_reader(self.reading.words)
        self._set_elsewhere = form(self.reading.words, "set_elsewhere_cell")
        above = self.reading.folded[self.table.above.start : self.table.above.end]
        said = form(self.reading.words, "unit_of_table").search(above)
        self._unit = self._indicators.unit(said["unit"]) if said else None
        self._date = self._date_of_all(above)

    def goals(self, row: Row) -> Iterator[tuple[Cell, Draft | Unclear]]:
        """The cells of a row that are targets, each with its goal, or why that is only a guess.

        Raises `Unclear` where that holds for the whole row.
        """
        reading = self.reading
        indicator = self._indicators.indicator(reading.folded, reading.text, row.name)
        if len(indicator.whole) < 2:
            raise Unclear("no words name its indicator")
        if row.part and self._counted is None:
            raise Unclear("no row before it says what it is a part of")
        for number in self.targets:
            cell = row.columns.get(number)
            if cell is None or cell.kind == "nothing":
                continue
            try:
                yield cell, self._goal(row, indicator, self.columns[number], cell)
            except Unclear as unclear:
                yield cell, unclear
        if not row.part:
            self._counted = indicator

    def _goal(self, row: Row, indicator: RowIndicator, column: Column, cell: Cell) -> Draft:
        words = Span(row.name[0].start, row.name[-1].end)
        words = words if indicator.span == NOWHERE else indicator.span
        said = self._amount if cell.kind == "value" else self._state
        return {
            "node": self.node,
            "span": Span(min(words.start, cell.start), max(words.end, cell.end)),
            "target_date": self._due(column),
            **said(row, indicator, column, cell),
        }

    def _state(self, row: Row, indicator: RowIndicator, column: Column, cell: Cell) -> Draft:
        """A target that is a text: 持续改善, 完成上级下达任务."""
        words = self.reading.folded[cell.start : cell.end]
        if row.part or cell.kind != "text" or _DIGIT.search(words):
            raise Unclear("its target is neither a number nor words alone")
        if self._indicators.names(words):
            raise Unclear("what stands for its target names an indicator")
        scope, begins = self._indicators.scope_of(indicator.whole)
        name = indicator.whole[begins:]
        return {
            "indicator": name,
            "indicator_span": _from(indicator.span, begins),
            "indicator_id": indicator_id(name, None, None, scope),
            "scope": scope,
            "reason": self._reason(cell, words),
        }

    def _reason(self, cell: Cell, words: str) -> Reason:
        tables = self.reading.words.tables
        if self._set_elsewhere.match(self.reading.folded, cell.start, cell.end):
            return "external"
        if words.endswith(tables["state_reason"]["external"]):
            return "external"
        ongoing = tables["state_reason"]["ongoing"]
        return "ongoing" if any(word in words for word in ongoing) else "qualitative"

    def _amount(self, row: Row, indicator: RowIndicator, column: Column, cell: Cell) -> Draft:
        """A target that is a number."""
        quantity, islands = self._quantity(cell)
        direction = quantity.direction or self._direction_of(indicator, column, cell)
        unit = self._unit_of(row, indicator, column, quantity, direction)
        words, span = indicator.words, indicator.span
        if indicator.shortened and span != NOWHERE:
            span = Span(span.start, span.start + len(words))
        if row.part and self._counted is not None:
            words, scope = self._indicators.part_of(self._counted, indicator)
            direction = direction or self._counted.direction
            span = span if words == indicator.words else NOWHERE
        else:
            scope, begins = self._indicators.scope_of(words)
            words, span = words[begins:], _from(span, begins)
        return {
            "indicator": words,
            "indicator_span": span,
            "indicator_id": indicator_id(words, unit.code if unit else None, direction, scope),
            "scope": scope,
            "direction": direction,
            "bound": quantity.bound,
            "value": multiplied(quantity.value, unit.factor if unit else 1),
            "unit": unit.code if unit else None,
            "baseline": (indicator.baseline or column.since) if direction else None,
            "approximate": quantity.approximate,
            "aspirational": any(island.kind == "STRIVE" for island in islands),
            "value_span": quantity.value_span,
        }

    def _quantity(self, cell: Cell) -> tuple[Quantity, list[Island]]:
        """What a cell says, all of it. Raises `Unclear` where something of it is not read."""
        reading = self.reading
        islands = islands_within(reading.folded, cell.start, cell.end, reading.words)
        said = [island for island in islands if island.kind == "quantity"]
        left, at = "", cell.start
        for island in (*islands, None):
            left += reading.folded[at : island.start if island else cell.end]
            at = island.end if island else at
        note = _NOTE.search(left)
        if note and self._change_in(note[1]):
            left = left[: note.start()]
        quantity = read_quantity(said[0], reading.folded, reading.words) if said else None
        if quantity is None or len(said) > 1 or left.strip(_AROUND):
            raise Unclear("its target is more than a number with its unit")
        return quantity, islands

    def _change_in(self, words: str) -> Direction | None:
        changes = self.reading.words.meanings("change")
        said = next((word for word in changes if word in words), None)
        return cast(Direction, changes[said]) if said else None

    def _direction_of(
        self, indicator: RowIndicator, column: Column, cell: Cell
    ) -> Direction | None:
        """Whether a number is an amount of change: the name, a note or the column says."""
        folded = self.reading.folded
        note = _NOTE.search(folded[cell.start : cell.end])
        noted = self._change_in(note[1]) if note else None
        said = noted or indicator.direction
        if said is None and column.kind in ("increase", "decrease"):
            said = column.kind
        bracketed = folded[cell.start] in "(["
        if said is None and (bracketed or column.kind == "cumulative") and not indicator.sums:
            raise Unclear("whether it counts a rise, a fall or a sum is not told")
        return said

    def _unit_of(
        self,
        row: Row,
        indicator: RowIndicator,
        column: Column,
        quantity: Quantity,
        direction: Direction | None,
    ) -> Unit | None:
        """The unit of a number: its own, its column's, its row's, the table's."""
        if quantity.unit is not None:
            return Unit(quantity.unit, 1)
        if column.unit is not None:
            return self._indicators.unit(column.unit)
        unit = indicator.unit or self._unit_in(row) or self._unit
        if row.part and unit is None and self._counted:
            unit = self._counted.unit
        if direction and not indicator.direction and (unit is None or unit.code != "%"):
            raise Unclear("the unit of its change is not told")
        headed = any(each.kind == "unit" for each in self.table.columns)
        if unit is None and row.unit is None and (headed or not indicator.measures):
            raise Unclear("its unit is not told")
        return unit

    def _unit_in(self, row: Row) -> Unit | None:
        if row.unit is None:
            return None
        words = self.reading.folded[row.unit.start : row.unit.end]
        return self._indicators.unit(words.strip("()[] "))

    # --- dates ------------------------------------------------------------------------------------

    def _due(self, column: Column) -> dt.date | None:
        """The last day of a column's year; of a change, that of the levels beside it."""
        if column.year:
            return dt.date(column.year, 12, 31)
        years = {self.columns[number].year for number in self.targets} - {None}
        if len(years) == 1 and column.kind != "target":
            return dt.date(years.pop() or 1, 12, 31)
        return self._date

    def _date_of_all(self, above: str) -> dt.date | None:
        """The last day of the one year ahead, or of the five-year plan, that a title names."""
        own = self.reading.year
        years = {year for year in named_years(above) if own is None or year >= own}
        return dt.date(years.pop(), 12, 31) if len(years) == 1 else None


_DIGIT = re.compile(r"\d")
_NOTE = re.compile(r"(?<=.)\(([^()\d]+)\)$")
_AROUND = "()[] "
_NAMED = re.compile(r"(?:20\d\d ?年? ?[-~至到] ?)?(20\d\d)|十([一二三四五六七八九])五")


def named_years(words: str) -> list[int]:
    """The years that words name: of a stretch of years or a five-year plan, the last."""
    return [
        int(year) if year else five_years(10 + DIGITS[plan])[1]
        for year, plan in _NAMED.findall(words)
    ]


def _from(span: Span, begins: int) -> Span:
    """A span without its first characters; a page-broken one stays nowhere."""
    return span if span == NOWHERE else Span(span.start + begins, span.end)
