"""The conformance kit of ecoplan, on 苏州市."""

from pathlib import Path

from ecoplan.testing import Conformance


class TestSuzhou(Conformance):
    """Findings of these tests say what to do."""

    place = "suzhou"
    examples = Path(__file__).parent / "examples"
