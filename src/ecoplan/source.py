"""The text as published, and a folded view of the same length to match in.

Folding replaces one character by one character, so that every offset in the view is an
offset in the text. NFKC would not do: it turns Ⅲ into III and ㎡ into m2.
"""

import codecs
import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

from attrs import frozen

from ecoplan.errors import UnreadableText

_ALIKE = {
    "\u3000": " ",
    "\u00a0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u200a": " ",
    "\u202f": " ",
    "\t": " ",
    "“": '"',
    "”": '"',
    "＂": '"',
    "‘": "'",
    "’": "'",
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "〈": "<",
    "〉": ">",
    "〔": "[",
    "〕": "]",
    "【": "[",
    "】": "]",
    "〖": "[",
    "〗": "]",
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "-",
    "―": "-",
    "−": "-",
    "～": "~",
    "〜": "~",
    "µ": "u",
    "μ": "u",
    "•": "·",
    "・": "·",
    "∙": "·",
    "⋅": "·",
    "∶": ":",
    "≦": "≤",
    "⩽": "≤",
    "≧": "≥",
    "⩾": "≥",
    "\r": "\n",
    "\v": "\n",
    "\f": "\n",
    "\x1c": "\n",
    "\x1d": "\n",
    "\x1e": "\n",
    "\x85": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
}

_RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
"""Radicals that NFKC leaves: PDF files have them for the characters (EquivalentUnifiedIdeograph,
Unicode Standard Annex #44)."""

_COMPATIBLE = (
    range(0x2F00, 0x2FD6),  # Kangxi radicals, which PDF files have for the characters
    range(0xF900, 0xFADA),  # compatibility ideographs
    range(0xFE50, 0xFE6C),  # small forms: ﹝2021﹞
    range(0xFF01, 0xFF5F),  # full width
)


def _fold_table() -> dict[str, str]:
    """Character by character; what NFKC makes of a compatible one is folded in its turn."""
    alike = _ALIKE | _RADICALS
    plain = (
        (chr(code), unicodedata.normalize("NFKC", chr(code)))
        for codes in _COMPATIBLE
        for code in codes
    )
    compatible = {
        character: alike.get(each, each)
        for character, each in plain
        if len(each) == 1 and each != character
    }
    return compatible | alike


_FOLD = _fold_table()
_FOLDABLE = re.compile(f"[{re.escape(''.join(_FOLD))}]")


def fold(text: str) -> str:
    """A view of ``text`` of the same length, with characters that mean the same made alike."""
    for character in set(_FOLDABLE.findall(text)):  # a tenth of the time of `str.translate`
        text = text.replace(character, _FOLD[character])
    return text


@frozen
class Source:
    """One text and its folded view."""

    text: str

    @cached_property
    def folded(self) -> str:
        """`text` folded; the same length."""
        return fold(self.text)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of every line; CR LF ends one line, not two."""
        return (0, *(end.end() for end in _LINE_END.finditer(self.text)))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of ``offset``, both from 1."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


_LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 with a byte order mark, or GB18030 (GB 18030-2022).

    Raises `UnreadableText` where the bytes are none of these, or are no text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data:
        raise UnreadableText(
            "this is a binary file (a zero byte at offset {offset}); "
            "give the document's text as UTF-8",
            offset=data.index(0),
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableText(
            "neither UTF-8 nor {encoding}: byte {offset} cannot be decoded; "
            "save the document as UTF-8",
            encoding=encoding,
            offset=error.start,
        ) from error
    if "\0" in text:
        raise UnreadableText("this is a binary file; give the document's text as UTF-8")
    return text
