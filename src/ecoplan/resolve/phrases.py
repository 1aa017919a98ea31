"""What is measured, and for whom: the words before a value, taken apart."""

import re
from collections.abc import Sequence
from functools import cache

from attrs import frozen

from ecoplan.model import Span
from ecoplan.places import names, places_in
from ecoplan.vocabulary import Vocabulary
from ecoplan.vocabulary.forms import form, pattern_of

__all__ = ["Phrase", "PhraseReader", "phrase_reader", "quoted"]


@frozen
class Phrase:
    """A scope (place, population, assessed set) and an indicator."""

    scope: Span | None
    indicator: Span


@frozen(eq=False)
class PhraseReader:
    """Takes apart the noun phrases that goals are stated with."""

    _introduces: re.Pattern[str]
    _trails: re.Pattern[str]
    _place: re.Pattern[str]
    _within: tuple[str, ...]
    """Ends a part of a place that holds on for no other clause."""
    _set: re.Pattern[str]
    _measure: re.Pattern[str]
    _bare: re.Pattern[str]
    _pollutant: re.Pattern[str]
    _per: re.Pattern[str]
    _link: re.Pattern[str]
    _goes_on: re.Pattern[str]
    """Behind a word for a set that ends no scope."""
    _told: re.Pattern[str]
    _counted: re.Pattern[str]
    """Ends the name of things that can be counted: the words before tell which of them."""
    _installed: tuple[str, ...]
    _told_measure: re.Pattern[str]
    _share: re.Pattern[str]
    _ranking: re.Pattern[str]
    _list_part: re.Pattern[str]
    _scope_list: re.Pattern[str]
    _set_part: tuple[str, ...]
    _section: tuple[str, ...]

    def trimmed(self, folded: str, start: int, end: int) -> Span:
        """The phrase without the verbs before it and the adverbs behind it."""
        start = self.introduced(folded, Span(start, end)).start
        while start < end and (trail := self._trails.search(folded, start, end)):
            end = trail.start()
        while start < end and folded[end - 1] == "\n":  # a line that the page has broken
            end -= 1
        return Span(start, end)

    def introduced(self, folded: str, span: Span) -> Span:
        """The phrase without the verbs before it."""
        start = span.start
        while start < span.end and (match := self._introduces.match(folded, start, span.end)):
            start = match.end()
        return Span(start, span.end)

    def phrase(self, folded: str, span: Span) -> Phrase:
        """Scope and indicator of a trimmed phrase."""
        cut = self._told_end(folded, span) or self._scope_end(folded, span)
        if cut <= span.start or self._ranking.match(folded, span.start, span.end):
            return Phrase(None, span)
        return Phrase(Span(span.start, cut), Span(self._unlinked(folded, cut, span.end), span.end))

    def _unlinked(self, folded: str, start: int, end: int) -> int:
        """Where the words behind a scope's link (的, 中, 内) begin."""
        link = self._link.match(folded, start, end)
        return link.end() if link else start

    def enumerated(self, folded: str, span: Span) -> list[Span]:
        """The parts of a list that 、 separates; brackets separate nothing."""
        return _parts(_COMMAS, folded, span)

    def listed(self, folded: str, span: Span) -> list[Span]:
        """The parts of a list that 、 or a word (和, 及, 与) separates."""
        return _parts(self._list_part, folded, span)

    def _told_end(self, folded: str, span: Span) -> int:
        """End of a scope that its own words tell (纳入清单的水体|整治完成率); 0 where none does."""
        place = self._place.match(folded, span.start, span.end)
        told = self._told.match(folded, place.end() if place else span.start, span.end)
        if told is None or not self.ends_in_measure(folded, span):
            return 0
        counted = 0
        if folded.endswith("率", span.start, span.end):
            counted = self._counted_end(folded, told, span.end)
        if counted and self._measures(folded, counted, span.end):
            return counted
        measure = self._told_measure.search(folded, told.end(), span.end)
        return measure.start() if measure else 0

    def _counted_end(self, folded: str, told: "re.Match[str]", end: int) -> int:
        """End of the last things that a phrase names before its rate, 0 where it names none.

        It is that of the first where the words say who found them (反馈问题|整改任务完成率), and of
        those before where the last are put in place (水电站|监测设施安装率).
        """
        share = self._share.search(folded, told.end(), end)
        rate = share.start() if share else folded.find("率", told.end(), end)
        things = [thing.end() for thing in self._counted.finditer(folded, told.end(), rate)]
        if not things:
            return 0
        if told["found"]:
            return things[0]
        installed = folded.endswith(self._installed, told.end(), end)
        return things[-2] if installed and len(things) > 1 else things[-1]

    def _scope_end(self, folded: str, span: Span) -> int:
        """End of the scope at the head of a phrase; the phrase's start where it has none."""
        place = self._place.match(folded, span.start, span.end)
        cut = place.end() if place and self._measures(folded, place.end(), span.end) else span.start
        share = self._share.search(folded, span.start, span.end)
        for found in self._set.finditer(folded, cut, share.start() if share else span.end):
            ends = not self._goes_on.match(folded, found.end())
            ends = ends and not quoted(folded, span.start, found.end())
            names_measure = ends and self._measures(folded, found.end(), span.end)
            among = folded.startswith("中", self._unlinked(folded, found.end(), span.end) - 1)
            if names_measure and (among or self._all_sets(folded, span.start, found.end())):
                cut = found.end()
        return _outside_brackets(folded, span, cut)

    def _all_sets(self, folded: str, start: int, end: int) -> bool:
        """True where every part of a list of scopes can be one: 地级、县级城市.

        What 等 sums up may be of any kind: 钢铁、电解铝等重点行业. A part that is an indicator by
        itself is none: 城镇污水处理率、城镇垃圾处理率. Sections have names of all kinds.
        """
        listed = _BRACKETS.sub("", folded[start:end])
        _, summed_up, behind = listed.rpartition("等")
        longest = _NAME if listed.endswith(self._section) else _WORD
        earlier = self._scope_list.split(behind if summed_up else listed)[:-1]
        return all(
            len(part) <= longest or part.endswith(self._set_part) or self._holds_set(part)
            for part in earlier
        ) and not any(
            self.ends_in_measure(part, Span(0, len(part))) for part in listed.split("、")[:-1]
        )

    def stands_alone(self, folded: str, scope: Span) -> bool:
        """False for a character left of a word that a list completes: (全市)国(、省考断面)."""
        place = self.place_part(folded, scope)
        left = scope.end - (place.end if place else scope.start)
        return left == 0 or left > 1

    def shared_set(self, folded: str, scopes: Sequence[Span]) -> str:
        """The words for a set that the last of a list of scopes gives to the others.

        国控、省控(断面), 青丰河、白水河(出境断面): the others end as what stands before them does.
        """
        *others, last = (folded[scope.start : scope.end] for scope in scopes)
        ends = {other[-1] for other in others}
        cut = last.rfind(ends.pop()) + 1 if len(ends) == 1 else 0
        tail = last[cut:] if cut > 1 else ""
        shared = tail and self._set.search(tail) and not any(map(self._holds_set, others))
        return tail if shared else ""

    def _holds_set(self, part: str) -> bool:
        return self._holds_whole(part) or self._set.search(part) is not None

    def _holds_whole(self, part: str) -> bool:
        place = self._place.match(part)
        return place is not None and place.end() == len(part)

    def _measures(self, folded: str, start: int, end: int) -> bool:
        """True where what is left still names an indicator, and not a bare 比例."""
        start = self._unlinked(folded, start, end)
        if end - start < 2:
            return False
        bare = self._bare.match(folded, start, end)
        return bare is None or bare.end() < end

    def is_scope(self, folded: str, span: Span) -> bool:
        """True where a phrase names a place or a set, and nothing that is measured."""
        part = folded[span.start : span.end]
        sets = (found.end() for found in self._set.finditer(part))
        return self._holds_whole(part) or len(part) in sets

    def names_set(self, folded: str, start: int, end: int) -> bool:
        """True where words name a population or an assessed set."""
        return self._set.search(folded, start, end) is not None

    def place_part(self, folded: str, scope: Span) -> Span | None:
        """The territory that a scope begins with; null where it names none, or a kind of part that
        holds for its own clause alone (城市建成区, not 青山县建成区)."""
        match = self._place.match(folded, scope.start, scope.end)
        if match is None:
            return None
        kind = match[0].endswith(self._within) and not any(places_in(match[0]))
        return None if kind else Span(scope.start, match.end())

    def ends_in_measure(self, folded: str, span: Span) -> bool:
        """True where a phrase is a whole indicator: it ends in 率, 浓度, 排放量."""
        found = self._measure.finditer(folded, span.start + 1, span.end)
        return any(match.end() == span.end for match in found)

    def is_measured(self, folded: str, span: Span) -> bool:
        """True for a whole indicator that is more than the name of a pollutant."""
        pollutant = self._pollutant.fullmatch(folded, span.start, span.end)
        return pollutant is None and self.ends_in_measure(folded, span)

    def shared_start(self, folded: str, first: Span, last: Span) -> int:
        """Where what the last of a list shares with the first begins: its measure, or all but its
        kind where the first is a kind alone (黄色、红色|预警减排比例)."""
        own = last.start + (first.end - first.start)
        kinds = folded.endswith(self._set_part, first.start, first.end) and folded.endswith(
            self._set_part, last.start, own
        )
        return own if kinds else self.measure_start(folded, last)

    def measure_start(self, folded: str, span: Span) -> int:
        """Where the measure at the end of a phrase begins; its end where there is none.

        A measure for each unit of something (单位…强度, 人均…量) begins with that unit.
        """
        per = self._per.search(folded, span.start + 1, span.end)
        if per:
            return per.start()
        pollutant = self._pollutant.match(folded, span.start, span.end)
        if pollutant:
            return pollutant.end()
        for match in self._measure.finditer(folded, span.start + 1, span.end):
            if match.end() == span.end:
                return match.start()
        return span.end


