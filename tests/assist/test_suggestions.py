from datetime import date

import pytest

from assist.knowledge import Passage
from assist.knowledge_library import Answer
from assist.knowledge_library import Band as LibraryBand
from assist.said import Outcome
from assist.suggestion_commands import Action, Clear, Command, Form, Paint, Search, Write
from assist.suggestion_density import Density, density_of
from assist.suggestion_sources import Band, Found, answers, band_of, sources
from assist.suggestions import URGENT_WAIT_MS, Suggestions
from config.settings import SuggestionSettings
from transcripts.assist_events import SuggestionAnswered, SuggestionDropped, SuggestionOffered

SETTINGS = SuggestionSettings(held_out=0.0)
BILL = "why is my bill higher this month"
MOVING = "and what happens to my phone number when we move house"


def source(
    article: str = "bill",
    section: str = "Short answer",
    text: str = "The first bill covers part of a month too. It is higher for that reason.",
    band: Band = Band.HIGH,
) -> Found:
    return Found(article, f"About {article}", section, text, "1.6, 2026-01-05", band)


def suggestions(
    settings: SuggestionSettings = SETTINGS,
    density: Density = Density.FULL,
    prompts: dict[str, str] | None = None,
) -> Suggestions:
    return Suggestions("c1", settings, b"salt", density=density, prompts=prompts)


def search(commands: list[Command]) -> Search:
    (found,) = [command for command in commands if isinstance(command, Search)]
    return found


def painted(commands: list[Command]) -> Paint | None:
    found = [command for command in commands if isinstance(command, Paint)]
    assert len(found) <= 1
    return found[0] if found else None


def events(commands: list[Command]) -> list[object]:
    return [command.event for command in commands if isinstance(command, Write)]


def dropped(commands: list[Command]) -> list[tuple[str, str]]:
    return [(e.suggestion_id, e.why) for e in events(commands) if isinstance(e, SuggestionDropped)]


def with_card(one: Suggestions, at_ms: int = 1_000, found: Found | None = None, text: str = BILL) -> str:
    """A card, painted half a second after the caller's words; its name."""
    asked = search(one.caller_said(f"u{at_ms}", text, at_ms, at_ms + 300))
    shown = painted(one.found(asked.search_id, [found or source()], at_ms + 500))
    assert shown is not None
    assert shown.showing.card is not None
    return shown.showing.card.suggestion_id


def test_the_end_of_the_callers_utterance_asks_and_what_is_found_is_painted_with_its_source():
    one = suggestions()
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    assert (asked.query, asked.utterance_id, asked.pulled) == (BILL, "u1", False)
    commands = one.found(asked.search_id, [source()], 1_500)
    (offered,) = events(commands)
    assert isinstance(offered, SuggestionOffered)
    assert (offered.form, offered.article, offered.section, offered.version, offered.band, offered.age_ms) == (
        "card", "bill", "Short answer", "1.6, 2026-01-05", "high", 500,
    )  # fmt: skip
    shown = painted(commands)
    assert shown is not None
    assert shown.showing == one.showing
    assert shown.showing.card is not None
    assert (
        shown.showing.card.text == "The first bill covers part of a month too. It is higher for that reason."
    )


@pytest.mark.parametrize(
    "text",
    [
        "mhm",
        "okay thanks",
        "how are you today",
        "good morning",
        "my name is Maria Gomez",
        "four four seven one",
    ],
)
def test_small_talk_and_data_are_not_looked_up(text: str):
    assert suggestions().caller_said("u1", text, 1_000, 1_300) == []


def test_nothing_is_painted_while_the_agent_speaks_and_it_comes_when_they_stop():
    one = suggestions()
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    one.agent_speaks()
    assert one.found(asked.search_id, [source()], 1_500) == []
    assert one.next_due_ms == 7_001
    assert painted(one.agent_stopped(4_000)) is not None


def test_what_waited_for_the_agent_too_long_is_recorded_and_never_painted():
    one = suggestions()
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    one.agent_speaks()
    one.found(asked.search_id, [source()], 1_500)
    assert one.due(7_000) == []
    commands = one.due(7_001)
    assert painted(commands) is None
    assert dropped(commands) == [("s1", "stale")]
    assert one.agent_stopped(8_000) == []


