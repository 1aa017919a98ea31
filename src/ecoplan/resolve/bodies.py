"""Bodies (机关, 单位) in running text and in lists, recognised by the shape of their names."""

import re
from functools import cache

from attrs import evolve, frozen

from ecoplan.model import Body, Span
from ecoplan.places import names
from ecoplan.vocabulary import HAN, Vocabulary, any_of
from ecoplan.vocabulary.forms import behind_none, form, pattern_of

__all__ = ["BodyReader", "body_reader", "is_body"]


@frozen(eq=False)
class BodyReader:
    """Finds the bodies that a vocabulary's shapes describe."""

    _name: re.Pattern[str]
    _kind: re.Pattern[str]
    """Ends a name that tells no body from another: 企业, 单位, 各区县."""
    _of_kind: re.Pattern[str]
    _duty: re.Pattern[str]
    _others: re.Pattern[str]
    _sums_up: re.Pattern[str]
    _never_first: frozenset[str]
    """What begins no name, cut to two characters: most clauses begin with a verb."""
    _action: re.Pattern[str]
    _whole: re.Pattern[str]
    _inseparable: re.Pattern[str]
    _joining: re.Pattern[str]
    _separator: re.Pattern[str]
    _and_others: re.Pattern[str]
    _close: re.Pattern[str]
    _note: re.Pattern[str]
    _some: re.Pattern[str]
    _anybody: tuple[str, ...]

    def run(
        self, folded: str, start: int, end: int, *, modified: bool = True
    ) -> tuple[tuple[Body, ...], int]:
        """The bodies that begin at ``start`` and are followed by something to do.

        ``modified`` allows a modifier before them (承担改造任务的企业). Returns them with the end
        of their words (a closing 等 included); none and ``start`` where no body stands there.
        """
        if not modified and folded[start : start + 2] in self._never_first:
            return (), start
        bodies: list[Body] = []
        at, stop, cut = start, start, False
        while at <= end and (name := self._next(folded, at, end, modified)):
            bodies.append(self._body(folded, *name.span()))
            stop = name.end()
            separator = self._joining.match(folded, stop, end)
            cut = separator is not None
            if separator is None:
                break
            at = separator.end()
        if not bodies or cut or self._sums_up.search(bodies[-1].name):  # 公安(、环保等部门)
            others, closed = self.among_others(folded, start, end)
            if others or not bodies:
                return others, closed
        if not (
            modified or self._stands_alone(bodies[0].name) or self._duty.match(folded, stop, end)
        ):
            return (), start
        closing = self._and_others.match(folded, stop, end)
        return tuple(bodies), closing.end() if closing else stop

    def behind_modifier(self, folded: str, start: int, end: int) -> int | None:
        """Where words that may modify a body end that begin at ``start``; null where none do."""
        modifier = _MODIFIER.match(folded, start, end)
        return modifier.end() if modifier else None

    def _stands_alone(self, name: str) -> bool:
        """False where what stands before 企业 or 单位 is of no known kind: 激励企业 has a verb."""
        kind = self._kind.search(name)
        return (
            "、" in name
            or kind is None
            or not kind.start()
            or self._of_kind.match(name) is not None
        )

    def _next(self, folded: str, start: int, end: int, modified: bool) -> "re.Match[str] | None":
        """The body that begins at ``start``, or behind a modifier that does."""
        name = self._name.match(folded, start, end)
        if name is None and modified and (modifier := _MODIFIER.match(folded, start, end)):
            return self._name.match(folded, modifier.end(), end)
        return name

    def among_others(self, folded: str, start: int, end: int) -> tuple[tuple[Body, ...], int]:
        """A list that its close says to be of bodies: 武汉、襄阳等城市, 公安、交通等部门.

        Returns them with the end of the close; none and ``start`` where no such list stands there.
        """
        match = self._others.match(folded, start, end)
        if match is None:
            return (), start
        if match["kind"] and not self._are_names(match["names"]):
            return (Body(match[0], Span(*match.span())),), match.end()
        return self.listed(folded, start, match.end("names")), match.end()

    def _are_names(self, listed: str) -> bool:
        """True for 甲州石化、乙州油田 (等企业), and not for kinds: 焦化、有色."""
        return all(
            len(name) >= _FEWEST_OF_AN_ENTERPRISE and not self._of_kind.match(name)
            for name in listed.split("、")
        )

    def acts(self, folded: str, start: int, end: int) -> "re.Match[str] | None":
        """The word that begins what a body does, where one stands at ``start``."""
        return self._action.match(folded, start, end)

    def listed(self, folded: str, start: int, end: int) -> tuple[Body, ...]:
        """The bodies of a closed list: a marker's, where all that stands is names."""
        text = _without_inner_separators(folded[start:end], self._inseparable)
        cuts = [m.span() for m in self._separator.finditer(text) if self._separates(text, m)]
        edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
        parts = zip(edges[::2], edges[1::2], strict=True)
        bodies = (self._body(folded, start + left, start + right) for left, right in parts)
        return tuple(b for b in bodies if b.name and not b.name.startswith(self._anybody))

    def _separates(self, text: str, cut: re.Match[str]) -> bool:
        """和 and 及 separate only full names: 各县市区委和人民政府 is one body."""
        if cut[0] in "、,; ":
            return True
        left = self._separator.split(text[: cut.start()])[-1]
        right = self._close.sub("", self._separator.split(text[cut.end() :])[0])
        return bool(self._whole.fullmatch(left) and self._whole.fullmatch(right))

    def _body(self, folded: str, start: int, end: int) -> Body:
        """The body in these characters: without modifiers, closing 等 and explaining brackets."""
        text = folded[start:end]
        head = len(text) - len(text.lstrip())
        head = max(head, text.rfind("的", 0, len(text) - 1) + 1)
        quantifier = self._some.match(text, head)
        head = quantifier.end() if quantifier else head
        tail = len(text.rstrip())
        closing = self._close.search(text[head:tail])
        if closing:
            tail = head + closing.start()
        name = self._note.sub("", text[head:tail])
        return Body(name, Span(start + head, start + tail))

    def as_written(self, body: Body, text: str, folded: str) -> Body:
        """The body in the text's own characters; its name was found in the folded ones."""
        kept: list[str] = []
        at, end = body.span.start, body.span.end
        for note in self._note.finditer(folded, at, end):
            kept.append(text[at : note.start()])
            at = note.end()
        return evolve(body, name="".join((*kept, text[at:end])))


