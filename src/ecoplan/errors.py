"""What a caller can get wrong. Content is never an error: it is a finding."""


class EcoplanError(Exception):
    """Says in one line what is wrong, where, and what to do."""


class UnreadableText(EcoplanError):
    """The file holds no text that can be decoded."""


class UnknownJurisdiction(EcoplanError):
    """No jurisdiction has that id."""


class BrokenJurisdiction(EcoplanError):
    """A jurisdiction's file does not say what such a file says."""


class InvalidPlan(EcoplanError):
    """Data that is no plan: the message carries the JSON pointer and the reason."""


class UnwritableChange(EcoplanError):
    """The plan says what cannot be put into its text without saying something else too."""
