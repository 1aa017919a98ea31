"""The guide and the READMEs: they build, they are in step, and what they show is what happens."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from doctest import ELLIPSIS, OutputChecker
from itertools import takewhile
from pathlib import Path
from shutil import copytree
from typing import get_args

import pytest
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import ecoplan
from ecoplan.model import Reason

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = [*ROOT.glob("README*.md"), *sorted(DOCS.glob("*.md"))]

MADE = ("model.md", "jurisdiction-file.md", "codes.md")
"""The pages that `scripts/reference.py` makes."""


def test_the_guide_builds_without_a_warning(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "sphinx", "--fail-on-warning", "--quiet"]
    run = subprocess.run(
        [*build, DOCS, tmp_path], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert (tmp_path / "index.html").is_file()
    fetched = [
        f"{page.name}: {found}"
        for page in tmp_path.glob("*.html")
        for found in re.findall(
            r"<(?:script|link|img)[^>]+(?:src|href)=.(?:https?:)?//[^>]+", page.read_text("utf-8")
        )
    ]
    assert fetched == []


def test_the_reference_says_what_the_docstrings_say(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "reference.py", tmp_path], check=True)
    differing = [
        name
        for name in MADE
        if (tmp_path / name).read_text("utf-8") != (DOCS / name).read_text("utf-8")
    ]
    assert differing == [], "run: python scripts/reference.py docs/"


# Examples


def at_terminal(example: Example) -> str | None:
    """Run the commands of a console block; what differs from what it shows."""
    for command, shown in commands(example.parsed):
        run = subprocess.run(
            ["bash", "-c", command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            check=False,
        )
        printed = "\n".join(line.rstrip() for line in run.stdout.splitlines()).strip("\n")
        if not OutputChecker().check_output(shown + "\n", printed + "\n", ELLIPSIS):
            return f"$ {command}\n--- shown:\n{shown}\n--- printed:\n{printed}"
    return None


def commands(block: str) -> list[tuple[str, str]]:
    """Each command behind a $ with what is shown below it; > goes on with a command."""
    found: list[tuple[str, str]] = []
    for part in re.split(r"^\$ ", str(block), flags=re.MULTILINE)[1:]:
        first, *rest = part.splitlines()
        more = list(takewhile(lambda line: line.startswith("> "), rest))
        command = "\n".join([first, *(line.removeprefix("> ") for line in more)])
        found.append((command, "\n".join(rest[len(more) :]).strip("\n")))
    return found


def as_file(example: Example) -> None:
    """Save a block that a comment gives the name of a file."""
    before = example.document.text[: example.region.start]
    if named := re.search(r"<!-- file: (\S+) -->\s*\Z", before):
        path = Path(named[1])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(example.parsed, encoding="utf-8")


EXAMPLES = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=ELLIPSIS),
        CodeBlockParser("console", at_terminal),
        *(CodeBlockParser(language, as_file) for language in ("text", "toml", "json", "yaml")),
    ]
)


@pytest.fixture
def beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to follow a page in: the repository's examples, and nothing of one's own."""
    copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")


@pytest.mark.usefixtures("beginning")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_examples_of_a_page_do_what_it_shows(page: Path) -> None:
    for example in EXAMPLES.parse(page):
        example.evaluate()


# The facts

SIGNED = "某市2024年工作要点\n一、重点任务\n1.开展清查。{},完成整治。\n某市环境局\n2024年3月5日\n"


def table_rows(page: Path, *head: str) -> list[list[str]]:
    """The rows of the table of a page that has this head, without the marks of code."""
    lines = page.read_text("utf-8").splitlines()
    start = lines.index(f"| {' | '.join(head)} |") + 2
    rows = takewhile(lambda line: line.startswith("|"), lines[start:])
    return [[cell.strip().strip("`") for cell in row.split("|")[1:-1]] for row in rows]


