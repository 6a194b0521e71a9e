"""Customers in SQL: who is looked up, what a tool can reach of whom, and what is a value and never a query."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from assist.customers import MOST_CANDIDATES, NoCustomers, NotTheirs, NumberStanding, SqlCustomers
from config.settings import SAMPLE_CENTRE

TODAY = date(2026, 11, 18)
SEED = SAMPLE_CENTRE / "customers.sql"
HELEN, DAVID = "nf-1001", "nf-1002"
HELENS_PHONE = "+16175550111"
HOSTILE = (
    "' OR '1'='1",
    "nf-1002' --",
    "x'; DROP TABLE customers; --",
    '" OR ""="',
    "%",
    "_______",
    "nf-1001' UNION SELECT * FROM customers --",
    "\x00nf-1002",
    "nf-1002\n",
    "\N{FULLWIDTH APOSTROPHE} OR 1=1",
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "customers.db"


@pytest.fixture
def directory(file: Path) -> Iterator[SqlCustomers]:
    made = SqlCustomers.seeded(file, SEED, lambda: TODAY)
    yield made
    made.close()


def everything(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """What is in the database, read past the directory."""
    with closing(sqlite3.connect(file)) as connection:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608
            for table in ("customers", "bills", "visits", "promises", "outages", "plans")
        }


# Looking up.


async def test_a_number_says_whom_it_may_be_and_nothing_else(directory: SqlCustomers):
    assert await directory.standing("+18025550144") == NumberStanding(vip=True)
    assert await directory.standing("+14015550155") == NumberStanding(human_only=True)
    assert await directory.standing(HELENS_PHONE) == NumberStanding()
    assert await directory.standing("+15035550142") == NumberStanding()


async def test_candidates_share_a_value_or_the_number(directory: SqlCustomers):
    found = await directory.candidates({"postcode": ["02139", "04101"]}, "+18025550144")
    assert {record["id"] for record in found} == {HELEN, DAVID, "nf-1004", "nf-1008", "nf-1010"}


async def test_a_field_that_was_not_understood_shares_nothing(directory: SqlCustomers):
    assert await directory.candidates({"postcode": [], "name": []}, "+15035550142") == []


async def test_what_is_asked_for_and_not_kept_is_passed_over(directory: SqlCustomers):
    found = await directory.candidates({"shoe_size": ["44"], "postcode": ["04101"]}, "")
    assert [record["id"] for record in found] == [DAVID]


async def test_no_candidate_shows_what_its_pin_is_kept_as(directory: SqlCustomers):
    for record in await directory.candidates({"postcode": ["02139"]}, HELENS_PHONE):
        assert "pin_hash" not in record
        assert "argon2" not in str(record)


async def test_what_a_caller_says_finds_nobody_by_being_a_query(directory: SqlCustomers, file: Path):
    before = everything(file)
    for hostile in HOSTILE:
        fields = {name: [hostile] for name in ("name", "postcode", "birth_date")}
        assert await directory.candidates(fields, hostile) == [], hostile
        assert await directory.standing(hostile) == NumberStanding(), hostile
        assert await directory.contact(hostile) == "", hostile
    assert everything(file) == before


@pytest.mark.parametrize("hostile", HOSTILE[:3])
async def test_a_pin_is_compared_and_never_asked_for_by_a_query(directory: SqlCustomers, hostile: str):
    assert not await directory.pin_matches(hostile, "4821")
    assert not await directory.pin_matches(HELEN, hostile)


async def test_a_callers_record_is_found_among_many_who_share_their_postcode(tmp_path: Path):
    """A town has more customers in one ZIP code than are held against what was said."""
    seed = tmp_path / "town.sql"
    seed.write_text(SEED.read_text(encoding="utf-8") + town(MOST_CANDIDATES + 50), encoding="utf-8")
    directory = SqlCustomers.seeded(tmp_path / "customers.db", seed, lambda: TODAY)
    try:
        found = await directory.candidates(
            {"name": ["mary last"], "postcode": ["99501"], "birth_date": ["1980-02-03"]}, "+15035550142"
        )
    finally:
        directory.close()
    assert len(found) <= MOST_CANDIDATES
    assert "last" in {record["id"] for record in found}


def town(size: int) -> str:
    neighbour = "INSERT INTO customers VALUES ('{id}', '{name}', '99501', '{born}', '{phone}', '', 'home', 0, 0, NULL);"
    neighbours = [
        neighbour.format(
            id=f"t-{number}", name=f"Neighbour {number}", born="1960-01-01", phone=f"+1907555{number:04}"
        )
        for number in range(size)
    ]
    last = neighbour.format(id="last", name="Mary Last", born="1980-02-03", phone="+19075559999")
    return "\n".join([*neighbours, last])


async def test_a_code_goes_to_the_number_on_record_and_to_none_for_a_stranger(directory: SqlCustomers):
    assert await directory.contact(HELEN) == HELENS_PHONE
    assert await directory.contact("nf-9999") == ""


async def test_a_pin_is_its_owners_alone(directory: SqlCustomers):
    assert await directory.pin_matches(HELEN, "4821")
    assert not await directory.pin_matches(HELEN, "7310"), "David's"
    assert not await directory.pin_matches(HELEN, "")


@pytest.mark.parametrize("customer", ["nf-1004", "nf-9999"])
@pytest.mark.parametrize("pin", ["", "nobody", "0000"])
async def test_who_has_no_pin_has_none_that_fits(directory: SqlCustomers, customer: str, pin: str):
    """The hash that they are compared with is made of a word, and that word is no key to them."""
    assert not await directory.pin_matches(customer, pin)


async def test_a_pin_that_is_kept_as_itself_fits_nobody(directory: SqlCustomers, file: Path):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE customers SET pin_hash = '4821' WHERE id = ?", (HELEN,))
        connection.commit()
    assert not await directory.pin_matches(HELEN, "4821")


# What a tool can reach.


def test_records_are_of_the_day_in_the_zone_of_the_centre(directory: SqlCustomers):
    assert directory.records(HELEN).today == TODAY


@pytest.mark.parametrize("table", ["bills", "visits", "promises", "customers"])
def test_only_ones_own_rows_are_read_whatever_is_asked_for(directory: SqlCustomers, table: str):
    owner = "id" if table == "customers" else "customer_id"
    records = directory.records(HELEN)
    assert records.own(table, **{owner: DAVID}) == []
    assert {row[owner] for row in records.own(table)} <= {HELEN}


def test_a_tools_arguments_are_values_wherever_they_are_put(directory: SqlCustomers, file: Path):
    before = everything(file)
    records = directory.records(HELEN)
    for hostile in HOSTILE:
        assert records.own("bills", month=hostile) == [], hostile
        assert records.public("outages", postcode=hostile) == [], hostile
        assert records.change("bills", {"month": hostile}, paid=1) == 0, hostile
    assert everything(file) == before
    for hostile in HOSTILE:
        records.add("visits", day=hostile, time_of_day=hostile)
    assert [(row["day"], row["time_of_day"]) for row in records.own("visits")] == [
        (one, one) for one in HOSTILE
    ]
    assert everything(file) == before | {"visits": everything(file)["visits"]}


def test_a_session_of_nobodys_id_sees_nobodys_rows(directory: SqlCustomers):
    for hostile in ("", *HOSTILE):
        assert directory.records(hostile).own("bills") == [], hostile
        assert directory.records(hostile).own("customers") == [], hostile


def test_a_change_stops_at_ones_own_rows(directory: SqlCustomers, file: Path):
    davids = directory.records(DAVID).own("bills")
    assert directory.records(HELEN).change("bills", {}, paid=1) == 2
    assert directory.records(HELEN).change("bills", {"customer_id": DAVID}, paid=1) == 0
    assert directory.records(DAVID).own("bills") == davids
    assert len(everything(file)["bills"]) == 7


def test_a_row_that_is_added_is_ones_own_whoever_is_named_in_it(directory: SqlCustomers):
    directory.records(HELEN).add("promises", customer_id=DAVID, amount="1.00", day="2026-12-01")
    assert directory.records(DAVID).own("promises") == []
    assert len(directory.records(HELEN).own("promises")) == 1


def test_ones_own_record_cannot_be_given_another_customers_id(directory: SqlCustomers, file: Path):
    """Whoever holds the id holds the rows that go by it."""
    before = everything(file)
    with pytest.raises(NotTheirs):
        directory.records(HELEN).change("customers", {}, id="nf-2000")
    assert everything(file) == before


def test_what_is_hidden_can_be_neither_written_nor_asked_about(directory: SqlCustomers, file: Path):
    """A PIN's hash that a tool could set or try would be a PIN that a tool could set or try."""
    before = everything(file)
    records = directory.records(HELEN)
    with pytest.raises(NotTheirs):
        records.own("customers", pin_hash="x")
    with pytest.raises(NotTheirs):
        records.change("customers", {}, pin_hash="x")
    assert everything(file) == before


