"""What work was told of writes that wait, and is not so: it learns it before anything else of it counts."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Integer, bindparam, select
from sqlalchemy.exc import IntegrityError

from conversations.state import State
from storage import postgres_writing, tables
from storage.database import Database, open_database
from storage.errors import DatabaseAway, DatabaseRefused
from storage.prepared import Prepared
from storage.repositories.handing import Claim
from storage.unit_of_work import UnitOfWork
from storage.upsert import insert as upsert
from storage.vault import Vault
from tests.postgres import PostgresServer
from tests.program import settled
from tests.storage.late import count, counters, kept, note, rename, timers, with_a_timer
from tests.storage.world import LATER, NOON, meet

DIVIDED = Prepared(select((timers.cursor // bindparam("by", type_=Integer)).label("parts")))
COUNT_ONCE = Prepared(
    upsert(tables.counters).on_conflict_do_nothing(index_elements=["name"]).returning(counters.value), columns=("name", "value")
)


@pytest.fixture
async def database(postgres_url: str, vault: Vault) -> AsyncIterator[Database]:
    """With an update that was noted before."""
    async with with_a_timer(postgres_url, vault) as opened:
        await opened.write(lambda uow: note(uow, "1"))
        yield opened


def overlooking(uow: UnitOfWork) -> None:
    """Go on after an error."""
    with suppress(Exception):
        uow.connection.execute(select(timers.subject))


def renaming(uow: UnitOfWork) -> None:
    """Make another error of it."""
    try:
        uow.connection.execute(select(timers.subject))
    except Exception as error:
        raise LookupError from error


def failing(uow: UnitOfWork) -> None:
    """Not the database's error."""
    raise FileNotFoundError


ERRORS: dict[str, Callable[[UnitOfWork], Any]] = {
    "with it": lambda uow: (count(uow, "x"), count(uow, "x")),
    "before it": lambda uow: DIVIDED.run(uow.connection, {"by": 0}),
    "of its own": failing,
    "overlooked": overlooking,
    "of another kind": renaming,
}


@pytest.mark.parametrize("error", ERRORS)
async def test_an_error_that_comes_of_it(database: Database, error: str) -> None:
    """It is not raised: the work would not have gone so far. Where it was told the truth, it is."""

    def work(uow: UnitOfWork, key: str) -> str:
        if not note(uow, key):
            return "seen before"
        ERRORS[error](uow)
        return "done"

    assert await database.write(lambda uow: work(uow, "1")) == "seen before"
    assert ([("a", 0)], [], [("1",)]) == await kept(database)
    if error in {"overlooked", "of another kind"}:  # which were none
        assert await database.write(lambda uow: work(uow, "2")) == "done"
    else:
        with pytest.raises((DatabaseRefused, DatabaseAway)):
            await database.write(lambda uow: work(uow, "2"))
        assert ([("a", 0)], [], [("1",)]) == await kept(database)


async def test_no_row_is_returned(database: Database) -> None:
    """What was to return a row and did not is done again, as elsewhere: without a row."""

    def work(uow: UnitOfWork, key: str) -> Any:
        late = COUNT_ONCE.run_late(uow.connection, {"name": "t-x", "value": 1})
        return note(uow, key), late

    assert (True, 1) == _told(await database.write(lambda uow: work(uow, "2")))
    assert (True, None) == _told(await database.write(lambda uow: work(uow, "3")))
    assert (False, None) == _told(await database.write(lambda uow: work(uow, "1")))


def _told(result: Any) -> tuple[bool, int | None]:
    is_new, late = result
    return is_new, late.row.value if late.row is not None else None


async def test_within_a_savepoint(database: Database) -> None:
    """Nothing is put off: its error is the savepoint's."""
    await database.write(lambda uow: count(uow, "x"))

    def work(uow: UnitOfWork) -> bool:
        with suppress(IntegrityError), uow.connection.begin_nested():
            count(uow, "x")
        return rename(uow, "a", "b")

    assert await database.write(work)
    assert [("b", 1)] == (await kept(database))[0]


async def test_it_is_no_attempt(database: Database) -> None:
    """The server may ask as often as ever to run the work again."""
    runs = []

    def work(uow: UnitOfWork) -> bool:
        runs.append(note(uow, "1"))
        if 1 < len(runs) < 5:
            uow.connection.exec_driver_sql("DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$")
        return runs[-1]

    assert not await database.write(work)
    assert [True, False, False, False, False] == runs


async def test_a_line_that_is_cut(
    postgres_url: str, vault: Vault, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement of which nobody can hear any more is given up by the server: what was called lost is not kept later."""
    monkeypatch.setattr(postgres_writing, "_STATEMENT_SECONDS", 0.5)
    async with with_a_timer(postgres_url, vault) as database:
        beside = await postgres_server.connect(postgres_url)
        holding = beside.transaction()
        await holding.start()
        await beside.execute("UPDATE timers SET due_at = due_at")
        lines: list[Any] = []

        def work(uow: UnitOfWork) -> None:
            lines.append(uow.connection)
            rename(uow, "a", "b")
            count(uow, "x")

        writing = asyncio.create_task(database.write(work))
        waits = "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        await settled(lambda: beside.fetchval(waits))
        lines[0].cut()
        with pytest.raises(DatabaseAway):
            await writing
        await settled(lambda: beside.fetchval(waits.replace("= 1", "= 0")))
        await holding.rollback()
        assert ([("a", 0)], [], []) == await kept(database)
        await beside.close()


async def test_the_order_of_replies(
    database: Database, postgres_url: str, vault: Vault, postgres_server: PostgresServer
) -> None:
    """A reply is weighed when its turn has the dialogue's row: what another process owes the chat meanwhile comes before it."""
    other = await open_database(postgres_url, vault)
    person = await database.write(lambda uow: meet(uow, "x").id)
    await database.write(lambda uow: uow.conversations.put(person, State(), 0, NOON))

    def turn(uow: UnitOfWork, name: str, *, is_changed: bool) -> Any:
        assert uow.inbox.add("telegram", name, NOON)
        if is_changed:
            uow.conversations.put(person, State(), 1, NOON)
        return uow.handing.add("telegram", "chat", {"kind": "say"}, NOON, Claim(name, NOON, LATER))

    beside = await postgres_server.connect(postgres_url)
    reminding = beside.transaction()
    await reminding.start()
    await beside.execute("UPDATE conversations SET remind_at = now()")
    one = asyncio.create_task(database.write(lambda uow: turn(uow, "one", is_changed=True)))
    waits = "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    await settled(lambda: beside.fetchval(waits))
    two = await other.write(lambda uow: turn(uow, "two", is_changed=False))
    await reminding.commit()
    assert (two() is not None, (await one)()) == (True, None)
    await beside.close()
    await other.close()
