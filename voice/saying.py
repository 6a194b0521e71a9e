"""What the bot is saying, and what of it the caller has not heard: there it goes on after a false stop."""

from collections.abc import Sequence
from dataclasses import replace

from voice.bot.moves import Expects, HangUp, Move, Say, UseTool, Verify
from voice.speech.clauses import split_clauses


class Saying:
    """The words of one decision, and what follows them."""

    def __init__(self, moves: Sequence[Move], first_clause_words: int) -> None:
        self._first_clause_words = first_clause_words
        self._unheard: dict[str, Say] = {}
        """By utterance, in the order in which they are said."""
        self.after: tuple[Move, ...] = tuple(
            move for move in moves if isinstance(move, (HangUp, UseTool, Verify))
        )
        """What the end of the words means for the line."""

    def begin(self, utterance_id: str, say: Say) -> None:
        self._unheard[utterance_id] = say

    def ended(self, utterance_id: str, text_end: int, *, interrupted: bool) -> None:
        """Playback of an utterance ended; `text_end`: the characters of it that were heard."""
        say = self._unheard.get(utterance_id)
        if say is None:
            return
        if not interrupted or text_end >= len(say.text.rstrip()):
            del self._unheard[utterance_id]
        else:
            self._unheard[utterance_id] = replace(say, text=self._from_clause(say.text, text_end))

    def rest(self) -> list[Say]:
        """What is still to be heard; an utterance that was cut begins at the clause in which it was."""
        return list(self._unheard.values())

    def asks(self, utterance_id: str) -> bool:
        """Whether this utterance of it is a question."""
        say = self._unheard.get(utterance_id)
        return say is not None and say.expects is not Expects.NOTHING

    def _from_clause(self, text: str, text_end: int) -> str:
        start = 0
        for clause in split_clauses(text, self._first_clause_words):
            if start + len(clause) > text_end:
                break
            start += len(clause)
        return text[start:].lstrip()
