"""What is to be reached and what is to be delivered: goals and deliverables.

What tells the two apart is the verb, not the unit: 完成, 建设, 淘汰 so many of a thing is a
deliverable; a measure that 达到, 降至, 下降 so much is a goal.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from attrs import define, field, frozen

from ecoplan.assignments import Draft
from ecoplan.clauses import Island
from ecoplan.deadlines import Deadlines
from ecoplan.model import Direction, Finding, Node, Span
from ecoplan.numerals import to_int
from ecoplan.passages import Clause, Passage, Reading
from ecoplan.resolve.dates import five_years
from ecoplan.resolve.indicators import indicator_id
from ecoplan.resolve.phrases import Phrase, PhraseReader, phrase_reader
from ecoplan.resolve.quantities import Quantity, read_quantity
from ecoplan.vocabulary import Vocabulary

__all__ = ["Targets", "aims", "reviews"]


def aims(outline: Sequence[Node]) -> frozenset[str]:
    """Ids of the nodes that set out goals: those headed 目标 and all below them.

    Where a heading names goals among other things and one below it names them alone, only that.
    """
    alone = (n for n in outline if n.level in _DIVISIONS and _AIM.search(n.title))
    narrower = {node.parent for node in alone}
    return _headed(
        outline,
        lambda node: (
            node.id not in narrower
            and (
                node.role == "goals" or (node.level in _DIVISIONS and bool(_AIM.search(node.title)))
            )
        ),
    )


def reviews(outline: Sequence[Node], words: Vocabulary) -> frozenset[str]:
    """Ids of the nodes that look back or around (现状, 成效, 形势), and of all below them."""
    headings, work = words.matcher("review"), words.matcher("no_goal")
    return _headed(
        outline,
        lambda node: (
            len(node.title) <= _LONGEST_REVIEW.get(node.level, 0)
            and bool(headings.search(node.title))
            and not work.match(node.title)
        ),
    )


def _headed(outline: Sequence[Node], heads: Callable[[Node], bool]) -> frozenset[str]:
    found: set[str] = set()
    for node in outline:
        if node.parent in found or heads(node):
            found.add(node.id)
    return frozenset(found)


_DIVISIONS = ("section", "subsection")
_LONGEST_REVIEW = {"section": 16, "subsection": 6}
"""A heading that looks back is a phrase; a longer one is a sentence with work in it."""
_AIM = re.compile(r"^(?!完成|实现|达到|落实|围绕|锚定|对标).*目标[。:]?$")


@frozen
class _Target:
    """One value or state and what it is of, before it is a fact."""

    phrase: Phrase
    quantity: Quantity | None
    indicator: str

    @property
    def direction(self) -> Direction | None:
        return self.quantity.direction if self.quantity else None


@define
class _Sentence:
    """What the clauses of a sentence take from the ones before."""

    baseline: int | None = None
    striving: bool = False
    """True behind a clause that says no more than 力争到2025年."""
    looks_back: bool = False
    """True behind a time that lies in the past: what follows has been reached."""
    phrase: Phrase | None = None
    """What the last value was of: 控制在30以下,力争控制在28以下."""
    delivers: bool = False
    """True behind a clause that delivers something."""
    state: Draft | None = None
    """The goal that the clause before states without a value."""


@frozen
class _Group:
    """Values that share their words: 分别控制在54分贝和67分贝以内."""

    quantities: tuple[Quantity, ...]
    left: Span
    """The words between the value before and these."""

    @property
    def first(self) -> Quantity:
        return self.quantities[0]

    @property
    def last(self) -> Quantity:
        return self.quantities[-1]


@define
class Targets:
    """Reads goals and deliverables passage by passage, carrying place, date and baseline."""

    reading: Reading
    goals: list[Draft] = field(factory=list)
    deliverables: list[Draft] = field(factory=list)
    findings: list[Finding] = field(factory=list)
    stated: list[Span] = field(factory=list)
    """Where the goals of the passage stand."""
    _place: Span | None = None
    _date: dt.date | None = None
    _date_inferred: bool = False
    _sentence: "_Sentence" = field(factory=lambda: _Sentence())
    _node: str | None = None
    _phrases: PhraseReader = field(init=False)
    _forms: "_Forms" = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._phrases = phrase_reader(self.reading.words)
        self._forms = _forms(self.reading.words)

    def read(self, passage: Passage, aim: bool, times: Deadlines) -> None:
        """Add what one passage aims at; ``aim`` where it stands under a heading of goals."""
        self.stated.clear()
        if passage.kind not in ("heading", "prose"):
            return
        if "\t" in self.reading.text[passage.start : passage.end]:
            return  # a row of a table
        if passage.fresh:
            self._place = self._date = None
        self._node = passage.node.id if passage.node else None
        for clause in passage.clauses:
            if clause.opens:
                self._sentence = _Sentence()
                if not aim:
                    self._date = None
            aim = aim or self._introduces_goals(clause)
            self._carry(clause, times)
            if self._sentence.looks_back:
                continue
            found = any(island.kind == "quantity" for island in clause.islands)
            if not (found and self._values(clause)) and aim:
                self._state(clause, times)

    def _introduces_goals(self, clause: Clause) -> bool:
        folded = self.reading.folded
        return folded[clause.end : clause.end + 1] == ":" and folded.endswith(
            ("目标", "目标是", "目标为"), clause.start, clause.end
        )

    def _carry(self, clause: Clause, times: Deadlines) -> None:
        """Take along the date and the baseline that a clause sets."""
        for island in clause.islands:
            if island.kind == "AGAINST":
                self._sentence.baseline = self._year_before(island)
            elif island.kind == "time":
                if island.start in times.looks_back:
                    self._sentence.looks_back = True
                when = times.limits.get(island.start)
                if when is not None and when.due is not None:
                    self._date = when.due
                elif when is None:
                    self._own_year(clause, island)

        kinds = {island.kind for island in clause.islands}
        if "STRIVE" in kinds and kinds <= {"STRIVE", "time"}:
            self._sentence.striving = clause.islands[-1].end == clause.end

    def _strives(self, clause: Clause, span: Span) -> bool:
        return self._sentence.striving or any(
            island.kind == "STRIVE" and island.start < span.end for island in clause.islands
        )

    def _own_year(self, clause: Clause, island: Island) -> None:
        """The plan's own year in a clause sets its last day."""
        year = self.reading.year
        if year and [token.type for token in island.tokens] == ["YEAR"]:
            alone = clause.start == island.start and clause.end == island.end
            if int(str(island.tokens[0])[:4]) == year and not alone:
                self._date = dt.date(year, 12, 31)

    def _year_before(self, island: Island) -> int | None:
        words = self.reading.folded[island.start : island.end]
        stated = re.search(r"\d{4}", words)
        if stated:
            return int(stated[0])
        era = re.search("十([一二三四五六七八九])五", words)
        if era:
            return five_years(10 + to_int(era[1]))[1]
        return self.reading.year - 1 if self.reading.year else None

    # --- values ---------------------------------------------------------------------------------

    def _values(self, clause: Clause) -> bool:
        """Add the goals and deliverables with numbers; true where there is one."""
        found = False
        before: str | None = None
        for group in self._groups(clause):
            kind = self._kind(clause, group, before)
            if kind == "goal":
                stated = self._goals(clause, group)
            else:
                stated = kind is not None and self._deliver(clause, group, kind)
            before = kind if stated else before
            found = found or stated or kind == "goal"
        if found:
            self._sentence.baseline = None  # it was for this clause's values
        return found

    def _groups(self, clause: Clause) -> Iterator[_Group]:
        reading = self.reading
        held: list[Quantity] = []
        left = clause.start
        for quantity in self._quantities(clause):
            if held:
                between = reading.folded[held[-1].end : quantity.start]
                if not between.strip("、和及与, "):
                    held.append(quantity)
                    continue
                if not (between[0] == "的" and held[-1].unit is None):
                    yield _Group(tuple(held), Span(left, held[0].start))
                    left = held[-1].end  # else it only describes: 人口100万以上的城市
            held = [quantity]
        if held:
            yield _Group(tuple(held), Span(left, held[0].start))

    def _quantities(self, clause: Clause) -> Iterator[Quantity]:
        for island in clause.islands:
            if island.kind == "quantity":
                quantity = read_quantity(island, self.reading.folded, self.reading.words)
                if quantity is not None:
                    yield quantity

    def _kind(self, clause: Clause, group: _Group, before: str | None) -> str | None:
        """Whether values are a goal's, a deliverable's behind or before its object, or neither."""
        first, last = group.first, group.last
        if first.unit is None and not first.headed:
            return None
        rate = first.unit in _RATES
        if not self._ends(clause, last.end):
            if first.unit == "%" and self._forms.reach.match(self.reading.folded, last.end):
                return "goal"
            countable = first.measure is not None and first.measure not in _NOT_COUNTED
            describes = self.reading.folded.startswith(("范围", "的"), last.end)
            return "counted" if countable and not rate and not describes else None
        if rate or first.level:
            return "goal"
        if self._among(group.left) and self._sentence.phrase is not None:
            return "goal"
        if first.direction and self._names_measure(group.left):
            return "goal"
        delivered = self._among(group.left) and self._sentence.delivers
        if self._output(group.left) or (delivered and not first.headed):
            return "amount"
        return "goal" if first.headed else before

    def _names_measure(self, left: Span) -> bool:
        """True for 新增装机规模 (扩大…): what changes is a measure, whatever verb stands before."""
        return self._phrases.ends_in_measure(self.reading.folded, left)

    def _ends(self, clause: Clause, end: int) -> bool:
        """True where nothing follows that the value would only describe."""
        folded = self.reading.folded
        return (
            end >= clause.end or folded[end] in '、和及并且")(' or folded.startswith("的目标", end)
        )

    def _output(self, left: Span) -> "re.Match[str] | None":
        """The verb of output that opens the words before a value."""
        return self._forms.output.search(self.reading.folded, left.start, left.end)

    # --- goals ----------------------------------------------------------------------------------

    def _goals(self, clause: Clause, group: _Group) -> bool:
        if not self._ends(clause, group.last.end):
            return self._population(clause, group)
        segments = self._segments(clause, group.left)
        if not segments:
            return self._same_again(clause, group)
        if self._reached(segments):
            return False
        targets = list(self._targets(segments, group))
        for target in targets:
            self._goal(clause, group, target, segments[0].start)
        return bool(targets)

    def _same_again(self, clause: Clause, group: _Group) -> bool:
        """确保达到86%,力争达到88%: a value of what the one before was of."""
        phrase = self._sentence.phrase
        if phrase is None or not group.first.headed or len(group.quantities) > 1:
            return False
        target = self._target(phrase.scope, phrase.indicator, group.first)
        self._goal(clause, group, target, group.first.start)
        return True

    def _reached(self, segments: Sequence[Span]) -> bool:
        """True where the words say that a value has been reached: 已达到41%."""
        folded, past = self.reading.folded, self.reading.words.tables["past"]
        return any(
            folded.endswith(past["before"], span.start, span.end)
            or folded.startswith(past["opening"], span.start)
            for span in segments
        )

    def _segments(self, clause: Clause, left: Span) -> list[Span]:
        """The phrases before a value: what lies between times, baselines and 力争, trimmed."""
        folded = self.reading.folded
        start = left.start
        segments: list[Span] = []
        for island in clause.islands:
            if left.start <= island.start < left.end and _is_hole(island):
                segments.append(Span(start, island.start))
                start = island.end
        segments.append(Span(start, left.end))
        unquoted = (_unshared(folded, _unquoted(folded, span)) for span in segments)
        trimmed = (self._phrases.trimmed(folded, s.start, s.end) for s in unquoted)
        return [s for s in trimmed if s.end - s.start > 1 and folded[s.start] != "占"]

    def _targets(self, segments: Sequence[Span], group: _Group) -> Iterator[_Target]:
        folded = self.reading.folded
        phrase = self._phrases.phrase(folded, segments[-1])
        if len(segments) > 1 and phrase.scope is None:
            phrase = Phrase(segments[0], phrase.indicator)
        indicators = self._named(phrase.indicator)
        values = group.quantities
        if len(values) == 1:
            apart = values[0].apart or folded[values[0].start - 1] in "均都"
            if len(indicators) > 1 and (apart or all(whole for _, whole in indicators)):
                yield from self._each(phrase, indicators, [values[0]] * len(indicators))
            else:
                yield self._target(phrase.scope, phrase.indicator, values[0])
        elif len(indicators) == len(values):
            yield from self._each(phrase, indicators, values)
        else:
            yield from self._places(phrase, group)

    def _each(
        self,
        phrase: Phrase,
        indicators: Sequence[tuple[Span, bool]],
        values: Sequence[Quantity],
    ) -> Iterator[_Target]:
        """One target for each indicator of a list; the last one's measure is shared."""
        folded = self.reading.folded
        last = indicators[-1][0]
        tail = folded[self._phrases.measure_start(folded, last) : last.end]
        for (span, whole), value in zip(indicators, values, strict=True):
            yield self._target(phrase.scope, span, value, "" if whole else tail)

    def _places(self, phrase: Phrase, group: _Group) -> Iterator[_Target]:
        """One value for each place of a list; a finding where the counts differ."""
        scopes = _split(self.reading.folded, phrase.scope, "、") if phrase.scope else []
        if len(scopes) != len(group.quantities) and phrase.scope:
            scopes = _split(self.reading.folded, phrase.scope, "、和及与")
        if len(scopes) == len(group.quantities):
            for scope, value in zip(scopes, group.quantities, strict=True):
                yield self._target(scope, phrase.indicator, value)
            return
        self.findings.append(
            Finding(
                code="values-do-not-match",
                severity="warning",
                span=Span(phrase.indicator.start, group.last.end),
                message=(
                    f"{len(group.quantities)} values stand for a list of another length; none was "
                    "read as a goal: say in the text which value is whose"
                ),
            )
        )

    def _named(self, indicator: Span) -> list[tuple[Span, bool]]:
        """The indicators of a list, each with whether it is whole (ends in 率, 浓度)."""
        folded = self.reading.folded
        spans = _split(folded, indicator, "、和及与")
        return [(span, self._phrases.ends_in_measure(folded, span)) for span in spans]

    def _target(
        self, scope: Span | None, indicator: Span, value: Quantity | None, tail: str = ""
    ) -> _Target:
        words = self.reading.text[indicator.start : indicator.end]
        return _Target(Phrase(scope, indicator), value, _without_abbreviation(words) + tail)

    def _population(self, clause: Clause, group: _Group) -> bool:
        """70%以上党政机关建成节约型机关: the population is the scope, the state the indicator."""
        match = self._forms.reach.match(self.reading.folded, group.last.end, clause.end)
        if match is None or not match["state"]:
            return False
        target = self._target(
            Span(*match.span("population")), Span(*match.span("state")), group.first
        )
        self._goal(clause, group, target, group.first.start, match.end())
        return True

    def _goal(
        self, clause: Clause, group: _Group, target: _Target, start: int, end: int | None = None
    ) -> None:
        first, last = group.first, group.last
        quantity = target.quantity
        assert quantity is not None
        self._sentence.phrase = target.phrase
        bound = last.bound if last.closed else first.bound
        self._add_goal(
            clause,
            Span(start, end or last.end),
            target,
            direction=first.direction,
            bound=bound,
            value=quantity.value,
            unit=quantity.unit,
            baseline=self._against(clause, first) if first.direction else None,
            approximate=first.approximate or last.approximate,
            value_span=quantity.value_span,
        )

    def _against(self, clause: Clause, first: Quantity) -> int | None:
        """The year that a change is measured from: stated, or a past year right before it."""
        for island in clause.islands:
            if island.end == first.start or (island.end < first.start and first.apart is False):
                year = _bare_year(island)
                if year and self.reading.year and year < self.reading.year:
                    return year
        return self._sentence.baseline

    def _add_goal(self, clause: Clause, span: Span, target: _Target, **values: object) -> Draft:
        text = self.reading.text
        scope, inherited = self._scope(target.phrase.scope)
        scope_words = text[scope.start : scope.end] if scope else None
        shared = (
            target.indicator != text[target.phrase.indicator.start : target.phrase.indicator.end]
        )
        self.stated.append(span)
        draft = {
            "node": self._node,
            "span": span,
            "indicator": target.indicator,
            "indicator_span": Span(0, 0) if shared else target.phrase.indicator,
            "indicator_id": indicator_id(
                target.indicator,
                target.quantity.unit if target.quantity else None,
                target.direction,
                scope_words,
            ),
            "scope": scope_words,
            "inherited": ("scope",) if inherited else (),
            "target_date": self._date,
            "aspirational": self._strives(clause, span),
            **values,
        }
        self.goals.append(draft)
        return draft

    def _scope(self, stated: Span | None) -> tuple[Span | None, bool]:
        """The scope of a goal, and whether it was carried over; carries the place part along."""
        if stated is None:
            return self._place, self._place is not None
        self._place = self._phrases.place_part(self.reading.folded, stated)
        return stated, False

    # --- states ---------------------------------------------------------------------------------

    def _state(self, clause: Clause, times: Deadlines) -> None:
        """Add the goals that a clause states without a value."""
        before, self._sentence.state = self._sentence.state, None
        if before is not None and self.reading.folded.startswith(_NOT, clause.start):
            # 只能改善,不能变差: one thing said twice
            before["span"] = Span(before["span"].start, clause.end)
            return
        for span in self._dated_parts(clause):
            start = span.start
            for island in clause.islands:
                if span.start <= island.start < span.end and island.start in times.limits:
                    self._date = times.limits[island.start].due or self._date
                if start <= island.start and _is_hole(island) and island.start - start < 2:
                    start = island.end
            while start < span.end and self.reading.folded[start] in " ,":
                start += 1
            self._stated(clause, Span(start, span.end))

    def _dated_parts(self, clause: Clause) -> list[Span]:
        """A clause, or its parts where 、 joins several with a date each."""
        times = [island for island in clause.islands if island.kind == "time"]
        parts = _split(self.reading.folded, Span(clause.start, clause.end), "、")
        dated = all(any(p.start <= t.start < p.end for t in times) for p in parts)
        return parts if len(parts) > 1 and dated else [Span(clause.start, clause.end)]

    def _stated(self, clause: Clause, span: Span) -> None:
        match = self._forms.state(self.reading.folded, span)
        if match is None:
            return
        said = match.groupdict()
        phrase = self._state_phrase(clause, match)
        if phrase is None:
            return
        target = self._target(phrase.scope, phrase.indicator, None, said.get("tail") or "")
        words = self.reading.folded[span.start : span.end]
        kinds = {island.kind for island in clause.islands}
        self._sentence.state = self._add_goal(
            clause,
            span,
            target,
            baseline=self._sentence.baseline if "AGAINST" in kinds else None,
            approximate="基本" in words and "基本农田" not in words,
            reason=_reason(words),
        )

    def _state_phrase(self, clause: Clause, match: "re.Match[str]") -> Phrase | None:
        """What a state is of; the indicator is whole where the form says so."""
        groups = match.re.groupindex
        subject = self._without_holes(clause, Span(*match.span("subject")))
        subject = self._phrases.introduced(self.reading.folded, subject)
        if subject.end - subject.start < 2:
            return None
        if "scope" in groups:
            return Phrase(self._without_holes(clause, Span(*match.span("scope"))), subject)
        if "whole" in groups:
            return Phrase(None, subject)
        return self._phrases.phrase(self.reading.folded, subject)

    def _without_holes(self, clause: Clause, span: Span) -> Span:
        """A subject without the time or 力争 that stands between it and what becomes of it."""
        for island in clause.islands:
            if _is_hole(island) and span.start < island.start < span.end <= island.end + 1:
                return Span(span.start, island.start)
        return span

    # --- deliverables -----------------------------------------------------------------------------

    def _deliver(self, clause: Clause, group: _Group, kind: str) -> bool:
        """Add what a clause commits to deliver; true where it does."""
        found = False
        for quantity in group.quantities:
            if self.deliverables and quantity.start < self.deliverables[-1]["span"].end:
                continue  # a number inside the object before: 9台10蒸吨及以下燃煤锅炉
            object_ = (
                self._counted(clause, group, quantity)
                if kind == "counted"
                else self._amount(clause, group, quantity)
            )
            if object_ is not None:
                found = self._sentence.delivers = True
                self._add_deliverable(clause, quantity, object_)
        return found

    def _amount(self, clause: Clause, group: _Group, quantity: Quantity) -> Span | None:
        """The object before its number: 建设碳汇林90万亩."""
        folded = self.reading.folded
        left = self._doing(clause, group.left)
        verb = self._output(left)
        start = left.start if verb is None or self._among(left) else verb.end()
        # 提升 and the like belong to the object where the verb is 完成: 完成质量提升45万亩
        end = quantity.number_start if quantity.direction else quantity.start
        if _quoted(folded, start, quantity.start):
            return None
        return self._phrases.trimmed(folded, start, end)

    def _doing(self, clause: Clause, left: Span) -> Span:
        """The words before a value without those who are made to do it: 推动企业安装…20套."""
        reading = self.reading
        for island in clause.islands:
            if island.kind == "ROLE_BEFORE" and left.start <= island.start < left.end:
                bodies, end = reading.bodies.run(reading.folded, island.end, left.end)
                if bodies and self._output(Span(end, left.end)):
                    return Span(end, left.end)
        return left

    def _among(self, left: Span) -> bool:
        """True for 其中: part of what the clause before counts."""
        return self.reading.folded.startswith("其中", left.start)

    def _counted(self, clause: Clause, group: _Group, quantity: Quantity) -> Span | None:
        """The object behind its number: 43座加油站."""
        folded, forms = self.reading.folded, self._forms
        if _quoted(folded, clause.start, quantity.start) or _BATCH.search(
            folded, group.left.start, group.left.end
        ):
            return None
        others = (other.start for other in clause.islands if other.kind == "quantity")
        end = min((start for start in others if start > quantity.end + 2), default=clause.end)
        arabic = folded[quantity.number_start] in _DIGITS
        object_, tail = forms.counted(folded, Span(quantity.end, end), quantity.measure, arabic)
        if object_ is None:
            return None
        committed = forms.output.search(folded, clause.start, quantity.start)
        listed = folded[quantity.start - 1] == "等"
        if not committed and (quantity.closed or not tail):
            return None
        if listed and not tail:
            return None
        words = folded[object_.start : object_.end]
        named = not arabic and words.endswith(forms.abstract)
        return None if named or words in forms.localities else object_

    def _add_deliverable(self, clause: Clause, quantity: Quantity, object_: Span) -> None:
        if object_.end <= object_.start:
            return
        text = self.reading.text
        span = Span(min(object_.start, quantity.start), max(object_.end, quantity.end))
        self.deliverables.append(
            {
                "node": self._node,
                "span": span,
                "value": quantity.value,
                "unit": quantity.measure,
                "object": text[object_.start : object_.end],
                "bound": quantity.bound,
                "approximate": quantity.approximate,
                "aspirational": self._strives(clause, span),
                "value_span": quantity.value_span,
                "object_span": object_,
            }
        )


