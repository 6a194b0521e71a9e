"""What a caller's turn is about: whether anything is worth looking up, and whether they talk of else now."""

import re
from collections.abc import Set as AbstractSet

from assist import said_spanish
from assist.backchannels import is_backchannel
from assist.replies import asks_to_repeat, says_goodbye
from assist.said_clauses import alike
from assist.spoken.calendar_names import MONTHS, WEEKDAYS
from assist.spoken.words import word_set
from assist.spoken_text import TEENS, TENS, UNITS, normalised
from assist.word_stems import carries_meaning, stem

ENOUGH = 3
"""Words of meaning from which a turn can show that the topic has moved; fewer may be of any topic."""

MOVED = 0.2
"""The share of a turn's words of meaning, known to the card, below which it is about something else."""


def about(text: str, language: str) -> frozenset[str]:
    """The words of `text` that carry meaning, as stems; no numbers, names of days, or courtesies."""
    if _spanish(language):
        words = [said_spanish.plain(word) for word in re.findall(r"[^\W\d_]+", text)]
        return frozenset(
            said_spanish.stem(word)
            for word in words
            if said_spanish.carries_meaning(word) and word not in _SOCIAL_SPANISH
        )
    return frozenset(
        stem(word)
        for word in normalised(text).split()
        if carries_meaning(word) and word not in _SOCIAL and len(word) > 1
    )


def worth_looking_up(text: str, language: str) -> bool:
    """Whether `text` asks or tells what knowledge may help with: no small talk, no data, no "yes"."""
    if is_backchannel(text, language) or asks_to_repeat(text):
        return False
    plain = _SMALL_TALK.sub(" ", said_spanish.plain(text).replace("’", "'").strip())
    content = about(plain, language)
    asks = _ASKS.search(plain) is not None
    data = _DATA.match(plain)
    if data is not None and len(about(plain[data.end() :], language)) <= _DATA_WORDS and not asks:
        return False
    if says_goodbye(text) and len(content) < ENOUGH:
        return False
    return len(content) >= 2 or (len(content) == 1 and asks)


def has_moved(card: AbstractSet[str], said: AbstractSet[str]) -> bool:
    """Whether `said`, a caller's turn, is about something that `card` says nothing of."""
    if len(said) < ENOUGH or not card:
        return False
    known = sum(any(alike(one, other) for other in card) for one in said)
    return known < MOVED * len(said)


def _spanish(language: str) -> bool:
    return language.lower().startswith("es")


_DATA_WORDS = 3
"""So many words after "my name is" are the name."""
_SOCIAL = frozenset([*UNITS, *TEENS, *TENS, *MONTHS, *WEEKDAYS]) | word_set(
    """
    hundred thousand double triple oh sir madam miss dear lovely wonderful nice day morning afternoon
    evening weekend weather fine alright welcome hear bye goodbye yep yup sure correct absolutely exactly
    perfect great cool awesome today yesterday tomorrow minute moment second um uh guess mean kind sort bit
    lot
    """
)
_SOCIAL_SPANISH = word_set(
    """
    buenos buenas dias tardes noches gracias adios hasta luego señor señora hola perfecto claro bueno mire
    minuto momento hoy ayer mañana uno dos tres cuatro cinco seis siete ocho nueve diez cien
    lunes martes miercoles jueves viernes sabado domingo
    """
)
_SMALL_TALK = re.compile(
    r"\b(?:how are you|how is it going|how's it going|nice to (?:meet|talk to) you"
    r"|good (?:morning|afternoon|evening)|thank you(?: (?:so|very) much)?|thanks(?: a lot)?"
    r"|have a (?:nice|good|great|lovely) (?:day|one|evening|weekend)|you too|same to you"
    r"|where are you (?:based|calling from)|is it (?:raining|cold|hot|sunny)(?: (?:there|where you are))?"
    r"|what a (?:lovely|nice|horrible) (?:day|weather)|it (?:is|'s) (?:raining|snowing|sunny)"
    r"|how is your day|i(?: am|'m) (?:fine|good|well|great)"
    r"|como esta(?: usted)?|que tal|buen[oa]s (?:dias|tardes|noches)|muchas gracias|gracias|igualmente"
    r"|que tenga (?:un )?buen dia|encantad[oa])\b"
)
_DATA = re.compile(
    r"(?:yes |no |sure |okay |ok |so |it is |it's |uh |um )*"
    r"(?:my (?:first |last |full )?(?:name|account number|phone number|number|address|zip code|post ?code"
    r"|birthday|date of birth|pin|reference|email)(?: address)? (?:is|'s)\b|this is\b"
    r"|i (?:was born|live at)\b"
    r"|mi (?:nombre|numero|direccion|correo|codigo|fecha)\b.{0,20}\bes\b|me llamo\b|soy\b)"
)
_ASKS = re.compile(
    r"\?|¿|\b(?:what|how|why|when|where|which|who|can|could|do you|does|is there|are there|want|need"
    r"|que|como|cuando|donde|cuanto|cual|puedo|quiero|necesito|hay)\b"
)
