"""Stretches of prose with their clauses and islands: what the readers of facts go through."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from attrs import frozen

from ecoplan.clauses import Island
from ecoplan.model import Node, Piece
from ecoplan.outline.hierarchy import Outline
from ecoplan.resolve.bodies import BodyReader
from ecoplan.vocabulary import Vocabulary
from ecoplan.vocabulary.forms import form

__all__ = ["Clause", "Draft", "Passage", "Reading", "passages"]

Draft = dict[str, Any]
"""A fact while the document is read: attribute → value. Its id and quote come last."""


@frozen
class Reading:
    """One document while it is read: the text, its folded view, and what words mean in it."""

    text: str
    folded: str
    words: Vocabulary
    bodies: BodyReader
    year: int | None
    """The plan's own year, or that of most of its months where it does not date itself; null where
    the document names none."""
    issued: dt.date | None
    """The day it was signed; null where the document does not say."""

    def form(self, name: str) -> re.Pattern[str]:
        """The form of that name."""
        return form(self.words, name)

    def behind_leading(self, clause: "Clause", start: int, end: int, name: str) -> int:
        """Where the verb of the bodies before ``start`` begins, ``end`` at the latest.

        Times stand before it, and what the form of that ``name`` tells: (甲局)要在9月底前(完成).
        """
        leads = self.form(name)
        at, begun = start, -1
        while at > begun:
            begun = at
            leading = leads.match(self.folded, at, end)
            at = min(clause.behind_time(leading.end() if leading else at), end)
        return at


@frozen
class Clause:
    """The text between two stops, with its islands."""

    start: int
    end: int
    opens: bool
    """True where it opens a sentence."""
    islands: tuple[Island, ...]

    def behind_time(self, at: int) -> int:
        """The end of the time that begins at ``at``; ``at`` where none does: 企业(9月底前)整改."""
        times = (island for island in self.islands if island.kind == "time")
        return next((time.end for time in times if time.start == at), at)

    def before_time(self, at: int) -> int:
        """The start of the time that ends at ``at``; ``at`` where none does: 甲局(每日)会商."""
        times = (island for island in self.islands if island.kind == "time")
        return next((time.start for time in times if time.end == at), at)


@frozen
class Passage:
    """A heading or a paragraph, or what stands of it on one line."""

    kind: str
    """That of its pieces: heading, prose, front; attachment for the title of one."""
    start: int
    end: int
    node: Node | None
    fresh: bool
    """True where it begins a line; false for the text behind a heading on the same line."""
    clauses: tuple[Clause, ...]
    marks: tuple[Island, ...]
    """Responsibility marks and labelled lines; they are part of no clause."""

    @property
    def node_id(self) -> str | None:
        """Id of the unit it belongs to; null outside every one."""
        return self.node.id if self.node else None


_STOPS = re.compile(r"[,;。!?\n:]")
_SENTENCE_ENDS = "。!?\n"
_MARKS = frozenset({"mark", "labelled"})
_LONGEST = 800
"""A clause that goes on for longer is cut before the next island: what the readers do in a clause
grows with the square of its islands."""
_WRAPPED = 20
"""A line this long that ends in no punctuation goes on in the next: text taken from PDF files."""


def passages(folded: str, outline: Outline, islands: Sequence[Island]) -> Iterator[Passage]:
    """Every piece of the document that can state something, in order."""
    nodes = {node.id: node for node in outline.nodes}
    at = 0
    for kind, start, end, unit in _joined(folded, outline.pieces):
        while at < len(islands) and islands[at].start < start:
            at += 1
        first = at
        while at < len(islands) and islands[at].start < end:
            at += 1
        yield _passage(folded, kind, start, end, nodes.get(unit or ""), islands[first:at])


def _joined(folded: str, pieces: Sequence[Piece]) -> Iterator[tuple[str, int, int, str | None]]:
    """Pieces, with the lines that a page's width has broken put together again."""
    held: tuple[str, int, int, str | None] | None = None
    for piece in pieces:
        start, end = piece.span.start, piece.span.end
        same = held and held[0] == piece.kind == "prose" and held[3] == piece.node
        if held and same and _goes_on(folded, held[1], held[2], start):
            held = (held[0], held[1], end, held[3])
            continue
        if held:
            yield held
        held = (piece.kind, start, end, piece.node)
    if held:
        yield held


def _goes_on(folded: str, start: int, end: int, after: int) -> bool:
    line_start = folded.rfind("\n", start, end - 1) + 1
    line = folded[max(start, line_start) : end].rstrip("\n")
    broken = end - max(start, line_start) - len(line) == 1
    return (
        broken
        and len(line) >= _WRAPPED
        and line[-1] not in "。;:!?)]"
        and not folded.startswith(_INDENT, after)
        and not _LABELLED.match(folded, after)
    )


_INDENT = "  "
"""Begins a paragraph (GB/T 9704-2012, 7.3.4: two characters), and no line that goes on."""
_LABELLED = re.compile(r" *[^\W\d_]{2,8} ?:")


def _passage(
    folded: str, kind: str, start: int, end: int, node: Node | None, islands: Sequence[Island]
) -> Passage:
    fresh = start == 0 or folded[start - 1] == "\n"
    if kind == "heading" and node is not None and node.level == "attachment":
        kind = "attachment"  # its title only names it
    elif kind == "heading" and node is not None:
        start = node.title_span.start
    marks = tuple(island for island in islands if island.kind in _MARKS)
    clauses = tuple(_clauses(folded, start, end, islands))
    return Passage(kind, start, end, node, fresh, clauses, marks)


def _clauses(folded: str, start: int, end: int, islands: Sequence[Island]) -> list[Clause]:
    """The clauses in order. Stops within an island end none; a mark ends one like a stop."""
    clauses: list[Clause] = []
    at, opens = start, True
    own: list[Island] = []
    stops = _STOPS.finditer(folded, start, end)
    stop = next(stops, None)
    for island in (*islands, None):
        before = island.start if island else end
        while stop is not None and stop.start() < before:
            edge = stop.start()
            if not (folded[edge] == "\n" and edge + 1 < end and folded[edge + 1] != "\n"):
                _add(clauses, folded, at, edge, opens, own)
                at, opens, own = edge + 1, folded[edge] in _SENTENCE_ENDS, []
            stop = next(stops, None)
        if island is None:
            break
        while stop is not None and stop.start() < island.end:
            stop = next(stops, None)
        if island.kind in _MARKS or island.start - at > _LONGEST:
            _add(clauses, folded, at, island.start, opens, own)
            at, opens, own = island.start, False, []
        if island.kind in _MARKS:
            at = min(island.end, end)
            opens = _opens_behind(folded, island, at, end)
        else:
            own.append(island)
    _add(clauses, folded, at, end, opens, own)
    return clauses


def _opens_behind(folded: str, mark: Island, at: int, end: int) -> bool:
    """Whether a sentence begins behind a mark: what it governs has ended, stop or none."""
    before = folded[max(0, mark.start - 4) : mark.start].rstrip(" \n")
    return before.endswith(tuple(_SENTENCE_ENDS)) or (at < end and folded[at] not in ",;、")


def _add(
    clauses: list[Clause], folded: str, start: int, end: int, opens: bool, islands: list[Island]
) -> None:
    """Add a clause without the spaces around it, where anything is left."""
    while start < end and folded[start] in " \n":
        start += 1
    while start < end and folded[end - 1] in " \n":
        end -= 1
    if start < end:
        clauses.append(Clause(start, end, opens, tuple(islands)))
