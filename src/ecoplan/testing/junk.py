"""Texts that no official wrote, thrown at every place: none may stop the reading."""

from collections.abc import Iterator

from ecoplan.jurisdictions import Jurisdiction
from ecoplan.jurisdictions.checks import words_of

__all__ = ["junk"]

_ANYWHERE = (
    "",
    "\n",
    "\ufeff",
    "\x00\x01\x7f",
    "\r\n\r \u2028\x85",
    "   　\t\xa0",
    "plain English, 3 of 4 items by 5 May 2021 (50%)",
    "）（】【》《」「)(][><”“",
    "《" * 200 + "》" * 100,
    "（" * 500,
    "一、" * 300,
    "（责任单位：" * 100,
    "1.1.1.1." * 100,
    "2021年" * 300,
    "达到" * 300 + "5%",
    "🏭🌫️👩‍🔬 e\u0301 \u202e年1202",
    "9" * 400 + "年" + "9" * 400 + "月",
)


def junk(place: Jurisdiction) -> Iterator[str]:
    """The same for every place, then each of its own words where it does not belong.

    ``place`` is as its file has it, before anything is inherited.
    """
    yield from _ANYWHERE
    for _, word in words_of(place):
        yield word
        yield word * 100
        yield f"一、{word}\n（{word}）（{word}：{word}、{word}牵头）{word}5个，2021年{word}前。"
        yield word[: len(word) // 2 + 1] + "（\n" + word[len(word) // 2 :] + "：）"
