"""The outline: forms of numbering, sequences, what stands around the units, and its laws."""

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoplan.assemble import parse
from ecoplan.jurisdictions import NATION, jurisdiction
from ecoplan.model import Node
from ecoplan.outline.hierarchy import Outline, read_outline
from ecoplan.source import Source, decode

FIXTURES = Path(__file__).parent / "outline"
DOCUMENTS = sorted((FIXTURES / "documents").glob("*.txt"))


def outline_of(text: str) -> Outline:
    return read_outline(Source(text), jurisdiction(NATION))


def rows(name: str) -> list[str]:
    lines = (FIXTURES / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


def drawn(text: str, outline: Outline) -> str:
    """The outline as its fixture has it: the units, then every stretch that is no heading."""
    lines = [unit_line(node) for node in outline.nodes]
    for piece in outline.pieces:
        if piece.kind != "heading":
            words = " ".join(text[piece.span.start : piece.span.end].split())
            lines.append(f"~ {piece.kind} | {piece.node or '-'} | {words[:30]}")
    return "\n".join(lines) + "\n"


def unit_line(node: Node) -> str:
    number = f"{node.ordinal} inferred" if node.inferred else str(node.ordinal)
    use = " ".join(filter(None, [node.role, "task" if node.task else None])) or "-"
    return f"{node.id} | {node.level} | {node.label} | {number} | {use} | {node.title}"


# --- forms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("forms.txt"))
def test_form_of_numbering_is_read(row: str) -> None:
    text, *expected = row.split(" | ")
    (node,) = outline_of(text).nodes
    assert [node.level, node.label, str(node.ordinal), node.title] == expected
    assert node.quote == text[node.span.start : node.span.end]
    assert node.title == text[node.title_span.start : node.title_span.end]


@pytest.mark.parametrize("row", rows("no-units.txt"))
def test_text_without_units_has_none(row: str) -> None:
    assert outline_of(row.replace("\\n", "\n").replace("\\t", "\t")).nodes == ()


# --- documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_document_has_its_outline(path: Path) -> None:
    text = decode(path.read_bytes())
    found = drawn(text, outline_of(text))
    expected = path.with_suffix(".outline")
    if "ECOPLAN_WRITE_OUTLINES" in os.environ:
        expected.write_text(found, "utf-8")
    assert found == expected.read_text("utf-8")


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028"], ids=ascii)
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_line_ends_change_nothing(path: Path, line_end: str) -> None:
    text = decode(path.read_bytes())
    other = text.replace("\n", line_end)
    assert drawn(other, outline_of(other)) == drawn(text, outline_of(text))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_width_of_punctuation_changes_no_unit(path: Path) -> None:
    text = decode(path.read_bytes())
    half = text.translate(str.maketrans("（）：，；．", "():,;."))
    wide, narrow = outline_of(text).nodes, outline_of(half).nodes
    assert [(node.id, node.span, node.task) for node in narrow] == [
        (node.id, node.span, node.task) for node in wide
    ]


def test_extent_reaches_over_everything_below() -> None:
    text = (
        "一、治气\n（一）压煤。查。\n1.建站\n（二）管尘\n二、治水\n修管网。\n某局\n2030年3月1日\n"
    )
    extent = {node.id: text[node.extent.start : node.extent.end] for node in outline_of(text).nodes}
    assert extent["1"] == "一、治气\n（一）压煤。查。\n1.建站\n（二）管尘\n"
    assert extent["1.1"] == "（一）压煤。查。\n1.建站\n"
    assert extent["2"] == "二、治水\n修管网。\n"


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("指导思想、原则和目标", "overview"),
        ("总体要求和工作目标", "overview"),
        ("2030年主要目标", "goals"),
        ("年度目标", "goals"),
        ("完成用能总量和排放强度年度目标", "tasks"),
        ("基本原则", "principles"),
        ("整改措施", "tasks"),
        ("保障措施", "safeguards"),
        ("认真抓好组织实施", "safeguards"),
        ("治理扬尘", "tasks"),
    ],
)
def test_section_has_its_role_by_its_title(title: str, role: str) -> None:
    (node,) = outline_of(f"一、{title}\n正文。\n").nodes
    assert node.role == role


# --- laws -----------------------------------------------------------------------------------------

FRAGMENTS = (
    *rows("fragments.txt"),
    *("第一章 ", "第二节 ", "\t", " ", "\u3000", "\xa0", "\0"),
    *("\n", "\r\n", "\n\n", "\u2028", "\x85"),
)


