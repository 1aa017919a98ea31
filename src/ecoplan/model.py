"""What a plan says: flat layers of frozen facts over one text.

Offsets count Unicode code points of the text as it was decoded, from 0, end exclusive.
``text[span.start:span.end] == quote`` holds for every fact. A plan made without a source
text has ``text == ""`` and every fact stands at the empty span ``NOWHERE``.

Trees and views (`Plan.tasks`, `Plan.children`) are derived, so that a changed layer never
disagrees with a second copy of itself.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal, TypeVar, get_args

from attrs import fields, frozen

__all__ = [
    "NOWHERE",
    "Body",
    "Bound",
    "Citation",
    "Coverage",
    "Cue",
    "Deadline",
    "DeadlineType",
    "Deliverable",
    "Direction",
    "DocumentType",
    "Evidence",
    "Explained",
    "Explanation",
    "Fact",
    "Finding",
    "Form",
    "Goal",
    "Level",
    "Metadata",
    "Node",
    "Piece",
    "PieceKind",
    "Plan",
    "Reason",
    "Residue",
    "ResidueReason",
    "Responsibility",
    "Role",
    "SectionRole",
    "Severity",
    "Span",
    "Tally",
    "Task",
]

Level = Literal["section", "subsection", "item", "subitem", "point", "attachment"]
"""By the style of the marker: ``section`` 一、 and 第X章; ``subsection`` （一） and 第X节; ``item``
1. and 1、; ``subitem`` （1） and ①; ``point`` 一是; ``attachment`` 附件."""
SectionRole = Literal["overview", "principles", "goals", "safeguards", "tasks"]
"""What a section is for: ``overview`` 总体要求; ``principles`` 基本原则; ``goals`` 主要目标;
``safeguards`` 保障措施; ``tasks`` 重点任务, and every section that is none of the others."""
Bound = Literal["<=", ">=", "<", ">", "="]
"""``<=`` 不超过, 以下, 控制在…以内; ``>=`` 以上, 不低于; ``<`` 低于; ``>`` 超过; ``=`` 达到, 为."""
Direction = Literal["decrease", "increase"]
"""Of an amount of change: ``decrease`` 下降, 减少; ``increase`` 提高, 增加."""
Form = Literal["marker", "verb", "subject"]
"""``marker`` bracketed or labelled (责任单位:甲局); ``verb`` named by a verb of assignment in the
text (由甲局牵头); ``subject`` the body is the grammatical subject of what is to be done
(甲局制定方案)."""
Role = Literal["lead", "responsible", "support", "joint", "supervised"]
"""``lead`` 牵头; ``responsible`` 负责, 责任单位; ``support`` 配合, 参与; ``joint`` 会同, 联合;
``supervised`` 督促, 指导 a body to act."""
DeadlineType = Literal["by", "period", "recurring", "duration", "open"]
"""``by`` a last day (6月底前); ``period`` a first day, and mostly a last one (4月至9月);
``recurring`` 每季度; ``duration`` so long (集中6个月); ``open`` words that set no date (适时)."""
DocumentType = Literal[
    "work_points",
    "rectification_plan",
    "action_plan",
    "implementation_plan",
    "opinions",
    "long_term_plan",
    "other",
]
"""``work_points`` 工作要点; ``rectification_plan`` 整改方案; ``action_plan`` 行动计划;
``implementation_plan`` 实施方案; ``opinions`` 意见; ``long_term_plan`` 规划; ``other``."""
Reason = Literal["external", "ongoing", "vague", "qualitative"]
"""Why there is no value or date: ``external`` others set it, and the text does not say what they
set (按省定时限, 完成国家下达的任务); ``ongoing`` it has no end (长期坚持); ``vague`` the words fix
none (适时); ``qualitative`` a state is to be reached or held, without a number (水质保持稳定)."""
Severity = Literal["error", "warning", "note"]
"""``error`` the document contradicts itself; ``warning`` something was left unread; ``note`` worth
knowing."""
PieceKind = Literal["furniture", "front", "heading", "prose", "table", "signature", "attachment"]
"""What of the document a piece is: see `Piece.kind`."""
Cue = Literal["number", "time", "role"]
"""What looks like a fact: ``number``; ``time`` a time word (2025年, 每季度); ``role`` a word that
gives a responsibility (牵头, 配合)."""
Explanation = Literal[
    "within-fact",
    "name",
    "identifier",
    "reference",
    "ordinal",
    "enumerator",
    "column",
    "indefinite",
    "kind",
    "sum",
    "part",
    "threshold",
    "describes",
    "plan-year",
    "baseline",
    "looks-back",
    "names-nobody",
]
"""Rules by which a cue is no fact; `ecoplan.coverage` says what each means."""
ResidueReason = Literal[
    "number-in-table",
    "number-without-unit",
    "number-describes",
    "number-unread",
    "time-describes",
    "time-unread",
    "role-without-body",
]
"""Why a cue was not read; `ecoplan.coverage` says what each means and what to do."""


_Summed = TypeVar("_Summed", bound=Any)


@frozen
class Span:
    """A stretch of the text: code points ``start`` to ``end``, end exclusive."""

    start: int
    """Offset of its first code point, from 0."""
    end: int
    """Offset of the first code point behind it."""


NOWHERE = Span(0, 0)


@frozen
class Evidence:
    """The characters that state one attribute of the metadata."""

    attribute: str
    """Name of the `Metadata` field."""
    span: Span
    """Where they stand."""
    quote: str
    """The text at `span`."""


@frozen(kw_only=True)
class Metadata:
    """What the document says of itself (the elements of GB/T 33480-2016 that plans carry)."""

    title: str | None = None
    """The plan's own title on one line, without book-title marks; null where there is none."""
    issuers: tuple[str, ...] = ()
    """Issuing bodies as signed or named; empty where none is named."""
    document_number: str | None = None
    """发文字号, the issuer's number (常环发〔2017〕5号); null where there is none."""
    issued: dt.date | None = None
    """成文日期, the day it was signed; null where the text does not say."""
    published: dt.date | None = None
    """The day the page carries; null where the page does not say."""
    jurisdiction: str | None = None
    """GB/T 2260 code of the territory, six digits; null where the place is not known."""
    plan_start: dt.date | None = None
    """First day of the period covered; null where the text does not say."""
    plan_end: dt.date | None = None
    """Last day of the period covered; null where the text does not say."""
    document_type: DocumentType = "other"
    """What kind of document it says it is."""
    evidence: tuple[Evidence, ...] = ()
    """Where the attributes are stated, in the order of the text; an attribute that was
    inferred (a period from the year of the title) points at what it was inferred from."""

    @property
    def period(self) -> tuple[dt.date | None, dt.date | None]:
        """First and last day of the period covered."""
        return self.plan_start, self.plan_end

    @property
    def year(self) -> int | None:
        """The year that dates without one mean: the first of the period, or that in which the
        document was issued or published; null where the text says none of them."""
        for day in (self.plan_start, self.issued, self.published):
            if day is not None:
                return day.year
        return None


