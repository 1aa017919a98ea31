"""What no schema can say of a plan: each rule has a plan that breaks it and nothing else."""

import pytest
from attrs import evolve

from ecoplan import Piece, Plan, Span
from ecoplan.check import Fault, inconsistencies
from written_plans import TEXT, small_plan

PLAN = small_plan()
NODE, TASKS, ITEM = PLAN.outline
GOAL = PLAN.goals[0]

BROKEN = [
    (evolve(PLAN, goals=(evolve(GOAL, quote="全市"),)), "quote-differs"),
    (evolve(PLAN, goals=(evolve(GOAL, value_span=Span(3, 2)),)), "span-out-of-range"),
    (evolve(PLAN, goals=(GOAL, GOAL)), "duplicate-id"),
    (evolve(PLAN, outline=(NODE, TASKS, evolve(ITEM, parent="3"))), "unknown-parent"),
    (evolve(PLAN, goals=(evolve(GOAL, node="3"),)), "unknown-node"),
    (evolve(PLAN, deadlines=PLAN.deadlines[::-1]), "out-of-order"),
    (evolve(PLAN, pieces=PLAN.pieces[:-1]), "not-a-partition"),
    (evolve(PLAN, pieces=(Piece("prose", Span(1, len(TEXT)), None),)), "not-a-partition"),
]


@pytest.mark.parametrize("plan", [Plan(), PLAN], ids=["empty", "small"])
def test_a_plan_that_agrees_with_itself_has_no_fault(plan: Plan) -> None:
    assert list(inconsistencies(plan)) == []


@pytest.mark.parametrize(("plan", "code"), BROKEN)
def test_each_rule_finds_its_own_fault_alone(plan: Plan, code: str) -> None:
    assert [fault.code for fault in inconsistencies(plan)] == [code]


def test_a_fault_is_one_line_with_its_place() -> None:
    assert str(Fault("/goals/0", "wrong-type", "expected")) == "/goals/0: wrong-type: expected"
    assert str(Fault("", "not-json", "cut off")) == "not-json: cut off"
