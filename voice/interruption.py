"""When a caller who speaks stops the bot, and whether what they said is to be answered.

A sound of listening, an echo or a noise is neither; what was said in turns that they went on talking after
is understood together with what follows.
"""

from assist.backchannels import is_backchannel
from voice.listener import Turn
from voice.speaking import Speaking
from voice.turns.barge_in import BargeIn, Words

UNHEARD_SPEECH_MS = 2000
"""Speech this long was something said, even where the recogniser made nothing of it."""


class Interruption:
    """One call's."""

    def __init__(self, speaking: Speaking) -> None:
        self._speaking = speaking
        self._barge_in = BargeIn()
        self._words = ""
        """What is known of what the caller is saying."""
        self._over_question = False
        """The caller began to speak while the bot asked something."""
        self.cut_short = False
        """The caller broke in, and has not been answered yet."""
        self.unanswered = ""
        """What the caller said in turns that they went on talking after."""

    def speech_started(self) -> None:
        self._words = ""
        self._over_question = self._speaking.asks

    def words(self, text: str) -> None:
        """What is being said, so far."""
        self._words = text

    def stops_bot(self, voiced_ms: int, language: str) -> bool:
        """Whether the bot stops now: it speaks, and this is no echo and no sound of listening."""
        speaking = self._speaking
        if not speaking.audible or self.cut_short or speaking.music_plays:
            return False
        words = self._kind_of_words(language)
        self.cut_short = self._barge_in.stops(
            voiced_ms, speaking.played_ms, words, question=self._over_question
        )
        return self.cut_short

    def says_nothing(self, turn: Turn, language: str) -> bool:
        """A sound of listening, or no words at all, while the bot spoke: it answers nothing."""
        if self.unanswered or not (self.cut_short or self._speaking.audible):
            return False
        text = turn.recognition.text
        if not text:
            return turn.slight or turn.end_ms - turn.start_ms < UNHEARD_SPEECH_MS
        return not self._over_question and is_backchannel(text, language)

    def goes_on(self, text: str) -> None:
        """The turn was not the end of it."""
        self.unanswered = f"{self.unanswered} {text}".strip()

    def _kind_of_words(self, language: str) -> Words:
        if not self._words:
            return Words.UNKNOWN
        return Words.BACKCHANNEL if is_backchannel(self._words, language) else Words.REAL
