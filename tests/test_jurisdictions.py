"""Places as data: what they inherit, how they are found, and how a broken file is named."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ecoplan.errors import BrokenJurisdiction, UnknownJurisdiction
from ecoplan.jurisdictions import (
    NATION,
    Jurisdiction,
    jurisdiction,
    jurisdiction_from,
    jurisdictions_in,
    known,
    recognise,
)
from ecoplan.places import lies_within
from ecoplan.source import Source

NATION_FILE = """\
id = "china"
name = "某国"
code = "100000"
furniture = ["字号"]
body_endings = ["局"]
[headings]
goals = ["目标"]
tasks = ["任务"]
"""


def written(folder: Path, **files: str) -> Path:
    for name, text in {"china": NATION_FILE, **files}.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


# What a place inherits


def test_a_place_adds_its_own_words_before_those_of_the_place_above(tmp_path: Path) -> None:
    place = jurisdictions_in(
        written(
            tmp_path,
            town="""\
id = "town"
name = "某市"
within = "china"
body_endings = ["所", "局"]
furniture = ["返回"]
document_numbers = ["某环"]
[headings]
goals = ["指标", "目标"]
[words]
"role_before.supervised" = ["督办"]
""",
            ward="""\
id = "ward"
name = "某区"
within = "town"
[[bodies]]
name = "某区环境局"
""",
        )
    )["ward"]
    assert place.body_endings == ("所", "局")
    assert place.furniture == ("返回", "字号")
    assert place.headings == {"goals": ("指标", "目标"), "tasks": ("任务",)}
    assert place.additions == (("role_before.supervised", "督办"),)
    assert [body.name for body in place.bodies] == ["某区环境局"]


def test_what_names_the_place_above_does_not_name_this_one(tmp_path: Path) -> None:
    places = jurisdictions_in(
        written(
            tmp_path,
            town='id = "town"\nname = "某市"\nshort_names = ["某"]\ndocument_numbers = ["某环"]\n'
            'code = "999900"\nreferences = ["《某》"]\nwithin = "china"',
            ward='id = "ward"\nname = "某区"\nwithin = "town"',
        )
    )
    ward = places["ward"]
    assert (ward.code, ward.short_names, ward.document_numbers, ward.references) == (
        None,
        (),
        (),
        (),
    )


@pytest.mark.parametrize("place", known(), ids=str)
def test_every_shipped_place_lies_within_the_one_above(place: Jurisdiction) -> None:
    assert place.code is not None
    if place.within is None:
        assert place.id == NATION
    else:
        above = jurisdiction(place.within)
        assert above.code is not None
        assert lies_within(place.code, above.code)
        assert set(above.body_endings) <= set(place.body_endings)


def test_the_nation_comes_first_and_ids_are_told_apart() -> None:
    places = known()
    assert places[0].id == NATION
    assert len({place.id for place in places}) == len(places)


def test_a_place_is_read_once() -> None:
    assert jurisdiction(NATION) is jurisdiction(NATION)


def test_every_shipped_file_names_its_schema() -> None:
    import ecoplan

    folder = Path(ecoplan.__file__).parent / "plugins"
    first_lines = {
        path.name: path.read_text(encoding="utf-8").splitlines()[0]
        for path in folder.glob("*.toml")
    }
    assert len(first_lines) == len(known())
    assert set(first_lines.values()) == {"#:schema ../../../schemas/jurisdiction.schema.json"}


# Which place is meant


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownJurisdiction) as error:
        jurisdiction("chima")
    message = str(error.value)
    assert message.startswith("No jurisdiction 'chima'. Did you mean 'china'? Known: ")
    assert all(place.id in message for place in known())


def test_an_id_like_no_other_is_answered_with_the_list_alone() -> None:
    with pytest.raises(UnknownJurisdiction, match=r"^No jurisdiction 'xyzzy'\. Known: "):
        jurisdiction("xyzzy")


CITIES = [place for place in known() if place.code and re.fullmatch(r"\d{4}00", place.code)]


@pytest.mark.parametrize("place", [p for p in known() if p.id != NATION], ids=str)
@pytest.mark.parametrize(
    "document",
    [
        "{name}2030年度噪声污染防治计划\n一、目标\n",
        "关于印发噪声污染防治计划的通知\n各科室：\n现予印发。\n{name}生态环境局\n2030年1月5日\n一、目标\n",
        "噪声污染防治计划\n一、目标\n降噪。\n{name}生态环境局\n2030年1月5日\n",
        "来源：{name}生态环境局\n噪声污染防治计划\n一、目标\n",
        "{number}〔2030〕8号\n噪声污染防治计划\n一、目标\n",
    ],
)
def test_a_place_is_recognised_by_title_signature_source_and_number(
    place: Jurisdiction, document: str
) -> None:
    text = document.format(name=place.name, number=place.document_numbers[0])
    assert recognise(text) is place
    assert recognise(Source(text)) is place


@pytest.mark.parametrize("place", [p for p in known() if p.id != NATION], ids=str)
def test_a_place_that_the_body_mentions_is_not_meant(place: Jurisdiction) -> None:
    text = (
        "苏州市2030年度噪声污染防治计划\n一、目标\n"
        + f"学习{place.name}的经验，推广{place.name}的做法。\n" * 300
        + "苏州市生态环境局\n2030年1月5日\n"
    )
    assert recognise(text).id == NATION


def test_a_district_of_a_known_city_is_read_as_the_city() -> None:
    city = next(place for place in known() if place.code == "430400")
    assert recognise(f"{city.name}石鼓区2030年度噪声污染防治计划\n一、目标\n") is city


@pytest.mark.parametrize("text", ["", "\n\n", "一、目标", "x" * 10, "《" * 50])
def test_a_text_that_names_no_place_is_read_as_the_nation(text: str) -> None:
    assert recognise(text).id == NATION


# Files


def test_a_file_is_read_over_the_shipped_places(tmp_path: Path) -> None:
    path = tmp_path / "suzhou.toml"
    path.write_text(
        'id = "suzhou"\nname = "苏州市"\ncode = "320500"\nwithin = "china"\n', encoding="utf-8"
    )
    place = jurisdiction_from(path)
    assert place == jurisdiction_from(str(path))
    assert place.body_endings == jurisdiction(NATION).body_endings


BROKEN = {
    "no TOML": ('id = "town"\nname = "某市', ":2|line 2|end of document", "mend"),
    "unknown key": (
        'id = "town"\nname = "某市"\nwithin = "china"\nbodys = []',
        ":4: bodys",
        "bodies",
    ),
    "no name": ('id = "town"\nwithin = "china"', "name", "add it"),
    "number for text": ('id = "town"\nname = 5', ":2: name: 5", "in quotes"),
    "text for list": (
        'id = "town"\nname = "某市"\nwithin = "china"\nnames = "三线一单"',
        ":4: names",
        "list",
    ),
    "empty text": ('id = "town"\nname = " "', ":2: name", "write words"),
    "list for table": (
        'id = "town"\nname = "某市"\nheadings = ["目标"]',
        ":3: headings",
        "a table",
    ),
    "unknown role": (
        'id = "town"\nname = "某市"\n[headings]\ngaols = ["目标"]',
        ":4: headings.gaols",
        "goals",
    ),
    "bad code": (
        'id = "town"\nname = "某市"\nwithin = "china"\ncode = "4307"',
        ":4: code",
        "six digits",
    ),
    "bad id": ('id = "Town Hall"\nname = "某市"\nwithin = "china"', ":1: id", "lower-case"),
    "within nothing": ('id = "town"\nname = "某市"', ":1: id", 'within = "china"'),
    "missing parent": (
        'id = "town"\nname = "某市"\nwithin = "nowhere"',
        ":3: within",
        "name one of",
    ),
    "circle": ('id = "town"\nname = "某市"\nwithin = "town"', ":3: within", "break the circle"),
    "body without a name": (
        'id = "town"\nname = "某市"\nwithin = "china"\n'
        '[[bodies]]\nname = "甲局"\n[[bodies]]\nof = "甲局"',
        ":6: bodies[2].name",
        "add it",
    ),
    "unknown key of a body": (
        'id = "town"\nname = "某市"\nwithin = "china"\n[[bodies]]\nname = "甲局"\nalias = ["甲"]',
        ":6: bodies[1].alias",
        "aliases",
    ),
    "year in quotes": (
        'id = "town"\nname = "某市"\nwithin = "china"\n[[bodies]]\nname = "甲局"\nsince = "2019"',
        ":6: bodies[1].since",
        "without quotes",
    ),
    "years in the wrong order": (
        'id = "town"\nname = "某市"\nwithin = "china"\n'
        '[[bodies]]\nname = "甲局"\nsince = 2019\nuntil = 2018',
        ":6: bodies[1].since",
        "mend one",
    ),
    "words for nothing": (
        'id = "town"\nname = "某市"\nwithin = "china"\n[words]\n"no.such" = ["甲"]',
        ":4: words",
        "mend",
    ),
}


@pytest.mark.parametrize(("text", "where", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_named_with_place_and_remedy_in_one_line(
    tmp_path: Path, text: str, where: str, remedy: str
) -> None:
    folder = written(tmp_path, town=text)
    for read in (lambda: jurisdictions_in(folder), lambda: jurisdiction_from(folder / "town.toml")):
        with pytest.raises(BrokenJurisdiction) as error:
            read()
        message = str(error.value)
        assert "\n" not in message
        assert message.startswith(str(folder / "town.toml"))
        assert any(part in message for part in where.split("|"))
        assert remedy in message


def test_a_circle_of_several_places_is_shown(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        east='id = "east"\nname = "东市"\nwithin = "west"',
        west='id = "west"\nname = "西市"\nwithin = "east"',
    )
    with pytest.raises(BrokenJurisdiction, match=r"east\.toml:3: within: .*east → west → east"):
        jurisdictions_in(folder)


def test_an_id_that_is_taken_is_named_with_both_files(tmp_path: Path) -> None:
    folder = written(tmp_path, copy='id = "china"\nname = "某国"')
    with pytest.raises(BrokenJurisdiction, match=r"copy\.toml:1: id: .*china\.toml.*another"):
        jurisdictions_in(folder)


def test_a_file_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenJurisdiction, match=r"absent\.toml: No such file.*give the path"):
        jurisdiction_from(tmp_path / "absent.toml")
    (tmp_path / "old.toml").write_bytes('name = "某市"'.encode("gb18030"))
    with pytest.raises(BrokenJurisdiction, match=r"old\.toml: byte 10 is not UTF-8; save"):
        jurisdiction_from(tmp_path / "old.toml")


def test_the_module_is_imported_without_the_converter() -> None:
    code = "import sys, ecoplan.jurisdictions; print('cattrs' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"
