"""A turn costs the same however much is stored: processor time at few and at many initiatives, and statements' plans.

    GROWTH=1000000 UNIONS=90 .venv/bin/python -m pytest tests/benchmarks/test_growth.py -s

GROWTH is the number of initiatives in the large database (the small one has a thousand), UNIONS that of CĐCS under each
federation in both. The dialogues take turns, so that a busy machine slows both.
"""

import os
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, make_url

from bot.channels.protocol import Incoming
from bot.facts import FactLoader
from bot.runner import Outcome, Runner
from conversations.domain import Grant, Role
from conversations.events import TextReceived
from storage.database import Database, open_database
from storage.migrations import migrate
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.benchmarks.filling import fill, plant_country
from tests.builders import CAMPAIGN, CATALOGUE, NOON

FEW = 200 if "GROWTH" not in os.environ else 1000
MANY = int(os.environ.get("GROWTH", "1500"))
EACH = int(os.environ.get("UNIONS", "1"))
DIALOGUES = 60 if "GROWTH" in os.environ else 1
DISTRICT = "04.045"
WHO = ("/nop", "Đồng ý", "Nguyễn Văn A", "080888999", "0912345678", "cao bằng", "hà quảng")
WHAT = (
    "1", "Y tế", "3/2021", "Máy tẽ ngô", "Trước đây tẽ ngô bằng tay rất lâu. Nay tẽ bằng máy tự làm từ xe đạp cũ.", "Gửi",
    "/theodoi",
)
DECIDES = ("/duyet", "duyệt 1", "/report", "/canbo", "/huongdan")
# What is read in whole is no larger than what waits: these indexes hold only that.
_BACKLOG = re.compile(r"INDEX ix_(outbox_(due|pending_chat|failed|parked|maybe_sent|card)|timers_open)")
_GROWING = ("submissions", "people", "identities", "conversations", "audit", "outbox", "inbox", "consents", "grants")


class World:
    """One database, and a process that takes turns on it."""

    def __init__(self, database: Database, union: str) -> None:
        self.database, self.union, self.keys = database, union, count(1)
        self.facts = FactLoader(CATALOGUE.phrase)
        self.runner = Runner(database, self.facts, lambda: None, lambda: NOON)
        self.spent, self.turns = 0.0, 0

    async def say(self, user: str, *texts: str) -> None:
        """Somebody writes these."""
        for text in texts:
            key = next(self.keys)
            said = Incoming("web", f"u{key}", user, user, TextReceived(NOON, text, key))
            assert await self.runner.take(said) is Outcome.DONE
            self.turns += 1

    async def dialogue(self, number: int) -> None:
        """A worker files, an executive looks and decides; the processor time of it counts."""
        begun = time.process_time()
        await self.say(f"worker-{number}", *WHO, self.union, *WHAT)
        await self.say("executive", *DECIDES)
        await self.say("officer", *DECIDES)
        self.spent += time.process_time() - begun

    async def filed(self) -> int:
        """How many initiatives there are."""
        counted = "SELECT count(*) FROM submissions"
        return await self.database.read(lambda uow: uow.connection.exec_driver_sql(counted).scalar() or 0)


@asynccontextmanager
async def world(url: str, vault: Vault, initiatives: int) -> AsyncIterator[World]:
    """A database with so many."""
    migrate(url)
    places = plant_country(url, EACH)
    database = await open_database(url, vault)
    try:
        district, union = await database.write(_staffed)
        # Elsewhere: who speaks here sees and decides the same in both.
        fill(url, vault, [place for place in places if place.federation != district], initiatives)
        made = World(database, union)
        await made.dialogue(0)  # the tree is read, statements are compiled
        made.spent = made.turns = 0
        yield made
    finally:
        await database.close()


def _staffed(uow: UnitOfWork) -> tuple[int, str]:
    """The campaign, an executive and an officer. Returns: their district, and the name of their CĐCS."""
    uow.campaigns.put(CAMPAIGN)
    nodes = uow.organisations.all()
    district = next(node for node in nodes if node.code == DISTRICT)
    union = next(node for node in nodes if node.parent_id == district.id)
    for user, role, node in (("executive", Role.EXECUTIVE, union), ("officer", Role.STAFF, district)):
        person = uow.people.identify("web", user, user, NOON)
        uow.grants.add(person.id, Grant(role, node.id), None, NOON)
    return district.id, union.name


@contextmanager
def heard() -> Iterator[set[str]]:
    """Every statement that reaches SQLite's writing connections, with its values."""
    said: set[str] = set()

    def listen(raw: Any, _record: object) -> None:
        if isinstance(raw, sqlite3.Connection):
            raw.set_trace_callback(said.add)

    event.listen(Engine, "connect", listen)
    try:
        yield said
    finally:
        event.remove(Engine, "connect", listen)


def scans(path: Path, statements: set[str]) -> set[str]:
    """What of the growing tables a statement reads in whole."""
    found = set()
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "WITH", "INSERT")):
                for *_, detail in connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
                    scanned = re.match(rf"SCAN ({'|'.join(_GROWING)})\b", detail)
                    if scanned and not _BACKLOG.search(detail):
                        found.add(f"{detail}: {' '.join(statement.split())[:300]}")
    return found


@pytest.mark.timeout(1800)
async def test_a_turn_costs_the_same(tmp_path: Path, vault: Vault, capsys: pytest.CaptureFixture[str]) -> None:
    """The whole form, a decision and the views of officials; no statement of it reads a table that grows in whole."""
    urls = [f"sqlite+aiosqlite:///{tmp_path}/{name}.db" for name in ("few", "many")]
    with heard() as said:
        async with world(urls[0], vault, FEW) as few, world(urls[1], vault, MANY) as many:
            said.clear()
            for number in range(1, DIALOGUES + 1):
                await few.dialogue(number)
                await many.dialogue(number)
            assert MANY + DIALOGUES + 1 == await many.filed()
            await _beside(many)
            turns = [world.spent / world.turns * 1000 for world in (few, many)]
    with capsys.disabled():
        ratio = f"{turns[1] / turns[0]:.2f} ×"
        print(f"[{MANY:,} initiatives: {turns[1]:.2f} ms a turn; {FEW:,}: {turns[0]:.2f}; {ratio}]", end=" ")  # noqa: T201
    path = make_url(urls[1]).database
    assert path
    assert len(said) > 50
    assert set() == scans(Path(path), said)


async def _beside(world: World) -> None:
    """What goes on beside turns: messages are claimed, timers looked at, sums folded."""
    await world.database.write(lambda uow: uow.duties.due(NOON, 100))
    await world.database.write(lambda uow: uow.conversations.due(NOON, 100))
    await world.database.write(lambda uow: uow.timers.due(("decisions",), NOON, 10))
    await world.database.write(lambda uow: uow.parking.of("web", "executive"))
    await world.database.write(lambda uow: uow.parking.is_owed("web", "executive", "decisions"))
    await world.database.write(lambda uow: uow.sums.fold())

