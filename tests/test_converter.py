"""Plan ⇄ JSON: nothing lost, one form, and everything else refused with its place."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

import ecoplan
from ecoplan import InvalidPlan, Plan
from written_plans import TEXT, plans, small_plan

VALIDATOR = Draft202012Validator(ecoplan.json_schema("plan"), format_checker=FormatChecker())

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=3,
)


def document() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(ecoplan.dumps(small_plan()))
    return parsed


def codes(data: object) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in ecoplan.faults(json.dumps(data))]


@given(plans())
def test_a_plan_survives_json(plan: Plan) -> None:
    assert ecoplan.loads(ecoplan.dumps(plan)) == plan


@given(plans())
def test_what_is_dumped_is_valid_by_the_schema(plan: Plan) -> None:
    VALIDATOR.validate(json.loads(ecoplan.dumps(plan)))


@pytest.mark.parametrize("plan", [Plan(), small_plan()], ids=["empty", "small"])
def test_one_plan_has_one_json(plan: Plan) -> None:
    written = ecoplan.dumps(plan)
    assert ecoplan.dumps(ecoplan.loads(written)) == written
    assert ecoplan.dumps(ecoplan.loads(ecoplan.dumps(plan, indent=2))) == written
    assert ecoplan.loads(written.encode()) == plan


def test_json_has_the_models_keys_in_the_models_order() -> None:
    written = document()
    assert list(written) == [
        "schema_version", "text", "read_as", "metadata", "outline", "pieces", "goals",
        "deliverables", "responsibilities", "deadlines", "citations", "findings", "residue",
        "explained", "tasks",
    ]  # fmt: skip
    assert list(written["goals"][0]["span"]) == ["start", "end"]
    assert written["goals"][0]["quote"] == "全市优良天数比例不低于82.5%"


def test_json_carries_the_tasks_with_the_ids_of_what_stands_in_them() -> None:
    assert document()["tasks"] == [
        {
            "id": "2.1",
            "title": "治理加油站",
            "span": {"start": TEXT.index("1.治理"), "end": TEXT.index("。6月底前")},
            "goals": [],
            "deliverables": ["2.1.d1"],
            "responsibilities": ["2.1.r1", "2.1.r2"],
            "inherited": [],
            "deadlines": ["2.1.t1", "2.1.t2"],
            "citations": ["2.1.c1"],
        }
    ]


@pytest.mark.parametrize(
    ("value", "spelled"),
    [("7E+5", "700000"), ("0.10", "0.10"), ("-3", "-3"), ("1E-7", "0.0000001")],
)
def test_values_are_plain_digits(value: str, spelled: str) -> None:
    goal = evolve(small_plan().goals[0], value=Decimal(value))
    plan = evolve(small_plan(), goals=(goal,))
    assert json.loads(ecoplan.dumps(plan))["goals"][0]["value"] == spelled
    assert ecoplan.loads(ecoplan.dumps(plan)) == plan


@pytest.mark.parametrize("value", ["NaN", "Infinity"])
def test_a_value_that_is_no_number_is_not_dumped(value: str) -> None:
    goal = evolve(small_plan().goals[0], value=Decimal(value))
    with pytest.raises(InvalidPlan, match=value):
        ecoplan.dumps(evolve(small_plan(), goals=(goal,)))


def test_half_a_surrogate_pair_is_not_dumped() -> None:
    with pytest.raises(InvalidPlan, match="ud800"):
        ecoplan.dumps(Plan(text="\ud800"))


def put(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    """An edit that sets the value at ``path``."""

    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return edit


def take(*path: str | int) -> Callable[[dict[str, Any]], None]:
    """An edit that removes what stands at ``path``."""

    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return edit


SHAPES = [
    (put("schema_version", value="9"), "/schema_version", "unknown-version"),
    (put("schema_version", value=1), "/schema_version", "unknown-version"),
    (take("schema_version"), "/schema_version", "missing-key"),
    (take("tasks"), "/tasks", "missing-key"),
    (take("text"), "/text", "missing-key"),
    (take("goals", 0, "quote"), "/goals/0/quote", "missing-key"),
    (take("goals", 0, "span"), "/goals/0/span", "missing-key"),
    (put("extra", value=1), "/extra", "unknown-key"),
    (put("goals", 0, "a/b~c", value=1), "/goals/0/a~1b~0c", "unknown-key"),
    (put("goals", value={}), "/goals", "wrong-type"),
    (put("goals", value="abc"), "/goals", "wrong-type"),
    (put("goals", 0, value=None), "/goals/0", "wrong-type"),
    (put("goals", 0, "value", value=82.5), "/goals/0/value", "wrong-type"),
    (put("goals", 0, "value", value="8E1"), "/goals/0/value", "bad-value"),
    (put("goals", 0, "value", value="８"), "/goals/0/value", "bad-value"),
    (put("goals", 0, "bound", value="≥"), "/goals/0/bound", "bad-value"),
    (put("goals", 0, "approximate", value=0), "/goals/0/approximate", "wrong-type"),
    (put("goals", 0, "inferred", 0, value=None), "/goals/0/inferred/0", "wrong-type"),
    (put("outline", 1, "ordinal", value=True), "/outline/1/ordinal", "wrong-type"),
    (put("outline", 1, "ordinal", value=2.5), "/outline/1/ordinal", "wrong-type"),
    (put("outline", 1, "title", value=None), "/outline/1/title", "wrong-type"),
    (put("metadata", "issued", value="2019-02-30"), "/metadata/issued", "bad-value"),
    (put("metadata", "issued", value="20190301"), "/metadata/issued", "bad-value"),
    (put("metadata", "issued", value="2019-03-01\n"), "/metadata/issued", "bad-value"),
    (put("responsibilities", 0, "bodies", 0, "span", "end", value="3"),
     "/responsibilities/0/bodies/0/span/end", "wrong-type"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "pointer", "code"), SHAPES)
def test_data_of_another_shape_is_refused_with_its_place(
    edit: Callable[[dict[str, Any]], None], pointer: str, code: str
) -> None:
    data = document()
    edit(data)
    assert (pointer, code) in codes(data)
    with pytest.raises(InvalidPlan) as caught:
        ecoplan.loads(json.dumps(data))
    assert str(caught.value).startswith(f"{pointer}: {code}: ")
    assert "\n" not in str(caught.value)


CONTRADICTIONS = [
    (put("goals", 0, "quote", value="全市"), "/goals/0/quote", "quote-differs"),
    (put("metadata", "evidence", 0, "quote", value="2020年"), "/metadata/evidence/0/quote",
     "quote-differs"),
    (put("citations", 0, "span", "end", value=9999), "/citations/0/span", "span-out-of-range"),
    (put("citations", 0, "title_span", "start", value=-1), "/citations/0/title_span",
     "span-out-of-range"),
    (put("responsibilities", 0, "bodies", 0, "span", value={"start": 4, "end": 2}),
     "/responsibilities/0/bodies/0/span", "span-out-of-range"),
    (put("outline", 2, "parent", value="7"), "/outline/2/parent", "unknown-parent"),
    (put("outline", 0, "parent", value="2"), "/outline/0/parent", "unknown-parent"),
    (put("outline", 1, "id", value="1"), "/outline/1/id", "duplicate-id"),
    (put("responsibilities", 1, "id", value="2.1.r1"), "/responsibilities/1/id", "duplicate-id"),
    (put("goals", 0, "node", value="9"), "/goals/0/node", "unknown-node"),
    (put("pieces", 0, "node", value="9"), "/pieces/0/node", "unknown-node"),
    (put("pieces", 1, "span", "start", value=0), "/pieces/1/span/start", "not-a-partition"),
    (put("pieces", value=[]), "/pieces", "not-a-partition"),
    (put("tasks", value=[]), "/tasks", "tasks-differ"),
    (put("tasks", 0, "title", value="治理"), "/tasks/0", "tasks-differ"),
    (put("outline", 2, "task", value=False), "/tasks", "tasks-differ"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "pointer", "code"), CONTRADICTIONS)
def test_a_plan_that_contradicts_itself_is_refused_with_its_place(
    edit: Callable[[dict[str, Any]], None], pointer: str, code: str
) -> None:
    data = document()
    edit(data)
    assert (pointer, code) in codes(data)
    with pytest.raises(InvalidPlan):
        ecoplan.loads(json.dumps(data))


def test_a_layer_out_of_order_is_refused() -> None:
    data = document()
    data["deadlines"].reverse()
    assert ("/deadlines/1/span/start", "out-of-order") in codes(data)


@pytest.mark.parametrize(
    "data", ["", "{", "[" * 100_000, b"\xff\xfe", '{"text": "\\ud800"}', "{} {}", "NaN"]
)
def test_what_is_no_json_is_refused_in_one_line(data: str | bytes) -> None:
    with pytest.raises(InvalidPlan, match=r"^not-json: [^\n]+$"):
        ecoplan.loads(data)


@pytest.mark.parametrize("data", ["[]", "null", '"plan"', "1"])
def test_json_that_is_no_object_is_refused(data: str) -> None:
    with pytest.raises(InvalidPlan, match=r"^wrong-type: "):
        ecoplan.loads(data)


def test_every_fault_is_listed_and_the_first_one_raised() -> None:
    data = document()
    data["goals"][0]["bound"] = "~"
    data["deadlines"][0]["due"] = "soon"
    assert [pointer for pointer, _ in codes(data)] == ["/goals/0/bound", "/deadlines/0/due"]
    with pytest.raises(InvalidPlan, match=r"^/goals/0/bound: .* \(and 1 more"):
        ecoplan.loads(json.dumps(data))


def _places(data: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, ...]] = []
    if isinstance(data, dict):
        inner = [place for key, value in data.items() for place in _places(value, (*path, key))]
    elif isinstance(data, list):
        inner = [
            place for number, value in enumerate(data) for place in _places(value, (*path, number))
        ]
    return [path, *inner]


PLACES = [place for place in _places(document()) if place]


@given(st.sampled_from(PLACES), JSON_VALUES)
def test_what_the_schema_refuses_loading_refuses(place: tuple[str | int, ...], value: Any) -> None:
    data = document()
    put(*place, value=value)(data)
    if not VALIDATOR.is_valid(data):
        assert codes(data)


def test_real_documents_survive_json(corpus_files: list[Path]) -> None:
    for path in corpus_files:
        plan = ecoplan.read(path)
        written = ecoplan.dumps(plan)
        assert ecoplan.loads(written) == plan, path.name
        VALIDATOR.validate(json.loads(written))
