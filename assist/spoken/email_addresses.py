"""E-mail addresses: "j dot berry at gmail dot com", "anna underscore b, all one word, at web dot de"."""

import re
from collections.abc import Sequence

from assist.spoken.numbers import NOUGHTS, SMALL, TENFOLD
from assist.spoken.spelling import ALPHABET
from assist.spoken.words import Reading, Word, said_words, word_set

_MOST_WORDS = 24


def email_addresses(text: str) -> list[Reading]:
    """The addresses named in `text`, in lower case."""
    words = said_words(text)
    found: list[Reading] = []
    taken = 0
    for at, word in enumerate(words):
        if word.text not in ("at", "@") or at == 0 or at < taken:
            continue
        domain = _domain(words, at + 1)
        local = _local(words, at, taken)
        if domain is None or local is None:
            continue
        name, sure, after = domain
        mailbox, first, plain = local
        if word.text == "@":
            sure += 0.05
        value = f"{mailbox}@{name}"
        found.append(Reading(value, min(0.98, sure - plain), words[first].start, words[after - 1].end))
        taken = after
    return found


def said(address: str) -> str:
    """ "j berry 8 2 at gmail dot com"; figures one by one, signs by their names."""
    mailbox, _, domain = address.lower().partition("@")
    return f"{_spoken(mailbox)} at {_spoken(domain)}"


def _spoken(part: str) -> str:
    return " ".join(_NAMES_OF_SIGNS.get(piece[0], piece[0]) for piece in _PIECE.finditer(part))


def _domain(words: Sequence[Word], at: int) -> tuple[str, float, int] | None:
    labels: list[str] = []
    label = ""
    end, dots = at, 0
    last = min(len(words), at + _MOST_WORDS)
    while at < last:
        text = words[at].text
        if text in ("dot", ".", "point"):
            # A full stop at the end of the sentence is none of the address.
            if not label or at + 1 >= len(words) or (text == "." and words[at + 1].start > words[at].end):
                break
            labels.append(label)
            label, dots = "", dots + 1
        elif text in ("dash", "hyphen", "minus", "-") and label:
            label += "-"
        elif text in _NOT_SAID:
            pass
        elif dots and label and (label in _ENDINGS or not _glued(words, at)):
            break
        elif (piece := _piece(words, at)) is not None and len(label) < 40:
            label += piece[0]
            at = piece[1]
            end = at
            if dots and label in _ENDINGS and label not in ("co", "com"):
                following = words[at].text if at < len(words) else ""
                if following not in ("dot", "."):
                    break
            continue
        else:
            break
        at += 1
    if label and dots:
        labels.append(label)
        return ".".join(labels), 0.85 if label in _ENDINGS else 0.6, end
    whole = "".join(labels) or label
    for name, full in _PROVIDERS.items():
        if whole.startswith(name) and not dots:
            return full, 0.55, end
    return None


def _glued(words: Sequence[Word], at: int) -> bool:
    """Whether the word goes on with the one before: a letter of "c o m", or no space between."""
    return len(words[at].text) == 1 or words[at].start == words[at - 1].end


def _local(words: Sequence[Word], at: int, floor: int) -> tuple[str, int, float] | None:
    """The part before "at", where it begins, and how much doubt that leaves."""
    first = at
    while first > max(floor, at - _MOST_WORDS):
        text = words[first - 1].text
        piece_end = words[first].start
        if text in _BEFORE_ADDRESSES and not (words[first - 1].end == piece_end and first != at):
            break
        if text in (":", ";", "?", "!", "(", '"'):
            break
        if text == "." and words[first].start > words[first - 1].end:
            break
        if text == "," and first >= 2 and first < at and _new_thought(words, first):
            break
        if text == "s" and first > 1 and words[first - 2].text in _BEFORE_ADDRESSES:
            break
        first -= 1
    local = ""
    place = first
    plain = 0
    while place < at:
        text = words[place].text
        if text in _SIGNS_BY_NAME:
            local += _SIGNS_BY_NAME[text]
            place += 1
        elif _one_word(words, place):
            place += _one_word(words, place)
        elif text in _NOT_SAID:
            place += 1
        elif text == "double" and place + 1 < at and len(words[place + 1].text) == 1:
            local += words[place + 1].text * 2
            place += 2
        elif (piece := _piece(words, place)) is not None:
            plain += len(piece[0]) > 2 and words[place].text not in ALPHABET
            local += piece[0]
            place = max(piece[1], place + 1)
        else:
            return None
    local = local.strip(".-")
    if not local or len(local) > 64 or ".." in local:
        return None
    return local, first, 0.08 * max(0, plain - 2)


