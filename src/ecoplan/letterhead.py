"""What a document says of itself at its beginning and its end: title, issuers, number, dates.

Only windows of bounded length are read, so that the time does not depend on the document.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from ecoplan.layout import DAY, NUMBER, Joined, Line, LineKind, as_joined, day_of, lines_of
from ecoplan.model import Span
from ecoplan.places import places_in
from ecoplan.source import Source
from ecoplan.vocabulary import HAN
from ecoplan.vocabulary.documents import wording

__all__ = ["Dated", "Letterhead", "Stated", "read_letterhead"]

HEAD = 3000
"""Characters from the beginning that are looked at."""
TAIL = 1500
"""Characters before the end that are looked at."""


@frozen
class Stated:
    """Words that state something, and where."""

    words: str
    """As the text has them, on one line, without the spaces of the layout."""
    span: Span


@frozen
class Dated:
    """A day that is stated, and where."""

    day: dt.date
    span: Span


@frozen(kw_only=True)
class Letterhead:
    """What the front and the end of a document state."""

    title: Stated | None = None
    """The plan's own; null where there is none."""
    notice: Stated | None = None
    """Title of the notice (通知) that carries the plan; null where none does."""
    heading: Stated | None = None
    """Issuer on the letter-head (红头, …文件); null where there is none."""
    issuers: tuple[Stated, ...] = ()
    """As signed; where unsigned as the page names them; else as the title does."""
    document_number: Stated | None = None
    issued: Dated | None = None
    printed: Dated | None = None
    """印发日期, the day in the imprint at the end; null where there is none."""
    published: Dated | None = None
    publisher: Stated | None = None
    """Who runs the page; null where it does not say."""

    @property
    def year(self) -> int | None:
        """The year it was written in, as far as it shows: by the signature, else the number, the
        title, the page; null where none of them names one."""
        if self.issued is not None:
            return self.issued.day.year
        for stated in (self.document_number, self.notice, self.title):
            if stated is not None and (found := _YEAR.search(stated.words)):
                return int(found[0])
        return self.published.day.year if self.published is not None else None


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


# Titles

_KEPT_REMARK = re.compile(
    r"\((?:试行|暂行|草案|征求意见稿|送审稿|报批稿|公开稿|公示稿|修订.{0,2}|摘要|节选|简本|全文|文本"
    r"|\d{4}年?(?:版|修订)?|\d{4}年?[-~至]{1,2}\d{4}年?)\)"
)
_CARRIES = re.compile(r"(?:印发|发布|转发|下达|公布)(?P<plan>.{4,})的(?:通知|通告|公告)$")
_CARRIES_SEVERAL = re.compile("》[、和及]?《")
_BEFORE_SUBJECT = re.compile(
    r"(.{2,80}?)(?:等[\d一二三四五六七八九十]+个?(?:部门|单位))?(?:关于|印发|转发|发布|(?:19|20)\d\d年)"
)
_LAST_NUMBER = re.compile(rf"\(({NUMBER})\)$")
_FEWEST_OF_A_WRAPPED_LINE = 5
_FEWEST_OF_A_TITLE = 7
_MOST_LINES = 6


def _goes_on(after: Line) -> bool:
    """Whether a line can only be the end of the title above it."""
    words = _REMARK_BEFORE.sub("", after.words)  # (2018-2020年)的通知
    return words.startswith(("的", "》")) or words in wording().names_of_types


_REMARK_BEFORE = re.compile(r"^\([^()]*\)(?=的)")


def _is_complete(title: str, after: Line) -> bool:
    """Whether a title may end here, before the line ``after``."""
    title = _LAST_NUMBER.sub("", title)
    while remark := _last_remark(title):
        title = title[: -len(remark)]
    if len(title) < _FEWEST_OF_A_TITLE or title.count("《") != title.count("》"):
        return False
    title = title.rstrip('》>"')
    if title.endswith(wording().title_endings):
        return True
    return after.kind != "short" and title.endswith(wording().loose_title_endings)


def _last_remark(title: str) -> str:
    opening = title.rfind("(")
    remark = title[opening:] if opening > 0 and title.endswith(")") else ""
    return remark if _KEPT_REMARK.fullmatch(remark) else ""


