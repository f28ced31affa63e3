"""The embedded database: one file, one writer thread, readers beside it (WAL).

The readers' engine is SQLAlchemy's over aiosqlite, entered by `greenlet_spawn` as its AsyncEngine does it. That class
would bring the object mapper along, 6 MB and a tenth of the start, of which nothing is used (decision 0028).
"""

import asyncio
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.util.concurrency import greenlet_spawn

from storage.errors import BadDatabaseUrl, translated
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from storage.writer import Writer

T = TypeVar("T")
_BUSY_SECONDS = "5"  # another program (a command, a backup) may hold the lock for a moment
_PAUSE_SECONDS = 0.02
_PAGE_BYTES = 1024  # of a new file: a turn changes little on many pages, see decisions/0040-fewer-and-smaller-pages.md
_LOG_BYTES = 16 << 20  # how long the log grows before it goes into the file: a tenth less work a turn than 4 MB
_CONNECT = {"isolation_level": None}  # the driver begins nothing by itself
FAILURES = (SQLAlchemyError, sqlite3.Error, OSError)  # the second from what goes to the driver directly
_WAL = "PRAGMA journal_mode = WAL"
_PRAGMAS = (
    "PRAGMA synchronous = FULL",  # a committed turn survives a power cut
    "PRAGMA temp_store = MEMORY",  # nothing personal in temporary files
    "PRAGMA journal_size_limit = 67108864",
)


class SqliteDatabase:
    """A file; see `Database` for what the methods promise."""

    def __init__(self, url: URL, vault: Vault) -> None:
        self._vault = vault
        self.write_engine = writing_engine(url)
        self._read_engine = create_engine(_patient(url), connect_args=_CONNECT, hide_parameters=True, pool_size=4)
        blocking = _patient(url).set(drivername="sqlite+pysqlite")
        self._aside_engine = create_engine(blocking, connect_args=_CONNECT, hide_parameters=True, poolclass=NullPool)
        for engine in (self._read_engine, self._aside_engine):
            _on_connect(engine, _WAL, *_PRAGMAS, "PRAGMA query_only = ON")
            _on_begin(engine, "BEGIN")
        self._writer = Writer(self.write_engine)
        self._unit: UnitOfWork | None = None

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run *work* in a transaction, which it may share with others."""
        try:
            result: T = await self._writer.submit(lambda connection: work(self._on(connection)))
        except FAILURES as error:
            raise translated(error) from None
        return result

    def _on(self, connection: Connection) -> UnitOfWork:
        """The unit of work on the writer's connection, which it keeps: repositories hold nothing of a transaction."""
        if self._unit is None or self._unit.connection is not connection:
            self._unit = UnitOfWork(connection, self._vault)
        return self._unit

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run *work* on a snapshot."""
        try:
            return await greenlet_spawn(self._read_by, self._read_engine, work)
        except FAILURES as error:
            raise translated(error) from None

    async def read_aside(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run *work* on a snapshot, in a thread."""
        try:
            return await asyncio.to_thread(self._read_by, self._aside_engine, work)
        except FAILURES as error:
            raise translated(error) from None

    def _read_by(self, engine: Engine, work: Callable[[UnitOfWork], T]) -> T:
        with engine.connect() as connection:
            return work(UnitOfWork(connection, self._vault))

    async def ping(self) -> None:
        """Commit something."""
        await self.write(lambda uow: uow.counters.add("ping"))

    async def close(self) -> None:
        """Finish what is queued, then let the file go."""
        await asyncio.to_thread(self._writer.close)
        await greenlet_spawn(self._read_engine.dispose)
        self._aside_engine.dispose()
        self.write_engine.dispose()


def writing_engine(url: URL, *, has_foreign_keys: bool = True) -> Engine:
    """A synchronous engine whose transactions hold the write lock from the start.

    A transaction that began as a reader cannot always become a writer; one that waits at its beginning can.
    """
    _prepare(database_path(url))
    blocking = _patient(url).set(drivername="sqlite+pysqlite")
    engine = create_engine(blocking, connect_args=_CONNECT, hide_parameters=True, poolclass=NullPool)
    _on_connect(engine, f"PRAGMA page_size = {_PAGE_BYTES}")  # an older file keeps its own
    event.listen(engine, "connect", _switch_to_wal)
    event.listen(engine, "connect", _bound_the_log)
    _on_connect(engine, *_PRAGMAS, f"PRAGMA foreign_keys = {'ON' if has_foreign_keys else 'OFF'}")
    _on_begin(engine, "BEGIN IMMEDIATE")
    return engine


def run_in_transaction(url: URL, work: Callable[[Connection], T]) -> T:
    """Run *work* alone in a transaction, without foreign keys: for changes of the schema."""
    engine = writing_engine(url, has_foreign_keys=False)
    try:
        with engine.begin() as connection:
            return work(connection)
    except FAILURES as error:
        raise translated(error) from None
    finally:
        engine.dispose()


def database_path(url: URL) -> Path:
    """The file that *url* names. Raises: BadDatabaseUrl if it names none."""
    if not url.database or url.database == ":memory:":
        raise BadDatabaseUrl("DATABASE_URL needs a file: sqlite+aiosqlite:///data/sangkien.db")
    return Path(url.database)


def _patient(url: URL) -> URL:
    """The address with a time to wait for locks; `?timeout=` of DATABASE_URL wins."""
    return url if "timeout" in url.query else url.update_query_dict({"timeout": _BUSY_SECONDS})


def _prepare(path: Path) -> None:
    """Make the file readable for its owner alone; SQLite's side files take over its mode. Raises: DatabaseAway."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise translated(error) from None


def _on_connect(engine: Engine, *pragmas: str) -> None:
    def run(dbapi_connection: Any, _record: object) -> None:
        cursor = dbapi_connection.cursor()
        for pragma in pragmas:
            cursor.execute(pragma)
        cursor.close()

    event.listen(engine, "connect", run)


def _switch_to_wal(dbapi_connection: sqlite3.Connection, _record: object) -> None:
    """SQLite does not wait for this lock, so programs that open a new file together have to."""
    until = time.monotonic() + float(_BUSY_SECONDS)
    while True:
        try:
            dbapi_connection.execute(_WAL).close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _bound_the_log(dbapi_connection: sqlite3.Connection, _record: object) -> None:
    (page_bytes,) = dbapi_connection.execute("PRAGMA page_size").fetchone()
    dbapi_connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_BYTES // page_bytes}").close()


def _on_begin(engine: Engine, statement: str) -> None:
    def run(connection: Connection) -> None:
        cursor = connection.connection.cursor()
        cursor.execute(statement)
        cursor.close()

    event.listen(engine, "begin", run)
