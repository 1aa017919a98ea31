"""What a place is to the reader: one TOML file each, saying how it differs from the place above."""

from ecoplan.jurisdictions.declared import Found
from ecoplan.jurisdictions.doors import (
    FileFinding,
    findings,
    found,
    found_from,
    jurisdiction,
    jurisdiction_from,
    jurisdictions_in,
    known,
    refresh,
)
from ecoplan.jurisdictions.hooks import Hooks
from ecoplan.jurisdictions.place import NATION, Jurisdiction, RegisteredBody, Season
from ecoplan.jurisdictions.recognition import Territory, recognise, recognised, territory

__all__ = [
    "NATION",
    "FileFinding",
    "Found",
    "Hooks",
    "Jurisdiction",
    "RegisteredBody",
    "Season",
    "Territory",
    "findings",
    "found",
    "found_from",
    "jurisdiction",
    "jurisdiction_from",
    "jurisdictions_in",
    "known",
    "recognise",
    "recognised",
    "refresh",
    "territory",
]
