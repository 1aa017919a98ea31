"""Strategies for plans that the genre can express, and for changes to a plan that was read."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from attrs import define, evolve, field
from hypothesis import strategies as st

from ecoplan.jurisdictions import NATION, Jurisdiction, jurisdiction
from ecoplan.model import (
    Body,
    Bound,
    Citation,
    Deadline,
    Deliverable,
    Direction,
    DocumentType,
    Goal,
    Level,
    Metadata,
    Node,
    Plan,
    Reason,
    Responsibility,
    Role,
    SectionRole,
    Span,
)
from ecoplan.numerals import to_han
from ecoplan.resolve.indicators import indicator_id
from ecoplan.resolve.register import register, with_registered
from ecoplan.resolve.wording import first_day, last_day
from ecoplan.testing.fragments import fragments
from ecoplan.testing.laws import Change
from ecoplan.writer import write

__all__ = ["changes", "documents", "plans"]

_FRAGMENTS = fragments("plans")
_LEVELS: tuple[tuple[str, str], ...] = (
    ("PM2.5平均浓度", "ug/m3"),
    ("PM10平均浓度", "ug/m3"),
    ("空气质量优良天数比例", "%"),
    ("空气质量优良天数", "d"),
    ("集中式饮用水水源地水质达标率", "%"),
    ("受污染耕地安全利用率", "%"),
    ("区域环境噪声平均值", "dB"),
    ("森林覆盖率", "%"),
)
"""Indicators of a state, with their units."""
_AMOUNTS: tuple[tuple[str, str], ...] = (
    ("化学需氧量排放量", "%"),
    ("氨氮排放量", "%"),
    ("单位地区生产总值能耗", "%"),
    ("重污染天气比例", "{pp}"),
)
"""Indicators whose change is set, with the units of the change."""
_KINDS: tuple[tuple[str, DocumentType], ...] = (
    ("{name}{year}年生态环境保护工作要点", "work_points"),
    ("{year}年{name}污染防治行动计划", "action_plan"),
    ("{name}{year}年大气污染防治实施方案", "implementation_plan"),
    ("{name}突出环境问题整改方案", "rectification_plan"),
)
"""Titles; one that names a year sets the period of the plan."""
_SECTIONS: tuple[tuple[SectionRole, ...], ...] = (
    ("tasks",),
    ("tasks", "safeguards"),
    ("overview", "tasks"),
    ("goals", "tasks"),
    ("goals", "tasks", "tasks"),
    ("overview", "principles", "goals", "tasks", "safeguards"),
)
"""What the sections of a plan may be for, in order."""
_TITLES = st.builds(
    "{}{}".format, st.sampled_from(_FRAGMENTS["works"]), st.sampled_from(_FRAGMENTS["fields"])
)
_YEARS = st.integers(2013, 2030)


def plans(place: Jurisdiction) -> st.SearchStrategy[Plan]:
    """Plans without a text, such as a document of ``place`` can express.

    Ids are those that reading the written document gives.
    """
    return _plans(place)


def documents(place: Jurisdiction) -> st.SearchStrategy[str]:
    """Documents in the manner of ``place``, written from its `plans`."""
    return plans(place).map(lambda plan: write(plan, place))


@st.composite
def _plans(draw: st.DrawFn, place: Jurisdiction) -> Plan:
    year = draw(_YEARS)
    draft = _Draft(draw, year, place)
    roles = draw(st.sampled_from(_SECTIONS))
    for number, role in enumerate(roles, 1):
        draft.section(number, role)
    layers: dict[str, Any] = {layer: tuple(facts) for layer, facts in draft.layers.items()}
    metadata = draw(_metadata(place, year))
    plan = Plan(read_as=place.id, metadata=metadata, outline=tuple(draft.outline), **layers)
    return _with_registered(plan, place)


@st.composite
def _metadata(draw: st.DrawFn, place: Jurisdiction, year: int) -> Metadata:
    title, kind = draw(st.sampled_from(_KINDS))
    annual = "{year}" in title
    name = "全国" if place.id == NATION else place.name
    prefixes = place.document_numbers
    number = f"{prefixes[0]}〔{year}〕{draw(st.integers(1, 99))}号" if prefixes else None
    day = draw(st.dates(first_day(year), last_day(year, 12)))
    return Metadata(
        title=title.format(name=name, year=year),
        issuers=(draw(st.sampled_from(_issuers(place))),),
        document_number=number if draw(st.booleans()) else None,
        issued=day,
        published=draw(st.one_of(st.none(), st.dates(day, last_day(year + 1, 12)))),
        jurisdiction=place.code,
        plan_start=first_day(year) if annual else None,
        plan_end=last_day(year, 12) if annual else None,
        document_type=kind,
    )


def _issuers(place: Jurisdiction) -> list[str]:
    """The bodies of the place's file, and what every government has for the environment."""
    own = [body.name for body in place.bodies if body.name.startswith(place.name)]
    bodies = register(place, Metadata(jurisdiction=place.code))
    named = (bodies.resolve(name).registered for name in _FRAGMENTS["issuers"])
    return [*own, *(name for name in named if name)] or [f"{place.name}生态环境局"]


