"""Which frames of a side of the line sound, and what that says about who spoke when.

Works on one flag a frame (20 ms), so that the caller's ear, the timeline and the tests share one notion.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transcripts.events import Milliseconds
from voice.audio.types import FRAME_MS, FRAME_SAMPLES, Int16Array

QUIET_RMS = 60.0
"""Below this, of 32768, a frame is silence: -55 dB, under any voice and above an idle line."""

SHARE_OF_LOUD = 0.08
"""A recording's frame is speech above this share of its loud frames: 22 dB under them, above room noise."""

SAME_TURN_MS = 800
"""A pause of the caller's up to this is within a turn: at a comma a voice may rest for half a second."""

SAME_BREATH_MS = 400
"""A pause of the bot's up to this is within what it is saying; after a longer one it is another answer."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of sound on the call's clock."""

    start_ms: Milliseconds
    end_ms: Milliseconds


@dataclass(frozen=True, slots=True)
class CallerTurn:
    """One piece of the caller's speech, and how the other end took it, as it was heard at this end."""

    said: str
    """What was played: the name of the recording."""
    start_ms: Milliseconds
    end_ms: Milliseconds
    answered_ms: Milliseconds | None
    """When the first sound of the answer was heard; None: nothing came before the caller spoke again."""
    stopped_after_ms: Milliseconds | None = None
    """Where the caller spoke over the bot: how long the bot was still heard."""

    @property
    def latency_ms(self) -> Milliseconds | None:
        """From the end of the caller's speech to the first sound of the answer."""
        return None if self.answered_ms is None else self.answered_ms - self.end_ms


def is_sounding(frame: Int16Array) -> bool:
    return _rms(frame.reshape(1, -1))[0] >= QUIET_RMS


def speech_frames(pcm: Int16Array) -> list[bool]:
    """Which frames of a recording are speech, by their level against its loud ones. The last may be short."""
    whole = -(-pcm.size // FRAME_SAMPLES) * FRAME_SAMPLES
    levels = _rms(np.pad(pcm, (0, whole - pcm.size)).reshape(-1, FRAME_SAMPLES))
    if not levels.size:
        return []
    threshold = max(QUIET_RMS, SHARE_OF_LOUD * float(np.percentile(levels, 95)))
    return [bool(loud) for loud in levels >= threshold]


def spans(frames: Sequence[bool], same_ms: Milliseconds) -> list[Span]:
    """The stretches of sound; pauses up to `same_ms` are part of them."""
    found: list[Span] = []
    for index, sounds in enumerate(frames):
        if not sounds:
            continue
        at = index * FRAME_MS
        if found and at - found[-1].end_ms <= same_ms:
            found[-1] = Span(found[-1].start_ms, at + FRAME_MS)
        else:
            found.append(Span(at, at + FRAME_MS))
    return found


def caller_turns(
    said: Sequence[bool], heard: Sequence[bool], labels: Sequence[tuple[Milliseconds, str]]
) -> list[CallerTurn]:
    """The caller's turns with the latency of each answer. `labels`: when which recording began, in order."""
    speech, answers = spans(said, SAME_TURN_MS), spans(heard, SAME_BREATH_MS)
    turns: list[CallerTurn] = []
    for index, turn in enumerate(speech):
        until = speech[index + 1].start_ms if index + 1 < len(speech) else len(heard) * FRAME_MS
        answered = next((span.start_ms for span in answers if turn.end_ms <= span.start_ms < until), None)
        cut = next((span for span in answers if span.start_ms < turn.start_ms < span.end_ms), None)
        label = next((name for start, name in reversed(labels) if start <= turn.start_ms), "")
        turns.append(
            CallerTurn(
                said=label,
                start_ms=turn.start_ms,
                end_ms=turn.end_ms,
                answered_ms=answered,
                stopped_after_ms=cut.end_ms - turn.start_ms if cut else None,
            )
        )
    return turns


def _rms(frames: Int16Array) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.sqrt(np.mean(np.square(frames, dtype=np.float64), axis=1))
