"""Writes that may be put off, to three tables, and what is there afterwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage import tables
from storage.database import Database, open_database
from storage.prepared import Late, Prepared
from storage.unit_of_work import UnitOfWork
from storage.upsert import insert as upsert
from storage.vault import Vault
from tests.storage.world import NOON

timers, counters, inbox = tables.timers.c, tables.counters.c, tables.inbox.c
RENAME = Prepared(
    update(tables.timers)
    .where(timers.subject == bindparam("was"), timers.cursor == bindparam("seen"))
    .values(subject=bindparam("new"), cursor=bindparam("next"))
)
NOTE = Prepared(
    upsert(tables.inbox).on_conflict_do_nothing(index_elements=["channel", "update_key"]),
    columns=("channel", "update_key", "received_at"),
)
COUNT = Prepared(insert(tables.counters).returning(counters.name, counters.value), columns=("name", "value"))
TIMERS = Prepared(select(timers.subject, timers.cursor).order_by(timers.subject))
COUNTERS = Prepared(select(counters.name, counters.value).where(counters.name.like("t-%")).order_by(counters.name))
KEYS = Prepared(select(inbox.update_key).order_by(inbox.update_key))


@asynccontextmanager
async def with_a_timer(url: str, vault: Vault) -> AsyncIterator[Database]:
    """A database with a timer "a"."""
    opened = await open_database(url, vault)
    row = {"kind": "digest", "subject": "a", "due_at": NOON, "cursor": 0}
    await opened.write(lambda uow: uow.connection.execute(insert(tables.timers), row))
    yield opened
    await opened.close()


def rename(uow: UnitOfWork, was: str, new: str, seen: int = 0) -> bool:
    """A timer, if it was renamed so often."""
    return RENAME.assume_one(uow.connection, {"was": was, "seen": seen, "new": new, "next": seen + 1})


def note(uow: UnitOfWork, key: str) -> bool:
    """An update."""
    return NOTE.assume_one(uow.connection, {"channel": "web", "update_key": key, "received_at": NOON})


def count(uow: UnitOfWork, name: str) -> Late:
    """Make a counter."""
    return COUNT.run_late(uow.connection, {"name": f"t-{name}", "value": 7})


async def kept(database: Database) -> tuple[Any, ...]:
    """Timers, counters and updates."""

    def look(uow: UnitOfWork) -> tuple[Any, ...]:
        return tuple(list(map(tuple, read.run(uow.connection))) for read in (TIMERS, COUNTERS, KEYS))

    return await database.read(look)
