from dataclasses import replace
from datetime import date

from config.centre import (
    Article,
    Centre,
    Detail,
    DetailKind,
    Intent,
    Method,
    OpeningHours,
    Queue,
    Section,
    Tool,
    VerificationMethod,
)
from voice.speech.known_phrases import known_phrases

TODAY = date(2026, 11, 20)


def asked(name: str, ask: str) -> Detail:
    return Detail(name, name, DetailKind.DATE, ask)


def whole(centre: Centre) -> Centre:
    article = Article("a", "A slow line", "1", date(2026, 1, 1), None, "caller", (Section("Short", "Wait."),))
    return replace(
        centre,
        prompts={
            "fault": "Sorry.",
            "answer_lead": "On {title}.",
            "callback_agreed": "They ring {number}.",
            "person_offer": "I will ask {queue}.",
            "intent_clarify": "Is it {title}?",
            "open_question": "How can I help?",
            "greeting": "Welcome to {centre}.",
        },
        intents=(
            Intent("slow", "a slow line", ("x",), article="a", details=(asked("day", "Which day?"),)),
            Intent("other", "another", ("y",), article="old"),
        ),
        articles=(
            article,
            replace(article, id="old", valid_to=date(2026, 2, 1), sections=(Section("Short", "Old."),)),
        ),
        queues=(Queue("care", "our care team", OpeningHours(None, ((),) * 7, ())),),  # type: ignore[arg-type]
        tools=(Tool("t", "do", {}, {}, {"done": "Done.", "priced": "It is {price}."}, filler="A moment."),),
        verification=(VerificationMethod(Method.RECORD, 1, (asked("born", "When were you born?"),)),),
    )


def test_the_first_sentences_of_a_call_come_first_and_what_only_a_call_can_fill_is_left_out(
    centre: Centre,
) -> None:
    phrases = list(known_phrases(whole(centre), TODAY))
    assert phrases[:4] == [
        "Welcome to Test Fibre.",
        "How can I help?",
        "Which day?",
        "When were you born?",
    ]
    assert set(phrases[4:]) == {
        "Sorry.",
        "On a slow line.",
        "Wait.",
        "A moment.",
        "Done.",
        "I will ask our care team.",
        "Is it a slow line?",
        "Is it another?",
    }
    assert len(phrases) == len(set(phrases))
    assert phrases.index("Wait.") < phrases.index("Is it a slow line?")


def test_another_language_says_its_own(centre: Centre) -> None:
    spanish = replace(whole(centre), prompts={"greeting": "Gracias por llamar a {centre}."})
    assert next(known_phrases(spanish, TODAY)) == "Gracias por llamar a Test Fibre."