def _titles(lines: Sequence[Line], furniture: tuple[str, ...]) -> Iterator[Joined]:
    """The titles among ``lines``: each wrapped over as many lines as it takes to be complete."""
    block: list[Line] = []
    for line, after in pairwise([*lines, Line(0, 0, "", "blank")]):
        if line.kind != "short" or line.words.startswith(furniture):
            block = block if line.kind == "blank" and _is_open(block) else []
            continue
        block = [*block[1 - _MOST_LINES :], line]
        if _goes_on(after) or not _is_complete(_unspaced(block), after):
            continue
        if _KEPT_REMARK.fullmatch(after.words):
            block.append(after)
        title = Joined.of(_without_navigation(block))
        number = _LAST_NUMBER.search(title.words)
        yield title.part(0, number.start()) if number else title
        block = []


def _unspaced(block: list[Line]) -> str:
    return "".join(line.words for line in block).replace(" ", "")


def _is_open(block: list[Line]) -> bool:
    words = _unspaced(block)
    return words.count("《") > words.count("》") or words.endswith(("的", "关于"))


def _without_navigation(block: list[Line]) -> list[Line]:
    """A page's short words above a title are no line of it; the name of a place is."""
    while len(block) > 1 and len(block[0].words) < _FEWEST_OF_A_WRAPPED_LINE:
        if block[0].words.endswith(tuple("省市州区县旗盟")):
            break
        block = block[1:]
    return block


# Bodies

_BESIDE = re.compile("[、 ]+")
_NEXT_BODY = re.compile("(?<=[央委局厅府院部办室会])(?=国务院|[省市县区州](?!场|容))")
_LAST_OF_A_BODY = frozenset("央委局厅府院部办室会")
_NAME = re.compile(rf'(?:{HAN}|"{HAN}{{2,8}}"|\({HAN}{{2,8}}\)){{3,40}}')


def _bodies(joined: Joined, endings: tuple[str, ...]) -> tuple[Joined, ...]:
    """The bodies that the words name, one beside the other; none where they name anything else."""
    words = joined.words
    found = []
    for start, end in pairwise(sorted({0, len(words), *_seams(words)})):
        name = joined.part(start, end).stripped()
        if name.words and not _is_body(name.words, endings):
            return ()
        found.append(name)
    return tuple(name for name in found if name.words)


def _seams(words: str) -> Iterator[int]:
    """Where one body's name ends and the next begins, with a mark between them or without."""
    for mark in _BESIDE.finditer(words):
        yield mark.start()
    for seam in _NEXT_BODY.finditer(words):
        yield seam.start()
    for place in places_in(words):
        if words[place.start - 1 : place.start] in _LAST_OF_A_BODY:
            yield place.start


def _is_body(name: str, endings: tuple[str, ...]) -> bool:
    return (
        _NAME.fullmatch(name) is not None
        and name.endswith(endings)
        and name not in endings
        and not name.endswith(wording().office_endings)
    )


def _bodies_of(line: Line, endings: tuple[str, ...]) -> tuple[Joined, ...]:
    """The bodies of a line, which may set their names in spaced letters."""
    spaced = as_joined(line)
    return _bodies(spaced, endings) or _bodies(Joined.of([line]), endings)


# Signatures

_IMPRINT = re.compile(rf"{DAY.pattern} ?印发")
_Signature = tuple[tuple[Joined, ...], Dated]


def _signature(
    lines: Sequence[Line], endings: tuple[str, ...], *, begun: bool
) -> _Signature | None:
    """The bodies that sign and the day they sign on; null where the lines hold no signature.

    A day that nobody stands above signs only a text that has ``begun``: else it is the page's.
    """
    above: LineKind = "blank"
    for index, line in enumerate(map(_without_brackets, lines)):
        # 2024-05-29 is how a page writes, not who signs
        if line.words.endswith("日") and (found := _SIGNED_ON.search(line.words)):
            before = line.words[: found.start()].strip()
            if before:
                signers = _bodies_of(evolve(line, words=before), endings)
            else:
                signers = _signers_above(lines[:index], endings)
            if (day := day_of(found)) and (signers or (begun and not before and above == "prose")):
                start = line.start + found.start()
                return signers, Dated(day, Span(start, line.start + found.end()))
        begun = begun or line.kind in ("prose", "addressees")
        above = above if line.kind == "blank" else line.kind
    return None


_SIGNED_ON = re.compile(rf"{DAY.pattern}$")


def _without_brackets(line: Line) -> Line:
    """A line without the brackets around the whole of it: (青山市人民政府 2022年6月20日)."""
    if line.words.startswith("(") and line.words.endswith("日)"):
        return evolve(line, start=line.start + 1, words=line.words[1:-1])
    return line


