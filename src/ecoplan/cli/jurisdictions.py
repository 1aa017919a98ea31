"""``ecoplan jurisdictions``: which places there are, and all that goes into adding one."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecoplan.cli.commands import Group, option
from ecoplan.cli.refusals import UnusableInputError, about
from ecoplan.errors import EcoplanError
from ecoplan.messages import Message, translated

if TYPE_CHECKING:
    from ecoplan.jurisdictions import Found

__all__ = ["jurisdictions", "named", "warn_of_packages"]


def named(given: str) -> "Found":
    """The place of an id, or of the path of a TOML file."""
    from ecoplan.jurisdictions import found, found_from, jurisdiction

    try:
        if given.endswith(".toml") or os.sep in given:
            return found_from(given)
        place = jurisdiction(given)
    except EcoplanError as error:
        raise UnusableInputError(error.message) from error
    return next(each for each in found() if each.place is place)


def warn_of_packages() -> None:
    """Say on standard error, a line each, what is odd about the installed packages of places."""
    from ecoplan.jurisdictions import findings

    for finding in findings():
        click.echo(f"ecoplan: {translated(finding.line)}", err=True)


@click.group(cls=Group, invoke_without_command=True)
@option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Also how each place came (file, package or built-in, the first of which is taken where "
    "several have one id), its version, its file, and what the file does not cover.",
)
@option(
    "-j",
    "--jurisdiction",
    "paths",
    multiple=True,
    metavar="FILE",
    help="A place's TOML file, to list with the others. May be given several times.",
)
@click.pass_context
def jurisdictions(context: click.Context, verbose: bool, paths: Sequence[str]) -> None:
    """List the places that have a file, and add one.

    A line each: id, GB/T 2260 code, the place above, name. What is odd about an installed package
    of places is said on standard error.
    """
    if context.invoked_subcommand is None:
        from ecoplan.jurisdictions import found

        warn_of_packages()
        files = [named(path) for path in paths]
        taken = {each.place.id for each in files}
        for each in (*files, *(each for each in found() if each.place.id not in taken)):
            click.echo(_listed(each, verbose))


def _listed(found: "Found", verbose: bool) -> str:
    place = found.place
    line = f"{place.id:12} {place.code or '-':8} {place.within or '-':12} {place.name}"
    if not verbose:
        return line
    version = found.version or "-"
    tier = Message("{tier}, version {version}", tier=Message(found.tier), version=version)
    details: list[str] = [tier, found.file]
    if found.tier == "package":
        details.insert(1, Message("of {package}", package=found.package))
    details += [Message("does not cover: {limit}", limit=limit) for limit in place.limits]
    return "\n".join([line, *(f"    {translated(detail)}" for detail in details)])


# new


@jurisdictions.command()
@click.argument("id")
@option("--name", required=True, help="The place's full name: 苏州市.")
@option("--code", help="Its GB/T 2260 code: 320500. A zone that has none leaves it out.")
@option(
    "--within",
    metavar="ID",
    help="The place above. Its file is written too where there is none. "
    "Default: the nearest known place that the code lies in.",
)
@option(
    "--from",
    "sample",
    metavar="DOCUMENT",
    type=Path,
    help="A document of the place: what it shows is filled in, marked for review.",
)
@option(
    "--package",
    "as_package",
    is_flag=True,
    help="An installable Python package with the file and its tests, in a folder ID-plans.",
)
@option(
    "-o",
    "--output",
    metavar="DIR",
    type=Path,
    default=Path(),
    help="Where to write. Default: here.",
)
def new(
    id: str,
    name: str,
    code: str | None,
    within: str | None,
    sample: Path | None,
    as_package: bool,
    output: Path,
) -> None:
    """Write the file of a new place.

    ID.toml, ready to be filled in. Nothing is overwritten.
    """
    from ecoplan.reading import text_of
    from ecoplan.scaffold import NewPlace, package, place_file

    with about(str(sample)):
        text = text_of(sample.read_bytes()) if sample else None
    asked = NewPlace(
        id=id, name=name, code=code, within=within, sample=text,
        sample_name=sample.name if sample else "",
    )  # fmt: skip
    folder = output / f"{id}-plans" if as_package else output
    try:
        written = (package if as_package else place_file)(asked, folder)
    except FileExistsError as error:
        raise UnusableInputError(
            "{file}: is there already, and nothing is overwritten; give another -o", file=error
        ) from error
    except EcoplanError as error:
        raise UnusableInputError("{where}: {fault}", where=id, fault=error.message) from error
    for path in written:
        click.echo(path)
    click.echo(translated(_next(id, folder, as_package, sample)))


def _next(id: str, folder: Path, as_package: bool, sample: Path | None) -> Message:
    look = Message("read the lines marked 'review'") if sample else Message("fill it in")
    if as_package:
        return Message(
            "Next: cd {folder}; {look}, then: pip install -e '.[testing]' && pytest",
            folder=folder,
            look=look,
        )
    return Message(
        "Next: {look}, then: ecoplan jurisdictions check {file}",
        look=look,
        file=f"{folder / id}.toml",
    )


# check and expect


_examples_option = option(
    "--examples",
    metavar="DIR",
    type=Path,
    help="Folder of the examples. Default: the folder examples beside the file.",
)


@jurisdictions.command()
@click.argument("place")
@_examples_option
@option(
    "--properties",
    type=click.IntRange(min=0),
    default=25,
    show_default=True,
    help="On how many texts and plans Hypothesis tries each law, where it is installed.",
)
def check(place: str, examples: Path | None, properties: int) -> None:
    """Say what is left to do for a place.

    PLACE is a TOML file, or the id of a place. A line each: whether the file is sound, its examples
    read as a person reviewed them, every word that it lists stands in one, few of their numbers are
    left unread, and the laws hold. Notes are no faults. Exit code 1 where something is left to do.
    """
    from ecoplan.testing import conformance

    try:
        found = list(conformance(place, examples, properties=properties))
    except EcoplanError as error:
        raise UnusableInputError(error.message) from error
    for finding in found:
        note = Message("note: {finding}", finding=finding.line)
        click.echo(translated(note if finding.severity == "note" else finding.line))
    left = sum(finding.severity != "note" for finding in found)
    click.echo(
        translated(
            Message("{place}: {count} left to do", place=place, count=left)
            if left
            else Message("{place}: nothing is left to do", place=place)
        )
    )
    sys.exit(1 if left else 0)


@jurisdictions.command()
@click.argument("place")
@_examples_option
def expect(place: str, examples: Path | None) -> None:
    """Write down what is read in a place's examples.

    For a person to review, beside each document.txt: plan.json, and reviewed.toml, in which whoever
    has read every fact against the document writes name and day. A review of the same facts is
    kept.
    """
    from ecoplan.testing import Kit

    try:
        kit = Kit.of(place, examples)
    except EcoplanError as error:
        raise UnusableInputError(error.message) from error
    if not kit.examples:
        raise UnusableInputError(
            "{place}: no example to read; write one to examples/NAME/document.txt, "
            "or name the folder: --examples DIR",
            place=place,
        )
    for example in kit.examples:
        with about(str(example.document)):
            to_review = example.expect(kit.place)
        message = (
            Message(
                "{file}: written; read it against {document}, then sign {review}",
                file=example.plan_file,
                document=example.document.name,
                review=example.review_file,
            )
            if to_review
            else Message("{file}: written; reviewed already", file=example.plan_file)
        )
        click.echo(translated(message))
