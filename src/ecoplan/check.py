"""Whether a plan's layers agree with its text and with each other.

The shape of a plan (its keys and types) is the classes' and the schema's; these rules are what
no schema can say. Loading applies them, and so does ``ecoplan check``.

Faults of the shape, by code, and what to do:

===============  =================================================================================
not-json         the file is no JSON: give one that ``--to json`` wrote
unknown-version  another version of the form: use the ecoplan that wrote it
missing-key      a key that has to be there: write it, as null or [] where there is nothing to say
unknown-key      a key that the form does not have: take it out, or write the one that is meant
wrong-type       a number in quotes, a text for a list: write the type that the message names
bad-value        the right type and no value of it, as a day that no calendar has: write one
===============  =================================================================================

Faults that no schema can say:

=================  ===============================================================================
span-out-of-range  start and end are no stretch of the text: count code points, from 0
quote-differs      the quote is not what stands at the span: count anew, or copy from the text
duplicate-id       two facts or nodes of a layer have one id: give each its own
unknown-parent     the parent is no earlier node of the outline: mend it, or move the node
unknown-node       the node is not in the outline: mend the id
out-of-order       a layer is not ordered by start: sort it
not-a-partition    the pieces leave a gap, overlap or end early: let each begin where one ends
tasks-differ       the layers make other tasks: change the layers, not ``tasks``, which follow
=================  ===============================================================================
"""

from collections.abc import Callable, Iterator, Sequence

from attrs import fields, frozen

from ecoplan.messages import Message
from ecoplan.model import Evidence, Explained, Fact, Finding, Node, Plan, Residue, Span

__all__ = ["Fault", "inconsistencies"]


@frozen
class Fault:
    """One thing that is wrong in a plan's JSON."""

    pointer: str
    """JSON pointer (RFC 6901) to the value; empty for the whole."""
    code: str
    """Stable, kebab-case: ``quote-differs``. The head of `ecoplan.check` lists them."""
    message: str
    """What is wrong and what would be right, in one line."""

    @property
    def line(self) -> Message:
        """Pointer, code and message."""
        where = f"{self.pointer}: {self.code}" if self.pointer else self.code
        return Message("{where}: {fault}", where=where, fault=self.message)

    def __str__(self) -> str:
        return str(self.line)


def inconsistencies(plan: Plan) -> Iterator[Fault]:
    """Every way in which ``plan`` contradicts its text or itself, rule by rule."""
    for rule in _RULES:
        yield from rule(plan)


Located = Node | Fact | Finding | Residue | Explained
"""What a layer holds."""


def _layers(plan: Plan) -> dict[str, Sequence[Located]]:
    return {
        "outline": plan.outline,
        **_fact_layers(plan),
        "findings": plan.findings,
        "residue": plan.residue,
        "explained": plan.explained,
    }


def _fact_layers(plan: Plan) -> dict[str, Sequence[Fact]]:
    return {
        "goals": plan.goals,
        "deliverables": plan.deliverables,
        "responsibilities": plan.responsibilities,
        "deadlines": plan.deadlines,
        "citations": plan.citations,
    }


def _spans(plan: Plan) -> Iterator[tuple[str, Span]]:
    """Every span with its pointer, whatever holds it."""
    for number, evidence in enumerate(plan.metadata.evidence):
        yield f"/metadata/evidence/{number}/span", evidence.span
    for number, piece in enumerate(plan.pieces):
        yield f"/pieces/{number}/span", piece.span
    for name, layer in _layers(plan).items():
        for number, each in enumerate(layer):
            for attribute in fields(type(each)):
                value = getattr(each, attribute.name)
                if isinstance(value, Span):
                    yield f"/{name}/{number}/{attribute.name}", value
    for number, responsibility in enumerate(plan.responsibilities):
        for place, body in enumerate(responsibility.bodies):
            yield f"/responsibilities/{number}/bodies/{place}/span", body.span


