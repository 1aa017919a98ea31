"""What a document says of itself."""

import datetime as dt
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoplan.jurisdictions import NATION, jurisdiction, known, recognise
from ecoplan.layout import day_in
from ecoplan.metadata import read_metadata
from ecoplan.model import Metadata
from ecoplan.outline.hierarchy import read_outline
from ecoplan.source import Source, decode, fold


def metadata(text: str, place: str = NATION) -> Metadata:
    source, read_as = Source(text), jurisdiction(place)
    return read_metadata(source, read_outline(source, read_as), read_as)


NOTICE = """\
苏环发〔2031〕12号

苏州市生态环境局
关于印发《苏州市2031年度噪声
污染防治工作要点》的通知

各县级市（区）生态环境局，机关各处室：
现将《苏州市2031年度噪声污染防治工作要点》印发给你们，请抓好落实。

                    苏州市生态环境局
                    2031年2月8日
（此件公开发布）

苏州市2031年度噪声
污染防治工作要点

一、主要目标
声环境质量稳中向好。
"""


def test_a_notice_carries_a_plan() -> None:
    read = metadata(NOTICE)
    assert read.title == "苏州市2031年度噪声污染防治工作要点"
    assert read.issuers == ("苏州市生态环境局",)
    assert read.document_number == "苏环发〔2031〕12号"
    assert read.issued == dt.date(2031, 2, 8)
    assert read.published is None
    assert read.jurisdiction == "320500"
    assert read.period == (dt.date(2031, 1, 1), dt.date(2031, 12, 31))
    assert read.document_type == "work_points"


def test_every_attribute_points_at_the_words_that_state_it() -> None:
    read = metadata(NOTICE)
    quotes = {each.attribute: each.quote for each in read.evidence}
    assert quotes == {
        "document_number": "苏环发〔2031〕12号",
        "issuers": "苏州市生态环境局",
        "jurisdiction": "苏州市生态环境局",
        "issued": "2031年2月8日",
        "title": "苏州市2031年度噪声\n污染防治工作要点",
        "plan_start": "2031年",
        "plan_end": "2031年",
    }
    starts = [each.span.start for each in read.evidence]
    assert starts == sorted(starts)
    assert all(NOTICE[e.span.start : e.span.end] == e.quote for e in read.evidence)


BODY = "\n一、总体要求\n坚持标本兼治。\n"

