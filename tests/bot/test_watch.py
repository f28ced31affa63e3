"""Alarms on both databases, with a clock that tests move: told once, again, over; by many processes, and in bounds."""

import asyncio
from datetime import timedelta

from msgspec.structs import replace
from structlog.testing import capture_logs

from bot.metrics import ALARMS_OPEN
from bot.watch import MOST_AN_HOUR, Watcher
from conversations.domain import Role
from storage.database import Database, open_database
from storage.vault import Vault
from tests.bot.watch_world import ROUND, WELL, Watched, begun
from tests.storage.world import appoint

HOUR = timedelta(hours=1)
FAILED = "alarms-open +alarm-outbox-failed(2)"
FAILED_OVER = "alarms-over -alarm-title-outbox-failed"


async def failing(database: Database) -> tuple[Watched, Watcher]:
    """A world in which two messages have just been given up, and were told of."""
    world = await begun(database, "op")
    watcher = world.watcher()
    assert [] == await world.rounds(watcher)
    world.suffer(failed=2, failed_lately=2)
    assert [FAILED] == await world.rounds(watcher)
    return world, watcher


async def test_told_once_and_again_after_six_hours(database: Database) -> None:
    """While it lasts: at once, nothing for six hours, once more, nothing."""
    world, watcher = await failing(database)
    assert [] == await world.rounds(watcher, 11)
    assert [] == await world.rounds(watcher, 5, HOUR)
    assert [FAILED] == await world.rounds(watcher, 1, HOUR)
    assert [] == await world.rounds(watcher, 3)


async def test_the_figure_is_the_newest(database: Database) -> None:
    """What is told again is what is measured then."""
    world, watcher = await failing(database)
    world.suffer(failed=9, failed_lately=9)
    assert [] == await world.rounds(watcher)
    assert ["alarms-open +alarm-outbox-failed(9)"] == await world.rounds(watcher, 1, 6 * HOUR)


async def test_over_after_two_good_minutes(database: Database) -> None:
    """Not before, and said once."""
    world, watcher = await failing(database)
    world.recover()
    assert [] == await world.rounds(watcher, 3)
    assert [FAILED_OVER] == await world.rounds(watcher)
    assert [] == await world.rounds(watcher, 300)
    assert [] == await world.names()


async def test_flapping_is_one_alarm(database: Database) -> None:
    """Good for a minute and bad again, for an hour: nothing is over, nothing is told anew."""
    world, watcher = await failing(database)
    for _ in range(40):
        world.recover()
        assert [] == await world.rounds(watcher, 2)
        world.suffer(failed=2, failed_lately=2)
        assert [] == await world.rounds(watcher)


async def test_a_trouble_that_comes_back(database: Database) -> None:
    """After its end it is a new one, with a time of its own."""
    world, watcher = await failing(database)
    world.recover()
    assert [FAILED_OVER] == await world.rounds(watcher, 4)
    world.suffer(failed=1, failed_lately=1)
    assert ["alarms-open +alarm-outbox-failed(1)"] == await world.rounds(watcher)


async def test_several_at_once_are_one_message(database: Database) -> None:
    """And so is what is added, or over, while others stay: each message says all that stands."""
    world = await begun(database, "op")
    watcher = world.watcher()
    world.suffer(failed_lately=2, set_aside_lately=1)
    assert ["alarms-open +alarm-outbox-failed(2) +alarm-set-aside(1)"] == await world.rounds(watcher)
    world.measured = replace(world.measured, clock_off_seconds=90)
    assert ["alarms-open +alarm-outbox-failed(2) +alarm-set-aside(1) +alarm-clock(90)"] == await world.rounds(watcher)
    world.suffer(failed_lately=0)
    assert ["alarms-less -alarm-title-outbox-failed +alarm-set-aside(1) +alarm-clock(90)"] == await world.rounds(watcher, 4)
    world.recover()
    assert ["alarms-over -alarm-title-set-aside -alarm-title-clock"] == await world.rounds(watcher, 4)


async def test_a_trouble_must_hold(database: Database) -> None:
    """A spool that empties within the minute is nobody's business; one that does not is told of."""
    world = await begun(database, "op")
    watcher = world.watcher()
    for _ in range(5):
        world.measured = replace(WELL, spooled=3)
        assert [] == await world.rounds(watcher, 2)
        world.recover()
        assert [] == await world.rounds(watcher)
    world.measured = replace(WELL, spooled=3)
    assert ["alarms-open +alarm-spool(3)"] == await world.rounds(watcher, 3)


async def test_every_operator_is_told_and_nobody_else(database: Database) -> None:
    """Not the officer, not the worker; whoever takes the role later is told of what is still open when it is repeated."""
    world = await begun(database, "op", "second")
    world.suffer(failed_lately=2)
    await world.watcher().round()
    chats = {chat: await world.told(chat) for chat in ("chat-op", "chat-officer", "chat-worker")}
    assert {"chat-op": [FAILED], "chat-officer": [], "chat-worker": []} == chats
    assert [FAILED] == await world.told("chat-second")


