"""Goals in tables of indicators: one for each row and each column of targets."""

from collections.abc import Sequence

from attrs import define, field

from ecoplan.messages import Message
from ecoplan.model import Explanation, Finding, Span
from ecoplan.readers.passages import Draft, Passage, Reading
from ecoplan.tables.finder import Column, Table
from ecoplan.tables.rows import Row, read_rows
from ecoplan.tables.sheets import Sheet, Unclear, named_years

__all__ = ["TableGoals"]


@define
class TableGoals:
    """Reads the tables of a document, and says what each cell is that states no goal."""

    reading: Reading
    tables: Sequence[Table]
    last_year: int | None
    """The last one that the plan is for; null where the document does not say."""
    drafts: list[Draft] = field(factory=list)
    findings: list[Finding] = field(factory=list)
    explained: list[tuple[Span, Explanation]] = field(factory=list)
    """Stretches of tables whose numbers and times are no facts, and why."""

    def read(self, passage: Passage, reviewing: bool) -> None:
        """Add the goals of a table; ``reviewing`` where it stands in a part that looks back."""
        here = (each for each in self.tables if passage.start <= each.span.start < passage.end)
        table = next(here, None)
        if table is None:  # what stands of it on a later page
            return
        if reviewing or self._looks_back(table):
            self.explained.append((table.span, "looks-back"))
            return
        self.explained += [(heading, "column") for heading in table.headings]
        self.explained += [(note, "describes") for note in table.notes]
        reading = self.reading
        columns = [column for column in table.columns if column.has_values]
        targets = [number for number, column in enumerate(columns) if self._is_target(column)]
        grid = read_rows(table, targets, reading.folded, reading.text, reading.words)
        self.explained += [
            (Span(row.label.start, row.label.end), "enumerator") for row in grid.rows if row.label
        ]
        if not grid.targets or self._headed_otherwise(table):
            what = Message("which of its columns holds targets is not told")
            self._find("table-unclear", table.span, what)
            return
        columns = columns or [*[Column("baseline")] * grid.targets[0], Column("target")]
        sheet = Sheet(reading, passage.node_id, table, columns, grid.targets)
        for row in grid.rows:
            self._row(sheet, row)

    def _row(self, sheet: Sheet, row: Row) -> None:
        """Add the goals of a row, and say why there are none where a value is unclear."""
        try:
            if row.fault:
                raise Unclear(row.fault)
            goals = dict(sheet.goals(row))
        except Unclear as unclear:
            self._find_row(row, unclear)
            return
        for goal in goals.values():
            if isinstance(goal, Unclear):
                self._find_row(row, goal)
            else:
                self.drafts.append(goal)
        unsure = [
            cell
            for number, cell in row.columns.items()
            if cell not in goals and not self._is_past(sheet.columns[number])
        ]
        self.explained += [
            (Span(cell.start, cell.end), "baseline")
            for cell in row.values
            if cell not in goals and cell not in unsure
        ]

    def _find_row(self, row: Row, unclear: Unclear) -> None:
        words = " ".join(self.reading.text[row.span.start : row.span.end].split())
        what = Message("{where}: {fault}", where=words[:_SHOWN], fault=unclear.why)
        self._find("row-unclear", row.span, what)

    def _find(self, code: str, span: Span, what: Message) -> None:
        message = Message(
            "{what}; it was not read as a goal: read it by hand, or put each row on a line of its "
            "own with its cells in the order of the columns",
            what=what,
        )
        self.findings.append(Finding(code=code, severity="warning", span=span, message=message))

    # --- columns ----------------------------------------------------------------------------------

    def _is_target(self, column: Column) -> bool:
        """Whether a column holds what is to be reached, by its word or its year."""
        own = self.reading.year
        if column.kind == "baseline" or column.year is None or own is None:
            return column.kind not in ("baseline", "year")
        if column.kind != "year" or column.year < own:
            return column.year >= own
        return column.year >= (self.last_year or own) or column.year > self._known_until(own)

    def _is_past(self, column: Column) -> bool:
        """Whether a column holds what was, by its word or its year."""
        own = self.reading.year
        if column.kind != "year" or column.year is None or own is None:
            return column.kind == "baseline" or bool(own and column.year and column.year < own)
        issued = self.reading.issued
        return column.year < own or bool(issued and column.year < issued.year)

    def _known_until(self, own: int) -> int:
        """The last year of which a plan may say what was: it is issued in its first or second."""
        return self.reading.issued.year if self.reading.issued else own + 1

    def _looks_back(self, table: Table) -> bool:
        """Whether a table says what has been: by a column, cells, its years or its title."""
        if any(column.kind == "outcome" for column in table.columns):
            return True
        said = [cell for line in table.lines for cell in line.cells if cell.kind == "outcome"]
        if not table.columns and len(said) >= _FEWEST_OUTCOMES:
            return True
        own = self.reading.year
        columns = [column for column in table.columns if column.has_values]
        years = [column.year for column in columns if column.year]
        if own and years:
            return len(years) == len(columns) and max(years) < own
        title = self._title(table)
        words = self.reading.words.matcher("looks_back")
        if len(title) <= _LONGEST_TITLE and words.search(title):
            return True
        named = named_years(title)
        return bool(own and named and max(named) < own)

    def _headed_otherwise(self, table: Table) -> bool:
        """Whether a table has headings of which not all were understood."""
        title = self._title(table)
        words = self.reading.words.matcher("column").findall(title)
        sentence = title.endswith(("。", ":", ";"))
        return not table.columns and not sentence and (len(words) > 1 or words == [title])

    def _title(self, table: Table) -> str:
        """The line above a table."""
        lines = self.reading.folded[table.above.start : table.above.end].split("\n")
        return next((line.strip() for line in reversed(lines) if line.strip()), "")


_SHOWN = 60
"""Code points of a row that a finding shows."""
_LONGEST_TITLE = 60
_FEWEST_OUTCOMES = 2
