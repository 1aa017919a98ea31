"""The numbered hierarchy of a document, and the partition of its text.

Three steps. The grammar (``grammar/outline.lark``) finds lines and *marks*, the signs that
officials number with. The sequence of the marks decides which of them open a *unit*: a number
that neither starts nor continues a sequence is running text. The lines around the units say
where the front, the signature and the page's furniture are.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal
from unicodedata import numeric

from attrs import define, field, frozen

from ecoplan.jurisdictions import Jurisdiction
from ecoplan.model import Level, Node, Piece, PieceKind, SectionRole, Span
from ecoplan.numerals import to_int
from ecoplan.source import Source, fold

if TYPE_CHECKING:
    from lark import Lark, Token

__all__ = ["Outline", "read_outline"]


@frozen
class Outline:
    """The units of a document and the stretches of its text."""

    nodes: tuple[Node, ...]
    """In the order of the text, parents before children."""
    pieces: tuple[Piece, ...]
    """A partition of the text: adjacent, in order, none empty."""


def read_outline(source: Source, jurisdiction: Jurisdiction) -> Outline:
    """The outline of any text. Sections get their roles by the jurisdiction's headings."""
    lines, marks = _scan(source)
    numbering = _Numbering(source, lines)
    units = numbering.units(marks)
    phrases = tuple(fold(phrase) for phrase in jurisdiction.furniture)
    kinds = _Layout(source.folded, lines, units, numbering.lists, phrases).sort()
    _close(units, lines, kinds, len(source.text))
    pieces = tuple(_pieces(source.folded, lines, units, kinds))
    _assign_roles(units, source.folded, jurisdiction.headings)
    return Outline(tuple(_nodes(source.text, units)), pieces)


# --- what the grammar finds -----------------------------------------------------------------------


@frozen
class _Style:
    """A style of numbering: how deep it nests, and what level of unit it marks."""

    rank: int
    level: Level


_ATTACHMENT: Final = _Style(0, "attachment")
_SECTION: Final = _Style(3, "section")
_SUBSECTION: Final = _Style(4, "subsection")
_ITEM: Final = _Style(5, "item")
_POINT: Final = _Style(8, "point")
_STYLES: Final = {
    "ATTACHMENT": _ATTACHMENT,
    "CHAPTER": _Style(1, "section"),
    "PART": _Style(2, "subsection"),
    "SECTION": _SECTION,
    "SUBSECTION": _SUBSECTION,
    "ITEM": _ITEM,
    "SUBITEM": _Style(6, "subitem"),
    "CIRCLED": _Style(7, "subitem"),
    "POINT": _POINT,
    "LOST_NUMBER": _ITEM,
    "LOST_BRACKET": _SUBSECTION,
}
_RANKS: Final = 9

_LineForm = Literal["text", "date", "imprint", "page", "contents"]
_LINE_FORMS: Final[Mapping[str, _LineForm]] = {
    "DATE": "date",
    "IMPRINT": "imprint",
    "PAGE": "page",
    "CONTENTS": "contents",
}


@define
class _Line:
    """A line of the text with its line end and the empty lines after it."""

    start: int
    end: int
    form: _LineForm
    tabular: bool
    """True where a tab stands between words, as between the cells of a table."""


@define
class _Mark:
    """A sign that may open a unit."""

    style: _Style
    start: int
    label: Span
    title: Span
    """What follows the label, without surrounding spaces; empty where nothing does."""
    number: int | None
    """Null where the page lost it, and where 附件 has none."""
    line: int
    inline: bool
    """True where the mark stands within a line."""
    leader: bool = False
    """True for an entry of a table of contents."""
    next: int | None = None
    """Number of the next mark of the style, before any mark of a higher one."""
    ahead: tuple[int, int] | None = None
    """The next number of the style that the page kept, and how many marks on it stands."""


_BLOCK: Final = 16_384
"""Characters read at a time: a tree for each block keeps the cost per character level."""


