"""The command line as its users meet it: streams, files, exit codes."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import ecoplan
from ecoplan.cli import main
from written_plans import small_plan

TEXT = (
    "某市2019年环保工作要点\n"
    "一、主要目标\n"
    "全市优良天数比例达到82.5%以上。\n"
    "二、重点任务\n"
    "1.治理加油站。6月底前完成12座加油站改造。(甲局牵头,乙局配合)\n"
)


def call(*arguments: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), input=stdin)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory with one document, a.txt."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


# parse


def test_a_table_is_what_a_person_sees(here: Path) -> None:
    result = call("parse", "a.txt")
    assert result.exit_code == 0
    for words in ("≥ 82.5 %", "优良天数比例", "治理加油站", "lead: 甲局", "by 2019-06-30"):
        assert words in result.stdout
    assert "\x1b" not in result.stdout


def test_facts_are_the_facts_of_the_plan(here: Path) -> None:
    printed = call("parse", "a.txt", "--to", "facts").stdout
    assert [json.loads(line) for line in printed.splitlines()] == ecoplan.facts(ecoplan.parse(TEXT))


def test_json_is_the_plan(here: Path) -> None:
    assert ecoplan.loads(call("parse", "a.txt", "--to", "json").stdout) == ecoplan.parse(TEXT)


def test_standard_input_is_read(here: Path) -> None:
    printed = call("parse", "-", "--to", "json", stdin=TEXT.encode("gb18030")).stdout
    assert ecoplan.loads(printed) == ecoplan.parse(TEXT)


def test_the_place_may_be_named_by_id_or_by_file(here: Path) -> None:
    (here / "place.toml").write_text(
        'id = "some-city"\nname = "某市"\nwithin = "china"\n', encoding="utf-8"
    )
    for place, read_as in (("china", "china"), ("place.toml", "some-city")):
        printed = call("parse", "a.txt", "-j", place, "--to", "json").stdout
        assert json.loads(printed)["read_as"] == read_as


@pytest.mark.parametrize(
    ("form", "suffix"), [("table", ".txt"), ("json", ".json"), ("facts", ".jsonl")]
)
def test_several_documents_go_into_a_directory(here: Path, form: str, suffix: str) -> None:
    (here / "b.txt").write_text(TEXT, encoding="utf-8")
    result = call("parse", "a.txt", "b.txt", "--to", form, "-o", "out")
    assert (result.exit_code, result.output) == (0, "")
    assert sorted(path.name for path in (here / "out").iterdir()) == [f"a{suffix}", f"b{suffix}"]
    assert (here / "out" / f"a{suffix}").read_text("utf-8") == call(
        "parse", "a.txt", "--to", form
    ).stdout


def test_one_document_goes_into_a_directory_or_a_file(here: Path) -> None:
    call("parse", "a.txt", "--to", "facts", "-o", "new/")
    call("parse", "a.txt", "--to", "facts", "-o", "new")
    call("parse", "a.txt", "--to", "facts", "-o", "one.jsonl")
    assert [path.name for path in (here / "new").iterdir()] == ["a.jsonl"]
    assert (here / "one.jsonl").read_bytes() == (here / "new" / "a.jsonl").read_bytes()


def test_a_directory_means_the_text_files_in_it(here: Path) -> None:
    (here / "b.TXT").write_text(TEXT, encoding="utf-8")
    (here / "notes.md").write_text("# no document", encoding="utf-8")
    (here / "deeper.txt").mkdir()
    assert call("parse", ".", "--to", "facts", "-o", "out").exit_code == 0
    assert sorted(path.name for path in (here / "out").iterdir()) == ["a.jsonl", "b.jsonl"]


def test_tables_of_several_documents_are_printed_one_after_another(here: Path) -> None:
    assert call("parse", "a.txt", "a.txt").stdout == 2 * call("parse", "a.txt").stdout


UNUSABLE = [
    (["parse", "none.txt"], "none.txt"),
    (["parse", "empty.txt"], "empty"),
    (["parse", "binary.txt"], "binary"),
    (["parse", "latin.txt"], "UTF-8"),
    (["parse", "no-documents"], "no-documents"),
    (["parse", "a.txt", "-j", "chandge"], "Did you mean 'changde'"),
    (["parse", "a.txt", "-j", "broken.toml"], "broken.toml"),
    (["parse", "a.txt", "-j", "none.toml"], "none.toml"),
    (["parse", "a.txt", "a.txt", "--to", "json"], "-o"),
    (["parse", "a.txt", "a.txt", "-o", "out/"], "overwrite"),
    (["parse", "a.txt", "-o", "./"], "overwrite"),
    (["parse", "a.txt", "-o", "none/a.json"], "none/a.json"),
    (["parse", "a.txt", "-o", "empty.txt/"], "empty.txt"),
    (["write", "none.json"], "none.json"),
    (["write", "a.txt"], "a.txt: not-json"),
    (["write", "shape.json"], "shape.json: /text: wrong-type"),
    (["check", "none.json"], "none.json"),
    (["check", "a.txt"], "a.txt: not-json"),
]


@pytest.mark.parametrize(("arguments", "words"), UNUSABLE)
def test_unusable_input_is_one_clear_line_and_exit_code_2(
    here: Path, arguments: list[str], words: str
) -> None:
    _unusable_files(here)
    before = {path: path.stat().st_mtime_ns for path in here.rglob("*") if path.is_file()}
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("ecoplan: ")
    assert result.stderr.count("\n") == 1
    assert words in result.stderr
    assert {path: path.stat().st_mtime_ns for path in here.rglob("*") if path.is_file()} == before


def _unusable_files(here: Path) -> None:
    (here / "empty.txt").touch()
    (here / "binary.txt").write_bytes(b"PK\x03\x04\x00\x00")
    (here / "latin.txt").write_bytes("Überwachung für Öl".encode("latin-1") + b"\xff\xff")
    (here / "no-documents").mkdir()
    (here / "broken.toml").write_text('id = "x', encoding="utf-8")
    shape = json.loads(ecoplan.dumps(small_plan())) | {"text": None}
    (here / "shape.json").write_text(json.dumps(shape), encoding="utf-8")


def test_a_bad_document_among_several_is_named_and_the_others_are_read(here: Path) -> None:
    (here / "b.txt").write_bytes(b"\0")
    (here / "c.txt").write_text(TEXT, encoding="utf-8")
    result = call("parse", "a.txt", "b.txt", "c.txt", "--to", "json", "-o", "out")
    assert result.exit_code == 1
    assert result.stderr.startswith("ecoplan: b.txt: ")
    assert sorted(path.name for path in (here / "out").iterdir()) == ["a.json", "c.json"]


def test_an_output_that_cannot_be_finished_leaves_the_old_one(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "a.json").write_text("old", encoding="utf-8")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = call("parse", "a.txt", "--to", "json", "-o", "a.json")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "No space left" in result.stderr
    assert (here / "a.json").read_text("utf-8") == "old"
    assert sorted(path.name for path in here.iterdir()) == ["a.json", "a.txt"]


def test_an_output_has_the_usual_permissions_and_keeps_a_link(here: Path) -> None:
    (here / "real.json").touch(0o640)
    (here / "link.json").symlink_to("real.json")
    call("parse", "a.txt", "--to", "json", "-o", "link.json")
    call("parse", "a.txt", "--to", "json", "-o", "new.json")
    (here / "plain").touch()
    assert (here / "link.json").is_symlink()
    assert (here / "real.json").read_bytes() == (here / "new.json").read_bytes()
    assert (here / "new.json").stat().st_mode == (here / "plain").stat().st_mode


@pytest.mark.skipif(not Path(os.devnull).is_char_device(), reason="no device file to write to")
def test_a_device_is_written_to_and_not_replaced(here: Path) -> None:
    assert call("parse", "a.txt", "-o", os.devnull).exit_code == 0
    assert Path(os.devnull).is_char_device()


# write, check, schema, jurisdictions


def test_write_gives_the_document_back(here: Path) -> None:
    text = TEXT.replace("\n", "\r\n")
    (here / "a.txt").write_bytes(text.encode("utf-8"))
    call("parse", "a.txt", "--to", "json", "-o", "a.json")
    assert call("write", "a.json").stdout_bytes == text.encode()
    call("write", "a.json", "-o", "again.txt")
    assert (here / "again.txt").read_bytes() == text.encode()


def test_check_is_silent_on_good_plans(here: Path) -> None:
    (here / "good.json").write_text(ecoplan.dumps(small_plan()), encoding="utf-8")
    result = call("check", "good.json", "good.json")
    assert (result.exit_code, result.output) == (0, "")


def test_check_prints_a_line_for_each_fault(here: Path) -> None:
    data = json.loads(ecoplan.dumps(small_plan()))
    data["goals"][0]["quote"] = "别的"
    data["goals"][0]["node"] = "9"
    (here / "bad.json").write_text(json.dumps(data), encoding="utf-8")
    (here / "version.json").write_text('{"schema_version": "9"}', encoding="utf-8")
    (here / "array.json").write_text("[]", encoding="utf-8")
    result = call("check", "bad.json", "version.json", "array.json")
    assert result.exit_code == 1
    assert [line.rsplit(": ", 1)[0].split(": ")[:2] for line in result.stdout.splitlines()] == [
        ["bad.json:/goals/0/quote", "quote-differs"],
        ["bad.json:/goals/0/node", "unknown-node"],
        ["version.json:/schema_version", "unknown-version"],
        ["array.json", "wrong-type"],
    ]


def test_check_goes_on_after_a_file_it_cannot_use(here: Path) -> None:
    (here / "array.json").write_text("[]", encoding="utf-8")
    result = call("check", "none.json", "array.json")
    assert result.exit_code == 2
    assert "array.json: wrong-type" in result.stdout


@pytest.mark.parametrize("name", ["plan", "jurisdiction", "facts"])
def test_schemas_are_printed(name: str) -> None:
    assert json.loads(call("schema", name).stdout) == ecoplan.json_schema(name)  # type: ignore[arg-type]


def test_jurisdictions_are_listed_with_code_and_place_above() -> None:
    lines = call("jurisdictions").stdout.splitlines()
    assert lines[0].split() == ["china", "100000", "-", "中华人民共和国"]
    assert len(lines) == len(ecoplan.jurisdictions.known())


# As a program


def test_one_document_is_read_in_less_than_a_second() -> None:
    document = Path(__file__).parents[1] / "examples" / "changde" / "document.txt"
    program = "from ecoplan.cli import main; main()"
    as_installed = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", program, "parse", document],
            check=True,
            capture_output=True,
            env=as_installed,
        )
        times.append(time.perf_counter() - start)
    assert min(times) < 1.0
