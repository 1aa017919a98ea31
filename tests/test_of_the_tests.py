"""Faults planted in the reader and the writer: each is caught by the law that it breaks."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ecoplan import Plan, Span, UnwritableChange, assemble, parse, write, writer
from ecoplan.jurisdictions import Jurisdiction, jurisdiction
from ecoplan.testing import (
    Change,
    changes,
    genre_texts,
    plans,
    plans_come_from_nothing,
    reading_loses_nothing,
    writing_invents_nothing,
)

Fault = Callable[[pytest.MonkeyPatch], None]
Law = Callable[[], None]

CHINA = jurisdiction("china")
HERE = evolve(CHINA, id="here", words={"role_before.supervised": ("催办",)})
THERE = evolve(CHINA, id="there", words={"role_before.supervised": ("盯办",)})


# Laws, each as one property to be run


def _property(strategy: st.SearchStrategy[Any], law: Callable[[Any, Jurisdiction], None]) -> Law:
    @settings(
        max_examples=60,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=True,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def holds(example: Any) -> None:
        law(example, HERE)

    return holds


@st.composite
def _changes_here(draw: st.DrawFn) -> Change | None:
    return draw(changes(parse(write(draw(plans(HERE)), HERE), HERE), HERE))


READING = _property(genre_texts(HERE), reading_loses_nothing)
CHANGING = _property(
    _changes_here().filter(lambda change: change is not None), writing_invents_nothing
)
MAKING = _property(plans(HERE), plans_come_from_nothing)


# Faults


def _read_instead(monkeypatch: pytest.MonkeyPatch, faulty: Callable[..., Plan]) -> None:
    monkeypatch.setattr(assemble, "parse", faulty)
    monkeypatch.setattr(writer, "parse", faulty)


def line_ends_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(text: str, place: Jurisdiction) -> Plan:
        return parse(text.replace("\r\n", "\n"), place)

    _read_instead(monkeypatch, faulty)


def every_line_read_as_prose(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(text: str, place: Jurisdiction) -> Plan:
        read = parse(text, place)
        return Plan(text=text, read_as=read.read_as, metadata=read.metadata, pieces=read.pieces)

    _read_instead(monkeypatch, faulty)


def changes_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(plan: Plan, place: Jurisdiction) -> str:
        return plan.text or write(plan, place)

    monkeypatch.setattr(writer, "write", faulty)


def changes_found_but_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(before: Plan, plan: Plan) -> Iterator[Any]:
        return iter(())

    monkeypatch.setattr(writer, "_splices", faulty)


def splices_one_character_off(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = writer._spliced

    def faulty(text: str, splices: Sequence[Any]) -> str:
        return exact(text, [evolve(each, span=_behind(each.span)) for each in splices])

    monkeypatch.setattr(writer, "_spliced", faulty)


def _behind(span: Span) -> Span:
    return Span(span.start + 1, span.end + 1)


def places_confused(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(text: str, place: Jurisdiction) -> Plan:
        plan: Plan = evolve(parse(text, THERE), read_as=place.id)
        return plan

    _read_instead(monkeypatch, faulty)


@pytest.mark.parametrize("law", [READING, CHANGING, MAKING], ids=["reading", "changing", "making"])
def test_the_laws_hold_without_a_fault(law: Law) -> None:
    law()


@pytest.mark.parametrize(
    ("fault", "law"),
    [
        (line_ends_dropped, READING),
        (every_line_read_as_prose, MAKING),
        (changes_ignored, CHANGING),
        (changes_found_but_not_made, CHANGING),
        (splices_one_character_off, CHANGING),
        (places_confused, MAKING),
    ],
    ids=lambda case: getattr(case, "__name__", ""),
)
def test_a_planted_fault_is_caught(fault: Fault, law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    fault(monkeypatch)
    with pytest.raises((AssertionError, UnwritableChange)):
        law()
