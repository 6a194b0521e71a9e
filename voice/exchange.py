"""The exchange of one call: the caller's turns go to the conversation, and its moves are carried out.

Everything runs on the event loop; understanding, tools and checks of identity are awaited beside it, and what
takes long is covered by words.
"""

import asyncio
from collections.abc import Callable, Coroutine, Sequence

import structlog

from assist.tools.calling import ToolSession
from assist.verification import Verified
from transcripts.events import EndReason, Milliseconds
from transcripts.interrupted import InterruptedCall
from voice.bot.call_so_far import Standing
from voice.bot.conversation import Conversation
from voice.bot.moves import (
    Connect,
    HangUp,
    MessageOver,
    Move,
    Note,
    RungBack,
    Say,
    SpeakLanguage,
    SpeakSlowly,
    StopConnecting,
    UseTool,
    Verify,
    WaitOtherwise,
)
from voice.bot.phrases import MASK
from voice.call_journal import CallJournal
from voice.call_services import CallServices
from voice.call_tasks import CallTasks
from voice.called_ears import CalledEars
from voice.interruption import Interruption
from voice.listener import LAST_WORDS_S, Listener, Turn
from voice.mouthpiece import FirstSound, Send, Spoken
from voice.outgoing import Outgoing
from voice.patience import Patience
from voice.speaking import FirstSoundSent, Speaking
from voice.tool_use import ToolUse
from voice.turns.heard import Heard as OnTheLine
from voice.twilio.ledger import Heard
from voice.twilio.stream import MediaStream
from voice.with_person import WithPerson, reachable

MAX_FAULTS = 4
"""Faults of ours in one call before it is ended: by then the bot itself may be what cannot speak."""

STANDING_S = 0.5
"""How long the greeting waits to learn whether the caller has a standing, in seconds."""

HOLD_S = 60.0
"""How long the bot waits for a caller on whose end music plays, in seconds."""

KEY_PAUSE_S = 4.0
"""After a key that does not complete anything, a silence this long ends what is keyed, in seconds."""