@frozen
class Piece:
    """One of the stretches that partition the text: adjacent, ordered, without a gap."""

    kind: PieceKind
    """``furniture`` the web page's own; ``front`` letter-head, addressees, the notice that
    carries the plan, the title; ``heading`` a node's label and title; ``prose`` body text;
    ``table`` a table of indicators, wherever it stands; ``signature`` issuer and date at the end;
    ``attachment`` text of an attachment that is a list or another table. One that is a plan of its
    own, with sections, is ``prose``."""
    span: Span
    """Where it stands."""
    node: str | None
    """Id of the outline node that the piece belongs to; null outside every node."""


@frozen(kw_only=True)
class Node:
    """A numbered unit of the hierarchy (GB/T 9704-2012: 一、 （一） 1. （1）)."""

    id: str
    """From the hierarchy, ``3.1.2``; the same on every reading."""
    parent: str | None
    """Id of the unit it stands in; null at the top."""
    level: Level
    """Its rank, by the style of the marker."""
    label: str
    """The marker as written; what is left of it where the page lost part of it."""
    ordinal: int
    """Its number, from 1."""
    inferred: bool = False
    """True where the number is not in the text and was restored from the sequence."""
    title: str
    """What follows the label, up to the first 。 or the line's end."""
    role: SectionRole | None = None
    """What a section is for; null for every other level."""
    task: bool = False
    """True where the unit is a unit of work."""
    span: Span = NOWHERE
    """From the label's first character to the end of the title."""
    quote: str = ""
    """The text at `span`."""
    title_span: Span = NOWHERE
    """The title alone."""
    extent: Span = NOWHERE
    """The whole unit: label, title, text and everything below it."""


