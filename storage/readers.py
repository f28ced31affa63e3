"""Reading on SQLite beside the writer: a thread and a connection for each read, from its first query to its last."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from storage.errors import DatabaseAway

T = TypeVar("T")
MOST_AT_ONCE = 14  # reads; more of them wait


class Readers:
    """Threads that read through *engine*, whose pool must hold MOST_AT_ONCE connections."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="storage-reader")
        self._is_closing = False

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Have *work* done on one snapshot; whoever stops waiting for it also stops its query.

        Raises: what the database raises; DatabaseAway after `close`.
        """
        if self._is_closing:
            raise DatabaseAway("closed")
        reading = _Reading(self._engine, work)
        try:
            result: T = await asyncio.get_running_loop().run_in_executor(self._threads, reading.run)
        except asyncio.CancelledError:
            reading.stop()
            raise
        return result

    def close(self) -> None:
        """Wait for the reads under way, then let the connections go. Blocks."""
        self._is_closing = True
        self._threads.shutdown()
        self._engine.dispose()


class _Reading:
    def __init__(self, engine: Engine, work: Callable[[Connection], Any]) -> None:
        self._engine, self._work = engine, work
        self._lock = Lock()  # the connection must not be another's by the time it is interrupted
        self._driver: Any = None
        self._is_stopped = False

    def run(self) -> Any:
        with self._engine.connect() as connection:
            try:
                with self._lock:
                    self._driver = connection.connection.driver_connection
                return None if self._is_stopped else self._work(connection)
            finally:
                with self._lock:
                    self._driver = None

    def stop(self) -> None:
        with self._lock:
            self._is_stopped = True
            if self._driver is not None:
                self._driver.interrupt()