def _new_thought(words: Sequence[Word], at: int) -> bool:
    """Whether the comma before `words[at]` parts the address from what was said before it."""
    before, after = words[at - 2].text, words[at].text
    spelt = len(before) == 1 or before in _SIGNS_BY_NAME or after in _SIGNS_BY_NAME
    return not spelt and not _one_word(words, at)


def _one_word(words: Sequence[Word], at: int) -> int:
    texts = [word.text for word in words[at : at + 3]]
    if texts in (
        ["all", "one", "word"],
        ["in", "one", "word"],
        ["all", "lower", "case"],
        ["all", "small", "letters"],
    ):
        return 3
    return (
        2 if texts[:2] in (["one", "word"], ["lower", "case"], ["all", "lowercase"], ["no", "spaces"]) else 0
    )


def _piece(words: Sequence[Word], at: int) -> tuple[str, int] | None:
    text = words[at].text
    texts = [word.text for word in words[at + 1 : at + 4]]
    if len(text) == 1 and text.isalpha():
        # "B as in Bravo", "b for boy": the example is not part of the address.
        if texts[:2] == ["as", "in"] and len(texts) == 3 and len(texts[2]) > 2:
            return texts[2][0], at + 4
        if texts[:1] == ["for"] and len(texts) > 1 and len(texts[1]) > 2 and texts[1][0] == text:
            return text, at + 3
        return text, at + 1
    if text.isdecimal():
        return text, at + 1
    if text in NOUGHTS and text != "o":
        return "0", at + 1
    if text in SMALL:
        return str(SMALL[text]), at + 1
    if text in TENFOLD:
        unit = SMALL.get(texts[0], 0) if texts else 0
        return (str(TENFOLD[text] + unit), at + 2) if 0 < unit < 10 else (str(TENFOLD[text]), at + 1)
    if text in ALPHABET and at + 1 < len(words) and (texts[0] in ALPHABET or len(texts[0]) == 1):
        return ALPHABET[text].lower(), at + 1
    if text.replace("'", "").isalpha() and text.isascii():
        return text.replace("'", ""), at + 1
    return None


_PIECE = re.compile(r"[a-z]+|\d|[^a-z\d]")
_SIGNS_BY_NAME = {
    "dot": ".",
    ".": ".",
    "point": ".",
    "period": ".",
    "underscore": "_",
    "_": "_",
    "dash": "-",
    "hyphen": "-",
    "minus": "-",
    "-": "-",
    "plus": "+",
    "+": "+",
}
_NAMES_OF_SIGNS = {".": "dot", "_": "underscore", "-": "dash", "+": "plus"}
_NOT_SAID = frozenset(
    [",", "then", "symbol", "sign", "the", "and", "space", "capital", "lowercase", "that's"]
)
_BEFORE_ADDRESSES = word_set(
    """
    is it's its email mail address to on use be yes yeah sure okay ok my at @ try was no sorry actually
    wait reach me so please it
    """
)
_ENDINGS = word_set(
    """
    com org net edu gov io uk de fr es it nl eu us ca au ie info biz me tv ch at be nz in pt se no dk fi
    pl co app
    """
)
_PROVIDERS = {
    "gmail": "gmail.com",
    "googlemail": "googlemail.com",
    "hotmail": "hotmail.com",
    "outlook": "outlook.com",
    "yahoo": "yahoo.com",
    "icloud": "icloud.com",
    "aol": "aol.com",
}
