"""ecoplan, JioNLP and Microsoft Recognizers Text on the deadline cases of the phrase suite.

    python benchmarks/deadline_rivals.py [-v]

The rivals are no dependencies; without them the script compares nothing and says what to install:

    pip install jionlp recognizers-text-suite "emoji<2"

Seen to work with jionlp 1.5.31 and recognizers-text-suite 1.0.2a2 on Python 3.11. The latter does
not start with emoji 2, whose older interface it imports, and asks for no version of it.

A rival is given a case's text and the first day of the plan's year to count from. An expected time
is found where a reading covers half of it (or half of the reading lies in it), and right where the
dates agree: the last day of a limit, both ends of a period, the interval of a recurrence (not its
day), the length of a duration. Of several candidates any may be right, and an end may be exclusive
or inclusive. A reading that lies on no expected time is spurious; so are times that only describe,
which neither rival sets out to tell from limits. ecoplan is judged in the same way here, less
strictly than by the suite's own test.
"""

import argparse
import datetime as dt
import logging
import re
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import frozen

import ecoplan

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from test_phrases import Case, cases, document

INSTALL = 'pip install jionlp recognizers-text-suite "emoji<2"'
DAY = dt.timedelta(days=1)


@frozen
class Reading:
    """A time as a tool reads it; what it does not say is None."""

    start: int
    end: int
    first: dt.date | None = None
    last: dt.date | None = None
    every: str | None = None
    """ISO 8601 duration between two times."""
    lasting: str | None = None
    """ISO 8601 duration of the work."""

    def lies_on(self, other: "Reading") -> bool:
        shared = min(self.end, other.end) - max(self.start, other.start)
        return shared * 2 >= min(self.end - self.start, other.end - other.start)

    def agrees_with(self, expected: "Reading") -> bool:
        said = (self.every, self.lasting) == (expected.every, expected.lasting)
        ends = expected.last is None or self.last in (expected.last, expected.last + DAY)
        return said and ends and (expected.first is None or self.first == expected.first)


Tool = Callable[[Case], Iterator[Reading]]


# --- the tools ------------------------------------------------------------------------------------


def ecoplan_reader() -> Tool:
    def read(case: Case) -> Iterator[Reading]:
        text = document(case)
        offset = text.index(case["text"])
        for fact in ecoplan.facts(ecoplan.parse(text)):
            if fact["kind"] == "deadline" and fact["start"] >= offset:
                yield reading(fact, fact["start"] - offset)

    return read


def jionlp_reader() -> Tool:
    extract = import_module("jionlp").ner.extract_time

    def read(case: Case) -> Iterator[Reading]:
        base = {"year": base_year(case), "month": 1, "day": 1}
        for each in extract(case["text"], time_base=base, with_parsing=True):
            start, end = each["offset"]
            said = each["detail"]["time"]
            if each["type"] == "time_period":
                yield Reading(start, end, every=length(said["delta"]))
            elif each["type"] == "time_delta":
                yield Reading(start, end, lasting=length(said))
            else:
                first, last = (day(moment) for moment in said)
                yield Reading(start, end, first, last)

    return read


def recognizers_reader() -> Tool:
    library = import_module("recognizers_date_time")

    def read(case: Case) -> Iterator[Reading]:
        base = dt.datetime(base_year(case), 1, 1)
        found = library.recognize_datetime(case["text"], library.Culture.Chinese, reference=base)
        for each in found:
            for value in (each.resolution or {}).get("values", ()):
                yield recognized(each.start, each.end + 1, value)

    return read


def recognized(start: int, end: int, value: dict[str, str]) -> Reading:
    if value["type"] == "set":
        return Reading(start, end, every=value["timex"])
    if value["type"] == "duration":
        return Reading(start, end, lasting=value["timex"])
    first = value.get("start", value.get("value"))
    last = value.get("end", value.get("value"))
    return Reading(start, end, day(first), day(last))


