"""The words by which facts are known: units, bounds, what is free. English and Spanish together."""

import re

from assist.spoken.words import word_set

DAY = 1440
LENGTHS: dict[str, float] = {
    **dict.fromkeys(("second", "seconds", "segundo", "segundos"), 1 / 60),
    **dict.fromkeys(("minute", "minutes", "minuto", "minutos"), 1),
    **dict.fromkeys(("hour", "hours", "hora", "horas"), 60),
    **dict.fromkeys(("day", "days", "dia", "dias", "night", "nights", "noche", "noches"), DAY),
    **dict.fromkeys(("week", "weeks", "semana", "semanas"), 7 * DAY),
    **dict.fromkeys(("fortnight", "fortnights", "quincena"), 14 * DAY),
    **dict.fromkeys(("month", "months", "mes", "meses"), 365 * DAY / 12),
    **dict.fromkeys(("year", "years", "ano", "año", "años", "anos"), 365 * DAY),
}
"""In minutes."""
PERCENT = frozenset(["percent", "%"])
SMALL_MONEY = word_set("cent cents p pence penny pennies centavo centavos centimo centimos")
MONEY = SMALL_MONEY | word_set(
    "dollar dollars buck bucks pound pounds quid euro euros dolar dolares peso pesos libra libras $ £ €"
)
UNITS = MONEY | PERCENT | frozenset(LENGTHS) | frozenset(["hundred", "thousand"])
BETWEEN = word_set("business working calendar full whole more extra consecutive free remaining first - /")
"""May stand between a number and its unit."""
WORKING = word_set("business working laborables habiles laborable habil")
PER = word_set("a per each every al por cada the")
PERIODS = word_set("month year week day night mes ano año semana dia noche")
NO_NOUNS = word_set(
    """
    and the for you your our with that this from then than now but because when once after before until till
    per each every please okay right percent point are was were have has will can not only just more less
    to or
    """
)
BEFORE_LENGTHS = word_set(
    "within in after for takes take about than lasts of under over another dentro en tras durante"
)
BEFORE_MONTHS = word_set("in of since until by last next from this early late mid")
SPANISH_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ),
        1,
    )
} | {"setiembre": 9}
SPANISH_WEEKDAYS = {
    name: number
    for number, name in enumerate(("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"))
}
OF_A_MONTH = re.compile(
    r"\s*(?:of (?:each|every|the|next|this|that) month|of the following|$|[.,;])", re.IGNORECASE
)
CLOCK = re.compile(
    r":\d\d|\b[ap]\.? ?m\b|o'? ?clock|\bnoon\b|midday|midnight|half|quarter|past", re.IGNORECASE
)
FREE = re.compile(
    r"\b(?:free of charge|(?<!feel )(?<!hands )(?<!toll )(?<!toll-)(?<!hands-)(?<!are )(?<!be )free"
    r"|(?<=are )free(?! to\b)|(?<=be )free(?! to\b)"
    r"|(?:at )?no (?:extra |additional |late |such )?(?:charge|cost|fee)s?"
    r"|costs? (?:you )?nothing|pay nothing"
    r"|(?:not|n't|never) (?:cost|pay|charged?)(?: you)? (?:anything|a thing|a penny|a cent)"
    r"|gratis|gratuit[ao]s?|(?:no tiene|sin) (?:ning[uú]n )?(?:costo|coste|cargo)"
    r"|no (?:le )?(?:cuesta|cobramos|paga) nada)\b",
    re.IGNORECASE,
)
MOST = re.compile(
    r"(?:up to|at most|within|no more than|never more than|not more than|maximum of|maximum|less than|under"
    r"|below|no later than|hasta|como m[aá]ximo|dentro de(?: los)?|menos de|no m[aá]s de)$"
)
LEAST = re.compile(
    r"(?:at least|minimum of|minimum|more than|longer than|above|over|no less than|al menos"
    r"|como m[ií]nimo|m[aá]s de)$"
)
ABOUT = re.compile(
    r"(?:about|around|roughly|approximately|nearly|almost|some|like|just under|just over|unos|unas"
    r"|alrededor de|aproximadamente|casi)$"
)
DENIED = re.compile(
    r"(?:\bnot|n't|\bnever|\binstead of|\brather than|\bno son|\bno es|\ben lugar de)(?: a| an| the)?$"
)
RANGE = re.compile(r"\s*(?:to|or|-|–|and|until|till|a|o|y|hasta)\s*", re.IGNORECASE)
CORRECTS = re.compile(
    r"[\s,.\-]*(?:uh |um |er |no |oh )*,?\s*"
    r"(?:sorry|i mean|actually|rather|wait|correction|make that|perdon|perdón|digo|mejor dicho)"
    r"[\s,.\-]*(?:it is|it's|that is|that's|no|i mean|sorry|the|at|es|son)?[\s,]*"
)
