"""In which language the command line speaks."""

import gettext
import os
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ecoplan import messages
from ecoplan.messages import CATALOGUES, DOMAIN, LANGUAGES, Language

__all__ = ["OPTION", "language_of", "speak"]

OPTION = "--lang"


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """What ``--lang`` asks for, else what the locale does: zh for Chinese of any script and place.

    It is looked for before anything is parsed, so that help and refusals are in that language
    wherever it stands.
    """
    words = [part for argument in arguments for part in argument.split("=", 1)]
    for option, given in reversed([*pairwise(words)]):
        for language in LANGUAGES:
            if (option, given) == (OPTION, language):
                return language
    named = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if next(filter(None, named), "").lower().startswith("zh") else "en"


def speak(language: Language) -> None:
    """Have ecoplan's own sentences and click's be in this language from now on."""
    messages.speak(language)
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language  # which is where gettext, and so click, looks first
