"""The lexer of the clause grammar, on a grammar of a few lines."""

import pytest
from lark import Lark, Token

from ecoplan.scanning import IslandLexer

GRAMMAR = r"""
start: (WATER | number | list | WORD)*
number: NUMBER UNIT?
list: OPEN (ITEM | COMMA)* CLOSE
NUMBER.2: /[0-9]+(?!x)/
OPEN.2: /\(/
WORD.2: /end[a-z]*/
UNIT.1: /kg|k/
ITEM.1: /[a-z]+/
COMMA.1: /,/
CLOSE.1: /\)/
%declare WATER
"""
DIGITS = frozenset("0123456789")
FIRST = {"NUMBER": DIGITS, "OPEN": frozenset("("), "WORD": frozenset({"en"})}


@pytest.fixture(scope="module")
def parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer=IslandLexer.of(FIRST), keep_all_tokens=True)


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


def test_what_may_begin_an_opener_and_begins_none_is_water(parser: Lark) -> None:
    assert tokens(parser, "a3xb4") == [("WATER", "a3xb", 0, 4), ("NUMBER", "4", 4, 5)]


def test_an_opener_that_begins_with_two_characters_is_tried_only_there(parser: Lark) -> None:
    assert tokens(parser, "eendb") == [("WATER", "e", 0, 1), ("WORD", "endb", 1, 5)]
    lexer = IslandLexer.of({"NUMBER": DIGITS, "OPEN": frozenset("("), "WORD": frozenset({"ex"})})
    misled = Lark(GRAMMAR, parser="lalr", lexer=lexer, keep_all_tokens=True)
    assert tokens(misled, "end") == [("WATER", "end", 0, 3)]


def test_inside_an_island_that_has_to_close_there_is_no_water(parser: Lark) -> None:
    assert [kind for kind, *_ in tokens(parser, "(a,kg)3")] == [
        "OPEN",
        "ITEM",
        "COMMA",
        "ITEM",
        "CLOSE",
        "NUMBER",
    ]


def test_where_nothing_matches_the_place_is_named(parser: Lark) -> None:
    with pytest.raises(ValueError, match=r"no terminal matches at 2: '\?b'"):
        parser.parse("(a?b")