_HOLES = frozenset({"time", "AGAINST", "STRIVE"})


def _bare_year(island: Island) -> int | None:
    """The year of a time that is no more than a year; null for any other island."""
    if island.kind != "time" or [token.type for token in island.tokens] != ["YEAR"]:
        return None
    digits = str(island.tokens[0])[:4]
    return int(digits) if digits.isdigit() else None


def _is_hole(island: Island) -> bool:
    """True for what parts the phrases before a value; 按期 and 及时 are part of a phrase."""
    return island.kind in _HOLES and island.tokens[0].type != "OPEN"


_RATES = frozenset(
    {"%", "{pp}", "[ppth]", "ug/m3", "mg/m3", "mg/L", "ug/L", "mg/kg", "d", "dB", "Cel", "[pH]"}
)
_NOT_COUNTED = frozenset(
    {
        "年",
        "个月",
        "天",
        "日",
        "小时",
        "级",
        "类",
        "倍",
        "分",
        "成",
        "期",
        "次",
        "轮",
        "层",
        "种",
        "元",
        "度",
    }
    | {"个工作日", "工作日"}
    | {"吨标准煤", "千瓦", "兆瓦", "kW", "MW", "千伏安", "伏", "米", "升", "克"}
)
_BATCH = re.compile(r"(?:第[一二三四五六七八九十\d]+|首)批$")


