"""PostgreSQL, for several processes: a small pool for reading, and lines for writing (storage/postgres_writing.py)."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, NullPool
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.errors import translated
from storage.postgres_writing import CONNECT, FAILURES, PostgresWriter
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault

T = TypeVar("T")
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class PostgresDatabase:
    """A server; see `Database` for what the methods promise."""

    def __init__(self, url: URL, vault: Vault) -> None:
        self._url, self._vault = url, vault
        self._writer = PostgresWriter(url, vault)
        # Reports are several queries: they see one snapshot, and their own pool keeps them out of the turns' way.
        reading = async_engine(url, connect_args=CONNECT, pool_size=4, max_overflow=0, pool_timeout=5)
        self._reading = reading.execution_options(**_SNAPSHOT)

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run *work* in a transaction, again if the server asks for it."""
        return await self._writer.write(work)

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
        """Finish what was begun, then let the connections go."""
        await self._writer.close()
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
