"""What Northwind Fibre's bot can do: five functions over the customers' records.

Each is given the records of the customer who is verified in the call, and of nobody else
(`assist.customers`).
It gives the name of an outcome, for which `tools.toml` has the words, and the values to be said.
"""

from datetime import date, timedelta
from decimal import Decimal

from assist.customers import Records

Answer = tuple[str, dict[str, object]]

LATEST_PROMISE = timedelta(days=21)
LATEST_VISIT = timedelta(days=60)


def bill(records: Records) -> Answer:
    unpaid = [row for row in records.own("bills") if not row["paid"]]
    if not unpaid:
        return "paid", {}
    amount = sum((Decimal(str(row["amount"])) for row in unpaid), Decimal(0))
    return "open", {"amount": amount, "due": min(str(row["due"]) for row in unpaid)}


def outage(records: Records, *, postcode: str) -> Answer:
    known = records.public("outages", postcode=postcode)
    return ("outage", {"ends": known[0]["ends"]}) if known else ("none", {})


def book_engineer(records: Records, *, day: date, time_of_day: str) -> Answer:
    if not records.today < day <= records.today + LATEST_VISIT or day.weekday() == 6:
        return "no_visit_that_day", {"day": day}
    booked = records.own("visits")
    if any(row["day"] == day.isoformat() for row in booked):
        return "booked_already", {"day": day}
    records.add("visits", day=day.isoformat(), time_of_day=time_of_day)
    return "booked", {"day": day, "time_of_day": time_of_day}


def change_plan(records: Records, *, plan: str) -> Answer:
    offered = records.public("plans", name=plan)
    if not offered:
        return "no_such_plan", {}
    if records.own("customers")[0]["plan"] == plan:
        return "same_plan", {"plan": offered[0]["title"]}
    records.change("customers", {}, plan=plan)
    return "changed", {"plan": offered[0]["title"], "price": offered[0]["price"]}


def payment_promise(records: Records, *, amount: Decimal, day: date) -> Answer:
    owed = sum((Decimal(str(row["amount"])) for row in records.own("bills") if not row["paid"]), Decimal(0))
    if owed == 0:
        return "nothing_owed", {}
    if amount > owed:
        return "more_than_owed", {"owed": owed}
    if not records.today <= day <= records.today + LATEST_PROMISE:
        return "too_late", {"latest": records.today + LATEST_PROMISE}
    records.add("promises", amount=f"{amount:.2f}", day=day.isoformat())
    return "promised", {"amount": amount, "day": day}
