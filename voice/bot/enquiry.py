"""What the caller wants: requests, guesses that are confirmed, answers that settle it or do not, and trouble.

Below the confidence threshold there is one clarifying question, then a person (`voice.routing` decides).
"""

from collections.abc import Mapping

from config.centre import Intent, Tier
from transcripts.events import EndReason, Milliseconds
from voice.bot import facts
from voice.bot.call_so_far import CallSoFar
from voice.bot.handover import Handover
from voice.bot.key_menu import KeyMenu
from voice.bot.matter_dialogue import MatterDialogue, Progress
from voice.bot.moves import Expects, Move
from voice.bot.pursuit import Pursuit
from voice.bot.talk import Stage, Talk
from voice.bot.understanding import Understanding, Understood

LADDER = 3
"""Rungs before the bot stops asking."""


class Enquiry:
    """One call's."""

    def __init__(
        self,
        talk: Talk,
        so_far: CallSoFar,
        handover: Handover,
        pursuit: Pursuit,
        menu: KeyMenu,
        by_language: Mapping[str, Understanding],
        confidence: float,
    ) -> None:
        """`by_language`: BCP 47."""
        self._talk = talk
        self._so_far = so_far
        self._handover = handover
        self._pursuit = pursuit
        self._menu = menu
        self._by_language = by_language
        self._confidence = confidence
        self.guess: Understood | None = None
        """What was read back, and is to be confirmed."""

    def in_stage(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        match self._talk.stage:
            case Stage.CLARIFYING:
                return self._clarified(understood, at_ms)
            case Stage.DETAILS if self.details is not None:
                moves = self.details.turn(understood, at_ms)
                return self.after_details(self.details, moves, understood, at_ms)
            case Stage.WORKING:
                return self._pursuit.still_working(beginning=False)
            case Stage.SETTLED:
                return self._settled(understood, at_ms)
            case Stage.ANYTHING_ELSE | Stage.CLOSING:
                return self._anything_else(understood, at_ms)
            case _:
                return self._request(understood, at_ms)

    def _request(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if understood.goodbye:
            return self.goodbye("The caller said goodbye.")
        intent = self.intent_of(understood)
        self._so_far.requested(known=intent is not None)
        recognised = facts.recognised(self._talk, understood, at_ms)
        return [recognised, *self._take_on(intent, understood.prediction.confidence, understood, at_ms)]

    def _take_on(
        self, intent: Intent | None, confidence: float, understood: Understood, at_ms: Milliseconds
    ) -> list[Move]:
        """The rules decide who goes on with a request; where it is the bot, it begins."""
        talk = self._talk
        situation = self._so_far.situation(
            understood, request=True, intent=intent.name if intent else None, confidence=confidence
        )
        route = self._handover.decide(situation, intent)
        note = facts.route_decided(talk, situation, route, intent, at_ms)
        takes_details = intent is not None and route.tier is Tier.ASSISTED and bool(intent.details)
        if route.reason is not None and not takes_details:
            talk.topic = intent or talk.topic
            return [note, *self._handover.follow(route, understood.utterance_id, at_ms)]
        if intent is None:
            talk.stage = Stage.OPEN
            self._so_far.missed()
            self._menu.came_near(understood.prediction.alternatives)
            explanation = "none of the centre's intents fits"
            missed = facts.not_understood(talk, understood.utterance_id, explanation, at_ms)
            return [note, missed, talk.ask("out_of_scope", Expects.OPEN)]
        self._so_far.understood()
        if route.clarify:
            self._so_far.clarified += 1
            talk.stage, self.guess = Stage.CLARIFYING, understood
            return [note, talk.ask("intent_clarify", Expects.YES_NO, title=intent.title)]
        self._so_far.clarified = 0
        return [note, *self._pursuit.pursue(intent, understood, self.answers, at_ms)]

    def _clarified(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        guess, self.guess = self.guess, None
        self._talk.stage = Stage.OPEN
        intent = self.intent_of(guess) if guess is not None else None
        if guess is not None and intent is not None and understood.affirmed is True:
            self._talk.known.append(f"the caller confirmed: {intent.title}")
            return self._take_on(intent, 1.0, guess, at_ms)
        if understood.affirmed is False and understood.prediction.intent is None:
            return [self._talk.ask("open_question", Expects.OPEN)]
        return self._request(understood, at_ms)

    def after_details(
        self, details: MatterDialogue, moves: list[Move], understood: Understood | None, at_ms: Milliseconds
    ) -> list[Move]:
        """A turn that does not answer what was asked may be a question beside the matter, or a new wish."""
        if details.progress is not Progress.MISSED:
            return self._pursuit.after(moves, at_ms)
        details.progress = Progress.ASKING
        talk = self._talk
        if understood is None:
            self._so_far.missed()
            return [talk.say("no_match_1"), talk.question]
        intent = self.intent_of(understood)
        sure = understood.prediction.confidence >= self._confidence
        if intent is None or not sure or intent.name == details.matter.intent.name:
            return self.missed(understood, "no answer to what was asked", at_ms)
        passage = self.answers.answer(intent.article) if intent.article else None
        if intent.tool is None and intent.tier is Tier.BOT and passage is not None:
            self._so_far.understood()
            answer = self._pursuit.read(intent, passage, understood, at_ms)
            return [*answer, talk.say("back_to", title=details.matter.intent.title), talk.question]
        self._pursuit.drop()
        talk.stage = Stage.OPEN
        return [talk.say("dropped"), *self._request(understood, at_ms)]

    def _settled(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if understood.affirmed is not False and understood.goodbye:
            settled = facts.resolution(self._talk, True, understood.utterance_id, at_ms)
            thanked = [settled] if understood.affirmed else []
            return [*thanked, *self.goodbye("The caller said goodbye after the answer.")]
        if understood.affirmed is True:
            self._so_far.understood()
            settled = facts.resolution(self._talk, True, understood.utterance_id, at_ms)
            return [settled, *self._pursuit.next_matter(self.answers, at_ms)]
        intent = self.intent_of(understood)
        if intent is not None and understood.prediction.confidence >= self._confidence:
            return self._request(understood, at_ms)
        if understood.affirmed is not False:
            return self.missed(understood, "neither yes nor no to whether it was settled", at_ms)
        topic = self._talk.topic.name if self._talk.topic else None
        situation = self._so_far.situation(understood, not_settled=True, intent=topic, confidence=1.0)
        rule = "the caller said that the answer did not settle it"
        unsettled = facts.resolution(self._talk, False, understood.utterance_id, at_ms)
        return [unsettled, *self._handover.must_route(situation, rule, at_ms)]

    def _anything_else(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if understood.affirmed is False or understood.goodbye:
            return self.goodbye("The caller wanted nothing else.")
        if understood.affirmed is True and understood.prediction.intent is None:
            self._talk.stage = Stage.OPEN
            return [self._talk.ask("open_question", Expects.OPEN)]
        return self._request(understood, at_ms)

    def missed(self, understood: Understood, explanation: str, at_ms: Milliseconds) -> list[Move]:
        self._so_far.missed()
        self._menu.came_near(understood.prediction.alternatives)
        note = facts.not_understood(self._talk, understood.utterance_id, explanation, at_ms)
        person = self._handover.routed(self._so_far.situation(understood, understood=False), at_ms)
        if person is not None:
            self._pursuit.drop()
            return [note, *person]
        rung = min(self._so_far.misses, LADDER - 1)
        return [note, self._talk.say(f"no_match_{rung}"), *self.key_help(rung), self._talk.question]

    def key_help(self, rung: int) -> list[Move]:
        """From the second rung on: what the keys can do here."""
        if rung < LADDER - 1:
            return []
        if self.details is not None:
            return self.details.help()
        if self._talk.question.expects is Expects.YES_NO:
            return [self._talk.say("keys_yes_no")]
        if self._talk.stage is not Stage.OPEN:
            return []
        return [*self._menu.offer()]

    def person_by_key(self, at_ms: Milliseconds) -> list[Move]:
        situation = self._so_far.situation(person_words="the key 0")
        self._pursuit.drop()
        return self._handover.must_route(situation, "the caller pressed 0", at_ms)

    def chosen_by_key(self, digit: str, at_ms: Milliseconds) -> list[Move]:
        """1 and 2 are yes and no where that was asked; otherwise the matters that were read out."""
        if self._talk.question.expects is Expects.YES_NO and digit in "12":
            if self.details is not None:
                return self.after_details(self.details, self.details.key(digit, at_ms), None, at_ms)
            affirmed = self.answers.of("", "")
            return self.in_stage(affirmed.with_reply(digit == "1"), at_ms)
        chosen = self._menu.chosen(digit) if self._talk.stage is Stage.OPEN else None
        if chosen is not None:
            self._so_far.requested(known=True)
            self._talk.known.append(f"the caller pressed {digit} for {chosen.title}")
            return self._take_on(chosen, 1.0, self.answers.of("", ""), at_ms)
        if self._talk.stage in (Stage.WORKING, Stage.CLOSING):
            return []
        return [*self.key_help(LADDER), self._talk.question]

    @property
    def answers(self) -> Understanding:
        return self._by_language[self._talk.centre.language]

    @property
    def details(self) -> MatterDialogue | None:
        """The dialogue on the details of the matter, while it has the word."""
        return self._pursuit.details if self._talk.stage is Stage.DETAILS else None

    def goodbye(self, explanation: str) -> list[Move]:
        return self._talk.close("goodbye", explanation, EndReason.BOT_SAID_GOODBYE)

    @property
    def guessed(self) -> Intent | None:
        """What the caller probably wants, until it is confirmed."""
        return self.intent_of(self.guess) if self.guess is not None else None

    def intent_of(self, understood: Understood) -> Intent | None:
        name = understood.prediction.intent
        return self._talk.centre.intent(name) if name is not None else None
