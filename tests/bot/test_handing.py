"""Replies that are handed to the sender with their turn: at once, each once, in the order of their chat, none lost."""

import asyncio
import random
import threading
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot.channels.protocol import Incoming, Rejected, Throttled, Unreachable
from bot.closings import Closing
from bot.leaving import Leaving
from bot.messages import Close, to_dict
from bot.sender import Sender
from bot.under_way import AT_ONCE
from conversations.effects import Button, Say
from conversations.events import TextReceived
from storage.database import Database
from storage.repositories.outbox_order import NOTICE, REPLY
from storage.unit_of_work import UnitOfWork
from tests.sending import QUICK, Office, plain

CHAT = "a"


@pytest.fixture
def office(database: Database) -> Office:
    """On both databases."""
    return Office(database)


async def turn(office: Office, sender: Sender, *texts: str | Say, chat: str = CHAT) -> Leaving:
    """Owe replies as a turn does, and commit."""
    incoming = Incoming("telegram", "1", chat, chat, TextReceived(office.now, "x", 1))

    def work(uow: UnitOfWork) -> Leaving:
        leaving = Leaving.by(sender)
        for say in (plain(text) if isinstance(text, str) else text for text in texts):
            if not leaving.take(uow, incoming, say, office.now):
                uow.outbox.add("telegram", chat, to_dict(say), REPLY, office.now)
        return leaving

    return await office.database.write(work)


async def reply(office: Office, sender: Sender, *texts: str | Say, chat: str = CHAT) -> None:
    """A turn, and what follows its commit."""
    (await turn(office, sender, *texts, chat=chat)).hand_over()


async def test_a_reply_leaves_without_being_looked_for(office: Office) -> None:
    """No round of the outbox comes before it, and the next one marks it."""
    sender, is_all = office.sender(), asyncio.Event()

    async def note(text: str) -> None:
        if text == "two":
            is_all.set()

    office.channel.meanwhile = note
    await reply(office, sender, "one", "two")
    await is_all.wait()
    await sender.drain()
    await office.sender().drain()
    assert office.channel.texts() == ["one", "two"]
    assert [row.status for row in await office.listed("sent")] == ["sent", "sent"]


async def test_order_in_each_chat(office: Office) -> None:
    """Turns of twenty chats, sends of all durations, some that fail: each chat reads its messages in their order."""
    rng = random.Random(7)

    async def a_while(text: str) -> None:
        await asyncio.sleep(rng.uniform(0, 0.002))

    office.channel.meanwhile = a_while
    sender, texts = office.sender(), [f"text {number}" for number in range(5)]
    office.channel.faults += [(texts[number], Unreachable("telegram-502")) for number in (0, 2, 2, 3)]
    for number in range(5):
        for chat in range(20):
            await reply(office, sender, texts[number], chat=str(chat))
    for _ in range(6):
        await sender.drain()
        office.now += timedelta(minutes=5)
    assert [texts] * 20 == [office.channel.texts(str(chat)) for chat in range(20)]


@pytest.mark.parametrize("trouble", [Unreachable("telegram-502"), Throttled("telegram-429", 3)])
async def test_what_follows_a_failure_waits(office: Office, trouble: Exception) -> None:
    """It was committed while the first was on its way; nobody overtakes anybody."""
    sender, is_on_its_way, go = office.sender(), asyncio.Event(), asyncio.Event()

    async def hold(text: str) -> None:
        is_on_its_way.set()
        await go.wait()

    office.channel.meanwhile = hold
    office.channel.faults.append(("one", trouble))
    await reply(office, sender, "one")
    await is_on_its_way.wait()
    await reply(office, sender, "two")
    go.set()
    await sender.drain()
    await reply(office, sender, "three")
    assert office.channel.texts() == []
    assert ["one", "two", "three"] == await office.drain(5)


