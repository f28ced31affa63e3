"""Numbered changes of the schema, run by Alembic without a configuration file of its own."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import run_in_transaction

_LOCK = 7_525_202_103_100_422  # any number that nothing else in the database takes an advisory lock on


def migrate(url: str) -> str:
    """Bring the schema to this program's revision, from any earlier one or from nothing, all or not at all.

    Blocks; programs that start together wait for each other. Returns: the revision. Raises: DatabaseAway.
    """

    def upgrade(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":  # SQLite's write lock does the same from BEGIN on
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    run_in_transaction(url, upgrade)
    return head_revision()


def current_revision(url: str) -> str | None:
    """The revision of the schema that is there; None for an empty database. Raises: DatabaseAway."""
    return run_in_transaction(url, lambda connection: MigrationContext.configure(connection).get_current_revision())


def head_revision() -> str:
    """The revision that this program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None  # noqa: S101
    return head


def is_known(revision: str) -> bool:
    """Whether this program can bring a schema of that revision to its own; not so when a newer one made it."""
    script = ScriptDirectory.from_config(_config())
    return revision in {known.revision for known in script.walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