def sets(deadline: ecoplan.Deadline) -> str:
    """What a deadline sets, in the words of the guide."""
    if deadline.reason:
        return f"no date: {deadline.reason}"
    window = (f"from {deadline.start}", f"to {deadline.due}", f"{deadline.start} to {deadline.due}")
    days = window[bool(deadline.due) + bool(deadline.start and deadline.due)]
    return deadline.rrule or deadline.duration or days


@pytest.mark.parametrize(
    ("words", "type", "says", "_"), table_rows(DOCS / "facts.md", "words", "type", "sets", "why")
)
def test_a_deadline_means_what_the_guide_says(words: str, type: str, says: str, _: str) -> None:
    (deadline,) = ecoplan.parse(SIGNED.format(words)).deadlines
    assert (deadline.quote, deadline.type, sets(deadline)) == (words, type, says)


def test_every_reason_is_in_the_guide() -> None:
    told = table_rows(DOCS / "facts.md", "reason", "means", "what it asks of you")
    assert {row[0] for row in told} == set(get_args(Reason))


# The codes

CODED = {
    *("Finding", "FileFinding", "Fault", "Flaw"),
    *("BrokenJurisdiction", "_UnfitError", "self._find"),
}
"""What is made with a code."""


def codes_made() -> Iterator[tuple[str, str]]:
    """Each code that the source makes something with, and where."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in CODED:
                named = (each.value for each in node.keywords if each.arg == "code")
                for given in (*node.args[:2], *named):
                    if isinstance(given, ast.Constant) and re.fullmatch(CODE, str(given.value)):
                        yield str(given.value), f"{path.name}:{node.lineno}"


CODE = "[a-z]+(?:-[a-z0-9]+)*"


def test_every_code_is_in_the_guide() -> None:
    told = set(re.findall(rf"^\| `({CODE})` \|", (DOCS / "codes.md").read_text("utf-8"), re.M))
    missing = [f"{where}: {code}" for code, where in codes_made() if code not in told]
    assert missing == []
    assert {"values-do-not-match", "quote-differs", "circle"} <= {code for code, _ in codes_made()}


# Two languages

ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh.md"


def blocks(page: Path) -> list[tuple[str, str]]:
    """The code blocks of a page, each with its language."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)


def prose(page: Path) -> list[str]:
    """The lines of a page outside its code blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S).splitlines()


def done_by(language: str, code: str) -> str:
    """What a block does, whatever it says: a program without comments, commands without output."""
    if language == "python":
        return ast.unparse(ast.parse(code))
    if language == "console":
        return "\n".join(command for command, _ in commands(code)).replace(" --lang zh", "")
    return code


def shape(page: Path) -> list[str]:
    """Headings by their level, rows of tables by their cells, items of lists, in order."""
    signs = (re.match(r"(#+) |(\|)|(\*|\d+\.) |(<!--)", line) for line in prose(page))
    rows = iter(line.count("|") for line in prose(page) if line.startswith("|"))
    return [f"{next(rows)} cells" if sign[2] else sign[0] for sign in signs if sign]


def test_the_readmes_have_the_same_headings_tables_and_lists() -> None:
    assert shape(ENGLISH) == shape(CHINESE)


def test_the_readmes_have_the_same_code() -> None:
    english, chinese = (
        [(language, done_by(language, code)) for language, code in blocks(page)]
        for page in (ENGLISH, CHINESE)
    )
    assert english == chinese


def test_the_readmes_lead_to_each_other_and_to_the_same_pages() -> None:
    pages = [re.findall(r"\]\((\S+?)\)", "\n".join(prose(page))) for page in (ENGLISH, CHINESE)]
    (to_chinese, *english), (to_english, *chinese) = pages
    assert (to_chinese, to_english) == (CHINESE.name, ENGLISH.name)
    assert sorted(english) == sorted(chinese)
    assert [each for each in english if not (ROOT / each).exists()] == []
