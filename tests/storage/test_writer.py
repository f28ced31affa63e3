"""Group commit: who waits together commits together, and hears of it after the commit only."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import Connection, Engine, event, make_url, text

from storage.errors import DatabaseAway
from storage.sqlite import writing_engine
from storage.writer import MOST_PER_COMMIT, Writer

Write = Callable[[Connection], None]


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[Engine]:
    """An engine as the writer gets it."""
    made = writing_engine(make_url(sqlite_url))
    yield made
    made.dispose()


@pytest.fixture
async def writer(engine: Engine) -> AsyncIterator[Writer]:
    """A running writer."""
    running = Writer(engine)
    yield running
    await asyncio.to_thread(running.close)


def count(name: str) -> Write:
    """Work that leaves one row."""

    def work(connection: Connection) -> None:
        connection.execute(text("INSERT INTO counters (name, value) VALUES (:name, 1)"), {"name": name})

    return work


def stored(engine: Engine) -> list[str]:
    """The names of the rows that were committed."""
    with engine.connect() as connection:
        return sorted(connection.execute(text("SELECT name FROM counters")).scalars())


@asynccontextmanager
async def held(writer: Writer) -> AsyncIterator[None]:
    """Keeps the writer busy, so that what is submitted meanwhile waits together."""
    has_begun, may_end = threading.Event(), threading.Event()

    def hold(connection: Connection) -> None:
        has_begun.set()
        may_end.wait(30)

    job = writer.submit(hold)
    await asyncio.to_thread(has_begun.wait)
    yield
    may_end.set()
    await job


def commits(engine: Engine) -> list[int]:
    """A list that grows with each commit."""
    seen: list[int] = []
    event.listen(engine, "commit", lambda connection: seen.append(len(seen)))
    return seen


async def test_who_waits_together_shares_a_commit(engine: Engine, writer: Writer) -> None:
    """Any number of jobs up to the bound is one commit."""
    seen = commits(engine)
    async with held(writer):
        jobs = [writer.submit(count(str(number))) for number in range(MOST_PER_COMMIT)]
    await asyncio.gather(*jobs)
    assert (len(seen), len(stored(engine))) == (2, MOST_PER_COMMIT)


async def test_a_group_is_bounded(engine: Engine, writer: Writer) -> None:
    """One job more than the bound waits for the next commit."""
    seen = commits(engine)
    async with held(writer):
        jobs = [writer.submit(count(str(number))) for number in range(MOST_PER_COMMIT + 1)]
    await asyncio.gather(*jobs)
    assert len(seen) == 3


async def test_nobody_hears_before_the_commit(engine: Engine, writer: Writer) -> None:
    """While the group is being committed no job of it is done."""
    done_early: list[bool] = []
    async with held(writer):
        jobs = [writer.submit(count(name)) for name in "ab"]
        event.listen(engine, "commit", lambda connection: done_early.extend(job.done() for job in jobs))
    await asyncio.gather(*jobs)
    assert [done for done in done_early if done] == []


async def test_a_job_that_raises_fails_alone(engine: Engine, writer: Writer) -> None:
    """Its own writes are undone, its neighbours are kept."""

    def fail(connection: Connection) -> None:
        count("b")(connection)
        raise LookupError

    async with held(writer):
        jobs = [writer.submit(work) for work in (count("a"), fail, count("c"))]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    assert [outcome is None for outcome in outcomes] == [True, False, True]
    assert stored(engine) == ["a", "c"]


async def test_a_commit_that_fails_fails_all(engine: Engine, writer: Writer) -> None:
    """Nobody is told that something was stored when the commit fails, and the next group commits again."""
    async with held(writer):
        jobs = [writer.submit(work) for work in (count("a"), _break_commit, count("c"))]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    assert [type(outcome).__name__ for outcome in outcomes] == ["IntegrityError"] * 3
    await writer.submit(count("d"))
    assert stored(engine) == ["d"]


async def test_a_transaction_that_is_lost_fails_all(engine: Engine, writer: Writer) -> None:
    """SQLite drops the whole transaction on some errors: then no job of the group counts, not even a later one."""

    def lose(connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")
        raise LookupError

    async with held(writer):
        jobs = [writer.submit(work) for work in (count("a"), lose, count("c"))]
    outcomes = await asyncio.gather(*jobs, return_exceptions=True)
    assert [outcome is None for outcome in outcomes] == [False, False, False]
    assert stored(engine) == []


async def test_a_cancelled_job_is_not_begun(engine: Engine, writer: Writer) -> None:
    """Who gave up waiting before the turn came has written nothing, and can safely come again."""
    async with held(writer):
        given_up, other = writer.submit(count("a")), writer.submit(count("b"))
        given_up.cancel()
    await other
    assert stored(engine) == ["b"]


async def test_closing_finishes_what_was_submitted(engine: Engine) -> None:
    """Everything that was handed in before `close` is committed; later work is refused."""
    writer = Writer(engine)
    jobs = [writer.submit(count(str(number))) for number in range(3 * MOST_PER_COMMIT)]
    await asyncio.to_thread(writer.close)
    await asyncio.gather(*jobs)
    assert len(stored(engine)) == 3 * MOST_PER_COMMIT
    with pytest.raises(DatabaseAway):
        writer.submit(count("late"))


def _break_commit(connection: Connection) -> None:
    """A violation that SQLite checks at the commit and not before."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    connection.exec_driver_sql("INSERT INTO erasures (person_id, requested_at, due_on) VALUES (4242, '', '')")