@cache
def _grammar() -> "Lark":
    from lark import Lark

    text = files("ecoplan").joinpath("grammar/outline.lark").read_text("utf-8")
    return Lark(text, parser="lalr", lexer="contextual", start="document")


def _tokens(folded: str) -> Iterator["Token"]:
    from lark import TextSlice

    parse = _grammar().parse
    start = 0
    while start < len(folded):
        end = folded.find("\n", start + _BLOCK) + 1 or len(folded)
        yield from parse(TextSlice(folded, start, end)).children  # type: ignore[misc]
        start = end


def _scan(source: Source) -> tuple[list[_Line], list[_Mark]]:
    """The lines and the marks of a text."""
    folded, text = source.folded, source.text
    tabs = "\t" in text
    lines: list[_Line] = []
    marks: list[_Mark] = []
    start, form = 0, "text"
    for token in _tokens(folded):
        kind, end = token.type, token.end_pos
        if kind in _STYLES:
            marks.append(_mark(folded, token, len(lines), start))
        elif kind == "TITLE" or kind == "LEADER":
            marks[-1].title = _title(folded, token.start_pos, end)
            if kind == "LEADER":
                marks[-1].leader, form = True, "contents"
        elif kind != "TEXT":
            form = _LINE_FORMS[kind]
        if folded[end - 1] == "\n":
            lines.append(_Line(start, end, form, tabs and "\t" in text[start:end].strip()))
            start, form = end, "text"
    if start < len(folded):
        lines.append(_Line(start, len(folded), form, tabs and "\t" in text[start:].strip()))
    return lines, marks


def _mark(folded: str, token: "Token", line: int, line_start: int) -> _Mark:
    span = _stripped(folded, token.start_pos, token.end_pos)
    if token.type == "ATTACHMENT":
        span = _stripped(folded, span.start, span.end, " :")
    label = folded[span.start : span.end]
    empty = Span(span.end, span.end)
    return _Mark(
        style=_STYLES[token.type],
        start=token.start_pos,
        label=span,
        title=empty,
        number=_ordinal(label),
        line=line,
        inline=token.start_pos > line_start,
    )


def _title(folded: str, start: int, end: int) -> Span:
    """A title without the spaces around it and, where no 。 ends it, without a last ; or stop."""
    title = _stripped(folded, start, end)
    if folded.startswith("。", end):
        return title
    return (
        _stripped(folded, title.start, end, " \n;.")
        if folded[title.end - 1 : title.end] in _STOPS
        else title
    )


_STOPS: Final = frozenset(";.")


def _stripped(folded: str, start: int, end: int, characters: str = " \n") -> Span:
    text = folded[start:end]
    left = len(text) - len(text.lstrip(characters))
    return Span(start + left, max(start + left, start + len(text.rstrip(characters))))


_DIGITS: Final = re.compile(r"\d+")
_HAN_DIGITS: Final = re.compile("[一二三四五六七八九十百零〇]+")
_ONE_CHARACTER: Final = re.compile("[①-⑳㈠-㈩⑴-⒛]")


def _ordinal(label: str) -> int | None:
    """The number in a label; null where there is none."""
    if found := _DIGITS.search(label):
        return int(found[0])
    if found := _HAN_DIGITS.search(label):
        return to_int(found[0])
    if found := _ONE_CHARACTER.search(label):
        return int(numeric(found[0]))
    return None


# --- which marks open a unit ------------------------------------------------------------------------


@define
class _Unit:
    """A unit of the hierarchy while it is being made."""

    mark: _Mark
    id: str
    parent: "_Unit | None"
    number: int
    inferred: bool
    title: Span
    attached: bool
    """True for an attachment and whatever stands in one."""
    last_line: int
    """The line that the title ends on."""
    end: int = 0
    has_text: bool = False
    has_items: bool = False
    has_children: bool = False
    role: SectionRole | None = None


