"""The database fails under a running program: read-only, full, cut off in the middle of a turn. Locked, gone, and gone
together with the disk stand in test_outage.py."""

import asyncio
import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from tests.e2e.test_outage import AGREE, START, check_away, check_back
from tests.installation import NAME, installed
from tests.postgres import PostgresServer
from tests.program import PATIENCE, Program, settled
from tests.telegram_api import FakeTelegram


@pytest.fixture
async def program(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """A running installation on SQLite; its logs are read at the end."""
    async with installed(api, sqlite_url, tmp_path) as program:
        await program.start()
        yield program


@contextmanager
def full(program: Program, room: int) -> Iterator[None]:
    """No file of the program's can grow beyond *room* bytes: as if the disk were full."""
    _, hard = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (room, hard))
    yield
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (hard, hard))


async def test_a_full_disk(program: Program, api: FakeTelegram) -> None:
    """The database cannot grow: what comes is kept beside it and acknowledged; with room again it has its effect, once."""
    user = program.user(api)
    with full(program, 4096):
        await check_away(program)
    await check_back(program, user)


async def test_a_disk_without_a_byte(program: Program, api: FakeTelegram) -> None:
    """Neither database, spool nor log can be written: 503, and the program lives on."""
    user = program.user(api)
    with full(program, 0):
        answers = [await program.post(START) for _ in range(3)]
        assert [503] * 3 == [answer.status for answer in answers]
        assert 200 == (await program.get("/healthz"))[0]
    assert 200 == (await program.post(START)).status
    await api.until(lambda: bool(user.chat.shown), PATIENCE)
    await user.say("Đồng ý")
    assert 2 == len([message for message in user.chat.shown if message.is_ours])


async def test_read_only_postgres(
    api: FakeTelegram, postgres_server: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    """A server that has become a standby takes no writes: as if it were away."""
    async with installed(api, postgres_url, tmp_path) as program:
        await program.start()
        user = program.user(api)
        await postgres_server.alter(postgres_url, "SET default_transaction_read_only = on")
        await check_away(program)
        await postgres_server.alter(postgres_url, "RESET default_transaction_read_only")
        await check_back(program, user)


async def test_a_connection_lost_in_the_middle_of_a_turn(
    api: FakeTelegram, postgres_server: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    """The half-done transaction leaves nothing, the update is kept, and has its effect once."""
    async with installed(api, postgres_url, tmp_path) as program:
        await program.start()
        user = program.user(api)
        blocker = await postgres_server.connect(postgres_url)
        async with blocker.transaction():
            await blocker.execute("LOCK TABLE outbox IN EXCLUSIVE MODE")  # a turn's last table: it waits half done
            posts = asyncio.create_task(program.post(START))
            await settled(lambda: waits_for_a_lock(blocker))
            await blocker.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            assert 200 == (await posts).status
            assert 0 == await blocker.fetchval("SELECT count(*) FROM people")
        await blocker.close()
        await api.until(lambda: bool(user.chat.shown), PATIENCE)
        assert 200 == (await program.post(START)).status
        assert 200 == (await program.post(AGREE)).status
        await api.until(lambda: len(user.chat.shown) == 2, PATIENCE)
        await user.say(NAME)
        assert 3 == len([message for message in user.chat.shown if message.is_ours])


async def waits_for_a_lock(connection: asyncpg.Connection) -> bool:
    """Whether a turn is held up."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    return bool(await connection.fetchval(query))
