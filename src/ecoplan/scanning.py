"""The lexer of the clause grammar: contextual, as Lark's own is, and quicker.

Nearly every state of the clause grammar accepts all that may begin an island, and a few words of
its own beside it. Lark's contextual lexer compiles one expression for each such set, and tries
all its alternatives at every character. Here one or two characters tell which openers may begin
with them, and what stands before the next opener is one token, `WATER`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import ClassVar, Self

from lark import Token
from lark.common import LexerConf
from lark.lexer import Lexer, LexerState, TerminalDef
from lark.parsers.lalr_parser_state import ParserState

__all__ = ["IslandLexer"]

_Match = Callable[[str, int, int], "re.Match[str] | None"]

WATER = "WATER"


class IslandLexer(Lexer):
    """Tries the terminals that only the state accepts, then the openers, then takes water.

    An opener is a terminal of `first`; water, and what it begins, may stand where a state accepts
    all of them. Of the terminals of either kind the one of the highest priority goes first, and of
    equal ones the one that Lark names first. A terminal that matches no character is no match.
    """

    __future_interface__ = 2  # Lark then passes the parser's state

    first: ClassVar[Mapping[str, frozenset[str]]] = {}
    """Name of an opener → what it can begin with, in one or two characters."""

    @classmethod
    def of(cls, first: Mapping[str, frozenset[str]]) -> type[Self]:
        """The lexer for a grammar with these openers."""
        return type(cls.__name__, (cls,), {"first": first})

    def __init__(self, conf: LexerConf) -> None:
        self._terminals = sorted(conf.terminals, key=lambda terminal: -terminal.priority)
        self._openers = self._by_beginning()
        self._candidates = re.compile(_any_beginning(self._openers)).finditer
        self._of_names: dict[frozenset[str], _Match] = {}
        self._of_state: dict[int, tuple[_Match | None, bool]] = {}

    def _by_beginning(self) -> dict[str, list[tuple[str, _Match]]]:
        """What one or two characters can begin → the openers, in their order."""
        openers: dict[str, list[tuple[str, _Match]]] = {
            beginning: [] for beginnings in self.first.values() for beginning in beginnings
        }
        for terminal in self._terminals:
            begins = self.first.get(terminal.name)
            if begins is None:
                continue
            match = re.compile(terminal.pattern.to_regexp()).match
            for beginning, of_it in openers.items():
                if beginning in begins or beginning[0] in begins:
                    of_it.append((terminal.name, match))
        return openers

    def lex(self, lexer_state: LexerState, parser_state: "ParserState[int]") -> Iterator[Token]:
        """The tokens of a text. Raises `ValueError` where no terminal matches."""
        text, at, end = lexer_state.text.text, lexer_state.text.start, lexer_state.text.end
        while at < end:
            state = parser_state.position
            inside, opens = self._of_state.get(state) or self._begin(state, parser_state)
            if inside and (found := inside(text, at, end)) and found.end() > at:
                yield Token(found.lastgroup or "", found[0], at, end_pos=found.end())
                at = found.end()
            elif opens:
                name, start, stop = self._next_opener(text, at, end)
                if start > at:
                    yield Token(WATER, text[at:start], at, end_pos=start)
                if stop > start:
                    yield Token(name, text[start:stop], start, end_pos=stop)
                at = stop
            else:
                raise ValueError(f"no terminal matches at {at}: {text[at : at + 20]!r}")

    def _next_opener(self, text: str, at: int, end: int) -> tuple[str, int, int]:
        """Name, start and end of the first opener from ``at`` on; nothing at ``end``."""
        openers = self._openers
        for candidate in self._candidates(text, at, end):
            start = candidate.start()
            first = text[start : start + 2]
            for name, match in openers.get(first) or openers.get(first[0], []):
                if (found := match(text, start, end)) and found.end() > start:
                    return name, start, found.end()
        return "", end, end

    def _begin(self, state: int, parser_state: "ParserState[int]") -> tuple[_Match | None, bool]:
        """How to go on in a state: what only it accepts, and whether it accepts the openers."""
        actions = parser_state.parse_conf.states[state]
        opens = self.first.keys() <= actions.keys()
        names = frozenset(
            each.name
            for each in self._terminals
            if each.name in actions and not (opens and each.name in self.first)
        )
        self._of_state[state] = (self._matcher(names) if names else None, opens)
        return self._of_state[state]

    def _matcher(self, names: frozenset[str]) -> _Match:
        if names not in self._of_names:
            chosen = [each for each in self._terminals if each.name in names]
            self._of_names[names] = re.compile("|".join(map(_group, chosen))).match
        return self._of_names[names]


def _any_beginning(beginnings: Iterable[str]) -> str:
    """A pattern for one character, before the second where that tells; each alternative begins
    with a character, not with a set: only then does `re` skip what none begins with."""
    seconds: dict[str, set[str]] = {}
    for beginning in sorted(beginnings):
        seconds.setdefault(beginning[0], set()).add(beginning[1:])
    return "|".join(
        re.escape(first) + ("" if "" in after else f"(?=[{re.escape(''.join(sorted(after)))}])")
        for first, after in seconds.items()
    )


def _group(terminal: TerminalDef) -> str:
    return f"(?P<{terminal.name}>{terminal.pattern.to_regexp()})"