_FEWEST_OF_AN_ENTERPRISE = 4
"""Characters of an enterprise's short name, with its place: 天津石化."""
_MODIFIER = re.compile(r"[^,;。:的\n]{2,40}的")
_BRACKETED = re.compile(r"[(<\[][^()<>\[\]]*[)>\]]")


def _without_inner_separators(text: str, inseparable: re.Pattern[str]) -> str:
    """``text`` with brackets and inseparable names blanked out: nothing in them separates."""
    for pattern in (inseparable, _BRACKETED):
        text = pattern.sub(lambda match: "某" * len(match[0]), text)
    return text


_FEWEST_OF_A_PLACE = 3
"""Characters of a name that is known by itself: 和县 is as often 和 and 县."""


def _odd_places(words: Vocabulary) -> list[str]:
    """The places whose names the shapes would cut or refuse, the longest first.

    和平区 holds a word that joins, 从化区 and 将乐县 verbs, 成都市 ends as what is no body. A name
    that begins with a verb of assignment (会同县) is left to the verb.
    """
    joins, verbs, opens, assigns = (
        words.pattern(table) for table in ("join", "no_name", "no_name_start", "role_before")
    )
    odd = re.compile(rf"(?!{assigns})(?:{opens}|.*(?:{joins}|{verbs}))")
    ends = words.words("no_body")
    found = (
        name
        for name in names()
        if len(name) >= _FEWEST_OF_A_PLACE
        and (odd.match(name) or (name.endswith(ends) and name not in ends))
    )
    return sorted(found, key=lambda name: (-len(name), name))


@frozen(eq=False)
class _Shape:
    """What the patterns for names are made of."""

    places: str
    """A place that the shapes would cut or refuse."""
    inseparable: str
    """A name, or a part of one, in which nothing separates."""
    piece: str
    """One character of a name, or an inseparable part."""
    whole: re.Pattern[str]
    """All of a name."""


@cache
def _shape(words: Vocabulary) -> _Shape:
    joined = "|".join(
        pattern_of(words, name)
        for name in ("kinds_of_place", "tiers_of_place", "leaders_of_several", "finance_of_several")
    )
    places = any_of(_odd_places(words))
    inseparable = rf"(?:{joined}|{places}|{words.pattern('and_name')})"
    letter = rf"(?:[^\W_]|(?<={HAN})-(?={HAN})|(?<=区)·(?={HAN}))"
    no_name = rf"{words.pattern('join')}|{words.pattern('no_name')}"
    piece = rf"(?:{inseparable}|(?!{no_name}){letter}(?:\([^()]{{1,8}}\))?)"
    ends = rf"{words.pattern('body_ending')}|{words.pattern('generic_body')}|某"
    return _Shape(places, inseparable, piece, re.compile(rf"{piece}{{0,24}}(?:{ends})"))


