"""What an agent promised in so many words: what, by whom, and when if that was said. English and Spanish.

Found by form: a future with its person, and a verb of what is done after a call. What is done at once ("one
moment, I will look") is no promise, and neither is an offer, a question or a denial.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 24
"""Words of a promise that are quoted."""


@dataclass(frozen=True, slots=True)
class Commitment:
    words: str
    """As they were said."""
    owner: str
    """`agent`, `we`, or the words for somebody else ("a technician")."""
    when: str
    """In the words that were said; empty: it was not."""


def commitments_of(text: str, language: str) -> tuple[Commitment, ...]:
    """Of one utterance of an agent. `language`: BCP 47; one that is not known here promises nothing."""
    forms = _FORMS.get(language.partition("-")[0])
    return tuple(forms.found(text)) if forms is not None else ()


def same_promise(one: str, other: str) -> bool:
    """Whether both say the same, so that a recap is no second promise."""
    words = [set(re.findall(r"\w{3,}", _folded(text))) for text in (one, other)]
    shorter = min(map(len, words))
    return shorter > 0 and len(words[0] & words[1]) / shorter >= SHARED


SHARED = 0.6
"""The share of the shorter one's words that makes two promises the same."""

_ACCENTS = str.maketrans("áéíóúüñàèìòùç’", "aeiouunaeiouc'")


def _folded(text: str) -> str:
    """In lower case and without accents, each letter in its place: recognisers write them or do not."""
    lowered = "".join(one.lower() if len(one.lower()) == 1 else one for one in text)
    return lowered.translate(_ACCENTS)


_DENIED = re.compile(
    r"\b(?:no|nunca|tampoco|not\s+sure(?:\s+(?:if|whether|that))?|don't\s+think(?:\s+that)?)\s+"
    r"(?:(?:se|le|les|lo|la|te|os)\s+)*$"
)
"""What, right before a promise, makes it none."""


class _Forms:
    """The forms of promises in one language."""

    def __init__(self, promise: str, *, when: str, at_once: str, ends: str) -> None:
        """`promise`: with groups `me…` where the agent speaks for themselves, `other` for somebody else, and
        `open…` for what is done in a call or after it, so that only a time tells. `ends`: where something
        else begins.
        """
        self._promise = re.compile(rf"\b(?:{promise})\b")
        self._when = re.compile(rf"\b(?:{when})\b")
        self._at_once = re.compile(rf"\b(?:{at_once})\b")
        self._ends = re.compile(rf",?\s+\b(?:{ends})\b")

    def found(self, text: str) -> Iterator[Commitment]:
        for sentence in re.finditer(r"[^.!?;…¿¡]+", text):
            said = sentence.group()
            folded = _folded(said)
            matches = list(self._promise.finditer(folded))
            for number, match in enumerate(matches):
                until = matches[number + 1].start() if number + 1 < len(matches) else len(said)
                if (end := self._ends.search(folded, match.end(), until)) is not None:
                    until = end.start()
                clause = folded[match.start() : until]
                when = self._when.search(clause)
                # A time before the verb belongs to it: "tomorrow i will call you".
                before = self._when.search(folded[matches[number - 1].end() if number else 0 : match.start()])
                timed = when or before
                denied = _DENIED.search(folded, max(0, match.start() - 60), match.start()) is not None
                if denied or self._at_once.search(clause) or (timed is None and _is_open(match)):
                    continue
                begin = match.start()
                if before is not None and when is None:
                    begin = (matches[number - 1].end() if number else 0) + before.start()
                yield Commitment(
                    words=_quoted(said[begin:until]),
                    owner=_owner(match, said),
                    when=_words_of(said, begin, match.start(), when, before),
                )


def _is_open(match: re.Match[str]) -> bool:
    return any(name.startswith("open") and found is not None for name, found in match.groupdict().items())


def _owner(match: re.Match[str], said: str) -> str:
    if match["other"]:
        return said[match.start("other") : match.end("other")]
    alone = any(name.startswith("me") and found for name, found in match.groupdict().items())
    return "agent" if alone else "we"


def _words_of(
    said: str, begin: int, start: int, when: re.Match[str] | None, before: re.Match[str] | None
) -> str:
    if when is not None:
        return said[start + when.start() : start + when.end()].strip()
    return said[begin : begin + len(before.group())].strip() if before is not None else ""


def _quoted(text: str) -> str:
    words = text.strip(" ,:-–—").split()
    while words and words[-1].lower().strip(",") in ("and", "y", "e", "so", "but", "pero", "then"):
        words.pop()
    return " ".join([*words[:LONGEST], "…"]) if len(words) > LONGEST else " ".join(words).rstrip(",")


