"""`Conferences` and their `Participants`."""

from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.company_rooms import Room
from voice.sandbox.conference_events import WhyLeft
from voice.sandbox.conference_members import ConferenceRules
from voice.sandbox.identity import CallIdentity, new_sid
from voice.sandbox.leg import Leg
from voice.sandbox.program import Facilities
from voice.sandbox.rest_calls import check_address
from voice.sandbox.rest_requests import Json, Parameters, check_url, subscription
from voice.sandbox.rest_shapes import Shapes

TIMEOUT_S = 60
RING_BUFFER_S = 5
"""Twilio lets a participant's telephone ring so much longer than it was asked to."""

CREATE = {
    "From",
    "To",
    "Label",
    "Timeout",
    "TimeLimit",
    "Beep",
    "StartConferenceOnEnter",
    "EndConferenceOnExit",
    "WaitUrl",
    "WaitMethod",
    "Muted",
    "Coaching",
    "CallSidToCoach",
    "MaxParticipants",
    "StatusCallback",
    "StatusCallbackMethod",
    "StatusCallbackEvent",
    "ConferenceStatusCallback",
    "ConferenceStatusCallbackMethod",
    "ConferenceStatusCallbackEvent",
}
IGNORED = {"EarlyMedia", "JitterBufferSize", "CallToken", "CallerId", "CallerDisplayName", "Region"}
UPDATE = {
    "Muted",
    "Hold",
    "HoldUrl",
    "HoldMethod",
    "AnnounceUrl",
    "AnnounceMethod",
    "WaitUrl",
    "WaitMethod",
    "BeepOnExit",
    "EndConferenceOnExit",
    "Coaching",
    "CallSidToCoach",
}


