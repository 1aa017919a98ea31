"""Real documents: the laws hold on every one, and the reader finds what a careful reader finds."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import ecoplan
from checked_sample import checked_sample, keys
from ecoplan import Plan
from ecoplan.flattener import lines

Scores = dict[str, dict[str, float]]
"""Kind of fact → what score.py measures of it."""


@pytest.fixture(scope="module")
def plans(corpus_files: list[Path]) -> dict[str, Plan]:
    """Name of each real document → what it says."""
    return {path.stem: ecoplan.read(path) for path in corpus_files}


# Laws


def test_every_document_is_given_back_to_the_character(plans: dict[str, Plan]) -> None:
    assert [name for name, plan in plans.items() if ecoplan.write(plan) != plan.text] == []


def test_every_document_is_read_whole(corpus_files: list[Path], plans: dict[str, Plan]) -> None:
    for path in corpus_files:
        assert plans[path.stem].text == path.read_bytes().decode("utf-8-sig"), path.stem


def test_the_pieces_partition_every_document(plans: dict[str, Plan]) -> None:
    for name, plan in plans.items():
        spans = [piece.span for piece in plan.pieces]
        assert all(left.end == right.start for left, right in pairwise(spans)), name
        assert (spans[0].start, spans[-1].end) == (0, len(plan.text)), name


def test_every_quote_is_what_stands_at_its_span(plans: dict[str, Plan]) -> None:
    wrong = [
        (name, quote)
        for name, plan in plans.items()
        for start, end, quote in quotes(plan)
        if plan.text[start:end] != quote
    ]
    assert wrong == []


def quotes(plan: Plan) -> Iterator[tuple[int, int, str]]:
    for quoted in (*plan.facts, *plan.outline, *plan.tasks, *plan.metadata.evidence):
        yield quoted.span.start, quoted.span.end, quoted.quote


def test_every_document_is_read_alike_twice(plans: dict[str, Plan]) -> None:
    for name, plan in plans.items():
        assert ecoplan.parse(plan.text) == plan, name


def test_every_plan_comes_back_from_json(plans: dict[str, Plan]) -> None:
    for name, plan in plans.items():
        assert ecoplan.loads(ecoplan.dumps(plan)) == plan, name


# Scores

STRICT_FLOORS = {
    "meta": 1.0,
    "node": 0.99,
    "task": 0.99,
    "citation": 0.99,
    "responsibility:marker": 0.98,
    "deadline": 0.95,
    "deliverable": 0.89,
    "goal": 0.85,
}
FLOORS = {"responsibility:verb": 0.75, "responsibility:subject": 0.50}
"""For the kinds that stand in a sentence without a mark: finding them is what is measured."""

OF_THE_GENRE = [kind for kind in STRICT_FLOORS if kind != "meta"]
"""Kinds that the national base reads by itself, and how far it may fall behind."""
BEHIND = 0.03


@pytest.fixture(scope="module")
def gold(corpus: Path) -> Path:
    """The folder of facts that a careful reader finds, with score.py beside it."""
    folder = corpus.parent / "eval" / "gold"
    if not (folder.is_dir() and (folder.parent / "score.py").is_file()):
        pytest.skip(f"no gold facts at {folder}")
    return folder


def scores(corpus: Path, gold: Path, predicted: Path, jurisdiction: str | None = None) -> Scores:
    """What score.py measures of the documents that have gold facts."""
    for facts in gold.glob("*.jsonl"):
        plan = ecoplan.read(corpus / f"{facts.stem}.txt", jurisdiction)
        (predicted / facts.name).write_text(lines(plan), encoding="utf-8")
    command = [sys.executable, str(gold.parent / "score.py"), "--json", str(gold), str(predicted)]
    measured: Scores = json.loads(subprocess.check_output(command, encoding="utf-8"))
    return measured


@pytest.fixture(scope="module")
def recognised(corpus: Path, gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Scores:
    return scores(corpus, gold, tmp_path_factory.mktemp("recognised"))


@pytest.fixture(scope="module")
def national(corpus: Path, gold: Path, tmp_path_factory: pytest.TempPathFactory) -> Scores:
    return scores(corpus, gold, tmp_path_factory.mktemp("national"), "china")


@pytest.mark.parametrize(("kind", "floor"), STRICT_FLOORS.items())
def test_facts_are_found_with_every_attribute(kind: str, floor: float, recognised: Scores) -> None:
    assert recognised[kind]["strict_f1"] >= floor


@pytest.mark.parametrize(("kind", "floor"), FLOORS.items())
def test_facts_are_found(kind: str, floor: float, recognised: Scores) -> None:
    assert recognised[kind]["f1"] >= floor


@pytest.mark.parametrize("kind", OF_THE_GENRE)
def test_the_national_base_reads_nearly_as_well(
    kind: str, recognised: Scores, national: Scores
) -> None:
    assert national[kind]["strict_f1"] >= recognised[kind]["strict_f1"] - BEHIND


# A sample checked by hand


def test_what_was_checked_to_be_right_is_read_as_it_was_checked(plans: dict[str, Plan]) -> None:
    read = {name: keys(plan) for name, plan in plans.items()}
    right = [each for each in checked_sample() if each.verdict == "right"]
    assert [each for each in right if each.key not in read[each.document]] == []


def test_what_was_checked_to_be_no_fact_is_not_read(plans: dict[str, Plan]) -> None:
    places = {name: {key[:3] for key in keys(plan)} for name, plan in plans.items()}
    none = [each for each in checked_sample() if each.verdict == "none"]
    assert [each for each in none if each.key[:3] in places[each.document]] == []


MOST_WRONG = 3
"""Of 100 facts of a kind."""


def test_few_of_the_facts_checked_by_hand_are_wrong() -> None:
    wrong = Counter(each.kind for each in checked_sample() if each.verdict == "wrong")
    drawn = Counter(each.kind for each in checked_sample())
    assert drawn == {"goal": 388, "responsibility": 500, "deadline": 181}
    assert max(100 * wrong[kind] / drawn[kind] for kind in drawn) <= MOST_WRONG
