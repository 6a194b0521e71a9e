"""Carries out what a transfer decides: asks the roster and the carrier, sets timers, has the bot speak.

Inputs are taken one at a time, in the order in which they come; what takes time runs beside and comes back as
an input. So two webhooks, a timer and a REST answer never race within one call.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Protocol

import structlog

from transcripts.events import AnyEvent, Milliseconds
from voice.conference_driver import ConferenceDriver
from voice.transfer import Transfer
from voice.transfer_attempt import Attempt
from voice.transfer_messages import (
    Admit,
    AgentDocument,
    Arm,
    Begin,
    CarrierSeen,
    Command,
    Dial,
    DialFailed,
    DialPlaced,
    DialUnknown,
    Disarm,
    Engage,
    Fallback,
    GiveBack,
    HangUp,
    Input,
    Joined,
    Left,
    Leg,
    Look,
    MoveCaller,
    MoveDone,
    MoveFailed,
    MoveUnknown,
    NobodyFree,
    Place,
    Release,
    Reserve,
    Reserved,
    ReturnCaller,
    ReturnFailed,
    StartMusic,
    StopMusic,
    Tell,
    Timer,
    TimerFired,
    Write,
)
from voice.transfer_states import State
from voice.twilio.rest import Answer, Done, Refused

LEAVES_AFTER_S = 3.0
"""How long the caller's move waits for what the bot is saying, in seconds."""

ENDS_TRIED = 3
"""How often a leg is asked to end before it is left to the carrier."""


class CallerLine(Protocol):
    """What a transfer needs of the call that it is about."""

    @property
    def carrier_call_id(self) -> str: ...

    @property
    def now_ms(self) -> Milliseconds: ...

    def write(self, event: AnyEvent) -> None:
        """Into the record, at the point of the call that it has come to."""
        ...

    def tell(self, prompt: str, values: Mapping[str, str]) -> None:
        """The bot says a phrase of the centre's, as soon as it has said out."""
        ...

    async def said_out(self) -> None:
        """Until the caller has heard what the bot is saying."""
        ...

    def music(self, on: bool) -> None: ...

    def leaving(self) -> None:
        """The carrier is asked to move the caller: the end of the bot's stream is no end of the call."""
        ...

    def staying(self) -> None:
        """The caller was not moved after all."""
        ...

    def give_back(self, fallback: Fallback, why: str, queue: str) -> None:
        """The transfer is over for the caller, who has been told."""
        ...

    def caller_gone(self, why: str) -> None:
        """The caller's call has ended, as the carrier says when asked: its own word has not come."""
        ...


class TransferDesk(Protocol):
    """What all transfers share: the roster, the carrier, the addresses of their webhooks."""

    async def reserve(self, transfer_id: str, order: Reserve) -> str | None:
        """The agent who is kept for this transfer; None where nobody is free."""
        ...

    async def engage(self, agent: str, transfer_id: str) -> None: ...

    async def release(self, agent: str, presence: str, why: str, transfer_id: str) -> None: ...

    async def dial(self, transfer_id: str, order: Dial) -> Answer: ...

    async def admit(self, transfer_id: str, call_id: str, conference: str) -> Answer: ...

    async def move_caller(self, transfer_id: str, call_id: str, conference: str) -> Answer: ...

    async def return_caller(self, call_id: str) -> Answer: ...

    async def hang_up(self, call_id: str) -> Answer: ...

    async def look(self, caller: str, order: Look) -> CarrierSeen: ...

    def title(self, name: str, value: str) -> str:
        """How a queue or an agent is called when spoken of."""
        ...


