"""Chinese and Arabic numerals, exactly: 70万, 四, 二十三, 1.5亿, 两百 ⇄ `Decimal`.

Only whole numerals are read; finding them in running text is the grammar's work.
"""

from decimal import Decimal

DIGITS = {
    "〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
PLACES = {"十": 10, "百": 100, "千": 1000}
MULTIPLIERS = {"万": 10_000, "亿": 100_000_000}
HAN_NUMERALS = "".join(DIGITS) + "".join(PLACES) + "".join(MULTIPLIERS)
"""Every character of a Chinese numeral."""

_ARABIC = frozenset("0123456789.,")


def to_decimal(numeral: str) -> Decimal:
    """The number that a folded numeral writes, multiplied out.

    Raises `ValueError` where the characters are no numeral.
    """
    head = numeral.rstrip("十百千万亿")
    if head and _ARABIC.issuperset(head):
        factor = 1
        for place in numeral[len(head) :]:
            factor *= PLACES.get(place) or MULTIPLIERS[place]
        value = _arabic(head) * factor
        return (
            value.to_integral_value()
            if factor > 1 and value == value.to_integral_value()
            else value
        )
    return Decimal(to_int(numeral))


def multiplied(value: Decimal, factor: int) -> Decimal:
    """``value`` times ``factor``, without zeros that say nothing: 4.2 times 10000 is 42000."""
    product = value * factor
    whole = product.to_integral_value()
    return value if factor == 1 else whole if product == whole else product.normalize()


def to_int(numeral: str) -> int:
    """The whole number that a numeral writes: 二十三, 一百零五, 二〇二五, 2025.

    Raises `ValueError` where the characters are no numeral.
    """
    if numeral.isdecimal() and numeral.isascii():
        return int(numeral)
    if not numeral or not set(numeral) <= set(HAN_NUMERALS):
        raise ValueError(f"not a numeral: {numeral!r}")
    if all(character in DIGITS for character in numeral):
        return int("".join(str(DIGITS[character]) for character in numeral))
    total = section = digit = 0
    for character in numeral:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character in PLACES:
            section += (digit or 1) * PLACES[character]
            digit = 0
        else:
            total = (total + section + digit or 1) * MULTIPLIERS[character]
            section = digit = 0
    return total + section + digit


def _arabic(numeral: str) -> Decimal:
    whole = numeral.replace(",", "")
    if whole.count(".") > 1 or not whole.strip("."):
        raise ValueError(f"not a numeral: {numeral!r}")
    return Decimal(whole)


def to_han(number: int) -> str:
    """The Chinese numeral that officials write for a whole number below 10,000.

    Raises `ValueError` where the number is none of these.
    """
    if not 0 <= number < 10_000:
        raise ValueError(f"no Chinese numeral is written for {number}")
    names = "零一二三四五六七八九"
    if number < 10:
        return names[number]
    written, gap = "", False
    for place, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // value % 10
        if digit:
            written += ("零" if gap else "") + names[digit] + place
            gap = False
        else:
            gap = bool(written)
    return written.removeprefix("一") if 10 <= number < 20 else written
