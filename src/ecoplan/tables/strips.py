"""Which cells of a table are one row's.

A line is cut where a row's number stands in it; the *strips* are put together again to rows, until
each has its number, its name and as many values as there are columns. Out of a PDF file the number
of a row may stand below its name, and a value above both.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from attrs import define, evolve, field, frozen

from ecoplan.model import Span
from ecoplan.resolve.phrases import PhraseReader, phrase_reader
from ecoplan.tables.cells import Cell, CellKind
from ecoplan.tables.finder import Line, Table
from ecoplan.vocabulary import Vocabulary
from ecoplan.vocabulary.forms import form

__all__ = ["Draft", "Layout", "Strip", "Strips", "common_width"]

_MOST_STRIPS = 16
"""A row is on no more lines than so many."""
_LONGEST_CATEGORY = 8
_FEWEST_WHOLE = 3
"""So many whole rows tell how many columns a table has whose headings are lost."""
_VALUES: frozenset[CellKind] = frozenset({"value", "nothing"})


@frozen
class Strip:
    """Cells of one row that stand on one line."""

    cells: tuple[Cell, ...]
    """Without the row's number."""
    label: Cell | None = None

    def of(self, *kinds: CellKind) -> list[Cell]:
        """The cells of some kinds."""
        return [cell for cell in self.cells if cell.kind in kinds]


@frozen
class Layout:
    """What the cells of a row are."""

    name: tuple[Cell, ...]
    """The words that name the indicator, in the stretches that the page broke them into."""
    values: tuple[Cell, ...]
    """Values, and words that stand where values do."""
    before: tuple[Cell, ...]
    """Words above the name: a value that is a text, or nothing of this row's."""
    stray: tuple[Cell, ...]
    """Words that may go on with the name or with a value."""


@define
class Draft:
    """A row while its strips are put together."""

    strips: list[Strip] = field(factory=list)

    @property
    def label(self) -> Cell | None:
        """Its number; null where it has none yet."""
        return next((strip.label for strip in self.strips if strip.label), None)

    def of(self, *kinds: CellKind) -> list[Cell]:
        """The cells of some kinds, in the order of the text."""
        return [cell for strip in self.strips for cell in strip.of(*kinds)]

    def cells(self) -> list[Cell]:
        """Every cell but the label."""
        return [cell for strip in self.strips for cell in strip.cells]

    def strip_of(self, cell: Cell) -> int:
        """The number of the strip that a cell stands in."""
        return next(at for at, strip in enumerate(self.strips) if cell in strip.cells)

    @property
    def one_a_line(self) -> bool:
        """True where every cell stands on a line of its own."""
        return all(len(strip.cells) + bool(strip.label) == 1 for strip in self.strips)


