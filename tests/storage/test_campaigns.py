"""The programme: what its file says, until its instants are moved."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from conversations.domain import Campaign
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.storage.world import CAMPAIGN, NOON

WEEK = timedelta(days=7)
MOVED = replace(CAMPAIGN, closes=CAMPAIGN.closes + WEEK)


async def test_there_is_none_at_first(database: Database) -> None:
    """An empty database has no campaign."""
    assert await database.read(lambda uow: uow.campaigns.current()) is None


async def test_a_campaign_comes_back(database: Database) -> None:
    """What was put is what is current, in every field."""
    assert await database.write(lambda uow: uow.campaigns.put(CAMPAIGN)) == CAMPAIGN
    assert await database.read(lambda uow: uow.campaigns.current()) == CAMPAIGN


async def test_moving_outlives_a_restart(database: Database) -> None:
    """A moved instant stays when the program starts again with the same file; a changed file takes over."""
    changed = replace(CAMPAIGN, name="Chương trình đổi tên")

    def work(uow: UnitOfWork) -> list[Campaign]:
        uow.campaigns.put(CAMPAIGN)
        assert uow.campaigns.move(CAMPAIGN.code, closes=MOVED.closes, at=NOON)
        return [uow.campaigns.put(file) for file in (CAMPAIGN, changed)]

    assert await database.write(work) == [MOVED, changed]


async def test_moving_is_audited(database: Database) -> None:
    """Who moved what from when to when is on record."""

    def work(uow: UnitOfWork) -> list[tuple[str, object]]:
        uow.campaigns.put(CAMPAIGN)
        uow.campaigns.move(CAMPAIGN.code, opens=CAMPAIGN.opens, dossier_due=CAMPAIGN.dossier_due + WEEK, at=NOON)
        return [(row.action, row.details["to"]["dossier_due_at"]) for row in uow.audit.of(f"campaign:{CAMPAIGN.code}")]

    assert await database.write(work) == [("moved", "2021-04-18T17:00:00+00:00")]


async def test_moving_what_is_not_there(database: Database) -> None:
    """An unknown code is False; a campaign that would close before it opens is refused."""

    def work(uow: UnitOfWork) -> bool:
        uow.campaigns.put(CAMPAIGN)
        with pytest.raises(ValueError, match="closes after"):
            uow.campaigns.move(CAMPAIGN.code, closes=CAMPAIGN.opens, at=NOON)
        return uow.campaigns.move("another", opens=NOON, at=NOON)

    assert not await database.write(work)
    assert await database.read(lambda uow: uow.campaigns.current()) == CAMPAIGN


async def test_one_is_current(database: Database) -> None:
    """The campaign that was put last is the current one; the earlier one comes back when it is put again."""
    other = replace(CAMPAIGN, code="khac-2022", name="Chương trình khác")

    def work(uow: UnitOfWork) -> list[str]:
        return [uow.campaigns.put(campaign).code for campaign in (CAMPAIGN, other, CAMPAIGN)]

    assert await database.write(work) == [CAMPAIGN.code, other.code, CAMPAIGN.code]