@frozen(kw_only=True)
class Goal:
    """A target for a state or a performance."""

    id: str
    """Node, kind and number, ``2.1-goal-1``; the same on every reading."""
    node: str | None
    """Id of the outline node it stands in; null outside every node."""
    span: Span = NOWHERE
    """The clause that states it."""
    quote: str = ""
    """The text at `span`."""
    indicator: str
    """The words that name what is measured."""
    indicator_id: str | None = None
    """Id in the vocabulary of indicators (``air.pm25-concentration``); null where none fits."""
    scope: str | None = None
    """Place, population or assessed set it holds for, as written; null where none is named."""
    direction: Direction | None = None
    """Set where the value is an amount of change; null where it is a level."""
    bound: Bound | None = None
    """Null for a qualitative goal."""
    value: Decimal | None = None
    """Multiplied out (70万 is 700000); null for a qualitative goal, see `reason`."""
    unit: str | None = None
    """UCUM where it has a code (``%``, ``ug/m3``), ``{pp}`` percentage points, ``{mu}`` 亩,
    else the measure word as written; null where there is none."""
    baseline: int | None = None
    """Year that the change is measured from; null where none is stated."""
    target_date: dt.date | None = None
    """Last day on which it is to be reached; null where the text sets none."""
    approximate: bool = False
    """True for 左右, 约, 大约 and 基本, "about"."""
    aspirational: bool = False
    """True for 力争 and 争取, "to strive for"."""
    reason: Reason | None = None
    """Why there is no value; null where there is one."""
    inherited: tuple[str, ...] = ()
    """Names of the attributes that were carried over from earlier words."""
    inferred: tuple[str, ...] = ()
    """Names of the attributes that were worked out from the plan's own year."""
    value_span: Span = NOWHERE
    """The numeral with its multiplier; empty where there is no value."""
    indicator_span: Span = NOWHERE
    """Empty where the indicator's words are shared with others of a list."""


@frozen(kw_only=True)
class Deliverable:
    """A counted output that a task commits to."""

    id: str
    """Node, kind and number, ``3.1-deliverable-1``; the same on every reading."""
    node: str | None
    """Id of the outline node it stands in; null outside every node."""
    span: Span = NOWHERE
    """From the number through the object, or the other way round."""
    quote: str = ""
    """The text at `span`."""
    value: Decimal
    """Multiplied out."""
    unit: str | None
    """The measure word as written; null where there is none."""
    object: str
    """The noun phrase that is counted."""
    bound: Bound = "="
    """``=`` where the words set none."""
    approximate: bool = False
    """True for 左右, 约 and 大约, "about"."""
    aspirational: bool = False
    """True for 力争 and 争取, "to strive for"."""
    value_span: Span = NOWHERE
    """The numeral with its multiplier."""
    object_span: Span = NOWHERE
    """Empty where the object is named with an earlier count, of which this is a place's share."""


@frozen
class Body:
    """A body (机关, 单位, locality, enterprise or office-holder) as a responsibility names it."""

    name: str
    """As written, without closing 等 and explaining brackets."""
    span: Span = NOWHERE
    """Where the name stands."""
    registered: str | None = None
    """Full official name of the body in the register, in the plan's year: 市生态环境局 in a plan of
    a city is 某市生态环境局. Null where the register has none that fits, or where more than one
    would fit."""


@frozen(kw_only=True)
class Responsibility:
    """Who answers for what, one fact for each role."""

    id: str
    """Node, kind and number, ``3.1-responsibility-1``; the same on every reading."""
    node: str | None
    """Id of the outline node it stands in; null outside every node."""
    span: Span = NOWHERE
    """The mark; the verb with its bodies; the body with what it is to do."""
    quote: str = ""
    """The text at `span`."""
    form: Form
    """``marker`` bracketed or labelled; ``verb`` named by a verb of assignment in the text;
    ``subject`` the body is the grammatical subject of what is to be done."""
    role: Role
    """What the bodies have to do with it."""
    bodies: tuple[Body, ...]
    """Those that have this role, in the order of the text; never empty."""
    governs: Span | None = None
    """The text a marker answers for; null for ``verb`` and ``subject``."""


