"""A call's side of going to a person: the bot stays until they have it, listens to both, and comes back.

Both sides are transcribed all the way: the ears are never closed.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

import structlog

from assist.briefing import briefing
from transcripts.events import AnyEvent, Milliseconds
from voice.bot.conversation import Conversation
from voice.bot.moves import Connect, Move
from voice.call_journal import CallJournal
from voice.call_services import CallServices
from voice.caller_audio import CallerAudio
from voice.listener import Listener, Turn
from voice.queueing import Waiting
from voice.transfer_desk import Transferred
from voice.transfer_driver import TransferDriver
from voice.transfer_messages import Begin, CallerBack, CallerGone, Cancel, Fallback
from voice.turns.far_end import Heard


class BotVoice(Protocol):
    """What is needed of the bot's own voice."""

    def say(self, moves: Sequence[Move]) -> None:
        """After what is being said; music is cut."""
        ...

    async def said_out(self) -> None:
        """Until nothing is being said; music may play."""
        ...

    def music(self, on: bool) -> None: ...

    def silenced(self, away: bool) -> None:
        """The caller cannot hear the bot (any more), or can again."""
        ...


class WithPerson:
    """One call's."""

    def __init__(
        self,
        call_id: str,
        carrier_call_id: str,
        called: str,
        services: CallServices,
        journal: CallJournal,
        conversation: Conversation,
        voice: BotVoice,
    ) -> None:
        self.carrier_call_id = carrier_call_id
        self.away = False
        """The caller's leg is elsewhere, or on the way there: the bot neither speaks nor answers."""
        self._call_id = call_id
        self._called = called
        self._services = services
        self._journal = journal
        self._conversation = conversation
        self._voice = voice
        self._driver: TransferDriver | None = None
        self._agent_audio = CallerAudio()
        self._agent_ears: Listener | None = None
        self._log = structlog.get_logger(__name__).bind(call_id=call_id)

    # What the conversation decides, and what happens on the line.

    async def connect(self, order: Connect) -> None:
        """Rings the first agent while the caller is told what is passed on."""
        transfers = self._services.transfers
        if transfers is None or self._driver is not None:
            return
        told = briefing(await self._services.journal.replay(self._call_id), self._services.centre)
        waiting = Waiting(
            self._call_id, order.queue, self._services.clock(), language=self._conversation.language
        )
        self._driver = transfers.begin(
            self,
            Transferred(self._call_id, self._called, waiting),
            Begin(
                order.queue,
                order.reason,
                told.sentences(),
                (Fallback.BOT,) if order.preferred else (Fallback.CALL_BACK, Fallback.BOT),
                order.preferred,
            ),
        )
        self._voice.say(self._conversation.passing_on(told.read_back()))

    def cancel(self, why: str) -> None:
        if self._driver is not None:
            self._driver.take(Cancel(why))

    def caller_back(self) -> None:
        """The carrier has connected the bot's stream again."""
        self._silence(away=False)
        if self._driver is not None:
            self._driver.take(CallerBack())

    def call_over(self, why: str) -> None:
        if self._driver is not None:
            self._driver.take(CallerGone(why))
        if self._agent_ears is not None:
            self._agent_ears.close()

    def agent_sound(self, payload: bytes, at_ms: Milliseconds) -> None:
        """What the caller hears while a person has the call."""
        ears = self._agent_ears
        if ears is not None:
            for frame, frame_at_ms in self._agent_audio.ears(payload, at_ms):
                ears.frame(frame, frame_at_ms)

    # What the transfer needs of the line.

    @property
    def now_ms(self) -> Milliseconds:
        return self._journal.now_ms

    def write(self, event: AnyEvent) -> None:
        self._journal.write(event)

    def tell(self, prompt: str, values: Mapping[str, str]) -> None:
        self._voice.say(self._conversation.told(prompt, **values))

    async def said_out(self) -> None:
        await self._voice.said_out()

    def music(self, on: bool) -> None:
        self._voice.music(on)

    def leaving(self) -> None:
        self._silence(away=True)
        services = self._services
        self._agent_audio.ears_opened()
        self._agent_ears = self._agent_ears or Listener(
            self._call_id,
            services.settings.turns,
            services.scheduler,
            services.new_activity(),
            _AgentHeard(self._journal),
            language=self._conversation.language,
            clock=services.clock,
            speaker="agent",
        )

    def staying(self) -> None:
        self._silence(away=False)

    def give_back(self, fallback: Fallback, why: str, queue: str) -> None:
        self._driver = None
        self._log.info("the transfer is over for the caller", fallback=fallback.value, why=why)
        match fallback:
            case Fallback.CALL_BACK | Fallback.QUEUE | Fallback.VOICEMAIL:
                self._voice.say(self._conversation.not_reached(queue))
            case Fallback.BOT:
                self._voice.say(self._conversation.given_back())
            case Fallback.CALLER_GONE:
                pass

    def _silence(self, *, away: bool) -> None:
        if away is not self.away:
            self.away = away
            self._voice.silenced(away)


class _AgentHeard:
    """Writes down what the agent says."""

    def __init__(self, journal: CallJournal) -> None:
        self._journal = journal

    def speech_started(self, utterance_id: str, at_ms: Milliseconds, interrupts: bool) -> None:  # noqa: ARG002
        self._journal.speech_started(utterance_id, at_ms)

    def speech_goes_on(self, voiced_ms: Milliseconds) -> None: ...

    def partial(self, utterance_id: str, text: str, at_ms: Milliseconds) -> None:
        self._journal.agent_partial(utterance_id, text, at_ms)

    def turn_ended(self, turn: Turn) -> None:
        if turn.recognition.text:
            self._journal.agent_said(turn)

    def far_end(self, heard: Heard) -> None:
        """Music on hold is what the caller hears, and no news of the caller's end."""
