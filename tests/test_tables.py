"""Tables of indicators: where they stand, what of them is no fact, and what changing one writes."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import ecoplan
from ecoplan import Goal, Plan, UnwritableChange, parse, write
from ecoplan.jurisdictions import jurisdiction
from ecoplan.testing import data_survives, reading_loses_nothing
from ecoplan.vocabulary import vocabulary

CHINA = jurisdiction("china")
PHRASES = Path(__file__).parent / "phrases"

ROWS = """序号\t指标\t单位\t2020年\t2025年\t属性
1\t湿地保护率\t%\t52\t≥55\t预期性
2.\t化学需氧量排放量\t万吨\t1.2\t1.1\t约束性
3\t声环境质量\t—\t达标\t持续改善\t预期性
"""
PLAN = f"""某市“十四五”生态环境保护规划

一、规划目标

表1 主要指标
{ROWS}
二、重点任务

（一）治理大气。推进岸线修复。
"""


def read(rows: str) -> Plan:
    """A five-year plan with a table under its goals."""
    return parse(PLAN.replace(ROWS, rows), CHINA)


def spaced(rows: str) -> str:
    return rows.replace("\t", " ")


# Where a table stands


@pytest.mark.parametrize("rows", [ROWS, spaced(ROWS)], ids=["tabs", "spaces"])
def test_a_table_is_one_piece_and_no_row_is_a_unit(rows: str) -> None:
    plan = read(rows)
    (table,) = (piece for piece in plan.pieces if piece.kind == "table")
    assert plan.text[table.span.start : table.span.end].strip() == rows.strip()
    assert table.node == "1"
    assert [node.id for node in plan.outline] == ["1", "2", "2.1"]
    assert [task.id for task in plan.tasks] == ["2.1"]


def test_a_numbered_group_of_rows_is_no_unit() -> None:
    rows = (
        "序号 指标 单位 2020年 2025年\n一、水\n1 湿地保护率 % 52 55\n（二）林\n2 绿地率 % 40 41\n"
    )
    assert [node.label for node in read(rows).outline] == ["一、", "二、", "（一）"]


def test_the_table_of_an_attachment_states_goals_there() -> None:
    plan = parse(f"{PLAN}\n附件1\n主要指标\n{ROWS}", CHINA)
    assert [goal.node for goal in plan.goals] == ["1"] * 3 + ["A1"] * 3


def test_the_number_of_a_page_within_a_table_stays_furniture() -> None:
    heading, *rows = ROWS.splitlines(keepends=True)
    plan = read(heading + rows[0] + "— 3 —\n" + heading + rows[1] + rows[2])
    assert [piece.kind for piece in plan.pieces].count("table") == 2
    assert [goal.quote for goal in plan.goals] == [goal.quote for goal in read(ROWS).goals]


def test_no_part_of_a_table_is_a_fact_of_another_kind() -> None:
    plan = read(
        ROWS.replace("属性", "备注").replace("预期性", "2023年底前由市水务局负责建成泵站3座")
    )
    assert plan.goals
    assert (plan.deadlines, plan.deliverables, plan.responsibilities) == ((), (), ())


# What of it is no fact


def explained(plan: Plan, words: str) -> list[str]:
    start = plan.text.index(words)
    return [each.reason for each in plan.explained if each.span.start == start]


@pytest.mark.parametrize(
    ("words", "reason"),
    [("2020年", "column"), ("1\t湿", "enumerator"), ("52", "baseline"), ("1.2\t", "baseline")],
)
def test_the_cells_that_are_no_targets_are_explained(words: str, reason: str) -> None:
    assert explained(read(ROWS), words) == [reason]


def test_all_of_a_table_is_accounted_for() -> None:
    plan = read(ROWS)
    assert plan.residue == ()
    assert plan.coverage.table > 0


def test_an_unclear_row_is_residue_and_a_finding_says_why() -> None:
    plan = read(spaced(ROWS).replace("52 ≥55", "52"))
    assert [(each.quote, each.reason) for each in plan.residue] == [("52", "number-in-table")]
    (finding,) = (each for each in plan.findings if each.code == "row-unclear")
    assert "湿地保护率" in finding.message
    assert plan.text[finding.span.start : finding.span.end].startswith("1 湿地保护率")


def test_rows_that_all_lack_values_are_unclear() -> None:
    """As many values as columns, which is none: there is no first of them to look for."""
    rows = "1 湿地保护率 % 预期性\n2 森林覆盖率 % 约束性\n45 46\n3 水土保持率 % 约束性\n70 72\n、"
    plan = parse(rows + rows, CHINA)
    assert not plan.goals
    assert [each.code for each in plan.findings] == ["table-unclear"]


def test_findings_of_a_table_stand_among_those_of_sentences_by_their_place() -> None:
    sentence = "化学需氧量、氨氮、总磷排放量分别下降8%、9%。\n"
    plan = parse(PLAN.replace(ROWS, ROWS.replace("\t52\t≥55", "\t52")).replace("\n二、", sentence))
    starts = [finding.span.start for finding in plan.findings]
    assert {each.code for each in plan.findings} == {"row-unclear", "values-do-not-match"}
    assert starts == sorted(starts)
    data_survives(plan)


def test_a_table_in_a_part_that_looks_back_states_no_goal() -> None:
    plan = parse(PLAN.replace("规划目标", "工作基础"), CHINA)
    assert not plan.goals
    assert {each.reason for each in plan.explained if each.kind == "number"} >= {"looks-back"}


# Changing


def changed(plan: Plan, number: int, **values: Any) -> Plan:
    goals = list(plan.goals)
    goals[number] = evolve(goals[number], **values)
    return evolve(plan, goals=tuple(goals))


@pytest.mark.parametrize(
    ("number", "value", "was", "now"),
    [(0, "57.5", "≥55", "≥57.5"), (1, "9800", "1.2\t1.1", "1.2\t0.98")],
    ids=["plain", "multiplied by the heading's unit"],
)
def test_a_changed_value_changes_its_cell_alone(
    number: int, value: str, was: str, now: str
) -> None:
    plan = read(ROWS)
    text = write(changed(plan, number, value=Decimal(value)), CHINA)
    assert text == plan.text.replace(was, now)
    assert parse(text, CHINA).goals[number].value == Decimal(value)


def test_a_changed_indicator_changes_its_words_alone() -> None:
    plan = read(ROWS)
    text = write(changed(plan, 0, indicator="岸线修复率"), CHINA)
    assert text == plan.text.replace("湿地保护率", "岸线修复率")


def test_what_has_no_words_of_its_own_cannot_be_changed_alone() -> None:
    with pytest.raises(UnwritableChange, match="unit"):
        write(changed(read(ROWS), 0, unit="t"), CHINA)


# Laws


SEPARATORS = ["\t", " ", "\n", "\t\t", " | ", "  ", "\r\n", ""]
TABLES = ("column", "attribute", "outcome", "no_value", "table_note", "change", "bound", "fulfil")
WORDS = sorted({word for table in TABLES for word in vocabulary().words(table)})
CELLS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        ["2020年", "2025年", "湿地保护率（%）", "其中：", "（%）", "万吨", "一、水", "500"]
    ),
    st.integers(0, 30).map(str),
    st.integers(0, 30).map("（{}）".format),
    st.decimals(0, 999, places=1).map(str),
    st.text(max_size=2),
)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """Cells of every kind in the shape of a table, in and out of order."""
    heading = draw(
        st.sampled_from(["", "指标\t2020年\t2025年\n", "序号 指标 单位 现状 目标 属性\n"])
    )
    cells = draw(st.lists(st.tuples(CELLS, st.sampled_from(SEPARATORS)), max_size=40))
    return heading + "".join(cell + separator for cell, separator in cells)


@settings(max_examples=300, deadline=None)
@given(tables())
def test_whatever_has_the_shape_of_a_table_is_kept_to_the_character(rows: str) -> None:
    text = PLAN.replace(ROWS, rows)
    reading_loses_nothing(text, CHINA)
    plan = parse(text, CHINA)
    data_survives(plan)
    assert plan.coverage.characters == len(text)
    for goal in plan.goals:
        stands_in_its_cell(plan, goal)


LINES = sorted(
    {
        line
        for form in json.loads((PHRASES / "tables.json").read_text("utf-8"))["forms"]
        for case in form["cases"]
        for line in case["text"].split("\n")
    }
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=2, max_size=14).map("\n".join))
def test_lines_of_tables_in_any_order_are_kept_and_their_data_survives(text: str) -> None:
    reading_loses_nothing(text, CHINA)
    data_survives(parse(text, CHINA))


def stands_in_its_cell(plan: Plan, goal: Goal) -> None:
    """The value that a goal has is what its numeral says, with a unit's multiplier."""
    if goal.value is None:
        assert goal.reason is not None
        return
    assert goal.span.start <= goal.value_span.start < goal.value_span.end <= goal.span.end
    written = plan.text[goal.value_span.start : goal.value_span.end]
    assert any(character.isdigit() for character in written)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.decimals(1, 999, places=1), min_size=4, max_size=4))
def test_numbers_in_order_are_read_in_their_columns(numbers: list[Decimal]) -> None:
    first, second, third, fourth = numbers
    rows = (
        "指标\t2020年\t2025年\n"
        f"湿地保护率（%）\t{first}\t{second}\n"
        f"绿地率（%）\t{third}\t{fourth}\n"
    )
    for written in (rows, spaced(rows), rows.replace("\t", "\n")):
        assert [goal.value for goal in read(written).goals] == [second, fourth]


def test_facts_of_a_table_have_the_flat_form_of_every_goal() -> None:
    (goal, *_) = (fact for fact in ecoplan.facts(read(ROWS)) if fact["kind"] == "goal")
    assert (goal["indicator"], goal["bound"], goal["value"]) == ("湿地保护率", ">=", "55")
    assert goal["target_date"] == "2025-12-31"
