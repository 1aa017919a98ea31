"""Texts that a page has set: lines broken at its width, its numbers between them, stray spaces.

Characters that nobody sees (the zero-width ones that pages put between words) go with them.

Such a text (`pdftotext` makes it) is read as if the page had never been. What is read is then tied
to the characters as they stand, line ends, page numbers and spaces within them included: every span
of the plan is one of the text as given.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from attrs import evolve, fields, frozen, has

from ecoplan.model import NOWHERE, Node, Piece, Plan, Span
from ecoplan.vocabulary import HAN

__all__ = ["Unwrapped", "unwrapped"]

_LONGEST = 60
"""Ems of the longest line that a page sets (GB/T 9704-2012 sets 28 characters)."""
_SHORTEST = 18
"""Ems of a line that can be full."""
_FEWEST_BROKEN = 6
"""Lines that have to be broken for a text to be one of broken lines."""
_BROKEN_SHARE = 0.2
"""Of its lines."""
_NEAR = 0.15
"""Share of the page's width by which full lines differ."""
_QUITE = 1.5
"""Ems that a line which ends a sentence may lack, and still be one that the page has broken."""
_ALIKE = 0.7
"""Share of the broken lines that are about as long as the page is wide."""
_FEWEST_SPACES = 8
"""Stray spaces that a text has to have for all of them to go."""

_ENDS = ("。", "!", "?", ";", ":", "！", "？", "；", "：", ")", "）")
_PAGE = re.compile(r"[ \u3000]*[-—–－]{0,2}[ \u3000]*\d{1,3}[ \u3000]*[-—–－]{0,2}[ \u3000]*\Z")
_DASHED_PAGE = re.compile(r"[ \u3000]*[-—–－]{1,2}[ \u3000]*\d{1,3}[ \u3000]*[-—–－]{1,2}\s*\Z")
_HAN_NUMBER = "[一二三四五六七八九十百零〇]{1,4}"
_BEGINS_UNIT = re.compile(
    rf"\s*(?:第(?:{_HAN_NUMBER}|\d{{1,3}}) ?[章节编篇条]|{_HAN_NUMBER} ?[、.．]"
    rf"|[（(] ?(?:{_HAN_NUMBER}|\d{{1,2}}) ?[)）]|\d{{1,2}} ?[、.．](?!\d)|[①-⑳⑴-⒇]"
    rf"|附 ?件|专栏|[—–-]{{2}}|{_HAN_NUMBER}[是要](?={HAN}))"
)
_INDENT = re.compile("[ \u3000]{2}|\u3000|\t")
_SET = f"{HAN}|[、，。；：（）《》“”]"
"""What is set without spaces around it."""
_STRAY = re.compile(rf"(?<={_SET}) (?=[\dA-Za-z≤≥<>])|(?<=[\dA-Za-z%％]) (?={_SET}|[%％])")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
"""Soft hyphens, zero-width characters and byte order marks."""
_CELLS = re.compile(r"\S(?: {2,}|\t)\S|\d ?[%％]? [\d≤≥<>-]")
"""What parts the cells of a row."""


@frozen
class Unwrapped:
    """A text without its page, and where each of its characters stands in the text as given."""

    text: str
    given: str
    kept: Sequence[Span]
    """The parts of `given` that make up `text`, in order, and its end."""
    starts: Sequence[int]
    """Where in `text` each of them starts."""

    def restored(self, plan: Plan) -> Plan:
        """``plan``, read in `text`, over the text as given."""
        layers = {each.name: self._moved(getattr(plan, each.name)) for each in fields(Plan)}
        return Plan(**{**layers, "text": self.given})

    def _moved(self, value: Any) -> Any:
        if isinstance(value, Span):
            return self._span(value)
        if isinstance(value, tuple):
            return tuple(map(self._moved, value))
        return self._statement(value) if has(type(value)) else value

    def _statement(self, statement: Any) -> Any:
        changes = {
            each.name: self._moved(getattr(statement, each.name))
            for each in fields(type(statement))
        }
        if isinstance(statement, Piece):
            changes["span"] = self._stretch(statement.span)
        if isinstance(statement, Node):
            changes["extent"] = self._stretch(statement.extent)
        if "quote" in changes and changes["span"] != NOWHERE:
            changes["quote"] = self.given[changes["span"].start : changes["span"].end]
        return evolve(statement, **changes)

    def _span(self, span: Span) -> Span:
        """The words themselves, without what the page has set behind them."""
        if span.end == span.start:
            return span if span == NOWHERE else Span(*[self._origin(span.start)] * 2)
        return Span(self._origin(span.start), self._origin(span.end - 1) + 1)

    def _stretch(self, span: Span) -> Span:
        """A part of a partition: with what the page has set behind it."""
        start = self._origin(span.start) if span.start else 0
        return Span(start, self._origin(span.end))

    def _origin(self, at: int) -> int:
        """The offset in `given` of a character of `text`; of its end, that of the other's."""
        part = bisect_right(self.starts, at) - 1
        return self.kept[part].start + at - self.starts[part]