# A mark after one of these continues a list or a number that the line end broke.
_DANGLING: Final = frozenset("、,(-~/[<")
_SENTENCE_ENDS: Final = frozenset("。;:!?)>\"'》」]….")
_NO_TITLE: Final = frozenset("、,。;:)%]>·+-=~/")
_WORD: Final = re.compile("[一-鿿A-Za-z]")
_LISTED: Final = re.compile(r"(\d{1,2}) ?[.、] *(?!\d)")
_OMITTED: Final = re.compile(r"\( *略 *\)$")
_CARRIED: Final = re.compile("(?:印发|转发|下发)给?你们|现(?:予以?)?(?:印发|转发|公布)")
"""What a notice (通知) says of the plan that it carries."""
_GAP: Final = 3
"""How many numbers the page may lose before a number is no longer taken for the next one."""


class _Numbering:
    """One pass over the marks of a text; a stack over the ranks decides the nesting."""

    def __init__(self, source: Source, lines: list[_Line]) -> None:
        self._text = source.text
        self._folded = source.folded
        self._lines = lines
        self._marked: set[int] = set()
        self._units: list[_Unit] = []
        self._ids: dict[str, int] = {}
        self.lists: list[int] = []
        """Lines on which a list of attachments begins."""
        self._begin()

    def _begin(self) -> None:
        """Start the numbers afresh, as the body and each attachment do."""
        self._open: list[_Unit] = []
        self._siblings = [0] * _RANKS
        self._latest = [0] * _RANKS
        self._runs_on = [False] * _RANKS
        self._closed = False
        self._listed = 0

    def units(self, marks: list[_Mark]) -> list[_Unit]:
        """The units that the marks open, in order."""
        marks = _without_contents(self._folded, self._lines, marks)
        _look_ahead(marks)
        repeated = _repeated_attachments(self._folded, marks)
        self._marked = {mark.line for mark in marks if not mark.inline}
        for mark in marks:
            if mark.style is _ATTACHMENT:
                if self._units and not self._broken(mark):
                    self._attach(mark, repeated)
            elif self._closed:
                self._list(mark, repeated)
            else:
                self._number(mark)
        return self._units

    # An attachment, or the list at the end of the body that announces one.

    def _attach(self, mark: _Mark, repeated: Mapping[str, int]) -> None:
        title = self._folded[mark.title.start : mark.title.end]
        listed = _LISTED.match(title)
        number = mark.number or (int(listed[1]) if listed else 1)
        announced = repeated.get(_written(self._folded, mark), -1) > mark.line
        self._begin()
        self._closed = announced or bool(listed) or bool(_OMITTED.search(title))
        self._listed = number if listed else 0
        if self._closed:
            self.lists.append(mark.line)
        if announced:
            return
        start = mark.title.start + (listed.end() if listed else 0)
        inferred = mark.number is None and not listed
        self._add(mark, number, inferred, Span(start, mark.title.end))

    def _list(self, mark: _Mark, repeated: Mapping[str, int]) -> None:
        """The second and later lines of a list of attachments."""
        if mark.style is _ITEM and self._listed and mark.number == self._listed + 1:
            self._listed = mark.number
            if repeated.get(str(mark.number), -1) < mark.line:
                mark.style = _ATTACHMENT
                self._open = []
                self._add(mark, mark.number, False, mark.title)

    # A mark of the hierarchy.

    def _number(self, mark: _Mark) -> None:
        number = self._restored(mark) if mark.number is None else mark.number
        if number is None or not self._titled(mark) or self._in_table(mark):
            return
        if mark.inline or mark.style is _POINT:
            fits = self._fits_inline(mark, number)
        else:
            fits = self._fits(mark, number) and not self._broken(mark)
        if not fits:
            return
        if self._units and mark.style is _SECTION and number == 1 and self._after_notice(mark):
            self._units.clear()
            self._ids.clear()
            self.lists.clear()
            self._begin()
        self._add(mark, number, mark.number is None, mark.title)

    def _fits(self, mark: _Mark, number: int) -> bool:
        rank = mark.style.rank
        latest, sibling = self._latest[rank], self._siblings[rank]
        gap = number if rank < _ITEM.rank else _GAP
        return (
            number in (1, sibling, sibling + 1)
            or latest < number <= latest + gap
            or mark.next == number + 1
        )

    def _fits_inline(self, mark: _Mark, number: int) -> bool:
        rank = mark.style.rank
        if number == 1:
            return mark.next == 2
        follows = number == self._siblings[rank] + 1
        if mark.style is not _POINT:
            follows = follows or number == self._latest[rank] + 1
        return follows and mark.next != number

    def _broken(self, mark: _Mark) -> bool:
        """Whether the mark is a number in a sentence that the line end broke."""
        before = self._character_before(mark)
        titled = mark.title.start < mark.title.end
        if before == "," and self._folded[mark.label.end - 1] != "、":
            return titled and mark.number != self._siblings[mark.style.rank] + 1
        if before in _DANGLING:
            return titled
        if before.isascii() and before.isalnum():
            return titled and mark.style.rank >= _ITEM.rank
        if mark.number is None:
            return before not in _SENTENCE_ENDS
        return before not in _SENTENCE_ENDS and mark.next == mark.number

    def _character_before(self, mark: _Mark) -> str:
        """The last character of the line before the mark's; a stop where that is a heading."""
        heading = self._units and self._units[-1].last_line == mark.line - 1
        if heading or (mark.line and self._lines[mark.line - 1].form != "text"):
            return "。"
        return _last(self._folded, self._lines[mark.line].start)

    def _titled(self, mark: _Mark) -> bool:
        """Whether a title follows, on this line or, where the label stands alone, on the next."""
        title = self._folded[mark.title.start : mark.title.end]
        if not title:
            return not mark.inline and self._next_line(mark) is not None
        if title[0] in _NO_TITLE or (
            title[0].isdigit() and self._folded[mark.label.end - 1] == "、"
        ):
            return False
        return bool(_WORD.search(title))

    def _next_line(self, mark: _Mark) -> Span | None:
        """The next line up to its first 。, where it can be a title."""
        number = mark.line + 1
        if number >= len(self._lines) or number in self._marked:
            return None
        line = self._lines[number]
        if line.form != "text" or line.tabular or self._lines[mark.line].end > line.start:
            return None
        if self._folded.startswith("。", mark.label.end):
            return None
        stop = self._folded.find("。", line.start, line.end)
        return _stripped(self._folded, line.start, line.end if stop < 0 else stop)

    def _in_table(self, mark: _Mark) -> bool:
        """Whether the mark begins a row of a table: a tab on its line, or on a line beside it."""
        if mark.inline:
            return False
        if self._lines[mark.line].tabular:
            return "\t" in self._text[mark.label.end : mark.title.end].lstrip()
        before = mark.line > 0 and self._lines[mark.line - 1].tabular
        after = mark.line + 1 < len(self._lines) and self._lines[mark.line + 1].tabular
        if mark.style.rank >= _ITEM.rank:
            return before or after
        return before and (after or mark.title.end - mark.title.start < _SHORTEST_TITLE)

    def _restored(self, mark: _Mark) -> int | None:
        """The number that the sequence requires where the page lost it; null where none does."""
        label = self._folded[mark.label.start : mark.label.end]
        if label == "、" and self._is_section(mark):
            mark.style = _SECTION
            return self._latest[_SECTION.rank] + 1
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

    def _is_section(self, mark: _Mark) -> bool:
        """Whether a bare 、 is left of 三、 and not of 3、: a short title alone on its line."""
        line = self._lines[mark.line]
        alone = not self._folded[mark.title.end : line.end].strip()
        short = mark.title.end - mark.title.start <= _LONGEST_SECTION_TITLE
        return alone and short and self._latest[_SECTION.rank] > 0

    def _after_notice(self, mark: _Mark) -> bool:
        """Whether what came before was a numbered notice that carries the plan.

        A date after its last unit signs it; then the plan follows, or an attachment that is
        the plan: the notice says 印发, and the attachment is much longer.
        """
        first, last = self._units[0], self._units[-1]
        if first.attached:
            return False
        signed = (last.last_line, mark.line)
        if last.attached:
            body = [unit for unit in self._units if not unit.attached]
            start = first.mark.start
            longer = len(self._folded) - last.mark.start > 2 * (last.mark.start - start)
            if len(body) + 1 < len(self._units) or not longer:
                return False
            if not _CARRIED.search(self._folded, 0, start):
                return False
            signed = (body[-1].last_line, last.mark.line)
        return any(line.form == "date" for line in self._lines[signed[0] + 1 : signed[1]])

    def _add(self, mark: _Mark, number: int, inferred: bool, title: Span) -> None:
        rank = mark.style.rank
        while self._open and self._open[-1].mark.style.rank >= rank:
            self._open.pop()
        parent = self._open[-1] if self._open else None
        last_line = mark.line
        if title.start >= title.end and (following := self._next_line(mark)):
            title, last_line = following, mark.line + 1
        unit = _Unit(
            mark=mark,
            id=self._id(mark.style, number, parent),
            parent=parent,
            number=number,
            inferred=inferred,
            title=title,
            attached=parent.attached if parent else mark.style is _ATTACHMENT,
            last_line=last_line,
        )
        self._units.append(unit)
        self._open.append(unit)
        self._count(rank, number)

    def _count(self, rank: int, number: int) -> None:
        if number == self._latest[rank] + 1 != self._siblings[rank] + 1:
            self._runs_on[rank] = True
        self._siblings[rank] = self._latest[rank] = number
        self._siblings[rank + 1 :] = [0] * (_RANKS - rank - 1)

    def _id(self, style: _Style, number: int, parent: _Unit | None) -> str:
        own = f"{_ID_LETTERS.get(style, '')}{number}"
        id = f"{parent.id}.{own}" if parent else own
        count = self._ids[id] = self._ids.get(id, 0) + 1
        return id if count == 1 else f"{id}~{count}"


