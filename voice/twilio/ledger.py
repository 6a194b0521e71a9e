"""What the caller has heard of what was sent: marks where the peer returns them, a byte clock where not.

A mark that comes back after a clear was flushed, not played, and looks the same on the wire; some peers
echo marks at once, some never. So marks are believed only if they were queued, not cleared, and not early.
"""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import takewhile

from transcripts.events import Milliseconds
from voice.audio.types import TELEPHONE_HZ
from voice.twilio.play_clock import PlayClock

OVERDUE_S = 1.5
"""A mark that is not back this long after its audio must be over will not come."""

UNMARKED_S = 0.25
"""Allowed for the way to the caller where no mark tells when the audio was over."""

EARLY_S = 0.1
"""A mark that is back this much before its audio can have been played was echoed, not played."""

LARGEST_DELAY_S = 5.0
"""A mark later than this says nothing of how long the way to the caller is."""

REMEMBERED_MARKS = 512
"""Names that came back or were cleared, kept to tell a duplicate from a name that was never sent."""


class MarkVerdict(Enum):
    """What a mark that came back means."""

    PLAYED = "played"
    """All that was sent before it has been played."""
    EARLY = "early"
    """It cannot have been played yet: the peer echoes marks at once."""
    CLEARED = "cleared"
    """Flushed by a clear: not heard."""
    DUPLICATE = "duplicate"
    UNKNOWN = "unknown"
    """Never queued, or too long ago to remember."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How much of an utterance the caller has heard."""

    ms: Milliseconds
    text_end: int
    """Characters of its text."""
    confirmed: bool
    """By marks. False: by the byte clock, since no mark came back (yet)."""
    finished: bool
    """Nothing of it is left to play: it was heard out, or cleared."""


