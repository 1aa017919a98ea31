"""Which units set out goals, and which look back or around."""

from collections.abc import Callable, Sequence

from ecoplan.model import Node
from ecoplan.readers.passages import Clause, Reading
from ecoplan.vocabulary import Vocabulary
from ecoplan.vocabulary.forms import form

__all__ = ["aims", "introduces_goals", "reviews"]

_DIVISIONS = ("section", "subsection")
_LONGEST_REVIEW = {"section": 16, "subsection": 6}
"""A heading that looks back is a phrase; a longer one is a sentence with work in it."""


def aims(outline: Sequence[Node], words: Vocabulary) -> frozenset[str]:
    """Ids of the nodes that set out goals: those headed 目标 (goals) and all below them.

    Where a heading names goals among other things and one below it names them alone, only that.
    """
    heading = form(words, "aim")
    alone = {n.id: n for n in outline if n.level in _DIVISIONS and heading.search(n.title)}
    narrower = {node.parent for node in alone.values()}
    return _headed(
        outline,
        lambda node: node.id not in narrower and (node.role == "goals" or node.id in alone),
    )


def reviews(outline: Sequence[Node], words: Vocabulary) -> frozenset[str]:
    """Ids of the nodes that look back or around (现状, 成效, 形势), and of all below them."""
    headings, work = words.matcher("review"), words.matcher("no_goal")
    return _headed(
        outline,
        lambda node: (
            len(node.title) <= _LONGEST_REVIEW.get(node.level, 0)
            and bool(headings.search(node.title))
            and not work.match(node.title)
        ),
    )


def _headed(outline: Sequence[Node], heads: Callable[[Node], bool]) -> frozenset[str]:
    found: set[str] = set()
    for node in outline:
        if node.parent in found or heads(node):
            found.add(node.id)
    return frozenset(found)


def introduces_goals(reading: Reading, clause: Clause) -> bool:
    """True for a clause that announces goals: 主要目标是:."""
    aim = reading.words.tables["aim"]
    return reading.folded.startswith(":", clause.end) and reading.folded.endswith(
        aim["heading"] + aim["introduction"], clause.start, clause.end
    )
