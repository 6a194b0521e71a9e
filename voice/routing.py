"""Who goes on with a call: the bot, or which people, and why. Pure rules over what is known.

The first rule that fires gives the primary reason; those for which something spoke are named with their
figures, so that the decision can be read, and replayed under other rules.
"""

from collections.abc import Callable
from dataclasses import dataclass

from config.centre import Centre, Intent, RoutingRules, Tier
from transcripts.events import EscalationReason, Situation

LADDER = 3
"""Silences, misunderstandings in a row, after which a person takes over."""

OUT_OF_SCOPE = 2
"""Requests in a row that no intent fits."""

FAULTS = 2
"""Faults of ours that a caller puts up with."""

COMPLEX = 3
"""The complexity that goes to a person when anything else is against the bot."""


@dataclass(frozen=True, slots=True)
class Route:
    tier: Tier
    """Of who goes on with the call."""
    queue: str
    """Of the people; empty where the bot goes on."""
    reason: EscalationReason | None
    """None: the bot goes on."""
    rule: str
    """The rule that fired, in words."""
    known: tuple[str, ...] = ()
    considered: tuple[str, ...] = ()
    """The rules that did not fire though something spoke for them."""
    clarify: bool = False
    """The bot goes on with a clarifying question."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a situation."""

    words: str
    fires: bool = True
    """False: something spoke for it, and not enough."""
    queue: str | None = None
    """Where it leads, if not to the queue of the matter."""
    tier: Tier = Tier.PERSON


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule is given."""

    situation: Situation
    intent: Intent | None
    rules: RoutingRules
    confidence: float
    """The threshold below which the bot does not act."""


Rule = Callable[[Facts], Finding | None]
"""None: nothing speaks for it."""


def decide(situation: Situation, intent: Intent | None, centre: Centre, *, confidence: float) -> Route:
    """Who goes on. `intent`: what the call is about, as far as it is known; `confidence`: the threshold."""
    facts = Facts(situation, intent, centre.routing, confidence)
    considered: list[str] = []
    for reason, rule in RULES:
        finding = rule(facts)
        if finding is None:
            continue
        if not finding.fires:
            considered.append(f"{reason.value}: {finding.words}")
            continue
        queue = finding.queue or (intent.queue if intent else None) or centre.default_queue
        return Route(
            finding.tier, queue, reason, finding.words, known=_known(situation), considered=tuple(considered)
        )
    return _the_bot(facts, tuple(considered))


def _the_bot(facts: Facts, considered: tuple[str, ...]) -> Route:
    situation, known = facts.situation, _known(facts.situation)
    if situation.request and facts.intent is not None and situation.confidence < facts.confidence:
        rule = (
            f"confidence {situation.confidence:.2f} is below {facts.confidence:.2f}: one clarifying question"
        )
        return Route(Tier.BOT, "", None, rule, known, considered, clarify=True)
    about = f" with {facts.intent.title}" if facts.intent is not None else ""
    return Route(
        Tier.BOT, "", None, f"nothing speaks for a person: the bot goes on{about}", known, considered
    )


def _known(situation: Situation) -> tuple[str, ...]:
    known: list[str] = []
    if situation.verified_level:
        known.append(f"the caller is verified, level {situation.verified_level}")
    if situation.calls_this_week:
        known.append(f"the number rang {situation.calls_this_week} times about this in 7 days")
    known.extend(f'{cue.cue}: "{cue.words}"' for cue in situation.cues)
    return tuple(known)


# The rules, in the order in which they are asked. Each reads only what it is about.


def _emergency(facts: Facts) -> Finding | None:
    words = _words_of(facts.situation, "emergency", "self-harm")
    if not words:
        return None
    return Finding(f"the caller's words speak of danger: {words}", queue=facts.rules.emergency_queue)


def _asked(facts: Facts) -> Finding | None:
    words = facts.situation.person_words
    return Finding(f'the caller asked for a person: "{words}"') if words else None


def _human_only(facts: Facts) -> Finding | None:
    listed = facts.situation.caller in facts.rules.human_only
    if facts.situation.human_only or listed:
        return Finding("the number that rings has opted out of machines")
    return None


def _policy(facts: Facts) -> Finding | None:
    intent = facts.intent
    if not facts.situation.request or intent is None or intent.tier is Tier.BOT:
        return None
    sure = facts.situation.confidence >= facts.confidence
    who = "to a person" if intent.tier is Tier.PERSON else "to a person, with the details that the bot takes"
    words = f"by policy {intent.title} goes {who}"
    if not sure:
        figures = f"confidence {facts.situation.confidence:.2f} is below {facts.confidence:.2f}"
        return Finding(f"{words}, but {figures}", fires=False)
    return Finding(words, tier=intent.tier)


def _vip(facts: Facts) -> Finding | None:
    if facts.situation.vip or facts.situation.caller in facts.rules.vips:
        words = "the number that rings goes straight to an assisted person"
        return Finding(words, queue=facts.rules.vip_queue, tier=Tier.ASSISTED)
    return None


def _vulnerable(facts: Facts) -> Finding | None:
    words = _words_of(facts.situation, "vulnerability")
    if not words:
        return None
    return Finding(f"the caller's words speak of hardship: {words}", queue=facts.rules.vulnerable_queue)


def _not_approved(facts: Facts) -> Finding | None:
    return Finding("a person had to approve it, and did not") if facts.situation.approval_refused else None


def _tool_failed(facts: Facts) -> Finding | None:
    failures = facts.situation.tool_failures
    return Finding(f"a tool failed ({failures})") if failures else None


def _not_verified(facts: Facts) -> Finding | None:
    if facts.situation.verification_failed and not facts.situation.verified_level:
        return Finding("who the caller is could not be made sure of")
    return None


def _faults(facts: Facts) -> Finding | None:
    faults = facts.situation.faults
    if not faults:
        return None
    words = f"a part of the service failed {faults} times in this call"
    return Finding(words, fires=faults >= FAULTS)


def _already_told(facts: Facts) -> Finding | None:
    words = _words_of(facts.situation, "already-told")
    return Finding(f"the caller told us before: {words}") if words else None


def _frustrated(facts: Facts) -> Finding | None:
    situation, threshold = facts.situation, facts.rules.frustration
    if situation.frustration <= 0:
        return None
    fires = situation.frustration >= threshold
    compared = "reaches" if fires else "is below"
    words = _words_of(situation, "frustration", "complaint")
    evidence = f": {words}" if words else ""
    return Finding(f"frustration {situation.frustration:.2f} {compared} {threshold:.2f}{evidence}", fires)


def _repeat_contact(facts: Facts) -> Finding | None:
    calls, most = facts.situation.calls_this_week, facts.rules.repeat_calls
    if not calls or not facts.situation.request:
        return None
    fires = calls >= most
    words = f"the number rang {calls} times about this in 7 days; a person takes over at {most}"
    return Finding(words, fires)


def _not_settled(facts: Facts) -> Finding | None:
    if facts.situation.unanswerable:
        return Finding(facts.situation.unanswerable)
    if facts.situation.not_settled:
        return Finding("the caller said that the answer did not settle it")
    return None


def _no_input(facts: Facts) -> Finding | None:
    return _ladder(facts.situation.silences, "the caller said nothing {count} in a row")


def _no_match(facts: Facts) -> Finding | None:
    return _ladder(facts.situation.misses, "the caller was not understood {count} in a row")


def _trouble_budget(facts: Facts) -> Finding | None:
    troubles, budget = facts.situation.troubles, facts.rules.troubles
    if troubles < 2:
        return None
    words = f"{troubles} silences and misunderstandings in this call; the budget is {budget}"
    return Finding(words, fires=troubles >= budget)


def _loop(facts: Facts) -> Finding | None:
    repeats, most = facts.situation.repeats, facts.rules.loops
    if not repeats:
        return None
    words = f"the bot would ask the same thing once more after {repeats} repeats; {most} are a loop"
    return Finding(words, fires=repeats > most)


def _out_of_scope(facts: Facts) -> Finding | None:
    count = facts.situation.out_of_scope
    if not count or not facts.situation.request:
        return None
    words = f"what the caller wants is outside what the bot knows, {_times(count)}"
    return Finding(words, fires=count >= OUT_OF_SCOPE)


def _low_confidence(facts: Facts) -> Finding | None:
    situation = facts.situation
    if not situation.request or facts.intent is None or situation.intent is None:
        return None
    if situation.confidence >= facts.confidence:
        return None
    below = f"confidence {situation.confidence:.2f} is below {facts.confidence:.2f}"
    return Finding(
        f"{below} after a clarifying question" if situation.clarified else below, situation.clarified > 0
    )


def _complex(facts: Facts) -> Finding | None:
    intent, situation = facts.intent, facts.situation
    if intent is None or not situation.request or intent.complexity < COMPLEX:
        return None
    weak = [
        word
        for word, there in (
            ("doubt about it", situation.confidence < facts.confidence),
            (f"frustration {situation.frustration:.2f}", situation.frustration > 0),
            (f"{situation.troubles} troubles", situation.troubles > 0),
            (f"{situation.calls_this_week} calls about it this week", situation.calls_this_week > 0),
        )
        if there
    ]
    words = f"{intent.title} is complex ({intent.complexity} of 3)"
    return Finding(f"{words}, and there is {', '.join(weak)}" if weak else words, fires=bool(weak))


RULES: tuple[tuple[EscalationReason, Rule], ...] = (
    (EscalationReason.EMERGENCY, _emergency),
    (EscalationReason.ASKED_FOR_HUMAN, _asked),
    (EscalationReason.HUMAN_ONLY, _human_only),
    (EscalationReason.VIP, _vip),
    (EscalationReason.VULNERABLE, _vulnerable),
    (EscalationReason.NOT_APPROVED, _not_approved),
    (EscalationReason.TOOL_FAILED, _tool_failed),
    (EscalationReason.NOT_VERIFIED, _not_verified),
    (EscalationReason.SYSTEM_FAULT, _faults),
    (EscalationReason.ALREADY_TOLD, _already_told),
    (EscalationReason.FRUSTRATED, _frustrated),
    (EscalationReason.POLICY_REQUIRES_HUMAN, _policy),
    (EscalationReason.REPEAT_CONTACT, _repeat_contact),
    (EscalationReason.KNOWLEDGE_GAP, _not_settled),
    (EscalationReason.NO_INPUT, _no_input),
    (EscalationReason.NO_MATCH, _no_match),
    (EscalationReason.LOOP, _loop),
    (EscalationReason.TROUBLE_BUDGET, _trouble_budget),
    (EscalationReason.OUT_OF_SCOPE, _out_of_scope),
    (EscalationReason.LOW_CONFIDENCE, _low_confidence),
    (EscalationReason.POLICY_REQUIRES_HUMAN, _complex),
)
"""The first that fires decides. Danger and a wish for a person come before everything else."""


def _ladder(count: int, words: str) -> Finding | None:
    return Finding(words.format(count=_times(count)), count >= LADDER) if count else None


def _words_of(situation: Situation, *cues: str) -> str:
    """The caller's words for these cues, quoted."""
    return ", ".join(dict.fromkeys(f'"{cue.words}"' for cue in situation.cues if cue.cue in cues))


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