TITLES = {
    "on one line": ("苏州市噪声污染防治方案", "苏州市噪声污染防治方案"),
    "wrapped": ("苏州市噪声\n污染防治方案", "苏州市噪声污染防治方案"),
    "wrapped after a word that could end it": (
        "苏州市声环境管理制度\n改革工作方案",
        "苏州市声环境管理制度改革工作方案",
    ),
    "given twice": ("苏州市噪声污染防治方案\n\n苏州市噪声污染防治方案", "苏州市噪声污染防治方案"),
    "below a page's own lines": (
        "首页 > 政务公开 > 规划计划\n\n苏州市噪声污染防治方案\n字号：大 中 小",
        "苏州市噪声污染防治方案",
    ),
    "below where the page stands on its site": (
        "您所在的位置：首页 > 政务公开 > 生态环境保护规划计划\n\n苏州市噪声污染防治方案",
        "苏州市噪声污染防治方案",
    ),
    "below a page's menu": (
        "门户网站\n政民互动\n政务服务\n发展规划计划\n\n苏州市噪声污染防治方案",
        "苏州市噪声污染防治方案",
    ),
    "in a row of a page's table": (
        "名 称\t苏州市安静家园在行动中\n文 号\t苏府办〔2031〕7号",
        "苏州市安静家园在行动中",
    ),
    "with a remark that belongs to it": (
        "苏州市噪声污染防治计划\n（试行）",
        "苏州市噪声污染防治计划（试行）",
    ),
    "with a remark that does not": ("苏州市噪声污染防治方案\n（公开版）", "苏州市噪声污染防治方案"),
    "with years in brackets": (
        "苏州市噪声污染防治计划（2031—2033年）",
        "苏州市噪声污染防治计划（2031—2033年）",
    ),
    "spaced by the layout": ("苏州市  噪声污染 防治方案", "苏州市噪声污染防治方案"),
    "of a notice that is the plan": (
        "关于加强苏州市噪声污染防治工作的通知",
        "关于加强苏州市噪声污染防治工作的通知",
    ),
    "only in the notice": (
        "关于印发《苏州市噪声污染防治方案》的通知\n各单位：\n现予印发。",
        "苏州市噪声污染防治方案",
    ),
    "only in the words of the notice": (
        "各单位：\n现将《苏州市噪声污染防治方案》印发给你们。",
        "苏州市噪声污染防治方案",
    ),
    "of a notice without marks": (
        "苏州市人民政府关于印发苏州市噪声污染防治方案的通知\n各单位：\n现予印发。",
        "苏州市噪声污染防治方案",
    ),
    "of a notice on three lines, with years in brackets": (
        "苏州市人民政府\n关于印发苏州市噪声污染防治三年行动计划\n（2031—2033年）的通知\n"
        "各单位：\n现予印发。\n苏州市人民政府\n2031年3月1日\n"
        "苏州市噪声污染防治三年行动计划（2031—2033年）",
        "苏州市噪声污染防治三年行动计划（2031—2033年）",
    ),
    "printed otherwise than the notice has it": (
        "关于印发苏州市噪声污染防治方案的通知\n各单位：\n现予印发。\n苏州市噪声污染防治的方案",
        "苏州市噪声污染防治的方案",
    ),
    "below the list of attachments": (
        "关于印发《苏州市噪声污染防治方案》的通知\n各单位：\n现予印发。\n"
        "附件：苏州市噪声污染防治方案\n苏州市噪声\n污染防治方案",
        "苏州市噪声污染防治方案",
    ),
    "of a notice that carries several": (
        "关于印发《降噪方案》和《除尘方案》的通知\n各单位：\n现予印发。",
        "关于印发《降噪方案》和《除尘方案》的通知",
    ),
    "with its number behind": (
        "关于加强噪声管理的通知（苏府办〔2031〕7号）",
        "关于加强噪声管理的通知",
    ),
    "of no known kind": (
        "苏州市安静家园在行动中\n\n为保安静，请大家支持。",
        "苏州市安静家园在行动中",
    ),
}


@pytest.mark.parametrize(("front", "title"), TITLES.values(), ids=TITLES)
def test_title(front: str, title: str) -> None:
    assert metadata(front + BODY).title == title


@pytest.mark.parametrize("text", ["", "\n", "一、总体要求\n坚持。", "坚持标本兼治，综合施策。"])
def test_a_text_without_a_title_has_none(text: str) -> None:
    assert metadata(text) == Metadata()


