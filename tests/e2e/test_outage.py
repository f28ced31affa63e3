"""The database goes away while people write: what is acknowledged is on disk, and has its effect once, in order."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.installation import NAME, installed, locked, written
from tests.postgres import PostgresServer
from tests.program import PATIENCE, Program
from tests.telegram_api import FakeTelegram
from tests.telegram_user import TelegramUser

START, AGREE = written(1, "/nop"), written(2, "Đồng ý")


@pytest.fixture
async def program(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation on SQLite that waits half a second for locks; its logs are read at the end."""
    async with installed(api, f"{sqlite_url}?timeout=0.5", tmp_path) as program:
        yield program


async def test_a_locked_database(program: Program, api: FakeTelegram) -> None:
    """What cannot be stored yet is kept on disk and acknowledged; later it has its effect, once."""
    await program.start()
    user = program.user(api)
    with locked(program):
        await check_away(program)
    await check_back(program, user)


async def test_a_locked_database_and_a_crash(program: Program, api: FakeTelegram) -> None:
    """What was acknowledged meanwhile survives the end of the process."""
    await program.start()
    user = program.user(api)
    with locked(program):
        await check_away(program)
        await program.kill()
    await program.start()
    user = program.user(api)
    await check_back(program, user)


async def test_a_server_that_is_gone(
    api: FakeTelegram, postgres_server: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    """The same when PostgreSQL takes no connections and has cut all there were."""
    async with installed(api, postgres_url, tmp_path) as program:
        await program.start()
        user = program.user(api)
        await postgres_server.alter(postgres_url, "ALLOW_CONNECTIONS false")
        await check_away(program)
        await postgres_server.alter(postgres_url, "ALLOW_CONNECTIONS true")
        await check_back(program, user)


async def check_away(program: Program) -> None:
    """Nothing can be stored: two updates are kept, health says what is wrong, counting goes on."""
    assert [200, 200] == [(await program.post(update)).status for update in (START, AGREE)]
    status, said = await program.get("/readyz")
    assert (503, ["database: DatabaseAway"]) == (status, json.loads(said)["problems"])
    assert 200 == (await program.get("/healthz"))[0]
    assert 2 == await program.metric("sangkien_spooled_updates")


async def check_back(program: Program, user: TelegramUser) -> None:
    """Both are answered, in order, and once although they come again; the next one is answered at once."""
    await user.api.until(lambda: len(user.chat.shown) == 2, PATIENCE)
    assert [200, 200] == [(await program.post(update)).status for update in (START, AGREE)]
    assert 200 == (await program.get("/readyz"))[0]
    await user.say(NAME)
    assert ["Đồng ý", "Bước 1/", "Bước 2/"] == [
        next(mark for mark in ("Bước 1/", "Bước 2/", "Đồng ý") if mark in f"{message.text} {message.labels}")
        for message in user.chat.shown
        if message.is_ours
    ]
    assert 'outcome="set_aside"' not in (await program.get("/metrics"))[1]


async def test_no_database_and_no_disk(program: Program, api: FakeTelegram) -> None:
    """When an update can neither be stored nor kept, the answer is 503 with Retry-After; later it has its effect, once."""
    await program.start()
    user = program.user(api)
    spool = program.folder / "data" / "spool"
    spool.rename(program.folder / "elsewhere")
    with locked(program):
        answer = await program.post(START)
        assert (503, True) == (answer.status, int(answer.headers["Retry-After"]) > 0)
    (program.folder / "elsewhere").rename(spool)
    assert [200, 200] == [(await program.post(START)).status for _ in range(2)]
    await api.until(lambda: bool(user.chat.shown), PATIENCE)
    await user.say("Đồng ý")
    assert 2 == len([message for message in user.chat.shown if message.is_ours])
