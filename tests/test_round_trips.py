"""The four round trips, for every jurisdiction, over anything, over the genre, over plans.

``ECOPLAN_EXAMPLES`` says how many examples of each are tried; 200 where it is not set.
"""

import os

import pytest

from ecoplan.jurisdictions import Jurisdiction, known
from ecoplan.testing import LAWS, law

EXAMPLES = int(os.environ.get("ECOPLAN_EXAMPLES", "200"))


@pytest.mark.parametrize("place", known(), ids=lambda place: place.id)
@pytest.mark.parametrize("name", LAWS)
def test_the_law_holds(name: str, place: Jurisdiction) -> None:
    law(name, place, EXAMPLES)()
