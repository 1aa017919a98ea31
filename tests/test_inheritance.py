"""What holds for a task though it is stated elsewhere."""

import pytest

import ecoplan

HEAD = "清江市2025年生态环境保护工作要点\n\n"

AT_A_HEADING = """一、加强大气治理（责任单位：市生态环境局）
1.治理锅炉。完成锅炉改造10台。
2.治理扬尘。加强工地监管。（责任单位：市住建局）
二、加强水治理
1.治理河道。疏浚河道。
"""
AFTER_THE_ITEMS = """一、加强水治理
1.治理河道。疏浚河道。
2.治理湖泊。清理湖泊。
（责任单位：市水利局）
二、强化保障
1.落实资金。
"""
FOR_ALL_THAT_FOLLOWS = """一、加强水治理
1.治理河道。疏浚河道。
（以下任务均需各市人民政府落实）
2.治理湖泊。清理湖泊。
二、强化保障
1.落实资金。
（以下任务均需各县人民政府落实）
2.建立台账。
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            AT_A_HEADING,
            {
                "1.1": ([], ["市生态环境局"]),
                "1.2": (["市住建局"], ["市生态环境局"]),
                "2.1": ([], []),
            },
        ),
        (
            AFTER_THE_ITEMS,
            {"1.1": ([], ["市水利局"]), "1.2": (["市水利局"], []), "2.1": ([], [])},
        ),
        (
            FOR_ALL_THAT_FOLLOWS,
            {
                "1.1": (["各市人民政府"], []),
                "1.2": ([], ["各市人民政府"]),
                "2.1": (["各县人民政府"], ["各市人民政府"]),
                "2.2": ([], ["各县人民政府"]),
            },
        ),
    ],
    ids=["at a heading", "after the items", "for all that follows, until the next such note"],
)
def test_a_task_shows_what_is_stated_in_it_and_what_it_inherits(
    text: str, expected: dict[str, tuple[list[str], list[str]]]
) -> None:
    plan = ecoplan.parse(HEAD + text)
    shown = {
        task.id: (
            [body.name for each in task.responsibilities for body in each.bodies],
            [body.name for each in task.inherited for body in each.bodies],
        )
        for task in plan.tasks
    }
    assert shown == expected


def test_what_is_inherited_is_stated_once_and_no_fact_of_the_task() -> None:
    plan = ecoplan.parse(HEAD + AT_A_HEADING)
    (inherited,) = plan.tasks[0].inherited
    assert inherited in plan.responsibilities
    assert inherited.node == "1"
    stated = [fact for fact in ecoplan.facts(plan) if fact["kind"] == "responsibility"]
    assert len(stated) == len(plan.responsibilities) == 2


def days_of_goals(*paragraphs: str) -> dict[str, str | None]:
    """Indicator → the day by which it is to be reached."""
    text = "\n\n".join(("青山市2022年工作方案", "一、工作目标", *paragraphs, ""))
    goals = ecoplan.parse(text).goals
    return {goal.indicator: str(goal.target_date or "") or None for goal in goals}


WATER = "(一)水环境。县城污水处理率达到95%。"
WASTE = "(二)固体废物。秸秆综合利用率达到90%。"


def test_a_day_that_a_section_sets_in_its_own_paragraph_holds_for_the_goals_of_its_items() -> None:
    days = days_of_goals("到2025年底,环境质量持续改善。", WATER, WASTE)
    assert days["污水处理率"] == days["秸秆综合利用率"] == "2025-12-31"


def test_a_day_that_an_item_sets_does_not_hold_for_the_next() -> None:
    days = days_of_goals(WATER.replace("县城", "到2025年底,县城"), WASTE)
    assert days == {"污水处理率": "2025-12-31", "秸秆综合利用率": None}


def test_the_plans_own_year_at_the_head_of_a_section_sets_no_day_for_its_items() -> None:
    days = days_of_goals("2022年主要目标如下。", WATER)
    assert days == {"污水处理率": None}
