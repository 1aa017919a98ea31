"""The clause grammar: total, linear in its blocks, and hiding nothing in its water."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoplan.clauses import BLOCK, blocks, clause_grammar, openers, read_islands
from ecoplan.source import fold
from ecoplan.vocabulary import vocabulary

WORDS = vocabulary()
PUNCTUATION = list('0123456789()[]《》<>"、,。;:\n %+-~.年月日底前度个以内 ') * 4
FRAGMENTS = [
    word for table in WORDS.tables for word in WORDS.words(table) if table in clause_grammar(WORDS)
] or [word for table in WORDS.tables for word in WORDS.words(table)]


def islands(text: str) -> list[tuple[str, str]]:
    folded = fold(text)
    return [
        (island.kind, folded[island.start : island.end]) for island in read_islands(folded, WORDS)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依据《水法》办理", [("citation", "《水法》")]),
        ("按《甲办法》(某发〔2020〕6号)", [("citation", "《甲办法》(某发[2020]6号)")]),
        ("按《甲标准》(DB 51/2626-2019)", [("citation", "《甲标准》(DB 51/2626-2019)")]),
        ("按《甲标准》（DB/T 29—204—2021）", [("citation", "《甲标准》(DB/T 29-204-2021)")]),
        ("按《甲标准》(第二版)", [("citation", "《甲标准》")]),
        ("按《关于印发《甲方案》的通知》", [("citation", "《关于印发《甲方案》的通知》")]),
        ("清理河道(水务科牵头)。", [("mark", "(水务科牵头)")]),
        ("清理河道。(甲局牵头,乙局、丙局配合)", [("mark", "(甲局牵头,乙局、丙局配合)")]),
        ("清理河道(含支流)。", []),
        ("责任单位:甲局、乙局", [("labelled", "责任单位:甲局、乙局")]),
        ("2025年底前建成", [("time", "2025年底前")]),
        ("到2030年建成", [("time", "到2030年")]),
        ("每年4月底前报告", [("time", "每年4月底前")]),
        ("一月一调度", [("time", "一月一调度")]),
        ("降至49微克/立方米以下", [("quantity", "降至49微克/立方米以下")]),
        ("约70万立方米", [("quantity", "约70万立方米")]),
        ("达到百分之七十以上", [("quantity", "达到百分之七十以上")]),
        ("PM2.5和12345热线", [("quantity", "12345")]),
        ("督促企业治理", [("ROLE_BEFORE", "督促")]),
        ("推进绿色出行", []),
    ],
)
def test_each_form_is_an_island_of_its_kind(text: str, expected: list[tuple[str, str]]) -> None:
    assert islands(text) == expected


@settings(max_examples=300)
@given(st.text())
def test_any_text_has_a_parse(text: str) -> None:
    folded = fold(text)
    found = read_islands(folded, WORDS)
    ends = [0, *(island.end for island in found)]
    assert all(island.start >= end for island, end in zip(found, ends, strict=False))


def test_any_run_of_the_genres_fragments_has_a_parse() -> None:
    """Most crashes of such a grammar need fragments side by side that no chance text has."""
    dice = random.Random(20170316)
    for _ in range(4_000):
        text = "".join(
            dice.choice((FRAGMENTS, PUNCTUATION)[dice.random() < 0.4]) for _ in range(14)
        )
        text = "".join(dice.choice(FRAGMENTS) + dice.choice(PUNCTUATION) for _ in range(5)) + text
        read_islands(fold(text), WORDS)


def test_water_hides_no_island() -> None:
    """What an opener can begin with is all declared: no opener matches elsewhere."""
    grammar = clause_grammar(WORDS)
    section = grammar[: grammar.index("MARK_TERM.")]
    expressions = dict(re.findall(r"^([A-Z_]+)\.\d+: /(.*)/$", section, re.M))
    declared = openers(WORDS)
    assert set(declared) == set(expressions)
    dice = random.Random(4)
    texts = [fold("".join(dice.choice(FRAGMENTS) for _ in range(3)) + "1个") for _ in range(2_000)]
    for name, expression in expressions.items():
        match = re.compile(expression.replace(r"\/", "/")).match
        for text in texts:
            for at in range(len(text)):
                if declared[name].isdisjoint((text[at], text[at : at + 2])):
                    assert not match(text, at), (name, text[at:])


@given(st.text(st.sampled_from("甲\n"), max_size=50), st.integers(0, 4))
def test_blocks_partition_the_text(text: str, times: int) -> None:
    whole = text * (times * 500)
    edges = list(blocks(whole))
    assert "".join(whole[start:end] for start, end in edges) == whole
    assert all(end - start <= 5 * BLOCK for start, end in edges)


def test_islands_are_the_same_whatever_block_they_fall_in() -> None:
    line = "2025年底前完成43座加油站治理(污防科牵头)。\n"
    one = islands(line)
    many = islands(line * (3 * BLOCK // len(line)))
    assert many == one * (len(many) // len(one))
