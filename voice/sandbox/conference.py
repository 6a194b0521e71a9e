"""A conference of the telephone company: who is in it, who waits, and what it tells its status callback.

Twilio's rules, from its pages on `<Conference>` and on the Participant resource, with the traps that their
users reported. It has no clock, no sound and no socket: `Mixer` makes of `seats` what each member hears.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from voice.audio.types import Int16Array
from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.conference_events import ConferenceEvent, ConferenceEventKind, WhyEnded, WhyLeft
from voice.sandbox.conference_members import ConferenceRules, Member, MemberStatus, Origin, check_label
from voice.sandbox.mixer import Seat

LONGEST_NAME = 128


class ConferenceStatus(StrEnum):
    INIT = "init"
    """Someone waits, or is being dialled; it takes two to begin."""
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Change:
    """What a step of the conference brought about."""

    events: tuple[ConferenceEvent, ...] = ()
    """In order; those that are `wanted` go to the callback."""
    waiting: frozenset[str] = frozenset()
    """Who hears wait music from now on."""
    disconnected: tuple[str, ...] = ()
    """Who was put out because it ended, beside the one who left; their legs go on behind `<Dial>`."""
    beeps: tuple[str, ...] = ()
    """Who hears a beep."""


class Conference:
    """One conference from its first participant to its end; then its name may be used for another."""

    def __init__(self, friendly_name: str, sid: str, account_sid: str = "") -> None:
        """Raises `CarrierError` 16003 where nothing can be called that."""
        if not friendly_name.strip() or len(friendly_name) > LONGEST_NAME:
            raise CarrierError(16003, 400, "Could not recognize conference sid or friendly name")
        self.friendly_name = friendly_name
        self.sid = sid
        self.account_sid = account_sid
        self.status = ConferenceStatus.INIT
        self.members: dict[str, Member] = {}
        """By call SID, in the order of their coming."""
        self.former: dict[str, Member] = {}
        """Who has left, or never came."""
        self.why_ended: WhyEnded | None = None
        self.ended_by = ""
        """The call that ended it, where one did."""
        self._first: ConferenceRules | None = None
        self._sequence = 0

    @property
    def callback(self) -> tuple[str, str]:
        """Where the events go, and by which method; the address is empty where nobody asked for them."""
        return (self._first.status_callback, self._first.status_method) if self._first else ("", "POST")

    @property
    def waiting(self) -> frozenset[str]:
        """Who hears wait music: everybody until it begins."""
        if self.status is not ConferenceStatus.INIT:
            return frozenset()
        return frozenset(member.call_sid for member in self._connected())

    def find(self, name: str) -> Member:
        """The member with this call SID or label. Raises `CarrierError` 20404."""
        found = self.members.get(name)
        if found is None and name:
            found = next((member for member in self.members.values() if member.label == name), None)
        if found is None:
            raise CarrierError(20404, 404, f"Participant {name} was not found in conference {self.sid}")
        return found

    def seats(
        self, music: Mapping[str, Int16Array], asides: Mapping[str, Int16Array] | None = None
    ) -> dict[str, Seat]:
        """The seats for one frame of `Mixer.mix`. `music` is for those who wait or are on hold."""
        waiting = self.waiting
        return {
            member.call_sid: Seat(
                muted=member.muted,
                on_hold=member.hold,
                waiting=member.call_sid in waiting,
                coaches=member.call_sid_to_coach,
                music=music.get(member.call_sid),
                aside=asides.get(member.call_sid) if asides else None,
            )
            for member in self._connected()
        }

    def invite(self, call_sid: str, label: str, rules: ConferenceRules) -> None:
        """Keeps a place for a call that REST is dialling; `join` or `leave` settles it.

        Raises `CarrierError` 16020, 16022, 16024, 16026, 16027 or 16028.
        """
        self._admit(call_sid, label, rules, Origin.API)

    def join(
        self, call_sid: str, label: str, rules: ConferenceRules, origin: Origin = Origin.TWIML
    ) -> Change:
        """Lets a call in. The place of one that was invited stands as it was kept.

        Raises `CarrierError`: from TwiML 13240 (the call goes to the action), 16020, 16022, 16023, 16025 or
        16027 (it goes on with the next verb); from the API as `invite`.
        """
        member = self.members.get(call_sid) or self._admit(call_sid, label, rules, origin)
        if member.is_connected:
            raise ValueError(f"{call_sid} is in the conference {self.friendly_name} already")
        member.status = MemberStatus.CONNECTED
        events = [self._event(ConferenceEventKind.JOIN, member)]
        if self.status is ConferenceStatus.INIT and self._can_begin():
            self.status = ConferenceStatus.IN_PROGRESS
            events.append(self._event(ConferenceEventKind.START))
        beeps = self._hearers(but=call_sid) if member.beeps_on_enter else ()
        return Change(tuple(events), self.waiting, beeps=beeps)

    def leave(self, call_sid: str, why: WhyLeft, call_status: str = "") -> Change:
        """A member is gone, or never came. `call_status`: of their leg, where `why` does not say it.

        Raises `CarrierError` 20404 where they are not in it.
        """
        member = self.find(call_sid)
        was_in = member.is_connected
        events = [self._put_out(member, why, call_status)]
        kicked = why is WhyLeft.KICKED
        if was_in and member.end_on_exit:
            return self._over(
                WhyEnded.MODERATOR_KICKED if kicked else WhyEnded.MODERATOR_LEFT, member, events
            )
        if not self.members:
            return self._over(WhyEnded.LAST_KICKED if kicked else WhyEnded.LAST_LEFT, member, events)
        beeps = self._hearers() if was_in and member.beep_on_exit else ()
        return Change(tuple(events), self.waiting, beeps=beeps)

    def end(self) -> Change:
        """Ends it by REST. Where it has ended already, nothing happens."""
        if self.status is ConferenceStatus.COMPLETED:
            return Change()
        return self._over(WhyEnded.VIA_API, None, [])

    def update(
        self,
        name: str,
        *,
        muted: bool | None = None,
        hold: bool | None = None,
        hold_url: str | None = None,
        hold_method: str | None = None,
        coaching: bool | None = None,
        call_sid_to_coach: str | None = None,
        end_on_exit: bool | None = None,
        beep_on_exit: bool | None = None,
        wait_url: str | None = None,
        wait_method: str | None = None,
    ) -> Change:
        """Changes the participant with this call SID or label; None leaves as it is.

        Raises `CarrierError` 20404, or 16002, 16027 and 16028 about whom they coach. A new `end_on_exit` is
        silently ignored while they are on hold, as Twilio's users found (flex-dialpad-addon-plugin#60).
        """
        member = self.find(name)
        coached = self._coached(member, coaching, call_sid_to_coach)
        kinds: list[ConferenceEventKind] = []
        if muted is not None and muted != member.muted:
            member.muted = muted
            kinds.append(ConferenceEventKind.MUTE if muted else ConferenceEventKind.UNMUTE)
        was_held = member.hold
        member.hold_url = member.hold_url if hold_url is None else hold_url
        member.hold_method = hold_method or member.hold_method
        if hold is not None and hold != was_held:
            member.hold = hold
            kinds.append(ConferenceEventKind.HOLD if hold else ConferenceEventKind.UNHOLD)
        before = _modifiable(member)
        member.call_sid_to_coach = coached
        if end_on_exit is not None and not (was_held and member.hold):
            member.end_on_exit = end_on_exit
        if beep_on_exit is not None:
            member.beep_on_exit = beep_on_exit
        member.wait_url = member.wait_url if wait_url is None else wait_url
        member.wait_method = wait_method or member.wait_method
        if _modifiable(member) != before:
            kinds.append(ConferenceEventKind.MODIFY)
        return Change(tuple(self._event(kind, member) for kind in kinds), self.waiting)

    def speaks(self, call_sid: str, speaking: bool) -> Change:
        """A member began or stopped to speak, of which nothing is told while they cannot be heard."""
        member = self.find(call_sid)
        speaking = speaking and not (member.muted or member.hold or self.waiting)
        if speaking == member.is_speaking:
            return Change(waiting=self.waiting)
        member.is_speaking = speaking
        kind = ConferenceEventKind.SPEECH_START if speaking else ConferenceEventKind.SPEECH_STOP
        return Change((self._event(kind, member),), self.waiting)

    def announce(self, name: str = "") -> tuple[str, ...]:
        """Who hears an announcement: the participant of that call SID or label, or all of them.

        Raises `CarrierError` 16001 before it has begun and after it has ended, or 20404.
        """
        if self.status is not ConferenceStatus.IN_PROGRESS:
            raise CarrierError(16001, 400, "Conference is not bridged")
        return (self.find(name).call_sid,) if name else tuple(m.call_sid for m in self._connected())

    def announced(self, url: str, name: str = "", failure: str = "") -> Change:
        """An announcement is over, to a participant or to all; `failure`: why it was not heard."""
        kind = ConferenceEventKind.ANNOUNCEMENT_FAIL if failure else ConferenceEventKind.ANNOUNCEMENT_END
        about = next((m for m in self.members.values() if name and name in (m.call_sid, m.label)), None)
        more = {"AnnounceUrl": url} | ({"ReasonAnnouncementFailed": failure} if failure else {})
        return Change((self._event(kind, about, more),), self.waiting)

    def _admit(self, call_sid: str, label: str, rules: ConferenceRules, origin: Origin) -> Member:
        if self.status is ConferenceStatus.COMPLETED:
            raise CarrierError(16022, 400, "Conference does not exist or is completed")
        if call_sid in self.members:
            raise ValueError(f"{call_sid} is in the conference {self.friendly_name} already")
        check_label(label, origin)
        if label and any(member.label == label for member in self.members.values()):
            code = 16025 if origin is Origin.TWIML else 16026
            raise CarrierError(code, 400, "Participant label is in use by another participant")
        if len(self.members) >= rules.max_participants:
            raise CarrierError(16020, 400, "Conference is full")
        if rules.coach:
            self._check_coached(rules.coach, absent=13240 if origin is Origin.TWIML else 16028)
        self._first = self._first or rules
        member = Member.of(call_sid, label, rules, MemberStatus.QUEUED)
        self.members[call_sid] = member
        self.former.pop(call_sid, None)
        return member

    def _coached(self, member: Member, coaching: bool | None, call_sid_to_coach: str | None) -> str:
        """Whom they coach after an update."""
        if coaching is None and call_sid_to_coach is None:
            return member.call_sid_to_coach
        target = member.call_sid_to_coach if call_sid_to_coach is None else call_sid_to_coach
        if coaching is False or (coaching is None and not target):
            return ""
        if target in ("", member.call_sid):
            raise CarrierError(16002, 400, "Failed to validate conference attributes: whom to coach")
        self._check_coached(target, absent=16028)
        return target

    def _check_coached(self, target: str, absent: int) -> None:
        coached = self.members.get(target)
        if coached is None or not coached.is_connected:
            raise CarrierError(absent, 400, "Participant to be whispered is not present in the conference")
        if coached.hold:
            raise CarrierError(16027, 400, "Participant to be whispered is on hold")

    def _can_begin(self) -> bool:
        present = self._connected()
        return len(present) >= 2 and any(member.rules.start_on_enter for member in present)

    def _connected(self) -> list[Member]:
        return [member for member in self.members.values() if member.is_connected]

    def _hearers(self, but: str = "") -> tuple[str, ...]:
        """Who hears a beep: those in conversation."""
        if self.status is not ConferenceStatus.IN_PROGRESS:
            return ()
        return tuple(m.call_sid for m in self._connected() if not m.hold and m.call_sid != but)

    def _put_out(self, member: Member, why: WhyLeft, call_status: str = "") -> ConferenceEvent:
        del self.members[member.call_sid]
        self.former[member.call_sid] = member
        if why is not WhyLeft.ADD_FAILED and not member.is_connected:
            call_status = call_status or "canceled"
        member.status = MemberStatus.FAILED if why is WhyLeft.ADD_FAILED else MemberStatus.COMPLETE
        more = {
            "ParticipantCallStatus": call_status or why.call_status,
            "ReasonParticipantLeft": why.reported,
        }
        return self._event(ConferenceEventKind.LEAVE, member, more)

    def _over(self, why: WhyEnded, by: Member | None, events: list[ConferenceEvent]) -> Change:
        others = list(self.members.values())
        reason = WhyLeft.ENDED_VIA_API if why is WhyEnded.VIA_API else WhyLeft.MODERATOR_ENDED
        events = [*events, *(self._put_out(member, reason) for member in others)]
        self.status = ConferenceStatus.COMPLETED
        self.why_ended = why
        more = {"ReasonConferenceEnded": why.value, "Reason": why.sentence}
        if by is not None:
            self.ended_by = more["CallSidEndingConference"] = by.call_sid
            if by.label:
                more["ParticipantLabelEndingConference"] = by.label
        events.append(self._event(ConferenceEventKind.END, more=more))
        return Change(tuple(events), disconnected=tuple(member.call_sid for member in others))

    def _event(
        self, kind: ConferenceEventKind, about: Member | None = None, more: Mapping[str, str] | None = None
    ) -> ConferenceEvent:
        self._sequence += 1
        form = {
            "ConferenceSid": self.sid,
            "FriendlyName": self.friendly_name,
            "AccountSid": self.account_sid,
            "SequenceNumber": str(self._sequence),
            "StatusCallbackEvent": kind.value,
        }
        wanted = self._first is not None and bool(self._first.status_callback)
        return ConferenceEvent(
            kind,
            about.call_sid if about else "",
            form | (about.form() if about else {}) | dict(more or {}),
            wanted and self._first is not None and kind.subscription in self._first.status_events,
        )


def _modifiable(member: Member) -> tuple[object, ...]:
    """What `participant-modify` is about."""
    return (member.call_sid_to_coach, member.end_on_exit, member.beep_on_exit, member.wait_url)
