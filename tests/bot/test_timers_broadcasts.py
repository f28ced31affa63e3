"""What staff tell many people: in batches, each once, not at night, whatever is killed; and what the sender hears."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.batches import Batch
from bot.broadcasting import MOST_A_DAY, TOO_LATE, carry_out, tell_many
from conversations.directory import Directory
from conversations.district_effects import Audience, Broadcast, StopBroadcasts
from conversations.domain import Grant, Role
from conversations.effects import Say, Tell, ThisPerson
from storage import tables
from storage.database import Database
from storage.repositories.organisation_changes import Who
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.bot.timers_world import DAYS, HOUR, MORNING, Stopping, Told, World, begun, processes
from tests.builders import facts
from tests.storage.world import CAMPAIGN, DAY, NOON, appoint

KEY, DONE, TEXT = "broadcast-said", "broadcast-done", "Hạn gửi hồ sơ là 24h ngày 11/4."


@pytest.fixture
async def world(database: Database) -> World:
    world = await begun(database)
    await world.appoint("staff", Role.STAFF, "04.045")
    return world


async def staffed(world: World, count: int) -> list[Told]:
    """So many executives of Hà Quảng, and what they are to hear."""

    def fill(uow: UnitOfWork) -> None:
        for number in range(count):
            appoint(uow, f"x{number}", Role.EXECUTIVE, world.ids["04.045.mn"])

    await world.do(fill)
    return sorted((f"x{number}", KEY) for number in range(count))


async def tell(world: World, effect: Broadcast | StopBroadcasts | None = None, at: datetime | None = None, who: str = "staff") -> Say:
    """Staff say something, or stop; what they hear at once."""
    meant = effect or Broadcast(world.ids["04.045"], Audience.EXECUTIVES, TEXT)
    known = facts(campaign=CAMPAIGN)
    by = world.people[who].id
    said = await world.database.write(lambda uow: carry_out(uow, known, by, meant, at or world.now))
    assert isinstance(said[-1], Say)
    return said[-1]


def stop(world: World) -> StopBroadcasts:
    return StopBroadcasts((world.ids["04.045"],))


async def test_each_once_and_a_report(world: World) -> None:
    """As it was typed, with who says it; the sender hears how many it went to."""
    expected = await staffed(world, 130)
    assert (await tell(world)).key == "broadcast-begun"
    world.now += HOUR
    await world.timers().round()
    *said, (sender, report) = sorted(await world.new(), key=lambda one: (one[1].key != KEY, one[0]))
    assert expected == sorted((user, say.key) for user, say in said)
    assert {"place": "LĐLĐ huyện Hà Quảng", "text": TEXT} == dict(said[0][1].args)
    assert (sender, report.key, dict(report.args)) == ("staff", DONE, {"count": 130, "text": TEXT})
    assert [] == await world.round(world.now + HOUR)


async def test_at_night(world: World) -> None:
    """It waits for the morning, and says so."""
    expected = await staffed(world, 2)
    world.now = NOON + 12 * HOUR
    said = await tell(world)
    assert (said.key, said.args) == ("broadcast-later", {"at": "07:30 ngày 2/4/2021"})
    assert [] == await world.round()
    assert [("staff", DONE), *expected] == await world.round(MORNING + DAYS)


async def test_stopped_at_night(world: World) -> None:
    """Nobody hears it any more, nor of its end; a colleague's word counts, and who began it hears of that."""
    await staffed(world, 2)
    await world.appoint("colleague", Role.STAFF, "04")
    world.now = NOON + 12 * HOUR
    await tell(world)
    by, known = world.people["colleague"].id, facts(campaign=CAMPAIGN)
    above = StopBroadcasts((world.ids["04"],))
    notice, said = await world.database.write(lambda uow: carry_out(uow, known, by, above, world.now))
    assert isinstance(notice, Tell)
    assert (notice.to, notice.say.key) == (ThisPerson(world.people["staff"].id), "broadcast-stopped-yours")
    assert isinstance(said, Say)
    assert (said.key, said.args) == ("broadcast-stopped", {"count": 0})
    assert (await tell(world, stop(world))).key == "broadcast-none-running"
    assert [] == await world.round(MORNING + DAYS)