TITLE = "噪声污染防治工作方案\n"
ISSUERS = {
    "signed in the notice": (
        "关于印发噪声污染防治工作方案的通知\n各单位：\n现予印发。\n苏州市公安局\n2031年2月8日"
        + BODY,
        ["苏州市公安局"],
    ),
    "signed at the end": (TITLE + BODY + "苏州市公安局\n2031年2月8日\n", ["苏州市公安局"]),
    "signed before the attachments": (
        TITLE + BODY + "苏州市公安局\n2031年2月8日\n附件1\n任务清单\n" + "甲、乙、丙。\n" * 900,
        ["苏州市公安局"],
    ),
    "signed beside the day": (TITLE + BODY + "苏州市公安局  2031年2月8日\n", ["苏州市公安局"]),
    "signed in brackets below the title": (
        TITLE + "（苏州市公安局  2031年2月8日）\n" + BODY,
        ["苏州市公安局"],
    ),
    "signed below the title, the day in brackets": (
        TITLE + "苏州市公安局\n（2031年2月8日）\n" + BODY,
        ["苏州市公安局"],
    ),
    "several, a line each": (
        TITLE + BODY + "苏州市公安局\n苏州市水务局\n2031年2月8日\n",
        ["苏州市公安局", "苏州市水务局"],
    ),
    "several on a line": (
        TITLE + BODY + "苏州市公安局 苏州市水务局\n2031年2月8日\n",
        ["苏州市公安局", "苏州市水务局"],
    ),
    "several without a mark between": (
        TITLE + BODY + "苏州市公安局苏州市市场监督管理局\n2031年2月8日\n",
        ["苏州市公安局", "苏州市市场监督管理局"],
    ),
    "in spaced letters": (TITLE + BODY + "苏 州 市 公 安 局\n2031年2月8日\n", ["苏州市公安局"]),
    "with a seal on behalf": (
        TITLE + BODY + "苏州市降噪领导小组办公室\n（苏州市公安局代章）\n2031年2月8日\n",
        ["苏州市降噪领导小组办公室"],
    ),
    "behind a label": (
        "来源：苏州市公安局  发布时间：2031-02-08\n" + TITLE + BODY,
        ["苏州市公安局"],
    ),
    "behind a label, two": ("来源：市委办市政府办\n" + TITLE + BODY, ["市委办", "市政府办"]),
    "an office, then who runs the page": (
        TITLE + "来源：交通管理科\n" + BODY + "主办：苏州市公安局  邮编：215000\n",
        ["苏州市公安局"],
    ),
    "a newspaper is none": ("来源：苏州日报\n" + TITLE + BODY, []),
    "on the letter-head": ("苏州市公安局文件\n" + TITLE + BODY, ["苏州市公安局"]),
    "in the title before its subject": (
        "苏州市公安局关于加强噪声污染防治的意见\n" + BODY,
        ["苏州市公安局"],
    ),
    "in the title before the year": ("苏州市公安局2031年降噪工作要点\n" + BODY, ["苏州市公安局"]),
    "in the title, two": (
        "中共苏州市委、苏州市人民政府关于加强噪声污染防治的意见\n" + BODY,
        ["中共苏州市委", "苏州市人民政府"],
    ),
    "a day alone after the notice": (
        "苏州市人民政府印发噪声污染防治工作方案的通知\n各单位：\n现予印发。\n2031年2月8日\n"
        + TITLE
        + BODY,
        ["苏州市人民政府"],
    ),
    "none": (TITLE + BODY, []),
}


@pytest.mark.parametrize(("text", "issuers"), ISSUERS.values(), ids=ISSUERS)
def test_issuers(text: str, issuers: list[str]) -> None:
    assert list(metadata(text).issuers) == issuers


DAY = dt.date(2031, 2, 8)
DAYS = {
    "signed": (TITLE + BODY + "苏州市公安局\n2031年2月8日\n", DAY, None),
    "signed in Chinese numerals": (TITLE + BODY + "苏州市公安局\n二〇三一年二月八日\n", DAY, None),
    "with another zero": (TITLE + BODY + "苏州市公安局\n二○三一年二月八日\n", DAY, None),
    "in brackets below the title": (TITLE + "（2031年2月8日）\n" + BODY, DAY, None),
    "in brackets below the title, with who signs": (
        TITLE + "（苏州市公安局  2031年2月8日）\n" + BODY,
        DAY,
        None,
    ),
    "behind a label of its own": ("成文日期：2031年2月8日\n" + TITLE + BODY, DAY, None),
    "of two cells, labelled in brackets": (
        "[ 成文日期 ] 2031-02-08    [ 发布日期 ] 2031-02-09\n" + TITLE + BODY,
        DAY,
        dt.date(2031, 2, 9),
    ),
    "of the page, labelled": (TITLE + "发布时间：2031-02-08 09:30\n" + BODY, None, DAY),
    "of the page, spaced label": (TITLE + "发布 日期：2031/2/8\n" + BODY, None, DAY),
    "of the page, bare": (TITLE + "2031-02-08 09:30 来源：本站 阅读次数：\n" + BODY, None, DAY),
    "of the page, below the title": (TITLE + "2031年2月8日\n" + BODY, None, DAY),
    "of the imprint is none of these": (
        TITLE + BODY + "苏州市公安局办公室  2031年2月8日印发\n",
        None,
        None,
    ),
    "no day of the calendar": (TITLE + BODY + "苏州市公安局\n2031年2月30日\n", None, None),
    "a month alone": (TITLE + BODY + "苏州市公安局\n2031年2月\n", None, None),
    "within a sentence": (TITLE + BODY + "会议于2031年2月8日\n召开。\n", None, None),
}


