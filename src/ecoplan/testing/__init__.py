"""For tests of jurisdictions: a kit that says what is left to do, and the laws every place keeps.

A file of one's own is tested by deriving from `Conformance`:

    class TestSuzhou(Conformance):
        place = "suzhou"  # the id of an installed place, or the path of its file
        examples = Path(__file__).parent / "examples"

The strategies and properties beneath it are here too:

    @given(plans(place))
    def test_plans_are_written_and_read_back(plan):
        plans_come_from_nothing(plan, place)

Hypothesis is imported here and nowhere else in ecoplan, when a strategy or property is first used;
install ``ecoplan[testing]`` to have it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecoplan.testing.examples import Example, examples_in
    from ecoplan.testing.gains import strict_f1
    from ecoplan.testing.kit import Conformance, Kit, conformance
    from ecoplan.testing.laws import (
        Change,
        data_survives,
        plans_come_from_nothing,
        reading_loses_nothing,
        writing_invents_nothing,
    )
    from ecoplan.testing.plan_strategies import changes, documents, plans
    from ecoplan.testing.properties import LAWS, law
    from ecoplan.testing.text_strategies import genre_texts, texts

__all__ = [
    "LAWS",
    "Change",
    "Conformance",
    "Example",
    "Kit",
    "changes",
    "conformance",
    "data_survives",
    "documents",
    "examples_in",
    "genre_texts",
    "law",
    "plans",
    "plans_come_from_nothing",
    "reading_loses_nothing",
    "strict_f1",
    "texts",
    "writing_invents_nothing",
]

_HOMES = {
    "Change": "laws",
    "Conformance": "kit",
    "Example": "examples",
    "Kit": "kit",
    "LAWS": "properties",
    "changes": "plan_strategies",
    "conformance": "kit",
    "data_survives": "laws",
    "documents": "plan_strategies",
    "examples_in": "examples",
    "genre_texts": "text_strategies",
    "law": "properties",
    "plans": "plan_strategies",
    "plans_come_from_nothing": "laws",
    "reading_loses_nothing": "laws",
    "strict_f1": "gains",
    "texts": "text_strategies",
    "writing_invents_nothing": "laws",
}
"""Module of each name, imported on first use."""


if not TYPE_CHECKING:  # a type checker is to complain of names that are not there

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module 'ecoplan.testing' has no attribute '{name}'")
        module = import_module(f"ecoplan.testing.{_HOMES[name]}")
        value = globals()[name] = getattr(module, name)
        return value
