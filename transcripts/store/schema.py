"""Brings a database to the schema of this version, by Alembic with its configuration built in code.

The scripts are found beside this file, whatever the working directory is.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from transcripts.store.contract import NewerSchema, NoDatabase, OlderSchema

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection) -> None:
    """Makes or upgrades the tables; the caller commits. Raises `NewerSchema` before touching anything."""
    if not _is_current(connection):
        config = _configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def require_current(connection: Connection) -> None:
    """For whoever only reads. Raises `NoDatabase`, `OlderSchema` or `NewerSchema`."""
    if MigrationContext.configure(connection).get_current_revision() is None:
        raise NoDatabase("nothing was recorded in this database yet")
    if not _is_current(connection):
        raise OlderSchema(
            "this database is from an earlier version of Attendant; start the service once, which upgrades it"
        )


def _is_current(connection: Connection) -> bool:
    revision = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(_configuration())
    known = {script.revision for script in scripts.walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerSchema(
            f"this database has schema {revision} of a later version of Attendant, and this one knows up to "
            f"{scripts.get_current_head()}; install the later version, or set another `data_directory`"
        )
    return revision == scripts.get_current_head()


def _configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