_STYLES: dict[Level, Callable[[int], str]] = {
    "section": lambda number: f"{to_han(number)}、",
    "subsection": lambda number: f"（{to_han(number)}）",
    "item": lambda number: f"{number}.",
    "subitem": lambda number: f"（{number}）",
    "point": lambda number: f"{to_han(number)}是",
}


@define
class _Draft:
    """The outline and the facts of a plan, drawn from the top down."""

    draw: st.DrawFn
    year: int
    place: Jurisdiction
    outline: list[Node] = field(factory=list)
    layers: dict[str, list[Any]] = field(factory=dict)

    def section(self, number: int, role: SectionRole) -> None:
        title = self.draw(st.sampled_from(_titles(self.place, role)))
        section = self._node(None, "section", number, title, role=role)
        if role == "goals":
            item = self._node(section, "item", 1) if self.draw(st.booleans()) else section
            self._add(item, self.draw(_aims(self.year)))
        elif role in {"tasks", "safeguards"}:
            self._below(section)

    def _below(self, section: str) -> None:
        shape = self.draw(st.sampled_from(["items", "subsections", "text"]))
        if shape == "text":
            self._add(section, self.draw(_work(self.year, at_least=1)))
            self.outline[-1] = evolve(self.outline[-1], task=True)
        elif shape == "items":
            self._items(section)
        else:
            for number in range(1, self._some() + 1):
                self._items(self._node(section, "subsection", number))

    def _items(self, parent: str) -> None:
        for number in range(1, self._some() + 1):
            item = self._node(parent, "item", number, task=True)
            self._add(item, self.draw(_work(self.year)))
            below: Level | None = self.draw(st.sampled_from([None, None, "subitem", "point"]))
            if below is not None:
                alone = 0 if below == "subitem" else 1  # 一是 without 二是 numbers nothing
                for each in range(1, self._some() + alone + 1):
                    unit = self._node(item, below, each, task=below == "subitem")
                    facts = self.draw(_work(self.year))
                    self._add(unit, facts if below == "subitem" else _each_in_a_place(facts))

    def _node(
        self,
        parent: str | None,
        level: Level,
        number: int,
        title: str | None = None,
        *,
        role: SectionRole | None = None,
        task: bool = False,
    ) -> str:
        own = f"p{number}" if level == "point" else str(number)
        node = Node(
            id=f"{parent}.{own}" if parent else own,
            parent=parent,
            level=level,
            label=_STYLES[level](number),
            ordinal=number,
            title=title
            or self.draw(st.sampled_from(_FRAGMENTS["works"]))
            + self.draw(st.sampled_from(_FRAGMENTS["fields"])),
            role=role,
            task=task,
        )
        self.outline.append(node)
        return node.id

    def _some(self) -> int:
        return self.draw(st.integers(1, 2))

    def _add(self, node: str, facts: list[Any]) -> None:
        """Facts of a node in their order; each is numbered within its kind."""
        for fact in facts:
            layer = self.layers.setdefault(_LAYER[type(fact)], [])
            number = sum(other.node == node for other in layer) + 1
            kind = type(fact).__name__.lower()
            placed = evolve(fact, id=f"{node}-{kind}-{number}", node=node)
            layer.append(_identified(placed) if isinstance(placed, Goal) else placed)