class RestConferences:
    def __init__(self, facilities: Facilities, shapes: Shapes) -> None:
        self._floor = facilities.floor
        self._rooms = facilities.rooms
        self._shapes = shapes

    def all(self, parameters: Parameters) -> list[Json]:
        parameters.only({"Status", "FriendlyName", "PageSize", "Page"})
        return [
            self._shapes.conference(room)
            for room in reversed(self._rooms.all.values())
            if parameters.get("Status", room.conference.status.value) == room.conference.status.value
            and parameters.get("FriendlyName", room.conference.friendly_name) == room.conference.friendly_name
        ]

    def get(self, sid: str) -> Json:
        return self._shapes.conference(self._rooms.find(sid))

    def update(self, sid: str, parameters: Parameters) -> Json:
        parameters.only({"Status", "AnnounceUrl", "AnnounceMethod"})
        room = self._rooms.find(sid)
        announcement = parameters.ask("AnnounceUrl")
        if announcement is not None:
            self._rooms.announce(room, announcement)
        if parameters.get("Status") == "completed":
            self._rooms.apply(room, room.conference.end())
        elif "Status" in parameters:
            raise CarrierError(20001, 400, "Status must be completed")
        return self._shapes.conference(room)

    # Participants.

    def participants(self, sid: str, parameters: Parameters) -> list[Json]:
        parameters.only({"Muted", "Hold", "Coaching", "PageSize", "Page"})
        room = self._rooms.find(sid)
        muted, hold, coaching = (parameters.truth(name) for name in ("Muted", "Hold", "Coaching"))
        return [
            self._shapes.participant(room, member)
            for member in room.conference.members.values()
            if muted in (None, member.muted)
            and hold in (None, member.hold)
            and coaching in (None, member.coaching)
        ]

    def participant(self, sid: str, name: str) -> Json:
        room = self._rooms.find(sid)
        return self._shapes.participant(room, room.conference.find(name))

    def create(self, sid_or_name: str, parameters: Parameters) -> Json:
        parameters.only(CREATE, IGNORED)
        to, caller = parameters.get("To"), parameters.get("From")
        check_address("To", to, 21201, 21211)
        check_address("From", caller, 21213, 21212)
        room = self._room(sid_or_name)
        label = parameters.get("Label")
        rules = _rules(parameters)
        identity = CallIdentity(new_sid("CA"), self._floor.account.sid, caller, to, "outbound-api")
        room.conference.invite(identity.call_sid, label, rules)

        async def sit(leg: Leg) -> None:
            try:
                gone = self._rooms.join_invited(leg, room, label, rules)
            except CarrierError as error:
                leg.warn(f"{error.code}: {error.message}")
                return
            try:
                await gone.wait()
            finally:
                self._rooms.leave(leg, leg.leaving)

        leg = self._floor.place(
            identity,
            sit,
            status=subscription(parameters, self._floor.warnings, one_each=False),
            timeout_s=parameters.number("Timeout", TIMEOUT_S) + RING_BUFFER_S,
            longest_s=parameters.number("TimeLimit", 14_400),
            by_rest=True,
        )
        self._floor.spawn(self._settle(leg))
        return {**self._shapes.participant(room, room.conference.find(leg.sid)), "status": "queued"}

    def update_participant(self, sid: str, name: str, parameters: Parameters) -> Json:
        parameters.only(UPDATE)
        room = self._rooms.find(sid)
        announcement = parameters.ask("AnnounceUrl")
        if announcement is not None:
            self._rooms.announce(room, announcement, name)
        for url in ("HoldUrl", "WaitUrl"):
            if parameters.get(url):
                check_url(url, parameters.get(url))
        change = room.conference.update(
            name,
            muted=parameters.truth("Muted"),
            hold=parameters.truth("Hold"),
            hold_url=parameters.maybe("HoldUrl"),
            hold_method=parameters.maybe("HoldMethod"),
            coaching=parameters.truth("Coaching"),
            call_sid_to_coach=parameters.maybe("CallSidToCoach"),
            end_on_exit=parameters.truth("EndConferenceOnExit"),
            beep_on_exit=parameters.truth("BeepOnExit"),
            wait_url=parameters.maybe("WaitUrl"),
            wait_method=parameters.maybe("WaitMethod"),
        )
        member = room.conference.find(name)
        self._rooms.apply(room, change)
        return self._shapes.participant(room, member)

    def delete(self, sid: str, name: str) -> None:
        self._rooms.kick(self._rooms.find(sid), name)

    def _room(self, sid_or_name: str) -> Room:
        room = self._rooms.all.get(sid_or_name)
        return room or self._rooms.open(sid_or_name)

    async def _settle(self, leg: Leg) -> None:
        """Gives up the place of somebody who was dialled and never answered."""
        await leg.over.wait()
        self._rooms.leave(leg, WhyLeft.ADD_FAILED if leg.answered_ms is None else WhyLeft.HUNG_UP)


def _rules(parameters: Parameters) -> ConferenceRules:
    callback = parameters.ask("ConferenceStatusCallback")
    coaching, coached = parameters.truth("Coaching"), parameters.get("CallSidToCoach")
    if coaching and not coached:
        raise CarrierError(16028, 400, "Coaching needs a CallSidToCoach")
    if parameters.get("WaitUrl"):
        check_url("WaitUrl", parameters.get("WaitUrl"))
    start = parameters.truth("StartConferenceOnEnter")
    events = frozenset(parameters.words("ConferenceStatusCallbackEvent") or ["start", "end"])
    return ConferenceRules(
        start_on_enter=True if start is None else start,
        end_on_exit=bool(parameters.truth("EndConferenceOnExit")),
        muted=bool(parameters.truth("Muted")),
        coach=coached if coaching or coaching is None else "",
        max_participants=round(parameters.number("MaxParticipants", 250)),
        beep=parameters.get("Beep", "true"),
        wait_url=parameters.maybe("WaitUrl"),
        wait_method=parameters.get("WaitMethod", "POST"),
        status_callback=callback.url if callback else "",
        status_method=callback.method if callback else "POST",
        status_events=events,
    )
