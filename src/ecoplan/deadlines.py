"""When something has to be done: which times of a sentence set a limit."""

from attrs import define, evolve, field

from ecoplan.assignments import Draft
from ecoplan.model import Span
from ecoplan.passages import Clause, Passage, Reading
from ecoplan.resolve.dates import When, read_when

__all__ = ["Deadlines"]


@define
class Deadlines:
    """Reads deadlines passage by passage; tells the readers of goals which times were limits."""

    reading: Reading
    drafts: list[Draft] = field(factory=list)
    limits: dict[int, When] = field(factory=dict)
    """Start of a time island → what it sets, for every island that is a deadline."""

    def read(self, passage: Passage, aims: bool) -> None:
        """Add the deadlines of one passage; ``aims`` where it sets out goals."""
        self.limits.clear()
        if passage.kind not in ("heading", "prose"):
            return
        for clause in passage.clauses:
            for number, island in enumerate(clause.islands):
                if island.kind == "time":
                    self._time(passage, clause, number, aims)
        self._terms(passage)

    def _time(self, passage: Passage, clause: Clause, number: int, aims: bool) -> None:
        island = clause.islands[number]
        when = read_when(island, self.reading.words, self.reading.year)
        if when is None or self._is_past(when) or not self._is_limit(clause, number, when, aims):
            return
        self.limits[island.start] = when
        self._add(passage, Span(island.start, island.end), when)

    def _is_limit(self, clause: Clause, number: int, when: When, aims: bool) -> bool:
        """Whether a time says when something is to be done, or only describes."""
        island = clause.islands[number]
        folded = self.reading.folded
        if when.past or self._describes(clause, island.end) or self._is_period(island.start):
            return False
        if folded.count('"', clause.start, island.start) % 2:
            return False  # within a slogan or a name
        if when.limit:
            return True
        leads = not folded[clause.start : island.start].strip(' "')
        if when.type == "period":
            return leads
        if not leads:
            return False
        token_types = {token.type for token in island.tokens}
        if token_types & {"MONTH", "EDGE", "QUARTER", "HALF", "YEAR_END"}:
            return True
        # A bare year is the plan's heading (2021年,…) or, where it lies ahead, a term for a goal.
        ahead = self.reading.year is None or (when.year or 0) > self.reading.year
        return aims and ahead and when.year is not None

    def _describes(self, clause: Clause, end: int) -> bool:
        """True where the words behind the time make it describe a thing."""
        folded = self.reading.folded
        return folded.startswith(("的", "仍", "以来", "期间的", "度", "是"), end)

    def _is_period(self, start: int) -> bool:
        """True for the plan's own period: its term of validity, the years that it looks ahead."""
        return self.reading.folded.endswith(("有效期", "规划期", "展望"), 0, start)

    def _is_past(self, when: When) -> bool:
        """True for what lies before the plan's year: it tells what has been done."""
        last = when.due or when.start
        return last is not None and self.reading.year is not None and last.year < self.reading.year

    def _terms(self, passage: Passage) -> None:
        """完成时限:6月底 - dates that a label makes deadlines, bare months included."""
        islands = [island for clause in passage.clauses for island in clause.islands]
        for label, after in zip(islands, islands[1:], strict=False):
            if label.kind == "TERM_LABEL" and after.kind == "time" and after.start not in self.limits:
                when = read_when(after, self.reading.words, self.reading.year)
                if when is not None and not self.reading.folded[label.end : after.start].strip():
                    self.limits[after.start] = when
                    self._add(passage, Span(after.start, after.end), when)

    def _add(self, passage: Passage, span: Span, when: When) -> None:
        self.drafts.append(
            {
                "node": passage.node.id if passage.node else None,
                "span": span,
                "type": when.type,
                "start": when.start,
                "due": when.due,
                "rrule": when.rrule,
                "duration": when.duration,
                "reason": when.reason,
                "inferred": when.inferred,
            }
        )
