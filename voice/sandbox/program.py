"""Carries out TwiML on a leg, document after document, until the call is handed on or over."""

from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlsplit

from voice.sandbox.company_floor import Floor
from voice.sandbox.company_queues import Queues
from voice.sandbox.company_recordings import Recordings
from voice.sandbox.company_rooms import Rooms
from voice.sandbox.company_streams import MouthSource
from voice.sandbox.leg import Leg, LegStatus
from voice.sandbox.problem import CallFailed
from voice.sandbox.program_dial import Dialling
from voice.sandbox.program_queue import Queueing
from voice.sandbox.program_speech import Speech
from voice.sandbox.twiml import Connect, Hangup, Pause, Redirect, Reject, Say, Start, StreamNoun, TwimlError
from voice.sandbox.twiml_company import parse_company
from voice.sandbox.twiml_verbs import (
    Ask,
    CompanyVerb,
    Dial,
    Enqueue,
    Gather,
    Leave,
    Play,
    Record,
    Stop,
)

MOST_DOCUMENTS = 200
"""Of one leg, so that two that redirect to each other come to an end."""
HANGUP = Hangup()

Outcome: TypeAlias = Ask | Hangup | None
"""What a verb leads to: another document, the end of the call, or the next verb."""


@dataclass(frozen=True, slots=True)
class Document:
    """TwiML that was fetched, or that came with a REST request (without an address)."""

    url: str
    verbs: list[CompanyVerb]


@dataclass(frozen=True, slots=True)
class Facilities:
    """What programs work with."""

    floor: Floor
    rooms: Rooms
    queues: Queues
    recordings: Recordings


class Program:
    """What is done on one leg."""

    def __init__(self, facilities: Facilities, leg: Leg, whispering: bool = False) -> None:
        """`whispering`: before a bridge, where nothing may be dialled."""
        floor = facilities.floor
        self._facilities = facilities
        self._floor = floor
        self._leg = leg
        self._whispering = whispering
        self._speech = Speech(floor, facilities.recordings, leg)
        self._dialling = Dialling(floor, facilities.rooms, facilities.queues, leg, self._whisper_on)
        self._queueing = Queueing(floor, facilities.queues, leg, self._run_waiting)
        self._fetched = 0

    async def run_from(self, ask: Ask) -> None:
        """The call's own program. It ends the call where it returns."""
        await self.run(await self.fetch(ask))

    async def run(self, document: Document) -> bool:
        """Goes through documents to their end. False: a verb ended the call; True: no verb was left."""
        while True:
            outcome = await self._carry_out(document)
            if outcome is None or isinstance(outcome, Hangup):
                return outcome is None
            document = await self.fetch(outcome)

    async def fetch(self, ask: Ask, more: dict[str, str] | None = None) -> Document:
        """The document at `ask`. Raises `CallFailed` or `TwimlError`."""
        self._fetched += 1
        if self._fetched > MOST_DOCUMENTS:
            raise CallFailed(f"the TwiML went on through {MOST_DOCUMENTS} documents")
        leg = self._leg
        if not ask.url:
            raise CallFailed("11100: TwiML that came by REST has no address to go back to")
        form = leg.identity.form(str(leg.status)) | (more or {}) | leg.answers
        leg.answers = {}
        url, fetched = await self._floor.messenger.document(ask, form, leg.sid, leg.fallback)
        verbs = parse_company(fetched.body, fetched.content_type, url) if fetched.body else []
        names = " ".join(type(verb).__name__ for verb in verbs)
        leg.note("twiml", f"{urlsplit(url).path}: {names}")
        return Document(url, verbs)

    async def _carry_out(self, document: Document) -> Outcome:
        for verb in document.verbs:
            if not self._answer(verb):
                return HANGUP
            outcome = await self._do(verb)
            if outcome is not None:
                return outcome
        return None

    async def _do(self, verb: CompanyVerb) -> Outcome:
        leg = self._leg
        match verb:
            case Say() | Play() | Pause():
                await self._speech.sound(verb)
            case Gather():
                return await self._speech.gather(verb)
            case Record():
                return await self._speech.record(verb)
            case Start(stream):
                leg.streams.fork(stream)
            case Stop(name):
                fork = leg.streams.find(name)
                if fork is not None:
                    leg.streams.stop(fork)
            case Connect(stream, action, method):
                await self._connect(stream)
                return Ask(action, method) if action is not None else None
            case Redirect(url, method):
                return Ask(url, method)
            case Hangup() | Reject():
                return HANGUP
            case Dial():
                if self._whispering:
                    raise TwimlError("13201: <Dial> in a document that is heard before the bridge")
                return await self._dialling.dial(verb)
            case Enqueue():
                result, action = await self._queueing.enqueue(verb)
                return action or (HANGUP if result == "hangup" else None)
            case Leave():
                raise TwimlError("<Leave> is for callers who wait in a queue")
        return None

    def _answer(self, verb: CompanyVerb) -> bool:
        """Answers a call that still rings, unless the verb rejects it or leaves that to a bridge."""
        leg = self._leg
        if leg.is_in_progress:
            return True
        if isinstance(verb, Reject):
            status = LegStatus.BUSY if verb.reason == "busy" else LegStatus.FAILED
            self._floor.hang_up(leg, status, sip_code="603")
            return False
        if not (isinstance(verb, Dial) and verb.answer_on_bridge and verb.callees):
            self._floor.answer(leg)
        return True

    async def _connect(self, stream: StreamNoun) -> None:
        self._leg.source = MouthSource(self._leg.streams.playout)
        try:
            await self._leg.streams.connect(stream)
        finally:
            self._leg.source = self._leg.speaker

    async def _whisper_on(self, leg: Leg, ask: Ask, form: dict[str, str]) -> bool:
        program = Program(self._facilities, leg, whispering=True)
        return await program.run(await program.fetch(ask, form))

    async def _run_waiting(self, ask: Ask, form: dict[str, str]) -> str:
        """One wait document of a queue, through its redirects."""
        self._fetched = 0
        following: Ask | None = ask
        while following is not None:
            document = await self.fetch(following, form)
            following = None
            for verb in document.verbs:
                match verb:
                    case Leave():
                        return "leave"
                    case Hangup():
                        return "hangup"
                    case Say() | Play() | Pause() | Gather() | Redirect():
                        outcome = await self._do(verb)
                    case _:
                        name = type(verb).__name__
                        raise TwimlError(f"13210: <{name}> in what someone who waits is to hear")
                if isinstance(outcome, Ask):
                    following = outcome
                    break
        return ""
