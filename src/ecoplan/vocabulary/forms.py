"""The forms of phrases and sentences (`forms.toml`), made of a vocabulary's words."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from ecoplan.vocabulary import HAN, Vocabulary

__all__ = ["behind_none", "behind_one", "filled", "form", "forms", "pattern_of"]


@cache
def form(words: Vocabulary, name: str) -> re.Pattern[str]:
    """The form of that name; raises `KeyError` where there is none."""
    return re.compile(pattern_of(words, name))


@cache
def pattern_of(words: Vocabulary, name: str) -> str:
    """The regular expression of the form of that name, to be part of another; raises `KeyError`."""
    return filled(words, _written()[name]["pattern"])


@cache
def forms(words: Vocabulary, name: str) -> tuple[re.Pattern[str], ...]:
    """The forms that stand under one name, in their order."""
    return tuple(re.compile(filled(words, each["pattern"])) for each in _written()[name])


@cache
def _written() -> Mapping[str, Any]:
    with (files("ecoplan.vocabulary") / "forms.toml").open("rb") as file:
        return tomllib.load(file)


_NAME = re.compile(r"\(\?<!<(?P<never>[a-z_.]+)>\)|(?<!P)<(?P<name>[a-z_.]+)>")


def filled(words: Vocabulary, pattern: str) -> str:
    """A pattern with words in the place of the names of their tables, and of forms."""

    def fill(named: re.Match[str]) -> str:
        if named["never"]:
            return behind_none(_words(words, named["never"]))
        if named["name"] == "han":
            return HAN
        if named["name"] in words.tables:
            return words.pattern(named["name"])
        if "." in named["name"]:
            return f"(?:{'|'.join(map(re.escape, _words(words, named['name'])))})"
        return f"(?:{pattern_of(words, named['name'])})"

    return _NAME.sub(fill, pattern)


def behind_none(words: tuple[str, ...]) -> str:
    """A pattern that holds behind none of the words, which may differ in length."""
    return "".join(f"(?<!{re.escape(word)})" for word in words)


def behind_one(words: tuple[str, ...]) -> str:
    """A pattern that holds behind one of the words, which may differ in length."""
    return f"(?:{'|'.join(f'(?<={re.escape(word)})' for word in words)})"


def _words(words: Vocabulary, place: str) -> tuple[str, ...]:
    """The words of ``table`` or ``table.meaning``, the longest first."""
    table, _, meaning = place.partition(".")
    if not meaning:
        return words.words(table)
    return tuple(sorted(words.tables[table][meaning], key=lambda word: (-len(word), word)))
