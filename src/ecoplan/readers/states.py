"""Goals without a value: what is to become of something (水质持续改善)."""

import re

from attrs import define

from ecoplan.model import Reason, Span
from ecoplan.readers.context import Context, parts_phrases
from ecoplan.readers.deadlines import Deadlines
from ecoplan.readers.goals import Goals
from ecoplan.readers.passages import Clause
from ecoplan.resolve.phrases import Phrase
from ecoplan.vocabulary.forms import forms

__all__ = ["States"]

_NAMES_ITSELF = 4
"""Characters of what a state in a list is of; a shorter one is a part of what the state before is
of: 森林系统更加稳定、结构更加合理."""


@define
class States:
    """Reads the clauses that state a goal in one of the forms of `vocabulary/forms.toml`."""

    context: Context
    goals: Goals

    def read(self, clause: Clause, times: Deadlines) -> None:
        """Add the goals that a clause states without a value."""
        sentence = self.context.sentence
        before, sentence.state = sentence.state, None
        if before is not None and self._said(self.context.words.words("restates"), clause.start):
            # 只能改善,不能变差: one thing said twice
            before["span"] = Span(before["span"].start, clause.end)
            return
        if self._labels(clause):
            return
        for part in self._parts(clause):
            self._date(clause, part, times)
            self._state(clause, Span(self._content_start(clause, part), part.end))

    def read_before(self, clause: Clause, left: Span) -> Span:
        """Add the state that 、 parts from what a value is of; the words behind it, or all.

        水质稳定在Ⅳ类、(总磷浓度下降5%): two goals in one clause.
        """
        folded = self.context.folded
        comma = folded.rfind("、", left.start, left.end)
        if comma < 0:
            return left
        state = Span(self._content_start(clause, Span(left.start, comma)), comma)
        match = self._match(state)
        named = match is None or "whole" in match.re.groupindex  # 消除劣Ⅴ类水体、…
        if named or self.context.phrases.ends_in_measure(folded, state):
            return left
        self._state(clause, state)
        return Span(comma + 1, left.end)

    def _labels(self, clause: Clause) -> bool:
        """True for what heads a line that lists goals: --环境安全:."""
        folded = self.context.folded
        return folded.startswith(":", clause.end) and folded.startswith("--", clause.start)

    def _said(self, words: tuple[str, ...], at: int) -> bool:
        return self.context.folded.startswith(words, at)

    def _parts(self, clause: Clause) -> list[Span]:
        """A clause, or its parts where 、 joins several with a date each, or a state each."""
        whole = Span(clause.start, clause.end)
        parts = self.context.phrases.enumerated(self.context.folded, whole)
        times = [island.start for island in clause.islands if island.kind == "time"]
        dated = all(any(part.start <= at < part.end for at in times) for part in parts)
        several = len(parts) > 1 and (dated or all(map(self._states_something, parts)))
        return parts if several else [whole]

    def _states_something(self, part: Span) -> bool:
        match = self._match(part)
        return match is not None and len(match["subject"]) >= _NAMES_ITSELF

    def _date(self, clause: Clause, part: Span, times: Deadlines) -> None:
        for island in clause.islands:
            if part.start <= island.start < part.end and island.start in times.limits:
                self.context.date = times.limits[island.start].due or self.context.date

    def _content_start(self, clause: Clause, part: Span) -> int:
        """Where a part begins behind its time and 力争, and 确保 (to ensure) before them."""
        folded, start = self.context.folded, part.start
        joined = self.context.form("and_ensures").match(folded, start, part.end)
        start = joined.end() if joined else start
        ensured = self.context.words.matcher("ensure").match(folded, start, part.end)
        for island in clause.islands:
            near = {start, start + 1, ensured.end() if ensured else start}
            if island.start in near and parts_phrases(island):
                start = island.end
        while start < part.end and folded[start] in " ,-":
            start += 1
        return start

    def _state(self, clause: Clause, span: Span) -> None:
        match = self._match(span)
        if match and (first := self._first_of_two(match)):
            span, match = first, self._match(first)
        phrase = self._phrase(clause, match) if match else None
        if match is None or phrase is None:
            return
        reading, sentence = self.context.reading, self.context.sentence
        words = reading.folded[span.start : span.end]
        islands = (island for island in clause.islands if island.start < span.end)
        compared = any(island.kind == "AGAINST" for island in islands)
        sentence.state = self.goals.add(
            clause,
            span,
            self.goals.target(phrase, None, match.groupdict().get("tail") or ""),
            baseline=sentence.baseline if compared else None,
            approximate=self._nearly(words),
            reason=self._reason(words),
        )

    def _match(self, span: Span) -> "re.Match[str] | None":
        """The form of a clause; the first that fits."""
        folded = self.context.folded
        matches = (
            form.match(folded, span.start, span.end) for form in forms(self.context.words, "state")
        )
        match = next((match for match in matches if match), None)
        return None if match is None or "none" in match.re.groupindex else match

    def _first_of_two(self, match: "re.Match[str]") -> Span | None:
        """The first of two states, where a match takes it for part of what the second is of."""
        subject = match["subject"]
        joined = next(
            (each for each in self.context.words.words("joined") if subject.endswith(each)), None
        )
        return Span(match.start(), match.end("subject") - len(joined)) if joined else None

    def _phrase(self, clause: Clause, match: "re.Match[str]") -> Phrase | None:
        """What a state is of; null where the words name nothing."""
        folded, groups = self.context.folded, match.re.groupindex
        subject = self.context.phrases.introduced(folded, self._untimed(clause, match))
        likened = self.context.form("likened").match(folded, subject.start, subject.end)
        subject = Span(likened.end(), subject.end) if likened else subject
        if subject.end < match.end():
            led = self.context.form("on_the_way").search(folded, subject.start, subject.end)
            subject = Span(subject.start, led.start()) if led else subject
        if subject.end - subject.start < 2:
            return None
        if tasks := self._tasks(subject):
            return tasks
        if "scope" in groups and match["scope"]:
            scope = _without_time(clause, Span(*match.span("scope")))
            scope = self.context.phrases.trimmed(folded, scope.start, scope.end)  # 全市(全年)
            return Phrase(scope if scope.end > scope.start else None, subject)
        if "whole" in groups:
            return Phrase(None, subject)
        if "fulfilled" in groups and (
            self.context.phrases.is_scope(folded, subject) or self._are_bodies(subject)
        ):
            return Phrase(subject, Span(*match.span("fulfilled")))
        return self.context.phrases.phrase(folded, subject)

    def _tasks(self, subject: Span) -> Phrase | None:
        """The tasks or targets behind the words for who has set them: 市下达的(年度目标任务)."""
        folded, named = self.context.folded, self.context.words.tables["set_elsewhere"]["goal"]
        setter = folded.rfind("的", subject.start, subject.end)
        if setter < 0 or not folded.endswith(named, setter, subject.end):
            return None
        scope = self.context.phrases.phrase(folded, Span(subject.start, setter)).scope
        return Phrase(scope, Span(setter + 1, subject.end))

    def _are_bodies(self, span: Span) -> bool:
        """True for (各镇街)完成下达的目标: those who reach it, and not what is measured."""
        reading = self.context.reading
        bodies, end = reading.bodies.run(reading.folded, span.start, span.end, modified=False)
        return bool(bodies) and end == span.end

    def _untimed(self, clause: Clause, match: "re.Match[str]") -> Span:
        """A subject without the time at its end, before 稳定 and the like or not."""
        subject = Span(*match.span("subject"))
        bare = self.context.phrases.trimmed(self.context.folded, subject.start, subject.end)
        for each in (subject, bare):
            if (untimed := _without_time(clause, each)) != each:
                return untimed
        return subject

    def _nearly(self, words: str) -> bool:
        nearly = self.context.words.tables["nearly"]
        return _any_in(nearly["approximate"], words) and not _any_in(nearly["name"], words)

    def _reason(self, words: str) -> Reason:
        reasons = self.context.words.tables["state_reason"]
        if words.endswith(reasons["external"]):
            return "external"
        return "ongoing" if _any_in(reasons["ongoing"], words) else "qualitative"


def _any_in(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)


def _without_time(clause: Clause, span: Span) -> Span:
    """A subject without the time or 力争 that stands between it and what becomes of it."""
    for island in clause.islands:
        if parts_phrases(island) and span.start < island.start < span.end <= island.end + 1:
            return Span(span.start, island.start)
    return span
