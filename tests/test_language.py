"""What people are told is told in their language; what programs read is the same in each."""

import ast
import copy
import json
import os
import pickle
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import read_mo
from click.testing import CliRunner, Result

import ecoplan
from ecoplan import messages
from ecoplan.cli import main
from ecoplan.cli.language import language_of
from ecoplan.messages import Message, translated
from written_plans import TEXT, small_plan

ROOT = Path(__file__).parents[1]
CATALOGUE = runpy.run_path(str(ROOT / "scripts" / "catalogue.py"))
RENEW = "run: python scripts/catalogue.py"
UNEVEN = "某市2024年要点\n一、主要目标\n甲、乙、丙县优良天数比例分别达到80%、85%。\n"
"""A document with a finding: two values for three places."""


@pytest.fixture(autouse=True)
def _afterwards(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test begins in no locale, and leaves English behind."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    yield
    messages.speak("en")
    os.environ.pop("LANGUAGE", None)


def call(*arguments: str | Path, locale: str = "") -> Result:
    environment = {"LANG": locale} if locale else None
    return CliRunner(env=environment).invoke(main, list(map(str, arguments)))


# Messages


def test_a_message_is_its_english_and_can_be_told_in_chinese() -> None:
    message = Message(
        "no body is named '{name}'; {remedy}", name="甲局", remedy=Message("leave it out")
    )
    assert message == "no body is named '甲局'; leave it out"
    assert translated(message, "zh") == "没有名为“甲局”的机构；请去掉 code"
    assert translated(message) == str(message)


def test_what_is_no_message_or_has_no_translation_is_told_as_it_is() -> None:
    assert translated("Goals", "zh") == "Goals"
    assert translated(Message("of no catalogue"), "zh") == "of no catalogue"
    assert translated(Message("with {braces}"), "zh") == "with {braces}"


def test_a_message_survives_copying_and_pickling() -> None:
    message = Message("{{{count}}} more, {name!r}", count=3, name=Message("Goals"))
    for again in (copy.deepcopy(message), pickle.loads(pickle.dumps(message))):
        assert (again, again.template, again.values) == (message, message.template, message.values)


def test_an_error_survives_pickling_with_its_message() -> None:
    broken = ecoplan.BrokenJurisdiction("circle", "a.toml:3", Message("leave it out"))
    unreadable = ecoplan.UnreadableText("{where}: {fault}", where="a.txt", fault="no text")
    for error in (broken, unreadable):
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), type(again)) == (str(error), type(error))
        assert translated(again.message, "zh") == translated(error.message, "zh")


# The catalogue


def test_every_sentence_has_a_translation() -> None:
    assert CATALOGUE["untranslated"](CATALOGUE["read"]()) == []
    known = {entry.id for entry in CATALOGUE["read"]() if entry.id}
    assert known == {sentence for sentence, _ in CATALOGUE["sentences"]()}, RENEW


def test_what_gettext_reads_is_what_people_edit() -> None:
    with CATALOGUE["FILE"].with_suffix(".mo").open("rb") as file:
        compiled = {told(entry) for entry in read_mo(file) if entry.id}
    assert compiled == {told(entry) for entry in CATALOGUE["read"]() if entry.id}, RENEW


def told(entry: Entry) -> tuple[object, ...]:
    """A sentence and its translation, in all their forms."""
    return tuple(
        tuple(each) if isinstance(each, list | tuple) else (each,)
        for each in (entry.id, entry.string)
    )


def test_a_translation_has_the_values_of_its_sentence() -> None:
    for entry in CATALOGUE["read"]():
        forms = [entry.id] if isinstance(entry.id, str) else entry.id
        given = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        allowed = [fields(form) for form in forms]
        assert not entry.id or all(fields(each) in allowed for each in given), entry.id


def fields(template: str) -> set[tuple[str, str | None]]:
    return {(name, how) for _, name, _, how in Formatter().parse(template) if name}


def test_no_sentence_is_put_together_before_it_can_be_translated() -> None:
    found = [
        f"{path.name}:{given.lineno}"
        for path in sorted(CATALOGUE["SOURCE"].rglob("*.py"))
        for call in CATALOGUE["calls"](path)
        for given in call.args[:1]
        if isinstance(given, ast.JoinedStr | ast.BinOp)
    ]
    assert found == [], "give a template and its values, not an f-string"


HOLDERS = {"Fault", "Flaw", "FileFinding", "BrokenJurisdiction", "Finding"}
"""What holds a message, as its third argument or by name."""


