"""What a place is to the reader: what its file may say, and what it takes from the place above."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from ecoplan.model import SectionRole
from ecoplan.source import fold

__all__ = ["NATION", "Jurisdiction", "RegisteredBody", "Season", "over"]

NATION = "china"
"""Id of the place that every other one lies within."""


def _says(*examples: Any, **keywords: Any) -> dict[str, Any]:
    """Metadata for the JSON Schema of a field: examples, and what else it says of the values."""
    return {"schema": {"examples": list(examples), **keywords}}


_DAY = "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"


@frozen(kw_only=True)
class RegisteredBody:
    """A body (机关, 单位) that documents of the place name.

    What every government has under its usual name (某市生态环境局) need not be listed; offices, the
    committees of zones, and short names that could be those of several bodies do.
    """

    name: str = field(metadata=_says("苏州市城市管理局", "污染防治科"))
    """Full official name: 某市城市管理局; of an office its own part of it: 污染防治科."""
    aliases: tuple[str, ...] = field(default=(), metadata=_says(["市城管局"], ["污防科"]))
    """Other names and short names that mean it: 市城管局. No two bodies that existed at one
    time share one, unless they are offices of different bodies."""
    of: str | None = field(default=None, metadata=_says("苏州市生态环境局"))
    """Full name of the body it is an office of, which goes before its own; null where it stands
    alone. A body's offices are known in the plans that it issues."""
    since: int | None = field(default=None, metadata=_says(2019))
    """First year it bore the name; null where it is not known."""
    until: int | None = field(default=None, metadata=_says(2019))
    """Last year it bore the name; null where it still does."""


@frozen(kw_only=True)
class Season:
    """A season, or an event that comes every year, with its days.

    Only a place that dates its seasons gives 汛期前 (before the flood season) a date: the flood
    season of one province is not that of the next. Without data a season is no deadline.
    """

    names: tuple[str, ...] = field(metadata=_says(["汛期", "主汛期"]))
    """What documents call it."""
    begins: str = field(metadata=_says("05-01", pattern=_DAY))
    """Its first day, month and day: 05-01."""
    ends: str | None = field(default=None, metadata=_says("09-30", pattern=_DAY))
    """Its last day, of the next year where that comes first in the year (a heating season from
    11-15 to 03-15); null for an event of one day."""

    @property
    def days(self) -> str:
        """First and last day, ``05-01/09-30``: its meaning in the vocabulary."""
        return f"{self.begins}/{self.ends or self.begins}"


