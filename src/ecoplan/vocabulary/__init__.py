"""The words of the genre, as tables of (meaning, word), and the patterns made of them.

One table feeds the grammar, the values and the writer, so that none of them knows a word that
another lacks. A jurisdiction adds words to the tables; places with equal words share one
vocabulary, and so one parser.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files

from attrs import field, frozen

__all__ = [
    "FOR_PLACES",
    "HAN",
    "Vocabulary",
    "any_of",
    "described_tables",
    "national_tables",
    "vocabulary",
]

Tables = Mapping[str, Mapping[str, tuple[str, ...]]]

_NOTHING = r"[^\s\S]"
"""A regular expression that matches nothing: for a table that no place has given words yet."""

HAN = r"[^\W\x00-\xff]"
"""A regular expression for a Chinese character: a letter that no Latin alphabet has.

`re` takes seventy times as long to compile the range of them.
"""

FOR_PLACES = (
    "role_label", "role_mark", "role_before", "role_after", "role_being", "term_label", "note",
    "body_ending", "generic_body", "every", "open", "level", "change",
)  # fmt: skip
"""The tables of which places have words of their own. Every other can be added to as well; it
holds what the genre says everywhere."""


@frozen(eq=False)
class Vocabulary:
    """Tables of words: table → meaning → words, the preferred one first."""

    tables: Tables = field(repr=False)
    _words: dict[str, tuple[str, ...]] = field(factory=dict, init=False, repr=False)
    _matchers: dict[str, re.Pattern[str]] = field(factory=dict, init=False, repr=False)

    def meanings(self, table: str) -> Mapping[str, str]:
        """Word → meaning for every word of a table."""
        return self._meanings[table]

    def preferred(self, table: str, meaning: str) -> str:
        """The word that the writer uses for a meaning."""
        return self.tables[table][meaning][0]

    def words(self, table: str) -> tuple[str, ...]:
        """Every word of a table, the longest first."""
        if table not in self._words:
            longest_first = sorted(self._meanings[table], key=lambda word: (-len(word), word))
            self._words[table] = tuple(longest_first)
        return self._words[table]

    def pattern(self, table: str) -> str:
        """A regular expression that matches any word of a table, the longest where several do."""
        return any_of(self.words(table))

    def matcher(self, table: str) -> re.Pattern[str]:
        """`pattern` of a table, compiled."""
        if table not in self._matchers:
            self._matchers[table] = re.compile(self.pattern(table))
        return self._matchers[table]

    @cached_property
    def _meanings(self) -> dict[str, dict[str, str]]:
        return {
            table: {word: meaning for meaning, words in meanings.items() for word in words}
            for table, meanings in self.tables.items()
        }


_FEW = 12
"""So many words are sooner tried than their first characters; and a set takes long to compile."""


def any_of(words: Sequence[str]) -> str:
    """A regular expression that matches any of the words, the first where several do.

    The set of first characters stands before many words: most places are ruled out by it.
    """
    if not words:
        return _NOTHING
    any_word = f"(?:{'|'.join(map(re.escape, words))})"
    if len(words) <= _FEW:
        return any_word
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?:(?=[{first}]){any_word})"


@cache
def vocabulary(additions: frozenset[tuple[str, str]] = frozenset()) -> Vocabulary:
    """The nation's words and a place's additions: pairs of ``table.meaning`` and a word.

    A table without meanings of its own is open: additions bring theirs. Raises `ValueError`
    where an addition names no table, or no meaning of a table that has its own.
    """
    national = national_tables()
    tables = {table: dict(meanings) for table, meanings in national.items()}
    for place, word in sorted(additions):
        table, _, meaning = place.partition(".")
        if table not in national or (national[table] and meaning not in national[table]):
            raise ValueError(f"no words stand for {place!r}")
        tables[table][meaning] = (*tables[table].get(meaning, ()), word)
    return Vocabulary(tables)


_TABLE = re.compile(r"^\[(\w+)\]\s*# *(.*)$", re.MULTILINE)


def described_tables() -> Mapping[str, str]:
    """What the words of each table of `words.toml` do, as the file says behind its name."""
    return dict(_TABLE.findall((files(__name__) / "words.toml").read_text(encoding="utf-8")))


@cache
def national_tables() -> Tables:
    """The nation's words: table → meaning → words."""
    tables = _read("words.toml")
    units = _read("units.toml")
    measures = {word: (word,) for word in units["measures"]["words"]}
    tables["unit"] = measures | units["codes"]
    tables["true_count"] = {word: (word,) for word in units["true_count"]["words"]}
    tables |= {
        table: units[table]
        for table in ("rate", "no_count", "size", "term", "occasion", "stretch", "names_too")
    }
    tables["latin_unit"] = {
        word: (word,) for words in units["codes"].values() for word in words if word[0].isascii()
    }
    return tables


def _read(name: str) -> dict[str, dict[str, tuple[str, ...]]]:
    with (files(__name__) / name).open("rb") as file:
        data = tomllib.load(file)
    return {
        table: {meaning: tuple(words) for meaning, words in meanings.items()}
        for table, meanings in data.items()
    }
