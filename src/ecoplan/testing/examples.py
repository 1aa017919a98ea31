"""Examples of a place: documents, what is read in them, and who has looked whether that is right.

A folder each: ``document.txt``; ``plan.json``, what ecoplan read there, made by a command; and
``reviewed.toml``, in which a person says to have read every fact of it against the document. What
was not reviewed, or reads otherwise now, is a finding.
"""

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from attrs import frozen

from ecoplan import converter
from ecoplan.assemble import parse
from ecoplan.errors import EcoplanError, UnreadableText
from ecoplan.flattener import lines
from ecoplan.jurisdictions import Jurisdiction
from ecoplan.messages import Message
from ecoplan.model import Plan
from ecoplan.reading import text_of

__all__ = ["Example", "Review", "examples_in"]

DOCUMENT = "document.txt"
_REVIEW = """\
# Read every fact of plan.json against document.txt; then write your name and the day (2025-06-30).
# `facts` says which facts they were: when others are read, they are to be reviewed again.
by = "{by}"
on = "{on}"
facts = "{facts}"
"""


@frozen
class Review:
    """What ``reviewed.toml`` says; nothing where it is not there, or is no TOML."""

    by: str = ""
    """Who read the plan against the document; empty where nobody has."""
    on: str = ""
    """The day, ISO 8601."""
    facts: str = ""
    """Which facts they were."""

    @property
    def is_signed(self) -> bool:
        """Whether a person has signed it, with a day."""
        try:
            return bool(self.by.strip() and dt.date.fromisoformat(self.on))
        except ValueError:
            return False


@frozen(slots=False)
class Example:
    """A document in a folder, with what is expected to be read in it."""

    folder: Path

    @property
    def document(self) -> Path:
        """The document's file."""
        return self.folder / DOCUMENT

    @property
    def plan_file(self) -> Path:
        """The file of the plan that is expected."""
        return self.folder / "plan.json"

    @property
    def review_file(self) -> Path:
        """The file of the review."""
        return self.folder / "reviewed.toml"

    @cached_property
    def text(self) -> str:
        """The document's text. Raises `UnreadableText` where it has none."""
        try:
            return text_of(self.document.read_bytes())
        except UnreadableText as error:
            raise UnreadableText(
                "{where}: {fault}", where=self.document, fault=error.message
            ) from error

    @cached_property
    def expected(self) -> Plan | None:
        """The plan that is expected; null where none is written down, or none that can be read."""
        return self._loaded[0]

    @property
    def unreadable(self) -> str | None:
        """Why there is no plan that is expected; null where there is one."""
        return self._loaded[1]

    @cached_property
    def _loaded(self) -> tuple[Plan | None, str | None]:
        try:
            return converter.loads(self.plan_file.read_bytes()), None
        except FileNotFoundError:
            return None, Message("not there")
        except OSError as error:
            return None, Message(error.strerror or str(error))
        except EcoplanError as error:
            return None, error.message

    @property
    def review(self) -> Review:
        """What the review says."""
        try:
            table = tomllib.loads(self.review_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Review()
        said = {key: str(table[key]) for key in ("by", "on", "facts") if key in table}
        return Review(**said)

    @property
    def is_reviewed(self) -> bool:
        """Whether a person has signed the facts that are expected."""
        review, expected = self.review, self.expected
        return expected is not None and review.is_signed and review.facts == fingerprint(expected)

    def expect(self, place: Jurisdiction) -> bool:
        """Write down what is read now; a review of other facts loses its signature.

        Returns whether there is something to review.
        """
        plan = parse(self.text, place)
        facts = fingerprint(plan)
        review = self.review
        if review.facts != facts:
            review = Review(facts=facts)
        self.plan_file.write_text(converter.dumps(plan, indent=1) + "\n", encoding="utf-8")
        written = _REVIEW.format(by=review.by, on=review.on, facts=review.facts)
        self.review_file.write_text(written, encoding="utf-8")
        return not review.is_signed


def fingerprint(plan: Plan) -> str:
    """Which facts a plan states, and of which bodies: equal for plans that state the same."""
    bodies = (str(body.registered) for each in plan.responsibilities for body in each.bodies)
    said = "\n".join((lines(plan), *bodies))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def examples_in(folder: Path) -> Iterator[Example]:
    """The examples in a folder, itself one or holding one in each of its folders."""
    if (folder / DOCUMENT).is_file():
        yield Example(folder)
        return
    for each in sorted(folder.iterdir()) if folder.is_dir() else ():
        if (each / DOCUMENT).is_file():
            yield Example(each)
