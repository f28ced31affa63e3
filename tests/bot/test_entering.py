"""Filing for somebody else: whose it is then, with an account or without."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import update

from bot.carry_out import Desk
from bot.channels.protocol import Incoming
from bot.facts import FactLoader
from conversations.domain import Consent, Decision, Entered
from conversations.effects import FileSubmission, Resubmit
from conversations.entering import ENTRY_LIFE, EntryState, KeepEntry
from conversations.events import MessageEdited
from conversations.facts import Needs
from storage import tables
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.builders import CATALOGUE
from tests.storage.world import ANSWERS, CAMPAIGN, NOON, initiative, meet, plant

NUMBER = ANSWERS["id_number"]
CODES = ("A7K29QXM", "B7K29QXM")


def desk(uow: UnitOfWork, user: str) -> Desk:
    """The turn of somebody."""
    person = meet(uow, user)
    incoming = Incoming("telegram", "1", user, f"chat-{user}", MessageEdited(NOON))
    facts = FactLoader(CATALOGUE.phrase).load(uow, person, Needs(), NOON)
    return Desk(uow, incoming, person, facts, NOON)


def authors(uow: UnitOfWork) -> list[int]:
    """Whose the two are."""
    return [filed.author_id for code in CODES if (filed := uow.submissions.get(code)) is not None]


def enter(uow: UnitOfWork, consent: Consent) -> list[int]:
    """The helper has entered two initiatives of one colleague. Returns: whose they are."""
    helper, ids = meet(uow, "helper"), plant(uow)
    uow.campaigns.put(CAMPAIGN)
    entered = Entered(helper.id, "Trần Thị B", consent)
    user = "author" if consent is Consent.ACCOUNT else "helper"
    filings = (initiative(code, helper, ids) for code in CODES)
    desk(uow, user).carry_out(FileSubmission(f.code, f.organisation_id, f.answers, entered) for f in filings)
    return authors(uow)


@pytest.mark.parametrize("consent", [Consent.SIGNATURE, Consent.LIST])
async def test_for_somebody_without_account(database: Database, consent: Consent) -> None:
    """Both are one person's, who is nobody that writes to us, and the helper's own number stays unknown."""

    def work(uow: UnitOfWork) -> None:
        first, second = enter(uow, consent)
        assert first == second != meet(uow, "helper").id
        assert uow.people.addresses((first,)) == {}
        assert meet(uow, "helper").identity_hash is None

    await database.write(work)


async def test_for_somebody_known(database: Database) -> None:
    """Whoever filed with that number before is the author."""

    def work(uow: UnitOfWork) -> None:
        author = meet(uow, "author").id
        uow.people.remember_identity(author, NUMBER)
        assert [author, author] == enter(uow, Consent.SIGNATURE)

    await database.write(work)


async def test_confirmed_on_the_own_phone(database: Database) -> None:
    """The author is who confirms, and has the number from then on."""

    def work(uow: UnitOfWork) -> None:
        mine = enter(uow, Consent.ACCOUNT)
        assert [meet(uow, "author").id] * 2 == mine
        assert uow.people.with_account(NUMBER) == mine[0]

    await database.write(work)


async def test_nobody_without_account_decides_or_is_told(database: Database) -> None:
    """Deciders are looked for as ever; the submission is the helper's to decide, being somebody else's."""

    def work(uow: UnitOfWork) -> None:
        enter(uow, Consent.LIST)
        helper = meet(uow, "helper")
        (subject,) = uow.subjects.named((CODES[0],), helper.id, helper.identity_hash)
        assert not subject.is_own
        later = NOON + timedelta(days=1)
        uow.people.remember_identity(helper.id, NUMBER)
        helper = uow.people.identify("telegram", "helper", "chat-helper", later)
        (subject,) = uow.subjects.named((CODES[0],), helper.id, helper.identity_hash)
        assert subject.is_own, "with that number it is"

    await database.write(work)


async def test_who_speaks_for_an_author_without_account(database: Database) -> None:
    """Who entered what was signed hears of it and hands it in again; with an account the author does."""

    def work(uow: UnitOfWork) -> None:
        enter(uow, Consent.SIGNATURE)
        helper, (code, _) = meet(uow, "helper"), CODES
        (subject,) = uow.subjects.named((code,), helper.id, None)
        assert (True, helper.id) == (subject.acts_for_author, uow.subjects.speaker(subject.submission))
        (seen,) = uow.subjects.named((code,), meet(uow, "other").id, None)
        assert not seen.acts_for_author
        uow.submissions.decide(code, 1, Decision.REQUEST_CHANGES, by_id=1, by_name="B", at=NOON, reason="x", asked=("title",))
        desk(uow, "helper").carry_out([Resubmit(code, 2, {"title": "Máy tẽ ngô"})])
        assert [helper.id] == [deed.actor_id for deed in uow.audit.of(f"submission:{code}") if deed.action == "resubmitted"]
        author = uow.people.identify("telegram", "author", "chat-author", NOON)
        moved = update(tables.identities).where(tables.identities.c.person_id == author.id)
        uow.connection.execute(moved.values(person_id=subject.submission.author_id))
        (now,) = uow.subjects.named((code,), helper.id, None)
        assert (False, subject.submission.author_id) == (now.acts_for_author, uow.subjects.speaker(now.submission))

    await database.write(work)


async def test_lists_of_the_union_speak_for_nobody(database: Database) -> None:
    """Whoever took hundreds over from a list is not told of each decision."""

    def work(uow: UnitOfWork) -> None:
        enter(uow, Consent.LIST)
        (subject,) = uow.subjects.named(CODES[:1], meet(uow, "helper").id, None)
        assert (False, subject.submission.author_id) == (subject.acts_for_author, uow.subjects.speaker(subject.submission))

    await database.write(work)


# -- whom an entry asks ------------------------------------------------------------------------------------------
def ask(uow: UnitOfWork, code: str, helper: str, at: datetime = NOON) -> bool:
    """A helper keeps an entry. Returns: whether the author's account was asked."""
    turn = replace(desk(uow, helper), at=at)
    turn.carry_out([KeepEntry(code, "Trần Thị B", initiative(code, meet(uow, helper), nodes(uow)).answers, at + ENTRY_LIFE)])
    kept = uow.entries.find(code)
    assert kept is not None
    return kept.asked_id is not None


