"""The flat form: which keys, which spellings, which order."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker

import ecoplan
from ecoplan import Plan
from ecoplan.flattener import lines
from written_plans import TEXT, plans, small_plan

VALIDATOR = Draft202012Validator(ecoplan.json_schema("facts"), format_checker=FormatChecker())

EXPECTED = {
    "meta": {
        "title": "某市2019年环保工作要点",
        "issuers": ["某市环境保护局"],
        "document_number": None,
        "issued": "2019-03-01",
        "published": None,
        "jurisdiction": None,
        "plan_start": "2019-01-01",
        "plan_end": "2019-12-31",
        "document_type": "work_points",
    },
    "node": {
        "label": "一、",
        "level": "section",
        "ordinal": 1,
        "inferred": False,
        "title": "主要目标",
        "role": "goals",
    },
    "task": {"title": "治理加油站"},
    "goal": {
        "indicator": "优良天数比例",
        "scope": "全市",
        "direction": None,
        "bound": ">=",
        "value": "82.5",
        "unit": "%",
        "baseline": None,
        "target_date": "2019-12-31",
        "approximate": False,
        "aspirational": False,
    },
    "deliverable": {
        "value": "12",
        "unit": "座",
        "object": "加油站",
        "bound": "=",
        "approximate": False,
        "aspirational": False,
    },
    "responsibility": {
        "form": "marker",
        "orgs": ["甲局"],
        "role": "lead",
        "governs": [TEXT.index("治理加油站"), TEXT.index("(甲局")],
    },
    "deadline": {"type": "by", "from": None, "to": "2019-06-30", "rrule": None, "duration": None},
    "citation": {"title": "清洁行动方案", "document_number": None},
}


@pytest.mark.parametrize("kind", EXPECTED)
def test_a_fact_of_each_kind_says_this_and_no_more(kind: str) -> None:
    first = next(fact for fact in ecoplan.facts(small_plan()) if fact["kind"] == kind)
    located = {"kind", "start", "end", "quote"}
    assert {key: value for key, value in first.items() if key not in located} == EXPECTED[kind]


def test_a_deadline_without_a_date_is_no_fact() -> None:
    quotes = [fact["quote"] for fact in ecoplan.facts(small_plan()) if fact["kind"] == "deadline"]
    assert quotes == ["6月底前"]


@given(plans())
def test_facts_are_sorted_behind_the_meta_and_quote_the_text(plan: Plan) -> None:
    meta, *facts = ecoplan.facts(plan)
    assert (meta["kind"], meta["start"], meta["end"], meta["quote"]) == ("meta", 0, 0, "")
    places = [(fact["start"], fact["end"]) for fact in facts]
    assert places == sorted(places)
    assert all(plan.text[fact["start"] : fact["end"]] == fact["quote"] for fact in facts)


@given(plans())
def test_every_line_is_valid_by_the_schema(plan: Plan) -> None:
    for line in lines(plan).rstrip("\n").split("\n"):
        VALIDATOR.validate(json.loads(line))


def test_lines_are_the_facts_one_a_line() -> None:
    written = lines(small_plan())
    assert [json.loads(line) for line in written.split("\n")[:-1]] == ecoplan.facts(small_plan())
    assert "优良天数比例" in written


def test_facts_of_real_documents_are_valid(corpus_files: list[Path]) -> None:
    for path in corpus_files:
        for fact in ecoplan.facts(ecoplan.read(path)):
            VALIDATOR.validate(fact)
