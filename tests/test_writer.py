"""What the writer makes of a changed plan, and of one that it cannot write."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from ecoplan import Body, Metadata, Plan, Responsibility, UnwritableChange, parse, write
from ecoplan.model import Deadline
from ecoplan.resolve.wording import date_like, deadline_like, number, number_like

TEXT = (
    "某市2019年生态环境保护工作要点\r\n"
    "一、主要目标\r\n"
    "全市优良天数比例不低于82.5%。\r\n"
    "化学需氧量、氨氮排放量分别下降2%、3%。\r\n"
    "二、重点任务\r\n"
    "1.治理加油站。6月底前，完成１２座加油站改造。新增湿地70万亩。\r\n"
    "落实《清洁行动条例》（环发〔2015〕4号）要求。（规财科牵头，污防科、综合科配合）\r\n"
    "2.完成四家造纸厂关停。\r\n"
)


def changed(plan: Plan, layer: str, index: int, **values: Any) -> Plan:
    """``plan`` with other values in one fact."""
    facts = list(getattr(plan, layer))
    facts[index] = evolve(facts[index], **values)
    layers: dict[str, Any] = {layer: tuple(facts)}
    return evolve(plan, **layers)


@pytest.mark.parametrize(
    ("layer", "index", "values", "old", "new"),
    [
        ("goals", 0, {"value": Decimal("85")}, "82.5%", "85%"),
        ("goals", 0, {"indicator": "水质达标率"}, "优良天数比例", "水质达标率"),
        ("goals", 1, {"value": Decimal("4.5")}, "2%、3%", "4.5%、3%"),
        ("goals", 2, {"value": Decimal("4.5")}, "2%、3%", "2%、4.5%"),
        ("deliverables", 0, {"value": Decimal("30")}, "１２座", "３０座"),
        ("deliverables", 0, {"object": "储油库"}, "座加油站", "座储油库"),
        ("deliverables", 1, {"value": Decimal("725000")}, "70万亩", "72.5万亩"),
        ("deliverables", 2, {"value": Decimal("12")}, "四家", "十二家"),
        ("responsibilities", 0, {"bodies": (Body("法规科"),)}, "规财科牵头", "法规科牵头"),
        (
            "responsibilities",
            1,
            {"bodies": (Body("污防科"), Body("法规科"))},
            "污防科、综合科",
            "污防科、法规科",
        ),
        ("responsibilities", 1, {"bodies": (Body("法规科"),)}, "污防科、综合科", "法规科"),
        ("deadlines", 0, {"due": dt.date(2019, 9, 30)}, "6月底前", "9月底前"),
        ("deadlines", 0, {"due": dt.date(2019, 9, 15)}, "6月底前", "9月15日前"),
        ("deadlines", 0, {"due": dt.date(2020, 6, 30)}, "6月底前", "2020年6月底前"),
        ("citations", 0, {"title": "清洁行动办法"}, "清洁行动条例", "清洁行动办法"),
        ("citations", 0, {"document_number": "环发〔2016〕9号"}, "〔2015〕4号", "〔2016〕9号"),
        ("outline", 2, {"title": "整治油库"}, "治理加油站", "整治油库"),
    ],
)
def test_a_changed_value_is_written_in_the_style_of_what_stood_there(
    layer: str, index: int, values: dict[str, Any], old: str, new: str
) -> None:
    plan = changed(parse(TEXT), layer, index, **values)
    assert write(plan) == TEXT.replace(old, new)


def test_facts_that_share_a_quote_change_together() -> None:
    plan = changed(parse(TEXT), "goals", 1, value=Decimal(5))
    plan = changed(plan, "goals", 2, value=Decimal(6))
    assert write(plan) == TEXT.replace("2%、3%", "5%、6%")


def test_a_title_takes_the_changed_words_within_it() -> None:
    plan = changed(parse(TEXT), "deliverables", 2, value=Decimal(5))
    text = write(plan)
    assert parse(text).outline[-1].title == "完成五家造纸厂关停"


def test_metadata_is_changed_where_it_is_stated() -> None:
    text = TEXT + "某市生态环境局\r\n2019年3月1日\r\n"
    plan = parse(text)
    plan = evolve(plan, metadata=evolve(plan.metadata, issued=dt.date(2019, 4, 12)))
    assert write(plan) == text.replace("3月1日", "4月12日")


@pytest.mark.parametrize(
    ("layer", "index", "values", "told"),
    [
        ("goals", 1, {"indicator": "总磷排放量"}, "1-goal-2: indicator"),
        ("goals", 0, {"bound": "<="}, "1-goal-1: bound"),
        ("goals", 0, {"unit": "d"}, "1-goal-1: unit"),
        ("goals", 0, {"indicator_id": "soil.safe-use"}, "1-goal-1: indicator_id"),
        ("deadlines", 0, {"due": None}, "2.1-deadline-1: due"),
        ("deliverables", 0, {"object": "加油站。落实3项制度"}, "2.1-deliverable-1: "),
        ("outline", 2, {"title": "一行\n三、两行"}, "2.1: title"),
        ("responsibilities", 0, {"bodies": ()}, "2.1-responsibility-1: bodies"),
    ],
)
def test_a_change_without_words_of_its_own_is_refused(
    layer: str, index: int, values: dict[str, Any], told: str
) -> None:
    plan = changed(parse(TEXT), layer, index, **values)
    with pytest.raises(UnwritableChange, match=told):
        write(plan)


def test_a_fact_taken_out_of_a_plan_is_refused() -> None:
    plan = parse(TEXT)
    with pytest.raises(UnwritableChange, match=r"2\.1-deadline-1: the text says this"):
        write(evolve(plan, deadlines=()))


def test_a_fact_put_into_a_plan_with_text_is_refused() -> None:
    plan = parse(TEXT)
    more = Deadline(id="2.2-deadline-1", node="2.2", type="by", due=dt.date(2019, 5, 31))
    with pytest.raises(UnwritableChange, match=r"2\.2-deadline-1: the plan says this"):
        write(evolve(plan, deadlines=(*plan.deadlines, more)))


def test_two_different_changes_of_the_same_words_are_refused() -> None:
    plan = parse("一、主要目标\n甲断面、乙断面水质达标率、水量保证率均达到90%以上。\n")
    assert plan.goals[0].value_span == plan.goals[1].value_span
    plan = changed(changed(plan, "goals", 0, value=Decimal(91)), "goals", 1, value=Decimal(92))
    with pytest.raises(UnwritableChange, match="two changes replace the same words"):
        write(plan)


def test_a_fact_of_a_new_plan_that_has_no_words_is_refused() -> None:
    deadline = Deadline(id="0-deadline-1", node=None, type="by")
    with pytest.raises(UnwritableChange, match="0-deadline-1: no words say this deadline"):
        write(Plan(deadlines=(deadline,)))


def test_a_new_plan_that_would_be_read_as_another_is_refused() -> None:
    nobody = Responsibility(id="0-responsibility-1", node=None, form="verb", role="lead", bodies=())
    with pytest.raises(UnwritableChange):
        write(Plan(responsibilities=(nobody,)))


def test_the_empty_plan_is_the_empty_text() -> None:
    assert write(parse("")) == ""
    assert write(Plan(metadata=Metadata(jurisdiction=parse("").metadata.jurisdiction))) == ""


@pytest.mark.parametrize(
    ("written", "value", "expected"),
    [
        ("43", "51.5", "51.5"),
        ("４３", "51.5", "５１．５"),
        ("1,200", "3456", "3,456"),
        ("70万", "705000", "70.5万"),
        ("70万", "5", "5"),
        ("3.5亿", "400000000", "4亿"),
        ("四", "50", "五十"),
        ("四", "2.5", "2.5"),
        ("两", "12", "十二"),
        ("三十万", "420000", "四十二万"),
        ("12", "1E+2", "100"),
    ],
)
def test_a_number_keeps_the_style_of_the_numeral(written: str, value: str, expected: str) -> None:
    assert number_like(written, Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("43", "43"), ("700000", "70万"), ("725000", "72.5万"), ("12345", "12345"), ("3E8", "3亿")],
)
def test_a_new_number_takes_the_multiplier_that_makes_it_short(value: str, expected: str) -> None:
    assert number(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("written", "old", "new", "expected"),
    [
        ("2017年底前", "2017-12-31", "2018-12-31", "2018年底前"),
        ("2017年底前", "2017-12-31", "2018-06-30", "2018年6月底前"),
        ("5月30日前", "2017-05-30", "2017-06-07", "6月7日前"),
        ("5月30日前", "2017-05-30", "2018-06-07", "2018年6月7日前"),
        ("年底前", "2017-12-31", "2018-12-31", "2018年底前"),
        ("年底前", "2017-12-31", "2017-11-30", "11月底前"),
        ("到2025年", "2025-12-31", "2030-12-31", "到2030年"),
        ("到2025年", "2025-12-31", "2030-03-15", "到2030年3月15日"),
        ("2025年前", "2025-12-31", "2026-12-31", "2026年前"),
        ("二〇二五年十二月底前", "2025-12-31", "2026-11-30", "二〇二六年十一月底前"),
        ("２０１７年６月底前", "2017-06-30", "2018-07-15", "２０１８年７月１５日前"),
        ("3月至6月", "2017-06-30", "2017-07-31", "3月至7月"),
        ("上半年", "2017-06-30", "2017-09-30", "9月底"),
        ("“十四五”末", "2025-12-31", "2030-12-31", "2030年"),
        ("适时", "2025-12-31", "2030-12-31", "适时"),
    ],
)
def test_a_date_keeps_the_style_of_the_words(
    written: str, old: str, new: str, expected: str
) -> None:
    assert date_like(written, dt.date.fromisoformat(old), dt.date.fromisoformat(new)) == expected


@pytest.mark.parametrize(
    ("written", "old", "new", "expected"),
    [
        ("一月一报告", {"rrule": "FREQ=MONTHLY"}, {"rrule": "FREQ=WEEKLY"}, "一周一报告"),
        ("每季度", {"rrule": "FREQ=MONTHLY;INTERVAL=3"}, {"rrule": "FREQ=MONTHLY"}, "每月"),
        ("集中6个月", {"duration": "P6M"}, {"duration": "P9M"}, "集中9个月"),
        ("三个月", {"duration": "P3M"}, {"duration": "P4M"}, "四个月"),
        (
            "2017年3月至6月",
            {"start": dt.date(2017, 3, 1), "due": dt.date(2017, 6, 30)},
            {"start": dt.date(2017, 4, 1), "due": dt.date(2017, 8, 31)},
            "2017年4月至8月",
        ),
    ],
)
def test_recurrences_durations_and_periods_keep_the_style_of_the_words(
    written: str, old: dict[str, Any], new: dict[str, Any], expected: str
) -> None:
    was = Deadline(id="1-deadline-1", node="1", type="by", **old)
    assert deadline_like(written, was, evolve(was, **new)) == expected
