"""Who answers for what, as marks and labelled lines say it: (A牵头,B、C配合), 责任单位:A."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import define, field

from ecoplan.clauses import Island
from ecoplan.model import NOWHERE, Body, Node, Role, Span
from ecoplan.readers.passages import Draft, Passage, Reading

if TYPE_CHECKING:
    from lark import Token

__all__ = ["Markers"]


@define
class Markers:
    """Reads marks passage by passage, carrying what a mark follows on."""

    reading: Reading
    drafts: list[Draft] = field(factory=list)
    _governed_from: dict[str | None, int] = field(factory=dict)
    """Id of a unit → where the text that its next mark governs begins."""
    _marked: set[str] = field(factory=set)
    """Ids of the units that have a mark of their own."""
    _marked_within: set[str] = field(factory=set)
    """Ids of the units that have one, or hold one that has."""
    _previous: Span = NOWHERE
    """The mark before, with its bracket."""
    _governs: Span = NOWHERE
    """What it answers for."""
    _first_leads: bool = False
    """True behind a note that the first of several bodies leads (排在第一为牵头单位,下同)."""
    _siblings: dict[str | None, list[Node]] = field(factory=dict)
    """Id of a unit → the units below it so far."""
    _nodes: dict[str | None, Node] = field(factory=dict)
    _attachment: Span = NOWHERE
    """The attachment that is read; `NOWHERE` in the body."""

    def read(self, passage: Passage) -> None:
        """Add the responsibilities that the marks of one passage give."""
        if passage.node is not None and passage.node.level == "attachment":
            self._attachment = passage.node.extent
        if passage.kind not in ("heading", "prose"):
            return
        if passage.kind == "heading" and passage.node is not None:
            self._nodes[passage.node.id] = passage.node
            self._siblings.setdefault(passage.node.parent, []).append(passage.node)
        self._read_notes(passage)
        opened: int | None = None
        for island in passage.marks:
            if self._note("first_leads", island.start, self._bracket_end(island)):
                self._first_leads = True
            roles = list(self._roles(island))
            if roles:
                self._mark(passage, island, roles, island.start if opened is None else opened)
            # (完成时限:10月底,责任部门:A): a term comes first, the bracket is the same
            term = not roles and island.tokens[-1].type == "MARK_TERM"
            opened = island.start if term else None

    def _read_notes(self, passage: Passage) -> None:
        """Notes that stand in prose: that the first of each list leads, and whose all that follows
        in the section is."""
        reading = self.reading
        leads = reading.form("first_is_lead")
        if not self._first_leads and leads.search(reading.folded, passage.start, passage.end):
            self._first_leads = True
        on_all = reading.words.tables["note"]["all_that_follows"]
        for clause in passage.clauses:
            if reading.folded.startswith(on_all, clause.start):
                self._assign_rest(passage, clause.start)

    def _assign_rest(self, passage: Passage, start: int) -> None:
        """Add what a note in prose says of the rest of the section, where there is one."""
        reading = self.reading
        said = reading.form("all_are_of").match(reading.folded, start, passage.end)
        end = passage.node.extent.end if passage.node else len(reading.folded)
        rest = self._trimmed(passage.end, end)
        if said and rest.start < rest.end:
            bodies = reading.bodies.listed(reading.folded, *said.span("names"))
            self._add(passage, Span(*said.span()), "responsible", bodies, rest)

    def _mark(
        self, passage: Passage, island: Island, roles: "Sequence[_Assigned]", start: int
    ) -> None:
        """Add what a mark says; ``start`` is where its bracket begins."""
        if not self._adjacent(island):
            self._governs = self._governed(passage, start)
        noted = (bool(self._note("all_that_follows", *_edges(each[2]))) for each in roles)
        first = next((number for number, note in enumerate(noted) if note), len(roles))
        for role, bodies, span in _merged(roles[:first]):
            self._add(passage, span, role, bodies, self._governs)
        for role, bodies, span in _merged(roles[first:]):
            rest = self._trimmed(island.end, self._attachment.end or len(self.reading.folded))
            self._add(passage, span, role, bodies, rest)
        end = self._bracket_end(island)
        self._previous = Span(island.start, end)
        for node in (passage.node, self._unit(passage)):
            self._governed_from[node.id if node else None] = end
            if node is not None:
                self._marked.add(node.id)
            while node is not None:
                self._marked_within.add(node.id)
                node = self._nodes.get(node.parent)

    def _add(
        self, passage: Passage, span: Span, role: Role, bodies: Sequence[Body], governs: Span
    ) -> None:
        reading = self.reading
        self.drafts.append(
            {
                "node": passage.node_id,
                "span": span,
                "form": "marker",
                "role": role,
                "bodies": tuple(
                    reading.bodies.as_written(body, reading.text, reading.folded) for body in bodies
                ),
                "governs": governs,
            }
        )

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
        closing = _CLOSES.search(self.reading.folded, island.end)
        return closing.end() if closing and closing[0] != "\n" else island.end

    def _governed(self, passage: Passage, mark: int) -> Span:
        """The text that a mark answers for; ``mark`` is where it begins."""
        node = self._unit(passage)
        if node is not None and self._stands_alone(passage, mark):
            node = self._holder(node) or node
        begin = self._governed_from.get(node.id if node else None)
        if begin is None:
            begin = node.span.start + len(node.label) if node else passage.start
        return self._trimmed(begin, mark)

    def _unit(self, passage: Passage) -> Node | None:
        """The unit that a mark belongs to; behind points (一是…;二是…) it is their item."""
        node = passage.node
        if node is None or node.level != "point":
            return node
        points = self._siblings.get(node.parent, [])
        return self._nodes.get(node.parent, node) if len(points) > 1 else node

    def _trimmed(self, begin: int, end: int) -> Span:
        folded = self.reading.folded
        while begin < end and folded[begin] in " \n。;,":
            begin += 1
        while end > begin and folded[end - 1] in " \n。;,":
            end -= 1
        return Span(begin, end)

    def _stands_alone(self, passage: Passage, mark: int) -> bool:
        bare = not self.reading.folded[passage.start : mark].strip(" ([")
        return passage.fresh and not passage.clauses and bare

    def _holder(self, node: Node) -> Node | None:
        """The unit above, where a mark on a line of its own follows items that have none."""
        siblings = self._siblings.get(node.parent, [])
        if node.id not in self._marked:
            earlier = [other for other in siblings if other.id != node.id]
            if not earlier or any(other.id in self._marked_within for other in earlier):
                return None
        return self._nodes.get(node.parent)

    # --- the bodies and roles of a mark -----------------------------------------------------------

    def _roles(self, island: Island) -> "Iterator[_Assigned]":
        """Each role that a mark gives, with its bodies and the words that give it."""
        on_all = self.reading.words.tables["note"]["all_that_follows"]
        for label, names, closing, alone in _runs(island.tokens, on_all):
            said = self._said(names) if alone else None
            bodies = () if alone and not said else self._named(names, said)
            if bodies:
                role = self._role_said(said) if said else self._role(label, closing)
                first = label.start_pos if label and not closing else names[0].start_pos
                noted = self._note("first_leads", bodies[-1].span.end, names[-1].end_pos or 0)
                listed = bodies[-1].span.end if noted else names[-1].end_pos
                last = closing.end_pos if closing else listed
                for own, named in self._own_roles(role, bodies):
                    yield from self._shared_out(own, named, Span(first or 0, last or 0))

    def _own_roles(self, role: Role, bodies: Sequence[Body]) -> "Iterator[tuple[Role, list[Body]]]":
        """The bodies by role, where a bracket behind a name gives it another: A(牵头)、B."""
        named: dict[Role, list[Body]] = {}
        meanings = self.reading.words.meanings("role_mark")
        for body in bodies:
            name, _, remark = body.name.rstrip(")").rpartition("(")
            own = meanings.get(remark) if name and body.name.endswith(")") else None
            if own is not None:
                end = body.span.start + len(name)
                body = Body(name, Span(body.span.start, end))
            named.setdefault(own or role, []).append(body)  # type: ignore[arg-type]
        yield from named.items()

    def _shared_out(self, role: Role, bodies: Sequence[Body], span: Span) -> "Iterator[_Assigned]":
        if self._first_leads and role == "responsible" and len(bodies) > 1:
            yield "lead", bodies[:1], span
            bodies = bodies[1:]
        yield role, bodies, span

    def _role(self, label: "Token | None", closing: "Token | None") -> Role:
        words = self.reading.words
        if closing is not None:
            return words.meanings("role_mark")[str(closing)]  # type: ignore[return-value]
        if label is None:
            return "responsible"  # bodies alone in a bracket
        name = str(label).rstrip(": \n")
        return words.meanings("role_label")[name]  # type: ignore[return-value]

    def _said(self, names: "Sequence[Token]") -> "re.Match[str] | None":
        """What the names of a mark end in that no word closes: B集团负责管网项目, C为实施主体."""
        start, end = names[0].start_pos or 0, names[-1].end_pos or 0
        return self.reading.form("said_in_mark").search(self.reading.folded, start + 1, end)

    def _role_said(self, said: "re.Match[str]") -> Role:
        table = "role_being" if said["being"] else "role_after"
        return self.reading.words.meanings(table)[said["being"] or said["doing"]]  # type: ignore[return-value]

    def _named(
        self, names: "Sequence[Token]", said: "re.Match[str] | None" = None
    ) -> tuple[Body, ...]:
        if not names:
            return ()
        start, end = names[0].start_pos or 0, names[-1].end_pos or 0
        end = said.start() if said else end
        folded = self.reading.folded
        note = self._note("first_leads", start, end)
        if note:
            at = folded.index(note, start)
            end = max(start, *(folded.rfind(stop, start, at) for stop in ",;。("))
        for word in self.reading.words.tables["note"]["all_that_follows"]:
            if folded.startswith(word, start):
                start += len(word)
        return self.reading.bodies.listed(folded, start, end)


_Assigned = tuple[Role, Sequence[Body], Span]
"""A role, the bodies that have it and the words that give it."""


def _edges(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _merged(roles: "Sequence[_Assigned]") -> "Iterator[_Assigned]":
    """One assignment for each role, in order: (A指导,B负责落实) gives both the same role."""
    for role in dict.fromkeys(role for role, _, _ in roles):
        same = [assigned for assigned in roles if assigned[0] == role]
        bodies = [body for _, named, _ in same for body in named]
        yield role, bodies, Span(same[0][2].start, same[-1][2].end)


_CLOSES = re.compile(r"[)\]\n]")


def _runs(
    tokens: "Sequence[Token]", on_all: tuple[str, ...]
) -> "Iterator[tuple[Token | None, list[Token], Token | None, bool]]":
    """(label, names, closing word) of each assignment in a mark; true where it has neither, and
    others have.

    A label holds until the next one, or the words ``on_all`` that begin a note on all that follows
    (责任单位:A;以下均需B落实); a closing word (牵头, 配合) ends the names
    before it, those behind the last comma where a label has told what the others do.
    """
    label: Token | None = None
    names: list[Token] = []
    given = False
    for token in tokens:
        noted = token.type == "NAME" and token.startswith(on_all)
        if token.type in ("ROLE_LABEL", "LINE_LABEL") or noted:
            if names and label:
                yield label, _closed(names), None, False
            label, names = (None, [token]) if noted else (token, [])
        elif token.type == "ROLE_MARK":
            listed = _before_comma(names) if label else 0
            if listed:
                yield label, _closed(names[:listed]), None, False
            yield label, names[listed:], token, False
            names, given = [], True
        elif token.type == "SEMICOLON" and not label and given:
            names = []
        elif token.type == "NAME" or (token.type in ("COMMA", "SEMICOLON") and names):
            names.append(token)
    if names:
        yield label, _closed(names), None, given and label is None


def _before_comma(names: "Sequence[Token]") -> int:
    """How many tokens stand up to the last comma (not 、) of a list; 0 where it has none."""
    commas = [at for at, token in enumerate(names, 1) if token.startswith(",")]
    return commas[-1] if commas else 0


def _closed(names: "list[Token]") -> "list[Token]":
    """A list without the punctuation behind its last name."""
    while names[-1].type != "NAME":
        names = names[:-1]
    return names
