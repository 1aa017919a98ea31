"""What a time island says, against the plan's own year."""

import calendar
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from ecoplan.clauses import Island
from ecoplan.model import DeadlineType, Reason
from ecoplan.numerals import HAN_NUMERALS, to_decimal, to_int
from ecoplan.vocabulary import Vocabulary

if TYPE_CHECKING:
    from lark import Token

__all__ = ["When", "read_when", "year_of_most_months"]


@frozen(kw_only=True)
class When:
    """A time expression in standard form (ISO 8601, RFC 5545)."""

    type: DeadlineType
    start: dt.date | None = None
    due: dt.date | None = None
    rrule: str | None = None
    duration: str | None = None
    reason: Reason | None = None
    inferred: tuple[str, ...] = ()
    """Attributes whose year is the plan's own."""
    limit: bool = False
    """True where the words themselves make it a limit (到, 前, 起); a bare date may be a
    limit or may only describe."""
    past: bool = False
    """True for 以来: it says since when something has been so."""
    year: int | None = None
    """The last year named in the words; null where none is."""


@frozen
class _Day:
    """A stretch of days: a day, a month, a quarter, a year."""

    first: dt.date
    last: dt.date
    stated_year: int | None


def read_when(
    island: Island, words: Vocabulary, year: int | None, issued: dt.date | None = None
) -> When | None:
    """What a time island says; null where the words set nothing that can be read.

    ``year`` is the plan's own, for dates that name none; ``issued`` the day it was signed, for
    terms that count from it.
    """
    kinds = _kinds(island)
    if "WITHIN" in kinds:
        return _within(str(kinds["WITHIN"]), issued)
    for kind, read in _SPECIAL.items():
        if kind in kinds:
            return read(island, words)
    try:
        days = list(_days(island, year, words))
    except ValueError:
        return None
    return _window(kinds, days) if days else None


def _kinds(island: Island) -> "dict[str, Token]":
    return {token.type: token for token in island.tokens}


def _window(kinds: "dict[str, Token]", days: list[_Day]) -> When:
    first, last = days[0], days[-1]
    inferred = tuple(
        name for name, day in (("start", first), ("due", last)) if day.stated_year is None
    )
    when = When(
        type="by",
        due=last.last,
        inferred=inferred,
        limit=_limits(kinds),
        past="PAST" in kinds,
        year=last.stated_year,
    )
    since = "SINCE" in kinds or ("FROM" in kinds and not _WINDOWS & kinds.keys())
    since = since or str(kinds.get("SEASON", "")).endswith("后")
    if since and len(days) == 1:
        return evolve(when, type="period", start=first.first, due=None, limit=True)
    if "起" in kinds.get("TO", ""):
        return evolve(when, type="period")  # 即日起至: from the day on which it is read
    if len(days) > 1 or _WINDOWS & kinds.keys():
        if "BEFORE" in kinds or "末" in str(kinds.get("ERA", "")):
            return when
        return evolve(when, type="period", start=first.first)
    return evolve(when, inferred=("due",) if last.stated_year is None else ())


_WINDOWS = {"YEARS", "MONTHS", "ERA", "SEASON"}


def _limits(kinds: "dict[str, Token]") -> bool:
    """Whether the words by themselves make a limit: 到, 前, 年内, “十四五”末."""
    edge = str(kinds.get("EDGE", "")) + str(kinds.get("YEAR_END", ""))
    return "TO" in kinds or "BEFORE" in kinds or "内" in edge or "末" in str(kinds.get("ERA", ""))


def _within(text: str, issued: dt.date | None) -> When | None:
    """自印发之日起30日内: a day where the day of issue is known, else no date."""
    match = re.search(r"([\d一二两三四五六七八九十]{1,3}) ?(个?工作日|日|天|个月|年)之?内", text)
    if match is None:
        return None
    number, unit = int(to_decimal(match[1])), match[2]
    if issued is None or unit not in _UNITS_FROM_ISSUE:
        return When(type="open", reason="external", limit=True)
    return When(type="by", due=_UNITS_FROM_ISSUE[unit](issued, number), limit=True)


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


