"""The laws as properties: each is tried on so many texts or plans that Hypothesis makes."""

from collections.abc import Callable, Mapping

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ecoplan.assemble import parse
from ecoplan.jurisdictions import Jurisdiction
from ecoplan.testing.laws import (
    data_survives,
    plans_come_from_nothing,
    reading_loses_nothing,
    writing_invents_nothing,
)
from ecoplan.testing.plan_strategies import changes, documents, plans
from ecoplan.testing.text_strategies import genre_texts, texts

__all__ = ["LAWS", "Law", "law"]

Law = Callable[[Jurisdiction, st.DataObject], None]


def law(name: str, place: Jurisdiction, examples: int) -> Callable[[], None]:
    """The property of that name for a place, tried on ``examples`` examples when it is called.

    What it raises names the smallest example that fails.
    """

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.data())
    def holds(data: st.DataObject) -> None:
        LAWS[name](place, data)

    return holds


def _any_text(place: Jurisdiction, data: st.DataObject) -> None:
    reading_loses_nothing(data.draw(texts()), place)


def _text_of_the_genre(place: Jurisdiction, data: st.DataObject) -> None:
    text = data.draw(genre_texts(place))
    reading_loses_nothing(text, place)
    data_survives(parse(text, place))


def _a_change(place: Jurisdiction, data: st.DataObject) -> None:
    change = data.draw(changes(parse(data.draw(documents(place)), place), place))
    assume(change is not None)
    if change is not None:
        writing_invents_nothing(change, place)


def _a_plan_from_nothing(place: Jurisdiction, data: st.DataObject) -> None:
    plan = data.draw(plans(place))
    plans_come_from_nothing(plan, place)
    data_survives(plan)


LAWS: Mapping[str, Law] = {
    "any text is kept to the character": _any_text,
    "text of the genre is kept to the character": _text_of_the_genre,
    "a change replaces the words of its fact alone": _a_change,
    "a plan from nothing is written and read back": _a_plan_from_nothing,
}
"""What holds for every jurisdiction."""
