"""What callers say at the end of whether it is settled, in so many words; anything less says nothing."""

import re

_DONE = r"(?:sorted|fixed|settled|resolved|solved)"
_NOT = r"(?:not|isn't|doesn't|didn't|won't|hasn't|never)"
_RESUELTO = r"(?:resuelto|arreglado|solucionado)"
_SETTLED = {
    "en": (
        rf"that(?:'s| is| has)? (?:all )?{_DONE}(?: it)?",
        r"that (?:solves|settles|answers) (?:it|that|my question)",
        rf"(?:it|everything)(?:'s| is) (?:all )?(?:working|{_DONE})",
        r"it works(?: now| again)?",
        r"(?:you|that) fixed it",
        r"problem solved",
        r"that(?:'s| is| was) (?:all|everything|what) i (?:needed|wanted)",
    ),
    "es": (
        rf"ya (?:funciona|quedo|esta {_RESUELTO})",
        rf"(?:esta|quedo|queda) {_RESUELTO}",
        r"problema (?:resuelto|solucionado)",
        r"(?:eso|esto) era (?:todo )?lo que (?:necesitaba|queria)",
        r"(?:me queda )?todo claro",
    ),
}
_NOT_SETTLED = {
    "en": (
        r"still (?:not|isn't|doesn't|don't|can't|no|nothing|down|slow|broken)",
        rf"{_NOT} (?:been )?(?:yet )?(?:work|working|fix|solve|help|{_DONE})",
        r"not good enough",
        r"not happy with",
        r"nobody (?:can|could) help",
    ),
    "es": (
        r"sigue (?:sin|igual|mal)",
        r"(?:todavia|aun) no",
        r"no (?:me )?(?:funciona|sirve|ayuda|resuelve)",
        rf"no (?:esta|quedo|queda|ha quedado) (?:{_RESUELTO}|claro)",
    ),
}
_ACCENTS = str.maketrans("áéíóúüñ’", "aeiouun'")


def says_settled(text: str, language: str) -> bool | None:
    """None: nothing of it is said. A denial anywhere comes before a yes. `language`: BCP 47."""
    spoken = " ".join(text.lower().translate(_ACCENTS).split())
    tongue = language.partition("-")[0]
    if tongue not in _SETTLED or spoken.endswith("?"):
        return None
    if re.search(rf"\b(?:{'|'.join(_NOT_SETTLED[tongue])})\b", spoken):
        return False
    return True if re.search(rf"\b(?:{'|'.join(_SETTLED[tongue])})\b", spoken) else None
