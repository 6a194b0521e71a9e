"""The silence that ends a turn, fitted to the caller and to the words: no longer than it needs to be.

Bayes' decision between two costs: the caller's wait after a turn that was over, and a bot that begins while
they go on. Peers fix the silence, average past pauses (LiveKit), or ask a model (pipecat: 50 to 120 ms).
"""

import re
from enum import Enum

from config.settings import TurnSettings
from voice.audio.types import FRAME_MS
from voice.turns.endpoint import ByText, Pause, breaks_off, is_whole_reply
from voice.turns.pauses import CallerPauses

CUT_IN_MS = 6000
"""The wait, summed over turns, that callers would rather bear than be cut in on once, in ms."""

WORDS_OF_A_TELLING = 12
"""Who has said more than this without a question is telling something, and may have more to tell."""


class Reading(Enum):
    """What the words say about whether the caller goes on; the value is how often callers do, of 1."""

    WHOLE = 0.02
    """A short reply, a question, a thank-you: it hands the turn over."""
    BRIEF = 0.05
    """A few words that could be all."""
    UNKNOWN = 0.1
    """No words, or none yet."""
    TELLING = 0.25
    """Many words, no question."""
    BROKEN_OFF = 0.35
    """A sentence or a number whose end is missing."""
    HESITATING = 0.5
    """The last sound says that more is to come."""


class Adaptive:
    """One call's endpointing. Tell it how each pause came out, and it learns this caller's ways."""

    def __init__(self, settings: TurnSettings, *, cut_in_ms: int = CUT_IN_MS) -> None:
        self._by_text = ByText(settings)
        self._cut_in_ms = cut_in_ms
        self._shortest_ms = settings.end_complete_ms
        self._default_ms = settings.end_default_ms
        self._longest_ms = max(settings.end_complete_ms, settings.end_incomplete_ms * 3 // 2)
        self._noticed_ms = settings.speculate_ms
        self._pauses = CallerPauses()
        self._share = Reading.UNKNOWN.value
        """How often callers go on after what this one said last, of 1."""
        self._free = True
        """The last pause was one of free speech. Those of a dictated number are others, and teach nothing."""

    def silence_ms(self, pause: Pause) -> int:
        """The silence that ends the turn: from `end_complete_ms` to 1.5 times `end_incomplete_ms`."""
        self._free = pause.expected in ("open", "yes_no")
        if not self._free:
            return self._by_text.silence_ms(pause)
        reading = read(pause.text)
        if pause.text is not None:
            self._share = reading.value
        return self._cheapest_ms(self._least_ms(reading), self._pauses.going_on(reading.value))

    def pause_ended(self, ms: int) -> None:
        """The caller went on within the turn after `ms` of silence."""
        if self._free and ms >= self._noticed_ms:
            self._weighed()
            self._pauses.went_on(ms)

    def turn_ended(self) -> None:
        """The turn was declared over."""
        if self._free:
            self._weighed()

    def cut_in(self, ms: int) -> None:
        """The turn just declared over was not: the caller went on after `ms` of silence in all, too soon for
        an answer to the bot."""
        if self._free:
            self._pauses.went_on(ms)

    def _weighed(self) -> None:
        self._pauses.met(self._share)
        self._share = Reading.UNKNOWN.value

    def _least_ms(self, reading: Reading) -> int:
        """Fluent speech has many silences of 200 to 400 ms; only what hands the turn over goes below."""
        if reading is Reading.WHOLE:
            return self._shortest_ms
        sure = self._default_ms if reading is Reading.UNKNOWN else (self._shortest_ms + self._default_ms) // 2
        return min(max(self._shortest_ms, sure), self._longest_ms)

    def _cheapest_ms(self, least_ms: int, going_on: float) -> int:
        """Weighs the wait if the caller has finished against the harm if the pause is only longer."""

        def cost(ms: int) -> float:
            return (1 - going_on) * ms + going_on * self._cut_in_ms * self._pauses.outlast(ms)

        return min(range(least_ms, self._longest_ms + 1, FRAME_MS), key=cost)


def read(text: str | None) -> Reading:
    """Judges the words of a turn so far, which may lack all punctuation."""
    words = _WORD.findall(text.casefold().replace("’", "'")) if text else []
    if text is None or not words:
        return Reading.UNKNOWN
    spoken = " ".join(words)
    if _ASSENT.fullmatch(spoken):
        return Reading.WHOLE
    if words[-1] in _HESITATIONS:
        return Reading.HESITATING
    while words[0] in _HESITATIONS:
        del words[0]
    last = " ".join(words[-LONGEST_QUESTION:])
    if is_whole_reply(" ".join(words)) or _HANDS_OVER.search(last) or text.rstrip().endswith("?"):
        return Reading.WHOLE
    if _STRANDED.search(last):
        return Reading.WHOLE if _QUESTION.search(last) else _by_length(words)
    if _UNFINISHED.search(last) or breaks_off(text) or breaks_off(spoken):
        return Reading.BROKEN_OFF
    return Reading.WHOLE if _QUESTION.search(last) else _by_length(words)


def _by_length(words: list[str]) -> Reading:
    return Reading.TELLING if len(words) > WORDS_OF_A_TELLING else Reading.BRIEF


LONGEST_QUESTION = 14
"""Words from the one that asks to the end of the turn."""

_WORD = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)?")

