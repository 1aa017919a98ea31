"""The forms of phrases and sentences: each finds its own example, and its groups say what."""

import re
import tomllib
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from ecoplan.vocabulary import HAN, vocabulary
from ecoplan.vocabulary.forms import behind_none, behind_one, form, forms

WRITTEN: dict[str, Any] = tomllib.loads(
    (files("ecoplan.vocabulary") / "forms.toml").read_text("utf-8")
)
ALONE = [name for name, written in WRITTEN.items() if isinstance(written, dict)]
IN_ORDER = [
    (name, number)
    for name, written in WRITTEN.items()
    if isinstance(written, list)
    for number in range(len(written))
]
SAID = {"pattern", "example", "before", "behind"}
"""The keys of a form that name no group."""
NAMES_A_LIST = re.compile(r"""(?:["']|(?<!P)<)([a-z_]+)["'>.]""")
"""A list or form where code, a grammar or another form says it: ``"name"``, ``<name.meaning>``."""


def groups(written: dict[str, str]) -> dict[str, str]:
    return {name: words for name, words in written.items() if name not in SAID}


@pytest.mark.parametrize("name", ALONE)
def test_a_form_finds_the_whole_of_its_example(name: str) -> None:
    written = WRITTEN[name]
    example = written["example"]
    around = written.get("before", "") + example + written.get("behind", "")
    found = form(vocabulary(), name).search(around)
    assert found
    assert found[0] == example
    assert groups(written).items() <= found.groupdict().items()


@pytest.mark.parametrize(("name", "number"), IN_ORDER)
def test_the_first_form_that_fits_an_example_is_its_own(name: str, number: int) -> None:
    written = WRITTEN[name][number]
    fitting = [each.match(written["example"]) for each in forms(vocabulary(), name)]
    first = next(found for found in fitting if found)
    assert fitting.index(first) == number
    assert groups(written).items() <= first.groupdict().items()


@pytest.mark.parametrize(
    "path", ["vocabulary/forms.toml", "vocabulary/explained.toml", "grammar/clauses.lark"]
)
def test_a_chinese_character_is_written_han(path: str) -> None:
    """`re` compiles a range of them code point by code point, and a start takes as much longer."""
    text = files("ecoplan").joinpath(path).read_text("utf-8")
    assert not re.findall(r"[一-鿿]-[一-鿿]", text)


def test_a_chinese_character_is_a_letter_that_no_latin_alphabet_has() -> None:
    assert all(re.fullmatch(HAN, character) for character in "一龥㐀污〇")
    assert not any(re.fullmatch(HAN, character) for character in "aÉ2½_、。《》·…℃≤ \n")


def test_a_form_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        form(vocabulary(), "sausage")


def test_words_of_different_lengths_may_be_forbidden_before_a_place() -> None:
    assert behind_none(("城", "自治")) == "(?<!城)(?<!自治)"


@pytest.mark.parametrize("name", ["words.toml", "units.toml"])
def test_no_word_stands_twice_in_a_list(name: str) -> None:
    lists = tomllib.loads((files("ecoplan.vocabulary") / name).read_text("utf-8"))
    twice = [
        (table, meaning, word)
        for table, meanings in lists.items()
        for meaning, words in meanings.items()
        for word, times in Counter(words).items()
        if times > 1
    ]
    assert not twice


@pytest.mark.parametrize("name", ["words.toml", "forms.toml"])
def test_every_list_and_form_is_named_by_something(name: str) -> None:
    package = Path(str(files("ecoplan")))
    sources = [each for kind in ("py", "lark") for each in package.rglob(f"*.{kind}")]
    sources += (package / "vocabulary").glob("*.toml")
    named = set(NAMES_A_LIST.findall("\n".join(each.read_text("utf-8") for each in sources)))
    lists = tomllib.loads((files("ecoplan.vocabulary") / name).read_text("utf-8"))
    assert not lists.keys() - named


@pytest.mark.parametrize(
    ("pattern", "found"),
    [(behind_none(("甲", "乙丙")), ["丁1"]), (behind_one(("甲", "乙丙")), ["甲1", "乙丙1"])],
)
def test_a_pattern_looks_back_over_words_of_any_length(pattern: str, found: list[str]) -> None:
    texts = ["甲1", "乙丙1", "丁1"]
    behind = re.compile(rf"{pattern}1")
    assert [text for text in texts if behind.search(text)] == found