def nodes(uow: UnitOfWork) -> dict[str, int]:
    """The tree's ids by code."""
    return {one.code: one.id for one in uow.organisations.all()}


def prepare(uow: UnitOfWork) -> int:
    """A campaign, a tree, and an author who has filed. Returns: the author."""
    plant(uow)
    uow.campaigns.put(CAMPAIGN)
    author = meet(uow, "author").id
    uow.people.remember_identity(author, NUMBER)
    return author


async def test_nobody_is_bothered(database: Database) -> None:
    """Three questions a day, whoever asks; none after a no to that helper."""

    def work(uow: UnitOfWork) -> None:
        author = prepare(uow)
        assert [True, True, True, False] == [ask(uow, f"CODE000{n}", f"helper-{n}") for n in range(4)]
        assert ask(uow, "CODE0004", "helper-0", NOON + timedelta(days=1, seconds=1))
        uow.entries.close("CODE0004", EntryState.REFUSED, author, NOON)
        assert [False, True] == [ask(uow, f"CODE100{n}", f"helper-{n}", NOON + timedelta(days=3)) for n in range(2)]
        assert not ask(uow, "CODE2000", "author", NOON + timedelta(days=9)), "nobody asks themselves"
        loader = FactLoader(CATALOGUE.phrase)
        for helper, is_unwanted in (("helper-0", True), ("helper-1", False)):
            code = f"CODE100{helper[-1]}"
            known = loader.load(uow, meet(uow, helper), Needs(link=code, open_entries=(code,)), NOON + timedelta(days=3))
            assert known.entry is not None
            assert is_unwanted is known.entry.is_unwanted

    await database.write(work)


async def test_a_helper_asks_so_many_an_hour(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond that only the code is left."""
    monkeypatch.setattr("bot.entry_desk.MOST_ASKED", 2)

    def work(uow: UnitOfWork) -> None:
        prepare(uow)
        assert [True, True, False] == [ask(uow, f"CODE000{n}", "helper") for n in range(3)]
        assert ask(uow, "CODE0009", "helper", NOON + timedelta(hours=25))

    await database.write(work)


async def test_a_number_that_two_claim(database: Database) -> None:
    """Asks neither: one of them may be somebody who only knows it."""

    def work(uow: UnitOfWork) -> None:
        prepare(uow)
        uow.people.remember_identity(meet(uow, "another").id, NUMBER)
        assert not ask(uow, "CODE0001", "helper")

    await database.write(work)
