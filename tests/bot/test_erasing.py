"""Nothing is kept longer than the notice says: drafts for 30 days after the close, authors for 24 months."""

import asyncio
from datetime import timedelta

import pytest
from msgspec.structs import replace

from bot import housekeeping
from bot.erasing import DRAFTS_KEPT, KEPT, forget_authors, forget_drafts
from conversations.domain import ANONYMOUS
from conversations.state import Frame, State
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.program import settled
from tests.storage.world import ANSWERS, CAMPAIGN, DAY, NOON, initiative, meet, plant
from tests.transcripts import Talk

CODE, MOMENT = "A7K29QXM", timedelta(seconds=1)


def file_and_begin(uow: UnitOfWork) -> None:
    """Somebody has filed, somebody else has begun to, and has typed a name; a third is a listener."""
    ids = plant(uow)
    uow.campaigns.put(CAMPAIGN)
    uow.submissions.add(initiative(CODE, meet(uow, "a"), ids), CAMPAIGN.code, DAY)
    talk = Talk()
    for line in ("/nop", "[Đồng ý]", "Nguyễn Văn A"):
        talk.write(line)
    uow.conversations.put(meet(uow, "b").id, talk.state, 0, NOON)
    uow.conversations.put(meet(uow, "c").id, State(profile={"phone": "0912345678"}), 0, NOON)


async def known(database: Database) -> tuple[str, str, list[int]]:
    """The author's name, the title, and how many dialogues everybody has open."""

    def read(uow: UnitOfWork) -> tuple[str, str, list[int]]:
        filed = uow.submissions.get(CODE)
        assert filed is not None
        states = [uow.conversations.get(meet(uow, name).id)[0] for name in "bc"]
        return filed.answers["full_name"], filed.answers["title"], [len(state.frames) for state in states]

    return await database.write(read)


async def test_authors_are_forgotten_after_two_years(database: Database) -> None:
    """Not a moment earlier; what they proposed stays."""
    await database.write(file_and_begin)
    assert 0 == await forget_authors(database, NOON + KEPT)
    assert ANSWERS["full_name"] == (await known(database))[0]
    assert [1, 0] == [await forget_authors(database, NOON + KEPT + MOMENT) for _ in range(2)]
    assert (ANONYMOUS, ANSWERS["title"]) == (await known(database))[:2]


async def test_drafts_are_dropped_after_the_close(database: Database) -> None:
    """A month after it; what is remembered of people stays, until they have it deleted."""
    await database.write(file_and_begin)
    end = CAMPAIGN.closes + DRAFTS_KEPT
    assert 0 == await forget_drafts(database, end - MOMENT)
    assert [1, 0] == (await known(database))[2]
    assert [1, 0] == [await forget_drafts(database, end) for _ in range(2)]
    assert [0, 0] == (await known(database))[2]
    profile = await database.write(lambda uow: uow.conversations.get(meet(uow, "c").id)[0].profile)
    assert {"phone": "0912345678"} == profile


async def test_what_can_still_be_sent_stays(database: Database) -> None:
    """A correction that an executive asked for is no draft, also of somebody who has one."""
    await database.write(file_and_begin)

    def correct(uow: UnitOfWork) -> None:
        person = meet(uow, "b").id
        state, seen = uow.conversations.get(person)
        correcting = Frame("revision", 9, "title", context={"code": CODE})
        uow.conversations.put(person, replace(state, frames=(*state.frames, correcting)), seen, NOON)

    await database.write(correct)
    assert 1 == await forget_drafts(database, CAMPAIGN.closes + DRAFTS_KEPT)
    state, _ = await database.write(lambda uow: uow.conversations.get(meet(uow, "b").id))
    assert ["revision"] == [frame.flow for frame in state.frames]


async def test_the_leading_process_does_so(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all else that is swept once a day."""
    await database.write(file_and_begin)
    monkeypatch.setattr(housekeeping, "EVERY_SECONDS", 0.01)
    keeping = asyncio.create_task(housekeeping.keep_house(database, lambda: NOON + KEPT + MOMENT))

    async def is_forgotten() -> bool:
        name, _, open_dialogues = await known(database)
        return (ANONYMOUS, [0, 0]) == (name, open_dialogues)

    await settled(is_forgotten)
    keeping.cancel()
