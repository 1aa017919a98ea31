"""The cells of a line of a table, and what each looks like.

Tables come as text in many ways: cells parted by tabs, by spaces, or each on a line of its own,
and, out of PDF files, cells that run into one another (万吨4.2, 任务约束性). A cell is told by its
own form; which column it stands in is for `ecoplan.tables.rows`.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal

from attrs import evolve, field, frozen

from ecoplan.vocabulary import Vocabulary
from ecoplan.vocabulary.forms import form, forms

__all__ = ["Cell", "CellKind", "CellReader", "cell_reader"]

CellKind = Literal["label", "text", "unit", "value", "nothing", "attribute", "outcome"]
"""A row's number; words; a unit; a number with what belongs to it; — for no value; 约束性 or 预期性
(binding, expected); 是 or 否 (whether a target was reached)."""


@frozen
class Cell:
    """One cell, or what stands of it on one line."""

    kind: CellKind
    start: int
    end: int
    apart: bool = True
    """True where more than a space stands before it: words behind it are another cell's."""
    number: int | None = None
    """What a label says; of a value, a whole number below 100 that might be a label."""


@frozen(eq=False)
class CellReader:
    """Takes lines apart into cells."""

    _attribute: re.Pattern[str]
    _outcome: frozenset[str]
    _nothing: frozenset[str]
    _unit: re.Pattern[str]
    _value: re.Pattern[str]
    _divided: tuple[re.Pattern[str], ...]
    """Two cells that stand together."""
    _label: re.Pattern[str]
    _chunk: re.Pattern[str] = field(default=re.compile(r"(?:[<>≤≥] ?)?[^ \n|]+"), init=False)

    def cells(self, folded: str, text: str, start: int, end: int) -> tuple[Cell, ...]:
        """The cells of a line, in order."""
        cells: list[Cell] = []
        for chunk in self._chunk.finditer(folded, start, end):
            gap = text[cells[-1].end if cells else start : chunk.start()]
            apart = not cells or len(gap) > 1 or gap in ("\t", "|")
            for cell in self._split(folded, chunk.start(), chunk.end(), not cells):
                if cells and not apart and self._go_on(folded, cells[-1], cell):
                    cells[-1] = evolve(cells[-1], end=cell.end)
                else:
                    cells.append(evolve(cell, apart=apart))
                apart = False
        return tuple(cells)

    def whole(self, folded: str, start: int, end: int) -> Cell | None:
        """A stretch as one cell; null where it is empty."""
        words = folded[start:end]
        if not words.strip():
            return None
        if words in self._nothing:
            return Cell("nothing", start, end)
        if words in self._outcome:
            return Cell("outcome", start, end)
        if self._value.match(folded, start, end):
            return Cell("value", start, end, number=_small(words))
        if self._unit.match(folded, start, end):
            return Cell("unit", start, end)
        if self._attribute.fullmatch(folded, start, end):
            return Cell("attribute", start, end)
        return Cell("text", start, end)

    def labelled(self, folded: str, cell: Cell) -> tuple[Cell, Cell] | None:
        """The number at the head of a cell of words, and the words; null where it has none."""
        label = self._label.match(folded, cell.start, cell.end)
        if label is None or label["bare"] or label.end() >= cell.end:
            return None
        words = folded[label.end() : cell.end].lstrip()
        name = evolve(cell, start=cell.end - len(words))
        return _label(label), name

    def _go_on(self, folded: str, cell: Cell, behind: Cell) -> bool:
        """Whether words behind a space belong to the cell before: PM2.5 浓度."""
        return cell.kind == behind.kind == "text" and folded[cell.end - 1] != ")"

    def _split(self, folded: str, start: int, end: int, first: bool) -> Iterator[Cell]:
        """The cells of a chunk, which no space divides."""
        cell = self.whole(folded, start, end)
        if cell is not None and cell.kind != "text":
            yield cell
        else:
            yield from self._glued(folded, start, end, first)

    def _glued(self, folded: str, start: int, end: int, first: bool) -> Iterator[Cell]:
        """Several cells that run into one another, or one of words."""
        for found in self._attribute.finditer(folded, start, end):
            behind = folded[found.end() : found.end() + 1]
            if found.end() < end and behind != "(":
                continue
            if found.start() > start:
                yield from self._split(folded, start, found.start(), first)
            yield Cell("attribute", *found.span())
            if found.end() < end:
                yield from self._split(folded, found.end(), end, True)
            return
        label = self._label.match(folded, start, end) if first else None
        if label:
            yield _label(label)
            if label.end() < end:
                yield from self._split(folded, label.end(), end, False)
            return
        for divided in self._divided:
            if parts := divided.match(folded, start, end):
                cut = parts.start("second")
                yield from self._split(folded, start, cut, first)
                yield from self._split(folded, cut, end, False)
                return
        yield Cell("text", start, end)


def _label(found: "re.Match[str]") -> Cell:
    number = next(int(each) for each in found.groups() if each)
    return Cell("label", *found.span(), number=number)


def _small(words: str) -> int | None:
    numeral = words.strip("()")
    return int(numeral) if numeral.isdecimal() and len(numeral) < 3 else None


@cache
def cell_reader(words: Vocabulary) -> CellReader:
    """The reader for a vocabulary."""
    return CellReader(
        attribute=words.matcher("attribute"),
        outcome=frozenset(words.words("outcome")),
        nothing=frozenset(words.words("no_value")),
        unit=form(words, "cell_unit"),
        value=form(words, "cell_value"),
        divided=forms(words, "two_cells"),
        label=form(words, "row_label"),
    )
