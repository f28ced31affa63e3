"""Transactions that write to PostgreSQL: a few lines stay open, each with a unit of work, and a turn takes a free one.

SQLAlchemy's pool, asynchronous connection and transaction cost as much for each turn as four statements do.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

import asyncpg
from msgspec import Struct
from sqlalchemy import URL, NullPool, create_engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.util.concurrency import greenlet_spawn

from storage.direct import COMMITTED, AssumedWrongly, DirectConnection, watch
from storage.errors import DatabaseAway, DatabaseRefused, translated
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault

T = TypeVar("T")
LINES = 8
_PATIENCE = 5  # seconds that a turn waits for a line
_STATEMENT_SECONDS = 10  # a statement of a turn that takes longer is given up
_ATTEMPTS = 4
_RETRIED = frozenset({"40001", "40P01"})  # serialization failure, deadlock: the server asks to run it again
CONNECT: dict[str, Any] = {
    "timeout": 5,
    "server_settings": {"application_name": "sang-kien-bot", "jit": "off"},
}
FAILURES = (SQLAlchemyError, OSError, TimeoutError)  # asyncpg raises the latter two when it cannot connect
# A migration changed what a prepared statement returns: it has to be prepared again, on every line.
_STALE = (asyncpg.InvalidCachedStatementError, asyncpg.OutdatedSchemaCacheError)


class _Line(Struct, frozen=True):
    connection: DirectConnection
    unit: UnitOfWork
    age: int


class PostgresWriter:
    """The lines. Who takes one leaves it without a transaction, or ends it: nobody gets one of unknown state."""

    def __init__(self, url: URL, vault: Vault) -> None:
        self._vault = vault
        # The server gives up as well, a little later: for a statement whose line was cut nobody else can.
        settings = {**CONNECT["server_settings"], "statement_timeout": str(int(2000 * _STATEMENT_SECONDS))}
        connect_args = {**CONNECT, "server_settings": settings, "command_timeout": _STATEMENT_SECONDS}
        options: dict[str, Any] = {"connect_args": connect_args, "hide_parameters": True, "poolclass": NullPool}
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT", **options)
        watch(self._engine)
        self._room = asyncio.Semaphore(LINES)
        self._free = deque[_Line]()  # taken in turn, so that none is idle until somebody on the way forgets it
        self._age = 0  # of lines that are opened now; older ones are not kept
        self._is_closing = False

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run *work* in a transaction, again if the server asks for it. Raises: DatabaseAway, DatabaseRefused."""
        if self._is_closing:
            raise DatabaseAway("closed")
        await self._enter()
        attempts, is_assumed_wrongly = 0, False
        try:
            while True:
                try:
                    return await greenlet_spawn(self._write, work, is_assumed_wrongly)
                except AssumedWrongly:  # *work* learns how it is where it asks, from now on
                    is_assumed_wrongly = True
                except FAILURES as error:
                    attempts += 1
                    if attempts == _ATTEMPTS or not (_is_stale(error) or _state(error) in _RETRIED):
                        raise translated(error) from None
        finally:
            self._room.release()

    async def close(self) -> None:
        """Let those finish who wait or write, then end the lines; harmless to repeat."""
        if self._is_closing:
            return
        self._is_closing = True
        for _ in range(LINES):
            await self._room.acquire()
        while self._free:
            await greenlet_spawn(_end, self._free.popleft())

    async def _enter(self) -> None:
        if not self._room.locked():
            await self._room.acquire()  # at once
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._room.acquire()
        except TimeoutError as error:
            raise translated(error) from None

    def _write(self, work: Callable[[UnitOfWork], T], is_assumed_wrongly: bool) -> T:
        """One attempt; within `greenlet_spawn`, like all that follows."""
        line = self._taken()
        line.unit.has_lost_race = is_assumed_wrongly
        try:
            line.connection.start(puts_off=not is_assumed_wrongly)
            result = self._done(work, line)
            status = line.connection.commit_all()
        except Exception as error:
            is_wrong = line.connection.is_assumed_wrongly
            self._undo(line, error)
            if is_wrong:  # and the work may have made another error of it
                raise AssumedWrongly from error
            raise
        except BaseException:  # cancelled while the server was at work
            _end(line)
            raise
        self._keep(line)
        if status != COMMITTED:  # a statement had failed, and *work* went on as if it had not
            raise DatabaseRefused(status)
        return result

    def _done(self, work: Callable[[UnitOfWork], T], line: _Line) -> T:
        try:
            return work(line.unit)
        except Exception as error:
            if line.connection.assumes() and not _is_of_the_line(line, error):
                if isinstance(error, DBAPIError):  # the transaction may be worth nothing any more
                    raise AssumedWrongly from error
                line.connection.flush()  # where it is as *work* was told, the error is its own
            raise

    def _taken(self) -> _Line:
        while self._free:
            line = self._free.popleft()
            if not line.connection.is_lost():
                return line
            _end(line)
        age = self._age
        connection = DirectConnection(self._engine)
        return _Line(connection, UnitOfWork(connection, self._vault), age)

    def _undo(self, line: _Line, error: Exception) -> None:
        """Roll back and keep the line, or end it."""
        if isinstance(error, TimeoutError):  # the statement may still be running
            _end(line)
        elif line.connection.is_lost() or _is_stale(error):
            self._renew()
            _end(line)
        else:
            self._roll_back(line)

    def _roll_back(self, line: _Line) -> None:
        try:
            line.connection.roll_back()
        except FAILURES:  # the error before is the one that tells
            self._renew()
            _end(line)
        except BaseException:
            _end(line)
            raise
        else:
            self._keep(line)

    def _keep(self, line: _Line) -> None:
        if line.age == self._age:
            self._free.append(line)
        else:
            _end(line)

    def _renew(self) -> None:
        """Where one line is lost or stale, the others are likely to be: keep none that is open now."""
        self._age += 1
        for line in self._free:
            line.connection.cut()


def _is_of_the_line(line: _Line, error: Exception) -> bool:
    """Whether the error has nothing to do with what the work believed."""
    is_asked_again = _is_stale(error) or _state(error) in _RETRIED
    return is_asked_again or isinstance(error, TimeoutError) or line.connection.is_lost()


def _end(line: _Line) -> None:
    """Close for good; the driver takes at most two seconds to have a running statement cancelled and say goodbye."""
    try:
        line.connection.invalidate()
    finally:
        line.connection.close()


def _is_stale(error: Exception) -> bool:
    return isinstance(error, DBAPIError) and isinstance(getattr(error.orig, "__cause__", None), _STALE)


def _state(error: Exception) -> str | None:
    return getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
