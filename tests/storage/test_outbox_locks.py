"""Rows of the outbox that several transactions of PostgreSQL write at a time: nobody waits in a circle."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage import postgres_writing
from storage.database import Database, open_database
from storage.repositories.outbox_claim import Room
from storage.repositories.rate_limits import Limits
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.postgres import PostgresServer
from tests.storage.world import LATER, NOON

SENDER = "sender"


@pytest.fixture
async def database(postgres_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    """Which raises what is met by running the work again elsewhere."""
    monkeypatch.setattr(postgres_writing, "_RETRIED", frozenset())
    opened = await open_database(postgres_url, vault)
    yield opened
    await opened.close()


def claimed(uow: UnitOfWork, number: int) -> list[int]:
    """Replies to as many chats that are being sent; their ids."""
    for chat in range(number):
        uow.outbox.add("web", str(chat), {"kind": "say"}, 0, NOON)
    return [owed.id for owed in uow.outbox.claim({"web": Limits()}, NOON, Room(number, 0), 60, SENDER)]


async def test_marks_in_any_order(database: Database) -> None:
    """A turn and the sender mark the same messages, each as it has come to know of them."""
    ids = await database.write(lambda uow: claimed(uow, 100))
    for _ in range(10):
        marks = [(owed, None, NOON) for owed in ids]
        orders = (marks, marks[::-1], marks[50:] + marks[:50])
        await asyncio.gather(*(database.write(lambda uow, order=order: uow.outbox.sent_all(order)) for order in orders))  # type: ignore[misc]


async def test_a_claim_is_renewed_around_those_who_mark(
    database: Database, postgres_server: PostgresServer, postgres_url: str
) -> None:
    """What is being marked is left to who marks it; all others are kept."""
    marked, sending = await database.write(lambda uow: claimed(uow, 2))
    beside = await postgres_server.connect(postgres_url)
    async with beside.transaction():
        await beside.execute("UPDATE outbox SET status = 'sent' WHERE id = $1", marked)
        await asyncio.wait_for(database.write(lambda uow: uow.outbox.renew([marked, sending], LATER, 60, SENDER)), 5)
    renewed = await beside.fetch("SELECT id FROM outbox WHERE claimed_until > $1", LATER)
    assert [sending] == [row["id"] for row in renewed]
    await beside.close()
