"""What a quantity island says: value, unit, bound, direction."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from ecoplan.clauses import Island
from ecoplan.model import Bound, Direction, Span
from ecoplan.numerals import to_decimal
from ecoplan.vocabulary import Vocabulary

if TYPE_CHECKING:
    from lark import Token

__all__ = ["Quantity", "read_quantity", "scaled_unit"]


@frozen(kw_only=True)
class Quantity:
    """A number with what surrounds it: 降至49微克/立方米以下."""

    start: int
    """Of the whole expression, the words before the number included."""
    end: int
    value: Decimal
    """Multiplied out; of a range, the lower end."""
    measure: str | None
    """The unit or measure word as written; null for a bare number."""
    unit: str | None
    """UCUM, or the measure word where UCUM has no code."""
    bound: Bound
    direction: Direction | None
    """Set for an amount of change (下降6%); null for a level."""
    approximate: bool
    headed: bool
    """True where a word for a level, a change or a bound stands before the number."""
    level: bool
    """True where a word says that the value is a level (达到, 降至)."""
    apart: bool
    """True behind 分别: one value for each of the things named."""
    closed: bool
    """True where a bound or 左右 stands behind the number, so that it holds for a list."""
    value_span: Span
    """The numeral with its multiplier."""
    number_start: int
    number_end: int
    """End of the number with its unit, without what stands behind it."""


def read_quantity(island: Island, folded: str, words: Vocabulary) -> Quantity | None:
    """The quantity of a grammar island; null where the numeral is none (十百)."""
    amounts: dict[str, list[Token]] = {}
    for token in island.tokens:
        amounts.setdefault(token.type, []).append(token)
    numeral = (amounts.get("NUMBER") or amounts["HAN_NUMBER"])[0]
    multipliers = _multipliers(island, numeral)
    number_end = multipliers[-1].end_pos if multipliers else numeral.end_pos
    try:
        value = to_decimal("".join(str(token).strip() for token in (numeral, *multipliers)))
    except ValueError:
        return None
    measure = str(amounts["UNIT"][-1]).strip() if "UNIT" in amounts else None
    bound, headed = _bound(amounts, words)
    behind = [token for name in ("BOUND_AFTER", "ABOUT_AFTER") for token in amounts.get(name, ())]
    about = any(name in amounts for name in ("ABOUT", "ABOUT_AFTER", "ODD"))
    if about:
        bound = "=" if bound == "<=" and "BOUND_AFTER" not in amounts else bound
    assert numeral.start_pos is not None
    assert number_end is not None
    return Quantity(
        start=island.start,
        end=island.end,
        value=value,
        measure=measure,
        unit=words.meanings("unit").get(measure, measure) if measure else None,
        bound=bound,
        direction=_direction(amounts, words),
        approximate=about,
        headed=headed,
        level="LEVEL" in amounts,
        apart="APART" in amounts,
        closed=bool(behind),
        value_span=Span(numeral.start_pos, number_end),
        number_start=numeral.start_pos,
        number_end=_number_end(island, number_end),
    )


def _multipliers(island: Island, numeral: "Token") -> "list[Token]":
    """The 万 and 亿 directly behind the numeral."""
    found: list[Token] = []
    behind = island.tokens[island.tokens.index(numeral) + 1 :]
    for token in behind:
        if token.type != "MULTIPLIER":
            break
        found.append(token)
    if not found and "RANGE" in (token.type for token in behind[:1]):
        # 3至5万: the multiplier behind the upper end holds for both.
        found = [token for token in behind if token.type == "MULTIPLIER"][:1]
    return found


def _number_end(island: Island, number_end: int) -> int:
    inner = ("NUMBER", "HAN_NUMBER", "MULTIPLIER", "ODD", "UNIT")
    ends = [token.end_pos for token in island.tokens if token.type in inner]
    return max([number_end, *(end for end in ends if end is not None)])


def _bound(amounts: "dict[str, list[Token]]", words: Vocabulary) -> tuple[Bound, bool]:
    """The bound, and whether a word before the number says what kind of value it is."""
    stated: str | None = None
    for name in ("LEVEL", "BOUND", "BOUND_AFTER"):
        for token in amounts.get(name, ()):
            meaning = words.meanings(name.lower())[str(token).strip()]
            stated = meaning if stated in (None, "=") or meaning != "=" else stated
    if stated is None and "RANGE" in amounts:
        stated = ">="
    headed = any(name in amounts for name in ("LEVEL", "BOUND", "CHANGE"))
    return stated or "=", headed  # type: ignore[return-value]


def _direction(amounts: "dict[str, list[Token]]", words: Vocabulary) -> Direction | None:
    changes = amounts.get("CHANGE")
    if not changes:
        return None
    return words.meanings("change")[str(changes[-1]).strip()]  # type: ignore[return-value]


_SCALE = re.compile(r"[百千万亿]+")


def scaled_unit(measure: str) -> str:
    """A measure word without a multiplier before it: 万吨 is 吨."""
    return _SCALE.sub("", measure)