_UNITS_FROM_ISSUE: dict[str, Callable[[dt.date, int], dt.date]] = {
    "日": lambda day, number: day + dt.timedelta(days=number),
    "天": lambda day, number: day + dt.timedelta(days=number),
    "个月": _months_later,
    "年": lambda day, number: _months_later(day, 12 * number),
}
"""工作日 (working days) are not among them: they need a calendar of holidays."""


def _set_of_months(island: Island, words: Vocabulary) -> When:
    kinds = _kinds(island)
    months = ",".join(re.findall(r"\d+", str(kinds["MONTH_SET"])))
    rule = f"FREQ=YEARLY;BYMONTH={months}"
    return When(type="recurring", rrule=rule, limit="EVERY" in kinds)


def _recurring(island: Island, words: Vocabulary) -> When:
    kinds = _kinds(island)
    rule = words.meanings("every")[str(kinds["EVERY"])]
    at_end = "EDGE" in kinds or "BEFORE" in kinds
    if "MONTH_SET" in kinds:
        return _set_of_months(island, words)
    if "SEASON" in kinds:
        return When(type="recurring", rrule=rule + _yearly_days(kinds, words), limit=True)
    if "MONTH" in kinds or "MONTHS" in kinds:
        rule = f"FREQ=YEARLY;BYMONTH={_month_list(island)}"
        if "DAY" in kinds:
            rule += f";BYMONTHDAY={_leading_number(kinds['DAY'])}"
        elif at_end:
            rule += ";BYMONTHDAY=-1"
    elif "DAY" in kinds:
        rule += f";BYMONTHDAY={_leading_number(kinds['DAY'])}"
    elif rule == "FREQ=YEARLY" and ("YEAR_END" in kinds or at_end):
        rule += ";BYMONTH=12;BYMONTHDAY=-1"
    elif rule in _MONTHS_LONG and at_end:
        rule += ";BYMONTHDAY=-1"
    return When(type="recurring", rrule=rule, limit=True)


_MONTHS_LONG = frozenset({"FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3"})
"""Months and quarters, whose last day (每月底, 每季度末) is that of a month."""


def _yearly_days(kinds: "dict[str, Token]", words: Vocabulary) -> str:
    """What a season adds to a rule: its last day where it is a limit (每年汛期前), or its months.

    A season that begins or ends within a month adds nothing: RFC 5545 has no rule for it.
    """
    season = _season(kinds, _ANY_YEAR, words)
    if "BEFORE" in kinds:
        day = season.last
        ends_month = (day + dt.timedelta(days=1)).day == 1
        return f";BYMONTH={day.month};BYMONTHDAY={-1 if ends_month else day.day}"
    whole = season.first.day == 1 and (season.last + dt.timedelta(days=1)).day == 1
    if not whole or str(kinds["SEASON"]).endswith("后"):
        return ""
    count = (season.last.month - season.first.month) % 12 + 1
    months = sorted((season.first.month - 1 + step) % 12 + 1 for step in range(count))
    return f";BYMONTH={','.join(map(str, months))}"


_ANY_YEAR = 2001
"""A year that is no leap year, for days that are the same in all."""


def _month_list(island: Island) -> str:
    """The months of a recurrence: one, or from one to another (每年10月至次年3月)."""
    months = [
        int(number)
        for token in island.tokens
        if token.type in ("MONTH", "MONTHS")
        for number in re.findall(r"\d+", str(token)) or [_leading_number(token)]
    ]
    first, last = months[0], months[-1]
    if "DASH" in _kinds(island) or "MONTHS" in _kinds(island):
        count = (last - first) % 12 + 1
        months = [(first - 1 + step) % 12 + 1 for step in range(count)]
        return ",".join(map(str, months))
    return str(first)


def _pace(island: Island, words: Vocabulary) -> When:
    text = str(_kinds(island)["PACE"])
    once = {
        f"{word}一": rule
        for table in ("pace", "every")
        for word, rule in words.meanings(table).items()
    }
    rules = {**words.meanings("short_pace"), **once}
    begin = max((begin for begin in rules if text.startswith(begin)), key=len)
    return When(type="recurring", rrule=rules[begin], limit=True)


