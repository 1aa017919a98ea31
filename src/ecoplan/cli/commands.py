"""Commands whose help is in the language spoken, and how lines of Chinese are broken."""

import gettext
import inspect
import os
import unicodedata
from collections.abc import Iterable, Iterator
from copy import copy
from functools import partial
from typing import Any, TypeVar

import click

from ecoplan.cli.language import OPTION, language_of, speak
from ecoplan.messages import LANGUAGES, Message, translated

__all__ = ["Command", "Group", "Option", "option", "unwrapped"]


# Lines


class _Formatter(click.HelpFormatter):
    """Breaks lines of Chinese, which has no spaces to break at, by the columns it takes."""

    def write_text(self, text: str) -> None:
        super().write_text(_broken(text, self.width - self.current_indent))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        listed = list(rows)
        first = min(max(len(names) for names, _ in listed), col_max) + col_spacing
        width = self.width - self.current_indent - first
        broken = [(names, _broken(text, width)) for names, text in listed]
        super().write_dl(broken, col_max, col_spacing)


def _broken(text: str, width: int) -> str:
    """``text`` with line ends where it is Chinese, paragraph by paragraph."""
    return "\n\n".join(
        paragraph if paragraph.isascii() else "\n".join(["\b", *_lines(paragraph, width)])
        for paragraph in text.split("\n\n")
    )


_NEVER_FIRST = "，。、；：）》”？！,.;:)"


def _lines(paragraph: str, width: int) -> Iterator[str]:
    line, columns = "", 0
    for piece in _pieces(paragraph):
        wide = sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in piece)
        if columns + wide > width and piece not in _NEVER_FIRST:
            yield line.rstrip()
            line, columns = "", 0
            piece = piece.lstrip()
        line += piece
        columns += wide
    yield line


def _pieces(paragraph: str) -> Iterator[str]:
    """What is not to be broken: a Chinese character, a word of another script."""
    word = ""
    for each in " ".join(paragraph.split()):
        if each.isascii() and not each.isspace():
            word += each
            continue
        if word:
            yield word
        word = ""
        yield each
    if word:
        yield word


# Commands

Helped = TypeVar("Helped", click.Command, click.Option)


def _translated(helped: Helped) -> Helped:
    """A copy of a command or an option whose help is in the language spoken now."""
    spoken = copy(helped)
    if spoken.help is not None:
        spoken.help = translated(Message(unwrapped(spoken.help)))
    return spoken


def unwrapped(help: str) -> str:
    """A docstring with a line for each paragraph, as the catalogues have it."""
    paragraphs = inspect.cleandoc(help).split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


class Option(click.Option):
    """An option whose help is in the language spoken."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its names, and its help."""
        return click.Option.get_help_record(_translated(self), ctx)


option = partial(click.option, cls=Option)


def _lang() -> Option:
    return Option(
        [OPTION],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        help="Language of help and messages. Default: that of the locale. Data is the same in all.",
    )


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help is in the language spoken, and that has the option --lang."""

    context_class = _Context

    def __init__(self, *, params: Iterable[click.Parameter] | None = None, **named: Any) -> None:
        super().__init__(params=[*(params or ()), _lang()], **named)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option -h; click words its help once, in the language of that moment."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = gettext.gettext("Show this message and exit.")
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Its help at length."""
        click.Command.format_help_text(_translated(self), ctx, formatter)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Its help in a line."""
        return click.Command.get_short_help_str(_translated(self), limit)


class Group(Command, click.Group):
    """A group of such commands. The outermost settles the language before it reads on."""

    command_class = Command
    group_class = type

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read what was typed."""
        if parent is None:
            speak(language_of(args, os.environ))
        return super().make_context(info_name, args, parent, **extra)
