"""The package in examples/: built, installed in an environment of its own, found, and sound.

No index is asked: the wheel is built by what is installed here, and the new environment sees this
one's libraries, but not the package.
"""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

import ecoplan

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "examples" / "suzhou-plans"


def run(*command: str | Path, folder: Path) -> str:
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON"))
    }
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        env=clean,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment in which the package is installed."""
    folder = tmp_path_factory.mktemp("environment")
    wheels = folder / "wheels"
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(
        *pip,
        "wheel",
        "-q",
        "--no-build-isolation",
        "--no-deps",
        "-w",
        wheels,
        PACKAGE,
        folder=folder,
    )
    (wheel,) = wheels.iterdir()
    venv.create(folder / "venv", with_pip=False)
    scripts = "Scripts" if os.name == "nt" else "bin"
    interpreter = folder / "venv" / scripts / "python"
    libraries = sysconfig.get_path("purelib")
    own = run(
        interpreter, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder
    )
    paths = f"{Path(ecoplan.__file__).parents[1]}\nimport site; site.addsitedir({libraries!r})\n"
    Path(own.strip(), "libraries.pth").write_text(paths, encoding="utf-8")
    run(
        *pip,
        "--python",
        interpreter,
        "install",
        "-q",
        "--no-index",
        "--no-deps",
        wheel,
        folder=folder,
    )
    return interpreter


def ecoplan_command(python: Path, *arguments: str | Path) -> str:
    program = "from ecoplan.cli import main; main()"
    return run(python, "-c", program, *arguments, folder=python.parent)


def test_its_place_is_found_by_the_entry_point(python: Path) -> None:
    listed = ecoplan_command(python, "jurisdictions", "-v")
    place = listed[listed.index("suzhou ") :]
    assert "package, version 0.1.0\n    of suzhou-plans 0.1.0\n" in place
    assert str(python.parents[1]) in place


def test_a_document_of_the_place_is_read_as_such(python: Path) -> None:
    document = PACKAGE / "tests" / "examples" / "suzhou" / "document.txt"
    assert "read as    suzhou" in ecoplan_command(python, "parse", document)


def test_its_hooks_are_called(python: Path, tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text("苏州市2023年工作要点\n一、重点任务\n1.治理河道。\n", encoding="utf-8")
    assert "suzhou-no-measured-goal" in ecoplan_command(python, "parse", document)


def test_it_passes_the_kit(python: Path) -> None:
    examples = PACKAGE / "tests" / "examples"
    checked = ecoplan_command(python, "jurisdictions", "check", "suzhou", "--examples", examples)
    assert checked.splitlines()[-1] == "suzhou: nothing is left to do"


def test_its_own_tests_pass(python: Path) -> None:
    tests = PACKAGE / "tests"
    printed = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", tests, folder=PACKAGE)
    assert "6 passed" in printed
