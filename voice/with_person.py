"""A call's side of going to a person: the bot stays until they have it, listens to both, and comes back.

Both sides are transcribed all the way: the ears are never closed. Where nobody is free the caller waits
(`voice.queue_stay`), is rung back, or leaves a message.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

import structlog

from assist.briefing import briefing
from assist.wait_wishes import WaitWish
from transcripts.events import (
    AnyEvent,
    CallbackAgreed,
    HoldEnded,
    HoldStarted,
    Milliseconds,
    TransferCompleted,
    TransferDeclined,
)
from transcripts.interrupted import InterruptedCall
from voice.bot.conversation import Conversation
from voice.bot.moves import CalledBack, Connect, Move
from voice.call_journal import CallJournal
from voice.call_services import CallServices
from voice.caller_audio import CallerAudio
from voice.caller_in_queue import CallerInQueue
from voice.leaving_message import LeavingMessage
from voice.listener import Listener, Turn
from voice.outgoing import Outgoing
from voice.queue_stay import Outcome
from voice.transfer_desk import Transferred
from voice.transfer_driver import TransferDriver
from voice.transfer_messages import Begin, CallerBack, CallerGone, Cancel, Fallback, Leg
from voice.turns.far_end import Heard


def reachable(services: CallServices) -> Callable[[str, str], bool]:
    """Whether somebody may take a call of a queue, in a language, now or after a wait."""
    if services.transfers is None:
        return lambda _queue, _language: False
    return services.waiting_room.takes if services.waiting_room is not None else services.transfers.reachable


class BotVoice(Protocol):
    """What is needed of the bot's own voice."""

    def say(self, moves: Sequence[Move]) -> None:
        """After what is being said; music is cut."""
        ...

    async def said_out(self) -> None:
        """Until nothing is being said; music may play."""
        ...

    def do(self, work: Coroutine[None, None, None]) -> None:
        """Beside all else; it ends with the call."""
        ...

    async def caller_quiet(self) -> None:
        """Until no turn of the caller is under way or being transcribed."""
        ...

    def music(self, on: bool) -> None: ...

    def silenced(self, away: bool) -> None:
        """The caller cannot hear the bot (any more), or can again."""
        ...

    def caller_gone(self, why: str) -> None:
        """There is no call any more."""
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
        *,
        outgoing: Outgoing | None = None,
    ) -> None:
        """`outgoing`: it was we who rang, and why."""
        self.carrier_call_id = carrier_call_id
        self.away = False
        """The caller's leg is elsewhere, or on the way there: the bot neither speaks nor answers."""
        self._call_id = call_id
        self._called = called
        self._services = services
        self._journal = journal
        self._conversation = conversation
        self._voice = voice
        self._outgoing = outgoing
        self._driver: TransferDriver | None = None
        self._order = Connect("", "")
        """What is being done, or was done last."""
        self._queue = CallerInQueue(
            call_id,
            services,
            journal,
            conversation,
            voice,
            self._agent_free,
            since_s=outgoing.since_s if outgoing is not None else None,
        )
        self._read_back = outgoing is not None
        """Whether the caller knows what is passed on."""
        self._message = LeavingMessage(call_id, services, journal, conversation, voice)
        self._agent_audio = CallerAudio()
        self._agent_ears: Listener | None = None
        self._on_hold = False
        """The caller hears music, and no person."""
        self._log = structlog.get_logger(__name__).bind(call_id=call_id)

    # What the conversation decides, and what happens on the line.

    async def connect(self, order: Connect) -> None:
        """Rings the first agent while the caller is told what is passed on; or lets the caller wait."""
        if self._services.transfers is None or self._driver is not None or self._queue.stay is not None:
            return
        self._order = order
        if self._services.waiting_room is None or order.preferred:
            fallbacks = (Fallback.BOT,) if order.preferred else (Fallback.CALL_BACK, Fallback.BOT)
            await self._ring(order.preferred, fallbacks)
            return
        place = self._outgoing.place if self._outgoing is not None else ""
        agent = self._queue.enter(order.queue, instead_of=place)
        if agent:
            wait_on = (Fallback.QUEUE,) if self._queue.others_come else ()
            await self._ring(agent, (*wait_on, Fallback.CALL_BACK, Fallback.BOT))
        else:
            await self._tell_what_is_passed_on()

    def cancel(self, why: str) -> None:
        if self._driver is not None:
            self._driver.take(Cancel(why))
        elif self._queue.stay is not None:
            self._queue.left(Outcome.BOT, why)
            title = self._conversation.queue_title(self._order.queue)
            self.tell("transfer_cancelled", {"queue": title})
            self._voice.say(self._conversation.given_back())

    def wants(self, wish: WaitWish) -> None:
        """The caller, who waits, would rather have something else."""
        stay = self._queue.stay
        if stay is None or self._driver is not None:
            return
        match wish:
            case WaitWish.CALL_BACK:
                self._queue.left(Outcome.CALL_BACK, "the caller asked to be rung back")
                self._voice.say(self._conversation.not_reached(stay.queue))
            case WaitWish.VOICEMAIL:
                self._queue.left(Outcome.VOICEMAIL, "the caller asked to leave a message")
                self._message.begin(stay.queue)

    def noted(self, event: AnyEvent) -> None:
        """A fact of the conversation, which was written down."""
        if isinstance(event, CallbackAgreed):
            self._queue.promised(event)

    def rung_back(self, outcome: CalledBack, why: str) -> None:
        if self._outgoing is not None:
            self._outgoing.ended(outcome, why, self._call_id)

    def bot_said(self) -> None:
        """The caller has heard a word."""
        self._queue.bot_said()

    def message_over(self) -> None:
        self._message.over("a key was pressed")

    def caller_back(self, stream_id: str) -> None:
        """The carrier has connected the bot's stream again."""
        self._silence(away=False)
        if self._driver is not None:
            self._driver.take(CallerBack(stream_id))

    @property
    def connecting(self) -> bool:
        """A person is being found, or has the call."""
        return self._driver is not None

    @property
    def talked(self) -> bool:
        """A person and the caller are together, or were."""
        return self._driver is not None and self._driver.transfer.talked

    async def taken_up(self, left: InterruptedCall) -> None:
        """After a restart: whoever was rung for the caller or talked to them is known again."""
        transfers, agreed, joined = self._services.transfers, left.transfer, left.waits_in
        if self._agent_ears is not None:
            self._agent_ears.goes_on_after(left.spoken.get("agent", 0))
        since = agreed or joined
        if transfers is None or since is None:
            return
        self._queue.since_s = self._services.clock() - (left.now_ms - since.at_ms) / 1000
        self._order = Connect(since.queue, left.reason)
        self._read_back = agreed is not None
        wait_on = (Fallback.QUEUE,) if joined is not None and self._services.waiting_room is not None else ()
        transferred = Transferred(self._call_id, self._called, self._queue.waiting(since.queue))
        self._driver = await transfers.resume(
            self, transferred, left, (*wait_on, Fallback.CALL_BACK, Fallback.BOT)
        )

    def goes_on(self) -> None:
        """The caller is back after a restart, and waited for somebody to become free: so they do again."""
        if self._driver is None and self._queue.since_s is not None and self._queue.stay is None:
            self._voice.do(self.connect(self._order))

    def call_over(self, why: str) -> None:
        if self._driver is not None:
            self._driver.take(CallerGone(why))
        self._queue.left(Outcome.GAVE_UP, why)
        self._message.call_over()
        if self._outgoing is not None:
            self._outgoing.ended(CalledBack.REFUSED, "they hung up before they said that it suits them", "")
        if self._agent_ears is not None:
            self._agent_ears.close()

    def leave(self) -> None:
        """The service stops, and the two talk on: the transfer is taken up at the next start."""
        if self._driver is not None:
            self._driver.close()
        if self._agent_ears is not None:
            self._agent_ears.close()

    async def last_words(self) -> None:
        """After the end of the call, when the caller's last turn is known."""
        await self._queue.kept()
        self._message.call_over(finished=True)

    def caller_frame(self, frame: bytes, at_ms: Milliseconds) -> None:
        """20 ms of the caller: 50 a second, so there is no work here but for a message."""
        if self._message.open:
            self._message.frame(frame, at_ms)

    def caller_said(self, turn: Turn) -> None:
        if self._message.begun:
            self._message.turn(turn)

    def agent_sound(self, payload: bytes, at_ms: Milliseconds) -> None:
        """What the caller hears while a person has the call."""
        ears = self._agent_ears
        if ears is not None and not self._on_hold:
            for frame, frame_at_ms in self._agent_audio.ears(payload, at_ms):
                ears.frame(frame, frame_at_ms)

    # What the transfer needs of the line.

    @property
    def now_ms(self) -> Milliseconds:
        return self._journal.now_ms

    def write(self, event: AnyEvent) -> None:
        self._journal.write(event)
        if isinstance(event, HoldStarted | HoldEnded) and event.leg == Leg.CALLER:
            self._on_hold = isinstance(event, HoldStarted)
        if isinstance(event, TransferDeclined):
            self._queue.declined(event.agent)
        elif isinstance(event, TransferCompleted):
            self._queue.connected(event.agent)

    def tell(self, prompt: str, values: Mapping[str, str]) -> None:
        self._voice.say(self._conversation.told(prompt, **values))

    async def said_out(self) -> None:
        await self._voice.said_out()

    def music(self, on: bool) -> None:
        self._voice.music(on or (self._queue.stay is not None and not self.away))

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

    def caller_gone(self, why: str) -> None:
        self._voice.caller_gone(why)

    def give_back(self, fallback: Fallback, why: str, queue: str) -> None:
        self._driver = None
        self._log.info("the transfer is over for the caller", fallback=fallback.value, why=why)
        if fallback is Fallback.QUEUE and self._services.waiting_room is not None:
            self._order = replace(self._order, queue=queue or self._order.queue)
            if agent := self._queue.back(self._order.queue):
                self._agent_free(agent)
            return
        self._queue.left(_OUTCOMES[fallback], why)
        match fallback:
            case Fallback.CALL_BACK | Fallback.QUEUE:
                self._voice.say(self._conversation.not_reached(queue))
            case Fallback.VOICEMAIL:
                self._message.begin(queue)
            case Fallback.BOT:
                self._voice.say(self._conversation.given_back())
            case Fallback.CALLER_GONE:
                pass

    # How it is done.

    def _agent_free(self, agent: str) -> None:
        """For a caller who waits."""
        self._voice.do(self._ring(agent, (Fallback.QUEUE, Fallback.CALL_BACK, Fallback.BOT)))

    async def _ring(self, agent: str, fallbacks: tuple[Fallback, ...]) -> None:
        """`agent` first, if there is one; and then whoever is best."""
        transfers, order, stay = self._services.transfers, self._order, self._queue.stay
        about = self._outgoing.first_call if self._outgoing is not None else self._call_id
        told = briefing(await self._services.journal.replay(about), self._services.centre)
        if transfers is None or self._driver is not None or self._queue.stay is not stay:
            return
        begin = Begin(order.queue, order.reason, told.sentences(), fallbacks, agent)
        self._driver = transfers.begin(
            self,
            Transferred(self._call_id, self._called, self._queue.waiting(order.queue), about),
            begin,
        )
        if not self._read_back:
            self._read_back = True
            self._voice.say(self._conversation.passing_on(told.read_back()))

    async def _tell_what_is_passed_on(self) -> None:
        """Once: callers who wait have the time for it."""
        if self._read_back:
            return
        self._read_back = True
        told = briefing(await self._services.journal.replay(self._call_id), self._services.centre)
        if self._queue.stay is not None:
            self._voice.say(self._conversation.passing_on(told.read_back()))

    def _silence(self, *, away: bool) -> None:
        if away is not self.away:
            self.away = away
            self._voice.silenced(away)


_OUTCOMES = {
    Fallback.BOT: Outcome.BOT,
    Fallback.QUEUE: Outcome.BOT,
    Fallback.CALL_BACK: Outcome.CALL_BACK,
    Fallback.VOICEMAIL: Outcome.VOICEMAIL,
    Fallback.CALLER_GONE: Outcome.GAVE_UP,
}


class _AgentHeard:
    """Writes down what the agent says."""

    def __init__(self, journal: CallJournal) -> None:
        self._journal = journal

    def speech_started(self, utterance_id: str, at_ms: Milliseconds, interrupts: bool) -> None:  # noqa: ARG002
        self._journal.agent_speech_started(utterance_id, at_ms)

    def speech_goes_on(self, voiced_ms: Milliseconds) -> None: ...

    def partial(self, utterance_id: str, text: str, at_ms: Milliseconds) -> None:
        self._journal.agent_partial(utterance_id, text, at_ms)

    def turn_ended(self, turn: Turn) -> None:
        if turn.recognition.text:
            self._journal.agent_said(turn)

    def far_end(self, heard: Heard) -> None:
        """Music on hold is what the caller hears, and no news of the caller's end."""
