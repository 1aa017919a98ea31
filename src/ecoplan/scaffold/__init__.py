"""A new place: its file, and the file of the place above where that is missing, or a package."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from string import Template

from attrs import field, frozen

from ecoplan.errors import BrokenJurisdiction, EcoplanError
from ecoplan.jurisdictions import NATION, Jurisdiction, found_from, known
from ecoplan.jurisdictions.checks import flaws
from ecoplan.places import Place, lies_within, place_at, place_of, places_above
from ecoplan.scaffold.sample import Seen, SeenBody, seen_in
from ecoplan.schema import json_schema

__all__ = ["NewPlace", "package", "place_file"]

SCHEMA = "jurisdiction.schema.json"

Written = Mapping[Path, str]
"""Path below the folder → what is to stand there."""


@frozen(kw_only=True)
class NewPlace:
    """What the caller says of a place."""

    id: str
    name: str
    code: str | None = None
    within: str | None = None
    """Null for the nearest known place that the code lies in."""
    sample: str | None = None
    """Text of a document of the place; null for none."""
    sample_name: str = ""
    """How to call that document in comments."""
    seen: Seen = field(init=False)

    @seen.default
    def _look(self) -> Seen:
        return seen_in(self.sample, self.name) if self.sample else Seen()


def place_file(new: NewPlace, folder: Path) -> list[Path]:
    """Write the place's file into ``folder``, and what it needs beside it; return the paths.

    That is the file of the place above where ``within`` names one that is not known, and the
    schema where none stands at ``schemas/`` in a folder above. Nothing is ever overwritten.
    Raises `FileExistsError`, or an `EcoplanError` where what was said makes no sound file.
    """
    return _write(_place(new, folder), folder)


def package(new: NewPlace, folder: Path) -> list[Path]:
    """Write an installable package that holds the place's file, with tests; return the paths.

    ``folder`` is the package's own. Raises as `place_file` does.
    """
    module = f"{new.id.replace('-', '_')}_plans"
    source = Path("src", module)
    places = _place(new, folder / source)
    words = {
        "id": new.id,
        "name": new.name,
        "project": f"{new.id}-plans",
        "module": module,
        "test_class": "".join(part.title() for part in new.id.split("-")),
    }
    written = {
        Path("pyproject.toml"): _template("pyproject.toml.in", words),
        Path("README.md"): _template("README.md.in", words),
        source / "__init__.py": _template("package.py.in", words),
        Path("tests", f"test_{module}.py"): _template("test_place.py.in", words),
        **{source / path: text for path, text in places.items()},
    }
    if new.sample is not None:
        written[Path("tests", "examples", new.id, "document.txt")] = new.sample
    return _write(written, folder)


def _template(name: str, words: Mapping[str, str]) -> str:
    text = (files("ecoplan.scaffold") / "templates" / name).read_text(encoding="utf-8")
    return Template(text).substitute(words)


def _write(written: Written, folder: Path) -> list[Path]:
    targets = {folder / path: text for path, text in written.items()}
    for target in targets:
        if target.exists():
            raise FileExistsError(target)
    for target, text in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return list(targets)


# The place's file


def _place(new: NewPlace, folder: Path) -> dict[Path, str]:
    """The files of a place, tried out first: what does not load is not written."""
    schema, copy = _schema(folder)
    within, above = _above(new, folder)
    _check(Jurisdiction(id=new.id, name=new.name, code=new.code, within=within))
    if above is not None:
        _check(Jurisdiction(id=within, name=above.name, code=above.code, within=NATION))
    made = {Path(f"{new.id}.toml"): _file(new, within, schema)}
    if above is not None:
        made[Path(f"{within}.toml")] = _file_above(within, above, schema)
    _try(made, new.id, folder)
    if copy:
        text = json.dumps(json_schema("jurisdiction"), ensure_ascii=False, indent=2)
        made[Path(SCHEMA)] = text + "\n"
    return made


def _check(place: Jurisdiction) -> None:
    """Before a file is named after it: an id is no path."""
    for flaw in flaws(place):
        raise EcoplanError(flaw.fault)


def _try(made: Mapping[Path, str], id: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as trial:
        for file in folder.glob("*.toml") if folder.is_dir() else ():
            Path(trial, file.name).write_bytes(file.read_bytes())
        for path, text in made.items():
            Path(trial, path).write_text(text, encoding="utf-8")
        try:
            found_from(Path(trial, f"{id}.toml"))
        except BrokenJurisdiction as error:
            raise EcoplanError(error.fault) from error


def _schema(folder: Path) -> tuple[str, bool]:
    """Where an editor finds the schema from a file in ``folder``, and whether it is to be put
    there: the one of a checkout is used where the folder lies in one."""
    here = folder.absolute()
    for steps, above in enumerate((here, *here.parents)):
        if (above / "schemas" / SCHEMA).is_file():
            return "/".join([*[".."] * steps, "schemas", SCHEMA]), False
    return SCHEMA, not (folder / SCHEMA).exists()


def _above(new: NewPlace, folder: Path) -> tuple[str, Place | None]:
    """The id of the place above, and that place where its file is to be made."""
    places = {place.id: place for place in known()}
    if new.within is None:
        holding = [
            place
            for place in places.values()
            if new.code and place.code and place.code != new.code
            and lies_within(new.code, place.code)
        ]  # fmt: skip
        nearest = max(holding, key=lambda place: (place.code or "").rstrip("0"), default=None)
        return nearest.id if nearest and nearest.id != NATION else NATION, None
    if new.within in places or (folder / f"{new.within}.toml").exists():
        return new.within, None
    above = next(places_above(new.code), None) if new.code else None
    if above is None:
        raise EcoplanError(
            "no place '{id}' is known, and no code says which it is; make it first: "
            "ecoplan jurisdictions new {id} --name … --code …",
            id=new.within,
        )
    return new.within, above


def _file(new: NewPlace, within: str, schema: str) -> str:
    return "\n".join([f"#:schema {schema}", *_lines(new, within)]) + "\n"


def _lines(new: NewPlace, within: str) -> Iterator[str]:
    if new.sample:
        yield f"# Lines with the word 'review' were filled in from {new.sample_name}, by guessing:"
        yield "# read each, mend it, take the mark away."
    yield f"id = {_quoted(new.id)}"
    if new.code:
        yield f"code = {_quoted(new.code)}"
    yield f"name = {_quoted(new.name)}"
    short = _short_name(new.name, new.code)
    if short:
        yield f"short_names = [{_quoted(short)}]"
    yield f"within = {_quoted(within)}"
    yield from _seen_lines(new.seen, _Mark(new.sample_name)) if new.sample else _hints(new.name)


def _seen_lines(seen: Seen, mark: "_Mark") -> Iterator[str]:
    if seen.document_number:
        prefix, line = seen.document_number
        yield f"document_numbers = [{_quoted(prefix)}]{mark.at(line)}"
    if seen.title:
        title, line = seen.title
        yield f"references = [{_quoted(f'《{title}》')}]{mark.at(line)}"
    if seen.districts:
        names = ", ".join(_quoted(name) for name, _ in seen.districts)
        yield f"districts = [{names}]{mark.at(seen.districts[0][1])}"
    if seen.bodies:
        yield "bodies = ["
        yield from (f"  {_body(body)},{mark.at(body.line)}" for body in seen.bodies)
        yield "]"
    if seen.headings:
        yield ""
        yield "[headings]"
    for role in dict.fromkeys(role for role, _, _ in seen.headings):
        titles = [(title, line) for each, title, line in seen.headings if each == role]
        words = ", ".join(_quoted(title) for title, _ in titles)
        yield f"{role} = [{words}]{mark.at(titles[0][1])}"


def _hints(name: str) -> Iterator[str]:
    yield ""
    yield "# An editor lists what else it may say, and so does: ecoplan schema jurisdiction"
    yield "# For one, bodies of the place, with their other names:"
    yield "# bodies = ["
    yield f'#   {{ name = "{name}生态环境局", aliases = ["{name[-1]}生态环境局"], since = 2019 }},'
    yield "# ]"


@frozen
class _Mark:
    """Marks a line for review, with where the sample says it."""

    sample: str

    def at(self, line: int) -> str:
        return f"  # review: {self.sample}:{line}"


def _body(body: SeenBody) -> str:
    parts = [f"name = {_quoted(body.name)}"]
    if body.aliases:
        parts.append(f"aliases = [{', '.join(map(_quoted, body.aliases))}]")
    if body.of:
        parts.append(f"of = {_quoted(body.of)}")
    return f"{{ {', '.join(parts)} }}"


def _file_above(id: str, place: Place, schema: str) -> str:
    short = _short_name(place.name, place.code)
    within, _ = _above(NewPlace(id=id, name=place.name, code=place.code), Path())
    lines = [
        f"#:schema {schema}",
        f"id = {_quoted(id)}",
        f"code = {_quoted(place.code)}",
        f"name = {_quoted(place.name)}",
        *([f"short_names = [{_quoted(short)}]"] if short else []),
        f"within = {_quoted(within)}",
    ]
    return "\n".join(lines) + "\n"


def _short_name(name: str, code: str | None) -> str | None:
    """The name without its last word, where that alone means the place: 苏州."""
    place = place_at(code) if code else None
    for end in range(len(name) - 1, 1, -1):
        if place is not None and place_of(name[:end], place.code) == place:
            return name[:end]
    return None


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
