"""The numbered hierarchy of a document, and the partition of its text.

Three steps: the grammar finds lines and *marks*, the signs that officials number with
(`marks`); their sequence decides which of them open a *unit* (`numbering`); what stands around
the units is front, signature or furniture (`regions`).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from attrs import frozen

from ecoplan.jurisdictions import Jurisdiction
from ecoplan.jurisdictions.wordbook import wordbook
from ecoplan.model import Node, Piece, PieceKind, SectionRole, Span
from ecoplan.outline.marks import POINT, SENTENCE_ENDS, Line, last_character, scan
from ecoplan.outline.numbering import Numbering, Unit
from ecoplan.outline.regions import Kinds, Regions
from ecoplan.source import Source, fold
from ecoplan.vocabulary.forms import form

__all__ = ["Outline", "read_outline"]


@frozen
class Outline:
    """The units of a document and the stretches of its text."""

    nodes: tuple[Node, ...]
    """In the order of the text, parents before children."""
    pieces: tuple[Piece, ...]
    """A partition of the text: adjacent, in order, none empty."""


def read_outline(
    source: Source, jurisdiction: Jurisdiction, tables: Sequence[Span] = ()
) -> Outline:
    """The outline of any text. Sections get their roles by the jurisdiction's headings.

    ``tables`` are where its tables of indicators stand: in them nothing heads a unit.
    """
    lines, marks = scan(source)
    numbering = Numbering(source, lines, tables)
    units = numbering.units(marks)
    phrases = tuple(fold(phrase) for phrase in jurisdiction.furniture)
    kinds = Regions(source.folded, lines, units, numbering.lists, phrases).sort()
    _close(units, lines, kinds, len(source.text))
    labelled = form(wordbook(jurisdiction), "labelled")
    _tell_attached_plans(units, source.folded, labelled)
    pieces = tuple(_with_tables(_pieces(source.folded, lines, units, kinds), tables))
    _assign_roles(units, source.folded, jurisdiction.headings)
    return Outline(tuple(_nodes(source.text, units)), pieces)


def _close(units: list[Unit], lines: list[Line], kinds: Kinds, end: int) -> None:
    """Give every unit its end: the next unit as high, or whatever ends the body."""
    stops = [
        line.start
        for number, line in enumerate(lines)
        if line.form != "page" and kinds.get(number, "front") != "front"
    ]
    following: list[Unit] = []
    for unit in reversed(units):
        while following and following[-1].mark.style.rank > unit.mark.style.rank:
            following.pop()
        unit.end = following[-1].mark.start if following else end
        stop = bisect_left(stops, unit.title.end)
        if stop < len(stops):
            unit.end = min(unit.end, stops[stop])
        following.append(unit)


def _tell_attached_plans(units: list[Unit], folded: str, labelled: "re.Pattern[str]") -> None:
    """Tell attachments that say what is to be done from lists and tables.

    They have sections, or name who answers for their items (责任单位:…).
    """
    heads = [at for at, unit in enumerate(units) if unit.attached and unit.parent is None]
    for head, following in pairwise([*heads, len(units)]):
        attached = units[head:following]
        sections = any(unit.mark.style.level == "section" for unit in attached)
        start, end = attached[0].mark.start, attached[-1].end
        if sections or labelled.search(folded, start, end):
            for unit in attached:
                unit.sets_out_work = True


def _pieces(folded: str, lines: list[Line], units: list[Unit], kinds: Kinds) -> Iterator[Piece]:
    """Cut the text at its lines and its headings."""
    current: Unit | None = None
    waiting = iter(units)
    unit = next(waiting, None)
    at = 0
    for number, line in enumerate(lines):
        while unit is not None and unit.mark.line == number:
            if unit.mark.start > at:
                yield _text(folded, at, unit.mark.start, kinds.get(number), current)
            following = next(waiting, None)
            at = _heading_end(folded, lines, unit, following)
            yield Piece("heading", Span(unit.mark.start, at), unit.id)
            current, unit = unit, following
        if at < line.end:
            yield _text(folded, at, line.end, kinds.get(number), current)
            at = line.end
        if current and current.mark.style is POINT and _ends_paragraph(folded, line.end):
            current = current.parent


def _with_tables(pieces: Iterator[Piece], tables: Sequence[Span]) -> Iterator[Piece]:
    """The pieces, those that begin in a table put together to one."""
    waiting = iter(tables)
    table = next(waiting, None)
    held: Piece | None = None
    for piece in pieces:
        while table is not None and table.end <= piece.span.start:
            table = next(waiting, None)
            if held is not None:
                yield held
                held = None
        if table is None or piece.span.start < table.start or piece.kind == "furniture":
            yield from (held, piece) if held else (piece,)
            held = None
        else:
            start = held.span.start if held else piece.span.start
            held = Piece("table", Span(start, piece.span.end), piece.node)
    if held is not None:
        yield held


def _ends_paragraph(folded: str, end: int) -> bool:
    return last_character(folded, end) in SENTENCE_ENDS


def _heading_end(folded: str, lines: list[Line], unit: Unit, following: Unit | None) -> int:
    """The end of the title, or of what stands before the next cut where that is but a stop."""
    end = max(unit.title.end, unit.mark.label.end)
    cut = lines[unit.last_line].end
    if following and following.mark.start < cut:
        cut = following.mark.start
    return end if _WORD_OR_DIGIT.search(folded, end, cut) else cut


_WORD_OR_DIGIT: Final = re.compile(r"\w")


def _text(folded: str, start: int, end: int, kind: PieceKind | None, unit: Unit | None) -> Piece:
    if kind is not None or unit is None:
        return Piece(kind or "prose", Span(start, end), None)
    if not unit.has_text and _WORD_OR_DIGIT.search(folded, start, end):
        unit.has_text = True
    listed = unit.attached and not unit.sets_out_work
    return Piece("attachment" if listed else "prose", Span(start, end), unit.id)


def _assign_roles(
    units: list[Unit], folded: str, headings: Mapping[SectionRole, tuple[str, ...]]
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


def _tell_parents(unit: Unit) -> None:
    if unit.parent and unit.mark.style is not POINT:
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
        length = len(_PLAN_NAME.sub("", part[0]))
        heads = part.start() == 0 or bool(found)
        for word, role in words:
            at = part[0].find(word)
            if at < 0:
                continue
            if len(word) > _SHORT_WORD or (heads and length - len(word) <= _BESIDE):
                found.append((part.start() + at, -len(word), role))
    return min(found)[2] if found else None


_PART_OF_TITLE: Final = re.compile("[^和及与、, ]+")
_PLAN_NAME: Final = re.compile(r'"[^"]*"|\d+年?')
_SHORT_WORD: Final = 2
_BESIDE: Final = 6


def _nodes(text: str, units: list[Unit]) -> Iterator[Node]:
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


def _is_task(unit: Unit, sections: bool) -> bool:
    """Whether a unit is a unit of work (FACTS: an item, or a higher unit of text alone)."""
    level = unit.mark.style.level
    if unit.attached:
        return False
    if level in ("item", "subitem"):
        return unit.role in _WORKING or not (sections or _in_section(unit))
    if level not in ("section", "subsection") or unit.role not in _WORKING or unit.has_items:
        return False
    return unit.has_text or not unit.has_children


def _in_section(unit: Unit) -> bool:
    above = unit.parent
    while above and above.mark.style.level != "section":
        above = above.parent
    return above is not None
