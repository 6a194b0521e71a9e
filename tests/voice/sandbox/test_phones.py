import wave
from pathlib import Path

import numpy as np
import pytest

from voice.audio.types import FRAME_MS, FRAME_SAMPLES, Int16Array
from voice.sandbox.caller import Manners, ScriptedCaller
from voice.sandbox.phone_steps import Play, Press, Tone, Wait, WaitForQuiet, WaitForSound, WaitUntil
from voice.sandbox.phones import CallerPhone, Phone, PhoneOutcome, PhoneScript, ScriptedPhone
from voice.sandbox.problem import CallFailed
from voice.sandbox.sounding import is_sounding
from voice.sandbox.steps import HangUp, Keys, prepare

QUIET = np.zeros(FRAME_SAMPLES, np.int16)
LOUD = np.full(FRAME_SAMPLES, 3000, np.int16)

AT_ONCE = PhoneScript(after_ms=0)


def answered(*steps, **more) -> ScriptedPhone:
    """Rings for a second and then does this."""
    return ScriptedPhone(PhoneScript(after_ms=1000, steps=steps, **more))


class Rung:
    """A phone on the line, frame by frame, and what it did, in ms since it was rung."""

    def __init__(self, phone: Phone, rings: bool = True, at_ms: int = 5000) -> None:
        self.phone = phone
        self.start_ms = self.now_ms = at_ms
        self.did: list[tuple[int, str]] = []
        self.said: list[Int16Array] = []
        self.speech: list[bool] = []
        self.over = False
        if rings:
            phone.ring(at_ms)

    def hears(self, heard: Int16Array, ms: int) -> "Rung":
        for _ in range(0 if self.over else ms // FRAME_MS):
            frame = self.phone.frame(heard, self.now_ms)
            what = (
                f"key {frame.key}" if frame.key else "",
                f"answers {frame.outcome}" if frame.answers else "",
                f"declines {frame.outcome}" if frame.declines else "",
                "hangs up" if frame.hangs_up else "",
                frame.begins,
            )
            self.did += [(self.now_ms - self.start_ms, each) for each in what if each]
            assert frame.said.shape == (FRAME_SAMPLES,)
            self.said.append(frame.said)
            self.speech.append(frame.speaking)
            self.now_ms += FRAME_MS
            if frame.hangs_up or frame.declines:
                self.over = True
                break
        return self

    def sounded(self) -> list[int]:
        """When it sounded, in ms since it was rung."""
        return [n * FRAME_MS for n, frame in enumerate(self.said) if is_sounding(frame)]


# What becomes of ringing.


def test_a_phone_is_answered_when_it_has_rung_for_long_enough():
    assert Rung(answered()).hears(QUIET, 5000).did == [(1000, "answers answered")]


def test_a_phone_rings_out():
    ringing = Rung(ScriptedPhone(PhoneScript(PhoneOutcome.NO_ANSWER))).hears(QUIET, 65_000)
    assert ringing.did == []
    assert ringing.sounded() == []


@pytest.mark.parametrize("outcome", [PhoneOutcome.BUSY, PhoneOutcome.FAILED])
def test_a_phone_that_is_busy_or_not_there_refuses_at_once(outcome: PhoneOutcome):
    assert Rung(ScriptedPhone(PhoneScript(outcome))).hears(QUIET, 5000).did == [(0, f"declines {outcome}")]


def test_a_phone_is_declined_after_it_has_rung():
    phone = ScriptedPhone(PhoneScript(PhoneOutcome.DECLINED, after_ms=3000))
    assert Rung(phone).hears(QUIET, 5000).did == [(3000, "declines declined")]


def test_a_phone_without_a_script_answers_after_two_seconds_and_stays_on_the_line():
    rung = Rung(ScriptedPhone()).hears(QUIET, 2020).hears(LOUD, 60_000)
    assert rung.did == [(2000, "answers answered")]
    assert rung.sounded() == []


def test_ringing_from_now_on_counts_whatever_the_time_is():
    assert Rung(answered(), at_ms=1_000_000).hears(QUIET, 5000).did == [(1000, "answers answered")]


def test_every_outcome_has_a_final_status_of_twilio_and_a_sip_code():
    assert {outcome: (outcome.call_status, outcome.sip_code) for outcome in PhoneOutcome} == {
        PhoneOutcome.ANSWERED: ("completed", 200),
        PhoneOutcome.VOICEMAIL: ("completed", 200),
        PhoneOutcome.NO_ANSWER: ("no-answer", 487),
        PhoneOutcome.BUSY: ("busy", 486),
        PhoneOutcome.DECLINED: ("busy", 603),
        PhoneOutcome.FAILED: ("failed", 404),
    }


def test_a_phone_that_is_rung_again_goes_on_to_its_next_script_and_keeps_to_the_last():
    phone = ScriptedPhone(PhoneScript(PhoneOutcome.BUSY), PhoneScript(PhoneOutcome.DECLINED, 100), AT_ONCE)
    did = [Rung(phone).hears(QUIET, 1000).did for _ in range(4)]
    assert did == [
        [(0, "declines busy")],
        [(100, "declines declined")],
        [(0, "answers answered")],
        [(0, "answers answered")],
    ]
    assert phone.rings == 4


def test_a_phone_that_is_rung_again_begins_its_steps_anew():
    phone = ScriptedPhone(PhoneScript(after_ms=0, steps=(Press("1"),)))
    for _ in range(2):
        assert Rung(phone).hears(QUIET, 100).did == [(0, "answers answered"), (20, "key 1")]


def test_a_phone_that_was_never_rung_is_the_one_who_calls():
    rung = Rung(answered(Wait(100), Press("5")), rings=False).hears(QUIET, 1000)
    assert rung.did == [(100, "key 5")]


# Keys.


def test_keys_are_pressed_on_time_after_the_answer():
    rung = Rung(answered(WaitUntil(3000), Press("1"))).hears(LOUD, 10_000)
    assert rung.did == [(1000, "answers answered"), (4000, "key 1")]


def test_a_time_that_has_gone_by_is_not_waited_for():
    rung = Rung(answered(Wait(2000), WaitUntil(500), Press("1"))).hears(QUIET, 10_000)
    assert rung.did[1] == (1000 + FRAME_MS + 2000, "key 1")


def test_keys_are_pressed_once_the_voice_on_the_line_has_finished():
    rung = Rung(answered(WaitForQuiet(800), Press("1"))).hears(QUIET, 3000).hears(LOUD, 4000)
    assert [what for _, what in rung.did] == ["answers answered"]
    rung.hears(QUIET, 2000)
    assert rung.did[1] == (3000 + 4000 + 800 - FRAME_MS, "key 1")


def test_a_pause_that_is_shorter_does_not_end_what_is_being_heard():
    rung = Rung(answered(WaitForQuiet(800), Press("1"))).hears(QUIET, 1100)
    for _ in range(5):
        rung.hears(LOUD, 1000).hears(QUIET, 780)
    assert [what for _, what in rung.did] == ["answers answered"]


def test_a_line_on_which_nothing_is_heard_is_listened_to_for_as_long_as_patience_lasts():
    steps = (WaitForQuiet(800, patience_ms=6000), Press("1"))
    assert Rung(answered(*steps)).hears(QUIET, 10_000).did[1] == (1000 + FRAME_MS + 6000, "key 1")
    patient = Rung(answered(WaitForQuiet(800), Press("1"))).hears(QUIET, 60_000)
    assert patient.did == [(1000, "answers answered")]


def test_a_key_can_be_pressed_into_what_is_being_said():
    rung = Rung(answered(WaitForSound(500), Press("1"))).hears(QUIET, 2000).hears(LOUD, 2000)
    assert rung.did[1] == (2000 + 500 - FRAME_MS, "key 1")


def test_each_wait_listens_anew():
    steps = (WaitForQuiet(400), Press("1"), WaitForQuiet(400), Press("2"))
    rung = Rung(answered(*steps)).hears(QUIET, 1100).hears(LOUD, 500).hears(QUIET, 5000)
    assert [what for _, what in rung.did] == ["answers answered", "key 1"]
    rung.hears(LOUD, 500).hears(QUIET, 1000)
    assert rung.did[-1][1] == "key 2"


def test_several_keys_are_pressed_four_a_second():
    rung = Rung(answered(Press("12#"), HangUp())).hears(QUIET, 10_000)
    assert rung.did == [
        (1000, "answers answered"),
        (1020, "key 1"),
        (1280, "key 2"),
        (1540, "key #"),
        (1800, "hangs up"),
    ]


@pytest.mark.parametrize("keys", ["", "12x", "one"])
def test_keys_that_no_telephone_has_are_refused_before_anything_is_rung(keys: str):
    with pytest.raises(CallFailed, match="keyed in"):
        answered(Press(keys))


# Voices.


def test_a_phone_speaks_a_recording_at_its_own_rate(tmp_path: Path):
    voice = (8000 * np.sin(np.arange(16_000) * 2 * np.pi * 300 / 16_000)).astype("<i2")
    path = tmp_path / "hello.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(voice.tobytes())
    rung = Rung(answered(Wait(500), Play(path), HangUp())).hears(QUIET, 10_000)
    assert rung.did == [(1000, "answers answered"), (1520, "hello.wav"), (2520, "hangs up")]
    assert (rung.sounded()[0], rung.sounded()[-1]) == (1520, 2500)
    assert [n * FRAME_MS for n, speaks in enumerate(rung.speech) if speaks] == rung.sounded()


def test_a_recording_that_is_not_there_is_missed_before_anything_is_rung(tmp_path: Path):
    with pytest.raises(CallFailed, match="no such file"):
        answered(Play(tmp_path / "gone.wav"))


def test_a_phone_hums_a_tone_that_fills_whole_frames():
    rung = Rung(answered(Tone(300, 1010))).hears(QUIET, 5000)
    assert rung.did == [(1000, "answers answered"), (1020, "300 Hz")]
    assert len(rung.sounded()) == 51
    voice = np.concatenate(rung.said).astype(float)
    spectrum = np.abs(np.fft.rfft(voice))
    assert abs(np.fft.rfftfreq(voice.size, 1 / 8000)[spectrum.argmax()] - 300) < 2


# Hanging up.


STEPS = (WaitForQuiet(200), Press("12"), Tone(300, 500), Wait(1000))


@pytest.mark.parametrize("step", range(len(STEPS) + 1))
def test_a_phone_hangs_up_before_any_of_its_steps(step: int):
    rung = Rung(answered(*STEPS[:step], HangUp(), *STEPS[step:]))
    rung.hears(QUIET, 1200).hears(LOUD, 500).hears(QUIET, 5000)
    assert rung.did[-1][1] == "hangs up"
    assert [what for _, what in rung.did[1:-1]] == [[], [], ["key 1", "key 2"], ["key 1", "key 2", "300 Hz"]][
        min(step, 3)
    ]


@pytest.mark.parametrize("at_ms", [0, 300, 800, 1000, 1300, 4000])
def test_a_phone_hangs_up_on_time_in_the_middle_of_whatever_it_is_doing(at_ms: int):
    rung = Rung(answered(*STEPS, hang_up_at_ms=at_ms))
    rung.hears(QUIET, 1200).hears(LOUD, 500).hears(QUIET, 5000)
    assert rung.did[-1] == (1000 + max(at_ms, FRAME_MS), "hangs up")


def test_a_phone_that_rings_out_has_no_call_to_hang_up():
    phone = ScriptedPhone(PhoneScript(PhoneOutcome.NO_ANSWER, hang_up_at_ms=100))
    assert Rung(phone).hears(QUIET, 5000).did == []


# Voicemail.


def test_a_voicemail_greets_beeps_and_records_until_the_caller_is_gone():
    phone = ScriptedPhone(PhoneScript(PhoneOutcome.VOICEMAIL, after_ms=1000, steps=(Tone(220, 2000),)))
    rung = Rung(phone).hears(LOUD, 1020 + 2000 + 500)
    assert rung.did == [(1000, "answers voicemail"), (1020, "220 Hz"), (3020, "1000 Hz")]
    assert phone.messages == ()
    rung.hears(LOUD, 200).hears(QUIET, 100)
    assert len(phone.messages) == 1
    message = phone.messages[0].reshape(-1, FRAME_SAMPLES)
    assert [is_sounding(frame) for frame in message] == [True] * 10 + [False] * 5
    assert rung.sounded()[-1] < 3520


def test_a_voicemail_has_a_greeting_of_its_own():
    rung = Rung(ScriptedPhone(PhoneScript(PhoneOutcome.VOICEMAIL, after_ms=0))).hears(QUIET, 5000)
    assert [what for _, what in rung.did] == ["answers voicemail", "220 Hz", "1000 Hz"]
    assert len(rung.sounded()) * FRAME_MS >= 3000


def test_a_voicemail_hangs_up_when_it_is_full():
    phone = ScriptedPhone(PhoneScript(PhoneOutcome.VOICEMAIL, 0, (Tone(220, 100),), longest_message_ms=2000))
    rung = Rung(phone).hears(LOUD, 10_000)
    assert rung.did[-1] == (20 + 100 + 500 + 2000 - FRAME_MS, "hangs up")
    assert phone.messages[0].size == 2000 * 8


def test_a_voicemail_keeps_a_message_of_each_call_that_waited_for_the_beep():
    phone = ScriptedPhone(PhoneScript(PhoneOutcome.VOICEMAIL, 0, (Tone(220, 100),)))
    for ms in (1000, 300, 1200):
        Rung(phone).hears(LOUD, ms)
    assert [message.size // 8 for message in phone.messages] == [380, 580]


# Scripted callers.


def test_a_scripted_caller_calls_with_their_manners_kept():
    steps = prepare([Keys("7"), HangUp()])
    phone = CallerPhone(ScriptedCaller(steps, Manners(bot_finished_ms=1200)))
    rung = Rung(phone, rings=False).hears(QUIET, 1000).hears(LOUD, 2000).hears(QUIET, 10_000)
    assert [what for _, what in rung.did] == ["key 7", "hangs up"]
    assert 4180 <= rung.did[0][0] <= 4220
    assert phone.caller.steps_left == 0


def test_a_scripted_caller_cannot_be_rung():
    with pytest.raises(ValueError, match="only calls"):
        CallerPhone(ScriptedCaller([], Manners())).ring(0)
