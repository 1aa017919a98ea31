"""Which marks open a unit of the hierarchy, and where it nests.

A mark is judged by the sequence as well as by its shape: a number that neither starts nor
continues a sequence is running text, or a cell of a table.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Final

from attrs import define

from ecoplan.model import SectionRole, Span
from ecoplan.outline.marks import (
    ATTACHMENT,
    ITEM,
    POINT,
    RANKS,
    SECTION,
    SENTENCE_ENDS,
    Line,
    Mark,
    Style,
    last_character,
    stripped,
)
from ecoplan.source import Source
from ecoplan.vocabulary import HAN

__all__ = ["CARRIES", "Numbering", "Unit"]


@define
class Unit:
    """A unit of the hierarchy while it is being made."""

    mark: Mark
    id: str
    parent: "Unit | None"
    number: int
    inferred: bool
    title: Span
    attached: bool
    """True for an attachment and whatever stands in one."""
    last_line: int
    """The line that the title ends on."""
    sets_out_work: bool = False
    """True in an attachment with sections or with lines that name who answers: no mere list."""
    end: int = 0
    has_text: bool = False
    has_items: bool = False
    has_children: bool = False
    role: SectionRole | None = None


# A mark after one of these continues a list or a number that the line end broke.
_DANGLING: Final = frozenset("、,(-~/[<")
_NO_TITLE: Final = frozenset("、,。;:)%]>·+-=~/")
_SERIES: Final = re.compile(r"\d{1,3} ?[、号级类期#至到和~-]")
"""What follows the 2、 of 1、2、3号机组, a series that the line end broke."""
_WORD: Final = re.compile(f"{HAN}|[A-Za-z]")
_LISTED: Final = re.compile(r"(\d{1,2}) ?[.、] *(?!\d)")
_OMITTED: Final = re.compile(r"\( *略 *\)$")
CARRIES: Final = re.compile("(?:印发|转发|下发)给?你们|现(?:予以?)?(?:印发|转发|公布)")
"""What a notice (通知) says of the plan that it carries."""
_GAP: Final = 3
"""How many numbers the page may lose before a number is no longer taken for the next one."""


class Numbering:
    """One pass over the marks of a text; a stack over the ranks decides the nesting."""

    def __init__(self, source: Source, lines: list[Line], tables: Sequence[Span] = ()) -> None:
        self._text = source.text
        self._folded = source.folded
        self._lines = lines
        self._tabled = _lines_within(lines, tables)
        self._marked: set[int] = set()
        self._units: list[Unit] = []
        self._ids: dict[str, int] = {}
        self.lists: set[int] = set()
        """Lines of a list that announces attachments: 附件：1.… 2.…"""
        self._begin()

    def _begin(self) -> None:
        """Start the numbers afresh, as the body and each attachment do."""
        self._open: list[Unit] = []
        self._siblings = [0] * RANKS
        self._latest = [0] * RANKS
        self._runs_on = [False] * RANKS
        self._closed = False
        self._listed: int | None = None

    def units(self, marks: list[Mark]) -> list[Unit]:
        """The units that the marks open, in order."""
        marks = [mark for mark in marks if mark.line not in self._tabled]
        marks = _without_contents(self._folded, self._lines, marks)
        _look_ahead(marks)
        repeated = _repeated_attachments(self._folded, marks)
        self._marked = {mark.line for mark in marks if not mark.inline}
        for mark in marks:
            if mark.style is ATTACHMENT:
                if self._units and not self._broken(mark):
                    self._attach(mark, repeated)
            elif self._closed:
                self._list(mark, repeated)
            else:
                self._number(mark)
        return self._units

    # An attachment, or the list at the end of the body that announces one.

    def _attach(self, mark: Mark, repeated: Mapping[str, int]) -> None:
        title = self._folded[mark.title.start : mark.title.end]
        listed = _LISTED.match(title)
        number = mark.number or (int(listed[1]) if listed else 1)
        announced = repeated.get(_written(self._folded, mark), -1) > mark.line
        self._begin()
        if listed or self._heads_list(mark):
            self._listed = number if listed else 0
        self._closed = announced or self._listed is not None or bool(_OMITTED.search(title))
        if self._closed:
            self.lists.add(mark.line)
        if announced or self._listed == 0:
            return
        start = mark.title.start + (listed.end() if listed else 0)
        inferred = mark.number is None and not listed
        self._add(mark, number, inferred, Span(start, mark.title.end))

    def _heads_list(self, mark: Mark) -> bool:
        """Whether the line says 附件： and no more, and the next one begins with a number."""
        colon = self._folded.find(":", mark.label.end, self._lines[mark.line].end) >= 0
        return colon and mark.title.start == mark.title.end and mark.line + 1 in self._marked

    def _list(self, mark: Mark, repeated: Mapping[str, int]) -> None:
        """A line of a list of attachments."""
        if mark.style is ITEM and self._listed is not None and mark.number == self._listed + 1:
            self._listed = mark.number
            self.lists.add(mark.line)
            if repeated.get(str(mark.number), -1) < mark.line:
                mark.style = ATTACHMENT
                self._open = []
                self._add(mark, mark.number, False, mark.title)

    # A mark of the hierarchy.

    def _number(self, mark: Mark) -> None:
        number = self._restored(mark) if mark.number is None else mark.number
        if not number or not self._titled(mark) or self._in_table(mark):
            return
        if mark.inline or mark.style is POINT:
            fits = self._fits_inline(mark, number)
        else:
            fits = self._fits(mark, number) and not self._broken(mark)
        if not fits:
            return
        if self._units and mark.style is SECTION and number == 1 and self._after_notice(mark):
            self._units.clear()
            self._ids.clear()
            self.lists.clear()
            self._begin()
        self._add(mark, number, mark.number is None, mark.title)

    def _fits(self, mark: Mark, number: int) -> bool:
        rank = mark.style.rank
        latest, sibling = self._latest[rank], self._siblings[rank]
        gap = number if rank < ITEM.rank else _GAP
        return (
            number in (1, sibling, sibling + 1)
            or latest < number <= latest + gap
            or mark.next == number + 1
        )

    def _fits_inline(self, mark: Mark, number: int) -> bool:
        rank = mark.style.rank
        if number == 1:
            begins = last_character(self._folded, mark.start) in "。:)" or not mark.inline
            return mark.next == 2 or (mark.style is POINT and begins)
        follows = number == self._siblings[rank] + 1
        if mark.style is not POINT:
            follows = follows or number == self._latest[rank] + 1
        return follows and mark.next != number

    def _broken(self, mark: Mark) -> bool:
        """Whether the mark is a number in a sentence that the line end broke."""
        before = last_character(self._folded, self._lines[mark.line].start)
        ragged = before not in SENTENCE_ENDS
        lost = mark.number is None and mark.style is not ATTACHMENT
        again = ragged and mark.number is not None and mark.next == mark.number
        if self._after_heading(mark):
            return again and mark.number != 1
        titled = mark.title.start < mark.title.end
        if before == "," and self._folded[mark.label.end - 1] != "、":
            return titled and mark.number != self._siblings[mark.style.rank] + 1
        if before in _DANGLING:
            return titled
        if before.isascii() and before.isalnum():
            return titled and mark.style.rank >= ITEM.rank
        return again or (ragged and lost)

    def _after_heading(self, mark: Mark) -> bool:
        """Whether the line before the mark's is a heading, or no text at all."""
        if self._units and self._units[-1].last_line == mark.line - 1:
            return True
        return mark.line == 0 or self._lines[mark.line - 1].form != "text"

    def _titled(self, mark: Mark) -> bool:
        """Whether a title follows, on this line or, where the label stands alone, on the next."""
        title = self._folded[mark.title.start : mark.title.end]
        if not title:
            return not mark.inline and self._next_line(mark) is not None
        if mark.style is ITEM and _SERIES.match(title):
            return False
        return title[0] not in _NO_TITLE and bool(_WORD.search(title))

    def _next_line(self, mark: Mark) -> Span | None:
        """The next line up to its first 。, where it can be a title."""
        number = mark.line + 1
        if number >= len(self._lines) or number in self._marked:
            return None
        line = self._lines[number]
        if (
            line.form != "text"
            or line.tabular
            or number in self._tabled
            or self._lines[mark.line].end > line.start
        ):
            return None
        if self._folded.startswith("。", mark.label.end):
            return None
        stop = self._folded.find("。", line.start, line.end)
        return stripped(self._folded, line.start, line.end if stop < 0 else stop)

    def _in_table(self, mark: Mark) -> bool:
        """Whether the mark begins a row of a table that is none of indicators: a tab stands on its
        line, or on a line beside it."""
        if mark.inline:
            return False
        if self._lines[mark.line].tabular:
            return "\t" in self._text[mark.label.end : mark.title.end].lstrip()
        before = mark.line > 0 and self._lines[mark.line - 1].tabular
        after = mark.line + 1 < len(self._lines) and self._lines[mark.line + 1].tabular
        if mark.style.rank >= ITEM.rank:
            return before or after
        return before and (after or mark.title.end - mark.title.start < _SHORTEST_TITLE)

    def _restored(self, mark: Mark) -> int | None:
        """The number that the sequence requires where the page lost it; null where none does."""
        label = self._folded[mark.label.start : mark.label.end]
        if label == "、" and self._is_section(mark):
            mark.style = SECTION
            return self._latest[SECTION.rank] + 1
        rank = mark.style.rank
        own, running = self._siblings[rank] + 1, self._latest[rank] + 1
        if mark.ahead is None:
            if running == 1:
                return None
            return running if self._runs_on[rank] else own
        number, distance = mark.ahead
        if own + distance == number:
            return own
        return running if running + distance == number or self._runs_on[rank] else own

    def _is_section(self, mark: Mark) -> bool:
        """Whether a bare 、 is left of 三、 and not of 3、: a short title alone on its line."""
        line = self._lines[mark.line]
        alone = not self._folded[mark.title.end : line.end].strip()
        short = mark.title.end - mark.title.start <= _LONGEST_SECTION_TITLE
        return alone and short and self._latest[SECTION.rank] > 0

    def _after_notice(self, mark: Mark) -> bool:
        """Whether what came before was a numbered notice that carries the plan.

        A date after its last unit signs it. Then the plan follows, or an attachment that is
        the plan: the notice says 印发, and what follows is much longer than the notice.
        """
        first, last, before = self._units[0], self._units[-1], self._units[-2:][0]
        if first.attached:
            return False
        if not last.attached:
            return self._dated(last.last_line, mark.line)
        start, end = first.mark.start, last.mark.start
        return (
            not before.attached
            and len(self._folded) - end > 2 * (end - start)
            and self._dated(before.last_line, last.mark.line)
            and CARRIES.search(self._folded, 0, start) is not None
        )

    def _dated(self, start: int, end: int) -> bool:
        """Whether a line between the two is a date."""
        return any(line.form == "date" for line in self._lines[start + 1 : end])

    def _add(self, mark: Mark, number: int, inferred: bool, title: Span) -> None:
        rank = mark.style.rank
        while self._open and self._open[-1].mark.style.rank >= rank:
            self._open.pop()
        parent = self._open[-1] if self._open else None
        last_line = mark.line
        if title.start >= title.end and (following := self._next_line(mark)):
            title, last_line = following, mark.line + 1
        unit = Unit(
            mark=mark,
            id=self._id(mark.style, number, parent),
            parent=parent,
            number=number,
            inferred=inferred,
            title=title,
            attached=parent.attached if parent else mark.style is ATTACHMENT,
            last_line=last_line,
        )
        self._units.append(unit)
        self._open.append(unit)
        self._count(rank, number)

    def _count(self, rank: int, number: int) -> None:
        if number == self._latest[rank] + 1 != self._siblings[rank] + 1:
            self._runs_on[rank] = True
        self._siblings[rank] = self._latest[rank] = number
        self._siblings[rank + 1 :] = [0] * (RANKS - rank - 1)

    def _id(self, style: Style, number: int, parent: Unit | None) -> str:
        own = f"{_ID_LETTERS.get(style, '')}{number}"
        path = f"{parent.id}.{own}" if parent else own
        count = self._ids[path] = self._ids.get(path, 0) + 1
        return path if count == 1 else f"{path}~{count}"


