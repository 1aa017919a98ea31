"""Reads the environmental plans that governments in China publish into typed, located facts.

Everything a user needs stands here by name. What needs a grammar, a converter or a
jurisdiction's data is imported when its name is first used, so that ``import ecoplan`` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ecoplan.errors import (
    BrokenJurisdiction,
    EcoplanError,
    InvalidPlan,
    UnknownJurisdiction,
    UnreadableText,
    UnwritableChange,
)
from ecoplan.model import (
    NOWHERE,
    Body,
    Citation,
    Coverage,
    Deadline,
    Deliverable,
    Evidence,
    Explained,
    Finding,
    Goal,
    Metadata,
    Node,
    Piece,
    Plan,
    Residue,
    Responsibility,
    Span,
    Tally,
    Task,
)

if TYPE_CHECKING:
    from ecoplan import jurisdictions
    from ecoplan.assemble import parse
    from ecoplan.check import Fault
    from ecoplan.converter import dumps, faults, loads
    from ecoplan.flattener import facts
    from ecoplan.jurisdictions import Jurisdiction, jurisdiction, jurisdiction_from
    from ecoplan.reading import read
    from ecoplan.schema import json_schema
    from ecoplan.writer import write

__all__ = [
    "NOWHERE",
    "Body",
    "BrokenJurisdiction",
    "Citation",
    "Coverage",
    "Deadline",
    "Deliverable",
    "EcoplanError",
    "Evidence",
    "Explained",
    "Fault",
    "Finding",
    "Goal",
    "InvalidPlan",
    "Jurisdiction",
    "Metadata",
    "Node",
    "Piece",
    "Plan",
    "Residue",
    "Responsibility",
    "Span",
    "Tally",
    "Task",
    "UnknownJurisdiction",
    "UnreadableText",
    "UnwritableChange",
    "dumps",
    "facts",
    "faults",
    "json_schema",
    "jurisdiction",
    "jurisdiction_from",
    "jurisdictions",
    "loads",
    "parse",
    "read",
    "write",
]

_HOMES = {
    "Fault": "ecoplan.check",
    "Jurisdiction": "ecoplan.jurisdictions",
    "dumps": "ecoplan.converter",
    "facts": "ecoplan.flattener",
    "faults": "ecoplan.converter",
    "json_schema": "ecoplan.schema",
    "jurisdiction": "ecoplan.jurisdictions",
    "jurisdiction_from": "ecoplan.jurisdictions",
    "loads": "ecoplan.converter",
    "parse": "ecoplan.assemble",
    "read": "ecoplan.reading",
    "write": "ecoplan.writer",
}
"""Module of each name that is imported on first use."""


if not TYPE_CHECKING:  # a type checker is to complain of names that are not there

    def __getattr__(name: str) -> Any:
        if name == "jurisdictions":
            return import_module("ecoplan.jurisdictions")
        if name not in _HOMES:
            raise AttributeError(f"module 'ecoplan' has no attribute '{name}'")
        value = globals()[name] = getattr(import_module(_HOMES[name]), name)
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
