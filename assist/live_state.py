"""What a panel shows of one call, as it is sent: suggestions, checklists, the caller's words and facts."""

from collections.abc import Callable, Iterable

import msgspec

from assist.checklist import Checklist
from assist.checklist_states import NextStep
from assist.live_facts import Fact
from assist.sentiment import CallerSentiment
from assist.suggestion_commands import Showing, Suggestion
from transcripts.event import Milliseconds


class CardShown(msgspec.Struct, frozen=True, kw_only=True):
    """A card or a chip."""

    suggestion_id: str
    form: str
    text: str
    query: str
    title: str
    section: str
    version: str
    """With its date."""
    band: str
    utterance_id: str
    pulled: bool
    since_ms: Milliseconds
    offered_ms: Milliseconds
    used: bool
    expanded: bool
    passage: str
    """All of the section that is quoted; empty where it has changed since, or there is none."""


class ShowingShown(msgspec.Struct, frozen=True, kw_only=True):
    card: CardShown | None
    chips: tuple[CardShown, ...]
    nothing_for: str
    """The agent's own search that found nothing."""
    quiet: bool


class ItemShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    kind: str
    """`say`, `ask`, `do` or `check`."""
    stage: str
    text: str
    state: str
    """`due`, `done`, `late`, `not-applicable` or `missed`."""
    by: str
    words: str
    """What ticked it."""
    utterance_id: str
    important: bool
    """A call with it missed is closed with a reason only."""
    regulated: bool
    """Only its exact wording ticks it."""
    wording: str
    """Of a regulated item: how it is said."""
    nearest: str
    """Of a regulated item that is due: what was said that comes nearest."""


class ChecklistShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    title: str
    items: tuple[ItemShown, ...]


class NextStepShown(msgspec.Struct, frozen=True, kw_only=True):
    item: str
    stage: str
    words: str
    wording: str
    """To be said exactly so; empty: in words of one's own."""


class EvidenceShown(msgspec.Struct, frozen=True, kw_only=True):
    """Words of the caller's that tell how they feel. No score and no label: that is for the agent to hear."""

    utterance_id: str
    words: str
    at_ms: Milliseconds


class FactShown(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    value: str
    provenance: str
    """In words: "said at 00:31", "by code"."""
    utterance_id: str


class AssistState(msgspec.Struct, frozen=True, kw_only=True):
    showing: ShowingShown
    checklists: tuple[ChecklistShown, ...]
    next_step: NextStepShown | None
    evidence: tuple[EvidenceShown, ...]
    facts: tuple[FactShown, ...]
    hand_raised: bool
    paused: str
    """Why nothing is suggested at the moment, in words; empty: it is."""


def showing_shown(showing: Showing, passage: Callable[[Suggestion], str]) -> ShowingShown:
    card = showing.card
    return ShowingShown(
        card=None if card is None else _card(card, passage(card)),
        chips=tuple(_card(chip, passage(chip)) for chip in showing.chips),
        nothing_for=showing.nothing_for,
        quiet=showing.quiet,
    )


def checklists_shown(checklists: Iterable[Checklist]) -> tuple[ChecklistShown, ...]:
    return tuple(
        ChecklistShown(
            name=checklist.definition.name,
            title=checklist.definition.title,
            items=tuple(
                ItemShown(
                    name=status.item.name,
                    kind=status.item.kind.value,
                    stage=status.item.stage,
                    text=status.item.title,
                    state=status.state.value,
                    by=status.by,
                    words=status.words,
                    utterance_id=status.utterance_id,
                    important=status.item.critical,
                    regulated=bool(status.item.exact),
                    wording=status.item.exact[0] if status.item.exact else "",
                    nearest=status.nearest.words if status.nearest else "",
                )
                for status in checklist.items
            ),
        )
        for checklist in checklists
    )


def next_step_shown(step: NextStep | None) -> NextStepShown | None:
    if step is None:
        return None
    return NextStepShown(item=step.item, stage=step.stage, words=step.words, wording=step.wording)


def evidence_shown(sentiment: CallerSentiment) -> tuple[EvidenceShown, ...]:
    return tuple(
        EvidenceShown(utterance_id=moment.utterance_id, words=one.words, at_ms=moment.at_ms)
        for moment in sentiment.moments
        for one in moment.mood.evidence
    )


def facts_shown(facts: Iterable[Fact]) -> tuple[FactShown, ...]:
    return tuple(
        FactShown(
            name=fact.name, value=fact.value, provenance=fact.provenance, utterance_id=fact.utterance_id
        )
        for fact in facts
    )


def _card(one: Suggestion, passage: str) -> CardShown:
    return CardShown(
        suggestion_id=one.suggestion_id,
        form=one.form.value,
        text=one.text,
        query=one.query,
        title=one.title,
        section=one.section,
        version=one.version,
        band=one.band,
        utterance_id=one.utterance_id,
        pulled=one.pulled,
        since_ms=one.since_ms,
        offered_ms=one.offered_ms,
        used=one.used,
        expanded=one.expanded,
        passage=passage,
    )


NOTHING = AssistState(
    showing=ShowingShown(card=None, chips=(), nothing_for="", quiet=False),
    checklists=(),
    next_step=None,
    evidence=(),
    facts=(),
    hand_raised=False,
    paused="",
)
"""Of a call that has just been taken up."""
