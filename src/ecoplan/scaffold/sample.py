"""What the national base sees in a sample document that belongs into its place's file."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from ecoplan.assemble import parse
from ecoplan.jurisdictions import NATION, jurisdiction
from ecoplan.model import Body, Plan, SectionRole
from ecoplan.places import place_of
from ecoplan.source import Source, fold
from ecoplan.vocabulary import vocabulary

__all__ = ["Seen", "SeenBody", "seen_in"]


@frozen
class SeenBody:
    """A body that the sample names, by what is probably its full name."""

    name: str
    aliases: tuple[str, ...]
    of: str | None
    line: int
    """Where it is named first."""


@frozen(kw_only=True)
class Seen:
    """What was seen; every part of it is a guess that a person has to look at."""

    title: tuple[str, int] | None = None
    """The document's own, and the line."""
    document_number: tuple[str, int] | None = None
    """What the number begins with, and the line."""
    bodies: tuple[SeenBody, ...] = ()
    """Bodies of the place, the most often named first."""
    districts: tuple[tuple[str, int], ...] = ()
    """Zones that GB/T 2260 does not number, and the line."""
    headings: tuple[tuple[SectionRole, str, int], ...] = field(default=())
    """Sections whose title has none of the genre's words: what each was read as, its title, the
    line."""


MOST_BODIES = 10
"""More are not proposed: the file is to stay small enough to be reviewed."""


def seen_in(text: str, name: str) -> Seen:
    """What a document of the place ``name`` shows of how its documents are written."""
    plan = parse(text, NATION)
    source = Source(text)
    return Seen(
        title=_stated(plan, source, "title", plan.metadata.title),
        document_number=_stated(plan, source, "document_number", _prefix(plan)),
        bodies=tuple(_bodies(plan, source, name))[:MOST_BODIES],
        districts=tuple(_districts(plan, source)),
        headings=tuple(_headings(plan, source)),
    )


def _line(source: Source, at: int) -> int:
    return source.position(at)[0]


def _stated(
    plan: Plan, source: Source, attribute: str, words: str | None
) -> tuple[str, int] | None:
    evidence = (each for each in plan.metadata.evidence if each.attribute == attribute)
    where = next(evidence, None)
    return (words, _line(source, where.span.start)) if words and where else None


def _prefix(plan: Plan) -> str | None:
    """What the document number begins with: 苏环."""
    found = re.match(r"[^\d\[(<]+", fold(plan.metadata.document_number or ""))
    return found[0].strip() if found else None


# Bodies


def _named(plan: Plan) -> Iterator[Body]:
    """The bodies that the document's marks and sentences name, each time."""
    for responsibility in plan.responsibilities:
        yield from responsibility.bodies


_GENERIC = re.compile("^(?:各|有关|相关|其他|所有|全)|部门$|单位$|[等(]")


def _bodies(plan: Plan, source: Source, place: str) -> Iterator[SeenBody]:
    kinds = vocabulary().meanings("body_ending")
    level = place[-1]
    office_of = next((name for name in plan.metadata.issuers if name.startswith(place)), None)
    signed = [
        SeenBody(
            each.quote,
            (level + each.quote.removeprefix(place),),
            None,
            _line(source, each.span.start),
        )
        for each in plan.metadata.evidence
        if each.attribute == "issuers" and each.quote.startswith(place) and each.quote != place
    ]
    yield from signed
    known = {name for each in signed for name in (each.name, *each.aliases)}
    for name, body in _most_often(plan):
        if name in known or _GENERIC.search(name) or _kind(name, kinds) != "office":
            continue
        line = _line(source, body.span.start)
        if name.startswith(place):
            yield SeenBody(name, (), None, line)
        elif name.startswith(level) and len(name) > 2:
            yield SeenBody(place + name[1:], (name,), None, line)
        elif _OFFICE.search(name) and office_of:
            yield SeenBody(name, (), office_of, line)


_OFFICE = re.compile("(?:科|处|室|支队|大队|总队|站|中心)$")
"""What offices of a bureau are called."""


def _most_often(plan: Plan) -> list[tuple[str, Body]]:
    first: dict[str, Body] = {}
    counted: Counter[str] = Counter()
    for body in _named(plan):
        first.setdefault(body.name, body)
        counted[body.name] += 1
    return [(name, first[name]) for name, _ in counted.most_common()]


def _kind(name: str, kinds: Mapping[str, str]) -> str | None:
    endings = (name[start:] for start in range(len(name)))
    return next((kinds[ending] for ending in endings if ending in kinds), None)


_ZONE = re.compile("(?:开发区|高新区|经开区|园区|度假区|新区|示范区|集聚区|农场|林场)$")


def _districts(plan: Plan, source: Source) -> Iterator[tuple[str, int]]:
    for name, body in _most_often(plan):
        zone = len(name) > 3 and _ZONE.search(name) and not _GENERIC.search(name)
        if zone and place_of(name) is None:
            yield name, _line(source, body.span.start)


# Headings


_LONGEST_HEADING = 8
"""A longer title says what is to be done, and no other document has it."""


def _headings(plan: Plan, source: Source) -> Iterator[tuple[SectionRole, str, int]]:
    words = [word for listed in jurisdiction(NATION).headings.values() for word in listed]
    for node in plan.outline:
        title = fold(node.title)
        of_its_own = not any(word in title for word in words)
        if node.role and of_its_own and 1 < len(title) <= _LONGEST_HEADING:
            yield node.role, node.title, _line(source, node.span.start)
