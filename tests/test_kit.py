"""The conformance kit: each thing that is left to do is found, and said with what to do next."""

import importlib.util
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ecoplan.cli import main
from ecoplan.errors import UnknownJurisdiction
from ecoplan.jurisdictions import FileFinding
from ecoplan.testing import Conformance, Example, conformance, examples_in, kit

PLACE = """\
#:schema jurisdiction.schema.json
id = "suzhou"
code = "320500"
name = "苏州市"
within = "china"
document_numbers = ["苏环"]
bodies = [{ name = "苏州市生态环境局", aliases = ["市生态环境局"] }]
[words]
"role_label.lead" = ["领办单位"]
"""
DOCUMENT = """\
苏环〔2023〕5号

2023年生态环境保护工作要点

一、重点任务
1.治理河道。6月底前完成12条河道清淤。（领办单位：市生态环境局）

苏州市生态环境局
2023年2月1日
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A place's file with one example, reviewed."""
    file = tmp_path / "suzhou.toml"
    file.write_text(PLACE, encoding="utf-8")
    folder = tmp_path / "examples" / "one"
    folder.mkdir(parents=True)
    (folder / "document.txt").write_text(DOCUMENT, encoding="utf-8")
    call("expect", file)
    sign(folder)
    return file


def sign(folder: Path) -> None:
    review = folder / "reviewed.toml"
    text = review.read_text(encoding="utf-8")
    text = text.replace('by = ""', 'by = "A reader"').replace('on = ""', 'on = "2025-06-30"')
    review.write_text(text, encoding="utf-8")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["jurisdictions", *map(str, arguments)])


def left(place: Path) -> list[FileFinding]:
    return [each for each in conformance(place, properties=0) if each.severity != "note"]


def test_nothing_is_left_to_do_for_a_place_that_is_done(place: Path) -> None:
    assert left(place) == []
    result = call("check", place, "--properties", "2")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == f"{place}: nothing is left to do"


def test_what_the_file_gains_is_a_note(place: Path) -> None:
    (note,) = (each for each in conformance(place, properties=0) if each.code == "gain")
    assert "responsibility 0.00 → 1.00 (china → suzhou)" in note.message


# What is left


def in_file(old: str, new: str) -> Callable[[Path], None]:
    def change(place: Path) -> None:
        text = place.read_text(encoding="utf-8")
        assert old in text
        place.write_text(text.replace(old, new), encoding="utf-8")

    return change


def in_document(old: str, new: str, *, expect: bool = True) -> Callable[[Path], None]:
    def change(place: Path) -> None:
        in_file(old, new)(place.parent / "examples" / "one" / "document.txt")
        if expect:
            call("expect", place)
            sign(place.parent / "examples" / "one")

    return change


def without(*names: str) -> Callable[[Path], None]:
    def change(place: Path) -> None:
        for name in names:
            (place.parent / "examples" / "one" / name).unlink()

    return change


LEFT: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "unknown-key": (in_file("bodies", "bodys"), "suzhou.toml:7", "write 'bodies'"),
    "no-schema-line": (in_file("#:schema ", "# "), "suzhou.toml", "into the first line"),
    "to-review": (
        in_file('["苏环"]', '["苏环"]  # review: a.txt:1'),
        "suzhou.toml:6",
        "take the word 'review' away",
    ),
    "word-unseen": (in_file('["苏环"]', '["苏环",\n"苏府"]'), "suzhou.toml:7", "add a sentence"),
    "no-example": (
        without("document.txt", "plan.json", "reviewed.toml"),
        "suzhou.toml",
        "examples/NAME/document.txt",
    ),
    "not-recognised": (
        in_document(DOCUMENT, "2023年工作要点\n一、重点任务\n1.治理河道。\n", expect=False),
        "document.txt:1",
        "name the place",
    ),
    "expected-missing": (without("plan.json"), "plan.json", "run: ecoplan jurisdictions expect"),
    "expected-differs": (
        in_document("12条河道", "13条河道", expect=False),
        "plan.json",
        "'12条河道' (deliverables) is not read so any more",
    ),
    "not-reviewed": (without("reviewed.toml"), "reviewed.toml", "write your name and the day"),
    "coverage-low": (
        in_document("清淤。", "清淤。另有水质断面【7】【8】【9】。"),
        "suzhou.toml",
        "the notes say which",
    ),
}


