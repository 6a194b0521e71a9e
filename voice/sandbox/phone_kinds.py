"""Telephones by a word, for the command line: `+15005550001=accept`."""

from collections.abc import Mapping

from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.phone_steps import Press, Wait, WaitForQuiet
from voice.sandbox.phones import PhoneOutcome, PhoneScript, ScriptedPhone
from voice.sandbox.problem import CallFailed
from voice.sandbox.rest_calls import check_address

LONG_MS = 3_600_000

KINDS: Mapping[str, tuple[str, PhoneScript]] = {
    "answer": ("answers after two rings and listens", PhoneScript()),
    "accept": (
        "answers, listens to what is said, and presses 1",
        PhoneScript(steps=(WaitForQuiet(800, patience_ms=5000), Press("1"), Wait(LONG_MS))),
    ),
    "refuse": (
        "answers, listens to what is said, and presses 2",
        PhoneScript(steps=(WaitForQuiet(800, patience_ms=5000), Press("2"), Wait(LONG_MS))),
    ),
    "decline": ("refuses the call while it rings", PhoneScript(outcome=PhoneOutcome.DECLINED)),
    "busy": ("is busy", PhoneScript(outcome=PhoneOutcome.BUSY)),
    "no-answer": ("rings until nobody waits any more", PhoneScript(outcome=PhoneOutcome.NO_ANSWER)),
    "failed": ("cannot be reached", PhoneScript(outcome=PhoneOutcome.FAILED)),
    "voicemail": (
        "answers with a greeting and a beep, and records",
        PhoneScript(outcome=PhoneOutcome.VOICEMAIL),
    ),
}


BROWSER = "browser"
"""The kind of a telephone that is a page, answered by whoever has it open."""


def phone_named(text: str) -> tuple[str, ScriptedPhone]:
    """`ADDRESS=KIND` as an address and its telephone. Raises `CallFailed`, naming what there is."""
    address, _, kind = text.rpartition("=")
    if kind not in KINDS:
        raise CallFailed(f"{text!r} is no telephone; give ADDRESS=KIND, with one of {', '.join(KINDS)}")
    try:
        check_address("phone", address, 21201, 21211)
    except CarrierError as error:
        raise CallFailed(
            f"{text!r}: {error.message}; give +15005550001, client:ana or sip:ana@host"
        ) from error
    return address, ScriptedPhone(KINDS[kind][1])
