"""What of a document looks like a fact and was not read, with the reason.

Numbers, time words and role words (牵头, 配合, 负责) of the document's own headings, prose and
tables of indicators are its *cues*. A cue is *read* where a fact is made of it, *explained* where a
rule says that it is none, and *residue* otherwise: it may be a fact missed. Labels of units are no
cues.

Explained cues, by reason:

==============  ==================================================================================
within-fact     in the words of a fact and not its value: a number in a title, a year of a goal
name            in a name or slogan: 三线一单, 十大…, 1+N, a number within quotation marks
identifier      in a code: PM2.5, GB 3838, 5G
reference       in the number of a document
ordinal         counts off and counts nothing: 第二轮, 党的二十大
enumerator      numbers the parts of a sentence, (1)…;(2)…, or the rows of a table
column          heads a column of a table: 2020年
indefinite      一 as an article: 一批, 一种
kind            a Chinese numeral with a word that counts no things: 四类, 两级, 三年行动
sum             how many the things just named are, or all there are: 甲、乙等10个行业, 全省13个市
part            breaks down the number before its brackets: 项目48个(县城16个,乡镇32个)
threshold       delimits what is spoken of: 20吨以上的设施
describes       says which thing is meant: 2020年清单, “十四五”时期新增
plan-year       the plan's own year
baseline        the year of a comparison, 较2020年, or a cell of a table that says what was then
looks-back      in a part or sentence that says what has been: 已, 截至2020年底
names-nobody    a role word that gives nobody a part: 公众参与, 积极参与
==============  ==================================================================================

Residue, by reason, and what to do with it:

===================  =============================================================================
number-in-table      a cell of a table that is none of indicators, or of a row that is unclear
                     (a finding says why): read it by hand
number-without-unit  no unit follows: look whether it is a value, else add the name that it is in
                     to ``names`` of the jurisdiction's file
number-describes     its clause has no verb that commits to a number: most often no fact
number-unread        its clause has one: a goal or deliverable in words that the reader lacks;
                     add them to the jurisdiction's ``words``, or report them
time-describes       a date without 前, 底, 到: most often no limit
time-unread          words that set a limit, which was not read: report them
role-without-body    no body was recognised beside it: add it to ``bodies`` or ``districts``
===================  =============================================================================
"""

import re
import sys
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import evolve, frozen

from ecoplan.clauses import Island
from ecoplan.model import (
    NOWHERE,
    Cue,
    Deliverable,
    Explained,
    Explanation,
    Goal,
    Piece,
    Plan,
    Residue,
    ResidueReason,
    Span,
    words_of,
)
from ecoplan.numerals import DIGITS
from ecoplan.readers.passages import Reading
from ecoplan.resolve.dates import five_years
from ecoplan.source import fold
from ecoplan.vocabulary import Vocabulary
from ecoplan.vocabulary.forms import filled

__all__ = ["accounted"]


def accounted(
    plan: Plan,
    reading: Reading,
    islands: Sequence[Island],
    names: tuple[str, ...],
    reviewing: frozenset[str],
    cells: Sequence[tuple[Span, Explanation]],
) -> Plan:
    """``plan`` with its residue, and with what explains the rest.

    ``names`` are the jurisdiction's names with numbers in them; ``reviewing`` the ids of the
    nodes that look back; ``cells`` what was told of cells of tables.
    """
    ledger = _Ledger(plan, reading, _rules(reading.words, names), reviewing, cells)
    for sign in _signs(plan, reading, islands):
        ledger.enter(sign)
    return evolve(plan, residue=tuple(ledger.residue), explained=tuple(ledger.explained))


# Cues in the text


@frozen
class _Sign:
    """A cue with what the grammar made of it."""

    kind: Cue
    start: int
    end: int
    core: int
    """End of the numeral; its unit stands between that and `end`."""
    piece: Piece
    island: Island | None
    """Null for a number that the grammar passes over."""


_HAN = "一二两三四五六七八九十百千万"
_COUNTED = "个家座台套处辆艘条项名户所大类种批轮期级次倍件成届"
_NUMBERS = re.compile(
    rf"[0-9第{_HAN}]"
    rf"(?:(?<=[0-9])(?:[0-9]|[.,](?=[0-9]))*"
    rf"|(?<=[{_HAN}])[{_HAN}]{{0,7}}(?=[{_COUNTED}]|方面|年(?:行动|攻坚|规划|计划|推进|禁渔))"
    rf"|(?<=第)[{_HAN}]{{1,8}}(?=[{_COUNTED}方]))"
)
"""Digits, and Chinese numerals before a measure word. It opens with one set of characters, which
is what makes it quick to look for."""
_ROLES = frozenset({"ROLE_AFTER", "mark", "labelled"})
_TIMES = frozenset({"time", "AGAINST"})
_NUMERALS = frozenset({"NUMBER", "HAN_NUMBER", "HUNDREDTHS"})
_GIVING = frozenset({"lead", "joint", "support"})
"""Roles whose verbs before a body are role words; 推进 and 由 are as often about no body."""


