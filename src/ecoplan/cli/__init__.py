"""The command line: files in, what they say out, one clear line for what cannot be used.

Exit codes: 0 done; 1 some file of several could not be read, or ``check`` found faults;
2 nothing could be done with what was given.
"""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from attrs import frozen

from ecoplan.cli.commands import Group, Option, option
from ecoplan.cli.jurisdictions import jurisdictions, named, warn_of_packages
from ecoplan.cli.refusals import UnusableInputError, about
from ecoplan.messages import Message, translated

if TYPE_CHECKING:
    from ecoplan.check import Fault
    from ecoplan.jurisdictions import Jurisdiction
    from ecoplan.model import Coverage, Plan
    from ecoplan.schema import SchemaName

__all__ = ["main"]

_NEW_OBJECTS = 50_000
"""New objects between two collections of garbage. The grammars are many objects and no garbage:
to look through them after every 700, as Python does, takes a twentieth of a run."""

STANDARD = "-"
"""Stands for standard input among the files to read."""

Output = Literal["table", "json", "facts", "residue"]
_SUFFIXES: dict[Output, str] = {
    "table": ".txt",
    "json": ".json",
    "facts": ".jsonl",
    "residue": ".residue.txt",
}


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ecoplan", cls=Option, help="Show the version and exit.")
def main() -> None:
    """Read Chinese governments' environmental plans into typed, located facts."""
    gc.set_threshold(_NEW_OBJECTS)


# parse


_jurisdiction_option = option(
    "-j",
    "--jurisdiction",
    metavar="JURISDICTION",
    help="Id of the place, or path of its TOML file. Default: recognised from the text.",
)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@_jurisdiction_option
@option(
    "--to",
    "form",
    type=click.Choice(list(_SUFFIXES)),
    default="table",
    show_default=True,
    help="table for people; json for the whole plan; facts for JSON Lines; residue for what looks "
    "like a fact and was not read.",
)
@option(
    "-o",
    "--output",
    metavar="FILE_OR_DIR",
    help="Where to write. Needed for all but tables of several documents: a directory.",
)
def parse(files: Sequence[str], jurisdiction: str | None, form: Output, output: str | None) -> None:
    """Print or write what each document states.

    A directory means the text files in it; - is standard input.
    """
    place = _place(jurisdiction)
    documents = _documents(files)
    targets = _targets(documents, form, output)
    failed = False
    for document, target in zip(documents, targets, strict=True):
        try:
            with about(document.name):
                written = _read(document, place, form, on_terminal=target is None)
            _deliver(written, target)
        except UnusableInputError as error:
            if len(documents) == 1:
                raise
            error.show()
            failed = True
    sys.exit(1 if failed else 0)


@frozen
class _Document:
    name: str
    """Path as the user gave it, or what stands for standard input."""
    listed: bool = False
    """True where it was found in a directory."""

    @property
    def stem(self) -> str:
        return "stdin" if self.name == STANDARD else Path(self.name).stem


def _place(given: str | None) -> "Jurisdiction | None":
    warn_of_packages()
    return named(given).place if given is not None else None


def _documents(files: Sequence[str]) -> list[_Document]:
    documents: list[_Document] = []
    for name in files:
        if name != STANDARD and Path(name).is_dir():
            documents += _in_directory(Path(name))
        else:
            documents.append(_Document(name))
    return documents


def _in_directory(folder: Path) -> list[_Document]:
    from ecoplan.reading import SUFFIXES

    found = sorted(
        path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file()
    )
    if not found:
        raise UnusableInputError(
            "{folder}: no file in this directory ends in {suffixes}; name the files themselves",
            folder=folder,
            suffixes=", ".join(SUFFIXES),
        )
    return [_Document(str(path), listed=True) for path in found]


def _targets(
    documents: Sequence[_Document], form: Output, output: str | None
) -> Sequence[Path | None]:
    """Where each document's output goes; None is standard output."""
    several = len(documents) > 1 or documents[0].listed
    if output is None:
        if len(documents) > 1 and form != "table":
            raise UnusableInputError(
                "{count} documents would run into one another; give -o DIRECTORY/",
                count=len(documents),
            )
        return [None] * len(documents)
    if not (several or output.endswith(("/", os.sep)) or Path(output).is_dir()):
        targets = [Path(output)]
    else:
        targets = [Path(output, document.stem + _SUFFIXES[form]) for document in documents]
        with about(output):
            Path(output).mkdir(parents=True, exist_ok=True)
    _refuse_overwriting(documents, targets)
    return targets


def _refuse_overwriting(documents: Sequence[_Document], targets: Sequence[Path]) -> None:
    itself = Message("the document itself")
    taken = {Path(document.name).resolve(): itself for document in documents}
    for document, target in zip(documents, targets, strict=True):
        place = target.resolve()
        if place in taken:
            raise UnusableInputError(
                "{document}: its output {target} would overwrite {other}; give another -o",
                document=document.name,
                target=target,
                other=taken[place],
            )
        taken[place] = Message("that of {document}", document=document.name)


