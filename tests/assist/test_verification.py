"""Who a caller is: by record, PIN and code; what is never shown on the way; and who is locked out."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assist.customers import SqlCustomers
from assist.entities import Listening
from assist.lockout import MOST_FAILURES, WINDOW_S, Lockout
from assist.verification import AskCode, AskField, AskPin, CodeNotSent, Failed, Verification, Verified
from config.centre import Detail, DetailKind, Method, VerificationMethod
from config.settings import SAMPLE_CENTRE

NAME = Detail("name", "your name", DetailKind.NAME, "Your name?")
ZIP = Detail("postcode", "your ZIP code", DetailKind.POSTCODE, "Your ZIP code?")
BORN = Detail("birth_date", "your date of birth", DetailKind.DATE, "Your date of birth?")
RECORD = VerificationMethod(Method.RECORD, 1, (NAME, ZIP, BORN), 3)
PIN = VerificationMethod(Method.PIN, 2, (), 3)
CODE = VerificationMethod(Method.ONE_TIME_CODE, 2, (), 3)
HELEN = ("Helen Baker", "zero two one three nine", "May fourteenth nineteen seventy one")
HELENS_PHONE = "+16175550111"
STRANGERS_PHONE = "+15035550142"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Sent:
    """Where codes go in these tests, or do not."""

    def __init__(self) -> None:
        self.codes: dict[str, str] = {}
        self.broken = False

    async def send(self, number: str, code: str) -> None:
        if self.broken:
            raise CodeNotSent("the carrier refused it")
        self.codes[number] = code


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sent() -> Sent:
    return Sent()


@pytest.fixture
def lockout(clock: Clock) -> Lockout:
    return Lockout(clock)


@pytest.fixture
def directory(tmp_path: Path):
    directory = SqlCustomers.seeded(
        tmp_path / "customers.db", SAMPLE_CENTRE / "customers.sql", lambda: date(2026, 11, 18)
    )
    yield directory
    directory.close()


@pytest.fixture
def verification(directory, sent, lockout, clock):
    return made(directory, sent, lockout, clock)


def made(directory, sent, lockout, clock, methods=(RECORD, PIN), number=STRANGERS_PHONE) -> Verification:
    return Verification(
        methods,
        directory,
        sent,
        lockout,
        caller_number=number,
        listening=lambda: Listening("US", datetime(2026, 11, 18, 16, tzinfo=UTC)),
        clock=clock,
    )


async def answers(verification: Verification, *said: str):
    step = None
    for words in said:
        step = await verification.heard(words)
    return step


async def test_all_that_is_asked_for_must_agree_with_one_record(verification):
    first = await verification.begin(1)
    assert isinstance(first, AskField)
    assert first.detail is NAME
    step = await answers(verification, *HELEN)
    assert isinstance(step, Verified)
    assert (step.identity.customer_id, step.identity.level) == ("nf-1001", 1)


@pytest.mark.parametrize(
    "said",
    [
        ("Thomas Baker", HELEN[1], HELEN[2]),
        (HELEN[0], "zero four one zero one", HELEN[2]),
        (HELEN[0], HELEN[1], "May fifteenth nineteen seventy one"),
        ("Nobody Atall", "nine nine nine nine nine", "January first nineteen hundred"),
        ("my name", "my zip code", "my birthday"),
    ],
    ids=["another name", "another ZIP code", "another birthday", "no such customer", "no answers"],
)
async def test_whatever_is_wrong_looks_the_same(verification, said):
    """Not even whether an account exists can be told from what the bot does."""
    await verification.begin(1)
    seen = []
    for _ in range(2):
        for words in said:
            step = await verification.heard(words)
            seen.append((type(step), getattr(getattr(step, "detail", None), "name", ""), step.attempt))
    assert seen == [
        (AskField, "postcode", 1),
        (AskField, "birth_date", 1),
        (AskField, "name", 2),
        (AskField, "postcode", 2),
        (AskField, "birth_date", 2),
        (AskField, "name", 3),
    ]
    last = await answers(verification, *said)
    assert isinstance(last, Failed)
    assert not any(words in last.explanation for words in said)


async def test_what_was_misheard_once_is_made_up_for_by_the_next_round(verification):
    await verification.begin(1)
    step = await answers(verification, "Helen Baker", "zero two", "May fourteenth nineteen seventy one")
    assert isinstance(step, AskField)
    assert isinstance(await answers(verification, *HELEN), Verified)


async def test_the_number_that_rings_proves_nothing(directory, sent, lockout, clock):
    """A calling number can be forged; it only helps to find the record."""
    verification = made(directory, sent, lockout, clock, number=HELENS_PHONE)
    await verification.begin(1)
    step = await answers(
        verification, "Thomas Green", "nine nine nine nine nine", "January first nineteen fifty"
    )
    assert not isinstance(step, Verified)


async def test_two_customers_with_one_birthday_and_ZIP_code_are_told_apart_by_name(verification):
    await verification.begin(1)
    step = await answers(verification, "Thomas Green", HELEN[1], HELEN[2])
    assert step.identity.customer_id == "nf-1008"


async def test_a_higher_assurance_takes_the_record_first_and_then_the_PIN(verification):
    assert isinstance(await verification.begin(2), AskField)
    step = await answers(verification, *HELEN)
    assert step.identity.level == 1
    assert isinstance(await verification.begin(2), AskPin)
    assert isinstance(await verification.keyed("0000"), AskPin)
    step = await verification.keyed("4821")
    assert (step.identity.customer_id, step.identity.level) == ("nf-1001", 2)


async def test_a_PIN_that_is_said_aloud_is_not_taken(verification):
    await verification.begin(2)
    await answers(verification, *HELEN)
    await verification.begin(2)
    assert isinstance(await verification.heard("four eight two one"), AskPin)


async def test_who_has_no_PIN_proves_it_by_a_code(directory, sent, lockout, clock):
    """And is not asked for what does not exist."""
    verification = made(directory, sent, lockout, clock, (RECORD, PIN, CODE))
    (james,) = await directory.candidates({"name": ["James Walker"]}, "")
    step = await verification.begin(1)
    for said in (james["name"], james["postcode"], james["birth_date"]):
        step = await verification.heard(said)
    assert isinstance(step, Verified)
    assert not await directory.has_pin(james["id"])
    assert isinstance(await verification.begin(2), AskCode)
    assert set(sent.codes) == {james["phone"]}


async def test_a_wrong_PIN_three_times_is_the_end(verification):
    await verification.begin(2)
    await answers(verification, *HELEN)
    await verification.begin(2)
    steps = [await verification.keyed("1111") for _ in range(3)]
    assert [type(step) for step in steps] == [AskPin, AskPin, Failed]


async def test_a_customer_without_a_PIN_has_none_that_fits(directory, sent, lockout, clock):
    assert not await directory.pin_matches("nf-1006", "")
    assert not await directory.pin_matches("nobody", "4821")
    assert not await directory.pin_matches("nf-1002", "4821"), "another customer's"


async def test_a_code_goes_only_to_the_registered_contact(directory, sent, lockout, clock):
    verification = made(directory, sent, lockout, clock, (RECORD, CODE))
    await verification.begin(2)
    await answers(verification, *HELEN)
    step = await verification.begin(2)
    assert step == AskCode("1 1 1")
    assert list(sent.codes) == [HELENS_PHONE]
    right = sent.codes[HELENS_PHONE]
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    assert isinstance(await verification.heard(" ".join(wrong)), AskCode)
    assert isinstance(await verification.heard(" ".join(right)), Verified)


async def test_a_code_is_used_once_and_grows_old(directory, sent, lockout, clock):
    verification = made(directory, sent, lockout, clock, (RECORD, CODE))
    await verification.begin(2)
    await answers(verification, *HELEN)
    await verification.begin(2)
    clock.now += 301
    assert isinstance(await verification.keyed(sent.codes[HELENS_PHONE]), AskCode)


async def test_a_code_that_cannot_be_sent_is_a_failure_without_the_code_in_it(
    directory, sent, lockout, clock
):
    verification = made(directory, sent, lockout, clock, (RECORD, CODE))
    await verification.begin(2)
    await answers(verification, *HELEN)
    sent.broken = True
    step = await verification.begin(2)
    assert isinstance(step, Failed)
    assert "refused" in step.explanation


async def test_who_tries_too_often_is_locked_out_over_calls(directory, sent, lockout, clock):
    wrong = ("Helen Baker", "zero two one three nine", "May first nineteen seventy one")
    for _ in range(MOST_FAILURES // 3):
        verification = made(directory, sent, lockout, clock)
        await verification.begin(1)
        await answers(verification, *wrong, *wrong, *wrong)
    refused = await made(directory, sent, lockout, clock).begin(1)
    assert isinstance(refused, Failed)
    clock.now += WINDOW_S + 1
    assert isinstance(await made(directory, sent, lockout, clock).begin(1), AskField)


async def test_without_methods_nobody_is_verified(directory, sent, lockout, clock):
    assert isinstance(await made(directory, sent, lockout, clock, ()).begin(1), Failed)
