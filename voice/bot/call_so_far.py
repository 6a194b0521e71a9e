"""What has gone well and badly in a call until now: the facts which decide who goes on with it."""

from collections import Counter
from dataclasses import dataclass

import msgspec

from assist.cues import frustration
from transcripts.events import Cue, Situation
from voice.bot.understanding import Understood


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the number that rings, before anything is said: hints, never an identity."""

    vip: bool = False
    human_only: bool = False
    calls_by_intent: tuple[tuple[str, int], ...] = ()
    """Calls of the last 7 days, by what they were about."""


class CallSoFar:
    """One call's counters."""

    def __init__(self, caller: str) -> None:
        self._caller = caller
        self.standing = Standing()
        self._cues: list[Cue] = []
        self._said: Counter[str] = Counter()
        self.spoke = False
        """Whether the caller has said anything at all."""
        self.misses = 0
        self.silences = 0
        self.troubles = 0
        self.clarified = 0
        self.out_of_scope = 0
        self.tool_failures = 0
        self.faults = 0
        self.verification_failed = False
        self.approval_refused = False
        self.verified_level = 0

    def heard(self, understood: Understood) -> None:
        self.silences = 0
        if understood.text.strip():
            self.spoke = True
        self._cues.extend(understood.cues)

    def touched(self) -> None:
        """A key was pressed: someone is there."""
        self.silences = 0
        self.spoke = True

    def requested(self, *, known: bool) -> None:
        """The caller said what they want; `known`: some intent fits it."""
        self.out_of_scope = 0 if known else self.out_of_scope + 1

    def understood(self) -> None:
        """The turn made sense: the ladder begins anew, the budget of the whole call does not."""
        self.misses = 0

    def missed(self) -> None:
        self.misses += 1
        self.troubles += 1

    def was_silent(self) -> None:
        self.silences += 1
        self.troubles += 1

    def asked(self, sentence: str) -> None:
        """The bot asks this of its own accord."""
        self._said[sentence] += 1

    def situation(self, turn: Understood | None = None, /, **facts: object) -> Situation:
        """All of it, with what this turn adds."""
        intent = facts.get("intent")
        base = Situation(
            utterance_id=turn.utterance_id if turn else "",
            request=False,
            clarified=self.clarified,
            out_of_scope=self.out_of_scope,
            misses=self.misses,
            silences=self.silences,
            troubles=self.troubles,
            repeats=max(self._said.values(), default=1) - 1,
            tool_failures=self.tool_failures,
            faults=self.faults,
            verification_failed=self.verification_failed,
            approval_refused=self.approval_refused,
            person_words=(turn.person_words or "") if turn else "",
            cues=tuple(self._cues),
            frustration=frustration(self._cues),
            caller=self._caller,
            vip=self.standing.vip,
            human_only=self.standing.human_only,
            calls_this_week=dict(self.standing.calls_by_intent).get(intent, 0)
            if isinstance(intent, str)
            else 0,
            verified_level=self.verified_level,
        )
        return msgspec.structs.replace(base, **facts)
