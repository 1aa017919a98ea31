"""What a document says of itself, as `Metadata`: the facts of kind ``meta``."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from ecoplan.jurisdictions import NATION, Jurisdiction, Territory, territory
from ecoplan.jurisdictions import jurisdiction as named
from ecoplan.layout import day_in
from ecoplan.letterhead import Dated, Letterhead, Stated, read_letterhead
from ecoplan.model import DocumentType, Evidence, Metadata, Span
from ecoplan.numerals import to_decimal, to_int
from ecoplan.places import NATION_CODE
from ecoplan.source import Source, fold
from ecoplan.vocabulary.documents import wording

if TYPE_CHECKING:
    from ecoplan.outline.hierarchy import Outline

__all__ = ["read_metadata"]


def read_metadata(
    source: Source,
    outline: "Outline",
    jurisdiction: Jurisdiction,
    letterhead: Letterhead | None = None,
) -> Metadata:
    """The title, issuers, number, days, territory, period and kind that the document states.

    The territory is the most specific place that the document is from within the one that it is
    read as; where it names none, that one itself, unless it is read as the nation's only for
    want of a better. ``letterhead`` is what the nation's words read at the beginning and the end,
    where that is known; it is read again where the place has words of its own, or attachments.
    """
    body_end = next((n.span.start for n in outline.nodes if n.level == "attachment"), None)
    said = letterhead
    if said is None or body_end is not None or not _has_the_nations_words(jurisdiction):
        said = read_letterhead(
            source,
            body_endings=jurisdiction.body_endings,
            furniture=jurisdiction.furniture,
            body_end=body_end,
        )
    place = territory(source, said, jurisdiction.code or NATION_CODE)
    kind = _document_type(fold(said.title.words)) if said.title else "other"
    period = _period(source.folded, said, kind, body_end)
    own_code = jurisdiction.code if jurisdiction.id != NATION else None
    evidence = sorted(
        _evidence(source.text, said, place, period),
        key=lambda each: (each.span.start, each.span.end),
    )
    return Metadata(
        title=_words(said.title),
        issuers=tuple(issuer.words for issuer in said.issuers),
        document_number=_words(said.document_number),
        issued=_day(said.issued),
        published=_day(said.published),
        jurisdiction=place.code if place else own_code,
        plan_start=period.start,
        plan_end=period.end,
        document_type=kind,
        evidence=tuple(evidence),
    )


def _has_the_nations_words(place: Jurisdiction) -> bool:
    nation = named(NATION)
    return (place.body_endings, place.furniture) == (nation.body_endings, nation.furniture)


def _words(stated: Stated | None) -> str | None:
    return stated.words if stated else None


def _day(dated: Dated | None) -> dt.date | None:
    return dated.day if dated else None


# The kind of document


_LAST_REMARK = re.compile(r"(?<!^)\([^()]*\)$")


def _document_type(title: str) -> DocumentType:
    """By the word for a kind of document that ends last in a folded title, a remark aside."""
    title = _LAST_REMARK.sub("", title)
    of_a_year = wording().types_of_a_year if _YEAR.search(title) else {}
    kind: DocumentType = "other"
    best = (0, 0)
    for table in (wording().types, of_a_year):
        for each, words in table.items():
            for word in words:
                end = title.rfind(word) + len(word)
                if end >= len(word) and (end, len(word)) >= best:
                    best, kind = (end, len(word)), each
    return kind


# The period


@frozen
class _Period:
    start: dt.date | None = None
    end: dt.date | None = None
    span: Span | None = None
    """What states it."""


_YEAR = re.compile(r"(?<![\d至到])((?:19|20)\d\d)年(?!前|以?[来后]|版|秋|冬|采暖|[-~至到])")
_YEARS = re.compile(r"((?:19|20)\d\d)年?(?:[-~]{1,2}|至|到)((?:19|20)\d\d)(?!年?(?:秋|冬|采暖))年?")
_YEAR_OF_WORK = re.compile(r"((?:19|20)\d\d)年度(?:整改|工作)")
_FIVE_YEARS = re.compile('(十[一二三四五六七八九]?)五"?(?!年)')
_FIRST_PLAN = 1956
"""Where counting back from “十四五” (2021–2025) by fives puts the first plan."""
_HORIZON = re.compile(rf"(?:规划|实施|计划)(?:期限?|期间|年限)(?:为|是|:)? ?{_YEARS.pattern}")
_VALIDITY = re.compile(r"有效期限?(?:为|是|截?至|到|截止到?)? ?")
_CAMPAIGN = re.compile(
    r"(?:攻坚|整治|行动|实施|工作|活动|整改)(?:时段|时间|期限|时限|周期)(?:为|是)?[:。]? ?[自从]?"
    r"(?=(?:19|20)\d\d年)"
)
_TO = re.compile("(?:起|开始)?(?:-|~|至|到) ?")
_DURATION = re.compile(r"(\d{1,2}|[一二两三四五六七八九十]{1,3}) ?年")
_IN_FORCE = re.compile("(?:印发|发布|公布|下发|发文)之?日起")
WINDOW = 6000
"""Characters at the beginning and before the end that a period is looked for in."""


def _period(folded: str, said: Letterhead, kind: DocumentType, body_end: int | None) -> _Period:
    """What the title names, or else the term that the text sets."""
    named = _period_of_title(folded, said.title, kind) if said.title else None
    return named or _term(folded, said, body_end) or _Period()


def _period_of_title(folded: str, title: Stated, kind: DocumentType) -> _Period | None:
    words = fold(title.words)
    found: re.Match[str] | None
    if found := _YEARS.search(words):
        first, last = int(found[1]), int(found[2])
    elif kind == "rectification_plan":  # its title names the year of the inspection
        found = _YEAR_OF_WORK.search(words)
        first = last = int(found[1]) if found else 0
    elif found := _year_of_title(words, kind):
        first = last = int(found[1])
    elif found := _FIVE_YEARS.search(words):
        first = _FIRST_PLAN + 5 * (to_int(found[1]) - 1)
        last = first + 4
    if found is None or first > last:
        return None
    span = _within(folded, title.span, found[0])
    return _Period(dt.date(first, 1, 1), dt.date(last, 12, 31), span)


def _year_of_title(words: str, kind: DocumentType) -> re.Match[str] | None:
    """The one year it names; of several, the last where one is looked back on (总结和工作安排)."""
    years = list(_YEAR.finditer(words))
    if not years or (kind != "work_points" and len({year[1] for year in years}) > 1):
        return None
    return years[-1]


def _within(folded: str, span: Span, words: str) -> Span:
    """Where ``words`` stand in ``span``; all of it where a line's end divides them."""
    start = folded.find(words, span.start, span.end)
    return span if start < 0 else Span(start, start + len(words))


