"""Alarms as rows, on both databases: whoever changes one is told so, everybody else is not."""

import asyncio
from datetime import timedelta

from storage.database import Database
from storage.repositories.alarms import Alarm
from storage.unit_of_work import UnitOfWork
from tests.storage.world import NOON

MINUTE = timedelta(minutes=1)


async def test_one_raises(database: Database) -> None:
    """Of eight at once, and of who comes later; what is open keeps its beginning."""
    begun = await asyncio.gather(*(database.write(lambda uow: uow.alarms.begin("disk", 5, NOON)) for _ in range(8)))
    assert [False] * 7 + [True] == sorted(begun)
    assert not await database.write(lambda uow: uow.alarms.begin("disk", 9, NOON + MINUTE))
    assert (Alarm("disk", NOON, None, None, 5),) == await database.read(lambda uow: uow.alarms.open())


async def test_one_tells(database: Database) -> None:
    """Of eight at once; nobody again before its time."""
    await database.write(lambda uow: uow.alarms.begin("disk", 5, NOON))
    told = await asyncio.gather(*(database.write(lambda uow: uow.alarms.tell(NOON - MINUTE, NOON)) for _ in range(8)))
    assert [False] * 7 + [True] == sorted(told)
    again = [await database.write(lambda uow: uow.alarms.tell(at, NOON + MINUTE)) for at in (NOON - MINUTE, NOON)]  # noqa: B023
    assert [False, True] == again


async def test_one_clears(database: Database) -> None:
    """Of eight at once, and what somebody has seen since stays open."""

    def three(uow: UnitOfWork) -> None:
        for name in ("clock", "disk", "spool"):
            uow.alarms.begin(name, 1, NOON)
        uow.alarms.see("spool", 2, NOON + 2 * MINUTE)

    await database.write(three)
    at = NOON + 3 * MINUTE
    ended = await asyncio.gather(
        *(database.write(lambda uow: uow.alarms.clear({"clock"}, NOON + MINUTE, at)) for _ in range(8))
    )
    assert [(), ("disk",)] == sorted({tuple(alarm.name for alarm in one) for one in ended})
    assert 1 == sum(map(len, ended))
    assert ["clock", "spool"] == [alarm.name for alarm in await database.read(lambda uow: uow.alarms.open())]
    assert not await database.write(lambda uow: uow.alarms.see("disk", 1, at))


async def test_one_records_an_outage(database: Database) -> None:
    """Of all who went through it; the next one is another."""
    since, until = NOON, NOON + 9 * MINUTE
    entered = [
        await database.write(lambda uow: uow.alarms.record("database", begun, ended))  # noqa: B023
        for begun, ended in ((since, until), (since + MINUTE, until), (until + MINUTE, until + 2 * MINUTE))
    ]
    assert [True, False, True] == entered
    assert () == await database.read(lambda uow: uow.alarms.open())


async def test_messages_are_counted(database: Database) -> None:
    """Those since an instant, from the audit trail, up to a bound; what was told stands there."""

    def told(uow: UnitOfWork) -> None:
        for minute in range(5):
            uow.alarms.note(NOON + minute * MINUTE, ["disk"], ["spool"])

    await database.write(told)
    counted = [
        await database.read(lambda uow: uow.alarms.messages_since(NOON + minute * MINUTE, most))  # noqa: B023
        for minute, most in ((-1, 12), (0, 12), (3, 12), (-1, 3))
    ]
    assert [5, 4, 1, 3] == counted
    rows = await database.read(lambda uow: uow.audit.of("alarms"))
    assert {"open": ["disk"], "over": ["spool"]} == rows[-1].details