@pytest.mark.parametrize(("text", "issued", "published"), DAYS.values(), ids=DAYS)
def test_days(text: str, issued: dt.date | None, published: dt.date | None) -> None:
    read = metadata(text)
    assert (read.issued, read.published) == (issued, published)


@pytest.mark.parametrize(
    ("front", "number"),
    [
        ("苏府办〔2031〕7号\n" + TITLE, "苏府办〔2031〕7号"),
        ("(苏府办〔2031〕7号)\n" + TITLE, "苏府办〔2031〕7号"),
        ("苏府办﹝2031﹞7号\n" + TITLE, "苏府办﹝2031﹞7号"),
        ("苏府办〔 2031 〕 7 号\n" + TITLE, "苏府办〔2031〕7号"),
        ("文  号：苏府办〔2031〕7号    主题词：噪声\n" + TITLE, "苏府办〔2031〕7号"),
        ("文 号：苏府办〔2031〕7号    主题词：噪声\n" + TITLE, "苏府办〔2031〕7号"),
        ("文  号\t苏府办〔2031〕7号\n" + TITLE, "苏府办〔2031〕7号"),
        ("[ 索引号 ] 7/2031    [ 文号 ] 苏府办〔2031〕7号\n" + TITLE, "苏府办〔2031〕7号"),
        ("苏府办〔2031〕7号    签发人：某某\n" + TITLE, "苏府办〔2031〕7号"),
        ("关于加强噪声管理的通知（苏府办〔2031〕7号）\n", "苏府办〔2031〕7号"),
        ("苏府办〔2031〕7号文要求加强管理\n" + TITLE, None),
        (TITLE + "根据《某意见》（国发〔2030〕7号）制定本方案。", None),
    ],
)
def test_document_number(front: str, number: str | None) -> None:
    assert metadata(front + BODY).document_number == number


PERIODS = {
    "a year": ("2031年苏州市降噪工作要点", "", "2031-01-01", "2031-12-31"),
    "years": ("苏州市降噪行动计划（2031—2033年）", "", "2031-01-01", "2033-12-31"),
    "years with 至": ("苏州市2031至2033年降噪行动计划", "", "2031-01-01", "2033-12-31"),
    "a five-year plan": ("苏州市“十四五”噪声污染防治规划", "", "2021-01-01", "2025-12-31"),
    "the next one": ("苏州市十五五噪声污染防治规划", "", "2026-01-01", "2030-12-31"),
    "the first of a decade": ("苏州市“十五”噪声污染防治规划", "", "2001-01-01", "2005-12-31"),
    "a year within a five-year plan": (
        "苏州市“十四五”噪声污染防治规划2023年实施方案",
        "",
        "2023-01-01",
        "2023-12-31",
    ),
    "a year looked back on": (
        "苏州市2030年工作总结和2031年工作安排",
        "",
        "2031-01-01",
        "2031-12-31",
    ),
    "a season of two years sets no days": ("苏州市2031—2032年秋冬季降噪方案", "", None, None),
    "a horizon is none": ("苏州市2030年前降噪行动方案", "", None, None),
    "the year of an inspection is none": ("苏州市2030年督察反馈问题整改方案", "", None, None),
    "a period in the text": (
        "苏州市噪声污染防治规划",
        "规划期限为2031年至2035年。",
        "2031-01-01",
        "2035-12-31",
    ),
    "a term of validity": (
        "苏州市降噪办法",
        "本办法自2031年3月1日起施行，有效期至2033年2月28日。",
        "2031-03-01",
        "2033-02-28",
    ),
    "from the day of issue": (
        "苏州市降噪办法",
        "本办法自印发之日起施行，有效期至2033年2月28日。\n苏州市公安局\n2031年2月8日",
        "2031-02-08",
        "2033-02-28",
    ),
    "from the day of the imprint": (
        "苏州市降噪办法",
        "自发布之日起施行，有效期至2033年2月28日。\n苏州市公安局\n2031年2月8日\n"
        "苏州市公安局办公室 2031年2月9日印发",
        "2031-02-09",
        "2033-02-28",
    ),
    "so many years": (
        "苏州市降噪办法",
        "本办法自2031年3月1日起施行，有效期五年。",
        "2031-03-01",
        "2036-02-29",
    ),
    "two years from a leap day": (
        "苏州市降噪办法",
        "本办法自2032年2月29日起施行，有效期2年。",
        "2032-02-29",
        "2034-02-28",
    ),
    "no period": ("苏州市降噪方案", "到2035年，噪声下降。", None, None),
}


