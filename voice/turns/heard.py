"""What can be told of the other end of the line."""

from dataclasses import dataclass
from enum import StrEnum


class FarEndKind(StrEnum):
    PERSON = "person"
    MACHINE = "machine"
    """An answering machine or voicemail."""
    IVR = "ivr"
    """Another centre's menu or queue."""
    MUSIC = "music"
    SILENCE = "silence"
    RINGING = "ringing"
    BUSY = "busy"
    DIAL_TONE = "dial tone"
    FAX = "fax"
    UNOBTAINABLE = "unobtainable"
    """The three tones before "the number you have dialled…"."""
    KEY = "key"
    """A key was pressed. It changes nothing about who is there."""
    BEEP = "beep"
    """A machine records from now on."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was just recognised."""

    kind: FarEndKind
    at_ms: int
    """When it was recognised, on the call's audio clock."""
    confidence: float
    """0 to 1; an opinion, not calibrated."""
    evidence: str
    """In words: "two tones, 697 and 1209 Hz, 60 ms"."""
    key: str = ""
    """Of a `KEY`: one of `0123456789*#ABCD`."""
