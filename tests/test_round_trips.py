"""The four round trips, for every jurisdiction, over anything, over the genre, over plans.

``ECOPLAN_EXAMPLES`` says how many examples of each are tried; 200 where it is not set.
"""

import os

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ecoplan import parse, write
from ecoplan.jurisdictions import Jurisdiction, known
from ecoplan.testing import (
    changes,
    data_survives,
    genre_texts,
    plans,
    plans_come_from_nothing,
    reading_loses_nothing,
    texts,
    writing_invents_nothing,
)

law = settings(
    max_examples=int(os.environ.get("ECOPLAN_EXAMPLES", "200")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
every_place = pytest.mark.parametrize("place", known(), ids=lambda place: place.id)


@every_place
@law
@given(data=st.data())
def test_any_text_is_kept_to_the_character(place: Jurisdiction, data: st.DataObject) -> None:
    reading_loses_nothing(data.draw(texts()), place)


@every_place
@law
@given(data=st.data())
def test_text_of_the_genre_is_kept_to_the_character(
    place: Jurisdiction, data: st.DataObject
) -> None:
    text = data.draw(genre_texts(place))
    reading_loses_nothing(text, place)
    data_survives(parse(text, place))


@every_place
@law
@given(data=st.data())
def test_a_change_replaces_the_words_of_its_fact_alone(
    place: Jurisdiction, data: st.DataObject
) -> None:
    written = write(data.draw(plans(place)), place)
    change = data.draw(changes(parse(written, place), place))
    assume(change is not None)
    if change is not None:
        writing_invents_nothing(change, place)


@every_place
@law
@given(data=st.data())
def test_a_plan_from_nothing_is_written_and_read_back(
    place: Jurisdiction, data: st.DataObject
) -> None:
    plan = data.draw(plans(place))
    plans_come_from_nothing(plan, place)
    data_survives(plan)
