"""A plan → what a person reads at a terminal."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from ecoplan.model import (
    Citation,
    Coverage,
    Deadline,
    Deliverable,
    Finding,
    Goal,
    Metadata,
    Plan,
    Responsibility,
    Tally,
    Task,
)

__all__ = ["WIDTH", "coverage_table", "table"]

WIDTH = 120
"""Columns where there is no terminal; a Chinese character takes two."""

_BOUNDS = {"<=": "≤ ", ">=": "≥ ", "<": "< ", ">": "> ", "=": "", None: ""}
_DIRECTIONS = {"decrease": "down ", "increase": "up ", None: ""}


def table(plan: Plan, *, width: int = WIDTH, color: bool = False) -> str:
    """What ``plan`` says, in tables ``width`` columns wide."""
    return _printed(_parts(plan), width, color)


def coverage_table(
    covered: Mapping[str, Coverage], *, width: int = WIDTH, color: bool = False
) -> str:
    """How much of each document was read, a row each, and of all together in the last."""
    total = sum(covered.values(), Coverage())
    rows = (_coverage_row(name, each) for name, each in {**covered, "all": total}.items())
    return _printed(_tabulated("Coverage", _COVERAGE_COLUMNS, rows), width, color)


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
    yield from _tabulated("Goals", _GOAL_COLUMNS, map(_goal_row, plan.goals))
    yield from _tabulated("Tasks", _TASK_COLUMNS, map(_task_row, plan.tasks))
    yield from _tabulated(
        "Responsibilities and deadlines outside the tasks", _OTHER_COLUMNS, _other_rows(plan)
    )
    yield from _tabulated("Registered bodies", _BODY_COLUMNS, _body_rows(plan))
    yield from _tabulated("Deliverables", _DELIVERABLE_COLUMNS, map(_output_row, plan.deliverables))
    yield from _tabulated("Citations", _CITATION_COLUMNS, map(_citation_row, plan.citations))
    yield from _summary(plan)


def _heading(plan: Plan) -> Iterator[RenderableType]:
    metadata = plan.metadata
    yield _cell(metadata.title or "(no title found)", style="bold")
    grid = Table.grid(padding=(0, 2))
    for name, value in _known(metadata):
        grid.add_row(_cell(name, style="dim"), _cell(value))
    grid.add_row(_cell("read as", style="dim"), _cell(plan.read_as))
    yield grid
    yield Text("")


def _known(metadata: Metadata) -> Iterator[tuple[str, str]]:
    stated = {
        "issued by": "、".join(metadata.issuers),
        "number": metadata.document_number,
        "issued": _day(metadata.issued),
        "published": _day(metadata.published),
        "period": _window(metadata.plan_start, metadata.plan_end),
        "place": metadata.jurisdiction,
        "type": metadata.document_type.replace("_", " "),
    }
    yield from ((name, value) for name, value in stated.items() if value)


def _tabulated(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]
) -> Iterator[RenderableType]:
    """A titled table, or nothing where there are no rows."""
    listed = list(rows)
    if not listed:
        return
    yield Text(f"{title} ({len(listed)})", style="bold")
    form = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for number, column in enumerate(columns):
        form.add_column(column, overflow="fold", no_wrap=number == 0)
    for row in listed:
        form.add_row(*map(_cell, row))
    yield form


def _cell(words: str, style: str = "") -> Text:
    """``words`` without what a terminal would obey: a document may hold any character."""
    shown = (each if each.isprintable() or each == "\n" else " " for each in words)
    return Text("".join(shown), style=style)


_GOAL_COLUMNS = ("in", "indicator", "for", "target", "by")
_TASK_COLUMNS = ("no.", "task", "who", "when")
_OTHER_COLUMNS = ("in", "words", "who", "when")
_BODY_COLUMNS = ("full name", "as written", "times")
_DELIVERABLE_COLUMNS = ("in", "count", "what")
_CITATION_COLUMNS = ("in", "title", "number")


def _goal_row(goal: Goal) -> Sequence[str]:
    return goal.node or "", goal.indicator, goal.scope or "", _target(goal), _day(goal.target_date)


def _target(goal: Goal) -> str:
    if goal.value is None:
        return goal.reason or ""
    words = _DIRECTIONS[goal.direction] + _amount(goal, goal.value)
    return words + (f" from {goal.baseline}" if goal.baseline else "")


def _amount(stated: Goal | Deliverable, value: Decimal) -> str:
    marks = ("about",) * stated.approximate + ("striving",) * stated.aspirational
    number = f"{_BOUNDS[stated.bound]}{value:,f}"
    words = " ".join(part for part in (number, stated.unit) if part)
    return words + (f" ({', '.join(marks)})" if marks else "")


def _task_row(task: Task) -> Sequence[str]:
    return (
        task.id,
        task.title,
        "\n".join((*map(_who, task.responsibilities), *map(_inherited, task.inherited))),
        "\n".join(map(_when, task.deadlines)),
    )


def _who(responsibility: Responsibility) -> str:
    return f"{responsibility.role}: {'、'.join(body.name for body in responsibility.bodies)}"


def _inherited(responsibility: Responsibility) -> str:
    return f"({_who(responsibility)}, as stated in {responsibility.node})"


def _when(deadline: Deadline) -> str:
    if deadline.rrule or deadline.duration:
        return f"{deadline.quote} ({deadline.rrule or deadline.duration})"
    window = _window(deadline.start, deadline.due)
    if deadline.type == "by" and deadline.due:
        window = f"by {deadline.due}"
    return window or f"{deadline.quote} ({deadline.reason or deadline.type})"


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
    "document",
    "characters",
    "in facts",
    "numbers unread",
    "times unread",
    "roles unread",
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


def _tally(tally: Tally) -> str:
    """How many were not read and are not explained, of how many."""
    return f"{tally.residue} of {tally.total} ({_share(tally.residue, tally.total)})"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _summary(plan: Plan) -> Iterator[RenderableType]:
    findings = _counted(plan.findings)
    yield Text(f"Findings: {findings or 'none'}")


def _counted(findings: Sequence[Finding]) -> str:
    counts = Counter((finding.severity, finding.code) for finding in findings)
    return ", ".join(f"{count} × {code} ({kind})" for (kind, code), count in counts.items())


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _window(start: dt.date | None, end: dt.date | None) -> str:
    if start and end:
        return f"{start} to {end}"
    if start:
        return f"from {start}"
    return f"to {end}" if end else ""
