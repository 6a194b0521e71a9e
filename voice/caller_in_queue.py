"""One caller's place among those who wait for a person: in the room, in the record, and in their ears.

What they hear while they wait is decided by `voice.queue_stay`, who is next by `voice.waiting_room`.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from transcripts.events import CallbackAgreed, QueueJoined, QueueLeft
from voice.bot.conversation import Conversation
from voice.bot.moves import Move
from voice.call_journal import CallJournal
from voice.call_services import CallServices
from voice.callback_promise import Promise
from voice.queue_stay import Order, Outcome, Over, QueueStay, StayPlan, Tell
from voice.queueing import Waiting
from voice.waiting_room import Seen


class Voice(Protocol):
    def say(self, moves: Sequence[Move]) -> None: ...

    def music(self, on: bool) -> None: ...


class CallerInQueue:
    """One call's. Without a waiting room nobody waits."""

    def __init__(
        self,
        call_id: str,
        services: CallServices,
        journal: CallJournal,
        conversation: Conversation,
        voice: Voice,
        ring: Callable[[str], None],
        *,
        since_s: float | None,
    ) -> None:
        """`ring`: told of the agent who is free for a caller who waits."""
        self.since_s = since_s
        """Since when the caller's place counts, in monotonic seconds; None: they have waited for nobody."""
        self._call_id = call_id
        self._services = services
        self._room = services.waiting_room
        self._journal = journal
        self._conversation = conversation
        self._voice = voice
        self._ring = ring
        self._promise = Promise(services)
        self._entered = ""
        """Their queue in the room."""
        self.stay: QueueStay | None = None
        """Also while an agent is rung for them; None: they are in no queue."""

    def waiting(self, queue: str) -> Waiting:
        """Their place in a queue."""
        if self.since_s is None:
            self.since_s = self._services.clock()
        standing = self._conversation.standing
        return Waiting(
            self._call_id,
            queue,
            self.since_s,
            vip=standing.vip,
            repeat=bool(standing.calls_by_intent),
            language=self._conversation.language,
        )

    # In and out.

    def enter(self, queue: str, *, instead_of: str = "", quietly: bool = False) -> str:
        """The agent who is free for them at once; empty: they wait from now on.

        `instead_of`: whose place in the room it is. `quietly`: they have been told that they wait.
        """
        assert self._room is not None
        self._entered = queue
        agent = self._room.enter(self.waiting(queue), self, instead_of=instead_of)
        if not agent:
            self._wait(queue, quietly=quietly)
        return agent

    def back(self, queue: str) -> str:
        """Whoever was asked did not take the call, or sent it to another queue, where it is the last.

        The agent who is free for it at once, if there is one.
        """
        assert self._room is not None
        if self._call_id in self._room and self._entered == queue:
            self._room.again(self._call_id)
            if self.stay is None:
                self._wait(queue, quietly=True)
            else:
                self.stay.back(self._services.clock())
                self._conversation.in_queue(True)
                self._voice.music(True)
            return ""
        self.left(Outcome.BOT, "the call goes to another queue")
        if self._entered not in ("", queue):
            self.since_s = None
        return self.enter(queue, quietly=True)

    def left(self, outcome: Outcome, why: str) -> None:
        """They wait no more; where they did not, nothing is written."""
        if self.stay is not None and self.stay.leave(outcome, why) is not None:
            self._write_left(outcome, why)
        if self._room is not None:
            self._room.leave(self._call_id)

    # What the agents do.

    @property
    def others_come(self) -> bool:
        """Whether somebody who is busy may become free for them."""
        return self._room is not None and self._room.others_come(self._call_id)

    def declined(self, agent: str) -> None:
        if self._room is not None:
            self._room.declined(self._call_id, agent)

    def connected(self, agent: str) -> None:
        if self._room is not None:
            self._room.connected(self._call_id, agent)
        self.left(Outcome.PERSON, f"{agent} talks to the caller")
        self.since_s = None

    # What the waiting room says.

    def agent_free(self, agent: str) -> None:
        if self.stay is None:
            self.left(Outcome.GAVE_UP, "they wait no more")
            return
        self.stay.offered()
        self._conversation.in_queue(False)
        self._ring(agent)

    def look(self, seen: Seen) -> None:
        if self.stay is not None:
            self._carry_out(self.stay.look(seen, self._services.clock()))

    # What the bot says and hears.

    def bot_said(self) -> None:
        """The caller has heard a word."""
        if self.stay is not None:
            self.stay.spoke(self._services.clock())

    def promised(self, event: CallbackAgreed) -> None:
        """A call-back keeps their place."""
        waiting = self.waiting(event.queue) if self.since_s is not None else None
        standing = self._conversation.standing
        self._promise.keep(
            event,
            waiting.since_s if waiting is not None else None,
            language=self._conversation.language,
            vip=standing.vip,
            repeat=bool(standing.calls_by_intent),
        )

    async def kept(self) -> None:
        """Until what was promised is written."""
        await self._promise.kept()

    def _wait(self, queue: str, *, quietly: bool) -> None:
        seen = self._room.seen(self._call_id) if self._room is not None else None
        if seen is None or self.since_s is None:
            return
        limits = self._services.settings.waiting
        plan = StayPlan(word_every_s=limits.word_every_s, longest_s=limits.longest_s)
        stay = self.stay = QueueStay(queue, self.since_s, plan)
        self._conversation.in_queue(True)
        self._voice.music(True)
        self._journal.write(
            QueueJoined(
                call_id=self._call_id,
                at_ms=self._journal.now_ms,
                queue=queue,
                ahead=seen.ahead,
                estimate_minutes=seen.estimate,
                explanation="nobody is free who could take the call",
            )
        )
        self._carry_out(stay.joined(seen, self._services.clock(), quietly=quietly))

    def _carry_out(self, orders: Sequence[Order]) -> None:
        for order in orders:
            match order:
                case Tell(prompt, values):
                    title = self._conversation.queue_title(values["queue"])
                    self._voice.say(self._conversation.told(prompt, **{**values, "queue": title}))
                case Over(outcome, why):
                    queue = self.stay.queue if self.stay is not None else ""
                    self._write_left(outcome, why)
                    self.left(outcome, why)
                    self._voice.say(self._conversation.not_reached(queue))

    def _write_left(self, outcome: Outcome, why: str) -> None:
        stay, self.stay = self.stay, None
        self._conversation.in_queue(False)
        self._voice.music(False)
        if stay is None:
            return
        self._journal.write(
            QueueLeft(
                call_id=self._call_id,
                at_ms=self._journal.now_ms,
                queue=stay.queue,
                waited_ms=round(stay.waited_s(self._services.clock()) * 1000),
                outcome=outcome.value,
                explanation=why,
            )
        )