def _quoted(plan: Plan) -> Iterator[tuple[str, Node | Fact | Evidence | Residue]]:
    for number, evidence in enumerate(plan.metadata.evidence):
        yield f"/metadata/evidence/{number}", evidence
    layers: dict[str, Sequence[Node | Fact | Residue]] = {
        "outline": plan.outline,
        **_fact_layers(plan),
        "residue": plan.residue,
    }
    for name, layer in layers.items():
        for number, each in enumerate(layer):
            yield f"/{name}/{number}", each


def _inside(span: Span, text: str) -> bool:
    return 0 <= span.start <= span.end <= len(text)


def _spans_lie_in_the_text(plan: Plan) -> Iterator[Fault]:
    for pointer, span in _spans(plan):
        if not _inside(span, plan.text):
            yield Fault(
                pointer,
                "span-out-of-range",
                Message(
                    "{start} to {end} is no stretch of a text of {length} code points; count anew",
                    start=span.start,
                    end=span.end,
                    length=len(plan.text),
                ),
            )


def _quotes_are_the_text(plan: Plan) -> Iterator[Fault]:
    for pointer, each in _quoted(plan):
        stated = plan.text[each.span.start : each.span.end]
        if _inside(each.span, plan.text) and stated != each.quote:
            yield Fault(
                f"{pointer}/quote",
                "quote-differs",
                Message(
                    "{quote} is not what stands at {start} to {end}: {stated}",
                    quote=_short(each.quote),
                    start=each.span.start,
                    end=each.span.end,
                    stated=_short(stated),
                ),
            )


def _short(words: str) -> str:
    return repr(words if len(words) <= 24 else words[:24] + "…")


def _ids_are_unique(plan: Plan) -> Iterator[Fault]:
    layers: dict[str, Sequence[Node | Fact]] = {"outline": plan.outline, **_fact_layers(plan)}
    for name, layer in layers.items():
        seen: set[str] = set()
        for number, each in enumerate(layer):
            if each.id in seen:
                message = Message("an earlier one has the id '{id}'", id=each.id)
                yield Fault(f"/{name}/{number}/id", "duplicate-id", message)
            seen.add(each.id)


def _parents_come_first(plan: Plan) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, node in enumerate(plan.outline):
        if node.parent is not None and node.parent not in seen:
            yield Fault(
                f"/outline/{number}/parent",
                "unknown-parent",
                Message("no earlier node of the outline has the id '{id}'", id=node.parent),
            )
        seen.add(node.id)


def _nodes_are_known(plan: Plan) -> Iterator[Fault]:
    known = {node.id for node in plan.outline}
    layers = {**_fact_layers(plan), "pieces": plan.pieces, "residue": plan.residue}
    for name, layer in layers.items():
        for number, each in enumerate(layer):
            if each.node is not None and each.node not in known:
                yield Fault(
                    f"/{name}/{number}/node",
                    "unknown-node",
                    Message("no node of the outline has the id '{id}'", id=each.node),
                )


def _layers_are_ordered(plan: Plan) -> Iterator[Fault]:
    for name, layer in _layers(plan).items():
        last = 0
        for number, each in enumerate(layer):
            if each.span.start < last:
                yield Fault(
                    f"/{name}/{number}/span/start",
                    "out-of-order",
                    Message(
                        "{start} stands behind {last}; order the layer by start",
                        start=each.span.start,
                        last=last,
                    ),
                )
            last = each.span.start


def _pieces_partition_the_text(plan: Plan) -> Iterator[Fault]:
    end = 0
    for number, piece in enumerate(plan.pieces):
        if piece.span.start != end:
            yield Fault(
                f"/pieces/{number}/span/start",
                "not-a-partition",
                Message(
                    "{start} where the piece before ends at {end}",
                    start=piece.span.start,
                    end=end,
                ),
            )
        end = piece.span.end
    if end != len(plan.text):
        yield Fault(
            "/pieces",
            "not-a-partition",
            Message(
                "the last piece ends at {end}, the text at {length}",
                end=end,
                length=len(plan.text),
            ),
        )


_RULES: Sequence[Callable[[Plan], Iterator[Fault]]] = (
    _spans_lie_in_the_text,
    _quotes_are_the_text,
    _ids_are_unique,
    _parents_come_first,
    _nodes_are_known,
    _layers_are_ordered,
    _pieces_partition_the_text,
)
