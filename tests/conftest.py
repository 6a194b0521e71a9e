"""What many tests need: the sample centre, and what was learned from it (once a run: it takes a second)."""

from collections.abc import Iterator
from datetime import date

import pytest
import structlog

from config.centre import Centre
from config.centre_files import load_centre
from config.settings import SAMPLE_CENTRE
from voice.bot.understanding import Understanding


@pytest.fixture(scope="session")
def centre() -> Centre:
    return load_centre(SAMPLE_CENTRE)


@pytest.fixture(scope="session")
def understanding(centre: Centre) -> Understanding:
    return Understanding(centre, date(2026, 11, 20))


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """A command configures the log of its process, which here is everybody's, and its stream is closed after it."""
    yield
    structlog.reset_defaults()
