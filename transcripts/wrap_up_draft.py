"""The agent's note on a call, as far as its events can write it: a pure function of them and of the centre.

As in `transcripts.summary`, every sentence names what it stands on, and what nothing supports is not said. It
is made anew whenever it is looked at, so that it is ready before the caller has hung up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.centre import Centre
from transcripts.answers import answers_of
from transcripts.closing_words import says_settled
from transcripts.commitments import Commitment, commitments_of, same_promise
from transcripts.disposition_scores import Evidence, Proposal, Support, chosen, propose
from transcripts.events import (
    AnyEvent,
    CallbackAgreed,
    CallOutcome,
    ChecklistItemSet,
    DetailCaptured,
    DetailsConfirmed,
    IdentityChecked,
    IntentRecognised,
    PersonStepped,
    ResolutionConfirmed,
    Speaker,
    SuggestionOffered,
    SuggestionSaid,
    SummarySentence,
    ToolAnswered,
    TransferCompleted,
    Utterance,
    VoicemailLeft,
)
from transcripts.noted_call import NotedCall
from transcripts.quoting import matter_of, substance_of
from transcripts.wrap_up_words import method_in

MOST_REASONS = 3
FURTHER_REASON_CONFIDENCE = 0.5
"""A second matter counts as one from this confidence of its intent on."""
CLOSING_MS = 120_000
"""How long before the last words of a call a caller may have said whether it is settled."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something that is still to be done."""

    text: str
    owner: str
    """Who does it, as people read it; empty: it was not said."""
    when: str
    """In the words that were said; empty: it was not said."""
    utterance_ids: tuple[str, ...]
    sequences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WrapUpDraft:
    sentences: tuple[SummarySentence, ...]
    """Of the sections `reason`, `done`, `outcome`, `follow-up` and `details`, with what each stands on."""
    follow_ups: tuple[FollowUp, ...]
    proposals: tuple[Proposal, ...]
    """At most three dispositions, the likeliest first."""

    def text(self, section: str, longest: int | None = None) -> str:
        """One line for each thing that was done or given, else one paragraph; empty: nothing is known.

        What would make it longer than `longest` characters is left out, whole sentences each.
        """
        between = "\n" if section in ("done", "details") else " "
        text = ""
        for one in self.sentences:
            longer = f"{text}{between}{one.text}" if text else one.text
            if one.section == section and (longest is None or len(longer) <= longest):
                text = longer
        return text

    @property
    def disposition(self) -> str:
        """The code that may stand there unasked; empty where none is likely enough."""
        return chosen(self.proposals)


def draft_wrap_up(events: Sequence[AnyEvent], centre: Centre, language: str = "") -> WrapUpDraft:
    """`language`: BCP 47, of our own words in it; the centre's where it is empty."""
    if not events:
        raise ValueError("a call without events has no wrap-up")
    shown = next((one for one in centre.locales if one.language == language), centre)
    call = NotedCall(events, shown)
    follow_ups = tuple(_follow_ups(call))
    sentences = (
        *_reason(call),
        *_done(call),
        *_outcome(call),
        *(call.sentence("follow-up", one.text, one.utterance_ids, one.sequences) for one in follow_ups),
        *_details(call),
    )
    return WrapUpDraft(sentences, follow_ups, propose(shown.dispositions, _evidence(call)))


def _reason(call: NotedCall) -> Iterator[SummarySentence]:
    titles = {intent.name: intent.title for intent in call.centre.intents}
    matters = list(_matters(call))
    for event, said in matters:
        title = titles.get(event.intent or "", (event.intent or "").replace("_", " "))
        text = f"{_capital(title)}: {_quote(call, matter_of(call.text_of(said)))}"
        yield call.on("reason", text, event, said=[said.utterance_id])
    if matters:
        return
    told = [said for said in call.said(Speaker.CALLER) if substance_of(said.text) >= 2]
    if told:
        text = _capital(_quote(call, matter_of(call.text_of(told[0]))))
        yield call.on("reason", text, said=[told[0].utterance_id])
    else:
        yield call.on("reason", call.words.reason_unknown, call.end)


def _matters(call: NotedCall) -> Iterator[tuple[IntentRecognised, Utterance]]:
    """What the caller rang about, in the order it came up: the surest utterance of each intent."""
    best: dict[str, tuple[IntentRecognised, Utterance]] = {}
    for event in call.events:
        if not isinstance(event, IntentRecognised) or not event.intent:
            continue
        said = call.spoken.get(event.utterance_id)
        if not isinstance(said, Utterance) or not said.text.strip():
            continue
        held = best.get(event.intent)
        if held is None or event.confidence > held[0].confidence:
            best[event.intent] = event, said
    ranked = sorted(best.values(), key=lambda one: -one[0].confidence)
    counted = [
        one for at, one in enumerate(ranked) if at == 0 or one[0].confidence >= FURTHER_REASON_CONFIDENCE
    ]
    yield from sorted(counted[:MOST_REASONS], key=lambda one: one[1].start_ms)


