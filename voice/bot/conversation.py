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
from config.centre import Centre
from transcripts.events import EndReason, EscalationReason, Milliseconds
from transcripts.interrupted import InterruptedCall
from voice.bot import facts
from voice.bot.call_so_far import CallSoFar, Standing
from voice.bot.enquiry import LADDER, Enquiry
from voice.bot.handover import Handover
from voice.bot.key_menu import KeyMenu
from voice.bot.languages import offers, other_language
from voice.bot.moves import Expects, HangUp, Move, Say, SpeakLanguage, SpeakSlowly
from voice.bot.pursuit import Pursuit
from voice.bot.ringing_back import RingingBack, RungFor
from voice.bot.talk import Stage, Talk
from voice.bot.understanding import Understanding, Understood
from voice.turns.heard import FarEndKind, Heard

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
        self._hears = hears
        self._so_far = CallSoFar(caller_number)
        self._talk = Talk(call_id, centre, self._so_far, wall_clock)
        self._handover = Handover(self._talk, centre, caller_number, confidence, reachable)
        self._pursuit = Pursuit(self._talk, self._handover)
        self._enquiry = Enquiry(
            self._talk,
            self._so_far,
            self._handover,
            self._pursuit,
            KeyMenu(self._talk, centre),
            answers,
            confidence,
        )
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
        details = self._enquiry.details
        return (details is not None and details.secret) or self._talk.stage is Stage.VOICEMAIL

    @property
    def keying(self) -> bool:
        """The caller is in the middle of keying something in."""
        callback = self._handover.callback
        details = self._enquiry.details
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
            self._enquiry.guess = self._enquiry.answers.of(left.request.utterance_id, left.request.text)
        self._talk.topic = self._enquiry.guessed

    def interrupted(self) -> list[Move]:
        """The caller can hear the bot again after an interruption that was ours."""
        talk, sorry = self._talk, self._talk.say("line_interrupted")
        if talk.stage is Stage.CONNECTING:
            return self._disclose([sorry])
        intent = self._enquiry.guessed
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
        details = self._enquiry.details
        if details is not None and details.lone_zero:
            return self._disclose(self._enquiry.person_by_key(at_ms))
        if details is not None and details.keyed:
            return self._enquiry.after_details(details, details.keys_ended(at_ms), None, at_ms)
        callback = self._handover.callback
        self._so_far.was_silent()
        rung = self._so_far.silences
        note = facts.was_silent(self._talk, at_ms)
        if self._talk.stage is Stage.ANYTHING_ELSE and rung > 1:
            return [note, *self._enquiry.goodbye("The caller said nothing more after the answer.")]
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
        return self._disclose([note, prompt, *self._enquiry.key_help(rung), self._talk.question])

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
        details = self._enquiry.details
        if details is not None and details.wants_keys:
            return self._disclose(
                self._enquiry.after_details(details, details.key(digit, at_ms), None, at_ms)
            )
        if digit == "0" and self._talk.stage is not Stage.CONNECTING:
            return self._disclose(self._enquiry.person_by_key(at_ms))
        if digit == "*":
            return self._talk.repeat()
        other = other_language(self._centre, self.language)
        if self._talk.stage is Stage.CONNECTING:
            return self._handover.connecting.key(digit)
        if digit == "9" and other is not None and details is None:
            return self._disclose(self._switch(other, "the caller pressed 9", at_ms))
        return self._disclose(self._enquiry.chosen_by_key(digit, at_ms))

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
            self._talk.topic = self._enquiry.intent_of(understood) or self._talk.topic
        person = self._handover.routed(self._so_far.situation(understood), at_ms)
        if person is not None:
            self._pursuit.drop()
            return person
        aside = self._aside(understood, at_ms)
        if aside is not None:
            return aside
        if not understood.text.strip():
            return self._enquiry.missed(understood, "nothing could be made out", at_ms)
        return self._enquiry.in_stage(understood, at_ms)

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
                return [talk.say("dropped"), *self._pursuit.next_matter(self._enquiry.answers, at_ms)]
            case Aside.START_OVER if talk.stage not in (Stage.WORKING, Stage.CALLBACK):
                self._pursuit.drop()
                talk.stage = Stage.OPEN
                return [talk.ask("open_question", Expects.OPEN)]
            case Aside.HELLO if talk.stage in (Stage.OPEN, Stage.ANYTHING_ELSE):
                return [talk.question]
            case _:
                return None

    # Trouble, and the keys as the way out of it.

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
