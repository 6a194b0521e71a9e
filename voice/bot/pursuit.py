"""What is done about a matter: details are found out, a tool is used or an article read, the next begun."""

from assist.knowledge import ANSWERABLE, Passage
from assist.tools.calling import ToolResult
from assist.tools.sentences import spoken
from assist.verification import Step
from config.centre import Intent, Tier
from transcripts.events import EscalationReason, Milliseconds
from voice.bot import facts
from voice.bot.handover import Handover
from voice.bot.matter import Matter
from voice.bot.matter_dialogue import MatterDialogue, Progress
from voice.bot.moves import Expects, Move, Say, Source, UseTool
from voice.bot.phrases import in_mid_sentence
from voice.bot.talk import Stage, Talk
from voice.bot.understanding import Understanding, Understood


class Pursuit:
    """One call's. `details` is there while a matter's details are being found out, or its tool is used."""

    def __init__(self, talk: Talk, handover: Handover) -> None:
        self._talk = talk
        self._handover = handover
        self.details: MatterDialogue | None = None
        self._matters = 0
        self._agenda: list[tuple[Intent, Understood]] = []
        """What else the caller asked for in the same breath."""

    def pursue(
        self, intent: Intent, understood: Understood, answers: Understanding, at_ms: Milliseconds
    ) -> list[Move]:
        """A request that the bot takes on; what else was asked for in the same turn comes after it."""
        self._talk.topic = intent
        self._talk.known.append(f"the caller wants: {intent.title}")
        others = [
            other
            for request in understood.requests
            if request.prediction.intent not in (None, intent.name)
            and (other := self._intent(request.prediction.intent)) is not None
        ]
        self._agenda.extend((other, understood) for other in others)
        first = [self._talk.say("first_then", title=intent.title)] if others else []
        return [*first, *self._begin(intent, understood, answers, at_ms)]

    def next_matter(self, answers: Understanding, at_ms: Milliseconds) -> list[Move]:
        """What the caller also asked for, or whether there is anything else."""
        self.details = None
        if self._agenda:
            intent, understood = self._agenda.pop(0)
            self._talk.topic = intent
            lead = self._talk.say("next_matter", title=intent.title)
            return [lead, *self._begin(intent, understood, answers, at_ms)]
        self._talk.stage = Stage.ANYTHING_ELSE
        return [self._talk.ask("anything_else", Expects.YES_NO)]

    def drop(self) -> None:
        """The matter, and what was to come after it, are left."""
        self.details, self._agenda = None, []

    def after(self, moves: list[Move], at_ms: Milliseconds) -> list[Move]:
        """What the dialogue on the details decided, and what follows from how it stands."""
        details = self.details
        if details is None:
            return moves
        if details.progress is Progress.READY:
            return [*moves, *self._act(details.matter, at_ms)]
        if details.progress is Progress.UNVERIFIED:
            situation = self._talk.so_far.situation(intent=details.matter.intent.name, confidence=1.0)
            rule = "who the caller is could not be made sure of"
            self.details = None
            return [*moves, *self._handover.must_route(situation, rule, at_ms)]
        return moves

    def verified(self, step: Step, at_ms: Milliseconds) -> list[Move]:
        """What the verification says; what comes after the matter was left changes nothing."""
        if self.details is None or self._talk.stage is not Stage.DETAILS:
            return []
        return self.after(self.details.verified(step, at_ms), at_ms)

    def tool_answered(self, tool: str, key: str, result: ToolResult, at_ms: Milliseconds) -> list[Move]:
        talk = self._talk
        details = self.details
        if talk.stage is not Stage.WORKING or details is None or key != self._key(details.matter):
            return [facts.tool_answered(talk, tool, key, result, "", at_ms)]
        declared = talk.centre.tool(tool)
        self.details = None
        if result.failure or result.outcome not in declared.says:
            if result.refused:
                talk.so_far.approval_refused = True
            else:
                talk.so_far.tool_failures += 1
            rule = f"the bot could not {declared.title}: {result.failure or result.outcome}"
            talk.known.append(rule)
            situation = talk.so_far.situation(intent=details.matter.intent.name, confidence=1.0)
            note = facts.tool_answered(talk, tool, key, result, "", at_ms)
            return [note, *self._handover.must_route(situation, rule, at_ms)]
        sentence = spoken(declared, result, talk.centre.region, talk.now.date())
        talk.known.append(f'the bot said: "{sentence}"')
        talk.stage = Stage.SETTLED
        note = facts.tool_answered(talk, tool, key, result, sentence, at_ms)
        return [note, Say(sentence, source=Source.TOOL), talk.ask("settled_question", Expects.YES_NO)]

    def still_working(self, beginning: bool) -> list[Move]:
        """A tool takes long: the caller is told, so that there is no dead air."""
        if self._talk.stage is not Stage.WORKING or self.details is None:
            return []
        tool = self._talk.centre.tool(self.details.matter.intent.tool or "")
        if not beginning:
            return [self._talk.say("tool_still")]
        return [Say(tool.filler, "tool_filler") if tool.filler else self._talk.say("tool_filler")]

    def read(
        self, intent: Intent, passage: Passage, understood: Understood, at_ms: Milliseconds
    ) -> list[Move]:
        """An article that answers a question beside the matter."""
        self._talk.known.append(f'the bot read "{passage.title}" on {intent.title}')
        return [
            facts.recognised(self._talk, understood, at_ms),
            facts.found(self._talk, passage, understood.utterance_id, at_ms),
            Say(passage.text, source=Source.ARTICLE),
        ]

    def _begin(
        self, intent: Intent, understood: Understood, answers: Understanding, at_ms: Milliseconds
    ) -> list[Move]:
        self._matters += 1
        matter = Matter(intent, self._matters)
        if intent.tool is None and not intent.details:
            return self._read_article(intent, understood, answers, at_ms)
        self.details = MatterDialogue(self._talk, matter)
        self._talk.stage = Stage.DETAILS
        return self.after(self.details.begin(understood, at_ms), at_ms)

    def _act(self, matter: Matter, at_ms: Milliseconds) -> list[Move]:
        intent = matter.intent
        if intent.tool is None:
            route = self._handover.decide(
                self._talk.so_far.situation(intent=intent.name, confidence=1.0, request=True), intent
            )
            self.details = None
            reason = route.reason or EscalationReason.POLICY_REQUIRES_HUMAN
            rule = route.rule if route.reason is not None else f"{intent.title} is settled by a person"
            return self._handover.person(reason, rule, "", at_ms, queue=route.queue or intent.queue)
        tool = self._talk.centre.tool(intent.tool)
        arguments = tuple((name, value) for name, value in matter.arguments if name in tool.arguments)
        self._talk.stage = Stage.WORKING
        key = self._key(matter)
        return [
            facts.tool_called(self._talk, matter, tool.name, key, at_ms),
            UseTool(tool.name, key, arguments),
        ]

    def _read_article(
        self, intent: Intent, understood: Understood, answers: Understanding, at_ms: Milliseconds
    ) -> list[Move]:
        passage = answers.answer(intent.article) if intent.article else None
        best = next(iter(understood.passages), None)
        if passage is None and best is not None and best.score >= ANSWERABLE and intent.tier is Tier.BOT:
            passage = best
        if passage is None:
            held = answers.held_back(intent.article) if intent.article else None
            fired = [facts.held_back(self._talk, held, understood.utterance_id, at_ms)] if held else []
            rule = f"the knowledge base has nothing that may be read to callers on {intent.title}"
            reason = EscalationReason.KNOWLEDGE_GAP
            return [*fired, *self._handover.person(reason, rule, understood.utterance_id, at_ms)]
        self._talk.stage = Stage.SETTLED
        self._talk.known.append(f'the bot read "{passage.title}"')
        return [
            facts.found(self._talk, passage, understood.utterance_id, at_ms),
            self._talk.say("answer_lead", title=in_mid_sentence(passage.title)),
            Say(passage.text, source=Source.ARTICLE),
            self._talk.ask("settled_question", Expects.YES_NO),
        ]

    def _key(self, matter: Matter) -> str:
        return f"{self._talk.call_id}-{matter.number}-{matter.intent.tool}"

    def _intent(self, name: str | None) -> Intent | None:
        return next((intent for intent in self._talk.centre.intents if intent.name == name), None)