def test_a_customer_cannot_be_made_by_a_tool(directory: SqlCustomers, file: Path):
    before = everything(file)
    with pytest.raises(NotTheirs):
        directory.records(HELEN).add("customers", id="nf-2000", name="New", phone=HELENS_PHONE)
    assert everything(file) == before


@pytest.mark.parametrize("write", ["add", "change"])
def test_a_column_that_is_not_there_is_the_tools_mistake(directory: SqlCustomers, write: str):
    records = directory.records(HELEN)
    with pytest.raises(NotTheirs, match="shoe_size"):
        if write == "add":
            records.add("visits", shoe_size="44")
        else:
            records.change("visits", {}, shoe_size="44")


def test_rows_about_nobody_are_open_and_cannot_be_changed(directory: SqlCustomers):
    assert directory.records(None).public("outages", postcode="04101")[0]["ends"] == "18:30"
    assert len(directory.records(None).public("plans")) == 3
    records = directory.records(HELEN)
    for attempt in (
        lambda: records.own("plans"),
        lambda: records.add("plans", name="free", title="Free", price="0"),
        lambda: records.change("plans", {}, price="0.00"),
    ):
        with pytest.raises(NotTheirs, match="anybody"):
            attempt()


def test_nobody_verified_reads_and_writes_nothing_of_anybodys(directory: SqlCustomers, file: Path):
    before = everything(file)
    nobody = directory.records(None)
    for attempt in (
        lambda: nobody.own("customers"),
        lambda: nobody.public("customers"),
        lambda: nobody.public("bills"),
        lambda: nobody.add("promises", customer_id=HELEN, amount="1.00", day="2026-12-01"),
        lambda: nobody.change("bills", {}, paid=1),
    ):
        with pytest.raises(NotTheirs):
            attempt()
    assert everything(file) == before