def unwrapped(text: str) -> Unwrapped | None:
    """``text`` without its page; null where it shows none, as most texts do."""
    lines = text.splitlines(keepends=True)
    followers = _followers(lines)
    width = _page_width(lines, followers)
    strays = set(_strays(lines)) if text.count(" ") >= _FEWEST_SPACES else set[int]()
    dropped = {found.start() for found in _UNSEEN.finditer(text)}
    if width is not None:
        dropped.update(strays, _breaks(lines, followers, width))
    elif len(strays) >= _FEWEST_SPACES:
        dropped.update(strays)
    if not dropped or len(dropped) == len(text):
        return None
    kept = [*_between(sorted(dropped), len(text)), Span(len(text), len(text))]
    parts = [text[each.start : each.end] for each in kept]
    return Unwrapped("".join(parts), text, kept, [0, *accumulate(map(len, parts[:-1]))])


def _between(dropped: Sequence[int], length: int) -> Iterator[Span]:
    """What is left of a text without the characters at those offsets."""
    start = 0
    for at in (*dropped, length):
        if at > start:
            yield Span(start, at)
        start = at + 1


def _page_width(lines: Sequence[str], followers: Sequence[int | None]) -> float | None:
    """How wide the page is that has broken the lines, in ems; null where none has."""
    if not lines or max(map(len, lines)) > 2 * _LONGEST:
        return None
    printed = [_ems(line) for line in lines if line.strip()]
    if max(printed, default=0) > _LONGEST:
        return None
    broken = [
        _ems(line)
        for line, following in zip(lines, followers, strict=True)
        if following is not None and not _ends(line) and not _begins(lines[following])
    ]
    broken = [length for length in broken if length >= _SHORTEST]
    if len(broken) < max(_FEWEST_BROKEN, _BROKEN_SHARE * len(printed)):
        return None
    width = sorted(broken)[len(broken) // 2]
    alike = sum(1 for length in broken if abs(length - width) <= _NEAR * width)
    return width if alike >= _ALIKE * len(broken) else None


def _ems(line: str) -> float:
    """How wide a line is set: a Chinese character is an em, a letter or a digit half of one."""
    return len(line.strip().encode("gb18030", "replace")) / 2


def _followers(lines: Sequence[str]) -> list[int | None]:
    """For each line of text the number of the next one, across the foot of a page.

    Null where blank lines stand between them, and for lines without text of their own.
    """
    followers: list[int | None] = [None] * len(lines)
    following: int | None = None
    paged = parted = False
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].rstrip("\r\n")
        if not line.strip():
            parted = True
        elif _PAGE.match(line):
            paged = True
        else:
            followers[number] = following if paged or not parted else None
            following, paged, parted = number, False, False
    return followers


def _ends(line: str) -> bool:
    """Whether a sentence, or a bracket behind one, ends with the line."""
    return line.rstrip().endswith(_ENDS)


def _begins(line: str) -> bool:
    """Whether a line begins a paragraph: with a unit's number or an indent."""
    return bool(_BEGINS_UNIT.match(line) or _INDENT.match(line))


def _breaks(lines: Sequence[str], followers: Sequence[int | None], width: float) -> Iterator[int]:
    """The offsets of what the page has put between the parts of a line, and of its own lines."""
    starts = list(accumulate(map(len, lines), initial=0))
    for number, (line, following) in enumerate(zip(lines, followers, strict=True)):
        if _DASHED_PAGE.match(line):
            yield from range(starts[number], starts[number + 1])
        if following is None or _begins(after := lines[following]):
            continue
        if _is_broken(line, after, width):
            end = starts[number] + len(line.rstrip())
            yield from range(end, starts[following] + len(after) - len(after.lstrip()))


def _is_broken(line: str, after: str, width: float) -> bool:
    """Whether ``after`` goes on with a line.

    Behind the end of a sentence it does only where the line is quite full, and not with a short
    line that ends none: who signs, or a heading.
    """
    if not _ends(line):
        return _ems(line) >= (1 - 2 * _NEAR) * width
    goes_on = _ends(after) or _ems(after) >= width - _QUITE
    return goes_on and _ems(line) >= width - _QUITE


def _strays(lines: Sequence[str]) -> Iterator[int]:
    """The offsets of spaces between Chinese and digits, but for those that part cells."""
    start = 0
    for line in lines:
        if " " in line and not _CELLS.search(line.strip()):
            for space in _STRAY.finditer(line):
                yield start + space.start()
        start += len(line)
