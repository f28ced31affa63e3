"""The lines to PostgreSQL: whatever becomes of a transaction, the next begins on a sound line; errors are SQLAlchemy's."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, bindparam, insert, literal, make_url, select, text
from sqlalchemy.exc import DBAPIError

from storage import postgres_writing, tables
from storage.database import Database, open_database
from storage.direct import DirectConnection
from storage.errors import DatabaseAway, DatabaseRefused
from storage.postgres import run_in_transaction
from storage.postgres_writing import LINES
from storage.prepared import Prepared
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.postgres import PostgresServer
from tests.program import settled
from tests.storage.world import NOON

Work = Callable[[UnitOfWork], Any]
timers = tables.timers.c
_SLEEP, _DIE = "SELECT pg_sleep(20)", "SELECT pg_terminate_backend(pg_backend_pid())"
_TWO_WAYS = pytest.mark.parametrize("is_direct", [True, False], ids=["direct", "through SQLAlchemy"])
ADD = Prepared(insert(tables.timers), columns=("kind", "subject", "due_at"))
WITHOUT_SUBJECT = Prepared(insert(tables.timers), columns=("kind", "due_at"))
CURSORS = Prepared(select(timers.subject, timers.cursor).order_by(timers.subject))
NOWHERE = Prepared(select(Table("nowhere", MetaData(), Column("id", Integer)).c.id))
DIVIDED = Prepared(select((literal(1, Integer) // bindparam("by", type_=Integer)).label("parts")))


@pytest.fixture
async def database(postgres_url: str, vault: Vault) -> AsyncIterator[Database]:
    """A fresh database, open."""
    opened = await open_database(postgres_url, vault)
    yield opened
    await opened.close()


def add(uow: UnitOfWork, subject: str) -> None:
    """A timer; its subject has to be new."""
    ADD.run(uow.connection, timer(subject))


def timer(subject: str) -> Mapping[str, Any]:
    """Its columns."""
    return {"kind": "digest", "subject": subject, "due_at": NOON}


def run(uow: UnitOfWork, sql: str, *, is_direct: bool) -> None:
    """Either way to the server."""
    connection = uow.connection
    assert isinstance(connection, DirectConnection)
    if is_direct:
        connection.fetch(sql, ())
    else:
        connection.execute(text(sql))


async def subjects(database: Database) -> list[str]:
    """Of the timers that were kept."""
    return await database.write(lambda uow: CURSORS.run(uow.connection).scalars())


async def at_once(database: Database, work: Work, times: int = LINES) -> list[Any]:
    """Have *work* done on as many lines."""
    together = asyncio.Barrier(times)

    def wait(uow: UnitOfWork) -> Any:
        uow.connection.exec_driver_sql("SELECT pg_sleep(0.05)")
        return work(uow)

    async def one() -> Any:
        await together.wait()
        return await database.write(wait)

    return list(await asyncio.gather(*(one() for _ in range(times)), return_exceptions=True))


@_TWO_WAYS
async def test_a_write_that_is_cancelled(
    database: Database, postgres_server: PostgresServer, postgres_url: str, is_direct: bool
) -> None:
    """Its statement is stopped, its transaction ends, nothing is kept, and the next ones have lines."""

    def slow(uow: UnitOfWork) -> None:
        add(uow, "a")
        run(uow, _SLEEP, is_direct=is_direct)

    beside = await postgres_server.connect(postgres_url)
    writes = [asyncio.create_task(database.write(slow if number == 0 else lambda uow: run(uow, _SLEEP, is_direct=is_direct)))
              for number in range(LINES)]  # fmt: skip
    await settled(lambda: _are_busy(beside, LINES))
    for write in writes:
        write.cancel()
    assert all(isinstance(end, asyncio.CancelledError) for end in await asyncio.gather(*writes, return_exceptions=True))
    assert [] == await subjects(database)
    await settled(lambda: _are_busy(beside, 0))
    assert [None] * LINES == await at_once(database, lambda uow: None)
    await beside.close()


async def _are_busy(beside: Any, number: int) -> bool:
    statement = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    return bool(await beside.fetchval(f"{statement} AND state <> 'idle'") == number)


@_TWO_WAYS
async def test_a_line_that_breaks(database: Database, is_direct: bool) -> None:
    """It costs its own transaction; the lines that were open with it are replaced, unasked."""

    def work(uow: UnitOfWork) -> Any:
        return uow.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()

    def broken(uow: UnitOfWork) -> None:
        add(uow, "a")
        run(uow, _DIE, is_direct=is_direct)

    before = await at_once(database, work)
    with pytest.raises(DatabaseAway):
        await database.write(broken)
    after = await at_once(database, work)
    assert (2 * LINES, []) == (len({*before, *after}), await subjects(database))


async def test_lines_that_were_cut(database: Database, postgres_server: PostgresServer, postgres_url: str) -> None:
    """Who comes when the server is back notices nothing."""
    await at_once(database, lambda uow: None)
    await postgres_server.alter(postgres_url, "SET work_mem TO '8MB'")
    await asyncio.sleep(0.1)
    assert ["8MB"] * LINES == await at_once(database, lambda uow: uow.connection.exec_driver_sql("SHOW work_mem").scalar())


@_TWO_WAYS
async def test_a_table_that_changes(
    database: Database, postgres_server: PostgresServer, postgres_url: str, is_direct: bool
) -> None:
    """Statements that were prepared before a migration are prepared again, on every line; no turn fails for it."""

    def look(uow: UnitOfWork) -> list[Any]:
        statement = select(timers.subject, timers.cursor)
        found = CURSORS.run(uow.connection) if is_direct else uow.connection.execute(statement).all()
        return [tuple(row) for row in found]

    await database.write(lambda uow: add(uow, "a"))
    assert [[("a", 0)]] * LINES == await at_once(database, look)
    beside = await postgres_server.connect(postgres_url)
    await beside.execute("ALTER TABLE timers ALTER COLUMN cursor TYPE numeric")
    await beside.close()
    assert [[("a", 0)]] * LINES == await at_once(database, look)


WRONG: dict[str, tuple[Prepared, list[Mapping[str, Any]]]] = {
    "not unique": (ADD, [timer("secret"), timer("secret")]),
    "null": (WITHOUT_SUBJECT, [{"kind": "digest", "due_at": NOON}]),
    "no table": (NOWHERE, [{}]),
    "no number": (DIVIDED, [{"by": 0}]),
    "too large for the driver": (DIVIDED, [{"by": 1 << 40}]),
}


@pytest.mark.parametrize("is_many", [False, True], ids=["one", "many"])
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
async def test_errors_are_the_same(
    database: Database, postgres_url: str, wrong: tuple[Prepared, list[Mapping[str, Any]]], is_many: bool
) -> None:
    """Directly and through the adapter: the same classes, states and words, without values."""
    statement, given = wrong
    seen: list[tuple[Any, ...]] = []

    def work(connection: Connection) -> None:
        try:
            if is_many:
                statement.run_many(connection, given)
            for one in given:
                statement.run(connection, one)
        except DBAPIError as error:
            original: Any = error.orig
            seen.append((type(error), type(original), original.sqlstate, str(error), type(original.__cause__)))
            raise

    with pytest.raises((DatabaseRefused, DatabaseAway)) as directly:
        await database.write(lambda uow: work(uow.connection))
    with pytest.raises(type(directly.value)) as adapted:
        await asyncio.to_thread(run_in_transaction, make_url(postgres_url), work)
    assert str(directly.value) == str(adapted.value)
    assert seen[0] == seen[1]
    assert "secret" not in str(seen)


async def test_work_that_overlooks_an_error(database: Database) -> None:
    """The server has given the transaction up then: nobody is told that it was kept."""

    def work(uow: UnitOfWork) -> None:
        add(uow, "a")
        with pytest.raises(DBAPIError):
            add(uow, "a")

    with pytest.raises(DatabaseRefused, match="ROLLBACK"):
        await database.write(work)
    assert [] == await subjects(database)


async def test_work_that_raises(database: Database) -> None:
    """What it wrote either way is undone, and its line is used again."""

    def work(uow: UnitOfWork) -> None:
        add(uow, "a")
        uow.connection.execute(insert(tables.timers), timer("b"))
        raise LookupError

    def who(uow: UnitOfWork) -> Any:
        return uow.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()

    line = await database.write(who)
    with pytest.raises(LookupError):
        await database.write(work)
    assert ([], line) == (await subjects(database), await database.write(who))


@_TWO_WAYS
async def test_what_the_server_asks_to_run_again(database: Database, is_direct: bool) -> None:
    """Three times more, from the beginning."""
    runs: list[int] = []

    def work(uow: UnitOfWork, fails: int) -> None:
        runs.append(fails)
        add(uow, f"a{fails}")
        if len(runs) <= fails:
            run(uow, "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$", is_direct=is_direct)

    await database.write(lambda uow: work(uow, 3))
    assert (4, ["a3"]) == (len(runs), await subjects(database))
    runs.clear()
    with pytest.raises(DatabaseAway, match="40001"):
        await database.write(lambda uow: work(uow, 4))
    assert (4, ["a3"]) == (len(runs), await subjects(database))


@_TWO_WAYS
async def test_a_statement_that_takes_too_long(
    postgres_url: str, vault: Vault, monkeypatch: pytest.MonkeyPatch, is_direct: bool
) -> None:
    """It is given up, with its transaction."""
    monkeypatch.setattr(postgres_writing, "_STATEMENT_SECONDS", 0.3)
    database = await open_database(postgres_url, vault)

    def slow(uow: UnitOfWork) -> None:
        add(uow, "a")
        run(uow, _SLEEP, is_direct=is_direct)

    with pytest.raises(DatabaseAway, match="Timeout"):
        await database.write(slow)
    assert [] == await subjects(database)
    await database.close()


async def test_no_line_is_free(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits in vain has written nothing; who waits less gets the next free line."""
    monkeypatch.setattr(postgres_writing, "_PATIENCE", 0.3)
    busy = asyncio.gather(*(database.write(lambda uow: run(uow, "SELECT pg_sleep(1)", is_direct=True)) for _ in range(LINES)))
    await asyncio.sleep(0)
    with pytest.raises(DatabaseAway, match="Timeout"):
        await database.write(lambda uow: add(uow, "a"))
    monkeypatch.setattr(postgres_writing, "_PATIENCE", 20)
    await database.write(lambda uow: add(uow, "b"))
    await busy
    assert ["b"] == await subjects(database)


async def test_closing_finishes_what_was_begun(postgres_url: str, vault: Vault) -> None:
    """Also what waits for a line; later work is refused, and closing again is harmless."""
    database = await open_database(postgres_url, vault)
    writes = [asyncio.create_task(database.write(lambda uow, name=f"{number:02}": add(uow, name)))  # type: ignore[misc]
              for number in range(2 * LINES)]  # fmt: skip
    await asyncio.sleep(0)
    await database.close()
    assert [None] * 2 * LINES == await asyncio.gather(*writes)
    await database.close()
    with pytest.raises(DatabaseAway, match="closed"):
        await database.ping()
    again = await open_database(postgres_url, vault)
    assert [f"{number:02}" for number in range(2 * LINES)] == await subjects(again)
    await again.close()
