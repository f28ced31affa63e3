"""Which of several programs on one database does what only one may do, and the mark that a program runs.

PostgreSQL: session-level advisory locks on a connection of their own. SQLite: a locked file beside the database.
What the lead is good for, and what becomes of tasks that lose it, stands in bot/leader.py.

Fencing on PostgreSQL. A leader asks its connection every CHECK seconds and gives up when no answer came within
ANSWER, so it has stopped CHECK + ANSWER after the last answer at the latest; on the other side the server ends a
session that asked nothing for IDLE, which is longer. Only when the server drops the lock without our hearing of it (it
was restarted and the line is dead, say) may another program get it earlier: whoever gets it waits GRACE, longer than
CHECK + ANSWER, before it begins. A process that was stopped as a whole (SIGSTOP) and goes on later finds out with its
next check; until then two may act, which the keys of the inbox make harmless.
On SQLite the kernel holds the lock exactly as long as the process lives: no fence is needed.
"""

import asyncio
import fcntl
import os
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import URL, NullPool, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database import SQLITE, parse_url
from storage.errors import DatabaseAway, OutdatedProgram, SchemaBusy, translated
from storage.marks import FLOOR, KEYS, LEAD, MARKS_SUFFIX, OTHERS, beside, is_alone, side_file, take_slot
from storage.postgres import CONNECT, FAILURES, async_engine
from storage.sqlite import database_path

T = TypeVar("T")
CHECK, ANSWER, GRACE = 1.0, 2.0, 4.0  # seconds, as above; a killed leader is followed within CHECK + GRACE
AGAIN = 1.0  # seconds between attempts to enter
LEAD_SUFFIX = ".leader"
OUTDATED = "Cơ sở dữ liệu đã được nâng cấp và bản chương trình này không dùng được nữa; hãy cài bản mới rồi chạy lại."
# For this session alone. `idle_session_timeout` ends a session that has waited for a query for longer (PostgreSQL 14):
# it notices a hanging process, too. The others let the kernel notice a host that has vanished: `tcp_keepalives_*` send
# probes into silence, `tcp_user_timeout` bounds in milliseconds how long what was sent may stay unacknowledged; over a
# Unix-domain socket they are ignored. `client_connection_check_interval` works while a query runs only, and ours never
# wait. Source: PostgreSQL manual, sections "Connections and Authentication" and "Client Connection Defaults".
_SESSION = {
    "application_name": "sang-kien-bot-lead", "idle_session_timeout": "4500", "tcp_user_timeout": "4000",
    "tcp_keepalives_idle": "2", "tcp_keepalives_interval": "1", "tcp_keepalives_count": "2",
}  # fmt: skip
_ALIVE = text("SELECT 1")
_MARK = text("SELECT pg_try_advisory_lock_shared(:keys, :revision)")
_TAKE = text("SELECT pg_try_advisory_lock(:keys, :revision)")
_UPTIME = text("SELECT extract(epoch FROM clock_timestamp() - pg_postmaster_start_time())::float8")


class Presence(Protocol):
    """One running program: its mark and, while nobody else has it, the lead."""

    async def enter(self) -> None:
        """Mark that this program runs. Raises: DatabaseAway; SchemaBusy during a migration; OutdatedProgram."""

    async def is_alone(self) -> bool:
        """Whether no other program is marked at this moment; ask after `enter`. Raises: DatabaseAway."""

    async def ask(self) -> float | None:
        """Ask for the lead. Returns: seconds to wait before using it; None if another has it. Raises: DatabaseAway."""

    async def hold(self) -> None:
        """Return after CHECK seconds in which mark and lead stood. Raises: DatabaseAway once they are lost."""

    async def leave(self) -> None:
        """Give everything up; harmless to repeat."""


def presence_at(url: str, revision: str) -> Presence:
    """How a program of *revision* is present at the database of DATABASE_URL. Raises: BadDatabaseUrl."""
    parsed = parse_url(url)
    if parsed.drivername == SQLITE:
        return SqlitePresence(database_path(parsed), revision)
    return PostgresPresence(parsed, revision)