_SHORTEST_TITLE: Final = 3
_LONGEST_SECTION_TITLE: Final = 40
_ID_LETTERS: Final = {_ATTACHMENT: "A", _POINT: "p"}


def _without_contents(folded: str, lines: list[_Line], marks: list[_Mark]) -> list[_Mark]:
    """The marks without those of a table of contents: dotted leaders, or, after the line 目录,
    everything before its first entry comes again."""
    contents = next((n for n, line in enumerate(lines) if line.form == "contents"), None)
    if contents is not None:
        listed = [mark for mark in marks if mark.line >= contents]
        entries = [_entry(folded, mark) for mark in listed]
        if entries and entries[0] in entries[1:]:
            end = listed[entries.index(entries[0], 1)].line
            marks = [mark for mark in marks if not contents < mark.line < end]
    return [mark for mark in marks if not mark.leader]


def _entry(folded: str, mark: _Mark) -> tuple[str, str]:
    label, title = (folded[span.start : span.end] for span in (mark.label, mark.title))
    return label, title.rstrip("0123456789 .·…-")


def _look_ahead(marks: list[_Mark]) -> None:
    """Tell every mark which numbers come after it."""
    next_number: list[int | None] = [None] * _RANKS
    ahead: list[tuple[int, int] | None] = [None] * _RANKS
    for mark in reversed(marks):
        rank = mark.style.rank
        mark.next = next_number[rank]
        known = ahead[rank]
        mark.ahead = known and (known[0], known[1] + 1)
        next_number[rank] = mark.number
        next_number[rank + 1 :] = [None] * (_RANKS - rank - 1)
        ahead[rank] = (mark.number, 0) if mark.number is not None else mark.ahead


