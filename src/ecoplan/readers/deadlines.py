"""When something has to be done: which times of a sentence set a limit."""

from attrs import define, field

from ecoplan.clauses import Island
from ecoplan.model import Span
from ecoplan.readers.passages import Clause, Draft, Passage, Reading
from ecoplan.resolve.dates import When, read_when
from ecoplan.resolve.phrases import quoted

__all__ = ["Deadlines"]

_PARTS = frozenset({"MONTH", "MONTH_SET", "EDGE", "QUARTER", "HALF", "YEAR_END"})
"""Parts of a date that no heading of a plan has."""

_DAYS = frozenset({"MONTH", "MONTHS", "DAY"})


@define
class Deadlines:
    """Reads deadlines passage by passage; tells the readers of goals which times were limits."""

    reading: Reading
    drafts: list[Draft] = field(factory=list)
    looks_back: set[int] = field(factory=set)
    """Starts of the time islands that lead a clause and lie in the past."""
    _year: int | None = None
    """The year that the sentence has named last."""
    limits: dict[int, When] = field(factory=dict)
    """Start of a time island → what it sets, for every island that is a deadline."""

    def read(self, passage: Passage) -> None:
        """Add the deadlines of one passage."""
        self.limits.clear()
        self.looks_back.clear()
        if passage.kind not in ("heading", "prose"):
            return
        for clause in passage.clauses:
            if clause.opens:
                self._year = None
            for number, island in enumerate(clause.islands):
                if island.kind == "time":
                    self._time(passage, clause, number)

    def _time(self, passage: Passage, clause: Clause, number: int) -> None:
        island = clause.islands[number]
        reading = self.reading
        when = read_when(island, reading.words, self._year or reading.year, reading.issued)
        upon = reading.words.words("upon")
        if when is None or reading.folded.endswith(upon, island.end, clause.end):
            return
        if reading.folded.endswith("年度", 0, island.end) and not self._leads(clause, island):
            return  # 编制2024年度清单
        if self._tells_of_what(clause, island):
            return
        self._year = self._year if when.past else when.year or self._year
        if self._is_past(when) or self._recounts(clause, island, when):
            if self._leads(clause, island):
                self.looks_back.add(island.start)
        elif self._is_limit(clause, number, when):
            self.limits[island.start] = when
            self._add(passage, Span(island.start, island.end), when)

    def _tells_of_what(self, clause: Clause, island: Island) -> bool:
        """True for 对2021年发现的12处点位: the year tells of what, and nobody looks back."""
        folded = self.reading.folded
        opened = self.reading.words.matcher("deals_with").match(folded, clause.start, clause.end)
        return (
            opened is not None
            and opened.end() == island.start
            and folded.find("的", island.end, clause.end) > 0
        )

    def _is_limit(self, clause: Clause, number: int, when: When) -> bool:
        """Whether a time says when something is to be done, or only describes."""
        island = clause.islands[number]
        if when.past or self._describes(clause, island):
            return False
        if self._recurs_for_nothing(clause, island):
            return False
        leads = self._leads(clause, island)
        if when.limit and (leads or not self._within_a_thing(clause, island)):
            return True
        if self._labelled(island) or self._joined(clause, number) or self._bracketed(island):
            return True
        if not leads and not self._before_work(clause, island):
            return False
        if when.type == "period" or _PARTS & {token.type for token in island.tokens}:
            return True
        # A bare year is the plan's heading (2021年,…) or, where it lies ahead, a term.
        return when.year is not None and when.year > (self.reading.year or when.year)

    def _within_a_thing(self, clause: Clause, island: Island) -> bool:
        """年内 limits what is done behind it (年内开工) and describes a thing (年内用量).

        What may be a verb or a noun is a verb before a number: 年内改造2座.
        """
        reading = self.reading
        words = reading.folded[island.start : island.end]
        if words not in reading.words.words("within_year"):
            return False
        work = reading.words.matcher("act_or_thing")
        counts = any(other.kind == "quantity" for other in clause.islands)
        return not (
            reading.bodies.acts(reading.folded, island.end, clause.end)
            or (counts and work.match(reading.folded, island.end, clause.end))
        )

    def _recounts(self, clause: Clause, island: Island, when: When) -> bool:
        """True for a day or a stretch of days on which something was done: 4月7日…开展了督察."""
        recounted = self.reading.form("recounted")
        dated = bool(_DAYS & {token.type for token in island.tokens}) and not when.limit
        comma = island.end == clause.end and self.reading.folded.startswith(",", clause.end)
        return dated and recounted.match(self.reading.folded, island.end + comma) is not None

    def _recurs_for_nothing(self, clause: Clause, island: Island) -> bool:
        """True for 分解到每年 and 每天1.2万吨: a recurrence with nothing to do in it."""
        if [token.type for token in island.tokens] != ["EVERY"]:
            return False
        goes_on = self.reading.folded.startswith(",", clause.end)
        return self._is_rate(clause, island) or (island.end == clause.end and not goes_on)

    def _is_rate(self, clause: Clause, island: Island) -> bool:
        """True for 每天约1.2万吨污水: so much in so long, and nothing to be done."""
        behind = (other for other in clause.islands if other.start == island.end)
        amount = next((other for other in behind if other.kind == "quantity"), None)
        times = self.reading.words.words("occasion")
        return amount is not None and str(amount.tokens[-1]).strip() not in times

    def _before_work(self, clause: Clause, island: Island) -> bool:
        """泵站8月完成改造: between what is worked on and the work, a time is a term."""
        work = self.reading.words.matcher("work")
        return work.match(self.reading.folded, island.end, clause.end) is not None

    def _leads(self, clause: Clause, island: Island) -> bool:
        """True where no more than 力争 or 于 stands before a time in its clause."""
        before = self.reading.folded[clause.start : island.start].strip(' "')
        words = self.reading.words
        return (
            not before
            or before.endswith(words.words("up_to"))
            or before in words.words("leading_up")
        )

    def _labelled(self, island: Island) -> bool:
        """完成时限:6月底 - a date behind a label is a limit, a bare month or year too."""
        before = self.reading.folded[: island.start].rstrip()[-12:]
        return before.endswith(":") and before[:-1].rstrip().endswith(
            self.reading.words.words("term_label")
        )

    def _bracketed(self, island: Island) -> bool:
        """集中整治阶段(6月1日至9月30日): a time with a day or month, alone in brackets."""
        folded = self.reading.folded
        alone = folded.endswith("(", 0, island.start) and folded.startswith(")", island.end)
        return alone and bool(_DAYS & {token.type for token in island.tokens})

    def _joined(self, clause: Clause, number: int) -> bool:
        """到2025年和2030年: what is joined to a limit is one."""
        earlier = clause.islands[number - 1] if number else None
        if earlier is None or earlier.start not in self.limits:
            return False
        joined = self.reading.form("times_joined")
        start = clause.islands[number].start
        return joined.fullmatch(self.reading.folded, earlier.end, start) is not None

    def _describes(self, clause: Clause, island: Island) -> bool:
        """True where a time describes a thing, delimits a period, or is part of a name."""
        folded = self.reading.folded
        words = self.reading.words.tables["describing"]
        kind = island.tokens[0].type
        # 为期3个月的整治 lasts three months; 3年内未整改的企业 are told by theirs
        lasts = kind == "LASTING" and not str(island.tokens[0]).endswith("内")
        named = kind != "PACE"  # 实行"一月一调度": a pace holds in quotation marks too
        return (
            (folded.startswith(words["behind"], island.end) and not lasts)
            or folded.endswith(words["before"], 0, island.start)
            or (named and quoted(folded, clause.start, island.start))
        )

    def _is_past(self, when: When) -> bool:
        """True for what lies before the plan's year: it tells what has been done."""
        last, reading = when.due or when.start, self.reading
        if last is None:
            return False
        return reading.year is not None and last.year < reading.year

    def _add(self, passage: Passage, span: Span, when: When) -> None:
        self.drafts.append(
            {
                "node": passage.node_id,
                "span": span,
                "type": when.type,
                "start": when.start,
                "due": when.due,
                "rrule": when.rrule,
                "duration": when.duration,
                "reason": when.reason,
                "inferred": when.inferred,
            }
        )
