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

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["Declaration", "Where", "read_declaration"]

Declared = TypeVar("Declared")
Where = tuple[str | int, ...]
"""Keys and indices that lead to a place in a TOML file."""


@frozen
class Declaration:
    """The text of a TOML file and its name, to say where in it a fault is."""

    file: str
    text: str

    def fault(self, where: Where, fault: str) -> BrokenJurisdiction:
        """The error of a fault at a place in the file: file, line, keys, what is wrong."""
        line, keys = _line(self.text, where), _named(where)
        place = f"{self.file}:{line}" if line else self.file
        return BrokenJurisdiction(f"{place}: {keys}: {fault}" if keys else f"{place}: {fault}")


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
        raise BrokenJurisdiction(f"{file}: not TOML: {error}; mend that line") from error
    try:
        return _converter().structure(table, cls), declaration
    except BaseValidationError as error:
        raise declaration.fault(*_first_fault(error)) from error


def _text(file: Path | Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BrokenJurisdiction(
            f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8"
        ) from error
    except OSError as error:
        raise BrokenJurisdiction(
            f"{file}: {error.strerror or error}; give the path of a jurisdiction's TOML file"
        ) from error


def _line(text: str, where: Where) -> int | None:
    """The line of the last key of ``where`` that the text has; null where it has none."""
    line, start = None, 0
    for step, following in zip(where, (*where[1:], None), strict=True):
        if isinstance(step, str):
            key = rf"^[ \t]*(?:\[+[ \t]*)?(?:\w+\.)?[\"']?{re.escape(step)}[\"']?[ \t]*[=\]]"
            found = list(re.compile(key, re.MULTILINE).finditer(text, start))
            if not found:
                break
            index = following if isinstance(following, int) else 0
            chosen = found[index] if index < len(found) else found[0]
            line, start = text.count("\n", 0, chosen.start()) + 1, chosen.end()
    return line


def _named(where: Where) -> str:
    """``bodies[2].name``, counted from 1."""
    keys = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in where)
    return "".join(keys).lstrip(".")


def _first_fault(error: BaseException, path: Where = ()) -> tuple[Where, str]:
    """Where cattrs first refused the table, and why."""
    from cattrs import BaseValidationError, ForbiddenExtraKeysError
    from cattrs.errors import AttributeValidationNote, IterableValidationNote

    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            path += (note.name,)
        elif isinstance(note, IterableValidationNote):
            path += (note.index,)
    if isinstance(error, BaseValidationError):
        return _first_fault(error.exceptions[0], path)
    if isinstance(error, ForbiddenExtraKeysError):
        extra = sorted(error.extra_fields)[0]
        allowed = [each.name for each in fields(error.cl)]
        near = get_close_matches(extra, allowed, n=1)
        remedy = f"write '{near[0]}'" if near else f"one of: {', '.join(allowed)}"
        return (*path, extra), f"no such key; {remedy}"
    if isinstance(error, KeyError):
        return path, f"the key '{error.args[0]}' is missing; add it"
    return path, str(error)


@cache
def _converter() -> "Converter":
    """Structures TOML as it stands: a number is no text, and a text no list."""
    from cattrs import Converter
    from cattrs.cols import homogenous_tuple_structure_factory, mapping_structure_factory
    from cattrs.gen import make_dict_structure_fn

    def record(cls: Any, converter: Any) -> Any:
        structure = make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True)
        return _only(dict, "a table", structure)

    def texts(cls: Any, converter: Any) -> Any:
        structure = homogenous_tuple_structure_factory(cls, converter)
        return _only(list, 'a list ["…", "…"]', structure)

    def table(cls: Any, converter: Any) -> Any:
        return _only(dict, "a table", mapping_structure_factory(cls, converter))

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


def _only(shape: type, remedy: str, structure: Callable[..., Any]) -> Callable[..., Any]:
    """``structure``, for values of one shape alone."""

    def checked(value: Any, cls: Any) -> Any:
        if not isinstance(value, shape):
            raise ValueError(f"{value!r} stands where {remedy} belongs; write it so")
        return structure(value, cls)

    return checked


def _is_choice(cls: Any) -> bool:
    return get_origin(cls) is Literal


def _as_choice(value: Any, choices: Any) -> Any:
    if value not in get_args(choices):
        raise ValueError(f"no such word as {value!r}; one of: {', '.join(get_args(choices))}")
    return value


def _as_text(value: Any, _: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{value!r} is no text; write words in quotes")
    return value


def _as_year(value: Any, _: Any) -> int:
    if type(value) is not int or not 1949 <= value < 2100:
        raise ValueError(f"{value!r} is no year; write four digits without quotes")
    return value
