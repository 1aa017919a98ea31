"""Places as data: what they inherit, how they are found, and how a broken file is named."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ecoplan.errors import BrokenJurisdiction, UnknownJurisdiction
from ecoplan.jurisdictions import (
    NATION,
    Jurisdiction,
    checks,
    jurisdiction,
    jurisdiction_from,
    jurisdictions_in,
    known,
    recognise,
)
from ecoplan.places import lies_within
from ecoplan.source import Source
from ecoplan.testing import reading_loses_nothing

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
            'references = ["《某》"]\nversion = "3"\nlimits = ["Nothing."]\nwithin = "china"',
            ward='id = "ward"\nname = "某区"\nwithin = "town"',
        )
    )
    ward = places["ward"]
    assert (ward.version, ward.limits) == (None, ())
    assert (ward.short_names, ward.document_numbers, ward.references) == ((), (), ())


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
    assert recognise(text) == place
    assert recognise(Source(text)) == place


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
    assert recognise(f"{city.name}石鼓区2030年度噪声污染防治计划\n一、目标\n") == city


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


HEAD = 'id = "town"\nname = "某市"\nwithin = "china"\n'
BROKEN = {
    "no TOML": ("not-toml", 'id = "town"\nname = "某市', 2, "mend"),
    "unknown key": ("unknown-key", HEAD + "bodys = []", 4, "write 'bodies'"),
    "no name": ("missing-key", 'id = "town"\nwithin = "china"', None, "add it"),
    "number for text": ("wrong-type", 'id = "town"\nname = 5', 2, "in quotes"),
    "text for list": ("wrong-type", HEAD + 'names = "三线一单"', 4, "list"),
    "empty text": ("wrong-type", 'id = "town"\nname = " "', 2, "write words"),
    "list for table": ("wrong-type", HEAD + 'headings = ["目标"]', 4, "a table"),
    "unknown role": ("wrong-type", HEAD + '[headings]\ngaols = ["目标"]', 5, "goals"),
    "bad id": ("bad-id", 'id = "Town Hall"\nname = "某市"\nwithin = "china"', 1, "lower-case"),
    "within nothing": ("missing-parent", 'id = "town"\nname = "某市"', 1, 'within = "china"'),
    "missing parent": (
        "missing-parent",
        'id = "town"\nname = "某市"\nwithin = "nowhere"',
        3,
        "put nowhere.toml beside this file, or name one of: ",
    ),
    "circle": ("circle", 'id = "town"\nname = "某市"\nwithin = "town"', 3, "break the circle"),
    "code of another length": ("bad-code", HEAD + 'code = "4307"', 4, "six digits"),
    "code of no place": (
        "bad-code",
        'id = "town"\nname = "苏州市"\nwithin = "china"\ncode = "320590"',
        4,
        "苏州市 is 320500, and a zone that has none leaves it out",
    ),
    "code of another place": (
        "bad-code",
        'id = "town"\ncode = "320100"\nname = "苏州市"\nwithin = "china"',
        2,
        "苏州市 is 320500",
    ),
    "body without a name": (
        "missing-key",
        HEAD + '[[bodies]]\nname = "甲局"\n[[bodies]]\nof = "甲局"',
        6,
        "add it",
    ),
    "unknown key of a body": (
        "unknown-key",
        HEAD + '[[bodies]]\nname = "甲局"\nalias = ["甲"]',
        6,
        "aliases",
    ),
    "unknown key of a body in braces": (
        "unknown-key",
        HEAD + 'bodies = [\n  { name = "甲局" },\n  { name = "乙局", alias = ["乙"] },\n]',
        6,
        "aliases",
    ),
    "year in quotes": (
        "wrong-type",
        HEAD + '[[bodies]]\nname = "甲局"\nsince = "2019"',
        6,
        "without quotes",
    ),
    "years in the wrong order": (
        "bad-years",
        HEAD + '[[bodies]]\nname = "甲局"\nsince = 2019\nuntil = 2018',
        6,
        "mend one",
    ),
    "office of no body": (
        "unknown-body",
        HEAD + 'bodies = [\n  { name = "某市甲局" },\n  { name = "乙科", of = "某市甲" },\n]',
        6,
        "write '某市甲局'",
    ),
    "clashing alias": (
        "clashing-alias",
        HEAD + 'bodies = [\n  { name = "甲局", aliases = ["市局"] },\n'
        '  { name = "乙局", aliases = ["市局"] },\n]',
        6,
        "take it from one of them",
    ),
    "words for nothing": (
        "unknown-words",
        HEAD + '[words]\n"role_lable.lead" = ["甲"]',
        5,
        "write 'role_label.lead'",
    ),
    "word with two meanings": (
        "clashing-word",
        HEAD + '[words]\n"role_label.lead" = ["领办单位",\n  "责任单位"]',
        6,
        "means role_label.responsible already",
    ),
    "heading with two roles": (
        "clashing-word",
        HEAD + '[headings]\ngoals = ["任务目标"]\ntasks = ["任务目标"]',
        6,
        "take it from one",
    ),
    "bad pattern": (
        "bad-pattern",
        HEAD + '[words]\n"role_label.lead" = ["领办[单位"]',
        5,
        "write the whole word",
    ),
    "catastrophic pattern": (
        "pattern",
        HEAD + '[words]\n"role_label.lead" = ["(领办)+(领办)+单位"]',
        5,
        "list the words one by one",
    ),
    "pattern": ("pattern", HEAD + 'names = [\n  "一湖",\n  "[一二]湖.*",\n]', 6, "list the words"),
    "word with a colon": (
        "bad-word",
        HEAD + '[words]\n"role_label.lead" = ["领办单位："]',
        5,
        "leave that out",
    ),
    "word over two lines": ("bad-word", HEAD + 'names = ["一湖\\n两河"]', 4, "leave that out"),
    "day that is none": (
        "bad-day",
        HEAD + 'seasons = [{ names = ["汛期"], begins = "04-31", ends = "09-30" }]',
        4,
        "month and day",
    ),
    "day of leap years": (
        "bad-day",
        HEAD + 'seasons = [{ names = ["节"], begins = "02-29" }]',
        4,
        "",
    ),
    "season of two dates": (
        "clashing-word",
        HEAD + 'seasons = [\n  { names = ["汛期"], begins = "04-01" },\n'
        '  { names = ["主汛期", "汛期"], begins = "05-01" },\n]',
        6,
        "take one away",
    ),
    "code in data": ("code-in-data", HEAD + 'hooks = ["os:system"]', 4, "take it away"),
}


@pytest.mark.parametrize(("code", "text", "line", "remedy"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_named_with_line_and_remedy_in_one_line(
    tmp_path: Path, code: str, text: str, line: int | None, remedy: str
) -> None:
    folder = written(tmp_path, town=text)
    for read in (lambda: jurisdictions_in(folder), lambda: jurisdiction_from(folder / "town.toml")):
        with pytest.raises(BrokenJurisdiction) as error:
            read()
        message = str(error.value)
        assert "\n" not in message
        assert error.value.code == code
        assert error.value.where == str(folder / "town.toml") + (f":{line}" if line else "")
        assert message.startswith(error.value.where)
        assert remedy in message


def test_every_code_of_a_broken_file_is_documented() -> None:
    listed = set(re.findall(r"^([a-z0-9-]+) {2,}", checks.__doc__ or "", re.MULTILINE))
    assert {code for code, *_ in BROKEN.values()} <= listed


@pytest.mark.parametrize(
    "text",
    [
        HEAD + 'names = ["互联网+", "1+N", "PM2.5", "县(市、区)行动", "“263”行动", "C++"]',
        HEAD + 'furniture = ["首页 > 政务公开", "打印|关闭", "[大 中 小]", "A+ A-"]',
        HEAD + 'document_numbers = ["某环发〔", "某政"]'.replace("〔", ""),
        HEAD + 'bodies = [{ name = "甲局", aliases = ["市局"], until = 2019 },'
        '{ name = "乙局", aliases = ["市局"], since = 2019 }]',
        HEAD + 'bodies = [{ name = "甲局" }, { name = "乙局" },'
        '{ name = "综合科", of = "甲局" }, { name = "综合科", of = "乙局" }]',
        'id = "town"\nname = "太湖度假区"\nwithin = "china"',
    ],
)
def test_what_only_looks_broken_is_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "town.toml"
    path.write_text(text, encoding="utf-8")
    assert jurisdiction_from(path).id == "town"


def test_a_code_outside_that_of_the_place_above_is_named(tmp_path: Path) -> None:
    (tmp_path / "jiangsu.toml").write_text(
        'id = "jiangsu"\nname = "江苏省"\ncode = "320000"\nwithin = "china"', encoding="utf-8"
    )
    path = tmp_path / "hangzhou.toml"
    path.write_text(
        'id = "hangzhou"\nname = "杭州市"\ncode = "330100"\nwithin = "jiangsu"', encoding="utf-8"
    )
    with pytest.raises(BrokenJurisdiction, match=r"hangzhou\.toml:3: code: 330100 lies outside"):
        jurisdiction_from(path)


def test_a_heading_that_the_place_gives_another_role_leaves_the_one_it_had(tmp_path: Path) -> None:
    place = jurisdictions_in(
        written(tmp_path, town=HEAD + '[headings]\nsafeguards = ["任务"]'),
    )["town"]
    assert place.headings == {"goals": ("目标",), "tasks": (), "safeguards": ("任务",)}


ODD = ["甲", "牵头", "(乙)", "[丙]", *"+*?^$|{}/#&-~'%<>1A、", "“", "”", "\\", " "]


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(st.sampled_from(ODD), min_size=1, max_size=5).map("".join))
def test_every_character_of_a_word_means_itself(word: str) -> None:
    """Whatever a file lists, the grammar takes it as it stands, and reading still never fails."""
    place = evolve(
        jurisdiction(NATION),
        id="odd",
        within=NATION,
        names=(word,),
        words={"role_label.lead": (word,)},
    )
    assume(not list(checks.flaws(place)))
    text = f"某市2022年工作要点\n一、重点任务\n（一）清淤{word}。{word}：甲局\n"
    reading_loses_nothing(text, place)


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


@pytest.mark.parametrize(
    ("body", "known"),
    [("苏州市生态环境局", True), ("苏州市环保局", False), ("无锡市生态环境局", False)],
)
def test_an_office_may_be_of_a_body_that_every_government_has(
    tmp_path: Path, body: str, known: bool
) -> None:
    file = tmp_path / "suzhou.toml"
    listed = f'[[bodies]]\nname = "甲科"\nof = "{body}"\n'
    head = 'id = "suzhou"\ncode = "320500"\nname = "苏州市"\nwithin = "china"\n'
    file.write_text(head + listed, encoding="utf-8")
    if known:
        assert jurisdiction_from(file).bodies[0].of == body
    else:
        with pytest.raises(BrokenJurisdiction, match="no body is named"):
            jurisdiction_from(file)
