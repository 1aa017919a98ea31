"""The words that a place's documents are read by: the genre's, and what its file adds."""

from collections.abc import Iterator
from functools import cache

from ecoplan.jurisdictions.doors import jurisdiction
from ecoplan.jurisdictions.place import NATION, Jurisdiction
from ecoplan.resolve.bodies import is_body
from ecoplan.source import fold
from ecoplan.vocabulary import Vocabulary, vocabulary

__all__ = ["wordbook"]


@cache
def wordbook(place: Jurisdiction) -> Vocabulary:
    """The vocabulary of a place; places that add the same words share one.

    Districts hold as places for what is measured in them. Of the bodies and districts that the
    file lists, most are recognised by the shape of their names; the others become words.
    """
    scopes = (("place.any", fold(district)) for district in place.districts)
    return vocabulary(frozenset((*place.additions, *scopes, *_without_shape(place))))


def _without_shape(place: Jurisdiction) -> Iterator[tuple[str, str]]:
    """The listed names that no reader would take for a body's, with the table they belong to."""
    nation = jurisdiction(NATION)
    genre = vocabulary()
    listed = {
        "body_ending.locality": set(place.districts) - set(nation.districts),
        "body_ending.office": _names(place) - _names(nation),
        "generic_body.any": set(place.generic_bodies) - set(nation.generic_bodies),
    }
    for meaning, names in listed.items():
        for name in sorted(map(fold, names)):
            if not is_body(genre, name):
                yield meaning, name


def _names(place: Jurisdiction) -> set[str]:
    return {name for body in place.bodies for name in (body.name, *body.aliases)}
