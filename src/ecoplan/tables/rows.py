"""The rows of a table, and in which column each value stands.

A page gives the cells of a row in their order, or broken over lines and in the order of their
heights. A value is given to a column only where something tells which: the tabs of its line, values
that stand side by side and are as many as the columns, or that only one of them can be a target.
Where nothing does, the row is *unclear*, and says why.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import define, evolve, field, frozen

from ecoplan.messages import Message
from ecoplan.model import Span
from ecoplan.tables.cells import Cell, CellReader, cell_reader
from ecoplan.tables.finder import Line, Table
from ecoplan.tables.strips import Draft, Strips, common_width
from ecoplan.vocabulary import Vocabulary
from ecoplan.vocabulary.forms import form

__all__ = ["Grid", "Row", "read_rows"]


@frozen(kw_only=True)
class Row:
    """A row of a table."""

    span: Span
    """From its first cell to the end of its last."""
    label: Cell | None = None
    """Its number; null where it has none."""
    name: tuple[Cell, ...] = ()
    """The words that name the indicator, in the stretches that the page broke them into."""
    unit: Cell | None = None
    """The cell of its unit; null where it has none."""
    values: tuple[Cell, ...] = ()
    """Every value, in the order of the text, whatever its column."""
    columns: Mapping[int, Cell] = field(factory=dict)
    """Column of values, counted from 0 → its cell: of every column, or of the one target."""
    part: bool = False
    """True for 其中 (of which): it counts a part of what the row before counts."""
    loose: bool = False
    """True where its values stand on another line than its name."""
    doubtful: bool = False
    """True where words of it may belong to its name or to a value."""
    fault: Message | None = None
    """Why it is unclear; null where it is read."""


@frozen
class Grid:
    """The rows of a table with what is told of its columns."""

    rows: tuple[Row, ...]
    targets: tuple[int, ...]
    """The columns of targets, counted among those of values from 0; empty where none is told."""


def read_rows(
    table: Table, targets: Sequence[int], folded: str, text: str, words: Vocabulary
) -> Grid:
    """The rows of a table. ``targets`` are its columns of targets by their headings, counted among
    those of values from 0; where the headings are lost, the rows themselves tell."""
    reader = _Reader(table, folded, text, words)
    return reader.read(tuple(targets))


@define
class _Reader:
    """Reads one table."""

    table: Table
    folded: str
    text: str
    words: Vocabulary
    _cells: CellReader = field(init=False)
    _strips: Strips = field(init=False)
    _set_elsewhere: re.Pattern[str] = field(init=False)
    _bound: re.Pattern[str] = field(init=False)
    _width: int = field(init=False)
    _fields: int = field(init=False)
    """How many fields the tabs of the headings part; 0 where they part them otherwise."""

    def __attrs_post_init__(self) -> None:
        columns = self.table.columns
        self._cells = cell_reader(self.words)
        self._set_elsewhere = form(self.words, "set_elsewhere_cell")
        self._bound = self.words.matcher("bound")
        headed = sum(column.has_values for column in columns)
        self._width = headed or common_width(self.table.lines)
        self._strips = Strips(self.table, self.folded, self.words, self._width)
        self._fields = self._parted_headings()

    def read(self, targets: tuple[int, ...]) -> Grid:
        """The rows; the columns of targets are told by them where the headings are lost."""
        rows = list(self._rows())
        if not self.table.columns:
            targets = self._told_by_rows(rows)
        if len(targets) == 1:
            rows = list(self._by_clue(rows, targets[0]))
        return Grid(tuple(self._trusted(rows, targets)), targets)

    def _rows(self) -> Iterator[Row]:
        """The rows in order, each value in its column where the order of the cells tells it."""
        held: list[Line] = []
        for line in self.table.lines:
            fields = self._parted(line)
            if fields is None:
                held.append(line)
                continue
            yield from map(self._in_order, self._strips.drafts(held))
            held = []
            yield self._by_fields(line, fields)
        yield from map(self._in_order, self._strips.drafts(held))

    # --- fields -----------------------------------------------------------------------------------

    def _parted_headings(self) -> int:
        headings = self.table.headings
        if not headings or len({column.line for column in self.table.columns}) != 1:
            return 0
        parted = _fields(self.text, headings[0].start, headings[0].end)
        filled = sum(field.start < field.end for field in parted)
        return len(parted) if filled == len(parted) == len(self.table.columns) else 0

    def _parted(self, line: Line) -> list[Span] | None:
        """The fields of a line, where they are as many as the columns."""
        if not self._fields:
            return None
        fields = _fields(self.text, line.start, line.end)
        return fields if len(fields) == self._fields else None

    def _by_fields(self, line: Line, fields: Sequence[Span]) -> Row:
        of: dict[str, Cell] = {}
        values: dict[int, Cell] = {}
        number = 0
        for column, stretch in zip(self.table.columns, fields, strict=True):
            cell = self._cells.whole(self.folded, stretch.start, stretch.end)
            if column.has_values:
                values |= {number: cell} if cell else {}
                number += 1
            elif cell:
                of[column.kind] = cell
        named = of.get("name")
        name = named if named and named.kind == "text" else None
        cells = [*values.values(), *of.values()]
        label = of.get("label")
        if name and (own := self._cells.labelled(self.folded, name)):
            label, name = own
        unit = of.get("unit")
        part = name is not None and self._strips.says_part(name)
        lacks_number = self._strips.numbered and label is None and not part
        return Row(
            span=Span(min(c.start for c in cells), max(c.end for c in cells)),
            label=label,
            name=(name,) if name else (),
            unit=unit if unit and unit.kind in ("unit", "text") else None,
            values=tuple(values.values()),
            columns=values,
            part=part,
            fault=_NAMELESS if name is None else _UNNUMBERED if lacks_number else None,
        )

    # --- strips -----------------------------------------------------------------------------------

    def _in_order(self, draft: Draft) -> Row:
        """A row, its values in their columns where they stand side by side."""
        layout = self._strips.layout(draft)
        label, units = draft.label, draft.of("unit")
        cells = [*draft.cells(), *([label] if label else [])]
        values = self._without_others(self._without_unit(layout.values, units))
        row = Row(
            span=Span(min(c.start for c in cells), max(c.end for c in cells)),
            label=label,
            name=layout.name,
            unit=units[0] if units else None,
            values=(*layout.before, *values),
            part=bool(layout.name) and self._strips.says_part(layout.name[0]),
            doubtful=bool(layout.before or layout.stray),
        )
        if not layout.name:
            return evolve(row, fault=_NAMELESS)
        if self._strips.numbered and label is None and not row.part:
            return evolve(row, fault=_UNNUMBERED)
        if len(units) > 1:
            return evolve(row, fault=Message("it has several units"))
        if not values or len(values) != self._width or layout.name[0].start > values[0].start:
            return row
        lines = {draft.strip_of(value) for value in values}
        if len(lines) == 1:
            loose = draft.strip_of(layout.name[0]) not in lines
            return evolve(row, columns=dict(enumerate(values)), loose=loose)
        if self._strips.one_a_line and draft.one_a_line:
            return evolve(row, columns=dict(enumerate(values)))
        return row

    def _without_unit(self, values: Sequence[Cell], units: Sequence[Cell]) -> Sequence[Cell]:
        """The values without a dash that stands where a unit would."""
        has_unit = any(column.kind == "unit" for column in self.table.columns)
        dash = len(values) == self._width + 1 and values[0].kind == "nothing"
        return values[1:] if has_unit and not units and dash else values

    def _without_others(self, values: Sequence[Cell]) -> Sequence[Cell]:
        """The values without the words of columns behind them: 责任单位, 备注."""
        others = 0
        for column in reversed(self.table.columns):
            others += column.kind == "other"
            if column.has_values:
                break
        while others and len(values) > self._width and values[-1].kind == "text":
            values, others = values[:-1], others - 1
        return values

    # --- what the rows tell -----------------------------------------------------------------------

    def _told_by_rows(self, rows: Sequence[Row]) -> tuple[int, ...]:
        """The last column, where only there a value is said to be set elsewhere."""
        last = self._width - 1
        return (last,) if self._tells(rows, last, self._is_set_elsewhere, 1) else ()

    def _tells(
        self, rows: Sequence[Row], target: int, says: Callable[[Cell], bool], times: int
    ) -> bool:
        """Whether in rows of which one cell alone says something it is always the target."""
        said = [
            number
            for row in rows
            for number, cell in row.columns.items()
            if cell is _only(tuple(row.columns.values()), says)
        ]
        return len(said) >= times and set(said) == {target}

    def _by_clue(self, rows: Sequence[Row], target: int) -> Iterator[Row]:
        """The rows; of one whose cells are out of order the target, where but one cell can be it.

        By what a target is told in this table, its other rows show.
        """
        clues = [
            says
            for says, times in ((self._is_set_elsewhere, 1), (self._is_bounded, 2))
            if self._tells(rows, target, says, times)
        ]
        for row in rows:
            if row.columns or row.fault or len(row.values) != self._width:
                yield row
                continue
            found = next(filter(None, (_only(row.values, says) for says in clues)), None)
            found = found or _only_words(row.values)
            yield evolve(row, columns={target: found}, loose=True) if found else row

    def _is_set_elsewhere(self, cell: Cell) -> bool:
        return cell.kind == "text" and bool(
            self._set_elsewhere.match(self.folded, cell.start, cell.end)
        )

    def _is_bounded(self, cell: Cell) -> bool:
        return cell.kind == "value" and self._bound.match(self.folded, cell.start) is not None

    def _trusted(self, rows: Sequence[Row], targets: Sequence[int]) -> Iterator[Row]:
        """The rows, with a fault where one is unclear."""
        shifted = self._shifted(rows)
        for number, row in enumerate(rows):
            counts = any(row.columns[at].kind == "value" for at in targets if at in row.columns)
            fault = row.fault
            if fault is None and not row.columns:
                fault = _ORDER
            elif fault is None and row.doubtful and counts:
                fault = _DOUBTFUL
            elif fault is None and number in shifted:
                fault = _SHIFTED
            yield evolve(row, fault=fault)

    def _shifted(self, rows: Sequence[Row]) -> set[int]:
        """The numbers of the rows whose values may be those of the row before or behind.

        They stand apart from their names, as do those of every row from there to one that has
        too few values.
        """
        short = [len(row.values) < self._width and not row.part for row in rows]
        shifted: set[int] = set()
        for order in (range(len(rows)), range(len(rows) - 1, -1, -1)):
            lacking = False
            for number in order:
                if short[number]:
                    lacking = True
                elif rows[number].loose and lacking:
                    shifted.add(number)
                else:
                    lacking = False
        return shifted


_NAMELESS = Message("no words name its indicator")
_UNNUMBERED = Message("it has no number, as the others have: it may go on with the row above")
_ORDER = Message("nothing tells which of its values stands in which column")
_DOUBTFUL = Message("words beside it may belong to its name or to its values")
_SHIFTED = Message("its values may be those of another row")


def _fields(text: str, start: int, end: int) -> list[Span]:
    """The fields of a line between its tabs, or between the bars of a table in Markdown."""
    line = text[start:end].rstrip("\r\n")
    bar = "|" if "|" in line else "\t"
    fields: list[Span] = []
    at = start
    for words in line.split(bar):
        bare = words.strip()
        first = at + len(words) - len(words.lstrip()) if bare else at
        fields.append(Span(first, first + len(bare)))
        at += len(words) + 1
    if bar == "|" and line.strip().startswith("|"):
        fields = fields[1:]
    if bar == "|" and line.strip().endswith("|"):
        fields = fields[:-1]
    return fields


def _only(cells: Sequence[Cell], says: Callable[[Cell], bool]) -> Cell | None:
    """The one cell that says something; null where none does or several do."""
    found = [cell for cell in cells if says(cell)]
    return found[0] if len(found) == 1 else None


def _only_words(cells: Sequence[Cell]) -> Cell | None:
    """The one cell with words, where all others say that there is no value."""
    found = [cell for cell in cells if cell.kind != "nothing"]
    return found[0] if len(found) == 1 and found[0].kind == "text" else None