def _outside_brackets(folded: str, span: Span, cut: int) -> int:
    """The cut, or where the bracket closes that it falls into: 北三县(甲市、乙县、丙县|)."""
    depth = folded.count("(", span.start, cut) - folded.count(")", span.start, cut)
    closing = folded.find(")", cut, span.end) if depth > 0 else -1
    return closing + 1 if closing >= 0 else cut


_WORD, _NAME = 4, 8
"""Characters of the longest part of a list that is taken for a scope without a further sign."""
_COMMAS = re.compile("[()、]")
_BRACKETS = re.compile(r"\([^()]*\)")


def _parts(separators: re.Pattern[str], folded: str, span: Span) -> list[Span]:
    parts: list[Span] = []
    start, depth = span.start, 0
    for found in separators.finditer(folded, span.start, span.end):
        if found[0] in ("(", ")"):
            depth += 1 if found[0] == "(" else -1
        elif depth <= 0:
            parts.append(Span(start, found.start()))
            start = found.end()
    parts.append(Span(start, span.end))
    return [part for part in parts if part.end > part.start]


def quoted(folded: str, start: int, at: int) -> bool:
    """True inside quotation marks, which are alike once folded."""
    return folded.count('"', start, at) % 2 == 1


def _introduces(words: Vocabulary) -> re.Pattern[str]:
    """What may stand before a phrase, and does not begin a place's name: 和 but not 和静县."""
    begins = words.words("introduces")
    named = (name for name in names() if len(name) > 2 and name.startswith(begins))
    places = "|".join(map(re.escape, named))
    word, kind = words.pattern("introduces"), pattern_of(words, "kind_of_pollutant")
    return re.compile(f"(?!{places}){word}(?!后?的)|{kind}")


@cache
def phrase_reader(words: Vocabulary) -> PhraseReader:
    """The reader for a vocabulary."""
    return PhraseReader(
        introduces=_introduces(words),
        trails=form(words, "trails"),
        place=form(words, "places"),
        set=form(words, "set"),
        measure=words.matcher("measure_noun"),
        bare=words.matcher("bare_measure"),
        pollutant=form(words, "pollutant"),
        per=words.matcher("per"),
        link=form(words, "link"),
        goes_on=form(words, "scope_goes_on"),
        told=form(words, "told"),
        counted=form(words, "counted_noun"),
        installed=words.words("installed"),
        told_measure=form(words, "told_measure"),
        share=form(words, "share"),
        ranking=form(words, "ranking"),
        list_part=form(words, "list_part"),
        scope_list=form(words, "scope_list"),
        set_part=words.words("set_part"),
        section=words.words("section"),
        within=words.words("built_up"),
    )