def _signs(plan: Plan, reading: Reading, islands: Sequence[Island]) -> Iterator[_Sign]:
    """The cues of the document's own headings, prose and tables, in order."""
    labels = {node.span.start: node.title_span.start for node in plan.outline}
    found = _merged(_NUMBERS.finditer(reading.folded), islands)
    start, end, each = next(found, _NOTHING)
    for piece in plan.pieces:
        opening, closing = piece.span.start, piece.span.end
        own = piece.kind in ("heading", "prose", "table")
        if piece.kind == "heading":
            opening = labels.get(opening, opening)
        while start < closing:
            if own and start >= opening:
                sign = _of_island(reading, piece, each) if each else None
                yield from (sign,) if sign else ()
                if each is None:
                    yield _Sign("number", start, end, end, piece, None)
            start, end, each = next(found, _NOTHING)


_NOTHING: "tuple[int, int, Island | None]" = (sys.maxsize, sys.maxsize, None)


def _merged(
    numbers: "Iterator[re.Match[str]]", islands: Sequence[Island]
) -> "Iterator[tuple[int, int, Island | None]]":
    """Start and end of every island, and of every number outside them, in order."""
    number = next(numbers, None)
    for island in (*islands, None):
        until = island.start if island else sys.maxsize
        while number is not None and number.start() < until:
            yield number.start(), number.end(), None
            number = next(numbers, None)
        if island is not None:
            yield island.start, island.end, island
            while number is not None and number.start() < island.end:
                number = next(numbers, None)


def _of_island(reading: Reading, piece: Piece, island: Island) -> _Sign | None:
    kind = island.kind
    if kind == "quantity":
        numerals = [token for token in island.tokens if token.type in _NUMERALS]
        first, last = numerals[0].start_pos or 0, numerals[-1].end_pos or 0
        return _Sign("number", first, island.end, last, piece, island)
    if kind in _TIMES:
        return _Sign("time", island.start, island.end, island.end, piece, island)
    before = reading.words.meanings("role_before") if kind == "ROLE_BEFORE" else {}
    word = reading.folded[island.start : island.end]
    if kind in _ROLES or before.get(word) in _GIVING:
        return _Sign("role", island.start, island.end, island.end, piece, island)
    return None


# What became of them


