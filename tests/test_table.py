"""The table that a person reads."""

import re
from typing import Any

import pytest
from attrs import evolve
from rich.cells import cell_len

from ecoplan import Deadline, Goal, Plan
from ecoplan.exports.table import table
from written_plans import small_plan


def test_every_kind_of_fact_has_its_row() -> None:
    shown = table(small_plan())
    for words in (
        "某市2019年环保工作要点",
        "某市环境保护局",
        "2019-01-01 to 2019-12-31",
        "Goals (1)",
        "≥ 82.5 %",
        "Tasks (1)",
        "lead: 甲局",
        "support: 乙局",
        "Registered bodies (1)",
        "某市甲局",
        "by 2019-06-30",
        "长期推进 (ongoing)",
        "Deliverables (1)",
        "12 座",
        "《清洁行动方案》",
        "Findings (1)",
        "1:1   no-issuer-in-signature (note)",
    ):
        assert words in shown


def test_an_empty_plan_has_no_empty_tables() -> None:
    shown = table(Plan())
    assert "no title" in shown
    assert "Goals" not in shown
    assert "Findings: none" in shown


def test_columns_stand_below_each_other_in_chinese() -> None:
    goals = tuple(evolve(small_plan().goals[0], scope=scope) for scope in ("全市", "a", "市城区"))
    rows = [line for line in table(evolve(small_plan(), goals=goals)).splitlines() if "≥" in line]
    assert len({cell_len(row[: row.index("≥")]) for row in rows}) == 1


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    goal = evolve(small_plan().goals[0], indicator="很长的指标名称" * 30)
    shown = table(evolve(small_plan(), goals=(goal,)), width=width)
    assert all(cell_len(line) <= width for line in shown.splitlines())
    assert shown.count("很") == 30


def test_colour_only_where_it_is_asked_for() -> None:
    assert "\x1b[" in table(small_plan(), color=True)
    assert "\x1b" not in table(small_plan())


def test_brackets_in_the_text_are_no_markup() -> None:
    goal = evolve(small_plan().goals[0], indicator="[bold]指标[/]")
    assert "[bold]指标[/]" in table(evolve(small_plan(), goals=(goal,)))


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    goal = evolve(small_plan().goals[0], indicator="指\x1b[31m\r标\x07")
    shown = table(evolve(small_plan(), goals=(goal,)))
    assert {"\x1b", "\r", "\x07"}.isdisjoint(shown)
    assert "指" in shown


def test_what_stands_outside_the_tasks_is_shown_too() -> None:
    outside = evolve(small_plan().responsibilities[0], id="x", node=None)
    shown = table(evolve(small_plan(), responsibilities=(outside,)))
    assert re.search(r"outside the tasks \(1\)", shown)


TARGETS = [
    ({"bound": "<=", "direction": "decrease", "baseline": 2015}, "down ≤ 82.5 % from 2015"),
    ({"bound": "=", "unit": None, "approximate": True}, "82.5 (about)"),
    ({"aspirational": True}, "≥ 82.5 % (striving)"),
    ({"bound": None, "value": None, "unit": None, "reason": "qualitative"}, "qualitative"),
]


@pytest.mark.parametrize(("changes", "shown"), TARGETS)
def test_a_target_reads_as_words(changes: dict[str, Any], shown: str) -> None:
    goal: Goal = evolve(small_plan().goals[0], **changes)
    assert shown in table(evolve(small_plan(), goals=(goal,)))


TIMES = [
    ({"type": "recurring", "due": None, "rrule": "FREQ=MONTHLY"}, "(FREQ=MONTHLY)"),
    ({"type": "duration", "due": None, "duration": "P6M"}, "(P6M)"),
    ({"type": "period"}, "to 2019-06-30"),
]


@pytest.mark.parametrize(("changes", "shown"), TIMES)
def test_a_deadline_reads_as_words(changes: dict[str, Any], shown: str) -> None:
    deadline: Deadline = evolve(small_plan().deadlines[0], **changes)
    assert shown in table(evolve(small_plan(), deadlines=(deadline,)))
