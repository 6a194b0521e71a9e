"""The small sounds with which people show that they listen: they answer nothing, and ask for nothing.

Whether "yeah" is one depends on what was being said: after a question it is an answer. That is the caller's
of this module to know.
"""

import re

from assist.spoken_text import read

_WORDS = {
    "en": (
        r"uh huh|mm hmm|mm|mmm|hmm|hm|m hm|mhm|um hum|aha|ah|oh|yeah|yep|yes|yup|right|okay|ok|sure|alright"
        r"|all right|i see|got it|gotcha|cool|good|great|fine|really|wow|uh|um|er|erm|well|so|exactly|true"
        r"|i know|of course|that is right|makes sense|interesting|perfect|nice|thanks|thank you"
    ),
    "es": (
        r"ajá|aja|mm|mmm|hmm|mhm|sí|si|claro|ya|vale|bueno|okay|ok|bien|entiendo|ya veo|de acuerdo|perfecto"
        r"|eh|este|ah|oh|exacto|gracias|muy bien|eso es"
    ),
}

LONGEST = 4
"""Words. Whoever says more has something to say."""


def is_backchannel(text: str, language: str) -> bool:
    """Whether nothing but such sounds was said: "uh-huh", "right, okay". False of an empty text.

    `language`: BCP 47; one that has no list of its own is read as English.
    """
    words = read(text, keep_fillers=True).text
    if not words or len(words.split()) > LONGEST:
        return False
    return _PATTERNS.get(language.split("-")[0].lower(), _PATTERNS["en"]).fullmatch(words) is not None


_PATTERNS = {language: re.compile(rf"(?:{words})(?: (?:{words}))*") for language, words in _WORDS.items()}
