"""The drafted note: nothing without support, unknown where nothing is known, and in two languages."""

from hypothesis import given
from hypothesis import strategies as st

from config.centre import Centre
from tests.transcripts.recorded import (
    CALL,
    answered_call,
    callback,
    ended,
    intent,
    journaled,
    said,
    started,
)
from tests.transcripts.wrapped_up import (
    ANA,
    accepted,
    agent_said,
    card,
    hung_up,
    stepped,
    talk,
    ticked,
    tool,
    wrapped_call,
)
from transcripts.events import (
    AnyEvent,
    DetailCaptured,
    DetailsConfirmed,
    EndReason,
    LanguageChosen,
    VoicemailLeft,
    WordFixed,
)
from transcripts.wrap_up_draft import WrapUpDraft, draft_wrap_up


def drafted(centre: Centre, *events: AnyEvent, language: str = "") -> WrapUpDraft:
    return draft_wrap_up(journaled(*events), centre, language)


def detail(name: str, value: str, utterance_id: str = "u1") -> DetailCaptured:
    return DetailCaptured(
        call_id=CALL,
        at_ms=3000,
        utterance_id=utterance_id,
        intent="book_visit",
        name=name,
        value=value,
        confidence=0.9,
        words=value,
    )


def test_a_call_with_an_agent_reads_as_why_what_how_and_what_is_left(centre: Centre):
    draft = drafted(centre, *wrapped_call())
    assert draft.text("reason") == "A slow connection: “my internet is very slow since Tuesday.”"
    assert draft.text("done") == (
        "From the checklists: Say that the call is recorded.\nAna took the call from the bot."
    )
    assert draft.text("outcome") == "Settled, as the caller said: “Great, that's all sorted.”"
    assert [one.text for one in draft.follow_ups] == ["Ana, tomorrow: “I'll send you a new router tomorrow”"]
    assert (draft.follow_ups[0].owner, draft.follow_ups[0].when) == ("Ana", "tomorrow")
    assert draft.disposition == "fault_settled"


def test_every_sentence_names_what_it_stands_on(centre: Centre):
    draft = drafted(centre, *wrapped_call())
    standing = {one.section: (one.utterance_ids, one.sequences, one.start_ms) for one in draft.sentences}
    assert standing["reason"] == (("u1",), (3,), 1000)
    assert standing["outcome"] == (("u2",), (), 50_000)
    assert standing["follow-up"] == (("a1",), (9,), 8000)
    assert draft.proposals[0].utterance_ids == ("u1", "u2")


def test_a_call_of_which_nothing_is_known_says_so(centre: Centre):
    draft = drafted(centre, started(), ended(EndReason.NO_INPUT))
    assert draft.text("reason") == "Why they rang is not known."
    assert draft.text("outcome") == "Whether it is settled is not known."
    assert (draft.text("done"), draft.text("details"), draft.follow_ups) == ("", "", ())
    assert (draft.proposals, draft.disposition) == ((), "")


def test_a_call_without_an_agent_is_drafted_from_what_the_bot_did(centre: Centre):
    draft = draft_wrap_up(answered_call(), centre)
    assert draft.text("done") == "The bot read “Slow internet, First steps”."
    assert draft.text("outcome") == "Settled, as the caller said: “Yes, that fixed it, thanks.”"


def test_what_the_caller_said_to_the_bot_does_not_settle_what_they_then_took_to_an_agent(centre: Centre):
    before = said("u0", "that fixed it", 500)
    draft = drafted(centre, started(), before, *talk()[1:], hung_up())
    assert draft.text("outcome") == "Whether it is settled is not known."


def test_a_yes_long_before_the_end_settles_nothing(centre: Centre):
    early = said("u2", "it works now", 10_000)
    late = said("u3", "and what about my phone", 400_000)
    draft = drafted(centre, *talk(), early, late, hung_up(410_000))
    assert draft.text("outcome") == "Whether it is settled is not known."


def test_a_promised_callback_is_a_follow_up_and_the_outcome(centre: Centre):
    draft = drafted(centre, started(), said("u1", "ring me back please"), callback("u1"), ended())
    assert [one.text for one in draft.follow_ups] == ["Call back +14155552671, by our billing team."]
    assert draft.text("outcome") == "Not settled in this call: a call-back was promised."
    assert draft.follow_ups[0].utterance_ids == ("u1",)


def test_a_message_is_to_be_answered(centre: Centre):
    left = VoicemailLeft(
        call_id=CALL, at_ms=8000, queue="care", path="a.wav", duration_ms=900, text="please ring me"
    )
    draft = drafted(centre, started(), left, ended())
    assert [one.text for one in draft.follow_ups] == [
        "Answer the message that was left for our customer care team: “please ring me”"
    ]


def test_a_recap_is_one_follow_up_and_the_time_is_kept(centre: Centre):
    draft = drafted(
        centre,
        *talk(),
        agent_said("a1", "I'll send you a new router"),
        agent_said("a2", "so I will send you the new router tomorrow", 12_000),
        agent_said("a3", "as I said I'll send you a new router", 15_000),
        hung_up(),
    )
    (only,) = draft.follow_ups
    assert (only.when, only.utterance_ids) == ("tomorrow", ("a2",))


def test_what_the_caller_promises_is_no_follow_up_of_ours(centre: Centre):
    draft = drafted(centre, *talk(), said("u3", "I'll send you the photos tomorrow", 9000), hung_up())
    assert draft.follow_ups == ()


