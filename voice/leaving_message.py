"""A call's side of leaving a message: the prompt, the tone, the recording, and what is written down."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Protocol

import structlog

from transcripts.events import Milliseconds, VoicemailLeft
from voice.bot.conversation import Conversation
from voice.bot.moves import Move
from voice.call_journal import CallJournal
from voice.call_services import CallServices
from voice.listener import Turn
from voice.voicemail import DIRECTORY, Voicemail, tone

TRANSCRIBED_S = 3.0
"""How long a message that has ended waits for its last words, in seconds."""


class Voice(Protocol):
    def say(self, moves: Sequence[Move]) -> None: ...

    def do(self, work: Coroutine[None, None, None]) -> None: ...

    async def said_out(self) -> None: ...

    async def caller_quiet(self) -> None: ...


class LeavingMessage:
    """One call's."""

    def __init__(
        self,
        call_id: str,
        services: CallServices,
        journal: CallJournal,
        conversation: Conversation,
        voice: Voice,
    ) -> None:
        self._call_id = call_id
        self._services = services
        self._journal = journal
        self._conversation = conversation
        self._voice = voice
        self._voicemail: Voicemail | None = None
        self._queue = ""
        self._left = 0
        self._over = asyncio.Event()
        self._log = structlog.get_logger(__name__).bind(call_id=call_id)

    @property
    def open(self) -> bool:
        """Whether frames are wanted."""
        return self._voicemail is not None and not self._voicemail.ended

    @property
    def begun(self) -> bool:
        """Whether turns are wanted."""
        return self._voicemail is not None

    def begin(self, queue: str) -> None:
        if self._queue:
            return
        self._queue = queue
        self._over.clear()
        self._voice.do(self._leave())

    def frame(self, frame: bytes, at_ms: Milliseconds) -> None:
        voicemail = self._voicemail
        if voicemail is None:
            return
        try:
            voicemail.frame(frame, at_ms)
        except OSError as error:
            self._log.error("a message could not be written on", error=str(error))
            voicemail.stop("it could not be written any more")
        if voicemail.ended:
            self._over.set()

    def turn(self, turn: Turn) -> None:
        if self._voicemail is not None:
            self._voicemail.turn(turn.utterance_id, turn.recognition.text, turn.end_ms)

    def over(self, why: str) -> None:
        """The caller has said what they wanted to. Before the tone it is too early for that."""
        if self._voicemail is not None:
            self._voicemail.stop(why)
            self._over.set()

    def call_over(self, *, finished: bool = False) -> None:
        """What was said by now is kept. `finished`: the last turn is known."""
        if self._voicemail is None:
            return
        self._voicemail.stop("the caller hung up")
        if finished:
            self._write()

    async def _leave(self) -> None:
        self._voice.say(self._conversation.message(self._queue, tone()))
        await self._voice.said_out()
        self._left += 1
        number = f"-{self._left}" if self._left > 1 else ""
        path = self._services.settings.data_directory / DIRECTORY / f"{self._call_id}{number}.wav"
        try:
            self._voicemail = Voicemail(path, self._services.new_activity())
        except OSError as error:
            self._log.error("no message can be taken", error=str(error))
            self._instead()
            return
        await self._over.wait()
        if not self._voicemail.is_message:
            self._write()
            self._instead()
            return
        self._voice.say(self._conversation.message_left(self._queue))
        try:
            async with asyncio.timeout(TRANSCRIBED_S):
                await self._voice.caller_quiet()
        except TimeoutError:
            self._log.warning("a message has ended before its last words were transcribed")
            return  # They are written with the end of the call.
        self._write()

    def _instead(self) -> None:
        """There is no message: the caller is told, and rung back."""
        queue, self._queue = self._queue, ""
        self._voice.say(self._conversation.no_message(queue))

    def _write(self) -> None:
        voicemail, self._voicemail = self._voicemail, None
        if voicemail is None:
            return
        try:
            if not voicemail.is_message:
                voicemail.discard()
                return
            voicemail.close()
        except OSError as error:
            self._log.error("a message could not be finished", error=str(error))
        self._journal.write(
            VoicemailLeft(
                call_id=self._call_id,
                at_ms=self._journal.now_ms,
                queue=self._queue,
                path=f"{DIRECTORY}/{voicemail.path.name}",
                duration_ms=voicemail.duration_ms,
                text=voicemail.text,
                utterance_ids=voicemail.utterance_ids,
            )
        )
