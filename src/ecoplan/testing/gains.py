"""What a place's file gains: its reviewed examples, read with it and by the place above alone."""

import json
from collections.abc import Mapping
from typing import Any

from ecoplan.flattener import FORMS, facts
from ecoplan.model import Plan

__all__ = ["strict_f1"]


def strict_f1(expected: Plan, got: Plan) -> Mapping[str, float]:
    """Kind of fact → how well ``got`` states what is expected: F1, where a fact counts if its
    place and every attribute agree. For ``meta``, the share of the attributes that agree.

    Kinds that neither states are left out.
    """
    wanted, found = _by_kind(expected), _by_kind(got)
    scores = {"meta": _agreeing(*(facts(plan)[0] for plan in (expected, got)))}
    for kind in sorted(wanted.keys() | found.keys()):
        one, other = wanted.get(kind, set()), found.get(kind, set())
        scores[kind] = 2 * len(one & other) / (len(one) + len(other))
    return scores


def _by_kind(plan: Plan) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for fact in facts(plan)[1:]:
        said = json.dumps(fact, ensure_ascii=False, sort_keys=True)
        kinds.setdefault(fact["kind"], set()).add(said)
    return kinds


def _agreeing(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
    keys = FORMS["meta"].keys
    return len([key for key in keys if one[key] == other[key]]) / len(keys)
