"""The text as decoded, and the folded view of it."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoplan.errors import UnreadableText
from ecoplan.source import Source, decode, fold

WORDS = "2017年底前,完成整治(规财科牵头)"


@given(st.text())
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("（一）", "(一)"),
        ("８５％", "85%"),
        ("鄂环发〔2020〕6号", "鄂环发[2020]6号"),
        ("鄂环发﹝2020﹞6号", "鄂环发[2020]6号"),
        ("“十四五”", '"十四五"'),
        ("「十四五」", '"十四五"'),
        ("责任单位∶市水利局", "责任单位:市水利局"),
        ("≦35", "≤35"),
        ("吨/平方公里•月", "吨/平方公里·月"),
        ("⽔污染防治⺠⽣⼯作", "水污染防治民生工作"),
        ("\uf96e", "葉"),
        ("2021—2025年", "2021-2025年"),
        ("微克　立方米", "微克 立方米"),
        ("μg", "ug"),
        ("Ⅲ类", "Ⅲ类"),  # NFKC would make it III and move every offset behind it
        ("㎡", "㎡"),
    ],
)
def test_what_means_the_same_is_made_alike(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        WORDS.encode("utf-16"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        WORDS.encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big-endian", "gb18030"],
)
def test_every_encoding_of_government_pages_is_decoded(data: bytes) -> None:
    assert decode(data) == WORDS


@pytest.mark.parametrize("data", [b"\x00\x01PNG", b"\x89PNG\r\n\x1a\n\x00", b"\xff\xff\xff\xff"])
def test_bytes_that_are_no_text_are_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(UnreadableText) as refused:
        decode(data)
    assert "\n" not in str(refused.value)


@given(st.text(st.sampled_from("甲\n\r\u2028 ")))
def test_positions_count_lines_of_every_kind_from_one(text: str) -> None:
    source = Source(text)
    lines = text.replace("\r\n", "\n\n").replace("\r", "\n").replace("\u2028", "\n")
    for offset in range(len(text)):
        line, column = source.position(offset)
        assert column >= 1
        assert 1 <= line <= lines.count("\n") + 1


def test_carriage_return_and_line_feed_end_one_line() -> None:
    assert Source("甲\r\n乙").position(3) == (2, 1)
