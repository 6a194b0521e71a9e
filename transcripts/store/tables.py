"""The tables of the record and of the people, as SQLAlchemy sees them; `migrations/versions` make them.

Portable between SQLite and PostgreSQL: no column type or default of either one alone.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """SQLite has no time zones and gives naive times back; these are always UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


metadata = MetaData()

calls = Table(
    "calls",
    metadata,
    Column("call_id", String, primary_key=True),
    Column("carrier_call_id", String, nullable=False),
    Column("caller", String, nullable=False),
    Column("called", String, nullable=False),
    Column("started", UtcDateTime, nullable=False),
    Column("ended", UtcDateTime),
    Column("duration_ms", Integer, nullable=False),
    Column("end_reason", String),
    Column("outcome", String, nullable=False),
    Column("intent", String),
    Column("intent_confidence", Float, nullable=False),
    Column("escalation_reason", String),
    Column("utterances", Integer, nullable=False),
    Column("summary_reason", Text),
    Column("last_sequence", Integer, nullable=False),
    Index("calls_by_start", "started"),
    Index("calls_by_carrier_call_id", "carrier_call_id"),
    Index("calls_by_caller", "caller", "started"),
)
"""`CallRecord`, folded from the events in the transaction that wrote them."""

events = Table(
    "events",
    metadata,
    Column("call_id", String, ForeignKey("calls.call_id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("at_ms", Integer, nullable=False),
    Column("wall", UtcDateTime, nullable=False),
    Column("payload", Text, nullable=False),
)
"""What happened, written once and never changed; `payload` is the whole event as JSON."""

agent_presence = Table(
    "agent_presence",
    metadata,
    Column("agent", String, primary_key=True),
    Column("presence", String, nullable=False),
    Column("transfer_id", String, nullable=False),
    Column("wish", String),
    Column("since", UtcDateTime, nullable=False),
    Column("why", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
"""Where each agent is, one row each; `version` counts the changes, and who writes names the one they saw."""

callbacks = Table(
    "callbacks",
    metadata,
    Column("call_id", String, primary_key=True),
    Column("number", String, nullable=False),
    Column("queue", String, nullable=False),
    Column("language", String, nullable=False),
    Column("vip", Boolean, nullable=False),
    Column("repeat", Boolean, nullable=False),
    Column("place", UtcDateTime, nullable=False),
    Column("agreed", UtcDateTime, nullable=False),
    Column("window", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcDateTime),
    Column("state", String, nullable=False),
    Column("why", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Index("callbacks_by_state", "state"),
)
"""What was promised, by the call in which it was; `version` as above."""

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("agent", String, nullable=False),
    Column("password_hash", String, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)
"""Who may sign in."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("account", String, nullable=False),
    Column("csrf", String, nullable=False),
    Column("begun", UtcDateTime, nullable=False),
    Column("seen", UtcDateTime, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Index("sessions_by_account", "account"),
)
"""Who has signed in, by the hash of what their cookie holds."""
