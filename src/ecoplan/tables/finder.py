"""Tables of indicators in a text: where they stand, and what their columns hold.

A table is known by the line that heads its columns (指标 | 2020年 | 2025年 | 属性: indicator,
values by year, whether it binds). Where the page lost that line, it is known by the cells
约束性 and 预期性 (binding, expected), which only such a table has in line after line. It ends
where its rows do.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, cast

from attrs import define, evolve, frozen

from ecoplan.model import Span
from ecoplan.numerals import DIGITS
from ecoplan.resolve.dates import five_years
from ecoplan.tables.cells import Cell, CellReader, cell_reader
from ecoplan.vocabulary import Vocabulary
from ecoplan.vocabulary.forms import form, forms

__all__ = ["Column", "ColumnKind", "Line", "Table", "find_tables"]

ColumnKind = Literal[
    "label", "category", "name", "unit", "attribute", "outcome", "other",
    "baseline", "target", "increase", "decrease", "cumulative", "year",
]  # fmt: skip
"""What a column holds; ``year`` the values of a year of which its heading says no more."""

_VALUES = frozenset({"baseline", "target", "increase", "decrease", "cumulative", "year"})


@frozen
class Column:
    """A column of a table, by its heading."""

    kind: ColumnKind
    year: int | None = None
    """Whose values it holds; null where its heading does not say."""
    unit: str | None = None
    """The unit of its values, where its heading says one."""
    since: int | None = None
    """The year that its changes are measured from; null where its heading says none."""
    line: int = 0
    """Start of the line that its heading stands on."""

    @property
    def has_values(self) -> bool:
        """True where its cells are values."""
        return self.kind in _VALUES


@frozen
class Line:
    """A line of a table below its headings."""

    start: int
    end: int
    cells: tuple[Cell, ...]


@frozen
class Table:
    """A table of indicators."""

    span: Span
    """Its lines, whole."""
    above: Span
    """The lines before it, which may say what it is of."""
    columns: tuple[Column, ...]
    """In their order; empty where the page lost the line that heads them."""
    headings: tuple[Span, ...]
    """The lines that head the columns, those that a new page repeats included."""
    lines: tuple[Line, ...]
    """The lines of its rows."""
    notes: tuple[Span, ...] = ()
    """The lines below its rows that explain it: 注：…"""


def find_tables(folded: str, text: str, words: Vocabulary) -> tuple[Table, ...]:
    """The tables of indicators of a text, in order; they do not overlap."""
    finder = _Finder(folded, text, words)
    headed = list(finder.headed())
    tables = [*headed, *finder.headless(headed)]
    return tuple(sorted(tables, key=lambda table: table.span.start))


_MOST_COLUMNS = 24
_LONGEST_HEADING = 400
"""Characters within which all the headings of a table stand."""
_ABOVE = 2
"""How many lines before a table may say what it is of."""
_LONGEST_ROW = 300
_LONGEST_LINE_ABOVE = 200
_WITHOUT_DATA = 3
"""So many lines without a value, one after the other, end a table."""
_BETWEEN = 4
"""So many lines at most lie between two cells 约束性 of one table."""
_FEWEST_ATTRIBUTES = 3
"""So many lines with such a cell make a table whose headings are lost."""


_SENTENCE = re.compile("[,;。]")
"""Stands in running text, and in no line that heads columns."""


@frozen
class _Heading:
    columns: tuple[Column, ...]
    end: int


@define
class _Finder:
    """Goes through one text."""

    folded: str
    text: str
    words: Vocabulary

    # Made where they are first needed: most documents have no table, and these are dear to make.

    @cached_property
    def _reader(self) -> CellReader:
        return cell_reader(self.words)

    @cached_property
    def _headings(self) -> tuple[re.Pattern[str], ...]:
        return forms(self.words, "column_head")

    @cached_property
    def _ends(self) -> re.Pattern[str]:
        return form(self.words, "table_end")

    @cached_property
    def _note(self) -> re.Pattern[str]:
        return form(self.words, "table_note_line")

    @property
    def _kinds(self) -> Mapping[str, str]:
        return self.words.meanings("column")

    # --- tables with headings -------------------------------------------------------------------

    def headed(self) -> Iterator[Table]:
        """The tables whose columns are headed."""
        names = self.words.tables["column"]["name"]
        indicator = re.compile("|".join(map(re.escape, names)))
        at = 0
        while found := indicator.search(self.folded, at):
            line = self._line_start(found.start())
            start = self._first_heading(line, at)
            at = self._line_end(found.end())
            if _SENTENCE.search(self.folded, line, found.start()):
                continue
            heading = self._heading(start)
            if heading is None:
                continue
            table = self._table(start, heading)
            if table is not None:
                yield table
                at = table.span.end

    def _first_heading(self, start: int, furthest: int) -> int:
        """Where the headings begin, each of which may stand on a line of its own."""
        at = start
        while at > furthest:
            at = self._line_start(at - 1)
            words = self.folded[at:start].strip(" |\n")
            if at < furthest or start - at > _LONGEST_ROW:
                break
            if words:
                if self._kinds.get(words) not in ("label", "category"):
                    break
                start = at
        return start

    def _heading(self, start: int) -> _Heading | None:
        """The headings that fill a line, and the lines behind it, from ``start`` on."""
        columns: list[Column] = []
        whole: tuple[int, int] = (0, start)
        at = line = start
        last = min(len(self.folded), start + _LONGEST_HEADING)
        while len(columns) < _MOST_COLUMNS:
            at = _SEPARATOR.match(self.folded, at, last).end()  # type: ignore[union-attr]
            if at >= last or self.folded[at] == "\n":
                if len(columns) == whole[0]:
                    break  # a line with no heading
                whole = len(columns), min(at + 1, len(self.folded))
                at = line = whole[1]
                at = _BLANK.match(self.folded, at, last).end()  # type: ignore[union-attr]
                line = self._line_start(at) if at > line else line
                continue
            found = self._column(at, last, line)
            if found is None:
                break
            column, at = found
            columns.append(column)
        settled = _settled(columns[: whole[0]])
        return _Heading(settled, whole[1]) if settled else None

    def _column(self, at: int, last: int, line: int) -> tuple[Column, int] | None:
        for heading in self._headings:
            if found := heading.match(self.folded, at, last):
                said = found.groupdict()
                kind = self._kinds[said["word"]] if said.get("word") else "year"
                column = Column(
                    kind=cast(ColumnKind, kind),
                    year=_year(said),
                    unit=said.get("unit"),
                    since=int(said["since"]) if said.get("since") else None,
                    line=line,
                )
                return column, found.end()
        return None

    def _table(self, start: int, heading: _Heading) -> Table | None:
        headings = [Span(start, heading.end)]
        lines = list(self._lines(heading.end, heading.columns, headings))
        if not lines:
            return None
        return self._made(start, heading.columns, headings, lines)

    def _made(
        self,
        start: int,
        columns: tuple[Column, ...],
        headings: Sequence[Span],
        lines: Sequence[Line],
    ) -> Table:
        notes = tuple(self._notes_below(lines[-1].end))
        return Table(
            span=Span(start, notes[-1].end if notes else lines[-1].end),
            above=self._above(start),
            columns=columns,
            headings=tuple(headings),
            lines=tuple(lines),
            notes=notes,
        )

    def _notes_below(self, start: int) -> Iterator[Span]:
        while start < len(self.folded):
            end = self._line_end(start)
            if self._note.match(self.folded, start, end):
                yield Span(start, end)
            elif self.folded[start:end].strip():
                return
            start = end

    # --- tables without ---------------------------------------------------------------------------

    def headless(self, headed: Sequence[Table]) -> Iterator[Table]:
        """The tables that only 约束性 and 预期性 in line after line tell."""
        starts = [table.span.start for table in headed]
        ends = [table.span.end for table in headed]
        at = 0
        for run in self._runs():
            before = bisect_right(starts, run[-1]) - 1
            inside = before >= 0 and run[0] < ends[before]
            if inside or len(run) < _FEWEST_ATTRIBUTES or run[0] < at:
                continue
            start = self._first_row(run[0], at)
            lines = list(self._lines(start, (), []))
            if lines:
                table = self._made(start, (), (), lines)
                at = table.span.end
                yield table

    def _runs(self) -> Iterator[list[int]]:
        """Starts of the lines that have such a cell, those near one another together."""
        run: list[int] = []
        for start in self._attributed():
            if run and self.folded.count("\n", run[-1], start) > _BETWEEN:
                yield run
                run = []
            run.append(start)
        yield from (run,) if run else ()

    def _attributed(self) -> Iterator[int]:
        at = 0
        attribute = self.words.matcher("attribute")
        while found := attribute.search(self.folded, at):
            at = found.end()
            if at < len(self.folded) and self.folded[at] not in " \n|(":
                continue
            start, at = self._line_start(found.start()), self._line_end(at)
            if not self._is_prose(start, at):
                yield start

    def _first_row(self, start: int, furthest: int) -> int:
        """Where the row begins that has the first such cell: at the label 1 before it, if any."""
        line = start
        for _ in range(_WITHOUT_DATA):
            if self._first_label(line) == 1:
                return line
            if line <= furthest:
                break
            line = self._line_start(line - 1)
            if self._is_prose(line, self._line_end(line)):
                break
        return start

    def _first_label(self, start: int) -> int | None:
        cells = self._reader.cells(self.folded, self.text, start, self._line_end(start))
        return cells[0].number if cells else None

    # --- the rows ---------------------------------------------------------------------------------

    def _lines(
        self, start: int, columns: tuple[Column, ...], headings: list[Span]
    ) -> Iterator[Line]:
        """The lines of the rows; ``headings`` takes the headings that a new page repeats."""
        held: list[Line] = []
        """Lines without a value: they are of the table where one with a value follows."""
        seen = False
        while start < len(self.folded):
            end = self._line_end(start)
            if self._ends_table(start, end):
                again = self._heading(start) if columns else None
                if again is None or _kinds(again.columns) != _kinds(columns):
                    break
                headings.append(Span(start, again.end))
                start = again.end
                continue
            cells = self._reader.cells(self.folded, self.text, start, end)
            if not cells or _PAGE.fullmatch(self.folded, start, end):
                start = end
                continue
            held.append(Line(start, end, cells))
            if _has_data(cells, columns):
                yield from held
                held, seen = [], True
            elif len(held) > _WITHOUT_DATA or _looks_like_headings(cells):
                break
            start = end
        if seen and held and self._closes_name(held[0]):
            yield held[0]

    def _ends_table(self, start: int, end: int) -> bool:
        return self._is_prose(start, end) or self._ends.match(self.folded, start, end) is not None

    def _is_prose(self, start: int, end: int) -> bool:
        folded = self.folded
        return (
            end - start > _LONGEST_ROW
            or folded.find("。", start, end) >= 0
            or folded[start:end].rstrip().endswith((";", ":", ","))
        )

    def _closes_name(self, line: Line) -> bool:
        """Whether a line is the end of an indicator's name that its cell had no room for."""
        return line.cells[-1].kind == "unit" or self.folded[line.cells[-1].end - 1] == ")"

    # --- places -----------------------------------------------------------------------------------

    def _line_start(self, at: int) -> int:
        return self.folded.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """The end of the line with its line end."""
        return self.folded.find("\n", at) + 1 or len(self.folded)

    def _above(self, start: int) -> Span:
        at, lines = start, 0
        while at > 0 and lines < _ABOVE:
            before = max(self._line_start(at - 1), at - _LONGEST_LINE_ABOVE)
            lines += bool(self.folded[before:at].strip())
            at = before
        return Span(at, start)


