"""In which language the command line speaks."""

import gettext
import os
from collections.abc import Mapping

from ecoplan import messages
from ecoplan.messages import CATALOGUES, DOMAIN, Language

__all__ = ["language_of", "speak"]


def language_of(environment: Mapping[str, str]) -> Language:
    """What the locale asks for: zh for Chinese in any script or place, else en."""
    named = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "zh" if (next(filter(None, named), "")).lower().startswith("zh") else "en"


def speak(language: Language) -> None:
    """Have ecoplan's own sentences and click's be in this language from now on."""
    messages.speak(language)
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = language  # which is where gettext, and so click, looks first