def _signers_above(lines: Sequence[Line], endings: tuple[str, ...]) -> tuple[Joined, ...]:
    signers: tuple[Joined, ...] = ()
    for line in reversed(lines):
        if line.kind in ("blank", "remark"):
            continue
        bodies = _bodies_of(line, endings) if line.kind == "short" else ()
        if not bodies:
            break
        signers = bodies + signers
    return signers


# The page


def _labelled(folded: str, start: int, end: int) -> dict[str, Joined]:
    """What stands behind the page's labels, by meaning; of two of one meaning, the first."""
    found = list(wording().labels.finditer(folded, start, end))
    values: dict[str, Joined] = {}
    limits = [*(label.start() for label in found[1:]), end]
    for label, following in zip(found, limits, strict=False):
        meaning = wording().label_meanings[label[label.lastindex or 0].replace(" ", "")]
        limit = _VALUE_END.search(folded, label.end() + 1, following)
        last = limit.start() if limit else following
        value = Joined(folded[label.end() : last], range(label.end(), last)).stripped()
        if value.words and meaning not in values:
            values[meaning] = value
    return values


_VALUE_END = re.compile(r"\n|  |[|>]")


def _published(front: Sequence[Line], labels: Mapping[str, Joined]) -> Dated | None:
    """The day the page carries: behind its label, or at the beginning of a line before the text."""
    if value := labels.get("published"):
        return _dated(value)
    for line in front:
        if line.kind in ("prose", "addressees"):
            break
        if DAY.match(line.words):
            return _dated(as_joined(line))
    return None


def _dated(joined: Joined | None) -> Dated | None:
    found = DAY.search(joined.words) if joined else None
    day = day_of(found) if found else None
    return Dated(day, joined.span(*found.span())) if joined and found and day else None


# The whole


def read_letterhead(
    source: Source,
    *,
    body_endings: Sequence[str],
    furniture: Sequence[str] = (),
    body_end: int | None = None,
) -> Letterhead:
    """What ``source`` says of itself before its first heading and at its end.

    ``body_endings`` is what names of bodies end in, ``furniture`` what a page's own lines begin
    with, ``body_end`` the offset where the attachments begin.
    """
    return _Reader(source, tuple(body_endings), tuple(furniture)).letterhead(body_end)


@frozen
class _Reader:
    source: Source
    endings: tuple[str, ...]
    furniture: tuple[str, ...]

    def letterhead(self, body_end: int | None) -> Letterhead:
        folded = self.source.folded
        head = list(lines_of(folded, 0, HEAD))
        front = head[: next((i for i, line in enumerate(head) if line.kind == "heading"), None)]
        front_end = front[-1].end if front else 0
        labels = _labelled(folded, 0, front_end)
        title, notice = self._plan_and_notice(head, front_end, labels.get("title"))
        page = _labelled(folded, max(front_end, len(folded) - TAIL), len(folded))
        signers, signed = self._signed(head, front_end, body_end) or ((), None)
        heading = next((_heading(line) for line in front if line.kind == "letterhead"), None)
        claims = (
            labels.get("issuer"),
            heading,
            page.get("publisher") if "issuer" in labels else None,
            notice and _before_subject(notice),
            title and _before_subject(title),
        )
        issued = signed or _dated(labels.get("issued")) or _dated_below_title(front)
        published = _published(front, labels)
        return Letterhead(
            title=self._stated(title),
            notice=self._stated(notice),
            heading=self._stated(heading),
            issuers=self._all_stated(signers or self._first_bodies(claims)),
            document_number=self._stated(_document_number(front, labels)),
            issued=issued,
            printed=_printed(folded),
            published=None if published == issued else published,
            publisher=self._stated(page.get("publisher")),
        )

    def _plan_and_notice(
        self, head: Sequence[Line], front_end: int, labelled: Joined | None
    ) -> tuple[Joined | None, Joined | None]:
        """The plan's title and that of the notice that carries it."""
        titles = list(_titles(head, self.furniture))
        in_front = [title for title in titles if title.offsets[0] < front_end]
        if not in_front:
            return labelled or _cited_in_notice(head) or self._first_line(head), None
        first = next(filter(_says_of_what, in_front), in_front[0])
        later = titles[titles.index(first) + 1 :]
        carried = _CARRIES.search(first.words)
        if carried is None or _CARRIES_SEVERAL.search(carried["plan"]):
            return first, None
        plan = first.part(carried.start("plan"), carried.end("plan")).stripped()
        printed = (title for title in later if _CARRIES.search(title.words) is None)
        return next((title for title in printed if _alike(title, plan)), plan), first

    def _first_line(self, head: Sequence[Line]) -> Joined | None:
        """A title of unknown ending: a line above the text, neither the page's nor a body's."""
        for line, after in pairwise(head):
            if line.kind in ("prose", "addressees", "heading"):
                break
            if line.kind == "short" and after.kind in ("blank", "prose", "heading", "remark"):
                joined = Joined.of([line])
                own = not line.words.startswith(self.furniture)
                if own and _TITLE.fullmatch(joined.words) and not _bodies(joined, self.endings):
                    return joined
        return None

    def _signed(
        self, head: Sequence[Line], front_end: int, body_end: int | None
    ) -> _Signature | None:
        folded = self.source.folded
        found = _signature(head, self.endings, begun=False)
        for end in (body_end, len(folded)):
            if found is None and end is not None:
                tail = lines_of(folded, max(front_end, end - TAIL), end)
                found = _signature(list(tail), self.endings, begun=True)
        return found

    def _first_bodies(self, claims: Iterable[Joined | None]) -> tuple[Joined, ...]:
        named = (_bodies(claim, self.endings) for claim in claims if claim is not None)
        return next(filter(None, named), ())

    def _all_stated(self, all_joined: Iterable[Joined]) -> tuple[Stated, ...]:
        return tuple(stated for joined in all_joined if (stated := self._stated(joined)))

    def _stated(self, joined: Joined | None) -> Stated | None:
        if joined is None or not joined.words:
            return None
        span = joined.span(0, len(joined.words))
        return Stated(_LAYOUT.sub("", self.source.text[span.start : span.end]), span)


