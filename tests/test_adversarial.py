"""Texts made to hurt: read without an exception, given back whole, at a cost that is linear."""

import gc
import runpy
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import ecoplan

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
ADVERSARIAL: dict[str, Callable[[int], str]] = runpy.run_path(str(BENCHMARKS / "adversarial.py"))[
    "ADVERSARIAL"
]

SIZE = 3_000
"""Small enough to be quick, large enough that what grows with the square shows."""
TIMES = 4
LINEAR = 2
"""Cost may grow this many times faster than the text: room for noise, none for a square."""
UNMEASURABLE = 0.005
"""Seconds; what takes less is linear enough."""

each_text = pytest.mark.parametrize("text", ADVERSARIAL.values(), ids=ADVERSARIAL.keys())


def cost(text: str) -> float:
    """Processor time of the quickest of three readings, in seconds."""
    quickest = float("inf")
    for _ in range(3):
        gc.collect()
        begun = time.process_time()
        ecoplan.parse(text, "china")
        quickest = min(quickest, time.process_time() - begun)
    return quickest


@each_text
def test_it_is_given_back_to_the_character(text: Callable[[int], str]) -> None:
    plan = ecoplan.parse(text(SIZE))
    assert ecoplan.write(plan) == text(SIZE)


@each_text
def test_its_pieces_partition_it(text: Callable[[int], str]) -> None:
    plan = ecoplan.parse(text(SIZE))
    edges = [0]
    for piece in plan.pieces:
        assert piece.span.start == edges[-1]
        edges.append(piece.span.end)
    assert edges[-1] == len(plan.text)


@each_text
def test_its_cost_grows_with_its_length(text: Callable[[int], str]) -> None:
    ecoplan.parse(text(1), "china")
    small, large = cost(text(SIZE // TIMES)), cost(text(SIZE))
    assert large <= max(LINEAR * TIMES * small, UNMEASURABLE), f"{small:.4f} s, then {large:.4f} s"