def test_what_waits_for_the_agent_is_recorded_when_something_newer_or_the_end_comes_first():
    one = suggestions()
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    one.agent_speaks()
    one.found(asked.search_id, [source()], 1_500)
    asked = search(one.caller_said("u2", BILL + " and the late fee", 2_000, 2_300))
    assert dropped(one.found(asked.search_id, [source("late")], 2_500)) == [("s1", "replaced")]
    assert dropped(one.call_over(3_000)) == [("s2", "call-over")]


def test_a_search_that_took_too_long_paints_nothing():
    one = suggestions()
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    commands = one.found(asked.search_id, [source()], 7_001)
    assert painted(commands) is None
    assert dropped(commands) == [("s1", "stale")]


def test_an_answer_to_what_was_asked_before_is_not_shown():
    one = suggestions()
    first = search(one.caller_said("u1", BILL, 1_000, 1_300))
    one.caller_said("u2", MOVING, 3_000, 3_300)
    assert one.found(first.search_id, [source()], 3_500) == []


def test_a_second_card_within_twenty_seconds_is_a_chip_if_it_fits_well_and_nothing_otherwise():
    one = suggestions()
    with_card(one)
    asked = search(one.caller_said("u2", BILL + " and the late fee", 9_000, 9_300))
    one.found(asked.search_id, [source("late")], 9_500)
    assert [chip.form for chip in one.showing.chips] == [Form.CHIP]
    asked = search(one.caller_said("u3", BILL + " and the discount", 12_000, 12_300))
    assert one.found(asked.search_id, [source("offers", band=Band.MEDIUM)], 12_500) == []
    asked = search(one.caller_said("u4", BILL + " and the discount", 22_000, 22_300))
    commands = one.found(asked.search_id, [source("offers", band=Band.MEDIUM)], 22_500)
    assert dropped(commands) == [("s1", "replaced")]
    assert one.showing.card is not None
    assert one.showing.card.article_id == "offers"


def test_the_card_goes_when_the_topic_moves():
    one = suggestions()
    with_card(one)
    commands = one.caller_said("u2", MOVING, 9_000, 9_300)
    assert dropped(commands) == [("s1", "topic-moved")]
    assert isinstance(commands[-1], Clear)


def test_the_card_stays_while_the_caller_says_more_about_it():
    one = suggestions()
    with_card(one)
    one.caller_said("u2", "the bill was sixty dollars and last month it was forty", 9_000, 9_300)
    one.caller_said("u3", "yes please", 12_000, 12_300)
    assert one.showing.card is not None


def test_a_new_intent_takes_away_what_answered_the_old_one_and_keeps_what_answers_the_new_one():
    one = suggestions()
    one.topic("bill", "u0", 500)
    with_card(one)
    assert dropped(one.topic("moving", "u9", 2_000)) == [("s1", "topic-moved")]
    with_card(one, 30_000, source("moving"), MOVING)
    assert one.topic("number", "u30000", 31_000) == []


def test_without_a_source_there_is_no_answer_only_the_query():
    one = suggestions()
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    one.found(asked.search_id, [source(band=Band.LOW)], 1_500)
    assert one.showing.card is None
    (chip,) = one.showing.chips
    assert (chip.text, chip.query, chip.title) == ("", BILL, "")
    commands = one.acted(chip.suggestion_id, Action.USED, 2_000)
    assert search(commands).pulled
    assert one.showing.chips == ()


def test_a_turn_that_asks_for_no_knowledge_is_no_query():
    one = suggestions()
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    assert one.found(asked.search_id, [], 1_500, seeks=False) == []


