"""Nothing is kept longer than the notice says: drafts for 30 days after the close, authors for 24 months."""

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot import housekeeping
from bot.erasing import DRAFTS_KEPT, KEPT, carry_out, forget_authors, forget_drafts
from bot.messages import Replace, to_dict
from conversations.codes import shown, with_check
from conversations.domain import ANONYMOUS, Grant, Role
from conversations.effects import Say
from conversations.state import Frame, State
from storage import tables
from storage.database import Database
from storage.errors import DatabaseRefused
from storage.repositories.anonymity import Anonymity
from storage.repositories.erasures import Erasures
from storage.repositories.outbox import CONTENT_LABEL
from storage.sealed_json import open_json
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


async def test_one_at_fault_stops_nobody(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be made anonymous is left; what is in the same transaction is not, nor are drafts."""
    await database.write(file_and_begin)
    codes = [with_check(f"A7K29Q{sign}") for sign in "ABCDE"]

    def file(uow: UnitOfWork) -> None:
        ids = {node.code: node.id for node in uow.organisations.all()}
        for code in codes:
            uow.submissions.add(initiative(code, meet(uow, code), ids), CAMPAIGN.code, DAY)

    await database.write(file)
    anonymise = Anonymity.anonymise

    def refuse(self: Anonymity, codes: Collection[str], at: datetime, *, keeps_words: bool) -> int:
        if CODE in codes:
            raise DatabaseRefused("trigger")
        return anonymise(self, codes, at, keeps_words=keeps_words)

    monkeypatch.setattr(Anonymity, "anonymise", refuse)
    assert 5 == await forget_authors(database, NOON + KEPT + MOMENT)
    assert ANSWERS["full_name"] == (await known(database))[0]


async def test_a_card_that_was_asked_for(database: Database) -> None:
    """Is replaced where it stands, once; what was given up says nothing of it any more when it is tried again."""
    await database.write(file_and_begin)
    card = Say("decision-card", {"code": shown(CODE), "lines": (ANSWERS["full_name"],), "status": "x"})

    def ask(uow: UnitOfWork) -> list[int]:
        executive = uow.people.identify("telegram", "e", "e", NOON)
        union = {node.code: node.id for node in uow.organisations.all()}["04.045.mn"]
        uow.grants.add(executive.id, Grant(Role.EXECUTIVE, union), None, NOON)
        shown_to = [uow.outbox.add("telegram", "e", to_dict(content), 0, NOON) for content in (card, Say("menu"), Replace(1, card))]
        for number in shown_to[:2]:
            uow.outbox.sent(number, str(number), NOON)
        uow.outbox.failed(shown_to[2], "gone")
        uow.erasures.open(meet(uow, "a").id, NOON, DAY)
        return shown_to

    asked = await database.write(ask)
    assert (CODE,) == await database.write(lambda uow: carry_out(uow, meet(uow, "a").id, NOON))
    rows = await database.read(lambda uow: uow.connection.execute(select(tables.outbox)).all())
    vault = await database.read(lambda uow: uow.vault)
    contents = {row.id: open_json(vault, row.content, CONTENT_LABEL) for row in rows if row.chat == "e"}
    assert "card-erased" == contents[asked[0]]["key"] == contents[asked[2]]["key"]
    assert "menu" == contents[asked[1]]["key"]
    owed = [content["outbox_id"] for number, content in contents.items() if number not in asked]
    assert [asked[0]] == owed
    assert not any(ANSWERS["full_name"] in str(content) for content in contents.values())


async def test_who_closes_at_the_same_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """And is faster has decided: nothing is deleted."""
    await database.write(file_and_begin)
    author = await database.write(lambda uow: meet(uow, "a").id)
    monkeypatch.setattr(Erasures, "open_since", lambda *_: NOON)  # as it was read a moment before
    assert await database.write(lambda uow: carry_out(uow, author, NOON)) is None
    assert ANSWERS["full_name"] == (await known(database))[0]


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
