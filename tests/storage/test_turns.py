"""Many at once: nothing lost, nothing doubled, each transaction whole or not at all."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from msgspec.structs import replace
from sqlalchemy.util import await_only

from conversations.state import State
from storage.database import Database
from storage.errors import ConversationChanged, DatabaseAway, DatabaseRefused
from storage.unit_of_work import UnitOfWork
from tests.storage.world import NOON, meet


async def test_a_fresh_person_has_an_empty_state(database: Database) -> None:
    """Before the first turn there is an empty state of revision 0."""
    person = await database.write(lambda uow: meet(uow, "a"))
    assert (State(), 0) == await database.read(lambda uow: uow.conversations.get(person.id))


async def test_a_state_comes_back(database: Database) -> None:
    """What was put is got, with a revision that grew by one."""
    person = await database.write(lambda uow: meet(uow, "a"))
    state = State(serial=3, profile={"full_name": "Nguyễn Văn A"}, consent="2021-1")
    await database.write(lambda uow: uow.conversations.put(person.id, state, 0, NOON))
    assert (state, 1) == await database.read(lambda uow: uow.conversations.get(person.id))
    await database.write(lambda uow: uow.conversations.delete(person.id))
    assert (State(), 0) == await database.read(lambda uow: uow.conversations.get(person.id))


@pytest.mark.parametrize("seen", [0, 1, 3])
async def test_put_refuses_another_revision(database: Database, seen: int) -> None:
    """Only who read the newest revision may write the next one."""
    person = await database.write(lambda uow: meet(uow, "a"))
    await database.write(lambda uow: uow.conversations.put(person.id, State(), 0, NOON))
    await database.write(lambda uow: uow.conversations.put(person.id, State(), 1, NOON))
    with pytest.raises(ConversationChanged):
        await database.write(lambda uow: uow.conversations.put(person.id, State(serial=9), seen, NOON))
    assert (State(), 2) == await database.read(lambda uow: uow.conversations.get(person.id))


async def test_eight_turns_at_once_all_count(database: Database) -> None:
    """Eight turns of one person that all read the same revision are all applied after their retries."""
    person = await database.write(lambda uow: meet(uow, "a"))
    everybody_has_read = asyncio.Barrier(8)
    changed = 0

    async def turn() -> None:
        nonlocal changed
        state, seen = await database.read(lambda uow: uow.conversations.get(person.id))
        await everybody_has_read.wait()
        while True:
            following = replace(state, serial=state.serial + 1)
            try:
                await database.write(lambda uow: uow.conversations.put(person.id, following, seen, NOON))  # noqa: B023
            except ConversationChanged:
                changed += 1
                state, seen = await database.read(lambda uow: uow.conversations.get(person.id))
            else:
                return

    await asyncio.gather(*(turn() for _ in range(8)))
    assert (State(serial=8), 8) == await database.read(lambda uow: uow.conversations.get(person.id))
    assert changed >= 7


async def test_an_update_has_one_effect(database: Database) -> None:
    """Of twenty simultaneous deliveries of each of five updates one is new."""

    def turn(update_key: str, uow: UnitOfWork) -> bool:
        if is_new := uow.inbox.add("telegram", update_key, NOON):
            uow.counters.add("effects")
        return is_new

    deliveries = [str(number % 5) for number in range(100)]
    outcomes = await asyncio.gather(*(database.write(partial(turn, key)) for key in deliveries))
    assert (sum(outcomes), await database.read(lambda uow: uow.counters.value("effects"))) == (5, 5)


async def test_equal_keys_of_two_channels_are_two_updates(database: Database) -> None:
    """An update's key is unique within its channel only."""
    seen = await database.write(
        lambda uow: [uow.inbox.add(channel, "1", NOON) for channel in ("web", "telegram", "web")]
    )
    assert seen == [True, True, False]


async def test_one_person_at_first_sight(database: Database) -> None:
    """Twenty simultaneous first messages of an account make one person."""
    people = await asyncio.gather(*(database.write(lambda uow: meet(uow, "a")) for _ in range(20)))
    assert (len({person.id for person in people}), sum(person.is_new for person in people)) == (1, 1)


