"""What staff tell many people: in batches, each once, not at night, whatever is killed; and what the sender hears."""

from contextlib import suppress
from datetime import datetime

import pytest

from bot.broadcasting import MOST_A_DAY, TOO_LATE, carry_out
from conversations.district_effects import Audience, Broadcast, StopBroadcasts
from conversations.domain import Role
from conversations.effects import Say
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.bot.timers_world import DAYS, HOUR, MORNING, Stopping, Told, World, begun
from tests.builders import facts
from tests.storage.world import CAMPAIGN, NOON, appoint

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


async def tell(world: World, effect: Broadcast | StopBroadcasts | None = None, at: datetime | None = None) -> Say:
    """Staff say something, or stop; what they hear at once."""
    meant = effect or Broadcast(world.ids["04.045"], Audience.EXECUTIVES, TEXT)
    known = facts(campaign=CAMPAIGN)
    by = world.people["staff"].id
    return await world.database.write(lambda uow: carry_out(uow, known, by, meant, at or world.now))


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


async def test_stopped(world: World) -> None:
    """Nobody hears it any more, nor of its end; how far it got is said."""
    await staffed(world, 2)
    world.now = NOON + 12 * HOUR
    await tell(world)
    said = await tell(world, stop(world))
    assert (said.key, said.args) == ("broadcast-stopped", {"count": 0})
    assert (await tell(world, stop(world))).key == "broadcast-none-running"
    assert [] == await world.round(MORNING + DAYS)


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