_NUMBER = r"(?:\d+|a|an|one|two|three|four|five|six|seven|ten|twelve|fourteen|twenty[- ]four|forty[- ]eight)"
_DAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_PART = r"(?:morning|afternoon|evening|night)"
_WILL = r"(?:'ll|\s+will|\s+shall)"
_GOING = r"(?:'m|\s+am|'re|\s+are)\s+(?:going\s+to|gonna)"
_SOON = (
    r"(?:\s+(?:also|then|just|definitely|personally|certainly|be\s+sure\s+to|make\s+sure\s+to|go\s+ahead\s+and|do\s+is|"
    r"be\s+happy\s+to|be))*"
)
_ENGLISH_PERSON = (
    rf"(?:(?P<me>i)|we)(?:{_WILL}|{_GOING}){_SOON}"
    rf"|(?P<other>(?:somebody|someone|(?:a|an|the|my|our|one\s+of\s+(?:my|our))\s+(?:colleagues?|technicians?|"
    rf"engineers?|supervisor|manager|specialist|team|billing\s+team|people))(?:\s+(?:from|of|in)(?:\s+\w+){{1,3}})?)"
    rf"{_WILL}{_SOON}"
    rf"|you{_WILL}{_SOON}"
)
_ENGLISH_LATER = (
    r"send|sending|e-?mail(?!\s+address)|mail|post|text|message|call(?!ed)|calling|ring|phone|contact|write|get\s+back|"
    r"get\s+in\s+touch|in\s+touch|come\s+(?:back|out|by|on)|visit|let\s+you\s+know|inform|notify|credit|refund|"
    r"reimburse|escalate|forward|report|arrange|organi[sz]e|schedule|order|"
    r"(?:open|raise|file|log|create)\s+(?:a|an|the|your|another)\s+(?:\w+\s+){0,2}(?:case|ticket|complaint|claim|"
    r"request|report)|pass\s+(?:it|this|that|them|your)|ask\s+(?!you\b)(?:\w+)|follow\s+up|look\s+into|chase|"
    r"reply|reach\s+out|update\s+you|keep\s+you\s+(?:posted|informed|updated)|"
    r"find\s+out|investigate|waive|reverse|see\s+to\s+it|take\s+care|make\s+a\s+note|"
    r"have\s+(?:someone|somebody|a|my|our|the|them)|get\s+(?:a|an|your|the)|receive|hear"
)
_ENGLISH_OPEN = (
    r"check|do|try|speak|talk|review|update|cancel|change|remove|add|apply|set\s+up|book|give|have|be|make|"
    r"look|see|work|put|finish|fix"
)
_ENGLISH = _Forms(
    rf"(?:{_ENGLISH_PERSON})\s+(?:{_ENGLISH_LATER}|(?P<open>{_ENGLISH_OPEN}))",
    when=(
        rf"tomorrow(?:\s+{_PART})?|tonight|today|later\s+today|this\s+(?:{_PART}|week)|"
        rf"(?:by|on|before|until|next|this)\s+{_DAY}(?:\s+{_PART})?|next\s+(?:week|month)|"
        rf"(?:in|within)\s+(?:the\s+next\s+)?{_NUMBER}(?:\s+to\s+{_NUMBER})?\s+(?:business\s+|working\s+)?"
        rf"(?:minutes?|hours?|days?|weeks?)|by\s+the\s+end\s+of\s+(?:the|this)\s+(?:day|week|month)|"
        rf"(?:at|by|before|after)\s+(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|noon)"
        rf"(?::\d\d)?(?:\s*(?:o'clock|am|pm|a\.?m|p\.?m))?|in\s+the\s+{_PART}|{_DAY}(?:\s+{_PART})?|"
        r"as\s+soon\s+as\s+(?:i|we|it|they)\s+\w+"
    ),
    at_once=(
        r"(?:right\s+)?now|one\s+(?:moment|second)|(?:just\s+)?a\s+(?:moment|second|minute)|while\s+you|on\s+hold|"
        r"through\s+to|transfer\s+you|connect\s+you|pass\s+you|hand\s+you|you\s+see|be\s+(?:able|there\s+with)|"
        r"call\s+you\s+(?:by|mr|mrs|ms)|get\s+(?:a|an|your|the)\s+(?:better|\w+\s+up)|hear\s+(?:a|an|the|me|some)"
    ),
    ends=(
        r"is\s+there|anything\s+else|does\s+that|do\s+you|can\s+i|could\s+you|would\s+you|may\s+i|what\s+is|okay|ok|"
        r"alright|all\s+right|thank\s+you|thanks|goodbye|have\s+a\s+(?:nice|good|great)"
    ),
)

