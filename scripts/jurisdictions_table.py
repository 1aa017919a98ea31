"""Writes the table of the built-in jurisdictions anew, between its marks in Markdown files.

python scripts/jurisdictions_table.py README.md…
"""

import re
import sys
from pathlib import Path

from ecoplan.jurisdictions import found

MARKS = re.compile(r"(<!-- jurisdictions -->\n).*?(<!-- /jurisdictions -->)", re.DOTALL)
EXAMPLES = Path(__file__).parents[1] / "examples"


def table() -> str:
    """The table: names, ids, codes, what each lies within, and its examples."""
    rows = ["| place | id | GB/T 2260 | within | examples |", "|---|---|---|---|---|"]
    for each in found():
        place = each.place
        if each.tier == "built-in":
            examples = " ".join(
                f"[{folder.name}](examples/{folder.name}/document.txt)"
                for folder in sorted(EXAMPLES.iterdir())
                if folder.name == place.id or folder.name.startswith(f"{place.id}-20")
            )
            rows.append(
                f"| {place.name} | `{place.id}` | {place.code or ''} | {place.within or ''} "
                f"| {examples} |"
            )
    return "\n".join(rows) + "\n"


def renewed(text: str) -> str:
    """``text`` with the table as it is now."""
    return MARKS.sub(lambda found: f"{found[1]}{table()}{found[2]}", text)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
