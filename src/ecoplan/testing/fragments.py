"""The words that generated texts and plans are made of (``fragments.toml``)."""

import tomllib
from importlib.resources import files

__all__ = ["fragments"]


def fragments(section: str) -> dict[str, list[str]]:
    """The lists of one section, by name."""
    text = (files("ecoplan.testing") / "fragments.toml").read_text(encoding="utf-8")
    lists: dict[str, list[str]] = tomllib.loads(text)[section]
    return lists
