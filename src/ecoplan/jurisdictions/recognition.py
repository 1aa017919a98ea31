"""Which place a text is for: what its beginning and its end name."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from attrs import frozen

from ecoplan.jurisdictions.doors import jurisdiction, known
from ecoplan.jurisdictions.place import NATION, Jurisdiction
from ecoplan.letterhead import Letterhead, Stated, read_letterhead
from ecoplan.model import Span
from ecoplan.places import NATION_CODE, find_first, lies_within, places_in
from ecoplan.source import Source
from ecoplan.vocabulary.departments import departments

__all__ = ["Recognised", "Territory", "recognise", "recognised", "territory"]


@frozen
class Territory:
    """The place that a document is for, and the words that name it."""

    code: str
    """GB/T 2260, six digits; 100000 for the nation."""
    span: Span


@frozen
class Recognised:
    """The place that a text is for, and the letterhead that says so."""

    place: Jurisdiction
    letterhead: Letterhead
    """As the nation's words read it, without regard to attachments."""


def recognise(text: Source | str, also: Iterable[Jurisdiction] = ()) -> Jurisdiction:
    """The jurisdiction that the letter-head, the document number, the title and the signature
    name: the most specific of those that fit, and the nation where none does.

    A place that only the body mentions is none: just the beginning and the end are read. ``also``
    are places to tell apart beside `known`, which they stand before.
    """
    return recognised(text if isinstance(text, Source) else Source(text), also).place


def recognised(source: Source, also: Iterable[Jurisdiction] = ()) -> Recognised:
    """What `recognise` gives, with the letterhead that it has read."""
    nation = jurisdiction(NATION)
    letterhead = read_letterhead(
        source, body_endings=nation.body_endings, furniture=nation.furniture
    )
    found = territory(source, letterhead, NATION_CODE)
    places = _Places({place.id: place for place in (*known(), *also)})
    fitting = (
        place
        for place in places.by_id.values()
        if _covers(place, found)
        or (_is_named(place, letterhead) and (found is None or places.lies_in(place, found.code)))
    )
    return Recognised(max(fitting, key=places.depth, default=nation), letterhead)


@frozen
class _Places:
    by_id: Mapping[str, Jurisdiction]

    def depth(self, place: Jurisdiction) -> int:
        """How many places lie above it."""
        return 0 if place.within is None else 1 + self.depth(self._above(place.within))

    def lies_in(self, place: Jurisdiction, code: str) -> bool:
        """Whether it lies in the place of a code. A zone without one lies where that above does."""
        while place.code is None and place.within is not None:
            place = self._above(place.within)
        return place.code is not None and lies_within(place.code, code)

    def _above(self, id: str) -> Jurisdiction:
        return self.by_id.get(id) or jurisdiction(NATION)


def territory(source: Source, letterhead: Letterhead, within: str) -> Territory | None:
    """The place that the issuers, the title, the letter-head or the page's own line names.

    Null where none of them names one that lies within the place of the code ``within``. A title
    that names a part of the issuer's place is for that part. Where they name none and say just
    the level (全省, 市生态环境局), it is the place of that level that the text names by far the
    most often. Names and codes are those of the year in which it was written.
    """
    titles = [stated for stated in (letterhead.title, letterhead.notice) if stated]
    others = [stated for stated in (letterhead.heading, letterhead.publisher) if stated]
    year = letterhead.year
    named = (_named(stated, within, year) for stated in (*letterhead.issuers, *titles, *others))
    found = next((place for place in named if place is not None), None)
    if found is None:
        return _named_most(source, (*letterhead.issuers, *titles), within, year)
    for title in titles:
        part = find_first(title.words, found.code, year)
        if part and part.code != found.code:
            return Territory(part.code, title.span)
    return found


_LEVEL = re.compile("^[省市县区州]|[全我本][省市县区州]")
_OF_LEVEL = {
    "省": re.compile(r"\d\d0000.*"),
    "市": re.compile(r"\d{4}00.*市"),
    "州": re.compile(r"\d{4}00.*州"),
    "县": re.compile(r"\d{6}.*[县旗]"),
    "区": re.compile(r"\d{6}.*区"),
}
"""What the places of a level are like: code and name."""
_WINDOW = 5000
"""Characters from the beginning in which a place is looked for by how often it is named."""


def _named_most(
    source: Source, stated: Iterable[Stated], within: str, year: int | None
) -> Territory | None:
    level = next((found[0][-1] for each in stated if (found := _LEVEL.search(each.words))), None)
    if level is None:
        return None
    counted: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for mention in places_in(source.folded[:_WINDOW], year):
        for place in mention.places:
            fits = _OF_LEVEL[level].fullmatch(place.code + place.name)
            if fits and lies_within(place.code, within):
                counted[place.code] += 1
                first.setdefault(place.code, Span(mention.start, mention.end))
    ((code, times), (_, next_times)) = [*counted.most_common(2), ("", 0), ("", 0)][:2]
    return Territory(code, first[code]) if times > 1 and times > 2 * next_times else None


def _named(stated: Stated, within: str, year: int | None) -> Territory | None:
    if place := find_first(stated.words, within, year):
        return Territory(place.code, stated.span)
    return (
        Territory(NATION_CODE, stated.span)
        if within == NATION_CODE and _is_national(stated)
        else None
    )


def _is_national(stated: Stated) -> bool:
    nation = jurisdiction(NATION)
    return stated.words.startswith(departments().of_the_nation) or any(
        name in stated.words for name in (nation.name, *nation.short_names)
    )


def _covers(place: Jurisdiction, found: Territory | None) -> bool:
    return found is not None and place.code is not None and lies_within(found.code, place.code)


def _is_named(place: Jurisdiction, letterhead: Letterhead) -> bool:
    number = letterhead.document_number
    if number and place.document_numbers and number.words.startswith(place.document_numbers):
        return True
    names = (place.name, *place.short_names, *place.districts)
    said = (letterhead.title, letterhead.notice, letterhead.heading, *letterhead.issuers)
    return place.id != NATION and any(
        name in words.words for words in said if words for name in names
    )