@frozen(kw_only=True, cache_hash=True)
class Jurisdiction:
    """How the documents of one place are written, and what names the place.

    What names a place (id, code, name, short names, document numbers) and what is said of the
    file (version, references, limits) is its own. Everything else is what it adds to the place
    above: its own words come first. Words are words, not patterns: every character of one means
    itself.
    """

    id: str = field(metadata=_says("suzhou", pattern="^[a-z][a-z0-9]*(-[a-z0-9]+)*$"))
    """Lower-case letters, digits and hyphens; the same as the file's name."""
    code: str | None = field(default=None, metadata=_says("320500", pattern=r"^[1-9][0-9]{5}$"))
    """GB/T 2260 code, six digits; null for a zone that has none. The nation, which GB/T 2260
    does not number, is 100000."""
    name: str = field(metadata=_says("苏州市"))
    """Full name: 某市."""
    short_names: tuple[str, ...] = field(default=(), metadata=_says(["苏州"]))
    """Other names that mean the place: 某."""
    within: str | None = field(default=None, metadata=_says("jiangsu", "china"))
    """Id of the place above: of a file in the same folder, of an installed package's, or of one
    that ships with ecoplan. Null for the nation alone."""
    version: str | None = field(default=None, metadata=_says("2025.1"))
    """Version of the file; null where it has that of the package it came with."""
    document_numbers: tuple[str, ...] = field(default=(), metadata=_says(["苏府", "苏环"]))
    """What its bodies' document numbers (发文字号) begin with: 国办发."""
    references: tuple[str, ...] = field(
        default=(), metadata=_says(["《苏州市2023年生态环境工作要点》"])
    )
    """Documents that the file was checked with."""
    limits: tuple[str, ...] = field(
        default=(), metadata=_says(["Offices of the bureau are those of 2023."])
    )
    """What the file does not cover, a sentence each."""
    headings: Mapping[SectionRole, tuple[str, ...]] = field(
        factory=dict, hash=False, metadata=_says({"goals": ["奋斗目标"]})
    )
    """Words in a section's title that say what the section is for."""
    furniture: tuple[str, ...] = field(default=(), metadata=_says(["政务公开", "智能问答"]))
    """Phrases of the web page around the document, which are no part of it."""
    bodies: tuple[RegisteredBody, ...] = field(
        default=(), metadata=_says([{"name": "苏州市城市管理局", "aliases": ["市城管局"]}])
    )
    """Bodies with their aliases; they go before what every government has."""
    body_endings: tuple[str, ...] = field(default=(), metadata=_says(["公所"]))
    """What names of bodies end in where they sign or head a document: 局, 委员会. For running
    text, add an ending to ``words`` as ``body_ending.office``."""
    generic_bodies: tuple[str, ...] = field(default=(), metadata=_says(["各县级市、区"]))
    """Words that stand for bodies without naming one: 有关部门, 各区县市."""
    districts: tuple[str, ...] = field(
        default=(), metadata=_says(["苏州工业园区", "太湖国家旅游度假区"])
    )
    """Its zones and other parts that GB/T 2260 gives no code (development zones, state farms):
    they count as localities, and a document that names one is of the place."""
    names: tuple[str, ...] = field(default=(), metadata=_says(["263专项行动", "一湖两河"]))
    """Names and slogans that contain numbers which count nothing: 三线一单."""
    seasons: tuple[Season, ...] = field(
        default=(), metadata=_says([{"names": ["汛期"], "begins": "05-01", "ends": "09-30"}])
    )
    """Seasons and yearly events with their days."""
    words: Mapping[str, tuple[str, ...]] = field(
        factory=dict, hash=False, metadata=_says({"role_label.lead": ["领办单位"]})
    )
    """Words it adds to the genre's, by ``table.meaning`` of `vocabulary/words.toml`. Those that
    places have are described here; no word has two meanings in one table."""
    hooks: tuple[str, ...] = field(default=(), metadata=_says(["suzhou_plans.hooks:HOOKS"]))
    """Python objects, ``module:name``, that say what data cannot (`ecoplan.jurisdictions.Hooks`).
    Only the file of an installed package may name them: a file alone is data and runs nothing."""

    @property
    def additions(self) -> tuple[tuple[str, str], ...]:
        """Every word it adds to the vocabulary, as a pair of its ``table.meaning`` and the word in
        folded form: those of `words`, and the seasons."""
        worded = ((meaning, word) for meaning, added in self.words.items() for word in added)
        seasons = (
            (f"season.{season.days}", name) for season in self.seasons for name in season.names
        )
        return tuple((meaning, fold(word)) for meaning, word in (*worded, *seasons))

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


# Inheritance


def over(place: Jurisdiction, above: Jurisdiction) -> Jurisdiction:
    """``place`` with what it takes from the place ``above``: its own words come first."""
    return evolve(
        place,
        headings=_merged(place.headings, _without(above.headings, place.headings)),
        furniture=_joined(place.furniture, above.furniture),
        bodies=place.bodies + above.bodies,
        body_endings=_joined(place.body_endings, above.body_endings),
        generic_bodies=_joined(place.generic_bodies, above.generic_bodies),
        districts=_joined(place.districts, above.districts),
        names=_joined(place.names, above.names),
        seasons=place.seasons + _unnamed_in(above.seasons, place.seasons),
        words=_merged(place.words, above.words),
        hooks=_joined(place.hooks, above.hooks),
    )


def _unnamed_in(inherited: Iterable[Season], own: Iterable[Season]) -> tuple[Season, ...]:
    """The seasons of the place above by the names that the place itself does not date."""
    dated = {name for season in own for name in season.names}
    left = (
        evolve(season, names=tuple(name for name in season.names if name not in dated))
        for season in inherited
    )
    return tuple(season for season in left if season.names)


_Key = TypeVar("_Key", bound=str)


def _joined(own: Iterable[str], inherited: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*own, *inherited]))


def _without(
    inherited: Mapping[_Key, tuple[str, ...]], own: Mapping[_Key, tuple[str, ...]]
) -> dict[_Key, tuple[str, ...]]:
    """What is inherited, without the words that the place itself gives a meaning."""
    given = {word for words in own.values() for word in words}
    return {
        key: tuple(word for word in words if word not in given) for key, words in inherited.items()
    }


def _merged(
    own: Mapping[_Key, tuple[str, ...]], inherited: Mapping[_Key, tuple[str, ...]]
) -> dict[_Key, tuple[str, ...]]:
    return {key: _joined(own.get(key, ()), inherited.get(key, ())) for key in {**inherited, **own}}
