"""Who tries too often must wait: how often is too often, for how long, and whom it does not touch."""

import pytest

from assist.lockout import MOST_FAILURES, REMEMBERED, WINDOW_S, Lockout

NUMBER = "+15035550142"


class Clock:
    now = 5000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lockout(clock: Clock) -> Lockout:
    return Lockout(clock)


def fail(lockout: Lockout, times: int, key: str = NUMBER) -> None:
    for _ in range(times):
        lockout.failed(key)


def test_nobody_is_locked_out_before_they_have_tried(lockout: Lockout):
    assert not lockout.locked(NUMBER)


def test_the_last_failure_locks_and_the_one_before_it_does_not(lockout: Lockout):
    fail(lockout, MOST_FAILURES - 1)
    assert not lockout.locked(NUMBER)
    lockout.failed(NUMBER)
    assert lockout.locked(NUMBER)


def test_it_ends_when_the_window_has_passed_since_the_first_of_the_failures(lockout: Lockout, clock: Clock):
    fail(lockout, MOST_FAILURES)
    clock.now += WINDOW_S
    assert lockout.locked(NUMBER), "to the second"
    clock.now += 0.001
    assert not lockout.locked(NUMBER)


def test_failures_further_apart_than_the_window_never_lock(lockout: Lockout, clock: Clock):
    for _ in range(MOST_FAILURES * 3):
        lockout.failed(NUMBER)
        assert not lockout.locked(NUMBER)
        clock.now += WINDOW_S / (MOST_FAILURES - 1) + 1


def test_who_goes_on_failing_while_locked_out_stays_out_longer(lockout: Lockout, clock: Clock):
    fail(lockout, MOST_FAILURES)
    clock.now += WINDOW_S / 2
    fail(lockout, MOST_FAILURES)
    clock.now += WINDOW_S / 2 + 1
    assert lockout.locked(NUMBER)


def test_who_succeeds_begins_again(lockout: Lockout):
    fail(lockout, MOST_FAILURES - 1)
    lockout.succeeded(NUMBER)
    fail(lockout, MOST_FAILURES - 1)
    assert not lockout.locked(NUMBER)


def test_one_callers_failures_are_not_anothers(lockout: Lockout):
    fail(lockout, MOST_FAILURES)
    assert not lockout.locked("+15035550143")
    lockout.succeeded("+15035550143")
    assert lockout.locked(NUMBER)


def test_all_withheld_numbers_are_one_key(lockout: Lockout):
    fail(lockout, MOST_FAILURES, key="")
    assert lockout.locked("")
    assert not lockout.locked(NUMBER)


def test_it_remembers_a_bounded_number_of_callers_and_the_latest_of_them(lockout: Lockout):
    for number in range(REMEMBERED):
        lockout.failed(f"+1{number:010}")
    fail(lockout, MOST_FAILURES)
    assert lockout.locked(NUMBER)
    # The one who failed first was forgotten for the newest: five more failures are only five.
    fail(lockout, MOST_FAILURES - 1, key=f"+1{0:010}")
    assert not lockout.locked(f"+1{0:010}")


def test_who_is_locked_out_is_not_forgotten_because_many_others_fail_once(lockout: Lockout):
    """Numbers can be spoofed, so that filling the memory must not let anybody in again."""
    fail(lockout, MOST_FAILURES)
    for number in range(REMEMBERED):
        lockout.failed(f"+1{number:010}")
    assert lockout.locked(NUMBER)