_UNCHANGED = r"不(?:减少|降低|增加|下降|反弹|恶化|变差|突破|退化)"


def _split(folded: str, span: Span, separators: str) -> list[Span]:
    """The parts of a list, without the separators; brackets separate nothing."""
    parts: list[Span] = []
    start, depth = span.start, 0
    for at in range(span.start, span.end):
        character = folded[at]
        depth += (character == "(") - (character == ")")
        if character in separators and depth <= 0:
            parts.append(Span(start, at))
            start = at + 1
    parts.append(Span(start, span.end))
    return [part for part in parts if part.end > part.start]


_ABBREVIATION = re.compile(r"[(（](?:以下简称|以下称|简称|下称|含|包括|下同)[^()（）]*[)）]")


def _without_abbreviation(words: str) -> str:
    return _ABBREVIATION.sub("", words)


def _quoted(folded: str, start: int, at: int) -> bool:
    """True inside quotation marks, which are alike once folded."""
    return folded.count('"', start, at) % 2 == 1


def _unquoted(folded: str, span: Span) -> Span:
    """The part of a phrase behind a quotation mark that it does not close."""
    if folded.count('"', span.start, span.end) % 2 == 0:
        return span
    return Span(folded.rindex('"', span.start, span.end) + 1, span.end)


_SHARE = re.compile(r"(?:达到|提高到|提升到|增加到)[^,;]*的$")


