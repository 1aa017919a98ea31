"""Strategies for texts: anything at all, and what officials write, in any order."""

from hypothesis import strategies as st

from ecoplan.jurisdictions import Jurisdiction
from ecoplan.jurisdictions.checks import words_of
from ecoplan.testing.fragments import fragments
from ecoplan.vocabulary import vocabulary

__all__ = ["genre_texts", "texts"]


_FRAGMENTS = [words for table in fragments("texts").values() for words in table]
_MARKS = [*"（）()《》〔〕“”，。；：、,;: 　\t－～%％/等的", "分别", "国发〔2013〕37号"]
_LINE_ENDS = ["\n", "\r\n", "\r", "\n\n", "\u2028", "\x85", "\v", "\x1c"]


def texts() -> st.SearchStrategy[str]:
    """Any text whatever."""
    return st.text(max_size=200)


def genre_texts(place: Jurisdiction) -> st.SearchStrategy[str]:
    """Texts made of the fragments that the documents of ``place`` are made of."""
    pieces = st.one_of(
        st.sampled_from(_FRAGMENTS),
        st.sampled_from(sorted(_words(place))),
        st.sampled_from(_MARKS),
        st.sampled_from(_LINE_ENDS),
        st.text(max_size=3),
    )
    return st.lists(pieces, max_size=60).map("".join)


def _words(place: Jurisdiction) -> set[str]:
    """Every word that the reader knows for the place."""
    tables = vocabulary().tables.values()
    genre = {word for table in tables for words in table.values() for word in words}
    return genre | {word for _, word in words_of(place)} | {place.name}
