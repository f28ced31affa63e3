"""Without PUBLIC_URL updates are fetched: an update is confirmed to Telegram only after its commit, whatever is killed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.installation import locked
from tests.program import PATIENCE, TOKEN, PatientUser, Program, settled, telegram_settings
from tests.telegram_api import FakeTelegram


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    """A Telegram with a webhook of earlier days."""
    async with FakeTelegram(TOKEN) as running:
        running.webhook = {"url": "https://old.example/webhooks/telegram"}
        yield running


@pytest.fixture
async def program(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation that fetches, and waits half a minute for locks."""
    settings = telegram_settings(api, database_url=f"{sqlite_url}?timeout=30", public_url=None)
    async with Program(tmp_path, **settings) as program:
        await program.plant()
        yield program


def confirmed(api: FakeTelegram) -> int:
    """The highest update that Telegram was told to forget."""
    return max((call.parameters.get("offset", 0) - 1 for call in api.called("getUpdates")), default=-1)


def said(user: PatientUser) -> list[str]:
    """What the bot wrote, with its buttons."""
    return [f"{message.text} {message.labels}" for message in user.chat.shown if message.is_ours]


async def test_updates_are_fetched(program: Program, api: FakeTelegram) -> None:
    """The old webhook is removed; people are answered, presses acknowledged, updates confirmed; SIGTERM ends it."""
    await program.start()
    worker, other = PatientUser(api, 10), PatientUser(api, 11)
    await worker.say("/nop")
    await other.say("/nop")
    await worker.press("Đồng ý", expects=2)
    assert "Bước 1/" in worker.chat.last.text
    await api.until(lambda: not api.open_presses and not api.pending, PATIENCE)
    assert {} == api.webhook
    assert confirmed(api) >= worker.last_update["update_id"]
    assert (200, True) == ((await program.get("/readyz"))[0], "Đồng ý" in said(other)[0])
    assert 0 == await program.stop()


async def test_killed_before_the_commit(program: Program, api: FakeTelegram) -> None:
    """What was fetched and not committed is not confirmed, so it comes again, and has its effect."""
    await program.start()
    await api.until(lambda: bool(api.called("getUpdates")), PATIENCE)
    worker = PatientUser(api, 10)
    with locked(program):
        await worker.say("/nop", expects=0)
        assert confirmed(api) < worker.last_update["update_id"]
        await program.kill()
    assert [] == said(worker)
    await program.start()
    await api.until(lambda: len(said(worker)) == 1, PATIENCE)
    await api.until(lambda: confirmed(api) == worker.last_update["update_id"], PATIENCE)


async def test_killed_between_commit_and_confirmation(program: Program, api: FakeTelegram) -> None:
    """What was committed and not confirmed comes again, and has no second effect."""
    await program.start()
    await api.until(lambda: bool(api.called("getUpdates")), PATIENCE)
    worker = PatientUser(api, 10)
    lost = api.fail("getUpdates", how="hang")
    await worker.say("/nop")
    await api.until(lambda: not lost.times, PATIENCE)
    await settled(lambda: _is_all_sent(program))
    assert [worker.last_update] == api.pending
    await program.kill()
    await program.start()
    await api.until(lambda: not api.pending, PATIENCE)
    await worker.say("Đồng ý")
    assert ["Đồng ý" in said(worker)[0], "Bước 1/" in said(worker)[1], 2] == [True, True, len(said(worker))]
    assert 1 == await program.metric('sangkien_turns_total{channel="telegram",outcome="seen_before"}')


async def test_a_batch_that_fails_comes_again_in_order(program: Program, api: FakeTelegram) -> None:
    """While the database is away nothing is confirmed; then everybody's updates are taken, in order, once."""
    program.environment["DATABASE_URL"] = program.environment["DATABASE_URL"].replace("timeout=30", "timeout=0.3")
    await program.start()
    workers = [PatientUser(api, 10 + number) for number in range(3)]
    with locked(program):
        for line in ("/nop", "Đồng ý", "Nguyễn Văn A"):
            for worker in workers:
                await worker.say(line, expects=0)
        await settled(lambda: _is_logged(program, "were not handled"))
        assert confirmed(api) < workers[0].last_update["update_id"] - 6
    await api.until(lambda: all(len(said(worker)) == 3 for worker in workers) and not api.pending, PATIENCE)
    for worker in workers:
        assert [True] * 3 == [mark in text for mark, text in zip(("Đồng ý", "Bước 1/", "Bước 2/"), said(worker), strict=True)]


async def _is_all_sent(program: Program) -> bool:
    return await program.metric("sangkien_outbox_pending") == 0


async def _is_logged(program: Program, words: str) -> bool:
    return words in program.logged()
