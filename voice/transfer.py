"""A call's way from the bot to a person: one state machine without a clock or a line of its own.

The agent is rung first, while the bot stays with the caller, who moves only when the agent has accepted.
Whatever the carrier says late, twice, out of order or never, the caller ends up with somebody, and is told.
"""

from collections.abc import Sequence
from typing import assert_never

from transcripts.events import AnyEvent, Milliseconds
from voice.presence import Presence
from voice.transfer_attempt import FINAL, Attempt
from voice.transfer_course import Course, Ending
from voice.transfer_journal import replayed
from voice.transfer_messages import (
    Accepted,
    AgentDocument,
    AgentStatus,
    Begin,
    CallerBack,
    CallerGone,
    Cancel,
    CarrierSeen,
    Command,
    Declined,
    DialFailed,
    DialPlaced,
    DialUnknown,
    Fallback,
    How,
    Input,
    Joined,
    Left,
    Leg,
    MoveDone,
    MoveFailed,
    MoveUnknown,
    NobodyFree,
    Outcome,
    Reserved,
    ReturnCaller,
    ReturnFailed,
    SendBack,
    TakenOver,
    Timer,
    TimerFired,
    WhisperAsked,
)
from voice.transfer_plan import Plan
from voice.transfer_sight import deadline, seen
from voice.transfer_states import WITH_BOT, State, Whereabouts


