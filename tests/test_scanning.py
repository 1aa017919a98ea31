"""The lexer of the clause grammar, on a grammar of a few lines."""

import pytest
from lark import Lark, Token

from ecoplan.scanning import IslandLexer

GRAMMAR = r"""
start: (WATER | number)*
number: NUMBER UNIT?
NUMBER.2: /[0-9]+/
UNIT.1: /kg|k/
WATER.1: /[a-z]+/
"""


@pytest.fixture(scope="module")
def parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer=IslandLexer, keep_all_tokens=True)


def tokens(parser: Lark, text: str) -> list[tuple[str, str, int | None, int | None]]:
    found = parser.parse(text).scan_values(lambda value: isinstance(value, Token))
    return [(token.type, str(token), token.start_pos, token.end_pos) for token in found]


def test_what_only_a_state_accepts_goes_before_what_the_start_accepts(parser: Lark) -> None:
    assert tokens(parser, "3kga") == [
        ("NUMBER", "3", 0, 1),
        ("UNIT", "kg", 1, 3),
        ("WATER", "a", 3, 4),
    ]


def test_it_is_no_token_where_the_state_does_not_accept_it(parser: Lark) -> None:
    assert tokens(parser, "kg3") == [("WATER", "kg", 0, 2), ("NUMBER", "3", 2, 3)]


def test_where_nothing_matches_the_place_is_named(parser: Lark) -> None:
    with pytest.raises(ValueError, match=r"no terminal matches at 2: '\?b'"):
        parser.parse("ab?b")
