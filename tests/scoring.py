"""How well what was read agrees with what a person read, kind by kind.

A fact is *found* where one of its kind overlaps it by half of the shorter of the two, with the
same value, or the same role and a body in common; it is *right* where every attribute that the
kind has agrees too. Strict F1 counts the right ones against all that were expected and all that
were read. Text is compared without white space and with punctuation of one width.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import define

from ecoplan.source import fold

Fact = Mapping[str, Any]

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "meta": (
        "title", "issuers", "document_number", "issued", "jurisdiction", "plan_start", "plan_end",
        "document_type",
    ),
    "node": ("level", "ordinal", "inferred", "title", "role"),
    "task": ("title",),
    "goal": (
        "indicator", "scope", "direction", "bound", "unit", "baseline", "target_date",
        "approximate", "aspirational",
    ),
    "deliverable": ("unit", "object", "bound", "approximate", "aspirational"),
    "responsibility:marker": ("orgs",),
    "responsibility:verb": ("orgs",),
    "responsibility:subject": ("orgs",),
    "deadline": ("type", "from", "to", "rrule", "duration"),
    "citation": ("title", "document_number"),
}  # fmt: skip
"""What has to agree, by kind; a responsibility's kind has its form."""

TEXTS = frozenset({"title", "issuers", "indicator", "scope", "object", "orgs"})
"""Attributes that are words of the document."""


@define
class Score:
    """Counts of one kind, over any number of documents."""

    expected: int = 0
    read: int = 0
    found: int = 0
    right: int = 0

    @property
    def strict(self) -> float:
        """Strict F1; 1 where nothing was expected and nothing read."""
        both = self.expected + self.read
        return 2 * self.right / both if both else 1.0


def kind_of(fact: Fact) -> str:
    """The kind that a fact is scored as."""
    form = fact.get("form")
    return f"{fact['kind']}:{form}" if form else fact["kind"]


def digest(text: str) -> str:
    """Stands for words of a real document, which do not go into the project."""
    plain = "".join(fold(text).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:12]


def digested(fact: Fact) -> dict[str, Any]:
    """``fact`` with digests in the place of the document's words, and without its quote."""
    kept = {name: value for name, value in fact.items() if name != "quote"}
    for name in TEXTS & kept.keys():
        value = kept[name]
        if isinstance(value, str):
            kept[name] = digest(value)
        elif value is not None:
            kept[name] = [digest(each) for each in value]
    return kept


def score(expected: Iterable[Fact], read: Iterable[Fact], scores: dict[str, Score]) -> None:
    """Add one document to the scores; both sides have plain words, or both have digests."""
    for kind, attributes in ATTRIBUTES.items():
        ours = [fact for fact in expected if kind_of(fact) == kind]
        theirs = [fact for fact in read if kind_of(fact) == kind]
        total = scores.setdefault(kind, Score())
        total.expected += len(ours)
        total.read += len(theirs)
        for one, other in _pairs(ours, theirs, attributes):
            total.found += 1
            total.right += all(_same(one, other, name) for name in attributes)


def _pairs(
    ours: Sequence[Fact], theirs: Sequence[Fact], attributes: Sequence[str]
) -> Iterable[tuple[Fact, Fact]]:
    """Each fact with the one most like it, the likest first, each used once."""
    ranked = sorted(
        (-likeness, i, j)
        for i, one in enumerate(ours)
        for j, other in enumerate(theirs)
        if (likeness := _likeness(one, other, attributes)) > 0
    )
    used: tuple[set[int], set[int]] = set(), set()
    for _, i, j in ranked:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            yield ours[i], theirs[j]


def _likeness(one: Fact, other: Fact, attributes: Sequence[str]) -> float:
    """0 where the two cannot be the same fact."""
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    shorter = min(one["end"] - one["start"], other["end"] - other["start"])
    if one["kind"] != "meta" and (shorter <= 0 or shared / shorter < 0.5):
        return 0.0
    if one.get("value") != other.get("value") or one.get("role") != other.get("role"):
        return 0.0
    if "orgs" in one and not set(map(_plain, one["orgs"])) & set(map(_plain, other["orgs"])):
        return 0.0
    return 1.0 + sum(_same(one, other, name) for name in attributes)


def _same(one: Fact, other: Fact, name: str) -> bool:
    return bool(_plain(one.get(name)) == _plain(other.get(name)))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(fold(value).split())
    if isinstance(value, (list, tuple)):
        return tuple(map(_plain, value))
    return value