def test_what_the_knowledge_base_and_the_library_find_can_be_cited():
    passage = Passage("bill", "Your bill", "Short answer", "It comes on the first.", "1.6", 0.7)
    (plain,) = sources([passage])
    assert (plain.version, plain.band, plain.quoted) == ("1.6", Band.HIGH, "")
    assert [band_of(score) for score in (0.6, 0.35, 0.34)] == [Band.HIGH, Band.MEDIUM, Band.LOW]
    answer = Answer(
        "bill", "Your bill", "Short answer", "It comes on the first.", "It comes on the first. It is long.",
        "1.6", date(2026, 1, 5), 0.8, LibraryBand.MEDIUM,
    )  # fmt: skip
    (dated,) = answers([answer])
    assert (dated.version, dated.band) == ("1.6, 2026-01-05", Band.MEDIUM)
    one = suggestions()
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    one.found(asked.search_id, [dated], 1_500)
    assert one.showing.card is not None
    assert one.showing.card.text == "It comes on the first."


def test_a_passage_is_not_offered_twice_unless_the_agent_asks():
    one = suggestions()
    with_card(one)
    asked = search(one.caller_said("u2", BILL, 30_000, 30_300))
    assert one.found(asked.search_id, [source()], 30_500) == []
    pulled = search(one.look_up("bill", 31_000))
    one.found(pulled.search_id, [source()], 31_200)
    assert one.showing.card is not None
    assert one.showing.card.pulled


def test_wrong_stops_the_article_for_the_call():
    one = suggestions()
    card = with_card(one)
    (answered,) = events(one.acted(card, Action.WRONG, 2_000, "old", "ana"))
    assert isinstance(answered, SuggestionAnswered)
    assert (answered.action, answered.because, answered.by) == ("wrong", "old", "ana")
    assert one.showing.card is None
    asked = search(one.caller_said("u2", BILL, 300_000, 300_300))
    assert one.found(asked.search_id, [source(section="Other")], 300_500) == []


def test_not_now_keeps_the_article_away_for_a_while():
    one = suggestions()
    one.acted(with_card(one), Action.NOT_NOW, 2_000)
    asked = search(one.caller_said("u2", BILL, 100_000, 100_300))
    assert one.found(asked.search_id, [source()], 100_500) == []
    asked = search(one.caller_said("u3", BILL, 200_000, 200_300))
    assert painted(one.found(asked.search_id, [source()], 200_500)) is not None


def test_a_used_card_stays_to_be_read_and_ends_once():
    one = suggestions()
    card = with_card(one)
    one.acted(card, Action.USED, 2_000)
    assert one.showing.card is not None
    assert one.showing.card.used
    assert one.acted(card, Action.WRONG, 2_500) == []
    assert events(one.call_over(9_000)) == []
    assert one.showing.card is None


def test_saying_a_card_uses_it_and_clears_it():
    one = suggestions()
    card = with_card(one)
    commands = one.said(card, Outcome.OWN_WORDS, 9_000)
    (answered,) = events(commands)
    assert isinstance(answered, SuggestionAnswered)
    assert (answered.action, answered.because, answered.by) == ("used", "said", "")
    assert isinstance(commands[-1], Clear)


def test_a_contradicted_card_stays_where_it_is():
    one = suggestions()
    assert one.said(with_card(one), Outcome.CONTRADICTED, 9_000) == []


def test_a_held_out_card_is_recorded_and_never_painted_and_the_next_waits_as_if_it_were():
    one = suggestions(SuggestionSettings(held_out=0.5))
    painted_ids: set[str] = set()
    held: list[str] = []
    for turn in range(40):
        at = turn * 30_000
        asked = search(one.caller_said(f"u{turn}", f"{BILL} question {'x' * turn}", at, at + 300))
        commands = one.found(asked.search_id, [source(f"a{turn}")], at + 500)
        held += [e.suggestion_id for e in events(commands) if isinstance(e, SuggestionOffered) and e.held_out]
        if one.showing.card is not None:
            painted_ids.add(one.showing.card.suggestion_id)
        soon = search(one.caller_said(f"v{turn}", f"{BILL} again {'x' * turn}", at + 9_000, at + 9_300))
        commands = one.found(soon.search_id, [source(f"b{turn}", band=Band.MEDIUM)], at + 9_500)
        assert events(commands) == []
    assert 8 <= len(held) <= 32
    assert not painted_ids & set(held)


