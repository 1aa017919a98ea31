"""What is wrong with a place's file beyond its types, each with a code, a line and a remedy.

==============  ===============================================================================
not-toml        the file is no TOML: mend the line that is named
not-utf-8       the file is in another encoding: save it as UTF-8
unreadable      the file is not there, or may not be read: give another path
unknown-key     a key that such a file does not have: write the one that is meant
missing-key     a key that it has to have: add it
wrong-type      a value of another type, as a number in quotes: write the one that is named
bad-id          no id: write lower-case letters, digits and hyphens
bad-code        no code of GB/T 2260, another place's, or one outside the place above: write the
                place's own, or none
bad-day         no day of every year: write month and day, as 05-01
bad-years       since is after until: mend one
bad-pattern     a bracket that is never closed, and words are no patterns: write the whole word
pattern         a regular expression, and words are no patterns: list the words one by one
bad-word        a word that no document can hold, with a stop or a line's end in it: leave that out
unknown-words   a key of ``words`` that the vocabulary does not have: write one that it has
clashing-word   one word with two meanings, or two seasons of one name: take it from one
clashing-alias  one name for two bodies of one time: take it from one, or give both their years
unknown-body    ``of`` names no body of the place, of one above, or that every government has: list
                that body too
missing-parent  ``within`` names no place: put its file beside this one, or name a known place
circle          the places lie within each other: break the circle
duplicate-id    the id is another file's: choose another
code-in-data    ``hooks`` in a file that no package installed: take it away
==============  ===============================================================================
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from itertools import combinations

from attrs import frozen

from ecoplan.jurisdictions.place import NATION, Jurisdiction, RegisteredBody
from ecoplan.key_lines import KeyPath
from ecoplan.messages import Message
from ecoplan.places import NATION_CODE, known_codes, lies_within, place_at, place_of
from ecoplan.resolve.official_names import is_usual_body
from ecoplan.source import fold
from ecoplan.vocabulary import HAN, national_tables

__all__ = ["Flaw", "flaws", "flaws_within", "words_of"]


@frozen
class Flaw:
    """One thing that is wrong in a place's file."""

    code: str
    where: KeyPath
    fault: str
    """What is wrong and what to do, in one line."""


def flaws(place: Jurisdiction) -> Iterator[Flaw]:
    """What is wrong with what a file says, before anything is inherited."""
    for check in _CHECKS:
        yield from check(place)


def flaws_within(place: Jurisdiction, above: Jurisdiction) -> Iterator[Flaw]:
    """What is wrong with a file, seen from the place above it with all that this inherits."""
    if place.code and above.code and not lies_within(place.code, above.code):
        yield Flaw(
            "bad-code",
            ("code",),
            Message(
                "{code} lies outside {other}, the code of '{above}'; mend the code or within",
                code=place.code,
                other=above.code,
                above=above.id,
            ),
        )
    bodies = {body.name for body in (*place.bodies, *above.bodies)}
    for index, body in enumerate(place.bodies):
        if body.of is not None and body.of not in bodies and not _is_usual(body.of, place):
            near = _nearest(body.of, bodies)
            fault = Message(
                "no body is named '{name}'; {remedy}", name=body.of,
                remedy=_write(near) if near else Message("list it too, by its name"),
            )  # fmt: skip
            yield Flaw("unknown-body", ("bodies", index, "of"), fault)


def _is_usual(name: str, place: Jurisdiction) -> bool:
    """Whether every government of the place's tier has a body of that name."""
    numbered = place_at(place.code) if place.code else None
    return numbered is not None and is_usual_body(name, numbered)


def _nearest(word: str, known: "Iterator[str] | set[str] | list[str]") -> str | None:
    return next(iter(get_close_matches(word, list(known), n=1)), None)


def _write(word: str) -> Message:
    return Message("write '{word}'", word=word)


# Who it is


