"""The words that documents and the pages that carry them say of themselves."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from attrs import frozen

from ecoplan.model import DocumentType
from ecoplan.vocabulary import HAN

__all__ = ["Wording", "wording"]


@frozen
class Wording:
    """The words of `vocabulary/documents.toml`."""

    title_endings: tuple[str, ...]
    loose_title_endings: tuple[str, ...]
    office_endings: tuple[str, ...]
    types: Mapping[DocumentType, tuple[str, ...]]
    types_of_a_year: Mapping[DocumentType, tuple[str, ...]]
    names_of_types: frozenset[str]
    """Words for kinds of document, each alone: 实施方案."""
    labels: re.Pattern[str]
    """Before a colon, alone in the first cell of a row, or in brackets in any cell: [文号]."""
    label_in_row: re.Pattern[str]
    """At the beginning of a line, the latter two."""
    label_meanings: Mapping[str, str]


@cache
def wording() -> Wording:
    """The words that documents and their pages say of themselves; read once."""
    with (files("ecoplan.vocabulary") / "documents.toml").open("rb") as file:
        table = tomllib.load(file)
    meanings = {label: meaning for meaning, labels in table["labels"].items() for label in labels}
    spaced = "|".join(" {0,4}".join(label) for label in sorted(meanings, key=len, reverse=True))
    bracketed = rf"\[ {{0,2}}({spaced}) {{0,2}}\](?= *[^ \n])"
    in_row = rf"^ *(?:({spaced})(?= +[^ \n])|{bracketed})"
    return Wording(
        title_endings=tuple(table["title_endings"]),
        loose_title_endings=tuple(table["loose_title_endings"]),
        office_endings=tuple(table["office_endings"]),
        types={kind: tuple(words) for kind, words in table["types"].items()},
        types_of_a_year={kind: tuple(words) for kind, words in table["types_of_a_year"].items()},
        names_of_types=frozenset(word for words in table["types"].values() for word in words),
        labels=re.compile(rf"(?<!{HAN})({spaced}) ?:|{in_row}|(?<= ){bracketed}", re.MULTILINE),
        label_in_row=re.compile(in_row),
        label_meanings=meanings,
    )