async def test_a_message_that_is_refused_holds_nobody_up(office: Office) -> None:
    """It is given up; the next one goes by the outbox."""
    sender = office.sender()
    office.channel.faults.append(("one", Rejected("telegram-400")))
    await reply(office, sender, "one")
    await reply(office, sender, "two")
    await sender.drain()
    assert office.channel.texts() == ["two"]


async def test_what_was_owed_before_comes_first(office: Office) -> None:
    """A reply in the outbox, and a notice that another process is sending."""
    sender, other = office.sender(), office.sender()
    await office.owe(CHAT, "zero")
    await reply(office, sender, "one")
    assert office.channel.texts() == []
    await sender.drain()
    assert office.channel.texts() == ["zero", "one"]
    await office.owe(CHAT, "notice", priority=NOTICE)
    is_on_its_way, go = asyncio.Event(), asyncio.Event()

    async def hold(text: str) -> None:
        is_on_its_way.set()
        await go.wait()

    office.channel.meanwhile = hold
    sending = asyncio.create_task(other.drain())
    await is_on_its_way.wait()
    assert not (await turn(office, sender, "two")).replies
    go.set()
    await sending
    await sender.drain()
    assert office.channel.texts() == ["zero", "one", "notice", "two"]


async def test_a_round_and_a_turn_in_one_commit(office: Office) -> None:
    """The turn learns of the commit before the round does: what the round took leaves first all the same."""
    sender, go = office.sender(), threading.Event()
    await office.owe(CHAT, "one")
    held = asyncio.create_task(office.database.write(lambda uow: go.wait(5)))
    await asyncio.sleep(0)
    sending = asyncio.create_task(sender.drain())
    for _ in range(3):
        await asyncio.sleep(0)  # its round waits for the database
    replying = asyncio.create_task(reply(office, sender, "two"))
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(held, sending, replying)
    await sender.drain()
    assert office.channel.texts() == ["one", "two"]


async def test_no_more_than_there_is_room_for(office: Office) -> None:
    """A slow platform: what is beyond AT_ONCE waits in the database, not in memory."""
    sender, go = office.sender(), asyncio.Event()

    async def hold(text: str) -> None:
        await go.wait()

    office.channel.meanwhile = hold
    for chat in range(AT_ONCE):
        await reply(office, sender, "x", chat=str(chat))
    assert not (await turn(office, sender, "y")).replies
    go.set()
    await sender.drain()
    assert [text for _, text in office.channel.sent] == ["x"] * AT_ONCE + ["y"]


