"""Values as words: numerals, dates and recurrences, new or in the style of what stood there."""

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from attrs import frozen

from ecoplan.errors import UnwritableChange
from ecoplan.jurisdictions import Jurisdiction
from ecoplan.model import Deadline, DeadlineType
from ecoplan.numerals import DIGITS, HAN_NUMERALS, MULTIPLIERS, to_han
from ecoplan.resolve.dates import five_years
from ecoplan.source import fold
from ecoplan.vocabulary import Vocabulary, vocabulary

__all__ = [
    "Manner",
    "date",
    "date_like",
    "deadline",
    "deadline_like",
    "first_day",
    "last_day",
    "number",
    "number_like",
]

_FULL_WIDTH = {ord(character): ord(character) + 0xFEE0 for character in "0123456789.,"}
_YEAR_DIGITS = "〇一二三四五六七八九"


@frozen
class Manner:
    """The words that one place writes."""

    place: Jurisdiction

    def word(self, table: str, meaning: str) -> str:
        """The word for a meaning: the place's own, else the genre's."""
        own = self.place.words.get(f"{table}.{meaning}", ())
        return own[0] if own else self._genre.preferred(table, meaning)

    def unit(self, code: str | None) -> str:
        """The words for a unit: those of a UCUM code, a measure word as it stands."""
        known = code in self._genre.tables["unit"]
        return self._genre.preferred("unit", code) if code and known else code or ""

    @property
    def _genre(self) -> Vocabulary:
        return vocabulary()


# Numbers


def number(value: Decimal) -> str:
    """The numeral that officials write: Arabic, with 万 or 亿 where that makes it short."""
    for multiplier in ("亿", "万"):
        scaled = _plain(value / MULTIPLIERS[multiplier])
        if value >= MULTIPLIERS[multiplier] and len(scaled.partition(".")[2]) <= 2:
            return scaled + multiplier
    return _plain(value)


def number_like(written: str, value: Decimal) -> str:
    """``value`` in the style of the numeral ``written``.

    The style is its digits (Chinese, Arabic, full-width), its 万 or 亿 and its thousands commas.
    A number that the style has no numeral for is written in Arabic digits.
    """
    folded = fold(written)
    multiplier = folded[-1] if folded[-1] in MULTIPLIERS and value >= 1000 else ""
    scaled = value / MULTIPLIERS[multiplier] if multiplier else value
    head = folded.rstrip("".join(MULTIPLIERS))
    chinese = set(head) <= set(HAN_NUMERALS) and scaled == int(scaled) < 10_000
    return (_chinese(head, int(scaled)) if chinese else _arabic(written, scaled)) + multiplier


def _chinese(written: str, value: int) -> str:
    if len(written) > 1 and set(written) <= set(DIGITS):
        return "".join(_YEAR_DIGITS[int(digit)] for digit in str(value))
    return "两" if value == 2 and written == "两" else to_han(value)


def _arabic(written: str, value: Decimal) -> str:
    whole, point, decimals = _plain(value).partition(".")
    if "," in fold(written):
        whole = f"{int(whole):,}"
    numeral = whole + point + decimals
    wide = any(ord(character) in _FULL_WIDTH.values() for character in written)
    return numeral.translate(_FULL_WIDTH) if wide else numeral


