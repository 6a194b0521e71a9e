"""When the bot takes the turn: how often it cuts in on people, and how long it lets them wait, offline.

python -m benchmarks turn_taking --consultations=DIRECTORY --calls=DIRECTORY

`consultations` has `transcripts/NAME_doctor.TextGrid` and `_patient` (Praat, one tier: utterances and times);
`calls` has `NAME_caller.wav` and `NAME_agent.wav`, of the same length.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.conversations import Conversation, Silence, Turn, read_calls, read_consultations
from benchmarks.endpointing import Outcome, simulate, ways
from config.settings import TurnSettings
from voice.turns.adaptive import Adaptive
from voice.turns.endpoint import FixedSilence

SEED = 7
"""Of the halves, the resampling and the lost words."""

RESAMPLES = 2000

LOST_SHARE = 0.2
"""Of the words, where a poor recogniser is imagined."""


@dataclass(frozen=True, slots=True)
class Row:
    """All but the counts in ms or shares of 1; `*_from` and `*_to` bound 95 % of the resamples."""

    way: str
    cut_in: float
    cut_in_from: float
    cut_in_to: float
    mean_ms: float
    mean_from: float
    mean_to: float
    p50_ms: float
    p90_ms: float


def report(show: bool = True, arguments: Sequence[str] | None = None) -> dict[str, object]:
    """Measures what is there, shows tables where wanted, and returns their rows."""
    parser = argparse.ArgumentParser(prog="turn_taking")
    parser.add_argument("--consultations", type=Path, default=Path("data/consultations"))
    parser.add_argument("--calls", type=Path, default=Path("data/calls"))
    asked, _ = parser.parse_known_args(sys.argv[1:] if arguments is None else arguments)
    console = Console(width=120, quiet=not show)
    results: dict[str, object] = {}
    consultations = read_consultations(asked.consultations)
    if consultations:
        tuned_on, held_out = halves(consultations)
        for half, conversations in (("tuning", tuned_on), ("held out", held_out)):
            results[half] = figures = measure(conversations)
            console.print(_table(f"Consultations, {half} half", figures))
    calls = read_calls(asked.calls)
    if calls:
        results["calls"] = figures = measure(calls)
        console.print(_table("Recorded calls, without words", figures))
    if not results:
        console.print(
            f"[bold]Turn-taking[/]: not measured, as there are no conversations in {asked.consultations} "
            f"nor in {asked.calls}; name others with --consultations= and --calls=."
        )
    return results


def measure(conversations: Sequence[Conversation]) -> dict[str, object]:
    outcomes = {
        way: [simulate(conversation, make) for conversation in conversations] for way, make in ways().items()
    }
    adaptive, fixed = partial(Adaptive, TurnSettings()), partial(FixedSilence, 500)
    callers = [Conversation(one.name, one.speakers[-1:]) for one in conversations]
    for title, make, some in (
        (
            f"adaptive, {LOST_SHARE:.0%} of words lost",
            adaptive,
            [with_words_lost(one) for one in conversations],
        ),
        ("adaptive, no words", adaptive, [with_words_lost(one, share=1.0) for one in conversations]),
        ("fixed 500 ms, only who called", fixed, callers),
        ("adaptive, only who called", adaptive, callers),
    ):
        outcomes[title] = [simulate(one, make) for one in some]
    turns = [turn for one in conversations for speaker in one.speakers for turn in speaker]
    return {
        "conversations": len(conversations),
        "turns": len(turns),
        "pauses_within": sum(len(turn) - 1 for turn in turns),
        "turns_with_pauses": sum(len(turn) > 1 for turn in turns),
        "rows": [asdict(_row(way, found)) for way, found in outcomes.items()],
        "adaptive_less_fixed_500": _difference(outcomes["adaptive"], outcomes["fixed 500 ms"]),
    }


def halves(conversations: Sequence[Conversation]) -> tuple[list[Conversation], list[Conversation]]:
    """One to tune on, one to report on, drawn by chance."""
    drawn = sorted(conversations, key=lambda one: one.name)
    Random(SEED).shuffle(drawn)
    return drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :]


def with_words_lost(conversation: Conversation, share: float = LOST_SHARE) -> Conversation:
    """The same conversation, ill heard."""
    random = Random(f"{SEED} {conversation.name}")

    def heard(text: str | None) -> str | None:
        kept = [word for word in (text or "").split() if random.random() >= share]
        return " ".join(kept) or None

    def ill_heard(turn: Turn) -> Turn:
        return [Silence(heard(silence.text), silence.ms, silence.ends_turn) for silence in turn]

    return Conversation(
        conversation.name, tuple([ill_heard(turn) for turn in turns] for turns in conversation.speakers)
    )


def _row(way: str, outcomes: Sequence[Outcome]) -> Row:
    cut_in = _resampled([one.cut_in for one in outcomes])
    mean = _resampled([one.waited_ms for one in outcomes])
    waited = [ms for one in outcomes for ms in one.waited_ms]
    return Row(
        way=way,
        cut_in=float(np.mean([cut for one in outcomes for cut in one.cut_in])),
        cut_in_from=float(np.percentile(cut_in, 2.5)),
        cut_in_to=float(np.percentile(cut_in, 97.5)),
        mean_ms=float(np.mean(waited)),
        mean_from=float(np.percentile(mean, 2.5)),
        mean_to=float(np.percentile(mean, 97.5)),
        p50_ms=float(np.percentile(waited, 50)),
        p90_ms=float(np.percentile(waited, 90)),
    )


def _difference(ours: Sequence[Outcome], theirs: Sequence[Outcome]) -> dict[str, list[float]]:
    """The 95 % intervals of the differences, over the same resampled conversations."""
    cut_in = _resampled([one.cut_in for one in ours]) - _resampled([one.cut_in for one in theirs])
    mean = _resampled([one.waited_ms for one in ours]) - _resampled([one.waited_ms for one in theirs])
    return {
        "cut_in": [float(bound) for bound in np.percentile(cut_in, (2.5, 97.5))],
        "mean_ms": [float(bound) for bound in np.percentile(mean, (2.5, 97.5))],
    }


def _resampled(groups: Sequence[Sequence[float]]) -> np.ndarray:
    """The mean over all turns of conversations drawn with replacement, again and again alike."""
    sums = np.array([sum(group) for group in groups], float)
    sizes = np.array([len(group) for group in groups], float)
    drawn = np.random.default_rng(SEED).integers(0, len(groups), (RESAMPLES, len(groups)))
    return sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)


def _table(title: str, measured: dict[str, object]) -> Table:
    table = Table(title=f"{title}: {measured['conversations']} conversations, {measured['turns']} turns")
    for heading in ("silence", "turns cut in on", "95 %", "wait: mean", "95 %", "p50", "p90"):
        table.add_column(heading, justify="left" if heading == "silence" else "right", no_wrap=True)
    rows = measured["rows"]
    assert isinstance(rows, list)
    for row in (Row(**row) for row in rows):
        table.add_row(
            row.way,
            f"{row.cut_in:.1%}",
            f"{100 * row.cut_in_from:.1f} to {100 * row.cut_in_to:.1f}",
            f"{row.mean_ms:.0f} ms",
            f"{row.mean_from:.0f} to {row.mean_to:.0f}",
            f"{row.p50_ms:.0f}",
            f"{row.p90_ms:.0f}",
        )
    less = measured["adaptive_less_fixed_500"]
    assert isinstance(less, dict)
    table.caption = (
        f"{measured['turns_with_pauses']} of the turns have pauses, {measured['pauses_within']} together. "
        "Adaptive less fixed 500 ms, 95 %: cut-ins {:+.1%} to {:+.1%}, wait {:+.0f} to {:+.0f} ms.".format(
            *less["cut_in"], *less["mean_ms"]
        )
    )
    return table


if __name__ == "__main__":
    report()
