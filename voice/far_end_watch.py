"""Listens to what is on the line when a sound goes on for long: it may be the music of a caller's hold.

Callers' turns are short; only what outlasts them is worth 20 µs a frame.
"""

from voice.audio import mulaw
from voice.turns.far_end import FarEnd
from voice.turns.heard import FarEndKind, Heard

LONG_SOUND_MS = 2000
"""A turn beyond this may be no turn, in ms."""

MUSIC_SHARE = 0.3
"""A turn is music when at least this part of it held its pitch; of speech a tenth does."""

_TOLD = frozenset(
    {
        FarEndKind.MUSIC,
        FarEndKind.MACHINE,
        FarEndKind.IVR,
        FarEndKind.RINGING,
        FarEndKind.BUSY,
        FarEndKind.FAX,
    }
)
"""What is told of; and the end of it."""


class FarEndWatch:
    """One call's. The caller rang, so greetings are not judged by their length."""

    def __init__(self) -> None:
        self._far_end = FarEnd(greeting_ms=0)
        self._listening = False
        self._told: FarEndKind | None = None
        self._turn_ms = 0
        self._frames = self._held = 0

    @property
    def on_hold(self) -> bool:
        """Music was heard last, and no person since."""
        return self._told is FarEndKind.MUSIC

    @property
    def was_music(self) -> bool:
        """Whether the turn under way, or else the last one, is music. Who speaks after the music is heard."""
        return self.on_hold and self._held >= MUSIC_SHARE * max(1, self._frames)

    def frame(self, frame: bytes, *, voiced: bool, turn_ms: int, at_ms: int) -> list[Heard]:
        """20 ms of μ-law that begin at `at_ms`; `turn_ms`: how long the turn under way has lasted, or 0."""
        if 0 < turn_ms < self._turn_ms:
            self._frames = self._held = 0
        self._turn_ms = turn_ms or self._turn_ms
        if turn_ms < LONG_SOUND_MS and not self.on_hold:
            self._listening = False
            return []
        if not self._listening and not self.on_hold:
            self._far_end = FarEnd(greeting_ms=0)
        self._listening = True
        news = self._news(self._far_end.push(mulaw.decode(frame), voiced, at_ms))
        if turn_ms:
            self._frames += 1
            self._held += self._far_end.holds_pitch
        return news

    def said(self, text: str, at_ms: int) -> list[Heard]:
        """The words of a turn: "press one for sales" is no caller."""
        return self._news(self._far_end.said(text, at_ms)) if text else []

    def _news(self, heard: list[Heard]) -> list[Heard]:
        news: list[Heard] = []
        for each in heard:
            if each.kind in (FarEndKind.KEY, FarEndKind.BEEP):
                continue
            kind = each.kind if each.kind in _TOLD else None
            if kind is not self._told:
                self._told = kind
                news.append(each)
        return news
