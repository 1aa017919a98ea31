"""The conformance kit: what is left to do before a place's file is good, a finding each.

================  ==============================================================================
no-schema-line    nothing tells an editor by which schema to check the file: write the first line
to-review         a line was filled in from a sample: read it, mend it, take its mark away
no-example        no document shows what the file is for: write one, beside the file
not-recognised    nothing in the example's front or signature names the place: have it do so, or
                  add the words that do
expected-missing  there is no plan.json yet, or one that is no plan (any more): run ``ecoplan
                  jurisdictions expect``
expected-differs  the example reads otherwise than its plan.json says: if that is right, run the
                  same, and review it
not-reviewed      nobody has signed that plan.json is right: read it, and sign reviewed.toml
word-unseen       no example has that word of the file: add a sentence with it, or take it out
coverage-low      too many numbers, time words or role words of the examples are residue: see the
                  notes
residue           one of these, with what to do about it (a note)
law-broken        a law fails, on an example, on junk, or on what Hypothesis made: report it
no-gain           the examples read as well without the file (a note): what is it for?
gain              how much better the examples read with the file (a note)
no-hypothesis     the laws were tried on the examples and on junk alone (a note): install
                  ``ecoplan[testing]`` to try them on more
================  ==============================================================================

Beside them there are those of the file itself, which `ecoplan.jurisdictions.checks` lists.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from attrs import frozen

from ecoplan.assemble import parse
from ecoplan.errors import BrokenJurisdiction
from ecoplan.jurisdictions import (
    NATION,
    FileFinding,
    Found,
    Jurisdiction,
    found,
    found_from,
    jurisdiction,
    known,
    recognise,
)
from ecoplan.jurisdictions.checks import words_of
from ecoplan.jurisdictions.declared import Declared, read_declared
from ecoplan.jurisdictions.doors import place_above
from ecoplan.messages import Message
from ecoplan.model import Coverage, ResidueReason, Tally
from ecoplan.source import Source, fold
from ecoplan.testing.examples import Example, examples_in
from ecoplan.testing.gains import strict_f1
from ecoplan.testing.junk import junk
from ecoplan.testing.laws import data_survives, reading_loses_nothing

__all__ = ["Conformance", "Kit", "conformance"]

LEAST_COVERAGE = 0.9
"""Share of the numbers, time words and role words of the examples that are read or explained."""


def conformance(
    place: str | Path, examples: Path | None = None, *, properties: int = 25
) -> Iterator[FileFinding]:
    """What is left to do for a place, by the id of an installed one or by the path of its file.

    ``examples`` is the folder of its examples; by default the folder ``examples`` beside the file.
    ``properties`` says on how many texts and plans Hypothesis tries each law. Raises
    `UnknownJurisdiction` for an id that names no place.
    """
    try:
        kit = Kit.of(place, examples)
    except BrokenJurisdiction as error:
        yield FileFinding.of(error)
        return
    for check in (kit.file, kit.examples_read, kit.words, kit.coverage, kit.junk, kit.gain):
        yield from check()
    yield from kit.laws(properties)


@frozen(slots=False)
class Kit:
    """The checks of one place."""

    found: Found
    declared: Declared
    """What its own file says, before anything is inherited."""
    examples: tuple[Example, ...]

    @classmethod
    def of(cls, place: str | Path, examples: Path | None = None) -> "Kit":
        """The kit for a place. Raises `BrokenJurisdiction` or `UnknownJurisdiction`."""
        each = _found(place)
        folder = Path(each.file).parent / "examples" if examples is None else examples
        own = tuple(example for example in examples_in(folder) if _is_for(example, each.place))
        return cls(each, read_declared(Path(each.file), each.tier, each.package), own)

    @property
    def place(self) -> Jurisdiction:
        """The place with all that it inherits."""
        return self.found.place

    # --- the file ---------------------------------------------------------------------------------

    def file(self) -> Iterator[FileFinding]:
        """The file's first line, and what is still marked for review."""
        lines = self.declared.declaration.text.splitlines()
        if not lines or not lines[0].startswith("#:schema "):
            yield self._at(
                (), "no-schema-line",
                Message(
                    "write '#:schema jurisdiction.schema.json' into the first line, and that file "
                    "by: ecoplan schema jurisdiction"
                ),
            )  # fmt: skip
        for number, line in enumerate(lines, 1):
            if _TO_REVIEW.search(line):
                yield FileFinding(
                    "to-review",
                    f"{self.found.file}:{number}",
                    Message(
                        "filled in from a sample; read it, mend it, take the word 'review' away"
                    ),
                )

    # --- the examples -----------------------------------------------------------------------------

    def examples_read(self) -> Iterator[FileFinding]:
        """Whether each example is recognised, read as reviewed, and keeps the laws."""
        if not self.examples:
            yield self._at(
                (), "no-example",
                Message(
                    "write a document as the place would (made-up figures do) to "
                    "examples/NAME/document.txt, or name the folder: --examples DIR"
                ),
            )  # fmt: skip
        for example in self.examples:
            yield from self._recognised(example)
            yield from self._expected(example)
            yield from self._kept(example.text, str(example.document))

    def _recognised(self, example: Example) -> Iterator[FileFinding]:
        meant = recognise(example.text, also=(self.place,))
        if meant.id != self.place.id:
            yield FileFinding(
                "not-recognised",
                f"{example.document}:1",
                Message(
                    "taken for a document of {place}; have its title or signature name the place, "
                    "or add the words that do as short_names, districts or document_numbers",
                    place=meant,
                ),
            )

    def _expected(self, example: Example) -> Iterator[FileFinding]:
        named = self.found.file if self.found.tier == "file" else self.place.id
        make = f"ecoplan jurisdictions expect {named} --examples {example.folder}"
        where = str(example.plan_file)
        if example.expected is None:
            message = Message("{fault}; run: {command}", fault=example.unreadable, command=make)
            yield FileFinding("expected-missing", where, message)
            return
        difference = _difference(example, self.place)
        if difference:
            yield FileFinding(
                "expected-differs",
                where,
                Message(
                    "{difference}; if what is read now is right, run: {command}",
                    difference=difference,
                    command=make,
                ),
            )
        elif not example.is_reviewed:
            yield FileFinding(
                "not-reviewed",
                str(example.review_file),
                Message(
                    "nobody has said that plan.json is right; read every fact of it against "
                    "document.txt, then write your name and the day here"
                ),
            )

    def _kept(self, text: str, where: str) -> Iterator[FileFinding]:
        try:
            reading_loses_nothing(text, self.place)
            data_survives(parse(text, self.place))
        except Exception as error:  # whatever it is, it breaks a law
            yield _broken(where, Message("reading {text!r}", text=text[:40]), error)

    # --- words and coverage -----------------------------------------------------------------------

    def words(self) -> Iterator[FileFinding]:
        """Every word that the file lists occurs in an example; a body's full name need not where
        it has others, by which documents mostly call it."""
        if not self.examples:
            return
        texts = "\n".join(fold(example.text) for example in self.examples)
        bodies = self.declared.place.bodies
        for where, word in words_of(self.declared.place):
            full_name = where[0] == "bodies" and where[2] == "name"
            if full_name and bodies[int(where[1])].aliases:
                continue
            if fold(word) not in texts and word not in self.place.name:
                yield self._at(
                    where, "word-unseen",
                    Message(
                        "'{word}' stands in no example; add a sentence that needs it, "
                        "or take it out",
                        word=word,
                    ),
                )  # fmt: skip

    def coverage(self) -> Iterator[FileFinding]:
        """How much of the examples is read, and what is not."""
        total = Coverage()
        for example in self.examples:
            plan = parse(example.text, self.place)
            total += plan.coverage
            source = Source(example.text)
            for each in plan.residue:
                line, column = source.position(each.span.start)
                yield FileFinding(
                    "residue",
                    f"{example.document}:{line}:{column}",
                    Message(
                        "'{quote}' was not read ({reason}): {remedy}",
                        quote=each.quote,
                        reason=each.reason,
                        remedy=_REMEDIES[each.reason],
                    ),
                    "note",
                )
        tallies: dict[Message, Tally] = {
            Message("numbers"): total.numbers,
            Message("time words"): total.times,
            Message("role words"): total.roles,
        }
        for name, tally in tallies.items():
            if tally.residue > (1 - LEAST_COVERAGE) * tally.total:
                yield self._at(
                    (), "coverage-low",
                    Message(
                        "{residue} of {total} {cues} of the examples were not read; "
                        "the notes say which, and what to do about each",
                        residue=tally.residue,
                        total=tally.total,
                        cues=name,
                    ),
                )  # fmt: skip

    def gain(self) -> Iterator[FileFinding]:
        """How the reviewed examples read with the file, and by the place above alone."""
        above = place_above(self.found)
        for example in self.examples:
            if above is None or example.expected is None:
                continue
            was = strict_f1(example.expected, parse(example.text, above))
            now = strict_f1(example.expected, parse(example.text, self.place))
            changed = [
                f"{kind} {was.get(kind, 0):.2f} → {now[kind]:.2f}"
                for kind in now
                if now[kind] != was.get(kind)
            ]
            where = str(example.document)
            if changed:
                message = f"{', '.join(changed)} ({above.id} → {self.place.id})"
                yield FileFinding("gain", where, message, "note")
            else:
                message = Message(
                    "reads as well by '{id}' alone; what is the file for?", id=above.id
                )
                yield FileFinding("no-gain", where, message, "note")

    # --- laws -------------------------------------------------------------------------------------

    def junk(self) -> Iterator[FileFinding]:
        """Nothing, however odd, stops the reading."""
        for text in junk(self.declared.place):
            yield from self._kept(text, self.found.file)

    def laws(self, examples: int) -> Iterator[FileFinding]:
        """The laws, on what Hypothesis makes of the place's words."""
        if find_spec("hypothesis") is None:
            message = Message(
                "Hypothesis is not installed, and the laws were tried on the examples and on junk "
                "alone; to try them on more: pip install 'ecoplan[testing]'"
            )
            yield FileFinding("no-hypothesis", self.found.file, message, "note")
            return
        from ecoplan.testing.properties import LAWS, law

        for name in LAWS if examples else ():
            try:
                law(name, self.place, examples)()
            except Exception as error:  # whatever it is, it breaks the law
                yield _broken(self.found.file, Message(name), error)

    def _at(self, where: Sequence[str | int], code: str, message: str) -> FileFinding:
        keys = ".".join(str(key) for key in where if isinstance(key, str))
        place = self.declared.declaration.place(tuple(where))
        if keys:
            message = Message("{where}: {fault}", where=keys, fault=message)
        return FileFinding(code, place, message)