def _unshared(folded: str, span: Span) -> Span:
    """A phrase without the whole that a share is of: X达到Y的20%."""
    share = _SHARE.search(folded[span.start : span.end])
    return Span(span.start, span.start + share.start()) if share else span


def _reason(words: str) -> str:
    if words.endswith(("要求", "任务", "目标")):
        return "external"
    return "ongoing" if "持续" in words or "不断" in words else "qualitative"


@frozen(eq=False)
class _Forms:
    """The sentence forms of goals and deliverables, made of a vocabulary's words."""

    output: re.Pattern[str]
    reach: re.Pattern[str]
    localities: frozenset[str]
    abstract: tuple[str, ...]
    _states: tuple[re.Pattern[str], ...]
    _counted_by: Mapping[str, re.Pattern[str]]
    _counted_noun: re.Pattern[str]
    _object_stop: re.Pattern[str]
    _project: re.Pattern[str]
    _tail: re.Pattern[str]

    def state(self, folded: str, span: Span) -> "re.Match[str] | None":
        """The form in which a clause states a goal without a value; the first that fits."""
        for form in self._states:
            match = form.match(folded, span.start, span.end)
            if match is not None:
                return None if "none" in form.groupindex else match
        return None

    def counted(
        self, folded: str, span: Span, measure: str | None, arabic: bool
    ) -> tuple[Span | None, bool]:
        """The noun phrase behind a number, and whether what is done with it follows.

        ``arabic`` tells a count from what is as often a name (八项规定).
        """
        start, end = span.start, span.end
        stop = self._object_stop.search(folded, start + 1, end)
        end = stop.start() if stop else end
        for project in reversed(list(self._project.finditer(folded, start, end))):
            tail = self._tail.match(folded, project.end(), end)
            if tail or project.end() == end:
                return Span(start, project.end()), tail is not None
        tail = self._tail.search(folded, start + 2, end)
        cut = tail.start() if tail else end
        own = self._counted_by.get(measure or "")
        last = _last(own, folded, start, cut) if own else None
        if last is None:
            last, tailed = self._last_noun(folded, start, end)
            if last and tailed:
                return Span(start, last), True
        elif last == cut:
            return Span(start, last), tail is not None
        named = not arabic and measure in _OFTEN_NAMES
        if last is None and not named and (tail or end - start <= _LONGEST_OBJECT):
            last = cut
        followed = (tail is not None and last == cut) or (stop is not None and last == end)
        return (Span(start, last) if last else None), followed

    def _last_noun(self, folded: str, start: int, end: int) -> tuple[int | None, bool]:
        """End of the first noun with a tail behind it, else of the last noun."""
        last = None
        for noun in self._counted_noun.finditer(folded, start, end):
            last = noun.end()
            if self._tail.match(folded, last, end):
                return last, True
            if self.output.match(folded, last, end):
                break
        return last, False


