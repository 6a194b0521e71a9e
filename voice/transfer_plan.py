"""How long a transfer waits for what, and what becomes of an agent who does not take it."""

from dataclasses import dataclass

from voice.presence import Presence
from voice.transfer_messages import Outcome

PRESENCE_AFTER = {
    Outcome.DECLINED: Presence.AVAILABLE,
    Outcome.NO_ANSWER: Presence.BREAK,
    Outcome.BUSY: Presence.BREAK,
    Outcome.FAILED: Presence.OFFLINE,
    Outcome.VOICEMAIL: Presence.BREAK,
    Outcome.AGENT_GONE: Presence.BREAK,
    Outcome.UNKNOWN: Presence.AVAILABLE,
}
"""Whoever is not at their phone is not asked for the next caller either, until they say they are back."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Times in seconds."""

    most_attempts: int = 3
    """Agents that are asked, one after the other."""
    ring_s: int = 20
    """The agent's phone rings as long; the carrier adds up to 5 s."""
    ring_margin_s: float = 7.0
    """After this much more without a word of the carrier, it is asked."""
    offer_s: float = 30.0
    """From the answer to the key: the briefing takes 12."""
    answer_s: float = 10.0
    """The roster's and the carrier's answers to commands; longer than the driver's own deadline."""
    join_s: float = 6.0
    """From the acceptance to both being in the conference."""
    leave_s: float = 3.0
    """From the caller's leaving the conference to the word whether they hung up."""
    return_s: float = 5.0
    """From the conference back to the bot."""
    pause_s: float = 1.0
    """Before a command which the carrier put off (429) is given again; doubled each time."""
    company_s: float = 15.0
    """The caller hears a word this often."""
    whole_s: float = 120.0
    """After this the caller's wait is not begun anew with another agent."""
    watch_s: float = 30.0
    """While caller and agent talk, the carrier is asked this often whether they still do."""
    most_looks: int = 3
    """In a row for the same thing, when the carrier does not say."""
    most_repeats: int = 2
    """Of one command."""
    most_returns: int = 6
    """Of moving the caller back to the bot: they must not be left in the conference."""
