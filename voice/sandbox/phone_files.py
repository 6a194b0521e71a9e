"""The telephones of a company as a file: which number does what when it is rung, in TOML."""

import tomllib
from pathlib import Path

import msgspec

from transcripts.events import Milliseconds
from voice.sandbox.phone_steps import (
    PhoneStep,
    Play,
    Press,
    Tone,
    Wait,
    WaitForQuiet,
    WaitForSound,
    WaitUntil,
)
from voice.sandbox.phones import PhoneOutcome, PhoneScript, ScriptedPhone
from voice.sandbox.problem import CallFailed
from voice.sandbox.steps import HangUp


def read_phones(file: Path) -> dict[str, ScriptedPhone]:
    """The telephones by their numbers. Recordings lie beside the file. Raises `CallFailed`.

    A `[[phone]]` has a `number` and, for each time that it is rung, a `[[phone.ring]]` with an `outcome`,
    `after_ms`, `hang_up_at_ms`, `longest_message_ms` and `steps`. A step is one of `wait_ms`,
    `wait_until_ms`, `wait_for_quiet_ms` (with `patience_ms`), `wait_for_sound_ms`, `keys`, `play`, `tone_ms`
    (with `tone_hz`) and `hang_up`.
    """
    try:
        written = msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), _File)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CallFailed(f"{file}: {error}") from error
    phones: dict[str, ScriptedPhone] = {}
    for phone in written.phone:
        if phone.number in phones:
            raise CallFailed(f"{file}: two telephones have the number {phone.number}")
        try:
            phones[phone.number] = ScriptedPhone(*(_script(ring, file.parent) for ring in phone.ring))
        except CallFailed as error:
            raise CallFailed(f"{file}: the telephone {phone.number}: {error}") from error
    return phones


class _Step(msgspec.Struct, forbid_unknown_fields=True):
    wait_ms: int | None = None
    wait_until_ms: int | None = None
    wait_for_quiet_ms: int | None = None
    wait_for_sound_ms: int | None = None
    keys: str | None = None
    play: str | None = None
    tone_ms: int | None = None
    hang_up: bool | None = None
    patience_ms: int | None = None
    tone_hz: float = Tone().hz


class _Ring(msgspec.Struct, forbid_unknown_fields=True):
    outcome: PhoneOutcome = PhoneOutcome.ANSWERED
    after_ms: Milliseconds = PhoneScript().after_ms
    hang_up_at_ms: Milliseconds | None = None
    longest_message_ms: Milliseconds = PhoneScript().longest_message_ms
    steps: list[_Step] = []


class _Phone(msgspec.Struct, forbid_unknown_fields=True):
    number: str
    ring: list[_Ring] = []


class _File(msgspec.Struct, forbid_unknown_fields=True):
    phone: list[_Phone]


def _script(ring: _Ring, directory: Path) -> PhoneScript:
    return PhoneScript(
        outcome=ring.outcome,
        after_ms=ring.after_ms,
        steps=tuple(_step(step, number, directory) for number, step in enumerate(ring.steps, 1)),
        hang_up_at_ms=ring.hang_up_at_ms,
        longest_message_ms=ring.longest_message_ms,
    )


def _step(written: _Step, number: int, directory: Path) -> PhoneStep:
    steps: list[PhoneStep] = []
    if written.wait_ms is not None:
        steps.append(Wait(written.wait_ms))
    if written.wait_until_ms is not None:
        steps.append(WaitUntil(written.wait_until_ms))
    if written.wait_for_quiet_ms is not None:
        steps.append(WaitForQuiet(written.wait_for_quiet_ms, written.patience_ms))
    if written.wait_for_sound_ms is not None:
        steps.append(WaitForSound(written.wait_for_sound_ms))
    if written.keys is not None:
        steps.append(Press(written.keys))
    if written.play is not None:
        steps.append(Play(directory / written.play))
    if written.tone_ms is not None:
        steps.append(Tone(written.tone_hz, written.tone_ms))
    if written.hang_up:
        steps.append(HangUp())
    if len(steps) != 1:
        raise CallFailed(f"step {number} is {len(steps)} things to do, and not one")
    return steps[0]
