"""What a plan says, as text again: edits in place, and documents from nothing.

Writing invents nothing. A changed fact's own words are replaced, in the style of what stood
there; then the result is read, and a text that does not say what the plan says is refused.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from attrs import evolve, fields, frozen

from ecoplan.assemble import parse
from ecoplan.composer import compose
from ecoplan.errors import UnwritableChange
from ecoplan.jurisdictions import Jurisdiction, jurisdiction
from ecoplan.model import (
    NOWHERE,
    Body,
    Citation,
    Deadline,
    Deliverable,
    Evidence,
    Fact,
    Goal,
    Metadata,
    Node,
    Plan,
    Responsibility,
    Span,
)
from ecoplan.numerals import to_decimal
from ecoplan.resolve.wording import date_like, deadline_like, number_like
from ecoplan.source import fold

__all__ = ["said", "write"]

Statement = Node | Fact
Statements = dict[str, Statement]


def write(plan: Plan, place: Jurisdiction | None = None) -> str:
    """The text that says what ``plan`` says.

    A plan as it was read gives its `Plan.text`. Where values of its facts were changed, the words
    of those facts are replaced and every other character stays. A plan without text is written as
    a document in the manner of its jurisdiction. ``place`` is the jurisdiction to read as where
    `Plan.read_as` names none that ships with ecoplan.

    Raises `UnwritableChange` where no such text can be written: the change has no words of its
    own, or the words would say something else as well.
    """
    place = place or jurisdiction(plan.read_as)
    before = parse(plan.text, place)
    if before == plan:
        return plan.text
    if not plan.text:
        text, expected = compose(plan, place), plan
    else:
        splices = _merged(list(_splices(before, plan)))
        text = _spliced(plan.text, splices)
        expected = _carried(before, plan, splices, text)
    reread = parse(text, place)
    expected = evolve(
        expected,
        goals=tuple(_identified(before, expected, reread)),
        responsibilities=tuple(_registered(before, expected, reread)),
    )
    _refuse_difference(said(expected), said(reread), place)
    return text


# What a plan says, wherever it says it

_PLACES: dict[type, dict[str, Any]] = {
    Metadata: {"evidence": ()},
    Node: {"span": NOWHERE, "quote": "", "title_span": NOWHERE, "extent": NOWHERE},
    Goal: {
        "span": NOWHERE,
        "quote": "",
        "inherited": (),
        "inferred": (),
        "value_span": NOWHERE,
        "indicator_span": NOWHERE,
    },
    Deliverable: {"span": NOWHERE, "quote": "", "value_span": NOWHERE, "object_span": NOWHERE},
    Body: {"span": NOWHERE},
    Responsibility: {"span": NOWHERE, "quote": "", "governs": None},
    Deadline: {"span": NOWHERE, "quote": "", "inferred": ()},
    Citation: {"span": NOWHERE, "quote": "", "title_span": NOWHERE},
}
"""What says where an attribute was found or how it came, by class, as it is without a text."""

_LAYERS = ("goals", "deliverables", "responsibilities", "deadlines", "citations")


def said(plan: Plan) -> Plan:
    """``plan`` without its places: what it says, whatever text it stands in.

    Two plans that are equal so say the same. Spans, quotes, provenance, findings, what was not
    read and what it was read as are gone, and the facts of each layer stand in the order of the
    outline.
    """
    order = {node.id: number for number, node in enumerate(plan.outline)}
    layers: dict[str, Any] = {
        layer: tuple(
            sorted(
                map(_without_places, getattr(plan, layer)),
                key=lambda fact: order.get(fact.node, -1),
            )
        )
        for layer in _LAYERS
    }
    return Plan(
        metadata=_without_places(plan.metadata),
        outline=tuple(map(_without_places, plan.outline)),
        **layers,
    )


def _without_places(statement: Any) -> Any:
    if isinstance(statement, Responsibility):
        statement = evolve(statement, bodies=tuple(map(_without_places, statement.bodies)))
    return evolve(statement, **_PLACES[type(statement)])


def _statements(plan: Plan) -> Statements:
    return {statement.id: statement for statement in (*plan.outline, *plan.facts)}


def _refuse_difference(expected: Plan, reread: Plan, place: Jurisdiction) -> None:
    """Raises `UnwritableChange` naming the first thing that the text would say otherwise."""
    if expected == reread:
        return
    wanted, got = _statements(expected), _statements(reread)
    _refuse_other_values("metadata", expected.metadata, reread.metadata, place)
    for name in wanted:
        if name in got:
            _refuse_other_values(name, wanted[name], got[name], place)
    _refuse_missing(wanted, got)
    raise UnwritableChange(
        "the text would be read in another order than the plan's; "
        "order the outline, and the facts of each node, as the text has them"
    )


def _refuse_other_values(name: str, expected: Any, reread: Any, place: Jurisdiction) -> None:
    for attribute, value in _changed(reread, expected):
        raise UnwritableChange(
            "{statement}: {attribute} is {value} in the plan, but the words would be read as "
            "{read} ({place}); change the attributes that depend on each other together, or edit "
            "the text and read it again",
            statement=name,
            attribute=attribute,
            value=_shown(value),
            read=_shown(getattr(reread, attribute)),
            place=place.id,
        )


def _refuse_missing(wanted: Statements, got: Statements) -> None:
    for name in wanted:
        if name not in got:
            raise UnwritableChange(
                "{statement}: the plan says this, and no words of the text do; "
                "write it into the text and read that again",
                statement=name,
            )
    for name in got:
        if name not in wanted:
            raise UnwritableChange(
                "{statement}: the text says this, and the plan does not; "
                "take its words out of the text and read that again",
                statement=name,
            )


def _changed(old: Any, new: Any) -> Iterator[tuple[str, Any]]:
    """Name and new value of each attribute in which two objects of one class differ."""
    for attribute in fields(type(new)):
        value = getattr(new, attribute.name)
        if value != getattr(old, attribute.name):
            yield attribute.name, value


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(getattr(each, "name", str(each)) for each in value) or "empty"
    return "null" if value is None else f"'{value}'"


# The words that a change replaces


@frozen
class _Splice:
    """Words to stand instead of those at ``span``."""

    span: Span
    words: str


Rewording = Callable[[str, Any, Any], Iterator[_Splice]]
"""The text, a statement as it was and as it is now → the splices that say so."""


def _splices(before: Plan, plan: Plan) -> Iterator[_Splice]:
    old, new = _statements(before), _statements(plan)
    _refuse_missing(new, old)
    for name, statement in new.items():
        if statement != old[name]:
            for reword in _REWORDINGS[type(statement)]:
                yield from reword(plan.text, old[name], statement)
    if plan.metadata != before.metadata:
        yield from _reword_metadata(plan.text, before.metadata, plan.metadata)


def _replace(text: str, span: Span | None, words: str) -> Iterator[_Splice]:
    if span is not None and span != NOWHERE and text[span.start : span.end] != words:
        yield _Splice(span, words)


def _verbatim(attribute: str, place: str, text: str, old: Any, new: Any) -> Iterator[_Splice]:
    """For an attribute that is the words at ``place``."""
    if getattr(old, attribute) != getattr(new, attribute):
        yield from _replace(text, getattr(old, place), getattr(new, attribute))


def _reword_number(text: str, old: Any, new: Any) -> Iterator[_Splice]:
    span = old.value_span
    if new.value is not None and span != NOWHERE and old.value != new.value:
        written = text[span.start : span.end]
        value = new.value / _factor(written, old.value)
        yield from _replace(text, span, number_like(written, value))


def _factor(written: str, value: Decimal) -> Decimal:
    """What multiplies a numeral elsewhere: 万 in the heading of its column, or behind a range."""
    try:
        numeral = to_decimal(fold(written).replace(" ", ""))
    except ValueError:
        return Decimal(1)
    return value / numeral if numeral else Decimal(1)


def _reword_label(text: str, old: Node, new: Node) -> Iterator[_Splice]:
    start = old.span.start
    if old.label != new.label:
        yield from _replace(text, Span(start, start + len(old.label)), new.label)


def _reword_deadline(text: str, old: Deadline, new: Deadline) -> Iterator[_Splice]:
    yield from _replace(text, old.span, deadline_like(old.quote, old, new))


def _reword_document_number(text: str, old: Citation, new: Citation) -> Iterator[_Splice]:
    if old.document_number and new.document_number and old.document_number != new.document_number:
        behind = old.title_span.end
        start = text.find(old.document_number, behind, behind + len(old.document_number) + 4)
        if start > 0:
            span = Span(start, start + len(old.document_number))
            yield from _replace(text, span, new.document_number)


def _reword_bodies(text: str, old: Responsibility, new: Responsibility) -> Iterator[_Splice]:
    if len(old.bodies) == len(new.bodies):
        for was, now in zip(old.bodies, new.bodies, strict=True):
            yield from _verbatim("name", "span", text, was, now)
    elif _only_separated(text, old.bodies) and new.bodies:
        stretch = Span(old.bodies[0].span.start, old.bodies[-1].span.end)
        yield from _replace(text, stretch, "、".join(body.name for body in new.bodies))


def _only_separated(text: str, bodies: Sequence[Body]) -> bool:
    """Whether nothing but 、 and its like stands between the bodies."""
    between = (text[one.span.end : other.span.start] for one, other in pairwise(bodies))
    return bool(bodies) and all(gap.strip() in {"、", "，", ",", "和", "及"} for gap in between)


_VERBATIM: dict[type, tuple[tuple[str, str], ...]] = {
    Node: (("title", "title_span"),),
    Goal: (("indicator", "indicator_span"),),
    Deliverable: (("object", "object_span"),),
    Citation: (("title", "title_span"),),
    Body: (("name", "span"),),
}
"""The attributes that are words of the text as they stand, and where those are."""


def _verbatims(statement: type) -> tuple[Rewording, ...]:
    return tuple(partial(_verbatim, name, place) for name, place in _VERBATIM[statement])


_REWORDINGS: dict[type, tuple[Rewording, ...]] = {
    Node: (*_verbatims(Node), _reword_label),
    Goal: (*_verbatims(Goal), _reword_number),
    Deliverable: (*_verbatims(Deliverable), _reword_number),
    Responsibility: (_reword_bodies,),
    Deadline: (_reword_deadline,),
    Citation: (*_verbatims(Citation), _reword_document_number),
}
"""How each class says a change. An attribute that none of them looks at has no words of its own;
if its change does not follow from the others', reading what was written tells."""


