"""JSON Schemas (2020-12) of what goes in and out, made from the classes that hold it.

Descriptions are the classes' and attributes' own docstrings, so that there is one place to
say what a field means.
"""

import ast
import datetime as dt
import inspect
import sys
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import NOTHING, Factory, define, fields, frozen

from ecoplan.flattener import FORMS, Form
from ecoplan.model import Body, DeadlineType, Plan, Span, Task

__all__ = [
    "DATE",
    "DECIMAL",
    "NAMES",
    "SCHEMA_VERSION",
    "SchemaName",
    "TaskEntry",
    "docstrings",
    "json_schema",
]

SCHEMA_VERSION = "1"
"""Version of the form of a plan's JSON; another one is another `$id`."""

DATE = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"

SchemaName = Literal["plan", "jurisdiction", "facts", "indicators"]
NAMES: tuple[SchemaName, ...] = get_args(SchemaName)


@frozen(kw_only=True)
class TaskEntry:
    """A unit of work and what is stated in it, by id. It is derived from the other layers:
    loading derives it again and refuses another."""

    id: str
    """That of its node."""
    title: str
    """That of its node."""
    span: Span
    """From the label to the end of the title."""
    goals: tuple[str, ...]
    """Ids of the goals stated in it and in no smaller task."""
    deliverables: tuple[str, ...]
    """Ids of its deliverables."""
    responsibilities: tuple[str, ...]
    """Ids of the responsibilities stated in it."""
    inherited: tuple[str, ...]
    """Ids of the responsibilities stated elsewhere that govern it."""
    deadlines: tuple[str, ...]
    """Ids of its deadlines."""
    citations: tuple[str, ...]
    """Ids of its citations."""

    @classmethod
    def of(cls, task: Task) -> "TaskEntry":
        """The entry for ``task``."""
        return cls(
            id=task.id,
            title=task.title,
            span=task.span,
            goals=tuple(goal.id for goal in task.goals),
            deliverables=tuple(deliverable.id for deliverable in task.deliverables),
            responsibilities=tuple(each.id for each in task.responsibilities),
            inherited=tuple(each.id for each in task.inherited),
            deadlines=tuple(deadline.id for deadline in task.deadlines),
            citations=tuple(citation.id for citation in task.citations),
        )


def json_schema(name: SchemaName) -> dict[str, Any]:
    """The schema of a plan's JSON, of a jurisdiction's file, of one flat fact, or of the file
    of indicators.

    Raises `KeyError` where ``name`` is none of these.
    """
    build = {
        "plan": _plan,
        "jurisdiction": _jurisdiction,
        "facts": _facts,
        "indicators": _indicators,
    }[name]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:ecoplan:schema:{name}:{SCHEMA_VERSION}",
        **build(),
    }


def _plan() -> dict[str, Any]:
    writer = _SchemaWriter(complete=True)
    plan = writer.of_class(Plan)
    plan["properties"] = {
        "schema_version": {
            "description": "Version of this form.",
            "const": SCHEMA_VERSION,
        },
        **plan["properties"],
        "tasks": {
            "description": "The units of work, a view that is derived from the other layers.",
            **writer.of_type(tuple[TaskEntry, ...]),
        },
    }
    plan["required"] = list(plan["properties"])
    return {"title": "Plan", **plan, "$defs": writer.definitions}


def _jurisdiction() -> dict[str, Any]:
    from ecoplan.jurisdictions import Jurisdiction

    writer = _SchemaWriter(complete=False)
    place = writer.of_class(Jurisdiction)
    words = place["properties"]["words"]
    words["propertyNames"] = {"pattern": r"^[a-z_]+\..+$"}
    words["properties"] = _words(words["additionalProperties"])
    return {"title": "Jurisdiction", **place, "$defs": writer.definitions}


def _words(listed: dict[str, Any]) -> dict[str, Any]:
    """The keys that places add words to, each with what its words do and the genre's first."""
    from ecoplan.vocabulary import FOR_PLACES, described_tables, national_tables

    does = described_tables()
    return {
        f"{table}.{meaning}": {"description": does[table], **listed, "examples": [list(words[:1])]}
        for table in FOR_PLACES
        for meaning, words in national_tables()[table].items()
    }


def _indicators() -> dict[str, Any]:
    from ecoplan.resolve.indicators import Indicators

    writer = _SchemaWriter(complete=False)
    vocabulary = writer.of_class(Indicators)
    return {"title": "Indicators", **vocabulary, "$defs": writer.definitions}


