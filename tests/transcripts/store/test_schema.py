import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from tests.transcripts.recorded import CALL, journaled, started
from transcripts.codec import storable
from transcripts.store import schema
from transcripts.store.contract import Entry, NewerSchema, OlderSchema
from transcripts.store.event_store import SqlEventStore
from transcripts.store.inspection import inspect_database
from transcripts.store.schema import upgrade
from transcripts.store.tables import metadata

LATEST = max(path.name[:4] for path in (schema.MIGRATIONS / "versions").glob("[0-9]*.py"))
NEXT = f"{int(LATEST) + 1:04}"

NEXT_MIGRATION = f"""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "{NEXT}", "{LATEST}", None, None
def upgrade():
    op.add_column("calls", sa.Column("later", sa.String))
"""


async def test_a_database_of_a_later_version_is_refused_untouched(url: str, database: Path) -> None:
    await (await SqlEventStore.open(url)).close()
    connection = sqlite3.connect(database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    for opening in (SqlEventStore.open, SqlEventStore.read):
        with pytest.raises(NewerSchema, match=r"attendant\.db: .*schema 9999 .*later version"):
            await opening(url)
    connection = sqlite3.connect(database)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]
    connection.close()


def test_the_migrations_make_exactly_the_tables_of_the_code() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        [key] = inspect(connection).get_foreign_keys("events")
        assert key["referred_table"] == "calls"
        assert inspect(connection).get_pk_constraint("events")["constrained_columns"] == [
            "call_id",
            "sequence",
        ]
    engine.dispose()


async def test_the_service_upgrades_an_earlier_database_and_keeps_what_is_in_it(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [event] = journaled(started())
    store = await SqlEventStore.open(url)
    await store.write([Entry(*storable(event))])
    await store.close()
    with monkeypatch.context() as later_version:
        migrations = shutil.copytree(schema.MIGRATIONS, tmp_path / "migrations")
        (migrations / f"versions/{NEXT}_more.py").write_text(NEXT_MIGRATION)
        later_version.setattr(schema, "MIGRATIONS", migrations)
        with pytest.raises(OlderSchema, match=r"attendant\.db: .*earlier version.*start the service once"):
            await SqlEventStore.read(url)
        assert "it is upgraded at the next start" in inspect_database(url)
        store = await SqlEventStore.open(url)
        assert await store.events_of(CALL) == [event]
        await store.close()
        await (await SqlEventStore.read(url)).close()
    with pytest.raises(NewerSchema, match=rf"schema {NEXT} .* knows up to {LATEST}"):
        await SqlEventStore.open(url)


async def test_the_migrations_are_found_from_any_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "100% elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    store = await SqlEventStore.open(f"sqlite+aiosqlite:///{elsewhere}/attendant.db")
    assert await store.list_calls(1) == []
    await store.close()
