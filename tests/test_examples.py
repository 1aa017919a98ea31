"""Every folder of examples/ is a test: its document reads as its reviewed plan.json."""

from pathlib import Path

import pytest

import ecoplan
from ecoplan.jurisdictions import known
from ecoplan.testing import Example, Kit, examples_in, strict_f1

FOLDER = Path(__file__).parents[1] / "examples"
EXAMPLES = list(examples_in(FOLDER))
PLACES = sorted({each.expected.read_as for each in EXAMPLES if each.expected})

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each.folder.name)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= len(PLACES) >= 6


@each_example
def test_the_document_says_what_its_reviewed_plan_says(example: Example) -> None:
    make = f"ecoplan jurisdictions expect PLACE --examples examples/{example.folder.name}"
    assert example.expected, f"run this, and review what it makes: {make}"
    plan = ecoplan.read(example.document, example.expected.read_as)
    expected = ecoplan.dumps(example.expected, indent=1)
    assert ecoplan.dumps(plan, indent=1) == expected, f"made by: {make}"
    assert plan == example.expected


@each_example
def test_a_person_has_reviewed_it(example: Example) -> None:
    assert example.is_reviewed, f"read every fact against the document: {example.review_file}"


@each_example
def test_the_document_is_written_back_to_the_character(example: Example) -> None:
    plan = ecoplan.parse(example.text)
    assert ecoplan.write(plan) == plan.text


@each_example
def test_its_place_is_recognised(example: Example) -> None:
    assert example.expected
    assert ecoplan.parse(example.text).read_as == example.expected.read_as


@pytest.mark.parametrize("place", PLACES)
def test_its_place_passes_the_kit(place: str) -> None:
    """The laws, which the kit tries as well, are in test_round_trips.py."""
    kit = Kit.of(place, FOLDER)
    left = [
        str(finding)
        for check in (kit.file, kit.examples_read, kit.words, kit.coverage, kit.junk)
        for finding in check()
        if finding.severity != "note"
    ]
    assert left == []


@pytest.mark.parametrize("place", sorted({place.id for place in known()} - set(PLACES)))
def test_a_place_that_others_lie_in_lacks_no_more_than_an_example(place: str) -> None:
    kit = Kit.of(place, FOLDER)
    assert {finding.code for finding in (*kit.file(), *kit.examples_read())} == {"no-example"}
    assert list(kit.junk()) == []


ADDED = ("sanming", "hebei")
"""Places that were added by the steps of the guide, as anyone can."""


@pytest.mark.parametrize("place", ADDED)
def test_a_place_of_thirty_lines_raises_what_is_read_of_its_document(place: str) -> None:
    kit = Kit.of(place, FOLDER)
    assert len(kit.declared.declaration.text.splitlines()) <= 30
    for example in kit.examples:
        assert example.expected
        national = strict_f1(example.expected, ecoplan.parse(example.text, "china"))
        own = strict_f1(example.expected, ecoplan.parse(example.text, place))
        assert set(own.values()) == {1}
        assert national["meta"] < 1
        assert national["responsibility"] < 0.5
