"""Twilio's webhooks: a call rings, the bot's stream has ended, the call's status has changed.

Every request is checked against the signature before anything in it is believed.
"""

from dataclasses import dataclass

import structlog
from aiohttp import web

from transcripts.events import EndReason, Stream
from voice.call import Caller
from voice.resuming import Resuming
from voice.switchboard import NoCapacity, Switchboard
from voice.twilio import twiml
from voice.twilio.idempotency import AnswerMemory
from voice.twilio.signature import public_url, verify_webhook
from voice.twilio.tokens import StreamTokens

ENDED_BY_CARRIER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})

BROKEN = frozenset({EndReason.FAULT, EndReason.STREAM_LOST})
"""Ends which the caller has heard nothing of."""

APOLOGY = "We are sorry, something on our side has failed. Please ring again in a few minutes."
BUSY = "All our lines are in use at the moment. Please ring again in a few minutes."

LONGEST_FIELD = 256
"""Longer values of CallSid, From and To are no such thing."""


@dataclass(frozen=True, slots=True)
class Webhooks:
    switchboard: Switchboard
    tokens: StreamTokens
    answers: AnswerMemory
    auth_token: str
    base_url: str
    """The configured public address."""
    carrier: str
    resuming: Resuming
    """Calls of before the start, of which is not known yet what becomes of them."""

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/twilio/voice", self.voice),
            web.post("/twilio/voice/after", self.after),
            web.post("/twilio/status", self.status),
        ]

    async def voice(self, request: web.Request) -> web.Response:
        """A call rings: answered with the ears and the mouth, the same way however often it is asked."""
        form = await self.verified(request)
        call_sid = _field(form, "CallSid")
        memory_key = (request.headers.get("I-Twilio-Idempotency-Token", ""), call_sid, request.path)
        await self._settled(call_sid, form)
        answer = self.answers.recall(*memory_key)
        if answer is None:
            answer = self._answer(call_sid, form)
            self.answers.remember(*memory_key, answer)
        return _twiml(answer)

    def _answer(self, call_sid: str, form: dict[str, str]) -> str:
        caller = Caller(
            call_sid, form.get("From", "")[:LONGEST_FIELD], form.get("To", "")[:LONGEST_FIELD], self.carrier
        )
        try:
            call = self.switchboard.answer(caller)
        except NoCapacity as error:
            structlog.get_logger(__name__).warning("call not taken", why=str(error), carrier_call_id=call_sid)
            return twiml.say_and_hang_up(BUSY)
        if call.with_person:
            call.mouth_promised()
        return self.streams(call.carrier_call_id)

    def streams(self, call_sid: str) -> str:
        """The document that opens the ears and the mouth."""
        ears = self.tokens.issue(call_sid, Stream.EARS)
        mouth = self.tokens.issue(call_sid, Stream.MOUTH)
        return twiml.answer(
            ears_url=public_url(self.base_url, f"/twilio/ears/{ears}", socket=True),
            mouth_url=public_url(self.base_url, f"/twilio/mouth/{mouth}", socket=True),
            action_url=public_url(self.base_url, "/twilio/voice/after"),
        )

    async def after(self, request: web.Request) -> web.Response:
        """The bot's stream has ended. We ended it, and hang up; or it broke, and the caller is told."""
        form = await self.verified(request)
        call_sid = _field(form, "CallSid")
        await self._settled(call_sid, form)
        on_the_line = self.switchboard.find(call_sid)
        if on_the_line is not None and on_the_line.with_person:
            on_the_line.mouth_promised()
            return _twiml(self._back_to_the_bot(call_sid))
        ended = self.switchboard.ended_as(call_sid)
        broke = ended in BROKEN or (on_the_line is not None and ended is None)
        return _twiml(twiml.say_and_hang_up(APOLOGY) if broke else twiml.hang_up())

    def _back_to_the_bot(self, call_sid: str) -> str:
        """The conference is over for the caller, and the call is not."""
        mouth = self.tokens.issue(call_sid, Stream.MOUTH)
        return twiml.connect(
            mouth_url=public_url(self.base_url, f"/twilio/mouth/{mouth}", socket=True),
            action_url=public_url(self.base_url, "/twilio/voice/after"),
        )

    async def status(self, request: web.Request) -> web.Response:
        form = await self.verified(request)
        call_sid = _field(form, "CallSid")
        await self._settled(call_sid, form)
        call = self.switchboard.find(call_sid)
        status = form.get("CallStatus", "")
        if call is not None and status in ENDED_BY_CARRIER:
            call.end(EndReason.CALLER_HUNG_UP, f"The carrier reported the call as {status}.")
        return web.Response(status=204)

    async def _settled(self, call_sid: str, form: dict[str, str]) -> None:
        """Raises the HTTP error that has the carrier ask its fallback, or again."""
        going_on = form.get("CallStatus", "") not in ENDED_BY_CARRIER
        if not await self.resuming.settled(call_sid, going_on):
            raise web.HTTPServiceUnavailable(text="This call is still being taken up after a restart.")

    async def verified_of_transfer(self, request: web.Request) -> dict[str, str]:
        """The same of a webhook of a transfer, which waits until the transfer is known again."""
        form = await self.verified(request)
        if not await self.resuming.settled(request.match_info.get("transfer", "")):
            raise web.HTTPServiceUnavailable(text="This transfer is still being taken up after a restart.")
        return form

    async def verified(self, request: web.Request) -> dict[str, str]:
        """The form, once its signature holds. Raises the HTTP error that answers anything else."""
        if request.content_type != "application/x-www-form-urlencoded":
            raise web.HTTPUnsupportedMediaType(text="Send the form that Twilio sends.")
        fields = await request.post()
        pairs = [(name, value) for name, value in fields.items() if isinstance(value, str)]
        url = public_url(self.base_url, request.raw_path)
        verdict = verify_webhook(self.auth_token, url, pairs, request.headers.get("X-Twilio-Signature"))
        if not verdict.valid:
            structlog.get_logger(__name__).warning(
                "webhook refused", why=verdict.why, path=request.path, remote=request.remote
            )
            raise web.HTTPForbidden(text="The signature does not hold for this address and form.")
        return dict(pairs)


def _field(form: dict[str, str], name: str) -> str:
    value = form.get(name, "")
    if not value or len(value) > LONGEST_FIELD:
        raise web.HTTPBadRequest(text=f"The form has no usable {name}.")
    return value


def _twiml(document: str) -> web.Response:
    return web.Response(text=document, content_type="text/xml")
