"""The whole way from a text to a plan.

What is odd in a document, or was odd in reading it, is a finding of the plan, by code:

===================  =============================================================================
values-do-not-match  a list has more or fewer values than what they are of, so that no goal was
                     read: say in the text which value is whose
ambiguous-body       a name that several bodies may bear, left without a registered name (a note):
                     list the right one, with this alias, in the file of the place
row-unclear          a row of a table of indicators that can be read in more than one way: read it
                     by hand, or put it on a line with its cells in the order of the columns
table-unclear        a whole table, of which nothing tells what its columns hold: the same
plugin-failed        the Python hook of an installed place failed, and the document was read
                     without it: tell those who maintain the package, or uninstall it
===================  =============================================================================
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from attrs import evolve

from ecoplan.clauses import Island, read_islands
from ecoplan.coverage import accounted
from ecoplan.jurisdictions import Jurisdiction, jurisdiction, recognised
from ecoplan.jurisdictions.hooks import HookCalls
from ecoplan.jurisdictions.wordbook import wordbook
from ecoplan.letterhead import Letterhead
from ecoplan.metadata import read_metadata
from ecoplan.model import (
    Citation,
    Deadline,
    Deliverable,
    Fact,
    Finding,
    Goal,
    Metadata,
    Plan,
    Responsibility,
    Span,
)
from ecoplan.outline.hierarchy import Outline, read_outline
from ecoplan.readers.aims import aims, reviews
from ecoplan.readers.assignments import Assignments
from ecoplan.readers.deadlines import Deadlines
from ecoplan.readers.markers import Markers
from ecoplan.readers.passages import Draft, Passage, Reading, passages
from ecoplan.readers.targets import Targets
from ecoplan.resolve.bodies import body_reader
from ecoplan.resolve.dates import year_of_most_months
from ecoplan.resolve.register import register, with_registered
from ecoplan.source import Source
from ecoplan.tables.finder import find_tables
from ecoplan.tables.goals import TableGoals
from ecoplan.unwrapping import unwrapped

__all__ = ["parse"]

F = TypeVar("F", bound=Fact)


def parse(text: str, jurisdiction: str | Jurisdiction | None = None) -> Plan:
    """What a document says.

    ``jurisdiction`` is a place's id or the place itself; where it is None, the text says which.
    Raises `UnknownJurisdiction` for an id that names no place; never for content.
    """
    without_page = unwrapped(text)
    if without_page is None:
        return _parse(text, jurisdiction)
    return without_page.restored(_parse(without_page.text, jurisdiction))


def _parse(text: str, jurisdiction: str | Jurisdiction | None) -> Plan:
    source = Source(text)
    place, letterhead = _place(source, jurisdiction)
    words = wordbook(place)
    tables = find_tables(source.folded, text, words)
    outline = read_outline(source, place, [table.span for table in tables])
    metadata = read_metadata(source, outline, place, letterhead)
    islands = read_islands(_unlabelled(source.folded, outline), words)
    year = metadata.year or year_of_most_months(source.folded)
    reading = Reading(text, source.folded, words, body_reader(words), year, metadata.issued)
    tabled = TableGoals(reading, tables, metadata.plan_end.year if metadata.plan_end else None)
    plan = _Assembly(reading, outline, tabled).plan(place.id, metadata, islands)
    hooks = HookCalls(place.hooks)
    plan = _registered(plan, place, hooks)
    reviewing = reviews(outline.nodes, words) - aims(outline.nodes, words)
    plan = accounted(plan, reading, islands, place.names, reviewing, tabled.explained)
    return _remarked(plan, hooks.findings(plan)) if place.hooks else plan


def _place(
    source: Source, given: str | Jurisdiction | None
) -> tuple[Jurisdiction, Letterhead | None]:
    """The place to read a text as, and its letterhead where that had to be read to tell."""
    if given is None:
        found = recognised(source)
        return found.place, found.letterhead
    return jurisdiction(given) if isinstance(given, str) else given, None


def _remarked(plan: Plan, findings: Iterable[Finding]) -> Plan:
    """``plan`` with more findings, by place in the text."""
    ordered = sorted((*plan.findings, *findings), key=lambda each: each.span.start)
    return evolve(plan, findings=tuple(ordered))


def _unlabelled(folded: str, outline: Outline) -> str:
    """The folded text with the units' labels blanked: in 1.6月底前 the 1 is no part of a date."""
    pieces: list[str] = []
    at = 0
    for node in outline.nodes:
        start = node.span.start
        pieces += folded[at:start], "\n" * len(node.label)
        at = start + len(node.label)
    return "".join((*pieces, folded[at:]))


