"""A sample of what is read in real documents, checked by hand against the text.

A line of ``checked_sample.tsv`` is one fact: document, kind, first and last offset, verdict, and
its values as `values_of` writes them. They were drawn evenly from the documents with fixed seeds,
100 of a kind at a time: every goal and every dated deadline is here by now, and 500 of the
responsibilities. The verdict is ``right``; ``arguable``, where what a fact means leaves two
readings open; ``wrong``, where the fact is read and ought not to be, or otherwise; or ``none``,
where a wrong one was drawn that is read no more.
"""

import csv
from pathlib import Path

from attrs import frozen

from ecoplan import Deadline, Goal, Plan, Responsibility, Span

FILE = Path(__file__).with_name("checked_sample.tsv")


@frozen
class Checked:
    """One line of the sample."""

    document: str
    kind: str
    start: int
    end: int
    verdict: str
    values: str

    @property
    def key(self) -> tuple[str, int, int, str]:
        """What a fact has to have to be the one that was checked."""
        return self.kind, self.start, self.end, self.values


def checked_sample() -> list[Checked]:
    """The lines of the sample."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t")
        return [Checked(row[0], row[1], int(row[2]), int(row[3]), row[4], row[5]) for row in rows]


def keys(plan: Plan) -> set[tuple[str, int, int, str]]:
    """Every goal, responsibility and deadline of a plan as the sample writes it."""
    facts: tuple[Goal | Responsibility | Deadline, ...] = (
        *plan.goals,
        *plan.responsibilities,
        *plan.deadlines,
    )
    return {
        (type(fact).__name__.lower(), fact.span.start, fact.span.end, values_of(fact))
        for fact in facts
    }


def values_of(fact: Goal | Responsibility | Deadline) -> str:
    """The values of a fact; words as their offsets, null as a dash."""
    if isinstance(fact, Goal):
        stated = [
            fact.direction, fact.bound, fact.value, fact.unit, fact.baseline, fact.target_date,
            _offsets(fact.indicator_span),
        ]  # fmt: skip
    elif isinstance(fact, Responsibility):
        stated = [fact.form, fact.role, *(_offsets(body.span) for body in fact.bodies)]
    else:
        stated = [fact.type, fact.start, fact.due, fact.rrule, fact.duration]
    return " ".join("-" if value is None else str(value) for value in stated)


def _offsets(span: Span) -> str:
    return f"{span.start}:{span.end}"
