"""The three doors: which of several places of one id is taken, and what a broken package does."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from click.testing import CliRunner

import ecoplan
from ecoplan.cli import main
from ecoplan.errors import BrokenJurisdiction, UnknownJurisdiction
from ecoplan.jurisdictions import (
    NATION,
    findings,
    found,
    found_from,
    jurisdiction,
    jurisdiction_from,
    known,
    recognise,
    refresh,
)

SUZHOU = 'id = "suzhou"\nname = "苏州市"\ncode = "320500"\nwithin = "china"\n'


class Install(Protocol):
    def __call__(
        self, name: str, files: dict[str, str], *, entry: str = ..., version: str = ...
    ) -> Path: ...


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts a package where Python finds it, as an installer does."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)

    def install(name: str, files: dict[str, str], *, entry: str = "", version: str = "1.0") -> Path:
        package = site / name.replace("-", "_")
        package.mkdir()
        for file, text in {"__init__.py": "", **files}.items():
            (package / file).write_text(text, encoding="utf-8")
        about = site / f"{package.name}-{version}.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8"
        )
        (about / "entry_points.txt").write_text(
            f"[ecoplan.jurisdictions]\n{package.name} = {entry or package.name}\n",
            encoding="utf-8",
        )
        refresh()
        return package

    yield install
    for package in site.iterdir():
        for module in [each for each in sys.modules if each.split(".")[0] == package.name]:
            del sys.modules[module]
    monkeypatch.undo()
    refresh()


def codes() -> list[str]:
    return [finding.code for finding in findings()]


# What is found


def test_a_package_adds_its_places(install: Install) -> None:
    folder = install("a-plans", {"suzhou.toml": SUZHOU})
    (each,) = (each for each in found() if each.place.id == "suzhou")
    assert (each.tier, each.package, each.version) == ("package", "a-plans 1.0", "1.0")
    assert each.file == str(folder / "suzhou.toml")
    assert jurisdiction("suzhou").body_endings == jurisdiction(NATION).body_endings
    assert recognise("苏州市2030年度噪声污染防治计划\n一、目标\n").id == "suzhou"
    assert findings() == ()


def test_a_package_may_name_a_module_of_its_folder(install: Install) -> None:
    install("b-plans", {"suzhou.toml": SUZHOU, "places.py": ""}, entry="b_plans.places")
    assert jurisdiction("suzhou").name == "苏州市"


def test_the_files_own_version_comes_before_its_packages(install: Install) -> None:
    install("c-plans", {"suzhou.toml": SUZHOU + 'version = "2025.3"\n'})
    assert {each.version for each in found() if each.place.id == "suzhou"} == {"2025.3"}


def test_a_place_of_one_package_may_lie_within_that_of_another(install: Install) -> None:
    install(
        "d-plans",
        {"jiangsu.toml": 'id = "jiangsu"\nname = "江苏省"\nwithin = "china"\nnames = ["一江"]'},
    )
    install("e-plans", {"suzhou.toml": SUZHOU.replace("china", "jiangsu")})
    assert jurisdiction("suzhou").names[0] == "一江"


# Which comes first


def test_a_package_stands_before_what_is_built_in_and_is_named(install: Install) -> None:
    city = next(place for place in known() if place.code == "430400")
    text = f'id = "{city.id}"\nname = "{city.name}"\nwithin = "china"\n'
    folder = install("f-plans", {f"{city.id}.toml": text})
    assert jurisdiction(city.id).within == "china"
    (finding,) = findings()
    assert finding.code == "shadows-built-in"
    assert finding.where == f"{folder / city.id}.toml:1"


def test_of_two_packages_the_first_by_name_is_taken_and_the_other_named(install: Install) -> None:
    late = install("h-plans", {"suzhou.toml": SUZHOU + 'names = ["h"]\n'})
    early = install("g-plans", {"suzhou.toml": SUZHOU + 'names = ["g"]\n'})
    assert jurisdiction("suzhou").names[0] == "g"
    (finding,) = findings()
    assert (finding.code, finding.where) == ("duplicate-id", f"{late / 'suzhou.toml'}:1")
    assert str(early / "suzhou.toml") in finding.message


def test_a_file_stands_before_a_package(install: Install, tmp_path: Path) -> None:
    install("i-plans", {"suzhou.toml": SUZHOU + 'names = ["package"]\n'})
    path = tmp_path / "suzhou.toml"
    path.write_text(SUZHOU + 'names = ["file"]\n', encoding="utf-8")
    assert jurisdiction_from(path).names[0] == "file"
    assert jurisdiction("suzhou").names[0] == "package"
    assert found_from(path).tier == "file"


def test_a_file_lies_within_the_file_beside_it(install: Install, tmp_path: Path) -> None:
    above = 'id = "jiangsu"\nname = "江苏省"\nwithin = "china"\n'
    install("j-plans", {"jiangsu.toml": above + 'names = ["package"]\n'})
    path = tmp_path / "suzhou.toml"
    path.write_text(SUZHOU.replace("china", "jiangsu"), encoding="utf-8")
    assert jurisdiction_from(path).names[0] == "package"
    (tmp_path / "jiangsu.toml").write_text(above + 'names = ["beside"]\n', encoding="utf-8")
    assert jurisdiction_from(path).names[0] == "beside"


def test_bodies_are_inherited_once(tmp_path: Path) -> None:
    path = tmp_path / "suzhou.toml"
    path.write_text(SUZHOU, encoding="utf-8")
    assert jurisdiction_from(path).bodies == jurisdiction(NATION).bodies


def test_a_file_beside_that_says_it_is_another_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "jiangsu.toml").write_text(
        'id = "zhejiang"\nname = "浙江省"\nwithin = "china"\n', encoding="utf-8"
    )
    path = tmp_path / "suzhou.toml"
    path.write_text(SUZHOU.replace("china", "jiangsu"), encoding="utf-8")
    with pytest.raises(BrokenJurisdiction, match=r"jiangsu\.toml:1: id: .*write 'jiangsu'"):
        jurisdiction_from(path)


def test_no_package_replaces_the_nation(install: Install) -> None:
    install("k-plans", {"china.toml": 'id = "china"\nname = "某国"\n', "suzhou.toml": SUZHOU})
    assert jurisdiction(NATION).name != "某国"
    assert jurisdiction("suzhou").name == "苏州市"
    assert codes() == ["duplicate-id"]


# What is broken stops nothing else

BROKEN = {
    "bad TOML": ("not-toml", {"wuxi.toml": 'id = "wuxi'}),
    "unknown field": ("unknown-key", {"wuxi.toml": 'id = "wuxi"\nname = "无锡市"\nbodys = []'}),
    "wrong type": ("wrong-type", {"wuxi.toml": 'id = "wuxi"\nname = 5'}),
    "cycle of parents": (
        "circle",
        {
            "wuxi.toml": 'id = "wuxi"\nname = "无锡市"\nwithin = "changzhou"',
            "changzhou.toml": 'id = "changzhou"\nname = "常州市"\nwithin = "wuxi"',
        },
    ),
    "duplicate id": ("duplicate-id", {"wuxi.toml": SUZHOU}),
    "missing parent": (
        "missing-parent",
        {"wuxi.toml": 'id = "wuxi"\nname = "无锡市"\nwithin = "x"'},
    ),
    "bad code": (
        "bad-code",
        {"wuxi.toml": 'id = "wuxi"\nname = "无锡市"\nwithin = "china"\ncode = "320299"'},
    ),
    "bad pattern": (
        "bad-pattern",
        {"wuxi.toml": 'id = "wuxi"\nname = "无锡市"\nwithin = "china"\nnames = ["一[湖"]'},
    ),
    "catastrophic pattern": (
        "pattern",
        {"wuxi.toml": 'id = "wuxi"\nname = "无锡市"\nwithin = "china"\nnames = ["(一+)+湖"]'},
    ),
    "clashing alias": (
        "clashing-alias",
        {
            "wuxi.toml": 'id = "wuxi"\nname = "无锡市"\nwithin = "china"\n'
            'bodies = [{ name = "甲局", aliases = ["局"] }, { name = "乙局", aliases = ["局"] }]'
        },
    ),
    "Python that does not import": ("plugin-failed", {"__init__.py": "raise SystemExit(3)"}),
    "no file": ("plugin-empty", {}),
}


@pytest.mark.parametrize(("code", "files"), BROKEN.values(), ids=BROKEN)
def test_a_broken_package_is_named_in_one_line_and_the_others_are_read(
    install: Install, code: str, files: dict[str, str]
) -> None:
    sound = install("l-plans", {"suzhou.toml": SUZHOU})
    broken = install("m-plans", files)
    assert jurisdiction("suzhou").name == "苏州市"
    assert len(known()) == len({place.id for place in known()})
    assert found()
    assert "wuxi" not in {place.id for place in known()}
    assert set(codes()) == {code}
    for finding in findings():
        assert str(broken) in finding.where or finding.where.startswith("m-plans 1.0")
        assert str(sound) not in finding.where
        assert "\n" not in str(finding)
    printed = CliRunner().invoke(main, ["jurisdictions"])
    assert printed.stderr.splitlines() == [f"ecoplan: {each}" for each in findings()]
    assert printed.exit_code == 0
    assert "suzhou" in printed.stdout


def test_the_built_in_place_is_read_where_the_one_before_it_is_flawed(install: Install) -> None:
    city = next(place for place in known() if place.code == "430400")
    text = f'id = "{city.id}"\nname = "{city.name}"\nwithin = "nowhere"\n'
    install("n-plans", {f"{city.id}.toml": text})
    assert jurisdiction(city.id) == city
    assert "missing-parent" in codes()


def test_a_package_in_which_a_built_in_place_cannot_lie_is_let_go(install: Install) -> None:
    city = next(place for place in known() if place.code == "430400")
    above = city.within
    text = f'id = "{above}"\nname = "某省"\nwithin = "{city.id}"\n'
    folder = install("w-plans", {f"{above}.toml": text, "suzhou.toml": SUZHOU})
    assert jurisdiction(city.id) == city
    assert jurisdiction("suzhou").name == "苏州市"
    assert set(codes()) <= {"circle", "breaks-built-in", "shadows-built-in"}
    assert all(finding.where.startswith(str(folder)) for finding in findings())


def test_a_place_below_a_flawed_one_is_named_with_its_own_line(install: Install) -> None:
    folder = install(
        "o-plans",
        {
            "jiangsu.toml": 'id = "jiangsu"\nname = "江苏省"\nwithin = "nowhere"\n',
            "suzhou.toml": SUZHOU.replace("china", "jiangsu"),
        },
    )
    assert {finding.where for finding in findings()} == {
        f"{folder / 'jiangsu.toml'}:3",
        f"{folder / 'suzhou.toml'}:4",
    }


def test_asking_for_a_broken_place_tells_why_it_is_not_there(install: Install) -> None:
    install("p-plans", {"suzhou.toml": 'id = "suzhou"\nnom = "苏州市"\n'})
    with pytest.raises(BrokenJurisdiction, match=r"suzhou\.toml:2: nom: no such key"):
        jurisdiction("suzhou")
    with pytest.raises(UnknownJurisdiction):
        jurisdiction("wuxi")


# Seen at a terminal


def test_the_list_says_how_each_place_came(install: Install, tmp_path: Path) -> None:
    folder = install("q-plans", {"suzhou.toml": SUZHOU + 'limits = ["Offices are of 2023."]\n'})
    path = tmp_path / "wuxi.toml"
    path.write_text('id = "wuxi"\nname = "无锡市"\nwithin = "china"\n', encoding="utf-8")
    printed = CliRunner().invoke(main, ["jurisdictions", "-v", "-j", str(path)]).stdout
    for words in (
        f"wuxi         -        china        无锡市\n    file, version -\n    {path}\n",
        "suzhou       320500   china        苏州市\n    package, version 1.0\n"
        f"    of q-plans 1.0\n    {folder / 'suzhou.toml'}\n"
        "    does not cover: Offices are of 2023.\n",
        "    built-in, version ",
    ):
        assert words in printed


# What a package says in Python

HOOKS = """\
from ecoplan import Finding, Span

