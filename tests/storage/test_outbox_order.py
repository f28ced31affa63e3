"""The order in which messages leave, as a table.

A line is a chat's message: name, chat, priority, due minute, attempts, and "claimed" while somebody is sending it.
What is expected are the names that one claim at minute 0 takes, in order.
"""

from datetime import timedelta

import pytest
from sqlalchemy import update

from storage import tables
from storage.database import Database
from storage.repositories.outbox_claim import Room
from storage.repositories.rate_limits import Limits
from storage.unit_of_work import UnitOfWork
from tests.storage.world import NOON

WEB = {"web": Limits()}
REPLY, NOTICE, BULK = 0, 1, 2
CASES: dict[str, tuple[list[str], str]] = {
    "nothing": ([], ""),
    "one a chat, the oldest": (["a c 0 0 0", "b c 0 0 0", "x d 0 0 0", "y d 0 0 0"], "a x"),
    "the oldest by id, not by due time": (["a c 0 -1 0", "b c 0 -9 0"], "a"),
    "not due yet": (["a c 0 1 0"], ""),
    "due this very second": (["a c 0 0 0"], "a"),
    "put off on purpose: what is behind goes first": (["a c 0 5 0", "b c 0 0 0"], "b"),
    "waits for another attempt: what is behind waits too": (["a c 0 5 1", "b c 0 0 0"], ""),
    "waits for another attempt: what is before does not wait": (["a c 0 0 0", "b c 0 5 1"], "a"),
    "another attempt that is due": (["a c 0 0 3", "b c 0 0 0"], "a"),
    "an attempt between two": (["a c 0 0 0", "b c 0 5 1", "x c 0 0 0"], "a"),
    "being sent: the chat waits": (["a c 0 0 0 claimed", "b c 0 0 0"], ""),
    "being sent out of order: the chat waits": (["a c 0 0 0", "b c 0 0 0 claimed"], ""),
    "another chat does not wait": (["a c 0 5 1", "b c 0 0 0", "x d 0 0 0"], "x"),
    "replies before notices before bulk": (["a c 2 0 0", "b d 1 0 0", "x e 0 0 0"], "x b a"),
    "a reply overtakes the notice before it": (["x c 1 0 0", "a d 1 0 0", "b d 0 0 0"], "b x"),
    "bulk lets the others by": (["a c 2 0 0", "b c 1 0 0", "x d 2 0 0", "y d 0 0 0"], "y b"),
    "bulk that failed lets the others by": (["a c 2 5 1", "b c 0 0 0"], "b"),
    "bulk keeps its own order": (["a c 2 0 0", "b c 2 0 0"], "a"),
    "bulk that failed holds back bulk": (["a c 2 5 1", "b c 2 0 0"], ""),
    "bulk waits for a notice before it": (["a c 1 5 1", "b c 2 0 0"], ""),
    "bulk that is being sent still fills the chat": (["a c 2 0 0 claimed", "b c 0 0 0"], ""),
    "a notice that failed lets replies by": (["a c 1 5 1", "b c 0 0 0"], "b"),
    "a notice that failed holds back notices": (["a c 1 5 1", "b c 1 0 0"], ""),
    "a reply that failed holds back notices": (["a c 0 5 1", "b c 1 0 0"], ""),
    "a later message does not hold back": (["a c 0 0 0", "b c 0 5 9"], "a"),
}


def arrange(uow: UnitOfWork, lines: list[str]) -> dict[int, str]:
    """Store the lines. Returns: names by id."""
    names = {}
    for line in lines:
        name, chat, priority, minutes, attempts, *claimed = line.split()
        due_at = NOON + timedelta(minutes=int(minutes))
        owed = uow.outbox.add("web", chat, {}, int(priority), NOON, due_at=due_at)
        until = NOON + timedelta(seconds=1) if claimed else None
        row = update(tables.outbox).where(tables.outbox.c.id == owed)
        uow.connection.execute(row.values(attempts=int(attempts), claimed_until=until))
        names[owed] = name
    return names


@pytest.mark.parametrize(("lines", "expected"), CASES.values(), ids=CASES)
async def test_claim(database: Database, lines: list[str], expected: str) -> None:
    """Each table of messages gives exactly these, in this order."""

    def work(uow: UnitOfWork) -> str:
        names = arrange(uow, lines)
        return " ".join(names[owed.id] for owed in uow.outbox.claim(WEB, NOON, Room(10, 10), 60))

    assert await database.write(work) == expected


async def test_a_chat_is_emptied_in_order(database: Database) -> None:
    """Claim, send, claim again: everything leaves, each chat in its order, the limit kept."""

    def work(uow: UnitOfWork) -> list[str]:
        names = arrange(uow, ["a1 a 0 0 0", "a2 a 0 0 0", "b1 b 1 0 0", "a3 a 0 0 0", "b2 b 0 0 0", "c1 c 2 0 0"])
        rounds = []
        while claimed := uow.outbox.claim(WEB, NOON, Room(2, 2), 60):
            rounds.append(" ".join(names[owed.id] for owed in claimed))
            for owed in claimed:
                uow.outbox.sent(owed.id, None, NOON)
        return rounds

    assert await database.write(work) == ["a1 b1 c1", "a2", "a3 b2"]


async def test_only_the_channels_that_are_open(database: Database) -> None:
    """A channel that is stopped keeps its messages; none of them holds back another channel's."""

    def work(uow: UnitOfWork) -> list[list[str]]:
        for channel in ("web", "telegram"):
            uow.outbox.add(channel, "c", {}, 0, NOON)
        taken = [uow.outbox.claim(dict.fromkeys(channels, Limits()), NOON, Room(10, 10), 60) for channels in ([], ["web"], ["web", "telegram"])]
        return [[owed.channel for owed in owed_list] for owed_list in taken]

    assert await database.write(work) == [[], ["web"], ["telegram"]]
