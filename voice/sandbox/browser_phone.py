"""A telephone in a browser: a person answers it, speaks, listens and presses keys, on a page of the company.

Sans-I/O like the other telephones: the page's socket hands in what the person does, and takes what is heard.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np

from transcripts.events import Milliseconds
from voice.audio.types import FRAME_MS, FRAME_SAMPLES, Int16Array
from voice.sandbox.browser_jitter import JitterBuffer
from voice.sandbox.mixer import LOUDEST, QUIETEST, SILENCE
from voice.sandbox.phones import PhoneFrame, PhoneOutcome
from voice.sandbox.sounding import is_sounding

KEYS_OF_A_PAD = frozenset("0123456789*#")
KEY_EVERY_MS = 100
"""Keys pressed faster than this wait: a telephone's tones take 100 ms each."""
MOST_KEYS = 32
LONGEST_SOUND_MS = 60_000
"""How much may wait to be said of recordings and typed words."""
GRACE_MS = 10_000
"""A call whose page is gone goes on for so long: a reload is no hanging up."""


class PhoneState(StrEnum):
    IDLE = "idle"
    CALLING = "calling"
    """It has dialled, and nobody has answered yet."""
    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"
    """As idle; `why` says what became of the last call."""


AT_REST = frozenset({PhoneState.IDLE, PhoneState.ENDED})


class PhonePage(Protocol):
    """Whoever shows the telephone. Neither of these may take time."""

    def heard(self, frame: bytes) -> None:
        """20 ms, 16 bits, little-endian."""
        ...

    def changed(self) -> None:
        """Something of the telephone's state is another now."""
        ...


@dataclass(frozen=True, slots=True)
class RecordedLine:
    """Something that the telephone can say in place of a microphone."""

    text: str
    recording: Path
    group: str = ""
    """Whose words they are."""