async def test_what_waits_for_its_mark_takes_no_room(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow database holds up no reply that is committed; but what is kept for it in memory has a bound, too."""
    sender, number = office.sender(), AT_ONCE + 20
    for chat in range(number):  # nobody writes marks here
        await reply(office, sender, "x", chat=str(chat))
    async with asyncio.timeout(10):
        while len(office.channel.sent) < number:  # noqa: ASYNC110 - which has no event
            await asyncio.sleep(0.01)
    monkeypatch.setattr("bot.under_way.MOST", number)
    assert not (await turn(office, sender, "y")).replies
    await sender.drain()
    assert [text for _, text in office.channel.sent] == ["x"] * number + ["y"]


async def test_room_that_came_while_the_last_round_was_under_way(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rounds without a pause: one asks for nothing, for want of room, and all else is over when it is."""
    sender = office.sender(times=replace(QUICK, idle=0, own=0))
    await reply(office, sender, "x")
    while not office.channel.sent:  # noqa: ASYNC110 - which has no event
        await asyncio.sleep(0)
    monkeypatch.setattr("bot.under_way.MOST", 1)
    await turn(office, sender, "y")
    await sender.drain()
    assert office.channel.texts() == ["x", "y"]


async def test_a_program_that_ends_in_between(office: Office) -> None:
    """Committed and claimed, never begun: by its end it goes to the next, without one too by its lease."""
    ended, killed = office.sender(), office.sender()
    work = asyncio.create_task(ended.run())
    await asyncio.sleep(0)
    await turn(office, ended, "one", chat="a")
    await turn(office, killed, "two", chat="b")
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    await office.drain()
    assert (office.channel.texts("a"), office.channel.texts("b")) == (["one"], [])
    await office.drain(11)
    assert office.channel.texts("b") == ["two"]


# -- used buttons ----------------------------------------------------------------------------------------------
BUTTON, CLOSED = Button("Gửi", "go"), "Gửi?\n→ Gửi"


async def pressed(office: Office) -> Closing:
    """A message with a button that was delivered and pressed."""
    say = Say("description-whole", {"text": "Gửi?"}, (BUTTON,))
    await office.database.write(lambda uow: uow.outbox.add("telegram", CHAT, to_dict(say), REPLY, office.now))
    await office.drain()
    owed = await office.database.read(lambda uow: uow.outbox.by_message("telegram", CHAT, "1"))
    assert owed is not None
    return Closing("telegram", CHAT, Close("1", "Gửi"), owed)


@pytest.mark.parametrize("trouble", [None, Unreachable("telegram-502"), Throttled("telegram-429", 3)])
async def test_used_buttons_come_off(office: Office, trouble: Exception | None) -> None:
    """At once; if the platform cannot, by a row of the outbox."""
    closing, sender = await pressed(office), office.sender()
    if trouble is not None:
        office.channel.faults.append((CLOSED, trouble))
    sender.hand_over((), (closing,))
    await sender.drain()
    assert office.channel.edits == ({} if trouble else {"1": CLOSED})
    await office.drain(5)
    assert office.channel.edits == {"1": CLOSED}


async def test_an_end_in_the_middle_of_closing(office: Office) -> None:
    """What takes too long is owed."""
    closing, sender = await pressed(office), office.sender()
    is_on_its_way = asyncio.Event()

    async def for_ever(text: str) -> None:
        is_on_its_way.set()
        await asyncio.Event().wait()

    office.channel.meanwhile = for_ever
    work = asyncio.create_task(sender.run())
    await asyncio.sleep(0)
    sender.hand_over((), (closing,))
    await is_on_its_way.wait()
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    office.channel.meanwhile = None
    await office.drain(3)
    assert "1" in office.channel.edits


@pytest.mark.parametrize("asks_on", [True, False])
async def test_an_answer_marks_what_was_said_before(office: Office, *, asks_on: bool) -> None:
    """Before the marks are written together: a kill right after it does not have it said again; and once.

    Of a question where it asks the next one: that shows anyway (bot/answered.py), and nearly every turn would write a mark.
    """
    sender, said = office.sender(), asyncio.Semaphore(0)

    async def note(text: str) -> None:
        said.release()

    office.channel.meanwhile = note
    await reply(office, sender, "said")
    await reply(office, sender, replace(plain("asked"), hint="title"))
    for _ in range(2):
        await said.acquire()
    while len(sender.outcomes.unmarked("telegram", CHAT)) < 2:  # noqa: ASYNC110 - the platform's answer is on its way
        await asyncio.sleep(0)
    incoming = Incoming("telegram", "2", CHAT, CHAT, TextReceived(office.now, "x", 2))
    leaving = Leaving.by(sender)
    await office.database.write(lambda uow: leaving.mark(uow, incoming, asks_on=asks_on))
    if not asks_on:
        assert [row.id for row in await office.listed("sent")] == [1, 2]
        await sender.drain()
        return
    assert [row.id for row in await office.listed("sent")] == [1]
    leaving.hand_over()
    while len(sender.outcomes.unmarked("telegram", CHAT)) > 1:  # noqa: ASYNC110 - who waits for it learns of it
        await asyncio.sleep(0)
    assert len(sender.outcomes) == 1, "the question's mark still waits for others"
    await sender.drain()
    assert [row.id for row in await office.listed("sent")] == [1, 2]
