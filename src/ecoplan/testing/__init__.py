"""For tests of jurisdictions: what generates documents and plans, and the laws they must keep.

Hypothesis is imported here and nowhere else in ecoplan; install ``ecoplan[dev]`` or Hypothesis
itself to use it.

    @given(plans(place))
    def test_plans_are_written_and_read_back(plan):
        plans_come_from_nothing(plan, place)
"""

from ecoplan.testing.laws import (
    data_survives,
    plans_come_from_nothing,
    reading_loses_nothing,
    writing_invents_nothing,
)
from ecoplan.testing.plan_strategies import Change, changes, plans
from ecoplan.testing.text_strategies import genre_texts, texts

__all__ = [
    "Change",
    "changes",
    "data_survives",
    "genre_texts",
    "plans",
    "plans_come_from_nothing",
    "reading_loses_nothing",
    "texts",
    "writing_invents_nothing",
]