class SqlitePresence:
    """Locked files beside the database."""

    def __init__(self, path: Path, revision: str) -> None:
        self._path, self._revision = path, revision
        self._open: dict[str, int] = {}  # descriptors by suffix
        self._slot = 0

    async def enter(self) -> None:
        """Take a slot among the marks."""
        try:
            self._open[MARKS_SUFFIX] = marks = side_file(self._path, MARKS_SUFFIX)
            slot = take_slot(marks, self._revision)
        except OSError as error:  # the disk may be full, too
            await self.leave()
            raise translated(error) from None
        if slot is None:
            await self.leave()
            raise SchemaBusy()
        self._slot = slot

    async def is_alone(self) -> bool:
        """Look at the other slots."""
        return is_alone(self._open[MARKS_SUFFIX], self._slot)

    async def ask(self) -> float | None:
        """Lock the leader's file."""
        try:
            lead = side_file(self._path, LEAD_SUFFIX)
        except OSError as error:
            raise translated(error) from None
        try:
            fcntl.flock(lead, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lead)
            return None
        self._open[LEAD_SUFFIX] = lead
        return 0.0

    async def hold(self) -> None:
        """Nobody can take a lock away, but a file with a lock on it can be deleted: then it guards nothing."""
        await asyncio.sleep(CHECK)
        if not all(_is_still(opened, beside(self._path, suffix)) for suffix, opened in self._open.items()):
            raise DatabaseAway("side file")

    async def leave(self) -> None:
        """Close the files."""
        while self._open:
            os.close(self._open.popitem()[1])


def _is_still(opened: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(opened), path.stat())
    except OSError:
        return False


class PostgresPresence:
    """A connection of its own, which goes straight to the server (a pooler would hand the locks to others)."""

    def __init__(self, url: URL, revision: str) -> None:
        self._url, self._revision = url, int(revision)
        self._engine: AsyncEngine | None = None
        self._connection: AsyncConnection | None = None
        self._is_lost = asyncio.Event()

    async def enter(self) -> None:
        """Connect and take the shared lock of the own revision."""
        await self._answer(self._connect())
        is_marked, floor = await self._value(_MARK, revision=self._revision), await self._value(FLOOR)
        if not is_marked or (floor or 0) > self._revision:
            await self.leave()
            raise SchemaBusy() if not is_marked else OutdatedProgram(OUTDATED)

    async def ask(self) -> float | None:
        """Try the exclusive lock. No predecessor is waited for where no other program runs and the server did not
        just start."""
        if not await self._value(_TAKE, revision=LEAD):
            return None
        has_none_before = await self.is_alone() and await self._value(_UPTIME) > GRACE + ANSWER
        return 0.0 if has_none_before else GRACE

    async def is_alone(self) -> bool:
        """Look for the locks of others."""
        return await self._value(OTHERS) is None

    async def hold(self) -> None:
        """Hear at once that the connection has ended; else ask after a while."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CHECK):
                await self._is_lost.wait()
        await self._value(_ALIVE)

    async def leave(self) -> None:
        """End the session, and with it the locks, without waiting for anybody."""
        connection, self._connection, engine, self._engine = self._connection, None, self._engine, None
        with suppress(*FAILURES):
            async with asyncio.timeout(ANSWER):
                if connection is not None:
                    await _end(connection)
                if engine is not None:
                    await engine.dispose()

    async def _connect(self) -> None:
        settings = {**CONNECT["server_settings"], **_SESSION}
        connect_args = {**CONNECT, "server_settings": settings}
        options = {"poolclass": NullPool, "isolation_level": "AUTOCOMMIT"}
        self._engine = async_engine(self._url, connect_args=connect_args, **options)
        self._connection = await self._engine.connect()
        self._is_lost.clear()
        (await _driver(self._connection)).add_termination_listener(lambda _: self._is_lost.set())

    async def _value(self, statement: TextClause, **revision: int) -> Any:
        """The one value that a statement finds, or None. Raises: DatabaseAway, and then everything is given up."""
        if self._connection is None or self._is_lost.is_set():
            await self.leave()
            raise DatabaseAway("connection lost")
        return (await self._answer(self._connection.execute(statement, {**revision, "keys": KEYS}))).scalar()

    async def _answer(self, call: Awaitable[T]) -> T:
        """Wait for an answer as long as it may take, no longer."""
        try:
            async with asyncio.timeout(ANSWER):
                return await call
        except FAILURES as error:
            await self.leave()
            raise translated(error) from None


async def _driver(connection: AsyncConnection) -> Any:
    return (await connection.get_raw_connection()).driver_connection


async def _end(connection: AsyncConnection) -> None:
    """Without goodbye: the server may be the one who does not answer."""
    with suppress(*FAILURES):
        (await _driver(connection)).terminate()
    await connection.invalidate()
    await connection.close()


async def enter_patiently(presence: Presence, seconds: float = 60.0) -> None:
    """Enter, and wait while a migration keeps programs out. Raises: DatabaseAway, OutdatedProgram, SchemaBusy."""
    until = asyncio.get_running_loop().time() + seconds
    while True:
        try:
            return await presence.enter()
        except SchemaBusy:
            if asyncio.get_running_loop().time() > until:
                raise
        await asyncio.sleep(AGAIN)
