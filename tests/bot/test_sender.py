"""The sender with a real database and a channel that records: order, long messages, crashes, cards."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from bot.channels.protocol import Rejected, Unreachable
from bot.messages import Replace, to_dict
from storage.database import Database, open_database
from storage.repositories.outbox_claim import Room
from storage.repositories.outbox_order import BULK, NOTICE
from storage.repositories.rate_limits import Limits, Pace
from storage.repositories.usage import Counted
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.builders import NOON
from tests.sending import QUICK, Office, plain

CODE = "A7K29QXM"


@pytest.fixture
async def office(sqlite_url: str, vault: Vault) -> AsyncIterator[Office]:
    """On SQLite, which gives up on locks at once."""
    database = await open_database(f"{sqlite_url}?timeout=0.05", vault)
    yield Office(database)
    await database.close()


# -- parts -------------------------------------------------------------------------------------------------------
LONG = " ".join(f"part{number}" + "x" * 10 for number in range(4))
PARTS = [f"part{number}" + "x" * 10 for number in range(4)]


@pytest.mark.parametrize("broken", range(4))
async def test_a_long_message_goes_on_where_it_broke(office: Office, broken: int) -> None:
    """Whatever part fails, each leaves once, in order, before the chat's next message."""
    office.channel.faults.append((PARTS[broken], Unreachable("telegram-502")))
    await office.owe("a", LONG, "next")
    assert PARTS[:broken] == await office.drain()
    assert [*PARTS, "next"] == await office.drain(3)


# -- order -------------------------------------------------------------------------------------------------------
async def test_order_in_each_chat(office: Office) -> None:
    """Forty chats at once, sends of all durations: each chat reads its messages in their order."""
    rng = random.Random(7)

    async def a_while(text: str) -> None:
        await asyncio.sleep(rng.uniform(0, 0.002))

    office.channel.meanwhile = a_while
    texts = [f"text {number}" for number in range(5)]
    for number in range(5):
        for chat in range(40):
            await office.owe(str(chat), texts[number])
    await office.drain()
    assert [texts] * 40 == [office.channel.texts(str(chat)) for chat in range(40)]


async def test_two_processes_share_the_work(office: Office) -> None:
    """Two senders on one outbox: everything is sent, nothing twice, in order."""
    for number in range(30):
        await office.owe(str(number % 6), f"text {number}")
    await asyncio.gather(office.sender().drain(), office.sender().drain())
    await office.drain()
    expected = {str(chat): [f"text {number}" for number in range(chat, 30, 6)] for chat in range(6)}
    assert expected == {chat: office.channel.texts(chat) for chat in expected}


async def test_what_is_put_off_waits_alone(office: Office) -> None:
    """A delayed message leaves when it is due, and does not hold up the others."""
    await office.owe("a", "later", due_at=NOON + timedelta(seconds=5))
    await office.owe("a", "now")
    assert ["now"] == await office.drain()
    assert ["now"] == await office.drain(4.9)
    assert ["now", "later"] == await office.drain(0.1)


async def test_what_collapses_is_sent_once(office: Office) -> None:
    """Of several unsent messages of one name in a chat the newest is sent; what was sent stays."""
    for text in ("first", "second", "third"):
        await office.owe("a", text, due_at=office.now + timedelta(seconds=2), collapse="paste")
    await office.owe("b", "other chat", collapse="paste")
    assert ["third"] == await office.drain(2)
    await office.owe("a", "fourth", collapse="paste")
    assert ["third", "fourth"] == await office.drain()
    assert ["other chat"] == office.channel.texts("b")


async def test_bulk_keeps_its_pace_and_replies_do_not_wait(office: Office) -> None:
    """An announcement to many is spread out over all processes; whoever asks meanwhile is answered at once."""
    office.channel.limit(Limits(channel=Pace(25, burst=5)))
    for chat in range(60):
        await office.owe(f"bulk{chat}", "announcement", priority=BULK)
    for number in range(7):
        await office.owe("a", f"reply {number}")
    senders = office.sender(), office.sender()
    counts = []
    for _ in range(12):
        for sender in senders:
            await sender.drain()
        counts.append(len(office.channel.sent))
        office.now += timedelta(seconds=0.2)
    assert [12, *range(17, 68, 5)] == counts
    assert 7 == len(office.channel.texts("a"))


