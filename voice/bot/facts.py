"""The facts that a conversation writes down, as moves."""

from assist.knowledge import HeldBack, Passage
from assist.tools.calling import ToolResult
from config.centre import Intent, Tier
from transcripts.events import (
    AnswerFound,
    CallerAskedToWait,
    CallerSilent,
    Cue,
    CueNoticed,
    GuardrailFired,
    IntentRecognised,
    LanguageChosen,
    Milliseconds,
    NotUnderstood,
    ResolutionConfirmed,
    RouteDecided,
    Situation,
    ToolAnswered,
    ToolCalled,
)
from voice.bot.matter import Matter
from voice.bot.moves import Note
from voice.bot.phrases import MASK
from voice.bot.talk import Talk
from voice.bot.understanding import Understood
from voice.routing import Route


def recognised(talk: Talk, understood: Understood, at_ms: Milliseconds) -> Note:
    prediction = understood.prediction
    return Note(
        IntentRecognised(
            call_id=talk.call_id,
            at_ms=at_ms,
            utterance_id=understood.utterance_id,
            intent=prediction.intent,
            confidence=prediction.confidence,
            alternatives=prediction.alternatives,
        )
    )


def not_understood(talk: Talk, utterance_id: str, explanation: str, at_ms: Milliseconds) -> Note:
    return Note(
        NotUnderstood(
            call_id=talk.call_id,
            at_ms=at_ms,
            utterance_id=utterance_id,
            count=talk.so_far.misses,
            explanation=explanation,
        )
    )


def was_silent(talk: Talk, at_ms: Milliseconds) -> Note:
    return Note(CallerSilent(call_id=talk.call_id, at_ms=at_ms, count=talk.so_far.silences))


def cue_noticed(talk: Talk, cue: Cue, at_ms: Milliseconds) -> Note:
    return Note(
        CueNoticed(
            call_id=talk.call_id, at_ms=at_ms, utterance_id=cue.utterance_id, cue=cue.cue, words=cue.words
        )
    )


def asked_to_wait(talk: Talk, utterance_id: str, at_ms: Milliseconds) -> Note:
    return Note(CallerAskedToWait(call_id=talk.call_id, at_ms=at_ms, utterance_id=utterance_id))


def language_chosen(talk: Talk, language: str, how: str, at_ms: Milliseconds) -> Note:
    return Note(LanguageChosen(call_id=talk.call_id, at_ms=at_ms, language=language, how=how))


def found(talk: Talk, passage: Passage, utterance_id: str, at_ms: Milliseconds) -> Note:
    return Note(
        AnswerFound(
            call_id=talk.call_id,
            at_ms=at_ms,
            utterance_id=utterance_id,
            article_id=passage.article_id,
            title=passage.title,
            section=passage.section,
            score=passage.score,
            text=passage.text,
        )
    )


def held_back(talk: Talk, held: HeldBack, utterance_id: str, at_ms: Milliseconds) -> Note:
    return Note(
        GuardrailFired(
            call_id=talk.call_id,
            at_ms=at_ms,
            guardrail="articles are only read",
            explanation=f'"{held.section}" of {held.article_id} speaks to the machine: "{held.words}"',
            utterance_id=utterance_id,
        )
    )


def resolution(talk: Talk, settled: bool, utterance_id: str, at_ms: Milliseconds) -> Note:
    return Note(
        ResolutionConfirmed(call_id=talk.call_id, at_ms=at_ms, settled=settled, utterance_id=utterance_id)
    )


def tool_called(talk: Talk, matter: Matter, tool: str, key: str, at_ms: Milliseconds) -> Note:
    """What is secret is masked."""
    shown = tuple(
        (name, MASK if given.detail.secret else given.value) for name, given in matter.given.items()
    )
    return Note(ToolCalled(call_id=talk.call_id, at_ms=at_ms, tool=tool, key=key, arguments=shown))


def tool_answered(
    talk: Talk, tool: str, key: str, result: ToolResult, said: str, at_ms: Milliseconds
) -> Note:
    return Note(
        ToolAnswered(
            call_id=talk.call_id,
            at_ms=at_ms,
            tool=tool,
            key=key,
            outcome=result.outcome,
            values=tuple(result.values.items()),
            took_ms=result.took_ms,
            failure=result.failure,
            said=said,
        )
    )


def route_decided(
    talk: Talk, situation: Situation, route: Route, intent: Intent | None, at_ms: Milliseconds
) -> Note:
    """The decision record."""
    tier = Tier.BOT if route.reason is None else route.tier
    about = (f"about: {intent.title}",) if intent is not None else ()
    return Note(
        RouteDecided(
            call_id=talk.call_id,
            at_ms=at_ms,
            situation=situation,
            tier=tier.value,
            queue=route.queue if route.reason is not None else "",
            reason=route.reason,
            rule=route.rule,
            known=(*about, *route.known, *talk.known),
            considered=route.considered,
            clarify=route.clarify,
        )
    )
