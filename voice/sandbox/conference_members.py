"""Who is in a conference: what they brought along, and how they sit in it now."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from voice.sandbox.carrier_error import CarrierError

MOST_PARTICIPANTS = 250
LONGEST_LABEL = 128

_CALL_SID = re.compile(r"CA[0-9a-f]{32}")


class Origin(StrEnum):
    """Who put a member into the conference: the same mistake has a number for each."""

    TWIML = "TwiML"
    API = "API"


class MemberStatus(StrEnum):
    """Twilio's `status` of a participant, as far as the conference knows; a leg that rings is QUEUED here."""

    QUEUED = "queued"
    CONNECTED = "connected"
    COMPLETE = "complete"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ConferenceRules:
    """The attributes of `<Conference>`, or the parameters of Participants.create."""

    start_on_enter: bool = True
    end_on_exit: bool = False
    muted: bool = False
    coach: str = ""
    """The call that they whisper to."""
    max_participants: int = MOST_PARTICIPANTS
    beep: str = "true"
    """`true`, `false`, `onEnter` or `onExit`."""
    wait_url: str | None = None
    """None: the carrier's own music; empty: silence."""
    wait_method: str = "POST"
    status_callback: str = ""
    """Only the first member's counts, with its method and its events."""
    status_method: str = "POST"
    status_events: frozenset[str] = frozenset({"start", "end"})


@dataclass(slots=True)
class Member:
    """A participant; only their conference writes here."""

    call_sid: str
    label: str
    rules: ConferenceRules
    status: MemberStatus
    muted: bool
    end_on_exit: bool
    beep_on_exit: bool
    wait_url: str | None
    wait_method: str
    call_sid_to_coach: str
    """Empty: they speak to all."""
    hold: bool = False
    hold_url: str | None = None
    """None: the carrier's own music."""
    hold_method: str = "GET"
    is_speaking: bool = False

    @classmethod
    def of(cls, call_sid: str, label: str, rules: ConferenceRules, status: MemberStatus) -> "Member":
        return cls(
            call_sid,
            label,
            rules,
            status,
            muted=rules.muted,
            end_on_exit=rules.end_on_exit,
            beep_on_exit=rules.beep in ("true", "onExit"),
            wait_url=rules.wait_url,
            wait_method=rules.wait_method,
            call_sid_to_coach=rules.coach,
        )

    @property
    def coaching(self) -> bool:
        return bool(self.call_sid_to_coach)

    @property
    def is_connected(self) -> bool:
        return self.status is MemberStatus.CONNECTED

    @property
    def beeps_on_enter(self) -> bool:
        return self.rules.beep in ("true", "onEnter")

    def form(self) -> dict[str, str]:
        """What each callback about them carries."""
        fields = {
            "CallSid": self.call_sid,
            "Muted": truth(self.muted),
            "Hold": truth(self.hold),
            "Coaching": truth(self.coaching),
            "EndConferenceOnExit": truth(self.end_on_exit),
            "StartConferenceOnEnter": truth(self.rules.start_on_enter),
        }
        if self.call_sid_to_coach:
            fields["CallSidToCoach"] = self.call_sid_to_coach
        if self.label:
            fields["ParticipantLabel"] = self.label
        return fields


def check_label(label: str, origin: Origin) -> None:
    """Raises `CarrierError` 16023 (TwiML) or 16024 (API) for what cannot be a label."""
    if len(label) > LONGEST_LABEL or "/" in unquote(label) or _CALL_SID.fullmatch(label):
        raise CarrierError(
            16023 if origin is Origin.TWIML else 16024,
            400,
            "Invalid participant label, must not exceed 128 characters, must not be a CallSid, "
            "must not contain '/'",
        )


def truth(value: bool) -> str:
    return "true" if value else "false"
