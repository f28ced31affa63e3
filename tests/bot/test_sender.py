"""The sender with a real database and a channel that records: order, faults, crashes, cards."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.catalogue import Catalogue
from bot.channels.protocol import (
    Capabilities,
    Incoming,
    Misconfigured,
    Part,
    RecipientGone,
    Rejected,
    SendError,
    Sent,
    Throttled,
    Unreachable,
)
from bot.channels.telegram.channel import CAPABILITIES
from bot.delivery import Delivery, Document
from bot.messages import Replace, to_dict
from bot.rates import Bucket
from bot.sender import LONGEST_DELAY, OWN_MISTAKES, Sender, Times
from conversations.effects import Say, SendQr, SendReport
from storage.database import Database, open_database
from storage.repositories.outbox import Listed
from storage.repositories.outbox_order import BULK, NOTICE, REPLY
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.builders import NOON

LIMIT = 20  # characters a part of the recording channel takes
QUICK = Times(lease=10.0, renew=0.02, idle=0.02, stop=0.2)
CODE = "A7K29QXM"


@dataclass
class Recorder:
    """A channel that keeps what it is given, and fails as it is told to."""

    name: str
    capabilities: Capabilities = field(default_factory=lambda: replace(CAPABILITIES, text_limit=LIMIT))
    sent: list[tuple[str, str]] = field(default_factory=list)  # chat, text
    edits: dict[str, str] = field(default_factory=dict)  # message id → text
    faults: list[tuple[str, Exception]] = field(default_factory=list)  # text, what its next sending raises
    meanwhile: Callable[[str], Awaitable[None]] | None = None  # runs while a text is on its way

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Sequence[Incoming]:
        """Nothing comes in."""
        return []

    async def send(self, chat: str, part: Part) -> Sent:
        """Record it."""
        if self.meanwhile is not None:
            await self.meanwhile(part.text)
        for fault in self.faults:
            if fault[0] == part.text:
                self.faults.remove(fault)
                raise fault[1]
        if part.edits is not None:
            self.edits[part.edits] = part.text
            return Sent(part.edits)
        self.sent.append((chat, part.text))
        return Sent(str(len(self.sent)))

    async def acknowledge(self, incoming: Incoming) -> None:
        """Nothing is pressed."""

    async def show_commands(self, chat: str, commands: Sequence[tuple[str, str]]) -> None:
        """It has no menu."""

    def link(self, code: str) -> str | None:
        """It has no links."""
        return None

    def texts(self, chat: str = "a") -> list[str]:
        """What a chat got."""
        return [text for where, text in self.sent if where == chat]


@dataclass
class Office:
    """A database, two channels and a clock that stands still until it is moved."""

    database: Database
    channel: Recorder = field(default_factory=lambda: Recorder("telegram"))
    other: Recorder = field(default_factory=lambda: Recorder("web"))
    now: datetime = NOON

    def sender(self) -> Sender:
        """A process's sender."""
        channels = {"telegram": self.channel, "web": self.other}
        delivery = Delivery(self.database, channels, Catalogue(), _no_documents)
        return Sender(self.database, channels, delivery, lambda: self.now, QUICK)

    async def owe(self, chat: str, *texts: str, channel: str = "telegram", priority: int = REPLY, **more: object) -> int:
        """Owe messages. Returns: the id of the last."""

        def add(uow: UnitOfWork) -> int:
            ids = [
                uow.outbox.add(channel, chat, to_dict(plain(text)), priority, self.now, **more)  # type: ignore[arg-type]
                for text in texts
            ]
            return ids[-1]

        return await self.database.write(add)

    async def drain(self, seconds: float = 0) -> list[str]:
        """Let time pass and send what is due. Returns: what chat "a" has got by now."""
        self.now += timedelta(seconds=seconds)
        await self.sender().drain()
        return self.channel.texts()

    async def listed(self, status: str) -> tuple[Listed, ...]:
        """The messages of a status."""
        return await self.database.read(lambda uow: uow.outbox.listed(status, 100))


