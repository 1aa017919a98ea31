"""Words of goals get the id of the indicator they name, and none where that is not sure."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ecoplan import parse
from ecoplan.resolve.indicators import Indicator, indicator_id, indicators
from ecoplan.vocabulary import vocabulary

TABLE = Path(__file__).parent / "indicators" / "words.tsv"
VOCABULARY = indicators()
EACH = VOCABULARY.indicators
IDS = [each.id for each in EACH]

Case = tuple[str, str | None, str | None, str | None, str | None]


def cases() -> Iterator[Case]:
    """The rows of the table: words, unit, direction, scope, id; empty cells are null."""
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        if not line.startswith("#"):
            words, unit, direction, scope, named = line.split("\t")
            yield words, unit or None, direction or None, scope or None, named or None


# The resolver


@pytest.mark.parametrize(("words", "unit", "direction", "scope", "id"), list(cases()))
def test_words_name_the_indicator(
    words: str, unit: str | None, direction: str | None, scope: str | None, id: str | None
) -> None:
    assert indicator_id(words, unit, direction, scope) == id


def test_every_name_of_an_indicator_names_it() -> None:
    lost = [
        (each.id, name)
        for each in EACH
        for name in (each.name, *each.aliases)
        if indicator_id(name, each.unit, None) != each.id
    ]
    assert lost == []


def test_every_short_name_names_the_indicator_in_each_of_its_scopes() -> None:
    lost = [
        (each.id, word, scope)
        for each in EACH
        for short in each.short_names
        for word in short.words
        for scope in short.of
        if indicator_id(word, each.unit, None, scope) != each.id
    ]
    assert lost == []


def test_a_value_in_a_unit_that_it_is_not_measured_in_is_of_no_indicator() -> None:
    named = [
        (each.id, name)
        for each in EACH
        for name in (each.name, *each.aliases)
        if indicator_id(name, "顿", None) is not None
    ]
    assert named == []


@given(
    words=st.text(st.sampled_from("PM2.5细颗粒物水质优良比例断面(（)）全省的\n"), max_size=90),
    unit=st.none() | st.sampled_from(("%", "{pp}", "t", "x")),
    direction=st.none() | st.sampled_from(("decrease", "increase")),
    scope=st.none() | st.text(max_size=9),
)
@example("", None, None, "")
@example("()" * 30, None, None, None)
def test_any_words_are_looked_up_and_none_raises(
    words: str, unit: str | None, direction: str | None, scope: str | None
) -> None:
    found = indicator_id(words, unit, direction, scope)
    assert found is None or found in IDS


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("(" * 1_000_000, None),
        ("(" * 40 + ")" * 40, None),
        ("全省" * 500_000, None),
        ("全省" * 40, "断" * 100_000),
    ],
)
def test_long_words_take_no_time(words: str, scope: str | None) -> None:
    indicator_id("PM2.5浓度", None, None)
    start = perf_counter()
    assert indicator_id(words, None, None, scope) is None
    assert perf_counter() - start < 0.1


# The vocabulary


def test_ids_are_unique_and_begin_with_the_medium() -> None:
    assert len(IDS) == len(set(IDS))
    assert [each.id for each in EACH if not _is_well_formed(each)] == []


def _is_well_formed(indicator: Indicator) -> bool:
    return bool(re.fullmatch(rf"{indicator.medium}\.[a-z0-9]+(-[a-z0-9]+)*", indicator.id))


def test_names_are_unique_in_both_languages() -> None:
    chinese = [(each.name, each.unit) for each in EACH]
    english = [(each.english, each.unit) for each in EACH]
    assert len(chinese) == len(set(chinese))
    assert len(english) == len(set(english))


def test_units_are_those_that_values_are_read_in() -> None:
    read = set(vocabulary().meanings("unit").values()) | {None}
    stated = VOCABULARY.same_quantity
    assert {each.unit for each in EACH} <= read | set(stated)
    assert {unit for units in stated.values() for unit in units} <= read


def test_sdg_indicators_have_the_form_of_their_codes() -> None:
    codes = {each.sdg for each in EACH if each.sdg is not None}
    assert codes
    assert [code for code in codes if not re.fullmatch(r"1?\d\.[1-9a-d]\d?\.\d", code)] == []


def test_what_is_binding_has_a_better_direction() -> None:
    neutral = [each.id for each in EACH if each.binding and not each.better]
    assert neutral == []


@cache
def _spelled(word: str) -> list[str]:
    return [each for each, others in VOCABULARY.spellings.items() if word in others]


def test_a_word_is_another_spelling_of_one_word_alone() -> None:
    others = [other for words in VOCABULARY.spellings.values() for other in words]
    assert [other for other in set(others) if len(_spelled(other)) != 1] == []
    assert [word for word in VOCABULARY.spellings if word in others] == []


# Real documents


def test_goals_with_a_value_in_real_documents_have_an_indicator(corpus_files: list[Path]) -> None:
    goals = [
        goal
        for path in corpus_files
        for goal in parse(path.read_text(encoding="utf-8")).goals
        if goal.value is not None
    ]
    found = [
        goal
        for goal in goals
        if indicator_id(goal.indicator, goal.unit, goal.direction, goal.scope)
    ]
    assert len(found) >= 0.85 * len(goals)
