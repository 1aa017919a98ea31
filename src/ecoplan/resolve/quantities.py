"""What a quantity island says: value, unit, bound, direction."""

import re
from collections.abc import Sequence
from decimal import Decimal

from attrs import evolve, frozen

from ecoplan.clauses import Island
from ecoplan.model import Bound, Direction, Span
from ecoplan.numerals import DIGITS, multiplied, to_decimal
from ecoplan.vocabulary import Vocabulary

__all__ = ["Quantity", "read_quantity", "with_shared_unit"]


@frozen(kw_only=True)
class Quantity:
    """A number with what surrounds it: 降至49微克/立方米以下."""

    start: int
    """Of the whole expression, the words before the number included."""
    end: int
    value: Decimal
    """Multiplied out; of a range, the lower end."""
    measure: str | None
    """The unit or measure word as written; null for a bare number."""
    unit: str | None
    """UCUM, or the measure word where UCUM has no code."""
    bound: Bound
    direction: Direction | None
    """Set for an amount of change (下降6%); null for a level."""
    approximate: bool
    headed: bool
    """True where a word for a level, a change or a bound stands before the number."""
    level: bool
    """True where a word says that the value is a level (达到, 降至)."""
    apart: bool
    """True behind 分别: one value for each of the things named."""
    closed: bool
    """True where a bound or 左右 stands behind the number, so that it holds for a list."""
    value_span: Span
    """The numeral with its multiplier."""
    number_start: int
    factor: int
    """That of the multiplier: 10000 of 2.35万."""


def read_quantity(island: Island, folded: str, words: Vocabulary) -> Quantity | None:
    """The quantity of a grammar island; null where the numeral is none (十百)."""
    heads = [str(token).strip() for token in island.tokens if token.type == "HEAD"]
    numerals = [token for token in island.tokens if token.type in _NUMERALS]
    units = [token for token in island.tokens if token.type == "UNIT"]
    after = [str(token) for token in island.tokens if token.type == "AFTER"]
    first = numerals[0]
    try:
        value = _value(str(first), str(numerals[-1]))
    except ValueError:
        return None
    measure, odd = _measure(str(units[-1]), words) if units else (None, None)
    if first.type == "HUNDREDTHS":
        measure = "%"
    about = odd == "approximate" or _any(words, "about", heads) or _any(words, "about_after", after)
    start, end = first.start_pos or 0, first.end_pos or 0
    return Quantity(
        start=island.start,
        end=island.end,
        value=value,
        measure=measure,
        unit=words.meanings("unit").get(measure, measure) if measure else None,
        bound=_bound(words, heads, after, len(numerals) > 1, about, odd == "more"),
        direction=_meaning(words, "change", heads),  # type: ignore[arg-type]
        approximate=about,
        headed=any(_any(words, table, heads) for table in ("level", "bound", "change")),
        level=_any(words, "level", heads),
        apart=_any(words, "apart", heads),
        closed=bool(after),
        value_span=Span(start, end),
        number_start=start,
        factor=_factor(str(numerals[-1])),
    )


def with_shared_unit(values: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """The values of a list, those without a unit with that of the last, and with its multiplier:
    不高于75、74、70微克/立方米, 分别为2.35、1.08万吨, 分别降低20个、10个百分点. Where no word
    leads them, digits side by side are as often a name (3、4条), and stay as they are."""
    last = values[-1]
    if not values[0].headed and not values[0].apart:
        return tuple(values)
    return tuple(
        evolve(
            each,
            measure=last.measure,
            unit=last.unit,
            value=multiplied(each.value, last.factor if each.factor == 1 else 1),
        )
        if each.measure is None or _is_short_for(each, last)
        else each
        for each in values
    )


def _is_short_for(each: Quantity, last: Quantity) -> bool:
    """True for 20个(、10个百分点): the beginning of the unit that the last one has whole."""
    short, whole = each.measure or "", last.measure or ""
    return short != whole and whole.startswith(short) and last.unit != whole


_NUMERALS = ("NUMBER", "HAN_NUMBER", "HUNDREDTHS")
_MULTIPLIER = re.compile(r"[ 百千万亿]*$")


def _value(first: str, last: str) -> Decimal:
    """The number, of a range its lower end: in 3至5万 the multiplier holds for both."""
    if first.startswith(_HUNDREDTHS):
        return _percentage(first.removeprefix(_HUNDREDTHS))
    if len(first) > 1 and set(first) <= set(DIGITS):
        raise ValueError(f"digits side by side count nothing: {first!r}")
    multiplied = _MULTIPLIER.search(first)
    if multiplied and not multiplied[0].strip() and last[0].isdigit():
        shared = _MULTIPLIER.search(last)
        first += shared[0] if shared else ""
    return to_decimal(first.replace(" ", ""))


def _factor(numeral: str) -> int:
    """What the multiplier behind digits multiplies by; 1 where there is none."""
    multiplier = _MULTIPLIER.search(numeral)
    words = multiplier[0].replace(" ", "") if multiplier else ""
    return int(to_decimal(f"1{words}")) if words and numeral[0].isdecimal() else 1


_HUNDREDTHS = "百分之"


def _percentage(numeral: str) -> Decimal:
    """百分之七十, 百分之九十五点五."""
    whole, _, fraction = numeral.partition("点")
    value = to_decimal(whole)
    digits = "".join(str(DIGITS[character]) for character in fraction)
    return value + Decimal(f"0.{digits}") if digits else value


def _measure(unit: str, words: Vocabulary) -> tuple[str, str | None]:
    """The measure word, and what 余 (more) or 几 (approximate) before it makes of the number."""
    unit = unit.strip()
    for odd, meaning in words.meanings("odd").items():
        if unit.startswith(odd) and unit not in words.meanings("unit"):
            return unit.removeprefix(odd), meaning
    return unit, None


def _any(words: Vocabulary, table: str, said: list[str]) -> bool:
    return _meaning(words, table, said) is not None


def _meaning(words: Vocabulary, table: str, said: list[str]) -> str | None:
    meanings = words.meanings(table)
    return next((meanings[word] for word in said if word in meanings), None)


def _bound(
    words: Vocabulary, heads: list[str], after: list[str], is_range: bool, about: bool, more: bool
) -> Bound:
    """What stands behind the number says most (…以上), then a bound before it, then a level."""
    stated = _meaning(words, "bound_after", after) or _meaning(words, "bound", heads)
    if stated is None and not about:
        stated = _meaning(words, "level", heads)
    if stated in (None, "=") and more:
        return ">"
    if stated in (None, "=") and is_range:
        stated = ">="
    return stated or "="  # type: ignore[return-value]