class _Stretches:
    """Spans put together, to ask whether one of them touches a stretch."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        for start, end in sorted((span.start, span.end) for span in spans):
            if self.ends and start <= self.ends[-1]:
                self.ends[-1] = max(self.ends[-1], end)
            else:
                self.starts.append(start)
                self.ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """Whether one of the spans and ``start`` to ``end`` overlap."""
        place = bisect_right(self.starts, end - 1)
        return place > 0 and self.ends[place - 1] > start


class _Ledger:
    """Enters each cue where it belongs."""

    def __init__(
        self,
        plan: Plan,
        reading: Reading,
        rules: "_Rules",
        reviewing: frozenset[str],
        cells: Sequence[tuple[Span, Explanation]],
    ) -> None:
        self.reading = reading
        self.rules = rules
        self.reviewing = reviewing
        self.cells = sorted(cells, key=lambda cell: cell[0].start)
        self.explained: list[Explained] = []
        self.residue: list[Residue] = []
        counted: tuple[Goal | Deliverable, ...] = (*plan.goals, *plan.deliverables)
        spans = (fact.value_span for fact in counted if fact.value_span != NOWHERE)
        self.read: Mapping[Cue, _Stretches] = {
            "number": _Stretches(spans),
            "time": _Stretches(deadline.span for deadline in plan.deadlines),
            "role": _Stretches(each.span for each in plan.responsibilities),
        }
        self.facts = _Stretches(
            [
                *(span for fact in plan.facts for span in words_of(fact)),
                *(evidence.span for evidence in plan.metadata.evidence),
            ]
        )

    def enter(self, sign: _Sign) -> None:
        """As read, which the facts themselves say, as explained, or as residue."""
        if self.read[sign.kind].touch(sign.start, sign.end):
            return
        span = Span(sign.start, sign.end)
        reason = self._explanation(sign)
        if reason is not None:
            self.explained.append(Explained(sign.kind, span, reason))
            return
        self.residue.append(
            Residue(
                kind=sign.kind,
                span=span,
                quote=self.reading.text[span.start : span.end],
                node=sign.piece.node,
                reason=self._reason(sign),
            )
        )

    def _of_cell(self, sign: _Sign) -> Explanation | None:
        """What was told of the cell of a table that a cue stands in."""
        if sign.piece.kind != "table":
            return None
        at = bisect_right(self.cells, sign.start, key=lambda cell: cell[0].start) - 1
        span, reason = self.cells[at] if at >= 0 else (NOWHERE, None)
        return reason if span.start <= sign.start < span.end else None

    def _explanation(self, sign: _Sign) -> Explanation | None:
        if (told := self._of_cell(sign)) is not None:
            return told
        if self.facts.touch(sign.start, sign.end):
            return "within-fact"
        if sign.kind != "role" and sign.piece.node in self.reviewing:
            return "looks-back"
        if sign.kind == "time":
            return self._of_time(sign) or self._by_form(sign)
        if sign.kind == "number":
            if self._named(sign):
                return "name"
            return self._by_form(sign) or self._of_number(sign)
        return self._by_form(sign)

    # --- numbers ----------------------------------------------------------------------------------

    def _named(self, sign: _Sign) -> bool:
        """Whether a number stands in a name that is listed, or bare within quotation marks."""
        folded, names = self.reading.folded, self.rules.names
        around = max(0, sign.start - self.rules.longest)
        for found in names.finditer(folded, around, sign.core + self.rules.longest):
            if found.start() <= sign.start and sign.core <= found.end():
                return True
        return self._quoted(sign)

    def _quoted(self, sign: _Sign) -> bool:
        """五个强化 within quotation marks is a slogan; a number with a unit of measure is not."""
        folded = self.reading.folded
        numeral = folded[sign.start : sign.core]
        closing = folded.find('"', sign.core, sign.core + _LONGEST_SLOGAN)
        if closing < 0 or (numeral[0] in "0123456789" and sign.end > sign.core):
            return False
        opening = folded.rfind('"', max(0, sign.start - _LONGEST_SLOGAN), sign.start)
        return opening >= 0 and self._within_quotes(sign)

    def _within_quotes(self, sign: _Sign) -> bool:
        """Quotation marks are alike once folded: an odd number of them stands before."""
        folded = self.reading.folded
        line = _line_start(folded, sign.start, _SENTENCE)
        return folded.count('"', line, sign.start) % 2 == 1

    def _of_number(self, sign: _Sign) -> Explanation | None:
        start = self._sentence_start(sign)
        return "looks-back" if self._looks_back(start, sign.start) else None

    def _sentence_start(self, sign: _Sign) -> int:
        folded = self.reading.folded
        start = max(sign.piece.span.start, sign.start - _SENTENCE)
        return max(start, folded.rfind("。", start, sign.start) + 1)

    def _looks_back(self, start: int, end: int) -> bool:
        """Whether a sentence has said that it speaks of what has been."""
        folded = self.reading.folded
        if self.rules.past.search(folded, start, end):
            return True
        years = [int(found[1]) for found in _YEAR.finditer(folded, start, end)]
        return bool(years) and self.reading.year is not None and max(years) < self.reading.year

    # --- times ------------------------------------------------------------------------------------

    def _of_time(self, sign: _Sign) -> Explanation | None:
        assert sign.island is not None, "only the grammar finds times"
        if sign.island.kind == "AGAINST":
            return "baseline"
        folded, year = self.reading.folded, self.reading.year
        named = list(_years(folded[sign.start : sign.end]))
        if named and year is not None and max(named) < year:
            return "looks-back"
        if named == [year] and [token.type for token in sign.island.tokens] == ["YEAR"]:
            return "plan-year"
        words = self.reading.words.tables["describing"]
        if (
            folded.startswith(words["behind"], sign.end)
            or folded.endswith(words["before"], 0, sign.start)
            or self._within_quotes(sign)
        ):
            return "describes"
        return "looks-back" if self._looks_back(self._sentence_start(sign), sign.start) else None

    # --- both -------------------------------------------------------------------------------------

    def _by_form(self, sign: _Sign) -> Explanation | None:
        folded = self.reading.folded
        forms = self.rules.forms[sign.kind]
        fitting = (form.reason for form in forms if form.fits(folded, sign.start, sign.core))
        return next(fitting, None)

    def _reason(self, sign: _Sign) -> ResidueReason:
        if sign.kind == "role":
            return "role-without-body"
        if sign.kind == "time":
            return "time-unread" if self._limits(sign) else "time-describes"
        if sign.piece.kind == "table" or self._in_table(sign):
            return "number-in-table"
        if sign.core == sign.end and self.reading.folded[sign.start] in "0123456789":
            return "number-without-unit"
        start = _clause_start(self.reading.folded, sign.start)
        commits = any(
            self.reading.words.matcher(table).search(self.reading.folded, start, sign.start)
            for table in _COMMITTING
        )
        return "number-unread" if commits else "number-describes"

    def _limits(self, sign: _Sign) -> bool:
        assert sign.island is not None, "only the grammar finds times"
        return any(token.type in _LIMITING for token in sign.island.tokens)

    def _in_table(self, sign: _Sign) -> bool:
        """A line without a stop in which a number stands is a row, or what is left of one."""
        folded = self.reading.folded
        if "\t" in self.reading.text[max(0, sign.start - _LONGEST_ROW) : sign.end + _LONGEST_ROW]:
            return True
        start = _line_start(folded, sign.start, _LONGEST_ROW)
        end = folded.find("\n", sign.end, start + _LONGEST_ROW)
        whole = start == 0 or folded[start - 1] == "\n"
        return whole and end >= 0 and not _STOP.search(folded, start, end)


def _clause_start(folded: str, at: int) -> int:
    start = max(0, at - _SENTENCE)
    return max(start, *(folded.rfind(stop, start, at) + 1 for stop in ",。;:\n"))


def _line_start(folded: str, at: int, furthest: int) -> int:
    """Where the line begins, or ``furthest`` characters before ``at``."""
    start = max(0, at - furthest)
    return max(start, folded.rfind("\n", start, at) + 1)


_LIMITING = frozenset({"TO", "BEFORE", "SINCE", "EDGE", "YEAR_END", "EVERY", "PACE", "WITHIN"})
_COMMITTING = ("output", "level", "change", "bound")
"""Tables of the words that commit to a number."""
_LONGEST_SLOGAN = 14
_SENTENCE = 300
"""How far back a sentence is looked at."""
_LONGEST_ROW = 60
_STOP = re.compile("[。;,]")
_NAMED = re.compile(r"((?:19|20)\d\d)|十([一二三四五六七八九])五")
_YEAR = re.compile(
    r"(?<![比较在与同以])((?:19|20)\d\d)年(?!(?:的?基础|相比|水平|为基|[^,;。]{0,4}清单))"
)


def _years(words: str) -> Iterator[int]:
    """The years that a time names; of a five-year plan its last."""
    for year, plan in _NAMED.findall(words):
        yield int(year) if year else five_years(10 + DIGITS[plan])[1]


# The rules


@frozen
class _Form:
    """One way in which numbers, times or role words stand that are no facts."""

    reason: Explanation
    _number: re.Pattern[str] | None
    _before: re.Pattern[str] | None
    _after: re.Pattern[str] | None
    _unless: re.Pattern[str] | None

    def fits(self, folded: str, start: int, end: int) -> bool:
        """Whether the words from ``start`` to ``end`` stand like this."""
        return (
            (self._number is None or self._number.fullmatch(folded, start, end) is not None)
            and (self._after is None or self._after.match(folded, end) is not None)
            and (
                self._before is None
                or self._before.search(folded, max(0, start - _BEFORE), start) is not None
            )
            and (
                self._unless is None
                or self._unless.search(folded, _clause_start(folded, start), start) is None
            )
        )


_BEFORE = 32
"""How far a form looks back."""


@frozen
class _Rules:
    """What explains cues, for one vocabulary and the names of one place."""

    names: re.Pattern[str]
    longest: int
    """Code points of the longest name."""
    forms: Mapping[Cue, Sequence[_Form]]
    past: re.Pattern[str]


@cache
def _rules(words: Vocabulary, names: tuple[str, ...]) -> _Rules:
    with (files("ecoplan.vocabulary") / "explained.toml").open("rb") as file:
        data: dict[str, Any] = tomllib.load(file)
    listed = sorted({*data["names"], *map(fold, names)}, key=len, reverse=True)
    past = words.tables["past"]
    opening = "|".join(past["opening"])
    return _Rules(
        names=re.compile("|".join(map(re.escape, listed))),
        longest=max(map(len, listed)),
        forms={kind: [_form(words, form) for form in data[kind]] for kind in _KINDS},
        past=re.compile(rf"{'|'.join(past['before'])}|{opening}"),
    )


_KINDS: Sequence[Cue] = ("number", "time", "role")


def _form(words: Vocabulary, data: Mapping[str, Any]) -> _Form:
    def compiled(part: str, pattern: str = "{}") -> re.Pattern[str] | None:
        return re.compile(pattern.format(filled(words, data[part]))) if part in data else None

    return _Form(
        reason=data["reason"],
        number=compiled("number"),
        before=compiled("before", "(?:{})$"),
        after=compiled("after"),
        unless=words.matcher(data["unless"]) if "unless" in data else None,
    )
