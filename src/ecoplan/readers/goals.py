"""Goals with a value: which indicator, for whom, and how much."""

import re
from collections.abc import Iterator, Sequence

from attrs import define, evolve, field, frozen

from ecoplan.messages import Message
from ecoplan.model import Bound, Direction, Finding, Span
from ecoplan.readers.context import Context, bare_year, parts_phrases
from ecoplan.readers.passages import Clause, Draft
from ecoplan.readers.values import Group
from ecoplan.resolve.indicators import indicator_id
from ecoplan.resolve.phrases import Phrase
from ecoplan.resolve.quantities import Quantity

__all__ = ["Goals", "Target"]


@frozen
class Target:
    """One value or state and what it is of, before it is a fact."""

    phrase: Phrase
    quantity: Quantity | None
    indicator: str
    scope_tail: str = ""
    """What the scope shares with the last of a list: 国控(、省控断面)."""

    @property
    def unit(self) -> str | None:
        return self.quantity.unit if self.quantity else None


@define
class Goals:
    """Reads values as goals, and keeps every goal of the document."""

    context: Context
    drafts: list[Draft] = field(factory=list)
    findings: list[Finding] = field(factory=list)
    stated: list[Span] = field(factory=list)
    """Where the goals of the passage stand."""

    def read(self, clause: Clause, group: Group) -> bool:
        """Add the goals of values that nothing follows; true where there is one."""
        segments = self._segments(clause, group.left)
        if not segments:
            return self._same_again(clause, group)
        if self._reached(segments):
            return False
        if self._of_place(clause, group, segments[-1]):
            return True
        targets = list(self._targets(segments, group))
        population = self.context.sentence.population
        start = (population or segments[0]).start
        for target in targets:
            self._value(clause, group, target, Span(start, group.last.end))
        self.context.sentence.named = tuple((each.phrase, each.indicator) for each in targets)
        return bool(targets)

    def read_reached(self, clause: Clause, group: Group) -> bool:
        """70%以上党政机关建成节约型机关: the population is the scope, the state the indicator."""
        folded = self.context.folded
        reached = (
            self.context.form(name).match(folded, group.last.end, clause.end)
            for name in ("reach", "cared_for")
        )
        match = next((match for match in reached if match), None)
        if match is None or not match["state"]:
            return self._reached_before(clause, group)
        phrase = Phrase(Span(*match.span("population")), Span(*match.span("state")))
        target = self.target(phrase, group.first)
        span = Span(group.first.start, match.end())
        self._value(clause, group, target, span, nearly=self._nearly(match))
        return True

    def _reached_before(self, clause: Clause, group: Group) -> bool:
        """机关70%以上建成节水型单位, 电网具备5%的响应能力: the words before are the population."""
        folded, segments = self.context.folded, self._segments(clause, group.left)
        match = self.context.form("reached").match(folded, group.last.end, clause.end)
        words = self.context.words.words("able")
        able = next((each for each in words if folded.endswith(each, 0, group.first.start)), "")
        if match is None and able:
            match = self.context.form("capable").match(folded, group.last.end, clause.end)
        if match is None or not segments:
            return False
        population = Span(segments[-1].start, segments[-1].end - len(able))
        phrase = Phrase(population, Span(*match.span("state")))
        span = Span(population.start, match.end())
        target = self.target(phrase, group.first)
        self._value(clause, group, target, span, nearly=self._nearly(match))
        return True

    def _nearly(self, match: "re.Match[str]") -> bool:
        """True for 基本建成: what is reached is nearly reached."""
        nearly = self.context.words.tables["nearly"]["approximate"]
        return match.groupdict().get("manner") in nearly

    def target(
        self, phrase: Phrase, value: Quantity | None, tail: str = "", head: str = ""
    ) -> Target:
        """A target whose indicator is named as the text does, with the ``head`` or the ``tail``
        that it shares."""
        words = self.context.reading.text[phrase.indicator.start : phrase.indicator.end]
        return Target(phrase, value, head + self.context.form("abbreviation").sub("", words) + tail)

    def add(
        self,
        clause: Clause,
        span: Span,
        target: Target,
        direction: Direction | None = None,
        **values: object,
    ) -> Draft:
        """Add a goal with the place, the date and the rest that the context gives."""
        text = self.context.reading.text
        scope, inherited = self._scope(target.phrase.scope)
        scope_words = text[scope.start : scope.end] + target.scope_tail if scope else None
        indicator = target.phrase.indicator
        as_written = target.indicator == text[indicator.start : indicator.end]
        self.stated.append(span)
        draft = {
            "node": self.context.node,
            "span": span,
            "indicator": target.indicator,
            "indicator_span": indicator if as_written else Span(0, 0),
            "indicator_id": indicator_id(target.indicator, target.unit, direction, scope_words),
            "direction": direction,
            "scope": scope_words,
            "inherited": ("scope",) if inherited else (),
            "target_date": self.context.date,
            "aspirational": self.context.strives(clause, span),
            **values,
        }
        self.drafts.append(draft)
        return draft

    def _scope(self, stated: Span | None) -> tuple[Span | None, bool]:
        """The scope of a goal, and whether it was carried over; carries the place part along."""
        context = self.context
        if stated is None:
            return context.place, context.place is not None
        context.place = self.context.phrases.place_part(context.folded, stated)
        return stated, False

    def leave(self, place: Span, clause: Clause) -> None:
        """Behind a clause that states no goal and is of a set of its own, no place holds on."""
        folded = self.context.folded
        if place.end <= clause.start and self.context.phrases.names_set(
            folded, clause.start, clause.end
        ):
            self.context.place = None

    # --- the words before values ----------------------------------------------------------------

    def _segments(self, clause: Clause, left: Span) -> list[Span]:
        """The phrases before a value: what lies between times, baselines and 力争, trimmed."""
        folded, share = self.context.folded, self.context.words.tables["share"]
        start = left.start
        segments: list[Span] = []
        for island in clause.islands:
            if left.start <= island.start < left.end and parts_phrases(island):
                segments.append(Span(start, island.start))
                start = island.end
        segments.append(Span(start, left.end))
        own = (self._without_whole(_unquoted(folded, span)) for span in segments)
        trimmed = (self.context.phrases.trimmed(folded, s.start, s.end) for s in own)
        return [
            s
            for s in trimmed
            if s.end - s.start > 1 and not folded.startswith(share["of"], s.start)
        ]

    def _without_whole(self, span: Span) -> Span:
        """A phrase without the whole that a share is of: X达到Y的20%."""
        share = self.context.form("share_of").search(self.context.folded[span.start : span.end])
        return Span(span.start, span.start + share.start()) if share else span

    def _same_again(self, clause: Clause, group: Group) -> bool:
        """确保达到86%,力争达到88%: a value of what the one before was of."""
        sentence, first = self.context.sentence, group.first
        if sentence.phrase is None or not first.headed:
            return False
        span, count = Span(first.start, group.last.end), len(group.quantities)
        if count == 1:
            self._value(clause, group, self.target(sentence.phrase, first), span)
        elif count == len(sentence.named):
            for (phrase, name), value in zip(sentence.named, group.quantities, strict=True):
                self._value(clause, group, Target(phrase, value, name), span)
        return count in (1, len(sentence.named))

    def _of_place(self, clause: Clause, group: Group, segment: Span) -> bool:
        """全市达到90%,县城达到85%: a place's value of what the one before was of."""
        phrase, first = self.context.sentence.phrase, group.first
        alone = self.context.phrases.is_scope(self.context.folded, segment)
        if not alone or phrase is None or not first.headed or len(group.quantities) > 1:
            return False
        target = self.target(Phrase(segment, phrase.indicator), first)
        self._value(clause, group, target, Span(segment.start, group.last.end))
        return True

    def _reached(self, segments: Sequence[Span]) -> bool:
        """True where the words say that a value has been reached: 已达到41%."""
        folded, past = self.context.folded, self.context.words.tables["past"]
        return any(
            folded.endswith(past["before"], span.start, span.end)
            or folded.startswith(past["opening"], span.start)
            for span in segments
        )

    # --- whose each value is --------------------------------------------------------------------

    def _targets(self, segments: Sequence[Span], group: Group) -> Iterator[Target]:
        phrase = self._phrase(segments[-1])
        if phrase.scope is None:
            before = segments[0] if len(segments) > 1 else self.context.sentence.population
            phrase = Phrase(before, phrase.indicator)
        indicators = self._named(phrase.indicator)
        values = group.quantities
        if len(values) == 1 and self._is_for_each(indicators, values[0]):
            values *= len(indicators)
        if len(values) == 1:
            yield self.target(phrase, values[0])
        elif len(indicators) == len(values):
            yield from self._each(phrase, indicators, values)
        else:
            yield from self._places(phrase, group)

    def _phrase(self, segment: Span) -> Phrase:
        """What a value is of. Behind a territory 城市 is part of the indicator, whether the
        territory stands before it or holds on: 全市空气…,城市污水处理率."""
        phrase = self.context.phrases.phrase(self.context.folded, segment)
        named = self.context.words.matcher("of_towns").match(self.context.folded, segment.start)
        goes_on = named and phrase.scope and phrase.scope.end < named.end()
        return Phrase(None, segment) if goes_on and self._of_territory() else phrase

    def _of_territory(self) -> bool:
        """True where a territory holds on, and not a town or a part of one: 中心城区, 地级城市."""
        place, towns = self.context.place, self.context.words.words("town")
        return place is not None and not self.context.folded.endswith(towns, 0, place.end)

    def _named(self, indicator: Span) -> list[tuple[Span, bool]]:
        """The indicators of a list, each with whether it is whole: it ends in 率, 浓度 and the
        like, and is not the name of a pollutant alone (高锰酸盐指数)."""
        folded = self.context.folded
        spans = self.context.phrases.listed(folded, indicator)
        return [(span, self.context.phrases.is_measured(folded, span)) for span in spans]

    def _is_for_each(self, indicators: Sequence[tuple[Span, bool]], value: Quantity) -> bool:
        """True where one value holds for every indicator of a list: A、B均达到80%."""
        if len(indicators) < 2:
            return False
        folded = self.context.folded
        each = value.apart or folded.endswith(self.context.words.words("each"), 0, value.start)
        return each or all(whole for _, whole in indicators) or self._shares_rate(indicators)

    def _shares_rate(self, indicators: Sequence[tuple[Span, bool]]) -> bool:
        """True for things that 、 parts before the rate of each (A、B处置率); 等 makes them one."""
        folded, (first, _), (last, _) = self.context.folded, indicators[0], indicators[-1]
        measured = folded[self.context.phrases.measure_start(folded, last) : last.end]
        parted = folded.count("、", first.start, last.end) == len(indicators) - 1
        summed_up = "等" in folded[first.start : last.end]
        return parted and measured.endswith("率") and len(measured) > 1 and not summed_up

    def _each(
        self,
        phrase: Phrase,
        indicators: Sequence[tuple[Span, bool]],
        values: Sequence[Quantity],
    ) -> Iterator[Target]:
        """One target for each indicator of a list; the last one's measure is shared.

        An indicator that has a scope of its own keeps it: 城市污水处理率、县城污水处理率. One that
        names no more than a treatment is of what the first treats: 生活垃圾焚烧处理率、回收利用率.
        """
        folded = self.context.folded
        first, last = indicators[0][0], indicators[-1][0]
        treated = self.context.form("treatment").search(folded, first.start + 1, first.end)
        head = folded[first.start : treated.start()] if treated else ""
        kind = self._shared_kind([span for span, _ in indicators])
        tail = folded[self.context.phrases.shared_start(folded, first, last) : last.end]
        for (span, whole), value in zip(indicators, values, strict=True):
            own = self.context.phrases.phrase(folded, span) if whole else Phrase(None, span)
            scoped = own if own.scope else Phrase(phrase.scope, span)
            alone = self.context.form("treatment").fullmatch(folded, span.start, span.end)
            lead = head if alone else kind if span != first else ""
            yield self.target(scoped, value, "" if whole else tail, lead)

    def _shared_kind(self, spans: Sequence[Span]) -> str:
        """The kind that the first of a list tells for all; empty where it tells none, or another
        has its own: 溶剂型(涂料、油墨), not 溶剂型(涂料、水性油墨)."""
        folded, (first, *others) = self.context.folded, spans
        kind = self.context.form("of_kind").match(folded, first.start, first.end)
        own = self.context.form("own_kind")
        apart = any(own.search(folded, each.start, each.end) for each in others)
        return kind[0] if kind and not apart else ""

    def _places(self, phrase: Phrase, group: Group) -> Iterator[Target]:
        """One value for each place of a list; a finding where the counts differ.

        Where one is no word without the others (国、省考断面), each value has the whole list.
        """
        folded, values = self.context.folded, group.quantities
        for parted in (self.context.phrases.enumerated, self.context.phrases.listed):
            scopes = parted(folded, phrase.scope) if phrase.scope else []
            if len(scopes) == len(values):
                apart = all(self.context.phrases.stands_alone(folded, scope) for scope in scopes)
                tail = self.context.phrases.shared_set(folded, scopes)
                for scope, value in zip(scopes, values, strict=True):
                    own = scope if apart else phrase.scope
                    target = self.target(Phrase(own, phrase.indicator), value)
                    yield evolve(target, scope_tail=tail if apart and scope != scopes[-1] else "")
                self._scope(phrase.scope)  # the places of the list hold on, and not its last
                return
        self.findings.append(
            Finding(
                code="values-do-not-match",
                severity="warning",
                span=Span(phrase.indicator.start, group.last.end),
                message=Message(
                    "{count} values stand for a list of another length; none was "
                    "read as a goal: say in the text which value is whose",
                    count=len(values),
                ),
            )
        )

    # --- a goal with its value ------------------------------------------------------------------

    def _value(
        self, clause: Clause, group: Group, target: Target, span: Span, *, nearly: bool = False
    ) -> None:
        first, last, quantity = group.first, group.last, target.quantity
        assert quantity is not None
        self.context.sentence.phrase = target.phrase
        self.add(
            clause,
            span,
            target,
            direction=first.direction,
            bound=self._bound(group, quantity),
            value=quantity.value,
            unit=quantity.unit,
            baseline=self._against(clause, first) if first.direction else self._from(group),
            approximate=first.approximate or last.approximate or nearly,
            value_span=quantity.value_span,
        )

    def _bound(self, group: Group, quantity: Quantity) -> Bound:
        """A bound behind a list holds for each value of it, one behind each for that value; one
        before the whole that a share is of holds for the share."""
        left = group.left
        share = self.context.form("share_of").search(self.context.folded, left.start, left.end)
        if share and share["bound"]:
            return self.context.words.meanings("bound")[share["bound"]]  # type: ignore[return-value]
        if quantity.closed or any(each.closed for each in group.quantities[:-1]):
            return quantity.bound
        return group.last.bound if group.last.closed else group.first.bound

    def _from(self, group: Group) -> int | None:
        """The year of a value that the group's takes the place of: 由2019年的38%提高到60%."""
        between = self.context.folded[group.left.end : group.first.start]
        found = self.context.form("since_value").match(between)
        return int(found["year"]) if found else None

    def _against(self, clause: Clause, first: Quantity) -> int | None:
        """The year that a change is measured from: stated, or a past year right before it."""
        own = self.context.reading.year
        for island in clause.islands:
            if island.end == first.start or (island.end < first.start and not first.apart):
                year = bare_year(island)
                if year and own and year < own:
                    return year
        return self.context.sentence.baseline


def _unquoted(folded: str, span: Span) -> Span:
    """The part of a phrase behind a quotation mark that it does not close."""
    if folded.count('"', span.start, span.end) % 2 == 0:
        return span
    return Span(folded.rindex('"', span.start, span.end) + 1, span.end)
