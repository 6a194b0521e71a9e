"""Whether the agent speaks at the moment, from what is heard of them."""

from transcripts.event import Milliseconds

SILENT_MS = 8_000
"""Without a word for so long they have stopped, though no final text has said so: a cough has none.

Not shorter: a recogniser may give no partial words, and by then a card that waited for them is stale."""


class AgentSpeech:
    def __init__(self) -> None:
        self._open: set[str] = set()
        self._last_ms: Milliseconds = 0

    @property
    def ends_ms(self) -> Milliseconds | None:
        """When they are taken to have stopped; None: they do not speak."""
        return self._last_ms + SILENT_MS if self._open else None

    def heard(self, utterance_id: str, now_ms: Milliseconds) -> bool:
        """A sound or a word of an utterance. True: they began to speak."""
        began = not self._open
        self._open.add(utterance_id)
        self._last_ms = now_ms
        return began

    def finished(self, utterance_id: str) -> bool:
        """The final text of an utterance. True: they have stopped, or nobody knew that they spoke."""
        self._open.discard(utterance_id)
        return not self._open

    def over(self, now_ms: Milliseconds) -> bool:
        """True: nothing has been heard for so long that they have stopped."""
        if self.ends_ms is None or now_ms < self.ends_ms:
            return False
        self._open.clear()
        return True
