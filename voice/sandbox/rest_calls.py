"""`Calls`, and below it `Streams`, `Recordings` and `Notifications`."""

from voice.sandbox.carrier_error import CarrierError
from voice.sandbox.company_floor import Work
from voice.sandbox.identity import CallIdentity, new_sid
from voice.sandbox.leg import Leg, LegStatus
from voice.sandbox.program import Document, Facilities, Program
from voice.sandbox.rest_requests import Json, Parameters, refuse_missing, subscription
from voice.sandbox.rest_shapes import Shapes
from voice.sandbox.twiml import StreamNoun, TwimlError
from voice.sandbox.twiml_company import parse_company
from voice.sandbox.twiml_verbs import Subscription

LONGEST_INLINE = 4000
LONGEST_TIMEOUT_S = 600
TIMEOUT_S = 60
RING_BUFFER_S = 5
"""Twilio lets a telephone ring longer than it was asked to, on some flows."""

CREATE = {
    "To",
    "From",
    "Url",
    "Method",
    "Twiml",
    "FallbackUrl",
    "FallbackMethod",
    "StatusCallback",
    "StatusCallbackMethod",
    "StatusCallbackEvent",
    "Timeout",
    "TimeLimit",
}
IGNORED = {"CallToken", "CallerId", "CallReason"}
UPDATE = {"Url", "Method", "Twiml", "FallbackUrl", "FallbackMethod", "Status", "StatusCallback"} | {
    "StatusCallbackMethod",
    "TimeLimit",
}


