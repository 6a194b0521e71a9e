"""The webhooks of a transfer: what the agent's phone asks, its key, its status, who is in the conference.

All are signed, may come twice, late or out of order, and change nothing by being asked again: what the phone
is to do is read off the transfer as it stands.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from voice.transfer_desk import AGENT_LABEL, CALLER_LABEL, Transfers
from voice.transfer_driver import TransferDriver
from voice.transfer_messages import (
    Accepted,
    AgentDocument,
    AgentStatus,
    Declined,
    How,
    Joined,
    Left,
    Leg,
    WhisperAsked,
)
from voice.twilio import twiml
from voice.twilio.transfer_twiml import whisper

ACCEPTS = "1"
"""The key that takes the call; every other declines it."""

GOODBYE = "Thank you. Goodbye."
TOO_LATE = "This call has gone on without you. Goodbye."

_LEGS = {CALLER_LABEL: Leg.CALLER, AGENT_LABEL: Leg.AGENT}

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
        leg = _LEGS.get(form.get("ParticipantLabel", ""))
        if driver is not None and leg is not None:
            call_sid, name = form.get("CallSid", ""), form.get("FriendlyName", "")
            match form.get("StatusCallbackEvent"):
                case "participant-join":
                    driver.take(Joined(leg, call_sid, name, _sequence(form)))
                case "participant-leave":
                    why = form.get("ReasonParticipantLeft", "")
                    driver.take(Left(leg, call_sid, name, why, _sequence(form)))
                case _:
                    pass
        return web.Response(status=204)

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


def _twiml(document: str) -> web.Response:
    return web.Response(text=document, content_type="text/xml")
