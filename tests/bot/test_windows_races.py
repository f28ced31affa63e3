"""A person writes at the very moment at which a message for them is put aside, or refused: it comes all the same."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.util import await_only

from bot.channels.protocol import (
    Incoming,
    OutOfReach,
    RecipientGone,
    Rejected,
    SendError,
    Unpaid,
    Unreachable,
    Window,
)
from bot.messages import to_dict
from bot.windows import Windows
from conversations.effects import Say
from conversations.events import ChatBlocked, TextReceived
from storage import tables
from storage.database import Database, open_database
from storage.repositories.outbox_claim import Room
from storage.repositories.outbox_order import NOTICE
from storage.repositories.rate_limits import UNLIMITED
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.bot.windows_world import HOUR, Post


@pytest.fixture
async def post(database: Database) -> Post:
    """On both databases."""
    return await Post(database).open()


@pytest.fixture
async def shared(postgres_url: str, vault: Vault) -> AsyncIterator[Post]:
    """Two transactions at a time: SQLite has one writer."""
    opened = await open_database(postgres_url, vault)
    yield await Post(opened).open()
    await opened.close()


def incoming(post: Post, user: str = "10", channel: str = "telegram") -> Incoming:
    post.keys += 1
    return Incoming(channel, f"k{post.keys}", user, f"chat-{user}", TextReceived(post.now, "/huongdan", post.keys))


class Halted:
    """A transaction that has done its work and waits for leave to commit."""

    def __init__(self, post: Post, work: Callable[[UnitOfWork], object]) -> None:
        self._has_worked, self._may_commit = asyncio.Event(), asyncio.Event()

        def run(uow: UnitOfWork) -> None:
            work(uow)
            self._has_worked.set()
            await_only(self._may_commit.wait())

        self._task = asyncio.create_task(post.database.write(run))

    async def __aenter__(self) -> "Halted":
        await self._has_worked.wait()
        return self

    async def __aexit__(self, *what: object) -> None:
        self._may_commit.set()
        await self._task


def turn(post: Post, one: Incoming) -> Callable[[UnitOfWork], object]:
    """What a turn does about who wrote: first and last."""

    def work(uow: UnitOfWork) -> None:
        uow.people.identify(one.channel, one.user, one.chat, one.event.at)
        Windows({"telegram": post.channel}).welcome(uow, one, one.event.at)

    return work


def claim(post: Post) -> Callable[[UnitOfWork], object]:
    """What a sender of another process does."""

    def work(uow: UnitOfWork) -> None:
        claimed = uow.outbox.claim({"telegram": UNLIMITED}, post.now, Room(9, 9), 1, "other")
        Windows({"telegram": post.channel}).admit(uow, claimed, post.now)

    return work


FULL = {"out of the window": (49.0, 8), "within it, and the number is reached": (0.5, 0)}


@pytest.mark.parametrize(("hours", "most"), FULL.values(), ids=FULL)
async def test_parked_before_the_turn_is_committed(hours: float, most: int, shared: Post) -> None:
    """The sender does not see that the person has written; it looks again a moment later."""
    shared.rule(Window(most_unasked=most))
    await shared.meet("10", hours)
    await shared.owe("10", "notice")
    async with Halted(shared, turn(shared, incoming(shared))):
        await shared.pass_time()
    shared.rule(Window())
    await shared.pass_time(3 / 3600)
    assert ["notice"] == shared.channel.texts("chat-10")


@pytest.mark.parametrize(("hours", "most"), FULL.values(), ids=FULL)
async def test_a_turn_while_the_sender_parks(hours: float, most: int, shared: Post) -> None:
    """The turn does not see what is being put aside; it waits for that, and lets it out."""
    shared.rule(Window(most_unasked=most))
    await shared.meet("10", hours)
    await shared.owe("10", "notice")
    async with Halted(shared, claim(shared)):
        writing = asyncio.create_task(shared.database.write(turn(shared, incoming(shared))))
        await asyncio.wait([writing], timeout=0.1)
    await writing
    await shared.read()
    assert (["notice"], 0) == (shared.channel.texts("chat-10"), await shared.parked())


def _let_them_write(post: Post) -> None:
    """The person writes while the next message is being sent."""

    async def writes(text: str) -> None:
        post.channel.meanwhile = None
        post.office.now += timedelta(seconds=1)
        await post.runner().take(incoming(post))

    post.channel.meanwhile = writes


FORMS: dict[str, SendError | None] = {
    "it rings": None,
    "it is refused": Rejected("x-201"),
    "nobody knows": Unreachable("x-timeout", is_unknown=True),
    "there is no money": Unpaid("x-unpaid:-321"),
}


@pytest.mark.parametrize("error", FORMS.values(), ids=FORMS)
async def test_a_form_while_the_person_writes(error: SendError | None, post: Post) -> None:
    """Whatever becomes of it: they are here, and get the message itself, once."""
    post.rule(Window(templates=frozenset({"late"})))
    await post.meet("10", 900)
    say = Say("reminder-escalation", {"count": 3, "lines": ()})
    _let_them_write(post)
    post.channel.faults += [("late: 3", error)] if error else []
    await post.database.write(lambda uow: uow.outbox.add("telegram", "chat-10", to_dict(say), NOTICE, post.now))
    await post.pass_time()
    await post.pass_time(5 / 3600)
    said = post.channel.texts("chat-10")
    assert (1, 0) == (sum("có 3 sáng kiến" in text for text in said), await post.parked())


@pytest.mark.parametrize("hours", [0.5, 49])
async def test_refused_while_the_person_writes(hours: float, post: Post) -> None:
    """The platform's no is older than what they wrote: it says nothing about now."""
    post.rule(Window(free=timedelta(hours=60)))
    await post.meet("10", hours)
    _let_them_write(post)
    post.channel.faults.append(("notice", OutOfReach("x-230")))
    await post.owe("10", "notice")
    await post.pass_time()
    await post.pass_time(5 / 3600)
    await post.owe("10", "second")
    await post.pass_time()
    assert ["notice", "second"] == [text for text in post.channel.texts("chat-10") if text in ("notice", "second")]


