"""Spanish numbers in figures, and the Spanish words that bear no meaning: what said-detection needs of it.

"Veinticuatro con noventa y nueve" becomes "24.99", "primero de noviembre" "1 de noviembre".
"""

import re
import unicodedata

from assist.spoken.words import word_set


def plain(text: str) -> str:
    """Lower case without accents, letter by letter, but for the ñ that tells words apart."""
    letters = (
        letter if letter == "ñ" else unicodedata.normalize("NFD", letter)[0] for letter in text.lower()
    )
    return "".join(letters)


def in_figures(text: str) -> str:
    """`text` with its numbers in figures; decimals with a point."""
    text = re.sub(r"(?<=\d)[.](?=\d{3}\b)", "", text)
    text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    pieces = re.findall(r"\w+|[^\w\s]|\s+", text)
    said: list[str] = []
    at = 0
    while at < len(pieces):
        number = _number(pieces, at)
        if number is None:
            said.append(pieces[at])
            at += 1
            continue
        value, after = number
        rest = _number(pieces, after + 3) if _texts(pieces, after)[1:2] == ["con"] else None
        if rest is None and _texts(pieces, after)[:1] == [" "]:
            # "Veinticuatro noventa y nueve": the second number has no room in the first.
            bare = _number(pieces, after + 1)
            rest = bare if bare and 10 <= bare[0] <= 99 and value >= 1 else None
        if rest is not None and rest[0] < 100:
            said.append(f"{value}.{rest[0]:02}")
            at = rest[1]
        else:
            said.append(str(value))
            at = after
    return "".join(said)


def stem(word: str) -> str:
    """Without the endings of number, gender and the commoner verbs."""
    word = plain(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def carries_meaning(word: str) -> bool:
    return plain(word) not in _EMPTY


def _texts(pieces: list[str], at: int) -> list[str]:
    return [piece if piece.isspace() else plain(piece) for piece in pieces[at : at + 4]]


def _number(pieces: list[str], at: int) -> tuple[int, int] | None:
    """The number in words that begins at `pieces[at]`, and the place after its last word."""
    if at >= len(pieces) or pieces[at].isspace() or not _begins(pieces, at):
        return None
    total = group = 0
    taken = at
    last = 1000
    joined = False
    while at < len(pieces):
        word = plain(pieces[at])
        value = _VALUES.get(word)
        if word.isspace() or (word == "y" and last in range(30, 100)):
            joined = joined or word == "y"
            at += 1
            continue
        if word == "mil" and total == 0:
            total, group, last = max(group, 1) * 1000, 0, 1000
        elif value is not None and value < last and _fits(value, last, joined):
            group += value
            last = value
        else:
            break
        joined = False
        at += 1
        taken = at
    began = total + group
    return (began, taken) if began else None


def _begins(pieces: list[str], at: int) -> bool:
    """ "Un" and "una" alone are articles."""
    word = plain(pieces[at])
    if word not in ("un", "una"):
        return word in _VALUES or word == "mil"
    following = plain(pieces[at + 2]) if at + 2 < len(pieces) else ""
    return following in _TIMES or following == "mil"


def _fits(value: int, last: int, joined: bool) -> bool:
    """Tens take units by "y" only; hundreds take anything smaller."""
    if last >= 100:
        return not joined
    return joined and last >= 30 and value < 10


_TIMES = word_set("hora minuto segundo dia semana mes ano año dolar euro peso libra por")
_UNITS = {
    name: value
    for value, name in enumerate(("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"), 2)
}
_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_TEENS = (
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciseis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
)
_VALUES = (
    _UNITS
    | {"un": 1, "uno": 1, "una": 1, "primero": 1, "primer": 1}
    | {name: value for value, name in enumerate(_TEENS, 10)}
    | {"veintiun": 21, "veintiuno": 21, "veintiuna": 21}
    | {f"veinti{name}": 20 + value for name, value in _UNITS.items()}
    | {name: 10 * value for value, name in enumerate(_TENS, 3)}
    | {"cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400}
    | {"quinientos": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900}
)
_ENDINGS = (
    "aciones",
    "acion",
    "amente",
    "mente",
    "amos",
    "emos",
    "imos",
    "aron",
    "ieron",
    "ando",
    "iendo",
    "adas",
    "ados",
    "idas",
    "idos",
    "ada",
    "ado",
    "ida",
    "ido",
    "aba",
    "ara",
    "era",
    "ira",
    "ar",
    "er",
    "ir",
    "an",
    "en",
    "as",
    "es",
    "os",
    "io",
    "a",
    "e",
    "o",
    "s",
)
_EMPTY = word_set(
    """
    a al ahora algo ante aqui asi aun bien bueno cada como con cual cuando de del desde donde e el ella ellos
    en entonces entre era eran es esa ese eso esta estaba estan estas este esto estos estoy fue gracias ha hay
    han has hasta he hola la las le les lo los mas me mi mientras mis momento muy nada ni no nos nosotros o
    otra otro para pero por porque pues puede pueden que quien se sea ser si sido siempre sin sobre solo
    son su sus tal tambien tan te tengo tiene todo toda todos tu tus un una uno usted ustedes va vale van
    vez vamos y ya yo favor senor señor señora ok okay eh este mire oiga ningun ninguna nunca
    """
)
