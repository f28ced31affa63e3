"""Writes that wait for the end of their transaction: one answer of the server for all, and nobody can tell otherwise."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, delete, select, update

from storage import tables
from storage.database import Database
from storage.direct import DirectConnection
from storage.errors import DatabaseRefused
from storage.gathering import Write, fits, gathered
from storage.prepared import Late, Prepared
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.late import COUNTERS, KEYS, TIMERS, count, counters, inbox, kept, note, rename, timers, with_a_timer


@pytest.fixture
async def database(postgres_url: str, vault: Vault) -> AsyncIterator[Database]:
    """With a timer "a"."""
    async with with_a_timer(postgres_url, vault) as opened:
        yield opened


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the server was asked on lines, by the first word."""
    asked: list[str] = []
    fetch, command = DirectConnection._fetch, DirectConnection._command

    def fetched(line: DirectConnection, sql: str, values: Any) -> Any:
        asked.append(sql.split(maxsplit=1)[0])
        return fetch(line, sql, values)

    def commanded(line: DirectConnection, sql: str) -> str:
        asked.append(sql)
        return command(line, sql)

    monkeypatch.setattr(DirectConnection, "_fetch", fetched)
    monkeypatch.setattr(DirectConnection, "_command", commanded)
    return asked


async def test_two_answers(database: Database, answers: list[str]) -> None:
    """Three tables are written by one statement, which is the transaction; what it returns is known after the commit."""

    def work(uow: UnitOfWork) -> tuple[bool, Late, Any, bool]:
        seen = (note(uow, "1"), TIMERS.run(uow.connection)[0].cursor)
        late = count(uow, "x")
        return seen == (True, 0), late, late.row, rename(uow, "a", "b")

    was_right, late, too_early, is_renamed = await database.write(work)
    assert (was_right, is_renamed, too_early) == (True, True, None)
    assert (late.row.name, late.row.value, len(late.row)) == ("t-x", 7, 2)
    assert answers == ["SELECT", "WITH"]
    assert ([("b", 1)], [("t-x", 7)], [("1",)]) == await kept(database)


@pytest.mark.parametrize("wrong", ["note", "rename", "rename, seen later"])
async def test_somebody_else_was_quicker(database: Database, answers: list[str], wrong: str) -> None:
    """Nothing is kept, and the work is done again, with answers that wait."""
    await database.write(lambda uow: note(uow, "1"))
    told: list[tuple[bool, bool, bool]] = []
    answers.clear()

    def work(uow: UnitOfWork) -> bool:
        late = count(uow, str(len(told)))
        is_new = note(uow, "1" if wrong == "note" else "2")
        is_renamed = rename(uow, "a", "b", seen=5 if wrong != "note" else 0)
        if wrong.endswith("later"):
            uow.connection.execute(select(timers.subject))
        told.append((is_new, is_renamed, late.row is not None))
        return uow.has_lost_race

    assert await database.write(work)
    is_note = wrong == "note"
    again = (not is_note, is_note, True)
    assert ([] if wrong.endswith("later") else [(True, True, False)]) + [again] == told
    assert answers.count("ROLLBACK") == (1 if wrong.endswith("later") else 0)
    timer, names = ("b", 1) if is_note else ("a", 0), {"t-0"} if wrong.endswith("later") else {"t-1"}
    seen = await kept(database)
    assert ([timer], names) == (seen[0], {name for name, _ in seen[1]})
    assert [("1",)] + ([] if is_note else [("2",)]) == seen[2]


async def test_work_that_raises(database: Database) -> None:
    """What it believes may be the reason: it learns the truth before that counts. A mistake of its own stays one."""
    await database.write(lambda uow: note(uow, "1"))

    def work(uow: UnitOfWork, key: str) -> str:
        if not note(uow, key):
            return "seen before"
        raise LookupError

    assert await database.write(lambda uow: work(uow, "1")) == "seen before"
    with pytest.raises(LookupError):
        await database.write(lambda uow: work(uow, "2"))
    assert [("1",)] == (await kept(database))[2]


async def test_what_waits_ends_with_its_transaction(database: Database, answers: list[str]) -> None:
    """Where nothing was assumed nobody is asked, and nothing is left for who comes next on the line."""

    def work(uow: UnitOfWork) -> None:
        count(uow, "x")
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(work)
    assert answers == []
    await database.write(lambda uow: rename(uow, "a", "b"))
    assert ([("b", 1)], [], []) == await kept(database)


async def test_the_database_refuses(database: Database) -> None:
    """As it refuses a statement of its own: nothing of the transaction is kept, and the line goes on."""
    await database.write(lambda uow: count(uow, "x"))

    def work(uow: UnitOfWork) -> None:
        rename(uow, "a", "b")
        count(uow, "x")

    with pytest.raises(DatabaseRefused) as refused:
        await database.write(work)
    assert "t-x" not in str(refused.value)
    assert ([("a", 0)], [("t-x", 7)], []) == await kept(database)
    assert await database.write(lambda uow: rename(uow, "a", "b"))