@frozen(kw_only=True)
class Deadline:
    """When something has to be done."""

    id: str
    """Node, kind and number, ``3.1-deadline-1``; the same on every reading."""
    node: str | None
    """Id of the outline node it stands in; null outside every node."""
    span: Span = NOWHERE
    """The words of time alone."""
    quote: str = ""
    """The text at `span`."""
    type: DeadlineType
    """``open`` where the words set no date; `reason` then says why."""
    start: dt.date | None = None
    """First day of the window; null where the words set none."""
    due: dt.date | None = None
    """Last day of the window; null where the words set none."""
    rrule: str | None = None
    """RFC 5545 recurrence rule; null where it does not recur."""
    duration: str | None = None
    """ISO 8601 duration; null where none is stated."""
    reason: Reason | None = None
    """Why there is no date; null where there is one."""
    inferred: tuple[str, ...] = ()
    """Names of the attributes whose year is the plan's own, not in the words."""


@frozen(kw_only=True)
class Citation:
    """An instrument referred to by its title in 《》."""

    id: str
    """Node, kind and number, ``3.1-citation-1``; the same on every reading."""
    node: str | None
    """Id of the outline node it stands in; null outside every node."""
    span: Span = NOWHERE
    """With the marks, and the number in brackets behind them."""
    quote: str = ""
    """The text at `span`."""
    title: str
    """What stands within the outermost marks."""
    document_number: str | None = None
    """The number in brackets behind it, of a document (国发〔2013〕37号) or of a standard
    (GB 3838-2002); null where none follows."""
    title_span: Span = NOWHERE
    """The title alone."""


Fact = Goal | Deliverable | Responsibility | Deadline | Citation


@frozen(kw_only=True)
class Finding:
    """Something odd in what was read; reading itself never raises for content."""

    code: str
    """Stable, kebab-case: ``values-do-not-match``. The head of `ecoplan.assemble` lists them."""
    severity: Severity
    """How much it matters."""
    span: Span
    """The words it is about; empty, at 0, where it is about the whole."""
    message: str
    """What, what was done about it, what to do."""


@frozen
class Explained:
    """What looks like a fact and by a rule is none: a number in a name, a year looked back on."""

    kind: Cue
    """What it looks like."""
    span: Span
    """Where it stands."""
    reason: Explanation
    """Which rule; `ecoplan.coverage` says what each means."""


@frozen(kw_only=True)
class Residue:
    """What looks like a fact, was not read, and no rule explains: it may be a fact missed.

    It stands in the document's own headings, prose and tables of indicators, outside the words of
    every fact.
    """

    kind: Cue
    """``number``; ``time``, a time word; ``role``, a word that gives a responsibility."""
    span: Span
    """Where it stands."""
    quote: str
    """The text at `span`."""
    node: str | None
    """Id of the outline node it stands in; null outside every node."""
    reason: ResidueReason
    """Why it was not read; `ecoplan.coverage` says what each means and what to do."""


