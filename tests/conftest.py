"""What many tests need: the sample centre, and what was learned from it (once a run: it takes a second)."""

from datetime import date

import pytest

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