def _last(pattern: re.Pattern[str], folded: str, start: int, end: int) -> int | None:
    return max((match.end() for match in pattern.finditer(folded, start, end)), default=None)


_DIGITS = "0123456789"
_LONGEST_OBJECT = 12
_OFTEN_NAMES = ("项", "条")
"""Measure words of names as much as of things: 八项规定."""
_NOT = ("不能", "不得", "不再", "不倒退", "不变差", "不反弹")


@cache
def _forms(words: Vocabulary) -> _Forms:
    (
        output, noun, tail, safeguard, fulfil, remove, gradually, become, level, no_goal, settled
    ) = (
        words.pattern(table)
        for table in (
            "output", "counted_noun", "output_tail", "safeguard", "fulfil", "remove", "gradually",
            "become", "sets_level", "no_goal", "settled",
        )
    )  # fmt: skip
    end = r"(?=$|[、\"])"
    states = (
        rf"{remove}(?P<subject>(?P<whole>.+))$",
        rf"{fulfil}(?:.*的)?(?P<subject>(?P<whole>[^的]*(?:目标|任务)))$",
        r"(?:确保|保证)?(?P<subject>.{2,40}?)(?:逐一|逐项|全部|全面|按期|如期)*(?P<tail>整改)(?:落实)?到位$",
        rf"(?:继续)?(?:保持|维持)(?P<subject>.{{2,40}}?){gradually}*{become}+$",
        rf"(?:坚决)?{safeguard}(?:不发生|不出现)?(?:[^,;。]*(?:引发|导致|造成))?"
        rf"(?P<subject>.{{5,}}?)(?:的?发生|的?出现|反弹|{_UNCHANGED})?$",
        rf"(?P<none>{no_goal})",
        r"(?P<scope>.{2,24})实现(?P<subject>.{2,20}(?:达峰|中和|全覆盖|清零|零增长|负增长))$",
        rf"(?P<subject>.{{2,40}}?){gradually}*达标(?P<tail>排放)$",
        r"(?P<subject>.{2,40}?)(?:与|较)[^,]{1,8}持平",
        rf"(?P<subject>.{{2,40}}?){gradually}+{become}{end}",
        rf"(?P<subject>.{{2,40}}){fulfil}.*(?:目标|任务|要求|标准)$",
        rf"(?P<subject>.{{2,40}}){level}.{{1,30}}$",
        r"(?P<subject>.{2,40}?)[与同].{2,20}(?:相适应|相协调|相匹配|基本一致)$",
        rf"(?P<subject>.{{2,40}}){settled}$",
    )
    return _Forms(
        output=re.compile(rf"{output}(?:(?:和|及|、|或|并){output})*"),
        reach=re.compile(
            r"的?(?P<population>[^,;。的]{2,20}?)(?:初步|基本|全部)?(?:达到|建成|实现|完成|创建成为?|成为)"
            r"(?P<state>[^,;。]{2,24}?)(?=的?目标|[,;。]|$)"
        ),
        states=tuple(re.compile(form) for form in states),
        object_stop=words.matcher("object_stop"),
        project=words.matcher("project"),
        localities=frozenset(words.tables["body_ending"]["locality"]),
        abstract=words.words("abstract_noun"),
        counted_by={
            measure: re.compile("|".join(nouns))
            for measure, nouns in words.tables["counted_by"].items()
        },
        counted_noun=re.compile(noun),
        tail=re.compile(tail),
    )
