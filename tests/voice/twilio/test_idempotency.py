import pytest

from voice.twilio.idempotency import AnswerMemory

PATH = "/twilio/voice"


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def memory(clock):
    return AnswerMemory(clock, max_answers=3)


def test_nothing_is_recalled_that_was_not_answered(memory):
    assert memory.recall("t1", "CA1", PATH) is None


def test_a_retry_with_the_same_token_gets_the_same_answer(memory):
    memory.remember("t1", "CA1", PATH, "<one/>")
    assert memory.recall("t1", "CA1", PATH) == "<one/>"


@pytest.mark.parametrize("token", ["", "t2"])
def test_openclaw_29862_a_second_fetch_for_the_call_gets_the_same_answer_whatever_its_token(memory, token):
    memory.remember("t1", "CA1", PATH, "<one/>")
    assert memory.recall(token, "CA1", PATH) == "<one/>"


def test_the_token_alone_says_that_it_is_the_same_request(memory):
    memory.remember("t1", "", PATH, "<one/>")
    assert memory.recall("t1", "CA1", PATH) == "<one/>"


def test_another_call_and_another_path_are_other_questions(memory):
    memory.remember("t1", "CA1", PATH, "<one/>")
    assert memory.recall("t2", "CA2", PATH) is None
    assert memory.recall("t1", "CA1", "/twilio/voice/after") is None
    assert memory.recall("", "CA2", PATH) is None


def test_requests_without_a_token_have_nothing_in_common_but_their_call(memory):
    memory.remember("", "CA1", PATH, "<one/>")
    memory.remember("", "CA2", PATH, "<two/>")
    assert memory.recall("", "CA1", PATH) == "<one/>"
    assert memory.recall("", "CA2", PATH) == "<two/>"


def test_an_answer_is_kept_for_a_day(memory, clock):
    memory.remember("t1", "CA1", PATH, "<one/>")
    clock.now = 24 * 3600 - 1
    assert memory.recall("t1", "CA1", PATH) == "<one/>"
    clock.now += 1
    assert memory.recall("t1", "CA1", PATH) is None
    assert len(memory) == 0


def test_the_memory_is_bounded_and_forgets_what_was_not_asked_for_longest(memory):
    for call in ("CA1", "CA2", "CA3"):
        memory.remember("", call, PATH, call)
    memory.recall("", "CA1", PATH)
    for call in ("CA4", "CA5", "CA6", "CA7"):
        memory.remember("", call, PATH, call)
    assert len(memory) == 6
    assert memory.recall("", "CA1", PATH) == "CA1"
    assert memory.recall("", "CA2", PATH) is None


def test_a_token_too_long_to_be_twilios_is_not_kept(memory):
    memory.remember("t" * 257, "CA1", PATH, "<one/>")
    assert len(memory) == 1
    assert memory.recall("t" * 257, "CA2", PATH) is None
