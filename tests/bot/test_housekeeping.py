"""What is swept away, and what stays."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot import housekeeping
from bot.housekeeping import MESSAGES_KEPT, SET_ASIDE_KEPT, UPDATES_KEPT, sweep, sweep_by_batches
from storage.database import Database
from storage.repositories.web import WebFile
from storage.unit_of_work import UnitOfWork
from tests.builders import NOON


async def test_only_what_is_over_is_dropped(database: Database) -> None:
    """Old updates, set aside or not, delivered messages and expired files go; what is owed stays however old it is."""
    late = NOON + max(UPDATES_KEPT, MESSAGES_KEPT, SET_ASIDE_KEPT) + timedelta(days=1)

    def fill(uow: UnitOfWork) -> int:
        uow.inbox.add("web", "old", NOON)
        uow.inbox.add("web", "new", late)
        for key, at in (("old", NOON), ("new", late)):
            uow.set_aside.add("web", key, b"x", received_at=NOON, at=at, error="E", place="")
        sent = uow.outbox.add("web", "c", {"kind": "say"}, 0, NOON)
        uow.outbox.sent(sent, "1", NOON)
        uow.web.add_file(b"0" * 32, WebFile("a.txt", "text/plain", b"x"), NOON)
        return uow.outbox.add("web", "c", {"kind": "say"}, 0, NOON)

    await database.write(fill)
    assert await database.write(lambda uow: sweep(uow, late)) == 2
    assert await database.write(lambda uow: sweep(uow, late)) == 0
    assert await sweep_by_batches(database, late) == 2
    assert await sweep_by_batches(database, late) == 0
    assert (await database.read(lambda uow: uow.outbox.counts(late))).pending == 1
    assert await database.read(lambda uow: uow.set_aside.count()) == 1
    assert not await database.write(lambda uow: uow.inbox.add("web", "new", late))


async def test_it_goes_on_until_nothing_is_left(database: Database) -> None:
    """Batch by batch, past what has to stay."""
    late = NOON + MESSAGES_KEPT + timedelta(days=1)

    def fill(uow: UnitOfWork) -> None:
        for number in range(7):
            uow.inbox.add("web", str(number), NOON if number != 3 else late)
            owed = uow.outbox.add("web", "c", {"kind": "say"}, 0, NOON)
            if number != 4:
                uow.outbox.sent(owed, str(number), NOON)
        uow.outbox.add("web", "c", {"kind": "say"}, 0, late)

    await database.write(fill)
    assert await sweep_by_batches(database, late, most=2) == 6 + 6
    assert (await database.read(lambda uow: uow.outbox.counts(late))).pending == 2


async def test_what_was_said_on_our_pages(database: Database) -> None:
    """Goes when delivered messages go, batch by batch, but for the newest of all."""

    def fill(uow: UnitOfWork) -> None:
        for chat in ("c", "d"):
            uow.web.create(chat, NOON)
            for at in (NOON, NOON, NOON, NOON + MESSAGES_KEPT, NOON):
                uow.web.add_in(chat, {"text": "x"}, at)

    await database.write(fill)
    late = NOON + MESSAGES_KEPT + timedelta(seconds=1)
    assert [7, 0] == [await sweep_by_batches(database, late, most=2) for _ in range(2)]
    left = await database.read(lambda uow: [[one.id for one in uow.web.latest(chat, 9)] for chat in "cd"])
    assert [[4], [9, 10]] == left


async def test_once_an_hour_and_once_a_day(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What there is most of is looked through once a day, from the first hour on."""
    days, hours = list[int](), list[datetime]()
    monkeypatch.setattr(housekeeping, "EVERY_SECONDS", 0.0)

    def sweep(_: UnitOfWork, now: datetime) -> int:
        hours.append(now)
        return 0

    async def by_batches(*_: object) -> int:
        days.append(len(hours))
        if len(days) == 3:
            raise asyncio.CancelledError
        return 0

    monkeypatch.setattr(housekeeping, "sweep", sweep)
    monkeypatch.setattr(housekeeping, "sweep_by_batches", by_batches)
    with pytest.raises(asyncio.CancelledError):
        await housekeeping.keep_house(database, lambda: NOON)
    assert days == [1, 25, 49]
