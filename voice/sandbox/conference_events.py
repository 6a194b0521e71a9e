"""What a conference tells its status callback, under Twilio's names (its page on `<Conference>`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ConferenceEventKind(StrEnum):
    START = "conference-start"
    END = "conference-end"
    JOIN = "participant-join"
    LEAVE = "participant-leave"
    MUTE = "participant-mute"
    UNMUTE = "participant-unmute"
    HOLD = "participant-hold"
    UNHOLD = "participant-unhold"
    MODIFY = "participant-modify"
    SPEECH_START = "participant-speech-start"
    SPEECH_STOP = "participant-speech-stop"
    ANNOUNCEMENT_END = "announcement-end"
    ANNOUNCEMENT_FAIL = "announcement-fail"

    @property
    def subscription(self) -> str:
        """The value of `statusCallbackEvent` that brings it."""
        return _SUBSCRIPTIONS[self]


_SUBSCRIPTIONS: Mapping[ConferenceEventKind, str] = {
    ConferenceEventKind.START: "start",
    ConferenceEventKind.END: "end",
    ConferenceEventKind.JOIN: "join",
    ConferenceEventKind.LEAVE: "leave",
    ConferenceEventKind.MUTE: "mute",
    ConferenceEventKind.UNMUTE: "mute",
    ConferenceEventKind.HOLD: "hold",
    ConferenceEventKind.UNHOLD: "hold",
    ConferenceEventKind.MODIFY: "modify",
    ConferenceEventKind.SPEECH_START: "speaker",
    ConferenceEventKind.SPEECH_STOP: "speaker",
    ConferenceEventKind.ANNOUNCEMENT_END: "announcement",
    ConferenceEventKind.ANNOUNCEMENT_FAIL: "announcement",
}


class WhyLeft(StrEnum):
    """`ReasonParticipantLeft`; Twilio has no word of its own for a member who was kicked."""

    HUNG_UP = "participant_hung_up"
    UPDATED_VIA_API = "participant_updated_via_api"
    """The leg was sent elsewhere with Calls.update."""
    KICKED = "kicked"
    """The participant was deleted; reported as updated via the API."""
    ADD_FAILED = "participant_add_failed"
    """It was dialled, and never answered."""
    MODERATOR_ENDED = "moderator_ended_conference"
    ENDED_VIA_API = "conference_ended_via_api"

    @property
    def reported(self) -> str:
        return self.UPDATED_VIA_API.value if self is self.KICKED else self.value

    @property
    def call_status(self) -> str:
        """What has become of the leg, unless its telephone company knows better."""
        match self:
            case WhyLeft.HUNG_UP:
                return "completed"
            case WhyLeft.ADD_FAILED:
                return "no-answer"
            case _:
                return "in-progress"


class WhyEnded(StrEnum):
    """`ReasonConferenceEnded`."""

    VIA_API = "conference-ended-via-api"
    MODERATOR_LEFT = "participant-with-end-conference-on-exit-left"
    MODERATOR_KICKED = "participant-with-end-conference-on-exit-kicked"
    LAST_KICKED = "last-participant-kicked"
    LAST_LEFT = "last-participant-left"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES: Mapping[WhyEnded, str] = {
    WhyEnded.VIA_API: "Conference ended via API",
    WhyEnded.MODERATOR_LEFT: "Participant with endConferenceOnExit left",
    WhyEnded.MODERATOR_KICKED: "Participant with endConferenceOnExit was kicked",
    WhyEnded.LAST_KICKED: "Last participant was kicked",
    WhyEnded.LAST_LEFT: "Last participant left",
}


@dataclass(frozen=True, slots=True)
class ConferenceEvent:
    kind: ConferenceEventKind
    call_sid: str
    """Whom it is about; empty: the conference."""
    form: Mapping[str, str]
    """The fields of the callback, without `Timestamp`."""
    wanted: bool
    """The first participant subscribed to it."""