def _read(
    document: _Document, place: "Jurisdiction | None", form: Output, *, on_terminal: bool
) -> str:
    return _FORMS[form](_plan(document, place), on_terminal)


def _plan(document: _Document, place: "Jurisdiction | None") -> "Plan":
    from ecoplan.assemble import parse as parsed
    from ecoplan.reading import text_of

    return parsed(text_of(_bytes(document.name)), place)


def _bytes(name: str) -> bytes:
    if name == STANDARD:
        return sys.stdin.buffer.read()
    return Path(name).read_bytes()


def _as_table(plan: "Plan", on_terminal: bool) -> str:
    from ecoplan.exports.table import WIDTH, table

    if on_terminal and sys.stdout.isatty():
        return table(plan, width=shutil.get_terminal_size().columns, color=True)
    return table(plan, width=WIDTH)


def _as_json(plan: "Plan", _: bool) -> str:
    from ecoplan.converter import dumps

    return dumps(plan, indent=1) + "\n"


def _as_facts(plan: "Plan", _: bool) -> str:
    from ecoplan.flattener import lines

    return lines(plan)


def _as_residue(plan: "Plan", _: bool) -> str:
    from ecoplan.exports.residue import lines

    return lines(plan)


_FORMS: dict[Output, Callable[["Plan", bool], str]] = {
    "table": _as_table,
    "json": _as_json,
    "facts": _as_facts,
    "residue": _as_residue,
}


def _deliver(written: str, target: Path | None) -> None:
    """Prints, or puts a whole file in its place: a broken run leaves the old one or none."""
    data = written.encode()
    if target is None:
        click.echo(data, nl=False)
        return
    with about(str(target)):
        place = target.resolve()
        if place.exists() and not place.is_file():  # a device takes bytes, not another file's name
            place.write_bytes(data)
            return
        draft = place.with_name(f".{place.name}.{os.getpid()}")
        try:
            draft.write_bytes(data)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)


# coverage


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE_OR_DIR...")
@_jurisdiction_option
@option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
def coverage(files: Sequence[str], jurisdiction: str | None, as_json: bool) -> None:
    """Say how much of the documents was read.

    How many of their characters, and of their numbers, time words and role words.
    """
    place = _place(jurisdiction)
    documents = _documents(files)
    covered: dict[str, Coverage] = {}
    failed = False
    for document in documents:
        try:
            with about(document.name):
                covered[document.name] = _plan(document, place).coverage
        except UnusableInputError as error:
            if len(documents) == 1:
                raise
            error.show()
            failed = True
    _deliver((_coverage_json if as_json else _coverage_table)(covered), None)
    sys.exit(1 if failed else 0)


def _coverage_json(covered: "Mapping[str, Coverage]") -> str:
    from ecoplan.exports.residue import coverage_json

    return coverage_json(covered)


def _coverage_table(covered: "Mapping[str, Coverage]") -> str:
    from ecoplan.exports.table import WIDTH, coverage_table

    if sys.stdout.isatty():
        return coverage_table(covered, width=shutil.get_terminal_size().columns, color=True)
    return coverage_table(covered, width=WIDTH)


# The other commands


@main.command()
@click.argument("file", metavar="PLAN.json")
@option("-o", "--output", metavar="FILE", type=Path, help="Where to write. Default: print.")
def write(file: str, output: Path | None) -> None:
    """Write the document that a plan's JSON says."""
    from ecoplan.converter import loads
    from ecoplan.writer import write as written

    with about(file):
        text = written(loads(_bytes(file)))
    _deliver(text, output)


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="PLAN.json...")
def check(files: Sequence[str]) -> None:
    """Say what is wrong in plans' JSON.

    A line for each fault: file:pointer: code: message. Exit code 1 where there are any.
    """
    status = 0
    for file in files:
        try:
            found = _faults(file)
        except UnusableInputError as error:
            error.show()
            status = 2
            continue
        for fault in found:
            line = translated(fault.line)
            click.echo(f"{file}:{line}" if fault.pointer else f"{file}: {line}")
        status = max(status, 1 if found else 0)
    sys.exit(status)


def _faults(file: str) -> "Sequence[Fault]":
    from ecoplan.converter import faults

    with about(file):
        found = faults(_bytes(file))
    if found and found[0].code == "not-json":
        raise UnusableInputError(
            "{file}: {fault}; give a file that --to json wrote", file=file, fault=found[0].line
        )
    return found


@main.command()
@click.argument("name", type=click.Choice(["plan", "jurisdiction", "indicators", "facts"]))
def schema(name: "SchemaName") -> None:
    """Print a JSON Schema (2020-12)."""
    import json

    from ecoplan.schema import json_schema

    click.echo(json.dumps(json_schema(name), ensure_ascii=False, indent=2))


main.add_command(jurisdictions)