class Transfer:
    """One transfer of one call. Inputs are given to it one after the other."""

    def __init__(self, call_id: str, transfer_id: str, plan: Plan) -> None:
        self._course = Course(call_id, transfer_id, plan)

    @classmethod
    def resumed(
        cls,
        call_id: str,
        transfer_id: str,
        plan: Plan,
        events: Sequence[AnyEvent],
        fallbacks: tuple[Fallback, ...],
        at_ms: Milliseconds,
    ) -> "tuple[Transfer, tuple[Command, ...]]":
        """After a restart: as the journal left it; the first commands ask the carrier how things stand."""
        transfer = cls(call_id, transfer_id, plan)
        transfer._course.record.at_ms = at_ms
        replayed(transfer._course, events, fallbacks)
        return transfer, transfer._course.orders.taken()

    @property
    def transfer_id(self) -> str:
        return self._course.transfer_id

    @property
    def state(self) -> State:
        return self._course.state

    @property
    def ended(self) -> bool:
        return self._course.state is State.ENDED

    @property
    def agent(self) -> str:
        """Whose turn it is; empty: nobody's."""
        return self._course.current.agent if self._course.current else ""

    @property
    def last_attempt(self) -> Attempt | None:
        """The newest, also when it is over: who took the call may have handed it on."""
        return self._course.attempts[-1] if self._course.attempts else None

    @property
    def agents(self) -> frozenset[str]:
        """Who was asked so far."""
        return frozenset(attempt.agent for attempt in self._course.attempts)

    @property
    def talked(self) -> bool:
        """A person and the caller have been together."""
        return self._course.completed

    @property
    def begun(self) -> Begin:
        return self._course.begun

    @property
    def caller_with_bot(self) -> bool:
        """As far as we know; false while the carrier has been asked to move them."""
        return self._course.caller is Whereabouts.BOT

    @property
    def armed(self) -> frozenset[Timer]:
        return self._course.orders.armed

    def conference(self, attempt: int) -> str:
        """The friendly name of the conference that an attempt leads to."""
        return self._course.conference_of(attempt)

    def document(self, attempt: int, carrier_call_id: str = "") -> AgentDocument:
        """What an agent's phone is to do now. Changes nothing, however often a webhook asks."""
        course, found = self._course, self._course.find(attempt)
        if found is None or (found.call_id and carrier_call_id not in ("", found.call_id)):
            return AgentDocument.TOO_LATE
        if found.over:
            refused = found.outcome in (Outcome.DECLINED, Outcome.VOICEMAIL) and not found.told_too_late
            return AgentDocument.GOODBYE if refused else AgentDocument.TOO_LATE
        accepted = found.accepted or course.state in (State.MOVING, State.BRIDGED)
        return AgentDocument.CONFERENCE if accepted else AgentDocument.WHISPER

    def take(self, happened: Input, at_ms: Milliseconds) -> tuple[Command, ...]:
        """What is to be done now that this has happened. `at_ms`: on the call's clock."""
        self._course.record.at_ms = at_ms
        match happened:
            case Begin():
                if self.state is State.NEW:
                    self._course.begin(happened)
            case Reserved() | NobodyFree():
                self._roster(happened)
            case DialPlaced() | DialFailed() | DialUnknown():
                self._dialled(happened)
            case AgentStatus() | WhisperAsked() | Accepted() | Declined():
                self._agent(happened)
            case MoveDone() | MoveFailed() | MoveUnknown():
                self._moved(happened)
            case ReturnFailed():
                if self.state is State.RETURNING and not self._course.looking and not self._course.pausing:
                    # The caller is alone in the conference, and hears nothing.
                    self._course.pausing = True
                    self._course.wait(self._course.plan.pause_s * min(1, 2 ** (self._course.repeats - 2)))
            case CallerBack(stream_id):
                if self._course.orders.first(stream_id):
                    self._caller_back()
            case Joined():
                self._joined(happened)
            case Left():
                self._left(happened)
            case CallerGone(why):
                if self.state not in (State.NEW, State.ENDED):
                    self._course.caller_gone(why)
            case CarrierSeen():
                seen(self._course, happened)
            case TimerFired():
                self._fired(happened)
            case SendBack():
                self._send_back(happened)
            case TakenOver(call_id):
                if self._course.others.get(call_id) is Leg.SUPERVISOR:
                    self._course.others[call_id] = Leg.COLLEAGUE
                    taken = Joined(Leg.COLLEAGUE, call_id, self._course.conference)
                    self._course.record.leg(taken)
            case Cancel(why):
                if self.state in WITH_BOT or (
                    self.state in (State.RETURNING, State.RESUMING) and not self._course.completed
                ):
                    self._course.cancel(why)
            case _:
                assert_never(happened)
        return self._course.orders.taken()

    # The roster.

    def _roster(self, happened: Reserved | NobodyFree) -> None:
        course = self._course
        choosing = self.state is State.CHOOSING
        match happened:
            case Reserved(agent):
                if not course.orders.hold(agent):
                    return
                if choosing:
                    course.offer(agent)
                else:
                    course.orders.release(
                        agent, Presence.AVAILABLE, "the transfer had gone on without waiting"
                    )
            case NobodyFree(explanation) if choosing:
                course.nobody(explanation or "no agent who can take this call is free")
            case _:
                pass

    # The agent's leg.

    def _dialled(self, happened: DialPlaced | DialFailed | DialUnknown) -> None:
        course, attempt = self._course, self._course.find(happened.attempt)
        if isinstance(happened, DialPlaced):
            self._mine(happened.attempt, happened.carrier_call_id)
            return
        # A webhook of the leg may have come first, and then it is there whatever the answer was.
        if attempt is not course.current or self.state is not State.DIALLING or course.pausing:
            return
        assert attempt is not None
        if isinstance(happened, DialUnknown):
            if not course.looking:
                course.look()
        elif happened.again and course.repeats < course.plan.most_repeats:
            course.pause()
        else:
            course.decline(attempt, Outcome.FAILED, f"{attempt.agent}: {happened.explanation}")

    def _agent(self, happened: AgentStatus | WhisperAsked | Accepted | Declined) -> None:
        final = isinstance(happened, AgentStatus) and happened.status in FINAL
        if final:
            self._course.orders.ended_itself(happened.carrier_call_id)
        by_document = not isinstance(happened, AgentStatus)
        attempt = self._mine(happened.attempt, happened.carrier_call_id, by_document=by_document)
        if attempt is None:
            late = self._course.find(happened.attempt)
            if isinstance(happened, Accepted) and late is not None and late.over:
                self._course.too_late(late)
            return
        match happened:
            case AgentStatus(status=status):
                self._status(attempt, status)
            case WhisperAsked():
                attempt.whispered = True
                self._course.answered(attempt)
            case Accepted(how=how):
                if how is How.KEY:
                    attempt.answered = True
                self._course.accept(attempt, how)
            case Declined(how=how):
                if attempt.accepted is None:
                    self._declined(attempt, how)

    def _mine(self, number: int, call_id: str, *, by_document: bool = False) -> Attempt | None:
        """The attempt that a leg belongs to, if it goes on; any other leg of ours is ended.

        `by_document`: the leg asks what to do, and is told in words that it comes too late.
        """
        course, attempt = self._course, self._course.find(number)
        if attempt is not None and not attempt.over and call_id in ("", attempt.call_id):
            return attempt
        if attempt is not None and not attempt.over and not attempt.call_id:
            course.placed(attempt, call_id)
            return attempt
        if not by_document:
            course.orders.hang_up(Leg.AGENT, call_id, "the call has gone on without this leg")
        return None

    def _status(self, attempt: Attempt, status: str) -> None:
        course, agent = self._course, attempt.agent
        if status == "in-progress":
            course.answered(attempt)
        elif status not in FINAL:
            return
        elif self.state is State.BRIDGED:
            course.agent_left(attempt, f"{agent} hung up")
        elif attempt.accepted and (attempt.answered or self.state is State.MOVING):
            course.decline(
                attempt, Outcome.AGENT_GONE, f"{agent} accepted and was gone before the caller came"
            )
        else:
            words = {"completed": "hung up without pressing a key", "no-answer": "did not answer"}
            why = f"{agent} {words.get(status, f'could not be reached: the carrier says {status}')}"
            course.decline(attempt, FINAL[status], why)

    def _declined(self, attempt: Attempt, how: How) -> None:
        agent = attempt.agent
        match how:
            case How.SILENCE:
                why = f"the phone of {agent} was answered and no key was pressed: voicemail, or nobody"
                self._course.decline(attempt, Outcome.VOICEMAIL, why, hang_up=False)
            case How.MACHINE:
                why = f"the carrier heard a machine at the phone of {agent}"
                self._course.decline(attempt, Outcome.VOICEMAIL, why)
            case How.KEY | How.PANEL:
                why = f"{agent} declined {'by key' if how is How.KEY else 'on the panel'}"
                self._course.decline(attempt, Outcome.DECLINED, why, hang_up=how is How.PANEL)

    # The caller's leg.

    def _moved(self, happened: MoveDone | MoveFailed | MoveUnknown) -> None:
        course, attempt = self._course, self._course.current
        if happened.conference != course.conference:
            return
        was_open, course.move_open = course.move_open, False
        if self.state is State.RETURNING and was_open:
            if isinstance(happened, MoveFailed):
                course.back()
            else:
                course.return_again("the agent is gone, and the caller may have been moved")
            return
        if self.state is not State.MOVING or attempt is None:
            return
        if course.caller is Whereabouts.CONFERENCE or course.pausing or course.looking:
            return
        match happened:
            case MoveDone():
                course.caller_moved()
            case MoveFailed(again=True) if course.repeats < course.plan.most_repeats:
                course.pause()
            case MoveFailed() | MoveUnknown():
                course.look()

    def _caller_back(self) -> None:
        course, attempt = self._course, self._course.current
        if self.state is State.RETURNING:
            # While a move is on its way, the stream may be one that it is about to end.
            if not course.move_open:
                course.back()
        elif self.state is State.RESUMING:
            course.caller = Whereabouts.BOT
        elif self.state in WITH_BOT:
            course.reconnected()
        elif self.state is State.MOVING and course.caller is Whereabouts.CONFERENCE and attempt is not None:
            course.caller = Whereabouts.BOT
            why = "the conference ended before caller and agent were both in it"
            course.decline(attempt, Outcome.AGENT_GONE, why)
        elif self.state is State.BRIDGED:
            course.caller = Whereabouts.BOT
            course.conversation_over("the conference ended, and the bot has the caller again")

    def _joined(self, joined: Joined) -> None:
        course, attempt = self._course, self._course.current
        if joined.leg is Leg.CALLER and (self.ended or self.state in WITH_BOT):
            self._moved_after_all(joined)
            return
        if self.ended or joined.conference != course.conference or (attempt is None and not course.completed):
            if joined.leg is not Leg.CALLER:
                course.orders.hang_up(
                    joined.leg, joined.carrier_call_id, "the call has gone on without this leg"
                )
            return
        if not course.news(joined):
            return
        match joined.leg:
            case Leg.CALLER:
                if self.state is State.MOVING:
                    course.caller_moved(joined=True)
            case Leg.AGENT:
                if attempt is None or self._mine(attempt.number, joined.carrier_call_id) is None:
                    return
                attempt.answered = attempt.in_conference = True
                course.accept(attempt, How.KEY)
            case Leg.COLLEAGUE | Leg.SUPERVISOR:
                course.others[joined.carrier_call_id] = joined.leg
        course.record.leg(joined)
        course.together()

    def _moved_after_all(self, joined: Joined) -> None:
        """A move that was given up came late: nobody is there for the caller."""
        course = self._course
        if course.gone or not course.news(joined):
            return
        why = "the carrier moved the caller when it was too late"
        if self.ended:
            course.orders.give(ReturnCaller(why))
        else:
            course.caller = Whereabouts.CONFERENCE
            course.orders.music(False)
            course.bring_back(None, why)

    def _left(self, left: Left) -> None:
        course, attempt = self._course, self._course.current
        if self.ended or left.conference != course.conference or not course.news(left):
            return
        course.record.leg(left)
        match left.leg:
            case Leg.CALLER:
                course.caller_in = False
                if self.state in (State.MOVING, State.BRIDGED):
                    course.wait(course.plan.leave_s)
            case Leg.AGENT:
                if attempt is None or left.carrier_call_id != attempt.call_id:
                    return
                if self.state is State.BRIDGED:
                    course.agent_left(attempt, f"{attempt.agent} left: {left.why}")
                else:
                    why = f"{attempt.agent} left the conference before the caller came: {left.why}"
                    course.decline(attempt, Outcome.AGENT_GONE, why)
            case Leg.COLLEAGUE | Leg.SUPERVISOR:
                course.others.pop(left.carrier_call_id, None)
                if (
                    self.state is State.BRIDGED
                    and attempt is None
                    and Leg.COLLEAGUE not in course.others.values()
                ):
                    course.conversation_over("the last person in the call left")

    def _send_back(self, back: SendBack) -> None:
        course, attempt = self._course, self._course.current
        if self.state is not State.BRIDGED:
            return
        prompt = "transfer_sent_to_queue" if back.to is Fallback.QUEUE else "transfer_agent_left"
        course.bring_back(Ending(back.to, back.why, prompt, back.queue), back.why)
        if attempt is not None:
            course.let_go(attempt, Presence.WRAP_UP, back.why)

    # Time.

    def _fired(self, fired: TimerFired) -> None:
        course = self._course
        if not course.orders.fired(fired):
            return
        match fired.timer:
            case Timer.COMPANY:
                if self.state in WITH_BOT:
                    course.company()
            case Timer.WHOLE:
                course.waited_out = True
                if self.state is State.CHOOSING:
                    course.fall_back("the caller has waited as long as a caller may")
            case Timer.STEP:
                deadline(course)