def _lines_within(lines: Sequence[Line], stretches: Sequence[Span]) -> frozenset[int]:
    """The numbers of the lines that begin in one of the stretches."""
    starts = [line.start for line in lines]
    return frozenset(
        number
        for stretch in stretches
        for number in range(bisect_left(starts, stretch.start), bisect_left(starts, stretch.end))
    )


_SHORTEST_TITLE: Final = 3
_LONGEST_SECTION_TITLE: Final = 40
_ID_LETTERS: Final = {ATTACHMENT: "A", POINT: "p"}


def _without_contents(folded: str, lines: list[Line], marks: list[Mark]) -> list[Mark]:
    """The marks without those of a table of contents: dotted leaders, or, after the line 目录,
    everything before its first entry comes again."""
    contents = next((n for n, line in enumerate(lines) if line.form == "contents"), None)
    if contents is not None:
        listed = [mark for mark in marks if mark.line >= contents]
        entries = [_entry(folded, mark) for mark in listed]
        if entries and entries[0] in entries[1:]:
            end = listed[entries.index(entries[0], 1)].line
            marks = [mark for mark in marks if not contents < mark.line < end]
    return [mark for mark in marks if lines[mark.line].form != "contents"]


def _entry(folded: str, mark: Mark) -> tuple[str, str]:
    label, title = (folded[span.start : span.end] for span in (mark.label, mark.title))
    return label, title.rstrip("0123456789 .·…-")