def _with_registered(plan: Plan, place: Jurisdiction) -> Plan:
    """The plan with the registered names of its bodies."""
    named, _ = with_registered(plan.responsibilities, register(place, plan.metadata))
    return evolve(plan, responsibilities=named)


def _identified(goal: Goal) -> Goal:
    """The goal with the id of the indicator that its words name."""
    named = indicator_id(goal.indicator, goal.unit, goal.direction, goal.scope)
    return evolve(goal, indicator_id=named)


_LAYER: dict[type, str] = {
    Goal: "goals",
    Deliverable: "deliverables",
    Responsibility: "responsibilities",
    Deadline: "deadlines",
    Citation: "citations",
}


def _titles(place: Jurisdiction, role: SectionRole) -> tuple[str, ...]:
    return tuple(f"主要{word}" if len(word) == 2 else word for word in place.headings[role])


# Facts, without ids: those come with the place in the outline. Building a strategy costs more than
# drawing from it, and so each is built once.


@cache
@st.composite
def _aims(draw: st.DrawFn, year: int) -> list[Any]:
    """What stands in a section of goals."""
    qualities = draw(st.lists(_qualitative_goals(), max_size=2))
    return [*qualities, *draw(_measured(year))]


@cache
@st.composite
def _work(draw: st.DrawFn, year: int, at_least: int = 0) -> list[Any]:
    """What is to be done in a task, by whom and by when, in the order of the text."""
    measured = draw(_measured(year))
    # 2021年 before a goal is no deadline; beside it the same date is not set for other work.
    later = year + 1 if _sets_own_year(measured) else year
    return [
        *measured,
        *draw(st.lists(_deliverables(), min_size=at_least, max_size=2)),
        *draw(st.lists(_deadlines(later), max_size=2)),
        *draw(st.lists(_assignments(), max_size=2)),
        *draw(_markers()),
        *draw(st.lists(_citations(), max_size=1)),
    ]


def _sets_own_year(measured: list[Any]) -> bool:
    return bool(measured) and isinstance(measured[-1], Goal) and bool(measured[-1].target_date)


def _each_in_a_place(facts: list[Any]) -> list[Any]:
    """The facts for words behind others in a paragraph: a place named there would hold on."""
    place = _FRAGMENTS["scopes"][0]
    placeless = (isinstance(fact, Goal) and fact.scope is None for fact in facts)
    return [
        evolve(fact, scope=place) if lacks else fact
        for fact, lacks in zip(facts, placeless, strict=True)
    ]


@cache
@st.composite
def _measured(draw: st.DrawFn, year: int) -> list[Any]:
    """Quantified goals, one with a date of its own last, with the deadline that says the date.

    The plan's own year (2021年) sets a date without one. A place holds on for the goals behind it,
    and so none of those is without one.
    """
    goals = draw(st.lists(_quantified_goals(), max_size=3))
    for earlier, goal in enumerate(goals[1:]):
        if goal.scope is None:
            goals[earlier + 1] = evolve(goal, scope=goals[earlier].scope)
    if not goals or draw(st.booleans()):
        return goals
    own_year = draw(st.booleans())
    due = last_day(year, 12) if own_year else draw(_dues(year))
    dated = [*goals[:-1], evolve(goals[-1], target_date=due)]
    return dated if own_year else [*dated, Deadline(id="", node=None, type="by", due=due)]


_BOUNDS: tuple[Bound, ...] = ("=", "<=", ">=", "<", ">")


@cache
@st.composite
def _quantified_goals(draw: st.DrawFn) -> Goal:
    changes = draw(st.booleans())
    indicator, unit = draw(st.sampled_from(_AMOUNTS if changes else _LEVELS))
    bound = draw(st.sampled_from(_BOUNDS[:3] if changes else _BOUNDS))
    directions: tuple[Direction, ...] = ("decrease", "increase")
    return Goal(
        id="",
        node=None,
        indicator=indicator,
        scope=draw(st.sampled_from([None, *_FRAGMENTS["scopes"]])),
        direction=draw(st.sampled_from(directions)) if changes else None,
        bound=bound,
        value=draw(_measures()),
        unit=unit,
        baseline=draw(st.one_of(st.none(), st.integers(2005, 2025))) if changes else None,
        approximate=bound == "=" and draw(st.booleans()),
        aspirational=draw(st.booleans()),
    )


