"""Sentences for people: made in English, and told in the language that is asked for when shown.

A message keeps its template and its values, so that whoever shows it can say it otherwise. What
programs read never depends on a language: in JSON and in comparisons a message is its English.
The other languages stand in ``languages/``, as catalogues of gettext.
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

__all__ = ["CATALOGUES", "DOMAIN", "LANGUAGES", "Language", "Message", "speak", "translated"]

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
DOMAIN = "ecoplan"
"""Name of the catalogues."""
CATALOGUES = Path(__file__).with_name("languages")


class Message(str):
    """A sentence in English that can be said in another language: see `translated`.

    ``Message("no jurisdiction '{id}'", id=id)`` fills the template as `str.format` does. A template
    without values stands as it is, braces too. Values that are messages are translated with it.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> "Message":
        if isinstance(template, Message) and not values:
            return template
        message = super().__new__(cls, template.format(**values) if values else template)
        message.template = str(template)
        message.values = values
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
        return (self.template,), dict(self.values)


_language: ContextVar[Language] = ContextVar("language", default="en")


def speak(language: Language) -> None:
    """Have `translated` give this language from now on, where it is not told another."""
    _language.set(language)


def translated(text: str, language: Language | None = None) -> str:
    """A message in ``language``, or in the one spoken now (`speak`; at first English).

    A text that is no `Message`, or that the language lacks, is given as it is.
    """
    language = language or _language.get()
    if not isinstance(text, Message):
        return text
    if language == "en":
        return str(text)
    values = {name: _value(value, language) for name, value in text.values.items()}
    template = _translation(language)(text.template)
    return template.format(**values) if values else template


def _value(value: Any, language: Language) -> Any:
    return translated(value, language) if isinstance(value, Message) else value


@cache
def _translation(language: Language) -> Callable[[str], str]:
    from gettext import translation

    return translation(DOMAIN, CATALOGUES, [language]).gettext
