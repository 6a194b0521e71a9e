"""Each fact of a call as one plain line, for where there is no terminal to draw in."""

from transcripts.events import (
    AnswerFound,
    AnyEvent,
    BotSaid,
    CallbackAgreed,
    CallEnded,
    CallStarted,
    EscalationDecided,
    IntentRecognised,
    ResolutionConfirmed,
    TurnTimed,
    Utterance,
)
from transcripts.remarks import remark_on
from voice.sandbox.latency_bars import STAGES, stages_ms


def plain_fact(event: AnyEvent) -> str:
    """The line; empty for what is not worth one (partial words, streams)."""
    fact = _fact(event)
    return f"{event.at_ms / 1000:7.2f} s  {fact}" if fact else ""


def _fact(event: AnyEvent) -> str:
    match event:
        case CallStarted():
            engines = ", ".join(filter(None, (event.recogniser, event.synthesiser)))
            return f"call      {event.caller} rings {event.centre} ({event.called}); {engines}"
        case Utterance():
            return f"{event.speaker.value:<9} {event.text or f'(not understood: {event.rejected})'}"
        case BotSaid(interrupted=True):
            return f"bot       {event.heard} [cut off: {event.text.removeprefix(event.heard).strip()}]"
        case BotSaid():
            return f"bot       {event.text}"
        case TurnTimed():
            figures = ", ".join(
                f"{name} {ms:.0f}" for (name, _, _), ms in zip(STAGES, stages_ms(event), strict=True)
            )
            return f"latency   {event.total_ms:.0f} ms: {figures}"
        case IntentRecognised():
            return f"intent    {event.intent or 'out of scope'} ({event.confidence:.2f})"
        case AnswerFound():
            return f"card      {event.title} ({event.article_id}), {event.section}"
        case EscalationDecided():
            return f"transfer  {event.reason}: {event.rule}; {event.chosen}"
        case CallbackAgreed():
            return f"call-back {event.number}, {event.queue}"
        case ResolutionConfirmed():
            return f"settled   {'yes' if event.settled else 'no'}"
        case CallEnded():
            return f"ended     {event.explanation}"
        case _:
            remark = remark_on(event)
            return f"line      {remark}" if remark else ""
