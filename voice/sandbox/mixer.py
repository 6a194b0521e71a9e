"""What each member of a conference hears: the others, and never oneself."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voice.audio.types import FRAME_SAMPLES, Int16Array

LOUDEST = 32767
QUIETEST = -32768

SILENCE: Int16Array = np.zeros(FRAME_SAMPLES, np.int16)
SILENCE.flags.writeable = False


@dataclass(frozen=True, slots=True, eq=False)
class Seat:
    """How one member sits in the conference during one frame."""

    muted: bool = False
    """Hears the others, and is heard by nobody."""
    on_hold: bool = False
    """Hears `music` instead of the others, and is heard by nobody."""
    waiting: bool = False
    """The conference has not begun for them: the same as on hold."""
    coaches: str = ""
    """The only member who hears them; empty: they speak to all."""
    music: Int16Array | None = None
    """The frame of hold or wait music that is due to them; None: silence."""
    aside: Int16Array | None = None
    """What only they hear, on top of the rest: a beep, an announcement."""

    @property
    def is_apart(self) -> bool:
        """Outside of the conversation, with music."""
        return self.on_hold or self.waiting


class Mixer:
    """The bridge of a conference. It keeps nothing from one frame to the next, so it cannot drift."""

    def mix(self, spoken: Mapping[str, Int16Array], seats: Mapping[str, Seat]) -> dict[str, Int16Array]:
        """What each member of `seats` hears while `spoken` is said; who is missing there says nothing.

        Frames may come out as the very arrays that went in.
        """
        to_all: dict[str, Int16Array] = {}
        to_one: dict[str, list[Int16Array]] = {}
        for member, seat in seats.items():
            frame = spoken.get(member)
            if frame is None or seat.muted or seat.is_apart:
                continue
            if seat.coaches:
                to_one.setdefault(seat.coaches, []).append(frame)
            else:
                to_all[member] = frame
        total = _sum(list(to_all.values())) if len(to_all) > 2 else None
        heard: dict[str, Int16Array] = {}
        for member, seat in seats.items():
            extra = [] if seat.aside is None else [seat.aside]
            if seat.is_apart:
                heard[member] = _clipped(extra if seat.music is None else [seat.music, *extra])
                continue
            extra += to_one.get(member, ())
            if total is None:
                heard[member] = _clipped([*(f for other, f in to_all.items() if other != member), *extra])
            else:
                others = total - to_all[member] if member in to_all else total
                heard[member] = _saturated(others + _sum(extra) if extra else others)
        return heard


def _clipped(frames: list[Int16Array]) -> Int16Array:
    match frames:
        case []:
            return SILENCE
        case [frame]:
            return frame
        case _:
            return _saturated(_sum(frames))


def _sum(frames: list[Int16Array]) -> npt.NDArray[np.int32]:
    """Wide enough for 65,000 members at full scale."""
    return np.stack(frames).sum(axis=0, dtype=np.int32)


def _saturated(samples: npt.NDArray[np.int32]) -> Int16Array:
    """Stays at full scale where the sum goes beyond it; a sum that wrapped around would click."""
    return np.clip(samples, QUIETEST, LOUDEST).astype(np.int16)
