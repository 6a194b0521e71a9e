"""Whether a person or a machine answers a call of ours: judged from the first sound on.

Callers who rang us are judged only once they make a long sound (`voice.far_end_watch`).
"""

from voice.audio import mulaw
from voice.turns.activity import VoiceActivity
from voice.turns.far_end import FarEnd
from voice.turns.heard import FarEndKind, Heard

LISTENS_MS = 45_000
"""After the answer; whoever talks by then is known."""

GREETING_MS = 4000
"""A long greeting that begins so soon is a machine's; later, a person answers what the bot has said."""

_MACHINES = frozenset({FarEndKind.MACHINE, FarEndKind.IVR, FarEndKind.FAX})


class CalledEars:
    """One call's."""

    def __init__(self, activity: VoiceActivity) -> None:
        self._activity = activity
        self._far_end = FarEnd(GREETING_MS)
        self._over = False

    def frame(self, frame: bytes, at_ms: int) -> list[Heard]:
        """20 ms of μ-law. A machine is told once; a person is no news."""
        if self._over or at_ms > LISTENS_MS:
            return []
        pcm = mulaw.decode(frame)
        heard = self._far_end.push(pcm, self._activity.voiced(pcm.tobytes()), at_ms)
        machine = [each for each in heard if each.kind in _MACHINES]
        self._over = bool(machine)
        return machine[:1]
