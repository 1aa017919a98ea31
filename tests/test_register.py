"""Bodies get the full name that they have in the plan's place and year, where that is sure."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ecoplan import Body, Metadata, Plan, Responsibility, parse, write
from ecoplan.jurisdictions import Jurisdiction, RegisteredBody, jurisdiction
from ecoplan.jurisdictions.hooks import HookCalls
from ecoplan.places import NATION_CODE, place_at
from ecoplan.resolve.official_names import tier_of
from ecoplan.resolve.register import Register, Resolved, register
from ecoplan.vocabulary.departments import Department, Tier, departments

TABLE = Path(__file__).parent / "register" / "names.tsv"
NATION = jurisdiction("china")


def of(
    code: str | None,
    year: int | None = 2022,
    *bodies: RegisteredBody,
    issuers: tuple[str, ...] = (),
    title: str | None = None,
) -> Register:
    """The register of a plan of a place and a year, with bodies of the place's own file."""
    start = dt.date(year, 1, 1) if year else None
    said = Metadata(jurisdiction=code, plan_start=start, issuers=issuers, title=title)
    return register(evolve(NATION, bodies=bodies), said)


def shown(resolved: Resolved) -> str:
    """The name; ``?`` for several, ``-`` for none."""
    return resolved.registered or ("?" if resolved.candidates else "-")


