"""Zalo hands an update out once: what was fetched is committed or on disk before the next one, whatever is killed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.spool import FOLDER
from bot.spool_files import survey
from tests.installation import check_logs, locked
from tests.program import PATIENCE, Program, settled
from tests.zalo_bot_api import FakeZaloBot
from tests.zalo_bot_user import ZaloBotUser

WORKER, SECRET_HALF = "a1b2c3d4e5f60718293a", "AbC-test"


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloBot]:
    """A platform with a webhook of earlier days."""
    async with FakeZaloBot() as running:
        running.webhook = {"url": "https://old.example/webhooks/zalo-bot", "secret_token": "x" * 8}
        yield running


@pytest.fixture
async def program(zalo: FakeZaloBot, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation that fetches, and waits two seconds for locks; its logs are read at the end."""
    settings = {"zalo_bot_token": zalo.token, "zalo_bot_api_url": zalo.url, "log_level": "DEBUG"}
    async with Program(tmp_path, database_url=f"{sqlite_url}?timeout=2", **settings) as program:
        await program.plant()
        yield program
        check_logs(program)
        assert SECRET_HALF not in program.logged()


async def begun(program: Program, zalo: FakeZaloBot) -> ZaloBotUser:
    """A worker whom the program answers."""
    await program.start()
    await zalo.until(lambda: bool(zalo.called("getUpdates")), PATIENCE)
    return ZaloBotUser(zalo, WORKER)


async def answered(worker: ZaloBotUser, messages: int) -> list[str]:
    """What the bot has written, once it is so much."""
    await worker.api.until(lambda: len(worker.chat.ours) >= messages, PATIENCE)
    await worker._quiet()
    return [message.text for message in worker.chat.ours]


async def test_updates_are_fetched(program: Program, zalo: FakeZaloBot) -> None:
    """The old webhook is removed, people are answered in order, SIGTERM ends it."""
    worker = await begun(program, zalo)
    for line in ("/nop", "Đồng ý", "Nguyễn Văn A"):
        await worker.say(line, expects=0)
    said = await answered(worker, 3)
    assert [True] * 3 == [mark in text for mark, text in zip(("Đồng ý", "Bước 1/", "Bước 2/"), said, strict=True)]
    assert ({}, []) == (zalo.webhook, zalo.called("setWebhook"))
    assert (200, 0) == ((await program.get("/readyz"))[0], await program.stop())


@pytest.mark.parametrize("is_killed", [True, False])
async def test_ended_before_the_commit(program: Program, zalo: FakeZaloBot, is_killed: bool) -> None:
    """What the database did not take is on disk, and has its effect after the next start, once and in order."""
    worker = await begun(program, zalo)
    with locked(program):
        await worker.say("/nop", expects=0)
        await worker.say("Đồng ý", expects=0)
        await settled(lambda: _are_kept(program, 2))
        await (program.kill() if is_killed else program.stop())
    assert ([], []) == (zalo.pending, worker.chat.ours)
    await program.start()
    said = await answered(worker, 2)
    assert [True] * 2 == [mark in text for mark, text in zip(("Đồng ý", "Bước 1/"), said, strict=True)]


async def _are_kept(program: Program, updates: int) -> bool:
    return survey(program.folder / "data" / FOLDER).files >= updates
