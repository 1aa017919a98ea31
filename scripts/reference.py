"""Writes the reference pages of the guide from what the classes and tables say of themselves.

    python scripts/reference.py docs/

Makes ``model.md``, ``jurisdiction-file.md`` and ``codes.md`` in that folder. What they say is said
in the docstrings of `ecoplan`: mend it there. A test sees to it that the pages are in step.
"""

import ast
import inspect
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import ecoplan
from ecoplan import errors, model
from ecoplan.flattener import FORMS
from ecoplan.jurisdictions import Jurisdiction, RegisteredBody, Season
from ecoplan.schema import DECIMAL, TaskEntry, docstrings, json_schema

MADE = "<!-- Made by scripts/reference.py from the docstrings: mend those, and run it again. -->\n"


def pages() -> dict[str, str]:
    """The text of each page by the name of its file."""
    made = {"model.md": _model(), "jurisdiction-file.md": _file(), "codes.md": _codes()}
    return {name: MADE + "\n" + "\n\n".join(parts) + "\n" for name, parts in made.items()}


# What a plan says

CLASSES = (
    model.Plan, model.Metadata, model.Evidence, model.Node, model.Piece, model.Task, TaskEntry,
    model.Goal, model.Deliverable, model.Responsibility, model.Body, model.Deadline,
    model.Citation, model.Finding, model.Residue, model.Explained, model.Coverage, model.Tally,
    model.Span,
)  # fmt: skip


def _model() -> Iterator[str]:
    yield (
        "# The model and its JSON\n\n"
        "What `ecoplan.read` gives is a `Plan`: flat layers of frozen "
        "[attrs](https://www.attrs.org) objects over one text. Its JSON has the same keys in the "
        "same order, and `schema_version` and `tasks` besides; "
        "`ecoplan schema plan` prints the JSON Schema. Dates are ISO 8601 (`2017-12-31`); a value "
        'is a decimal number in a text (`"49.5"`), so that no digit is lost.'
    )
    defined = json_schema("plan")
    for cls in CLASSES:
        schema = defined if cls is model.Plan else defined["$defs"].get(cls.__name__)
        yield from _class(cls, schema)
    yield "## Words\n\nThe attributes above whose values are one of a few words."
    yield _table(("name", "values", "meaning"), _aliases())
    yield (
        "## Facts, flat\n\n"
        "`ecoplan.facts` and `--to facts` give one plain object for each statement, "
        "`ecoplan schema facts` its schema. Every fact has `kind`, `start`, `end` and `quote`, and "
        "by its kind:"
    )
    yield _table(("kind", "of class", "keys"), _kinds())


def _class(cls: type, schema: Mapping[str, Any] | None) -> Iterator[str]:
    says = docstrings(cls.__module__)[cls.__name__]
    yield f"## {cls.__name__}\n\n{says['']}"
    annotations = _annotations(cls)
    if schema is None:
        rows = [(f"`{name}`", _code(kind), says.get(name, "")) for name, kind in annotations]
        yield _table(("attribute", "in Python", "says"), rows)
    else:
        properties = schema["properties"]
        yield _table(
            ("attribute", "in Python", "in JSON", "says"),
            (
                (f"`{name}`", _code(kind), _in_json(properties[name]), says.get(name, ""))
                for name, kind in annotations
            ),
        )
    if derived := list(_derived(cls)):
        yield "Derived:"
        yield _table(("name", "gives"), derived)


def _annotations(cls: type) -> list[tuple[str, str]]:
    """Each attribute with its type as the source writes it."""
    body = _definition(cls).body
    statements = (each for each in body if isinstance(each, ast.AnnAssign))
    return [(ast.unparse(each.target), ast.unparse(each.annotation)) for each in statements]


