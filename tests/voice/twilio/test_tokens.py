import re

import pytest

from transcripts.events import Stream
from voice.twilio.messages import MediaFormat
from voice.twilio.stream import Started
from voice.twilio.tokens import Grant, Refusal, StreamTokens, check_start

SECRET = bytes(range(32))


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tokens(clock):
    return StreamTokens(30.0, clock, SECRET)


def test_a_token_lets_its_stream_in_once(tokens):
    token = tokens.issue("CA1", Stream.EARS)
    assert tokens.redeem(token, Stream.EARS) == Grant("CA1", Stream.EARS)
    assert tokens.redeem(token, Stream.EARS) == Refusal("the token has been used")


def test_openclaw_21050_a_token_can_travel_in_a_path_and_cannot_be_guessed(tokens):
    issued = {tokens.issue(f"CA{call}", kind) for call in range(500) for kind in Stream}
    assert len(issued) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", token) for token in issued)


def test_ms_call_center_ai_callback_secret_tokens_differ_even_under_one_secret(clock):
    one, other = StreamTokens(30.0, clock, SECRET), StreamTokens(30.0, clock, SECRET)
    token = one.issue("CA1", Stream.EARS)
    assert other.issue("CA1", Stream.EARS) != token
    assert isinstance(other.redeem(token, Stream.EARS), Refusal)


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 15])
def test_a_secret_that_can_be_guessed_is_refused(clock, secret):
    with pytest.raises(ValueError, match="guessed"):
        StreamTokens(30.0, clock, secret)


@pytest.mark.parametrize("token", ["", "x", "x" * 10_000, "\ud800", "../ears"])
def test_a_token_that_was_never_issued_is_refused(tokens, token):
    tokens.issue("CA1", Stream.EARS)
    assert isinstance(tokens.redeem(token, Stream.EARS), Refusal)


def test_a_token_expires(tokens, clock):
    token = tokens.issue("CA1", Stream.MOUTH)
    clock.now += 29.9
    other = tokens.issue("CA2", Stream.MOUTH)
    clock.now += 0.1
    assert tokens.redeem(token, Stream.MOUTH) == Refusal("the token has expired")
    assert isinstance(tokens.redeem(token, Stream.MOUTH), Refusal)
    assert isinstance(tokens.redeem(other, Stream.MOUTH), Grant)


def test_a_token_is_for_one_kind_of_stream(tokens):
    token = tokens.issue("CA1", Stream.EARS)
    assert tokens.redeem(token, Stream.MOUTH) == Refusal(
        "the token was issued for the ears, not for the mouth"
    )
    assert tokens.redeem(token, Stream.EARS) == Grant("CA1", Stream.EARS)


def test_a_second_fetch_of_the_same_document_gets_the_same_tokens(tokens, clock):
    token = tokens.issue("CA1", Stream.EARS)
    clock.now += 20
    assert tokens.issue("CA1", Stream.EARS) == token
    assert tokens.issue("CA1", Stream.MOUTH) != token
    assert tokens.issue("CA2", Stream.EARS) != token
    clock.now += 20
    assert tokens.redeem(token, Stream.EARS) == Grant("CA1", Stream.EARS)


def test_after_it_was_redeemed_or_has_expired_a_new_token_is_issued(tokens, clock):
    first = tokens.issue("CA1", Stream.EARS)
    tokens.redeem(first, Stream.EARS)
    second = tokens.issue("CA1", Stream.EARS)
    clock.now += 30
    third = tokens.issue("CA1", Stream.EARS)
    assert len({first, second, third}) == 3
    assert isinstance(tokens.redeem(first, Stream.EARS), Refusal)
    assert isinstance(tokens.redeem(second, Stream.EARS), Refusal)
    assert isinstance(tokens.redeem(third, Stream.EARS), Grant)


def test_a_used_token_does_not_use_up_the_one_issued_after_it(tokens):
    first = tokens.issue("CA1", Stream.EARS)
    tokens.redeem(first, Stream.EARS)
    second = tokens.issue("CA1", Stream.EARS)
    assert tokens.redeem(first, Stream.EARS) == Refusal("the token has been used")
    assert isinstance(tokens.redeem(second, Stream.EARS), Grant)


def test_expired_tokens_take_no_memory(tokens, clock):
    for call in range(1000):
        token = tokens.issue(f"CA{call}", Stream.EARS)
        if call % 2:
            tokens.redeem(token, Stream.EARS)
        clock.now += 1
    assert len(tokens) == 29
    clock.now += 30
    assert len(tokens) == 0


def started(call_sid):
    return Started("MZ1", call_sid, "AC1", ("inbound",), {}, MediaFormat("audio/x-mulaw", 8000, 1))


def test_a_stream_that_starts_for_another_call_is_refused():
    grant = Grant("CA1", Stream.MOUTH)
    assert check_start(grant, started("CA1")) is None
    assert isinstance(check_start(grant, started("CA2")), Refusal)


def test_a_renewed_token_takes_the_place_of_one_that_nobody_came_with(tokens):
    first = tokens.issue("CA1", Stream.MOUTH)
    second = tokens.renew("CA1", Stream.MOUTH)
    assert isinstance(tokens.redeem(first, Stream.MOUTH), Refusal)
    assert tokens.redeem(second, Stream.MOUTH) == Grant("CA1", Stream.MOUTH)
    assert tokens.renew("CA1", Stream.MOUTH) not in (first, second)