def _repeated_attachments(folded: str, marks: list[_Mark]) -> dict[str, int]:
    """Number of an attachment → line of its last mark. A list of attachments is no last mark."""
    return {
        _written(folded, mark): mark.line
        for mark in marks
        if mark.style is _ATTACHMENT and not _LISTED.match(folded, mark.title.start, mark.title.end)
    }


def _written(folded: str, mark: _Mark) -> str:
    """The number of an attachment as a key: 2 for 附件2 and 附件二, 2-1 for 附件2-1."""
    label = folded[mark.label.start : mark.label.end]
    if "-" in label:
        return label.lstrip("附件 ")
    if mark.number is not None:
        return str(mark.number)
    listed = _LISTED.match(folded, mark.title.start, mark.title.end)
    return listed[1] if listed else "1"


# --- what the lines around the units are ------------------------------------------------------------

_Kinds = dict[int, PieceKind]

_FORMULA: Final = "如下:"
_LONGEST_TITLE_LINE: Final = 50
_LONGEST_ISSUER_LINE: Final = 40
_TAIL: Final = 40
"""Lines at an end among which the signature and the furniture are looked for."""


@define
class _Layout:
    """Sorts the lines that are neither headings nor the text of a unit."""

    folded: str
    lines: list[_Line]
    units: list[_Unit]
    lists: list[int]
    """Lines on which a list of attachments begins."""
    phrases: tuple[str, ...]
    """What marks a line of the page's furniture."""
    kinds: _Kinds = field(factory=dict)

    def sort(self) -> _Kinds:
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
            and not _NO_ISSUER.search(text)
            and self.lines[number].form == "text"
        )

    def _attachment_lists(self, end: int) -> None:
        heads = [unit.mark.line for unit in self.units if unit.attached]
        for start in self.lists:
            later = bisect_right(heads, start)
            self._mark(start, heads[later] if later < len(heads) else end, "attachment")

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
            elif _is_addressee(text) or _CARRIED.search(text):
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


