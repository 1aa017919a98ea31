"""Looks for texts whose cost grows faster than their length, among the phrases that are read.

    python benchmarks/growth.py [--seconds 60] [--seed 1]

What is read in a phrase, in a piece of one, may cost more the more of it stands before: then many
of them in one paragraph cost the square. A phrase of the suite, or a piece of it, is repeated to
two lengths; those are shown that cost over so many times the more. Exits with 1 where one does
when measured again.
"""

import argparse
import gc
import random
import sys
import time
from pathlib import Path

import ecoplan

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from test_phrases import SUITES, cases

SMALL, LARGE = 5_000, 80_000
ALLOWED = 2
"""Times that the larger text may cost a character what the smaller one does: larger trees and
lists are further from the processor."""
SEPARATORS = ("", "", "、", " ", "\n")


def piece(phrases: list[str], draw: random.Random) -> str:
    """A phrase, its beginning, its end, or a few characters of it."""
    phrase = draw.choice(phrases)
    start, end = sorted(draw.choices(range(len(phrase) + 1), k=2))
    few = phrase[start : start + draw.randint(2, 7)]
    return draw.choice((phrase, phrase[:end], phrase[start:], few)) + draw.choice(SEPARATORS)


def cost(text: str, size: int) -> float:
    """Seconds of processor time that a character takes of a text repeated to a size."""
    repeated = (text * (size // len(text) + 1))[:size]
    gc.collect()
    begun = time.process_time()
    ecoplan.parse(repeated, "china")
    return (time.process_time() - begun) / size


def growth(text: str) -> float:
    """What a character costs in the larger text, as a multiple of that in the smaller."""
    return cost(text, LARGE) / cost(text, SMALL)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    draw = random.Random(chosen.seed)
    phrases = [str(case["text"]) for suite in SUITES for case in cases(suite)]
    ecoplan.parse(phrases[0], "china")
    end = time.monotonic() + chosen.seconds
    looked, found = 0, 0
    while time.monotonic() < end:
        text = piece(phrases, draw)
        looked += 1
        if text and growth(text) > ALLOWED and (again := growth(text)) > ALLOWED:
            found += 1
            print(f"{again:4.1f} times  {text!r}", flush=True)
    print(f"{looked} texts repeated, {found} of them cost more the longer they are")
    sys.exit(found > 0)


if __name__ == "__main__":
    main()
