"""Who answers for what, as sentences say it: verbs of assignment, bodies as subjects."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from attrs import define, evolve, field, frozen

from ecoplan.clauses import Island
from ecoplan.model import Body, Form, Role, Span
from ecoplan.places import is_place
from ecoplan.readers.passages import Clause, Draft, Passage, Reading
from ecoplan.resolve.bodies import is_body

__all__ = ["Assignments"]

_TAIL = 8
"""The end of a noun phrase behind its 的 is no longer."""
_SENTENCE = 100
"""Characters of a sentence that are looked back over."""
_BARE = 2
"""A body's name of no more characters (政府, 企业) names a kind."""


@frozen
class _Assigned:
    """What a verb of assignment says."""

    span: Span
    role: Role
    bodies: Sequence[Body]


@define
class Assignments:
    """Reads the responsibilities that sentences give, passage by passage."""

    reading: Reading
    drafts: list[Draft] = field(factory=list)
    _clauses: Sequence[Clause] = field(init=False, default=())
    _at: int = field(init=False, default=0)
    """The number of the clause that is read."""

    def read(self, passage: Passage, goals: Sequence[Span], past: Collection[int]) -> None:
        """Add the responsibilities of one passage; a clause that states a goal has no subject.

        ``past`` are the starts of the times that lie in the past: what follows tells what was done.
        """
        if passage.kind not in ("heading", "prose"):
            return
        run: Draft | None = None
        assigned: Sequence[Body] = ()
        own: Sequence[Body] = ()
        self._clauses = passage.clauses
        aimed = sorted(goal.start for goal in goals)
        for number, clause in _but_of_the_past(passage.clauses, past):
            self._at = number
            if self._begins(clause):
                run, own, assigned = None, (), ()
            if run is not None and self._match("recounts", clause.start, clause.end):
                self.drafts.pop()  # 省厅认真研究,形成以下思路: how the plan came about
                run = None
            aims = bisect_left(aimed, clause.start) < bisect_left(aimed, clause.end)
            if taken := self._verbs(passage, clause, aims):
                run, own, assigned = None, taken, assigned or taken
                continue
            if run is not None and self._is_of_another(clause):
                run = None
            bodies = self._new_subject(passage.clauses, number, run)
            if not bodies and assigned and self._has_duty(clause):
                bodies = own if self._in_person(own, clause) else assigned
                assigned = ()  # A对…负总责,要加强领导: still A
                self._drop_general()
            if bodies and (not aims or self._fulfils(bodies[-1].span.end, clause)):
                run = self._add_subjects(passage, clause, (*self._listed_before(), *bodies))
            elif run is not None:
                run["span"] = Span(run["span"].start, clause.end)

    def _begins(self, clause: Clause) -> bool:
        """True for the first clause of a sentence, or of what a semicolon ends."""
        return clause.opens or self.reading.folded.startswith(";", clause.start - 1)

    def _fulfils(self, start: int, clause: Clause) -> bool:
        """True for (各县)完成市下达的目标: a goal that a body is given, and a duty of it."""
        return self._form("fulfils", start, clause.end) is not None

    def _has_duty(self, clause: Clause) -> bool:
        """True for a clause without a subject that says what the body before must do.

        Behind one that only answers in general, a time and a verb say that.
        """
        start = self._content_start(clause)
        if start > clause.start and self._answers_in_general(self.drafts[-1]):
            return self.reading.bodies.acts(self.reading.folded, start, clause.end) is not None
        return self._match("duty", clause.start, clause.end) is not None

    def _in_person(self, bodies: Sequence[Body], clause: Clause) -> bool:
        """True for what office-holders must do themselves: 主要负责人为第一责任人,要亲自部署."""
        persons = self.reading.words.tables["body_ending"]["person"]
        personal = self._form("in_person", clause.start, clause.end) is not None
        return personal and bodies[-1].name.endswith(persons)

    def _answers_in_general(self, draft: Draft) -> bool:
        general = self.reading.words.words("in_general")
        span = draft["span"]
        return self.reading.folded.endswith(general, span.start, span.end)

    def _add_subjects(self, passage: Passage, clause: Clause, first: Sequence[Body]) -> Draft:
        """Add the subject of a clause, and of its further parts; the last one, which may go on."""
        subjects = [first, *self._others_acting(clause, first[-1])]
        starts = [bodies[0].span.start for bodies in subjects]
        ends = [*(start - 1 for start in starts[1:]), clause.end]
        runs = [
            self._add(passage, "subject", _Assigned(Span(start, end), "responsible", bodies))
            for bodies, start, end in zip(subjects, starts, ends, strict=True)
        ]
        return runs[-1]

    def _others_acting(self, clause: Clause, first: Body) -> Iterator[Sequence[Body]]:
        """The office-holders of a clause who act behind the first: 主要领导抓、分管领导抓."""
        reading = self.reading
        persons = reading.words.tables["body_ending"]["person"]
        at = first.span.end
        while (
            first.name.endswith(persons) and (at := reading.folded.find("、", at, clause.end)) > 0
        ):
            at += 1
            bodies, end = reading.bodies.run(reading.folded, at, clause.end, modified=False)
            acts = bodies and bodies[0].name.endswith(persons)
            if acts and reading.bodies.acts(reading.folded, end, clause.end):
                yield bodies

    def _drop_general(self) -> None:
        """Take back that a body answers in general where its duties follow: 对质量负总责,要…."""
        if self._answers_in_general(self.drafts[-1]):
            self.drafts.pop()

    def _listed_before(self) -> Sequence[Body]:
        """The bodies of clauses of bodies alone before this one: 各县政府,(市开发区管委会要…)."""
        listed: tuple[Body, ...] = ()
        number = self._at
        while number and not self._clauses[number].opens:
            number -= 1
            bodies = self._all_bodies(self._clauses[number])
            if not bodies:
                break
            listed = (*bodies, *listed)
        return listed

    def _all_bodies(self, clause: Clause) -> Sequence[Body]:
        """The bodies of a clause that names them, up to its comma, and says no more."""
        folded = self.reading.folded
        if not folded.startswith(",", clause.end):
            return ()
        if folded.endswith(self.reading.words.words("role_being"), clause.start, clause.end):
            return ()  # 负责人为第一责任人,
        start = self._content_start(clause)
        bodies, end = self.reading.bodies.run(folded, start, clause.end, modified=False)
        return bodies if end == clause.end else ()

    def _is_of_another(self, clause: Clause) -> bool:
        """True behind a clause with a subject where another acts: 由各市分解, 达标的地区可调整."""
        reading, start = self.reading, self._content_start(clause)
        by = next((each for each in clause.islands if each.start == start), None)
        if by is not None and by.kind == "ROLE_BEFORE":
            word = reading.folded[by.start : by.end]
            return self._role("role_before", word) == "responsible"
        return self._form("others_may", start, clause.end) is not None

    def _subject(self, clauses: Sequence[Clause], number: int) -> Sequence[Body]:
        """The bodies that a clause begins with, where something to do follows them."""
        clause = clauses[number]
        start = self._content_start(clause)
        if any(island.start == start and island.kind in _VERBS for island in clause.islands):
            return ()
        for bodies, end in self._openings(clause, start):
            if bodies and self._have_to_do(clauses, number, bodies, end):
                return () if self._continues_where(clauses, number) else bodies
        return ()

    def _openings(self, clause: Clause, start: int) -> Iterator[tuple[Sequence[Body], int]]:
        """The bodies at ``start`` with the end of their words, then those behind a modifier."""
        reading = self.reading
        found = reading.bodies.run(reading.folded, start, clause.end, modified=False)
        yield self._each_at_its_time(clause, *found)
        modifier = reading.bodies.behind_modifier(reading.folded, start, clause.end)
        if modifier is not None:
            yield reading.bodies.run(reading.folded, modifier, clause.end, modified=False)

    def _have_to_do(
        self, clauses: Sequence[Clause], number: int, bodies: Sequence[Body], end: int
    ) -> bool:
        """Whether bodies that open a clause are the subject of what stands behind ``end``."""
        reading, clause = self.reading, clauses[number]
        start = self._content_start(clause)
        if self._is_output(start, bodies[0]) or reading.form("no_subject").search(bodies[-1].name):
            return False
        modifier = Span(start, bodies[0].span.start)
        if end == clause.end:
            acts = self._acts_behind_comma(clauses, number, modifier)
            return acts or self._acts_behind_colon(clauses, number)
        if modifier.end > start and not self._tells_which(modifier):
            if self._match("towards", start, modifier.end):
                return False  # 对…的单位应予关闭: what is done to them
            must = self._match("duty", end, clause.end) is not None
            return must and not self._is_mechanism(end, clause)
        return self._acts(clause, bodies, end)

    def _continues_where(self, clauses: Sequence[Clause], number: int) -> bool:
        """True behind a clause that says where, and no more: 在甲县、乙县,(丙县开展修复)."""
        reading = self.reading
        if number == 0 or clauses[number].opens:
            return False
        before = clauses[number - 1]
        start = self._content_start(before)
        if not reading.folded.startswith("在", start):
            return False
        _, end = reading.bodies.run(reading.folded, start + 1, before.end, modified=False)
        return end == before.end

    def _each_at_its_time(
        self, clause: Clause, bodies: Sequence[Body], end: int
    ) -> tuple[Sequence[Body], int]:
        """The bodies of a list each of which has its time: 县级河长每月、(乡级河长)每周巡河."""
        reading = self.reading
        while bodies:
            behind = clause.behind_time(end)
            if behind == end or not reading.folded.startswith("、", behind, clause.end):
                break
            more, stop = reading.bodies.run(reading.folded, behind + 1, clause.end, modified=False)
            if not more:
                break
            bodies, end = (*bodies, *more), stop
        return bodies, end

    def _is_output(self, start: int, body: Body) -> bool:
        """True for 建设乡镇网点: a verb, and a kind of place that no name holds."""
        verb = self._match("output", start, body.span.end)
        left = body.name[verb.end() - start :] if verb else ""
        return left in self.reading.words.tables["body_ending"]["locality"]

    def _acts(self, clause: Clause, bodies: Sequence[Body], end: int) -> bool:
        """Whether a verb stands behind the bodies that a clause begins with."""
        reading, begin = self.reading, end
        end = clause.behind_time(begin)
        act = reading.bodies.acts(reading.folded, end, clause.end)
        if act is None and (
            end > begin or any(island.kind == "quantity" for island in clause.islands)
        ):
            act = self._match("act_or_thing", end, clause.end)  # 甲县改造管网12公里, 限期整改
        if act is None or (end == begin and self._is_listed(act.end())):
            return False
        if self._form("recounted", act.start(), clause.end):
            return False
        localities = reading.words.tables["body_ending"]["locality"]
        if self._form("shows", end, clause.end) and bodies[-1].name.endswith(localities):
            return False  # 平原地区基本实现散煤清零: what a place shows
        failing = reading.words.words("falls_short")
        if reading.folded.endswith(failing, act.end(), clause.end):
            return False
        slogan = act.end() == clause.end and len(bodies[0].name) <= _BARE  # 政府主导,社会参与
        told = self._begins(clause) or self._match("duty", end, clause.end)
        return not slogan and bool(told or not self._is_mechanism(end, clause))

    def _is_listed(self, end: int) -> bool:
        """True for what is a noun or one of a list of them; behind a time, each of a list is done:
        每月调度、通报."""
        return self.reading.folded.startswith(("的", "、"), end)

    def _tells_which(self, modifier: Span) -> bool:
        """True for 有条件的 and the like, which tell some of the bodies from the others.

        Behind 鼓励, 在 or a verb of their own they are no subject.
        """
        reading = self.reading
        which = reading.words.words("which")
        return reading.folded.endswith(which, modifier.start, modifier.end) and not any(
            self._match(table, modifier.start, modifier.end)
            for table in ("favours", "no_name_start", "output")
        )

    def _acts_behind_comma(self, clauses: Sequence[Clause], number: int, modifier: Span) -> bool:
        """Whether a clause of bodies alone is the subject of the next: 产废单位,应当申报."""
        names_some = modifier.end > modifier.start and self._tells_which(modifier)
        return self._goes_on(clauses, number, "acts" if names_some else "obliged")

    def _acts_behind_colon(self, clauses: Sequence[Clause], number: int) -> bool:
        """Whether a clause of bodies alone heads what they do: 县财政局:统筹资金."""
        reading, after = self.reading, clauses[number + 1 : number + 2]
        if not after or not reading.folded.startswith(":", clauses[number].end):
            return False
        (clause,) = after
        start = self._content_start(clause)
        if any(island.start == start and island.kind == "ROLE_AFTER" for island in clause.islands):
            return False
        acts = reading.bodies.acts(reading.folded, start, clause.end)
        return (acts or self._match("act_or_thing", start, clause.end)) is not None

    def _goes_on(self, clauses: Sequence[Clause], number: int, name: str) -> bool:
        """Whether the form of that ``name`` begins what stands behind the comma of a clause."""
        if not self.reading.folded.startswith(",", clauses[number].end):
            return False
        following = (clause for clause in clauses[number + 1 : number + 3] if not clause.opens)
        rest = next((each for each in following if not self._inserted(each)), None)
        return rest is not None and bool(self._form(name, self._content_start(rest), rest.end))

    def _new_subject(
        self, clauses: Sequence[Clause], number: int, run: Draft | None
    ) -> Sequence[Body]:
        """The subject of a clause, but for bodies that the one of the ``run`` comprises: 甲局,
        (特别是乙局),要加强监管."""
        bodies, clause = self._subject(clauses, number), clauses[number]
        alone = run is not None and bool(bodies) and bodies[-1].span.end == clause.end
        return () if alone and self._inserted(clause) else bodies

    def _inserted(self, clause: Clause) -> bool:
        """True for 特别是国有企业 between the bodies and what they do."""
        return self._match("connective", clause.start, clause.end) is not None

    def _is_mechanism(self, start: int, clause: Clause) -> bool:
        """True for the middle of a noun phrase: 有关部门共同参与的推进机制."""
        reading = self.reading
        tail = reading.folded[start : clause.end].rpartition("的")[2]
        return (
            len(tail) < clause.end - start
            and len(tail) <= _TAIL
            and tail.endswith(reading.words.words("mechanism"))
        )

    def _content_start(self, clause: Clause) -> int:
        """Where a clause begins behind its time and its connective."""
        start = clause.start
        for island in clause.islands:
            if island.kind != "time" or island.start > start:
                break
            start = island.end
        match = self._form("connective", start, clause.end)
        return match.end() if match else start

    def _verbs(self, passage: Passage, clause: Clause, aims: bool) -> Sequence[Body]:
        """Add the assignments that verbs make; the clause's own subject, where one takes it.

        Where a clause ``aims`` at a goal, 参与 and the like are part of what is aimed at.
        """
        if not clause.islands:
            return ()
        named: set[tuple[int, Role]] = set()
        taken: Sequence[Body] = ()
        names = range(0)
        for island in clause.islands:
            reader = _VERBS.get(island.kind)
            if (aims and island.kind == "ROLE_AFTER") or island.start in names:
                continue  # 由市推进新区建设领导小组…: a verb within a name is none
            for assigned in reader(self, clause, island) if reader else ():
                names = range(assigned.bodies[0].span.start, assigned.bodies[-1].span.end)
                key = (assigned.bodies[-1].span.end, assigned.role)
                if key not in named:
                    self._add(passage, "verb", assigned)
                named.add(key)
                first = assigned.bodies[0].span.start
                own = first == assigned.span.start
                if own and first <= self._content_start(clause):
                    taken = taken or assigned.bodies
        return taken

    def _before(self, clause: Clause, island: Island) -> Iterator[_Assigned]:
        """督促X, 会同X, 配合X, 由X…: the verb, then the bodies."""
        reading = self.reading
        word = reading.folded[island.start : island.end]
        role = self._role("role_before", word)
        start = island.end
        shared = self._form("shared_object", start, clause.end)
        if shared:
            start = shared.end()
        bodies, end = reading.bodies.run(reading.folded, start, clause.end)
        if not bodies:
            if word in reading.words.meanings("role_after"):
                yield from self._after(clause, island)
            return
        takes_part = self._match("takes_part", end, len(reading.folded))
        if role == "responsible":
            yield from self._by(clause, island, bodies, end)
        elif takes_part:
            begin = island.start if role == "support" else bodies[0].span.start
            yield _Assigned(Span(begin, takes_part.end()), "support", bodies)
        elif self._assigns(role, island, end, clause):
            yield _Assigned(Span(island.start, end), role, bodies)

    def _assigns(self, role: Role, island: Island, end: int, clause: Clause) -> bool:
        if role == "support":
            return False
        if role == "lead":
            return end < clause.end and self.reading.folded[end] not in ")]"
        if self._match("favours", self._content_start(clause), clause.end):
            return False  # 鼓励企业联合高校: what is only favoured is assigned to nobody
        return role == "joint" or self._does_something(island, end, clause)

    def _does_something(self, island: Island, end: int, clause: Clause) -> bool:
        """Whether a supervised body does what follows: a verb, or a clause of its own."""
        reading = self.reading
        leads = island.start == self._content_start(clause)
        word = reading.folded[island.start : island.end]
        pushes = reading.words.meanings("pushes").get(word)
        if end == clause.end:
            joins = reading.words.words("join")  # 污染治理与(监督指导)专家组 has it in its name
            joined = reading.folded.endswith(joins, clause.start, island.start)
            return (leads or not (pushes or joined)) and reading.folded.startswith(",", end)
        acts_at_once = reading.bodies.acts(reading.folded, end, clause.end)  # 限期, 按时
        end = clause.behind_time(end)
        if pushes:  # 推进企业整改 is as often about the work: only a verb that is no noun counts
            acts = self._match("act", end, clause.end)
            if pushes == "either":  # 推动园区建设泵站
                acts = acts or self._form("builds_or_named", end, clause.end)
            elif self._form("only_work", end, clause.end):
                return False  # 推进区内企业关闭搬迁
            return acts is not None and (leads or not self._is_mechanism(end, clause))
        if acts_at_once or reading.bodies.acts(reading.folded, end, clause.end):
            return leads or not self._is_mechanism(end, clause)
        thing = self._match("act_or_thing", end, clause.end)
        urged = word in reading.words.words("urges")  # 督促企业整改
        ended = thing is not None and not urged and clause.end - thing.end() <= 1
        return reading.folded[end] == '"' or (thing is not None and not ended)

    def _by(
        self, clause: Clause, island: Island, bodies: Sequence[Body], end: int
    ) -> Iterator[_Assigned]:
        """由X牵头, 由X负责, 由X and any other verb."""
        reading = self.reading
        none = reading.words.words("may") + reading.words.tables["convenes"]["any"]
        if reading.folded.endswith(none, clause.start, island.start):
            return  # 可由A负责 is no duty, and 成立由A任组长的领导小组 names a body
        together = self._form("together", end, clause.end)
        if together:
            yield _Assigned(Span(island.start, together.end()), "joint", bodies)
            return
        timed = clause.behind_time(end)  # 由A每月检查
        after = self._match("role_after", timed, clause.end)
        role = self._role("role_after", after[0]) if after else "responsible"
        verb = after or reading.bodies.acts(reading.folded, timed, clause.end)
        verb = verb or self._match("act_or_thing", timed, clause.end)  # 由A验收, any other verb
        verb = verb or reading.bodies.acts(reading.folded, end, clause.end)
        if verb:
            if verb[0] in reading.words.meanings("manner"):
                verb = reading.bodies.acts(reading.folded, verb.end(), clause.end) or verb
            title = self._match("role_being", verb.end(), clause.end)
            yield _Assigned(Span(island.start, (title or verb).end()), role, bodies)

    def _after(self, clause: Clause, island: Island) -> Iterator[_Assigned]:
        """X牵头, X负责, X对…负总责: the bodies, then the verb; X牵头组织Y says both."""
        yield from self._said_of(clause, island)
        verbs = self.reading.words.words("role_before")
        word = self.reading.folded[island.start : island.end]
        before = next((verb for verb in verbs if word.endswith(verb) and word != verb), None)
        if before is not None:
            yield from self._before(clause, evolve(island, start=island.end - len(before)))

    def _said_of(self, clause: Clause, island: Island) -> Iterator[_Assigned]:
        """The bodies before a verb that says what they do."""
        reading = self.reading
        word = reading.folded[island.start : island.end]
        role = self._role("role_after", word)
        if before := self._housed(clause, island) or self._heading(clause, island):
            yield _Assigned(Span(before[0].span.start, island.end), role, before)
            return
        towards = reading.words.words("towards")
        for start in self._possible_starts(clause, island, role):
            bodies, end = reading.bodies.run(reading.folded, start, island.end)
            end = reading.behind_leading(clause, end, clause.end, "manner")
            if bodies and (end == island.start or reading.folded.startswith(towards, end)):
                yield _Assigned(Span(bodies[0].span.start, island.end), role, bodies)
                return

    def _housed(self, clause: Clause, island: Island) -> Sequence[Body]:
        """The office that acts, behind a clause that says where it is: 办公室设在市水利局,负责…."""
        folded = self.reading.folded
        if island.start != clause.start:
            return ()
        back = max(0, island.start - _SENTENCE)
        opening = max(folded.rfind(stop, back, island.start) for stop in "。;\n:、") + 1
        housed = self.reading.form("housed").search(folded, max(opening, back), island.start)
        return self.reading.bodies.listed(folded, *housed.span("office")) if housed else ()

    def _heading(self, clause: Clause, island: Island) -> Sequence[Body]:
        """The bodies that head a clause with their names and a colon: 县住建局:负责…."""
        folded = self.reading.folded
        colon = clause.start - 1
        if island.start != clause.start or not folded.startswith(":", colon):
            return ()
        back = max(0, colon - _SENTENCE)
        opening = max(folded.rfind(stop, back, colon) for stop in "。;\n,.)") + 1
        while folded.startswith(" ", opening):
            opening += 1
        bodies, end = self.reading.bodies.run(folded, opening, colon)
        return bodies if end == colon else ()

    def _possible_starts(self, clause: Clause, island: Island, role: Role) -> Iterator[int]:
        start = self._content_start(clause)
        yield start
        opening = self._match("no_name_start", start, clause.end)
        if opening and role == "joint":
            yield opening.end()
        for other in clause.islands:
            if other.kind == "ROLE_AFTER" and other.end < island.start:
                gap = self._form("next_role", other.end, island.start)
                yield gap.end() if gap else other.end
        verbs = (other for other in clause.islands if other.end <= island.start)
        yield from (other.end for other in verbs if other.kind in ("quantity", "ROLE_BEFORE"))
        for quantity in (o for o in clause.islands if o.kind == "quantity"):
            yield quantity.start

    def _with(self, clause: Clause, island: Island) -> Iterator[_Assigned]:
        """与X、Y联动."""
        reading = self.reading
        ends = reading.form("with")
        for word in ends.finditer(reading.folded, island.end, clause.end):
            start, end = island.end, clause.before_time(word.start())
            bodies, closed = reading.bodies.among_others(reading.folded, start, end)
            if bodies and closed == end:
                yield _Assigned(Span(island.start, word.end()), "joint", bodies)
                return
            bodies = reading.bodies.listed(reading.folded, start, end)
            if bodies and all(self._can_act(body) for body in bodies):
                yield _Assigned(Span(island.start, word.end()), "joint", bodies)
                return

    def _can_act(self, body: Body) -> bool:
        """True for what has the shape of a body's name, and for a place's short name: 青海."""
        return is_body(self.reading.words, body.name) or is_place(body.name)

    def _being(self, clause: Clause, island: Island) -> Iterator[_Assigned]:
        """X是…实施主体, X为…第一责任人, 由X担任组长, 以X为责任主体."""
        reading, opening = self.reading, self._content_start(clause)
        start = opening + len("以") if reading.folded.startswith("以", opening) else opening
        bodies, end = reading.bodies.run(reading.folded, start, island.start)
        if not bodies or end != island.start:
            return
        bodies = (*self._listed_before(), *bodies)
        begin = opening if start > opening else bodies[0].span.start
        titles = reading.words.matcher("role_being")
        for title in titles.finditer(reading.folded, island.end, clause.end):
            if title.end() == clause.end:
                role = self._role("role_being", title[0])
                yield _Assigned(Span(begin, title.end()), role, bodies)

    def _add(self, passage: Passage, form: Form, assigned: _Assigned) -> Draft:
        reading = self.reading
        draft = {
            "node": passage.node_id,
            "span": assigned.span,
            "form": form,
            "role": assigned.role,
            "bodies": tuple(
                reading.bodies.as_written(body, reading.text, reading.folded)
                for body in assigned.bodies
            ),
            "governs": None,
        }
        self.drafts.append(draft)
        return draft

    def _role(self, table: str, word: str) -> Role:
        return self.reading.words.meanings(table)[word]  # type: ignore[return-value]

    def _match(self, table: str, start: int, end: int) -> "re.Match[str] | None":
        return self.reading.words.matcher(table).match(self.reading.folded, start, end)

    def _form(self, name: str, start: int, end: int) -> "re.Match[str] | None":
        return self.reading.form(name).match(self.reading.folded, start, end)


def _but_of_the_past(
    clauses: Sequence[Clause], past: Collection[int]
) -> Iterator[tuple[int, Clause]]:
    """The clauses with their numbers, but for those from a past time to its sentence's end."""
    recounts = False
    for number, clause in enumerate(clauses):
        recounts = recounts and not clause.opens
        if past:
            recounts = recounts or any(island.start in past for island in clause.islands)
        if not recounts:
            yield number, clause


_VERBS = {
    "ROLE_BEFORE": Assignments._before,
    "ROLE_AFTER": Assignments._after,
    "ROLE_WITH": Assignments._with,
    "ROLE_BEING": Assignments._being,
}
"""Kind of a verb's island → what reads the assignments that it makes."""