async def test_without_operators(database: Database) -> None:
    """It is on record and in the metrics; the first operator is told of it at once."""
    world = await begun(database)
    watcher = world.watcher()
    world.suffer(failed_lately=2)
    assert [] == await world.rounds(watcher, 3)
    assert (["outbox-failed"], 1) == (await world.names(), ALARMS_OPEN._value.get())
    await database.write(lambda uow: appoint(uow, "op", Role.OPERATOR, 1))
    assert [FAILED] == await world.rounds(watcher)


# -- many processes ----------------------------------------------------------------------------------------------
async def test_two_watchers_at_once(database_url: str, vault: Vault) -> None:
    """Each trouble and each end is told by one of two processes, whichever comes first."""
    doors = [await open_database(database_url, vault) for _ in range(2)]
    world, told = await begun(doors[0], "op"), list[str]()
    watchers = [world.watcher(database=door) for door in doors]
    for _ in range(5):
        world.suffer(failed_lately=2)
        told += await together(world, watchers, 6)
        world.recover()
        told += await together(world, watchers, 5)
    for door in doors:
        await door.close()
    assert [FAILED, FAILED_OVER] * 5 == told


async def together(world: Watched, watchers: list[Watcher], count: int) -> list[str]:
    """Rounds of all at the same time. Returns: what was told."""
    for _ in range(count):
        world.now += ROUND
        await asyncio.gather(*(watcher.round() for watcher in watchers))
    return await world.told()


async def test_what_only_one_process_sees(database: Database) -> None:
    """Its disk is full and the other's is not: the alarm stands as long as anybody sees it."""
    world = await begun(database, "op")
    full = replace(WELL, room=replace(WELL.room, free_bytes=1 << 29))
    sees, other = world.watcher(lambda: full), world.watcher(lambda: WELL)
    assert ["alarms-open +alarm-disk(512)"] == await world.rounds(sees)
    for _ in range(20):
        assert [] == await world.rounds(other, 1, ROUND / 2)
        assert [] == await world.rounds(sees, 1, ROUND / 2)
    assert ["alarms-over -alarm-title-disk"] == await world.rounds(other, 4)


async def test_a_restart_in_the_middle(database: Database) -> None:
    """A process that starts anew goes on with what is open: not told again, and over when it is."""
    world, _ = await failing(database)
    again = world.watcher()
    assert [] == await world.rounds(again, 20)
    world.recover()
    assert [FAILED_OVER] == await world.rounds(again, 4)


# -- bounds ------------------------------------------------------------------------------------------------------
async def test_so_many_messages_an_hour(database: Database) -> None:
    """What comes and goes all the time is told of twelve times an hour; what stays after that is told of later."""
    world = await begun(database, "op")
    watcher, told = world.watcher(), list[str]()
    for _ in range(15):  # of three minutes
        world.suffer(failed_lately=2)
        told += await world.rounds(watcher, 2)
        world.recover()
        told += await world.rounds(watcher, 4)
    assert MOST_AN_HOUR == len(told)
    assert [FAILED, FAILED_OVER] * 6 == told
    world.suffer(failed_lately=2)
    assert [] == await world.rounds(watcher, 20)
    assert [FAILED] == await world.rounds(watcher, 20)


async def test_an_end_that_is_held_back(database: Database) -> None:
    """Whoever was told of a trouble is told of its end, if need be when the hour is over."""
    world = await begun(database, "op")
    watcher, told = world.watcher(), list[str]()
    world.measured = replace(WELL, clock_off_seconds=90)
    told += await world.rounds(watcher)
    for _ in range(6):
        world.suffer(failed_lately=2)
        told += await world.rounds(watcher)
        world.suffer(failed_lately=0)
        told += await world.rounds(watcher, 4)
    assert (MOST_AN_HOUR, "alarms-open +alarm-clock(90) +alarm-outbox-failed(2)") == (len(told), told[-1])
    world.recover()
    assert [] == await world.rounds(watcher, 60)
    assert ["alarms-over -alarm-title-clock -alarm-title-outbox-failed"] == await world.rounds(watcher, 60)


async def test_one_unsent_message_at_most(database: Database) -> None:
    """While the operator's channel is away, a later message takes the place of an earlier one."""
    world, watcher = await failing(database)
    world.suffer(set_aside_lately=1)
    await world.rounds(watcher)
    backlog = await database.read(lambda uow: uow.outbox.counts(world.now))
    assert 1 == backlog.pending


# -- logs --------------------------------------------------------------------------------------------------------
async def test_every_alarm_is_a_log_line(database: Database) -> None:
    """Raised and cleared, with the name alone."""
    with capture_logs() as lines:
        world, watcher = await failing(database)
        world.recover()
        await world.rounds(watcher, 4)
        world.is_away = True
        await world.rounds(watcher, 3)
        world.is_away = False
        await world.rounds(watcher, 6)
    expected = [
        {"event": f"alarm_{what}", "name": name, "log_level": "error"}
        for name in ("outbox-failed", "database")
        for what in ("raised", "cleared")
    ]
    assert expected == [line for line in lines if line["event"].startswith("alarm_")]
