"""Plans for tests that need one and no reader: one by hand, and a strategy for many."""

import datetime as dt
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from attrs import evolve
from hypothesis import strategies as st

from ecoplan import (
    Body,
    Citation,
    Deadline,
    Deliverable,
    Evidence,
    Finding,
    Goal,
    Metadata,
    Node,
    Piece,
    Plan,
    Responsibility,
    Span,
)

TEXT = (
    "某市2019年环保工作要点\n"
    "一、主要目标\n"
    "全市优良天数比例不低于82.5%。\n"
    "二、重点任务\n"
    "1.治理加油站。6月底前完成12座加油站改造,依据《清洁行动方案》长期推进。(甲局牵头,乙局配合)\n"
)


def span(words: str) -> Span:
    """Where ``words`` stand in `TEXT`."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def small_plan() -> Plan:
    """A plan with one fact of every kind and one deadline without a date."""
    return Plan(
        text=TEXT,
        metadata=Metadata(
            title="某市2019年环保工作要点",
            issuers=("某市环境保护局",),
            issued=dt.date(2019, 3, 1),
            plan_start=dt.date(2019, 1, 1),
            plan_end=dt.date(2019, 12, 31),
            document_type="work_points",
            evidence=(Evidence("plan_start", span("2019年"), "2019年"),),
        ),
        outline=_outline(),
        pieces=(
            Piece("front", Span(0, span("一、").start), None),
            Piece("heading", Span(span("一、").start, span("全市").start), "1"),
            Piece("prose", Span(span("全市").start, len(TEXT)), "1"),
        ),
        goals=(
            Goal(
                id="1.g1",
                node="1",
                span=span("全市优良天数比例不低于82.5%"),
                quote="全市优良天数比例不低于82.5%",
                indicator="优良天数比例",
                scope="全市",
                bound=">=",
                value=Decimal("82.5"),
                unit="%",
                target_date=dt.date(2019, 12, 31),
                inferred=("target_date",),
                value_span=span("82.5"),
                indicator_span=span("优良天数比例"),
            ),
        ),
        deliverables=(
            Deliverable(
                id="2.1.d1",
                node="2.1",
                span=span("12座加油站"),
                quote="12座加油站",
                value=Decimal(12),
                unit="座",
                object="加油站",
                value_span=span("12"),
                object_span=Span(span("12座加油站").start + 3, span("12座加油站").end),
            ),
        ),
        responsibilities=_responsibilities(),
        deadlines=_deadlines(),
        citations=(
            Citation(
                id="2.1.c1",
                node="2.1",
                span=span("《清洁行动方案》"),
                quote="《清洁行动方案》",
                title="清洁行动方案",
                title_span=span("清洁行动方案"),
            ),
        ),
        findings=(
            Finding(
                code="no-issuer-in-signature",
                severity="note",
                span=span("某市"),
                message="The issuer was taken from the page; sign the document.",
            ),
        ),
    )


def _outline() -> tuple[Node, ...]:
    goals = Node(
        id="1",
        parent=None,
        level="section",
        label="一、",
        ordinal=1,
        title="主要目标",
        role="goals",
        span=span("一、主要目标"),
        quote="一、主要目标",
        title_span=span("主要目标"),
        extent=Span(span("一、").start, span("二、").start),
    )
    tasks = evolve(
        goals,
        id="2",
        label="二、",
        ordinal=2,
        title="重点任务",
        role="tasks",
        span=span("二、重点任务"),
        quote="二、重点任务",
        title_span=span("重点任务"),
        extent=Span(span("二、").start, len(TEXT)),
    )
    item = Node(
        id="2.1",
        parent="2",
        level="item",
        label="1.",
        ordinal=1,
        title="治理加油站",
        task=True,
        span=span("1.治理加油站"),
        quote="1.治理加油站",
        title_span=span("治理加油站"),
        extent=Span(span("1.治理").start, len(TEXT)),
    )
    return goals, tasks, item


def _responsibilities() -> tuple[Responsibility, ...]:
    lead = Responsibility(
        id="2.1.r1",
        node="2.1",
        span=span("甲局牵头,乙局配合"),
        quote="甲局牵头,乙局配合",
        form="marker",
        role="lead",
        bodies=(Body("甲局", span("甲局"), "某市甲局"),),
        governs=Span(span("治理加油站").start, span("(甲局").start),
    )
    support = evolve(lead, id="2.1.r2", role="support", bodies=(Body("乙局", span("乙局")),))
    return lead, support


def _deadlines() -> tuple[Deadline, ...]:
    by = Deadline(
        id="2.1.t1",
        node="2.1",
        span=span("6月底前"),
        quote="6月底前",
        type="by",
        due=dt.date(2019, 6, 30),
        inferred=("due",),
    )
    ongoing = Deadline(
        id="2.1.t2",
        node="2.1",
        span=span("长期推进"),
        quote="长期推进",
        type="open",
        reason="ongoing",
    )
    return by, ongoing


_WORDS = st.text("一二三四五甲乙丙丁。、()《》 \t\r\n%aé😀0123456789", max_size=40)
_NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**12)
_DAYS = st.none() | st.dates()


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans that are consistent, whatever they say: any text, cut and quoted anywhere."""
    text = draw(_WORDS)
    cuts = sorted({0, len(text), *draw(st.lists(st.integers(0, len(text)), max_size=4))})
    ids = [str(number) for number in range(draw(st.integers(0, 3)))]
    nodes = st.none() | st.sampled_from(ids) if ids else st.none()
    return Plan(
        text=text,
        metadata=draw(st.builds(Metadata, title=st.none() | _WORDS, issued=_DAYS)),
        outline=tuple(_nodes(draw, text, ids)),
        pieces=tuple(
            Piece("prose", Span(start, end), draw(nodes)) for start, end in pairwise(cuts)
        ),
        goals=_layer(draw, text, _goals(nodes)),
        deadlines=_layer(draw, text, _dates(nodes)),
    )


