"""What the lines around the units are: front, signature, lists of attachments, page furniture."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from attrs import define, field

from ecoplan.model import PieceKind
from ecoplan.outline.marks import Line
from ecoplan.outline.numbering import CARRIES, Unit

__all__ = ["Kinds", "Regions"]

Kinds = dict[int, PieceKind]

_FORMULA: Final = "如下:"
_LONGEST_TITLE_LINE: Final = 50
_LONGEST_ISSUER_LINE: Final = 40
_TAIL: Final = 40
"""Lines at an end among which the signature and the furniture are looked for."""


@define
class Regions:
    """Sorts the lines that are neither headings nor the text of a unit."""

    folded: str
    lines: list[Line]
    units: list[Unit]
    lists: set[int]
    """Lines of a list that announces attachments."""
    phrases: tuple[str, ...]
    """What marks a line of the page's furniture."""
    kinds: Kinds = field(factory=dict)

    def sort(self) -> Kinds:
        """Line → kind, for every line that is no text of a unit or of the body before it."""
        for number, line in enumerate(self.lines):
            if line.form == "page":
                self.kinds[number] = "furniture"
        end = self._furniture_after()
        for start, stop in self._ends(end):
            self._signature(start, stop)
        self._attachment_lists(end)
        self._front(self.units[0].mark.line if self.units else end)
        return self.kinds

    def _text(self, number: int) -> str:
        line = self.lines[number]
        return self.folded[line.start : line.end].strip()

    def _mark(self, start: int, end: int, kind: PieceKind) -> None:
        for number in range(start, end):
            self.kinds.setdefault(number, kind)

    def _is_furniture(self, text: str) -> bool:
        return "。" not in text and any(phrase in text for phrase in self.phrases)

    def _furniture_after(self) -> int:
        """Mark the page's furniture after the document; the number of lines before it."""
        first = self.units[-1].last_line + 1 if self.units else 0
        found = number = len(self.lines)
        while number > max(first, len(self.lines) - _TAIL):
            number -= 1
            text = self._text(number)
            if self._is_furniture(text):
                found = number
            elif len(text) > _LONGEST_LEFTOVER:
                break
        self._mark(found, len(self.lines), "furniture")
        return found

    def _ends(self, end: int) -> Iterator[tuple[int, int]]:
        """The stretches of lines in which a signature may stand: after the body, at the end."""
        attached = next((n for n, unit in enumerate(self.units) if unit.attached), None)
        if attached:
            yield self.units[attached - 1].last_line + 1, self.units[attached].mark.line
        yield (self.units[-1].last_line + 1 if self.units else 0), end

    def _signature(self, start: int, end: int) -> None:
        """Mark issuers and date, and the imprint after them, at the end of some lines."""
        start = max(start, end - _TAIL)
        forms = [line.form for line in self.lines[start:end]]
        imprint = start + forms.index("imprint") if "imprint" in forms else end
        signed = number = imprint
        while number > start and "。" not in self._text(number - 1):
            number -= 1
            if self.lines[number].form == "date":
                signed = number
        while start < signed < imprint and self._is_issuer(signed - 1):
            signed -= 1
        self._mark(signed, end, "signature")

    def _is_issuer(self, number: int) -> bool:
        text = self._text(number)
        return (
            len(text) <= _LONGEST_ISSUER_LINE
            and not text.startswith(("(", "["))  # a mark on a line of its own
            and not _NO_ISSUER.search(text)
            and self.lines[number].form == "text"
            and number not in self.lists
        )

    def _attachment_lists(self, end: int) -> None:
        heads = [unit.mark.line for unit in self.units if unit.attached]
        for start, stop in pairwise(sorted({*self.lists, *heads, end})):
            if start in self.lists:
                self._mark(start, stop, "attachment")

    def _front(self, end: int) -> None:
        """Tell the front from the plan's first paragraphs: a sentence after the title is prose."""
        carried = self._carried(end)
        contents = max((n for n in range(end) if self.lines[n].form == "contents"), default=0)
        begun = False
        for number in range(end):
            text = self._text(number)
            if number <= contents:
                begun = False
            if self._is_furniture(text):
                self.kinds.setdefault(number, "furniture")
            elif number < carried or not (begun or self._is_sentence(number)):
                self.kinds.setdefault(number, "front")
            else:
                begun = True

    def _carried(self, end: int) -> int:
        """Number of the lines that carry the plan: to addressees, the words 印发, or a date."""
        carried = dated = 0
        for number in range(end):
            text = self._text(number)
            if self.lines[number].form == "date":
                dated = number + 1
            elif _is_addressee(text) or CARRIES.search(text):
                carried = number + 1
            elif self._is_sentence(number):
                carried = max(carried, dated)
        return max(carried, dated) if self.units else carried

    def _is_sentence(self, number: int) -> bool:
        text = self._text(number)
        if self.lines[number].form == "contents":
            return False
        return "。" in text or (len(text) > _LONGEST_TITLE_LINE and "," in text)


_LONGEST_LEFTOVER: Final = 2
_NO_ISSUER: Final = re.compile("[。;:,]|^附")


def _is_addressee(text: str) -> bool:
    return text.endswith(":") and not text.endswith(_FORMULA) and "。" not in text