def _id(place: Jurisdiction) -> Iterator[Flaw]:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", place.id):
        fault = Message("'{id}' is no id; use lower-case letters, digits and hyphens", id=place.id)
        yield Flaw("bad-id", ("id",), fault)
    if place.within is None and place.id != NATION:
        fault = Message(
            "'{id}' lies within no place; add: within = \"{nation}\"", id=place.id, nation=NATION
        )
        yield Flaw("missing-parent", ("id",), fault)


def _code(place: Jurisdiction) -> Iterator[Flaw]:
    code = place.code
    if code is None or code == NATION_CODE:
        return
    fault = None
    if not re.fullmatch(r"[1-9]\d{5}", code):
        fault = Message("'{code}' is no GB/T 2260 code; write six digits", code=code)
    elif (numbered := place_at(code)) is None:
        fault = Message("GB/T 2260 has no code {code}", code=code)
    elif place.name != numbered.name and place_of(place.name, code) != numbered:
        fault = Message(
            "{code} is {numbered}, not {name}", code=code, numbered=numbered.name, name=place.name
        )
    if fault:
        remedy = _remedy_for_code(place.name, code)
        yield Flaw("bad-code", ("code",), Message("{fault}; {remedy}", fault=fault, remedy=remedy))


def _remedy_for_code(name: str, code: str) -> Message:
    if likely := place_of(name) or place_at(_nearest(code, known_codes()) or ""):
        return Message(
            "{name} is {code}, and a zone that has none leaves it out",
            name=likely.name,
            code=likely.code,
        )
    return Message("leave it out")


# Bodies and seasons


def _bodies(place: Jurisdiction) -> Iterator[Flaw]:
    for index, body in enumerate(place.bodies):
        if body.since is not None and body.until is not None and body.since > body.until:
            fault = Message(
                "{since} is after until {until}; mend one", since=body.since, until=body.until
            )
            yield Flaw("bad-years", ("bodies", index, "since"), fault)
    for (_, one), (index, other) in combinations(enumerate(place.bodies), 2):
        shared = {one.name, *one.aliases} & {other.name, *other.aliases}
        if shared and one.of == other.of and _at_one_time(one, other):
            fault = Message(
                "'{word}' names {other} too; take it from one of them, "
                "or give both the years in which they bore it (since, until)",
                word=min(shared),
                other=one.name,
            )
            yield Flaw("clashing-alias", ("bodies", index), fault)


def _at_one_time(one: RegisteredBody, other: RegisteredBody) -> bool:
    """Whether two bodies bore their names in one year, that of a renaming aside."""
    begins = max(one.since or 0, other.since or 0)
    return begins < min(one.until or 9999, other.until or 9999)


def _seasons(place: Jurisdiction) -> Iterator[Flaw]:
    seen: set[str] = set()
    for index, season in enumerate(place.seasons):
        for key, day in (("begins", season.begins), ("ends", season.ends)):
            if day is not None and not _is_day(day):
                fault = Message(
                    "'{day}' is no day of every year; write month and day, as 05-01", day=day
                )
                yield Flaw("bad-day", ("seasons", index, key), fault)
        for number, name in enumerate(season.names):
            if fold(name) in seen:
                fault = Message(
                    "'{name}' is the name of another season too; take one away", name=name
                )
                yield Flaw("clashing-word", ("seasons", index, "names", number), fault)
            seen.add(fold(name))


def _is_day(day: str) -> bool:
    try:
        dt.date.fromisoformat(f"2001-{day}")
    except ValueError:
        return False
    return True


# Words


def words_of(place: Jurisdiction) -> Iterator[tuple[KeyPath, str]]:
    """Every word of the file that documents may hold, with the keys that lead to it."""
    for key in _WORDS:
        for index, word in enumerate(getattr(place, key)):
            yield (key, index), word
    for number, body in enumerate(place.bodies):
        yield ("bodies", number, "name"), body.name
        for index, alias in enumerate(body.aliases):
            yield ("bodies", number, "aliases", index), alias
    for number, season in enumerate(place.seasons):
        for index, name in enumerate(season.names):
            yield ("seasons", number, "names", index), name
    for table in ("headings", "words"):
        for meaning, listed in getattr(place, table).items():
            for index, word in enumerate(listed):
                yield (table, meaning, index), word


