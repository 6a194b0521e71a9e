"""Letters and figures said one by one: "B for Bravo, double L, 4 1", "Sierra Alpha", "capital T see 9".

Recognisers write letters as words that sound like them; those count where real letters stand beside them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assist.spoken.numbers import NOUGHTS, SMALL, TENFOLD
from assist.spoken.words import Reading, Word, said_words, word_set

MOST_CHARACTERS_SPELT = 40


@dataclass(frozen=True, slots=True)
class Character:
    """One letter or figure."""

    options: str
    """Upper case; what it is likeliest to be comes first: "O0" for "oh"."""
    sure: bool
    """A letter, a figure or a word of a spelling alphabet; not a word that only sounds like one."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spelling:
    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        """As one reads it: "oh" is a nought beside figures, and a letter beside letters."""
        firsts = [character.options[0] for character in self.characters]
        told_apart = "0" in firsts
        for at, character in enumerate(self.characters):
            if character.options == "O0":
                if told_apart and character.sure:
                    continue
                near = firsts[max(0, at - 1) : at] + firsts[at + 1 : at + 2]
                figures = sum(one.isdigit() for one in near)
                firsts[at] = "0" if figures and figures >= len(near) / 2 else "O"
        return "".join(firsts)

    @property
    def start(self) -> int:
        return self.characters[0].start

    @property
    def end(self) -> int:
        return self.characters[-1].end


def codes(text: str) -> list[Reading]:
    """References and the like: three or more letters and figures, at least some of them figures or spelt."""
    found: list[Reading] = []
    for spelling in spellings(text):
        code = spelling.text
        if len(code) < 3:
            continue
        letters, figures = any(map(str.isalpha, code)), any(map(str.isdigit, code))
        doubt = 0.05 * sum(
            not character.sure or len(character.options) > 1 for character in spelling.characters
        )
        sure = 0.9 if letters and figures else 0.6
        found.append(Reading(code, max(0.2, sure - doubt), spelling.start, spelling.end))
    return found


def spellings(text: str, *, least: int = 2) -> list[Spelling]:
    """The runs of letters and figures in `text` with at least so many sure ones."""
    words = said_words(text)
    found: list[Spelling] = []
    run: list[Character] = []
    at = 0
    while at < len(words):
        step = _characters(words, at, bool(run))
        if step is None:
            _close(_without_tail(run, words, at), found, least)
            run = []
            at += 1
            continue
        characters, at = step
        run += characters
        if len(run) > MOST_CHARACTERS_SPELT:
            _close(run[:MOST_CHARACTERS_SPELT], found, least)
            run = []
    _close(_without_tail(run, words, at), found, least)
    return found


def every_character(text: str) -> list[Character]:
    """All of `text` taken as a spelling, whatever it looks like: for comparing with a record."""
    words = said_words(text)
    characters: list[Character] = []
    at = 0
    while at < len(words) and len(characters) < MOST_CHARACTERS_SPELT:
        step = _characters(words, at, True)
        if step is None:
            word = words[at]
            characters += [
                Character(letter.upper(), False, word.start, word.end)
                for letter in word.text
                if letter.isalnum()
            ]
            at += 1
        else:
            characters += step[0]
            at = step[1]
    return characters


def letters_said(text: str) -> str:
    """`text` for the synthesiser, character by character: "S A V, 4 2"."""
    groups = [character for character in text.upper() if character.isalnum()]
    return ", ".join(" ".join(groups[at : at + 3]) for at in range(0, len(groups), 3))


def sounds_alike(one: str, other: str) -> bool:
    """Whether two letters or figures rhyme or are otherwise taken for each other on the telephone."""
    return one == other or any(one in group and other in group for group in ALIKE)


ALIKE = ("BCDEGPTVZ3", "FSX", "MN", "AHJK8", "IY59", "QUW2", "O0", "L0", "5V", "7S", "RI")
"""Letters and figures that rhyme."""


def _without_tail(run: list[Character], words: Sequence[Word], at: int) -> list[Character]:
    """`run` without the words at its end that go on with the sentence: "AB 12 are you there"."""
    unfit = _COMMON | {"a", "i"} if at < len(words) else _ANSWERS
    texts = {word.start: word.text for word in words[max(0, at - 12) : at]}
    while run and not run[-1].sure and texts.get(run[-1].start) in unfit:
        run = run[:-1]
    return run


def _close(run: Sequence[Character], found: list[Spelling], least: int) -> None:
    while run and not run[0].sure and len(run[0].options) == 1 and run[0].options in "AI" and len(run) <= 2:
        run = run[1:]
    if sum(character.sure for character in run) >= least:
        found.append(Spelling(tuple(run)))


