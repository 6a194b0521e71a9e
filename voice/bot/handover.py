"""When a person takes over: the rules are asked, the decision is written down, a call-back is agreed on.

Whatever the bot was doing ends here; what it has found out goes along in the record.
"""

from collections.abc import Callable

from config.centre import Centre, Intent, Queue
from transcripts.events import EscalationDecided, EscalationReason, Milliseconds, Situation
from voice.bot.callback import CallbackDialogue
from voice.bot.connecting import Connecting
from voice.bot.facts import route_decided
from voice.bot.moves import Expects, HangUp, Move, Note, Say
from voice.bot.talk import Stage, Talk
from voice.bot.understanding import Understood
from voice.routing import Route, decide

_FIRST = {
    EscalationReason.EMERGENCY: "emergency",
    EscalationReason.TOOL_FAILED: "tool_failed",
    EscalationReason.NOT_VERIFIED: "verify_failed",
    EscalationReason.NOT_APPROVED: "not_approved",
    EscalationReason.NO_MATCH: "no_match_3",
    EscalationReason.TROUBLE_BUDGET: "no_match_3",
    EscalationReason.LANGUAGE: "language_keys_only",
}
"""What is said before the offer, by reason."""


class Handover:
    """One call's. `callback` is there once a person is to ring back, until that is agreed."""

    def __init__(
        self,
        talk: Talk,
        centre: Centre,
        caller_number: str,
        confidence: float,
        reachable: Callable[[str, str], bool],
    ) -> None:
        """`centre`: in its first language, in which its rules are.

        `reachable`: whether somebody may take a call of a queue, in a language (BCP 47), now.
        """
        self._talk = talk
        self._centre = centre
        self._caller_number = caller_number
        self._confidence = confidence
        self.callback: CallbackDialogue | None = None
        self._reachable = reachable
        self.connecting = Connecting(talk)

    def decide(self, situation: Situation, intent: Intent | None = None) -> Route:
        return decide(situation, intent or self._talk.topic, self._centre, confidence=self._confidence)

    def routed(self, situation: Situation, at_ms: Milliseconds) -> list[Move] | None:
        """The moves to a person, if the rules say so."""
        route = self.decide(situation)
        if route.reason is None:
            return None
        note = route_decided(self._talk, situation, route, self._talk.topic, at_ms)
        return [note, *self.follow(route, situation.utterance_id, at_ms)]

    def must_route(self, situation: Situation, rule: str, at_ms: Milliseconds) -> list[Move]:
        """As `routed`; where no rule speaks, the bot has come to its end all the same, as `rule` explains."""
        moves = self.routed(situation, at_ms)
        if moves is not None:
            return moves
        return self.person(EscalationReason.KNOWLEDGE_GAP, rule, situation.utterance_id, at_ms)

    def follow(self, route: Route, utterance_id: str, at_ms: Milliseconds) -> list[Move]:
        """A route that leads to a person."""
        reason = route.reason or EscalationReason.POLICY_REQUIRES_HUMAN
        return self.person(reason, route.rule, utterance_id, at_ms, queue=route.queue)

    def person(
        self,
        reason: EscalationReason,
        rule: str,
        utterance_id: str,
        at_ms: Milliseconds,
        *,
        queue: str | None = None,
    ) -> list[Move]:
        talk = self._talk
        chosen = talk.centre.queue(queue or (talk.topic.queue if talk.topic else None))
        is_open = chosen.hours.open_at(talk.now)
        if is_open and self._reachable(chosen.name, talk.centre.language):
            transfer = f"{chosen.title}, by transfer"
            decision = self._decision(reason, rule, transfer, chosen, utterance_id, at_ms)
            first = [talk.say(_FIRST[reason])] if reason in _FIRST else []
            return [Note(decision), *first, *self.connecting.begin(chosen.name, reason.value)]
        closed = "" if is_open else ", who are closed now"
        agreed = f"a call-back by {chosen.title}{closed}"
        decision = self._decision(reason, rule, agreed, chosen, utterance_id, at_ms)
        first = [talk.say(_FIRST[reason])] if reason in _FIRST else []
        offer = talk.say("person_offer" if is_open else "person_closed", queue=chosen.title)
        return [Note(decision), *first, offer, *self._call_back(chosen)]

    def taken_over(self, agent: str, at_ms: Milliseconds) -> list[Move]:
        """A person wants the call."""
        talk, self.callback = self._talk, None
        queue = talk.centre.queue(talk.topic.queue if talk.topic else None)
        chosen = f"{queue.title}, by transfer"
        rule = f"{agent} took the call over from the bot"
        decision = self._decision(EscalationReason.TAKEN_OVER, rule, chosen, queue, "", at_ms)
        connect = self.connecting.begin(queue.name, EscalationReason.TAKEN_OVER.value, agent)
        return [Note(decision), talk.say("taken_over"), *connect]

    def not_reached(self, queue: str) -> list[Move]:
        """Nobody took the call: a call-back instead, which the caller has been told of."""
        return self._call_back(self._talk.centre.queue(queue))

    def _call_back(self, chosen: Queue) -> list[Move]:
        talk = self._talk
        self.callback = CallbackDialogue(
            talk.call_id, talk.centre, chosen, caller_number=self._caller_number, now=talk.now
        )
        talk.stage = Stage.CALLBACK
        return self._moves(self.callback.opening())

    def _decision(
        self,
        reason: EscalationReason,
        rule: str,
        chosen: str,
        queue: Queue,
        utterance_id: str,
        at_ms: Milliseconds,
    ) -> EscalationDecided:
        return EscalationDecided(
            call_id=self._talk.call_id,
            at_ms=at_ms,
            reason=reason,
            rule=rule,
            known=tuple(self._talk.known),
            chosen=chosen,
            queue=queue.name,
            utterance_id=utterance_id,
        )

    # Agreeing on the call-back. Each of these is only called while `callback` is there.

    def turn(self, callback: CallbackDialogue, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if not understood.text.strip():
            return [self._talk.say("no_match_1"), self._talk.question]
        moves = callback.turn(understood, at_ms)
        if moves:
            return self._moves(moves)
        self.callback = None
        self._talk.stage = Stage.ANYTHING_ELSE
        return [self._talk.say("dropped"), self._talk.ask("anything_else", Expects.YES_NO)]

    def key(self, callback: CallbackDialogue, digit: str, at_ms: Milliseconds) -> list[Move]:
        if digit == "*" and not callback.wants_keys:
            return self._talk.repeat()
        return self._moves(callback.key(digit, at_ms))

    def silence(self, callback: CallbackDialogue, rung: int, at_ms: Milliseconds) -> list[Move] | None:
        """What a silence means here, if it means anything: a keyed number has ended, or all is agreed."""
        if callback.number_is_keyed:
            return self._moves(callback.keys_ended(at_ms))
        agreed = callback.gave_up(at_ms) if rung > 1 else None
        return None if agreed is None else self._moves(agreed)

    def _moves(self, moves: list[Move]) -> list[Move]:
        """A question among them becomes the one that is repeated."""
        for move in moves:
            if isinstance(move, Say) and move.expects is not Expects.NOTHING:
                self._talk.question = move
            elif isinstance(move, HangUp):
                self._talk.stage, self.callback = Stage.CLOSING, None
        return moves