async def test_stopped_before_it_has_left(world: World) -> None:
    """What waits in the outbox is not sent any more, and does not count as told; one alone may be meant."""
    await staffed(world, 30)
    await tell(world)
    await tell(world, Broadcast(world.ids["04.045"], Audience.EXECUTIVES, "Một thông báo khác hẳn."))
    await world.round()
    said = await tell(world, StopBroadcasts((world.ids["04.045"],), 1))
    assert (said.key, said.args) == ("broadcast-stopped", {"count": 0})

    def pending(uow: UnitOfWork) -> dict[str, int]:
        rows = select(tables.outbox.c.collapse).where(tables.outbox.c.status == "pending")
        return Counter(uow.connection.execute(rows).scalars())

    assert {"broadcast:2": 30, "broadcast:1:done": 1, "broadcast:2:done": 1} == await world.database.read(pending)


async def test_who_may_not_speak_any_more(world: World) -> None:
    """Nobody hears it."""
    await staffed(world, 2)
    world.now = NOON + 12 * HOUR
    await tell(world)
    grant = Grant(Role.STAFF, world.ids["04.045"])
    await world.do(lambda uow: uow.grants.revoke(world.people["staff"].id, grant, world.now))
    assert [("staff", DONE)] == await world.round(MORNING + DAYS)


async def test_a_node_that_was_merged(world: World) -> None:
    """Its people hear it from who has taken over."""
    expected = await staffed(world, 2)
    world.now = NOON + 12 * HOUR
    await tell(world)
    who = Who(None, world.now, DAY)
    await world.do(lambda uow: uow.organisation_changes.merge(world.ids["04.045"], world.ids["04.042"], who))
    assert [("staff", DONE), *expected] == await world.round(MORNING + DAYS)


async def test_a_small_one_does_not_wait(world: World) -> None:
    """Whom fewest have heard comes next."""
    await staffed(world, 250)
    await tell(world)
    await world.appoint("p", Role.STAFF, "04")
    small = Broadcast(world.ids["04"], Audience.STAFF, TEXT)
    await tell(world, small, who="p")
    order: list[str] = []
    for _ in range(3):
        batch = await world.database.write(lambda uow: tell_many(Batch(uow, CAMPAIGN, Directory(uow.organisations.all()), world.now)))
        order += [user[0] for user, _ in await world.new()][:1]
        assert batch.has_more
    assert order == ["x", "s", "p"]


async def test_not_too_often(world: World) -> None:
    """Three a day of one node; the next day it goes on."""
    await staffed(world, 1)
    said = [(await tell(world)).key for _ in range(MOST_A_DAY + 1)]
    assert ["broadcast-begun"] * MOST_A_DAY + ["broadcast-too-many"] == said
    assert (await tell(world, at=world.now + 1.1 * DAYS)).key == "broadcast-begun"


async def test_a_program_that_did_not_run(world: World) -> None:
    """What is days old is told to nobody, and its sender hears that it went to no one."""
    await staffed(world, 2)
    await tell(world)
    assert [("staff", DONE)] == await world.round(NOON + TOO_LATE)


async def test_killed_between_batches(world: World) -> None:
    """Wherever the process is killed, the next one goes on behind the last that was told."""
    expected = await staffed(world, 230)
    await tell(world)
    for after in range(1, 14):
        with suppress(ConnectionError):
            await world.timers(Stopping(world.database, after)).round()
    await world.timers().round()
    told = sorted((user, say.key) for user, say in await world.new())
    assert expected == [one for one in told if one[1] == KEY]
    assert [("staff", DONE)] == [one for one in told if one[1] != KEY]


@pytest.fixture
async def others(postgres_url: str, vault: Vault) -> AsyncIterator[list[Database]]:
    """Three processes at one server."""
    async with processes(postgres_url, vault, 3) as opened:
        yield opened


async def test_three_processes(others: list[Database]) -> None:
    """Whoever gets the next batch: nobody is told twice, nobody is left out, the sender hears of it once."""
    world = await begun(others[0])
    await world.appoint("staff", Role.STAFF, "04.045")
    expected = await staffed(world, 350)
    await tell(world)
    for _ in range(5):
        await asyncio.gather(*(world.timers(one).round() for one in others))
    assert [("staff", DONE), *expected] == [(user, say.key) for user, say in await world.new()]
