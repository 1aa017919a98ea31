"""How fast ecoplan reads, what memory it takes, how both grow, and what starting costs.

    python benchmarks/speed.py [DIRECTORY] [--quick] [--json]

DIRECTORY holds the documents, *.txt, or folders of them. Default: ECOPLAN_CORPUS, or
../shared/corpus beside the checkout, or examples/. Reading is timed warm, in one process, all
kinds of facts at once, in seconds of processor time; starting in seconds of the clock. Sizes
count code points.
"""

import argparse
import gc
import json
import os
import re
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from adversarial import ADVERSARIAL
from attrs import asdict, frozen

import ecoplan

ROOT = Path(__file__).parents[1]

KB, MB = 1_000, 1_000_000
SIZES = (KB, 10 * KB, 100 * KB, MB, 10 * MB)
ADVERSARIAL_SIZE = 100_000
PLACE = "china"
"""What texts without an origin are read as, so that no time goes into finding that out."""

TEN_ALTERNATIVES = re.compile(
    r"《[^》\n]*》|\d+(?:\.\d+)?%|\d{4}年(?:底前)?|\d+月底?前|[一二三四五六七八九十]+、"
    r"|牵头|责任单位|以上|不低于|\d+[个家座台]"
)
"""One pass of the engine under every grammar, over the same text: what reading costs at least."""


@frozen
class Figure:
    """One line of the report."""

    group: str
    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def kept(self) -> bool:
        """False where the value is beyond its limit."""
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    @property
    def limit(self) -> str:
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return "" if self.at_least is None else f"≥ {self.at_least:g}"


def seconds(work: Callable[[], object], runs: int = 3) -> float:
    """Processor time of the quickest of some runs, each with the last one's garbage gone."""
    quickest = float("inf")
    for _ in range(runs):
        gc.collect()
        begun = time.process_time()
        work()
        quickest = min(quickest, time.process_time() - begun)
    return quickest


# Documents


def documents(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.txt")) or sorted(folder.glob("*/*.txt"))
    if not paths:
        sys.exit(f"speed.py: {folder}: no *.txt in it or below it; name a directory of documents")
    return paths


def folder_of_documents() -> Path:
    corpus = Path(os.environ.get("ECOPLAN_CORPUS", ROOT.parent / "shared" / "corpus"))
    return corpus if corpus.is_dir() else ROOT / "examples"


OF_SHORT_WORK = 10
"""Runs of what takes a tenth of a second: it varies with what else the machine does."""


def reading(texts: list[str]) -> Iterator[Figure]:
    characters = sum(map(len, texts))
    read = characters / seconds(lambda: [ecoplan.parse(text) for text in texts], OF_SHORT_WORK) / MB
    scan = characters / seconds(lambda: [scanned(text) for text in texts], OF_SHORT_WORK) / MB
    yield Figure("documents", f"parse, {len(texts)} documents", read, "M characters/s", None, 0.4)
    yield Figure("documents", "one re pass, ten alternatives", scan, "M characters/s")
    yield Figure("documents", "re pass / parse", scan / read, "times")


def scanned(text: str) -> int:
    return sum(1 for _ in TEN_ALTERNATIVES.finditer(text))


# Growth


def mixed(texts: list[str], size: int) -> list[str]:
    """The documents one after another, again and again, in pieces of one size.

    Together the pieces hold every document at least once, so that every size reads one mix.
    """
    once = "\n".join(texts) + "\n"
    if size < len(once):
        return [once[at : at + size] for at in range(0, len(once) - size + 1, size)]
    return [(once * (size // len(once) + 1))[:size]]


def growth(texts: list[str], sizes: tuple[int, ...]) -> Iterator[Figure]:
    cost = {size: cost_of_a_character(texts, size) for size in sizes}
    for size in sizes:
        yield Figure("growth", f"a character of {named(size)}", cost[size] * MB, "µs")
    yield compared("growth", cost)


def compared(group: str, cost: dict[int, float]) -> Figure:
    """What a character costs at the largest size, as a multiple of that at 10 KB."""
    small, large = 10 * KB, max(cost)
    return Figure(
        group, f"{named(large)} / {named(small)}", cost[large] / cost[small], "times", 1.3
    )


def cost_of_a_character(texts: list[str], size: int) -> float:
    pieces = mixed(texts, size)
    time_taken = seconds(lambda: [ecoplan.parse(piece, PLACE) for piece in pieces], runs_of(size))
    return time_taken / sum(map(len, pieces))


def runs_of(size: int) -> int:
    return 1 if size > MB else 3


def named(size: int) -> str:
    return f"{size // MB} MB" if size >= MB else f"{size // KB} KB"


# Memory


def memory(texts: list[str], sizes: tuple[int, ...]) -> Iterator[Figure]:
    """Peak of what reading allocates; counting it makes reading several times slower."""
    cost = {size: peak(mixed(texts, size)[0]) / size for size in sizes}
    for size in sizes:
        yield Figure("memory", f"a character of {named(size)}", cost[size], "bytes")
    yield compared("memory", cost)


def peak(text: str) -> int:
    gc.collect()
    tracemalloc.start()
    plan = ecoplan.parse(text, PLACE)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del plan
    return most


# Start


IMPORT = "from time import *; t = perf_counter(); import ecoplan; print(perf_counter() - t)"
COMMAND = "from ecoplan.cli import main; main()"


def start(document: Path) -> Iterator[Figure]:
    quickest = min(float(python("-c", IMPORT)) for _ in range(5))
    yield Figure("start", "import ecoplan", quickest, "s", 0.15)
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        python("-c", COMMAND, "parse", str(document))
        times.append(time.perf_counter() - begun)
    yield Figure("start", "ecoplan parse, one document", min(times), "s", 1.0)


def python(*arguments: str) -> str:
    """What a fresh interpreter prints."""
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, *arguments],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=environment,
        check=True,
    ).stdout


# Adversarial texts


def adversarial(size: int) -> Iterator[Figure]:
    for name, text in ADVERSARIAL.items():
        half, full = (cost_of_reading(text(n)) for n in (size // 2, size))
        yield Figure("adversarial", f"{name}, {len(text(size)):,} characters", full, "s")
        yield Figure("adversarial", f"{name}, full / half", full / half, "times", 2.6)


def cost_of_reading(text: str) -> float:
    return seconds(lambda: ecoplan.parse(text, PLACE))


# Report


def report(folder: Path, quick: bool) -> Iterator[Figure]:
    paths = documents(folder)
    texts = [ecoplan.read(path).text for path in paths]
    ecoplan.parse(texts[0], PLACE)
    sizes = SIZES[:-1] if quick else SIZES
    yield from reading(texts)
    yield from start(paths[0])
    yield from growth(texts, sizes)
    yield from memory(texts, sizes[1:-1])
    yield from adversarial(ADVERSARIAL_SIZE // 10 if quick else ADVERSARIAL_SIZE)


def show(figures: Iterator[Figure]) -> None:
    group = ""
    for figure in figures:
        if figure.group != group:
            group = figure.group
            print(f"\n{group}")
        beyond = "" if figure.kept else "  BEYOND ITS LIMIT"
        value = f"{figure.value:10.3f} {figure.unit:15}"
        print(f"  {figure.name:44}{value}{figure.limit}{beyond}".rstrip(), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("directory", nargs="?", type=Path, default=folder_of_documents())
    parser.add_argument("--quick", action="store_true", help="smaller sizes, under half a minute")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    figures = report(options.directory, options.quick)
    if options.json:
        print(json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=1))
    else:
        show(figures)


if __name__ == "__main__":
    main()
