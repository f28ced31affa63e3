"""Token buckets and pauses that processes share, on both databases."""

import asyncio
from datetime import timedelta

import pytest

from storage.database import Database
from storage.repositories.outbox_claim import Room
from storage.repositories.rate_limits import WHOLE_CHANNEL, Limits, Pace
from storage.unit_of_work import UnitOfWork
from tests.storage.world import NOON

PACE = Pace(10, burst=5)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("full_in", "tokens"),
    [(None, 5), (-9.0, 5), (0.0, 5), (0.05, 4), (0.1, 4), (0.11, 3), (0.4, 1), (0.41, 0), (0.5, 0), (99.0, 0)],
)
def test_tokens(full_in: float | None, tokens: int) -> None:
    """A bucket that is full in so many seconds has so many whole tokens."""
    full_at = NOON + timedelta(seconds=full_in) if full_in is not None else None
    assert tokens == PACE.tokens(full_at, NOON)
    assert (tokens > 0) == (full_at is None or full_at <= NOON + PACE.emptiest)


def test_taking_is_the_same_as_waiting_backwards() -> None:
    """Each token costs a tenth of a second, from now on or from when the bucket would have been full."""
    assert NOON + 0.3 * SECOND == PACE.after(None, 3, NOON)
    assert NOON + 0.3 * SECOND == PACE.after(NOON - 9 * SECOND, 3, NOON)
    assert NOON + 0.5 * SECOND == PACE.after(NOON + 0.2 * SECOND, 3, NOON)


async def test_senders_share_a_bucket(database: Database) -> None:
    """Eight that take at once get together what the bucket holds, each message once; later what has come in."""

    def fill(uow: UnitOfWork) -> None:
        for number in range(60):
            uow.outbox.add("web", f"chat{number}", {}, 1 + number % 2, NOON)

    async def take(seconds: float) -> list[int]:
        now = NOON + seconds * SECOND
        taken = await database.write(lambda uow: uow.outbox.claim({"web": Limits(PACE)}, now, Room(9, 9), 60))
        return [owed.id for owed in taken]

    await database.write(fill)
    found: list[int] = []
    for seconds, expected in ((0, 5), (0.05, 5), (0.1, 6), (9, 11), (9, 11)):
        for taken in await asyncio.gather(*(take(seconds) for _ in range(8))):
            found += taken
        assert expected == len(found)
    assert len(set(found)) == len(found)
    assert {1} == {owed % 2 for owed in found}  # notices before bulk


async def test_pauses(database: Database) -> None:
    """A chat or a channel that is paused gets nothing until the instant, whatever its tokens; a longer pause wins."""

    def work(uow: UnitOfWork) -> list[list[str]]:
        for chat in "ab":
            uow.outbox.add("web", chat, {}, 0, NOON)
            uow.outbox.add("web", chat, {}, 1, NOON)
        for seconds in (1, 3, 2):
            uow.rate_limits.pause("web", "a", NOON, NOON + seconds * SECOND)
        uow.rate_limits.pause("web", WHOLE_CHANNEL, NOON, NOON + 2 * SECOND)
        uow.rate_limits.pause("other", WHOLE_CHANNEL, NOON, NOON + 9 * SECOND)
        moments = (NOON + seconds * SECOND for seconds in (1.9, 2, 3))
        claims = [uow.outbox.claim({"web": Limits(chat=PACE)}, at, Room(9, 9), 60) for at in moments]
        return [[owed.chat for owed in claimed] for claimed in claims]

    assert [[], ["b"], ["a"]] == await database.write(work)


async def test_what_is_full_is_forgotten(database: Database) -> None:
    """A full bucket needs no row; a pause and a half-full bucket do."""

    def work(uow: UnitOfWork) -> list[int]:
        uow.rate_limits.fill("web", {"full": NOON, "half": NOON + SECOND})
        uow.rate_limits.pause("web", "paused", NOON, NOON + 2 * SECOND)
        counts = [uow.rate_limits.forget_full(NOON + seconds * SECOND) for seconds in (0, 0.5, 1, 2)]
        uow.rate_limits.fill("web", {"full": NOON})
        uow.rate_limits.clear()
        return [*counts, uow.rate_limits.forget_full(NOON)]

    assert [1, 0, 1, 1, 0] == await database.write(work)
