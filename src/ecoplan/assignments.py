"""Who answers for what: marks, labelled lines, verbs of assignment, bodies as subjects."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ecoplan.clauses import Island
from ecoplan.model import NOWHERE, Body, Form, Node, Role, Span
from ecoplan.passages import Clause, Passage, Reading
from ecoplan.resolve.bodies import as_written

if TYPE_CHECKING:
    from lark import Token

__all__ = ["Assignments"]

Draft = dict[str, Any]


@define
class Assignments:
    """Reads responsibilities passage by passage, carrying what a mark follows on."""

    reading: Reading
    drafts: list[Draft] = field(factory=list)
    _governed_from: dict[str | None, int] = field(factory=dict)
    """Node → where the text that its next mark governs begins."""
    _marked: set[str] = field(factory=set)
    """Nodes that have a mark of their own."""
    _previous: Span = NOWHERE
    """The mark before, with its bracket."""
    _governs: Span = NOWHERE
    """What it answers for."""
    _first_leads: bool = False
    """True behind a note that the first of several bodies leads (排在第一为牵头单位,下同)."""
    _siblings: dict[str | None, list[Node]] = field(factory=dict)
    """Id of a unit → the units below it so far."""
    _nodes: dict[str | None, Node] = field(factory=dict)

    def read(self, passage: Passage, goals: Sequence[Span]) -> None:
        """Add the responsibilities of one passage; a clause that states a goal has no subject."""
        if passage.kind == "heading" and passage.node is not None:
            self._nodes[passage.node.id] = passage.node
            self._siblings.setdefault(passage.node.parent, []).append(passage.node)
        if passage.kind in ("heading", "prose"):
            self._marks(passage)
            self._sentences(passage, goals)

    # --- marks ----------------------------------------------------------------------------------

    def _marks(self, passage: Passage) -> None:
        opened: int | None = None
        for island in passage.marks:
            if self._note("first_leads", island.start, island.end):
                self._first_leads = True
            roles = list(self._roles(island))
            if not roles:
                # (完成时限:10月底,责任部门:A): a term comes first, the bracket is the same
                opened = island.start if island.tokens[-1].type == "MARK_TERM" else None
                continue
            if not self._adjacent(island):
                start = island.start if opened is None else opened
                self._governs = self._governed(passage, start)
            opened = None
            for role, bodies, span in roles:
                governs = self._rest(island, span) or self._governs
                self._add(passage.node, span, "marker", role, bodies, governs)
            end = self._bracket_end(island)
            self._previous = Span(island.start, end)
            self._governed_from[_id(passage.node)] = end
            if passage.node is not None:
                self._marked.add(passage.node.id)

    def _rest(self, island: Island, span: Span) -> Span | None:
        """All that follows, where a mark says that it holds for that (以下均需各市落实)."""
        if not self._note("all_that_follows", span.start, span.end):
            return None
        return self._trimmed(island.end, len(self.reading.folded))

    def _note(self, meaning: str, start: int, end: int) -> str | None:
        words = self.reading.words.tables["note"][meaning]
        text = self.reading.folded[start:end]
        return next((word for word in words if word in text), None)

    def _adjacent(self, island: Island) -> bool:
        """True where labelled lines follow one another: they are one marker."""
        between = self.reading.folded[self._previous.end : island.start]
        return self._previous.end > 0 and not between.strip(" \n。;,、()[]")

    def _bracket_end(self, island: Island) -> int:
        """End of a mark with its bracket, a date in it included."""
        if island.tokens[-1].type != "MARK_TERM":
            return island.end
        closing = _CLOSING.search(self.reading.folded, island.end)
        return closing.end() if closing and closing[0] != "\n" else island.end

    def _governed(self, passage: Passage, mark: int) -> Span:
        """The text that a mark answers for; ``mark`` is where it begins."""
        node = passage.node
        if node is not None and self._stands_alone(passage, mark):
            node = self._holder(node) or node
        begin = self._governed_from.get(_id(node))
        if begin is None:
            begin = node.span.start + len(node.label) if node else passage.start
        return self._trimmed(begin, mark)

    def _trimmed(self, begin: int, end: int) -> Span:
        folded = self.reading.folded
        while begin < end and folded[begin] in " \n。;,":
            begin += 1
        while end > begin and folded[end - 1] in " \n。;,":
            end -= 1
        return Span(begin, end)

    def _stands_alone(self, passage: Passage, mark: int) -> bool:
        return passage.fresh and not passage.clauses and mark - passage.start <= 2

    def _holder(self, node: Node) -> Node | None:
        """The unit above, where a mark on a line of its own follows items that have none."""
        siblings = self._siblings.get(node.parent, [])
        if node.id not in self._marked:
            earlier = [other for other in siblings if other.id != node.id]
            if not earlier or any(other.id in self._marked for other in earlier):
                return None
        return self._nodes.get(node.parent)

    # --- the bodies and roles of a mark -----------------------------------------------------------

    def _roles(self, island: Island) -> Iterator[tuple[Role, Sequence[Body], Span]]:
        """Each role that a mark gives, with its bodies and the words that give it."""
        for label, names, closing in _runs(island.tokens):
            bodies = self._named(names)
            if bodies:
                role = self._role(label, closing)
                first = label.start_pos if label and not closing else names[0].start_pos
                noted = self._note("first_leads", bodies[-1].span.end, names[-1].end_pos or 0)
                listed = bodies[-1].span.end if noted else names[-1].end_pos
                last = closing.end_pos if closing else listed
                yield from self._shared_out(role, bodies, Span(first or 0, last or 0))

    def _shared_out(
        self, role: Role, bodies: Sequence[Body], span: Span
    ) -> Iterator[tuple[Role, Sequence[Body], Span]]:
        if self._first_leads and role == "responsible" and len(bodies) > 1:
            yield "lead", bodies[:1], span
            bodies = bodies[1:]
        yield role, bodies, span

    def _role(self, label: "Token | None", closing: "Token | None") -> Role:
        words = self.reading.words
        if closing is not None:
            return words.meanings("role_mark")[str(closing)]  # type: ignore[return-value]
        assert label is not None
        name = str(label).rstrip(": \n")
        return words.meanings("role_label")[name]  # type: ignore[return-value]

    def _named(self, names: "Sequence[Token]") -> tuple[Body, ...]:
        if not names:
            return ()
        start, end = names[0].start_pos or 0, names[-1].end_pos or 0
        folded = self.reading.folded
        note = self._note("first_leads", start, end)
        if note:
            end = max(start, folded.rfind(",", start, folded.index(note, start)))
        for word in self.reading.words.tables["note"]["all_that_follows"]:
            if folded.startswith(word, start):
                start += len(word)
        return self.reading.bodies.listed(folded, start, end)

    # --- sentences --------------------------------------------------------------------------------

    def _sentences(self, passage: Passage, goals: Sequence[Span]) -> None:
        run: Draft | None = None
        for clause in passage.clauses:
            if clause.opens or self.reading.folded[clause.start - 1] == ";":
                run = None
            if self._verbs(passage, clause):
                run = None
                continue
            bodies = self._subject(clause)
            if bodies and not any(clause.start <= goal.start < clause.end for goal in goals):
                span = Span(bodies[0].span.start, clause.end)
                run = self._add(passage.node, span, "subject", "responsible", bodies)
            elif run is not None:
                run["span"] = Span(run["span"].start, clause.end)

    def _subject(self, clause: Clause) -> Sequence[Body]:
        """The bodies that a clause begins with, where something to do follows them."""
        reading = self.reading
        start = self._content_start(clause)
        if any(island.start == start and island.kind in _VERBS for island in clause.islands):
            return ()
        bodies, end = reading.bodies.run(reading.folded, start, clause.end, modified=False)
        act = reading.bodies.acts(reading.folded, end, clause.end) if bodies else None
        if act is None or reading.folded.startswith(("的", "、"), act.end()):
            return ()
        return () if self._is_mechanism(end, clause) else bodies

    def _is_mechanism(self, start: int, clause: Clause) -> bool:
        """True for the middle of a noun phrase: 有关部门共同参与的推进机制."""
        reading = self.reading
        tail = reading.folded[start : clause.end].rpartition("的")[2]
        return (
            not clause.opens
            and len(tail) < clause.end - start
            and len(tail) <= 8
            and tail.endswith(reading.words.words("mechanism"))
        )

    def _content_start(self, clause: Clause) -> int:
        """Where a clause begins behind its time and its connective."""
        start = clause.start
        for island in clause.islands:
            if island.kind != "time" or island.start > start:
                break
            start = island.end
        match = _CONNECTIVE.match(self.reading.folded, start, clause.end)
        return match.end() if match else start

    def _verbs(self, passage: Passage, clause: Clause) -> bool:
        """Add the assignments that verbs make; true where one takes the clause's own subject."""
        named: set[tuple[int, Role]] = set()
        taken = False
        for island in clause.islands:
            reader = _VERBS.get(island.kind)
            for draft in reader(self, clause, island) if reader else ():
                bodies = draft[3]
                key = (bodies[-1].span.end, draft[2])
                if key not in named:
                    self._add(passage.node, *draft)
                named.add(key)
                own = draft[3][0].span.start == draft[0].start
                taken = taken or (own and draft[0].start <= self._content_start(clause))
        return taken

    def _before(self, clause: Clause, island: Island) -> "Iterator[_Verb]":
        """督促X, 会同X, 配合X, 由X…: the verb, then the bodies."""
        reading = self.reading
        word = reading.folded[island.start : island.end]
        role: Role = reading.words.meanings("role_before")[word]  # type: ignore[assignment]
        start = island.end
        shared = _SHARED_OBJECT.match(reading.folded, start, clause.end)
        if shared:
            start = shared.end()
        bodies, end = reading.bodies.run(reading.folded, start, clause.end)
        if not bodies:
            if word in reading.words.meanings("role_after"):
                yield from self._after(clause, island)
            return
        if word == "由":
            yield from self._by(clause, island, bodies, end)
        elif reading.folded.startswith(("参与", "参加"), end):
            begin = island.start if role == "support" else bodies[0].span.start
            yield Span(begin, end + 2), "verb", "support", bodies
        elif self._assigns(role, word, end, clause):
            yield Span(island.start, end), "verb", role, bodies

    def _assigns(self, role: Role, word: str, end: int, clause: Clause) -> bool:
        if role == "support":
            return False
        if role == "supervised":
            return self._does_something(word, end, clause)
        return role != "lead" or (end < clause.end and self.reading.folded[end] not in ")]")

    def _does_something(self, word: str, end: int, clause: Clause) -> bool:
        """Whether a supervised body does what follows: a verb, or a clause of its own."""
        reading = self.reading
        if end == clause.end:
            return reading.folded.startswith(",", end)
        if reading.bodies.acts(reading.folded, end, clause.end):
            return True
        if word in reading.words.meanings("pushes"):
            return False
        thing = _match(reading, "act_or_thing", end, clause.end)
        return reading.folded[end] == '"' or (thing is not None and clause.end - thing.end() > 1)

    def _by(
        self, clause: Clause, island: Island, bodies: Sequence[Body], end: int
    ) -> "Iterator[_Verb]":
        """由X牵头, 由X负责, 由X and any other verb."""
        reading = self.reading
        if reading.folded[island.start - 1 : island.start] == "可":
            return
        after = _match(reading, "role_after", end, clause.end)
        role: Role = "responsible"
        if after:
            role = reading.words.meanings("role_after")[after[0]]  # type: ignore[assignment]
        together = _TOGETHER.match(reading.folded, end, clause.end)
        if together:
            yield Span(island.start, together.end()), "verb", "joint", bodies
            return
        verb = after or reading.bodies.acts(reading.folded, end, clause.end)
        if verb:
            if verb[0] in reading.words.meanings("manner"):
                verb = reading.bodies.acts(reading.folded, verb.end(), clause.end) or verb
            title = _match(reading, "role_being", verb.end(), clause.end)
            yield Span(island.start, (title or verb).end()), "verb", role, bodies

    def _after(self, clause: Clause, island: Island) -> "Iterator[_Verb]":
        """X牵头, X负责, X对…负总责: the bodies, then the verb."""
        reading = self.reading
        word = reading.folded[island.start : island.end]
        role: Role = reading.words.meanings("role_after")[word]  # type: ignore[assignment]
        for start in self._possible_starts(clause, island, role):
            bodies, end = reading.bodies.run(reading.folded, start, island.end)
            if bodies and (end == island.start or reading.folded[end] == "对"):
                yield Span(bodies[0].span.start, island.end), "verb", role, bodies
                return

    def _possible_starts(self, clause: Clause, island: Island, role: Role) -> Iterator[int]:
        start = self._content_start(clause)
        yield start
        opening = _match(self.reading, "no_name_start", start, clause.end)
        if opening and role == "joint":
            yield opening.end()
        for other in clause.islands:
            if other.kind == "ROLE_AFTER" and other.end < island.start:
                yield other.end + (self.reading.folded[other.end] in "、,和")
        verbs = (other for other in clause.islands if other.end <= island.start)
        yield from (other.end for other in verbs if other.kind in ("quantity", "ROLE_BEFORE"))
        for quantity in (o for o in clause.islands if o.kind == "quantity"):
            yield quantity.start

    def _with(self, clause: Clause, island: Island) -> "Iterator[_Verb]":
        """与X、Y联动."""
        reading = self.reading
        ends = reading.words.matcher("role_with")
        for word in ends.finditer(reading.folded, island.end, clause.end):
            bodies = reading.bodies.listed(reading.folded, island.end, word.start())
            if bodies and all(reading.bodies.is_body(body.name) for body in bodies):
                yield Span(island.start, word.end()), "verb", "joint", bodies
                return

    def _being(self, clause: Clause, island: Island) -> "Iterator[_Verb]":
        """X是…实施主体, X为…第一责任人, 由X担任组长."""
        reading = self.reading
        bodies, end = reading.bodies.run(reading.folded, self._content_start(clause), island.start)
        if not bodies or end != island.start:
            return
        titles = reading.words.matcher("role_being")
        for title in titles.finditer(reading.folded, island.end, clause.end):
            if title.end() < clause.end:
                continue
            role: Role = reading.words.meanings("role_being")[title[0]]  # type: ignore[assignment]
            yield Span(bodies[0].span.start, title.end()), "verb", role, bodies
            return

    def _add(
        self,
        node: Node | None,
        span: Span,
        form: Form,
        role: Role,
        bodies: Sequence[Body],
        governs: Span | None = None,
    ) -> Draft:
        text, folded = self.reading.text, self.reading.folded
        draft = {
            "node": _id(node),
            "span": span,
            "form": form,
            "role": role,
            "bodies": tuple(as_written(body, text, folded) for body in bodies),
            "governs": governs,
        }
        self.drafts.append(draft)
        return draft


