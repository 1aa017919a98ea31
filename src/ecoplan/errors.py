"""What a caller can get wrong. Content is never an error: it is a finding."""

from ecoplan.messages import Message


class EcoplanError(Exception):
    """Says in one line what is wrong, where, and what to do. Catch it to catch them all."""

    def __init__(self, message: str, /, **values: object) -> None:
        self.message = Message(message, **values)
        """In English; `ecoplan.messages.translated` says it in another language."""
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class UnreadableText(EcoplanError):
    """The file holds no text that can be decoded: give the document's text, best as UTF-8."""


class UnknownJurisdiction(EcoplanError):
    """No jurisdiction has that id: use one that `jurisdictions.known` lists, or name a file."""


class BrokenJurisdiction(EcoplanError):
    """A jurisdiction's file does not say what such a file says: mend the line that it names."""

    def __init__(self, code: str, where: str, fault: str) -> None:
        super().__init__("{where}: {fault}", where=where, fault=fault)
        self.args = (code, where, fault)
        self.code = code
        """Stable, kebab-case: ``unknown-key``; `ecoplan.jurisdictions.checks` lists them."""
        self.where = where
        """The file, and the line where one can be told: ``suzhou.toml:4``."""
        self.fault = fault
        """What is wrong and what to do, in one line."""


class InvalidPlan(EcoplanError):
    """Data that is no plan: the message carries the JSON pointer and the reason, `faults` all of
    them."""


class UnwritableChange(EcoplanError):
    """The plan says what cannot be put into its text without saying something else too: change
    what belongs together, or edit the text and read it again."""
