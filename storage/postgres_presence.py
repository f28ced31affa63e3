"""How a program is present at a PostgreSQL database: session-level advisory locks. The rules stand in leadership.py."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import URL, NullPool, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.errors import DatabaseAway, OutdatedProgram, SchemaBusy, translated
from storage.leadership import ANSWER, CHECK, GRACE
from storage.marks import FLOOR, KEYS, LEAD, OTHERS
from storage.postgres import async_engine
from storage.postgres_writing import CONNECT, FAILURES

T = TypeVar("T")
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


class PostgresPresence:
    """A connection of its own, which goes straight to the server (a pooler would hand the locks to others)."""

    def __init__(self, url: URL, revision: str) -> None:
        self._url, self._revision = url, int(revision)
        self._engine: AsyncEngine | None = None
        self._connection: AsyncConnection | None = None
        self._session: Any = None  # the driver's; SQLAlchemy forgets it while it lets go of one that ended
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
        session, self._session = self._session, None
        with suppress(*FAILURES):
            if session is not None:
                session.terminate()  # without goodbye: the server may be the one who does not answer
            async with asyncio.timeout(ANSWER):
                if connection is not None:
                    await connection.invalidate()
                    await connection.close()
                if engine is not None:
                    await engine.dispose()

    async def _connect(self) -> None:
        settings = {**CONNECT["server_settings"], **_SESSION}
        connect_args = {**CONNECT, "server_settings": settings}
        options = {"poolclass": NullPool, "isolation_level": "AUTOCOMMIT"}
        self._engine = async_engine(self._url, connect_args=connect_args, **options)
        self._connection = await self._engine.connect()
        self._is_lost.clear()
        self._session = (await self._connection.get_raw_connection()).driver_connection
        self._session.add_termination_listener(lambda _: self._is_lost.set())

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