class RestCalls:
    def __init__(self, facilities: Facilities, shapes: Shapes) -> None:
        self._facilities = facilities
        self._floor = facilities.floor
        self._shapes = shapes

    def find(self, sid: str) -> Leg:
        """Raises `CarrierError` 20404."""
        leg = self._floor.legs.get(sid)
        if leg is None:
            refuse_missing(f"{self._shapes.root}/Calls/{sid}.json")
        return leg

    def create(self, parameters: Parameters) -> Json:
        parameters.only(CREATE, IGNORED)
        to, caller = parameters.get("To"), parameters.get("From")
        check_address("To", to, 21201, 21211)
        check_address("From", caller, 21213, 21212)
        work = self._work(parameters)
        if work is None:
            raise CarrierError(21205, 400, "Url parameter is required")
        timeout_s = min(parameters.number("Timeout", TIMEOUT_S), LONGEST_TIMEOUT_S)
        leg = self._floor.place(
            CallIdentity(new_sid("CA"), self._floor.account.sid, caller, to, "outbound-api"),
            work,
            status=subscription(parameters, self._floor.warnings),
            timeout_s=timeout_s,
            longest_s=parameters.number("TimeLimit", 14_400),
            by_rest=True,
        )
        leg.fallback = parameters.ask("FallbackUrl")
        return self._shapes.call(leg)

    def all(self, parameters: Parameters) -> list[Json]:
        parameters.only(
            {"Status", "To", "From", "ParentCallSid", "PageSize", "Page"},
        )
        found = [
            leg
            for leg in self._floor.legs.values()
            if parameters.get("Status", leg.status.value) == leg.status.value
            and parameters.get("To", leg.identity.to_number) == leg.identity.to_number
            and parameters.get("From", leg.identity.from_number) == leg.identity.from_number
            and parameters.get("ParentCallSid", leg.identity.parent_sid) == leg.identity.parent_sid
        ]
        return [self._shapes.call(leg) for leg in reversed(found)]

    def update(self, leg: Leg, parameters: Parameters) -> Json:
        parameters.only(UPDATE)
        status = parameters.get("Status")
        work = self._work(parameters)
        if status and work:
            raise CarrierError(21218, 400, "Status cannot be changed together with Url or Twiml")
        if "StatusCallback" in parameters:
            events = leg.status_to.events or frozenset({"completed"})
            leg.status_to = Subscription(parameters.ask("StatusCallback"), events)
        if "FallbackUrl" in parameters:
            leg.fallback = parameters.ask("FallbackUrl")
        if "TimeLimit" in parameters:
            self._floor.limit(leg, parameters.number("TimeLimit", 0))
        if work is not None:
            if not leg.is_in_progress:
                raise CarrierError(21220, 400, "Call is not in-progress. Cannot redirect.")
            leg.note("redirected", parameters.get("Url") or "by REST")
            self._floor.redirect(leg, work)
        elif status:
            self._end(leg, status)
        return self._shapes.call(leg)

    def delete(self, leg: Leg) -> None:
        if leg.is_live:
            raise CarrierError(20009, 409, "A call that goes on cannot be deleted")
        del self._floor.legs[leg.sid]

    # Streams.

    def start_stream(self, leg: Leg, parameters: Parameters) -> Json:
        given = {name for name in parameters.names if not name.startswith("Parameter")}
        Parameters((name, "") for name in given).only(
            {"Url", "Name", "Track", "StatusCallback", "StatusCallbackMethod"}
        )
        if not leg.is_in_progress:
            raise CarrierError(21220, 400, "Call is not in-progress.")
        ask = parameters.ask("Url")
        if ask is None:
            raise CarrierError(31923, 400, "Url is required")
        callback = parameters.ask("StatusCallback")
        noun = StreamNoun(
            url=ask.url.partition("#")[0].partition("?")[0],
            name=parameters.get("Name"),
            track=parameters.get("Track", "inbound_track"),
            parameters=parameters.numbered("Parameter"),
            status_callback=callback.url if callback else "",
            status_method=callback.method if callback else "POST",
        )
        try:
            fork = leg.streams.fork(noun)
        except TwimlError as error:
            raise CarrierError(31941, 400, str(error)) from error
        if fork.status == "stopped":
            raise CarrierError(20001, 400, leg.notes[-1])
        return self._shapes.stream(leg, fork)

    def stop_stream(self, leg: Leg, name: str, parameters: Parameters) -> Json:
        parameters.only({"Status"})
        fork = leg.streams.find(name)
        if fork is None:
            refuse_missing(f"{self._shapes.root}/Calls/{leg.sid}/Streams/{name}.json")
        if parameters.get("Status") != "stopped":
            raise CarrierError(20001, 400, "Status must be stopped")
        leg.streams.stop(fork)
        return self._shapes.stream(leg, fork)

    # Recordings.

    def start_recording(self, leg: Leg, parameters: Parameters) -> Json:
        parameters.only(
            {
                "RecordingChannels",
                "RecordingStatusCallback",
                "RecordingStatusCallbackMethod",
                "RecordingStatusCallbackEvent",
            },
            {"Trim"},
        )
        if not leg.is_in_progress:
            raise CarrierError(21220, 400, "Requested resource is not eligible for recording")
        callback = parameters.ask("RecordingStatusCallback")
        events = frozenset(parameters.words("RecordingStatusCallbackEvent") or ["completed"])
        channels = 2 if parameters.get("RecordingChannels") in ("dual", "2") else 1
        kept = self._facilities.recordings.start(leg, channels, Subscription(callback, events))
        return self._shapes.recording(kept)

    def change_recording(self, leg: Leg, sid: str, parameters: Parameters) -> Json:
        parameters.only({"Status"}, {"PauseBehavior"})
        recordings = self._facilities.recordings
        kept = recordings.current(leg) if sid == "Twilio.CURRENT" else recordings.kept.get(sid)
        if kept is None or kept.leg is not leg:
            refuse_missing(f"{self._shapes.root}/Calls/{leg.sid}/Recordings/{sid}.json")
        status = parameters.get("Status")
        if status not in ("paused", "in-progress", "stopped"):
            raise CarrierError(20001, 400, "Status is paused, in-progress or stopped")
        if parameters.get("PauseBehavior", "silence") != "silence":
            raise CarrierError(
                20001, 400, "PauseBehavior=skip: not implemented by the carrier on this machine"
            )
        recordings.change(kept, status)
        return self._shapes.recording(kept)

    def recordings(self, leg: Leg | None) -> list[Json]:
        kept = self._facilities.recordings.kept.values()
        return [self._shapes.recording(one) for one in kept if leg is None or one.leg is leg]

    def notifications(self, leg: Leg) -> list[Json]:
        return [
            {
                "account_sid": self._floor.account.sid,
                "call_sid": leg.sid,
                "error_code": note.partition(":")[0] if note[:5].isdecimal() else "",
                "log": "1",
                "message_text": note,
                "sid": "NO" + f"{index:032x}",
            }
            for index, note in enumerate(leg.notes)
        ]

    def _work(self, parameters: Parameters) -> Work | None:
        """What the request wants to be done on the leg."""
        ask, inline = parameters.ask("Url"), parameters.get("Twiml")
        if ask is not None:
            return lambda leg: Program(self._facilities, leg).run_from(ask)
        if not inline:
            return None
        if len(inline) > LONGEST_INLINE:
            raise CarrierError(20001, 400, f"Twiml may have {LONGEST_INLINE} characters")
        try:
            document = Document("", parse_company(inline.encode(), "text/xml", ""))
        except TwimlError as error:
            code = str(error).partition(":")[0]
            raise CarrierError(int(code) if code.isdecimal() else 12100, 400, str(error)) from error

        async def run(leg: Leg) -> None:
            await Program(self._facilities, leg).run(document)

        return run

    def _end(self, leg: Leg, status: str) -> None:
        if status == "canceled" and leg.status in (LegStatus.QUEUED, LegStatus.RINGING):
            self._floor.hang_up(leg, LegStatus.CANCELED)
        elif status == "completed" and leg.is_live:
            ringing = not leg.is_in_progress
            self._floor.hang_up(leg, LegStatus.CANCELED if ringing else LegStatus.COMPLETED)
        elif status not in ("canceled", "completed"):
            raise CarrierError(21218, 400, f"Invalid status: {status}")
        elif not leg.is_live:
            raise CarrierError(21220, 400, "Call is not in-progress. Cannot redirect.")


def check_address(name: str, address: str, missing: int, invalid: int) -> None:
    """Raises `CarrierError` for what is no number, `client:` or `sip:` address."""
    if not address:
        raise CarrierError(missing, 400, f"No '{name}' number is specified")
    digits = address.removeprefix("+")
    number = address.startswith("+") and digits.isdecimal() and 7 <= len(digits) <= 15
    if not number and not address.startswith(("client:", "sip:")):
        raise CarrierError(invalid, 400, f"The '{name}' number {address} is not a valid phone number")
