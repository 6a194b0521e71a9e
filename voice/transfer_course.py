"""What a transfer can do next: ask for an agent, ring them, move the caller, bring them back, end.

`voice.transfer` decides when. Every step leaves a timer running, so that none is waited in for ever.
"""

from dataclasses import dataclass, replace

from transcripts.events import Milliseconds
from voice.presence import Presence
from voice.transfer_attempt import Attempt
from voice.transfer_messages import (
    Admit,
    Begin,
    Dial,
    Fallback,
    GiveBack,
    HangUp,
    How,
    Joined,
    Left,
    Leg,
    Look,
    MoveCaller,
    Outcome,
    Reserve,
    ReturnCaller,
    Tell,
    Timer,
)
from voice.transfer_orders import Orders
from voice.transfer_plan import PRESENCE_AFTER, Plan
from voice.transfer_record import TransferRecord
from voice.transfer_states import OFFERING, State, Whereabouts


@dataclass(frozen=True, slots=True)
class Ending:
    fallback: Fallback
    why: str
    prompt: str
    """What the caller is told; empty: nothing."""
    queue: str = ""
    talked: bool = False
    """A person had talked to the caller, who goes on to nobody."""


class Course:
    """One transfer's."""

    def __init__(self, call_id: str, transfer_id: str, plan: Plan) -> None:
        self.transfer_id = transfer_id
        self.plan = plan
        self.orders = Orders()
        self.state = State.NEW
        self.record = TransferRecord(call_id, transfer_id, self.orders)
        self.begun = Begin("", "")
        self.agreed_ms: Milliseconds = 0
        self.attempts: list[Attempt] = []
        self.caller = Whereabouts.BOT
        self.caller_in = False
        """The caller was seen in the conference of the current agent."""
        self.move_open = False
        """The carrier was asked to move the caller, and has not answered in any way."""
        self.completed = False
        self.others: dict[str, Leg] = {}
        """Who else is in the conference, by CallSid."""
        self.looking = 0
        """The number of the `Look` that is open; 0: none."""
        self.looks = 0
        self.repeats = 0
        self.pausing = False
        """The step's command was put off, and is given again when its timer fires."""
        self.waited_out = False
        self._legs: dict[tuple[str, str], tuple[int, bool]] = {}
        """The last that the conference said of each leg: the number of the callback, and whether it is in."""
        self.asked_preferred = False
        self.gone = False
        """The caller's call has ended."""
        self.resumed = False
        """It was rebuilt after a restart, and the caller has not been told since that it goes on."""
        self._ending: Ending | None = None
        """What follows when the caller is back with the bot; None: the search for an agent goes on."""

    @property
    def current(self) -> Attempt | None:
        """The agent whose turn it is."""
        return self.attempts[-1] if self.attempts and not self.attempts[-1].over else None

    @property
    def conference(self) -> str:
        """The one of the last agent; empty: there was none."""
        return self.attempts[-1].conference if self.attempts else ""

    def conference_of(self, attempt: int) -> str:
        """One for each agent, so that nobody meets a caller who has gone on to another."""
        return f"{self.transfer_id}-{attempt}"

    def find(self, number: int) -> Attempt | None:
        return next((attempt for attempt in self.attempts if attempt.number == number), None)

    # To an agent.

    def begin(self, begun: Begin) -> None:
        self.begun, self.agreed_ms = begun, self.record.at_ms
        self.record.agreed(begun)
        self._tell("transfer_begin")
        self._keep_company()
        self.orders.arm(Timer.WHOLE, self.plan.whole_s)
        self.choose()

    def choose(self) -> None:
        """The next agent, if there may be one more."""
        if len(self.attempts) >= self.plan.most_attempts:
            self.fall_back(f"{len(self.attempts)} of {self.plan.most_attempts} agents were asked")
            return
        if self.waited_out:
            self.fall_back("the caller has waited as long as a caller may")
            return
        preferred = "" if self.attempts or self.asked_preferred else self.begun.preferred
        self.asked_preferred = self.asked_preferred or bool(preferred)
        self.enter(State.CHOOSING, self.plan.answer_s)
        tried = tuple(attempt.agent for attempt in self.attempts)
        self.orders.give(Reserve(self.begun.queue, tried, preferred))

    def offer(self, agent: str) -> None:
        number = len(self.attempts) + 1
        attempt = Attempt(number, agent, self.conference_of(number))
        self.attempts.append(attempt)
        if number > 1:
            self._tell("transfer_next")
        self.record.offered(attempt)
        self.dial(attempt)

    def dial(self, attempt: Attempt) -> None:
        if self.state is not State.DIALLING:
            self.enter(State.DIALLING, self.plan.answer_s)
        else:
            self.wait(self.plan.answer_s)
        self.orders.give(Dial(attempt.agent, attempt.number, attempt.conference, self.plan.ring_s))

    def placed(self, attempt: Attempt, call_id: str) -> None:
        """The agent's leg is known from now on."""
        attempt.call_id = call_id
        self.record.offered(attempt)
        if self.state is State.DIALLING:
            self.enter(State.RINGING, self.plan.ring_s + self.plan.ring_margin_s)

    def answered(self, attempt: Attempt) -> None:
        if attempt.answered:
            return
        attempt.answered = True
        if self.state not in OFFERING:
            return
        if attempt.accepted:
            self.move(attempt)
        else:
            self.enter(State.OFFERED, self.plan.offer_s)

    def decline(self, attempt: Attempt, outcome: Outcome, why: str, *, hang_up: bool = True) -> None:
        """The agent does not take the call; the search goes on with another, where the caller is or comes."""
        self._drop(attempt, outcome, why, hang_up=hang_up)
        if self.state is State.RETURNING:
            return
        self.bring_back(None, why)

    # Together.

    def accept(self, attempt: Attempt, how: How) -> None:
        if attempt.accepted:
            return
        attempt.accepted = how
        self.record.accepted(attempt, how)
        self.orders.engage(attempt.agent)
        if how is How.PANEL and attempt.whispered:
            self.orders.give(Admit(attempt.call_id, attempt.conference))
        if attempt.answered and self.state in OFFERING:
            self.move(attempt)
        self.together()

    def move(self, attempt: Attempt) -> None:
        self.orders.disarm(Timer.COMPANY, Timer.WHOLE)
        self.enter(State.MOVING, self.plan.join_s)
        if self.caller is Whereabouts.BOT:
            self._tell("transfer_connecting", agent=attempt.agent)
            self._ask_to_move(attempt)

    def rejoin(self, attempt: Attempt, *, agent_waits: bool) -> None:
        """After a restart: the agent had accepted."""
        self.enter(State.MOVING, self.plan.join_s)
        if agent_waits:
            self.orders.give(Admit(attempt.call_id, attempt.conference))
        if self.caller is not Whereabouts.CONFERENCE:
            self.move_again(attempt)
        self.together()

    def talk_on(self) -> None:
        """After a restart: they talk, and never stopped."""
        self.enter(State.BRIDGED, self.plan.watch_s)

    def move_again(self, attempt: Attempt) -> None:
        """The carrier has said that the caller was not moved."""
        self.wait(self.plan.join_s)
        self._ask_to_move(attempt)

    def caller_moved(self, *, joined: bool = False) -> None:
        self.caller, self.move_open = Whereabouts.CONFERENCE, False
        self.caller_in = self.caller_in or joined
        self.orders.music(False)

    def together(self) -> None:
        """If both are there."""
        attempt = self.current
        if self.state is State.MOVING and attempt is not None and attempt.in_conference and self.caller_in:
            self.bridge(attempt)

    def bridge(self, attempt: Attempt) -> None:
        """Both are in the conference."""
        self.enter(State.BRIDGED, self.plan.watch_s)
        if not self.completed:
            self.completed = True
            self.record.completed(attempt, self.agreed_ms)

    # Back.

    def agent_left(self, attempt: Attempt, why: str) -> None:
        """Of a conversation. Who else is in it goes on; otherwise the bot takes the caller back."""
        attempt.over = True
        self.orders.release(attempt.agent, Presence.WRAP_UP, why)
        self.orders.hang_up(Leg.AGENT, attempt.call_id, why)
        if Leg.COLLEAGUE not in self.others.values():
            self.bring_back(Ending(Fallback.BOT, why, "transfer_agent_left"), why)

    def conversation_over(self, why: str) -> None:
        """There is no person with the caller any more."""
        if (attempt := self.current) is not None:
            self.let_go(attempt, Presence.WRAP_UP, why)
        self.bring_back(Ending(Fallback.BOT, why, "transfer_agent_left"), why)

    def bring_back(self, ending: Ending | None, why: str) -> None:
        """The caller, to the bot. `ending`: what follows; None: another agent."""
        self._ending = ending
        if self.caller is Whereabouts.BOT:
            self.back()
            return
        self.orders.disarm(Timer.COMPANY)
        self.enter(State.RETURNING, self.plan.return_s)
        if not self.move_open:
            self.orders.give(ReturnCaller(why))
            return
        # Asked for both at once, the carrier may do the return first; so it waits for the answer.
        self.wait(self.plan.answer_s)

    def return_again(self, why: str) -> None:
        self.pausing = self.move_open = False
        self.wait(self.plan.return_s)
        self.orders.give(ReturnCaller(why))

    def back(self) -> None:
        """The caller is with the bot."""
        self.caller, self.caller_in = Whereabouts.BOT, False
        if self._ending is not None:
            self.finish(self._ending)
            return
        self._keep_company()
        if self.resumed:
            self.resumed = False
            self._tell("transfer_still")
        attempt = self.current
        if attempt is None:
            self.choose()
        elif attempt.accepted and attempt.answered:
            self.move(attempt)
        elif attempt.answered:
            self.enter(State.OFFERED, self.plan.offer_s)
        else:
            self.enter(State.RINGING, self.plan.ring_s + self.plan.ring_margin_s)

    def cancel(self, why: str) -> None:
        if (attempt := self.current) is not None:
            self.let_go(attempt, Presence.AVAILABLE, why)
        ending = Ending(Fallback.BOT, why, "transfer_cancelled")
        if self.state is State.RETURNING:
            self._ending = ending
        else:
            self.bring_back(ending, why)

    def nobody(self, why: str) -> None:
        """The roster has nobody; an agent who was asked for by name is not the only one."""
        if (
            self.asked_preferred
            and not self.attempts
            and self.begun.preferred
            and self.plan.most_attempts > 1
        ):
            self.begun = replace(self.begun, preferred="")
            self.choose()
        else:
            self.fall_back(why)

    def reconnected(self) -> None:
        """The line between caller and bot was interrupted while they waited."""
        self.orders.music(False)
        self._keep_company()
        self._tell("transfer_still")

    def fall_back(self, why: str) -> None:
        """No person takes the call."""
        fallback = next(iter(self.begun.fallbacks), Fallback.BOT)
        prompt = f"transfer_to_{fallback.value.replace('-', '')}"
        self.finish(Ending(fallback, why, prompt, self.begun.queue))

    def caller_gone(self, why: str) -> None:
        self.gone = True
        if (attempt := self.current) is not None:
            self.let_go(attempt, Presence.WRAP_UP if self.completed else Presence.AVAILABLE, why)
        self.finish(Ending(Fallback.CALLER_GONE, why, "", talked=self.completed))

    def lost(self) -> None:
        """The caller cannot be brought back from the conference: better an end and a call-back than music."""
        why = (
            "the carrier did not move the caller back to the bot, however often it was asked; "
            "a call-back is owed"
        )
        self.gone = True
        self.orders.give(HangUp(Leg.CALLER, "", why))
        self.finish(Ending(Fallback.CALL_BACK, why, "", self.begun.queue))

    def finish(self, ending: Ending) -> None:
        if (attempt := self.current) is not None:
            self.let_go(attempt, Presence.AVAILABLE, ending.why)
        self.orders.disarm(*Timer)
        self.orders.music(False)
        if ending.prompt:
            self._tell(ending.prompt, queue=ending.queue)
        fallback = "" if ending.talked else ending.fallback.value
        self.record.ended(fallback, ending.why)
        self.state, self.looking = State.ENDED, 0
        for call_id, leg in self.others.items():
            self.orders.hang_up(leg, call_id, ending.why)
        if ending.fallback is not Fallback.CALLER_GONE:
            self.orders.give(GiveBack(ending.fallback, ending.why, ending.queue))

    # What the steps are made of.

    def news(self, moved: Joined | Left) -> bool:
        """Whether a conference callback is the latest of its leg, and not one that came before."""
        key, is_in = (moved.conference, moved.carrier_call_id), isinstance(moved, Joined)
        last, was_in = self._legs.get(key, (-1, not is_in))
        if 0 <= moved.sequence <= last or was_in is is_in:
            return False
        self._legs[key] = (max(last, moved.sequence), is_in)
        return True

    def wait(self, seconds: float) -> None:
        """A little longer, in the same state."""
        self.orders.arm(Timer.STEP, seconds)

    def pause(self) -> None:
        """The step's command is given again, each time after twice as long."""
        self.pausing = True
        self.wait(self.plan.pause_s * 2**self.repeats)
        self.repeats += 1

    def look(self) -> None:
        """Before anything is repeated: how do things stand? `waits` as long for the answer."""
        attempt = self.current
        self.looks += 1
        self.looking = self.orders.number()
        self.wait(self.plan.answer_s)
        self.orders.give(
            Look(
                self.looking,
                attempt.number if attempt else 0,
                attempt.agent if attempt else "",
                attempt.call_id if attempt else "",
                self.conference,
            )
        )

    def company(self) -> None:
        """The caller has waited without a word for a while."""
        self._tell("transfer_still")
        self.orders.arm(Timer.COMPANY, self.plan.company_s)

    def too_late(self, attempt: Attempt) -> None:
        """They wanted to take the call after it went on without them."""
        if self.state is not State.ENDED and not attempt.told_too_late:
            attempt.told_too_late = True
            self.record.declined(attempt, Outcome.TOO_LATE, f"{attempt.agent} accepted when it was too late")

    def enter(self, state: State, seconds: float) -> None:
        self.state = state
        self.looking, self.looks, self.repeats, self.pausing = 0, 0, 0, False
        self.wait(seconds)

    def _ask_to_move(self, attempt: Attempt) -> None:
        self.caller, self.caller_in, self.move_open = Whereabouts.UNKNOWN, False, True
        self.orders.give(MoveCaller(attempt.conference))

    def _keep_company(self) -> None:
        self.orders.music(True)
        self.orders.arm(Timer.COMPANY, self.plan.company_s)

    def _drop(self, attempt: Attempt, outcome: Outcome, why: str, *, hang_up: bool) -> None:
        attempt.outcome, attempt.over = outcome, True
        self.record.declined(attempt, outcome, why)
        self.orders.release(attempt.agent, PRESENCE_AFTER[outcome], why)
        if hang_up:
            self.orders.hang_up(Leg.AGENT, attempt.call_id, why)

    def let_go(self, attempt: Attempt, presence: Presence, why: str) -> None:
        """The transfer ends, through no doing of the agent's."""
        attempt.over = True
        self.orders.release(attempt.agent, presence, why)
        self.orders.hang_up(Leg.AGENT, attempt.call_id, why)

    def _tell(self, prompt: str, *, agent: str = "", queue: str = "") -> None:
        values = {"queue": queue or self.begun.queue} | ({"agent": agent} if agent else {})
        self.orders.give(Tell(prompt, values))
