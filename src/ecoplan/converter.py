"""Plan ⇄ JSON, strictly: what the schema refuses, loading refuses, and says where.

The form is fixed by the classes: every attribute is there, under its own name, in its own
order, so that one plan has one JSON. Dates are ISO 8601, decimals plain digits in a string.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec
from attrs import fields, has
from cattrs import BaseValidationError, Converter
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.errors import AttributeValidationNote, IterableValidationNote
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn
from cattrs.preconf.msgspec import make_converter

from ecoplan.check import Fault, inconsistencies
from ecoplan.errors import InvalidPlan
from ecoplan.flattener import plain
from ecoplan.messages import Message
from ecoplan.model import Plan
from ecoplan.schema import DATE, DECIMAL, SCHEMA_VERSION, TaskEntry

__all__ = ["dumps", "faults", "loads"]


def dumps(plan: Plan, *, indent: int = 0) -> str:
    """``plan`` as JSON: on one line, or indented by ``indent`` spaces for people to read.

    The same plan gives the same characters. Raises `InvalidPlan` where a value has no JSON: a
    decimal that is not finite, a text with half of a surrogate pair.
    """
    converter = _converter()
    document = {
        "schema_version": SCHEMA_VERSION,
        **converter.unstructure(plan),
        "tasks": [converter.unstructure(TaskEntry.of(task)) for task in plan.tasks],
    }
    try:
        encoded = msgspec.json.encode(document, enc_hook=_as_text)
    except UnicodeEncodeError as error:
        raise InvalidPlan(
            "half of a surrogate pair ({half!a}) has no JSON; take it out of the text",
            half=error.object[error.start],
        ) from error
    return (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()


def _as_text(value: Any) -> str:
    """A `Message`, which is a text and more, as the text."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"a {type(value).__name__} has no JSON")


def loads(data: str | bytes) -> Plan:
    """The plan that `dumps` made ``data`` of.

    Raises `InvalidPlan` with the JSON pointer and the reason for anything else: another
    version, a key too many or too few, a wrong type or value, a quote that is not the text's,
    layers that contradict each other (see `ecoplan.check`).
    """
    plan, found = _examined(data)
    if plan is None:
        if len(found) == 1:
            raise InvalidPlan(found[0].line)
        raise InvalidPlan(
            "{fault} (and {count} more: see `ecoplan check`)",
            fault=found[0].line,
            count=len(found) - 1,
        )
    return plan


def faults(data: str | bytes) -> tuple[Fault, ...]:
    """Everything for which `loads` refuses ``data``; empty where it loads."""
    return _examined(data)[1]


def _examined(data: str | bytes) -> tuple[Plan | None, tuple[Fault, ...]]:
    """The plan, or what stands against it; shape first, since only a plan can be consistent."""
    try:
        document = _decoded(data)
        tasks = _structured(_taken(document, "tasks"), tuple[TaskEntry, ...], "/tasks")
        plan = _structured(document, Plan)
    except _RefusalError as refused:
        return None, refused.faults
    found = (*inconsistencies(plan), *_other_tasks(plan, tasks))
    return (None if found else plan), found


class _RefusalError(Exception):
    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults


def _decoded(data: str | bytes) -> dict[str, Any]:
    try:
        document = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise _RefusalError(Fault("", "not-json", _one_line(error))) from error
    if not isinstance(document, dict):
        raise _RefusalError(Fault("", "wrong-type", _expected(Message("an object"), document)))
    version = _taken(document, "schema_version")
    if version != SCHEMA_VERSION:
        raise _RefusalError(
            Fault(
                "/schema_version",
                "unknown-version",
                Message(
                    "this ecoplan reads version {own!r}, not {found}; use the ecoplan that wrote "
                    "it",
                    own=SCHEMA_VERSION,
                    found=_found(version),
                ),
            )
        )
    return document


def _taken(document: dict[str, Any], key: str) -> Any:
    if key not in document:
        raise _RefusalError(Fault(f"/{key}", "missing-key", _MISSING))
    return document.pop(key)


_MISSING = Message("the key has to be there; write it as `ecoplan schema plan` describes it")


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _other_tasks(plan: Plan, stated: tuple[TaskEntry, ...]) -> Iterator[Fault]:
    derived = tuple(TaskEntry.of(task) for task in plan.tasks)
    for number, (entry, own) in enumerate(zip(stated, derived, strict=False)):
        if entry != own:
            yield Fault(
                f"/tasks/{number}",
                "tasks-differ",
                Message(
                    "the layers make another task of it ('{id}'); change the layers, not the view",
                    id=own.id,
                ),
            )
    if len(stated) != len(derived):
        yield Fault(
            "/tasks",
            "tasks-differ",
            Message(
                "{stated} where the outline has {own}; change the layers, not the view",
                stated=len(stated),
                own=len(derived),
            ),
        )


# Strict structuring: cattrs walks the classes, these hooks say what each value has to be.

_T = TypeVar("_T")
_Hook = Callable[[Any, Any], Any]