async def test_a_platform_that_wants_less(office: Office) -> None:
    """Its limit is nearly used up: what nobody asked for rests for as long as it says, replies go on."""
    office.channel.limit(Limits(channel=Pace(10, burst=3)))
    await office.owe("a", "first", priority=NOTICE)
    office.channel.ease = 30.0
    await office.drain()
    office.channel.ease = 0.0
    await office.owe("b", "second", priority=NOTICE)
    await office.owe("a", "reply")
    assert ["first", "reply"] == await office.drain(29)
    assert [] == office.channel.texts("b")
    await office.drain(1)
    assert ["second"] == office.channel.texts("b")


async def test_a_chat_keeps_its_pace(office: Office) -> None:
    """A few notices at once, then one a second, in order; other chats and replies do not wait for them."""
    office.channel.limit(Limits(chat=Pace(1, burst=3)))
    notices = [f"notice {number}" for number in range(8)]
    await office.owe("a", *notices, priority=NOTICE)
    await office.owe("b", "b1", priority=NOTICE)
    assert notices[:3] == await office.drain()
    assert ["b1"] == office.channel.texts("b")
    await office.owe("a", "reply")
    assert [*notices[:3], "reply"] == await office.drain(0.9)
    await office.owe("a", "late", priority=NOTICE)
    seen = [len(await office.drain(1)) for _ in range(7)]
    assert [5, 6, 7, 8, 9, 10, 10] == seen
    assert [*notices, "late"] == [text for text in office.channel.texts() if text != "reply"]


async def test_a_backlog_keeps_the_pace_of_its_chat(office: Office) -> None:
    """After a night without the program, all that is due to one person comes one a second, the most urgent first."""
    office.channel.limit(Limits(chat=Pace(1, burst=3)))
    await office.owe("a", *(f"bulk {number}" for number in range(3)), priority=BULK)
    await office.owe("a", *(f"notice {number}" for number in range(3)), priority=NOTICE)
    assert [3, 4, 5, 6] == [len(await office.drain(3600)), *[len(await office.drain(1)) for _ in range(3)]]
    assert ["notice 0", "notice 1", "notice 2", "bulk 0", "bulk 1", "bulk 2"] == office.channel.texts()


# -- crashes -----------------------------------------------------------------------------------------------------
async def test_a_process_that_dies_between_sending_and_marking(office: Office) -> None:
    """What it had claimed is sent by the next process once the lease is over: once too often rather than never."""
    await office.owe("a", "a1", "a2")
    claimed = await office.database.write(lambda uow: uow.outbox.claim({"telegram": Limits()}, NOON, Room(10, 10), QUICK.lease))
    assert 1 == len(claimed)
    assert [] == await office.drain(QUICK.lease - 0.1)
    assert ["a1", "a2"] == await office.drain(0.1)


@pytest.fixture
async def running(office: Office) -> AsyncIterator[asyncio.Task[None]]:
    """A process that sends."""
    task = asyncio.create_task(office.sender().run())
    yield task
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that other tasks bring about."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - of no single event
            await asyncio.sleep(0.005)


