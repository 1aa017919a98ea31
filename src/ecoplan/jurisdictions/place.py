"""What a place is to the reader: what its file may say, and what it takes from the place above."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from attrs import evolve, field, frozen

from ecoplan.model import SectionRole

__all__ = ["NATION", "Jurisdiction", "RegisteredBody", "over"]

NATION = "china"
"""Id of the place that every other one lies within."""


@frozen(kw_only=True)
class RegisteredBody:
    """A body (机关, 单位) that documents of the place name."""

    name: str
    """Full official name: 某市生态环境局."""
    aliases: tuple[str, ...] = ()
    """Other names and short names that mean it: 市生态环境局."""
    of: str | None = None
    """Name of the body it is an office of; null where it stands alone."""
    since: int | None = None
    """First year it bore the name; null where it is not known."""
    until: int | None = None
    """Last year it bore the name; null where it still does."""


@frozen(kw_only=True, cache_hash=True)
class Jurisdiction:
    """How the documents of one place are written, and what names the place.

    What names a place (id, code, name, short names, document numbers, references) is its own.
    Everything else is what it adds to the place above: its own words come first.
    """

    id: str
    """Lower-case letters, digits and hyphens; the same as the file's name."""
    code: str | None = None
    """GB/T 2260 code, six digits; null for a zone that has none. The nation, which GB/T 2260
    does not number, is 100000."""
    name: str
    """Full name: 某市."""
    short_names: tuple[str, ...] = ()
    """Other names that mean the place: 某."""
    within: str | None = None
    """Id of the place above; null for the nation alone."""
    document_numbers: tuple[str, ...] = ()
    """What its bodies' document numbers (发文字号) begin with: 国办发."""
    references: tuple[str, ...] = ()
    """Documents that the file was checked with."""
    headings: Mapping[SectionRole, tuple[str, ...]] = field(factory=dict, hash=False)
    """Words in a section's title that say what the section is for."""
    furniture: tuple[str, ...] = ()
    """Phrases of the web page around the document, which are no part of it."""
    bodies: tuple[RegisteredBody, ...] = ()
    """Bodies with their aliases."""
    body_endings: tuple[str, ...] = ()
    """What names of bodies end in: 局, 委员会."""
    generic_bodies: tuple[str, ...] = ()
    """Words that stand for bodies without naming one: 有关部门, 各区县市."""
    names: tuple[str, ...] = ()
    """Names and slogans that contain numbers which count nothing: 三线一单."""
    words: Mapping[str, tuple[str, ...]] = field(factory=dict, hash=False)
    """Words it adds to gaps in the clause grammar, by ``table.meaning`` of the vocabulary."""

    @property
    def additions(self) -> tuple[tuple[str, str], ...]:
        """Every added word, as a pair of its ``table.meaning`` and the word."""
        return tuple((meaning, word) for meaning, added in self.words.items() for word in added)

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


# Inheritance


def over(place: Jurisdiction, above: Jurisdiction) -> Jurisdiction:
    """``place`` with what it takes from the place ``above``: its own words come first."""
    return evolve(
        place,
        headings=_merged(place.headings, above.headings),
        furniture=_joined(place.furniture, above.furniture),
        bodies=place.bodies + above.bodies,
        body_endings=_joined(place.body_endings, above.body_endings),
        generic_bodies=_joined(place.generic_bodies, above.generic_bodies),
        names=_joined(place.names, above.names),
        words=_merged(place.words, above.words),
    )


_Key = TypeVar("_Key", bound=str)


def _joined(own: Iterable[str], inherited: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*own, *inherited]))


def _merged(
    own: Mapping[_Key, tuple[str, ...]], inherited: Mapping[_Key, tuple[str, ...]]
) -> dict[_Key, tuple[str, ...]]:
    return {key: _joined(own.get(key, ()), inherited.get(key, ())) for key in {**inherited, **own}}
