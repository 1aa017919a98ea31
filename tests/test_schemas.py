"""The schemas are what the classes say, and other validators agree with us by them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ecoplan
from ecoplan.schema import NAMES, SchemaName

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "tests" / "schema-examples"
PACKAGE = ROOT / "src" / "ecoplan"
SHIPPED = {
    "jurisdiction": sorted((PACKAGE / "plugins").glob("*.toml")),
    "indicators": [PACKAGE / "vocabulary" / "indicators.toml"],
}


def check_jsonschema(*arguments: str | Path) -> dict[str, Any]:
    """What check-jsonschema reports."""
    command = [sys.executable, "-m", "check_jsonschema", "-o", "json", *map(str, arguments)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def examples(quality: str, name: str) -> list[Path]:
    found = sorted((EXAMPLES / quality / name).iterdir())
    assert found, f"no {quality} examples for {name}"
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_that_is_checked_in_is_the_classes(name: SchemaName) -> None:
    path = ROOT / "schemas" / f"{name}.schema.json"
    assert json.loads(path.read_text(encoding="utf-8")) == ecoplan.json_schema(name), (
        f"run: ecoplan schema {name} > schemas/{path.name}"
    )


def test_the_schemas_are_schemas() -> None:
    report = check_jsonschema("--check-metaschema", *(ROOT / "schemas").iterdir())
    assert report["status"] == "ok", report


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_has_a_stable_name_and_a_version(name: SchemaName) -> None:
    schema = ecoplan.json_schema(name)
    assert schema["$id"] == f"urn:ecoplan:schema:{name}:1"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_says_what_the_docstrings_say() -> None:
    goal = ecoplan.json_schema("plan")["$defs"]["Goal"]["properties"]
    assert goal["baseline"] == {
        "description": "Year that the change is measured from; null where none is stated.",
        "type": ["integer", "null"],
    }


@pytest.mark.parametrize("name", NAMES)
def test_other_validators_accept_the_good_examples_and_what_is_shipped(name: SchemaName) -> None:
    files = examples("good", name) + SHIPPED.get(name, [])
    report = check_jsonschema("--schemafile", ROOT / "schemas" / f"{name}.schema.json", *files)
    assert report["status"] == "ok", report


@pytest.mark.parametrize("name", NAMES)
def test_other_validators_refuse_every_bad_example(name: SchemaName) -> None:
    files = examples("bad", name)
    report = check_jsonschema("--schemafile", ROOT / "schemas" / f"{name}.schema.json", *files)
    assert {error["filename"] for error in report["errors"]} == set(map(str, files))


@pytest.mark.parametrize("path", examples("good", "plan"), ids=lambda path: path.stem)
def test_a_good_plan_loads(path: Path) -> None:
    assert ecoplan.faults(path.read_bytes()) == ()


@pytest.mark.parametrize("path", examples("bad", "plan"), ids=lambda path: path.stem)
def test_a_bad_plan_does_not_load(path: Path) -> None:
    with pytest.raises(ecoplan.InvalidPlan):
        ecoplan.loads(path.read_bytes())


@pytest.mark.parametrize("path", examples("good", "jurisdiction"), ids=lambda path: path.stem)
def test_a_good_jurisdiction_loads(path: Path) -> None:
    assert ecoplan.jurisdiction_from(path).within == "china"


@pytest.mark.parametrize("path", examples("bad", "jurisdiction"), ids=lambda path: path.stem)
def test_a_bad_jurisdiction_does_not_load(path: Path) -> None:
    with pytest.raises(ecoplan.BrokenJurisdiction, match=path.name):
        ecoplan.jurisdiction_from(path)
