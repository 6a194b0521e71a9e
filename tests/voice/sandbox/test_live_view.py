import io
from collections.abc import AsyncIterator, Sequence

import pytest
from rich.console import Console

from tests.voice.sandbox.call_of_events import caller, ended, partial, started, summary, timed, whole_call
from transcripts.events import AnyEvent, FaultNoticed
from voice.sandbox.latency_bars import STAGES, bars
from voice.sandbox.live_call import LiveCall
from voice.sandbox.live_view import closing, render, watch


def call_of(events: Sequence[AnyEvent]) -> LiveCall:
    call = LiveCall()
    for event in events:
        call.apply(event)
    return call


def picture(call: LiveCall, width: int = 100, height: int | None = None) -> list[str]:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    console.print(render(call, width, height))
    return console.file.getvalue().splitlines()


def colours(call: LiveCall) -> str:
    console = Console(width=100, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(render(call, 100))
    return console.file.getvalue()


async def stream(events: Sequence[AnyEvent]) -> AsyncIterator[AnyEvent]:
    for event in events:
        yield event


def test_both_speakers_words_stand_left_and_the_latency_right():
    lines = picture(call_of(whole_call()))
    asked = next(line for line in lines if "why is my bill" in line)
    assert asked.startswith("▎ 0:10 caller  why is my bill so high this month")
    assert any(line.endswith("630  = 500 + 84 + 4 + 30 + 12") for line in map(str.rstrip, lines))
    assert "░ hangover" in "\n".join(lines)


def test_what_was_cut_off_is_marked():
    text = "\n".join(picture(call_of(whole_call())))
    assert "A discount may have ╳ cut off: ended." in text


def test_below_stand_intent_card_transfer_and_what_was_settled():
    text = "\n".join(picture(call_of(whole_call()), width=140))
    assert "intent    bill_high  0.93" in text
    assert "card      A higher bill · Short answer (bill-high) · A discount may have ended." in text
    assert 'transfer  asked-for-human: the caller asked for a person: "a person"; a call-back by our' in text
    assert "settled   no, said the caller; a call-back on +15035550142, by billing" in text


def test_the_places_below_are_kept_free_so_that_nothing_moves():
    empty, full = picture(call_of([started()]), 100, 24), picture(call_of(whole_call()), 100, 24)
    assert len(empty) == len(full) == 24
    assert [line[:8] for line in empty[-4:]] == [line[:8] for line in full[-4:]]
    assert all(line.rstrip().endswith("–") for line in empty[-4:])


@pytest.mark.parametrize("width", [40, 60, 76, 100, 200])
def test_nothing_is_wider_than_the_terminal(width: int):
    assert max(map(len, picture(call_of(whole_call()), width))) <= width


def test_where_there_is_little_room_the_newest_words_stay():
    many = [started(), *(caller(f"u{n}", n * 1000, f"sentence {n}") for n in range(60))]
    lines = picture(call_of(many), 100, 20)
    assert len(lines) == 20
    text = "\n".join(lines)
    assert "sentence 59" in text
    assert "sentence 0" not in text


def test_a_narrow_terminal_has_the_latency_under_the_words():
    lines = picture(call_of(whole_call()), 60)
    words = next(n for n, line in enumerate(lines) if "why is my bill" in line)
    legend = next(n for n, line in enumerate(lines) if "hangover" in line)
    assert legend > words


def test_what_a_caller_says_is_neither_markup_nor_a_control_sequence():
    said = "[bold]me\x1b]0;title\x07\u202e[/bold]\nnow"
    fault = FaultNoticed(call_id="c1", at_ms=4000, part="engine", explanation="\x1b[31mbroke")
    call = call_of([started(), caller("u1", 0, said), partial("u2", 3000, "\x1b[2J[red]"), fault])
    text = "\n".join(picture(call, 120))
    assert "[bold]me]0;title[/bold] now" in text
    assert "[2J[red]…" in text
    assert not {"\x1b", "\x07", "\u202e"} & set(text)


def test_unfinished_words_are_grey_and_final_ones_are_not():
    drawn = colours(call_of([started(), partial("u1", 0, "growing")]))
    assert "\x1b[90mgrowing…" in drawn
    drawn = colours(call_of([started(), caller("u1", 0, "finished")]))
    assert "\x1b[90m" not in drawn
    assert "finished" in drawn


def test_red_is_for_now_alone():
    red = "\x1b[1;31m"
    assert colours(call_of([started()])).count(red) == 1
    assert red not in colours(call_of(whole_call()))


def test_before_the_call_the_picture_says_that_it_waits():
    assert picture(LiveCall())[0] == "waiting for the call"


def test_bars_are_as_long_as_their_turn_on_one_scale():
    console = Console(width=50, file=io.StringIO(), color_system=None)
    console.print(bars([timed("u1", 200, 100, 100, 50, 50), timed("u2", 1000, 800, 100, 50, 50)], 40))
    _, short, _, full = (line.rstrip() for line in console.file.getvalue().splitlines())
    assert (len(short), len(full)) == (10, 40)
    assert set(full) == {sign for _, sign, _ in STAGES}
    assert full.count("░") == 20


def test_stages_that_took_no_time_or_less_draw_nothing():
    console = Console(width=50, file=io.StringIO(), color_system=None)
    console.print(bars([timed("u1", 500, 0, -20, 0, 0)], 40))
    assert console.file.getvalue().splitlines()[1].rstrip() == "░" * 20


def test_the_end_shows_the_summary_what_it_stands_on_and_what_to_open():
    console = Console(width=100, file=io.StringIO(), color_system=None)
    console.print(closing(call_of(whole_call()), {"recording": "out/recording.wav", "record": "show c1"}))
    text = console.file.getvalue()
    assert "ended     A call-back was agreed. Outcome: callback-promised." in text
    assert "reason   The bill is high.  [0:10 u1]" in text
    assert "outcome  A call-back was promised.  [0:00 u2, event 9]" in text
    assert "recording  out/recording.wav" in text


async def test_without_a_terminal_each_fact_is_a_line_and_it_ends_by_itself():
    console = Console(width=60, file=io.StringIO())
    events = [*whole_call(), caller("u9", 90_000, "too late")]
    call = await watch(stream(events), console, {"recording": "r.wav"})
    assert call.over
    lines = console.file.getvalue().splitlines()
    assert lines[0].startswith("   0.00 s  call      +15035550142 rings Northwind Fibre")
    assert "  11.50 s  caller    why is my bill so high this month" in lines
    assert "  15.00 s  bot       A discount may have [cut off: ended. Anything else?]" in lines
    assert "   5.00 s  latency   630 ms: hangover 500, recognition 84, understanding 4, synthesis 30, " in (
        "\n".join(lines)
    )
    assert "  20.00 s  line      key 5" in lines
    assert not any("why is my" in line and "bill" not in line for line in lines), "no partial words"
    assert "too late" not in console.file.getvalue()
    assert lines[-1].split() == ["recording", "r.wav"]


async def test_in_a_terminal_the_picture_stays_at_the_end():
    console = Console(width=100, height=30, file=io.StringIO(), force_terminal=True, color_system=None)
    await watch(stream(whole_call()), console, {})
    drawn = console.file.getvalue()
    assert drawn.count("● live") > 1
    assert "0:33  Northwind Fibre" in drawn
    assert "Summary, extractive 1" in drawn
    assert drawn.count("\x1b[?25l") == drawn.count("\x1b[?25h"), "the cursor is given back"


async def test_events_that_stop_before_the_end_end_the_view():
    console = Console(width=100, file=io.StringIO())
    call = await watch(stream([started(), ended()]), console, {})
    assert not call.over
    assert "Summary" not in console.file.getvalue()


async def test_a_summary_is_waited_for_after_the_end():
    console = Console(width=100, file=io.StringIO())
    call = await watch(stream([started(), ended(), summary()]), console, {})
    assert call.over
    assert "The bill is high." in console.file.getvalue()