class PlaybackLedger:
    """One mouth's. `now` is always monotonic seconds; text positions are characters of the utterance's text.

    One utterance is sent at a time, in order. Whoever waits for silence (an idle timer, a goodbye, a
    hang-up) waits until `playing` is false, with one timer at `next_deadline`.
    """

    def __init__(self) -> None:
        self._clock = PlayClock()
        self._utterances: dict[str, _Utterance] = {}
        self._playing: list[_Utterance] = []
        """Begun and not settled, in order; the last one is open for sending, unless it was cleared."""
        self._generation = 0
        self._pending: dict[str, _Mark] = {}
        """In the order in which they were sent, which is the order in which they come back."""
        self._spent: dict[str, MarkVerdict] = {}
        """What a name means if it comes back (again)."""
        self._verdicts: Counter[MarkVerdict] = Counter()
        self._confirmed = 0
        """The byte up to which marks vouch."""
        self._delay_s = 0.0
        """How much later than by the byte clock audio is known to be played, by the last mark believed."""
        self._marks_missing = False
        """A mark has not come back in time, and none ever has."""

    def begin(self, utterance_id: str, now: float) -> int:
        """Opens an utterance for sending, and closes the one before. Returns its generation, from 1."""
        if utterance_id in self._utterances:
            raise ValueError(f"{utterance_id} was begun before; every utterance has an id of its own")
        for utterance in self._playing:
            utterance.open = False
        self._settle(now)
        self._generation += 1
        utterance = _Utterance(self._generation, start=self._clock.sent, end=self._clock.sent, due=now)
        self._utterances[utterance_id] = utterance
        self._playing.append(utterance)
        return self._generation

    def can_send(self, generation: int) -> bool:
        """Whether audio of `generation` still belongs on the line: not once it was cleared or followed."""
        return self._open(generation) is not None

    def sent(self, generation: int, payload_bytes: int, text_end: int | None, now: float) -> None:
        """Notes audio that goes to the peer now.

        `text_end` is how far into the text the audio reaches with this payload; None: within a clause whose
        end comes with a later payload. Raises `ValueError` for audio that must not be sent (`can_send`).
        """
        utterance = self._must_be_open(generation)
        if payload_bytes <= 0:
            raise ValueError(f"{payload_bytes} bytes are no audio")
        if text_end is not None and text_end < utterance.text_end:
            raise ValueError(f"the text went back from character {utterance.text_end} to {text_end}")
        utterance.due = self._clock.send(payload_bytes, now)
        utterance.end = self._clock.sent
        if text_end is not None:
            utterance.reaches(text_end)

    def mark_name(self, generation: int, now: float) -> str:
        """The name of a mark to send now: after each clause and at the end, not oftener."""
        utterance = self._must_be_open(generation)
        utterance.marks += 1
        name = utterance.mark_name
        self._pending[name] = _Mark(utterance.end, due=max(now, utterance.due))
        return name

    def mark_returned(self, name: str, now: float) -> MarkVerdict:
        """Takes in a mark that came back, and says what it means."""
        verdict = self._judge(name, now)
        self._verdicts[verdict] += 1
        return verdict

    def cleared(self, now: float) -> None:
        """The line is emptied (or gone): what was not heard by now never will be.

        A clear is due whenever `playing`, also when the last byte was sent long ago.
        """
        for utterance in self._playing:
            utterance.outcome = replace(self._so_far(utterance, now), finished=True)
        self._playing.clear()
        for name in self._pending:
            self._remember(name, MarkVerdict.CLEARED)
        self._pending.clear()
        self._clock.clear()

    def heard(self, utterance_id: str, now: float) -> Heard:
        """How much of an utterance was heard. Raises `KeyError` for one that was never begun."""
        utterance = self._utterances[utterance_id]
        return utterance.outcome or self._so_far(utterance, now)

    def playing(self, now: float) -> bool:
        """Whether the caller may still be hearing something of what was sent."""
        return any(
            utterance.end > utterance.start and now < self._over_at(utterance) for utterance in self._playing
        )

    def queued_ms(self, now: float) -> Milliseconds:
        """How much audio is sent and cannot have been played yet."""
        return self._clock.queued(now) * 1000 // TELEPHONE_HZ

    def next_deadline(self, now: float) -> float | None:
        """When an utterance will be finished if no mark comes before (monotonic seconds). None: none will."""
        coming = (self._over_at(utterance) for utterance in self._playing if utterance.under_way)
        return min((over_at for over_at in coming if over_at > now), default=None)

    @property
    def verdicts(self) -> dict[MarkVerdict, int]:
        """How many marks came back, by what they meant."""
        return dict(self._verdicts)

    def _judge(self, name: str, now: float) -> MarkVerdict:
        mark = self._pending.get(name)
        if mark is None:
            verdict = self._spent.get(name, MarkVerdict.UNKNOWN)
            if verdict is MarkVerdict.CLEARED:
                self._remember(name, MarkVerdict.DUPLICATE)
            return verdict
        if now < mark.due - EARLY_S:
            self._spend(name)
            return MarkVerdict.EARLY
        # The line is a queue: what was sent before a mark that was played was played, too.
        for earlier in list(takewhile(lambda other: other != name, self._pending)):
            self._spend(earlier)
        self._spend(name)
        self._confirmed = max(self._confirmed, mark.position)
        delay_s = max(0.0, now - mark.due)
        if delay_s <= LARGEST_DELAY_S:
            self._delay_s = delay_s
        self._marks_missing = False
        return MarkVerdict.PLAYED

    def _so_far(self, utterance: "_Utterance", now: float) -> Heard:
        over = now >= self._over_at(utterance)
        position = utterance.end if over else min(max(self._position(now), utterance.start), utterance.end)
        # A clause is confirmed by its mark; the part of one that was cut, by the mark before it.
        vouched_for = utterance.end if position == utterance.end else utterance.start + 1
        return Heard(
            ms=(position - utterance.start) * 1000 // TELEPHONE_HZ,
            text_end=utterance.text_at(position),
            confirmed=utterance.end > utterance.start and self._confirmed >= vouched_for,
            finished=over and utterance.under_way,
        )

    def _position(self, now: float) -> int:
        """How far the line has been heard: by the last mark and the time since, never past a mark to come."""
        to_come = next((mark for mark in self._pending.values() if now < self._overdue_at(mark)), None)
        estimate = self._clock.played(now - self._delay_s)
        if to_come is not None:
            estimate = min(estimate, to_come.position)
        return min(self._clock.played(now), max(self._confirmed, estimate))

    def _over_at(self, utterance: "_Utterance") -> float:
        """When an utterance is over, as far as is known now."""
        if self._confirmed >= utterance.end > utterance.start:
            return utterance.due
        last_mark = self._pending.get(utterance.mark_name)
        if last_mark is not None and last_mark.position == utterance.end:
            return self._overdue_at(last_mark)
        return utterance.due + max(self._delay_s, UNMARKED_S)

    def _overdue_at(self, mark: "_Mark") -> float:
        return mark.due + (UNMARKED_S if self._marks_missing else self._delay_s + OVERDUE_S)

    def _settle(self, now: float) -> None:
        """Writes down the outcome of closed utterances that are over, and lets go of what led to it."""
        for utterance in [closed for closed in self._playing if not closed.open]:
            if now < self._over_at(utterance):
                break
            utterance.outcome = self._so_far(utterance, now)
            self._playing.remove(utterance)
            if utterance.mark_name in self._pending and not self._verdicts[MarkVerdict.PLAYED]:
                self._marks_missing = True
        oldest = self._playing[0].start if self._playing else self._clock.sent
        self._clock.forget(oldest)
        for name in [name for name, mark in self._pending.items() if mark.position < oldest]:
            if len(self._pending) > REMEMBERED_MARKS:
                del self._pending[name]

    def _spend(self, name: str) -> None:
        del self._pending[name]
        self._remember(name, MarkVerdict.DUPLICATE)

    def _remember(self, name: str, verdict: MarkVerdict) -> None:
        self._spent.pop(name, None)
        self._spent[name] = verdict
        if len(self._spent) > REMEMBERED_MARKS:
            del self._spent[next(iter(self._spent))]

    def _open(self, generation: int) -> "_Utterance | None":
        last = self._playing[-1] if self._playing else None
        return last if last is not None and last.generation == generation else None

    def _must_be_open(self, generation: int) -> "_Utterance":
        utterance = self._open(generation)
        if utterance is None:
            raise ValueError(
                f"generation {generation} was cleared or followed by another: send no more of it"
            )
        return utterance