# The file.


def test_the_seed_is_laid_down_once(file: Path):
    first = SqlCustomers.seeded(file, SEED, lambda: TODAY)
    first.records(HELEN).change("customers", {}, plan="max")
    first.close()
    second = SqlCustomers.seeded(file, SEED, lambda: TODAY)
    assert second.records(HELEN).own("customers")[0]["plan"] == "max"
    second.close()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_seed_that_breaks_off_leaves_no_half_of_a_directory(tmp_path: Path, file: Path):
    seed = tmp_path / "broken.sql"
    seed.write_text(SEED.read_text(encoding="utf-8") + "\nINSERT INTO nowhere VALUES (1);", encoding="utf-8")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        SqlCustomers.seeded(file, seed, lambda: TODAY)
    assert not file.exists()
    directory = SqlCustomers.seeded(file, SEED, lambda: TODAY)
    assert len(directory.records(HELEN).own("bills")) == 2
    directory.close()


async def test_a_centre_without_customers_knows_and_verifies_nobody():
    nobody = NoCustomers()
    assert await nobody.standing(HELENS_PHONE) == NumberStanding()
    assert await nobody.candidates({"postcode": ["02139"]}, HELENS_PHONE) == []
    assert await nobody.contact(HELEN) == ""
    assert not await nobody.pin_matches(HELEN, "4821")
    with pytest.raises(NotTheirs):
        nobody.records(HELEN).own("bills")
    with pytest.raises(NotTheirs):
        nobody.records(None).public("outages")
