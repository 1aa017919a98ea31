"""The islands of a text: what the clause grammar recognises, with its values.

The grammar proposes; what an island means in its sentence is decided in `ecoplan.assemble`.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ecoplan.vocabulary import HAN, Vocabulary
from ecoplan.vocabulary.forms import behind_none, behind_one

if TYPE_CHECKING:
    from lark import Lark, Token

__all__ = ["Island", "islands_within", "read_islands"]

BLOCK = 12_000
"""Code points parsed at a time, cut at line ends: a whole document as one tree costs twice as
much a character at 10 MB."""
LONGEST_LINE = 4 * BLOCK
"""A longer line is cut anywhere."""


@frozen
class Island:
    """A stretch of text that the grammar recognised, with the tokens that make it."""

    kind: str
    """Name of the grammar's rule; of the terminal for a single word."""
    start: int
    end: int
    tokens: "tuple[Token, ...]"


def read_islands(folded: str, words: Vocabulary) -> list[Island]:
    """The islands of a folded text, in order; they do not overlap."""
    islands: list[Island] = []
    for start, end in blocks(folded):
        islands += islands_within(folded, start, end, words)
    return islands


def islands_within(folded: str, start: int, end: int, words: Vocabulary) -> list[Island]:
    """The islands of a stretch of a folded text, read by itself."""
    from lark import TextSlice

    parser = clause_parser(words)
    islands: list[Island] = parser.parse(TextSlice(folded, start, end))  # type: ignore[assignment]
    return islands


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of about `BLOCK` code points, cut at line ends."""
    start = 0
    while start < len(text):
        end = start + BLOCK
        if end < len(text):
            line_end = text.find("\n", end, start + LONGEST_LINE)
            end = line_end + 1 if line_end >= 0 else start + LONGEST_LINE
        end = min(end, len(text))
        yield start, end
        start = end


class _Islands:
    """Callbacks of the grammar's rules: tokens in, islands out."""

    def start(self, pieces: list[Any]) -> list[Island]:
        return [piece for piece in pieces if type(piece) is Island]

    def word(self, tokens: "list[Token]") -> Island:
        (token,) = tokens
        return Island(token.type, token.start_pos, token.end_pos, (token,))  # type: ignore[arg-type]

    def __getattr__(self, rule: str) -> Any:
        if rule.startswith("_") or not rule.islower():
            raise AttributeError(rule)
        name = str(rule)
        return lambda parts: _island(name, parts)


def _island(rule: str, parts: list[Any]) -> Island:
    tokens: list[Token] = []
    for part in parts:
        tokens.extend(part.tokens) if type(part) is Island else tokens.append(part)
    return Island(rule, tokens[0].start_pos, tokens[-1].end_pos, tuple(tokens))  # type: ignore[arg-type]


@cache
def clause_parser(words: Vocabulary) -> "Lark":
    """The parser for a vocabulary: one for all places with equal words in the grammar."""
    return _parser(clause_grammar(words), frozenset(openers(words).items()))


@cache
def _parser(grammar: str, first: frozenset[tuple[str, frozenset[str]]]) -> "Lark":
    from lark import Lark

    from ecoplan.scanning import IslandLexer

    return Lark(
        grammar,
        parser="lalr",
        lexer=IslandLexer.of(dict(first)),
        keep_all_tokens=True,
        maybe_placeholders=False,
        transformer=_Islands(),
    )


_MACRO = re.compile(r"^// <(\w+)> = (.*)$", re.M)
_PLACE = re.compile(r"<([a-z_]+)>")
_AROUND = re.compile(rf"\(\?<([!=]){_PLACE.pattern}\)")
_FIRST = re.compile(r"^// ([A-Z_]+): (.*)$", re.M)
_COMMENT = re.compile(r"^//.*\n", re.M)


@cache
def _template() -> tuple[str, dict[str, str]]:
    """The grammar as its file has it, and its macros."""
    template = (files("ecoplan.grammar") / "clauses.lark").read_text("utf-8")
    return template, {"han": HAN, **dict(_MACRO.findall(template))}


def clause_grammar(words: Vocabulary) -> str:
    """The grammar with its words and macros filled in."""
    template, macros = _template()

    def behind(place: re.Match[str]) -> str:
        holds = behind_none if place[1] == "!" else behind_one
        return holds(words.words(place[2])).replace("/", r"\/")

    def fill(place: re.Match[str]) -> str:
        name = place[1]
        return _PLACE.sub(fill, macros[name]) if name in macros else words.pattern(name)

    rules = _AROUND.sub(behind, _COMMENT.sub("", template))
    return _PLACE.sub(lambda place: fill(place).replace("/", r"\/"), rules)


def openers(words: Vocabulary) -> dict[str, frozenset[str]]:
    """Name of every terminal that may begin an island → what it can begin with, in one or two
    characters."""
    template, macros = _template()

    def first(beginning: str) -> Iterator[str]:
        place = _PLACE.fullmatch(beginning)
        if place is None:
            yield beginning[:2]
        elif place[1] in macros:
            for each in macros[place[1]].split("|"):
                yield from first(each)
        else:
            yield from (word[:2] for word in words.words(place[1]))

    return {
        name: frozenset(start for each in beginnings.split("|") for start in first(each))
        for name, beginnings in _FIRST.findall(template)
    }
