from itertools import pairwise
from pathlib import Path

from voice.sandbox.caller import SILENT_FRAME, Manners, ScriptedCaller
from voice.sandbox.steps import HangUp, Keys, Prepared, Recording, Silence, Speak, Step

HELLO = Recording("hello.wav", tuple(bytes([n]) * 160 for n in range(10)), (True,) * 9 + (False,))
"""200 ms."""

MANNERS = Manners(bot_finished_ms=1200, patience_ms=20_000, farewell_ms=3000, longest_call_ms=60_000)


def caller(*steps: Step, manners: Manners = MANNERS) -> ScriptedCaller:
    return ScriptedCaller(
        [Prepared(step, HELLO if isinstance(step, Speak) else None) for step in steps], manners
    )


def run(who: ScriptedCaller, *bot: tuple[bool, int]) -> list[tuple[int, str]]:
    """Lets the bot sound, or not, for so many ms after one another; gives when what was done, in ms."""
    done: list[tuple[int, str]] = []
    at = 0
    for sounds, ms in bot:
        for _ in range(ms // 20):
            said = who.next_frame(sounds)
            key, hangs_up = f"key {said.key}" if said.key else "", "hangs up" if said.hangs_up else ""
            done += [(at, what) for what in (said.begins, key, hangs_up) if what]
            at += 20
    return done


SPEAK = Speak(Path("hello.wav"))


def test_the_caller_waits_for_the_greeting_and_until_it_has_ended():
    who = caller(SPEAK)
    done = run(who, (False, 2000), (True, 3000), (False, 1000), (True, 1000), (False, 2000))
    assert [what for _, what in done] == ["hello.wav"]
    assert 7000 + 1200 <= done[0][0] + 20 <= 7000 + 1200 + 40


def test_a_bot_that_never_speaks_is_waited_for_no_longer_than_patience_lasts():
    done = run(caller(SPEAK), (False, 30_000))
    assert done[0][1] == "hello.wav"
    assert 20_000 <= done[0][0] + 20 <= 20_040


def test_a_long_answer_is_heard_to_its_end():
    done = run(caller(SPEAK), (True, 40_000), (False, 2000))
    assert done[0][0] >= 41_000


def test_each_recording_waits_for_the_answer_to_the_one_before():
    done = run(caller(SPEAK, SPEAK), (True, 1000), (False, 5000), (True, 1000), (False, 2000))
    assert [what for _, what in done] == ["hello.wav", "hello.wav"]
    assert 8180 <= done[1][0] <= 8220


def test_a_bot_that_goes_on_while_the_caller_speaks_has_not_answered():
    who = caller(Speak(Path("hello.wav"), interrupting=True, after_ms=500), SPEAK)
    done = run(who, (True, 2000), (False, 5000), (True, 500), (False, 2000))
    assert 500 <= done[0][0] <= 540
    assert 8680 <= done[1][0] <= 8720


def test_an_interruption_comes_while_the_bot_sounds():
    who = caller(Speak(Path("hello.wav"), interrupting=True, after_ms=500))
    done = run(who, (True, 400), (False, 600), (True, 1000))
    assert 1000 <= done[0][0] <= 1040


def test_an_interruption_of_a_bot_that_has_finished_is_spoken_all_the_same():
    who = caller(Speak(Path("hello.wav"), interrupting=True, after_ms=5000))
    done = run(who, (True, 400), (False, 3000))
    assert 1580 <= done[0][0] <= 1620


def test_keys_are_pressed_one_after_another_after_the_bot():
    done = run(caller(Keys("12#")), (True, 1000), (False, 3000))
    assert [what for _, what in done] == ["key 1", "key 2", "key #"]
    gaps = [later - earlier for (earlier, _), (later, _) in pairwise(done)]
    assert gaps == [260, 260]
    assert done[0][0] >= 2000


def test_silence_lasts_whatever_the_bot_does():
    done = run(caller(Silence(1000), HangUp()), (True, 3000))
    assert done[0][1] == "hangs up"
    assert 1000 <= done[0][0] + 20 <= 1040


def test_after_the_last_step_the_caller_hangs_up_on_a_bot_that_stays_silent():
    done = run(caller(SPEAK), (True, 100), (False, 4000), (True, 1000), (False, 5000))
    assert done[0] == (1300, "hello.wav")
    hang_ups = [at for at, what in done if what == "hangs up"]
    assert 5100 + 3000 - 20 <= hang_ups[0] <= 5100 + 3000 + 20


def test_no_call_lasts_for_ever():
    done = run(caller(SPEAK, manners=Manners(longest_call_ms=5000)), (True, 6000))
    assert done[0] == (5000, "hangs up")


def test_the_recording_is_spoken_frame_by_frame_and_silence_around_it():
    who = caller(Silence(100), SPEAK, manners=Manners(patience_ms=0))
    said = [who.next_frame(False) for _ in range(30)]
    start = next(index for index, frame in enumerate(said) if frame.begins)
    assert [frame.frame for frame in said[start : start + 10]] == list(HELLO.frames)
    assert [frame.speaking for frame in said[start : start + 10]] == list(HELLO.speech)
    assert all(frame.frame == SILENT_FRAME for frame in said[:start] + said[start + 10 :])
    assert who.steps_left == 0