_HESITATIONS = frozenset(("um", "umm", "uh", "uhm", "er", "erm", "eh", "hm", "hmm", "mm", "mmm"))

_ASSENT = re.compile(r"(?:(?:mm|m|um) h?mm?|mhm|uh huh|uh uh)")
"""Sounds of hesitation that two together are a yes or a no."""

_HANDS_OVER = re.compile(
    r"\b(?:please|thanks|thank you(?: (?:so|very) much)?|bye|goodbye|(?:think|hope|guess|believe|said) so)$"
)

_ASKING = r"(?:what|when|where|whereabouts|who|whom|why|how|which)"

_STRANDED = re.compile(
    rf"\b{_ASKING}(?: [\w']+){{1,8}} (?:to|of|for|with|from|at|about|into|on|like|is|are|was|were)$"
    r"|\b(?:i|you|he|she|it|we|they|that|there) (?:is|are|am|do|does|did|can|could|will)$"
)
"""Ends that would be broken off elsewhere: "who should I talk to", "I know where it is", "yes I am"."""

_UNFINISHED = re.compile(
    r"\b(?:like|also|just|basically|you know|i mean|sort of|kind of|which|who|whether|that's|is|are|was|were"
    r"|be|been)$|^(?:ok |okay |yes |yeah |no )?(?:well|so|then|also|right so|now)$"
)
"""Ends on which a sentence seldom stands still, and openings of one."""

_AUXILIARY = (
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|could|would|should)(?:n't)?"
    r"|am|can|can't|will|won't|shall|may|might)"
)

_QUESTION = re.compile(
    rf"(?<!\bi )(?<!\byou )(?<!\bwe )(?<!\bthey )(?<!\bit )(?<!\bthat )\b{_AUXILIARY} (?:i|you|he|she|it|we"
    r"|they|there|this|that|these|those|the|my|your|anyone|anybody|anything|somebody|someone) [\w']+"
    rf"|\b{_ASKING}(?: [\w']+){{0,2}} {_AUXILIARY} [\w']+"
    r"|\b(?:what's|where's|when's|who's|how's|what about|how about|how come) [\w']+"
    rf"|\b{_AUXILIARY} (?:i|you|he|she|it|we|they|there|that)$"
    r"|(?:^|\b(?:ok|okay|right|and|so|um|uh) )any(?:thing)? [\w']+"
)
"""The verb before its subject, a question word before a verb, a tag, or "any" at the beginning."""