_WORDS = (
    "short_names", "document_numbers", "furniture", "body_endings", "generic_bodies",
    "districts", "names",
)  # fmt: skip


_PATTERN = re.compile(
    r"\.[*+]|\\.|\(\?|\[\^|[)\]][*+?{]|^\^|\$$"
    rf"|{HAN}\{{\d|{HAN}\|{HAN}|{HAN}[*]"
)
"""What no official writes and every regular expression has."""
_BRACKETS = {"(": ")", "[": "]", "<": ">", "{": "}"}
_STOPS = re.compile(r"[\n,;。:《》]")


def _plain_words(place: Jurisdiction) -> Iterator[Flaw]:
    for where, word in words_of(place):
        of_page = where[0] == "furniture"  # pages set their words apart with | and half brackets
        if _PATTERN.search(word.replace("|", "") if of_page else word):
            fault = Message(
                "{word!r} is a pattern, and every character of a word means itself, so that "
                "no file can make reading slow; list the words one by one",
                word=word,
            )
            yield Flaw("pattern", where, fault)
        elif not _is_balanced(fold(word)) and not of_page:
            fault = Message(
                "{word!r} has a bracket without its other half; write the whole word", word=word
            )
            yield Flaw("bad-pattern", where, fault)
        elif (where[0] == "words" and _STOPS.search(fold(word))) or not word.isprintable():
            fault = Message(
                "{word!r} holds a stop, a colon or a line's end; leave that out", word=word
            )
            yield Flaw("bad-word", where, fault)
        elif word != word.strip():
            fault = Message("{word!r} begins or ends with a space; leave that out", word=word)
            yield Flaw("bad-word", where, fault)


def _is_balanced(word: str) -> bool:
    open_brackets: list[str] = []
    for character in word:
        if character in _BRACKETS:
            open_brackets.append(_BRACKETS[character])
        elif character in _BRACKETS.values() and (
            not open_brackets or open_brackets.pop() != character
        ):
            return False
    return not open_brackets


def _keys_of_words(place: Jurisdiction) -> Iterator[Flaw]:
    tables = national_tables() if place.words else {}
    known = [f"{table}.{meaning}" for table, meanings in tables.items() for meaning in meanings]
    for key in place.words:
        if key not in known:
            near = _nearest(key, known)
            fault = Message(
                "the vocabulary has no words for '{key}'; {remedy}", key=key,
                remedy=_write(near)
                if near
                else Message("the file's schema lists those there are"),
            )  # fmt: skip
            yield Flaw("unknown-words", ("words", key), fault)


def _meanings(place: Jurisdiction) -> Iterator[Flaw]:
    """Words with two meanings in one table, the nation's words among them."""
    given: dict[tuple[str, str], str] = {}
    for key, words in place.words.items():
        table, _, meaning = key.partition(".")
        listed = national_tables().get(table, {})
        given |= {(table, word): other for other, all in listed.items() for word in all}
        for index, word in enumerate(words):
            other = given.setdefault((table, fold(word)), meaning)
            if other != meaning:
                fault = Message(
                    "'{word}' means {meaning} already; take it from one of them",
                    word=word,
                    meaning=f"{table}.{other}",
                )
                yield Flaw("clashing-word", ("words", key, index), fault)


def _roles(place: Jurisdiction) -> Iterator[Flaw]:
    roles: dict[str, str] = {}
    for role, words in place.headings.items():
        for index, word in enumerate(words):
            if roles.setdefault(fold(word), role) != role:
                fault = Message(
                    "'{word}' is a heading of {role} too; take it from one",
                    word=word,
                    role=roles[fold(word)],
                )
                yield Flaw("clashing-word", ("headings", role, index), fault)


_CHECKS: tuple[Callable[[Jurisdiction], Iterator[Flaw]], ...] = (
    _id,
    _code,
    _bodies,
    _seasons,
    _plain_words,
    _keys_of_words,
    _meanings,
    _roles,
)