def rows() -> Iterator[list[str]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        if not line.startswith("#"):
            yield line.split("\t")


@pytest.mark.parametrize(("code", "year", "names", "registered"), list(rows()))
def test_names_mean_the_body(code: str, year: str, names: str, registered: str) -> None:
    bodies = of(None if code == "-" else code, None if year == "-" else int(year))
    listed = [names] if names in {"市委、市政府督查室"} else names.split("、")
    assert " ".join(map(shown, bodies.resolve_list(listed))) == registered


# The place's file

OFFICE = RegisteredBody(name="某某科", aliases=("某科",), of="苏州市环境保护局", until=2018)


def test_a_registered_body_goes_before_what_every_government_has() -> None:
    own = RegisteredBody(name="苏州市市容市政管理局", aliases=("市城管局",))
    assert shown(of("320500", 2022, own).resolve("市城管局")) == "苏州市市容市政管理局"


def test_of_several_names_the_one_that_is_registered_is_meant() -> None:
    own = RegisteredBody(name="苏州市城市管理局")
    assert shown(of("320500", 2022, own).resolve("市城管局")) == "苏州市城市管理局"


def test_an_alias_of_two_registered_bodies_means_neither() -> None:
    zones = [RegisteredBody(name=f"苏州{n}管委会", aliases=("经开区",)) for n in ("甲区", "乙区")]
    resolved = of("320500", 2022, *zones).resolve("经开区")
    assert resolved == Resolved(None, ("苏州甲区管委会", "苏州乙区管委会"))


def test_of_two_bodies_of_one_alias_the_one_of_the_year_is_meant() -> None:
    old = RegisteredBody(name="苏州甲区管委会", aliases=("经开区",), until=2015)
    new = RegisteredBody(name="苏州乙区管委会", aliases=("经开区",), since=2016)
    assert shown(of("320500", 2012, old, new).resolve("经开区")) == "苏州甲区管委会"
    assert shown(of("320500", 2020, old, new).resolve("经开区")) == "苏州乙区管委会"


def test_a_registered_department_goes_by_the_years_of_the_department() -> None:
    own = RegisteredBody(name="苏州市环境保护局", aliases=("市环局",), until=2019)
    assert shown(of("320500", 2015, own).resolve("市环局")) == "苏州市环境保护局"
    assert shown(of("320500", 2022, own).resolve("市环局")) == "苏州市生态环境局"


def test_an_office_has_the_name_of_its_body_before_its_own() -> None:
    assert shown(of("320500", 2017, OFFICE).resolve("某科")) == "苏州市环境保护局某某科"
    current = evolve(OFFICE, until=None)
    assert shown(of("320500", 2022, current).resolve("某科")) == "苏州市生态环境局某某科"


def test_an_office_that_is_no_more_is_not_named() -> None:
    assert shown(of("320500", 2022, OFFICE).resolve("某科")) == "-"


def test_a_bodys_offices_are_named_in_its_own_plans() -> None:
    own = of("320500", 2017, OFFICE, issuers=("苏州市环境保护局",))
    others = of("320500", 2017, OFFICE, issuers=("苏州市水利局",))
    assert shown(own.resolve("某科")) == "苏州市环境保护局某某科"
    assert shown(others.resolve("某科")) == "-"


def test_a_listed_district_is_named_as_it_is() -> None:
    place = evolve(NATION, districts=("某某度假区",))
    bodies = register(place, Metadata(jurisdiction="320500"))
    assert shown(bodies.resolve("某某度假区")) == "某某度假区"


class _Hooked(HookCalls):
    def resolve_body(self, name: str, year: int | None) -> str | None:
        return f"苏州市某某{year}局" if name == "市城管局" else None


def test_what_a_hook_says_of_a_name_goes_before_all_else() -> None:
    said = Metadata(jurisdiction="320500", plan_start=dt.date(2022, 1, 1))
    bodies = register(NATION, said, _Hooked(()))
    assert shown(bodies.resolve("市城管局")) == "苏州市某某2022局"
    assert shown(bodies.resolve("市水利局")) == "苏州市水利局"


# Who issues the plan, and for what


@pytest.mark.parametrize(
    ("issuers", "name", "registered"),
    [
        (("苏州市生态环境局",), "省厅", "江苏省生态环境厅"),
        (("苏州市生态环境局",), "我局", "苏州市生态环境局"),
        (("苏州市生态环境局办公室",), "市局", "苏州市生态环境局"),
        (("苏州市水利局",), "省厅", "江苏省水利厅"),
        (("苏州市人民政府",), "省厅", "-"),
        (("苏州市水利局", "苏州市财政局"), "省厅", "-"),
        ((), "省厅", "-"),
    ],
)
def test_the_issuer_tells_which_department_a_bare_kind_is(
    issuers: tuple[str, ...], name: str, registered: str
) -> None:
    assert shown(of("320500", issuers=issuers).resolve(name)) == registered


def test_a_zones_plan_has_no_departments_of_the_city() -> None:
    zone = of("320500", title="苏州甲乙经济技术开发区减污降碳方案")
    assert shown(zone.resolve("生态环境局")) == "-"
    assert shown(zone.resolve("市生态环境局")) == "苏州市生态环境局"
    city = of("320500", title="苏州市开发区减污降碳方案的通知")
    assert shown(city.resolve("省生态环境厅")) == "江苏省生态环境厅"


def test_the_plan_of_a_place_without_a_code_has_none_of_those_around_it() -> None:
    zone = Jurisdiction(id="zone", name="某开发区", within="china")
    bodies = register(zone, Metadata(jurisdiction="320500"))
    assert shown(bodies.resolve("生态环境局")) == "-"


def test_the_plan_of_a_listed_district_is_a_zones() -> None:
    place = evolve(NATION, districts=("金鸡湖片区",))
    title = "苏州市金鸡湖片区2022年工作要点"
    bodies = register(place, Metadata(jurisdiction="320500", title=title))
    assert shown(bodies.resolve("生态环境局")) == "-"


# The table

PLACES: dict[Tier, str] = {
    "state": NATION_CODE,
    "province": "330000",
    "region": "150000",
    "municipality": "310000",
    "city": "330600",
    "county": "330624",
}


def every_name() -> Iterator[tuple[Tier, Department, str]]:
    """Each tier, department, and full name it has there."""
    for tier, code in PLACES.items():
        place = place_at(code)
        full = place.name if place else ""
        short = place.short_names[-1] if place and place.short_names else full[:-1]
        for department in departments().all:
            for name in department.names(tier):
                placed = name.format(place=full, short=short) if "{" in name else full + name
                if name.count("{") < 2:  # a pair of bodies is never written so
                    yield tier, department, name if tier == "state" else placed


def test_the_sample_places_are_of_their_tiers() -> None:
    for tier, code in PLACES.items():
        place = place_at(code)
        assert place is None or tier_of(place) == tier


def test_every_full_name_means_itself() -> None:
    lost = [
        (name, resolved)
        for tier, _, name in every_name()
        if (resolved := of(PLACES[tier], None).resolve(name)).registered != name
    ]
    assert lost == []


def test_every_form_can_mean_its_name() -> None:
    lost = []
    for tier, code in PLACES.items():
        place, bodies = place_at(code), of(code, None)
        for department in departments().all:
            for form in department.forms(tier):
                opening = (
                    place.short_names[-1] if place and form.by_name and place.short_names else ""
                )
                written = form.before + (opening or (place.name if place else "")) + form.behind
                resolved = bodies.resolve(written)
                if resolved == Resolved() and not form.by_name:
                    lost.append((tier, written))
    assert lost == []


def test_no_two_departments_have_one_name_at_one_time() -> None:
    seen: dict[tuple[Tier, str], list[Department]] = {}
    for tier, department, name in every_name():
        seen.setdefault((tier, name), []).append(department)
    clashing = [
        (key, year)
        for key, bearing in seen.items()
        for year in (2010, 2015, 2022)
        if sum(each.exists_in(year, key[0]) for each in bearing) > 1
    ]
    assert clashing == []


@given(
    names=st.lists(
        st.text("市省县区苏州常熟环保局水利厅各委办、我中共 （）某", max_size=12), max_size=4
    ),
    code=st.sampled_from([None, "320500", "320106", "320000", NATION_CODE]),
    year=st.none() | st.integers(1990, 2040),
)
def test_any_names_are_looked_up_and_none_raises(
    names: list[str], code: str | None, year: int | None
) -> None:
    assert len(of(code, year, OFFICE).resolve_list(names)) == len(names)


@pytest.mark.parametrize("name", ["市局" * 500_000, "苏州市" * 300_000, "行分" * 500_000])
def test_long_names_take_no_time(name: str) -> None:
    bodies = of("320500")
    bodies.resolve("水利局")
    start = perf_counter()
    assert bodies.resolve(name) == Resolved()
    assert perf_counter() - start < 0.2


# In a plan

TEXT = (
    "无锡市2021年生态环境保护工作要点\n"
    "一、重点任务\n"
    "1.治理河道。（市生态环境局牵头，水利局、市城管局、各区县人民政府配合）\n"
    "2.整治扬尘。（市城管局牵头）\n"
)


def bodies_of(plan: Plan) -> list[tuple[str, str | None]]:
    return [(body.name, body.registered) for each in plan.responsibilities for body in each.bodies]


def test_a_plans_bodies_have_registered_names() -> None:
    assert bodies_of(parse(TEXT)) == [
        ("市生态环境局", "无锡市生态环境局"),
        ("水利局", "无锡市水利局"),
        ("市城管局", None),
        ("各区县人民政府", None),
        ("市城管局", None),
    ]


def test_a_name_that_could_be_several_bodies_is_found_once_where_it_first_stands() -> None:
    plan = parse(TEXT)
    (finding,) = (each for each in plan.findings if each.code == "ambiguous-body")
    assert finding.severity == "note"
    assert plan.text[finding.span.start : finding.span.end] == "市城管局"
    assert finding.span.start == TEXT.index("市城管局")
    assert "无锡市城市管理局" in finding.message


def renamed(plan: Plan, **values: Any) -> Plan:
    """The plan with other values in its first body."""
    first, *others = plan.responsibilities
    (body,) = first.bodies
    changed = evolve(first, bodies=(evolve(body, **values),))
    return evolve(plan, responsibilities=(changed, *others))


def test_the_registered_name_follows_a_changed_body() -> None:
    plan = parse(TEXT)
    text = write(renamed(plan, name="市财政局"))
    assert text == TEXT.replace("市生态环境局", "市财政局")
    assert bodies_of(parse(text))[0] == ("市财政局", "无锡市财政局")


def test_a_registered_name_cannot_be_written() -> None:
    from ecoplan import UnwritableChange

    with pytest.raises(UnwritableChange, match="bodies"):
        write(renamed(parse(TEXT), registered="无锡市环境局"))


def test_a_plan_from_nothing_needs_no_registered_names() -> None:
    plan = parse(TEXT)
    bare = tuple(
        evolve(each, bodies=tuple(Body(body.name) for body in each.bodies))
        for each in plan.responsibilities
    )
    assert all(isinstance(each, Responsibility) for each in bare)
    made = evolve(plan, text="", pieces=(), responsibilities=bare, findings=())
    assert "市生态环境局牵头" in write(made)
