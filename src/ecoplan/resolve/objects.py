"""What is counted: the noun phrase behind a number (43座加油站, 12个场地治理项目建设)."""

import re
from collections.abc import Mapping
from functools import cache

from attrs import evolve, frozen

from ecoplan.model import Span
from ecoplan.vocabulary import Vocabulary
from ecoplan.vocabulary.forms import form

__all__ = ["Counted", "ObjectReader", "object_reader"]

_GENERAL = "个"
"""The measure word for anything; others tell what they count, whatever work is done there."""
_LONGEST = 12
"""A longer phrase whose end nothing tells is no object."""


@frozen
class Counted:
    """The words for a counted thing."""

    span: Span
    done: bool
    """True where what is done with it follows: 43座加油站改造."""


@frozen
class _Stretch:
    """The words behind a number as far as they can belong to its object."""

    folded: str
    start: int
    name: int
    """Where its name begins, behind a modifier: 未达标的(企业)."""
    end: int
    stopped: bool
    """True where a word that is part of no name ends them."""
    tail: "re.Match[str] | None"
    """The first word for what is done with the things."""

    @property
    def cut(self) -> int:
        """Where the tail begins; the end where there is none."""
        return self.tail.start() if self.tail else self.end

    def done(self, end: int) -> bool:
        """True where what is done follows an object that ends there."""
        return (self.tail is not None and end == self.cut) or (self.stopped and end == self.end)


@frozen(eq=False)
class ObjectReader:
    """Finds where the name of a counted thing ends."""

    _output: re.Pattern[str]
    _project: re.Pattern[str]
    _modifier: re.Pattern[str]
    _stop: re.Pattern[str]
    _noun: re.Pattern[str]
    _tail: re.Pattern[str]
    _nouns_of: Mapping[str, re.Pattern[str]]
    """Measure word → the nouns that it counts, whatever else of the phrase could be counted."""
    _names_too: frozenset[str]
    _open_list: re.Pattern[str]
    """At the end of words that go on in a list."""

    def counted(self, folded: str, span: Span, measure: str | None, arabic: bool) -> Counted | None:
        """The object that the words behind a number begin with; null where they name none.

        ``arabic`` tells a count from what is as often a name (八项规定).
        """
        stretch = self._stretch(folded, span)
        named = not arabic and measure in self._names_too
        found = (
            (self._by_measure(stretch, measure) if measure != _GENERAL else None)
            or self._as_project(stretch)
            or self._by_measure(stretch, measure)
            or self._by_noun(stretch, named)
        )
        if found is None or self._open_list.search(folded, found.span.start, found.span.end):
            return None  # 2个省级和3个市级中心: whose noun stands behind the next number
        return evolve(found, span=_with_its_bracket(folded, found.span))

    def _stretch(self, folded: str, span: Span) -> _Stretch:
        modifier = self._modifier.match(folded, span.start, span.end)
        name = modifier.end() if modifier else span.start
        stop = self._stop.search(folded, name + 1, span.end)
        end = stop.start() if stop else span.end
        named = folded.find('"', name, end)
        work = named > 0 and self._names_work(folded, name, named, end)
        if work:  # 12个园区"清零行动": the work's name is no part of the thing's
            end = named
        opening = self._tail.match(folded, name, end)  # 3公里|生态修复: a work by itself
        tail = self._tail.search(folded, max(name + 2, opening.end() if opening else 0), end)
        return _Stretch(folded, span.start, name, end, stop is not None or work, tail)

    def _names_work(self, folded: str, start: int, quote: int, end: int) -> bool:
        """Whether a quotation is the name of a work, and tells no thing (村"千人以上"水源地)."""
        closing = folded.find('"', quote + 1, end)
        tells = closing > 0 and self._noun.search(folded, closing, end) is not None
        worked = closing > 0 and self._tail.match(folded, closing + 1, end) is not None
        return self._ends_in_noun(folded, start, quote) and (worked or not tells)

    def _ends_in_noun(self, folded: str, start: int, end: int) -> bool:
        """Whether the name of a thing ends there, before a bracket or not: 镇(街道)."""
        bare = folded.find("(", start, end) if folded.endswith(")", start, end) else end
        return any(noun.end() == bare for noun in self._noun.finditer(folded, start, bare))

    def _as_project(self, at: _Stretch) -> Counted | None:
        """A project, whatever is done in it: 12个场地治理项目建设."""
        for project in reversed(list(self._project.finditer(at.folded, at.name, at.end))):
            tail = self._tail.match(at.folded, project.end(), at.end)
            if tail or project.end() == at.end:
                return Counted(Span(at.start, project.end()), tail is not None)
        return None

    def _by_measure(self, at: _Stretch, measure: str | None) -> Counted | None:
        """Up to the last noun that the measure word counts; to one behind a work that is part of
        its name (农用地详查点位) where there is none before."""
        nouns = self._nouns_of.get(measure or "")
        if nouns is None:
            return None
        found = list(nouns.finditer(at.folded, at.name, at.end))
        named = [noun.end() for noun in found if noun.start() == at.cut]  # 自动|监测站
        within = [noun.end() for noun in found if noun.end() <= at.cut]
        listed = found and _LISTED.search(at.folded, at.name, found[0].end())
        behind = [] if listed else [noun.end() for noun in found[:1]]
        end = next((ends[-1] for ends in (named, within, behind) if ends), None)
        return None if end is None else Counted(Span(at.start, end), at.done(end))

    def _by_noun(self, at: _Stretch, named: bool) -> Counted | None:
        """Up to the first noun with a tail behind it, else the last; else all, where it is short.

        ``named``: the number may as well be part of a name.
        """
        last = None
        for noun in self._noun.finditer(at.folded, at.name, at.end):
            last = noun.end()
            if self._tail.match(at.folded, last, at.end):
                return Counted(Span(at.start, last), True)
            if self._output.match(at.folded, last, at.end):
                break
        if last is None and not named and (at.tail or at.end - at.name <= _LONGEST):
            last = at.cut
        return None if last is None else Counted(Span(at.start, last), at.done(last))


_LISTED = re.compile("[、和及与]")


def _with_its_bracket(folded: str, span: Span) -> Span:
    """A span with the bracket or the quotation mark that closes behind it: 试点城市(县城)."""
    opened = folded.count("(", span.start, span.end) > folded.count(")", span.start, span.end)
    closing = ")" if opened else '"' if folded.count('"', span.start, span.end) % 2 else ""
    return Span(span.start, span.end + (folded.startswith(closing, span.end) and len(closing)))


@cache
def object_reader(words: Vocabulary) -> ObjectReader:
    """The reader for a vocabulary."""
    return ObjectReader(
        output=form(words, "output"),
        project=words.matcher("project"),
        modifier=form(words, "object_modifier"),
        stop=form(words, "object_stop"),
        noun=form(words, "counted_noun"),
        tail=words.matcher("output_tail"),
        nouns_of={
            measure: re.compile(f"(?:{'|'.join(map(re.escape, nouns))})(?![级民委型])")
            for measures, nouns in words.tables["counted_by"].items()
            for measure in measures.split("、")
        },
        names_too=frozenset(words.words("names_too")),
        open_list=form(words, "open_list"),
    )