_TO_REVIEW = re.compile(r"# review\b")
_REMEDIES: dict[ResidueReason, Message] = {
    "number-in-table": Message("read the table by hand"),
    "number-without-unit": Message("if it stands in a name or slogan, add that to names"),
    "number-describes": Message("most often no fact"),
    "number-unread": Message(
        "a goal or deliverable in words that the reader lacks; look for one to add to words, or "
        "report it"
    ),
    "time-describes": Message("most often no limit; a season is one where seasons dates it"),
    "time-unread": Message("words that set a limit; report it"),
    "role-without-body": Message("add the body beside it to bodies, districts or generic_bodies"),
}
"""What someone with a place's file can do about residue."""


def _found(place: str | Path) -> Found:
    if isinstance(place, Path) or place.endswith(".toml"):
        return found_from(place)
    named = jurisdiction(place)
    return next(each for each in found() if each.place.id == named.id)


def _is_for(example: Example, place: Jurisdiction) -> bool:
    """Whether an example is the place's, in a folder that may hold those of others too."""
    if example.expected is not None:
        return example.expected.read_as == place.id
    others = {each.id for each in known()} - {place.id, place.within, NATION}
    meant = recognise(example.text, also=(place,))
    return example.folder.name == place.id or meant.id not in others


def _difference(example: Example, place: Jurisdiction) -> Message | None:
    """The first thing that is read otherwise than is written down; null where nothing is."""
    expected, plan = example.expected, parse(example.text, place)
    if expected is None or plan == expected:
        return None
    for layer in ("goals", "deliverables", "responsibilities", "deadlines", "citations", "outline"):
        was, now = getattr(expected, layer), getattr(plan, layer)
        for one in was:
            if one not in now:
                return Message(
                    "'{quote}' ({layer}) is not read so any more", quote=one.quote, layer=layer
                )
        for one in now:
            if one not in was:
                return Message(
                    "'{quote}' ({layer}) is read and not written down", quote=one.quote, layer=layer
                )
    return Message("what the document says of itself, or what was not read, is another")


