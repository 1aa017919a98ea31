"""Chinese and Arabic numerals, exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoplan.numerals import to_decimal, to_han, to_int


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("43", "43"),
        ("1,200", "1200"),
        ("76.80", "76.80"),
        ("70万", "700000"),
        ("0.1亿", "10000000"),
        ("10万亿", "10000000000000"),
        ("四", "4"),
        ("两百", "200"),
        ("十二", "12"),
        ("一百零五", "105"),
        ("三万五千", "35000"),
        ("二〇二五", "2025"),
    ],
)
def test_a_numeral_is_multiplied_out(numeral: str, value: str) -> None:
    assert to_decimal(numeral) == Decimal(value)


@pytest.mark.parametrize("characters", ["", "甲", "1.2.3", ".", ",", "一a"])
def test_what_is_no_numeral_is_refused(characters: str) -> None:
    with pytest.raises(ValueError, match="numeral"):
        to_decimal(characters)


@given(st.integers(0, 9999))
def test_a_number_written_in_chinese_reads_back(number: int) -> None:
    assert to_int(to_han(number)) == number


@given(st.integers(0, 10**12), st.integers(0, 4))
def test_decimals_stay_exact(whole: int, places: int) -> None:
    numeral = f"{whole}.{'7' * places}" if places else str(whole)
    assert to_decimal(numeral) == Decimal(numeral)
