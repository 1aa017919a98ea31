"""How a document's front and end are laid out: days, lines by kind, wrapped lines joined."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, cast

from attrs import field, frozen

from ecoplan.model import Span
from ecoplan.numerals import to_int
from ecoplan.vocabulary import HAN
from ecoplan.vocabulary.documents import wording

__all__ = [
    "DAY",
    "NUMBER",
    "Joined",
    "Line",
    "LineKind",
    "as_joined",
    "day_in",
    "day_of",
    "lines_of",
]

LineKind = Literal[
    "blank",
    "heading",
    "attachment",
    "labelled",
    "number",
    "date",
    "remark",
    "trail",
    "letterhead",
    "addressees",
    "prose",
    "short",
]


# Days

_YEAR = r"(?P<year>(?:19|20)\d\d|[一二][〇○0零一二三四五六七八九]{3})"
DAY = re.compile(
    _YEAR + r" ?(?:年|[-./]) ?(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})"
    r" ?(?:月|[-./]) ?(?P<day>\d{1,2}|[一二三四五六七八九十]{1,3})(?: ?日|(?!\d))"
)


def day_in(folded: str, start: int = 0, end: int | None = None) -> tuple[dt.date, int, int] | None:
    """The first day named in ``folded[start:end]``, with its place; null where there is none.

    Days that no calendar has (2月30日) are passed over.
    """
    for found in DAY.finditer(folded, start, len(folded) if end is None else end):
        if day := day_of(found):
            return day, found.start(), found.end()
    return None


def day_of(found: re.Match[str]) -> dt.date | None:
    """The day that a match of `DAY` names; null where no calendar has it (2月30日)."""
    year, month, day = (_whole(found[part]) for part in ("year", "month", "day"))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _whole(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else to_int(numeral.replace("0", "〇"))


# Lines

NUMBER = rf"{HAN}{{1,16}} ?[\[(] ?(?:19|20)\d\d ?[\])] ?第? ?\d{{1,5}} ?号"
"""发文字号, a document's number, folded: 环发[2031]7号."""


@frozen
class Line:
    """A line of the text, without the spaces around it."""

    start: int
    end: int
    words: str
    """Folded."""
    kind: LineKind


_FORMS: tuple[tuple[LineKind, str], ...] = (
    ("heading", r"第[一1] ?[章部]|[一1] ?、|1\.(?!\d)|\([一1]\)|(?:目 *录|前 *言|引 *言)$"),
    ("attachment", r"附 ?件"),
    ("number", rf"\(?{NUMBER}\)?$"),
    ("date", rf"[^。;!?,]{{0,60}}?{DAY.pattern}(?: *\d\d?:\d\d(?::\d\d)?)?(?: *印发)?$"),
    ("remark", r"\([^()]*\)$"),
    ("trail", rf".{{0,6}}位置 ?:|[^>。;]++>+ ?{HAN}"),  # where the page stands on its site
    ("letterhead", rf"(?:{HAN}|[ 、]){{3,60}}文 ?件$"),
    ("addressees", r".*:$"),
    ("prose", r".*[。;!?,]|.{81}"),
)
_FORM = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _FORMS))


def _kind(words: str) -> LineKind:
    if not words:
        return "blank"
    if wording().labels.search(words) if ":" in words else wording().label_in_row.match(words):
        return "labelled"
    form = _FORM.match(words)
    return cast(LineKind, form.lastgroup) if form else "short"


def lines_of(folded: str, start: int, end: int) -> Iterator[Line]:
    """The lines of ``folded[start:end]``; the first and the last may be cut."""
    for words in folded[start:end].split("\n"):
        bare = words.strip()
        first = start + (len(words) - len(words.lstrip()))
        yield Line(first, first + len(bare), bare, _kind(bare))
        start += len(words) + 1


@frozen
class Joined:
    """Words of one line or of several put together, each character with its offset."""

    words: str
    offsets: Sequence[int] = field(repr=False)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Joined":
        """Several lines, or one, without the spaces."""
        placed = [
            (character, offset)
            for line in lines
            for offset, character in enumerate(line.words, line.start)
            if character != " "
        ]
        return cls("".join(character for character, _ in placed), [offset for _, offset in placed])

    def span(self, start: int, end: int) -> Span:
        """Where ``words[start:end]`` stand in the text."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def part(self, start: int, end: int) -> "Joined":
        """``words[start:end]``."""
        return Joined(self.words[start:end], self.offsets[start:end])

    def stripped(self, characters: str = "、《》 ") -> "Joined":
        """The words without ``characters`` around them."""
        left = len(self.words) - len(self.words.lstrip(characters))
        return self.part(left, left + len(self.words.strip(characters)))


def as_joined(line: Line) -> Joined:
    """One line with its spaces."""
    return Joined(line.words, range(line.start, line.end))
