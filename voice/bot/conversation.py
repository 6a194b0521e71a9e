"""The conversation with the caller, without a line: turns in, moves out.

A person on request at every prompt, by voice or by 0; one clarifying question below the confidence
threshold and then a person; a ladder of three for silence and one for what was not understood.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from assist.knowledge import ANSWERABLE, Passage
from config.centre import Centre, Intent
from transcripts.events import (
    AnswerFound,
    CallerSilent,
    EndReason,
    EscalationDecided,
    EscalationReason,
    IntentRecognised,
    Milliseconds,
    NotUnderstood,
    ResolutionConfirmed,
)
from voice.bot.callback import CallbackDialogue
from voice.bot.moves import Expects, HangUp, Move, Note, Say
from voice.bot.prompts import in_mid_sentence
from voice.bot.understanding import Understanding, Understood

LADDER = 3
"""Rungs before the bot stops asking."""


class Stage(StrEnum):
    OPEN = "open"
    """Waiting for what the caller wants."""
    CLARIFYING = "clarifying"
    """A guess was read back; waiting for yes or no."""
    SETTLED = "settled"
    """An answer was read; waiting to hear whether it settled the matter."""
    ANYTHING_ELSE = "anything-else"
    CALLBACK = "callback"
    """A person will ring back; agreeing on the number."""
    CLOSING = "closing"
    """Goodbye was said; a caller who speaks over it is listened to."""


class Conversation:
    """One call's. Every method returns the moves to carry out, in order; none blocks."""

    def __init__(
        self,
        call_id: str,
        centre: Centre,
        answers: Understanding,
        *,
        caller_number: str,
        confidence: float,
        wall_clock: Callable[[], datetime],
    ) -> None:
        """`caller_number` is the carrier's word for it; it is offered for a call-back, and never trusted."""
        self._call_id = call_id
        self._centre = centre
        self._answers = answers
        self._caller_number = caller_number
        self._confidence = confidence
        self._wall_clock = wall_clock
        self._stage = Stage.OPEN
        self._silences = 0
        self._misses = 0
        self._doubts = 0
        self._faults = 0
        self._guess: Intent | None = None
        self._topic: Intent | None = None
        """What the call is about, as far as it is known."""
        self._known: list[str] = []
        self._callback: CallbackDialogue | None = None
        self._disclosure_owed = False
        self._last_question = Say(self._prompt("open_question"), "open_question", Expects.OPEN)

    @property
    def stage(self) -> Stage:
        return self._stage

    # What happens on the line.

    def answered(self) -> list[Move]:
        return [self._say("greeting"), self._ask("open_question", Expects.OPEN)]

    def heard(self, prompt: str, complete: bool) -> None:
        """Playback of a prompt ended. A greeting that was cut has not disclosed the machine: it is owed."""
        if prompt in ("greeting", "disclosure"):
            self._disclosure_owed = not complete

    def turn(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        """The caller said something (its text may be empty: sound, but nothing understood)."""
        self._silences = 0
        return self._disclose(self._reply(understood, at_ms))

    def silence(self, at_ms: Milliseconds) -> list[Move]:
        """Nothing was said where a reply was expected."""
        self._silences += 1
        note = Note(CallerSilent(call_id=self._call_id, at_ms=at_ms, count=self._silences))
        if self._callback is not None and self._callback.number_is_keyed:
            return [note, *self._callback_moves(self._callback.keys_ended())]
        if self._silences >= LADDER:
            self._stage = Stage.CLOSING
            return [
                note,
                self._say(f"no_input_{LADDER}"),
                HangUp(EndReason.NO_INPUT, f"The caller said nothing, {LADDER} times in a row."),
            ]
        prompt = self._say(f"no_input_{self._silences}")
        return self._disclose([note, prompt, self._last_question])

    def key(self, digit: str, at_ms: Milliseconds) -> list[Move]:
        """A key of the telephone. 0 is a person, except while a number is keyed in."""
        self._silences = 0
        if self._callback is not None and self._callback.wants_keys:
            return self._callback_moves(self._callback.key(digit))
        if digit == "0" and self._stage is not Stage.CALLBACK:
            return self._disclose(
                self._escalate(
                    EscalationReason.ASKED_FOR_HUMAN,
                    'the caller pressed 0: "a person at any time"',
                    "",
                    None,
                    at_ms,
                )
            )
        return []

    def fault(self, at_ms: Milliseconds) -> list[Move]:
        """Something of ours failed on this turn: say so once, then hand over."""
        self._faults += 1
        if self._faults == 1:
            return [self._say("fault"), self._last_question]
        if self._stage is Stage.CALLBACK:
            return self._close("callback_none", "Our own fault kept the call from going on.", EndReason.FAULT)
        return self._escalate(
            EscalationReason.SYSTEM_FAULT, "a part of the service failed twice in this call", "", None, at_ms
        )

    def too_long(self) -> list[Move]:
        return self._close(
            "too_long", "The call reached the longest that is allowed.", EndReason.DURATION_LIMIT
        )

    # What the caller's words lead to.

    def _reply(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if self._stage is Stage.CALLBACK and self._callback is not None:
            if understood.repeat:
                return self._repeat()
            return self._callback_moves(self._callback.turn(understood, at_ms))
        if understood.person_words is not None:
            rule = f'the caller asked for a person: "{understood.person_words}"'
            return self._escalate(
                EscalationReason.ASKED_FOR_HUMAN,
                rule,
                understood.utterance_id,
                self._intent_of(understood),
                at_ms,
            )
        if understood.repeat:
            return self._repeat()
        if not understood.text.strip():
            return self._not_understood(understood, "nothing could be made out", at_ms)
        match self._stage:
            case Stage.CLARIFYING:
                return self._clarified(understood, at_ms)
            case Stage.SETTLED:
                return self._settled(understood, at_ms)
            case Stage.ANYTHING_ELSE | Stage.CLOSING:
                return self._anything_else(understood, at_ms)
            case _:
                return self._request(understood, at_ms)

    def _request(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if understood.goodbye:
            return self._goodbye("The caller said goodbye.")
        recognised = self._recognised(understood, at_ms)
        intent = self._intent_of(understood)
        confidence = understood.prediction.confidence
        if intent is None:
            return [recognised, *self._out_of_scope(understood, at_ms)]
        if confidence >= self._confidence:
            return [recognised, *self._pursue(intent, understood, at_ms)]
        self._doubts += 1
        if self._doubts == 1:
            self._stage, self._guess = Stage.CLARIFYING, intent
            return [recognised, self._ask("intent_clarify", Expects.YES_NO, title=intent.title)]
        rule = f"confidence {confidence:.2f} is below {self._confidence:.2f} after a clarifying question"
        return [
            recognised,
            *self._escalate(EscalationReason.LOW_CONFIDENCE, rule, understood.utterance_id, intent, at_ms),
        ]

    def _clarified(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        guess, self._guess = self._guess, None
        self._stage = Stage.OPEN
        if guess is not None and understood.affirmed is True:
            self._known.append(f"the caller confirmed: {guess.title}")
            return self._pursue(guess, understood, at_ms)
        if understood.affirmed is False and understood.prediction.intent is None:
            return [self._ask("open_question", Expects.OPEN)]
        return self._request(understood, at_ms)

    def _settled(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if understood.affirmed is not False and understood.goodbye:
            return self._goodbye("The caller said goodbye after the answer.")
        if understood.affirmed is True:
            self._stage = Stage.ANYTHING_ELSE
            return [
                self._resolution(True, understood, at_ms),
                self._ask("anything_else", Expects.YES_NO),
            ]
        intent = self._intent_of(understood)
        if intent is not None and understood.prediction.confidence >= self._confidence:
            return self._request(understood, at_ms)
        if understood.affirmed is False:
            rule = "the caller said that the answer did not settle it"
            return [
                self._resolution(False, understood, at_ms),
                *self._escalate(EscalationReason.KNOWLEDGE_GAP, rule, understood.utterance_id, intent, at_ms),
            ]
        return self._not_understood(understood, "neither yes nor no to whether it was settled", at_ms)

    def _anything_else(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if understood.affirmed is False or understood.goodbye:
            return self._goodbye("The caller wanted nothing else.")
        if understood.affirmed is True and understood.prediction.intent is None:
            self._stage = Stage.OPEN
            return [self._ask("open_question", Expects.OPEN)]
        self._stage = Stage.OPEN
        return self._request(understood, at_ms)

    def _pursue(self, intent: Intent, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        """The intent is known: hand over where policy says so, otherwise read the answer."""
        self._misses = 0
        self._topic = intent
        self._known.append(f"intent {intent.name} ({understood.prediction.confidence:.2f})")
        if intent.person_required:
            rule = f"the centre's policy gives {intent.title} to a person at once"
            return self._escalate(
                EscalationReason.POLICY_REQUIRES_HUMAN, rule, understood.utterance_id, intent, at_ms
            )
        passage = self._answers.answer(intent.article) if intent.article else None
        if passage is None and understood.passages and understood.passages[0].score >= ANSWERABLE:
            passage = understood.passages[0]
        if passage is None:
            rule = f"the knowledge base has nothing that may be read to callers on {intent.title}"
            return self._escalate(
                EscalationReason.KNOWLEDGE_GAP, rule, understood.utterance_id, intent, at_ms
            )
        return self._read_out(passage, understood.utterance_id, at_ms)

    def _read_out(self, passage: Passage, utterance_id: str, at_ms: Milliseconds) -> list[Move]:
        self._stage = Stage.SETTLED
        self._known.append(f'the bot read "{passage.title}"')
        return [
            Note(
                AnswerFound(
                    call_id=self._call_id,
                    at_ms=at_ms,
                    utterance_id=utterance_id,
                    article_id=passage.article_id,
                    title=passage.title,
                    section=passage.section,
                    score=passage.score,
                    text=passage.text,
                )
            ),
            self._say("answer_lead", title=in_mid_sentence(passage.title)),
            Say(passage.text),
            self._ask("settled_question", Expects.YES_NO),
        ]

    def _out_of_scope(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        self._misses += 1
        if self._misses >= LADDER - 1:
            rule = "what the caller wants is outside what the bot knows, and was asked for twice"
            return self._escalate(EscalationReason.OUT_OF_SCOPE, rule, understood.utterance_id, None, at_ms)
        self._stage = Stage.OPEN
        return [
            Note(
                NotUnderstood(
                    call_id=self._call_id,
                    at_ms=at_ms,
                    utterance_id=understood.utterance_id,
                    count=self._misses,
                    explanation="none of the centre's intents fits",
                )
            ),
            self._ask("out_of_scope", Expects.OPEN),
        ]

    def _not_understood(self, understood: Understood, explanation: str, at_ms: Milliseconds) -> list[Move]:
        self._misses += 1
        note = Note(
            NotUnderstood(
                call_id=self._call_id,
                at_ms=at_ms,
                utterance_id=understood.utterance_id,
                count=self._misses,
                explanation=explanation,
            )
        )
        if self._misses >= LADDER:
            rule = f"the caller was not understood {LADDER} times in a row"
            return [
                note,
                self._say(f"no_match_{LADDER}"),
                *self._escalate(EscalationReason.NO_MATCH, rule, understood.utterance_id, None, at_ms),
            ]
        return [note, self._say(f"no_match_{self._misses}"), self._last_question]

    # A person takes over.

    def _escalate(
        self,
        reason: EscalationReason,
        rule: str,
        utterance_id: str,
        intent: Intent | None,
        at_ms: Milliseconds,
    ) -> list[Move]:
        topic = intent or self._topic
        queue = self._centre.queue(topic.queue if topic else None)
        is_open = queue.hours.open_at(self._wall_clock())
        self._callback = CallbackDialogue(
            self._call_id, self._centre, queue, caller_number=self._caller_number
        )
        self._stage = Stage.CALLBACK
        decision = EscalationDecided(
            call_id=self._call_id,
            at_ms=at_ms,
            reason=reason,
            rule=rule,
            known=tuple(self._known),
            chosen=f"a call-back by {queue.title}" + ("" if is_open else ", who are closed now"),
            queue=queue.name,
            utterance_id=utterance_id,
        )
        offer = self._say("person_offer" if is_open else "person_closed", queue=queue.title)
        return [Note(decision), offer, *self._callback_moves(self._callback.opening())]

    def _callback_moves(self, moves: list[Move]) -> list[Move]:
        """Moves of the call-back dialogue; a question among them becomes the one that is repeated."""
        for move in moves:
            if isinstance(move, Say) and move.expects is not Expects.NOTHING:
                self._last_question = move
            elif isinstance(move, HangUp):
                self._stage, self._callback = Stage.CLOSING, None
        return moves

    # Saying things.

    def _repeat(self) -> list[Move]:
        return [self._say("repeat_lead"), self._last_question]

    def _goodbye(self, explanation: str) -> list[Move]:
        return self._close("goodbye", explanation, EndReason.BOT_SAID_GOODBYE)

    def _close(self, prompt: str, explanation: str, reason: EndReason) -> list[Move]:
        self._stage, self._callback = Stage.CLOSING, None
        return [self._say(prompt), HangUp(reason, explanation)]

    def _ask(self, prompt: str, expects: Expects, **values: str) -> Say:
        self._last_question = Say(self._prompt(prompt, **values), prompt, expects)
        return self._last_question

    def _say(self, prompt: str, **values: str) -> Say:
        return Say(self._prompt(prompt, **values), prompt)

    def _prompt(self, name: str, **values: str) -> str:
        return self._centre.prompts[name].format(centre=self._centre.name, **values)

    def _disclose(self, moves: list[Move]) -> list[Move]:
        """Puts what is owed before the first thing that is said."""
        if not self._disclosure_owed:
            return moves
        self._disclosure_owed = False
        first = next((index for index, move in enumerate(moves) if isinstance(move, Say)), len(moves))
        return [*moves[:first], self._say("disclosure"), *moves[first:]]

    # Facts.

    def _recognised(self, understood: Understood, at_ms: Milliseconds) -> Note:
        prediction = understood.prediction
        return Note(
            IntentRecognised(
                call_id=self._call_id,
                at_ms=at_ms,
                utterance_id=understood.utterance_id,
                intent=prediction.intent,
                confidence=prediction.confidence,
                alternatives=prediction.alternatives,
            )
        )

    def _resolution(self, settled: bool, understood: Understood, at_ms: Milliseconds) -> Note:
        return Note(
            ResolutionConfirmed(
                call_id=self._call_id, at_ms=at_ms, settled=settled, utterance_id=understood.utterance_id
            )
        )

    def _intent_of(self, understood: Understood) -> Intent | None:
        name = understood.prediction.intent
        return self._centre.intent(name) if name is not None else None