def _registered(plan: Plan, place: Jurisdiction, hooks: HookCalls) -> Plan:
    """``plan`` with the registered names of the bodies that answer for something."""
    if not plan.responsibilities:
        return plan
    bodies = register(place, plan.metadata, hooks)
    named, findings = with_registered(plan.responsibilities, bodies)
    return _remarked(evolve(plan, responsibilities=named), findings)


class _Assembly:
    """Reads the passages of one document, each once, in order."""

    def __init__(self, reading: Reading, outline: Outline, tables: TableGoals) -> None:
        self.reading = reading
        self.tables = tables
        self.outline = outline
        self.markers = Markers(reading)
        self.assignments = Assignments(reading)
        self.deadlines = Deadlines(reading)
        self.targets = Targets(reading)
        self.citations: list[Draft] = []

    def plan(self, read_as: str, metadata: Metadata, islands: list[Island]) -> Plan:
        aiming = aims(self.outline.nodes, self.reading.words)
        reviewing = reviews(self.outline.nodes, self.reading.words) - aiming
        for passage in passages(self.reading.folded, self.outline, islands):
            unit = passage.node.id if passage.node else None
            self._cite(passage)
            if passage.kind == "table":
                self.tables.read(passage, unit in reviewing)
            elif unit not in reviewing:
                self.deadlines.read(passage)
                self.targets.read(passage, unit in aiming, self.deadlines)
                self.markers.read(passage)
                self.assignments.read(passage, self.targets.goals.stated, self.deadlines.looks_back)
        plan = Plan(
            text=self.reading.text,
            read_as=read_as,
            metadata=metadata,
            outline=self.outline.nodes,
            pieces=self.outline.pieces,
            goals=self._numbered(Goal, [*self.targets.goals.drafts, *self.tables.drafts]),
            deliverables=self._numbered(Deliverable, self.targets.deliverables.drafts),
            responsibilities=self._numbered(
                Responsibility, [*self.markers.drafts, *self.assignments.drafts]
            ),
            deadlines=self._numbered(Deadline, self.deadlines.drafts),
            citations=self._numbered(Citation, self.citations),
        )
        return _remarked(plan, (*self.targets.goals.findings, *self.tables.findings))

    def _cite(self, passage: Passage) -> None:
        if passage.kind in ("furniture", "attachment"):
            return
        for clause in passage.clauses:
            for island in clause.islands:
                if island.kind == "citation":
                    self._citation(passage, island)

    def _citation(self, passage: Passage, island: Island) -> None:
        text = self.reading.text
        title, *number = island.tokens
        start, end = title.start_pos or 0, title.end_pos or 0
        inside = Span(start + 1, end - 1)
        if text.endswith(self.reading.words.words("periodical"), inside.start, inside.end):
            return
        self.citations.append(
            {
                "node": passage.node.id if passage.node else None,
                "span": Span(start, end),
                "title": text[inside.start : inside.end],
                "title_span": inside,
                "document_number": text[end + 1 : island.end - 1] if number else None,
            }
        )

    def _numbered(self, kind: type[F], drafts: Iterable[Draft]) -> tuple[F, ...]:
        """The drafts as facts, in the order of the text, each with its id and quote."""
        counts: dict[str, int] = {}
        name = kind.__name__.lower()
        text = self.reading.text
        facts: list[F] = []
        for draft in sorted(drafts, key=_by_place):
            node = draft["node"] or "0"
            counts[node] = number = counts.get(node, 0) + 1
            span = draft["span"]
            made: Any = kind
            facts.append(
                made(id=f"{node}-{name}-{number}", quote=text[span.start : span.end], **draft)
            )
        return tuple(facts)


def _by_place(draft: Draft) -> tuple[int, int]:
    return draft["span"].start, draft["span"].end