@cache
def _qualitative_goals() -> st.SearchStrategy[Goal]:
    return st.sampled_from(_FRAGMENTS["qualities"]).map(
        lambda indicator: Goal(id="", node=None, indicator=indicator, reason="qualitative")
    )


@cache
def _measures() -> st.SearchStrategy[Decimal]:
    return st.one_of(
        st.integers(1, 999).map(Decimal),
        st.decimals(Decimal("0.1"), Decimal("99.9"), places=1),
        st.decimals(Decimal("0.01"), Decimal("9.99"), places=2),
    )


@cache
def _counts() -> st.SearchStrategy[Decimal]:
    return st.one_of(
        st.integers(1, 9_999).map(Decimal),
        st.integers(1, 9_999).map(lambda number: Decimal(number * 10_000)),
        st.integers(10_000, 99_999).map(Decimal),
    )


@cache
@st.composite
def _deliverables(draw: st.DrawFn) -> Deliverable:
    bound = draw(st.sampled_from(_BOUNDS[:3]))
    return Deliverable(
        id="",
        node=None,
        value=draw(_counts()),
        unit=draw(st.sampled_from(_FRAGMENTS["counted_in"])),
        object=draw(st.sampled_from(_FRAGMENTS["objects"])),
        bound=bound,
        approximate=bound == "=" and draw(st.booleans()),
        aspirational=draw(st.booleans()),
    )


@cache
def _dues(year: int) -> st.SearchStrategy[dt.date]:
    """Last days: of a year, of a month, any."""
    years = st.integers(year, year + 5)
    return st.one_of(
        years.map(lambda each: last_day(each, 12)),
        st.builds(last_day, years, st.integers(1, 12)),
        st.dates(first_day(year), last_day(year + 5, 12)),
    )


_RULES = (
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=MONTHLY;INTERVAL=6",
    "FREQ=MONTHLY",
    "FREQ=YEARLY",
    "FREQ=WEEKLY",
    "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1",
    "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYMONTHDAY=5",
)
_DURATIONS = ("P2Y", "P6M", "P3M", "P30D")
_REASONS: tuple[Reason, ...] = ("external", "ongoing", "vague")


@cache
def _deadlines(year: int) -> st.SearchStrategy[Deadline]:
    return st.one_of(
        st.builds(Deadline, id=st.just(""), node=st.none(), type=st.just("by"), due=_dues(year)),
        _periods(year),
        _of_type("recurring", rrule=_RULES),
        _of_type("duration", duration=_DURATIONS),
        _of_type("open", reason=_REASONS),
    )


def _of_type(type: str, **values: tuple[str, ...]) -> st.SearchStrategy[Deadline]:
    drawn = {name: st.sampled_from(each) for name, each in values.items()}
    return st.builds(Deadline, id=st.just(""), node=st.none(), type=st.just(type), **drawn)


@cache
@st.composite
def _periods(draw: st.DrawFn, year: int) -> Deadline:
    """From day to day, from a day on, and the five-year plan that the year belongs to."""
    start = draw(st.dates(first_day(year), last_day(year, 12)))
    end = draw(st.one_of(st.none(), st.dates(start, last_day(year + 5, 12))))
    opening = year - (year - 1) % 5
    five_years = first_day(opening), last_day(opening + 4, 12)
    start, due = draw(st.sampled_from([(start, end), five_years]))
    return Deadline(id="", node=None, type="period", start=start, due=due)


_ROLES: tuple[Role, ...] = ("lead", "responsible", "support", "joint", "supervised")
_MARKED: tuple[Role, ...] = ("lead", "responsible", "support")
_NAMED = st.lists(st.sampled_from(_FRAGMENTS["bodies"]), min_size=1, max_size=3, unique=True).map(
    lambda names: tuple(map(Body, names))
)


@cache
def _assignments() -> st.SearchStrategy[Responsibility]:
    """Responsibilities in running text."""
    verbs = st.tuples(st.just("verb"), st.sampled_from(_ROLES))
    forms = st.one_of(verbs, st.just(("subject", "responsible")))
    return st.builds(_responsibility, forms, _NAMED)


