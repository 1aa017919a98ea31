"""The line of every key of a TOML file, to say where in it a fault is. tomllib keeps no lines."""

import re
from ast import literal_eval
from collections.abc import Iterator

from attrs import define, field

__all__ = ["KeyPath", "key_lines"]

KeyPath = tuple[str | int, ...]
"""Keys and indices that lead to a place in a TOML file."""

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r"|'''.*?'''"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|\n"
    r"|[\[\]{}=,.]"
    r"|[^\s\[\]{}=,.#\"']+",
    re.DOTALL,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    """Keys and indices → the line, from 1, on which that key or element stands.

    ``text`` is TOML that tomllib reads; of any other text it says what it can.
    """
    return _Scan(_tokens(text)).lines()


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for found in _TOKEN.finditer(text):
        if not found[0].startswith("#"):
            yield found[0], line
        line += found[0].count("\n")
    yield "", line


@define
class _Scan:
    """One way through the tokens of a file, a token ahead."""

    _tokens: Iterator[tuple[str, int]]
    _token: str = "\n"
    _line: int = 1
    _lines: dict[KeyPath, int] = field(factory=dict)
    _counts: dict[KeyPath, int] = field(factory=dict)
    """Path of a list of tables → how many ``[[…]]`` it has had."""

    def lines(self) -> dict[KeyPath, int]:
        table: KeyPath = ()
        while self._token:
            if self._token == "\n":
                self._next()
            elif self._token == "[":
                table = self._header()
            else:
                self._pair(table)
        return self._lines

    def _next(self) -> str:
        was = self._token
        self._token, self._line = next(self._tokens, ("", self._line))
        return was

    def _skip(self, tokens: str) -> None:
        while self._token and self._token in tokens:
            self._next()

    def _header(self) -> KeyPath:
        """``[a.b]``, or ``[[a.b]]``, which opens another table of a list."""
        self._next()
        listed = self._token == "["
        self._skip("[")
        line = self._line
        path: KeyPath = ()
        for part in self._key():
            path = (*self._last(path), part)
        if listed:
            self._counts[path] = self._counts.get(path, -1) + 1
        self._skip("]")
        path = self._last(path)
        self._at(path, line)
        return path

    def _last(self, path: KeyPath) -> KeyPath:
        """The last table of a list of tables; any other path as it is."""
        return (*path, self._counts[path]) if path in self._counts else path

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while self._token not in ("=", "]", "\n", ""):
            part = self._next()
            if part != ".":
                parts.append(literal_eval(part) if part[0] in "\"'" else part)
        return tuple(parts)

    def _pair(self, table: KeyPath) -> None:
        line = self._line
        path = table + self._key()
        self._at(path, line)
        if self._token == "=":
            self._next()
            self._value(path)
        else:
            self._next()

    def _value(self, path: KeyPath) -> None:
        if self._token == "[":
            self._next()
            self._elements(path)
        elif self._token == "{":
            self._next()
            while self._token not in ("}", ""):
                self._pair(path)
                self._skip(",")
            self._next()
        else:
            while self._token not in (",", "]", "}", "\n", ""):
                self._next()

    def _elements(self, path: KeyPath) -> None:
        index = 0
        self._skip("\n,")
        while self._token not in ("]", ""):
            self._at((*path, index), self._line)
            self._value((*path, index))
            self._skip("\n,")
            index += 1
        self._next()

    def _at(self, path: KeyPath, line: int) -> None:
        for end in range(1, len(path) + 1):
            self._lines.setdefault(path[:end], line)