async def _no_documents(wanted: SendReport | SendQr) -> Document:
    raise AssertionError(wanted)


def plain(text: str) -> Say:
    """A message that says just this."""
    return Say("description-whole", {"text": text})


@pytest.fixture
async def office(sqlite_url: str, vault: Vault) -> AsyncIterator[Office]:
    """On SQLite, which gives up on locks at once."""
    database = await open_database(f"{sqlite_url}?timeout=0.05", vault)
    yield Office(database)
    await database.close()


# -- faults ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Case:
    """The first of two messages to chat "a" fails once; one to chat "b" and one on another channel do not."""

    fault: Exception
    at_once: list[str]  # what "a" gets at once
    least: float = 0.0  # seconds during which nothing more comes
    most: float = 0.0  # seconds after which the rest is there
    finally_: list[str] = field(default_factory=lambda: ["a1", "a2"])
    failed: list[str] = field(default_factory=list)  # codes of what was given up


FAULTS = {
    "429": Case(Throttled("telegram-429", 7.0), [], 6.9, 7.0),
    "5xx": Case(Unreachable("telegram-502", is_unknown=True), [], 0.9, 3.0),
    "timeout": Case(Unreachable("telegram-timeout", is_unknown=True), [], 0.9, 3.0),
    "no connection": Case(Unreachable("telegram-no-connection"), [], 0.9, 3.0),
    "our own mistake": Case(KeyError("Nguyễn Văn A"), [], 0.9, 3.0),
    "never to be taken": Case(Rejected("telegram-400"), ["a2"], finally_=["a2"], failed=["telegram-400"]),
    "of no known class": Case(SendError("strange"), ["a2"], finally_=["a2"], failed=["strange"]),
    "gone": Case(RecipientGone("telegram-403-blocked"), [], 3600, 3600, [], ["telegram-403-blocked"] * 2),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
async def test_faults(office: Office, case: Case) -> None:
    """Each class of fault does what it says to the chat, in order, and nothing to other chats and channels."""
    office.channel.faults.append(("a1", case.fault))
    await office.owe("a", "a1", "a2")
    await office.owe("b", "b1")
    await office.owe("c", "c1", channel="web")
    assert case.at_once == await office.drain()
    assert (["b1"], ["c1"]) == (office.channel.texts("b"), office.other.texts("c"))
    assert case.at_once == await office.drain(case.least)
    assert case.finally_ == await office.drain(case.most - case.least)
    assert case.failed == [row.error for row in await office.listed("failed")]


async def test_a_chat_that_is_gone_is_left_alone(office: Office) -> None:
    """Nobody writes there any more, until the person does."""
    person = await office.database.write(lambda uow: uow.people.identify("telegram", "a", "a", NOON))
    office.channel.faults.append(("a1", RecipientGone("telegram-403-blocked")))
    await office.owe("a", "a1")
    await office.drain()
    assert {} == await office.database.read(lambda uow: uow.people.addresses((person.id,)))
    await office.database.write(lambda uow: uow.people.identify("telegram", "a", "a", NOON))
    assert {person.id} == (await office.database.read(lambda uow: uow.people.addresses((person.id,)))).keys()


async def test_a_bot_that_is_too_fast_pauses_everywhere(office: Office) -> None:
    """A 429 for the whole bot stops its channel, and only its channel."""
    office.channel.faults.append(("a1", Throttled("telegram-429", 30.0, is_global=True)))
    sender = office.sender()
    await office.owe("a", "a1")
    await sender.drain()
    await office.owe("b", "b1")
    await office.owe("c", "c1", channel="web")
    await sender.drain()
    assert ([], [], ["c1"]) == (office.channel.texts(), office.channel.texts("b"), office.other.texts("c"))
    office.now += timedelta(seconds=30)
    await sender.drain()
    assert (["a1"], ["b1"]) == (office.channel.texts(), office.channel.texts("b"))


async def test_a_wrong_token_pauses_the_channel(office: Office) -> None:
    """Nothing is given up, nothing else is tried for a minute, other channels go on."""
    office.channel.faults.append(("a1", Misconfigured("telegram-401")))
    sender = office.sender()
    await office.owe("a", "a1")
    await sender.drain()
    await office.owe("b", "b1")
    await office.owe("c", "c1", channel="web")
    office.now += timedelta(seconds=59)
    await sender.drain()
    assert ([], ["c1"]) == (office.channel.sent, office.other.texts("c"))
    office.now += timedelta(seconds=1)
    await sender.drain()
    assert (["a1"], ["b1"]) == (office.channel.texts(), office.channel.texts("b"))
    assert () == await office.listed("failed")


async def test_delays_double_with_jitter_until_it_is_given_up(office: Office) -> None:
    """From two seconds to half an hour, each a little different, for two days; then it is listed for the operator."""
    office.channel.faults += [("a1", Unreachable("telegram-502"))] * 1000
    await office.owe("a", "a1")
    delays: list[timedelta] = []
    while not await office.listed("failed"):
        assert [] == await office.drain()
        for row in await office.listed("pending"):
            delays.append(row.due_at - office.now)
            office.now = row.due_at if len(delays) < 14 else max(row.due_at, NOON + timedelta(hours=47.5))
    plain_delays = [min(LONGEST_DELAY, timedelta(seconds=2 ** min(n + 1, 20))) for n in range(len(delays))]
    quotients = [delay / unhurried for delay, unhurried in zip(delays, plain_delays, strict=True)]
    assert [] == [quotient for quotient in quotients if not 0.5 <= quotient <= 1.5]
    assert len(quotients) == len({round(quotient, 6) for quotient in quotients})
    assert timedelta(hours=48) <= office.now - NOON < timedelta(hours=49)
    assert ["telegram-502"] == [row.error for row in await office.listed("failed")]


async def test_an_old_message_gets_several_attempts(office: Office) -> None:
    """After days without the program, or a command to retry, the first failure is not the last."""
    office.channel.faults += [("a1", Unreachable("telegram-502"))] * 4
    await office.owe("a", "a1")
    assert [] == await office.drain(72 * 3600)
    for _ in range(4):
        await office.drain(60)
    assert ["a1"] == office.channel.texts()


async def test_a_message_that_cannot_be_made_gives_way(office: Office) -> None:
    """What no program understands is given up after some attempts, and the chat goes on."""
    await office.database.write(lambda uow: uow.outbox.add("telegram", "a", {"kind": "of tomorrow"}, REPLY, NOON))
    await office.owe("a", "a2")
    for _ in range(OWN_MISTAKES - 1):
        assert [] == await office.drain(120)
    assert ["a2"] == await office.drain(120)
    assert ["internal-ValueError"] == [row.error for row in await office.listed("failed")]


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
    """An announcement to many is spread out; whoever asks meanwhile is answered first."""
    for chat in range(60):
        await office.owe(f"bulk{chat}", "announcement", priority=BULK)
    await office.owe("a", "reply")
    await office.drain()
    assert ("a", "reply") in office.channel.sent[:27]
    assert 61 == len(office.channel.sent)


def test_a_bucket_fills_with_time() -> None:
    """A burst at once, then one for each fraction of a second."""
    now = [0.0]
    bucket = Bucket(10.0, 3.0, lambda: now[0])
    assert [0.0, 0.0, 0.0] == [bucket.wait() for _ in range(3)]
    assert pytest.approx(0.1) == bucket.wait()
    now[0] += 0.1
    assert [0.0, pytest.approx(0.1)] == [bucket.wait(), bucket.wait()]


# -- crashes -----------------------------------------------------------------------------------------------------
async def test_a_process_that_dies_between_sending_and_marking(office: Office) -> None:
    """What it had claimed is sent by the next process once the lease is over: once too often rather than never."""
    await office.owe("a", "a1", "a2")
    claimed = await office.database.write(lambda uow: uow.outbox.claim(["telegram"], NOON, 10, QUICK.lease))
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
        assert [] == await office.database.write(lambda uow: uow.outbox.claim(["telegram"], office.now, 10, 1))
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