_Verb = tuple[Span, Form, Role, Sequence[Body]]
_VERBS = {
    "ROLE_BEFORE": Assignments._before,
    "ROLE_AFTER": Assignments._after,
    "ROLE_WITH": Assignments._with,
    "ROLE_BEING": Assignments._being,
}
_CLOSING = re.compile(r"[)\]\n]")
_TOGETHER = re.compile(r"(?:共同|联合)[一-龥]{2}")
_CONNECTIVE = re.compile(r"(?:特别是|尤其是|同时|其中|此外|另外|原则上) ?,?")
_SHARED_OBJECT = re.compile(r"(?:和|及|、)(?:配合|协助|督促|指导|联合|支持)")


def _match(reading: Reading, table: str, start: int, end: int) -> "re.Match[str] | None":
    return reading.words.matcher(table).match(reading.folded, start, end)


def _runs(
    tokens: "Sequence[Token]",
) -> "Iterator[tuple[Token | None, list[Token], Token | None]]":
    """(label, names, closing word) of each assignment in a mark.

    A label holds until the next one or a semicolon; a closing word (牵头, 配合) ends the names
    before it.
    """
    label: Token | None = None
    names: list[Token] = []
    for token in tokens:
        if token.type in ("ROLE_LABEL", "LINE_LABEL"):
            if names and label:
                yield label, _closed(names), None
            label, names = token, []
        elif token.type == "ROLE_MARK":
            yield label, names, token
            names = []
        elif token.type == "SEMICOLON" and not label:
            names = []
        elif token.type == "NAME" or (token.type in ("COMMA", "SEMICOLON") and names):
            names.append(token)
    if names and label:
        yield label, _closed(names), None


def _closed(names: "list[Token]") -> "list[Token]":
    """A list without the punctuation behind its last name."""
    while names[-1].type != "NAME":
        names = names[:-1]
    return names


def _id(node: Node | None) -> str | None:
    return node.id if node else None
