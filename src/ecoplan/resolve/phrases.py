"""What is measured, and for whom: the words before a value, taken apart."""

import re
from functools import cache

from attrs import frozen

from ecoplan.model import Span
from ecoplan.vocabulary import Vocabulary

__all__ = ["Phrase", "PhraseReader", "phrase_reader"]


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
    _set: re.Pattern[str]
    _measure: re.Pattern[str]
    _bare: re.Pattern[str]
    _pollutant: re.Pattern[str]

    def trimmed(self, folded: str, start: int, end: int) -> Span:
        """The phrase without the verbs before it and the adverbs behind it."""
        start = self.introduced(folded, Span(start, end)).start
        while start < end and (trail := self._trails.search(folded, start, end)):
            end = trail.start()
        return Span(start, end)

    def introduced(self, folded: str, span: Span) -> Span:
        """The phrase without the verbs before it."""
        start = span.start
        while start < span.end and (match := self._introduces.match(folded, start, span.end)):
            start = match.end()
        return Span(start, span.end)

    def phrase(self, folded: str, span: Span) -> Phrase:
        """Scope and indicator of a trimmed phrase."""
        cut = self._scope_end(folded, span)
        if cut <= span.start:
            return Phrase(None, span)
        start = cut
        while start < span.end and folded[start] in _LINKS:
            start += 1
        return Phrase(Span(span.start, cut), Span(start, span.end))

    def _scope_end(self, folded: str, span: Span) -> int:
        """End of the scope at the head of a phrase; the phrase's start where it has none."""
        place = self._place.match(folded, span.start, span.end)
        cut = place.end() if place and self._measures(folded, place.end(), span.end) else span.start
        share = folded.find("占", span.start, span.end)
        sets = self._set.finditer(folded, cut, share if share >= 0 else span.end)
        for found in sets:
            after = folded[found.end() : found.end() + 1]
            names_measure = after not in _JOINS and self._measures(folded, found.end(), span.end)
            if names_measure and self._all_sets(folded, span.start, found.end()):
                cut = found.end()
        return cut

    def _all_sets(self, folded: str, start: int, end: int) -> bool:
        """True where every part of a list of scopes can be one: 地级、县级城市."""
        earlier = re.split("[、和]", folded[start:end])[:-1]
        return all(
            len(part) <= 3 or part.endswith(("级", "类", "型")) or self._ends_scope(part)
            for part in earlier
        )

    def _ends_scope(self, part: str) -> bool:
        whole = [match.end() for match in self._set.finditer(part)]
        place = self._place.match(part)
        return len(part) in whole or (place is not None and place.end() == len(part))

    def _measures(self, folded: str, start: int, end: int) -> bool:
        """True where what is left still names an indicator, and not a bare 比例."""
        while start < end and folded[start] in _LINKS:
            start += 1
        if end - start < 2:
            return False
        bare = self._bare.match(folded, start, end)
        return bare is None or bare.end() < end

    def place_part(self, folded: str, scope: Span) -> Span | None:
        """The territory that a scope begins with; null where it names none."""
        match = self._place.match(folded, scope.start, scope.end)
        return Span(scope.start, match.end()) if match else None

    def ends_in_measure(self, folded: str, span: Span) -> bool:
        """True where a phrase is a whole indicator: it ends in 率, 浓度, 排放量."""
        found = self._measure.finditer(folded, span.start + 1, span.end)
        return any(match.end() == span.end for match in found)

    def measure_start(self, folded: str, span: Span) -> int:
        """Where the measure at the end of a phrase begins; its end where there is none.

        A measure for each unit of something (单位…强度, 人均…量) begins with that unit.
        """
        per = _PER.search(folded, span.start + 1, span.end)
        if per:
            return per.start()
        pollutant = self._pollutant.match(folded, span.start, span.end)
        if pollutant:
            return pollutant.end()
        for match in self._measure.finditer(folded, span.start + 1, span.end):
            if match.end() == span.end:
                return match.start()
        return span.end


_PER = re.compile(r"单位|人均|万元")
_LINKS = " 的中内"
_JOINS = ("、", "和", "及", "与", "占")
_TERRITORY = (
    r"(?!单位|人均|每|其他|各|地级|县级|重点)(?:(?!占)[一-龥]){2,5}?(?:省|自治区|(?<![城超都])市|自治州|地区|县|区|州)"
    r"(?!域|级|委|政府|中心|长|生产总值|[县市州区省城])"
)


@cache
def phrase_reader(words: Vocabulary) -> PhraseReader:
    """The reader for a vocabulary."""
    introduces, trails, place, sets, before, quality, measure = (
        words.pattern(table)
        for table in (
            "introduces", "trails", "place", "set_noun", "set_before_quality", "quality",
            "measure_noun",
        )
    )  # fmt: skip
    places = rf"(?:{place}|{_TERRITORY})"
    return PhraseReader(
        introduces=re.compile(introduces),
        trails=re.compile(rf"{trails}(?=\Z)|{trails}$"),
        place=re.compile(rf"{places}(?:(?:、|和|及){places})*"),
        set=re.compile(
            rf"(?<!单位){sets}(?:\([^()]{{1,12}}\))?(?!率|比|级|型|化(?!学)|性|网|数|占|生产总值)|{before}(?={quality})"
        ),
        measure=re.compile(measure),
        bare=words.matcher("bare_measure"),
        pollutant=re.compile(rf"{words.pattern('pollutant')}(?:\([^()]*\))?"),
    )
