"""The phrase suite: one test for each case of phrases/*.json (phrases/README.md)."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from attrs import evolve

import ecoplan
from ecoplan.jurisdictions import NATION, Jurisdiction, Season, jurisdiction

Case = dict[str, Any]
Fact = dict[str, Any]

FOLDER = Path(__file__).parent / "phrases"
SUITES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.json"))
    if path.stem != "schema"
}
SCHEMA = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))

SECTIONS = {"tasks": "重点任务", "goals": "主要目标"}
"""Role of a section → a heading that has it: priority tasks, main goals."""
SCORED = {
    "deadline": ("type", "from", "to", "rrule", "duration"),
    "goal": (
        "indicator", "scope", "direction", "bound", "value", "unit", "baseline", "target_date",
        "approximate", "aspirational",
    ),
    "deliverable": ("value", "unit", "object", "bound", "approximate", "aspirational"),
    "responsibility": ("form", "role", "orgs", "governs"),
    "node": ("label", "level", "ordinal", "inferred", "title", "role"),
}  # fmt: skip
"""Attributes that a case fixes; one that it does not write is null (false for yes or no)."""
FOLD = str.maketrans("（）：，；％　\xa0“”‘’", "():,;%  \"\"''")


def cases(name: str) -> list[Case]:
    return [case for form in SUITES[name]["forms"] for case in form["cases"]]


def document(case: Case) -> str:
    """The smallest plan that a case's text can stand in."""
    context = case["context"]
    if context["section"] == "document":
        return str(case["text"])
    year = f"{context['year']}年" if "year" in context else ""
    lines = [
        f"某市{year}生态环境保护工作计划",
        f"一、{SECTIONS[context['section']]}",
        f"（一）{case['text']}",
    ]
    if "issued" in context:
        lines += ["某市生态环境局", as_signed(context["issued"])]
    return "\n".join(lines) + "\n"


def place(case: Case) -> Jurisdiction:
    """The place that a case is read as, with the seasons that the case dates."""
    named = jurisdiction(case["context"].get("jurisdiction", NATION))
    dated = case["context"].get("seasons", {}).items()
    days = ((name, *days.split("/")) for name, days in dated)
    seasons = tuple(Season(names=(name,), begins=first, ends=last) for name, first, last in days)
    return evolve(named, seasons=seasons + named.seasons)


def as_signed(iso: str) -> str:
    """2022-03-01 as 2022年3月1日, the way a document is dated."""
    year, month, day = (int(number) for number in iso.split("-"))
    return f"{year}年{month}月{day}日"


def folded(value: Any) -> Any:
    """Text without white space and with half-width punctuation; other values as they are."""
    if isinstance(value, str):
        return "".join(value.translate(FOLD).split())
    if isinstance(value, list):
        return [folded(each) for each in value]
    return value


def scored(fact: Fact) -> dict[str, Any]:
    """What is compared: kind, quote and the attributes that are neither null nor false."""
    names = ("kind", "quote", *SCORED[fact["kind"]])
    return {name: folded(fact[name]) for name in names if fact.get(name) not in (None, False)}


def stated(text: str, plan: ecoplan.Plan, kinds: list[str]) -> list[dict[str, Any]]:
    """The facts of these kinds; what a marker governs is given by its words."""
    found = [fact for fact in ecoplan.facts(plan) if fact["kind"] in kinds]
    for fact in found:
        if fact.get("governs"):
            start, end = fact["governs"]
            fact["governs"] = text[start:end]
    return [scored(fact) for fact in found]


def by_words(fact: dict[str, Any]) -> str:
    return json.dumps(fact, ensure_ascii=False, sort_keys=True)


def parameters() -> list[Any]:
    return [
        pytest.param(
            SUITES[name]["kinds"],
            case,
            id=case["id"],
            marks=[pytest.mark.xfail(strict=True, reason=case["known_failure"])]
            if "known_failure" in case
            else [],
        )
        for name in SUITES
        for case in cases(name)
    ]


@pytest.mark.parametrize(("kinds", "case"), parameters())
def test_phrase(kinds: list[str], case: Case) -> None:
    text = document(case)
    plan = ecoplan.parse(text, place(case))
    found = sorted(stated(text, plan, kinds), key=by_words)
    assert found == sorted(map(scored, case.get("expect", [])), key=by_words)
    if "open" in case:
        assert [each.reason for each in plan.deadlines] == [case["open"]]
    if "finding" in case:
        assert case["finding"] in {each.code for each in plan.findings}


@pytest.mark.parametrize("name", SUITES)
def test_a_file_of_the_suite_follows_its_schema(name: str) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(SUITES[name])


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case["id"] for name in SUITES for case in cases(name)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", SUITES)
def test_what_is_expected_stands_in_the_text(name: str) -> None:
    absent = [
        (case["id"], quote)
        for case in cases(name)
        for fact in case.get("expect", [])
        for quote in (fact["quote"], fact.get("governs"))
        if quote and quote not in case["text"]
    ]
    assert absent == []


@pytest.mark.parametrize("name", SUITES)
def test_every_form_has_a_counter_example(name: str) -> None:
    without = [
        form["form"]
        for form in SUITES[name]["forms"]
        if not any("abstain" in case for case in form["cases"])
    ]
    assert without == []


def test_the_suite_has_at_least_500_cases() -> None:
    assert sum(len(cases(name)) for name in SUITES) >= 500
