"""A plan that has no text, as a document in the manner of its jurisdiction.

The words come from the tables that the reader reads by, so that what one of them knows and the
other does not shows at once. Every heading and every goal of a section stands on a line of its
own; an item is one paragraph: its title, what is to be done, by whom.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import TypeVar

from attrs import field, frozen

from ecoplan.jurisdictions import Jurisdiction
from ecoplan.model import (
    Citation,
    Deadline,
    Deliverable,
    Fact,
    Goal,
    Level,
    Metadata,
    Node,
    Plan,
    Responsibility,
    Role,
)
from ecoplan.resolve.wording import Manner, date, deadline, number

__all__ = ["compose"]

Kind = TypeVar("Kind", bound=Fact)

_WORK = "完善管理制度"
"""What is to be done by a date that no goal or deliverable of the node belongs to."""

_ASSIGNMENTS: dict[Role, tuple[Role | None, Role | None, str]] = {
    "lead": ("responsible", "lead", ""),
    "responsible": ("responsible", "responsible", ""),
    "support": ("support", "support", ""),
    "joint": ("joint", None, "开展排查"),
    "supervised": ("supervised", None, "落实整改措施"),
}
"""Role → whose word opens the list of bodies, whose closes it, and the work: 由A、B牵头负责."""

_HEADINGS: frozenset[Level] = frozenset({"section", "subsection", "attachment"})


def compose(plan: Plan, place: Jurisdiction) -> str:
    """The document that says what ``plan`` says."""
    return _Composer(plan, Manner(place)).document()


@frozen
class _Composer:
    plan: Plan
    manner: Manner
    facts: dict[str | None, list[Fact]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        for fact in self.plan.facts:
            self.facts.setdefault(fact.node, []).append(fact)

    @facts.default
    def _no_facts(self) -> dict[str | None, list[Fact]]:
        return {}

    def document(self) -> str:
        lines = chain(
            _front(self.plan.metadata),
            self._sentences(None),
            *(self._unit(node) for node in self.plan.children(None)),
            _signature(self.plan.metadata),
        )
        return "\n".join(lines)

    def _unit(self, node: Node) -> Iterator[str]:
        """The lines of a node and everything below it."""
        below = self.plan.children(node.id)
        if node.level in _HEADINGS:
            yield node.label + node.title
            yield from self._sentences(node.id)
        else:
            points = (self._paragraph(point) for point in below if point.level == "point")
            yield self._paragraph(node) + "".join(points)
        for each in below:
            if each.level != "point":
                yield from self._unit(each)

    def _paragraph(self, node: Node) -> str:
        return f"{node.label}{node.title}。" + "".join(self._sentences(node.id))

    def _sentences(self, node: str | None) -> Iterator[str]:
        facts = self.facts.get(node, [])
        assigned = _of(Responsibility, facts)
        clauses = _Clauses(self.manner, _of(Deadline, facts))
        yield from map(clauses.goal, _of(Goal, facts))
        yield from map(clauses.deliverable, _of(Deliverable, facts))
        yield from clauses.dates_alone()
        yield from (clauses.assignment(each) for each in assigned if each.form != "marker")
        yield from map(_citation, _of(Citation, facts))
        yield from clauses.marker([each for each in assigned if each.form == "marker"])


def _of(kind: type[Kind], facts: Iterable[Fact]) -> list[Kind]:
    return [fact for fact in facts if isinstance(fact, kind)]


# Before and behind the body


def _front(metadata: Metadata) -> Iterator[str]:
    if metadata.document_number:
        yield metadata.document_number
    if metadata.title:
        yield metadata.title
    if metadata.published:
        yield f"发布时间：{metadata.published.isoformat()}"


def _signature(metadata: Metadata) -> Iterator[str]:
    yield from metadata.issuers
    if metadata.issued:
        yield date(metadata.issued)


# Sentences


@frozen
class _Clauses:
    """The sentences of one node; they use up its deadlines in their order."""

    manner: Manner
    deadlines: list[Deadline]

    def goal(self, goal: Goal) -> str:
        opening = self._opening(goal)
        return f"{opening}{goal.scope or ''}{goal.indicator}{self._predicate(goal)}。"

    def _opening(self, goal: Goal) -> str:
        """The time that the goal sets for itself."""
        for own in self.deadlines:
            if goal.target_date is not None and own.due == goal.target_date:
                self.deadlines.remove(own)
                return self._time(own)
        return f"{goal.target_date.year}年" if goal.target_date else ""

    def _predicate(self, goal: Goal) -> str:
        if goal.value is None:
            return self._strive(goal) + "保持稳定"
        since = f"比{goal.baseline}年" if goal.baseline else ""
        return since + self._strive(goal) + self._change(goal) + self._amount(goal)

    def _strive(self, fact: Goal | Deliverable) -> str:
        return self.manner.word("strive", "aspirational") if fact.aspirational else ""

    def _change(self, goal: Goal) -> str:
        if goal.direction is not None:
            return self.manner.word("change", goal.direction)
        return self.manner.word("level", "=") if goal.bound == "=" else ""

    def _amount(self, fact: Goal | Deliverable) -> str:
        """The bound, the number and the unit: 不低于85%, 43座以上."""
        bound = fact.bound or "="
        behind = isinstance(fact, Deliverable) or fact.direction is not None
        table = "bound_after" if behind and bound in {">=", "<="} else "bound"
        words = self.manner.word(table, bound) if bound != "=" else ""
        about = self.manner.word("about_after", "approximate") if fact.approximate else ""
        amount = f"{number(fact.value or Decimal(0))}{self.manner.unit(fact.unit)}"
        return (amount + words if table == "bound_after" else words + amount) + about

    def deliverable(self, deliverable: Deliverable) -> str:
        dated = self.deadlines and self.deadlines[0].type in {"by", "period"}
        time = self._time(self.deadlines.pop(0)) if dated else ""
        strive = self._strive(deliverable)
        return f"{time}{strive}建成{self._amount(deliverable)}{deliverable.object}。"

    def dates_alone(self) -> Iterator[str]:
        """A sentence for each deadline that is left."""
        while self.deadlines:
            yield f"{self._time(self.deadlines.pop(0))}{_WORK}。"

    def _time(self, when: Deadline) -> str:
        return deadline(when, self.manner) + "，"

    def assignment(self, responsibility: Responsibility) -> str:
        bodies = _listed(responsibility)
        if responsibility.form == "subject":
            return f"{bodies}完成整治任务。"
        before, behind, work = _ASSIGNMENTS[responsibility.role]
        opening = self.manner.word("role_before", before) if before else ""
        closing = self.manner.word("role_after", behind) if behind else ""
        return f"{opening}{bodies}{closing}{work}。"

    def marker(self, responsibilities: list[Responsibility]) -> Iterator[str]:
        """（A牵头，B、C配合）"""
        parts = (
            _listed(each) + self.manner.word("role_mark", each.role) for each in responsibilities
        )
        if responsibilities:
            yield f"（{'，'.join(parts)}）"


def _listed(responsibility: Responsibility) -> str:
    return "、".join(body.name for body in responsibility.bodies)


def _citation(citation: Citation) -> str:
    number = f"（{citation.document_number}）" if citation.document_number else ""
    return f"落实《{citation.title}》{number}要求。"
