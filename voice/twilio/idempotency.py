"""Answers a webhook that is delivered twice the way it was answered first.

Twilio gives a request and its retries one I-Twilio-Idempotency-Token; without it (and where the same TwiML
is fetched twice, which happens) the call and the path say that it is the same question.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable

LIFETIME_S = 24 * 3600.0
"""How long an answer is kept: Twilio's own advice."""

MAX_ANSWERS = 10_000
"""Answers kept at most; those not asked for longest go first. An answer is about 1 kB."""

LONGEST_TOKEN = 256
"""Characters; a longer token is none of Twilio's, and is not kept."""


class AnswerMemory:
    """Ask `recall` before answering, and `remember` the answer. Only for requests whose signature holds."""

    def __init__(
        self, clock: Callable[[], float], *, lifetime_s: float = LIFETIME_S, max_answers: int = MAX_ANSWERS
    ) -> None:
        self._clock = clock
        self._lifetime_s = lifetime_s
        self._max_keys = 2 * max_answers
        self._answers: OrderedDict[Hashable, tuple[str, float]] = OrderedDict()
        """By token and by call; with the monotonic second when each is forgotten."""

    def __len__(self) -> int:
        """Keys held: up to two an answer."""
        return len(self._answers)

    def recall(self, token: str, call_sid: str, path: str) -> str | None:
        """The answer given before to the same request. `token` is empty where the header is missing."""
        now = self._clock()
        for key in _keys(token, call_sid, path):
            answer, forgotten_at = self._answers.get(key, ("", now))
            if now < forgotten_at:
                self._answers.move_to_end(key)
                return answer
            self._answers.pop(key, None)
        return None

    def remember(self, token: str, call_sid: str, path: str, answer: str) -> None:
        forgotten_at = self._clock() + self._lifetime_s
        for key in _keys(token, call_sid, path):
            self._answers[key] = (answer, forgotten_at)
            self._answers.move_to_end(key)
        while len(self._answers) > self._max_keys:
            self._answers.popitem(last=False)


def _keys(token: str, call_sid: str, path: str) -> list[Hashable]:
    by_call = ("call", call_sid, path)
    return [("token", token, path), by_call] if 0 < len(token) <= LONGEST_TOKEN else [by_call]