_LAYOUT = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_CITED_IN_NOTICE = re.compile(r"(?:将|下发|印发)《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_TITLE = re.compile(f"(?=.*{HAN}{{4}}).{{8,80}}")
_ALIKE = 0.6


def _cited_in_notice(head: Iterable[Line]) -> Joined | None:
    """The plan that a notice without a title of its own carries: 现将《…》印发给你们."""
    for line in head:
        if found := _CITED_IN_NOTICE.search(line.words):
            return as_joined(line).part(*found.span(1))
    return None


def _says_of_what(title: Joined) -> bool:
    """Whether a title names more than a kind of document, as a page's menu does (发展规划计划)."""
    return bool(_SAYS_OF_WHAT.search(title.words)) or any(places_in(title.words))


_SAYS_OF_WHAT = re.compile(r"关于|印发|《|\d|[〇○]")


def _alike(title: Joined, plan: Joined) -> bool:
    """Whether most characters of the plan's name stand in ``title`` too."""
    wanted = set(plan.words)
    return len(wanted & set(title.words)) >= _ALIKE * len(wanted)


def _before_subject(title: Joined) -> Joined | None:
    found = _BEFORE_SUBJECT.match(title.words)
    return title.part(0, found.end(1)) if found else None


def _heading(line: Line) -> Joined:
    joined = Joined.of([line])
    return joined.part(0, len(joined.words) - len("文件"))


def _document_number(front: Iterable[Line], labels: Mapping[str, Joined]) -> Joined | None:
    """Behind its label, on a line of its own (with who signed, or not), or behind the title."""
    if "document_number" in labels:
        return labels["document_number"]
    for line in front:
        form = _NUMBER_FORMS.get(line.kind)
        if form and (found := form.search(line.words)):
            return as_joined(line).part(*found.span(1))
    return None


_NUMBER_FORMS: Mapping[LineKind, re.Pattern[str]] = {
    "number": re.compile(rf"({NUMBER})"),
    "labelled": re.compile(rf"^({NUMBER}) *签 ?发 ?人"),
    "short": _LAST_NUMBER,
}


def _dated_below_title(front: Iterable[Line]) -> Dated | None:
    remarks = (line for line in front if line.kind == "remark")
    return next(filter(None, (_dated(as_joined(line)) for line in remarks)), None)


def _printed(folded: str) -> Dated | None:
    found = _IMPRINT.search(folded, max(0, len(folded) - TAIL))
    day = day_of(found) if found else None
    return Dated(day, Span(*found.span())) if found and day else None
