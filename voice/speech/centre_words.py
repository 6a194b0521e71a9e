"""The sentences that callers of a centre may say, as training text for a small language model.

Made from the centre's own examples and options, with what every call needs: yes and no, asking for a person,
and the details that are asked for (`voice.speech.spoken_forms`).
"""

import re
from collections.abc import Callable, Iterator, Mapping

from config.centre import Centre
from voice.speech.common_names import FIRST_NAMES, LAST_NAMES
from voice.speech.spoken_forms import DIGITS, LETTERS, MONTHS, ORDINALS, TEENS, TENS, WEEKDAYS, SpokenForms
from voice.turns.endpoint import Expected

_ANSWERS = """
yes; yes please; yes that is right; yes that helps; yes that helps thank you; yes thank you that helps;
that is right; that is all; no that is all; no that is all goodbye; no thank you goodbye; no another number;
yes it is right; that helps; that did not help; no that does not help; yes a different number;
yeah; yep; yup; sure; sure please do; okay; okay go ahead; yes go ahead; go ahead; yes that's right;
that's right; that's correct; yes that's correct; yep that's correct; correct; right; exactly; absolutely;
of course; that's it; that's me; yes that's me; yes it is; yes it does; yes you can; yes i do; yes i am;
uh-huh; mhm; i think so; sounds good; that's fine; perfect; great; do it; please do;
no; nope; no thanks; no thank you; no that's wrong; that's wrong; that's not right; no that's not right;
that is not right; that is not correct; no it is not; no it isn't; no i don't; no i'm not; not yet; not now;
no way; i don't think so; the other one; no the other one; no that's all; no that's all thank you;
that's all thank you; that's everything; no nothing else; not really; it is not; i don't know;
thank you; thank you very much; thanks; thanks a lot; thanks bye; bye; goodbye; hello; hi; hello there
"""

_TALK = """
can you repeat that; can you say that again please; say that again; sorry say that again; pardon;
sorry what did you say; what was that; repeat; repeat that please; can you say that more slowly;
slower please; can you speak more slowly; please slow down; too fast; i did not get that;
wait; wait a moment; wait a minute; one moment please; just a moment; give me a second; give me a minute;
hold on; hold on a second; hold on please; let me look; let me get my bill; let me find it;
i have to look it up;
i'm looking for it; okay i have it; i'm back; stop; help; never mind; forget it; cancel that; start over;
i made a mistake; wait i made a mistake; i changed my mind; actually no; actually no i changed my mind;
i meant; no i meant; no i said; i said; not that one; change the day; change the time; the day is wrong;
the number is wrong; the name is wrong; the first one; the second one; the last one; none of them;
i already told you; i already told you that; i just said that; you asked me that before; this is not working;
i don't have it; i don't have that; i don't remember; i can't remember; i would rather not say;
as soon as possible; as soon as you can; right away; right now; whenever you can; any time is fine;
this is ridiculous; this is the third time i am calling; i have called three times; i am very upset;
there is a fire; my house is on fire; i smell smoke; i smell gas; something is burning; someone is hurt;
there is smoke in the room; a cable is sparking; please help me; yes thank you goodbye; yes thanks bye;
that took too long; it is urgent; this is an emergency; i need help; i am in danger; call the police;
this month; last month; next month; this week; this morning; this afternoon; tonight;
something else; i have another question; go back; back to my question; one more thing;
english please; spanish; spanish please; do you speak spanish
"""

_PERSON = """
agent; agent please; operator; representative; a person; a person please; human; a human please;
i want to talk to a person; i want to speak to a person; i want to speak to an agent; can i speak to someone;
can i speak to a human; can i talk to an agent please; i would like to speak to a real person;
i would rather speak with somebody; i would rather talk to a person; can i please talk to a real person;
let me talk to a human being; let me speak to somebody; get me a representative; just give me a human;
give me an agent; put me through to an agent; put me through to someone; transfer me to an agent;
connect me to a person; please connect me with an operator; i need to talk to somebody;
speak to customer service; talk to an agent; speak with a manager; let me speak to your supervisor;
call me back; please call me back; have someone call me
"""

_OPTION_LEADS = ("", "", "the", "i want", "i want the", "i'd like the", "change to", "make it", "please")

_DRAWN = 420
"""Sentences of each spoken form."""

_WEIGHTS = {"centre": 4, "answers": 3, "talk": 2, "person": 3, "options": 3, "names": 2}
"""How often these come, so that all the numbers do not drown them."""


_ALWAYS = frozenset({"answers", "talk", "person", "centre"})
"""What callers may say whatever they were asked."""