def _lasting(island: Island, words: Vocabulary) -> When | None:
    kinds = _kinds(island)
    match = _LASTING.search(str(kinds["LASTING"]))
    if match is None:
        halves = words.meanings("half_length")
        half = next(word for word in halves if word in str(kinds["LASTING"]))
        return When(type="duration", duration=halves[half], limit=True)
    if match[2].endswith("工作日"):
        return When(type="open", reason="external", limit=True)  # it needs a calendar of holidays
    before, after = _ISO_8601[match[2]]
    return When(type="duration", duration=f"{before}{to_decimal(match[1])}{after}", limit=True)


def _open(island: Island, words: Vocabulary) -> When:
    kinds = _kinds(island)
    reason: Reason = words.meanings("open")[str(kinds["OPEN"])]  # type: ignore[assignment]
    return When(type="open", reason=reason, limit=True)


_SPECIAL = {
    "EVERY": _recurring,
    "MONTH_SET": _set_of_months,
    "PACE": _pace,
    "LASTING": _lasting,
    "OPEN": _open,
}
_MONTH_OF_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年\d{1,2}月")


def year_of_most_months(folded: str) -> int | None:
    """The year that most months with a year are of: that of the months without one, in a document
    that does not date itself. Null where no month has a year."""
    years = Counter(_MONTH_OF_YEAR.findall(folded)).most_common(1)
    return int(years[0][0]) if years else None


_LASTING = re.compile(r"([\d一二两三四五六七八九十]+) ?(个月|年|天|周|日|小时|分钟|个?工作日)")
_ISO_8601 = {
    "年": ("P", "Y"),
    "个月": ("P", "M"),
    "周": ("P", "W"),
    "天": ("P", "D"),
    "日": ("P", "D"),
    "小时": ("PT", "H"),
    "分钟": ("PT", "M"),
}
"""What stands before and behind the number of a duration."""


def _days(island: Island, plan_year: int | None, words: Vocabulary) -> "list[_Day]":
    """The dates between the dashes; a later one takes the year or month of the earlier."""
    days: list[_Day] = []
    group: list[Token] = []
    for token in (*island.tokens, None):
        if token is not None and token.type != "DASH":
            group.append(token)
            continue
        if group:
            found = _day(group, days[-1] if days else None, plan_year, words)
            days += found
            group = []
    return days


def _day(
    tokens: "list[Token]", earlier: _Day | None, plan_year: int | None, words: Vocabulary
) -> list[_Day]:
    kinds = {token.type: token for token in tokens}
    if "YEARS" in kinds and "SEASON" not in kinds:
        first, last = (int(number) for number in re.findall(r"\d{4}", str(kinds["YEARS"])))
        return [_year(first), _year(last)]
    if "ERA" in kinds:
        return _era(str(kinds["ERA"]))
    named = kinds.get("YEAR") or kinds.get("YEARS")
    stated = _leading_number(named) if named else None
    if stated is None and earlier is not None:
        stated = earlier.stated_year
        plan_year = earlier.first.year
    actual = stated if stated is not None else plan_year
    if actual is None or not 1900 < actual < 2200:
        return []
    if str(kinds.get("RELATIVE_YEAR", "")) in _NEXT_YEAR:
        actual += 1
    if "SEASON" in kinds:
        return [evolve(_season(kinds, actual, words), stated_year=stated)]
    if kinds.keys() == {"DAY"} and earlier is not None:
        only = dt.date(actual, earlier.first.month, _leading_number(kinds["DAY"]))
        return [_Day(only, only, stated)]
    first, last = _months(kinds)
    return [_Day(_first(actual, first, kinds), _last(actual, last, kinds), stated)]