@pytest.mark.parametrize(("code", "case"), LEFT.items(), ids=LEFT)
def test_what_is_left_is_named_with_its_place_and_what_to_do(
    place: Path, code: str, case: tuple[Callable[[Path], None], str, str]
) -> None:
    change, where, message = case
    change(place)
    found = [each for each in left(place) if each.code == code]
    assert found, [str(each) for each in left(place)]
    assert found[0].where.endswith(where)
    assert message in found[0].message
    result = call("check", place, "--properties", "0")
    assert result.exit_code == 1
    assert str(found[0]) in result.stdout.splitlines()


def test_a_law_that_a_place_breaks_is_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(text: str, place: object) -> None:
        assert "领办" not in text, "lost"

    monkeypatch.setattr(kit, "reading_loses_nothing", forgetful)
    found = [each for each in left(place) if each.code == "law-broken"]
    assert any("AssertionError: lost" in each.message for each in found)
    assert all("\n" not in str(each) for each in found)


def test_a_property_that_fails_is_named_with_its_smallest_example(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ecoplan.testing import properties

    def forgetful(text: str, place: object) -> None:
        assert "、" not in text, "lost"

    monkeypatch.setattr(properties, "reading_loses_nothing", forgetful)
    found = [each for each in conformance(place, properties=50) if each.code == "law-broken"]
    assert any(each.message.startswith("text of the genre is kept") for each in found)


def test_every_code_is_documented(place: Path) -> None:
    listed = set(re.findall(r"^([a-z-]+) {2,}", kit.__doc__ or "", re.MULTILINE))
    assert LEFT.keys() - {"unknown-key"} <= listed
    assert {"law-broken", "residue", "gain", "no-gain", "no-hypothesis"} <= listed


def test_residue_is_a_note_that_says_what_to_do(place: Path) -> None:
    in_document("清淤。", "清淤。另设【30】站。")(place)
    (note,) = (each for each in conformance(place, properties=0) if each.code == "residue")
    assert note.severity == "note"
    assert note.where.endswith("document.txt:6:25")
    assert "add that to names" in note.message


# Reviews


def test_a_review_holds_for_the_facts_that_were_reviewed(place: Path) -> None:
    folder = place.parent / "examples" / "one"
    assert Example(folder).is_reviewed
    assert "reviewed already" in call("expect", place).stdout
    assert Example(folder).is_reviewed
    in_document("12条河道", "13条河道", expect=False)(place)
    assert "sign" in call("expect", place).stdout
    assert not Example(folder).is_reviewed


@pytest.mark.parametrize(
    "text", ["", "by = ", 'by = "A"\non = "yesterday"', 'by = " "\non = "2025-01-01"']
)
def test_what_is_no_signature_is_none(place: Path, text: str) -> None:
    folder = place.parent / "examples" / "one"
    (folder / "reviewed.toml").write_text(text, encoding="utf-8")
    assert not Example(folder).is_reviewed


def test_examples_of_other_places_in_the_folder_are_left_alone(place: Path) -> None:
    other = place.parent / "examples" / "two"
    other.mkdir()
    city = "衡阳市"
    (other / "document.txt").write_text(f"{city}2023年工作要点\n一、任务\n", encoding="utf-8")
    assert left(place) == []
    assert len(list(examples_in(place.parent / "examples"))) == 2


# As pytest runs it


class TestDone(Conformance):
    """The kit itself, on the place whose file is above."""

    properties = 3

    @pytest.fixture(autouse=True)
    def _place(self, place: Path) -> None:
        type(self).place = place


def test_a_finding_fails_its_test_and_says_what_to_do(place: Path) -> None:
    in_file('["苏环"]', '["苏环", "苏府"]')(place)

    class Suzhou(Conformance):
        pass

    Suzhou.place = place
    with pytest.raises(AssertionError, match="word-unseen: document_numbers: '苏府'"):
        Suzhou().test_every_listed_word_occurs_in_an_example()
    Suzhou().test_the_file_is_sound()


# Without Hypothesis


def test_without_hypothesis_all_else_is_checked_and_it_says_so(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(kit, "find_spec", lambda name: None if name == "hypothesis" else find(name))
    in_file('["苏环"]', '["苏环", "苏府"]')(place)
    codes = [each.code for each in conformance(place)]
    assert "no-hypothesis" in codes
    assert "word-unseen" in codes


def test_the_kit_is_imported_without_hypothesis() -> None:
    code = "import sys, ecoplan.testing.kit; print('hypothesis' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"


def test_a_place_that_is_not_known_is_named() -> None:
    with pytest.raises(UnknownJurisdiction):
        list(conformance("nowhere"))
    result = call("check", "nowhere")
    assert result.exit_code == 2
    assert result.stderr.startswith("ecoplan: No jurisdiction 'nowhere'.")
