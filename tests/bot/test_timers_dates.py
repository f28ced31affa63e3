"""Announcements of the programme's dates, which may move: rounds of the timers over a real database."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import pytest
from msgspec.structs import replace

from conversations.domain import Campaign, Role
from storage.database import Database
from tests.bot.timers_world import DAYS, DRAFT, HOUR, MORNING, Stopping, Told, World, begun
from tests.storage.world import CAMPAIGN, NOON, appoint


@pytest.fixture
async def world(database: Database) -> World:
    return await begun(database)


async def calendar(world: World, days: Sequence[datetime]) -> list[Told]:
    """What is said on mornings."""
    return [told for at in days for told in await world.round(at)]


def both(key: str) -> list[Told]:
    """The executive and the staff are told."""
    return [("e", key), ("s", key)]


async def test_each_date_is_announced_once(world: World) -> None:
    """To executives and staff; the dossier to executives; the close to owners of drafts too."""
    await world.do(lambda uow: uow.campaigns.move(CAMPAIGN.code, at=NOON, opens=NOON + DAYS))
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    await world.appoint("s", Role.STAFF, "04.045")
    assert await calendar(world, [MORNING + day * DAYS for day in range(1, 21)]) == [
        *both("announce-opening"), ("e", "announce-dossier"), ("e", "announce-dossier"), *both("announce-closing-soon"),
    ]  # fmt: skip
    await world.draft("d", replace(DRAFT, frames=(replace(DRAFT.frames[0], reminded=2),)))
    late = CAMPAIGN.closes + 8 * HOUR
    assert [await world.round(late), await world.round(late + DAYS)] == [
        [("e", "announce-closing"), ("s", "announce-closing"), ("d", "announce-closing-draft")], []
    ]  # fmt: skip


async def test_what_would_come_too_late_does_not_come(world: World) -> None:
    """After more than a day of silence an announcement is dropped."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    assert await world.round(CAMPAIGN.closes + 25 * HOUR + 8 * HOUR) == []
    assert await world.round(CAMPAIGN.closes + 10 * DAYS) == []


async def test_a_date_that_moves_is_announced_for_the_new_day(world: World) -> None:
    """Before it was announced, and after: those who were told of the old close are told of the new one."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    soon = CAMPAIGN.closes - 3 * DAYS + 8 * HOUR
    await world.close_at(CAMPAIGN.closes + DAYS)
    seen = [await world.round(soon), await world.round(soon + DAYS)]
    await world.close_at(CAMPAIGN.closes + 8 * DAYS)
    seen += [await world.round(soon + 2 * DAYS), await world.round(soon + 8 * DAYS), await world.round(soon + 9 * DAYS)]
    told = [("e", "announce-closing-soon")]
    assert seen == [[], told, [], told, []]


async def test_another_programme_has_dates_of_its_own(world: World) -> None:
    """What an earlier one had planned is not said any more."""
    await world.appoint("e", Role.EXECUTIVE, "04.045.mn")
    other: Campaign = replace(CAMPAIGN, code="khac-2021", closes=CAMPAIGN.closes + 30 * DAYS)
    await world.do(lambda uow: uow.campaigns.put(other))
    assert await world.round(CAMPAIGN.closes + 8 * HOUR) == []


async def test_an_announcement_to_many_goes_on_where_it_was(world: World) -> None:
    """It is told in several transactions, to everybody once, also when it is stopped between any two of them."""
    node = world.ids["04.045.mn"]
    await world.do(lambda uow: [appoint(uow, str(number), Role.EXECUTIVE, node) for number in range(450)])
    world.now = CAMPAIGN.closes + 8 * HOUR
    told: list[str] = []
    for after in range(12):
        with suppress(ConnectionError):
            await world.timers(Stopping(world.database, after)).round()
        told += [user for user, _ in await world.new()]
    assert (len(told), len(set(told))) == (450, 450)
