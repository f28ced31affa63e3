"""The server is killed at random moments while people talk to it: whatever was answered with 200 is there, once.

    CRASH_KILLS=500 CRASH_SEED=7 CRASH_WORKERS=20 .venv/bin/python -m pytest tests/e2e/test_crash.py -k sqlite
"""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.dialogues import EXECUTIVE, LATER, Executive, Site, Worker, appoint, check, receipts_in, told
from tests.program import TOKEN, Program, telegram_settings
from tests.telegram_api import FakeTelegram

KILLS = int(os.environ.get("CRASH_KILLS", "15"))
SEED = int(os.environ.get("CRASH_SEED", "1"))
WORKERS = int(os.environ.get("CRASH_WORKERS", "6"))


async def kill_again_and_again(site: Site, kills: int) -> None:
    """Kill the server, now and then while it starts, and start it anew."""
    for _ in range(kills):
        is_early = site.rng.random() < 0.2
        if not is_early:
            assert await site.program.listens(), site.program.logged()[-3000:]
        await asyncio.sleep(site.rng.uniform(0.0, 1.5 if is_early else 0.5))
        await site.program.kill()
        await site.program.launch()
    assert await site.program.listens(), site.program.logged()[-3000:]
    site.is_over = True
    await site.api.announce()


async def crash(program: Program, api: FakeTelegram, kills: int) -> None:
    """Let people talk, kill, and compare what is stored with what was acknowledged."""
    site = Site(program, api, random.Random(SEED))
    await program.plant()
    async with program.database() as database:
        await database.write(appoint)
    await program.launch()
    workers = [Worker(site, 100 + number) for number in range(WORKERS)]
    executive = Executive(site, EXECUTIVE)
    is_filed = asyncio.Event()

    async def file_all() -> None:
        await asyncio.gather(*(worker.file_until_over(2) for worker in workers))
        is_filed.set()
        await api.announce()

    def all_seen() -> bool:
        return is_filed.is_set() and executive.confirmed == {c for w in workers for c in receipts_in(w.user)}

    try:
        async with asyncio.TaskGroup() as group:
            for work in (kill_again_and_again(site, kills), file_all(), executive.confirm_until(all_seen)):
                group.create_task(work)
        await api.until(lambda: all(len(told(worker)) == len(worker.filed) for worker in workers), LATER)
    except BaseException as error:
        error.add_note("\n\n".join(person.user.chat.screen()[-1500:] for person in (*workers, executive)))
        raise
    assert 0 == await program.stop()
    assert site.posts > 0
    for worker in workers:
        await check(program, worker, executive)

@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    """A Telegram that stays up."""
    async with FakeTelegram(TOKEN) as running:
        yield running


@pytest.mark.timeout(180 + 20 * KILLS)
async def test_killed(api: FakeTelegram, database_url: str, tmp_path: Path) -> None:
    """Nothing acknowledged is lost, nothing is doubled, nobody is stuck. On PostgreSQL more briefly."""
    kills = KILLS if database_url.startswith("sqlite") else max(1, KILLS // 4)
    async with Program(tmp_path, **telegram_settings(api, database_url=database_url)) as program:
        await crash(program, api, kills)