def _look_ahead(marks: list[Mark]) -> None:
    """Tell every mark which numbers come after it."""
    next_number: list[int | None] = [None] * RANKS
    ahead: list[tuple[int, int] | None] = [None] * RANKS
    for mark in reversed(marks):
        rank = mark.style.rank
        mark.next = next_number[rank]
        known = ahead[rank]
        mark.ahead = known and (known[0], known[1] + 1)
        next_number[rank] = mark.number
        next_number[rank + 1 :] = [None] * (RANKS - rank - 1)
        ahead[rank] = (mark.number, 0) if mark.number is not None else mark.ahead


def _repeated_attachments(folded: str, marks: list[Mark]) -> dict[str, int]:
    """Number of an attachment → line of its last mark. A list of attachments is no last mark."""
    return {
        _written(folded, mark): mark.line
        for mark in marks
        if mark.style is ATTACHMENT and not _LISTED.match(folded, mark.title.start, mark.title.end)
    }


def _written(folded: str, mark: Mark) -> str:
    """The number of an attachment as a key: 2 for 附件2 and 附件二, 2-1 for 附件2-1."""
    label = folded[mark.label.start : mark.label.end]
    if "-" in label:
        return label.lstrip("附件 ")
    if mark.number is not None:
        return str(mark.number)
    listed = _LISTED.match(folded, mark.title.start, mark.title.end)
    return listed[1] if listed else "1"
