"""The full official names of the bodies that every government has, at a place and in a year."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from ecoplan.places import NATION_CODE, Place, places_above
from ecoplan.vocabulary.departments import Department, Form, Tier, departments

__all__ = ["full_names", "full_place_name", "is_usual_body", "tier_of"]


def full_names(
    forms: Sequence[Form], behind: str, place: Place, written: str, year: int | None
) -> Iterator[str]:
    """What a name is short for that can be any of the ``forms``: at ``place``, which the text
    writes as ``written``, with ``behind`` behind it.

    A full name goes before a short form that others share with it. The names are those of
    ``year``: an earlier one becomes that of what took the body over, a later one that of what it
    had been, where that is one. Without a year they are as written, or what is in force.
    """
    full = [form for form in forms if not form.short]
    literal = [form for form in full if form.behind == behind]
    for form in literal or full or _last(forms):
        tier = "named" if "{named}" in form.name else tier_of(place)
        for name in _in_year(form, tier, year):
            yield _placed(name, tier, place, written)


def is_usual_body(name: str, place: Place) -> bool:
    """Whether it is the full name of a body that every government of the place's tier has."""
    head = full_place_name(place)
    forms = departments().forms("", name.removeprefix(head), tier_of(place))
    return name.startswith(head) and not all(form.short for form in forms)


def _last(forms: Sequence[Form]) -> Sequence[Form]:
    """Without those of a department that another took over."""
    words = {form.department.words for form in forms}
    return [form for form in forms if words.isdisjoint({*form.department.now})] or forms


def _in_year(form: Form, tier: Tier, year: int | None) -> Iterable[str]:
    department = form.department
    if year is None or department.exists_in(year, tier):
        return (form.name,)
    if department.since is not None and year < department.since:
        were = _others(department, tier, year, departments().earlier)
        return (were[0].names(tier)[0],) if len(were) == 1 else (form.name,)
    return [each.names(tier)[0] for each in _others(department, tier, year, departments().later)]


def _others(
    department: Department,
    tier: Tier,
    year: int,
    next_to: Callable[[Department, Tier], tuple[Department, ...]],
) -> tuple[Department, ...]:
    """What a body was, or had become, in a year: step by step through its reforms."""
    return tuple(
        chain.from_iterable(
            (each,) if each.exists_in(year, tier) else _others(each, tier, year, next_to)
            for each in next_to(department, tier)
        )
    )


def _placed(name: str, tier: Tier, place: Place, written: str) -> str:
    if tier == "state":
        return name
    if "{" not in name:
        return full_place_name(place) + name
    return name.format(place=full_place_name(place), short=_short_name(place), named=written)


# Places


def tier_of(place: Place) -> Tier:
    """Whose bodies a place has."""
    if place.code == NATION_CODE:
        return "state"
    if not place.code.endswith("00"):
        return "county"
    if not place.code.endswith("0000"):
        return "city"
    return _OF_A_PROVINCE.get(place.name[-1], "province")


_OF_A_PROVINCE: dict[str, Tier] = {"市": "municipality", "区": "region"}


def full_place_name(place: Place) -> str:
    """The name as the place's bodies bear it: a district's behind its city's."""
    if tier_of(place) == "county" and place.name.endswith("区"):
        above = next(places_above(place.code, place.until), None)
        return (above.name if above else "") + place.name
    return place.name


def _short_name(place: Place) -> str:
    shortest = place.short_names[-1] if place.short_names else place.name
    return shortest[:-1] if tier_of(place) == "county" and len(shortest) > 2 else shortest