def _broken(where: str, what: Message, error: Exception) -> FileFinding:
    notes = getattr(error, "__notes__", ())
    cause = " ".join(" ".join([f"{type(error).__name__}: {error}", *notes]).split())
    message = Message(
        "{what}: {cause}; report it, with the file: no file should be able to do this",
        what=what,
        cause=cause[:400],
    )
    return FileFinding("law-broken", where, message)


class Conformance:
    """The kit as tests, for pytest: derive from it, name the place and its examples.

    Every finding that is not a note fails its test, and says what to do.
    """

    place: str | Path
    """Id of an installed place, or path of its file."""
    examples: Path | None = None
    """Folder of the examples; null for the folder ``examples`` beside the file."""
    properties: int = 25
    """On how many texts and plans each law is tried."""

    @cached_property
    def kit(self) -> Kit:
        """The checks of the place."""
        return Kit.of(self.place, self.examples)

    def _passes(self, check: Callable[[], Iterator[FileFinding]]) -> None:
        left = [str(each) for each in check() if each.severity != "note"]
        assert not left, "\n".join(left)

    def test_the_file_is_sound(self) -> None:
        """It can be read, names its schema, and has nothing left to review."""
        self._passes(self.kit.file)

    def test_the_examples_read_as_they_were_reviewed(self) -> None:
        """Each is recognised, reads as written down, and was reviewed by a person."""
        self._passes(self.kit.examples_read)

    def test_every_listed_word_occurs_in_an_example(self) -> None:
        """The file lists no word that nobody has seen."""
        self._passes(self.kit.words)

    def test_the_examples_are_read_nearly_whole(self) -> None:
        """Few of their numbers, time words and role words are residue."""
        self._passes(self.kit.coverage)

    def test_junk_is_read_without_failing(self) -> None:
        """Nothing, however odd, stops the reading."""
        self._passes(self.kit.junk)

    def test_the_laws_hold(self) -> None:
        """Reading loses nothing, writing invents nothing, whatever Hypothesis makes up."""
        self._passes(lambda: self.kit.laws(self.properties))