@pytest.mark.parametrize(("title", "text", "start", "end"), PERIODS.values(), ids=PERIODS)
def test_period(title: str, text: str, start: str | None, end: str | None) -> None:
    read = metadata(f"{title}\n{BODY}{text}\n")
    assert tuple(day and day.isoformat() for day in read.period) == (start, end)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("苏州市2031年生态环境工作要点", "work_points"),
        ("苏州市2031年降噪重点工作安排", "work_points"),
        ("苏州市2031年降噪工作计划", "work_points"),
        ("苏州市降噪工作计划", "implementation_plan"),
        ("苏州市督察反馈意见整改方案", "rectification_plan"),
        ("苏州市督察反馈意见整改落实方案", "rectification_plan"),
        ("苏州市降噪三年行动计划", "action_plan"),
        ("苏州市降噪攻坚方案", "action_plan"),
        ("苏州市降噪规划实施方案", "implementation_plan"),
        ("苏州市降噪行动实施意见", "opinions"),
        ("苏州市噪声污染防治规划（试行）", "long_term_plan"),
        ("关于开展安静家园行动守护宁静夜晚的通知", "action_plan"),
        ("苏州市噪声污染防治规划（征求意见稿）", "long_term_plan"),
        ("苏州市噪声管理办法", "other"),
    ],
)
def test_kind_of_document(title: str, kind: str) -> None:
    assert metadata(title + BODY).document_type == kind


TERRITORIES = {
    "of the issuer": (TITLE + BODY + "苏州市公安局\n2031年2月8日\n", "320500"),
    "of the title": ("吴江区噪声污染防治方案" + BODY, "320509"),
    "of the title within the issuer's": (
        "苏州市吴江区噪声污染防治方案" + BODY + "苏州市公安局\n2031年2月8日\n",
        "320509",
    ),
    "not of the title beyond the issuer's": (
        "贯彻落实江苏省噪声规划实施方案" + BODY + "苏州市公安局\n2031年2月8日\n",
        "320500",
    ),
    "of a zone, where it stands": ("苏州工业园区噪声污染防治方案" + BODY, "320500"),
    "of the nation": ("国务院关于加强噪声污染防治的意见" + BODY, "100000"),
    "of the nation, by a ministry": (TITLE + BODY + "生态环境部\n2031年2月8日\n", "100000"),
    "named by its level and by the text": (
        "省公安厅2031年降噪工作要点" + BODY + "江苏省要求，苏州市、无锡市落实江苏省部署。",
        "320000",
    ),
    "named by its level below a province": (
        "全市降噪工作要点" + BODY + "落实江苏省、江苏省部署，苏州市、苏州市、苏州市带头。",
        "320500",
    ),
    "named by its level, and so are others": (
        "全市降噪工作要点" + BODY + "苏州市、苏州市、无锡市带头。",
        None,
    ),
    "named by its level alone": ("省公安厅2031年降噪工作要点" + BODY, None),
    "not of the body alone": (TITLE + BODY + "苏州市、苏州市、苏州市。", None),
}


@pytest.mark.parametrize(("text", "code"), TERRITORIES.values(), ids=TERRITORIES)
def test_territory(text: str, code: str | None) -> None:
    assert metadata(text).jurisdiction == code


@pytest.mark.parametrize("place", [place for place in known() if place.id != NATION], ids=str)
def test_a_document_that_names_no_place_is_for_the_place_that_it_is_read_as(place: Any) -> None:
    assert metadata(TITLE + BODY, place.id).jurisdiction == place.code
    assert metadata("苏州市噪声污染防治方案" + BODY, place.id).jurisdiction == place.code


# Laws