@dataclass(frozen=True, slots=True)
class _Mark:
    position: int
    """The byte of the line that it stands behind."""
    due: float
    """The earliest it can come back."""


@dataclass(slots=True)
class _Utterance:
    generation: int
    start: int
    """Where on the line its audio begins and, so far, ends."""
    end: int
    due: float
    """When its audio is over by the byte clock."""
    open: bool = True
    """Until the next one is begun."""
    marks: int = 0
    points: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    """Ends of stretches: position on the line, and characters of the text up to there."""
    outcome: Heard | None = None

    def __post_init__(self) -> None:
        self.points.append((self.start, 0))

    @property
    def under_way(self) -> bool:
        """Whether anything was sent of it, or will not be any more."""
        return not self.open or self.end > self.start or self.marks > 0

    @property
    def mark_name(self) -> str:
        """Of its last mark."""
        return f"g{self.generation}.{self.marks}"

    @property
    def text_end(self) -> int:
        return self.points[-1][1]

    def reaches(self, text_end: int) -> None:
        """The audio so far covers the text up to `text_end`."""
        if text_end == self.text_end:
            self.points.pop()
        self.points.append((self.end, text_end))

    def text_at(self, position: int) -> int:
        """How much of the text lies before a position, in proportion within a stretch."""
        after = bisect_left(self.points, position, key=lambda point: point[0])
        if after == len(self.points):
            return self.text_end
        if after == 0:
            return 0
        (from_byte, from_text), (to_byte, to_text) = self.points[after - 1], self.points[after]
        return from_text + (to_text - from_text) * (position - from_byte) // (to_byte - from_byte)
