"""A new place: its file, the one above it, what a sample shows; nothing is ever overwritten."""

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ecoplan.cli import main
from ecoplan.jurisdictions import jurisdiction_from
from ecoplan.jurisdictions.doors import ENTRY_POINTS

SAMPLE = """\
苏环〔2023〕5号

2023年苏州市水环境治理工作要点

一、攻坚任务
1.治理河道。6月底前完成12条河道清淤。（市水务局牵头，市财政局配合）
2.治理工业废水。督促苏州工业园区完成管网改造。（水处、综合科负责）
二、压茬推进
1.各有关部门每月调度。（市水务局负责）

苏州市生态环境局
2023年2月1日
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def new(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["jurisdictions", "new", *map(str, arguments)])


SUZHOU = ("suzhou", "--name", "苏州市", "--code", "320500", "--within", "jiangsu")


def test_the_file_is_ready_and_so_is_the_one_above_it(here: Path) -> None:
    result = new(*SUZHOU)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == [
        "suzhou.toml",
        "jiangsu.toml",
        "jurisdiction.schema.json",
    ]
    assert "ecoplan jurisdictions check suzhou.toml" in result.stdout
    place = jurisdiction_from("suzhou.toml")
    assert (place.code, place.short_names, place.within) == ("320500", ("苏州",), "jiangsu")
    above = jurisdiction_from("jiangsu.toml")
    assert (above.code, above.name, above.within) == ("320000", "江苏省", "china")
    for file in ("suzhou.toml", "jiangsu.toml"):
        first = (here / file).read_text(encoding="utf-8").splitlines()[0]
        assert first == "#:schema jurisdiction.schema.json"
    assert len((here / "suzhou.toml").read_text(encoding="utf-8").splitlines()) <= 30


def test_a_place_above_that_is_known_is_not_made_again(here: Path) -> None:
    new(*SUZHOU)
    assert new("wuxi", "--name", "无锡市", "--code", "320200", "--within", "jiangsu").exit_code == 0
    assert new("loudi", "--name", "娄底市", "--code", "431300", "--within", "hunan").exit_code == 0
    assert not (here / "hunan.toml").exists()


def test_a_county_lies_within_its_city(here: Path) -> None:
    new("wuzhong", "--name", "吴中区", "--code", "320506", "--within", "suzhou")
    above = jurisdiction_from("suzhou.toml")
    assert (above.code, above.name) == ("320500", "苏州市")


@pytest.mark.parametrize(
    ("name", "code", "within"),
    [
        ("娄底市", "431300", "hunan"),
        ("苏州市", "320500", "china"),
        ("石鼓区", "430407", "hengyang"),
    ],
)
def test_without_a_word_it_lies_within_the_nearest_known_place(
    name: str, code: str, within: str
) -> None:
    new("place", "--name", name, "--code", code)
    assert jurisdiction_from("place.toml").within == within


def test_a_zone_needs_no_code() -> None:
    assert new("lake-zone", "--name", "太湖国家旅游度假区").exit_code == 0
    place = jurisdiction_from("lake-zone.toml")
    assert (place.code, place.within) == (None, "china")


def test_a_long_name_is_shortened_to_what_means_the_place() -> None:
    new("guangxi", "--name", "广西壮族自治区", "--code", "450000")
    assert jurisdiction_from("guangxi.toml").short_names == ("广西",)


# What a sample shows


def test_a_sample_fills_in_what_the_national_base_saw_there(here: Path) -> None:
    (here / "plan.txt").write_text(SAMPLE, encoding="utf-8")
    assert new(*SUZHOU, "--from", "plan.txt").exit_code == 0
    text = (here / "suzhou.toml").read_text(encoding="utf-8")
    place = jurisdiction_from("suzhou.toml")
    assert place.document_numbers == ("苏环",)
    assert place.references == ("《2023年苏州市水环境治理工作要点》",)
    assert place.districts == ("苏州工业园区",)
    bodies = {body.name: (body.aliases, body.of) for body in place.bodies}
    assert bodies["苏州市生态环境局"] == (("市生态环境局",), None)
    assert bodies["苏州市水务局"] == (("市水务局",), None)
    assert bodies["综合科"] == ((), "苏州市生态环境局")
    assert "各有关部门" not in bodies
    assert tomllib.loads(text)["headings"] == {"tasks": ["攻坚任务", "压茬推进"]}
    for line in ("苏环", "苏州市水务局", "苏州工业园区", "压茬推进"):
        (marked,) = (each for each in text.splitlines() if line in each and "#" in each)
        assert "# review: plan.txt:" in marked


def test_what_was_filled_in_is_to_be_reviewed(here: Path) -> None:
    (here / "plan.txt").write_text(SAMPLE, encoding="utf-8")
    new(*SUZHOU, "--from", "plan.txt")
    checked = CliRunner().invoke(main, ["jurisdictions", "check", "suzhou.toml"])
    text = (here / "suzhou.toml").read_text(encoding="utf-8")
    assert checked.stdout.count("to-review") == text.count("# review")


@pytest.mark.parametrize("text", ["\n", "没有任何内容", "x" * 3000])
def test_a_sample_that_shows_nothing_leaves_a_sound_file(here: Path, text: str) -> None:
    (here / "plan.txt").write_text(text, encoding="utf-8")
    assert new(*SUZHOU, "--from", "plan.txt").exit_code == 0
    assert jurisdiction_from("suzhou.toml").bodies == jurisdiction_from("jiangsu.toml").bodies


def test_the_steps_of_the_readme_end_with_nothing_left_to_do(here: Path) -> None:
    """From an empty directory: new, review, expect, review, check."""
    (here / "plan.txt").write_text(SAMPLE, encoding="utf-8")
    new(*SUZHOU, "--from", "plan.txt")
    file = here / "suzhou.toml"
    read = re.sub(r"  # review: .*", "", file.read_text(encoding="utf-8"))
    file.write_text(read.replace("tasks =", "safeguards ="), encoding="utf-8")
    assert len(read.splitlines()) <= 30
    (here / "examples" / "one").mkdir(parents=True)
    (here / "plan.txt").rename(here / "examples" / "one" / "document.txt")
    command = CliRunner()
    assert command.invoke(main, ["jurisdictions", "expect", "suzhou.toml"]).exit_code == 0
    review = here / "examples" / "one" / "reviewed.toml"
    signed = review.read_text(encoding="utf-8").replace('by = ""', 'by = "A reader"')
    review.write_text(signed.replace('on = ""', 'on = "2025-06-30"'), encoding="utf-8")
    checked = command.invoke(main, ["jurisdictions", "check", "suzhou.toml", "--properties", "3"])
    assert checked.stdout.splitlines()[-1] == "suzhou.toml: nothing is left to do"
    assert checked.exit_code == 0


# A package


def test_a_package_is_complete(here: Path) -> None:
    (here / "plan.txt").write_text(SAMPLE, encoding="utf-8")
    result = new(*SUZHOU, "--from", "plan.txt", "--package")
    assert result.exit_code == 0
    folder = here / "suzhou-plans"
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"][ENTRY_POINTS] == {"suzhou": "suzhou_plans"}
    assert jurisdiction_from(folder / "src" / "suzhou_plans" / "suzhou.toml").within == "jiangsu"
    assert (folder / "src" / "suzhou_plans" / "jiangsu.toml").is_file()
    test = (folder / "tests" / "test_suzhou_plans.py").read_text(encoding="utf-8")
    compile(test, "test_suzhou_plans.py", "exec")
    assert "class TestSuzhou(Conformance)" in test
    example = folder / "tests" / "examples" / "suzhou" / "document.txt"
    assert example.read_text(encoding="utf-8") == SAMPLE
    assert "pip install -e '.[testing]'" in (folder / "README.md").read_text(encoding="utf-8")
    for path in folder.rglob("*.*"):
        assert "$" not in path.read_text(encoding="utf-8") or path.suffix == ".json"


# Refusals


@pytest.mark.parametrize("package", [False, True])
def test_nothing_is_overwritten(here: Path, package: bool) -> None:
    options = ("--package",) if package else ()
    assert new(*SUZHOU, *options).exit_code == 0
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    result = new(*SUZHOU, *options)
    assert result.exit_code == 2
    assert "nothing is overwritten" in result.stderr
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("suzhou", "--name", "苏州市", "--code", "320501"), "苏州市 is 320500"),
        (("Suzhou", "--name", "苏州市"), "lower-case"),
        (("../suzhou", "--name", "苏州市"), "lower-case"),
        (("suzhou", "--name", "苏州市", "--code", "320500", "--within", "../x"), "lower-case"),
        (
            ("x", "--name", "太湖度假区", "--within", "zz"),
            "make it first: ecoplan jurisdictions new zz",
        ),
        (("suzhou", "--name", "苏州市", "--code", "320500", "--within", "hunan"), "lies outside"),
        (("suzhou", "--name", "苏州市", "--from", "absent.txt"), "absent.txt: No such file"),
    ],
)
def test_what_makes_no_sound_file_is_refused_in_one_line_and_not_written(
    here: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = new(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert list(here.iterdir()) == []
