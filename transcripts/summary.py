"""The first summary of a call, put together from its events without a language model.

Every sentence names the utterances and events it stands on; what has no support is not said. The
sections are those of after-call work everywhere: reason, done, outcome, follow-up.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence

from transcripts.answers import Answer, answers_of, said_of
from transcripts.events import (
    AnyEvent,
    BotSaid,
    CallbackAgreed,
    CallEnded,
    CallerSilent,
    CallOutcome,
    DetailCaptured,
    EscalationDecided,
    EscalationReason,
    FaultNoticed,
    IdentityChecked,
    IntentRecognised,
    Milliseconds,
    NotUnderstood,
    ResolutionConfirmed,
    Speaker,
    SummaryDrafted,
    SummarySentence,
    ToolAnswered,
    Utterance,
)
from transcripts.outcome import JudgedOutcome, judge_outcome
from transcripts.quoting import matter_of, substance_of
from transcripts.transfer_events import TransferCompleted

DRAFTED_BY = "extractive 1"
MOST_REASONS = 3
FURTHER_REASON_CONFIDENCE = 0.5
"""A second matter counts as one from this confidence of its intent on."""


def draft_summary(
    events: Sequence[AnyEvent], *, clock: Callable[[], float] = time.perf_counter
) -> SummaryDrafted:
    """The summary of one call, to be appended to the journal. `clock` is in seconds, monotonic."""
    if not events:
        raise ValueError("a call without events has no summary")
    began = clock()
    call = _Call(events)
    sentences = (*_reason(call), *_done(call), *_outcome(call), *_follow_up(call))
    return SummaryDrafted(
        call_id=events[0].call_id,
        at_ms=max(event.at_ms for event in events),
        sentences=sentences,
        drafted_by=DRAFTED_BY,
        took_ms=round((clock() - began) * 1000, 3),
    )


class _Call:
    """The events, looked up by what sentences stand on."""

    def __init__(self, events: Sequence[AnyEvent]) -> None:
        self.events = events
        self.answers = answers_of(events)
        self.judged: JudgedOutcome = judge_outcome(events)
        self.spoken: dict[str, Utterance | BotSaid] = {
            event.utterance_id: event for event in events if isinstance(event, Utterance | BotSaid)
        }
        self.said_by_caller = [
            event
            for event in events
            if isinstance(event, Utterance) and event.speaker is Speaker.CALLER and event.text.strip()
        ]

    def sentence(
        self,
        section: str,
        text: str,
        *,
        utterances: Iterable[str] = (),
        standing_on: Iterable[AnyEvent] = (),
    ) -> SummarySentence:
        """Ids which the call does not have are left out; they support nothing."""
        ids = tuple(dict.fromkeys(one for one in utterances if one in self.spoken))
        other = tuple(dict.fromkeys(event.sequence for event in standing_on))
        return SummarySentence(
            section=section,
            text=text,
            utterance_ids=ids,
            sequences=other,
            start_ms=self._start(ids, standing_on),
        )

    @property
    def close(self) -> AnyEvent:
        """What "nothing of the kind happened" stands on: the end, or the last that is known."""
        return next((event for event in self.events if isinstance(event, CallEnded)), self.events[-1])

    def _start(self, ids: Sequence[str], standing_on: Iterable[AnyEvent]) -> Milliseconds:
        heard = [self.spoken[one].start_ms for one in ids]
        return min(heard or [event.at_ms for event in standing_on], default=0)


def _reason(call: _Call) -> Iterator[SummarySentence]:
    matters = _matters(call)
    if matters:
        for number, (said, standing_on) in enumerate(matters):
            opening = "The caller also said" if number else "The caller said"
            yield call.sentence(
                "reason",
                _closed(f"{opening}: “{matter_of(said.text)}”"),
                utterances=[said.utterance_id],
                standing_on=standing_on,
            )
        return
    noises = [event for event in call.events if isinstance(event, Utterance) and not event.text.strip()]
    silences = [event for event in call.events if isinstance(event, CallerSilent)]
    if noises:
        text = "Why the caller rang is unknown: nothing that they said could be understood."
    else:
        text = "Why the caller rang is unknown: nothing that they said is on record."
    yield call.sentence(
        "reason",
        text,
        utterances=[noise.utterance_id for noise in noises],
        standing_on=silences or ([] if noises else [call.close]),
    )


def _matters(call: _Call) -> list[tuple[Utterance, list[AnyEvent]]]:
    """What the caller rang about, in the order it came up, each with the recognised intent if any."""
    recognised = [
        event
        for event in call.events
        if isinstance(event, IntentRecognised)
        and event.intent
        and isinstance(said := call.spoken.get(event.utterance_id), Utterance)
        and said.text.strip()
    ]
    if recognised:
        surest = max(recognised, key=lambda event: event.confidence)
        best: dict[str, IntentRecognised] = {}
        for event in recognised:
            assert event.intent
            if event is surest or event.confidence >= FURTHER_REASON_CONFIDENCE:
                held = best.get(event.intent)
                best[event.intent] = event if held is None or event.confidence > held.confidence else held
        surest_first = sorted(best.values(), key=lambda event: -event.confidence)[:MOST_REASONS]
        in_order = sorted(surest_first, key=lambda event: call.spoken[event.utterance_id].start_ms)
        matters: dict[str, tuple[Utterance, list[AnyEvent]]] = {}
        for event in in_order:
            said = call.spoken[event.utterance_id]
            assert isinstance(said, Utterance)
            matters.setdefault(event.utterance_id, (said, []))[1].append(event)
        return list(matters.values())
    told = [said for said in call.said_by_caller if substance_of(said.text) >= 2] or call.said_by_caller
    return [(told[0], [])] if told else []


def _done(call: _Call) -> Iterator[SummarySentence]:
    read: dict[tuple[str, str], list[Answer]] = {}
    for answer in call.answers:
        read.setdefault((answer.found.article_id, answer.found.section), []).append(answer)
    for again in read.values():
        best = max(again, key=_words_heard)
        yield call.sentence(
            "done",
            _how_it_was_read(best),
            utterances=[best.found.utterance_id, *(said.utterance_id for said in best.said)],
            standing_on=[best.found],
        )
    yield from _checked(call)
    yield from _captured(call)
    tools = [event for event in call.events if isinstance(event, ToolAnswered)]
    for tool in tools:
        yield _used(call, tool)
    if not read and not tools:
        yield call.sentence("done", "The bot gave no answer.", standing_on=[call.close])
    puzzled = [event for event in call.events if isinstance(event, NotUnderstood)]
    if puzzled:
        yield call.sentence(
            "done",
            f"The bot did not understand the caller {_times(len(puzzled))}.",
            utterances=[event.utterance_id for event in puzzled],
            standing_on=puzzled,
        )
    silences = [event for event in call.events if isinstance(event, CallerSilent)]
    if silences:
        text = f"The caller was silent {_times(len(silences))} when something was expected."
        yield call.sentence("done", text, standing_on=silences)
    for fault in (event for event in call.events if isinstance(event, FaultNoticed)):
        text = f"A fault was noticed ({fault.part}): {fault.explanation.rstrip('.')}."
        yield call.sentence("done", text, standing_on=[fault])


def _checked(call: _Call) -> Iterator[SummarySentence]:
    checks = [event for event in call.events if isinstance(event, IdentityChecked)]
    if checks:
        last = checks[-1]
        how = {"record": "by their record", "code": "by a code sent to them", "pin": "by their PIN"}[
            last.method
        ]
        text = f"The caller was verified {how}." if last.verified else "The caller could not be verified."
        yield call.sentence("done", text, standing_on=[last])


def _captured(call: _Call) -> Iterator[SummarySentence]:
    """What the caller gave, in the last form it had."""
    given: dict[tuple[str, str], DetailCaptured] = {}
    for event in call.events:
        if isinstance(event, DetailCaptured):
            given[event.intent, event.name] = event
    if given:
        details = ", ".join(f"{event.name.replace('_', ' ')} {event.value}" for event in given.values())
        yield call.sentence(
            "done",
            f"The caller gave: {details}.",
            utterances=[event.utterance_id for event in given.values()],
            standing_on=list(given.values()),
        )


def _used(call: _Call, tool: ToolAnswered) -> SummarySentence:
    name = tool.tool.replace("_", " ")
    if not tool.said:
        why = tool.failure.rstrip(".") or f"it answered {tool.outcome}, and the call had gone on"
        return call.sentence("done", f"Nothing came of “{name}”: {why}.", standing_on=[tool])
    said = said_of(tool, call.events)
    if said is None or not said.heard.strip():
        text = f"The bot used “{name}” ({tool.outcome}); the caller heard nothing of the result."
        return call.sentence("done", text, standing_on=[tool])
    return call.sentence(
        "done",
        _closed(f"The bot told the caller: “{said.heard}”"),
        utterances=[said.utterance_id],
        standing_on=[tool],
    )


def _how_it_was_read(answer: Answer) -> str:
    title = f"“{', '.join(filter(None, (answer.found.title, answer.found.section)))}”"
    if not answer.said:
        return f"The bot chose {title} to read out; how much of it was heard is unknown."
    if answer.unheard:
        return f"The bot was about to read {title}; the caller heard none of it."
    if answer.cut is None:
        return f"The bot read {title}."
    heard = " ".join(said.heard for said in answer.said).split()
    last = " ".join(["…", *heard[-6:]] if len(heard) > 6 else heard)
    return _closed(f"The bot read {title}; the caller heard only a part of it, up to “{last}”")


def _words_heard(answer: Answer) -> int:
    return sum(len(said.heard.split()) for said in answer.said)


def _outcome(call: _Call) -> Iterator[SummarySentence]:
    judged = call.judged
    utterances: list[str] = []
    for event in judged.evidence:
        if isinstance(event, ResolutionConfirmed | EscalationDecided):
            utterances.append(event.utterance_id)
        elif isinstance(event, CallbackAgreed):
            utterances.extend(event.utterance_ids)
    if judged.outcome is CallOutcome.ANSWERED_UNCONFIRMED and isinstance(judged.answer, Answer):
        utterances.extend(said.utterance_id for said in judged.answer.said)
    yield call.sentence(
        "outcome", _how_it_ended(call), utterances=utterances, standing_on=judged.evidence or [call.close]
    )


def _how_it_ended(call: _Call) -> str:
    evidence = call.judged.evidence
    match call.judged.outcome:
        case CallOutcome.ANSWERED:
            return _closed(
                f"Answered: asked whether that settled it, the caller said {_quoted(call, evidence)}"
            )
        case CallOutcome.ANSWERED_UNCONFIRMED:
            return "An answer was given; whether it settled the matter is unknown."
        case CallOutcome.CALLBACK_PROMISED:
            return "Not settled in this call: a call-back was promised."
        case CallOutcome.ESCALATED:
            talked = [event.agent for event in call.events if isinstance(event, TransferCompleted)]
            if talked:
                return f"Passed on to {talked[-1]}, who talked to the caller: {_why_a_person(evidence)}."
            return f"Not settled: {_why_a_person(evidence)}, and no call-back was agreed."
        case CallOutcome.ABANDONED:
            if any(isinstance(event, ResolutionConfirmed) for event in evidence):
                return f"Not settled: the caller said {_quoted(call, evidence)}, and hung up."
            return "The caller hung up before anything was settled."
        case CallOutcome.UNKNOWN:
            end = call.close
            why = f": {end.explanation.rstrip('.')}" if isinstance(end, CallEnded) and end.explanation else ""
            return f"Whether the matter was settled is unknown{why}."


def _quoted(call: _Call, evidence: Iterable[AnyEvent]) -> str:
    for event in evidence:
        said = call.spoken.get(event.utterance_id) if isinstance(event, ResolutionConfirmed) else None
        if isinstance(said, Utterance) and said.text.strip():
            return f"“{matter_of(said.text) if len(said.text.split()) > 12 else said.text.strip()}”"
        if isinstance(event, ResolutionConfirmed):
            return "yes" if event.settled else "no"
    return "so"


def _why_a_person(evidence: Iterable[AnyEvent]) -> str:
    reasons = (event.reason for event in evidence if isinstance(event, EscalationDecided))
    return next((_REASONS[reason] for reason in reasons), "a person is needed")


def _follow_up(call: _Call) -> Iterator[SummarySentence]:
    callbacks = [event for event in call.events if isinstance(event, CallbackAgreed)]
    if callbacks:
        agreed = callbacks[-1]
        team = f", by the {agreed.queue.replace('_', ' ')} team" if agreed.queue else ""
        yield call.sentence(
            "follow-up",
            f"Call back {agreed.number}{team}{f', {agreed.window}' if agreed.window else ''}.",
            utterances=agreed.utterance_ids,
            standing_on=[agreed],
        )
    elif completed := [event for event in call.events if isinstance(event, TransferCompleted)]:
        yield call.sentence(
            "follow-up",
            f"What {completed[-1].agent} agreed with the caller is for {completed[-1].agent} to note.",
            utterances=(),
            standing_on=completed[-1:],
        )
    elif call.judged.outcome is CallOutcome.ESCALATED:
        yield call.sentence(
            "follow-up",
            "A person must look at this call: it was to be handed over and no call-back was agreed.",
            standing_on=call.judged.evidence,
        )
    else:
        yield call.sentence("follow-up", "No follow-up was agreed.", standing_on=[call.close])


def _closed(sentence: str) -> str:
    """With a full stop, unless a quotation at its end has brought one."""
    return sentence if sentence.endswith((".”", "!”", "?”")) else f"{sentence}."


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


_REASONS = {
    EscalationReason.ASKED_FOR_HUMAN: "the caller asked for a person",
    EscalationReason.OUT_OF_SCOPE: "the matter is outside what the bot handles",
    EscalationReason.LOW_CONFIDENCE: "the bot was not sure what the caller wanted",
    EscalationReason.KNOWLEDGE_GAP: "the knowledge base had no answer",
    EscalationReason.NO_MATCH: "the bot could not understand the caller",
    EscalationReason.NO_INPUT: "the caller did not answer",
    EscalationReason.POLICY_REQUIRES_HUMAN: "this is a matter for a person by policy",
    EscalationReason.SYSTEM_FAULT: "something of the service failed",
    EscalationReason.HUMAN_ONLY: "the caller wants no machine",
    EscalationReason.VIP: "the caller goes to a person at once",
    EscalationReason.EMERGENCY: "the caller's words spoke of danger",
    EscalationReason.VULNERABLE: "the caller's words spoke of a vulnerable situation",
    EscalationReason.FRUSTRATED: "the caller was frustrated",
    EscalationReason.REPEAT_CONTACT: "the caller has rung about this before",
    EscalationReason.LOOP: "the conversation went in circles",
    EscalationReason.ALREADY_TOLD: "the caller had told us before",
    EscalationReason.TOOL_FAILED: "what the bot needed for it did not work",
    EscalationReason.NOT_VERIFIED: "who the caller is could not be made sure of",
    EscalationReason.TROUBLE_BUDGET: "there was too much trouble in understanding each other",
    EscalationReason.NOT_APPROVED: "it took the approval of a person, which was not given in time",
    EscalationReason.LANGUAGE: "the caller's language is not understood by machine here",
    EscalationReason.TAKEN_OVER: "a person took the call over from the bot",
}