_DIA = r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo)"
_PARTE = r"(?:por|en)\s+la\s+(?:manana|tarde|noche)"
_NUMERO = (
    r"(?:\d+|un|una|uno|dos|tres|cuatro|cinco|seis|siete|diez|doce|catorce|quince|veinticuatro|"
    r"cuarenta y ocho)"
)
_LE = r"(?:(?:se|le|les|te|os|lo|la|nos|me)\s+(?:(?:lo|la|los|las)\s+)?)"
_STEM = (
    r"(?:enviar|mandar|llamar|avisar|escribir|contactar|informar|devolver|reembolsar|abonar|acreditar|reportar|"
    r"escalar|solicitar|encargar|programar|coordinar|investigar|averiguar)"
)
_CASO = r"abrir(?:{ending})?\s+(?:un|una)\s+(?:caso|queja|reclamo|reclamacion|ticket|solicitud)"
_TO_DO = (
    rf"(?:(?:{_STEM}|hacer\s+llegar|asegurar)(?:me|nos|le|les|lo|la|selo|sela)?|"
    rf"poner(?:me|nos)\s+en\s+contacto|{_CASO.format(ending='')}|pedir(?:le)?\s+a\s+\w+)"
)
_OPEN_TO_DO = r"(?:revisar|hablar|cambiar|cancelar|comprobar|consultar|hacer|dar|ver|mirar)(?:le|lo|la)?"
_SPANISH = _Forms(
    rf"(?:"
    rf"{_LE}?(?:(?P<me>voy)|vamos)\s+a\s+(?:{_TO_DO}|(?P<open>{_OPEN_TO_DO}))"
    rf"|{_LE}?(?:{_STEM}|{_CASO.format(ending='e')}|hare\s+llegar)(?:(?P<me_future>e)|emos)"
    rf"|(?:(?P<me_alone>me)\s+pondre|nos\s+pondremos)\s+en\s+contacto"
    rf"|{_LE}(?:(?P<me_present>envio|mando|llamo|aviso|escribo|devuelvo|abono)|enviamos|mandamos|llamamos|avisamos)"
    rf"|(?P<me_sure>me)\s+(?:encargo|aseguro|comprometo)"
    rf"|{_LE}?(?:(?P<me_later>revisar|hablar|consultar|comprobar)e)(?P<open_future>)"
    rf"|(?P<other>(?:alguien|(?:un|una|el|la|mi|nuestro|nuestra)\s+(?:companer[oa]|tecnic[oa]|supervisora?|"
    rf"equipo|especialista|encargad[oa]))(?:\s+(?:de|del)(?:\s+\w+){{1,3}}?)?)\s+{_LE}?"
    rf"(?:(?:{_STEM}|ir|visitar|vendr|acudir|pondr)a|va\s+a\s+\w+)"
    rf"|{_LE}(?:{_STEM}|visitar|pondr)an|(?:le\s+)?(?:recibir|llegar)a"
    r")",
    when=(
        rf"(?:pasado\s+)?manana(?:\s+{_PARTE})?|hoy(?:\s+mismo)?|esta\s+(?:tarde|noche|semana|manana)|"
        rf"(?:el|este|proximo|antes\s+del|para\s+el)\s+(?:proximo\s+)?{_DIA}(?:\s+{_PARTE})?|"
        r"la\s+(?:proxima\s+semana|semana\s+que\s+viene|semana\s+proxima)|"
        rf"(?:en|dentro\s+de|en\s+un\s+plazo\s+de|antes\s+de)\s+{_NUMERO}(?:\s+a\s+{_NUMERO})?\s+"
        r"(?:minutos?|horas?|dias?|semanas?)(?:\s+(?:habiles|laborables))?|"
        rf"a\s+las?\s+(?:\d+|{_NUMERO}|ocho|nueve|once)|antes\s+de\s+que\s+acabe\s+(?:el\s+dia|la\s+semana)|"
        r"en\s+cuanto\s+(?:\w+\s+)?\w+"
    ),
    at_once=(
        r"ahora(?!\s+le\s+llam)(?:\s+mismo)?|un\s+(?:momento|segundo|momentito)|en\s+espera|en\s+linea|no\s+cuelgue|"
        r"(?:paso|pasar|comunico|comunicar|transferir|transfiero)\s+(?:con|a\s+otr)|llamar(?:le)?\s+por\s+su|"
        r"pedir(?:le)?\s+(?:que|su|el|la|un|unos)\s+(?:numero|nombre|dat|me|confirm)"
    ),
    ends=(
        r"hay\s+algo|algo\s+mas|le\s+parece|puede\s+usted|podria|quiere|necesita|gracias|muchas\s+gracias|vale|"
        r"de\s+acuerdo|adios|que\s+tenga"
    ),
)
_FORMS = {"en": _ENGLISH, "es": _SPANISH}