class Exchange:
    """One call's. `end` is called when the conversation, or too many faults of ours, end the call."""

    def __init__(
        self,
        call_id: str,
        caller_number: str,
        services: CallServices,
        journal: CallJournal,
        end: Callable[[EndReason, str], None],
        *,
        carrier_call_id: str = "",
        called: str = "",
        outgoing: Outgoing | None = None,
    ) -> None:
        """`called`: our number, which an agent's phone shows. `outgoing`: it was we who rang, and why."""
        settings = services.settings
        self._call_id = call_id
        self._caller_number = caller_number
        self._services = services
        self._journal = journal
        self._end = end
        self._log = structlog.get_logger(__name__).bind(call_id=call_id)
        self._ended = False
        self._tasks = CallTasks(self._work_failed)
        self.speaking = Speaking(services.speech, settings, self, self._tasks, services.clock)
        self.listener = Listener(
            call_id,
            settings.turns,
            services.scheduler,
            services.new_activity(),
            self,
            language=services.centre.language,
            clock=services.clock,
        )
        self._interruption = Interruption(self.speaking)
        self._conversation = Conversation(
            call_id,
            services.centre,
            services.understanding,
            caller_number=caller_number,
            confidence=settings.bot.confidence,
            wall_clock=services.wall_clock,
            hears=services.hears,
            reachable=reachable(services),
            rung_back=outgoing.rung_for if outgoing is not None else None,
        )
        self.person = WithPerson(
            call_id,
            carrier_call_id,
            called,
            services,
            journal,
            self._conversation,
            self,
            outgoing=outgoing,
        )
        self._called_ears = CalledEars(services.new_activity()) if outgoing is not None else None
        self._verification = services.new_verification(caller_number)
        self._session = ToolSession(call_id)
        self._tools = ToolUse(call_id, services.tools, self._session)
        self._understanding: asyncio.Task[None] | None = None
        """The caller's last turn on its way to a decision."""
        self._caller_quiet = asyncio.Event()
        """Not while a turn of the caller is under way or being transcribed."""
        self._caller_quiet.set()
        self._patience = Patience(settings.bot.no_input_s, self._nothing_said)
        self._faults = 0
        self._met = False
        """The bot could be heard before."""
        self._sorry_owed = False
        """The caller has not been told yet that it was we who left them for a while."""

    # What the carrier does.

    def begin(self, stream: MediaStream, send: Send, stream_id: str = "") -> None:
        """The bot can be heard from now on, for the first time or again."""
        self.speaking.open(stream, send)
        sorry = self._sorry_owed and not self.person.talked
        self._sorry_owed = False
        if self.person.away or self.person.connecting:
            if sorry:
                self.say(self._conversation.interrupted())
            self.person.caller_back(stream_id)
            self.person.goes_on()
        elif self._met:
            self.say(self._conversation.interrupted())
        else:
            self.speaking.begun = self._tasks.spawn(self._greet())
        self._met = True

    def taken_up(self, left: InterruptedCall) -> None:
        """The service was started again during the call. Until the bot is heard, the caller is elsewhere."""
        self._met = self._sorry_owed = True
        self.speaking.goes_on_after(left.spoken.get("bot", 0))
        self.listener.goes_on_after(left.spoken.get("caller", 0))
        self.listener.language = left.language
        self._conversation.taken_up(left)
        self.person.leaving()

    def mouth_closed(self) -> None:
        """The caller's leg is elsewhere; the call goes on."""
        self.speaking.close()

    def mark_returned(self, name: str) -> None:
        self.speaking.mouthpiece.mark_returned(name)

    def key(self, digit: str) -> None:
        self._journal.key(MASK if self._conversation.keys_are_secret else digit)
        self._patience.stop()
        moves = self._conversation.key(digit, self._journal.now_ms)
        if moves:
            self._tasks.spawn(self._interrupt_and(moves))
        elif self._conversation.keying:
            self._tasks.spawn(self._listen_for_keys())
        elif not self.speaking.audible:
            self._wait_for_caller()

    def to_person(self, agent: str) -> str:
        """An agent takes the call over from the bot. Empty, or why that cannot be now."""
        if self._ended:
            return "the call is over"
        if self.person.away:
            return "a person has the call already"
        if self._services.transfers is None:
            return "there is no carrier that could connect the caller"
        moves = self._conversation.taken_over(agent, self._journal.now_ms)
        if not moves:
            return "a person is being found already, or the call is about to end"
        self._patience.stop()
        self._tasks.spawn(self._interrupt_and(moves))
        return ""

    def too_long(self) -> None:
        self._tasks.spawn(self._interrupt_and(self._conversation.too_long()))

    def close(self) -> None:
        """The call is over: nothing more is said or begun. A tool that runs comes to its end unheard."""
        self._ended = True
        self.person.call_over("the caller's call has ended")
        self._stop()

    def leave(self) -> None:
        """The service stops, and the call goes on between people."""
        self._ended = True
        self.person.leave()
        self._stop()

    def _stop(self) -> None:
        self._patience.stop()
        self._tasks.cancel()
        self.speaking.close()

    async def last_words(self) -> None:
        """After `close`: what the caller said last, and what tools came to, is still written down."""
        await self.listener.finish(self._journal.now_ms)
        self.listener.close()
        for move, result in await self._tools.rest(LAST_WORDS_S):
            now_ms = self._journal.now_ms
            for note in self._conversation.tool_answered(move.tool, move.key, result, now_ms):
                if isinstance(note, Note):
                    self._journal.write(note.event)
        await self.person.last_words()

    # What the listener hears.

    def speech_started(self, utterance_id: str, at_ms: Milliseconds, interrupts: bool) -> None:  # noqa: ARG002
        self._journal.speech_started(utterance_id, at_ms)
        if self.person.away:
            return
        self._patience.stop()
        self._caller_quiet.clear()
        self._interruption.speech_started()

    def speech_goes_on(self, voiced_ms: Milliseconds) -> None:
        """Stops the bot if it speaks, and this is no echo and no sound of listening."""
        if self._interruption.stops_bot(voiced_ms, self._conversation.language):
            self._tasks.spawn(self._barge())

    def partial(self, utterance_id: str, text: str, at_ms: Milliseconds) -> None:
        self._interruption.words(text)
        self._journal.partial(utterance_id, text, at_ms)

    def caller_frame(self, frame: bytes, at_ms: Milliseconds) -> None:
        """20 ms of the caller: 50 a second."""
        self.listener.frame(frame, at_ms)
        self.person.caller_frame(frame, at_ms)
        if self._called_ears is not None:
            for heard in self._called_ears.frame(frame, at_ms):
                self.far_end(heard)

    def far_end(self, heard: OnTheLine) -> None:
        self._journal.far_end(heard)
        moves = self._conversation.far_end(heard)
        if moves and not self._ended:
            self._tasks.spawn(self._interrupt_and(moves))

    def turn_ended(self, turn: Turn) -> None:
        self.person.caller_said(turn)
        if self._ended or self.person.away:
            if turn.recognition.text:
                self._journal.caller_said(turn)
            return
        self._journal.caller_said(turn)
        self._caller_quiet.set()
        text = turn.recognition.text
        if turn.fault:
            self.failed("recogniser", turn.fault)
        elif self.listener.went_on_after(turn.utterance_id):
            self._caller_quiet.clear()
            self._interruption.goes_on(text)
        elif turn.music:
            self._hold_the_line()
        elif self._interruption.says_nothing(turn, self._conversation.language):
            self._go_on_speaking(text)
        elif text or self._interruption.unanswered or self._interruption.cut_short or not turn.slight:
            self._interruption.cut_short = False
            self._understanding = self._tasks.spawn(self._answer(turn))
        elif not self.speaking.audible:
            self._wait_for_caller()

    def _hold_the_line(self) -> None:
        """Music is no turn, and whoever put us on hold is coming back."""
        self._patience.seconds = HOLD_S
        if not self.speaking.audible:
            self._wait_for_caller()

    def _go_on_speaking(self, text: str) -> None:
        """From where the bot was cut, if it was."""
        if not self._interruption.cut_short:
            return
        self._interruption.cut_short = False
        next_utterance = self.speaking.next_utterance
        if self.speaking.begin_again():
            why = f'"{text}" was said in listening' if text else "there were no words in what was heard"
            self._journal.resumed(next_utterance, why)

    # What a person's taking the call needs of the bot's voice.

    def say(self, moves: Sequence[Move]) -> None:
        self.speaking.later(moves)

    async def said_out(self) -> None:
        await self.speaking.said_out()

    def do(self, work: Coroutine[None, None, None]) -> None:
        self._tasks.spawn(work)

    async def caller_quiet(self) -> None:
        await self._caller_quiet.wait()

    def music(self, on: bool) -> None:
        self.speaking.music(on)

    def silenced(self, away: bool) -> None:
        if away:
            self._patience.stop()
            self.speaking.music(on=False)

    def caller_gone(self, why: str) -> None:
        self._end(EndReason.CALLER_HUNG_UP, why)

    # What speaking needs to know, and is to tell.

    @property
    def language(self) -> str:
        return self._conversation.language

    def expecting(self, say: Say) -> None:
        self.listener.expect(say.expects, say.digits)
        self._patience.seconds = say.patience_s

    def bot_said(self, spoken: Spoken, heard: Heard, started_s: float, interrupted: bool) -> None:
        if spoken.sound:
            return
        said = self._journal.bot_said(spoken, heard, started_s, interrupted)
        self.speaking.ended(spoken.utterance_id, said.heard, interrupted=interrupted)
        self._conversation.heard(spoken.prompt, not interrupted, said.heard)
        self.person.bot_said()

    def said_all(self, moves: Sequence[Move]) -> None:
        hang_up = next((move for move in moves if isinstance(move, HangUp)), None)
        if hang_up is not None:
            self._end(hang_up.reason, hang_up.explanation)
        elif not any(isinstance(move, (UseTool, Verify)) for move in moves):
            self._wait_for_caller()

    def say_now(self, moves: Sequence[Move]) -> None:
        if not self.person.away:
            self._decide(moves)

    # What the bot does.

    async def _greet(self) -> None:
        standing = Standing()
        try:
            async with asyncio.timeout(STANDING_S):
                standing = await self._services.standing(self._caller_number)
        except TimeoutError:
            self._log.warning("the standing of the caller was not known in time")
        self._decide(self._conversation.answered(self._journal.now_ms, standing))

    async def _answer(self, turn: Turn) -> None:
        before, self._interruption.unanswered = self._interruption.unanswered, ""
        text = f"{before} {turn.recognition.text}".strip()
        alternatives = turn.recognition.alternatives if not before else ()
        understanding = self._services.understanding[self._conversation.language]
        understood = await asyncio.get_running_loop().run_in_executor(
            self._services.thinking, understanding.of, turn.utterance_id, text, alternatives
        )
        if self.listener.speaking:
            # They went on, so this was not the end of it: what they add is understood together with it.
            self._interruption.unanswered = text
            return
        now_ms = self._journal.now_ms
        moves = self._conversation.turn(understood, now_ms)
        understood_s = self._services.clock()

        def first_sound_sent(sound: FirstSound) -> None:
            timed = self._journal.turn_timed(turn, understood_s, sound)
            self._services.turn_timed(timed.total_ms)

        await self._interrupt_and(moves, first_sound_sent)

    async def _interrupt_and(
        self, moves: Sequence[Move], first_sound_sent: FirstSoundSent | None = None
    ) -> None:
        async with self.speaking.floor:
            await self.speaking.fall_silent()
            self._decide(moves, first_sound_sent)

    async def _listen_for_keys(self) -> None:
        await self.speaking.fall_silent()
        self._patience.seconds = KEY_PAUSE_S
        self._wait_for_caller()

    async def _barge(self) -> None:
        heard_ms = self.speaking.played_ms
        cut = await self.speaking.fall_silent()
        if cut is not None:
            self._journal.barged_in(cut, heard_ms)

    def _decide(self, moves: Sequence[Move], first_sound_sent: FirstSoundSent | None = None) -> None:
        """Writes the facts down and begins what takes time, then says what is to be said, then hangs up."""
        if self._ended:
            return
        for move in moves:
            match move:
                case Note(event):
                    self._journal.write(event)
                    self.person.noted(event)
                case UseTool():
                    self._tasks.spawn(self._use_tool(move))
                case Verify():
                    self._tasks.spawn(self._verify(move))
                case Connect():
                    self._tasks.spawn(self.person.connect(move))
                case StopConnecting(why):
                    self.person.cancel(why)
                case WaitOtherwise(wish):
                    self.person.wants(wish)
                case MessageOver():
                    self.person.message_over()
                case RungBack(outcome, why):
                    self.person.rung_back(outcome, why)
                case SpeakLanguage(language):
                    self.listener.language = language
                case SpeakSlowly():
                    self.speaking.pace = self._services.settings.synthesiser.slow_pace
                case _:
                    continue
        self.speaking.begin(moves, first_sound_sent)

    async def _use_tool(self, move: UseTool) -> None:
        result = await self._tools.run(move, self._cover)
        await self._said_out()
        self._tools.told(move)
        self._decide(self._conversation.tool_answered(move.tool, move.key, result, self._journal.now_ms))

    async def _cover(self, beginning: bool) -> None:
        await self._said_out()
        self._decide(self._conversation.still_working(beginning))

    async def _verify(self, move: Verify) -> None:
        if move.text is not None:
            step = await self._verification.heard(move.text, move.alternatives)
        elif move.keys:
            step = await self._verification.keyed(move.keys)
        else:
            step = await self._verification.begin(move.level)
        if isinstance(step, Verified):
            self._session.identify(step.identity)
        await self._said_out()
        self._decide(self._conversation.verified(step, self._journal.now_ms))

    async def _said_out(self) -> None:
        """Until what is being said has been said or cut, and no turn of the caller waits for its answer."""
        while not self._ended:
            await self._caller_quiet.wait()
            busy = {task for task in (self.speaking.begun, self._understanding) if task and not task.done()}
            if not busy and self._caller_quiet.is_set():
                return
            if busy:
                await asyncio.wait(busy)

    # Time and trouble.

    def _wait_for_caller(self) -> None:
        """The bot has been heard out and expects a reply."""
        self._patience.stop()
        if not self._ended and not self.listener.busy:
            self._patience.wait()

    def _nothing_said(self) -> None:
        if self._ended or self.listener.busy:
            return
        # Where nothing is to be said, music may play, or words of a transfer may just begin.
        if moves := self._conversation.silence(self._journal.now_ms):
            self._decide(moves)

    def failed(self, part: str, explanation: str) -> None:
        """A part of ours failed: the caller is told and handed over, never left in silence."""
        self._faults += 1
        self._journal.fault(part, explanation)
        if self._faults < MAX_FAULTS:
            self._tasks.spawn(self._interrupt_and(self._conversation.fault(self._journal.now_ms)))
        else:
            self._end(EndReason.FAULT, f"The service failed {self._faults} times in this call: {explanation}")

    def _work_failed(self, error: BaseException) -> None:
        self._log.error("a part of the call failed", exc_info=error)
        if not self._ended:
            self.failed("call", f"{type(error).__name__}: {error}")
