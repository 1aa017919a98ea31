"""How the command line refuses: one line on standard error for what cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from ecoplan.errors import EcoplanError
from ecoplan.messages import Message, translated

__all__ = ["UnusableInputError", "about"]


class UnusableInputError(click.ClickException):
    """Says in one line what is wrong, where, and what to do."""

    exit_code = 2

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(Message(message, **values))

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"ecoplan: {translated(self.message)}", err=True, file=file)


@contextmanager
def about(name: str) -> Iterator[None]:
    """Turns what goes wrong with one file into one line that names it."""
    try:
        yield
    except EcoplanError as error:
        raise UnusableInputError("{where}: {fault}", where=name, fault=error.message) from error
    except OSError as error:
        raise UnusableInputError(
            "{where}: {cause}; give another path",
            where=name,
            cause=Message(error.strerror or str(error)),
        ) from error
