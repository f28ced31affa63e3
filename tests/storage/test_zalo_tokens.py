"""Pairs of tokens: taken over, leased by one at a time, renewed once, and failures that stay or pass."""

from datetime import timedelta

from storage.database import Database
from storage.repositories.zalo_tokens import FAILED, REFRESHED, STORED, Pair
from storage.unit_of_work import UnitOfWork
from tests.storage.world import LATER, NOON

OA = "3886"
FIRST, SECOND = Pair("a1", "r1", LATER, LATER), Pair("a2", "r2", LATER, LATER)


async def test_one_leases_at_a_time(database: Database) -> None:
    """A lease lapses by itself, and nobody leases what is not there."""
    assert not await database.write(lambda uow: uow.zalo_tokens.lease(OA, "one", NOON, 30))
    await database.write(lambda uow: uow.zalo_tokens.plant(OA, "r0", NOON, LATER))
    assert await database.write(lambda uow: uow.zalo_tokens.lease(OA, "one", NOON, 30))
    assert not await database.write(lambda uow: uow.zalo_tokens.lease(OA, "two", NOON + timedelta(seconds=29), 30))
    assert await database.write(lambda uow: uow.zalo_tokens.lease(OA, "two", NOON + timedelta(seconds=30), 30))


async def test_a_pair_replaces_the_one_that_it_came_from(database: Database) -> None:
    """The answer to an older refresh token does not overwrite a younger pair; the record holds no token."""

    def live(uow: UnitOfWork) -> list[bool]:
        uow.zalo_tokens.plant(OA, "r0", NOON, LATER)
        uow.zalo_tokens.lease(OA, "one", NOON, 30)
        return [uow.zalo_tokens.renewed(OA, used, pair, NOON) for used, pair in (("r0", FIRST), ("r0", SECOND))]

    assert [True, False] == await database.write(live)
    stored = await database.read(lambda uow: uow.zalo_tokens.get(OA))
    assert stored is not None
    assert ("a1", "r1", None, True) == (stored.access, stored.refresh, stored.lease_until, stored.is_good(NOON))
    rows = await database.read(lambda uow: uow.audit.of(f"zalo-oa:{OA}"))
    assert [STORED, REFRESHED] == [row.action for row in rows]
    assert not any(token in str(row.details) for row in rows for token in ("a1", "r1", "r0"))


async def test_failures_stay_or_pass(database: Database) -> None:
    """One that passes keeps its time of another attempt; the same again is not put on record again."""

    def live(uow: UnitOfWork) -> None:
        uow.zalo_tokens.plant(OA, "r0", NOON, LATER)
        for minute in range(3):
            at = NOON + timedelta(minutes=minute)
            uow.zalo_tokens.failed(OA, "r0", "away", at, retry_at=at + timedelta(minutes=1), is_for_people=False)

    await database.write(live)
    passing = await database.read(lambda uow: uow.zalo_tokens.get(OA))
    assert passing is not None
    assert (None, "away", False) == (passing.failed_at, passing.failure, passing.is_final())
    await database.write(lambda uow: uow.zalo_tokens.failed(OA, "r0", "dead", LATER, retry_at=None, is_for_people=True))
    final = await database.read(lambda uow: uow.zalo_tokens.get(OA))
    assert final is not None
    assert (LATER, True) == (final.failed_at, final.is_final())
    rows = await database.read(lambda uow: uow.audit.of(f"zalo-oa:{OA}"))
    assert [STORED, FAILED, FAILED] == [row.action for row in rows]
    await database.write(lambda uow: uow.zalo_tokens.store(OA, SECOND, LATER, "login"))
    again = await database.read(lambda uow: uow.zalo_tokens.get(OA))
    assert again is not None
    assert (None, None) == (again.failed_at, again.failure)


async def test_a_setting_is_taken_over_once(database: Database) -> None:
    """Where there is nothing, or a pair that failed for good and came from another setting."""

    def live(uow: UnitOfWork) -> list[bool]:
        done = [uow.zalo_tokens.plant(OA, seed, NOON, LATER) for seed in ("r0", "r0", "new")]
        uow.zalo_tokens.renewed(OA, "r0", FIRST, NOON)
        uow.zalo_tokens.failed(OA, "r1", "dead", NOON, retry_at=None, is_for_people=True)
        return [*done, *(uow.zalo_tokens.plant(OA, seed, NOON, LATER) for seed in ("r0", "new", "newer"))]

    assert [True, False, False, False, True, False] == await database.write(live)
    stored = await database.read(lambda uow: uow.zalo_tokens.get(OA))
    assert stored is not None
    assert ("a1", "new", LATER) == (stored.access, stored.refresh, stored.expires_at)
