"""The recorded callers of a centre: `callers/callers.toml` in its directory, as steps for the line."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from transcripts.events import Milliseconds
from voice.sandbox.problem import CallFailed
from voice.sandbox.steps import FROM_NUMBER, Keys, Silence, Speak, Step

CALLERS_FILE = "callers.toml"


@dataclass(frozen=True, slots=True)
class CallerLine:
    """Something that the caller says or keys in."""

    text: str
    """The words, or the keys."""
    recording: Path | None
    """None: keys, or silence."""
    interrupting: bool
    after_ms: Milliseconds
    silence_ms: Milliseconds = 0

    @property
    def step(self) -> Step:
        if self.silence_ms:
            return Silence(self.silence_ms)
        if self.recording is None:
            return Keys(self.text)
        return Speak(self.recording, self.interrupting, self.after_ms)


@dataclass(frozen=True, slots=True)
class SampleCaller:
    name: str
    title: str
    """What happens, in a few words."""
    voice: str
    """Of flite."""
    intent: str
    """What they want, as the centre names it; empty where they only want a person."""
    outcome: str
    """How the call should end: a value of `CallOutcome`."""
    reason: str
    """Why a person should take over: a value of `EscalationReason`; empty where the bot settles it."""
    number: str
    """Which number they ring from."""
    hears: tuple[str, ...]
    """Sentences of the bot that they should hear, or parts of them."""
    with_agent: bool
    """They are put through to an agent, who must be there."""
    lines: tuple[CallerLine, ...]

    @property
    def steps(self) -> list[Step]:
        return [line.step for line in self.lines]


def read_callers(directory: Path) -> list[SampleCaller]:
    """The callers that `callers.toml` in `directory` describes. Raises `CallFailed`."""
    file, written = _read(directory)
    return [_caller(caller, file) for caller in written.caller]


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    file: str = ""
    text: str = ""
    keys: str = ""
    silence_ms: int = 0
    interrupting: bool = False
    after_ms: int = 1500


class _Caller(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    title: str
    voice: str
    outcome: str
    line: list[_Line]
    intent: str = ""
    reason: str = ""
    number: str = FROM_NUMBER
    hears: list[str] = []
    with_agent: bool = False


class _File(msgspec.Struct, forbid_unknown_fields=True):
    caller: list[_Caller]
    agent_line: list[_Line] = []


def read_agent_lines(directory: Path) -> list[CallerLine]:
    """What the agent says to callers who are put through. Raises `CallFailed`."""
    file, written = _read(directory)
    return [_line(line, "the agent", number, file) for number, line in enumerate(written.agent_line, 1)]


def _read(directory: Path) -> tuple[Path, _File]:
    file = directory / CALLERS_FILE
    try:
        return file, msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _File)
    except FileNotFoundError as error:
        raise CallFailed(f"{file}: there is no such file; this centre has no recorded callers") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CallFailed(f"{file}: {error}") from error


def _caller(written: _Caller, file: Path) -> SampleCaller:
    lines = [_line(line, written.name, number, file) for number, line in enumerate(written.line, 1)]
    return SampleCaller(
        name=written.name,
        title=written.title,
        voice=written.voice,
        intent=written.intent,
        outcome=written.outcome,
        reason=written.reason,
        number=written.number,
        hears=tuple(written.hears),
        with_agent=written.with_agent,
        lines=tuple(lines),
    )


def _line(line: _Line, whose: str, number: int, file: Path) -> CallerLine:
    if [bool(line.keys), bool(line.file and line.text), line.silence_ms > 0].count(True) != 1:
        raise CallFailed(
            f"{file}: line {number} of {whose} needs a file and its text, or keys, or silence_ms"
        )
    recording = file.parent / line.file if line.file else None
    text = line.keys or line.text
    return CallerLine(text, recording, line.interrupting, line.after_ms, line.silence_ms)
