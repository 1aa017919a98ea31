"""Where the real documents are; tests that need them are skipped without them."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

settings.register_profile(
    "ecoplan", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("ecoplan")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents, ECOPLAN_CORPUS or the one beside the checkout."""
    folder = Path(os.environ.get("ECOPLAN_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not folder.is_dir():
        pytest.skip(f"no real documents at {folder}; set ECOPLAN_CORPUS to read them")
    return folder


@pytest.fixture(scope="session")
def corpus_files(corpus: Path) -> list[Path]:
    """Every real document."""
    return sorted([*corpus.glob("*.txt"), *corpus.glob("wild/*.txt")])
