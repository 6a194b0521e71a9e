"""The likeliest dispositions of a call, by points that can be counted by hand.

A code gets points for each kind of evidence that its centre names and the call has, and loses some for what
it names and the call has otherwise. "None of these" always stands for election with `NONE_OF_THESE` points;
the shares are those of a softmax, and have not been calibrated on anybody's calls.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from config.dispositions import Disposition

INTENT = 3.0
"""Times the confidence of the intent."""
TOOL = 3.0
PASSED_ON = 2.5
OUTCOME = 1.5
OTHERWISE = 1.0
"""Taken off for an outcome or a tool that it names and the call does not have."""
NONE_OF_THESE = 1.5

MOST = 3
LEAST_SHARE = 0.15
"""Below it a code is not proposed."""
CHOSEN_FROM = 0.7
"""The share from which on the first one stands in the draft."""


@dataclass(frozen=True, slots=True)
class Support:
    """One thing that the call has, and the utterances and events that show it."""

    weight: float = 1.0
    """0 to 1: how sure it is."""
    utterance_ids: tuple[str, ...] = ()
    sequences: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    intents: Mapping[str, Support]
    tools: Mapping[tuple[str, str], Support]
    """By tool and outcome."""
    outcomes: Mapping[str, Support]
    passed_on: Support | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    code: str
    title: str
    confidence: float
    """0 to 1: its share of the points; an opinion, not calibrated."""
    utterance_ids: tuple[str, ...]
    sequences: tuple[int, ...]


def propose(dispositions: Sequence[Disposition], evidence: Evidence) -> tuple[Proposal, ...]:
    """At most three, the likeliest first; none where too little speaks for any."""
    scored = [
        (points, disposition, supports)
        for disposition in dispositions
        if (supports := list(_supports(disposition, evidence)))
        and (points := sum(given for given, _ in supports) - _otherwise(disposition, evidence)) > 0
    ]
    whole = math.exp(NONE_OF_THESE) + sum(math.exp(points) for points, _, _ in scored)
    ranked = sorted(scored, key=lambda one: -one[0])
    return tuple(
        Proposal(
            disposition.code,
            disposition.title,
            round(share, 3),
            tuple(dict.fromkeys(one for _, support in supports for one in support.utterance_ids)),
            tuple(dict.fromkeys(one for _, support in supports for one in support.sequences)),
        )
        for points, disposition, supports in ranked[:MOST]
        if (share := math.exp(points) / whole) >= LEAST_SHARE
    )


def chosen(proposals: Sequence[Proposal]) -> str:
    """The code that stands in a draft; empty where none is likely enough to stand there unasked."""
    return proposals[0].code if proposals and proposals[0].confidence >= CHOSEN_FROM else ""


def _supports(disposition: Disposition, evidence: Evidence) -> Iterator[tuple[float, Support]]:
    intents = [evidence.intents[name] for name in disposition.intents if name in evidence.intents]
    tools = [support for use, support in evidence.tools.items() if _names(disposition, use)]
    if intents:
        surest = max(intents, key=lambda support: support.weight)
        yield INTENT * surest.weight, surest
    if tools:
        yield TOOL, tools[-1]
    if disposition.passed_on and evidence.passed_on is not None:
        yield PASSED_ON, evidence.passed_on
    # How a call ended says little of what it was about: it decides only where the rest fits, or is not asked.
    if intents or tools or not (disposition.intents or disposition.tools or disposition.passed_on):
        outcomes = [evidence.outcomes[name] for name in disposition.outcomes if name in evidence.outcomes]
        if outcomes:
            yield OUTCOME, outcomes[0]


def _otherwise(disposition: Disposition, evidence: Evidence) -> float:
    lacking = bool(disposition.outcomes) and not any(
        name in evidence.outcomes for name in disposition.outcomes
    )
    unused = bool(disposition.tools) and not any(_names(disposition, use) for use in evidence.tools)
    return OTHERWISE * (lacking + unused)


def _names(disposition: Disposition, use: tuple[str, str]) -> bool:
    return use in disposition.tools or (use[0], "") in disposition.tools
