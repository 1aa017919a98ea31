"""Lines, and the signs that officials number with: what the outline's grammar finds in a text."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal
from unicodedata import numeric

from attrs import define, frozen

from ecoplan.model import Level, Span
from ecoplan.numerals import to_int
from ecoplan.source import Source

if TYPE_CHECKING:
    from lark import Lark, Token

__all__ = [
    "ATTACHMENT",
    "ITEM",
    "POINT",
    "RANKS",
    "SECTION",
    "SENTENCE_ENDS",
    "Line",
    "LineForm",
    "Mark",
    "Style",
    "last_character",
    "scan",
    "stripped",
]


@frozen
class Style:
    """A style of numbering: how deep it nests, and what level of unit it marks."""

    rank: int
    level: Level


ATTACHMENT: Final = Style(0, "attachment")
SECTION: Final = Style(3, "section")
SUBSECTION: Final = Style(4, "subsection")
ITEM: Final = Style(5, "item")
POINT: Final = Style(8, "point")
_STYLES: Final = {
    "ATTACHMENT": ATTACHMENT,
    "CHAPTER": Style(1, "section"),
    "PART": Style(2, "subsection"),
    "SECTION": SECTION,
    "SUBSECTION": SUBSECTION,
    "ITEM": ITEM,
    "SUBITEM": Style(6, "subitem"),
    "CIRCLED": Style(7, "subitem"),
    "POINT": POINT,
    "LOST_NUMBER": ITEM,
    "LOST_BRACKET": SUBSECTION,
}
RANKS: Final = 9

LineForm = Literal["text", "date", "imprint", "page", "contents"]
_LINE_FORMS: Final[Mapping[str, LineForm]] = {
    "DATE": "date",
    "IMPRINT": "imprint",
    "PAGE": "page",
    "CONTENTS": "contents",
    "LEADER": "contents",
}
_TITLES: Final = frozenset({"TITLE", "LEADER"})


@define
class Line:
    """A line of the text with its line end and the empty lines after it."""

    start: int
    end: int
    form: LineForm
    tabular: bool
    """True where a tab stands between words, as between the cells of a table."""


@define
class Mark:
    """A sign that may open a unit."""

    style: Style
    start: int
    label: Span
    title: Span
    """What follows the label, without surrounding spaces; empty where nothing does."""
    number: int | None
    """Null where the page lost it, and where 附件 has none."""
    line: int
    inline: bool
    """True where the mark stands within a line."""
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


def _tokens(folded: str) -> "Iterator[Token]":
    """The grammar's tokens, strings with a ``type``. Joined they are the text again."""
    from lark import TextSlice

    parse = _grammar().parse
    start = 0
    while start < len(folded):
        end = folded.find("\n", start + _BLOCK) + 1 or len(folded)
        yield from parse(TextSlice(folded, start, end)).children  # type: ignore[misc]
        start = end


def scan(source: Source) -> tuple[list[Line], list[Mark]]:
    """The lines and the marks of a text."""
    folded, text = source.folded, source.text
    tabs = "\t" in text
    lines: list[Line] = []
    marks: list[Mark] = []
    form: LineForm = "text"
    start = end = 0
    for token in _tokens(folded):
        at, end = end, end + len(token)
        kind = token.type
        if kind in _STYLES:
            marks.append(_mark(folded, kind, Span(at, end), len(lines), at > start))
        elif kind in _TITLES:
            marks[-1].title = _title(folded, at, end)
        if kind in _LINE_FORMS:
            form = _LINE_FORMS[kind]
        if token[-1] == "\n" or end == len(folded):
            lines.append(Line(start, end, form, tabs and "\t" in text[start:end].strip()))
            start, form = end, "text"
    return lines, marks


def _mark(folded: str, kind: str, token: Span, line: int, inline: bool) -> Mark:
    characters = " :" if kind == "ATTACHMENT" else " "
    label = stripped(folded, token.start, token.end, characters)
    return Mark(
        style=_STYLES[kind],
        start=token.start,
        label=label,
        title=Span(label.end, label.end),
        number=_ordinal(folded[label.start : label.end]),
        line=line,
        inline=inline,
    )


def _title(folded: str, start: int, end: int) -> Span:
    """A title without the spaces around it; at a line's end without a last ； or stop too."""
    if folded.startswith("。", end):
        return stripped(folded, start, end)
    return stripped(folded, start, end, " ;.")


def stripped(folded: str, start: int, end: int, characters: str = " \n") -> Span:
    """The span without those characters at its start and its end."""
    while start < end and folded[start] in characters:
        start += 1
    while start < end and folded[end - 1] in characters:
        end -= 1
    return Span(start, end)


def last_character(folded: str, end: int) -> str:
    """The last character before ``end`` that is no space; a 。 where there is none."""
    while end and folded[end - 1] in " \n":
        end -= 1
    return folded[end - 1] if end else "。"


SENTENCE_ENDS: Final = frozenset("。;:!?)>\"'》」]….")

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
