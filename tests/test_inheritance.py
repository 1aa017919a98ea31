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