def _responsibility(form: tuple[Any, Role], bodies: tuple[Body, ...]) -> Responsibility:
    return Responsibility(id="", node=None, form=form[0], role=form[1], bodies=bodies)


@cache
@st.composite
def _markers(draw: st.DrawFn) -> list[Responsibility]:
    """The roles of one marker, each with bodies of its own."""
    roles = [role for role in _MARKED if draw(st.booleans())]
    return [_responsibility(("marker", role), draw(_NAMED)) for role in roles]


@cache
def _citations() -> st.SearchStrategy[Citation]:
    return st.builds(
        Citation,
        id=st.just(""),
        node=st.none(),
        title=st.sampled_from(_FRAGMENTS["instruments"]),
        document_number=st.sampled_from([None, *_FRAGMENTS["numbered"]]),
    )


# Changes


@st.composite
def changes(draw: st.DrawFn, plan: Plan, place: Jurisdiction | None = None) -> Change | None:
    """A change to one value of ``plan`` that its text can say; None where it states nothing.

    ``place`` is what it was read as, where `Plan.read_as` names none that ships with ecoplan.
    """
    possible = _possible(plan)
    if not possible:
        return None
    layer, attribute = draw(st.sampled_from(sorted(possible)))
    index = draw(st.sampled_from(possible[layer, attribute]))
    statement = getattr(plan, layer)[index]
    was = getattr(statement, attribute)
    value = draw(_VALUES[type(statement)][attribute].filter(lambda new: new != was))
    changed = evolve(statement, **{attribute: value})
    if attribute == "indicator":
        changed = _identified(changed)
    statements = getattr(plan, layer)
    layers: dict[str, Any] = {layer: (*statements[:index], changed, *statements[index + 1 :])}
    if attribute == "due":
        layers["goals"] = tuple(_redated(plan, statement, value))
    what = f"{statement.id}: {attribute}"
    changed_plan = evolve(plan, **layers)
    if attribute == "bodies":
        changed_plan = _with_registered(changed_plan, place or jurisdiction(plan.read_as))
    return Change(changed_plan, what, _place(plan.text, statement, attribute))


def _place(text: str, statement: Any, attribute: str) -> Span:
    """Where the words of an attribute stand: in the fact's own, save a number behind a title."""
    if attribute != "document_number":
        own: Span = statement.span
        return own
    start = text.index(statement.document_number, statement.span.end)
    return Span(start, start + len(statement.document_number))


def _redated(plan: Plan, deadline: Deadline, due: dt.date) -> Iterator[Goal]:
    """The goals; the one that stands right behind the deadline gets the new date with it."""
    for goal in plan.goals:
        behind = 0 <= goal.span.start - deadline.span.end <= 1
        yield evolve(goal, target_date=due) if behind and goal.target_date else goal


def _possible(plan: Plan) -> dict[tuple[str, str], list[int]]:
    """Layer and attribute → indices of the statements in which it can be changed."""
    possible: dict[tuple[str, str], list[int]] = {}
    for layer in ("outline", *_LAYER.values()):
        for index, statement in enumerate(getattr(plan, layer)):
            for attribute in _VALUES[type(statement)]:
                if _has_words(statement, attribute):
                    possible.setdefault((layer, attribute), []).append(index)
    return possible


def _has_words(statement: Any, attribute: str) -> bool:
    if isinstance(statement, Node):
        return statement.level != "section"  # a section's title says what the section is for
    if isinstance(statement, Deadline):
        return statement.type == "by"
    if isinstance(statement, Goal):
        return statement.value is not None
    return getattr(statement, attribute) is not None


_VALUES: dict[type, dict[str, st.SearchStrategy[Any]]] = {
    Node: {"title": _TITLES},
    Goal: {
        "value": _measures(),
        "indicator": st.sampled_from([indicator for indicator, _ in (*_LEVELS, *_AMOUNTS)]),
    },
    Deliverable: {"value": _counts(), "object": st.sampled_from(_FRAGMENTS["objects"])},
    Responsibility: {"bodies": _NAMED},
    Deadline: {"due": _dues(2040)},  # later than any of a plan: an earlier one may be history
    Citation: {
        "title": st.sampled_from(_FRAGMENTS["instruments"]),
        "document_number": st.sampled_from(_FRAGMENTS["numbered"]),
    },
}