# --- the outline --------------------------------------------------------------------------------------


def _close(units: list[_Unit], lines: list[_Line], kinds: _Kinds, end: int) -> None:
    """Give every unit its end: the next unit as high, or whatever ends the body."""
    stops = [
        line.start
        for number, line in enumerate(lines)
        if line.form != "page" and kinds.get(number, "front") != "front"
    ]
    following: list[_Unit] = []
    for unit in reversed(units):
        while following and following[-1].mark.style.rank > unit.mark.style.rank:
            following.pop()
        unit.end = following[-1].mark.start if following else end
        stop = bisect_left(stops, unit.title.end)
        if stop < len(stops):
            unit.end = min(unit.end, stops[stop])
        following.append(unit)


def _pieces(folded: str, lines: list[_Line], units: list[_Unit], kinds: _Kinds) -> Iterator[Piece]:
    """Cut the text at its lines and its headings."""
    current: _Unit | None = None
    waiting = iter(units)
    unit = next(waiting, None)
    at = 0
    for number, line in enumerate(lines):
        while unit is not None and unit.mark.line == number:
            if unit.mark.start > at:
                yield _text(folded, at, unit.mark.start, kinds.get(number), current)
            at, current = _heading_end(folded, lines, unit), unit
            yield Piece("heading", Span(unit.mark.start, at), unit.id)
            unit = next(waiting, None)
        if at < line.end:
            yield _text(folded, at, line.end, kinds.get(number), current)
            at = line.end
            if current and current.mark.style is _POINT and _last(folded, at) in _SENTENCE_ENDS:
                current = current.parent


def _heading_end(folded: str, lines: list[_Line], unit: _Unit) -> int:
    """The end of the title, or of its line where nothing but a stop follows."""
    end = max(unit.title.end, unit.mark.label.end)
    line_end = lines[unit.last_line].end
    return end if _WORD_OR_DIGIT.search(folded, end, line_end) else line_end


_WORD_OR_DIGIT: Final = re.compile(r"\w")


def _text(folded: str, start: int, end: int, kind: PieceKind | None, unit: _Unit | None) -> Piece:
    if kind is not None or unit is None:
        return Piece(kind or "prose", Span(start, end), None)
    if not unit.has_text and _WORD_OR_DIGIT.search(folded, start, end):
        unit.has_text = True
    return Piece("attachment" if unit.attached else "prose", Span(start, end), unit.id)