async def test_work_that_raises_leaves_nothing(database: Database) -> None:
    """An error of the work comes back as it was raised, and nothing of its writes stays."""

    def work(uow: UnitOfWork) -> None:
        uow.inbox.add("telegram", "1", NOON)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        await database.write(work)
    assert await database.write(lambda uow: uow.inbox.add("telegram", "1", NOON))


async def test_work_fails_alone(database: Database) -> None:
    """Those who wrote at the same time are not touched by one that raises in between."""

    def work(number: int, uow: UnitOfWork) -> int:
        uow.inbox.add("telegram", str(number), NOON)
        return 1 // (number % 4)

    works = (database.write(partial(work, number)) for number in range(40))
    outcomes = await asyncio.gather(*works, return_exceptions=True)
    failed = [number for number, outcome in enumerate(outcomes) if isinstance(outcome, ZeroDivisionError)]
    assert list(range(0, 40, 4)) == failed
    again = await database.write(lambda uow: [uow.inbox.add("telegram", str(number), NOON) for number in range(40)])
    assert failed == [number for number, is_new in enumerate(again) if is_new]


async def test_a_constraint_fails_alone(database: Database) -> None:
    """A refusal of the database is ours, quotes no value, and leaves the others alone."""

    def orphan(uow: UnitOfWork) -> None:
        uow.consents.add(424242, "0912345678", True, "telegram", NOON)

    one, two, three = await asyncio.gather(
        database.write(lambda uow: uow.inbox.add("telegram", "1", NOON)),
        database.write(orphan),
        database.write(lambda uow: uow.inbox.add("telegram", "2", NOON)),
        return_exceptions=True,
    )
    assert (one, three) == (True, True)
    assert isinstance(two, DatabaseRefused)
    assert "0912345678" not in f"{two}{two.__context__ if not two.__suppress_context__ else ''}"


async def test_reading_cannot_write(database: Database) -> None:
    """`read` refuses a write, so that nobody writes past the transaction rules."""
    with pytest.raises((DatabaseRefused, DatabaseAway)):
        await database.read(lambda uow: uow.counters.add("ping"))


async def test_reading_is_one_view(database: Database) -> None:
    """Two questions of one `read` see the same moment, although something is committed in between."""

    def work(uow: UnitOfWork) -> tuple[int, int]:
        before = uow.counters.value("ping")
        await_only(database.ping())
        return before, uow.counters.value("ping")

    await database.ping()
    assert await database.read(work) == (1, 1)
    assert await database.read(lambda uow: uow.counters.value("ping")) == 2


async def test_the_inbox_forgets(database: Database) -> None:
    """Old keys go; what came later stays, and a button that was used is known for longer."""
    later = NOON.replace(hour=6)

    def forget(at: datetime, used_at: datetime) -> Callable[[UnitOfWork], int]:
        return lambda uow: uow.inbox.forget_all(uow.inbox.expired(at, used_at, 9))

    await database.write(lambda uow: [uow.inbox.add("web", "1", NOON), uow.inbox.add("web", "2", later)])
    assert [True, False] == await database.write(lambda uow: [uow.inbox.use("web", "one", NOON) for _ in range(2)])
    assert await database.write(forget(later, NOON)) == 1
    assert not await database.write(lambda uow: uow.inbox.use("web", "one", later))
    assert await database.write(forget(later, later)) == 1
    assert await database.write(lambda uow: [uow.inbox.add("web", key, NOON) for key in "12"]) == [True, False]


async def test_the_inbox_forgets_by_batches(database: Database) -> None:
    """Each goes on behind the one before; a key that came anew meanwhile stays."""
    later = NOON.replace(hour=6)

    def work(uow: UnitOfWork) -> tuple[int, list[str]]:
        for channel, key in (("telegram", "10"), ("telegram", "9"), ("web", "1"), ("zalo", "7")):
            uow.inbox.add(channel, key, NOON)
        first = uow.inbox.expired(later, later, 3)
        second = uow.inbox.expired(later, later, 3, first[-1][:2])
        uow.inbox.forget("telegram", "9")
        uow.inbox.add("telegram", "9", later)
        return uow.inbox.forget_all([*first, *second]), [f"{channel} {key}" for channel, key, _ in (*first, *second)]

    assert await database.write(work) == (3, ["telegram 10", "telegram 9", "web 1", "zalo 7"])
    assert not await database.write(lambda uow: uow.inbox.add("telegram", "9", later))
