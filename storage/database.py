"""The door to what is remembered; the only place that chooses between SQLite and PostgreSQL.

What serves PostgreSQL is imported where DATABASE_URL names it: it needs SQLAlchemy's asyncio extension (decision 0028).
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError

from storage import sqlite
from storage.errors import BadDatabaseUrl
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault

T = TypeVar("T")
SQLITE, POSTGRESQL = "sqlite+aiosqlite", "postgresql+asyncpg"


class Database(Protocol):
    """Runs work in transactions. The same repositories serve both databases.

    Work is a plain function: it may run in another thread and, after a lost race, more than once, so it touches
    nothing but its unit of work. All methods raise DatabaseAway or DatabaseRefused for what the database does.
    """

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run *work* in one transaction; when this returns, it is on disk. If *work* raises, nothing is kept."""

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run *work* on one consistent view; it cannot write."""

    async def read_aside(self, work: Callable[[UnitOfWork], T]) -> T:
        """The same in a thread of its own: for work that makes something of many rows, while turns go on."""

    async def ping(self) -> None:
        """Prove that a commit succeeds."""

    async def close(self) -> None:
        """Finish what was begun, then refuse everything."""


async def open_database(url: str, vault: Vault) -> Database:
    """Open the database that DATABASE_URL names; its schema must be there (see `migrations.migrate`).

    Raises: BadDatabaseUrl, DatabaseAway.
    """
    parsed = parse_url(url)
    database = _database_at(parsed, vault)
    try:
        await database.read(lambda uow: uow.connection.exec_driver_sql("SELECT 1"))
    except BaseException:
        await database.close()
        raise
    return database


def _database_at(url: URL, vault: Vault) -> Database:
    if url.drivername == SQLITE:
        return sqlite.SqliteDatabase(url, vault)
    from storage.postgres import PostgresDatabase  # noqa: PLC0415

    return PostgresDatabase(url, vault)


def run_in_transaction(url: str, work: Callable[[Connection], T]) -> T:
    """Run *work* alone in one transaction and block until it is committed: for migrations and commands."""
    parsed = parse_url(url)
    if parsed.drivername == SQLITE:
        return sqlite.run_in_transaction(parsed, work)
    from storage.postgres import run_in_transaction as run_on_postgres  # noqa: PLC0415

    return run_on_postgres(parsed, work)


def parse_url(url: str) -> URL:
    """DATABASE_URL in parts. Raises: BadDatabaseUrl, which does not quote it (there may be a password in it)."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise BadDatabaseUrl("DATABASE_URL is no address of a database") from None
    if parsed.drivername not in (SQLITE, POSTGRESQL):
        raise BadDatabaseUrl(f"DATABASE_URL must begin with {SQLITE}:/// or {POSTGRESQL}://")
    if parsed.drivername == SQLITE:
        sqlite.database_path(parsed)
    return parsed