def _last(folded: str, end: int) -> str:
    """The last character before ``end`` that is no space; a stop where there is none."""
    while end and folded[end - 1] in " \n":
        end -= 1
    return folded[end - 1] if end else "。"


def _assign_roles(
    units: list[_Unit], folded: str, headings: Mapping[SectionRole, tuple[str, ...]]
) -> None:
    """Give every unit the role of the section it stands in, and tell parents of their children."""
    words = [(word, role) for role, listed in headings.items() for word in listed]
    sections = any(unit.mark.style.level == "section" and not unit.attached for unit in units)
    for unit in units:
        inherited: SectionRole | None = None
        if unit.parent:
            inherited = unit.parent.role
        elif not unit.attached and (unit.mark.style.level == "section" or not sections):
            inherited = "tasks"
        if unit.mark.style.level == "section" or (not sections and unit.parent is None):
            unit.role = _role(folded[unit.title.start : unit.title.end], words) or inherited
        else:
            unit.role = inherited
        _tell_parents(unit)


def _tell_parents(unit: _Unit) -> None:
    if unit.parent:
        unit.parent.has_children = True
    if unit.mark.style.level in ("item", "subitem"):
        above = unit.parent
        while above and not above.has_items:
            above.has_items = True
            above = above.parent


def _role(title: str, words: list[tuple[str, SectionRole]]) -> SectionRole | None:
    """The role whose word stands first in a title, the longer word before the shorter.

    A word of one or two characters (目标, 原则) names the section only where little else
    stands beside it: 整改目标 does, 完成能源消费和碳排放年度双控目标 does not.
    """
    found: list[tuple[int, int, SectionRole]] = []
    for part in _PART_OF_TITLE.finditer(title):
        for word, role in words:
            at = part[0].find(word)
            beside = len(_PLAN_NAME.sub("", part[0])) - len(word)
            alone = beside <= _BESIDE and (part.start() == 0 or bool(found))
            if at >= 0 and (len(word) > _SHORT_WORD or alone):
                found.append((part.start() + at, -len(word), role))
    return min(found)[2] if found else None


_PART_OF_TITLE: Final = re.compile("[^和及与、, ]+")
_PLAN_NAME: Final = re.compile(r'"[^"]*"|\d+年?')
_SHORT_WORD: Final = 2
_BESIDE: Final = 6


def _nodes(text: str, units: list[_Unit]) -> Iterator[Node]:
    sections = any(
        unit.role in _WORKING and unit.mark.style.level == "section" and not unit.attached
        for unit in units
    )
    for unit in units:
        mark, title = unit.mark, unit.title
        span = Span(mark.label.start, max(mark.label.end, title.end))
        yield Node(
            id=unit.id,
            parent=unit.parent.id if unit.parent else None,
            level=mark.style.level,
            label=text[mark.label.start : mark.label.end],
            ordinal=unit.number,
            inferred=unit.inferred,
            title=text[title.start : title.end],
            role=unit.role if mark.style.level == "section" else None,
            task=_is_task(unit, sections),
            span=span,
            quote=text[span.start : span.end],
            title_span=title,
            extent=Span(span.start, max(span.end, unit.end)),
        )


_WORKING: Final = ("tasks", "safeguards")


def _is_task(unit: _Unit, sections: bool) -> bool:
    """Whether a unit is a unit of work (FACTS: an item, or a higher unit of text alone)."""
    level = unit.mark.style.level
    if unit.attached:
        return False
    if level in ("item", "subitem"):
        return unit.role in _WORKING or not (sections or _in_section(unit))
    if level not in ("section", "subsection") or unit.role not in _WORKING or unit.has_items:
        return False
    return unit.has_text or not unit.has_children


def _in_section(unit: _Unit) -> bool:
    above = unit.parent
    while above and above.mark.style.level != "section":
        above = above.parent
    return above is not None