def _term(folded: str, said: Letterhead, body_end: int | None) -> _Period | None:
    for start, end in _windows(len(folded), body_end):
        if found := _HORIZON.search(folded, start, end):
            first, last = int(found[1]), int(found[2])
            return _Period(dt.date(first, 1, 1), dt.date(last, 12, 31), Span(*found.span()))
        if (found := _CAMPAIGN.search(folded, start, end)) and (days := _campaign(folded, found)):
            return days
        if found := _VALIDITY.search(folded, start, end):
            return _validity(folded, found, said)
    return None


def _campaign(folded: str, found: re.Match[str]) -> _Period | None:
    """A campaign's days (攻坚时段:2023年10月1日至12月31日); null where two are not named."""
    first = day_in(folded, found.end(), found.end() + 14)
    to = _TO.match(folded, first[2]) if first else None
    last = day_in(folded, to.end(), to.end() + 14) if to else None
    if first is None or last is None or first[1] != found.end() or first[0] > last[0]:
        return None
    return _Period(first[0], last[0], Span(found.start(), last[2]))


def _windows(length: int, body_end: int | None) -> Iterator[tuple[int, int]]:
    for end in (min(WINDOW, length), body_end, length):
        if end is not None:
            yield max(0, end - WINDOW), end


def _validity(folded: str, found: re.Match[str], said: Letterhead) -> _Period | None:
    """A term of validity: 自印发之日起施行,有效期至…, or 有效期五年."""
    opening = max(folded.rfind(mark, 0, found.start()) for mark in "。\n") + 1
    opening = max(opening, found.start() - 100)
    closing = found.end() + 30
    start = _in_force(folded, opening, closing, said)
    if until := _DURATION.match(folded, found.end(), closing):
        end = _years_after(start, int(to_decimal(until[1]))) if start else None
        return _Period(start, end, Span(opening, until.end())) if end else None
    last = day_in(folded, found.end(), closing)
    return _Period(start, last[0], Span(opening, last[2])) if last else None


def _in_force(folded: str, start: int, end: int, said: Letterhead) -> dt.date | None:
    """The day from which it holds: the one named, or that of the imprint or the signature."""
    if _IN_FORCE.search(folded, start, end):
        return _day(said.printed or said.issued)
    begins = folded.find("自", start, end)
    named = day_in(folded, begins, begins + 20) if begins >= 0 else None
    return named[0] if named else None


def _years_after(start: dt.date, years: int) -> dt.date:
    """The last day of so many years from ``start``."""
    leap_day = (start.month, start.day) == (2, 29)
    first = dt.date(start.year, 3, 1) if leap_day else start
    return first.replace(year=first.year + years) - dt.timedelta(days=1)


# Evidence


def _evidence(
    text: str, said: Letterhead, place: Territory | None, period: _Period
) -> Iterator[Evidence]:
    stated: tuple[tuple[str, Stated | Dated | Territory | None], ...] = (
        ("title", said.title),
        *(("issuers", issuer) for issuer in said.issuers),
        ("document_number", said.document_number),
        ("issued", said.issued),
        ("published", said.published),
        ("jurisdiction", place),
    )
    spans = [(attribute, words.span) for attribute, words in stated if words]
    if period.span and period.start:
        spans.append(("plan_start", period.span))
    if period.span and period.end:
        spans.append(("plan_end", period.span))
    for attribute, span in spans:
        yield Evidence(attribute, span, text[span.start : span.end])
