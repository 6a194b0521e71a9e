"""The webhooks of a transfer: what the agent's phone asks, its key, its status, who is in the conference.

All are signed, may come twice, late or out of order, and change nothing by being asked again: what the phone
is to do is read off the transfer as it stands.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from voice.audio.wait_music import wait_music
from voice.audio.wav import mulaw_wav
from voice.conference_call import leg_of
from voice.conference_driver import INVITED
from voice.conference_messages import Standing
from voice.transfer_desk import Transfers
from voice.transfer_driver import TransferDriver
from voice.transfer_messages import (
    Accepted,
    AgentDocument,
    AgentStatus,
    Declined,
    How,
    Joined,
    Left,
    WhisperAsked,
)
from voice.twilio import twiml
from voice.twilio.transfer_twiml import play_on, whisper

ACCEPTS = "1"
"""The key that takes the call; every other declines it."""

GOODBYE = "Thank you. Goodbye."
TOO_LATE = "This call has gone on without you. Goodbye."


NEVER_CAME = "participant_add_failed"
"""Why somebody left who was rung and did not answer, in Twilio's words."""

STANDING_EVENTS = frozenset(
    {"participant-mute", "participant-unmute", "participant-hold", "participant-unhold", "participant-modify"}
)

Verified = Callable[[web.Request], Awaitable[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class TransferWebhooks:
    transfers: Callable[[], Transfers | None]
    """None until calls are taken, and where nobody can be connected."""
    verified: Verified
    """The form of a request, once its signature holds."""

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/twilio/transfer/{transfer}/{attempt}/whisper", self.whisper),
            web.post("/twilio/transfer/{transfer}/{attempt}/key", self.key),
            web.post("/twilio/transfer/{transfer}/{attempt}/silence", self.silence),
            web.post("/twilio/transfer/{transfer}/{attempt}/status", self.status),
            web.get("/twilio/transfer/{transfer}/{attempt}/briefing.wav", self.briefing),
            web.post("/twilio/transfer/{transfer}/conference", self.conference),
            web.post("/twilio/transfer/{transfer}/member/{label}", self.member),
            web.post("/twilio/transfer/hold", self.hold),
            web.get("/twilio/transfer/hold.wav", self.hold_sound),
        ]

    async def whisper(self, request: web.Request) -> web.Response:
        """The agent's phone was answered."""
        call_sid, _ = await self._of_agent(request)
        return self._document(request, call_sid, WhisperAsked(_attempt(request), call_sid))

    async def key(self, request: web.Request) -> web.Response:
        call_sid, form = await self._of_agent(request)
        answer = Accepted if form.get("Digits") == ACCEPTS else Declined
        return self._document(request, call_sid, answer(_attempt(request), call_sid, How.KEY))

    async def silence(self, request: web.Request) -> web.Response:
        """The briefing was played, and no key came: a voicemail, or nobody at the telephone."""
        call_sid, _ = await self._of_agent(request)
        return self._document(request, call_sid, Declined(_attempt(request), call_sid, How.SILENCE))

    async def status(self, request: web.Request) -> web.Response:
        call_sid, form = await self._of_agent(request)
        driver = self._driver(request)
        if driver is not None:
            status = AgentStatus(_attempt(request), call_sid, form.get("CallStatus", ""), _sequence(form))
            driver.take(status)
        return web.Response(status=204)

    async def briefing(self, request: web.Request) -> web.Response:
        """The carrier fetches it unsigned; its address cannot be guessed."""
        transfers = self.transfers()
        sound = transfers.recording(request.match_info["transfer"], _attempt(request)) if transfers else None
        if sound is None:
            raise web.HTTPNotFound
        return web.Response(body=sound, content_type="audio/wav")

    async def conference(self, request: web.Request) -> web.Response:
        form = await self.verified(request)
        driver = self._driver(request)
        label, call_sid = form.get("ParticipantLabel", ""), form.get("CallSid", "")
        leg = leg_of(label)
        if driver is None or leg is None or not call_sid:
            return web.Response(status=204)
        people = driver.people
        name, event = form.get("FriendlyName", ""), form.get("StatusCallbackEvent", "")
        if event == "participant-join":
            joined = Joined(leg, call_sid, name, _sequence(form))
            if people is not None and leg in INVITED:
                people.joined(joined, label, _standing(form))
            else:
                driver.take(joined)
        elif event == "participant-leave":
            why = form.get("ReasonParticipantLeft", "")
            if people is not None and why == NEVER_CAME:
                people.not_added(label, call_sid)
            else:
                driver.take(Left(leg, call_sid, name, why, _sequence(form)))
        elif people is not None and event in STANDING_EVENTS:
            people.take(_standing(form))
        return web.Response(status=204)

    async def member(self, request: web.Request) -> web.Response:
        """How far the phone of somebody is who is rung into a call."""
        call_sid, form = await self._of_agent(request)
        driver = self._driver(request)
        if driver is not None and driver.people is not None:
            driver.people.progress(request.match_info["label"], call_sid, form.get("CallStatus", ""))
        return web.Response(status=204)

    async def hold(self, request: web.Request) -> web.Response:
        """What a caller on hold hears."""
        await self.verified(request)
        transfers = self.transfers()
        return _twiml(play_on(transfers.sound_url) if transfers else twiml.empty())

    async def hold_sound(self, request: web.Request) -> web.Response:  # noqa: ARG002
        """The carrier fetches it unsigned; it is the same for everybody."""
        return web.Response(body=mulaw_wav(wait_music()), content_type="audio/wav")

    async def _of_agent(self, request: web.Request) -> tuple[str, dict[str, str]]:
        form = await self.verified(request)
        call_sid = form.get("CallSid", "")
        if not call_sid:
            raise web.HTTPBadRequest(text="The form has no CallSid.")
        return call_sid, form

    def _driver(self, request: web.Request) -> TransferDriver | None:
        transfers = self.transfers()
        return transfers.find(request.match_info["transfer"]) if transfers is not None else None

    def _document(
        self, request: web.Request, call_sid: str, happened: WhisperAsked | Accepted | Declined
    ) -> web.Response:
        transfers, driver, attempt = self.transfers(), self._driver(request), _attempt(request)
        if transfers is None or driver is None:
            return _twiml(twiml.say_and_hang_up(TOO_LATE))
        driver.take(happened)
        transfer = request.match_info["transfer"]
        match driver.document(attempt, call_sid):
            case AgentDocument.WHISPER:
                document = whisper(
                    [transfers.address(transfer, attempt, "briefing.wav")],
                    key_url=transfers.address(transfer, attempt, "key"),
                    silence_url=transfers.address(transfer, attempt, "silence"),
                )
            case AgentDocument.CONFERENCE:
                document = transfers.agent_joins(transfer, driver.conference(attempt))
            case AgentDocument.GOODBYE:
                document = twiml.say_and_hang_up(GOODBYE)
            case AgentDocument.TOO_LATE:
                document = twiml.say_and_hang_up(TOO_LATE)
        return _twiml(document)


def _attempt(request: web.Request) -> int:
    attempt = request.match_info["attempt"]
    if not attempt.isdecimal() or len(attempt) > 3:
        raise web.HTTPNotFound
    return int(attempt)


def _sequence(form: dict[str, str]) -> int:
    number = form.get("SequenceNumber", "")
    return int(number) if number.isdecimal() and len(number) < 9 else -1


def _standing(form: dict[str, str]) -> Standing:
    hold, muted, coaching = (form.get(name) == "true" for name in ("Hold", "Muted", "Coaching"))
    return Standing(form.get("CallSid", ""), hold, muted, coaching, _sequence(form))


def _twiml(document: str) -> web.Response:
    return web.Response(text=document, content_type="text/xml")
