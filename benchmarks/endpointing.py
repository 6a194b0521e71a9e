"""Ways of endpointing, each played through recorded conversations as if it had taken the calls."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from benchmarks.conversations import Conversation, Silence
from config.settings import TurnSettings
from voice.turns.adaptive import CUT_IN_MS, Adaptive
from voice.turns.endpoint import ByText, Endpointing, FixedSilence, Pause

HEARD_MS = 300
"""Silence after which the words so far are known: it is recognised from 200 ms on."""

STARTLED_MS = 700
"""Who is still silent this long after the bot began lets it speak: it does not learn that it cut in."""

Way = Callable[[], Endpointing]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way of endpointing did in one conversation."""

    cut_in: list[bool]
    """For each turn, whether the bot would have begun before its end."""
    waited_ms: list[int]
    """For each turn, the silence after its end until the bot takes it."""


def ways() -> dict[str, Way]:
    """What is compared: fixed silences, the words alone, and both sides of what `Adaptive` trades."""
    settings = TurnSettings()
    fixed = {f"fixed {ms} ms": partial(FixedSilence, ms) for ms in (300, 400, 500, 600, 700, 1000, 1500)}
    traded = {
        f"adaptive, a cut-in worth {worth / 1000:g} s": partial(Adaptive, settings, cut_in_ms=worth)
        for worth in (CUT_IN_MS // 4, CUT_IN_MS // 2, CUT_IN_MS * 2, CUT_IN_MS * 4)
    }
    return {
        **fixed,
        "by text": partial(ByText, settings),
        "adaptive": partial(Adaptive, settings),
        **traded,
        "adaptive that learns nothing": lambda: Untaught(Adaptive(settings)),
    }


@dataclass(frozen=True, slots=True)
class Untaught:
    """The words and the prior alone: what learning adds is the difference."""

    adaptive: Adaptive

    def silence_ms(self, pause: Pause) -> int:
        return self.adaptive.silence_ms(pause)


def simulate(conversation: Conversation, make: Way) -> Outcome:
    """Each speaker is one call's caller, met for the first time."""
    outcome = Outcome([], [])
    for turns in conversation.speakers:
        way = make()
        learner = way if isinstance(way, Adaptive) else None
        for turn in turns:
            cut_in = False
            for silence in turn:
                patience_ms = _patience_ms(way, silence.text)
                if learner is not None:
                    _teach(learner, silence, patience_ms)
                if silence.ends_turn:
                    outcome.waited_ms.append(patience_ms)
                else:
                    cut_in = cut_in or silence.ms > patience_ms
            outcome.cut_in.append(cut_in)
    return outcome


def _teach(learner: Adaptive, silence: Silence, patience_ms: int) -> None:
    """What a call would tell it."""
    if not silence.ends_turn and silence.ms <= patience_ms:
        learner.pause_ended(silence.ms)
        return
    learner.turn_ended()
    if not silence.ends_turn and silence.ms < patience_ms + STARTLED_MS:
        learner.cut_in(silence.ms)


def _patience_ms(way: Endpointing, text: str | None) -> int:
    blind_ms = way.silence_ms(Pause(None, "open"))
    if blind_ms <= HEARD_MS or text is None:
        return blind_ms
    return max(HEARD_MS, way.silence_ms(Pause(text, "open")))
