"""How the project is built: what may import what, what starting costs, what stands nowhere."""

import ast
import inspect
import json
import re
import runpy
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import ecoplan
from ecoplan.jurisdictions import NATION, found

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "ecoplan"
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
LAYERS = (
    {"messages", "errors", "model", "source", "numerals"},
    {"*"},  # reading text and writing it: whatever is not named here
    {"flattener", "check", "schema", "converter"},
    {"reading", "exports", "testing", "scaffold"},
    {"cli"},
)
"""What a plan is; how it is read and written; its forms; its doors; the command line."""

ONLY_IN = {
    "click": {name for name in MODULES if name.startswith("ecoplan.cli")},
    "rich": {"ecoplan.exports.table"},
    "msgspec": {"ecoplan.converter"},
    "hypothesis": {name for name in MODULES if name.startswith("ecoplan.testing")},
}
"""Who may import what is costly to import."""


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            submodules = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from [each for each in submodules if each in MODULES] or [node.module]


def edges() -> dict[str, set[str]]:
    """Module of ecoplan → the modules of ecoplan it imports; the package's own door left out."""
    return {
        name: {each for each in imported(path) if each in MODULES}
        for name, path in MODULES.items()
        if name != "ecoplan"
    }


def layer(module: str) -> int:
    part = module.split(".")[1]
    for number, names in enumerate(LAYERS):
        if part in names:
            return number
    return 1


def run(code: str) -> str:
    """What a fresh interpreter prints, errors included."""
    process = subprocess.run(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return process.stdout


def test_imports_run_one_way() -> None:
    assert list(TopologicalSorter(edges()).static_order())


def test_no_layer_imports_a_later_one() -> None:
    upward = [
        (name, other)
        for name, others in edges().items()
        for other in others
        if layer(other) > layer(name)
    ]
    assert upward == []


@pytest.mark.parametrize("library", ONLY_IN)
def test_costly_libraries_are_imported_in_one_place(library: str) -> None:
    users = {
        name
        for name, path in MODULES.items()
        if any(each.split(".")[0] == library for each in imported(path))
    }
    assert users <= ONLY_IN[library]


def test_importing_ecoplan_is_quiet_and_brings_no_library_but_attrs() -> None:
    printed = run("import ecoplan, json, sys; print(json.dumps(sorted(sys.modules)))")
    loaded = {name.split(".")[0] for name in json.loads(printed)}
    assert loaded.isdisjoint({"lark", "cattrs", "msgspec", "click", "rich", "hypothesis"})


def test_importing_ecoplan_takes_less_than_150_ms() -> None:
    code = (
        "from time import perf_counter as now; start = now(); import ecoplan; print(now() - start)"
    )
    assert min(float(run(code)) for _ in range(5)) < 0.150


@pytest.mark.parametrize("name", ecoplan.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert name in dir(ecoplan)
    assert getattr(ecoplan, name) is not None


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'sausage'"):
        _ = ecoplan.sausage  # type: ignore[attr-defined]


def test_lazy_names_are_typed_as_what_they_are() -> None:
    """What a type checker is told and what is imported on first use are one list."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    told = {
        alias.name: node.module
        for node in block.body
        if isinstance(node, ast.ImportFrom) and node.module != "ecoplan"
        for alias in node.names
    }
    assert told == ecoplan._HOMES


def test_no_module_bears_the_name_of_a_public_function() -> None:
    assert {path.stem for path in PACKAGE.rglob("*.py")}.isdisjoint(
        name for name in ecoplan.__all__ if inspect.isfunction(getattr(ecoplan, name))
    )


def test_the_core_names_no_jurisdiction() -> None:
    built_in = [each.place for each in found() if each.tier == "built-in"]
    places = [place for place in built_in if place.id != NATION]
    words = {word for place in places for word in (place.id, place.name, *place.short_names)}
    assert words
    pattern = re.compile("|".join(sorted(words)), re.IGNORECASE)
    core = [*MODULES.values(), *PACKAGE.rglob("*.lark"), *PACKAGE.rglob("vocabulary/*.toml")]
    named = [
        f"{path.relative_to(ROOT)}:{number}: {named_here[0]}"
        for path in core
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (named_here := pattern.search(line))
    ]
    assert named == []


def readme_commands() -> list[str]:
    """The commands of the README's first code blocks, one a block."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return [block.strip() for block in re.findall(r"```sh\n(.*?)```", readme, re.DOTALL)]


def test_ci_runs_the_test_command_of_the_readme() -> None:
    (command,) = (each for each in readme_commands() if each.endswith("pytest"))
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_first_command_of_the_readme_reads_an_example_that_is_there() -> None:
    example = readme_commands()[0].split()[-1]
    assert example.startswith("examples/")
    assert (ROOT / example).is_file()


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readmes_list_the_built_in_places(name: str) -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "jurisdictions_table.py"))
    readme = (ROOT / name).read_text(encoding="utf-8")
    assert script["table"]() in readme, f"run: python scripts/jurisdictions_table.py {name}"
