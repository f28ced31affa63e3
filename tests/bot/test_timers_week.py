"""Three processes work timers off at the same instants for a week; they are killed now and then, and off for a day."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from conversations.domain import Role
from storage.database import Database
from storage.vault import Vault
from tests.bot.timers_world import DAYS, HOUR, MORNING, Stopping, Told, World, begun, processes
from tests.storage.world import NOON

PROCESSES, EVERY, OFF = 3, 2 * HOUR, 3  # the day on which nothing runs
DRAFTS = 27
Heard = tuple[datetime, str, str]  # when, who, what


@pytest.fixture
async def others(postgres_url: str, vault: Vault) -> AsyncIterator[list[Database]]:
    """One server, a connection pool a process."""
    async with processes(postgres_url, vault, PROCESSES) as opened:
        yield opened


async def round_of_all(world: World, others: list[Database], rng: random.Random) -> int:
    """All at once; some are killed between two transactions. Returns: how many were."""
    doomed = [Stopping(one, rng.randint(1, 9)) if rng.random() < 0.4 else one for one in others]
    done = await asyncio.gather(*(world.timers(one).round() for one in doomed), return_exceptions=True)
    killed = [one for one in done if isinstance(one, BaseException)]
    assert all(isinstance(one, ConnectionError) for one in killed)
    return len(killed)


async def week(world: World, others: list[Database]) -> tuple[list[Heard], int]:
    """Who heard what and when, and how often a process was killed."""
    rng, heard, killed = random.Random(7), list[Heard](), 0
    at = NOON
    while at < NOON + 7 * DAYS:
        at += EVERY
        if OFF <= (at - MORNING) / DAYS < OFF + 1:
            continue
        world.now = at
        killed += await round_of_all(world, others, rng)
        heard += [(at, user, say.key) for user, say in await world.new()]
    return heard, killed


async def test_a_week(others: list[Database]) -> None:
    """Each draft is remembered once, each morning has one digest, no kind comes twice within hours, after the pause neither."""
    world = await begun(others[0])
    for number in range(DRAFTS):
        await world.draft(f"d{number}", at=NOON + number * 5 * HOUR)
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await world.appoint("f", Role.EXECUTIVE, "04.045.mn")
    await world.file("A7K29QXQ")
    heard, killed = await week(world, others)
    assert killed > 20
    drafts = Counter(user for _, user, key in heard if key == "reminder-draft")
    assert {f"d{number}": 1 for number in range(DRAFTS)} == drafts
    assert {"e", "f"} == {user for _, user, key in heard if key.startswith("reminder-decisions")}
    for executive in ("e", "f"):
        digests = Counter(((at - MORNING) // DAYS, key) for at, user, key in heard if user == executive and "decisions" in key)
        assert {1} == set(digests.values())
        assert {1, 2, 4, 5, 6} == {day for day, _ in digests} - {7}, "each morning but that of the pause"
    assert [] == repeated(heard)


def repeated(heard: list[Heard]) -> list[Told]:
    """The same kind for the same person again within six hours."""
    last: dict[Told, datetime] = {}
    found = []
    for at, user, key in heard:
        if (user, key) in last and at - last[user, key] < 6 * HOUR:
            found.append((user, key))
        last[user, key] = at
    return found
