"""Twilio's webhooks of the calls that we make: somebody answers, or nobody does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from aiohttp import web

from transcripts.events import EndReason
from voice.bot.moves import CalledBack
from voice.call import Caller
from voice.callback_dialling import CallbackDialler
from voice.switchboard import NoCapacity, Switchboard
from voice.twilio import twiml
from voice.web.webhooks import ENDED_BY_CARRIER, LONGEST_FIELD

Verified = Callable[[web.Request], Awaitable[dict[str, str]]]


@dataclass(frozen=True, slots=True)
class CallbackWebhooks:
    dialler: Callable[[], CallbackDialler | None]
    switchboard: Switchboard
    verified: Verified
    """The form of a signed request; raises the answer to any other."""
    streams: Callable[[str], str]
    """The document that opens ears and mouth for a CallSid."""
    carrier: str

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/twilio/callback/{name}/answer", self.answer),
            web.post("/twilio/callback/{name}/status", self.status),
        ]

    async def answer(self, request: web.Request) -> web.Response:
        """Somebody, or something, picked up: the bot speaks to them like to one who rings."""
        form = await self.verified(request)
        call_sid = _call_sid(form)
        dialler = self.dialler()
        found = dialler.answered(request.match_info["name"], call_sid) if dialler is not None else None
        if found is None:
            return _twiml(twiml.hang_up())
        outgoing, number = found
        caller = Caller(call_sid, number, form.get("From", "")[:LONGEST_FIELD], self.carrier, outgoing)
        try:
            self.switchboard.answer(caller)
        except NoCapacity as error:
            structlog.get_logger(__name__).warning("a caller cannot be rung back now", why=str(error))
            outgoing.ended(CalledBack.FAILED, str(error), "")
            return _twiml(twiml.hang_up())
        return _twiml(self.streams(call_sid))

    async def status(self, request: web.Request) -> web.Response:
        form = await self.verified(request)
        call_sid, status = _call_sid(form), form.get("CallStatus", "")
        dialler = self.dialler()
        if dialler is not None:
            dialler.status(request.match_info["name"], call_sid, status)
        call = self.switchboard.find(call_sid)
        if call is not None and status in ENDED_BY_CARRIER:
            call.end(EndReason.CALLER_HUNG_UP, f"The carrier reported the call as {status}.")
        return web.Response(status=204)


def _call_sid(form: dict[str, str]) -> str:
    call_sid = form.get("CallSid", "")
    if not call_sid or len(call_sid) > LONGEST_FIELD:
        raise web.HTTPBadRequest(text="The form has no usable CallSid.")
    return call_sid


def _twiml(document: str) -> web.Response:
    return web.Response(text=document, content_type="text/xml")
