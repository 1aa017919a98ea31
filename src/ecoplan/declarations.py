"""A TOML file as a class: what it may say is what the class has, and faults name their line."""

import re
import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin

from attrs import fields, frozen, has

from ecoplan.errors import BrokenJurisdiction
from ecoplan.key_lines import KeyPath, key_lines
from ecoplan.messages import Message

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["Declaration", "read_declaration"]

Declared = TypeVar("Declared")


@frozen
class Declaration:
    """The text of a TOML file and its name, to say where in it a fault is."""

    file: str
    text: str

    def fault(self, code: str, where: KeyPath, fault: str) -> BrokenJurisdiction:
        """The error of a fault at a place in the file: file, line, keys, what is wrong."""
        keys = _named(where)
        if keys:
            fault = Message("{where}: {fault}", where=keys, fault=fault)
        return BrokenJurisdiction(code, self.place(where), fault)

    def place(self, where: KeyPath) -> str:
        """The file and the line of a key: ``suzhou.toml:4``."""
        lines = key_lines(self.text)
        known = (where[:end] for end in range(len(where), 0, -1) if where[:end] in lines)
        nearest = next(known, None)
        return f"{self.file}:{lines[nearest]}" if nearest else self.file


def read_declaration(file: Path | Traversable, cls: type[Declared]) -> tuple[Declared, Declaration]:
    """What the file says, as ``cls``.

    Raises `BrokenJurisdiction` where it cannot be read, is no TOML, or says anything that the
    class has no field for.
    """
    from cattrs import BaseValidationError

    declaration = Declaration(str(file), _text(file))
    try:
        table = tomllib.loads(declaration.text)
    except tomllib.TOMLDecodeError as error:
        line, cause = _line_of_toml(str(error), declaration.text)
        fault = Message("not TOML: {cause}; mend that line", cause=cause)
        raise BrokenJurisdiction("not-toml", f"{file}:{line}", fault) from error
    try:
        return _converter().structure(table, cls), declaration
    except BaseValidationError as error:
        raise declaration.fault(*_first_fault(error)) from error


def _text(file: Path | Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        fault = Message("byte {offset} is not UTF-8; save the file as UTF-8", offset=error.start)
        raise BrokenJurisdiction("not-utf-8", str(file), fault) from error
    except OSError as error:
        cause = Message(error.strerror or str(error))
        fault = Message("{cause}; give the path of a jurisdiction's TOML file", cause=cause)
        raise BrokenJurisdiction("unreadable", str(file), fault) from error


_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


def _line_of_toml(error: str, text: str) -> tuple[int, str]:
    """The line that a TOML error names, the last where it names the end, and the error itself."""
    found = _AT_LINE.search(error)
    cause = _AT_LINE.sub("", error).removesuffix(" (at end of document)")
    return int(found[1]) if found else text.count("\n") + 1, cause


def _named(where: KeyPath) -> str:
    """``bodies[2].name``, counted from 1."""
    keys = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in where)
    return "".join(keys).lstrip(".")


def _first_fault(error: BaseException, path: KeyPath = ()) -> tuple[str, KeyPath, str]:
    """Why cattrs first refused the table: a code, where, and in words."""
    from cattrs import BaseValidationError, ForbiddenExtraKeysError
    from cattrs.errors import AttributeValidationNote, IterableValidationNote

    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            path += (note.name,)
        elif isinstance(note, IterableValidationNote):
            path += (note.index,)
    if isinstance(error, BaseValidationError):
        unknown = (each for each in error.exceptions if isinstance(each, ForbiddenExtraKeysError))
        return _first_fault(next(unknown, error.exceptions[0]), path)
    if isinstance(error, ForbiddenExtraKeysError):
        extra = sorted(error.extra_fields)[0]
        allowed = [each.name for each in fields(error.cl)]
        near = get_close_matches(extra, allowed, n=1)
        fault = (
            Message("no such key; write '{key}'", key=near[0])
            if near
            else Message("no such key; one of: {keys}", keys=", ".join(allowed))
        )
        return "unknown-key", (*path, extra), fault
    if isinstance(error, KeyError):
        return "missing-key", path, Message("the key '{key}' is missing; add it", key=error.args[0])
    return "wrong-type", path, error.args[0]


@cache
def _converter() -> "Converter":
    """Structures TOML as it stands: a number is no text, and a text no list."""
    from cattrs import Converter
    from cattrs.cols import homogenous_tuple_structure_factory, mapping_structure_factory
    from cattrs.gen import make_dict_structure_fn

    def record(cls: Any, converter: Any) -> Any:
        structure = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True)
        return _only(dict, Message("a table"), structure)

    def texts(cls: Any, converter: Any) -> Any:
        structure = homogenous_tuple_structure_factory(cls, converter)
        return _only(list, Message('a list ["…", "…"]'), structure)

    def table(cls: Any, converter: Any) -> Any:
        return _only(dict, Message("a table"), mapping_structure_factory(cls, converter))

    converter = Converter()
    converter.register_structure_hook(str, _as_text)
    converter.register_structure_hook(int, _as_year)
    converter.register_structure_hook_func(_is_choice, _as_choice)
    shapes: tuple[tuple[Callable[[Any], bool], Callable[[Any, Any], Any]], ...] = (
        (has, record),
        (lambda cls: get_origin(cls) is tuple, texts),
        (lambda cls: get_origin(cls) is Mapping, table),
    )
    for fits, structure in shapes:
        converter.register_structure_hook_factory(fits, structure)
    return converter


def _only(shape: type, remedy: Message, structure: Callable[..., Any]) -> Callable[..., Any]:
    """``structure``, for values of one shape alone."""

    def checked(value: Any, cls: Any) -> Any:
        if not isinstance(value, shape):
            raise ValueError(
                Message(
                    "{value!r} stands where {remedy} belongs; write it so",
                    value=value,
                    remedy=remedy,
                )
            )
        return structure(value, cls)

    return checked


def _is_choice(cls: Any) -> bool:
    return get_origin(cls) is Literal


def _as_choice(value: Any, choices: Any) -> Any:
    if value not in get_args(choices):
        words = ", ".join(get_args(choices))
        raise ValueError(
            Message("no such word as {value!r}; one of: {words}", value=value, words=words)
        )
    return value


def _as_text(value: Any, _: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(Message("{value!r} is no text; write words in quotes", value=value))
    return value


def _as_year(value: Any, _: Any) -> int:
    if type(value) is not int or not 1949 <= value < 2100:
        raise ValueError(
            Message("{value!r} is no year; write four digits without quotes", value=value)
        )
    return value
