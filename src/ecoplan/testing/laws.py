"""The round trips that hold for every jurisdiction: an `AssertionError` says which fails."""

from attrs import frozen

from ecoplan import assemble, converter, writer
from ecoplan.jurisdictions import Jurisdiction
from ecoplan.model import Fact, Node, Plan, Span
from ecoplan.writer import said

__all__ = [
    "Change",
    "data_survives",
    "plans_come_from_nothing",
    "reading_loses_nothing",
    "writing_invents_nothing",
]


@frozen
class Change:
    """One value of a plan that was read, changed."""

    plan: Plan
    """The plan as it is to be, over the text as it was."""
    what: str
    """The id of what was changed, and the attribute."""
    span: Span
    """Where the words stand that may change."""


def reading_loses_nothing(text: str, place: Jurisdiction) -> None:
    """Reading keeps every character, accounts for each once, and quotes what it found."""
    plan = assemble.parse(text, place)
    assert writer.write(plan, place) == text
    _pieces_partition(plan)
    for statement in (*plan.outline, *plan.facts):
        _stands_where_it_says(statement, plan.text)
    assert assemble.parse(text, place) == plan, "two readings of one text differ"


def _pieces_partition(plan: Plan) -> None:
    end = 0
    for piece in plan.pieces:
        assert piece.span.start == end < piece.span.end, f"{piece} does not follow {end}"
        end = piece.span.end
    assert end == len(plan.text), f"the pieces end at {end} of {len(plan.text)}"


def _stands_where_it_says(statement: Node | Fact, text: str) -> None:
    span = statement.span
    assert text[span.start : span.end] == statement.quote, f"{statement.id}: quote and span differ"


def writing_invents_nothing(change: Change, place: Jurisdiction) -> None:
    """A change moves no character outside the words of its fact, and is read back."""
    text = writer.write(change.plan, place)
    was, span = change.plan.text, change.span
    behind = len(was) - span.end
    assert text[: span.start] == was[: span.start], f"{change.what}: text before it changed"
    assert text[len(text) - behind :] == was[span.end :], f"{change.what}: text behind it changed"
    assert said(assemble.parse(text, place)) == said(change.plan), f"{change.what}: not read back"


def plans_come_from_nothing(plan: Plan, place: Jurisdiction) -> None:
    """A plan without text is written as a document that reads as the same plan."""
    again = assemble.parse(writer.write(plan, place), place)
    assert said(again) == said(plan)
    assert {fact.id for fact in again.facts} == {fact.id for fact in plan.facts}


def data_survives(plan: Plan) -> None:
    """A plan goes into JSON that the schema allows, and comes back equal."""
    written = converter.dumps(plan)
    assert converter.faults(written) == ()
    assert converter.loads(written) == plan