def messages_held(path: Path) -> Iterator[ast.expr]:
    """What each of them is given as its message."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in HOLDERS:
            named = (each.value for each in node.keywords if each.arg == "message")
            yield from (*node.args[2:3], *named)


def test_whatever_holds_a_message_is_given_one() -> None:
    found = [
        f"{path.name}:{given.lineno}"
        for path in sorted(CATALOGUE["SOURCE"].rglob("*.py"))
        for given in messages_held(path)
        if isinstance(given, ast.JoinedStr | ast.BinOp | ast.Constant)
    ]
    assert found == [], "wrap it in Message"


# The command line


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "", "LC_MESSAGES": "de_DE"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_locale_says_which_language(environment: dict[str, str], language: str) -> None:
    assert language_of(["parse", "a.txt"], environment) == language


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "zh", "parse"], "zh"),
        (["parse", "-h", "--lang=zh"], "zh"),
        (["--lang", "zh", "parse", "--lang", "en"], "en"),
        (["--lang", "fr"], "en"),
        (["parse", "zh"], "en"),
    ],
)
def test_the_option_says_which_language_wherever_it_stands(
    arguments: list[str], language: str
) -> None:
    assert language_of(arguments, {}) == language


COMMANDS = [
    [],
    ["parse"],
    ["coverage"],
    ["write"],
    ["check"],
    ["schema"],
    ["jurisdictions"],
    ["jurisdictions", "new"],
    ["jurisdictions", "check"],
    ["jurisdictions", "expect"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_in_the_language_of_the_locale_and_of_the_option(command: list[str]) -> None:
    english, chinese = (call(*command, "-h", locale=each).stdout for each in ("", "zh_CN.UTF-8"))
    assert "Show this message and exit." in english
    assert "用法：" in chinese
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", chinese)
    assert call(*command, "--lang", "zh", "-h").stdout == chinese
    assert call(*command, "-h", "--lang", "zh").stdout == chinese
    assert call(*command, "--lang", "en", "-h", locale="zh_CN.UTF-8").stdout == english


def test_lines_of_chinese_help_are_no_wider_than_the_terminal() -> None:
    for line in call("jurisdictions", "check", "--lang", "zh", "-h").stdout.splitlines():
        assert sum(1 + (not each.isascii()) for each in line) <= 82


UNUSABLE = [
    (["parse"], "错误：缺少参数"),
    (["parce"], "没有命令 'parce'"),
    (["parse", "a.txt", "--too", "x"], "没有选项"),
    (["parse", "a.txt", "--to", "x"], "'--to' 的值无效：'x' 不是"),
    (["parse", "none.txt"], "ecoplan: none.txt: 没有这个文件或目录；请换一个路径"),
    (["parse", "a.txt", "-j", "chandge"], "是不是“changde”？"),
    (["parse", "a.txt", "-j", "broken.toml"], "ecoplan: broken.toml:4: shortname: 没有这个键"),
    (["parse", "a.txt", "a.txt", "--to", "json"], "2 份文件的输出会混在一起"),
    (["check", "a.txt"], "请给出 --to json 写出的文件"),
]


@pytest.mark.parametrize(("arguments", "words"), UNUSABLE)
def test_refusals_are_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    broken = 'id = "a"\nname = "甲"\nwithin = "china"\nshortname = []\n'
    Path("broken.toml").write_text(broken, encoding="utf-8")
    result = call(*arguments, locale="zh_CN.UTF-8")
    assert result.exit_code == 2
    assert words in result.stderr


def test_the_table_and_its_findings_are_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(UNEVEN, encoding="utf-8")
    shown = call("parse", tmp_path / "a.txt", "--lang", "zh").stdout
    assert "计划期    2024-01-01 至 2024-12-31" in shown
    assert "values-do-not-match（警告）" in shown
    assert "2 个数值与所列项目的个数不符" in "".join(shown.split("\n"))


def test_faults_are_in_chinese_with_their_codes(tmp_path: Path) -> None:
    data = json.loads(ecoplan.dumps(small_plan()))
    data["goals"][0] |= {"value": 82.5, "nodes": None}
    (tmp_path / "bad.json").write_text(json.dumps(data), encoding="utf-8")
    lines = call("check", tmp_path / "bad.json", "--lang", "zh").stdout
    assert "/goals/0/nodes: unknown-key: 没有这个键；是不是“node”？" in lines


@pytest.mark.parametrize("form", ["json", "facts", "residue"])
def test_data_is_the_same_in_every_language(form: str) -> None:
    example = ROOT / "examples" / "changde" / "document.txt"
    english, chinese = (
        call("parse", example, "--to", form, "--lang", each).stdout for each in ("en", "zh")
    )
    assert english == chinese


def test_a_finding_is_english_in_json_and_equal_after_loading() -> None:
    plan = ecoplan.parse(
        "某市2024年要点\n一、主要目标\n甲、乙、丙县优良天数比例分别达到80%、85%。\n"
    )
    (finding,) = plan.findings
    assert ecoplan.loads(ecoplan.dumps(plan)) == plan
    assert translated(finding.message, "zh").startswith("2 个数值")
    assert "2 values stand for a list" in ecoplan.dumps(plan)
