"""The values of a clause, in groups that share their words, and what each group states.

What tells goals and deliverables apart is the verb, not the unit: 完成, 建设, 淘汰 so many of a
thing is a deliverable; a measure that 达到, 降至, 下降 so much is a goal.
"""

from collections.abc import Iterator
from typing import Literal

from attrs import define, frozen

from ecoplan.model import Span
from ecoplan.readers.context import Context
from ecoplan.readers.passages import Clause
from ecoplan.resolve.phrases import quoted
from ecoplan.resolve.quantities import Quantity, read_quantity, with_shared_unit

__all__ = ["Group", "Kind", "Values"]

Kind = Literal["goal", "amount", "counted"]
"""A goal's value; that of a deliverable behind its object (建设碳汇林90万亩), or before it."""


@frozen
class Group:
    """Values that share their words: 分别控制在54分贝和67分贝以内."""

    quantities: tuple[Quantity, ...]
    left: Span
    """The words between the value before and these."""

    @property
    def first(self) -> Quantity:
        return self.quantities[0]

    @property
    def last(self) -> Quantity:
        return self.quantities[-1]


@define
class Values:
    """Finds the values of clauses and says what they state."""

    context: Context

    def groups(self, clause: Clause) -> Iterator[Group]:
        """The values of a clause, those of one list together."""
        held: list[Quantity] = []
        left, until = clause.start, None
        for quantity in self._quantities(clause):
            if held and self._goes_on(held[-1], quantity):
                held.append(quantity)
                continue
            replaced = self._replaced(left, held[-1], quantity) if held else None
            if held and replaced is None and not self._describes(clause, held[-1], quantity):
                yield Group(with_shared_unit(held), Span(left, until or held[0].start))
                left = self._behind(held[-1], quantity)
            held, until = [quantity], replaced
        if held:
            yield Group(with_shared_unit(held), Span(left, until or held[0].start))

    def _behind(self, quantity: Quantity, following: Quantity) -> int:
        """Where the words before the next value begin: 85座充电站((其中)公共充电站40座)."""
        opened = self.context.form("part_opens").search(
            self.context.folded, quantity.end, following.start
        )
        return opened.end() if opened else quantity.end

    def _goes_on(self, quantity: Quantity, following: Quantity) -> bool:
        """True for the next value of a list, not for a size of a thing: 5台、10吨以上锅炉."""
        folded, end = self.context.folded, following.end
        tells_which = (
            following.closed
            and following.measure in self.context.words.meanings("size")
            and following.measure != quantity.measure
            and "一" <= folded[end : end + 1] <= "龥"
        )
        adjoins = quantity.end == following.start and following.unit == following.measure
        if adjoins and not (following.headed or "一" <= folded[end : end + 1] <= "龥"):
            return True  # 锅炉187台1326蒸吨
        listed = self.context.form("value_list").fullmatch(folded, quantity.end, following.start)
        changes = following.headed and following.unit != quantity.unit and not quantity.apart
        if listed is None or tells_which or changes:  # 下降5%、控制在30微克/立方米
            return False
        named = "一" <= folded[end : end + 1] <= "龥" and following.measure != quantity.measure
        return not (
            named and listed[0] in self.context.words.meanings("join")
        )  # 管网68公里和25个村

    def _replaced(self, left: int, quantity: Quantity, following: Quantity) -> int | None:
        """Where the words for a value begin that the next takes the place of; null for others.

        由45%提高到60%: what is measured stands before 由, and its value is 60%.
        """
        folded = self.context.folded
        if not following.level or folded[quantity.end : following.start].strip():
            return None
        found = self.context.form("from_value").search(folded, left, quantity.start)
        return found.start() if found else None

    def _quantities(self, clause: Clause) -> Iterator[Quantity]:
        reading = self.context.reading
        for island in clause.islands:
            if island.kind == "quantity":
                quantity = read_quantity(island, reading.folded, reading.words)
                if quantity is None or self._delimits(clause, quantity):
                    continue
                if quantity.unit is None and quoted(reading.folded, clause.start, quantity.start):
                    continue  # "绿盾2019"
                yield quantity

    def _delimits(self, clause: Clause, quantity: Quantity) -> bool:
        """True in brackets that say which things are meant: 养殖户(存栏大于50头)."""
        folded = self.context.folded
        opening = folded.rfind("(", clause.start, quantity.start)
        return (
            opening > clause.start
            and folded.find(")", opening, quantity.start) < 0
            and not self.context.form("part_follows").match(folded, opening + 1)
            and quantity.bound in {"<", ">"}
        )

    def _describes(self, clause: Clause, quantity: Quantity, following: Quantity) -> bool:
        """True for a number that only describes a thing with a value of its own: 20吨/日设施3座."""
        folded = self.context.folded
        tells_which = folded.startswith("的", quantity.end)
        if quantity.unit is None or quantity.headed or (quantity.closed and tells_which):
            return tells_which
        between = Span(quantity.end, following.start)
        if folded.endswith(self.context.words.words("sized_by"), clause.start, quantity.start):
            return True  # 年存栏500头以上养殖场35家
        if self._countable(quantity) and self._is_of_set(quantity, between, following):
            return True
        if quantity.measure in self.context.words.meanings("stretch") or folded.startswith(
            self.context.words.words("foretold"), quantity.end
        ):
            return True  # 日最大8小时平均浓度, 7天预报准确率
        return (
            (
                quantity.unit != quantity.measure
                or quantity.measure in self.context.words.meanings("size")
            )
            and self._countable(following)
            and self.close(clause, Group((following,), between))
            and not self.context.form("value_listed").search(folded, between.start, between.end)
            and not (self._puts_out(between) and not self._ends_in_work(quantity, between))
        )

    def _ends_in_work(self, quantity: Quantity, between: Span) -> bool:
        """True for what is done behind a thing of a size: 30万千瓦以下机组(关停)4台."""
        output = self.context.form("output").search(self.context.folded, between.start, between.end)
        return quantity.closed and output is not None and output.end() == between.end

    def _is_of_set(self, quantity: Quantity, between: Span, following: Quantity) -> bool:
        """True for the number of those that a measure is of: 14个城市优良天数比例达到82%.

        A verb between them is part of the measure: 61个问题整改完成率.
        """
        folded = self.context.folded
        measured = self.context.phrases.trimmed(folded, between.start, between.end)
        scope = self.context.phrases.phrase(folded, measured).scope  # 35个(国控、省控断面)
        return (
            (following.unit in self.context.words.meanings("rate") or following.level)
            and not self.context.form("value_listed").search(
                folded, scope.end if scope else between.start, between.end
            )
            and self.context.phrases.ends_in_measure(folded, measured)
        )

    def kind(self, clause: Clause, group: Group, before: Kind | None) -> Kind | None:
        """What values state, ``before`` being what those before them do; null for nothing."""
        first = group.first
        if first.unit is None and not first.headed:
            return None
        if first.unit in self.context.words.meanings("term") and not first.level:
            return None
        if self.context.folded.endswith(
            self.context.words.words("procedure"), group.left.start, first.start
        ):
            return None
        if first.unit in self.context.words.meanings("occasion") and self._recurs(clause):
            return None  # 每周巡河不少于1次 is a recurrence
        if first.measure in self.context.words.meanings("no_count") and self._for_each(group.left):
            return None  # 每吨奖补50元 is a rate
        if self.close(clause, group):
            return self._kind_at_the_close(clause, group, before)
        folded, end = self.context.folded, group.last.end
        if first.unit == "%" and any(
            self.context.form(name).match(folded, end) for name in _REACHES
        ):
            return "goal"
        counts = self._countable(first) or self._is_occasion(first) or self._are_funds(group)
        return "counted" if counts and not self._only_describes(group) else None

    def _are_funds(self, group: Group) -> bool:
        """True for money that is put up: (安排)2亿元专项资金."""
        funds = self.context.form("funds").match(self.context.folded, group.last.end)
        return group.first.unit == "元" and funds is not None and self._puts_out(group.left)

    def _only_describes(self, group: Group) -> bool:
        """True for how far or how big a thing is: 5公里(范围), (日处理)2万吨污水处理厂."""
        folded, words = self.context.folded, self.context.words
        if "/" in (group.first.measure or ""):
            return True  # 2500吨/日生产线
        return folded.startswith(
            words.words("described_by_value"), group.last.end
        ) or folded.endswith(words.words("sized_by"), group.left.start, group.first.start)

    def _for_each(self, left: Span) -> bool:
        return bool(
            self.context.form("rate_each").search(self.context.folded, left.start, left.end)
        )

    def _recurs(self, clause: Clause) -> bool:
        return any(token.type == "EVERY" for island in clause.islands for token in island.tokens)

    def close(self, clause: Clause, group: Group) -> bool:
        """True where nothing follows that the values would only describe."""
        folded, end = self.context.folded, group.last.end
        if self._tells_which(clause, group):
            return False
        opens_quote = folded.startswith('"', end) and not quoted(folded, clause.start, end)
        return end >= clause.end or (
            not opens_quote and bool(self.context.form("value_ends").match(folded, end))
        )

    def _tells_which(self, clause: Clause, group: Group) -> bool:
        """True for 超过50年和材质落后的管网: a limit joined to what describes a thing."""
        first, folded, end = group.first, self.context.folded, group.last.end
        limit = first.headed and not (first.level or first.direction) and first.bound in "<>"
        return (
            limit
            and self.context.form("joined_description").match(folded, end, clause.end) is not None
        )

    def _kind_at_the_close(self, clause: Clause, group: Group, before: Kind | None) -> Kind | None:
        first, sentence = group.first, self.context.sentence
        part = self.context.form("part_follows").match(self.context.folded, group.left.start)
        if (
            first.unit in self.context.words.meanings("rate")
            or first.level
            or (part and sentence.phrase is not None)
        ):
            return "goal"
        if first.direction and self._names_measure(_before_baseline(clause, group.left)):
            return "goal"
        if first.headed and (self._is_state(group.left) or self._is_measured(group.left)):
            return "goal"
        if self._puts_out(group.left) or (
            (part or self._countable(first)) and sentence.delivers and not first.direction
        ):
            return "amount"
        return "goal" if first.headed else before

    def _countable(self, quantity: Quantity) -> bool:
        measured = quantity.measure is None or quantity.measure in self.context.words.meanings(
            "no_count"
        )
        return not measured and quantity.unit not in self.context.words.meanings("rate")

    def _is_occasion(self, quantity: Quantity) -> bool:
        """True for 1次演练, and not for 一次, which as often is an article."""
        numeral = self.context.folded[quantity.number_start]
        return quantity.measure in self.context.words.meanings("occasion") and numeral.isdecimal()

    def _names_measure(self, left: Span) -> bool:
        """True for 新增装机规模 (扩大…): what changes is a measure, whatever verb stands before."""
        folded = self.context.folded
        return self.context.phrases.ends_in_measure(
            folded, self.context.phrases.trimmed(folded, left.start, left.end)
        )

    def _is_state(self, left: Span) -> bool:
        folded = self.context.folded
        named = self.context.phrases.trimmed(folded, left.start, left.end)
        return folded.endswith(self.context.words.words("state_measure"), named.start, named.end)

    def _is_measured(self, left: Span) -> bool:
        """True for 减排量(不低于45吨), a measure that nothing puts out; an area is of a work."""
        amounts = self.context.words.words("bare_amount")
        return (
            self._names_measure(left)
            and not self._puts_out(left)
            and not self.context.folded.endswith(amounts, left.start, left.end)
        )

    def _puts_out(self, left: Span) -> bool:
        """True where a verb of output stands before a value."""
        return bool(self.context.form("output").search(self.context.folded, left.start, left.end))


_REACHES = ("reach", "reached", "capable", "cared_for")
"""The forms of what a share of a population reaches."""


def _before_baseline(clause: Clause, left: Span) -> Span:
    """The words before a value without what it is measured against: 使用量(比上年分别)减少."""
    against = (each.start for each in clause.islands if each.kind == "AGAINST")
    return Span(left.start, next((at for at in against if left.start < at < left.end), left.end))
