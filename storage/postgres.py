"""PostgreSQL, for several processes: a small pool, a transaction for each write."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, NullPool
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.errors import translated
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault

T = TypeVar("T")
_ATTEMPTS = 4
_RETRIED = frozenset({"40001", "40P01"})  # serialization failure, deadlock: the server asks to run it again
CONNECT: dict[str, Any] = {
    "timeout": 5,
    "server_settings": {"application_name": "sang-kien-bot", "jit": "off"},
}
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_WRITE_SECONDS = 10  # a statement of a turn that takes longer is given up
FAILURES = (SQLAlchemyError, OSError, TimeoutError)  # asyncpg raises the latter two when it cannot connect


class PostgresDatabase:
    """A server; see `Database` for what the methods promise."""

    def __init__(self, url: URL, vault: Vault) -> None:
        self._url, self._vault = url, vault
        self._writing = _engine(url, pool_size=8, command_timeout=_WRITE_SECONDS)
        # Reports are several queries: they see one snapshot, and their own pool keeps them out of the turns' way.
        self._reading = _engine(url, pool_size=4).execution_options(**_SNAPSHOT)

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run *work* in a transaction, again if the server asks for it."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                async with self._writing.begin() as connection:
                    result = await connection.run_sync(lambda sync: work(UnitOfWork(sync, self._vault)))
            except FAILURES as error:
                if attempt == _ATTEMPTS or _state(error) not in _RETRIED:
                    raise translated(error) from None
            else:
                return result
        raise AssertionError("the last attempt returns or raises")

    async def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run *work* on a snapshot."""
        try:
            async with self._reading.connect() as connection:
                return await connection.run_sync(lambda sync: work(UnitOfWork(sync, self._vault)))
        except FAILURES as error:
            raise translated(error) from None

    async def read_aside(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run *work* on a snapshot, in a thread with its own loop and connection: the driver is bound to both."""
        alone = _alone(self._url, lambda connection: work(UnitOfWork(connection, self._vault)), _SNAPSHOT)
        try:
            return await asyncio.to_thread(asyncio.run, alone)
        except FAILURES as error:
            raise translated(error) from None

    async def ping(self) -> None:
        """Commit something."""
        await self.write(lambda uow: uow.counters.add("ping"))

    async def close(self) -> None:
        """Let the connections go."""
        await self._writing.dispose()
        await self._reading.dispose()


def run_in_transaction(url: URL, work: Callable[[Connection], T]) -> T:
    """Run *work* alone in a transaction; blocks, also inside a running loop: for changes of the schema."""
    try:
        with ThreadPoolExecutor(max_workers=1) as thread:
            return thread.submit(asyncio.run, _alone(url, work)).result()
    except FAILURES as error:
        raise translated(error) from None


async def _alone(url: URL, work: Callable[[Connection], T], options: Mapping[str, Any] | None = None) -> T:
    """Run *work* in a transaction with these execution options, on a connection that nobody else has."""
    engine = async_engine(url, connect_args=CONNECT, poolclass=NullPool, execution_options=dict(options or {}))
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def async_engine(url: URL, **options: Any) -> AsyncEngine:
    """An engine of SQLAlchemy that shows no values in errors and logs."""
    return create_async_engine(url, hide_parameters=True, **options)


def _engine(url: URL, pool_size: int, command_timeout: float | None = None) -> AsyncEngine:
    connect_args = {**CONNECT, "command_timeout": command_timeout}
    return async_engine(url, connect_args=connect_args, pool_size=pool_size, max_overflow=0, pool_timeout=5)


def _state(error: Exception) -> str | None:
    return getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