def _characters(words: Sequence[Word], at: int, running: bool) -> tuple[list[Character], int] | None:
    """What stands at `words[at]` as characters, and the place after it."""
    word = words[at]
    if word.text == "with" and at + 2 < len(words) and words[at + 1].text in ("a", "an"):
        # "Catherine with a K": a remark about the spelling, which begins after it if it does.
        return ([], at + 3) if len(words[at + 2].text) == 1 else None
    named = _named_letter(words, at, running)
    if named is not None:
        letter, after = named
        return [Character(letter, True, word.start, words[after - 1].end)], after
    if word.text in _TIMES and at + 1 < len(words):
        return _repeated(words, at, running)
    if word.text in _SKIPPED:
        follows = at + 1 < len(words) and _begins(words, at + 1)
        return ([], at + 1) if running or (follows and word.text in _CASES) else None
    if word.text in ("x", "ex") and at + 2 < len(words):
        ray = at + 2 if words[at + 1].text == "-" else at + 1
        if words[ray].text == "ray":
            return [Character("X", True, word.start, words[ray].end)], ray + 1
    if word.text in ALPHABET:
        return [Character(ALPHABET[word.text], True, word.start, word.end)], at + 1
    return _figures(words, at) or _letters(words, at, running)


def _named_letter(words: Sequence[Word], at: int, running: bool) -> tuple[str, int] | None:
    """ "B for Bravo", "S as in sugar", "F like Freddy"; "S 4 Freddy" is an F, misheard twice."""
    texts = [word.text for word in words[at : at + 5]]
    if len(texts) < 3:
        return None
    said = texts[0]
    for link in _LINKS:
        if tuple(texts[1 : 1 + len(link)]) != link or len(texts) <= 1 + len(link):
            continue
        example = texts[1 + len(link)]
        after = at + 2 + len(link)
        if example in ("a", "an", "the") and len(texts) > 2 + len(link):
            example, after = texts[2 + len(link)], after + 1
        if not example.isalpha() or len(example) < 3 or example in _HOMOPHONES:
            return None
        if example in SMALL or example in TENFOLD or example in _TIMES:
            return None
        initial = example[0].upper()
        letter = said.upper() if len(said) == 1 and said.isalpha() else _HOMOPHONES.get(said, "")
        if letter and letter != initial and not sounds_alike(letter[0], initial):
            return letter[0], after
        # "It's for Tommy": what is neither a letter nor sounds like one is a letter only inside a spelling.
        sounds = len(said) == 1 or (said in _HOMOPHONES and said not in _COMMON)
        if (not running and not sounds) or len(said) > 4:
            return None
        return initial, after
    return None


def _repeated(words: Sequence[Word], at: int, running: bool) -> tuple[list[Character], int] | None:
    following = words[at + 1].text
    if words[at].text == "double" and following in ("u", "you"):
        return [Character("W", True, words[at].start, words[at + 1].end)], at + 2
    step = _characters(words, at + 1, running) if following not in _TIMES else None
    if step is None or not step[0]:
        return None
    first = step[0][0]
    again = Character(first.options, True, words[at].start, first.end)
    return [again] * _TIMES[words[at].text] + step[0][1:], step[1]


def _figures(words: Sequence[Word], at: int) -> tuple[list[Character], int] | None:
    word = words[at]
    if word.is_number:
        return [Character(digit, True, word.start, word.end) for digit in word.text], at + 1
    if word.text in SMALL:
        return [Character(digit, True, word.start, word.end) for digit in str(SMALL[word.text])], at + 1
    if word.text in TENFOLD:
        value, after = TENFOLD[word.text], at + 1
        if after + 1 < len(words) and words[after].text == "-":
            after += 1
        unit = SMALL.get(words[after].text, 0) if after < len(words) else 0
        if 0 < unit < 10:
            value, after = value + unit, after + 1
        else:
            after = at + 1
        return [Character(digit, True, word.start, words[after - 1].end) for digit in str(value)], after
    if word.text in ("o", "oh"):
        return [Character("O0", word.text == "o", word.start, word.end)], at + 1
    if word.text in NOUGHTS:
        return [Character("0", True, word.start, word.end)], at + 1
    return None


def _letters(words: Sequence[Word], at: int, running: bool) -> tuple[list[Character], int] | None:
    word = words[at]
    text = word.text
    near = _touches(words, at)
    if len(text) == 1 and text.isalpha():
        plain = text not in ("a", "i") or near or word.written == "A"
        if not plain and not running and not (at + 1 < len(words) and _begins(words, at + 1)):
            return None
        return [Character(text.upper(), plain, word.start, word.end)], at + 1
    if text in _HOMOPHONES:
        follows = at + 1 < len(words) and _begins(words, at + 1)
        if running or (follows and text not in _COMMON):
            return [Character(_HOMOPHONES[text], False, word.start, word.end)], at + 1
        return None
    if not text.isalpha() or len(text) > 5:
        return None
    if running and len(text) == 2 and text not in _SHORT_WORDS:
        return [Character(letter.upper(), True, word.start, word.end) for letter in text], at + 1
    capitals = word.written.isupper() and (len(text) <= 3 or near)
    consonants = not set(text) & set("aeiouy") and len(text) <= 4
    if capitals or consonants or (near and word.written.isupper()):
        return [Character(letter.upper(), True, word.start, word.end) for letter in text], at + 1
    if near and (running or words[at].end < len(words)) and len(text) <= 3:
        return [Character(letter.upper(), True, word.start, word.end) for letter in text], at + 1
    return None