FRAGMENTS = st.sampled_from(
    [
        *"\n （）《》：。、〔〕年月日号于的",
        "苏州市",
        "公安局",
        "2031",
        "二〇三一年",
        "2月8日",
        "印发",
        "关于",
        "通知",
        "工作方案",
        "来源：",
        "发布日期：",
        "有效期",
        "规划期限为",
        "自印发之日起",
        "附件",
        "十四五",
        "一、",
        "省",
        "\r\n",
        "\u2028",
        "2024-02-30",
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=60).map("".join))
def test_no_text_is_refused_and_every_quote_is_in_its_place(text: str) -> None:
    source = Source(text)
    place = recognise(source)
    read = read_metadata(source, read_outline(source, place), place)
    for each in read.evidence:
        assert text[each.span.start : each.span.end] == each.quote != ""
    stated = {each.attribute for each in read.evidence}
    assert ("title" in stated) == (read.title is not None)
    assert ("issuers" in stated) == bool(read.issuers)
    assert ("issued" in stated) == (read.issued is not None)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)))
def test_a_day_is_read_in_every_form(day: dt.date) -> None:
    forms = (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}年{day.month:02}月{day.day:02}日",
        day.isoformat(),
        f"{day:%Y/%m/%d}",
        f"{day.year}.{day.month}.{day.day}",
    )
    for form in forms:
        found = day_in(fold(f"于{form}"))
        assert found is not None
        assert found == (day, 1, 1 + len(form))


HOSTILE: dict[str, Callable[[int], str]] = {
    "one line": lambda size: "噪" * size,
    "brackets": lambda size: "（" * size,
    "title marks": lambda size: "《" * size,
    "digits": lambda size: "2" * size,
    "short lines": lambda size: "方案\n" * (size // 3),
    "blank lines": lambda size: "\n" * size,
    "places": lambda size: "省公安厅2031年方案\n一、\n" + "苏州市江苏省" * (size // 6),
    "terms": lambda size: "有效期" * (size // 3),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_time_does_not_depend_on_the_length(hostile: Callable[[int], str]) -> None:
    class NoOutline:
        nodes = ()

    source, nation = Source(hostile(1_000_000)), jurisdiction(NATION)
    assert source.folded
    recognise("")
    started = time.process_time()
    recognise(source)
    read_metadata(source, NoOutline(), nation)  # type: ignore[arg-type]
    assert time.process_time() - started < 0.2


# Real documents


def gold(corpus: Path) -> dict[str, dict[str, Any]]:
    """Name of each document that a reader has gone through → what it says of itself."""
    folder = corpus.parent / "eval"
    files = [*folder.glob("gold/*.jsonl"), *folder.glob("gold-wild/*.jsonl")]
    if not files:
        pytest.skip(f"no reviewed facts in {folder}")
    facts = (
        (file.stem, json.loads(line))
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
    )
    return {name: fact for name, fact in facts if fact["kind"] == "meta"}


def test_real_documents_say_what_their_readers_found(
    corpus: Path, corpus_files: list[Path]
) -> None:
    reviewed = gold(corpus)
    wrong = []
    for file in corpus_files:
        if file.stem not in reviewed:
            continue
        source = Source(decode(file.read_bytes()))
        for place in {recognise(source), jurisdiction(NATION)}:
            read = read_metadata(source, read_outline(source, place), place)
            wrong += [
                (file.stem, place.id, name, said)
                for name, expected in reviewed[file.stem].items()
                if (said := attribute(read, name)) != comparable(expected) and name not in FORM
            ]
    assert wrong == []


FORM = {"kind", "start", "end", "quote"}


def attribute(read: Metadata, name: str) -> Any:
    value = getattr(read, name, None)
    return comparable(value.isoformat() if isinstance(value, dt.date) else value)


def comparable(value: Any) -> Any:
    """As the scoring compares: folded, without white space."""
    if isinstance(value, str):
        return "".join(fold(value).split())
    return [comparable(each) for each in value] if isinstance(value, list | tuple) else value


def test_every_real_document_names_its_place_and_title(corpus_files: list[Path]) -> None:
    for file in corpus_files:
        source = Source(decode(file.read_bytes()))
        place = recognise(source)
        read = read_metadata(source, read_outline(source, place), place)
        assert read.title, file.name
        assert read.jurisdiction, file.name
