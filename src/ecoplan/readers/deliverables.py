"""What is to be delivered: so many of a thing."""

import re
from collections.abc import Sequence

from attrs import define, field

from ecoplan.clauses import Island
from ecoplan.model import NOWHERE, Bound, Span
from ecoplan.places import places_in
from ecoplan.readers.context import Context, parts_phrases
from ecoplan.readers.passages import Clause, Draft
from ecoplan.readers.values import Group, Kind
from ecoplan.resolve.objects import Counted, object_reader
from ecoplan.resolve.phrases import quoted
from ecoplan.resolve.quantities import Quantity, read_quantity

__all__ = ["Deliverables"]


@define
class Deliverables:
    """Reads values as deliverables."""

    context: Context
    drafts: list[Draft] = field(factory=list)
    _delivered: dict[int, bool] = field(factory=dict)
    """Where a count behind 、 begins → whether what is done follows it or the last of its list."""

    def read(self, clause: Clause, group: Group, kind: Kind) -> bool:
        """Add what values commit to deliver; true where they do."""
        found = False
        taken = self.drafts[-1]["span"].end if self.drafts else 0
        for number, quantity in enumerate(group.quantities):
            if quantity.start < taken:
                continue  # a number inside the object before: 9台10蒸吨及以下燃煤锅炉
            for object_ in self._things(clause, group, kind, number):
                found = self.context.sentence.delivers = True
                self._add(clause, group, quantity, object_)
        return found

    def _things(self, clause: Clause, group: Group, kind: Kind, number: int) -> Sequence[Span]:
        """What a value counts; NOWHERE for what an earlier one counts."""
        quantity = group.quantities[number]
        if kind == "counted":
            listed = Group(group.quantities[-1:], group.left)  # 18家、9家、3家企业: all are of 企业
            object_ = self._counted(clause, listed, group.last)
            if object_ is not None and self._is_work(object_, group.last):
                object_ = self._worked_on(clause, group) or object_
            return () if object_ is None else (object_,)
        object_ = self._amount(clause, group, quantity)
        if object_ is None:
            return ()
        if named := self._named_before(quantity, object_):
            return (named,)
        if self._shares(clause, quantity, object_, number):
            return (NOWHERE,)
        if self._tells_where(object_):
            return ()
        folded = self.context.folded
        each = folded.endswith(self.context.words.words("so_many_each"), 0, quantity.start)
        return self.context.phrases.listed(folded, object_) if each else (object_,)

    def _is_work(self, object_: Span, quantity: Quantity) -> bool:
        """True for words that say what is done: 渗滤液2.8万立方米(处理)、锅炉5台(改造); or its task
        (渗滤液2.8万立方米处理任务), where the thing is measured and no tasks are counted."""
        words = self.context.folded[object_.start : object_.end].partition("、")[0]
        if quantity.unit != quantity.measure:
            words = words.removesuffix("任务")
        work = self.context.words.matcher("act_or_thing").fullmatch(words)
        return work is not None or self.context.form("output").fullmatch(words) is not None

    def _worked_on(self, clause: Clause, group: Group) -> Span | None:
        """The thing between a verb and a number behind which its work stands: 完成(废液)2吨处理."""
        left = group.left
        verb = self.context.form("output").search(self.context.folded, left.start, left.end)
        if verb is None:
            return None
        thing = self._amount(clause, group, group.first)
        return thing if thing and verb.end() <= thing.start < thing.end else None

    def _shares(self, clause: Clause, quantity: Quantity, object_: Span, number: int) -> bool:
        """True for a place's part of what was counted before, or the next of a list of counts.

        淘汰锅炉85台,其中甲县40台、乙县45台; 取缔煤场14处、9处; 修复湿地9处、1.1万亩.
        """
        before = self.context.sentence.counted
        folded = self.context.folded
        words = folded[object_.start : object_.end]
        if before is None:
            return False
        if folded.endswith(self.context.words.words("in_all"), before["span"].end, quantity.start):
            return True  # 锅炉25台共180蒸吨
        if before["span"].end == quantity.start:
            return True  # 人工湿地5处约320亩
        if number == 0 and before["unit"] != quantity.measure:
            return False
        somewhere = self.context.form("somewhere").fullmatch(words) and not self.context.form(
            "output"
        ).search(folded, clause.start, object_.start)
        worked = quantity.unit == quantity.measure and self.context.form("work_alone").fullmatch(
            words
        )
        return number > 0 or bool(somewhere) or bool(worked) or self._tells_where(object_)

    def _named_before(self, quantity: Quantity, object_: Span) -> Span | None:
        """The thing that the clause before names, of which so many are done: 淘汰旧车,淘汰20辆.

        Null where there is none, and for what measures the work itself (造林20亩).
        """
        folded, before = self.context.folded, self.context.sentence.before
        if before is None or quantity.unit != quantity.measure:
            return None
        verb = self.context.form("ends_in_work").search(folded, before.end, quantity.start)
        if verb is None or not (object_.start == verb.start() or self._tells_where(object_)):
            return None
        at = folded.find(verb[0], before.start, before.end)
        if at < 0:
            return None
        behind = self.context.phrases.trimmed(folded, at + len(verb[0]), before.end)
        more_work = self.context.form("output").fullmatch(folded, behind.start, behind.end)
        leading = self.context.phrases.trimmed(folded, before.start, at)
        thing = leading if more_work or behind.end == behind.start else behind
        return thing if thing.end - thing.start > 1 else None

    def _tells_where(self, object_: Span) -> bool:
        """True for words that say where or of what tier, and not what: 甲县(建成), 省级."""
        words = self.context.folded[object_.start : object_.end]
        tiers = (*self.context.words.words("tier"), *self.context.words.words("territory_ending"))
        if not words or words in tiers:  # of 和县 the 和 is trimmed
            return True
        place = self.context.form("ends_in_work").sub("", words)
        if place != words and self.context.form("somewhere").fullmatch(place):
            return True
        words = place.removesuffix("各").replace("、", "")
        return 0 < len(words) == sum(place.end - place.start for place in places_in(words))

    # --- the object before its number -----------------------------------------------------------

    def _amount(self, clause: Clause, group: Group, quantity: Quantity) -> Span | None:
        """The object before its number: 建设碳汇林90万亩."""
        folded = self.context.folded
        # 提升 and the like belong to the object where the verb is 完成: 完成质量提升45万亩
        end = quantity.number_start if quantity.direction else quantity.start
        start = _behind_preface(clause, group.left.start)
        thing = self._thing(self._doing(clause, Span(start, end)))
        if thing is None or quoted(folded, thing.start, quantity.start):
            return None
        if self._breaks_down(quantity):
            return None
        thing = self._before_time(
            clause, self.context.phrases.trimmed(folded, thing.start, thing.end)
        )
        object_ = self.context.phrases.trimmed(folded, thing.start, thing.end)
        for name in ("places_together", "summed_up"):
            if before := self.context.form(name).match(folded, object_.start, object_.end):
                object_ = Span(before.end(), object_.end)
        if self._holds_time(clause, object_):
            return None
        words = folded[object_.start : object_.end]
        if words.endswith(
            self.context.words.words("within_place") + self.context.words.words("told_of_plan")
        ):
            return None  # 甲县境内5条: of what, the words before say
        for others in self.context.words.words("and_others"):
            words = words.removesuffix(others)
        return Span(object_.start, object_.start + len(words))

    def _thing(self, left: Span) -> Span | None:
        """The thing among the words before a number; null where they only count off.

        It stands behind the verbs of output that lead to it, (新建改造)管网, and before a verb that
        says that it is done: 管网改造(完成). A phrase that is all verbs names its work itself:
        国土绿化, 种草改良. Of things that each have a verb, the number is of the last: 打通断头管、
        (修复)管网.
        """
        folded = self.context.folded
        if part := self.context.form("part_follows").match(folded, left.start):
            return Span(part.end(), left.end)
        if self._counts_off(left):
            return None
        if done := self.context.form("done").search(folded, left.start, left.end):
            return Span(left.start, done.start())
        where = self.context.form("located").match(folded, left.start, left.end)
        before = where or self.context.form("thing_that_acts").match(folded, left.start, left.end)
        start = before.end() if before else left.start
        verb = self.context.form("output").search(folded, start, left.end)
        if verb is not None and self._is_within_name(left, verb.start()):
            return left
        while verb is not None and verb.end() < left.end:
            first, start = verb.start(), verb.end()
            verb = self._next_verb(start, left.end)
            if verb is not None and verb.end() == left.end:
                return Span(self._work_start(left.start, first), left.end)
        if self.context.form("amount_of_work").fullmatch(folded, start, left.end):
            work = self.context.form("its_work").search(folded, left.start, start)
            start = work.start() if work else start
        return Span(start, left.end)

    def _work_start(self, start: int, verbs: int) -> int:
        """Where a work's name begins whose verbs end it: 、退化草原(修复治理), 甲县(造林抚育)."""
        return verbs - self._noun_before(start, verbs)

    def _is_within_name(self, left: Span, verb: int) -> bool:
        """True for a verb that is part of an amount's name: 、水土流失(治理)面积."""
        amount = self.context.form("work_amount").search(self.context.folded, left.start, left.end)
        named = self._noun_before(left.start, verb) > 0
        return amount is not None and amount.start() == verb and named

    def _noun_before(self, start: int, verb: int) -> int:
        """Characters of the noun that a verb belongs to; 0 behind a place, which acts."""
        before = self.context.folded[start:verb].lstrip("、和及,")
        acts = before.endswith(self.context.words.words("territory_ending"))
        return 0 if acts or len(before) < 2 else len(before)

    def _counts_off(self, left: Span) -> bool:
        """True for 整改一个、销号一个: a verb and 一 (one), of what was named before."""
        folded = self.context.folded
        worked = self.context.form("counts_off").search(folded, left.start, left.end)
        return worked is not None and folded.startswith("一", left.end)

    def _before_time(self, clause: Clause, thing: Span) -> Span:
        """A thing without the time between it and what is done: 改造任务(6月底前)."""
        ends = (each for each in clause.islands if each.kind == "time" and each.end == thing.end)
        return next((Span(thing.start, max(thing.start, each.start)) for each in ends), thing)

    def _next_verb(self, start: int, end: int) -> "re.Match[str] | None":
        """A verb right behind the one before, or that of the last thing in a list."""
        folded = self.context.folded
        comma = folded.rfind("、", start, end)
        return self.context.form("chained_verb").match(folded, start, end) or (
            self.context.form("chained_verb").match(folded, comma + 1, end) if comma >= 0 else None
        )

    def _holds_time(self, clause: Clause, object_: Span) -> bool:
        times = (island.start for island in clause.islands if island.kind == "time")
        return any(object_.start <= start < object_.end for start in times)

    def _breaks_down(self, quantity: Quantity) -> bool:
        """True in brackets behind a deliverable: 项目48个(县城16个,建制镇32个).

        What 其中 or 含 opens there is a part of its own: 管网85公里(含污水管网40公里).
        """
        folded = self.context.folded
        end = self.drafts[-1]["span"].end if self.drafts else 0
        within = folded.startswith("(", end) and ")" not in folded[end : quantity.start]
        return within and not self.context.form("part_follows").match(folded, end + 1)

    def _is_in_brackets(self, clause: Clause, quantity: Quantity) -> bool:
        folded = self.context.folded
        opened = folded.rfind("(", clause.start, quantity.start)
        return opened > folded.rfind(")", clause.start, quantity.start)

    def _doing(self, clause: Clause, left: Span) -> Span:
        """The words before a value without those who do it: 甲公司(建成…), 推动企业(安装…)."""
        reading = self.context.reading
        bodies, end = reading.bodies.run(reading.folded, left.start, left.end, modified=False)
        end = reading.behind_leading(clause, end, left.end, "leads_to_verb")
        verb = self.context.form("output").match(reading.folded, end, left.end) if bodies else None
        if verb is not None and verb.end() < left.end:
            return Span(end, left.end)
        for island in clause.islands:
            if island.kind == "ROLE_BEFORE" and left.start <= island.start < left.end:
                bodies, end = reading.bodies.run(reading.folded, island.end, left.end)
                if bodies and self.context.form("output").search(reading.folded, end, left.end):
                    return Span(end, left.end)
        return self._behind_inner_time(clause, left)

    def _behind_inner_time(self, clause: Clause, left: Span) -> Span:
        """The words behind the last time among them where a verb follows it: 甲站6月底前(建成…)."""
        for island in reversed(clause.islands):
            if island.kind == "time" and left.start < island.end < left.end:
                verb = self.context.form("output").match(self.context.folded, island.end, left.end)
                return Span(island.end, left.end) if verb and verb.end() < left.end else left
        return left

    # --- the object behind its number -----------------------------------------------------------

    def _counted(self, clause: Clause, group: Group, quantity: Quantity) -> Span | None:
        """The object behind its number: 43座加油站."""
        folded = self.context.folded
        if self._tells_which(clause, group.left, quantity):
            return None
        funds = self.context.form("funds").match(folded, quantity.end)
        if funds and quantity.unit == "元":
            return Span(*funds.span())
        found = self._things_behind(clause, quantity)
        if found is None or self._is_left_alone(clause, quantity, found.span):
            return None
        done = self._are_done(clause, found)
        if not (self._commits(clause, quantity, done) or self._carried(clause, quantity, found)):
            return None
        named = self._only_names(found.span, folded[quantity.number_start].isdecimal())
        return None if named or self._is_of_others(group.left, quantity, found.span) else found.span

    def _things_behind(self, clause: Clause, quantity: Quantity) -> Counted | None:
        folded = self.context.folded
        arabic = folded[quantity.number_start].isdecimal()
        behind = Span(quantity.end, self._next_number(clause, quantity))
        return object_reader(self.context.words).counted(folded, behind, quantity.measure, arabic)

    def _are_done(self, clause: Clause, things: Counted) -> bool:
        """True where what is done follows the things, or the last of a list that they are of.

        (62座加油站)、3座储油库全部完成改造.
        """
        last: Quantity | None = None
        passed: list[int] = []
        while not (things.done or self._is_done(clause, things.span.end)):
            at = things.span.end + 1
            last = None if at in self._delivered else self._count_at(clause, at)
            following = self._things_behind(clause, last) if last else None
            if following is None:
                delivered = self._delivered.get(at, False)
                break
            passed.append(at)
            things = following
        else:
            delivered = last is None or self._counts_alone(clause, last)
        self._delivered.update(dict.fromkeys(passed, delivered))
        return delivered

    def _counts_alone(self, clause: Clause, quantity: Quantity) -> bool:
        alone = Group((quantity,), Span(quantity.start, quantity.start))
        return self._counted(clause, alone, quantity) is not None

    def _count_at(self, clause: Clause, at: int) -> Quantity | None:
        """The count that begins there, behind a 、; null where none does."""
        counts = (each for each in clause.islands if each.kind == "quantity")
        island = next((each for each in counts if each.start == at), None)
        if island is None or not self.context.folded.startswith("、", at - 1):
            return None
        return read_quantity(island, self.context.folded, self.context.words)

    def _tells_which(self, clause: Clause, left: Span, quantity: Quantity) -> bool:
        """True for a number that tells which things are meant, or of things that are there.

        10蒸吨及以下锅炉, 30万吨/年以下煤矿; 第二批20家; 巩固26条河道; 一条.
        """
        folded, words = self.context.folded, self.context.words
        return (
            (quantity.closed and quantity.measure in words.words("size"))
            or words.matcher("no_thing").match(folded, quantity.end, clause.end) is not None
            or self._is_article(quantity)
            or any(
                self.context.form(name).search(folded, left.start, left.end)
                for name in ("batch", "campaign", "standing")
            )
            or quoted(folded, clause.start, quantity.start)
        )

    def _is_of_others(self, left: Span, quantity: Quantity, object_: Span) -> bool:
        """True for what others have set, has been done already, or sums up a list of sectors.

        落实稳增长15条措施; 12家已验收; 钢铁、水泥等8个行业.
        """
        folded, words = self.context.folded, self.context.words
        heeds = self.context.form("heeds").search(folded, left.start, left.end)
        sums_up = folded.endswith(words.words("and_others"), 0, quantity.start)
        return (
            words.matcher("already").match(folded, object_.end) is not None
            or (heeds is not None and folded.endswith(words.words("rule"), 0, object_.end))
            or (sums_up and folded.endswith(words.words("sector"), 0, object_.end))
        )

    def _is_done(self, clause: Clause, at: int) -> bool:
        """Whether what is done with things follows them at ``at``."""
        acts = self._are_enterprises(at)
        return self._is_done_to(clause, at) or self._done_in_time(clause, at, acts=acts)

    def _are_enterprises(self, end: int) -> bool:
        """True where the words that end there name enterprises, which act themselves."""
        enterprises = self.context.words.tables["body_ending"]["enterprise"]
        return self.context.folded.endswith(enterprises, 0, end)

    def _is_done_to(self, clause: Clause, at: int) -> bool:
        """True for things to which 对 says that something is done: 对8个地块(建立台账), or behind a
        comma."""
        folded = self.context.folded
        if not folded.startswith("对", _behind_preface(clause, clause.start)):
            return False
        if at == clause.end:
            return self.context.sentence.following is not None
        acts = self.context.reading.bodies.acts(folded, at, clause.end)
        return acts is not None or self._done_in_time(clause, at, acts=False)

    def _done_in_time(self, clause: Clause, at: int, *, acts: bool) -> bool:
        """True where a time stands behind things, and then what is done: 任务(年底前)完成.

        Enterprises (``acts``) act themselves, but for those of which a duty or 于 (by) says when.
        """
        folded = self.context.folded
        if leading := self.context.form("leads_to_verb").match(folded, at, clause.end):
            acts, at = False, leading.end()
        time = next((each for each in clause.islands if each.start == at), None)
        if time is None or time.kind != "time":
            return False
        done = self.context.form("done_by_then").match(folded, time.end, clause.end)
        return done is not None and (not acts or done.end() == clause.end)

    def _is_left_alone(self, clause: Clause, quantity: Quantity, thing: Span) -> bool:
        """True for things with which nothing is done: another amount (64台|310蒸吨), those that act
        themselves, those with which something has not been done (8处|废渣未得到治理)."""
        undone = self.context.form("undone")
        return (
            any(each.start == quantity.end and each.end == thing.end for each in clause.islands)
            or self._is_made_to_act(clause, quantity, thing)
            or undone.search(self.context.folded, quantity.end + 1, clause.end) is not None
        )

    def _is_made_to_act(self, clause: Clause, quantity: Quantity, thing: Span) -> bool:
        """True for 推进12家企业做好核查, 12家企业要加快进度: those counted act, and nothing is
        completed."""
        reading = self.context.reading
        if self._have_to_act(clause, thing):
            return True
        led = any(
            island.kind == "ROLE_BEFORE" and island.end == quantity.start
            for island in clause.islands
        ) and not reading.folded.endswith(
            reading.words.words("sets_to_work"), clause.start, quantity.start
        )
        if not led or reading.words.matcher("work").match(reading.folded, thing.end, clause.end):
            return False
        return reading.bodies.acts(reading.folded, thing.end, clause.end) is not None

    def _have_to_act(self, clause: Clause, thing: Span) -> bool:
        """True for enterprises that must do something, and not be done: 企业(要加快进度)."""
        must = self.context.form("must_but_finish")
        duty = must.match(self.context.folded, thing.end, clause.end)
        return duty is not None and self._are_enterprises(thing.end)

    def _is_article(self, quantity: Quantity) -> bool:
        """True for 一条, 一批: a Chinese 一 that counts nothing."""
        one = self.context.folded.startswith("一", quantity.number_start)
        return (
            one
            and quantity.value == 1
            and quantity.measure in self.context.words.words("indefinite")
        )

    def _next_number(self, clause: Clause, quantity: Quantity) -> int:
        """Where the next number begins that is no part of the object's name; else the end."""
        numbers = (
            island.start
            for island in clause.islands
            if island.kind == "quantity" and not self._in_name(island, clause)
        )
        return min((start for start in numbers if start > quantity.end + 2), default=clause.end)

    def _in_name(self, island: Island, clause: Clause) -> bool:
        """True for a size within the name of a thing: 流域面积50平方公里以上河流."""
        if self.context.folded.startswith("的", island.end):
            return True  # 1座年处理能力100万吨的处理厂
        closed = island.tokens[-1].type == "AFTER"
        return closed and island.end < clause.end and "一" <= self._character(island.end) <= "龥"

    def _character(self, at: int) -> str:
        return self.context.folded[at]

    def _commits(self, clause: Clause, quantity: Quantity, done: bool) -> bool:
        """True where a verb stands before a number, or behind its object (``done``).

        A size (开展50亩以上池塘治理) commits only right behind a verb that puts things out.
        """
        folded = self.context.folded
        if quantity.closed and quantity.unit != quantity.measure:
            return (
                self.context.form("put_out").search(folded, clause.start, quantity.start)
                is not None
            )
        committed = (
            self.context.form("output").search(folded, clause.start, quantity.start) is not None
        )
        return committed or done

    def _carried(self, clause: Clause, quantity: Quantity, found: Counted) -> bool:
        """True for a clause that is all number and thing, after one that delivers: 2座闸."""
        whole = quantity.start == clause.start and found.span.end >= clause.end
        return whole and self.context.sentence.delivers

    def _only_names(self, object_: Span, arabic: bool) -> bool:
        """True for what is no thing: 三项制度, or a number of counties (that do something)."""
        reading = self.context.reading
        words = reading.folded[object_.start : object_.end]
        named = not arabic and self.context.form("abstract").search(words) is not None
        return named or self.context.form("localities").match(words) is not None

    def _bound(self, group: Group, quantity: Quantity) -> Bound:
        """The bound of a number; of one without, that before its verb: 至少建设1处."""
        verb = None
        if not (quantity.headed or quantity.closed):
            verb = self.context.form("bound_of_work").search(
                self.context.folded, group.left.start, group.left.end
            )
        meanings = self.context.words.meanings("bound")
        return meanings[verb["bound"]] if verb else quantity.bound  # type: ignore[return-value]

    def _add(self, clause: Clause, group: Group, quantity: Quantity, object_: Span) -> None:
        shared = self.context.sentence.counted
        if object_ == NOWHERE and shared is not None:
            name = shared["object"].rpartition("的")[2]  # a modifier tells of the first count only
            span = Span(quantity.number_start, quantity.end)
        elif object_.end > object_.start:
            name = self.context.reading.text[object_.start : object_.end]
            span = Span(min(object_.start, quantity.start), max(object_.end, quantity.end))
        else:
            return
        self.drafts.append(
            {
                "node": self.context.node,
                "span": span,
                "value": quantity.value,
                "unit": quantity.measure,
                "object": name,
                "bound": self._bound(group, quantity),
                "approximate": quantity.approximate,
                "aspirational": self.context.strives(clause, span)
                or self._strives_on(clause, span),
                "value_span": quantity.value_span,
                "object_span": object_,
            }
        )
        if not self._is_in_brackets(clause, quantity):
            self.context.sentence.counted = self.drafts[-1]

    def _strives_on(self, clause: Clause, span: Span) -> bool:
        """True for a clause without a verb after what is striven for: 力争建成甲厂2座,(乙厂5座)."""
        before = self.context.sentence.counted
        verb = self.context.form("output").search(self.context.folded, clause.start, span.end)
        return before is not None and before["aspirational"] and verb is None


def _behind_preface(clause: Clause, start: int) -> int:
    """Where the words before a value begin, behind their time and 力争."""
    for island in clause.islands:
        if parts_phrases(island) and island.start == start:
            start = island.end
    return start
