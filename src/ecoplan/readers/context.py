"""What a clause takes from those before it: place, date, baseline, 力争 (to be striven for)."""

import datetime as dt
import re

from attrs import define, field

from ecoplan.clauses import Island
from ecoplan.model import Span
from ecoplan.numerals import to_int
from ecoplan.readers.deadlines import Deadlines
from ecoplan.readers.passages import Clause, Draft, Passage, Reading
from ecoplan.resolve.dates import era_years
from ecoplan.resolve.phrases import Phrase, PhraseReader, phrase_reader
from ecoplan.vocabulary import Vocabulary

__all__ = ["Context", "Sentence", "bare_year", "parts_phrases"]


@define
class Sentence:
    """What the clauses of a sentence take from the ones before."""

    baseline: int | None = None
    striving: bool = False
    """True behind 力争 at the head of the sentence."""
    leading: bool = False
    """True where no more than a time stands with it: 争取到2025年,."""
    head: int = -1
    """Where the sentence goes on behind times and 力争, as far as nothing else has been said."""
    looks_back: bool = False
    """True behind a time that lies in the past: what follows has been reached."""
    dated: bool = False
    """True behind a day by which what follows is due: a past year then tells of what."""
    phrase: Phrase | None = None
    """What the last value was of: 控制在30以下,力争控制在28以下."""
    named: tuple[tuple[Phrase, str], ...] = ()
    """What the last list of values was of, and the names of the indicators."""
    delivers: bool = False
    """True behind a clause that delivers something."""
    counted: Draft | None = None
    """The deliverable that was read last."""
    state: Draft | None = None
    """The goal that the clause before states without a value."""
    before: Clause | None = None
    """The clause before, where it states no value."""
    following: Clause | None = None
    """The next clause of the sentence; null behind its last."""
    population: Span | None = None
    """Of whom the next clause says how much: 新增公交车中,新能源车比例达到80%."""


@define
class Context:
    """Where the reading of goals and deliverables stands: unit, place, date, sentence."""

    reading: Reading
    node: str | None = None
    """Id of the unit; null outside every one."""
    place: Span | None = None
    """The territory that was named last; it holds for a line."""
    date: dt.date | None = None
    """The day by which what follows is to be reached."""
    sentence: Sentence = field(factory=Sentence)
    _heads: dict[str | None, dt.date | None] = field(factory=dict)
    """Id of a unit → the day that its own text has set last, by which all in it is due. The plan's
    own year (2021年主要目标) sets none."""

    @property
    def folded(self) -> str:
        """The text as it is read, its widths and spaces folded."""
        return self.reading.folded

    @property
    def words(self) -> Vocabulary:
        """The words that the document is read by."""
        return self.reading.words

    @property
    def phrases(self) -> PhraseReader:
        """The reader for the phrases before values."""
        return phrase_reader(self.reading.words)

    def form(self, name: str) -> re.Pattern[str]:
        """The form of that name."""
        return self.reading.form(name)

    def enter(self, passage: Passage, aim: bool) -> None:
        """Go on to a passage; a new line is of no place yet, and a new unit of no date.

        Where goals are set out (``aim``), the date at their head holds for the unit's paragraphs
        and for the units in it.
        """
        if passage.fresh:
            self.place = None
            if not aim:
                self.date = None
            elif passage.node_id != self.node:
                self.date = self._heads.get(passage.node.parent) if passage.node else None
        self.node = passage.node_id

    def open(self, aim: bool) -> None:
        """Begin a sentence; where goals are set out (``aim``), the date holds on."""
        self.sentence = Sentence()
        if not aim:
            self.date = None

    def carry(self, clause: Clause, times: Deadlines) -> None:
        """Take along the date and the baseline that a clause sets."""
        for island in clause.islands:
            if island.kind == "AGAINST":
                self.sentence.baseline = self._year_before(island)
            elif island.kind == "time":
                self._time(island, times)
        self._strive(clause)
        self._go_to(clause)

    def _go_to(self, clause: Clause) -> None:
        """Take along the territory that a clause opens with, whatever it states of it."""
        start = clause.start
        for island in clause.islands:
            if island.start > start or island.kind not in _HEADING:
                break
            start = island.end
        folded = self.reading.folded
        found = self.words.matcher("wide").match(folded, start, clause.end)
        if found and not self.form("ranking").match(folded, start, clause.end):
            self.place = self.phrases.place_part(folded, Span(*found.span()))

    def _strive(self, clause: Clause) -> None:
        """力争 at the head of a sentence holds to the next semicolon or 确保; one with no more than
        a time (争取到2025年,) holds over semicolons too.
        """
        reading, sentence = self.reading, self.sentence
        if reading.folded[clause.start - 1] == ";":
            sentence.striving &= sentence.leading
            sentence.head = clause.start
        elif clause.opens:
            sentence.head = clause.start
        start, strives = clause.start, False
        for island in clause.islands:
            if island.start > start or island.kind not in _HEADING:
                break
            strives = strives or island.kind == "STRIVE"
            start = island.end
        no_more = start >= clause.end
        sentence.striving |= strives and (no_more or sentence.head == clause.start)
        sentence.leading |= strives and no_more
        sentence.head = clause.end + 1 if no_more else -1
        if self.words.matcher("ensure").match(reading.folded, start, clause.end):
            sentence.striving = False

    def strives(self, clause: Clause, span: Span) -> bool:
        """True for what is only to be striven for."""
        return self.sentence.striving or any(
            island.kind == "STRIVE" and island.start < span.end for island in clause.islands
        )

    def _time(self, island: Island, times: Deadlines) -> None:
        if island.start in times.looks_back and not self.sentence.dated:
            self.sentence.looks_back = True
        when = times.limits.get(island.start)
        if when is None:
            self._own_year(island)
        elif when.due is not None:
            self.date = self._heads[self.node] = when.due
            self.sentence.dated = True

    def _own_year(self, island: Island) -> None:
        """The plan's own year sets its last day."""
        year = bare_year(island)
        folded = self.reading.folded
        names = folded.endswith("年度", 0, island.end) and not folded.startswith(",", island.end)
        if year and year == self.reading.year and not names:  # 2022年度整改任务 is due any day
            self.date = dt.date(year, 12, 31)

    def _year_before(self, island: Island) -> int | None:
        words = self.reading.folded[island.start : island.end]
        stated = re.search(r"\d{4}", words)
        if stated:
            return int(stated[0])
        era = era_years(words)
        if era:
            return era[1]
        return self.reading.year - 1 if self.reading.year else None


def bare_year(island: Island) -> int | None:
    """The year of a time that is no more than a year; null for any other island."""
    if island.kind != "time" or [token.type for token in island.tokens] != ["YEAR"]:
        return None
    return to_int(str(island.tokens[0])[:4])


_HEADING = frozenset({"time", "STRIVE"})
_PARTING = frozenset({"time", "AGAINST", "STRIVE"})


def parts_phrases(island: Island) -> bool:
    """True for what parts the phrases before a value; 按期 and 及时 are part of a phrase."""
    return island.kind in _PARTING and island.tokens[0].type != "OPEN"
