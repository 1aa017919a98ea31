"""What was not read → lines for people, and JSON of how much was."""

import json
from collections.abc import Iterator, Mapping

from attrs import asdict

from ecoplan.model import Coverage, Plan, Residue
from ecoplan.source import Source

__all__ = ["coverage_json", "lines"]

_CONTEXT = 16
"""Code points shown before and behind what was not read."""


def lines(plan: Plan) -> str:
    """A line for each residue: ``line:column: kind: reason: words in their context``."""
    return "".join(f"{line}\n" for line in _lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    source = Source(plan.text)
    for each in plan.residue:
        line, column = source.position(each.span.start)
        yield f"{line}:{column}: {each.kind}: {each.reason}: {_in_context(plan.text, each)}"


def _in_context(text: str, residue: Residue) -> str:
    start, end = residue.span.start, residue.span.end
    before, behind = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    shown = f"{before}【{text[start:end]}】{behind}"
    return "".join(each if each.isprintable() else " " for each in shown)


def coverage_json(covered: Mapping[str, Coverage]) -> str:
    """``documents`` by name and ``all`` of them together, each with the fields of `Coverage`."""
    total = sum(covered.values(), Coverage())
    documents = {name: asdict(each) for name, each in covered.items()}
    return (
        json.dumps({"documents": documents, "all": asdict(total)}, ensure_ascii=False, indent=1)
        + "\n"
    )
