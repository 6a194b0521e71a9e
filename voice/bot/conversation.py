"""The conversation with the caller, without a line: turns in, moves out.

A person on request at every prompt, by voice or by 0; one clarifying question below the confidence
threshold and then a person; what the caller says beside the matter is answered, and the matter gone on with.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from assist.asides import Aside
from assist.tools.calling import ToolResult
from assist.verification import Step
from config.centre import Centre, Intent, Tier
from transcripts.events import EndReason, EscalationReason, Milliseconds
from transcripts.interrupted import InterruptedCall
from voice.bot import facts
from voice.bot.call_so_far import CallSoFar, Standing
from voice.bot.handover import Handover
from voice.bot.key_menu import KeyMenu
from voice.bot.languages import offers, other_language
from voice.bot.matter_dialogue import MatterDialogue, Progress
from voice.bot.moves import Expects, HangUp, Move, Say, SpeakLanguage, SpeakSlowly
from voice.bot.pursuit import Pursuit
from voice.bot.ringing_back import RingingBack, RungFor
from voice.bot.talk import Stage, Talk
from voice.bot.understanding import Understanding, Understood
from voice.turns.heard import FarEndKind, Heard

LADDER = 3
"""Rungs before the bot stops asking."""

WAITS_S = 60.0
"""How long the bot waits for a caller who asked for a moment, in seconds."""


class Conversation:
    """One call's. Every method returns the moves to carry out, in order; none blocks."""

    def __init__(
        self,
        call_id: str,
        centre: Centre,
        answers: Mapping[str, Understanding],
        *,
        caller_number: str,
        confidence: float,
        wall_clock: Callable[[], datetime],
        hears: Callable[[str], bool] = lambda _: True,
        reachable: Callable[[str, str], bool] = lambda _queue, _language: False,
        rung_back: RungFor | None = None,
    ) -> None:
        """`answers`: by language, BCP 47. `caller_number`: the carrier's word, offered and never trusted.

        `hears`: whether the recogniser knows a language. `reachable`: whether somebody may take a call of a
        queue, in a language, now; otherwise call-backs are agreed. `rung_back`: it was we who rang.
        """
        self._call_id = call_id
        self._centre = centre
        self._by_language = answers
        self._confidence = confidence
        self._hears = hears
        self._so_far = CallSoFar(caller_number)
        self._talk = Talk(call_id, centre, self._so_far, wall_clock)
        self._handover = Handover(self._talk, centre, caller_number, confidence, reachable)
        self._pursuit = Pursuit(self._talk, self._handover)
        self._guess: Understood | None = None
        self._menu = KeyMenu(self._talk, centre)
        self._disclosure_owed = False
        self._waiting = False
        self._ringing_back = (
            RingingBack(self._talk, rung_back, self._handover.connecting) if rung_back is not None else None
        )
        if rung_back is not None and (other := _locale(centre, rung_back.language)) is not None:
            self._talk.speak(other)

    @property
    def stage(self) -> Stage:
        return self._talk.stage

    @property
    def language(self) -> str:
        """BCP 47."""
        return self._talk.centre.language

    @property
    def keys_are_secret(self) -> bool:
        """Whether the next key must be masked in the record."""
        secret = self._details is not None and self._details.secret
        return secret or self._talk.stage is Stage.VOICEMAIL

    @property
    def keying(self) -> bool:
        """The caller is in the middle of keying something in."""
        callback = self._handover.callback
        details = self._details
        return bool((callback and callback.number_is_keyed) or (details and details.keyed))

    # What happens on the line.

    def answered(self, at_ms: Milliseconds = 0, standing: Standing | None = None) -> list[Move]:
        """`standing`: what is known of the number that rings."""
        self._so_far.standing = standing or Standing()
        if self._ringing_back is not None:
            return self._disclose(self._ringing_back.hello())
        greeting = [self._talk.say("greeting"), *offers(self._centre)]
        person = self._handover.routed(self._so_far.situation(), at_ms)
        moves = person if person is not None else [self._talk.ask("open_question", Expects.OPEN)]
        return self._disclose([*greeting, *moves])

    def taken_up(self, left: InterruptedCall) -> None:
        """The service was interrupted in the call: what the record knows of it need not be said again."""
        centre = next((c for c in (self._centre, *self._centre.locales) if c.language == left.language), None)
        if centre is not None:
            self._talk.speak(centre)
        self._disclosure_owed = not left.greeted
        if left.transfer is not None or left.waits_in is not None:
            self._talk.stage = Stage.CONNECTING
        elif left.request is not None and left.request.text:
            self._guess = self._answers.of(left.request.utterance_id, left.request.text)
        self._talk.topic = self._intent_of(self._guess) if self._guess is not None else None

    def interrupted(self) -> list[Move]:
        """The caller can hear the bot again after an interruption that was ours."""
        talk, sorry = self._talk, self._talk.say("line_interrupted")
        if talk.stage is Stage.CONNECTING:
            return self._disclose([sorry])
        intent = self._intent_of(self._guess) if self._guess is not None else None
        if intent is None:
            return self._disclose([sorry, talk.question])
        talk.stage = Stage.CLARIFYING
        return self._disclose([sorry, talk.ask("intent_clarify", Expects.YES_NO, title=intent.title)])

    def heard(self, prompt: str, complete: bool, heard: str = "") -> None:
        """Playback ended. A greeting that was cut has not disclosed the machine: it is owed."""
        if prompt in ("greeting", "disclosure"):
            self._disclosure_owed = not complete
        if self._ringing_back is not None:
            self._ringing_back.heard(prompt, heard)
        if self._pursuit.details is not None:
            self._pursuit.details.heard(prompt, heard, complete)

    def turn(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        """The caller said something (its text may be empty: sound, but nothing understood)."""
        self._waiting = False
        self._so_far.heard(understood)
        noticed = [facts.cue_noticed(self._talk, cue, at_ms) for cue in understood.cues]
        return self._disclose([*noticed, *self._reply(understood, at_ms)])

    def silence(self, at_ms: Milliseconds) -> list[Move]:
        """Nothing was said where a reply was expected."""
        if self._talk.stage in (Stage.CONNECTING, Stage.VOICEMAIL):
            return []
        if self._ringing_back is not None and self._talk.stage is Stage.CALLED_BACK:
            return self._ringing_back.silence()
        if self._waiting:
            self._waiting = False
            return [self._talk.say("still_there"), self._talk.question]
        if self._details is not None and self._details.lone_zero:
            return self._disclose(self._person_by_key(at_ms))
        if self._details is not None and self._details.keyed:
            return self._after_details(self._details, self._details.keys_ended(at_ms), None, at_ms)
        callback = self._handover.callback
        self._so_far.was_silent()
        rung = self._so_far.silences
        note = facts.was_silent(self._talk, at_ms)
        if self._talk.stage is Stage.ANYTHING_ELSE and rung > 1:
            return [note, *self._goodbye("The caller said nothing more after the answer.")]
        if callback is not None:
            moves = self._handover.silence(callback, rung, at_ms)
        else:
            moves = self._handover.routed(self._so_far.situation(), at_ms) if self._so_far.spoke else None
        if moves is not None:
            return self._disclose([note, *moves])
        if rung >= LADDER:
            explanation = f"The caller said nothing, {LADDER} times in a row."
            return [note, *self._talk.close(f"no_input_{LADDER}", explanation, EndReason.NO_INPUT)]
        prompt = self._talk.say(f"no_input_{rung}")
        return self._disclose([note, prompt, *self._key_help(rung), self._talk.question])

    def key(self, digit: str, at_ms: Milliseconds) -> list[Move]:
        """A key of the telephone. 0 is a person (in a number, after a pause); the star says it all again."""
        self._waiting = False
        self._so_far.touched()
        if self._handover.callback is not None:
            return self._disclose(self._handover.key(self._handover.callback, digit, at_ms))
        if self._ringing_back is not None and self._talk.stage is Stage.CALLED_BACK:
            return self._disclose(self._ringing_back.key(digit))
        if self._talk.stage is Stage.VOICEMAIL:
            return self._handover.connecting.key(digit)
        details = self._details
        if details is not None and details.wants_keys:
            return self._disclose(self._after_details(details, details.key(digit, at_ms), None, at_ms))
        if digit == "0" and self._talk.stage is not Stage.CONNECTING:
            return self._disclose(self._person_by_key(at_ms))
        if digit == "*":
            return self._talk.repeat()
        other = other_language(self._centre, self.language)
        if self._talk.stage is Stage.CONNECTING:
            return self._handover.connecting.key(digit)
        if digit == "9" and other is not None and details is None:
            return self._disclose(self._switch(other, "the caller pressed 9", at_ms))
        return self._disclose(self._chosen_by_key(digit, at_ms))

    def far_end(self, heard: Heard) -> list[Move]:
        """What is on the line is no person, or is one again."""
        if self._ringing_back is None or heard.kind not in (FarEndKind.MACHINE, FarEndKind.IVR):
            return []
        return self._ringing_back.machine(heard.evidence)

    def fault(self, at_ms: Milliseconds) -> list[Move]:
        """Something of ours failed on this turn: say so once, then hand over."""
        self._so_far.faults += 1
        if self._so_far.faults == 1:
            return [self._talk.say("fault"), self._talk.question]
        if self._handover.callback is not None:
            return self._talk.close(
                "callback_none", "Our own fault kept the call from going on.", EndReason.FAULT
            )
        rule = f"a part of the service failed {self._so_far.faults} times in this call"
        return self._handover.routed(self._so_far.situation(), at_ms) or self._handover.person(
            EscalationReason.SYSTEM_FAULT, rule, "", at_ms
        )

    def too_long(self) -> list[Move]:
        explanation = "The call reached the longest that is allowed."
        return self._talk.close("too_long", explanation, EndReason.DURATION_LIMIT)

    # Results of what was begun.

    def verified(self, step: Step, at_ms: Milliseconds) -> list[Move]:
        return self._disclose(self._pursuit.verified(step, at_ms))

    def tool_answered(self, tool: str, key: str, result: ToolResult, at_ms: Milliseconds) -> list[Move]:
        return self._disclose(self._pursuit.tool_answered(tool, key, result, at_ms))

    def still_working(self, beginning: bool) -> list[Move]:
        """A tool takes long; `beginning`: this is the first time that the caller is told."""
        return self._pursuit.still_working(beginning)

    # How finding a person goes on.

    def taken_over(self, agent: str, at_ms: Milliseconds) -> list[Move]:
        """A person wants the call; nothing comes of it where one is being found, or goodbye was said."""
        if self._talk.stage in (Stage.CONNECTING, Stage.CLOSING):
            return []
        self._pursuit.drop()
        return self._disclose(self._handover.taken_over(agent, at_ms))

    def passing_on(self, read_back: str) -> list[Move]:
        return self._disclose(self._handover.connecting.passing_on(read_back))

    def told(self, prompt: str, **values: str) -> list[Move]:
        return self._disclose(self._handover.connecting.told(prompt, **values))

    def in_queue(self, waits: bool) -> None:
        """Whether the caller waits for somebody to become free, and may choose something else."""
        self._handover.connecting.in_queue = waits

    def message(self, queue: str, tone: bytes) -> list[Move]:
        """The caller may leave a message for a queue after the tone."""
        title = self._talk.centre.queue(queue).title
        return self._disclose(self._handover.connecting.message(title, tone))

    def message_left(self, queue: str) -> list[Move]:
        title = self._talk.centre.queue(queue).title
        thanks = self._talk.phrases.say("voicemail_thanks", queue=title)
        self._talk.stage = Stage.CLOSING
        return self._disclose([thanks, HangUp(EndReason.BOT_SAID_GOODBYE, "The caller left a message.")])

    def no_message(self, queue: str) -> list[Move]:
        """Nothing was said after the tone: they are rung back instead."""
        title = self._talk.centre.queue(queue).title
        said = self._talk.say("voicemail_nothing", queue=title)
        return self._disclose([said, *self._handover.not_reached(queue)])

    def queue_title(self, queue: str) -> str:
        """In the caller's language."""
        return self._talk.centre.queue(queue).title

    @property
    def standing(self) -> Standing:
        """What is known of the number that rings."""
        return self._so_far.standing

    def not_reached(self, queue: str) -> list[Move]:
        """Nobody took the call, and the caller knows: a call-back."""
        return self._disclose(self._handover.not_reached(queue))

    def given_back(self) -> list[Move]:
        """The caller is with the bot again."""
        self._talk.stage = Stage.ANYTHING_ELSE
        return self._disclose([self._talk.ask("anything_else", Expects.YES_NO)])

    # What the caller's words lead to.

    def _reply(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        callback = self._handover.callback
        if understood.repeat and understood.aside is None and self._talk.stage is not Stage.VOICEMAIL:
            return self._talk.repeat()
        if callback is not None:
            aside = self._aside(understood, at_ms)
            return aside if aside is not None else self._handover.turn(callback, understood, at_ms)
        if self._talk.stage is Stage.CONNECTING:
            return self._handover.connecting.turn(understood, at_ms)
        if self._talk.stage is Stage.VOICEMAIL:
            return []
        if self._ringing_back is not None and self._talk.stage is Stage.CALLED_BACK:
            return self._ringing_back.turn(understood)
        if understood.language and understood.language != self.language:
            return self._switch(understood.language, f'the caller said "{understood.text}"', at_ms)
        if understood.person_words is not None:
            self._talk.topic = self._intent_of(understood) or self._talk.topic
        person = self._handover.routed(self._so_far.situation(understood), at_ms)
        if person is not None:
            self._pursuit.drop()
            return person
        aside = self._aside(understood, at_ms)
        if aside is not None:
            return aside
        if not understood.text.strip():
            return self._missed(understood, "nothing could be made out", at_ms)
        return self._in_stage(understood, at_ms)

    def _in_stage(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        match self._talk.stage:
            case Stage.CLARIFYING:
                return self._clarified(understood, at_ms)
            case Stage.DETAILS if self._details is not None:
                moves = self._details.turn(understood, at_ms)
                return self._after_details(self._details, moves, understood, at_ms)
            case Stage.WORKING:
                return self._pursuit.still_working(beginning=False)
            case Stage.SETTLED:
                return self._settled(understood, at_ms)
            case Stage.ANYTHING_ELSE | Stage.CLOSING:
                return self._anything_else(understood, at_ms)
            case _:
                return self._request(understood, at_ms)

    def _aside(self, understood: Understood, at_ms: Milliseconds) -> list[Move] | None:
        """What is about the conversation itself; None where the turn is not, or not at this stage."""
        if understood.aside is None:
            return None
        talk = self._talk
        match understood.aside.aside:
            case Aside.WAIT:
                self._waiting = True
                note = facts.asked_to_wait(talk, understood.utterance_id, at_ms)
                return [note, replace(talk.phrases.ask("waiting", talk.question.expects), patience_s=WAITS_S)]
            case Aside.SLOWER:
                return [SpeakSlowly(), talk.say("slower"), talk.question]
            case Aside.MACHINE:
                return [talk.say("disclosure"), talk.question]
            case Aside.NEVER_MIND if talk.stage in (Stage.DETAILS, Stage.CLARIFYING):
                return [talk.say("dropped"), *self._pursuit.next_matter(self._answers, at_ms)]
            case Aside.START_OVER if talk.stage not in (Stage.WORKING, Stage.CALLBACK):
                self._pursuit.drop()
                talk.stage = Stage.OPEN
                return [talk.ask("open_question", Expects.OPEN)]
            case Aside.HELLO if talk.stage in (Stage.OPEN, Stage.ANYTHING_ELSE):
                return [talk.question]
            case _:
                return None

    def _request(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if understood.goodbye:
            return self._goodbye("The caller said goodbye.")
        intent = self._intent_of(understood)
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
            talk.stage, self._guess = Stage.CLARIFYING, understood
            return [note, talk.ask("intent_clarify", Expects.YES_NO, title=intent.title)]
        self._so_far.clarified = 0
        return [note, *self._pursuit.pursue(intent, understood, self._answers, at_ms)]

    def _clarified(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        guess, self._guess = self._guess, None
        self._talk.stage = Stage.OPEN
        intent = self._intent_of(guess) if guess is not None else None
        if guess is not None and intent is not None and understood.affirmed is True:
            self._talk.known.append(f"the caller confirmed: {intent.title}")
            return self._take_on(intent, 1.0, guess, at_ms)
        if understood.affirmed is False and understood.prediction.intent is None:
            return [self._talk.ask("open_question", Expects.OPEN)]
        return self._request(understood, at_ms)

    def _after_details(
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
        intent = self._intent_of(understood)
        sure = understood.prediction.confidence >= self._confidence
        if intent is None or not sure or intent.name == details.matter.intent.name:
            return self._missed(understood, "no answer to what was asked", at_ms)
        passage = self._answers.answer(intent.article) if intent.article else None
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
            return [*thanked, *self._goodbye("The caller said goodbye after the answer.")]
        if understood.affirmed is True:
            self._so_far.understood()
            settled = facts.resolution(self._talk, True, understood.utterance_id, at_ms)
            return [settled, *self._pursuit.next_matter(self._answers, at_ms)]
        intent = self._intent_of(understood)
        if intent is not None and understood.prediction.confidence >= self._confidence:
            return self._request(understood, at_ms)
        if understood.affirmed is not False:
            return self._missed(understood, "neither yes nor no to whether it was settled", at_ms)
        topic = self._talk.topic.name if self._talk.topic else None
        situation = self._so_far.situation(understood, not_settled=True, intent=topic, confidence=1.0)
        rule = "the caller said that the answer did not settle it"
        unsettled = facts.resolution(self._talk, False, understood.utterance_id, at_ms)
        return [unsettled, *self._handover.must_route(situation, rule, at_ms)]

    def _anything_else(self, understood: Understood, at_ms: Milliseconds) -> list[Move]:
        if understood.affirmed is False or understood.goodbye:
            return self._goodbye("The caller wanted nothing else.")
        if understood.affirmed is True and understood.prediction.intent is None:
            self._talk.stage = Stage.OPEN
            return [self._talk.ask("open_question", Expects.OPEN)]
        return self._request(understood, at_ms)

    # Trouble, and the keys as the way out of it.

    def _missed(self, understood: Understood, explanation: str, at_ms: Milliseconds) -> list[Move]:
        self._so_far.missed()
        self._menu.came_near(understood.prediction.alternatives)
        note = facts.not_understood(self._talk, understood.utterance_id, explanation, at_ms)
        person = self._handover.routed(self._so_far.situation(understood, understood=False), at_ms)
        if person is not None:
            self._pursuit.drop()
            return [note, *person]
        rung = min(self._so_far.misses, LADDER - 1)
        return [note, self._talk.say(f"no_match_{rung}"), *self._key_help(rung), self._talk.question]

    def _key_help(self, rung: int) -> list[Move]:
        """From the second rung on: what the keys can do here."""
        if rung < LADDER - 1:
            return []
        if self._details is not None:
            return self._details.help()
        if self._talk.question.expects is Expects.YES_NO:
            return [self._talk.say("keys_yes_no")]
        if self._talk.stage is not Stage.OPEN:
            return []
        return [*self._menu.offer()]

    def _person_by_key(self, at_ms: Milliseconds) -> list[Move]:
        situation = self._so_far.situation(person_words="the key 0")
        self._pursuit.drop()
        return self._handover.must_route(situation, "the caller pressed 0", at_ms)

    def _chosen_by_key(self, digit: str, at_ms: Milliseconds) -> list[Move]:
        """1 and 2 are yes and no where that was asked; otherwise the matters that were read out."""
        if self._talk.question.expects is Expects.YES_NO and digit in "12":
            if self._details is not None:
                return self._after_details(self._details, self._details.key(digit, at_ms), None, at_ms)
            affirmed = self._answers.of("", "")
            return self._in_stage(affirmed.with_reply(digit == "1"), at_ms)
        chosen = self._menu.chosen(digit) if self._talk.stage is Stage.OPEN else None
        if chosen is not None:
            self._so_far.requested(known=True)
            self._talk.known.append(f"the caller pressed {digit} for {chosen.title}")
            return self._take_on(chosen, 1.0, self._answers.of("", ""), at_ms)
        if self._talk.stage in (Stage.WORKING, Stage.CLOSING):
            return []
        return [*self._key_help(LADDER), self._talk.question]

    # Languages.

    def _switch(self, language: str, how: str, at_ms: Milliseconds) -> list[Move]:
        centre = next(c for c in (self._centre, *self._centre.locales) if c.language == language)
        self._talk.speak(centre)
        self._pursuit.drop()
        self._talk.stage = Stage.OPEN
        chosen = facts.language_chosen(self._talk, language, how, at_ms)
        moves: list[Move] = [chosen, SpeakLanguage(language), self._talk.say("disclosure")]
        if not self._hears(language):
            rule = f"the recogniser of this installation does not know {language}"
            return [*moves, *self._handover.person(EscalationReason.LANGUAGE, rule, "", at_ms)]
        return [*moves, self._talk.ask("open_question", Expects.OPEN)]

    @property
    def _answers(self) -> Understanding:
        return self._by_language[self.language]

    @property
    def _details(self) -> MatterDialogue | None:
        """The dialogue on the details of the matter, while it has the word."""
        return self._pursuit.details if self._talk.stage is Stage.DETAILS else None

    def _goodbye(self, explanation: str) -> list[Move]:
        return self._talk.close("goodbye", explanation, EndReason.BOT_SAID_GOODBYE)

    def _intent_of(self, understood: Understood) -> Intent | None:
        name = understood.prediction.intent
        return self._talk.centre.intent(name) if name is not None else None

    def _disclose(self, moves: Sequence[Move]) -> list[Move]:
        """Puts what is owed before the first thing that is said."""
        self._talk.remember(moves)
        if not self._disclosure_owed or not any(isinstance(move, Say) for move in moves):
            return list(moves)
        self._disclosure_owed = False
        first = next(index for index, move in enumerate(moves) if isinstance(move, Say))
        return [*moves[:first], self._talk.say("disclosure"), *moves[first:]]


def _locale(centre: Centre, language: str) -> Centre | None:
    return next((each for each in centre.locales if each.language == language), None)