class _UnfitError(ValueError):
    """A value that is not what its attribute holds."""

    def __init__(self, code: str, message: Message, key: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.key = key


def _structured(value: Any, kind: type[_T], pointer: str = "") -> _T:
    try:
        return _converter().structure(value, kind)
    except (_UnfitError, BaseValidationError) as error:
        raise _RefusalError(*_located(error, pointer)) from error


def _located(error: BaseException, pointer: str) -> Iterator[Fault]:
    """The faults that an error of cattrs gathers, with the pointer to each."""
    if isinstance(error, BaseValidationError):
        for each in error.exceptions:
            yield from _located(each, pointer + _step(each))
    elif isinstance(error, _UnfitError):
        yield Fault(pointer + _escaped(error.key), error.code, error.message)
    else:
        raise error


def _step(error: BaseException) -> str:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return _escaped(note.name)
        if isinstance(note, IterableValidationNote):
            return f"/{note.index}"
    return ""


def _escaped(key: str | None) -> str:
    return "" if key is None else "/" + key.replace("~", "~0").replace("/", "~1")


@cache
def _converter() -> Converter:
    converter = make_converter()
    converter.register_unstructure_hook(Decimal, _spelled)
    converter.register_unstructure_hook_factory(has, make_dict_unstructure_fn)
    for kind, hook in _SCALARS.items():
        converter.register_structure_hook(kind, hook)
    converter.register_structure_hook_factory(_is_literal, _literal_hook)
    converter.register_structure_hook_factory(_is_nullable, _nullable_hook)
    converter.register_structure_hook_factory(_is_array, _array_hook)
    converter.register_structure_hook_factory(has, _object_hook)
    return converter


def _spelled(value: Decimal) -> str:
    if not value.is_finite():
        raise InvalidPlan(
            "the value {value} has no JSON; a value is a finite decimal or None", value=value
        )
    return plain(value)


def _found(value: Any) -> str:
    spelled = msgspec.json.encode(value).decode()
    return spelled if len(spelled) <= 40 else spelled[:40] + "…"


def _expected(expected: Message, value: Any) -> Message:
    return Message("expected {expected}, found {found}", expected=expected, found=_found(value))


def _wrong_type(expected: Message, value: Any) -> _UnfitError:
    return _UnfitError("wrong-type", _expected(expected, value))


def _exactly(kind: type, words: Message) -> _Hook:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise _wrong_type(words, value)
        return value

    return structure


def _patterned(pattern: str, words: Message, make: Callable[[str], Any]) -> _Hook:
    form = re.compile(pattern)

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not str:
            raise _wrong_type(words, value)
        try:
            if form.fullmatch(value):
                return make(value)
        except ValueError:  # a day that no calendar has
            pass
        raise _UnfitError("bad-value", _expected(words, value))

    return structure


_SCALARS: Mapping[Any, _Hook] = {
    str: _exactly(str, Message("text")),
    int: _exactly(int, Message("a whole number")),
    bool: _exactly(bool, Message("true or false")),
    Decimal: _patterned(DECIMAL, Message('a decimal number in a string, like "49.5"'), Decimal),
    dt.date: _patterned(DATE, Message('a date like "2017-12-31"'), dt.date.fromisoformat),
}


def _likely(key: str, keys: list[str]) -> Message:
    near = get_close_matches(key, keys, n=1)
    if near:
        return Message("no such key; did you mean '{key}'?", key=near[0])
    return Message("no such key; the keys are {keys}", keys=", ".join(keys))


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _literal_hook(kind: Any) -> _Hook:
    allowed = get_args(kind)

    def structure(value: Any, _: Any) -> Any:
        if type(value) is not str or value not in allowed:
            one = Message("one of {words}", words=", ".join(allowed))
            raise _UnfitError("bad-value", _expected(one, value))
        return value

    return structure


def _is_nullable(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType) and NoneType in get_args(kind)


def _nullable_hook(kind: Any, converter: Converter) -> _Hook:
    (inner,) = (each for each in get_args(kind) if each is not NoneType)
    hook = converter.get_structure_hook(inner)
    return lambda value, _: None if value is None else hook(value, inner)


def _is_array(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _array_hook(kind: Any, converter: Converter) -> _Hook:
    elements: _Hook = homogenous_tuple_structure_factory(kind, converter)

    def structure(value: Any, as_: Any) -> Any:
        if type(value) is not list:
            raise _wrong_type(Message("an array"), value)
        return elements(value, as_)

    return structure


def _object_hook(cls: type, converter: Converter) -> _Hook:
    attributes: _Hook = make_dict_structure_fn(cls, converter)
    keys = [attribute.name for attribute in fields(cls)]

    def structure(value: Any, as_: Any) -> Any:
        if type(value) is not dict:
            raise _wrong_type(Message("an object"), value)
        for key in value:
            if key not in keys:
                raise _UnfitError("unknown-key", _likely(key, keys), key)
        for key in keys:
            if key not in value:
                raise _UnfitError("missing-key", _MISSING, key)
        return attributes(value, as_)

    return structure
