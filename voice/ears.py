"""Whether the caller is heard by the ears, and when the carrier is asked for them again.

A fork that was begun with the call goes on through `<Dial><Number>`, `<Say>` and a redirect, as was measured
at Twilio; whether it outlives `<Dial><Conference>` and hold nobody has published. No clock and no I/O here.
"""

from dataclasses import dataclass

from transcripts.events import Milliseconds
from voice.twilio.rest import Answer, Refused

FIRST_ASKED_S = 0.1
"""From the end of the ears to the first request: a call that ends takes its streams along just before."""

COMES_WITHIN_S = 1.5
"""From the carrier's "yes" to the first audio, in seconds; 0.6 were measured at Twilio."""

AGAIN_S = 0.25
LONGEST_AGAIN_S = 30.0
"""Before a request that failed is repeated; doubled each time up to the longest, in seconds."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """The ears hear again."""

    stream_id: str
    gap_ms: Milliseconds
    """Of the caller's audio, by its own timestamps."""
    explanation: str


class Ears:
    """One call's."""

    def __init__(self) -> None:
        self._why = ""
        self._stream_id = ""
        self._tries = 0
        self._last_refusal = ""

    @property
    def missing(self) -> str:
        """Why there are none, in words; empty while there are, or once a new stream of theirs has begun."""
        return "" if self._stream_id else self._why

    @property
    def awaited(self) -> bool:
        """They had ended, a new stream of theirs has begun, and nothing was heard by it yet."""
        return bool(self._stream_id)

    def lost(self, why: str) -> float | None:
        """They ended while the call goes on. In how many seconds to ask for them; None: that is under way."""
        was_missing = self.missing
        self._why, self._stream_id = self._why or why, ""
        if was_missing:
            return None
        return FIRST_ASKED_S if self._tries == 0 else self._back_off_s

    def asked(self, answer: Answer) -> float:
        """In how many seconds to ask again, if they are still missing then."""
        self._tries += 1
        if isinstance(answer, Refused):
            self._last_refusal = answer.why
            return self._back_off_s
        # An unknown outcome is treated as a promise: the address lets one stream in, however often asked.
        return max(COMES_WITHIN_S, self._back_off_s)

    def opened(self, stream_id: str) -> None:
        """A stream of theirs has begun: the first of the call, or one that was asked for."""
        if self._why:
            self._stream_id = stream_id

    def heard(self, at_ms: Milliseconds, heard_until_ms: Milliseconds) -> Reopened:
        """The first audio while they are `awaited`. `heard_until_ms`: where the audio before it ended."""
        gap_ms = max(0, at_ms - heard_until_ms)
        refused = f"; {self._last_refusal}" if self._last_refusal else ""
        reopened = Reopened(self._stream_id, gap_ms, f"{self._why}{refused}")
        self._why = self._stream_id = self._last_refusal = ""
        self._tries = 0
        return reopened

    @property
    def _back_off_s(self) -> float:
        return min(AGAIN_S * 2 ** (self._tries - 1), LONGEST_AGAIN_S)