@frozen
class Tally:
    """How many numbers, time words or role words a document has, by what became of them."""

    read: int = 0
    """Numbers: values of goals and deliverables. Time words: deadlines. Role words: markers and
    verbs of responsibilities."""
    explained: int = 0
    """By a rule no facts."""
    residue: int = 0
    """Neither."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.read + self.explained + self.residue

    def __add__(self, other: "Tally") -> "Tally":
        return _sum(self, other)


@frozen(kw_only=True)
class Coverage:
    """Every character of a text by what it was read as; the classes add up to its length.

    A character that belongs to several counts for the first of: `fact`, `residue`, `explained`,
    the kind of its piece.
    """

    furniture: int = 0
    """Of the web page."""
    front: int = 0
    """Of what stands before the body."""
    heading: int = 0
    """Of labels and titles."""
    prose: int = 0
    """Of body text."""
    table: int = 0
    """Of tables of indicators."""
    signature: int = 0
    """Of issuer and date at the end."""
    attachment: int = 0
    """Of attachments."""
    fact: int = 0
    """In the words of a fact: its span, but of a body as subject only the body's name, since the
    rest of the span is what the body is to do."""
    explained: int = 0
    """In numbers, time words and role words that by a rule are no facts."""
    residue: int = 0
    """In those that were not read."""
    numbers: Tally = Tally()
    """Numbers of the headings and the prose."""
    times: Tally = Tally()
    """Time words of them."""
    roles: Tally = Tally()
    """Role words of them."""

    @property
    def characters(self) -> int:
        """Length of the text in code points."""
        return sum(getattr(self, name) for name in CHARACTER_CLASSES)

    def __add__(self, other: "Coverage") -> "Coverage":
        """The coverage of two texts together."""
        return _sum(self, other)


CHARACTER_CLASSES: tuple[str, ...] = (*get_args(PieceKind), "explained", "residue", "fact")
"""The classes of `Coverage`; a later one goes before an earlier."""


def _sum(one: _Summed, other: _Summed) -> _Summed:
    names = [attribute.name for attribute in fields(type(one))]
    total: _Summed = type(one)(
        **{name: getattr(one, name) + getattr(other, name) for name in names}
    )
    return total


@frozen(kw_only=True)
class Task:
    """A unit of work with everything stated in it: a view, derived from the plan's layers."""

    id: str
    """That of its node."""
    title: str
    """That of its node."""
    span: Span
    """From the label to the end of the title."""
    quote: str
    """The text at `span`."""
    extent: Span
    """The whole unit, with everything below it."""
    goals: tuple[Goal, ...]
    """Those stated in it and in no smaller task; so for the layers below."""
    deliverables: tuple[Deliverable, ...]
    """What it commits to, counted."""
    responsibilities: tuple[Responsibility, ...]
    """Those stated in the task itself."""
    inherited: tuple[Responsibility, ...]
    """Those stated elsewhere that hold for this task too: its words, or the heading that it
    stands under, are in what they govern (`Responsibility.governs`)."""
    deadlines: tuple[Deadline, ...]
    """When it is to be done."""
    citations: tuple[Citation, ...]
    """What it refers to."""


