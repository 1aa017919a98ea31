"""A plan → what a person reads at a terminal, in the language spoken (`ecoplan.messages`)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ecoplan.messages import Message, translated
from ecoplan.model import (
    Citation,
    Coverage,
    Deadline,
    Deliverable,
    Goal,
    Metadata,
    Plan,
    Responsibility,
    Tally,
    Task,
)
from ecoplan.source import Source

__all__ = ["WIDTH", "coverage_table", "table"]

WIDTH = 120
"""Columns where there is no terminal; a Chinese character takes two."""

_BOUNDS = {"<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> ", "=": "", None: ""}
_HEDGES = {
    (True, False): Message("{amount} (about)"),
    (False, True): Message("{amount} (striving)"),
    (True, True): Message("{amount} (about, striving)"),
}
"""By whether an amount is approximate, and whether it is striven for."""
_DIRECTIONS = {
    "decrease": Message("down {amount}"),
    "increase": Message("up {amount}"),
}


def table(plan: Plan, *, width: int = WIDTH, color: bool = False) -> str:
    """What ``plan`` says, in tables ``width`` columns wide."""
    return _printed(_parts(plan), width, color)


def coverage_table(
    covered: Mapping[str, Coverage], *, width: int = WIDTH, color: bool = False
) -> str:
    """How much of each document was read, a row each, and of all together in the last."""
    total = sum(covered.values(), Coverage())
    named: dict[str, Coverage] = {**covered, Message("all"): total}
    rows = (_coverage_row(name, each) for name, each in named.items())
    return _printed(_tabulated(Message("Coverage"), _COVERAGE_COLUMNS, rows), width, color)


def _printed(parts: Iterable[RenderableType], width: int, color: bool) -> str:
    written = StringIO()
    console = Console(
        file=written,
        width=width,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def _parts(plan: Plan) -> Iterator[RenderableType]:
    yield from _heading(plan)
    yield from _tabulated(Message("Goals"), _GOAL_COLUMNS, map(_goal_row, plan.goals))
    yield from _tabulated(Message("Tasks"), _TASK_COLUMNS, map(_task_row, plan.tasks))
    outside = Message("Responsibilities and deadlines outside the tasks")
    yield from _tabulated(outside, _OTHER_COLUMNS, _other_rows(plan))
    yield from _tabulated(Message("Registered bodies"), _BODY_COLUMNS, _body_rows(plan))
    outputs = map(_output_row, plan.deliverables)
    yield from _tabulated(Message("Deliverables"), _DELIVERABLE_COLUMNS, outputs)
    yield from _tabulated(
        Message("Citations"), _CITATION_COLUMNS, map(_citation_row, plan.citations)
    )
    if plan.findings:
        yield from _tabulated(Message("Findings"), _FINDING_COLUMNS, _finding_rows(plan))
    else:
        yield _cell(Message("Findings: none"))


def _heading(plan: Plan) -> Iterator[RenderableType]:
    metadata = plan.metadata
    yield _cell(metadata.title or Message("(no title found)"), style="bold")
    grid = Table.grid(padding=(0, 2))
    for name, value in _known(metadata):
        grid.add_row(_cell(name, style="dim"), _cell(value))
    grid.add_row(_cell(Message("read as"), style="dim"), _cell(plan.read_as))
    yield grid
    yield Text("")


def _known(metadata: Metadata) -> Iterator[tuple[str, str]]:
    stated: dict[Message, str | None] = {
        Message("issued by"): "、".join(metadata.issuers),
        Message("number"): metadata.document_number,
        Message("issued"): _day(metadata.issued),
        Message("published"): _day(metadata.published),
        Message("period"): _window(metadata.plan_start, metadata.plan_end),
        Message("place"): metadata.jurisdiction,
        Message("type"): Message(metadata.document_type.replace("_", " ")),
    }
    yield from ((name, value) for name, value in stated.items() if value)


Cell = str | Sequence[str]
"""What a cell says, in a line or in several; messages are put into the language spoken."""


def _tabulated(
    title: Message, columns: Sequence[Message], rows: Iterable[Sequence[Cell]]
) -> Iterator[RenderableType]:
    """A titled table, or nothing where there are no rows."""
    listed = list(rows)
    if not listed:
        return
    yield _cell(Message("{title} ({count})", title=title, count=len(listed)), style="bold")
    form = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for number, column in enumerate(columns):
        form.add_column(_cell(column), overflow="fold", no_wrap=number == 0)
    for row in listed:
        form.add_row(*map(_cell, row))
    yield form


def _cell(says: Cell, style: str = "") -> Text:
    """What it says without what a terminal would obey: a document may hold any character."""
    lines = [says] if isinstance(says, str) else says
    words = "\n".join(map(translated, lines))
    shown = (each if each.isprintable() or each == "\n" else " " for each in words)
    return Text("".join(shown), style=style)


_IN = Message("in")
_WHO, _WHEN = Message("who"), Message("when")
_GOAL_COLUMNS = (_IN, Message("indicator"), Message("for"), Message("target"), Message("by"))
_TASK_COLUMNS = (Message("no."), Message("task"), _WHO, _WHEN)
_OTHER_COLUMNS = (_IN, Message("words"), _WHO, _WHEN)
_BODY_COLUMNS = (Message("full name"), Message("as written"), Message("times"))
_DELIVERABLE_COLUMNS = (_IN, Message("count"), Message("what"))
_CITATION_COLUMNS = (_IN, Message("title"), Message("number"))
_FINDING_COLUMNS = (Message("at"), Message("finding"), Message("what, and what to do"))


def _goal_row(goal: Goal) -> Sequence[str]:
    return goal.node or "", goal.indicator, goal.scope or "", _target(goal), _day(goal.target_date)


def _target(goal: Goal) -> str:
    if goal.value is None:
        return Message(goal.reason or "")
    amount = _amount(goal, goal.value)
    words = Message(_DIRECTIONS[goal.direction], amount=amount) if goal.direction else amount
    if goal.baseline is None:
        return words
    return Message("{change} from {year}", change=words, year=goal.baseline)


def _amount(stated: Goal | Deliverable, value: Decimal) -> str:
    number = f"{_BOUNDS[stated.bound]}{value:,f}"
    amount = " ".join(part for part in (number, stated.unit) if part)
    hedge = _HEDGES.get((stated.approximate, stated.aspirational))
    return Message(hedge, amount=amount) if hedge else amount


def _task_row(task: Task) -> Sequence[Cell]:
    return (
        task.id,
        task.title,
        (*map(_who, task.responsibilities), *map(_inherited, task.inherited)),
        tuple(map(_when, task.deadlines)),
    )


def _who(responsibility: Responsibility) -> Message:
    bodies = "、".join(body.name for body in responsibility.bodies)
    return Message("{role}: {bodies}", role=Message(responsibility.role), bodies=bodies)


def _inherited(responsibility: Responsibility) -> Message:
    stated, node = _who(responsibility), responsibility.node
    return Message("({responsibility}, as stated in {node})", responsibility=stated, node=node)


def _when(deadline: Deadline) -> str:
    if deadline.rrule or deadline.duration:
        return f"{deadline.quote} ({deadline.rrule or deadline.duration})"
    window = _window(deadline.start, deadline.due)
    if deadline.type == "by" and deadline.due:
        window = Message("by {day}", day=deadline.due)
    why = Message(deadline.reason or deadline.type)
    return window or Message("{words} ({why})", words=deadline.quote, why=why)


def _other_rows(plan: Plan) -> Iterator[Sequence[str]]:
    in_tasks = {each.id for task in plan.tasks for each in task.responsibilities}
    in_tasks |= {each.id for task in plan.tasks for each in task.deadlines}
    stated_ones: list[Responsibility | Deadline] = [*plan.responsibilities, *plan.deadlines]
    for stated in sorted(stated_ones, key=lambda each: each.span.start):
        if stated.id in in_tasks:
            continue
        who = _who(stated) if isinstance(stated, Responsibility) else ""
        when = _when(stated) if isinstance(stated, Deadline) else ""
        yield stated.node or "", stated.quote, who, when


def _body_rows(plan: Plan) -> Iterator[Sequence[str]]:
    """Each registered body, in the order in which they are first named."""
    named: dict[str, Counter[str]] = {}
    for responsibility in plan.responsibilities:
        for body in responsibility.bodies:
            if body.registered:
                named.setdefault(body.registered, Counter())[body.name] += 1
    for registered, written in named.items():
        yield registered, "、".join(written), str(written.total())


def _output_row(deliverable: Deliverable) -> Sequence[str]:
    return deliverable.node or "", _amount(deliverable, deliverable.value), deliverable.object


def _citation_row(citation: Citation) -> Sequence[str]:
    return citation.node or "", f"《{citation.title}》", citation.document_number or ""


_COVERAGE_COLUMNS = (
    Message("document"),
    Message("characters"),
    Message("in facts"),
    Message("numbers unread"),
    Message("times unread"),
    Message("roles unread"),
)


def _coverage_row(name: str, coverage: Coverage) -> Sequence[str]:
    return (
        name,
        f"{coverage.characters:,}",
        _share(coverage.fact, coverage.characters),
        _tally(coverage.numbers),
        _tally(coverage.times),
        _tally(coverage.roles),
    )


def _tally(tally: Tally) -> Message:
    """How many were not read and are not explained, of how many."""
    share = _share(tally.residue, tally.total)
    return Message("{part} of {all} ({share})", part=tally.residue, all=tally.total, share=share)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _finding_rows(plan: Plan) -> Iterator[Sequence[str]]:
    source = Source(plan.text)
    for finding in plan.findings:
        line, column = source.position(finding.span.start)
        named = Message("{code} ({kind})", code=finding.code, kind=Message(finding.severity))
        yield f"{line}:{column}", named, finding.message


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _window(start: dt.date | None, end: dt.date | None) -> str:
    if start and end:
        return Message("{start} to {end}", start=start, end=end)
    if start:
        return Message("from {start}", start=start)
    return Message("to {end}", end=end) if end else ""