def _season(kinds: "dict[str, Token]", year: int, words: Vocabulary) -> _Day:
    """The days that a season's words mean: all of it, what comes behind it, or its limit.

    The season is the one that begins in ``year``. 前 is as far as the day before a season begins
    (汛期前), of an event of one day that day itself, as with any date (六五环境日前, 6月5日前).
    """
    text = str(kinds["SEASON"])
    season = next(word for word in words.words("season") if text.startswith(word))
    begins, ends = words.meanings("season")[season].split("/")
    first, last = (dt.date.fromisoformat(f"{year}-{day}") for day in (begins, ends))
    if last < first:
        last = dt.date.fromisoformat(f"{year + 1}-{ends}")
    tail = text[len(season) :]
    if tail.endswith("后"):
        return _Day(last + dt.timedelta(days=1), last, None)
    if tail.startswith("结束") or ("BEFORE" in kinds and first == last and not tail):
        return _Day(first, last, None)
    if "BEFORE" in kinds:
        eve = first - dt.timedelta(days=1)
        return _Day(eve, eve, None)
    return _Day(first, last, None)


_NEXT_YEAR = ("明年", "次年", "来年", "翌年")


def _year(year: int) -> _Day:
    return _Day(dt.date(year, 1, 1), dt.date(year, 12, 31), year)


FIRST_FIVE_YEAR_PLAN = 1953
"""The Nth five-year plan (五年规划) covers five years from 1953 + 5 (N - 1); 十四五 is 2021-2025.
From the third on a gap of three years (1963-1965) shifts the count."""


def five_years(ordinal: int) -> tuple[int, int]:
    """First and last year of a five-year plan from the third (1966) on."""
    first = FIRST_FIVE_YEAR_PLAN + 5 * (ordinal - 1) + 3
    return first, first + 4


def era_years(text: str) -> tuple[int, int] | None:
    """First and last year of the five-year plan that the text names (十四五); null for none."""
    name = re.search(r"十([一二三四五六七八九])五", text)
    return five_years(10 + to_int(name[1])) if name else None


def _era(text: str) -> list[_Day]:
    years = era_years(text)
    if years is None:
        return []
    first, last = years
    if "末" in text:
        return [_year(last)]
    return [_year(first), _year(last)]


_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def _months(kinds: "dict[str, Token]") -> tuple[int, int]:
    """First and last month of what the tokens name."""
    if "MONTHS" in kinds:
        first, last = (int(number) for number in re.findall(r"\d+", str(kinds["MONTHS"])))
        return first, last
    if "EDGE" in kinds and "MONTH" not in kinds and str(kinds["EDGE"]) in _EDGE_DAYS:
        raise ValueError("the beginning of a year is no day")
    if "MONTH" in kinds:
        month = _leading_number(kinds["MONTH"])
        return month, month
    if "QUARTER" in kinds:
        quarter = next(_QUARTERS[c] for c in str(kinds["QUARTER"]) if c in _QUARTERS)
        return 3 * quarter - 2, 3 * quarter
    if "HALF" in kinds:
        return (1, 6) if "上" in str(kinds["HALF"]) else (7, 12)
    return 1, 12


_EDGE_DAYS = {"初": 10, "上旬": 10, "中旬": 20}
_EDGE_BEGINS = {"中旬": 11, "下旬": 21}


def _first(year: int, month: int, kinds: "dict[str, Token]") -> dt.date:
    if "DAY" in kinds:
        return dt.date(year, month, _leading_number(kinds["DAY"]))
    begins = _EDGE_BEGINS.get(str(kinds["EDGE"]), 1) if "EDGE" in kinds else 1
    return dt.date(year, month, begins)


def _last(year: int, month: int, kinds: "dict[str, Token]") -> dt.date:
    if "DAY" in kinds:
        return dt.date(year, month, _leading_number(kinds["DAY"]))
    if "MONTH" in kinds and "EDGE" in kinds and (day := _EDGE_DAYS.get(str(kinds["EDGE"]))):
        return dt.date(year, month, day)
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _leading_number(token: "Token") -> int:
    match = re.match(rf"\d+|[{HAN_NUMERALS}]+", str(token))
    assert match, "the grammar begins this token with a numeral"
    return int(match[0]) if match[0].isdigit() else to_int(match[0])