def _facts() -> dict[str, Any]:
    return {
        "title": "Fact",
        "description": "One line of a file of facts: one statement of a document.",
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in FORMS],
        "$defs": {kind: _flat_fact(kind, form) for kind, form in FORMS.items()},
    }


_FLAT_SPELLINGS: Mapping[Any, dict[str, Any]] = {
    Span: {
        "type": "array",
        "prefixItems": [{"type": "integer", "minimum": 0}] * 2,
        "items": False,
        "minItems": 2,
    },
    Body: {"type": "string"},
    DeadlineType: {"enum": [each for each in get_args(DeadlineType) if each != "open"]},
}
"""How a flat fact spells what the model holds in a class of its own."""


def _flat_fact(kind: str, form: Form) -> dict[str, Any]:
    writer = _SchemaWriter(complete=True, spellings=_FLAT_SPELLINGS)
    described = writer.of_class(form.source)
    offset = {"type": "integer", "minimum": 0}
    properties = {
        "kind": {"const": kind},
        "start": {"description": "Offset in code points of the text, from 0.", **offset},
        "end": {"description": "Offset of the first code point behind it.", **offset},
        "quote": {"description": "The characters from start to end.", "type": "string"},
        **{key: described["properties"][attribute] for key, attribute in form.keys.items()},
    }
    return {**described, "properties": properties, "required": list(properties)}


_SCALARS: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": DECIMAL},
    dt.date: {"type": "string", "format": "date", "pattern": DATE},
}


@define
class _SchemaWriter:
    """Writes the schema of a class and of every class it refers to."""

    complete: bool
    """Whether every attribute has to be there, or only those without a default."""
    spellings: Mapping[Any, dict[str, Any]] = Factory(dict)
    definitions: dict[str, Any] = Factory(dict)

    def of_class(self, cls: type) -> dict[str, Any]:
        """An object that holds the attributes of ``cls`` and no other."""
        own = docstrings(cls.__module__)[cls.__name__]
        properties: dict[str, Any] = {}
        required: list[str] = []
        for attribute in fields(cls):
            says = {"description": own[attribute.name]} if attribute.name in own else {}
            more = attribute.metadata.get("schema", {})
            properties[attribute.name] = says | self.of_type(attribute.type) | more
            if self.complete or attribute.default is NOTHING:
                required.append(attribute.name)
        return {
            "description": own[""],
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }

    def of_type(self, kind: Any) -> dict[str, Any]:
        """The schema of an annotation."""
        known = {**_SCALARS, **self.spellings}
        if kind in known:
            return dict(known[kind])
        origin, arguments = get_origin(kind), get_args(kind)
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (Union, UnionType):
            return self._nullable(kind)
        if origin is tuple:
            return {"type": "array", "items": self.of_type(arguments[0])}
        if origin is Mapping:
            names, values = arguments
            return {
                "type": "object",
                "propertyNames": self.of_type(names),
                "additionalProperties": self.of_type(values),
            }
        return self._reference(kind)

    def _nullable(self, kind: Any) -> dict[str, Any]:
        (inner,) = (each for each in get_args(kind) if each is not NoneType)
        schema = self.of_type(inner)
        if "enum" in schema:
            return {"enum": [*schema["enum"], None]}
        if "type" in schema:
            return {**schema, "type": [schema["type"], "null"]}
        return {"anyOf": [schema, {"type": "null"}]}

    def _reference(self, cls: type) -> dict[str, Any]:
        if cls.__name__ not in self.definitions:
            self.definitions[cls.__name__] = {}
            self.definitions[cls.__name__] = self.of_class(cls)
        return {"$ref": f"#/$defs/{cls.__name__}"}


@cache
def docstrings(module: str) -> dict[str, dict[str, str]]:
    """Class → attribute → its docstring, on one line; the class's own under ``""``."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.name: _class_docstrings(node) for node in tree.body if type(node) is ast.ClassDef}


def _class_docstrings(node: ast.ClassDef) -> dict[str, str]:
    says = {"": _one_line(ast.get_docstring(node) or "")}
    for statement, following in pairwise(node.body):
        match statement, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(words))),
            ):
                says[name] = _one_line(words)
    return says


def _one_line(words: str) -> str:
    return " ".join(words.split()).replace("``", "`")