_SEPARATOR = re.compile(r"[ |]*")
_BLANK = re.compile(r"(?:[ |:-]*\n)*")
"""Lines with nothing in them, or with the rule that parts the headings of a table in Markdown."""
_PAGE = re.compile(r" *-{1,2} *\d{1,4} *-{1,2}\s*")


def _kinds(columns: Sequence[Column]) -> list[str]:
    return [column.kind for column in columns]


def _year(said: Mapping[str, str]) -> int | None:
    year, era = said.get("year"), said.get("era")
    if year:
        return int(year)
    return five_years(10 + DIGITS[era])[1] if era else None


def _has_data(cells: Sequence[Cell], columns: Sequence[Column]) -> bool:
    if any(cell.kind in ("value", "nothing", "attribute", "outcome") for cell in cells[1:]):
        return True
    if cells[0].kind in ("value", "nothing", "attribute", "outcome"):
        return True
    return len(cells) > 1 and len(cells) == len(columns)


def _looks_like_headings(cells: Sequence[Cell]) -> bool:
    """Whether a line without a value has several cells: it heads a table of another kind."""
    return len(cells) > 2 and all(cell.kind == "text" for cell in cells)


# The columns that headings say


def _settled(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns, where they are those of a table of indicators; else none."""
    names = [at for at, column in enumerate(columns) if column.kind == "name"]
    columns = _leaves(columns)
    values = [at for at, column in enumerate(columns) if column.has_values]
    if not names or not values or len(columns) < 3 or names[-1] > values[0]:
        return ()
    return tuple(
        evolve(column, kind="category")
        if at < names[-1] and column.kind in ("name", "attribute")
        else column
        for at, column in enumerate(columns)
    )


def _leaves(columns: Sequence[Column]) -> list[Column]:
    """The columns of headings on two lines: 现状 | 目标 above 2020年 | 2025年 are two columns."""
    above = [column for column in columns if column.has_values and column.year is None]
    below = [column for column in columns if column.kind == "year"]
    if not above or not below:
        return list(columns)
    if min(column.line for column in below) > max(column.line for column in above):
        upper, lower = above, below
    elif min(column.line for column in above) > max(column.line for column in below):
        upper, lower = below, above
    else:
        return list(columns)
    if not _is_second_line(columns, lower):
        return list(columns)
    if len(upper) == len(lower):
        leaves = [_together(*pair) for pair in zip(upper, lower, strict=True)]
    elif len(lower) > len(upper):
        leaves = list(lower)
    else:
        return []
    first = columns.index(upper[0])
    rest = [column for column in columns if column not in upper and column not in lower]
    return [*rest[:first], *leaves, *rest[first:]]


def _is_second_line(columns: Sequence[Column], lower: Sequence[Column]) -> bool:
    """Whether the lower headings fill a line of their own that is the last."""
    lines = {column.line for column in lower}
    return len(lines) == 1 and len(lower) > 1 and columns[-len(lower) :] == list(lower)


def _together(upper: Column, lower: Column) -> Column:
    kind = lower.kind if upper.kind == "year" else upper.kind
    return evolve(upper, kind=kind, year=upper.year or lower.year, unit=upper.unit or lower.unit)
