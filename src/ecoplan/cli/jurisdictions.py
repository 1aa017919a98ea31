"""``ecoplan jurisdictions``: which places there are, and where each came from."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ecoplan.cli.refusals import UnusableInputError
from ecoplan.errors import EcoplanError

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
        raise UnusableInputError(str(error)) from error
    return next(each for each in found() if each.place is place)


def warn_of_packages() -> None:
    """Say on standard error, a line each, what is odd about the installed packages of places."""
    from ecoplan.jurisdictions import findings

    for finding in findings():
        click.echo(f"ecoplan: {finding}", err=True)


@click.group(invoke_without_command=True)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Also how each place came (file, package or built-in, the first of which is taken where "
    "several have one id), its version, its file, and what the file does not cover.",
)
@click.option(
    "-j",
    "--jurisdiction",
    "paths",
    multiple=True,
    metavar="FILE",
    help="A place's TOML file, to list with the others. May be given several times.",
)
@click.pass_context
def jurisdictions(context: click.Context, verbose: bool, paths: Sequence[str]) -> None:
    """List the places that have a file: id, GB/T 2260 code, the place above, name.

    What is odd about an installed package of places is said on standard error.
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
    details = [f"{found.tier}, version {found.version or '-'}", found.file]
    if found.tier == "package":
        details.insert(1, f"of {found.package}")
    details += [f"does not cover: {limit}" for limit in place.limits]
    return "\n".join([line, *(f"    {detail}" for detail in details)])
