"""What callers say about the conversation itself: "one moment", "more slowly", "are you a machine?".

Patterns on the normalised text (`assist.spoken_text`), by language; each must cover the whole of a short turn
or stand at its edge, so that a matter which merely mentions waiting is not taken for a request to wait.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from assist.spoken_text import read

LONGEST_ASIDE = 14
"""Words; a longer turn is about something."""


class Aside(StrEnum):
    WAIT = "wait"
    """The caller needs a moment."""
    SLOWER = "slower"
    MACHINE = "machine"
    """Whether this is a machine."""
    NEVER_MIND = "never-mind"
    """The caller drops what is being done."""
    START_OVER = "start-over"
    HELLO = "hello"
    """Only a greeting, or a check that someone is there."""


@dataclass(frozen=True, slots=True)
class Said:
    aside: Aside
    words: str


def aside_of(text: str, language: str) -> Said | None:
    """The aside that `text` is, if it is one. `language`: BCP 47; one without patterns has no asides."""
    words = read(text)
    if not words.text or len(words.text.split()) > LONGEST_ASIDE:
        return None
    for aside, pattern in _PATTERNS.get(language.split("-")[0].lower(), {}).items():
        if match := pattern.search(words.text):
            return Said(aside, words.quote(*match.span()))
    return None


def wants_language(text: str, language: str) -> bool:
    """Whether the caller asks to go on in `language` (BCP 47), in that language or in English."""
    pattern = _LANGUAGE_NAMES.get(language.split("-")[0].lower())
    words = read(text).text
    return pattern is not None and len(words.split()) <= LONGEST_ASIDE and bool(pattern.search(words))


def _whole(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(patterns)})$")


def _anywhere(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")


_LEAD = r"(?:(?:oh|ok|okay|yes|yeah|sure|sorry|wait|hang on|hold on|well|and|but|please) )*"
_TAIL = r"(?: (?:please|thanks|thank you|okay|then|now|for me|will you|would you|if you (?:do not )?mind))*"
_MOMENT = r"(?:(?:a|one|just a|just one|half a) )?(?:(?:quick|little) )?(?:moment|second|sec|minute|tick|mo)"

_MOMENTO = r"un (?:momento|momentito|segundo|minuto)"

_PATTERNS: dict[str, dict[Aside, re.Pattern[str]]] = {
    "en": {
        Aside.WAIT: _whole(
            rf"{_LEAD}{_MOMENT}{_TAIL}",
            rf"{_LEAD}(?:wait|hold on|hang on|hold the line|stay there|bear with me|hold it)"
            rf"(?: {_MOMENT})?{_TAIL}",
            rf"{_LEAD}(?:can|could|would|will) you (?:please )?(?:wait|hold on|hang on|give me)"
            rf"(?: {_MOMENT})?{_TAIL}",
            rf"{_LEAD}give me (?:{_MOMENT}|some time)(?: to \w+(?: \w+){{0,5}})?{_TAIL}",
            rf"{_LEAD}(?:let me|i will|i have to|i need to|i must|i am going to|i am just) "
            r"(?:just )?(?:go )?(?:and )?(?:check|look|looking|get|getting|find|finding|see|fetch|grab)"
            rf"(?: \w+){{0,6}}(?: {_MOMENT})?{_TAIL}",
        ),
        Aside.SLOWER: _anywhere(
            r"(?:speak|talk|say (?:it|that)|go|read (?:it|that)) (?:a (?:bit|little) )?"
            r"(?:more )?slow(?:er|ly)",
            r"slow down",
            r"(?:you are|that is|that was|it is|you speak|you talk) (?:speaking |talking |going )?"
            r"(?:too|so|very) fast",
            r"not so fast",
        ),
        Aside.MACHINE: _anywhere(
            r"(?:are|r) you (?:an? )?(?:real|actual |really )?(?:a |an )?"
            r"(?:person|human|robot|machine|computer|bot|ai|recording|automated|alive|real)",
            r"(?:is this|am i (?:talking|speaking) (?:to|with)) (?:an? )?(?:real |actual )?"
            r"(?:person|human|robot|machine|computer|bot|ai|recording)",
            r"(?:say|tell me|admit|swear|pretend|claim) (?:that )?you (?:are|were) (?:not )?(?:an? )?"
            r"(?:real )?(?:person|human|robot|machine|computer|bot|ai|recording)",
        ),
        Aside.NEVER_MIND: _whole(
            rf"{_LEAD}(?:no )?(?:never ?mind|forget (?:it|that|about it|about that)|drop (?:it|that)|"
            r"leave it|"
            r"(?:let us |let s )?(?:skip|leave) (?:it|that|this)|i (?:have )?changed my mind|"
            r"i do not (?:want|need) (?:that|it|this)(?: anymore| any more| after all| now)?|"
            rf"cancel (?:that|this|it)(?: request)?|do not (?:do|book|bother)(?: (?:that|it|this))?){_TAIL}",
        ),
        Aside.START_OVER: _whole(
            rf"{_LEAD}(?:(?:can|could) (?:we|i|you) )?(?:start|begin) "
            rf"(?:over|again|from the (?:start|beginning|top))(?: again)?{_TAIL}",
            rf"{_LEAD}(?:main menu|go back to the (?:start|beginning)){_TAIL}",
        ),
        Aside.HELLO: _whole(
            r"(?:hello|hi|hey|hiya|good (?:morning|afternoon|evening|day)|hello hello|hi there|hello there)"
            r"(?: (?:is (?:anyone|anybody|somebody) there|are you (?:still )?there|can you hear me))?",
            r"(?:hello )?(?:is (?:anyone|anybody|somebody) there|are you (?:still )?there|can you hear me)",
        ),
    },
    "es": {
        Aside.WAIT: _whole(
            r"(?:(?:sí|si|bueno|ok|okay|perdón|disculpe|a ver) )*"
            rf"(?:{_MOMENTO}|esp[eé]re(?:me)?(?: {_MOMENTO})?|deme {_MOMENTO}|"
            r"(?:déjeme|dejeme|voy a|tengo que) (?:ver|buscar|buscarlo|mirar|revisar)(?: \w+){0,5})"
            r"(?: por favor)?",
        ),
        Aside.SLOWER: _anywhere(r"más (?:despacio|lento)", r"mas (?:despacio|lento)", r"(?:muy|tan) rápido"),
        Aside.MACHINE: _anywhere(
            r"(?:es|eres|estoy hablando con|hablo con) (?:usted )?(?:un |una )?"
            r"(?:persona|humano|robot|máquina|maquina|computadora|grabación)",
            r"(?:diga|dime|dígame|digame|admita|jure) que (?:no )?(?:es|eres) (?:usted )?(?:un |una )?"
            r"(?:persona|humano|robot|máquina|maquina|computadora|grabación)",
        ),
        Aside.NEVER_MIND: _whole(
            r"(?:no )?(?:olvídelo|olvidelo|déjelo|dejelo|no importa|da igual|cambié de opinión|"
            r"ya no (?:lo )?quiero|cancele eso|no lo haga)(?: gracias)?"
        ),
        Aside.START_OVER: _whole(
            r"(?:(?:podemos|vamos a) )?(?:empezar|empecemos|comenzar) (?:de nuevo|otra vez)(?: por favor)?",
            r"menú principal",
        ),
        Aside.HELLO: _whole(
            r"(?:hola|buenos días|buenas tardes|buenas noches|buenas|bueno|aló)"
            r"(?: (?:hay alguien|me escucha|me oye))?"
        ),
    },
}

_LANGUAGE_NAMES = {
    "en": re.compile(r"\b(?:english|inglés|ingles)\b"),
    "es": re.compile(
        r"\b(?:spanish|español|espanol|castellano)\b|^(?:hola|buenos días|buenas tardes|buenas noches)\b"
    ),
}