async def test_a_slow_send_keeps_its_claim(office: Office, running: asyncio.Task[None]) -> None:
    """However long Telegram takes, no other process sends the same meanwhile."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(text: str) -> None:
        begun.set()
        await go_on.wait()

    office.channel.meanwhile = slow
    await office.owe("a", "a1")
    await asyncio.wait_for(begun.wait(), 20)
    for _ in range(4):
        office.now += timedelta(seconds=8)
        held = office.now + timedelta(seconds=9)
        await until_async(partial(_is_claimed_until, office, held))
        assert [] == await office.database.write(lambda uow: uow.outbox.claim({"telegram": Limits()}, office.now, Room(10, 10), 1))
    go_on.set()
    await until(lambda: bool(office.channel.sent))
    assert ["a1"] == office.channel.texts()


async def until_async(condition: Callable[[], Awaitable[bool]]) -> None:
    """The same for what has to be looked up."""
    async with asyncio.timeout(20):
        while not await condition():  # noqa: ASYNC110 - of no single event
            await asyncio.sleep(0.005)


async def _is_claimed_until(office: Office, at: datetime) -> bool:
    due = await office.database.read(lambda uow: uow.outbox.next_due(office.now))
    return due is not None and due >= at


async def test_stopping_finishes_what_is_under_way(office: Office) -> None:
    """A send that ends in time is marked; one that does not is free for the next start at once."""
    never = asyncio.Event()
    hung: list[str] = []

    async def hang(text: str) -> None:
        hung.append(text)
        if text == "a1":
            await never.wait()
        await asyncio.sleep(0.01)

    office.channel.meanwhile = hang
    task = asyncio.create_task(office.sender().run())
    await office.owe("a", "a1", "a2")
    await office.owe("b", "b1")
    await until(lambda: sorted(hung) == ["a1", "b1"])
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert [("b", "b1")] == office.channel.sent
    office.channel.meanwhile = None
    assert ["a1", "a2"] == await office.drain()
    assert ["b1"] == office.channel.texts("b")


async def test_stopping_right_after_a_send(office: Office) -> None:
    """While the next thing is written nothing is under way any more, and the stop comes to its end all the same."""
    sender = office.sender()
    task = asyncio.create_task(sender.run())
    await office.owe("a", "a1")
    while not sender.outcomes:  # noqa: ASYNC110 - the mark, which the next round would take
        await asyncio.sleep(0)
    sender.outcomes.count((Counted.SENT, "telegram", "me", NOON))
    task.cancel()
    await asyncio.wait({task})
    assert task.cancelled(), task.exception()
    assert [1] == [len(await office.listed("sent"))]


async def test_a_database_that_is_away_after_the_send(office: Office, sqlite_url: str) -> None:
    """The mark waits for the database, so that the message is not sent again."""
    path = Path(sqlite_url.partition(":///")[2])
    with closing(sqlite3.connect(path, isolation_level=None)) as lock:

        async def lock_once(text: str) -> None:
            if text == "a1":
                lock.execute("BEGIN IMMEDIATE")

        office.channel.meanwhile = lock_once
        await office.owe("a", "a1")
        task = asyncio.create_task(office.sender().drain())
        await until(lambda: bool(office.channel.sent))
        await asyncio.sleep(0.3)  # as long as several attempts take
        assert not task.done()
        lock.execute("ROLLBACK")
        await asyncio.wait_for(task, 20)
    await office.drain(3600)
    assert ["a1"] == office.channel.texts()
    assert 1 == len(await office.listed("sent"))


async def test_a_database_that_is_away_before_the_send(office: Office, sqlite_url: str, running: asyncio.Task[None]) -> None:
    """The sender outlives it and goes on by itself."""
    await office.owe("a", "a1")
    await until(lambda: bool(office.channel.sent))
    path = Path(sqlite_url.partition(":///")[2])
    with closing(sqlite3.connect(path, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(0.2)  # as long as several rounds take
        lock.execute("ROLLBACK")
    assert not running.done()
    await office.owe("a", "a2")
    await until(lambda: len(office.channel.sent) == 2)


class Gate:
    """A database that says for a while nothing of what it has committed."""

    def __init__(self, database: Database) -> None:
        self._database, self.is_open, self.held = database, asyncio.Event(), 0
        self.is_open.set()

    async def write(self, work: Callable[[UnitOfWork], Any]) -> Any:
        """Commit, then wait."""
        result = await self._database.write(work)
        self.held += not self.is_open.is_set()
        await self.is_open.wait()
        return result

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)


async def test_stopping_while_messages_are_taken(office: Office) -> None:
    """What was taken in that moment was not sent: it is free at once, and nobody believes that it may have arrived."""
    gate = Gate(office.database)
    sender = office.sender(cast("Database", gate))
    task = asyncio.create_task(sender.run())
    await asyncio.sleep(0.1)
    gate.is_open.clear()
    await office.owe("a", "a1", priority=NOTICE)
    sender.wake()
    await until(lambda: gate.held > 0)
    task.cancel()
    await asyncio.sleep(0.05)
    gate.is_open.set()
    with suppress(asyncio.CancelledError):
        await task
    assert [] == office.channel.sent
    assert ["a1"] == await office.drain()
    assert () == await office.database.read(lambda uow: uow.outbox.doubtful(9))


async def test_stopping_while_the_database_hangs(office: Office, sqlite_url: str) -> None:
    """However much is to be written, the end comes in time; what could not be marked is sent again, on record."""
    go_on, begun = asyncio.Event(), list[str]()

    async def wait(text: str) -> None:
        begun.append(text)
        await go_on.wait()

    office.channel.meanwhile = wait
    task = asyncio.create_task(office.sender().run())
    for number in range(40):
        await office.owe(str(number), "a1")
    await until(lambda: len(begun) == 40)
    path = Path(sqlite_url.partition(":///")[2])
    with closing(sqlite3.connect(path, isolation_level=None)) as lock:
        lock.execute("BEGIN IMMEDIATE")
        go_on.set()
        await until(lambda: len(office.channel.sent) == 40)
        task.cancel()
        await asyncio.wait([task], timeout=20)
        lock.execute("ROLLBACK")
    assert task.cancelled()
    office.now += timedelta(seconds=QUICK.lease)
    await office.sender().drain()
    assert (80, 40) == (len(office.channel.sent), len(await office.database.read(lambda uow: uow.outbox.doubtful(99))))


# -- cards -------------------------------------------------------------------------------------------------------
async def closed(office: Office) -> list[str]:
    """Close the submission's cards as a decision does. Returns: the chats in which one stands or may soon stand."""

    def close(uow: UnitOfWork) -> list[str]:
        cards = uow.outbox.close_cards(CODE, office.now)
        for card in cards:
            uow.outbox.add(card.channel, card.chat, to_dict(Replace(card.id, plain("closed"))), NOTICE, office.now)
        return [card.chat for card in cards]

    return await office.database.write(close)


