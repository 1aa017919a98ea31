"""Texts made to hurt a reader, each by its size; the benchmark and the tests read them."""

from collections.abc import Callable

__all__ = ["ADVERSARIAL"]

ADVERSARIAL: dict[str, Callable[[int], str]] = {
    "one line": lambda n: "加强生态保护,改善环境质量," * (10 * n // 13),
    "spaces": lambda n: " " * (10 * n),
    "digits": lambda n: "1" * (10 * n),
    "nested brackets": lambda n: "(" * n + ")" * n,
    "《": lambda n: "《" * n,
    '"': lambda n: '"' * n,
    "达到1%": lambda n: "达到1%" * n,
    "率达到7%。": lambda n: "率达到7%。" * n,
    "一是": lambda n: "一是" * n,
    "lines 1.": lambda n: "1.\n" * n,
    "lines 附件": lambda n: "附件\n" * n,
    "、A局": lambda n: "、A局" * n,
    "由A局": lambda n: "由A局" * n,
    "1座厂、": lambda n: "1座厂、" * n,
    "open marks": lambda n: "(责任单位:A局、" * n,
    "2017年": lambda n: "2017年" * n,
    "rows": lambda n: "序号 指标 单位 2020年 2025年\n" + "1 率 % 5 6\n" * n,
    "row 1 2 3": lambda n: "指标 2020年 2025年\n1 率" + "\n5" * n,
    "headings": lambda n: "指标 2020年 2025年\n" * n,
    "lines 指标": lambda n: "指标\n" * n,
    "lines 约束性": lambda n: "率\t5\t约束性\n" * n,
    "约束性(": lambda n: "约束性(" * n,
}
"""Name → the text of a size. 100,000 makes 1 MB of one line, spaces or digits, and 100,000 of
everything else."""
