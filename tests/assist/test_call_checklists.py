"""A call's checklists in the sample centre: opened by its matters, fed with what was before, in two languages."""

import pytest

from assist.call_checklists import CallChecklists, ChecklistBook
from assist.checklist import ReasonMissing
from assist.checklist_states import ItemState
from config.centre import Centre
from transcripts.events import (
    AnyEvent,
    ChecklistItemSet,
    DetailCaptured,
    IntentRecognised,
    Speaker,
    Utterance,
)

DUTIES = {
    "own_name": (
        "hello you're speaking with mark",
        "hi, this is Mark from customer care",
    ),
    "anything_else": (
        "anything else for you today?",
        "is there anything else I can help with",
        "do you have further questions",
    ),
    "why": (
        "could you tell me why you want to cancel",
        "and why would you like to cancel the contract",
        "what's the reason that you're canceling",
    ),
    "smaller_plan": (
        "we could move you to a smaller plan",
        "have you thought about a cheaper plan",
        "there is a less expensive plan for thirty dollars",
    ),
    "equipment": (
        "you have to send back the router in the next fourteen days",
        "we'll send you a label so you can return your router",
        "please return the equipment",
    ),
    "own_words": ("let me make sure I understand what went wrong",),
    "case": (
        "I've opened a case for you, its number is four five one",
        "the case number is seven seven two",
    ),
    "somebody_home": (
        "someone over eighteen must be home",
        "please make sure an adult is there to let him in",
    ),
}
OTHER_TALK = """
let me have a look at your account
your bill is due on the fifteenth
one moment please I am checking
the technician comes on monday morning
can I have your zip code please
you can restart the router by pulling the plug
I am sorry to hear that
that is fifty nine dollars a month
I will put you on hold for a moment
thank you for waiting
you will get an email with the date
I can credit ten dollars to your bill
are you at home at the moment
can you read me the number on the router
is the router switched on
we have another plan with more speed
the reason is an outage in your area
your contract ends in march
you do not need to return the equipment
it is not about a smaller plan
"""


@pytest.fixture(scope="module")
def book(centre: Centre) -> ChecklistBook:
    return ChecklistBook(centre)


@pytest.fixture(scope="module")
def spanish(centre: Centre) -> ChecklistBook:
    return ChecklistBook(centre.locales[0])


def said(text: str, number: int = 1, speaker: Speaker = Speaker.AGENT) -> Utterance:
    return Utterance(
        call_id="call-1",
        at_ms=number * 5_000,
        utterance_id=f"{speaker.value}-{number}",
        speaker=speaker,
        text=text,
        start_ms=number * 5_000 - 2_000,
        end_ms=number * 5_000 - 200,
        confidence=0.9,
        engine="test",
    )


def matter(intent: str, at_ms: int = 100) -> IntentRecognised:
    return IntentRecognised(
        call_id="call-1", at_ms=at_ms, utterance_id="caller-1", intent=intent, confidence=0.9
    )


def opened(book: ChecklistBook, *intents: str) -> CallChecklists:
    call = CallChecklists(book)
    for intent in intents:
        call.heard(matter(intent))
    return call


ALL = ("cancel_service", "complaint", "book_visit")


@pytest.mark.parametrize(("item", "line"), [(item, line) for item, lines in DUTIES.items() for line in lines])
def test_a_duty_is_ticked_by_other_words_for_it(book: ChecklistBook, item: str, line: str):
    ticked = opened(book, *ALL).heard(said(line))
    assert item in {one.item for one in ticked}, ticked
    assert {one.by for one in ticked} == {"meaning"}


@pytest.mark.parametrize("line", OTHER_TALK.strip().splitlines())
def test_an_agents_other_talk_ticks_nothing(book: ChecklistBook, line: str):
    assert not opened(book, *ALL).heard(said(line))


def test_the_checklist_of_every_call_is_open_at_once_and_a_matters_when_it_is_known(book: ChecklistBook):
    call = CallChecklists(book)
    assert [one.definition.name for one in call.checklists] == ["every_call"]
    call.heard(matter("cancel_service"))
    call.heard(matter("cancel_service"))
    call.heard(matter("opening_hours"))
    assert [one.definition.name for one in call.checklists] == ["every_call", "cancel_service"]


def test_a_matter_that_turns_up_late_finds_what_was_done_before(book: ChecklistBook):
    call = CallChecklists(book)
    call.heard(
        DetailCaptured(
            call_id="call-1",
            at_ms=1,
            utterance_id="caller-1",
            intent="book_visit",
            name="day",
            value="2026-11-23",
            confidence=0.9,
            words="on monday",
        )
    )
    (ticked,) = call.heard(matter("book_visit", at_ms=7_000))
    assert (ticked.checklist, ticked.item, ticked.by, ticked.at_ms) == ("book_visit", "day", "journal", 7_000)
    assert ticked.words == "on monday"


