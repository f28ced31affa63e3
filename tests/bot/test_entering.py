"""Filing for somebody else: whose it is then, with an account or without."""

from datetime import timedelta

import pytest

from bot.carry_out import Desk
from bot.channels.protocol import Incoming
from bot.facts import FactLoader
from conversations.domain import Consent, Entered
from conversations.effects import FileSubmission
from conversations.events import MessageEdited
from conversations.facts import Needs
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
