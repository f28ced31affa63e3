"""Three processes behind one address are restarted one after the other while people write: nobody notices.

    ROLLING_ROUNDS=10 ROLLING_WORKERS=20 .venv/bin/python -m pytest tests/e2e/test_rolling.py
"""

import asyncio
import json
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.dialogues import EXECUTIVE, LATER, Executive, Site, Worker, appoint, check, receipts_in, told
from tests.program import UNHURRIED, Program, telegram_settings
from tests.telegram_api import FakeTelegram

ROUNDS = int(os.environ.get("ROLLING_ROUNDS", "2"))
WORKERS = int(os.environ.get("ROLLING_WORKERS", "4"))


class Cluster(Program):
    """Several processes with the same settings; an update goes to any that listens."""

    def __init__(self, folder: Path, **settings: object) -> None:
        super().__init__(folder, **settings)
        self.members: list[Program] = []
        self.rng = random.Random(1)
        for name in "abc":
            (folder / name).mkdir()
            self.members.append(Program(folder / name))
            self.members[-1].environment = self.environment


@pytest.fixture
async def cluster(api: FakeTelegram, postgres_url: str, tmp_path: Path) -> AsyncIterator[Cluster]:
    """Three that serve."""
    made = Cluster(tmp_path, **telegram_settings(api, database_url=postgres_url, **UNHURRIED))
    await made.plant()
    async with made.database() as database:
        await database.write(appoint)
    async with AsyncExitStack() as stack:
        for member in made.members:
            await stack.enter_async_context(member)
        await asyncio.gather(*(member.start() for member in made.members))
        yield made


async def roll(cluster: Cluster, site: Site) -> list[int]:
    """Stop and start each in turn. Returns: the exit codes."""
    codes = []
    for member in cluster.members * ROUNDS:
        await asyncio.sleep(cluster.rng.uniform(0.2, 1.0))
        codes.append(await member.stop())
        await member.start()
    site.is_over = True
    await site.api.announce()
    return codes


def repeated(api: FakeTelegram) -> list[object]:
    """Messages that came twice: a question bears its number, a receipt, a card and a notice bear a code."""
    sent = Counter(
        (call.chat, call.parameters["text"], json.dumps(call.parameters.get("reply_markup"), sort_keys=True))
        for call in api.called("sendMessage")
    )
    return [message for message, count in sent.items() if count > 1]


@pytest.mark.timeout(180 + 60 * ROUNDS)
async def test_a_rolling_restart(cluster: Cluster, api: FakeTelegram) -> None:
    """Every process ends with 0; what was answered is stored once, nobody is stuck, no message comes twice."""
    await api.until(lambda: bool(api.called("setWebhook")), LATER)
    assert 1 == len(api.called("setWebhook")), "the leader alone registers it"
    site = Site(cluster.members, api, cluster.rng)
    workers = [Worker(site, 100 + number) for number in range(WORKERS)]
    executive = Executive(site, EXECUTIVE)
    filing = asyncio.gather(*(worker.file_until_over(1) for worker in workers))

    def all_seen() -> bool:
        return filing.done() and executive.confirmed == {c for w in workers for c in receipts_in(w.user)}

    confirming = asyncio.create_task(executive.confirm_until(all_seen))
    assert [0] * 3 * ROUNDS == await roll(cluster, site)
    await filing
    await api.announce()
    await confirming
    await api.until(lambda: all(len(told(worker)) == len(worker.filed) for worker in workers), LATER)
    assert [0] * 3 == [await member.stop() for member in cluster.members]
    assert [] == repeated(api)
    for worker in workers:
        await check(cluster, worker, executive)
