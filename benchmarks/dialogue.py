"""What understanding and dialogue take of a turn: the part of its latency that is neither ears nor mouth.

Every example sentence of a centre is said once, as the first turn of its own conversation, on one thread.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from config.centre_files import load_centre
from config.settings import SAMPLE_CENTRE
from voice.bot.conversation import Conversation
from voice.bot.understanding import Understanding

WARM = 20
"""Turns that are not counted."""


@dataclass(frozen=True, slots=True)
class DialogueTimes:
    """In ms, a turn each."""

    turns: int
    understanding_p50: float
    understanding_p95: float
    dialogue_p50: float
    dialogue_p95: float
    both_p95: float
    both_worst: float


def measure_dialogue() -> DialogueTimes:
    centre = load_centre(SAMPLE_CENTRE)
    now = datetime(2026, 11, 18, 16, tzinfo=UTC)
    understanding = Understanding(centre, now.date())
    sentences = [sentence for intent in centre.intents for sentence in intent.examples]
    understood_ms: list[float] = []
    decided_ms: list[float] = []
    for number, sentence in enumerate([*sentences[:WARM], *sentences]):
        conversation = Conversation(
            f"call-{number}",
            centre,
            {centre.language: understanding},
            caller_number="+14155552671",
            confidence=0.7,
            wall_clock=lambda: now,
        )
        conversation.answered()
        began = time.perf_counter()
        understood = understanding.of("caller-1", sentence)
        done = time.perf_counter()
        conversation.turn(understood, 1000)
        decided_ms.append((time.perf_counter() - done) * 1000)
        understood_ms.append((done - began) * 1000)
    first, second = np.asarray(understood_ms[WARM:]), np.asarray(decided_ms[WARM:])
    return DialogueTimes(
        turns=len(first),
        understanding_p50=_at(first, 50),
        understanding_p95=_at(first, 95),
        dialogue_p50=_at(second, 50),
        dialogue_p95=_at(second, 95),
        both_p95=_at(first + second, 95),
        both_worst=_at(first + second, 100),
    )


def _at(values: "np.ndarray[tuple[int], np.dtype[np.float64]]", percentile: float) -> float:
    return round(float(np.percentile(values, percentile)), 2)