def _touches(words: Sequence[Word], at: int) -> bool:
    """Whether figures are written right beside the word: "w3c", "AB-12"."""
    before = at and words[at - 1].is_number and words[at - 1].end == words[at].start
    after = at + 1 < len(words) and words[at + 1].is_number and words[at + 1].start == words[at].end
    return bool(before or after)


def _begins(words: Sequence[Word], at: int) -> bool:
    """Whether a sure letter or figure stands there, or right after words that sound like some."""
    last = min(len(words), at + 6)
    while at + 1 < last and (words[at].text in _HOMOPHONES or words[at].text in ("a", "i", ",")):
        at += 1
    text = words[at].text
    if text in _TIMES and at + 1 < len(words):
        text = words[at + 1].text
    return (
        (len(text) == 1 and text.isalpha() and text not in ("a", "i"))
        or text in ALPHABET
        or text in SMALL
        or text in TENFOLD
        or words[at].is_number
        or (words[at].written.isupper() and len(text) == 2 and text.isalpha())
    )


def _alphabet() -> Iterator[tuple[str, str]]:
    official = (
        "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa "
        "quebec romeo sierra tango uniform victor whiskey yankee zulu"
    )
    for name in official.split():
        yield name, name[0].upper()
    yield from (
        ("alfa", "A"),
        ("juliett", "J"),
        ("juliette", "J"),
        ("whisky", "W"),
        ("xray", "X"),
        ("keelo", "K"),
    )


ALPHABET = dict(_alphabet())
"""The spelling alphabet of aviation, by its words."""
_HOMOPHONES = {
    "ay": "A",
    "eh": "A",
    "hey": "A",
    "bee": "B",
    "be": "B",
    "see": "C",
    "sea": "C",
    "cee": "C",
    "si": "C",
    "dee": "D",
    "he": "E",
    "ee": "E",
    "ef": "F",
    "eff": "F",
    "gee": "G",
    "jee": "G",
    "aitch": "H",
    "haitch": "H",
    "age": "H",
    "eye": "I",
    "aye": "I",
    "jay": "J",
    "kay": "K",
    "okay": "K",
    "cay": "K",
    "el": "L",
    "ell": "L",
    "elle": "L",
    "em": "M",
    "en": "N",
    "end": "N",
    "pea": "P",
    "pee": "P",
    "queue": "Q",
    "cue": "Q",
    "are": "R",
    "our": "R",
    "ar": "R",
    "all": "R",
    "ess": "S",
    "yes": "S",
    "as": "S",
    "tea": "T",
    "tee": "T",
    "you": "U",
    "yew": "U",
    "ewe": "U",
    "vee": "V",
    "we": "V",
    "ex": "X",
    "eggs": "X",
    "why": "Y",
    "wye": "Y",
    "zed": "Z",
    "zee": "Z",
    "said": "Z",
    "set": "Z",
    "to": "2",
    "too": "2",
    "for": "4",
    "fore": "4",
    "ate": "8",
    "won": "1",
    "tree": "3",
    "free": "3",
    "fife": "5",
    "niner": "9",
}
"""Words that recognisers write for letters and figures; in a spelling they are those."""
_COMMON = word_set(
    "he end all our yes as we said set to too for hey be are you see okay why age won ate si eh eye aye free"
)
"""Of them, those which begin no spelling by themselves: they are commoner as words."""
_SHORT_WORDS = word_set("ah am an as at be by do go he hi if in is it me my no of oh ok on or so to up us we")
_ANSWERS = frozenset(["yes", "okay", "too", "all", "for", "as"])
"""What may follow a spelling at the very end of a turn."""
_TIMES = {"double": 2, "triple": 3, "treble": 3}
_LINKS = (("for",), ("4",), ("four",), ("as", "in"), ("like",), ("as",), ("is", "for"))
_CASES = frozenset(
    ["capital", "upper", "uppercase", "big", "letter", "lower", "lowercase", "small", "number"]
)
_SKIPPED = _CASES | {
    "case",
    "dash",
    "hyphen",
    "space",
    "then",
    "and",
    ",",
    "-",
    ".",
    "the",
    "followed",
    "by",
    "slash",
    "/",
}
