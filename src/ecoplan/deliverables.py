"""What is to be delivered: so many of a thing."""

import re

from attrs import define, field

from ecoplan.context import Context
from ecoplan.model import Span
from ecoplan.passages import Clause, Draft
from ecoplan.resolve.objects import Counted, ObjectReader, object_reader
from ecoplan.resolve.phrases import PhraseReader, phrase_reader, quoted
from ecoplan.resolve.quantities import Quantity
from ecoplan.values import Group, Kind
from ecoplan.vocabulary.forms import form

__all__ = ["Deliverables"]


@define
class Deliverables:
    """Reads values as deliverables."""

    context: Context
    drafts: list[Draft] = field(factory=list)
    _phrases: PhraseReader = field(init=False)
    _objects: ObjectReader = field(init=False)
    _output: re.Pattern[str] = field(init=False)
    _batch: re.Pattern[str] = field(init=False)
    _standing: re.Pattern[str] = field(init=False)
    _localities: re.Pattern[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        words = self.context.reading.words
        self._phrases = phrase_reader(words)
        self._objects = object_reader(words)
        self._output = form(words, "output")
        self._batch = form(words, "batch")
        self._standing = form(words, "standing")
        self._localities = form(words, "localities")

    def read(self, clause: Clause, group: Group, kind: Kind) -> bool:
        """Add what values commit to deliver; true where they do."""
        object_of = self._counted if kind == "counted" else self._amount
        found = False
        for quantity in group.quantities:
            if self.drafts and quantity.start < self.drafts[-1]["span"].end:
                continue  # a number inside the object before: 9台10蒸吨及以下燃煤锅炉
            object_ = object_of(clause, group, quantity)
            if object_ is not None:
                found = self.context.sentence.delivers = True
                self._add(clause, quantity, object_)
        return found

    # --- the object before its number -----------------------------------------------------------

    def _amount(self, clause: Clause, group: Group, quantity: Quantity) -> Span | None:
        """The object before its number: 建设碳汇林90万亩."""
        folded = self.context.reading.folded
        left = self._doing(clause, group.left)
        verb = self._output.search(folded, left.start, left.end)
        part = folded.startswith(self._words("among"), left.start)
        whole = verb is None or part or verb.end() == left.end  # 国土绿化8万亩 names its work
        start = left.start if verb is None or whole else verb.end()
        # 提升 and the like belong to the object where the verb is 完成: 完成质量提升45万亩
        end = quantity.number_start if quantity.direction else quantity.start
        if quoted(folded, start, quantity.start) or self._breaks_down(quantity):
            return None
        object_ = self._phrases.trimmed(folded, start, end)
        words = folded[object_.start : object_.end]
        for others in self._words("and_others"):
            words = words.removesuffix(others)
        return Span(object_.start, object_.start + len(words))

    def _breaks_down(self, quantity: Quantity) -> bool:
        """True in brackets behind a deliverable: 项目48个(县城16个,建制镇32个)."""
        folded = self.context.reading.folded
        end = self.drafts[-1]["span"].end if self.drafts else 0
        return folded.startswith("(", end) and ")" not in folded[end : quantity.start]

    def _doing(self, clause: Clause, left: Span) -> Span:
        """The words before a value without those who are made to do it: 推动企业安装…20套."""
        reading = self.context.reading
        for island in clause.islands:
            if island.kind == "ROLE_BEFORE" and left.start <= island.start < left.end:
                bodies, end = reading.bodies.run(reading.folded, island.end, left.end)
                if bodies and self._output.search(reading.folded, end, left.end):
                    return Span(end, left.end)
        return left

    # --- the object behind its number -----------------------------------------------------------

    def _counted(self, clause: Clause, group: Group, quantity: Quantity) -> Span | None:
        """The object behind its number: 43座加油站."""
        folded = self.context.reading.folded
        left = group.left
        if quantity.closed and quantity.measure in self._words("size"):
            return None  # 10蒸吨及以下锅炉 says which ones
        told = (self._batch, self._standing)
        if any(form.search(folded, left.start, left.end) for form in told):
            return None
        if quoted(folded, clause.start, quantity.start):
            return None
        arabic = folded[quantity.number_start].isdecimal()
        behind = Span(quantity.end, self._next_number(clause, quantity))
        found = self._objects.counted(folded, behind, quantity.measure, arabic)
        if found is None:
            return None
        if not (
            self._commits(clause, quantity, found.done) or self._carried(clause, quantity, found)
        ):
            return None
        return None if self._only_names(found.span, arabic) else found.span

    def _next_number(self, clause: Clause, quantity: Quantity) -> int:
        """Where the next number begins that is no part of the object's name; else the end."""
        numbers = (island.start for island in clause.islands if island.kind == "quantity")
        return min((start for start in numbers if start > quantity.end + 2), default=clause.end)

    def _commits(self, clause: Clause, quantity: Quantity, done: bool) -> bool:
        """True where a verb stands before a number, or behind its object (``done``)."""
        folded = self.context.reading.folded
        committed = self._output.search(folded, clause.start, quantity.start) is not None
        if done:
            return committed or not quantity.closed
        sums_up = folded.endswith(self._words("and_others"), 0, quantity.start)
        return committed and not sums_up

    def _carried(self, clause: Clause, quantity: Quantity, found: Counted) -> bool:
        """True for a clause that is all number and thing, after one that delivers: 2座闸."""
        whole = quantity.start == clause.start and found.span.end >= clause.end
        return whole and self.context.sentence.delivers

    def _only_names(self, object_: Span, arabic: bool) -> bool:
        """True for what is no thing: 三项制度, or a number of counties (that do something)."""
        reading = self.context.reading
        words = reading.folded[object_.start : object_.end]
        named = not arabic and words.endswith(self._words("abstract_noun"))
        return named or self._localities.match(words) is not None

    def _words(self, table: str) -> tuple[str, ...]:
        return self.context.reading.words.words(table)

    def _add(self, clause: Clause, quantity: Quantity, object_: Span) -> None:
        if object_.end <= object_.start:
            return
        span = Span(min(object_.start, quantity.start), max(object_.end, quantity.end))
        self.drafts.append(
            {
                "node": self.context.node,
                "span": span,
                "value": quantity.value,
                "unit": quantity.measure,
                "object": self.context.reading.text[object_.start : object_.end],
                "bound": quantity.bound,
                "approximate": quantity.approximate,
                "aspirational": self.context.strives(clause, span),
                "value_span": quantity.value_span,
                "object_span": object_,
            }
        )
