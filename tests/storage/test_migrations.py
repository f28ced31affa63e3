"""The migrations make exactly the tables of tables.py, on both databases, once."""

import asyncio
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

from storage.database import run_in_transaction
from storage.migrations import current_revision, head_revision, migrate
from storage.tables import metadata
from tests.postgres import PostgresServer


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without anything in it."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/empty.db"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create()
        yield url
        server.drop(url)


def test_from_nothing_to_head(empty_url: str) -> None:
    """An empty database has no revision; after migrating it has the head, and migrating again is no change."""
    assert current_revision(empty_url) is None
    assert [migrate(empty_url) for _ in range(2)] == [head_revision()] * 2
    assert current_revision(empty_url) == head_revision()


def test_tables_and_migrations_agree(empty_url: str) -> None:
    """Alembic finds no difference between the migrated database and tables.py: tables, columns, types, indexes."""
    migrate(empty_url)

    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))

    assert run_in_transaction(empty_url, differences) == []


def test_constraints_agree(empty_url: str) -> None:
    """What Alembic does not compare: checks, and which rows a partial index holds."""
    migrate(empty_url)

    def stored(connection: Connection) -> set[tuple[str, str]]:
        inspector = inspect(connection)
        checks = {(t, str(check["name"])) for t in metadata.tables for check in inspector.get_check_constraints(t)}
        indexes = {(t, str(index["name"])) for t in metadata.tables for index in inspector.get_indexes(t)}
        partial = {
            (t, str(index["name"]) + " partial")
            for t in metadata.tables
            for index in inspector.get_indexes(t)
            if any(option.endswith("_where") for option in index.get("dialect_options", {}))
        }
        return checks | partial | {pair for pair in indexes if not pair[1].startswith(("uq_", "sqlite_"))}

    found = run_in_transaction(empty_url, stored)
    expected = {
        (table.name, str(index.name))
        for table in metadata.sorted_tables
        for index in table.indexes
        if not str(index.name).startswith("uq_")
    }
    partial = {
        (table.name, f"{index.name} partial")
        for table in metadata.sorted_tables
        for index in table.indexes
        if index.dialect_kwargs.get("sqlite_where") is not None
    }
    checks = {("organisations", f"ck_organisations_{name}") for name in ("kind", "merged_into")}
    checks.add(("submissions", "ck_submissions_status"))
    assert found == expected | partial | checks | {("outbox", "ck_outbox_status")}


def test_programs_that_start_together(empty_url: str) -> None:
    """Of several programs that migrate at once one does it, and the others find it done."""
    with ThreadPoolExecutor(4) as programs:
        assert list(programs.map(migrate, [empty_url] * 4)) == [head_revision()] * 4


def test_a_new_file_that_another_writes(tmp_path: Path) -> None:
    """For the switch to WAL SQLite does not wait by itself; the program does."""
    with closing(sqlite3.connect(tmp_path / "new.db", isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE other (id)")
        other.execute("BEGIN IMMEDIATE")
        release = threading.Timer(0.3, lambda: other.execute("COMMIT"))
        release.start()
        try:
            assert migrate(f"sqlite+aiosqlite:///{tmp_path}/new.db") == head_revision()
        finally:
            release.join()


async def test_inside_a_running_loop(empty_url: str) -> None:
    """`migrate` may be called from a program whose event loop runs, directly or in a thread."""
    assert migrate(empty_url) == head_revision()
    assert await asyncio.to_thread(current_revision, empty_url) == head_revision()
