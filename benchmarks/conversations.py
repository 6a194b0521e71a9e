"""Recorded conversations between people: where a speaker paused and went on, and where the other took over.

Read from Praat's TextGrids, which have the words, or from two channels of audio, which have none.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assist.backchannels import is_backchannel
from config.settings import TurnSettings
from voice.audio.types import FRAME_MS, FRAME_SAMPLES
from voice.audio.wav import read_wav
from voice.turns.activity import BothAgree, EnergyFloor, WebRtcActivity

JOINED_MS = 100
"""Utterances closer than this were divided by the annotator, not by the speaker."""

SHORTEST_PAUSE_MS = 200
"""Of recordings: below this are the closures of consonants."""

LAPSE_MS = 3000
"""A silence in which neither speaks for longer has ended the turn, and begun a new one."""


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
