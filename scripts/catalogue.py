"""Renews the catalogue of what ecoplan says to people, and compiles it.

    python scripts/catalogue.py

Puts every sentence of the source into ``src/ecoplan/languages/zh/LC_MESSAGES/ecoplan.po``, with the
translation that it has there already, and makes the ``.mo`` beside it, which is what gettext reads.
Sentences without a translation are listed: write them into the ``.po``, and run it again.
"""

import ast
import errno
import inspect
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import get_args

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ecoplan import cli, errors, model
from ecoplan.cli.commands import unwrapped
from ecoplan.jurisdictions.declared import Tier
from ecoplan.messages import CATALOGUES, DOMAIN
from ecoplan.testing import LAWS

SOURCE = Path(__file__).parents[1] / "src"
FILE = CATALOGUES / "zh" / "LC_MESSAGES" / f"{DOMAIN}.po"

Sentence = str | tuple[str, str]
"""A template, or one and its plural."""

MAKERS = {"Message", "UnusableInputError", "Unclear"} | {
    name for name, value in vars(errors).items() if inspect.isclass(value)
} - {"BrokenJurisdiction"}
"""What is called with a template as its first argument."""

WORDS = (model.Role, model.Reason, model.DocumentType, model.Severity, model.DeadlineType, Tier)
"""Words of the data that the table shows to people."""

CAUSES = (
    errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENOSPC,
    errno.EROFS, errno.ENAMETOOLONG,
)  # fmt: skip
"""Why the system refuses a file, in its own words."""

OF_CLICK: tuple[Sentence, ...] = (
    "Usage:",
    "Options",
    "Commands",
    "Show this message and exit.",
    "default: {default}",
    "required",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Missing argument",
    "Missing option",
    "Missing command.",
    "No such option {name!r}.",
    "No such option: {name}",
    "No such command {name!r}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("(Possible option: {possibilities})", "(Possible options: {possibilities})"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    "Option {name!r} does not take a value.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "Aborted!",
)
"""What the library of the command line says in its own words, in the versions there are."""


def sentences() -> Iterator[tuple[Sentence, str]]:
    """Every sentence that people are shown, with the file that it stands in."""
    for path in sorted(SOURCE.rglob("*.py")):
        for call in calls(path):
            match call.args:
                case [ast.Constant(value=str(sentence)), *_]:
                    yield sentence, path.relative_to(SOURCE).as_posix()
    for helped in commands(cli.main):
        yield from ((text, "help") for text in helps(helped))
    for words in WORDS:
        yield from ((word.replace("_", " "), "words of the data") for word in get_args(words))
    yield from ((name, "laws") for name in LAWS)
    yield from ((os.strerror(cause), "the system") for cause in CAUSES)
    yield from ((sentence, "click") for sentence in OF_CLICK)


def calls(path: Path) -> Iterator[ast.Call]:
    """The calls in a file that make a sentence, in the order of the text."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    found = (each for each in nodes if isinstance(each, ast.Call))
    made = (each for each in found if ast.unparse(each.func) in MAKERS)
    yield from sorted(made, key=lambda each: (each.lineno, each.col_offset))


def commands(group: click.Group) -> Iterator[click.Command]:
    """A group and all its commands."""
    yield group
    for command in group.commands.values():
        yield from commands(command) if isinstance(command, click.Group) else (command,)


def helps(command: click.Command) -> Iterator[str]:
    """What a command and its options say of themselves."""
    options = (each.help for each in command.params if isinstance(each, click.Option))
    yield from (unwrapped(text) for text in (command.help, *options) if text)


def renewed(old: Catalog) -> Catalog:
    """The sentences there are, with the translations that the old catalogue has."""
    new = Catalog(
        locale="zh",
        domain=DOMAIN,
        header_comment="# What ecoplan says to people, in Chinese. See scripts/catalogue.py.",
        project="ecoplan",
        version="1",
        msgid_bugs_address="",
        last_translator="the authors of ecoplan",
        language_team="zh",
        creation_date=_ALWAYS,
        revision_date=_ALWAYS,
        fuzzy=False,
    )
    for sentence, where in sentences():
        was = old.get(sentence if isinstance(sentence, str) else sentence[0])
        new.add(sentence, was.string if was else None, locations=[(where, 1)])
    return new


_ALWAYS = datetime(2025, 1, 1, tzinfo=UTC)
"""A file that says the same is the same, whenever it is made."""


def read(path: Path = FILE) -> Catalog:
    """The catalogue as it is; empty where there is none."""
    if not path.exists():
        return Catalog(locale="zh")
    with path.open("rb") as file:
        return read_po(file, locale="zh", domain=DOMAIN)


def as_text(catalogue: Catalog) -> bytes:
    """As the file that people edit."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, include_lineno=False)
    return buffer.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """As the file that gettext reads."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """The sentences without a translation."""
    return [str(each.id) for each in catalogue if each.id and not _is_full(each)]


def _is_full(entry: Message) -> bool:
    return all(entry.string) if isinstance(entry.string, tuple) else bool(entry.string)


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    catalogue = renewed(read())
    FILE.write_bytes(as_text(catalogue))
    FILE.with_suffix(".mo").write_bytes(compiled(catalogue))
    left = untranslated(catalogue)
    print(*left, sep="\n")
    sys.exit(1 if left else 0)
