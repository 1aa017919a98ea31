"""The lexer of the clause grammar: contextual, as Lark's own is, and quicker to start.

Lark's contextual lexer compiles one expression for each set of terminals that some state of the
parser accepts. Nearly every state of the clause grammar accepts all that may begin an island, a
long expression, and a few words of its own beside it. Here those few are one expression, and what
the start accepts is another, which all states share.
"""

import re
from collections.abc import Callable, Iterator

from lark import Token
from lark.common import LexerConf
from lark.lexer import Lexer, LexerState, TerminalDef
from lark.parsers.lalr_parser_state import ParserState

__all__ = ["IslandLexer"]

_Match = Callable[[str, int, int], "re.Match[str] | None"]


class IslandLexer(Lexer):
    """Tries the terminals that a state accepts, those that the start does not accept first.

    Of the terminals of either kind the one of the highest priority goes first, and of equal ones
    the one that Lark names first. A terminal that matches no character is no match.
    """

    __future_interface__ = 2  # Lark then passes the parser's state

    def __init__(self, conf: LexerConf) -> None:
        self._terminals = sorted(conf.terminals, key=lambda terminal: -terminal.priority)
        self._opening: frozenset[str] = frozenset()
        """What the start accepts."""
        self._of_terminals: dict[frozenset[str], _Match] = {}
        self._of_state: dict[int, tuple[_Match, ...]] = {}

    def lex(self, lexer_state: LexerState, parser_state: "ParserState[int]") -> Iterator[Token]:
        """The tokens of a text. Raises `ValueError` where no terminal matches."""
        text, at, end = lexer_state.text.text, lexer_state.text.start, lexer_state.text.end
        self._opening = self._opening or self._accepted(parser_state)
        while at < end:
            state = parser_state.position
            for match in self._of_state.get(state) or self._begin(state, parser_state):
                if (found := match(text, at, end)) and found.end() > at:
                    break
            else:
                raise ValueError(f"no terminal matches at {at}: {text[at : at + 20]!r}")
            yield Token(found.lastgroup or "", found[0], at, end_pos=found.end())
            at = found.end()

    def _begin(self, state: int, parser_state: "ParserState[int]") -> tuple[_Match, ...]:
        accepted = self._accepted(parser_state)
        shared = self._opening if self._opening <= accepted else frozenset[str]()
        parts = [part for part in (accepted - shared, shared) if part]
        self._of_state[state] = tuple(map(self._matcher, parts))
        return self._of_state[state]

    def _accepted(self, parser_state: "ParserState[int]") -> frozenset[str]:
        actions = parser_state.parse_conf.states[parser_state.position]
        return frozenset(each.name for each in self._terminals if each.name in actions)

    def _matcher(self, names: frozenset[str]) -> _Match:
        if names not in self._of_terminals:
            chosen = [each for each in self._terminals if each.name in names]
            self._of_terminals[names] = re.compile("|".join(map(_group, chosen))).match
        return self._of_terminals[names]


def _group(terminal: TerminalDef) -> str:
    return f"(?P<{terminal.name}>{terminal.pattern.to_regexp()})"