@frozen(kw_only=True)
class Plan:
    """What one document says. Every layer is ordered by `Span.start`."""

    text: str = ""
    """The source exactly as decoded; empty for a plan made without one."""
    read_as: str = "china"
    """Id of the jurisdiction it was read as."""
    metadata: Metadata = Metadata()
    """What the document says of itself."""
    outline: tuple[Node, ...] = ()
    """Its numbered units."""
    pieces: tuple[Piece, ...] = ()
    """A partition of the text."""
    goals: tuple[Goal, ...] = ()
    """What is to be reached."""
    deliverables: tuple[Deliverable, ...] = ()
    """What is to be made, treated or removed, counted."""
    responsibilities: tuple[Responsibility, ...] = ()
    """Who answers for what."""
    deadlines: tuple[Deadline, ...] = ()
    """By when, how often, how long."""
    citations: tuple[Citation, ...] = ()
    """The instruments that it refers to."""
    findings: tuple[Finding, ...] = ()
    """What was odd."""
    residue: tuple[Residue, ...] = ()
    """What looks like a fact and was not read."""
    explained: tuple[Explained, ...] = ()
    """What looks like a fact and is none, by which rule."""

    @property
    def facts(self) -> Iterator[Fact]:
        """Every fact of every layer, layer by layer."""
        yield from self.goals
        yield from self.deliverables
        yield from self.responsibilities
        yield from self.deadlines
        yield from self.citations

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The units of work, each with the facts that stand in it and in no smaller task."""
        return tuple(_tasks(self))

    @cached_property
    def coverage(self) -> Coverage:
        """Every character by what it was read as; numbers, time words and role words counted."""
        return _coverage(self)

    def children(self, id: str | None) -> tuple[Node, ...]:
        """The nodes directly below the node ``id``, or at the top for None."""
        return tuple(node for node in self.outline if node.parent == id)


def _tasks(plan: Plan) -> Iterator[Task]:
    owner = _task_of_node(plan.outline)
    layers: dict[str, dict[type, list[Fact]]] = {}
    for fact in plan.facts:
        task = owner.get(fact.node or "")
        if task is not None:
            layers.setdefault(task, {}).setdefault(type(fact), []).append(fact)
    inherited = _inherited(plan, owner)
    for node in plan.outline:
        if node.task:
            own = layers.get(node.id, {})
            yield Task(
                id=node.id,
                title=node.title,
                span=node.span,
                quote=node.quote,
                extent=node.extent,
                goals=tuple(own.get(Goal, ())),  # type: ignore[arg-type]
                deliverables=tuple(own.get(Deliverable, ())),  # type: ignore[arg-type]
                responsibilities=tuple(own.get(Responsibility, ())),  # type: ignore[arg-type]
                inherited=tuple(inherited.get(node.id, ())),
                deadlines=tuple(own.get(Deadline, ())),  # type: ignore[arg-type]
                citations=tuple(own.get(Citation, ())),  # type: ignore[arg-type]
            )


def _inherited(plan: Plan, owner: Mapping[str, str]) -> dict[str, list[Responsibility]]:
    """Id of a task → the responsibilities stated outside it that hold for it."""
    tasks = [node for node in plan.outline if node.task]
    starts = [task.span.start for task in tasks]
    inherited: dict[str, list[Responsibility]] = {}
    for stated, reach in _reaches(plan):
        first, last = (bisect_left(starts, edge) for edge in (reach.start, reach.end))
        for task in tasks[first:last]:
            if task.span.end <= reach.end and owner.get(stated.node or "") != task.id:
                inherited.setdefault(task.id, []).append(stated)
    return inherited


def _reaches(plan: Plan) -> Iterator[tuple[Responsibility, Span]]:
    """Each responsibility that governs something, with the text whose tasks it holds for.

    One that governs a heading holds for all that stands under it. A note for all that follows
    holds as far as the next one for the same role.
    """
    nodes = {node.id: node for node in plan.outline}
    next_note: dict[Role, int] = {}
    reaches: list[tuple[Responsibility, Span]] = []
    for stated in reversed(plan.responsibilities):
        governs = stated.governs
        if governs is None or governs == NOWHERE:
            continue
        node = nodes.get(stated.node or "")
        if governs.start >= stated.span.end:
            end = min(governs.end, next_note.get(stated.role, governs.end))
            next_note[stated.role] = stated.span.start
            governs = Span(governs.start, end)
        elif node is not None and governs.end <= node.span.end:
            governs = node.extent
        reaches.append((stated, governs))
    return reversed(reaches)


def _task_of_node(outline: tuple[Node, ...]) -> dict[str, str]:
    """Id of each node → id of the innermost task that holds it. Parents come first."""
    owner: dict[str, str] = {}
    for node in outline:
        if node.task:
            owner[node.id] = node.id
        elif node.parent in owner:
            owner[node.id] = owner[node.parent]
    return owner


def words_of(fact: Fact) -> Iterator[Span]:
    """Where the words of a fact stand: see `Coverage.fact`."""
    if isinstance(fact, Responsibility) and fact.form == "subject":
        yield from (body.span for body in fact.bodies)
    else:
        yield fact.span


def _coverage(plan: Plan) -> Coverage:
    classes = bytearray(len(plan.text))
    for name, span in _classified(plan):
        code = CHARACTER_CLASSES.index(name)
        classes[span.start : span.end] = bytes([code]) * (span.end - span.start)
    counted: tuple[Goal | Deliverable, ...] = (*plan.goals, *plan.deliverables)
    values = (fact.value_span for fact in counted)
    roles = (each.span for each in plan.responsibilities if each.form != "subject")
    return Coverage(
        **{name: classes.count(code) for code, name in enumerate(CHARACTER_CLASSES)},
        numbers=_tally(plan, "number", {span for span in values if span != NOWHERE}),
        times=_tally(plan, "time", {deadline.span for deadline in plan.deadlines}),
        roles=_tally(plan, "role", set(roles)),
    )


def _classified(plan: Plan) -> Iterator[tuple[str, Span]]:
    """Every stretch with its class, those that go before others last."""
    yield from ((piece.kind, piece.span) for piece in plan.pieces)
    yield from (("explained", each.span) for each in plan.explained)
    yield from (("residue", each.span) for each in plan.residue)
    yield from (("fact", span) for fact in plan.facts for span in words_of(fact))


def _tally(plan: Plan, kind: Cue, read: set[Span]) -> Tally:
    return Tally(
        read=len(read),
        explained=sum(each.kind == kind for each in plan.explained),
        residue=sum(each.kind == kind for each in plan.residue),
    )
