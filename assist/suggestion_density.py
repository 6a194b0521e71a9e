"""How much an agent is whispered to: the new ones get answers, the old hands hints."""

from datetime import date
from enum import StrEnum

from config.settings import SuggestionSettings


class Density(StrEnum):
    FULL = "full"
    EXPERT = "expert"
    """Chips, and cards of safety and compliance only."""


def density_of(started: date | None, today: date, settings: SuggestionSettings) -> Density:
    """What an agent who began on `started` sees; who gave no day is taken for new."""
    if started is None or (today - started).days < settings.new_agent_days:
        return Density.FULL
    return Density.EXPERT
