"""LocalAgreement-2: of a transcript that is still growing, only what two hypotheses agree on is shown.

D. Macháček et al., "Turning Whisper into Real-Time Transcription System", arXiv 2307.14743, and its code,
ufal/whisper_streaming. That one aligns by word times; a turn is short enough to align by the words.
"""

from collections.abc import Sequence


class StablePrefix:
    """One turn's. What was shown never shrinks and never changes; the final transcript replaces it."""

    def __init__(self) -> None:
        self._last: list[str] = []
        self._shown: list[str] = []

    def push(self, hypothesis: str) -> str:
        """Takes the newest transcript of the whole turn so far and returns what may be shown."""
        words = hypothesis.split()
        agreed = _common_prefix(self._last, words)
        self._last = words
        if len(agreed) > len(self._shown):
            self._shown += agreed[_seam(self._shown, agreed) :]
        return " ".join(self._shown)


def _common_prefix(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """The words that both begin with, as they are written now, whatever their case and punctuation."""
    count = 0
    for old, new in zip(before, now, strict=False):
        if _essence(old) != _essence(new):
            break
        count += 1
    agreed = list(now[:count])
    if agreed and count in (len(before), len(now)):
        # A recogniser puts a full stop wherever the audio ends.
        agreed[-1] = agreed[-1].rstrip(".,;:!?…") or agreed[-1]
    return agreed


def _seam(shown: Sequence[str], agreed: Sequence[str]) -> int:
    """How many of the agreed words the shown ones stand for: where the edit distance to them is least.

    Usually all of the shown; not where two later hypotheses have agreed on other words for them.
    """
    if [_essence(word) for word in shown] == [_essence(word) for word in agreed[: len(shown)]]:
        return len(shown)
    row = list(range(len(agreed) + 1))
    for index, old in enumerate(shown):
        above, row = row, [index + 1]
        for column, new in enumerate(agreed):
            substitute = above[column] + (_essence(old) != _essence(new))
            row.append(min(substitute, above[column + 1] + 1, row[column] + 1))

    def cost(cut: int) -> tuple[int, bool, int]:
        ends_otherwise = cut == 0 or _essence(agreed[cut - 1]) != _essence(shown[-1])
        return row[cut], ends_otherwise, abs(cut - len(shown))

    return min(range(len(row)), key=cost)


def _essence(word: str) -> str:
    """The word without case and punctuation; punctuation alone stays what it is."""
    return "".join(letter for letter in word.casefold() if letter.isalnum()) or word