def _derived(cls: type) -> Iterator[tuple[str, str]]:
    """The properties and methods that a class has a sentence for."""
    for each in _definition(cls).body:
        match each:
            case ast.FunctionDef(name=name) if name[0] != "_" and (says := ast.get_docstring(each)):
                decorated = {ast.unparse(decorator) for decorator in each.decorator_list}
                called = name if decorated else f"{name}({ast.unparse(each.args)})"
                if "classmethod" not in decorated:
                    yield _code(called.replace("(self, ", "(")), _sentence(says)


def _definition(cls: type) -> ast.ClassDef:
    statements = _tree(cls.__module__).body
    return next(
        each for each in statements if isinstance(each, ast.ClassDef) and each.name == cls.__name__
    )


def _tree(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(import_module(module)))


def _in_json(schema: Mapping[str, Any]) -> str:
    """A type of a JSON Schema in a few words."""
    if "$ref" in schema:
        return f"`{schema['$ref'].rpartition('/')[2]}`"
    if "anyOf" in schema:
        return " or ".join(map(_in_json, schema["anyOf"]))
    if "enum" in schema:
        return "text or null" if None in schema["enum"] else "text"
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return " or ".join(_kind_in_json(kind, schema) for kind in kinds)


def _kind_in_json(kind: str, schema: Mapping[str, Any]) -> str:
    if kind == "array":
        return f"array of {_in_json(schema['items'])}"
    if kind == "string":
        if schema.get("format") == "date":
            return "date"
        return "decimal, as text" if schema.get("pattern") == DECIMAL else "text"
    return {"integer": "whole number", "boolean": "true or false"}.get(kind, kind)


def _aliases() -> Iterator[tuple[str, str, str]]:
    for statement, following in pairwise(_tree(model.__name__).body):
        match statement, following:
            case (
                ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(words))),
            ) if values := get_args(getattr(model, name)):
                listed = ", ".join(f"`{value}`" for value in values)
                yield f"`{name}`", listed, _sentence(words)


def _kinds() -> Iterator[tuple[str, str, str]]:
    for kind, form in FORMS.items():
        keys = (
            f"`{key}`" if key == attribute else f"`{key}` (`{attribute}`)"
            for key, attribute in form.keys.items()
        )
        yield f"`{kind}`", f"`{form.source.__name__}`", ", ".join(keys)


# What a place's file says


def _file() -> Iterator[str]:
    schema = json_schema("jurisdiction")
    yield (
        "# A jurisdiction's file, field by field\n\n"
        "What a place's TOML file may say. An editor that knows TOML completes and checks the "
        "same from the file's first line, `#:schema`, and `ecoplan schema jurisdiction` prints it "
        "for programs. How to write such a file is told in "
        "[Adding a jurisdiction](adding-a-jurisdiction.md)."
    )
    yield from _fields(Jurisdiction, schema)
    for title, cls in (("bodies", RegisteredBody), ("seasons", Season)):
        yield f"## `[[{title}]]`"
        yield from _fields(cls, schema["$defs"][cls.__name__])
    yield "## `[words]`\n\nThe keys of `words`, each with what its words do and the genre's first."
    words = schema["properties"]["words"]["properties"]
    yield _table(
        ("key", "its words", "as"),
        (
            (f"`{key}`", each["description"], _code("、".join(each["examples"][0])))
            for key, each in words.items()
        ),
    )


def _fields(cls: type, schema: Mapping[str, Any]) -> Iterator[str]:
    says = docstrings(cls.__module__)[cls.__name__]
    yield says[""]
    yield _table(
        ("key", "holds", "says", "for example"),
        (
            (
                f"`{key}`" + (", required" if key in schema["required"] else ""),
                _in_toml(each),
                says[key],
                " or ".join(_code(_toml(example)) for example in each.get("examples", ())),
            )
            for key, each in schema["properties"].items()
        ),
    )


def _in_toml(schema: Mapping[str, Any]) -> str:
    """As in JSON, but for null, which TOML writes by leaving the key out."""
    return _in_json(schema).removesuffix(" or null").replace("object", "table")


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


# Codes