@define
class Strips:
    """Puts together the rows of one table."""

    table: Table
    folded: str
    words: Vocabulary
    width: int = 0
    """How many columns of values the table has; 0 where nothing tells."""
    _phrases: PhraseReader = field(init=False)
    _row_unit: re.Pattern[str] = field(init=False)
    _group: re.Pattern[str] = field(init=False)
    _bare: re.Pattern[str] = field(init=False)
    _categories: tuple[str, ...] = field(init=False)
    _among: tuple[str, ...] = field(init=False)
    one_a_line: bool = field(init=False)
    """True where every heading, and so every cell, stands on a line of its own."""
    numbered: bool = field(init=False)
    """True where the rows have numbers."""
    _category_first: bool = field(init=False)
    _categorised: bool = field(init=False)
    _expected: int = field(default=1, init=False)
    """The number of the next row."""

    def __attrs_post_init__(self) -> None:
        self._phrases = phrase_reader(self.words)
        self._row_unit = form(self.words, "row_unit")
        self._group = form(self.words, "group_of_rows")
        self._bare = self.words.matcher("bare_measure")
        self._categories = self.words.words("category")
        self._among = self.words.words("among")
        columns = self.table.columns
        kinds = [column.kind for column in columns]
        self.one_a_line = len({column.line for column in columns}) == len(columns) > 0
        self._categorised = "category" in kinds
        self._category_first = self._categorised and "label" in kinds[kinds.index("category") :]
        self.numbered = "label" in kinds or any(
            line.cells[0].kind == "label" and line.cells[0].number == 1 for line in self.table.lines
        )

    def drafts(self, lines: Sequence[Line]) -> Iterator[Draft]:
        """The rows that some lines make."""
        draft = Draft()
        for line in lines:
            for cells in _cut(line.cells):
                strip = self._strip(cells)
                if strip.label is not None:
                    self._expected = (strip.label.number or 0) + 1
                if draft.strips and self._begins(strip, draft):
                    yield draft
                    draft = Draft()
                draft.strips.append(strip)
        if draft.strips:
            yield draft

    # --- strips -----------------------------------------------------------------------------------

    def _strip(self, cells: Sequence[Cell]) -> Strip:
        at = self._label_at(cells) if self.numbered else None
        if at is not None:
            return Strip(tuple(cells[at + 1 :]), cells[at])
        if cells[0].kind == "label" and len(cells) > 1 and cells[1].kind == "text":
            # 5个 was no number of a row
            return Strip((evolve(cells[1], start=cells[0].start), *cells[2:]))
        return Strip(tuple(cells))

    def _label_at(self, cells: Sequence[Cell]) -> int | None:
        """Which cell is the row's number; one before it is a category."""
        behind_category = (
            self._category_first
            and len(cells) > 2
            and (cells[0].kind, cells[2].kind) == ("text", "text")
            and cells[1].number in (self._expected, 1)
        )
        at = 1 if behind_category else 0
        first = cells[at]
        if first.kind == "label":
            signed = self.folded[first.end - 1] in ").、"
            return at if signed or first.number in (self._expected, 1) else None
        if first.kind != "value" or first.number is None:
            return None
        names = len(cells) > at + 1 and cells[at + 1].kind == "text"
        restarts = first.number == 1 and names
        return at if first.number == self._expected or restarts else None

    # --- rows -------------------------------------------------------------------------------------

    def _begins(self, strip: Strip, draft: Draft) -> bool:
        """Whether a strip begins the next row."""
        if len(draft.strips) >= _MOST_STRIPS:
            return True
        if self._is_part(strip):
            return bool(strip.of(*_VALUES))
        full = self.full(draft)
        if strip.label is not None:
            return draft.label is not None or full
        if full:
            return not self._completes(strip, draft)
        if self.numbered:
            return False
        if not strip.cells or strip.cells[0].kind != "text":
            return False
        if self.one_a_line:
            return bool(draft.of("text")) and self.names(strip.cells[0])
        return bool(strip.of(*_VALUES)) and bool(draft.of(*_VALUES))

    def says_part(self, cell: Cell) -> bool:
        """Whether words begin with 其中 (of which)."""
        return self.folded.startswith(self._among, cell.start)

    def _is_part(self, strip: Strip) -> bool:
        return any(map(self.says_part, strip.of("text")[:1]))

    def full(self, draft: Draft) -> bool:
        """Whether a row has all that a row has."""
        if not self.width or (self.numbered and draft.label is None):
            return False
        layout = self.layout(draft)
        return bool(layout.name) and len(layout.values) >= self.width

    def _completes(self, strip: Strip, draft: Draft) -> bool:
        """Whether a strip is what a full row may still lack: an attribute, a unit, a name's end."""
        kinds = {cell.kind for cell in strip.cells}
        if kinds == {"attribute"}:
            return not draft.of("attribute")
        if kinds == {"unit"}:
            return not draft.of("unit")
        return (
            kinds == {"text"}
            and len(strip.cells) == 1
            and self._continues(self.layout(draft).name, strip.cells[0])
        )

    # --- what the cells are -----------------------------------------------------------------------

    def layout(self, draft: Draft) -> Layout:
        """What the cells of a row are, as far as it goes."""
        named = self._named(draft)
        if named is None:
            return Layout((), tuple(draft.of(*_VALUES)), (), tuple(draft.of("text")))
        at, first = named
        parts: dict[str, list[Cell]] = {"name": [first], "values": [], "before": [], "stray": []}
        for number, strip in enumerate(draft.strips):
            for cell in strip.of("text", *_VALUES):
                if cell is not first and (part := self._part(number - at, strip, cell, parts)):
                    parts[part].append(cell)
        if parts["before"] and self._only_measure(first):
            parts["name"].insert(0, parts["before"].pop())
        return Layout(**{part: tuple(cells) for part, cells in parts.items()})

    def _part(
        self, below: int, strip: Strip, cell: Cell, parts: Mapping[str, list[Cell]]
    ) -> str | None:
        """Which part of a row a cell is, so many strips below its name; null for none."""
        name = parts["name"]
        if cell.kind != "text":
            return "values"
        if cell.start < name[0].start:
            return None if below and self._is_category(cell) else "before"
        if self.says_part(cell):
            return None
        if below and self._continues(name, cell):
            return "name"
        beside = bool(strip.of("value", "nothing", "attribute"))
        return "values" if not below or beside or self.one_a_line else "stray"

    def _named(self, draft: Draft) -> tuple[int, Cell] | None:
        """The number of the strip with the name's first words, and these; null where none has."""
        texts = [
            (number, cell) for number, strip in enumerate(draft.strips) for cell in strip.of("text")
        ]
        if not texts:
            return None
        label = next((n for n, strip in enumerate(draft.strips) if strip.label), None)
        if label is None:
            return self._behind_category(draft, texts)
        beside = [each for each in texts if each[0] == label]
        above = [each for each in texts if each[0] < label and not self._is_category(each[1])]
        below = [each for each in texts if each[0] > label]
        if beside:
            return beside[0]
        if len(above) == 1 or not below:
            return above[0] if above else None
        return below[0] if not above else None

    def _behind_category(self, draft: Draft, texts: list[tuple[int, Cell]]) -> tuple[int, Cell]:
        """The name in a row without a number: behind its category, where it has one."""
        number, first = texts[0]
        others = draft.strips[number].cells
        together = len(others) > 1 and others[0] is first and others[1].kind == "text"
        if self._categorised and together:
            return texts[1]
        grouped = self._categorised or self._group.match(self.folded, first.start, first.end)
        if grouped and self._is_category(first) and len(texts) > 1 and texts[1][0] > number:
            return texts[1]
        return texts[0]

    def _is_category(self, cell: Cell) -> bool:
        """Whether words head a group of rows: 一、环境质量."""
        if self._group.match(self.folded, cell.start, cell.end):
            return True
        words = self.folded[cell.start : cell.end]
        return len(words) <= _LONGEST_CATEGORY and words.endswith(self._categories)

    def _continues(self, name: Sequence[Cell], cell: Cell) -> bool:
        """Whether words are the rest of a name: 优良天数比 and 率(%)."""
        words = "".join(self.folded[each.start : each.end] for each in name)
        joined = words + self.folded[cell.start : cell.end]
        if not words or self._row_unit.search(words):
            return False
        if self._row_unit.search(joined):
            return True
        return not self._ends_in_measure(words) and self._ends_in_measure(joined)

    def _ends_in_measure(self, words: str) -> bool:
        return self._phrases.ends_in_measure(words, Span(0, len(words)))

    def names(self, cell: Cell) -> bool:
        """Whether words are the name of an indicator: they end in its measure or its unit."""
        words = self.folded[cell.start : cell.end]
        return bool(self._row_unit.search(words)) or self._ends_in_measure(words)

    def _only_measure(self, cell: Cell) -> bool:
        """Whether words are but the end of a name: 比例(%)."""
        words = self.folded[cell.start : cell.end]
        unit = self._row_unit.search(words)
        return bool(self._bare.fullmatch(words, 0, unit.start() if unit else len(words)))


def _cut(cells: Sequence[Cell]) -> Iterator[Sequence[Cell]]:
    """The cells of a line, cut before every number of a row but the first."""
    cuts = [at for at, cell in enumerate(cells) if at and cell.kind == "label"]
    for start, end in pairwise([0, *cuts, len(cells)]):
        yield cells[start:end]


def common_width(lines: Sequence[Line]) -> int:
    """How many values the rows have that are whole on their lines; 0 where nothing tells.

    A line has fewer where cells of it stand above or below, never more.
    """
    widths = Counter(
        sum(cell.kind in ("value", "nothing", "text") for cell in line.cells) - 1
        for line in lines
        if _is_whole(line.cells)
    )
    width, rows = max(widths.items(), default=(0, 0))
    return width if width > 1 and rows >= max(_FEWEST_WHOLE, *widths.values()) else 0


def _is_whole(cells: Sequence[Cell]) -> bool:
    """Whether a line has a row's number, its name, its values and, last, 约束性 or 预期性."""
    kinds = [cell.kind for cell in cells]
    return (
        len(kinds) > 4
        and kinds[:2] == ["label", "text"]
        and kinds[-1] == "attribute"
        and kinds.count("label") == 1
    )
