"""Every folder in examples/ is a test: its document reads as its reviewed plan.json."""

from pathlib import Path

import pytest

import ecoplan

EXAMPLES = Path(__file__).parents[1] / "examples"
FOLDERS = sorted(path for path in EXAMPLES.glob("*/") if not path.name.startswith("."))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_document_says_what_its_reviewed_plan_says(folder: Path) -> None:
    document, reviewed = folder / "document.txt", folder / "plan.json"
    make = f"ecoplan parse examples/{folder.name}/document.txt --to json -o {reviewed.name}"
    if not reviewed.exists():
        pytest.fail(f"review what this makes, and put it into the folder: {make}")
    expected = ecoplan.loads(reviewed.read_bytes())
    plan = ecoplan.read(document, expected.read_as)
    assert ecoplan.dumps(plan, indent=1) == ecoplan.dumps(expected, indent=1), f"made by: {make}"
    assert plan == expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_document_is_written_back_to_the_character(folder: Path) -> None:
    plan = ecoplan.read(folder / "document.txt")
    assert ecoplan.write(plan) == plan.text


def test_there_are_examples() -> None:
    assert FOLDERS


def test_the_place_of_each_document_is_recognised() -> None:
    read_as = {folder: ecoplan.read(folder / "document.txt").read_as for folder in FOLDERS}
    reviewed = {
        folder: ecoplan.loads((folder / "plan.json").read_bytes()).read_as for folder in FOLDERS
    }
    assert read_as == reviewed
