"""The sentences that callers of a centre may say, as training text for a small language model.

Made from the centre's own examples, with the words that every call needs: yes and no, asking for a person,
numbers, dates.
"""

import random
import re
from collections.abc import Callable, Iterator

from config.centre import Centre

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

WEIGHT = 3
"""How often the centre's own sentences count, so that all the numbers do not drown them."""

_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905

_ANSWERS = """
yes; yes please; yes that is right; yes that helps; yes that helps thank you; yes thank you that helps;
that is right; that is all; no that is all; no that is all goodbye; no thank you goodbye; no another number;
yes it is right; that helps; that did not help; no that does not help; yes a different number;
yeah; yep; sure; okay; yes that's right; that's right; that's correct; yes it is;
yes it does; yes you can; no; nope; no thanks; no thank you; no that's wrong; no that's all;
no that's all thank you; that's all thank you; that's everything; no nothing else; not really;
it is not; i don't know; thank you; thank you very much; thanks; thanks a lot; thanks bye; bye;
goodbye; hello; hi; hello there; can you repeat that; can you say that again please; say that again;
pardon; sorry what did you say; what was that; repeat; wait a moment; one moment please; hold on; stop;
help
"""

_PERSON = """
agent; agent please; operator; representative; a person please; human; i want to talk to a person;
i want to speak to a person; i want to speak to an agent; can i speak to someone;
can i speak to a human; can i talk to an agent please; i would like to speak to a real person;
let me talk to a human being; let me speak to somebody; get me a representative;
put me through to an agent; transfer me to an agent; connect me to a person;
please connect me with an operator; i need to talk to somebody; speak to customer service;
talk to an agent; call me back; please call me back
"""

_DAYS = """
today; tomorrow; tomorrow morning; this afternoon; yesterday; on monday; on tuesday; on wednesday;
on thursday; on friday; on saturday; on sunday; next week; last month; in the morning;
in the afternoon; in the evening
"""

_NUMBER_LEADS = ("", "my number is", "it's", "you can reach me at", "the number is", "call me at")
_LEADS_EACH = 6


def caller_sentences(centre: Centre, known: Callable[[str], bool]) -> list[str]:
    """One sentence each, lower case, of words that `known` says the recogniser has a pronunciation for."""
    plain = [_DAYS, *_telephone_numbers(), *_counts()]
    weighty = [_ANSWERS, _PERSON]
    for intent in centre.intents:
        weighty += [*intent.examples, intent.title]
    phrases = (phrase for text in (*plain, *weighty * WEIGHT) for phrase in re.split("[;\\n]", text))
    pronounced = (" ".join(word for word in _words(phrase) if known(word)) for phrase in phrases)
    return sorted(phrase for phrase in pronounced if phrase)


def _words(sentence: str) -> list[str]:
    spelt = re.sub(r"\d+", lambda number: f" {_spelt(number.group())} ", sentence.lower().replace("’", "'"))
    return [word.strip("'") for word in re.findall(r"[a-z']+", spelt) if word.strip("'")]


def _spelt(number: str) -> str:
    """A number as it is said: "24" as twenty four, longer ones digit by digit."""
    if len(number) == 2 and number[0] == "1":
        return _TEENS[int(number[1])]
    if len(number) == 2 and number[0] > "1":
        return _TENS[int(number[0]) - 2] + ("" if number[1] == "0" else f" {DIGITS[int(number[1])]}")
    return " ".join(DIGITS[int(digit)] for digit in number)


def _telephone_numbers() -> Iterator[str]:
    """Ten digits in every order that the model needs: each pair occurs. The same ones every time."""
    chance = random.Random(8)  # noqa: S311 - a fixed choice, not a secret
    for first in DIGITS:
        yield first
        for second in DIGITS:
            yield " ".join([first, second, *chance.choices((*DIGITS, "oh"), k=8)])
    for lead in _NUMBER_LEADS:
        for _ in range(_LEADS_EACH):
            yield " ".join([lead, *chance.choices(DIGITS, k=10)])


def _counts() -> Iterator[str]:
    yield from _TEENS
    for tens in _TENS:
        yield tens
        for digit in DIGITS[1:]:
            yield f"{tens} {digit}"