def finding(code, span):
    return Finding(code=code, severity="note", span=span, message="look at it")

class Hooks:
    def resolve_body(self, name, year):
        return {"市环保局": "苏州市环境保护局"}.get(name) if year and year < 2019 else None

    def findings(self, plan):
        if not plan.goals:
            yield finding("suzhou-no-goal", Span(0, 3))

class Broken:
    def findings(self, plan):
        raise RuntimeError("out of\\n ideas")

class Odd:
    def findings(self, plan):
        return [finding("suzhou-far", Span(0, 10**6))]

HOOKS, BROKEN, ODD, WORDS = Hooks(), Broken(), Odd(), "no object"
"""
TEXT = "苏州市2022年工作要点\n一、重点任务\n1.治理河道。\n"


def hooked(install: Install, name: str, *hooks: str) -> ecoplan.Plan:
    module = name.replace("-", "_")
    listed = ", ".join(f'"{module}.hooks:{each}"' for each in hooks)
    install(name, {"suzhou.toml": SUZHOU + f"hooks = [{listed}]\n", "hooks.py": HOOKS})
    return ecoplan.parse(TEXT, "suzhou")


def test_a_hook_adds_findings_to_a_plan(install: Install) -> None:
    plan = hooked(install, "r-plans", "HOOKS")
    assert [finding.code for finding in plan.findings] == ["suzhou-no-goal"]
    assert ecoplan.loads(ecoplan.dumps(plan)) == plan
    assert ecoplan.write(plan) == TEXT


def test_a_hook_names_bodies(install: Install) -> None:
    from ecoplan.jurisdictions.hooks import HookCalls

    hooked(install, "s-plans", "HOOKS")
    calls = HookCalls(jurisdiction("suzhou").hooks)
    assert calls.resolve_body("市环保局", 2017) == "苏州市环境保护局"
    assert calls.resolve_body("市环保局", 2021) is None
    assert calls.resolve_body("市水务局", None) is None


@pytest.mark.parametrize("hook", ["BROKEN", "ODD", "ABSENT"])
def test_a_hook_that_fails_becomes_a_finding_that_names_it(install: Install, hook: str) -> None:
    name = f"t-plans-{hook.lower()}"
    plan = hooked(install, name, hook, "HOOKS")
    failed, other = plan.findings
    assert failed.code == "plugin-failed"
    assert f"{name.replace('-', '_')}.hooks:{hook}" in failed.message
    assert "\n" not in failed.message
    assert other.code == "suzhou-no-goal"
    assert [task.title for task in plan.tasks] == ["治理河道"]


def test_a_hook_that_says_nothing_that_is_asked_is_passed_over(install: Install) -> None:
    assert hooked(install, "u-plans", "WORDS").findings == ()


def test_the_places_within_take_over_the_hooks_of_the_place_above(
    install: Install, tmp_path: Path
) -> None:
    hooked(install, "v-plans", "HOOKS")
    path = tmp_path / "wuzhong.toml"
    path.write_text('id = "wuzhong"\nname = "吴中区"\nwithin = "suzhou"\n', encoding="utf-8")
    plan = ecoplan.parse(TEXT, jurisdiction_from(path))
    assert [finding.code for finding in plan.findings] == ["suzhou-no-goal"]
