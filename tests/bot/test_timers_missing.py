"""CĐCS without an initiative, whose executives staff want reminded: in batches, each once, whatever is killed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from conversations.domain import Role
from storage.database import Database
from storage.repositories.organisations import NewOrganisation
from storage.repositories.timers import MISSING
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.bot.timers_world import DAYS, HOUR, MORNING, Stopping, Told, World, begun, processes
from tests.storage.world import CAMPAIGN, NOON, appoint

KEY = "reminder-no-initiative"


@pytest.fixture
async def world(database: Database) -> World:
    return await begun(database)


def staffed(count: int) -> list[Told]:
    """What so many executives of CĐCS without an initiative are to hear."""
    return sorted((f"x{number}", KEY) for number in range(count))


async def many(world: World, count: int) -> None:
    """So many CĐCS, each with an executive."""

    def fill(uow: UnitOfWork) -> None:
        rows = [NewOrganisation(f"04.042.{number:03}", f"Trường {number}", "union", "04.042") for number in range(count)]
        uow.organisations.add_many(rows)
        ids = {node.code: node.id for node in uow.organisations.all()}
        for number, row in enumerate(rows):
            appoint(uow, f"x{number}", Role.EXECUTIVE, ids[row.code])

    await world.do(fill)


async def ask(world: World, *codes: str) -> None:
    """Staff ask for it now, or in the morning."""
    at = world.now if MORNING.time() <= world.now.time() < (MORNING + 13.5 * HOUR).time() else MORNING + DAYS
    for code in codes:
        await world.do(lambda uow: uow.timers.begin(MISSING, world.ids[code], at, world.now))  # noqa: B023


async def test_each_once(world: World) -> None:
    """Those of the scope, and of others no one; asked again later they are told again; who has filed meanwhile is not."""
    await many(world, 60)
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await ask(world, "04.042")
    await ask(world, "04.042")
    assert [staffed(60), []] == [await world.round(), await world.round(world.now + HOUR)]
    await world.file("A7K29QXQ")
    await ask(world, "04.045")
    assert [] == await world.round(world.now + HOUR)
    await ask(world, "04.042")
    assert 60 == len(await world.round())


async def test_an_executive_of_several(world: World) -> None:
    """Hears of each of them, although one message would take the place of another of its kind."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await world.appoint("e", Role.EXECUTIVE, "04.045.ct")
    await ask(world, "04.045")
    assert [("e", KEY)] * 2 == await world.round()


async def test_not_at_night_and_not_after_the_close(world: World) -> None:
    """What was asked for in the evening comes in the morning; nothing comes once it is too late to file."""
    await many(world, 3)
    world.now = NOON + 12 * HOUR
    await ask(world, "04.042")
    assert [[], [], staffed(3)] == [await world.round(), await world.round(MORNING + DAYS - HOUR), await world.round(MORNING + DAYS)]
    world.now = CAMPAIGN.closes - HOUR
    await world.do(lambda uow: uow.timers.begin(MISSING, world.ids["04.042"], world.now, world.now))
    assert [] == [told for told in await world.round(CAMPAIGN.closes + 8 * HOUR) if told[1] == KEY]


async def test_killed_between_batches(world: World) -> None:
    """Wherever the process is killed, the next one goes on behind the last that was told."""
    await many(world, 110)
    await ask(world, "04.042")
    for after in range(1, 14):
        with suppress(ConnectionError):
            await world.timers(Stopping(world.database, after)).round()
    await world.timers().round()
    assert staffed(110) == sorted((user, say.key) for user, say in await world.new())


@pytest.fixture
async def others(postgres_url: str, vault: Vault) -> AsyncIterator[list[Database]]:
    """Three processes at one server."""
    async with processes(postgres_url, vault, 3) as opened:
        yield opened


async def test_three_processes(others: list[Database]) -> None:
    """Whoever gets the next batch: nobody is told twice, nobody is left out."""
    world = await begun(others[0])
    await many(world, 200)
    await ask(world, "04.042")
    for _ in range(5):
        await asyncio.gather(*(world.timers(one).round() for one in others))
    assert {1} == set(Counter(user for user, _ in await world.new()).values())
    assert 0 == await world.timers().round()