READS: dict[str, tuple[Callable[[UnitOfWork], Any], list[str]]] = {
    "the same table": (lambda uow: TIMERS.run(uow.connection)[0].subject, ["BEGIN", "WITH", "SELECT", "COMMIT"]),
    "by SQLAlchemy": (lambda uow: uow.connection.execute(select(timers.subject)).scalar(), ["BEGIN", "WITH", "COMMIT"]),
    "by SQL": (
        lambda uow: uow.connection.exec_driver_sql("SELECT subject FROM timers").scalar(),
        ["BEGIN", "WITH", "COMMIT"],
    ),
}


@pytest.mark.parametrize("way", READS)
async def test_what_is_read_later(database: Database, answers: list[str], way: str) -> None:
    """A transaction sees what it has written, whichever way it looks."""
    read, asked = READS[way]

    def work(uow: UnitOfWork) -> Any:
        rename(uow, "a", "b")
        return read(uow)

    assert await database.write(work) == "b"
    assert answers == asked


async def test_locks_are_held_until_the_end(database: Database, answers: list[str]) -> None:
    """A SELECT that locks begins a transaction."""
    hold = Prepared(select(timers.subject).where(timers.subject == bindparam("subject")).with_for_update())
    await database.write(lambda uow: hold.run(uow.connection, {"subject": "a"}))
    assert answers == ["BEGIN", "SELECT", "COMMIT"]


def test_what_fits_together() -> None:
    """Each table once, and one who is told; parameters are numbered on."""

    def write(table: str, returned: Any = None, *, is_assumed: bool = False) -> Write:
        sql = f"UPDATE {table} SET a = $2 WHERE b = $1"  # noqa: S608
        return Write(sql, (1, 2), frozenset({table}), is_assumed, returned)

    one, other = write("one", is_assumed=True), write("other", print)
    assert [fits(one, []), fits(other, [one]), fits(write("one"), [one]), fits(write("third", print), [other])] == [
        True, True, False, False,
    ]  # fmt: skip
    whole = gathered([one, other, write("third")])
    assert whole.sql == (
        "WITH w0 AS (UPDATE one SET a = $2 WHERE b = $1 RETURNING 1), w1 AS (UPDATE other SET a = $4 WHERE b = $3), "
        "w2 AS (UPDATE third SET a = $6 WHERE b = $5) SELECT 1 / ((SELECT count(*) FROM w0) = 1)::int, "
        "1 / ((SELECT count(*) FROM w1) = 1)::int, w1.* FROM (SELECT 1) AS one LEFT JOIN w1 ON true"
    )
    assert (whole.values, whole.checks) == ([1, 2] * 3, 2)


Step = tuple[str, int, int]
_STEPS = st.lists(
    st.tuples(st.sampled_from(["note", "rename", "count", "read", "look", "forget"]), st.integers(0, 2), st.integers(0, 1)),
    max_size=8,
)


def play(uow: UnitOfWork, steps: list[Step]) -> list[Any]:
    """Do it. Returns: what was told, in order; what comes late at the end."""
    told, late = list[Any](), list[Late]()
    for kind, number, seen in steps:
        match kind:
            case "note":
                told.append(note(uow, str(number)))
            case "rename":
                told.append(rename(uow, "abc"[number], "bca"[number], seen))
            case "count":
                late.append(count(uow, f"{number}-{len(late)}"))
            case "read":
                told.append(tuple(map(tuple, (TIMERS, COUNTERS, KEYS)[number].run(uow.connection))))
            case "look":
                told.append(uow.connection.execute(select(counters.name).where(counters.name.like("t-%"))).all())
            case _:
                uow.connection.execute(delete(tables.inbox).where(inbox.update_key == str(number)))
    return [told, late]


async def test_nobody_can_tell(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any work tells and leaves the same, whether its writes are put off or not."""
    loop = asyncio.get_running_loop()

    async def clear() -> None:
        def work(uow: UnitOfWork) -> None:
            uow.connection.execute(delete(tables.inbox))
            uow.connection.execute(delete(tables.counters).where(counters.name.like("t-%")))
            uow.connection.execute(update(tables.timers).values(subject="a", cursor=0))

        await database.write(work)

    async def done(steps: list[Step]) -> Any:
        await clear()
        told, late = await database.write(lambda uow: play(uow, steps))
        return told, [tuple(one.row) for one in late], await kept(database)

    async def compared(steps: list[Step]) -> None:
        put_off = await done(steps)
        with monkeypatch.context() as patched:
            patched.setattr(DirectConnection, "puts_off", lambda line: False)
            assert put_off == await done(steps)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
    @given(_STEPS)
    def check(steps: list[Step]) -> None:
        asyncio.run_coroutine_threadsafe(compared(steps), loop).result()

    await asyncio.to_thread(check)