TOOLS = {
    "ecoplan": ecoplan_reader,
    "JioNLP": jionlp_reader,
    "Microsoft Recognizers": recognizers_reader,
}


# --- what they say, made alike --------------------------------------------------------------------


def base_year(case: Case) -> int:
    return int(case["context"].get("year", 2022))


def day(moment: str | None) -> dt.date | None:
    """The day of an ISO 8601 moment; None for what is none (inf, not resolved)."""
    if moment is None or not re.match(r"\d{4}-\d{2}-\d{2}", moment):
        return None
    return dt.date.fromisoformat(moment[:10])


def length(said: Any) -> str | None:
    """JioNLP's {"month": 3.0} as P3M; None for lengths and for one that is not exact."""
    if not isinstance(said, dict) or len(said) != 1:
        return None
    ((unit, number),) = said.items()
    if isinstance(number, list):
        return None
    if unit == "week":
        return f"P{number:g}W"
    return f"P{number:g}{unit[0].upper()}"


def reading(fact: dict[str, Any], start: int) -> Reading:
    """A deadline in the flat form of the suite."""
    return Reading(
        start,
        start + len(fact["quote"]),
        day(fact.get("from")),
        day(fact.get("to")),
        interval(fact["rrule"]) if fact.get("rrule") else None,
        fact.get("duration"),
    )


def interval(rule: str) -> str:
    """The interval of an RFC 5545 rule: FREQ=MONTHLY;INTERVAL=3 is P3M."""
    parts = dict(part.split("=") for part in rule.split(";"))
    return f"P{parts.get('INTERVAL', 1)}{parts['FREQ'][0]}"


def expected(case: Case) -> list[Reading]:
    facts: list[Reading] = []
    end = 0
    for fact in sorted(case.get("expect", []), key=lambda fact: case["text"].index(fact["quote"])):
        facts.append(reading(fact, case["text"].index(fact["quote"], end)))
        end = facts[-1].end
    return facts


# --- the comparison -------------------------------------------------------------------------------


@frozen
class Score:
    found: int = 0
    right: int = 0
    spurious: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.found + other.found, self.right + other.right, self.spurious + other.spurious
        )


def score(case: Case, tool: Tool) -> Score:
    readings = list(tool(case))
    times = expected(case)
    matches = [[each for each in readings if each.lies_on(time)] for time in times]
    places = {(each.start, each.end) for each in readings}
    hits = {(each.start, each.end) for match in matches for each in match}
    return Score(
        found=sum(map(bool, matches)),
        right=sum(
            any(each.agrees_with(time) for each in match)
            for time, match in zip(times, matches, strict=True)
        ),
        spurious=len(places - hits),
    )


def compare(name: str, tool: Tool, verbose: bool) -> str:
    total = Score()
    for case in cases("deadlines"):
        one = score(case, tool)
        total += one
        if verbose and (one.spurious or one.right < len(case.get("expect", ()))):
            print(f"{name}: {case['id']}: {one}: {case['text']!r}")
    return f"{name:24}{total.found:8}{total.right:8}{total.spurious:10}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-v", "--verbose", action="store_true", help="every case that is not right")
    verbose = parser.parse_args().verbose
    logging.disable(logging.ERROR)  # JioNLP logs a traceback for each text that it gives up
    suite = cases("deadlines")
    times = sum(len(case.get("expect", ())) for case in suite)
    rows, missing = [], []
    for name, make in TOOLS.items():
        try:
            tool = make()
        except ImportError as error:
            missing.append(f"{name} does not start ({error}); to compare it: {INSTALL}")
            continue
        rows.append(compare(name, tool, verbose))
    print(f"{len(suite)} cases, {times} times that bind")
    print(f"{'':24}{'found':>8}{'right':>8}{'spurious':>10}", *rows, *missing, sep="\n")


if __name__ == "__main__":
    main()
