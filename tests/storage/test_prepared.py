"""Statements that go to the driver directly: they give what SQLAlchemy gives, on both databases."""

import asyncio
from datetime import timedelta, timezone

import pytest
from sqlalchemy import Connection, bindparam, insert, select, update

from storage import tables
from storage.database import Database, open_database
from storage.errors import DatabaseAway, DatabaseRefused
from storage.prepared import Prepared
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.postgres import PostgresServer
from tests.storage.world import NOON

people, outbox, timers = tables.people.c, tables.outbox.c, tables.timers.c
ADD_PERSON = Prepared(insert(tables.people).returning(people.id), columns=("created_at", "identity_hash"))
ADD_TIMER = Prepared(insert(tables.timers), columns=("kind", "subject", "due_at"))
SUBJECTS = Prepared(
    select(timers.subject, timers.cursor)
    .where(timers.kind == "digest", timers.subject.in_(bindparam("subjects", expanding=True)))
    .order_by(timers.subject),
    listed=("subjects",),
)
HANOI = timezone(timedelta(hours=7))


def add_timers(connection: Connection, *subjects: str) -> None:
    """Timers of one kind."""
    ADD_TIMER.run_many(connection, [{"kind": "digest", "subject": one, "due_at": NOON} for one in subjects])


@pytest.mark.parametrize("identity_hash", [None, b"\x00\xff" * 16])
async def test_values_are_what_they_are_through_sqlalchemy(database: Database, identity_hash: bytes | None) -> None:
    """Instants, bytes, truth values and nothing, in and out."""

    def work(uow: UnitOfWork) -> None:
        at = NOON.astimezone(HANOI)
        person = ADD_PERSON.run(uow.connection, {"created_at": at, "identity_hash": identity_hash}).scalar()
        uow.people.identify("web", "a", "a", NOON)
        uow.outbox.add("web", "a", {"kind": "say"}, 0, NOON)
        assert person is not None
        for table in (tables.people, tables.identities, tables.outbox):
            statement = select(table).order_by(table.c.id)
            wanted = [tuple(row) for row in uow.connection.execute(statement)]
            found = Prepared(statement).run(uow.connection)
            assert wanted == [tuple(row) for row in found], table.name
            assert [type(value) for row in wanted for value in row] == [type(value) for row in found for value in row]
        [created_at] = uow.connection.execute(select(people.created_at).where(people.id == person)).one()
        assert NOON == created_at

    await database.write(work)


async def test_rows(database: Database) -> None:
    """Rows by name and place; one, none and too many."""

    def work(uow: UnitOfWork) -> None:
        add_timers(uow.connection, "a", "b", "c")
        found = SUBJECTS.run(uow.connection, {"subjects": ["c", "a", "x"]})
        assert (2, "a", 0, ["a", "c"]) == (len(found), found[0].subject, found[0].cursor, found.scalars())
        assert [("a", 0), ("c", 0)] == list(found)
        [one] = SUBJECTS.run(uow.connection, {"subjects": ["b"]})  # a list of another length is another statement
        assert one == SUBJECTS.run(uow.connection, {"subjects": ("b",)}).one_or_none()
        nothing = SUBJECTS.run(uow.connection, {"subjects": ["x"]})
        assert (None, None, []) == (nothing.one_or_none(), nothing.scalar(), nothing.scalars())
        with pytest.raises(ValueError, match="too many"):
            found.one_or_none()

    await database.write(work)


async def test_how_many_were_changed(database: Database) -> None:
    """`rowcount` is the driver's."""
    done = Prepared(update(tables.timers).where(timers.cursor == bindparam("was")).values(cursor=bindparam("new")))

    def work(uow: UnitOfWork) -> list[int]:
        add_timers(uow.connection, "a", "b")
        return [done.run(uow.connection, {"was": was, "new": 5}).rowcount for was in (0, 0, 5)]

    assert [2, 0, 2] == await database.write(work)


async def test_nothing_is_left_out(database: Database) -> None:
    """A parameter that is missing is a mistake, not a null."""
    with pytest.raises(KeyError, match="due_at"):
        await database.write(lambda uow: ADD_TIMER.run(uow.connection, {"kind": "digest", "subject": "a"}))


async def test_what_the_database_refuses(database: Database) -> None:
    """It comes as SQLAlchemy's error does, without the values; what is beside it in the group is kept."""
    await database.write(lambda uow: add_timers(uow.connection, "a"))
    with pytest.raises(DatabaseRefused) as refused:
        await database.write(lambda uow: add_timers(uow.connection, "b", "secret-subject", "a"))
    assert "secret" not in str(refused.value)
    await database.write(lambda uow: add_timers(uow.connection, "b"))
    reads = await database.read(lambda uow: SUBJECTS.run(uow.connection, {"subjects": ["a", "b", "secret-subject"]}))
    assert ["a", "b"] == reads.scalars()


async def test_a_view_is_consistent_from_its_first_statement(database: Database) -> None:
    """Also when that is a prepared one, which begins the transaction itself."""

    def look(uow: UnitOfWork) -> tuple[bool, list[str], bool]:
        was_in = uow.connection.in_transaction()
        found = SUBJECTS.run(uow.connection, {"subjects": ["a"]}).scalars()
        return was_in, found, uow.connection.in_transaction()

    assert (False, [], True) == await database.read(look)
    await database.write(lambda uow: add_timers(uow.connection, "a"))
    assert ["a"] == (await database.read(look))[1]


async def test_a_lost_connection_costs_one_statement(
    postgres_url: str, postgres_server: PostgresServer, vault: Vault
) -> None:
    """Then the pool lets all connections of that age go: no other reader meets a dead one."""
    database = await open_database(postgres_url, vault)

    def slow(uow: UnitOfWork) -> object:
        return uow.connection.exec_driver_sql("SELECT pg_sleep(0.1)")

    def quick(uow: UnitOfWork) -> list[str]:
        return SUBJECTS.run(uow.connection, {"subjects": ["a"]}).scalars()

    await asyncio.gather(*(database.read(slow) for _ in range(4)))  # as many connections
    await postgres_server.alter(postgres_url, "SET work_mem TO '8MB'")
    with pytest.raises(DatabaseAway):
        await database.read(quick)
    assert [[]] * 4 == await asyncio.gather(*(database.read(quick) for _ in range(4)))
    await database.close()