def is_body(words: Vocabulary, name: str) -> bool:
    """True where a name has the shape of a body's."""
    return _shape(words).whole.fullmatch(name) is not None


@cache
def body_reader(words: Vocabulary) -> BodyReader:
    """The reader for a vocabulary."""
    shape = _shape(words)
    no_start, no_name = words.pattern("no_name_start"), words.pattern("no_name")
    others = pattern_of(words, "bodies_and_others")
    return BodyReader(
        name=re.compile(_name(words)),
        kind=form(words, "body_of_kind"),
        of_kind=form(words, "of_body"),
        duty=words.matcher("duty"),
        others=re.compile(rf"(?!{no_start}|{no_name}){others}{_follows(words)}"),
        sums_up=form(words, "sums_up"),
        never_first=frozenset(
            word[:2]
            for table in ("no_name", "no_name_start")
            for word in words.words(table)
            if len(word) == 2
        )
        - {word[:2] for word in words.words("generic_body")},
        action=re.compile(f"{pattern_of(words, 'acts')}|{pattern_of(words, 'builds')}"),
        whole=shape.whole,
        inseparable=re.compile(rf"{pattern_of(words, 'place_and_its_heads')}|{shape.inseparable}"),
        joining=form(words, "body_join"),
        separator=form(words, "body_separator"),
        and_others=form(words, "and_others"),
        close=form(words, "body_close"),
        note=form(words, "body_note"),
        some=words.matcher("some"),
        anybody=words.words("anybody"),
    )


def _name(words: Vocabulary) -> str:
    """A regular expression for a name in running text."""
    shape = _shape(words)
    ending, generic, no_start, city, territory = (
        words.pattern(table)
        for table in ("body_ending", "generic_body", "no_name_start", "city", "territory_ending")
    )
    listed, joined, group, goes_on, of_kinds, leaders, finance, heads = (
        pattern_of(words, name)
        for name in (
            "listed_bodies", "joined_body", "leading_group", "body_goes_on", "kinds_of_place",
            "leaders_of_several", "finance_of_several", "place_and_its_heads",
        )
    )  # fmt: skip
    no_body = behind_none(words.words("no_body"))
    entire = "|".join(
        (of_kinds, leaders, finance, *map(re.escape, words.tables["and_name"]["whole"]))
    )
    last = rf"(?:{entire}|(?!{shape.inseparable})(?<!\d){ending}{no_body})(?:\([^()]{{1,12}}\))?"
    places = rf"(?:{territory}|{HAN}{{2,3}}{territory})?{shape.places}"
    endings = "|".join(map(re.escape, _long_endings(words)))
    known = rf"{entire}|{heads}|{places}|(?:{endings}){no_body}(?:\([^()]{{1,4}}\))?"
    ended = rf"{shape.piece}{{1,16}}?{last}"
    cities = (
        rf"(?=[^,;。:\n]{{0,40}}?{city})(?:(?!{words.pattern('no_name')})[^\W_]){{0,16}}?{city}"
    )
    behind = f"(?!{goes_on}){_follows(words)}"
    ahead = rf"(?=.{{1,80}}?{_closes(words)}{behind})"  # sooner tried than all that may be a name
    named = rf"{ahead}(?:{listed}|{known}|{group}|{joined}|{ended}|{cities}){behind}"
    separator = f"(?:、|{words.pattern('join')})"
    return rf"(?:(?={places})|(?!{no_start})){named}|{generic}(?={separator}|[^\W_]|$)"


def _closes(words: Vocabulary) -> str:
    """The characters that a name can end with, as a set of a regular expression."""
    tables = ("body_ending", "city", "kind_of_place", "kinds_govern", "territory_ending")
    names = (
        *(word for table in tables for word in words.words(table)),
        *words.tables["and_name"]["whole"],
        *_odd_places(words),
    )
    return f"[{re.escape(''.join(sorted({name[-1] for name in names})))})]"  # 市应急局(含分局)


def _follows(words: Vocabulary) -> str:
    """What stands behind a name in running text."""
    join, and_others, thing = (
        words.pattern(table) for table in ("join", "and_others", "act_or_thing")
    )
    acts, time = (pattern_of(words, name) for name in ("acts", "time_begins"))
    return rf"(?={and_others}|、|{join}|[,;。:)\"]|{acts}|{thing}|{time}|$)"


def _long_endings(words: Vocabulary) -> list[str]:
    """The endings that are names by themselves: of offices and places, not of persons."""
    meanings = words.meanings("body_ending")
    return [
        word for word in words.words("body_ending") if len(word) > 1 and meanings[word] != "person"
    ]