async def test_gone_while_the_person_writes(post: Post) -> None:
    """Nor does that they had blocked us."""
    await post.meet("10")
    _let_them_write(post)
    post.channel.faults.append(("notice", RecipientGone("x-403")))
    await post.owe("10", "notice")
    await post.pass_time()
    await post.pass_time(5 / 3600)
    assert "notice" in post.channel.texts("chat-10")


# -- who leaves, and comes back ----------------------------------------------------------------------------------
async def reachable(post: Post) -> bool:
    columns = tables.identities.c
    statement = select(columns.is_reachable).where(columns.channel == "telegram", columns.chat == "chat-10")
    return await post.database.read(lambda uow: bool(uow.connection.execute(statement).scalar_one()))


LEFT = {"before they wrote": (-1, True), "after they wrote": (1, False), "nobody knows when": (None, False)}


@pytest.mark.parametrize(("minutes", "stays"), LEFT.values(), ids=LEFT)
async def test_leaving_that_is_told_late(minutes: int | None, stays: bool, post: Post) -> None:
    """The platform's retry of an old goodbye does not undo a newer message."""
    await post.meet("10")
    post.office.now += HOUR / 2
    await post.runner().take(incoming(post))
    since = None if minutes is None else post.now + timedelta(minutes=minutes)
    post.office.now += HOUR
    await post.happens("10", lambda at, key: ChatBlocked(at, since))
    assert stays is await reachable(post)


async def test_an_old_message_that_comes_late(post: Post) -> None:
    """What waited on disk does not set back when the person was seen last."""
    await post.meet("10")
    await post.runner().take(incoming(post))
    old = Incoming("telegram", "old", "10", "chat-10", TextReceived(post.now - 90 * HOUR, "/huongdan", 1))
    gone = update(tables.identities).values(is_reachable=False)
    await post.database.write(lambda uow: uow.connection.execute(gone))
    await post.runner().take(old)
    [account] = await post.database.read(lambda uow: uow.unasked.accounts("telegram", "chat-10"))
    assert (post.now, True) == (account.last_seen_at, account.is_reachable)
