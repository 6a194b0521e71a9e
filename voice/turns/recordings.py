"""The phrases that answering machines and menus say and people do not, in English and Spanish."""

import math
import re
import unicodedata
from collections import deque
from dataclasses import dataclass

from voice.turns.heard import FarEndKind, Heard

PHRASES_TOGETHER_MS = 30_000
EARLY_DOUBT = 0.2
LATE_DOUBT = 0.03
"""Phrases within this time count together; what doubt they may leave in a greeting, and later."""

RECORDED = (FarEndKind.MACHINE, FarEndKind.IVR)
"""Who is a recording."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: FarEndKind
    words: str
    weight: float
    """How likely a recording is, from this phrase alone."""
    at_ms: int


class RecordedPhrases:
    """Adds up the phrases of recordings in what one far end says."""

    def __init__(self) -> None:
        self._phrases: deque[_Phrase] = deque()

    def said(self, text: str, at_ms: int, *, greeting: bool) -> Heard | None:
        """The recording that these words, heard up to `at_ms`, and those just before them tell of.

        Late in a call, beyond the `greeting`, two phrases that only recordings use are needed: a person may
        quote one.
        """
        plain = _plain(text)
        for kind, phrases in _PHRASES.items():
            # A phrase within another is the same evidence.
            matches = [(match, weight) for pattern, weight in phrases if (match := pattern.search(plain))]
            matches.sort(key=lambda found: found[0].start() - found[0].end())
            taken: list[tuple[int, int]] = []
            for match, weight in matches:
                if all(match.end() <= start or end <= match.start() for start, end in taken):
                    taken.append(match.span())
                    self._phrases.append(_Phrase(kind, match.group(), weight, at_ms))
        while self._phrases and at_ms - self._phrases[0].at_ms > PHRASES_TOGETHER_MS:
            self._phrases.popleft()
        for kind in RECORDED:
            found = {phrase.words: phrase.weight for phrase in self._phrases if phrase.kind is kind}
            doubt = math.prod(1 - weight for weight in found.values())
            borne = EARLY_DOUBT if greeting else LATE_DOUBT
            if found and self._phrases[-1].at_ms == at_ms and doubt < borne:
                said = ", ".join(f'"{words}"' for words in found)
                return Heard(kind, at_ms, round(min(0.99, 1 - doubt), 2), f"it said {said}")
        return None


def _patterns(*phrases: tuple[str, float]) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(rf"\b(?:{pattern})\b"), weight) for pattern, weight in phrases)


_DIGIT = "(?:zero|one|two|three|four|five|six|seven|eight|nine|pound|hash|star|[0-9])"
_DIGITO = "(?:(?:el |la )?(?:cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|numeral|asterisco|[0-9]))"
_PHRASES = {
    FarEndKind.MACHINE: _patterns(
        (r"leave (?:me |us |him |her |them )?(?:a|your)(?: brief| short| detailed)? message", 0.9),
        (r"leave (?:me |us )?your name", 0.9),
        (r"(?:after|at) the (?:tone|beep)", 0.95),
        (r"you(?: ha)?ve reached", 0.85),
        (r"voice ?mail(?: ?box)?", 0.6),
        (r"mailbox (?:is full|has not been set up|of)", 0.95),
        (
            r"(?:cant|cannot|can not|unable to) (?:come to|answer|take) (?:the|your|my) (?:phone|call)",
            0.85,
        ),
        (r"(?:is |am |are )?not available(?: right now| to take your call)?", 0.4),
        (r"de(?:je|ja|jen|jar) (?:su|un|tu|el) (?:mensaje|nombre|recado)", 0.9),
        (r"despues (?:de la senal|del tono|de oir (?:el tono|la senal))", 0.95),
        (r"al (?:oir|escuchar) (?:el tono|la senal)", 0.95),
        (r"buzon de voz|contestador(?: automatico)?", 0.7),
        (r"no (?:esta|se encuentra) disponible", 0.5),
        (r"no (?:puedo|podemos) (?:atender|contestar|responder)", 0.7),
        (r"(?:usted )?(?:ha|se ha) (?:llamado|comunicado) (?:a|al|con)", 0.6),
    ),
    FarEndKind.IVR: _patterns(
        (rf"press {_DIGIT} (?:for|to)|(?:for|to) [a-z ]{{1,40}}press {_DIGIT}", 0.95),
        (rf"press (?:or say )?{_DIGIT}", 0.85),
        (r"your call is (?:very )?important to us", 0.95),
        (
            r"all (?:of )?(?:our|of our) (?:agents|representatives|operators|advisers|advisors|lines) are",
            0.95,
        ),
        (r"calls? (?:may|will|is|are)(?: being)?(?: be)? (?:recorded|monitored)", 0.7),
        (r"(?:please )?(?:stay|remain) on the line", 0.6),
        (r"please hold", 0.5),
        (r"(?:main menu|menu options|following options)", 0.85),
        (r"your (?:position|place) in the queue|you are (?:caller )?number", 0.9),
        (r"(?:next|first) available (?:agent|representative|operator|adviser|advisor)", 0.85),
        (r"please enter (?:your|the)", 0.7),
        (rf"(?:pulse|marque|oprima|presione|digite) {_DIGITO}", 0.95),
        (r"su llamada es (?:muy )?importante", 0.95),
        (r"(?:mantengase|permanezca) en (?:la )?linea", 0.85),
        (r"no cuelgue", 0.5),
        (r"(?:nuestros|todos los) (?:agentes|operadores|asesores|ejecutivos)", 0.8),
        (r"esta llamada (?:puede|podra|sera)(?: ser)? grabada", 0.7),
        (r"menu principal|siguientes opciones", 0.85),
    ),
}
"""Without accents, apostrophes and punctuation."""


def _plain(text: str) -> str:
    """Small letters without accents, apostrophes and punctuation."""
    letters = unicodedata.normalize("NFKD", text.lower())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter) and letter not in "'’")
    return " ".join(re.findall(r"[a-z0-9]+", kept))
