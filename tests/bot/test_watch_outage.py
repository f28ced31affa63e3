"""Alarms while the database is away: past the outbox, to the chats that were remembered, in bounds, and over again."""

import asyncio

from msgspec.structs import replace

from bot.channels.protocol import Rejected, Unreachable
from bot.watch import Watcher
from storage.database import Database
from tests.bot.watch_world import ROUND, Watched, begun

DIRECT = "🔴 Có 1 việc cần xem"
OVER = "alarms-over -alarm-title-database"


def heard(world: Watched) -> list[str]:
    """First lines of what was written straight to the operator, past the outbox."""
    return [text.splitlines()[0] for text in world.channel.texts("chat-op") if text.startswith("🔴")]


async def gone(database: Database) -> tuple[Watched, Watcher]:
    """A world whose database is found away for the second time."""
    world = await begun(database, "op")
    world.channel.capabilities = replace(world.channel.capabilities, text_limit=4096)
    watcher = world.watcher()
    assert [] == await world.rounds(watcher)
    world.is_away = True
    assert [] == await world.rounds(watcher)
    assert [] == heard(world)
    await world.rounds(watcher)
    return world, watcher


async def test_a_database_that_is_away(database: Database) -> None:
    """Told past the outbox to the chat that was remembered, once an hour; over after two good minutes, said once."""
    world, watcher = await gone(database)
    assert [DIRECT] == heard(world)
    await world.rounds(watcher, 100)
    assert [DIRECT] == heard(world)
    await world.rounds(watcher, 20)
    assert [DIRECT] * 2 == heard(world)
    world.is_away = False
    assert [] == await world.rounds(watcher, 4)
    assert [OVER] == await world.rounds(watcher)
    assert [] == await world.rounds(watcher, 20)


async def test_a_database_that_comes_and_goes(database: Database) -> None:
    """Within the hour it is one outage, told once and over once."""
    world, watcher = await gone(database)
    for _ in range(10):
        world.is_away = False
        assert [] == await world.rounds(watcher, 2)
        world.is_away = True
        assert [] == await world.rounds(watcher, 3)
    assert [DIRECT] == heard(world)
    world.is_away = False
    assert [OVER] == await world.rounds(watcher, 5)


async def test_a_moment_without_the_database(database: Database) -> None:
    """One round that fails is no alarm, and so nothing is over afterwards."""
    world = await begun(database, "op")
    watcher = world.watcher()
    for _ in range(5):
        world.is_away = True
        await world.rounds(watcher)
        world.is_away = False
        assert [] == await world.rounds(watcher, 6)
    assert [] == heard(world)


async def test_two_processes_say_once_that_it_is_over(database: Database) -> None:
    """Each has told by itself, for it could not know of the other."""
    world = await begun(database, "op")
    watchers = (world.watcher(), world.watcher())
    for is_away, rounds in ((False, 1), (True, 3), (False, 6)):
        world.is_away = is_away
        for _ in range(rounds):
            world.now += ROUND
            await asyncio.gather(*(watcher.round() for watcher in watchers))
    assert [OVER] == await world.told()


async def test_a_channel_that_fails_too(database: Database) -> None:
    """Then it is tried again in the next round, until somebody was reached."""
    world = await begun(database, "op")
    world.channel.capabilities = replace(world.channel.capabilities, text_limit=4096)
    watcher = world.watcher()
    await world.rounds(watcher)
    world.is_away = True
    failures = iter([Unreachable("no-connection"), Rejected("x")])

    async def fails(text: str) -> None:
        if (failure := next(failures, None)) is not None:
            raise failure

    world.channel.meanwhile = fails
    world.now += ROUND
    await watcher.round()
    for expected in (0, 0, 1, 1):
        world.now += ROUND
        await watcher.round()
        assert expected == len(heard(world))