def _done(call: NotedCall) -> Iterator[SummarySentence]:
    words = call.words
    checks = [event for event in call.events if isinstance(event, IdentityChecked)]
    if checks:
        method = method_in(call.centre.language, checks[-1].method)
        text = words.verified.format(method=method) if checks[-1].verified else words.not_verified
        yield call.on("done", text, checks[-1])
    read: set[str] = set()
    for answer in answers_of(call.events):
        title = ", ".join(filter(None, (answer.found.title, answer.found.section)))
        if answer.said and not answer.unheard and title not in read:
            read.add(title)
            ids = [answer.found.utterance_id, *(said.utterance_id for said in answer.said)]
            yield call.on("done", words.read.format(title=title), answer.found, said=ids)
    yield from _tools(call)
    yield from _told(call)
    yield from _ticked(call)
    yield from _people(call)


def _tools(call: NotedCall) -> Iterator[SummarySentence]:
    titles = {tool.name: tool.title for tool in call.centre.tools}
    for event in call.events:
        if not isinstance(event, ToolAnswered):
            continue
        title = titles.get(event.tool, event.tool.replace("_", " "))
        if event.failure or not event.outcome:
            yield call.on("done", call.words.tool_failed.format(title=title), event)
        else:
            values = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in event.values)
            result = event.said or " ".join(filter(None, (event.outcome.replace("_", " "), values)))
            yield call.on("done", f"{_capital(title)}: {_closed(result)}", event)


def _told(call: NotedCall) -> Iterator[SummarySentence]:
    """Cards that the agent said. What contradicted one, or was not said, was not told."""
    cards = {event.suggestion_id: event for event in call.events if isinstance(event, SuggestionOffered)}
    seen: set[str] = set()
    for event in call.events:
        if not isinstance(event, SuggestionSaid) or event.outcome not in ("said", "own-words"):
            continue
        card = cards.get(event.suggestion_id)
        if card is None or not card.text or card.suggestion_id in seen:
            continue
        seen.add(card.suggestion_id)
        source = ", ".join(filter(None, (card.title, card.section)))
        text = call.words.told.format(text=card.text, source=source or card.form)
        yield call.on("done", text, card, event, said=[event.utterance_id])


def _ticked(call: NotedCall) -> Iterator[SummarySentence]:
    titles = {(one.name, item.name): item.title for one in call.centre.checklists for item in one.items}
    latest: dict[tuple[str, str], ChecklistItemSet] = {}
    for event in call.events:
        if isinstance(event, ChecklistItemSet):
            latest[event.checklist, event.item] = event
    done = [one for one in latest.values() if one.state in ("done", "late")]
    if done:
        items = "; ".join(titles.get((one.checklist, one.item), one.item.replace("_", " ")) for one in done)
        ids = [one.utterance_id for one in done]
        yield call.on("done", call.words.ticked.format(items=items), *done, said=ids)


def _people(call: NotedCall) -> Iterator[SummarySentence]:
    for event in call.events:
        match event:
            case TransferCompleted():
                text = call.words.taken.format(agent=call.agent_title(event.agent))
                yield call.on("done", text, event)
            case PersonStepped(action="pass-on") if event.name:
                text = call.words.passed_on.format(to=call.queue_title(event.name))
                yield call.on("done", text, event)
            case PersonStepped(action="consult") if event.name:
                text = call.words.consulted.format(to=call.agent_title(event.name))
                yield call.on("done", _capital(text), event)
            case PersonStepped(action="hand-over"):
                before = [one for one in call.steps if one.sequence < event.sequence]
                asked = next(
                    (one.name for one in reversed(before) if one.action in ("consult", "add")), event.name
                )
                if asked:
                    text = call.words.handed_over.format(to=call.agent_title(asked))
                    yield call.on("done", text, event)
            case _:
                pass


def _outcome(call: NotedCall) -> Iterator[SummarySentence]:
    words, judged = call.words, call.judged
    if judged.outcome is CallOutcome.CALLBACK_PROMISED:
        yield call.on("outcome", words.callback_promised, *judged.evidence)
        return
    if (closing := _closing(call)) is not None:
        settled, said = closing
        text = (words.settled if settled else words.not_settled).format(words=_short(call.text_of(said)))
        yield call.on("outcome", text, said=[said.utterance_id])
    elif judged.outcome is CallOutcome.ABANDONED and not call.agent:
        yield call.on("outcome", words.hung_up, *(judged.evidence or (call.end,)))
    else:
        yield call.on("outcome", words.outcome_unknown, call.end)