class BrowserPhone:
    def __init__(
        self, title: str, address: str, *, calls: str = "", lines: Sequence[RecordedLine] = ()
    ) -> None:
        """`calls` names whom its button calls; empty: it only takes calls."""
        self.title = title
        self.address = address
        self.calls = calls
        self.lines = tuple(lines)
        self.state = PhoneState.IDLE
        self.other = ""
        """The number at the other end."""
        self.why = ""
        """What became of the last call, in words."""
        self.offer: tuple[str, ...] = ()
        """What the call is about, in sentences; whoever knows sets it with `tell`."""
        self.keys = ""
        """Those that were pressed in this call."""
        self.microphone = JitterBuffer()
        self._page: PhonePage | None = None
        self._gone_ms: Milliseconds = 0
        self._aside: deque[Int16Array] = deque()
        self._begins = ""
        self._keys: deque[str] = deque()
        self._key_after_ms: Milliseconds = 0
        self._answers = self._declines = self._hangs_up = False
        self._now_ms: Milliseconds = 0
        self._since_ms: Milliseconds = 0

    # The company's side.

    def ring(self, now_ms: Milliseconds) -> None:
        self._enter(PhoneState.RINGING, now_ms)

    def frame(self, heard: Int16Array, now_ms: Milliseconds) -> PhoneFrame:
        """A telephone that dialled is answered with the first frame."""
        self._now_ms = now_ms
        if self.state is PhoneState.RINGING:
            return self._ringing(now_ms)
        if self.state is not PhoneState.TALKING:
            self._enter(PhoneState.TALKING, now_ms)
        if self._hangs_up or self._is_deserted():
            return PhoneFrame(hangs_up=True)
        if self._page is not None:
            self._page.heard(heard.astype("<i2", copy=False).tobytes())
        said = self._said()
        begins, self._begins = self._begins, ""
        return PhoneFrame(said, key=self._key(now_ms), speaking=is_sounding(said), begins=begins)

    def joined(self, other: str) -> None:
        """It is on a leg from now on, which does not ring yet."""
        self.other = other

    def ended(self, why: str) -> None:
        """Its leg is over."""
        self.why, self.offer = why, ()
        self._enter(PhoneState.ENDED, self._now_ms)

    # The page's side.

    @property
    def for_ms(self) -> Milliseconds:
        """How long it has been in its state."""
        return self._now_ms - self._since_ms if self.state is PhoneState.TALKING else 0

    @property
    def page(self) -> PhonePage | None:
        return self._page

    def show_on(self, page: PhonePage | None) -> None:
        """The page that shows it from now on; None: there is none any more."""
        self._page = page
        self._gone_ms = 0
        self.microphone.clear()

    def dial(self) -> None:
        """It calls; whoever hands it in places the call."""
        self._enter(PhoneState.CALLING, self._now_ms)

    def tell(self, offer: Sequence[str]) -> None:
        """What the call is about that rings here, or will in a moment."""
        self.offer = tuple(offer)
        self._tell_page()

    def answer(self) -> None:
        self._answers = self.state is PhoneState.RINGING

    def decline(self) -> None:
        self._declines = self.state is PhoneState.RINGING

    def hang_up(self) -> None:
        self._hangs_up = self.state in (PhoneState.TALKING, PhoneState.CALLING)

    def press(self, key: str) -> None:
        """Keys that are none of a telephone's, and those outside of a call, do nothing."""
        if key in KEYS_OF_A_PAD and self.state is PhoneState.TALKING and len(self._keys) < MOST_KEYS:
            self._keys.append(key)
            self.keys = (self.keys + key)[-MOST_KEYS:]
            self._tell_page()

    def speak(self, frame: bytes) -> None:
        """20 ms of the microphone. Raises `ValueError` for anything else."""
        if len(frame) != FRAME_SAMPLES * 2:
            raise ValueError(f"a frame is {FRAME_SAMPLES * 2} bytes, and not {len(frame)}")
        if self.state is PhoneState.TALKING:
            self.microphone.push(np.frombuffer(frame, "<i2").astype(np.int16))

    def say(self, name: str, pcm: Int16Array) -> bool:
        """Says a sound as well, after those that wait. False: too much waits, or nobody listens."""
        frames = -(-pcm.size // FRAME_SAMPLES)
        if self.state is not PhoneState.TALKING or (len(self._aside) + frames) * FRAME_MS > LONGEST_SOUND_MS:
            return False
        padded = np.pad(pcm, (0, frames * FRAME_SAMPLES - pcm.size))
        edges = range(0, padded.size + 1, FRAME_SAMPLES)
        self._aside.extend(padded[start:end] for start, end in pairwise(edges))
        self._begins = name
        return True

    # Within.

    def _ringing(self, now_ms: Milliseconds) -> PhoneFrame:
        if self._declines:
            return PhoneFrame(declines=True, outcome=PhoneOutcome.DECLINED)
        if self._answers:
            self._enter(PhoneState.TALKING, now_ms)
            return PhoneFrame(answers=True, outcome=PhoneOutcome.ANSWERED)
        return PhoneFrame()

    def _said(self) -> Int16Array:
        spoken = self.microphone.pop()
        if not self._aside:
            return spoken
        aside = self._aside.popleft()
        if spoken is SILENCE:
            return aside
        return np.clip(spoken.astype(np.int32) + aside, QUIETEST, LOUDEST).astype(np.int16)

    def _key(self, now_ms: Milliseconds) -> str:
        if not self._keys or now_ms < self._key_after_ms:
            return ""
        self._key_after_ms = now_ms + KEY_EVERY_MS
        return self._keys.popleft()

    def _is_deserted(self) -> bool:
        self._gone_ms = self._gone_ms + FRAME_MS if self._page is None else 0
        return self._gone_ms > GRACE_MS

    def _enter(self, state: PhoneState, now_ms: Milliseconds) -> None:
        if state is not PhoneState.TALKING:
            self._answers = self._declines = self._hangs_up = False
            self._keys.clear()
        if state in (PhoneState.RINGING, PhoneState.CALLING):
            self.why = self.keys = ""
        self._aside.clear()
        self.microphone.clear()
        self.state, self._now_ms, self._since_ms = state, now_ms, now_ms
        self._tell_page()

    def _tell_page(self) -> None:
        if self._page is not None:
            self._page.changed()