_ASKED_FOR: Mapping[Expected, frozenset[str]] = {
    "open": frozenset({"options", "digits", "dates", "amounts", "every word", "every pair"}),
    "yes_no": frozenset({"options", "digits", "dates", "every word"}),
    "digits": frozenset({"digits", "every word", "every pair"}),
    "date": frozenset({"dates", "every word"}),
    "spelling": frozenset({"spelling", "names", "every word", "every name"}),
    "name": frozenset({"names", "spelling", "every word", "every name"}),
    "email": frozenset({"email", "spelling", "names", "every word", "every name"}),
}
"""What replies to a question are made of besides. Names and spelling are left out where nobody asks for them:
a small model hears them in everything."""


YES_OR_NO = 10
"""The weight of the short answers after a question that wants one."""


def caller_sentences(centre: Centre, known: Callable[[str], bool], expected: Expected = "open") -> list[str]:
    """One sentence each, lower case, of words that `known` says the recogniser has a pronunciation for."""
    sentences: list[str] = []
    asked_for = _ASKED_FOR.get(expected, _ASKED_FOR["open"])
    for family, phrases in _families(centre):
        if family not in asked_for | _ALWAYS:
            continue
        if expected in _ASKED_FOR and expected != "open" and family == "centre":
            phrases = phrases[::OTHER_WISHES]
        said = (" ".join(word for word in words if known(word)) for words in phrases)
        weight = YES_OR_NO if (family, expected) == ("answers", "yes_no") else _WEIGHTS.get(family, 1)
        sentences += [phrase for phrase in said if phrase] * weight
    return sorted(sentences)


def _families(centre: Centre) -> Iterator[tuple[str, list[list[str]]]]:
    """Kinds of sentences, each as lists of words."""
    yield "answers", _phrases(_ANSWERS)
    yield "talk", _phrases(_TALK)
    yield "person", _phrases(_PERSON)
    yield "centre", [_words(text) for intent in centre.intents for text in (*intent.examples, intent.title)]
    yield "options", [_words(text) for text in _options(centre)]
    forms = SpokenForms()
    drawn = {
        "digits": (forms.telephone_number, forms.reference, forms.postcode),
        "dates": (forms.birthday, forms.day, forms.day, forms.time),
        "amounts": (forms.amount, forms.count),
        "names": (forms.name, forms.name),
        "spelling": (forms.spelling,),
        "email": (forms.address,),
    }
    for family, ways in drawn.items():
        yield family, [way().split() for way in ways for _ in range(_DRAWN)]
    yield "every word", [[word] for word in _EVERY_WORD]
    yield "every name", [[name] for name in (*FIRST_NAMES, *LAST_NAMES)]
    yield "every pair", [[one, other] for one in DIGITS for other in DIGITS]


OTHER_WISHES = 5
"""One of so many of the examples stays where something else was asked, for callers change the subject."""

_EVERY_WORD = (*DIGITS, *TEENS, *TENS, *WEEKDAYS, *MONTHS, *(" ".join(ORDINALS).split()), *LETTERS)
"""What may be said alone, and must not be missing by chance."""


def _options(centre: Centre) -> Iterator[str]:
    """The ways of saying what can be chosen, alone and in a sentence."""
    for intent in centre.intents:
        for detail in intent.details:
            for ways in detail.options.values():
                for way in ways:
                    yield from (f"{lead} {way}" for lead in _OPTION_LEADS)
                    yield f"{way} please"


def _phrases(text: str) -> list[list[str]]:
    return [words for phrase in re.split("[;\\n]", text) if (words := phrase.split())]


def _words(sentence: str) -> list[str]:
    spelt = re.sub(r"\d+", lambda number: f" {_spelt(number.group())} ", sentence.lower().replace("’", "'"))
    return [word.strip("'") for word in re.findall(r"[a-z']+", spelt) if word.strip("'")]


def _spelt(number: str) -> str:
    """A number as it is said: "24" as twenty four, longer ones digit by digit."""
    if len(number) == 2 and number[0] == "1":
        return TEENS[int(number[1])]
    if len(number) == 2 and number[0] > "1":
        return TENS[int(number[0]) - 2] + ("" if number[1] == "0" else f" {DIGITS[int(number[1])]}")
    return " ".join(DIGITS[int(digit)] for digit in number)


def without_dots(text: str) -> str:
    """Letters as they are written: "a. b. two" becomes "a b two", and "p.m." stays."""
    return re.sub(r"(?<!\S)([a-z])\.(?!\S)", r"\1", text)
