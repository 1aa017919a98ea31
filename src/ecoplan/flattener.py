"""The flat form of a plan: one plain object for each statement, as JSON Lines carry it.

A flat fact has ``kind``, ``start``, ``end`` and ``quote``; `FORMS` says what else, by kind.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

from attrs import frozen

from ecoplan.model import (
    NOWHERE,
    Body,
    Citation,
    Deadline,
    Deliverable,
    Fact,
    Goal,
    Metadata,
    Node,
    Plan,
    Responsibility,
    Span,
    Task,
)

__all__ = ["FORMS", "Form", "facts", "lines", "plain"]


@frozen
class Form:
    """What a flat fact of one kind says."""

    source: type
    """Class of the model that it is taken from."""
    keys: Mapping[str, str]
    """Key of the flat fact → attribute of the class."""


def _form(source: type, *keys: str, **renamed: str) -> Form:
    return Form(source, {key: renamed.get(key, key) for key in keys})


FORMS: Mapping[str, Form] = {
    "meta": _form(
        Metadata,
        "title", "issuers", "document_number", "issued", "published", "jurisdiction",
        "plan_start", "plan_end", "document_type",
    ),
    "node": _form(Node, "label", "level", "ordinal", "inferred", "title", "role"),
    "task": _form(Task, "title"),
    "goal": _form(
        Goal,
        "indicator", "scope", "direction", "bound", "value", "unit", "baseline", "target_date",
        "approximate", "aspirational",
    ),
    "deliverable": _form(
        Deliverable, "value", "unit", "object", "bound", "approximate", "aspirational"
    ),
    "responsibility": _form(Responsibility, "form", "orgs", "role", "governs", orgs="bodies"),
    "deadline": _form(
        Deadline, "type", "from", "to", "rrule", "duration", **{"from": "start", "to": "due"}
    ),
    "citation": _form(Citation, "title", "document_number"),
}  # fmt: skip


def facts(plan: Plan) -> list[dict[str, Any]]:
    """What ``plan`` states, flat: ``meta`` first, the rest by ``start``, then ``end``.

    Dates are ISO 8601 strings, values plain decimal strings, null is None; a deadline whose
    words set no date (type ``open``) is no fact.
    """
    meta = _flat_fact("meta", plan.metadata, NOWHERE, "")
    stated = [_flat_fact(kind, each, each.span, each.quote) for kind, each in _statements(plan)]
    stated.sort(key=lambda fact: (fact["start"], fact["end"]))
    return [meta, *stated]


def lines(plan: Plan) -> str:
    """The `facts` of ``plan`` as JSON Lines."""
    return "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts(plan))


def plain(value: Decimal) -> str:
    """``value`` in digits, without an exponent."""
    return format(value, "f")


_KINDS: Mapping[type, str] = {form.source: kind for kind, form in FORMS.items()}


def _statements(plan: Plan) -> Iterator[tuple[str, Node | Task | Fact]]:
    layers: Iterable[Node | Task | Fact] = chain(plan.outline, plan.tasks, plan.facts)
    for each in layers:
        if not (isinstance(each, Deadline) and each.type == "open"):
            yield _KINDS[type(each)], each


def _flat_fact(kind: str, source: object, span: Span, quote: str) -> dict[str, Any]:
    fact: dict[str, Any] = {"kind": kind, "start": span.start, "end": span.end, "quote": quote}
    for key, attribute in FORMS[kind].keys.items():
        fact[key] = _flat(getattr(source, attribute))
    return fact


def _flat(value: Any) -> Any:
    spell = _SPELLINGS.get(type(value))
    return spell(value) if spell else value


_SPELLINGS: Mapping[type, Callable[[Any], Any]] = {
    Decimal: plain,
    dt.date: dt.date.isoformat,
    Span: lambda span: [span.start, span.end],
    Body: lambda body: body.name,
    tuple: lambda values: [_flat(value) for value in values],
}