def _reword_metadata(text: str, old: Metadata, new: Metadata) -> Iterator[_Splice]:
    for attribute, value in _changed(old, new):
        evidence = [each for each in old.evidence if each.attribute == attribute]
        if attribute == "issuers":
            yield from _reword_issuers(text, evidence, old.issuers, new.issuers)
        elif attribute in {"issued", "published"} and getattr(old, attribute) and value:
            for each in evidence:
                words = date_like(each.quote, getattr(old, attribute), value)
                yield from _replace(text, each.span, words)
        elif attribute in {"title", "document_number"} and value:
            for each in evidence:
                if each.quote == getattr(old, attribute):
                    yield from _replace(text, each.span, value)


def _reword_issuers(
    text: str, evidence: Sequence[Evidence], old: Sequence[str], new: Sequence[str]
) -> Iterator[_Splice]:
    for was, now in zip(old, new, strict=False):
        for each in evidence:
            if each.quote == was:
                yield from _replace(text, each.span, now)


# Splicing


def _merged(splices: list[_Splice]) -> list[_Splice]:
    """The splices in order; one that lies within a greater one goes with it.

    Raises `UnwritableChange` where two change the same words in different ways.
    """
    merged: list[_Splice] = []
    for splice in sorted(splices, key=lambda each: (each.span.start, -each.span.end)):
        last = merged[-1] if merged else None
        if last is None or last.span.end <= splice.span.start:
            merged.append(splice)
        elif last.span.end < splice.span.end or (
            last.span == splice.span and last.words != splice.words
        ):
            raise UnwritableChange(
                "characters {start} to {end}: two changes replace the same words, by '{one}' and "
                "by '{other}'; make one after the other",
                start=splice.span.start,
                end=last.span.end,
                one=last.words,
                other=splice.words,
            )
    return merged