def _place(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text)))
    return Span(start, draw(st.integers(start, len(text))))


def _nodes(draw: st.DrawFn, text: str, ids: list[str]) -> list[Node]:
    places = sorted((_place(draw, text) for _ in ids), key=lambda place: place.start)
    return [
        Node(
            id=name,
            parent=draw(st.sampled_from([None, *ids[:number]])),
            level=draw(st.sampled_from(["section", "item"])),
            label="",
            ordinal=number,
            title="",
            task=draw(st.booleans()),
            span=place,
            quote=text[place.start : place.end],
        )
        for number, (name, place) in enumerate(zip(ids, places, strict=True))
    ]


def _goals(nodes: st.SearchStrategy[str | None]) -> st.SearchStrategy[Goal]:
    return st.builds(
        Goal,
        id=st.just(""),
        node=nodes,
        indicator=_WORDS,
        span=st.just(Span(0, 0)),
        quote=st.just(""),
        value=st.none() | _NUMBERS,
        target_date=_DAYS,
        value_span=st.just(Span(0, 0)),
        indicator_span=st.just(Span(0, 0)),
    )


def _dates(nodes: st.SearchStrategy[str | None]) -> st.SearchStrategy[Deadline]:
    return st.builds(
        Deadline,
        id=st.just(""),
        node=nodes,
        span=st.just(Span(0, 0)),
        quote=st.just(""),
        start=_DAYS,
        due=_DAYS,
        rrule=st.none() | _WORDS,
    )


_Stated = TypeVar("_Stated", Goal, Deadline)


def _layer(draw: st.DrawFn, text: str, facts: st.SearchStrategy[_Stated]) -> tuple[_Stated, ...]:
    drawn = draw(st.lists(facts, max_size=3))
    places = sorted((_place(draw, text) for _ in drawn), key=lambda place: place.start)
    return tuple(
        evolve(fact, id=str(number), span=place, quote=text[place.start : place.end])
        for number, (fact, place) in enumerate(zip(drawn, places, strict=True))
    )
