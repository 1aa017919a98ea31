"""What a place is to the reader: one TOML file each, saying how it differs from the place above."""

from ecoplan.jurisdictions.doors import (
    jurisdiction,
    jurisdiction_from,
    jurisdictions_in,
    known,
)
from ecoplan.jurisdictions.place import NATION, Jurisdiction, RegisteredBody, Season
from ecoplan.jurisdictions.recognition import Territory, recognise, territory

__all__ = [
    "NATION",
    "Jurisdiction",
    "RegisteredBody",
    "Season",
    "Territory",
    "jurisdiction",
    "jurisdiction_from",
    "jurisdictions_in",
    "known",
    "recognise",
    "territory",
]
