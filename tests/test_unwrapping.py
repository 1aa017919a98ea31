"""Texts that a page has broken are read as if it had not, and tied to what stands there."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import ecoplan
from ecoplan.jurisdictions import jurisdiction
from ecoplan.testing import data_survives, plans, reading_loses_nothing
from ecoplan.unwrapping import unwrapped
from ecoplan.writer import said, write

CHINA = jurisdiction("china")
WHOLE = """青山市2022年大气污染防治工作要点
一、工作目标
到2022年底,全市细颗粒物(PM2.5)年均浓度控制在35微克/立方米以内,优良天数比率达到85%以上,二氧化硫、氮氧化物排放量比2020年分别下降12%、10%以上,全面完成省下达的减排任务。
二、重点任务
1.推进清洁取暖。坚持因地制宜、宜电则电,10月底前完成3.2万户居民散煤替代改造,城区集中供热普及率达到85%以上,市发展改革委、市住房城乡建设局要做好气源电源保障。(市发展改革委牵头,市财政局、市住房城乡建设局、青山供电公司配合)
2.治理工业炉窑。3月底前制定改造计划并向社会公开,年底前完成126台燃气锅炉低氮改造,淘汰落后产能85万吨,督促成品油经营企业安装油气回收在线监测设备,由市生态环境局会同市商务局每季度组织一次联合检查。(市生态环境局牵头,市市场监管局配合)
"""


def set_on_a_page(text: str, width: int, lines_a_page: int = 8) -> str:
    """The text as a page sets it: lines of so many ems, a number at the foot of each page."""
    lines = [line for paragraph in text.splitlines() for line in broken(paragraph, width)]
    pages = [lines[at : at + lines_a_page] for at in range(0, len(lines), lines_a_page)]
    numbered = ("\n".join([*page, f"- {number} -"]) for number, page in enumerate(pages, 1))
    return "\n".join(numbered) + "\n"


def broken(paragraph: str, width: int) -> Iterator[str]:
    """A paragraph in lines of so many ems: a Chinese character is one, a digit is half of one."""
    line, room = "", 2.0 * width
    for character in paragraph:
        needs = 1 if character.isascii() else 2
        if needs > room:
            yield line
            line, room = "", 2.0 * width
        line, room = line + character, room - needs
    yield line


def spaced(text: str) -> str:
    """The text with spaces between Chinese and digits, as some programs set it."""
    return re.sub(r"(?<=[一-鿿])(?=\d)|(?<=\d)(?=[一-鿿])", " ", text)


@pytest.mark.parametrize("width", [26, 30, 38])
def test_broken_lines_and_page_numbers_change_nothing_that_is_said(width: int) -> None:
    page = set_on_a_page(WHOLE, width)
    assert said(ecoplan.parse(page)) == said(ecoplan.parse(WHOLE))


def test_stray_spaces_change_nothing_that_is_said() -> None:
    assert said(ecoplan.parse(spaced(WHOLE))) == said(ecoplan.parse(WHOLE))


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u00ad"])
def test_characters_that_nobody_sees_change_nothing_that_is_said(unseen: str) -> None:
    text = unseen.join(WHOLE)
    plan = ecoplan.parse(text)
    assert said(plan) == said(ecoplan.parse(WHOLE))
    assert plan.goals[0].quote == unseen.join(ecoplan.parse(WHOLE).goals[0].quote)


def test_a_quote_holds_what_the_page_has_set_within_it() -> None:
    plan = ecoplan.parse(set_on_a_page(WHOLE, 30))
    assert any("\n" in fact.quote for fact in plan.facts)
    for fact in plan.facts:
        assert plan.text[fact.span.start : fact.span.end] == fact.quote
    (lead,) = (
        each
        for each in plan.responsibilities
        if "供电公司" in each.quote and each.role == "support"
    )
    assert [body.name for body in lead.bodies] == ["市财政局", "市住房城乡建设局", "青山供电公司"]


@pytest.mark.parametrize("width", [26, 38])
def test_reading_loses_nothing_of_a_page(width: int) -> None:
    page = set_on_a_page(spaced(WHOLE), width)
    reading_loses_nothing(page, CHINA)
    data_survives(ecoplan.parse(page))


def test_a_changed_value_is_written_where_it_stands_on_the_page() -> None:
    plan = ecoplan.parse(set_on_a_page(WHOLE, 30))
    goal = next(goal for goal in plan.goals if goal.indicator == "优良天数比率")
    changed = evolve(
        plan,
        goals=tuple(evolve(g, value=Decimal(87)) if g == goal else g for g in plan.goals),
    )
    text = write(changed)
    assert text == plan.text.replace("85%以上,二氧化硫", "87%以上,二氧化硫")


NOT_BROKEN = {
    "paragraphs on a line each": WHOLE,
    "short lines that each end": "\n".join(["全市空气质量得到改善,水质保持稳定良好。"] * 30),
    "a list of names": "\n".join(["青山市生态环境局"] * 30),
    "rows of a table": "\n".join([f"指标{n} {n}.5 {n + 1}.5" for n in range(30)]),
    "nothing": "",
}


@pytest.mark.parametrize("text", NOT_BROKEN.values(), ids=NOT_BROKEN)
def test_a_text_that_no_page_has_set_is_read_as_it_stands(text: str) -> None:
    assert unwrapped(text) is None


def test_a_unit_that_begins_a_line_is_not_drawn_into_the_line_before() -> None:
    page = set_on_a_page(WHOLE, 30)
    assert [node.label for node in ecoplan.parse(page).outline] == ["一、", "二、", "1.", "2."]


@settings(deadline=None, max_examples=60)
@given(plans(CHINA), st.integers(24, 40))
def test_a_plan_from_nothing_is_read_back_from_a_page(plan: ecoplan.Plan, width: int) -> None:
    text = write(plan, CHINA)
    page = set_on_a_page(text, width)
    if unwrapped(page) is None:
        return  # too few lines that tell
    assert said(ecoplan.parse(page, CHINA)) == said(ecoplan.parse(text, CHINA))


@given(st.text(st.sampled_from("甲乙,。 1\n-"), max_size=400))
def test_what_is_left_is_the_text_without_its_page(text: str) -> None:
    found = unwrapped(text)
    if found is not None:
        assert "".join(text[part.start : part.end] for part in found.kept) == found.text
        assert list(found.kept) == sorted(found.kept, key=lambda part: part.start)
