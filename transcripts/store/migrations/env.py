"""Run by Alembic, on the connection that `transcripts.store.schema` hands over."""

from alembic import context
from sqlalchemy import Connection

from transcripts.store.tables import metadata

connection = context.config.attributes["connection"]
assert isinstance(connection, Connection), "migrations run from transcripts.store.schema only"
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