class TransferDriver:
    """One transfer of one call."""

    def __init__(
        self,
        transfer: Transfer,
        line: CallerLine,
        desk: TransferDesk,
        gone: Callable[[], None],
        meeting: "Callable[[TransferDriver, Attempt], ConferenceDriver] | None" = None,
    ) -> None:
        """`gone`: told when nothing more is to come. `meeting`: what others can be brought into, once caller
        and agent are together; None: nobody can.
        """
        self.people: ConferenceDriver | None = None
        """While caller and agent are together: who else is, and how."""
        self._meeting = meeting
        self._transfer = transfer
        self._line = line
        self._desk = desk
        self._gone = gone
        self._log = structlog.get_logger(__name__).bind(transfer_id=transfer.transfer_id)
        self._timers: dict[Timer, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._inputs: list[Input] = []
        self._taking = False
        self._left = False
        """The line was told that the caller leaves."""

    @property
    def transfer(self) -> Transfer:
        """To be looked at; `take` gives it what happens."""
        return self._transfer

    def begin(self, begin: Begin) -> None:
        self.take(begin)

    def go_on(self, commands: Sequence[Command]) -> None:
        """After a restart: what a transfer that was rebuilt wants done first."""
        for command in commands:
            self._carry_out(command)

    def document(self, attempt: int, carrier_call_id: str) -> AgentDocument:
        """What the agent's phone is to do next."""
        return self._transfer.document(attempt, carrier_call_id)

    def conference(self, attempt: int) -> str:
        return self._transfer.conference(attempt)

    def take(self, given: Input) -> None:
        """One after the other, also where a command leads to an input at once."""
        self._inputs.append(given)
        if self._taking:
            return
        self._taking = True
        try:
            while self._inputs:
                happened, before = self._inputs.pop(0), self._transfer.state
                commands = self._transfer.take(happened, self._line.now_ms)
                if self._left and self._transfer.caller_with_bot:
                    self._stays()
                for command in commands:
                    self._carry_out(command)
                self._meet(happened, before)
        finally:
            self._taking = False
        if self._transfer.ended and not self._timers and not self._tasks:
            self._gone()

    def close(self) -> None:
        """The service stops. What the carrier does with the legs is looked at when it starts again."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for task in self._tasks:
            task.cancel()
        if self.people is not None:
            self.people.cancel()

    def _meet(self, happened: Input, before: State) -> None:
        """What others than caller and agent take part in is there as long as these two are together."""
        people, attempt = self.people, self._transfer.last_attempt
        if self._transfer.state is not State.BRIDGED:
            if people is not None:
                self.people = None
                people.close("the caller has left the call")
        elif people is not None:
            if isinstance(happened, Joined | Left):
                people.take(happened)
        elif self._meeting is not None and attempt is not None:
            self.people = people = self._meeting(self, attempt)
            if before is State.RESUMING:
                self.beside(people.recognise())

    def _carry_out(self, command: Command) -> None:
        match command:
            case Write(event):
                self._line.write(event)
            case Tell(prompt, values):
                spoken = {name: self._desk.title(name, value) for name, value in values.items()}
                self._line.tell(prompt, spoken)
            case Arm(timer, seconds, number):
                self._arm(timer, seconds, number)
            case Disarm(timer):
                self._disarm(timer)
            case StartMusic():
                self._line.music(on=True)
            case StopMusic():
                self._line.music(on=False)
            case GiveBack(fallback, why, queue):
                self._line.give_back(fallback, why, queue)
            case _:
                self.beside(self._ask(command))

    async def _ask(self, command: Command) -> None:
        """What others must answer."""
        match command:
            case Reserve():
                agent = await self._desk.reserve(self._transfer.transfer_id, command)
                self.take(Reserved(agent) if agent is not None else NobodyFree())
            case Engage(agent):
                await self._desk.engage(agent, self._transfer.transfer_id)
            case Release(agent, presence, why):
                await self._desk.release(agent, presence, why, self._transfer.transfer_id)
            case Dial():
                self.take(_dialled(command, await self._desk.dial(self._transfer.transfer_id, command)))
            case Admit(call_id, conference):
                await self._desk.admit(self._transfer.transfer_id, call_id, conference)
            case HangUp(leg, call_id, why):
                await self._hang_up(call_id or self._line.carrier_call_id, leg, why)
            case MoveCaller(conference):
                await self._move_caller(conference)
            case ReturnCaller():
                answer = await self._desk.return_caller(self._line.carrier_call_id)
                if not isinstance(answer, Done):
                    self.take(ReturnFailed(answer.why))
            case Look():
                seen = await self._desk.look(self._line.carrier_call_id, command)
                self.take(seen)
                if seen.caller is Place.GONE:
                    self._line.caller_gone("The carrier says, when asked, that the caller's call has ended.")
            case _:
                raise TypeError(f"nobody carries out {command}")

    async def _move_caller(self, conference: str) -> None:
        """After what the bot is saying, so that its last words are heard."""
        try:
            async with asyncio.timeout(LEAVES_AFTER_S):
                await self._line.said_out()
        except TimeoutError:
            self._log.info("the caller is moved before the bot has said out")
        if self._transfer.state is not State.MOVING:
            self.take(MoveFailed(conference, "it was not wanted any more"))
            return
        self._left = True
        self._line.leaving()
        answer = await self._desk.move_caller(
            self._transfer.transfer_id, self._line.carrier_call_id, conference
        )
        match answer:
            case Done():
                self.take(MoveDone(conference))
            case Refused(_, why):
                self._stays()
                self.take(MoveFailed(conference, why, again=answer.may_be_repeated))
            case _:
                self.take(MoveUnknown(conference, answer.why))

    def _stays(self) -> None:
        """With the bot, who may speak again."""
        self._left = False
        self._line.staying()

    async def _hang_up(self, call_id: str, leg: Leg, why: str) -> None:
        for _ in range(ENDS_TRIED):
            answer = await self._desk.hang_up(call_id)
            if isinstance(answer, Done):
                return
        self._log.warning("a leg did not end", leg=leg.value, why=why)

    def _arm(self, timer: Timer, seconds: float, number: int) -> None:
        self._disarm(timer)

        def fired() -> None:
            self._timers.pop(timer, None)
            self.take(TimerFired(timer, number))

        self._timers[timer] = asyncio.get_running_loop().call_later(seconds, fired)

    def _disarm(self, timer: Timer) -> None:
        running = self._timers.pop(timer, None)
        if running is not None:
            running.cancel()

    def beside(self, work: Coroutine[None, None, None]) -> None:
        """Does what takes time; the transfer is not forgotten before it is done."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def _task_done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._log.error("a part of the transfer failed", exc_info=error)
        if self._transfer.ended and not self._timers and not self._tasks:
            self._gone()


def _dialled(order: Dial, answer: Answer) -> Input:
    match answer:
        case Done(call_sid):
            return DialPlaced(order.attempt, call_sid)
        case Refused(_, why):
            return DialFailed(order.attempt, why, again=answer.may_be_repeated)
        case _:
            return DialUnknown(order.attempt, answer.why)
