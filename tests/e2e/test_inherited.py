"""What a killed process had claimed: a new start goes on soon where nobody else runs, and waits where somebody does."""

from datetime import timedelta
from pathlib import Path

from bot.app import open_site
from bot.claims import GRACE
from bot.messages import to_dict
from conversations.effects import Say
from storage.database import open_database
from storage.leadership import presence_at
from storage.migrations import head_revision
from storage.repositories.outbox_claim import Room
from storage.repositories.outbox_order import REPLY
from storage.repositories.rate_limits import UNLIMITED
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.builders import NOON
from tests.program import KEY
from tests.site import Clock, settings_for
from tests.telegram_api import FakeTelegram

LEASE = 15.0  # seconds: nobody waits that long here


def claim(uow: UnitOfWork) -> None:
    """Owe a reply and claim it, as a process does that is killed then."""
    uow.people.identify("telegram", "10", "10", NOON)
    uow.outbox.add("telegram", "10", to_dict(Say("group-chat")), REPLY, NOON)
    assert uow.outbox.claim({"telegram": UNLIMITED}, NOON, Room(9, 9), LEASE, "gone")


async def leave_behind(url: str) -> None:
    """What is in the database when the next program starts: a claim that would last for a while."""
    database = await open_database(url, Vault([KEY]))
    await database.write(claim)
    await database.close()


async def test_who_is_alone_goes_on_soon(api: FakeTelegram, database_url: str, tmp_path: Path) -> None:
    """Not before what the platform brings again may have answered it; and the message counts as one that may have arrived."""
    await leave_behind(database_url)
    chat, clock = api.chat(10), Clock()
    async with open_site(settings_for(database_url, tmp_path, telegram_api_url=api.url), clock) as site:
        claimed_until = await site.database.read(lambda uow: uow.outbox.next_due(NOON))
        assert claimed_until is not None
        assert claimed_until - GRACE >= NOON
        clock.set(claimed_until)
        await api.until(lambda: bool(chat.shown))
        doubtful = await site.database.read(lambda uow: uow.outbox.doubtful(9))
    assert [("10", 1)] == [(one.chat, one.attempts) for one in doubtful]


async def test_who_has_company_waits(api: FakeTelegram, postgres_url: str, tmp_path: Path) -> None:
    """Another program may be sending it."""
    await leave_behind(postgres_url)
    other = presence_at(postgres_url, head_revision())
    await other.enter()
    async with open_site(settings_for(postgres_url, tmp_path, telegram_api_url=api.url), Clock()) as site:
        assert NOON + timedelta(seconds=LEASE) == await site.database.read(lambda uow: uow.outbox.next_due(NOON))
    await other.leave()
    assert not api.called("sendMessage")