def _plain(value: Decimal) -> str:
    digits = format(value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


# Dates


def last_day(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, monthrange(year, month)[1])


def first_day(year: int) -> dt.date:
    """The first day of a year."""
    return dt.date(year, 1, 1)


def date(day: dt.date) -> str:
    """A day in full: 2017年3月16日."""
    return f"{day.year}年{day.month}月{day.day}日"


_N = rf"(?:\d|[{HAN_NUMERALS}])"
_DATE = re.compile(
    rf"""
    (?P<years>(?P<year>{_N}{{4}})?年度?)?
    (?:
      (?P<part>[上下]半年|第?[1-4一二三四]季度)末?
    | (?P<months>(?P<month>{_N}{{1,3}})月份?)
      (?:(?P<day>{_N}{{1,3}})(?P<day_word>[日号])|(?P<end>[底末]))?
    | (?P<year_end>[底末内终])
    )?
    | “?(?P<plan>十[一二三四五六七八九]五)”?(?:末|规划末|期末|期间)?
    """,
    re.X,
)


def date_like(written: str, old: dt.date, new: dt.date, *, opens: bool = False) -> str:
    """``written``, which says the day ``old``, saying ``new`` in the same style.

    A year that was left out stays out as long as it is the same. ``opens`` is for the first day
    of a period: the first of several dates is meant, and 4月 is its first day, not its last.
    Words that hold no date come back as they are.
    """
    dates = [found for found in _DATE.finditer(_narrow(written)) if found.group()]
    if not dates:
        return written
    found = dates[0 if opens else -1]
    style = _DateStyle(written, found, opens)
    return written[: found.start()] + style.words(old, new) + written[found.end() :]


def _narrow(text: str) -> str:
    """``text`` with full-width digits as ASCII, and quotation marks as they stand."""
    return text.translate({wide: narrow for narrow, wide in _FULL_WIDTH.items()})


@frozen
class _DateStyle:
    """How one date is written."""

    written: str
    found: re.Match[str]
    opens: bool

    def words(self, old: dt.date, new: dt.date) -> str:
        """``new`` as this style writes it, with what it needs more than the style has."""
        year = self._year(new) if self.found["year"] or new.year != old.year else ""
        if self._is_whole_year() and (new.month, new.day) == ((1, 1) if self.opens else (12, 31)):
            return (year or "年") + (self.found["year_end"] or "")
        return year + self._month(new) + self._day(new)

    def _is_whole_year(self) -> bool:
        return not (self.found["part"] or self.found["months"])

    def _year(self, new: dt.date) -> str:
        if self.found["plan"]:
            return f"{new.year}年"
        unit = "年度" if "年度" in (self.found["years"] or "") and self._is_whole_year() else "年"
        return self._like("year", new.year) + unit

    def _month(self, new: dt.date) -> str:
        return self._like("month", new.month) + "月"

    def _day(self, new: dt.date) -> str:
        edge = dt.date(new.year, new.month, 1) if self.opens else last_day(new.year, new.month)
        by_day = self.found["day"] is not None
        if new == edge and not by_day:
            return self.found["end"] or ("" if self.found["months"] or self.opens else "底")
        return self._like("day", new.day) + (self.found["day_word"] or "日")

    def _like(self, name: str, value: int) -> str:
        example = next((name for name in (name, "month", "year") if self.found[name]), None)
        if example is None:
            return str(value)
        like = self.written[slice(*self.found.span(example))]
        if example == "year" and name != "year" and set(like) <= set(HAN_NUMERALS):
            return to_han(value)
        return number_like(like, Decimal(value))


# Deadlines

_CYCLES = {
    "FREQ=MONTHLY;INTERVAL=3": "季度",
    "FREQ=MONTHLY;INTERVAL=6": "半年",
    "FREQ=MONTHLY": "月",
    "FREQ=YEARLY": "年",
    "FREQ=WEEKLY": "周",
}
"""RFC 5545 rule → the length of time that comes again."""

_ERAS = range(11, 20)
"""Ordinals of the five-year plans that go by their number: 十一五 to 十九五."""

_LENGTHS = {"Y": "年", "M": "个月", "W": "周", "D": "天"}
"""ISO 8601 designator → the word for that length of time."""

_RULE_DAY = re.compile(r"FREQ=(?:YEARLY;BYMONTH=(?P<month>\d+)|MONTHLY);BYMONTHDAY=(?P<day>-?\d+)")


Value = TypeVar("Value")


def _given(value: Value | None) -> Value:
    if value is None:
        raise ValueError("an attribute is null without which there is nothing to write")
    return value


def deadline(when: Deadline, manner: Manner) -> str:
    """The words for a deadline: 2017年底前, 每季度, 集中6个月.

    Raises `UnwritableChange` where it lacks the attribute that its type needs.
    """
    try:
        return _TIMES[when.type](when, manner)
    except (ValueError, KeyError) as error:
        raise UnwritableChange(
            "{statement}: no words say this deadline of type '{type}'; "
            "give it the dates, rule, duration or reason of its type",
            statement=when.id,
            type=when.type,
        ) from error


def _by(when: Deadline, _: Manner) -> str:
    day = _given(when.due)
    if (day.month, day.day) == (12, 31):
        return f"{day.year}年底前"
    if day == last_day(day.year, day.month):
        return f"{day.year}年{day.month}月底前"
    return f"{date(day)}前"


def _period(when: Deadline, _: Manner) -> str:
    start = _given(when.start)
    if when.due is None:
        return (f"{start.year}年{start.month}月" if start.day == 1 else date(start)) + "起"
    for ordinal in _ERAS:
        if (start, when.due) == _days_of(five_years(ordinal)):
            return f"“{to_han(ordinal)}五”期间"
    return f"{date(start)}至{date(when.due)}"


def _days_of(years: tuple[int, int]) -> tuple[dt.date, dt.date]:
    return first_day(years[0]), last_day(years[1], 12)


def _recurring(when: Deadline, manner: Manner) -> str:
    rule = _RULE_DAY.fullmatch(_given(when.rrule))
    if rule is None:
        return manner.word("every", _given(when.rrule))
    day = "底" if rule["day"] == "-1" else f"{rule['day']}日"
    if rule["month"]:
        return f"{manner.word('every', 'FREQ=YEARLY')}{rule['month']}月{day}前"
    return f"{manner.word('every', 'FREQ=MONTHLY')}{day}前"


def _duration(when: Deadline, _: Manner) -> str:
    length = _given(when.duration)
    return f"集中{length[1:-1]}{_LENGTHS[length[-1]]}"


def _open(when: Deadline, manner: Manner) -> str:
    return manner.word("open", _given(when.reason))


_TIMES: dict[DeadlineType, Callable[[Deadline, Manner], str]] = {
    "by": _by,
    "period": _period,
    "recurring": _recurring,
    "duration": _duration,
    "open": _open,
}

_DURATION = re.compile(rf"(?P<number>{_N}+)(?P<unit>个月|年|周|天|日)")


def _rrule_like(written: str, old: str, new: str) -> str:
    if old in _CYCLES and new in _CYCLES:
        return written.replace(_CYCLES[old], _CYCLES[new], 1)
    return written


def _duration_like(written: str, old: str, new: str) -> str:
    found = _DURATION.search(_narrow(written))
    if found is None or old[-1] != new[-1]:
        return written
    begin, end = found.span("number")
    return written[:begin] + number_like(written[begin:end], Decimal(new[1:-1])) + written[end:]


def _due_like(written: str, old: dt.date, new: dt.date) -> str:
    """In the style of ``written``; what names no date (汛期前) gives way to one."""
    holds_date = any(found.group() for found in _DATE.finditer(_narrow(written)))
    return date_like(written, old, new) if holds_date else f"{date(new)}前"


def _start_like(written: str, old: dt.date, new: dt.date) -> str:
    return date_like(written, old, new, opens=True)


_DEADLINE_ATTRIBUTES: dict[str, Callable[..., str]] = {
    "due": _due_like,
    "start": _start_like,
    "rrule": _rrule_like,
    "duration": _duration_like,
}


def deadline_like(written: str, old: Deadline, new: Deadline) -> str:
    """``written``, which says the deadline ``old``, saying ``new`` in the same style.

    What the style has no words for is left as it is: reading the result tells.
    """
    for attribute, like in _DEADLINE_ATTRIBUTES.items():
        before, after = getattr(old, attribute), getattr(new, attribute)
        if before is not None and after is not None and before != after:
            written = like(written, before, after)
    return written
