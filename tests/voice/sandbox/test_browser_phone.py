import numpy as np
import pytest

from voice.audio.types import FRAME_MS, FRAME_SAMPLES
from voice.sandbox.browser_jitter import MOST_FRAMES, TARGET_FRAMES, JitterBuffer
from voice.sandbox.browser_phone import (
    GRACE_MS,
    KEY_EVERY_MS,
    LONGEST_SOUND_MS,
    MOST_KEYS,
    BrowserPhone,
    PhoneState,
)
from voice.sandbox.mixer import SILENCE
from voice.sandbox.phones import PhoneFrame, PhoneOutcome


class Page:
    def __init__(self) -> None:
        self.sound: list[bytes] = []
        self.changes = 0

    def heard(self, frame: bytes) -> None:
        self.sound.append(frame)

    def changed(self) -> None:
        self.changes += 1


class Line:
    """The company's clock, at which the telephone is."""

    def __init__(self, phone: BrowserPhone) -> None:
        self.phone = phone
        self.now_ms = 0

    def pass_ms(self, ms: int, heard: np.ndarray = SILENCE) -> list[PhoneFrame]:
        frames = []
        for _ in range(ms // FRAME_MS):
            self.now_ms += FRAME_MS
            frames.append(self.phone.frame(heard, self.now_ms))
        return frames


def level(value: int) -> np.ndarray:
    return np.full(FRAME_SAMPLES, value, np.int16)


@pytest.fixture
def phone() -> BrowserPhone:
    phone = BrowserPhone("Ana", "client:ana")
    phone.show_on(Page())
    return phone


def talking(phone: BrowserPhone) -> Line:
    line = Line(phone)
    phone.joined("+15035550142")
    phone.ring(0)
    phone.answer()
    line.pass_ms(20)
    assert phone.state is PhoneState.TALKING
    return line


def test_it_rings_until_somebody_answers(phone: BrowserPhone) -> None:
    line = Line(phone)
    phone.ring(0)
    assert not any(frame.answers or frame.declines for frame in line.pass_ms(3000))
    phone.answer()
    (frame,) = line.pass_ms(20)
    assert frame.answers
    assert frame.outcome is PhoneOutcome.ANSWERED
    assert phone.state is PhoneState.TALKING


def test_it_can_be_declined_and_rung_again(phone: BrowserPhone) -> None:
    line = Line(phone)
    phone.ring(0)
    phone.decline()
    (frame,) = line.pass_ms(20)
    assert (frame.declines, frame.outcome) == (True, PhoneOutcome.DECLINED)
    phone.ended("You declined the call.")
    assert (phone.state, phone.why) == (PhoneState.ENDED, "You declined the call.")
    phone.ring(line.now_ms)
    assert not any(frame.declines for frame in line.pass_ms(1000))


def test_an_answer_before_it_rings_answers_nothing(phone: BrowserPhone) -> None:
    phone.answer()
    phone.ring(0)
    assert not any(frame.answers for frame in Line(phone).pass_ms(200))


def test_one_that_dials_is_answered_with_the_first_frame() -> None:
    phone = BrowserPhone("The caller", "+15035550142", calls="Northwind Fibre")
    phone.dial()
    assert phone.state is PhoneState.CALLING
    Line(phone).pass_ms(20)
    assert phone.state is PhoneState.TALKING


def test_what_the_microphone_says_goes_down_the_line_after_the_buffer(phone: BrowserPhone) -> None:
    line = talking(phone)
    for value in range(1, 6):
        phone.speak(level(value).tobytes())
    assert [int(frame.said[0]) for frame in line.pass_ms(120)] == [1, 2, 3, 4, 5, 0]
    assert phone.microphone.late_ms == FRAME_MS


def test_what_is_heard_goes_to_the_page_as_little_endian_samples(phone: BrowserPhone) -> None:
    line = talking(phone)
    line.pass_ms(20, level(-2))
    page = phone.page
    assert isinstance(page, Page)
    assert page.sound[-1] == b"\xfe\xff" * FRAME_SAMPLES


def test_a_frame_of_another_length_is_refused(phone: BrowserPhone) -> None:
    talking(phone)
    with pytest.raises(ValueError, match="320 bytes, and not 322"):
        phone.speak(bytes(322))


def test_keys_go_one_after_another_and_only_those_of_a_telephone(phone: BrowserPhone) -> None:
    phone.press("7")
    line = talking(phone)
    for key in ("1", "x", "12", "", "A", "#"):
        phone.press(key)
    frames = line.pass_ms(400)
    at_ms = [index * FRAME_MS for index, frame in enumerate(frames) if frame.key]
    assert [frame.key for frame in frames if frame.key] == ["1", "#"]
    assert at_ms[1] - at_ms[0] >= KEY_EVERY_MS
    assert phone.keys == "1#"


def test_a_flood_of_keys_is_bounded(phone: BrowserPhone) -> None:
    line = talking(phone)
    for _ in range(1000):
        phone.press("5")
    assert len([frame for frame in line.pass_ms(20_000) if frame.key]) == MOST_KEYS


def test_a_recording_is_said_together_with_the_microphone_without_wrapping_around(
    phone: BrowserPhone,
) -> None:
    line = talking(phone)
    assert phone.say("loud.wav", np.full(FRAME_SAMPLES + 1, 30_000, np.int16))
    for _ in range(4):
        phone.speak(level(30_000).tobytes())
    first, second, third = line.pass_ms(60)
    assert (first.begins, second.begins) == ("loud.wav", "")
    assert int(first.said[0]) == 32_767
    assert (int(second.said[0]), int(second.said[1])) == (32_767, 30_000)
    assert int(third.said[0]) == 30_000


def test_more_than_a_minute_of_recordings_does_not_wait(phone: BrowserPhone) -> None:
    talking(phone)
    minute = np.zeros(LONGEST_SOUND_MS * 8, np.int16)
    assert phone.say("a", minute)
    assert not phone.say("b", minute[:1])


def test_hanging_up_ends_the_call(phone: BrowserPhone) -> None:
    line = talking(phone)
    phone.hang_up()
    assert line.pass_ms(20)[0].hangs_up


def test_a_reload_of_the_page_keeps_the_call_and_a_closed_page_ends_it(phone: BrowserPhone) -> None:
    line = talking(phone)
    phone.show_on(None)
    assert not any(frame.hangs_up for frame in line.pass_ms(GRACE_MS))
    phone.show_on(Page())
    assert not any(frame.hangs_up for frame in line.pass_ms(GRACE_MS))
    phone.show_on(None)
    assert line.pass_ms(GRACE_MS + FRAME_MS)[-1].hangs_up


def test_what_a_call_is_about_is_gone_with_the_call(phone: BrowserPhone) -> None:
    phone.tell(["Her bill doubled."])
    line = talking(phone)
    line.pass_ms(200)
    assert phone.offer == ("Her bill doubled.",)
    phone.ended("You hung up.")
    assert phone.offer == ()


def test_a_buffer_waits_for_its_target_and_again_after_a_gap() -> None:
    buffer = JitterBuffer()
    for value in range(1, TARGET_FRAMES):
        buffer.push(level(value))
        assert buffer.pop() is SILENCE
    buffer.push(level(9))
    assert [int(buffer.pop()[0]) for _ in range(TARGET_FRAMES + 1)] == [*range(1, TARGET_FRAMES), 9, 0]
    buffer.push(level(1))
    assert buffer.pop() is SILENCE
    assert buffer.late_ms == FRAME_MS


def test_a_buffer_that_is_flooded_keeps_the_newest() -> None:
    buffer = JitterBuffer()
    for value in range(10 * MOST_FRAMES):
        buffer.push(level(value))
        assert buffer.waiting_ms <= MOST_FRAMES * FRAME_MS
    assert int(buffer.pop()[0]) > 8 * MOST_FRAMES


def test_a_buffer_follows_a_clock_that_is_faster() -> None:
    buffer = JitterBuffer()
    for turn in range(20_000):
        buffer.push(level(turn % 100))
        if turn % 200 == 0:
            buffer.push(level(1))
        buffer.pop()
    assert buffer.waiting_ms <= (TARGET_FRAMES + 2) * FRAME_MS
    assert buffer.late_ms == 0