def test_every_step_has_its_turn(book: ChecklistBook):
    call = opened(book, "cancel_service")
    steps: list[str] = []
    lines = (
        "Hello, my name is Ana and I will help you. The call is recorded.",
        "May I ask why you want to leave us? A smaller plan may be enough for you.",
        "You can cancel with fourteen days of notice.",
        "In the first twelve months there is a fee of fifteen dollars for each month that is left.",
        "Please send the router back within fourteen days.",
        "Is there anything else I can do for you?",
    )
    for number, line in enumerate(lines, 1):
        step = call.next_step
        assert step is not None
        steps.append(step.item)
        call.heard(said(line, number))
    assert steps == ["recording", "identity", "identity", "fee", "identity", "identity"]
    assert call.missed == ("Verify who is calling",)


def test_closing_asks_for_one_reason_for_all_of_them_and_sets_nothing_before_it_has_one(book: ChecklistBook):
    call = opened(book, "cancel_service")
    with pytest.raises(ReasonMissing):
        call.close("ana-flores", call_id="call-1", at_ms=1)
    assert all(one.state is ItemState.DUE for checklist in call.checklists for one in checklist.items)
    missed = call.close("ana-flores", call_id="call-1", at_ms=1, reason="they hung up")
    assert {one.checklist for one in missed} == {"every_call", "cancel_service"}
    assert call.missed, "they stay missed"


def test_a_persons_word_reaches_the_right_checklist(book: ChecklistBook):
    call = opened(book, "cancel_service")
    one = call.overrule("cancel_service", "why", ItemState.DONE, "ana-flores", call_id="call-1", at_ms=1)
    assert (one.checklist, one.item, one.by) == ("cancel_service", "why", "ana-flores")
    with pytest.raises(KeyError):
        call.overrule("complaint", "case", ItemState.DONE, "ana-flores", call_id="call-1", at_ms=1)


def test_the_journal_brings_all_of_them_back(book: ChecklistBook):
    call, journal = CallChecklists(book), list[AnyEvent]()
    for event in (
        said("the call is recorded", 1),
        matter("complaint", 6_000),
        said("you will get an answer in writing within ten", 2),
        said("business days", 3),
    ):
        journal += [event, *call.heard(event)]
    journal.append(
        call.overrule("complaint", "case", ItemState.NOT_APPLICABLE, "ana", call_id="call-1", at_ms=20_000)
    )
    again = CallChecklists(book)
    assert not [one for event in journal for one in again.heard(event) if one not in journal]
    assert [one.items for one in again.checklists] != []
    for here, there in zip(call.checklists, again.checklists, strict=True):
        assert [(one.state, one.by) for one in here.items] == [(one.state, one.by) for one in there.items]
    assert sum(isinstance(event, ChecklistItemSet) for event in journal) == 3


@pytest.mark.parametrize(
    ("item", "by", "line"),
    [
        ("recording", "exact", "Buenos días, esta llamada está siendo grabada."),
        ("recording", "exact", "la yamada se graba"),
        ("notice", "exact", "mire, puede cancelar con 14 días de aviso"),
        ("fee", "exact", "en los primeros doce meses hay un cargo de quince dolares por cada mes que falta"),
        ("own_name", "meaning", "buenas tardes, me llamo Laura, le voy a ayudar"),
        ("why", "meaning", "¿me puede decir por qué quiere cancelar?"),
        ("smaller_plan", "meaning", "podría cambiar a un plan más económico"),
        ("equipment", "meaning", "tiene que devolver el módem en catorce días"),
        ("anything_else", "meaning", "¿le puedo ayudar en algo más?"),
    ],
)
def test_spanish_is_ticked_as_english_is(spanish: ChecklistBook, item: str, by: str, line: str):
    ticked = opened(spanish, "cancel_service").heard(said(line))
    assert (item, by) in {(one.item, one.by) for one in ticked}, ticked


@pytest.mark.parametrize(
    "line",
    [
        "puede cancelar con quince días de aviso",
        "esta llamada no se graba",
        "un momento por favor",
        "su factura vence el quince",
        "el técnico llega el lunes por la mañana",
    ],
)
def test_other_spanish_talk_ticks_nothing(spanish: ChecklistBook, line: str):
    assert not opened(spanish, "cancel_service").heard(said(line))