def test_manual_search_is_never_held_out_comes_while_speaking_and_does_not_use_up_the_twenty_seconds():
    one = suggestions(SuggestionSettings(held_out=0.5))
    one.agent_speaks()
    for turn in range(20):
        asked = search(one.look_up("router", turn * 1_000))
        one.found(
            asked.search_id, [source("r1"), source("r2"), source("r3"), source("r4")], turn * 1_000 + 90
        )
        assert one.showing.card is not None
        assert one.showing.card.pulled
        assert len(one.showing.chips) == 2
    one.agent_stopped(60_000)
    assert one.showing.card is not None


def test_a_search_that_finds_nothing_says_so():
    one = suggestions()
    asked = search(one.look_up("flux capacitor", 1_000))
    one.found(asked.search_id, [], 1_100)
    assert one.showing.nothing_for == "flux capacitor"


def test_what_the_agent_searched_for_is_not_pushed_away():
    one = suggestions()
    asked = search(one.look_up("router", 1_000))
    one.found(asked.search_id, [source("router")], 1_100)
    asked = search(one.caller_said("u1", BILL, 5_000, 5_300))
    one.found(asked.search_id, [source()], 5_500)
    assert one.showing.card is not None
    assert one.showing.card.article_id == "router"
    assert [chip.article_id for chip in one.showing.chips] == ["bill"]


def test_safety_does_not_wait_for_twenty_seconds_and_nothing_replaces_it():
    one = suggestions(prompts={"self-harm": "Stay on the line. Alt+H calls your supervisor."})
    with_card(one)
    commands = one.noticed("self-harm", "u2", 3_000, 3_200)
    assert dropped(commands) == [("s1", "replaced")]
    assert one.showing.card is not None
    assert one.showing.card.form is Form.SAFETY
    asked = search(one.caller_said("u3", BILL, 40_000, 40_300))
    one.found(asked.search_id, [source("late")], 40_500)
    assert one.showing.card is not None
    assert one.showing.card.form is Form.SAFETY
    assert one.noticed("self-harm", "u4", 50_000, 50_200) == []


def test_safety_interrupts_an_agent_who_goes_on_speaking():
    one = suggestions(prompts={"emergency": "Ask where they are."})
    one.agent_speaks()
    assert one.noticed("emergency", "u1", 1_000, 1_100) == []
    assert one.next_due_ms == 1_100 + URGENT_WAIT_MS
    assert painted(one.due(1_100 + URGENT_WAIT_MS)) is not None


def test_a_second_danger_waits_for_the_first_without_a_timer_that_rings_for_ever():
    one = suggestions(prompts={"emergency": "Ask where they are.", "self-harm": "Stay on the line."})
    one.noticed("emergency", "u1", 1_000, 1_100)
    one.agent_speaks()
    one.noticed("self-harm", "u2", 2_000, 2_100)
    assert one.next_due_ms == 121_100
    commands = one.acted("s1", Action.USED, 9_000)
    shown = painted(commands)
    assert shown is not None
    assert shown.showing.card is not None
    assert shown.showing.card.text == "Stay on the line."


def test_a_cue_without_a_text_of_the_centres_is_no_card():
    assert suggestions().noticed("emergency", "u1", 1_000, 1_100) == []


def test_an_expert_sees_chips_and_safety_only():
    one = suggestions(density=Density.EXPERT, prompts={"emergency": "Ask where they are."})
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    one.found(asked.search_id, [source(band=Band.MEDIUM)], 1_500)
    assert one.showing.card is None
    assert [chip.article_id for chip in one.showing.chips] == ["bill"]
    one.noticed("emergency", "u2", 3_000, 3_100)
    assert one.showing.card is not None


@pytest.mark.parametrize(
    ("started", "density"),
    [
        (None, Density.FULL),
        (date(2026, 11, 1), Density.FULL),
        (date(2026, 8, 24), Density.FULL),
        (date(2026, 8, 23), Density.EXPERT),
    ],
)
def test_density_goes_by_the_days_that_an_agent_has_been_there(started: date | None, density: Density):
    assert density_of(started, date(2026, 11, 21), SETTINGS) is density


