"""What is to be reached and what is to be delivered, clause by clause."""

from attrs import define, evolve, field

from ecoplan.model import Span
from ecoplan.readers.aims import introduces_goals
from ecoplan.readers.context import Context
from ecoplan.readers.deadlines import Deadlines
from ecoplan.readers.deliverables import Deliverables
from ecoplan.readers.goals import Goals
from ecoplan.readers.passages import Clause, Passage, Reading
from ecoplan.readers.states import States
from ecoplan.readers.values import Group, Kind, Values

__all__ = ["Targets"]


@define
class Targets:
    """Reads goals and deliverables passage by passage."""

    reading: Reading
    goals: Goals = field(init=False)
    deliverables: Deliverables = field(init=False)
    _context: Context = field(init=False)
    _values: Values = field(init=False)
    _states: States = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._context = Context(self.reading)
        self._values = Values(self._context)
        self.goals = Goals(self._context)
        self.deliverables = Deliverables(self._context)
        self._states = States(self._context, self.goals)

    def read(self, passage: Passage, aim: bool, times: Deadlines) -> None:
        """Add what one passage aims at; ``aim`` where it stands under a heading of goals."""
        self.goals.stated.clear()
        if passage.kind not in ("heading", "prose"):
            return
        if "\t" in self.reading.text[passage.start : passage.end]:
            return  # a row of a table that is none of indicators
        aim = aim and not self._guides(passage)
        self._context.enter(passage, aim)
        for clause, following in zip(passage.clauses, (*passage.clauses[1:], None), strict=False):
            if clause.opens:
                self._context.open(aim)
            ends = following is None or following.opens
            self._context.sentence.following = None if ends else following
            aim = aim or introduces_goals(self.reading, clause)
            stated = len(self.goals.drafts)
            valued = bool(aim or clause.islands) and self._read_clause(clause, aim, times)
            if self._context.place is not None and len(self.goals.drafts) == stated:
                self.goals.leave(self._context.place, clause)
            self._context.sentence.population = self._population(clause)
            self._context.sentence.before = None if valued else clause

    def _read_clause(self, clause: Clause, aim: bool, times: Deadlines) -> bool:
        """Add what a clause aims at; true where that has a value."""
        self._context.carry(clause, times)
        upon = self.reading.words.words("upon")  # what the work rests on is there already
        at_end = self.reading.folded.endswith(upon, clause.start, clause.end)
        if self._context.sentence.looks_back or at_end:
            return False
        valued = self._read_values(clause, aim)
        if aim and not valued:
            self._states.read(clause, times)
        return valued

    def _population(self, clause: Clause) -> Span | None:
        """The population that a clause names and no more, for the next one to measure."""
        folded = self.reading.folded
        whole = folded.endswith("中", clause.start, clause.end) and folded.startswith(
            ",", clause.end
        )
        return Span(clause.start, clause.end - 1) if whole else None

    def _guides(self, passage: Passage) -> bool:
        """True for a paragraph of 指导思想 (guiding thought) beside those that set goals."""
        guides = self.reading.words.matcher("guidance")
        return guides.match(self.reading.folded, passage.start, passage.end) is not None

    def _read_values(self, clause: Clause, aim: bool) -> bool:
        """Add the goals and deliverables with numbers; true where there is one."""
        found = False
        before: Kind | None = None
        for group in self._values.groups(clause):
            kind = self._values.kind(clause, group, before)
            if aim and kind == "goal":
                group = evolve(group, left=self._states.read_before(clause, group.left))
            stated = kind is not None and self._read_group(clause, group, kind)
            before = kind if stated else before
            found = found or stated or kind == "goal"
        if found:
            self._context.sentence.baseline = None  # it was for this clause's values
        return found

    def _read_group(self, clause: Clause, group: Group, kind: Kind) -> bool:
        if kind != "goal":
            return self.deliverables.read(clause, group, kind)
        if self._values.close(clause, group):
            return self.goals.read(clause, group)
        return self.goals.read_reached(clause, group)
