"""A file → its text → what it says."""

from pathlib import Path

from ecoplan.assemble import parse
from ecoplan.errors import UnreadableText
from ecoplan.jurisdictions import Jurisdiction
from ecoplan.model import Plan
from ecoplan.source import decode

__all__ = ["SUFFIXES", "read", "text_of"]

SUFFIXES = (".txt",)
"""What the names of files end in that are read where a whole directory is given."""


def read(path: str | Path, jurisdiction: str | Jurisdiction | None = None) -> Plan:
    """The plan in the text file at ``path``: UTF-8, UTF-16 with a byte order mark, or GB18030.

    ``jurisdiction`` is an id, or None to recognise it from the text. Raises `OSError` where the
    file cannot be opened, `UnreadableText` where it holds no text, `UnknownJurisdiction`.
    """
    try:
        text = text_of(Path(path).read_bytes())
    except UnreadableText as error:
        raise UnreadableText("{where}: {fault}", where=path, fault=error.message) from error
    return parse(text, jurisdiction)


def text_of(data: bytes) -> str:
    """The text in a file's bytes. Raises `UnreadableText` where there is none."""
    text = decode(data)
    if not text:
        raise UnreadableText("the file is empty; give one that holds the document's text")
    return text