TABLES: Sequence[tuple[str, str, int, str]] = (
    (
        "Findings in a document",
        "ecoplan.assemble",
        0,
        "In `plan.findings`, and at the end of the table that `ecoplan parse` prints.",
    ),
    (
        "Faults in the form of a plan's JSON",
        "ecoplan.check",
        0,
        "`ecoplan check` prints them, `ecoplan.faults` gives them, and `ecoplan.loads` raises the "
        "first.",
    ),
    (
        "Faults that no schema can say",
        "ecoplan.check",
        1,
        "Met at the same places, in JSON whose form is right.",
    ),
    (
        "Faults of a jurisdiction's file",
        "ecoplan.jurisdictions.checks",
        0,
        "Raised as `BrokenJurisdiction` for a file that is named; for the files of installed "
        "packages they are in `ecoplan.jurisdictions.findings()`. The message names the line, and "
        "says what to write there.",
    ),
    (
        "Findings about installed packages of places",
        "ecoplan.jurisdictions.doors",
        1,
        "In `ecoplan.jurisdictions.findings()`, and a line each on standard error.",
    ),
    (
        "Findings of the conformance kit",
        "ecoplan.testing.kit",
        0,
        "`ecoplan jurisdictions check` prints them, beside the faults of the file.",
    ),
    (
        "Residue: what was not read",
        "ecoplan.coverage",
        1,
        "In `plan.residue`, and printed by `ecoplan parse --to residue`; see "
        "[What was not read](facts.md#what-was-not-read).",
    ),
    (
        "Explained: what is no fact",
        "ecoplan.coverage",
        0,
        "In `plan.explained`. There is nothing to do, unless a rule is wrong: then report it.",
    ),
)
"""Title, the module whose docstring tables the codes, which of its tables, where they are met."""


def _codes() -> Iterator[str]:
    yield (
        "# Errors, findings and reasons\n\n"
        "What the caller gets wrong raises an error. What is odd in a document is a *finding*, "
        "what is wrong in data a *fault*: each has a code that stays, and a message that says "
        "what, where, and what to do. This page lists every code.\n\n"
        'Messages are English; `ecoplan.messages.translated(finding.message, "zh")` gives one in '
        "Chinese, and so does the command line where the locale is Chinese or with `--lang zh`. "
        "One that was read from JSON stays as it was written."
    )
    yield "## Errors"
    yield _table(
        ("raised", "when, and what to do"),
        ((f"`{cls.__name__}`", _sentence(cls.__doc__ or "")) for cls in _error_classes()),
    )
    for title, module, number, where in TABLES:
        rows = _tables(inspect.getdoc(import_module(module)) or "")[number]
        yield f"## {title}\n\n{where}"
        yield _table(
            ("code", "means, and what to do"),
            ((f"`{code}`", _sentence(words)) for code, words in rows),
        )


def _error_classes() -> Iterator[type]:
    for value in vars(errors).values():
        if inspect.isclass(value) and issubclass(value, ecoplan.EcoplanError):
            yield value


def _tables(text: str) -> list[list[tuple[str, str]]]:
    """The two-column tables of reStructuredText in a text, each a list of its rows."""
    found = re.findall(r"^(=+  =+)\n(.*?)\n\1$", text, re.DOTALL | re.MULTILINE)
    return [_rows(rule.index("  "), body.splitlines()) for rule, body in found]


def _rows(width: int, lines: Iterable[str]) -> list[tuple[str, str]]:
    """A row for each line with a word in the first column; the others go on with the second."""
    rows: list[tuple[str, str]] = []
    for line in lines:
        code, words = line[:width].strip(), line[width:].strip()
        if code:
            rows.append((code, words))
        else:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {words}")
    return rows


# Markdown


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(words: str) -> str:
    return words.replace("|", r"\|")


def _code(words: str) -> str:
    return f"`{words}`"


def _sentence(docstring: str) -> str:
    return " ".join(docstring.split()).replace("``", "`")


def main() -> None:
    """Write the pages into the folder that the command line names."""
    (folder,) = sys.argv[1:]
    for name, text in pages().items():
        Path(folder, name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