def test_quiet_takes_all_away_but_safety_and_what_is_searched():
    one = suggestions(prompts={"emergency": "Ask where they are."})
    with_card(one)
    one.next_item("Read the new price", 1_600)
    commands = one.quiet(2_000)
    assert dropped(commands) == [("s1", "quiet"), ("s2", "quiet")]
    assert one.showing.quiet
    assert one.caller_said("u2", BILL, 30_000, 30_300) == []
    one.next_item("Say the recording notice", 31_000, critical=True)
    assert [chip.form for chip in one.showing.chips] == [Form.COMPLIANCE]
    one.noticed("emergency", "u3", 32_000, 32_100)
    assert one.showing.card is not None
    one.quiet(33_000, on=False)
    assert search(one.caller_said("u4", BILL, 60_000, 60_300))


def test_there_are_never_more_than_two_chips_and_the_checklist_has_one_of_them():
    one = suggestions(density=Density.EXPERT)
    for turn in range(4):
        at = turn * 1_000
        asked = search(one.caller_said(f"u{turn}", f"{BILL} {'x' * turn}", at, at + 100))
        one.found(asked.search_id, [source(f"a{turn}")], at + 200)
    assert [chip.article_id for chip in one.showing.chips] == ["a2", "a3"]
    commands = one.next_item("Confirm by e-mail", 5_000)
    assert dropped(commands) == [("s3", "replaced")]
    assert one.showing.chips[0].text == "Confirm by e-mail"
    assert one.showing.chips[1].article_id == "a3"
    asked = search(one.caller_said("u5", f"{BILL} again", 5_500, 5_600))
    commands = one.found(asked.search_id, [source("a5")], 5_700)
    assert dropped(commands) == [("s4", "replaced")]
    assert [chip.article_id for chip in one.showing.chips] == ["", "a5"]
    one.next_item(None, 6_000)
    assert [chip.article_id for chip in one.showing.chips] == ["a5"]


def test_a_chip_that_is_opened_becomes_the_card():
    one = suggestions(density=Density.EXPERT)
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    one.found(asked.search_id, [source()], 1_500)
    one.acted(one.showing.chips[0].suggestion_id, Action.EXPANDED, 2_000)
    assert one.showing.chips == ()
    assert one.showing.card is not None
    assert (one.showing.card.form, one.showing.card.expanded) == (Form.CARD, True)
    assert dropped(one.call_over(9_000)) == [("s1", "call-over")]


def test_a_card_that_nobody_answers_goes_at_last():
    one = suggestions()
    with_card(one)
    assert one.next_due_ms == 121_500
    assert dropped(one.due(121_500)) == [("s1", "stale")]


def test_after_the_call_nothing_comes():
    one = suggestions(prompts={"emergency": "Ask."})
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    one.call_over(1_400)
    assert one.found(asked.search_id, [source()], 1_500) == []
    assert one.caller_said("u2", BILL, 2_000, 2_300) == []
    assert one.noticed("emergency", "u2", 2_000, 2_300) == []
    assert one.look_up("router", 3_000) == []
    assert one.next_item("Say it", 3_000) == []


def test_a_service_that_restarts_shows_what_was_shown_and_remembers_what_was_said_of_it():
    one = suggestions()
    journal = [*events(one.next_item("Confirm by e-mail", 500))]
    asked = search(one.caller_said("u1", BILL, 1_000, 1_300))
    commands = one.found(asked.search_id, [source()], 1_500)
    journal += events(commands)
    journal += events(one.acted("s2", Action.WRONG, 2_000))
    asked = search(one.caller_said("u2", BILL + " discount", 30_000, 30_300))
    journal += events(one.found(asked.search_id, [source("offers")], 30_500))
    again = suggestions()
    again.restore(event for event in journal)  # type: ignore[misc]
    assert again.showing == one.showing
    asked = search(again.caller_said("u3", BILL, 60_000, 60_300))
    assert again.found(asked.search_id, [source(section="Other")], 60_500) == []
    asked = search(again.caller_said("u4", BILL + " late fee", 62_000, 62_300))
    (offered,) = [
        e
        for e in events(again.found(asked.search_id, [source("late")], 62_500))
        if isinstance(e, SuggestionOffered)
    ]
    assert offered.suggestion_id == "s4"