async def test_a_card_that_was_sent_is_closed(office: Office) -> None:
    """It is edited, not sent again."""
    await office.owe("a", "card", card=CODE)
    await office.drain()
    assert ["a"] == await closed(office)
    assert ["card"] == await office.drain()
    assert {"1": "closed"} == office.channel.edits


async def test_a_card_that_was_not_sent_never_is(office: Office) -> None:
    """Decided before the colleague's copy left: there is no copy."""
    await office.owe("a", "card", card=CODE)
    assert [] == await closed(office)
    assert ([], {}) == (await office.drain(), office.channel.edits)


async def test_a_card_on_its_way_is_closed_after(office: Office) -> None:
    """Decided while it is being sent: it arrives, and is closed then."""
    decided: list[list[str]] = []

    async def decide(text: str) -> None:
        if text == "card":
            decided.append(await closed(office))

    office.channel.meanwhile = decide
    await office.owe("a", "card", card=CODE)
    assert ["card"] == await office.drain()
    assert ([["a"]], {"1": "closed"}) == (decided, office.channel.edits)


async def test_a_card_that_failed_is_not_closed(office: Office) -> None:
    """Nothing stands there, so nothing is edited or sent."""
    office.channel.faults.append(("card", Rejected("telegram-400")))
    await office.owe("a", "card", card=CODE)
    await office.drain()
    await closed(office)
    assert ([], {}) == (await office.drain(), office.channel.edits)
