"""When the bot takes the turn: how often it cuts in on people, and how long it lets them wait, offline.

Recorded conversations between people tell where a speaker paused and went on, and where the other took over.

python -m benchmarks turn_taking --consultations=DIRECTORY --calls=DIRECTORY

`consultations` has `transcripts/NAME_doctor.TextGrid` and `_patient` (Praat, one tier: utterances and times);
`calls` has `NAME_caller.wav` and `NAME_agent.wav`, of the same length.
"""

import argparse
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from random import Random

import numpy as np
from rich.console import Console
from rich.table import Table

from assist.backchannels import is_backchannel
from config.settings import TurnSettings
from voice.audio.types import FRAME_MS, FRAME_SAMPLES
from voice.audio.wav import read_wav
from voice.turns.activity import BothAgree, EnergyFloor, WebRtcActivity
from voice.turns.adaptive import CUT_IN_MS, Adaptive
from voice.turns.endpoint import ByText, Endpointing, FixedSilence, Pause

SEED = 7
"""Of the halves, the resampling and the lost words."""

RESAMPLES = 2000

HEARD_MS = 300
"""Silence after which the words so far are known: it is recognised from 200 ms on."""

JOINED_MS = 100
"""Utterances closer than this were divided by the annotator, not by the speaker."""

SHORTEST_PAUSE_MS = 200
"""Of recordings: below this are the closures of consonants."""

LAPSE_MS = 3000
"""A silence in which neither speaks for longer has ended the turn, and begun a new one."""

STARTLED_MS = 700
"""Who is still silent this long after the bot began lets it speak: it does not learn that it cut in."""

LOST_SHARE = 0.2
"""Of the words, where a poor recogniser is imagined."""


@dataclass(frozen=True, slots=True)
class Utterance:
    start_ms: int
    end_ms: int
    text: str
    backchannel: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence of the one who has the turn."""

    text: str | None
    """The words of the turn so far, as a recogniser without punctuation writes them."""
    ms: int
    ends_turn: bool


Turn = list[Silence]


@dataclass(frozen=True, slots=True)
class Conversation:
    name: str
    speakers: tuple[list[Turn], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way of endpointing did in one conversation."""

    cut_in: list[bool]
    """For each turn, whether the bot would have begun before its end."""
    waited_ms: list[int]
    """For each turn, the silence after its end until the bot takes it."""


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


Way = Callable[[], Endpointing]


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


def turns_of(speaker: Sequence[Utterance], other: Sequence[Utterance]) -> list[Turn]:
    """Divides what `speaker` said at the silences, and tells those in which the turn passed to `other`."""
    turns: list[Turn] = []
    turn: Turn = []
    words: list[str] = []
    said = _joined(_without_backchannels(speaker, other))
    takes = _without_backchannels(other, speaker)
    for index, utterance in enumerate(said):
        words.append(utterance.text)
        next_ms = said[index + 1].start_ms if index + 1 < len(said) else None
        taken = any(
            (next_ms is None or take.start_ms < next_ms) and take.end_ms > utterance.end_ms for take in takes
        )
        silence_ms = LAPSE_MS if next_ms is None else next_ms - utterance.end_ms
        ends = taken or next_ms is None or silence_ms > LAPSE_MS
        turn.append(Silence(as_recognised(" ".join(words)), silence_ms, ends))
        if ends:
            turns.append(turn)
            turn, words = [], []
    return turns


def _without_backchannels(speaker: Sequence[Utterance], other: Sequence[Utterance]) -> list[Utterance]:
    """ "Yeah" between two utterances of the other asks for no turn, unless the first was a question."""
    kept: list[Utterance] = []
    for index, utterance in enumerate(speaker):
        since_ms = speaker[index - 1].start_ms if index else -1
        until_ms = speaker[index + 1].start_ms if index + 1 < len(speaker) else float("inf")
        before = [one for one in other if since_ms < one.start_ms <= utterance.start_ms]
        after = [one for one in other if utterance.start_ms < one.start_ms < until_ms]
        listens = before and after and not before[-1].text.rstrip(" .").endswith("?")
        if not (utterance.backchannel and listens):
            kept.append(utterance)
    return kept


def _joined(utterances: Sequence[Utterance]) -> list[Utterance]:
    joined: list[Utterance] = []
    for utterance in utterances:
        if joined and utterance.start_ms - joined[-1].end_ms < JOINED_MS:
            last = joined.pop()
            utterance = Utterance(last.start_ms, utterance.end_ms, f"{last.text} {utterance.text}")
        joined.append(utterance)
    return joined


def as_recognised(text: str) -> str | None:
    """Lower case without punctuation; None without words."""
    return " ".join(re.findall(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)?", text.casefold())) or None


def read_consultations(directory: Path) -> list[Conversation]:
    """The doctor first, the patient, who called, last."""
    conversations: list[Conversation] = []
    for path in sorted((directory / "transcripts").glob("*_doctor.TextGrid")):
        name = path.name.removesuffix("_doctor.TextGrid")
        doctor = read_textgrid(path.read_text())
        patient = read_textgrid(path.with_name(f"{name}_patient.TextGrid").read_text())
        conversations.append(Conversation(name, (turns_of(doctor, patient), turns_of(patient, doctor))))
    return conversations


def read_textgrid(content: str) -> list[Utterance]:
    """The utterances of Praat's long text format, without the annotator's <MARKS/>."""
    utterances: list[Utterance] = []
    for start, end, marked in _INTERVAL.findall(content):
        if marked.strip():
            text = " ".join(re.sub(r"<[^>]*>", " ", marked).replace('""', '"').split())
            utterances.append(
                Utterance(
                    round(1000 * float(start)), round(1000 * float(end)), text, is_backchannel(text, "en")
                )
            )
    return utterances


_INTERVAL = re.compile(r'xmin = ([\d.]+)\s+xmax = ([\d.]+)\s+text = "((?:[^"]|"")*)"')


def read_calls(directory: Path) -> list[Conversation]:
    """The agent first, the caller last; of neither are the words known."""
    conversations: list[Conversation] = []
    for path in sorted(directory.glob("*_caller.wav")):
        name = path.name.removesuffix("_caller.wav")
        caller, agent = (_utterances(path.with_name(f"{name}_{side}.wav")) for side in ("caller", "agent"))
        conversations.append(Conversation(name, (turns_of(agent, caller), turns_of(caller, agent))))
    return conversations


def _utterances(path: Path) -> list[Utterance]:
    """Where the line's voice activity hears speech; what is shorter than a backchannel is taken for one."""
    settings = TurnSettings()
    audio = read_wav(path)
    activity = BothAgree(WebRtcActivity(settings.vad_mode), EnergyFloor())
    channel = np.asarray(audio.pcm).reshape(-1)
    frames = [channel[at : at + FRAME_SAMPLES] for at in range(0, channel.size, FRAME_SAMPLES)]
    voiced = [
        activity.voiced(frame.astype("<i2").tobytes()) for frame in frames if frame.size == FRAME_SAMPLES
    ]
    runs: list[tuple[int, int]] = []
    for at_ms in (FRAME_MS * index for index, speech in enumerate(voiced) if speech):
        if runs and at_ms - runs[-1][1] < SHORTEST_PAUSE_MS:
            runs[-1] = runs[-1][0], at_ms + FRAME_MS
        else:
            runs.append((at_ms, at_ms + FRAME_MS))
    return [
        Utterance(start_ms, end_ms, "", backchannel=end_ms - start_ms < settings.start_ms)
        for start_ms, end_ms in runs
    ]


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