def broken_laws(text: str) -> list[str]:
    """The laws that the outline of a text breaks."""
    outline = outline_of(text)
    nodes, pieces = outline.nodes, outline.pieces
    ids = [node.id for node in nodes]
    starts = [node.span.start for node in nodes]
    laws = {
        "pieces join to the text": "".join(
            text[piece.span.start : piece.span.end] for piece in pieces
        )
        == text,
        "no piece is empty": all(piece.span.start < piece.span.end for piece in pieces),
        "pieces belong to nodes": {piece.node for piece in pieces} <= {None, *ids},
        "headings are the nodes": ids == [each.node for each in pieces if each.kind == "heading"],
        "ids are unique": len(set(ids)) == len(ids),
        "nodes stand in order": starts == sorted(set(starts)),
        "parents come first": all(
            node.parent in {None, *ids[:number]} for number, node in enumerate(nodes)
        ),
        "quotes stand in the text": all(
            text[node.span.start : node.span.end] == node.quote for node in nodes
        ),
        "extents hold their units": all(
            node.extent.start == node.span.start < node.span.end <= node.extent.end
            for node in nodes
        ),
    }
    return [law for law, holds in laws.items() if not holds]


@given(st.text())
def test_laws_hold_for_any_text(text: str) -> None:
    assert broken_laws(text) == []


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))
def test_laws_hold_for_fragments_of_the_genre(text: str) -> None:
    assert broken_laws(text) == []


def test_laws_hold_for_thousands_of_fragment_texts() -> None:
    chance = random.Random(20300301)
    for _ in range(4000):
        text = "".join(chance.choices(FRAGMENTS, k=chance.randrange(1, 50)))
        assert broken_laws(text) == [], repr(text)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=60).map("".join))
def test_same_text_has_the_same_outline(text: str) -> None:
    assert outline_of(text) == outline_of(text)


def test_laws_hold_across_the_blocks_that_the_text_is_read_in() -> None:
    paragraph = "（一）治理扬尘。渣土车密闭运输。\n1.建站。\n"
    text = "一、治气\n" + paragraph * 2000
    assert len(outline_of(text).nodes) == 4001
    assert "".join(text[p.span.start : p.span.end] for p in outline_of(text).pieces) == text


def test_laws_hold_for_real_documents(corpus_files: list[Path]) -> None:
    for path in corpus_files:
        assert broken_laws(decode(path.read_bytes())) == [], path.name


# --- cost -----------------------------------------------------------------------------------------


def seconds(text: str) -> float:
    start = time.process_time()
    outline_of(text)
    return time.process_time() - start


@pytest.mark.parametrize(
    "unit",
    [
        "达到",
        "(",
        "1",
        ".",
        " ",
        "一、\n",
        "1.\n",
        "1.治理扬尘\n",
        "一是治理，",
        "。（一）治理",
        "、治理\n",
        "附件1：1.名单\n",
        "一、治理\n附件\n",
        "2030年3月1日\n",
        "1.治理\t\n",
        "一、. . ",
    ],
    ids=ascii,
)
def test_cost_grows_with_the_length_only(unit: str) -> None:
    outline_of(unit)
    times = 1000
    short = min(seconds(unit * times) for _ in range(2))
    long = min(seconds(unit * times * 8) for _ in range(2))
    assert long < 8 * 3 * max(short, 0.002)


ANSWERED_FOR = """青山市2022年整改方案
一、主要任务
1.加强巡查。
附件
整改清单
1.白水河水质下降
责任单位:市水务局
整改时限:2022年6月底前
2.管网破损
"""


def test_an_attachment_whose_items_name_who_answers_is_read_like_the_body() -> None:
    plan = parse(ANSWERED_FOR)
    (water,) = plan.responsibilities
    assert [body.name for body in water.bodies] == ["市水务局"]
    (due,) = plan.deadlines
    assert due.quote == "2022年6月底前"


def test_the_title_of_an_attachment_states_nothing() -> None:
    title = "苏州市2031年深入打好污染防治攻坚战项目清单(略)"
    listed = parse(f"苏州市2031年工作方案\n一、任务\n{title}\n")
    assert listed.responsibilities
    attached = parse(f"苏州市2031年工作方案\n一、任务\n清运垃圾。\n\n附件:{title}\n")
    assert attached.outline[-1].level == "attachment"
    assert not attached.responsibilities


def test_an_attachment_that_is_a_bare_list_is_not() -> None:
    bare = ANSWERED_FOR.replace("责任单位:市水务局\n", "").replace("整改时限:", "")
    assert not parse(bare).deadlines