def _closing(call: NotedCall) -> tuple[bool, Utterance] | None:
    """The caller's last word on whether it is settled, and the utterance: to the agent, or to the bot."""
    if not call.agent:
        for event in call.judged.evidence:
            said = call.spoken.get(event.utterance_id) if isinstance(event, ResolutionConfirmed) else None
            if isinstance(event, ResolutionConfirmed) and isinstance(said, Utterance):
                return event.settled, said
        return None
    talk = [one for one in call.said(Speaker.CALLER) if one.start_ms >= call.talked_ms]
    last_ms = max((one.end_ms for one in call.spoken.values()), default=0)
    for said in reversed(talk):
        if last_ms - said.end_ms > CLOSING_MS:
            return None
        settled = says_settled(said.text, call.language)
        if settled is not None:
            return settled, said
    return None


def _follow_ups(call: NotedCall) -> Iterator[FollowUp]:
    words = call.words
    agreed = [event for event in call.events if isinstance(event, CallbackAgreed)]
    if agreed:
        last = agreed[-1]
        team = call.queue_title(last.queue) if last.queue else ""
        text = words.call_back.format(
            number=last.number,
            queue=words.by_queue.format(queue=team) if team else "",
            window=f", {last.window}" if last.window else "",
        )
        ids = tuple(one for one in last.utterance_ids if one in call.spoken)
        yield FollowUp(text, team, last.window, ids, (last.sequence,))
    for event in call.events:
        if isinstance(event, VoicemailLeft):
            team = call.queue_title(event.queue)
            text = words.voicemail.format(queue=team, words=_short(event.text) or "…")
            ids = tuple(one for one in event.utterance_ids if one in call.spoken)
            yield FollowUp(text, team, "", ids, (event.sequence,))
    for promise, said in _promises(call):
        owner = {"agent": call.agent_title(call.agent), "we": words.we}.get(promise.owner, promise.owner)
        lead = f"{_capital(owner)}, {promise.when}" if promise.when else _capital(owner)
        text = f"{lead}: {_quote(call, promise.words)}"
        yield FollowUp(text, owner, promise.when, (said.utterance_id,), (said.sequence,))


def _promises(call: NotedCall) -> list[tuple[Commitment, Utterance]]:
    """Of the agents, each once: the latest wording, or the one with a time."""
    kept: list[tuple[Commitment, Utterance]] = []
    for said in call.said(Speaker.AGENT):
        for promise in commitments_of(call.text_of(said), call.language):
            same = next(
                (at for at, (other, _) in enumerate(kept) if same_promise(other.words, promise.words)), None
            )
            if same is None:
                kept.append((promise, said))
            elif promise.when or not kept[same][0].when:
                kept[same] = promise, said
    return kept


def _details(call: NotedCall) -> Iterator[SummarySentence]:
    """What the caller gave, in the last form that it had and that they did not deny."""
    given: dict[tuple[str, str], DetailCaptured] = {}
    for event in call.events:
        if isinstance(event, DetailCaptured):
            given[event.intent, event.name] = event
        elif isinstance(event, DetailsConfirmed) and not event.confirmed:
            for name in event.names:
                given.pop((event.intent, name), None)
    titles = {
        (intent.name, detail.name): detail.title
        for intent in call.centre.intents
        for detail in intent.details
    }
    for key, event in given.items():
        title = titles.get(key, event.name.replace("_", " "))
        value = call.words.given if "•" in event.value else event.value
        yield call.on("details", f"{_capital(title)}: {value}", event, said=[event.utterance_id])


def _evidence(call: NotedCall) -> Evidence:
    intents = {
        event.intent or "": Support(event.confidence, (said.utterance_id,), (event.sequence,))
        for event, said in _matters(call)
    }
    tools: dict[tuple[str, str], Support] = {
        (event.tool, event.outcome): Support(sequences=(event.sequence,))
        for event in call.events
        if isinstance(event, ToolAnswered) and event.outcome and not event.failure
    }
    passed = [step for step in call.steps if step.action == "pass-on"]
    closing = _closing(call)
    judged = call.judged
    if closing is not None and closing[0] and judged.outcome is not CallOutcome.CALLBACK_PROMISED:
        outcomes = {CallOutcome.ANSWERED.value: Support(utterance_ids=(closing[1].utterance_id,))}
    elif call.agent and judged.outcome is CallOutcome.ABANDONED:
        outcomes = {}
    else:
        outcomes = {
            judged.outcome.value: Support(sequences=tuple(event.sequence for event in judged.evidence))
        }
    return Evidence(intents, tools, outcomes, Support(sequences=(passed[-1].sequence,)) if passed else None)


def _quote(call: NotedCall, text: str) -> str:
    return f"«{text}»" if call.centre.language.startswith("es") else f"“{text}”"


def _short(text: str) -> str:
    return matter_of(text) if len(text.split()) > 12 else " ".join(text.split())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _closed(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