def _spliced(text: str, splices: Sequence[_Splice]) -> str:
    parts, end = [], 0
    for splice in splices:
        parts += [text[end : splice.span.start], splice.words]
        end = splice.span.end
    return "".join([*parts, text[end:]])


def _carried(before: Plan, plan: Plan, splices: Sequence[_Splice], text: str) -> Plan:
    """``plan`` with its verbatim attributes as ``text`` has them now.

    A heading 完成43座加油站治理 states a deliverable: with the number, its title changes too.
    """
    old = _statements(before)
    carry = partial(_carry, before.text, splices, text)
    layers: dict[str, Any] = {
        layer: tuple(carry(old[each.id], each) for each in getattr(plan, layer))
        for layer in ("outline", *_LAYERS)
    }
    return evolve(plan, **layers)


def _identified(before: Plan, plan: Plan, reread: Plan) -> Iterator[Goal]:
    """The goals; an indicator's id that nobody changed follows from the words as they are now."""
    old, now = ({goal.id: goal.indicator_id for goal in each.goals} for each in (before, reread))
    for goal in plan.goals:
        follows = goal.indicator_id == old.get(goal.id)
        yield evolve(goal, indicator_id=now.get(goal.id)) if follows else goal


def _registered(before: Plan, plan: Plan, reread: Plan) -> Iterator[Responsibility]:
    """The responsibilities; a registered name that nobody stated follows from the words."""
    old, now = ({each.id: each.bodies for each in p.responsibilities} for p in (before, reread))
    for each in plan.responsibilities:
        were, are = old.get(each.id, ()), now.get(each.id, ())
        if len(are) == len(each.bodies):
            known = {None, *(body.registered for body in were)}
            bodies = (
                evolve(body, registered=found.registered) if body.registered in known else body
                for body, found in zip(each.bodies, are, strict=True)
            )
            each = evolve(each, bodies=tuple(bodies))
        yield each


def _carry(was: str, splices: Sequence[_Splice], text: str, old: Any, new: Any) -> Any:
    if isinstance(new, Responsibility) and len(old.bodies) == len(new.bodies):
        pairs = zip(old.bodies, new.bodies, strict=True)
        new = evolve(new, bodies=tuple(_carry(was, splices, text, *pair) for pair in pairs))
    for attribute, place in _VERBATIM.get(type(new), ()):
        span = getattr(old, place)
        value = getattr(new, attribute)
        if value == getattr(old, attribute) == was[span.start : span.end]:
            now = _moved(span, splices)
            new = evolve(new, **{attribute: text[now.start : now.end]})
    return new


def _moved(span: Span, splices: Sequence[_Splice]) -> Span:
    """Where the characters at ``span`` stand after splicing."""

    def shift(offset: int) -> int:
        return sum(
            len(splice.words) - (splice.span.end - splice.span.start)
            for splice in splices
            if splice.span.end <= offset
        )

    return Span(span.start + shift(span.start), span.end + shift(span.end))