def test_cards_that_were_said_were_told_and_contradicted_ones_were_not(centre: Centre):
    said_so = drafted(centre, *talk(), agent_said("a1", "…"), *card("The discount ended.", "own-words"))
    assert "Told the caller: “The discount ended.” (Your bill, Discounts)" in said_so.text("done")
    for outcome in ("contradicted", "not-used"):
        draft = drafted(centre, *talk(), agent_said("a1", "…"), *card("The discount ended.", outcome))
        assert "discount" not in draft.text("done")


def test_tools_say_what_came_of_them(centre: Centre):
    draft = drafted(
        centre,
        *talk(),
        tool(said="That is booked: a technician comes on Monday."),
        tool("bill", "", failure="the database is away"),
    )
    assert "Book a technician: That is booked: a technician comes on Monday." in draft.text("done")
    assert "Nothing came of “look up what you owe”." in draft.text("done")
    assert "database" not in draft.text("done")


def test_the_last_state_of_an_item_counts(centre: Centre):
    draft = drafted(
        centre, *talk(), ticked("own_name"), ticked("own_name", "due"), ticked("anything_else", "late")
    )
    assert draft.text("done").splitlines()[0] == (
        "From the checklists: Say that the call is recorded; Ask whether there is anything else."
    )


def test_passing_on_consulting_and_handing_over_are_told_with_their_names(centre: Centre):
    draft = drafted(
        centre,
        *talk(),
        stepped("consult", "ben-carter"),
        stepped("hand-over"),
        stepped("pass-on", "billing", by="ben-carter"),
    )
    assert draft.text("done").splitlines()[2:] == [
        "Ben was asked for advice.",
        "Handed over to Ben.",
        "Passed on to our billing team.",
    ]


def test_details_stand_in_their_last_form_without_what_the_caller_denied(centre: Centre):
    denied = DetailsConfirmed(
        call_id=CALL,
        at_ms=4000,
        utterance_id="u1",
        intent="book_visit",
        names=("time_of_day",),
        confirmed=False,
    )
    draft = drafted(
        centre,
        started(),
        said("u1", "monday no tuesday in the morning"),
        detail("day", "2026-11-23"),
        detail("time_of_day", "morning"),
        detail("day", "2026-11-24"),
        denied,
    )
    lines = draft.text("details").splitlines()
    assert len(lines) == 1
    assert lines[0].endswith(": 2026-11-24")


def test_a_secret_detail_is_not_written_down(centre: Centre):
    assert drafted(centre, started(), detail("day", "••••")).text("details").endswith(": given")


def test_a_word_that_the_agent_put_right_is_quoted_right(centre: Centre):
    fixed = WordFixed(call_id=CALL, at_ms=6000, utterance_id="u1", heard="Tuesday", meant="Thursday", by=ANA)
    assert "Thursday" in drafted(centre, *talk(), fixed).text("reason")


def test_a_spanish_call_in_a_spanish_note(centre: Centre):
    events = (
        started(),
        LanguageChosen(call_id=CALL, at_ms=500, language="es-US", how="the caller pressed 9"),
        said("u1", "mi internet está muy lento desde el martes"),
        intent("u1", "slow_connection"),
        *accepted(),
        agent_said("a1", "Le voy a enviar un router nuevo mañana."),
        said("u2", "ya funciona, muchas gracias", 50_000),
        hung_up(),
    )
    spanish, english = drafted(centre, *events, language="es-US"), drafted(centre, *events)
    assert spanish.text("reason") == "Una conexión lenta: «mi internet está muy lento desde el martes»"
    assert spanish.text("outcome") == "Resuelto, según dijo el cliente: «ya funciona, muchas gracias»"
    assert [one.text for one in spanish.follow_ups] == [
        "Ana, mañana: «Le voy a enviar un router nuevo mañana»"
    ]
    assert english.text("outcome") == "Settled, as the caller said: “ya funciona, muchas gracias”"
    assert spanish.proposals[0].title == "Avería: resuelta en la llamada"
    assert english.proposals[0].code == spanish.proposals[0].code


def test_a_language_that_the_centre_does_not_have_is_its_own(centre: Centre):
    assert drafted(centre, *wrapped_call(), language="fr") == drafted(centre, *wrapped_call())


def test_what_would_make_a_text_too_long_is_left_out_whole(centre: Centre):
    draft = drafted(centre, *talk(), *(tool(said=f"Result {one}.") for one in range(500)))
    text = draft.text("done", 4000)
    assert len(text) <= 4000
    assert text.splitlines()[-1].startswith(("Book a technician: Result", "Ana took", "From the"))
    assert len(draft.text("done")) > 4000


def test_markup_in_speech_stays_text(centre: Centre):
    hostile = '<img src=x onerror="alert(1)"> my internet is slow </script>'
    draft = drafted(centre, started(), said("u1", hostile), intent("u1", "slow_connection"))
    assert "<img" in draft.text("reason")


@given(st.integers(0, len(wrapped_call())), st.permutations(range(1, len(wrapped_call()))))
def test_it_can_be_drafted_from_any_part_of_a_call_and_stands_only_on_what_is_there(
    centre: Centre, kept: int, order: list[int]
):
    whole = wrapped_call()
    events = journaled(whole[0], *(whole[at] for at in order[:kept]))
    ids = {getattr(event, "utterance_id", "") for event in events}
    draft = draft_wrap_up(events, centre)
    for one in draft.sentences:
        assert one.utterance_ids or one.sequences
        assert set(one.utterance_ids) <= ids
        assert all(1 <= number <= len(events) for number in one.sequences)
