"""Codes that join accounts, on both databases: used once, undone exactly, and what is left of a guest."""

from datetime import timedelta

from msgspec.structs import replace
from sqlalchemy import select

from conversations.domain import Consent, Entered
from conversations.state import State
from storage import tables
from storage.database import Database
from storage.errors import CodeTaken
from storage.repositories.joins import StoredJoin
from storage.unit_of_work import UnitOfWork
from tests.storage.world import CAMPAIGN, DAY, NOON, initiative, meet, plant

FIRST, SECOND, FILED = "K7M2P9QQ", "K7M2P9RR", "A7K29QXM"
LATER = NOON + timedelta(minutes=15)


def host_and_guest(uow: UnitOfWork) -> tuple[int, int]:
    """Two people; the first has made a code."""
    host, guest = meet(uow, "host").id, meet(uow, "guest").id
    uow.joins.offer(FIRST, host, "telegram", NOON, LATER)
    return host, guest


async def test_one_open_code_a_person(database: Database) -> None:
    """A new one ends the one before; what is taken already is refused."""

    def work(uow: UnitOfWork) -> tuple[bool, bool]:
        host, guest = host_and_guest(uow)
        uow.joins.offer(SECOND, host, "telegram", NOON, LATER)
        try:
            uow.joins.offer(SECOND, guest, "web", NOON, LATER)
        except CodeTaken:
            return uow.joins.find(FIRST) is None, uow.joins.find(SECOND) is not None
        raise AssertionError

    assert (True, True) == await database.write(work)


async def test_joined_once_and_parted_exactly(database: Database) -> None:
    """Accounts, initiatives and the number go over and come back; of two guests the first wins; codes of a guest end."""

    def work(uow: UnitOfWork) -> None:
        host, guest = host_and_guest(uow)
        late = meet(uow, "late").id
        uow.submissions.add(initiative(FILED, meet(uow, "guest"), plant(uow)), CAMPAIGN.code, DAY)
        uow.people.remember_identity(guest, "004185000123")
        uow.joins.offer(SECOND, guest, "telegram", NOON, LATER)
        assert uow.joins.join(FIRST, host, "telegram", NOON) is None, "nobody joins themselves"
        assert uow.joins.join(FIRST, guest, "telegram", LATER) is None, "it has run out"
        assert uow.joins.join(FIRST, guest, "telegram", NOON) == host
        assert uow.joins.join(FIRST, late, "telegram", NOON) is None
        assert uow.joins.find(SECOND) is None
        assert [host, host] == [meet(uow, "guest").id, uow.submissions.of_author(host, 9)[0].author_id]
        last = uow.joins.last(host, NOON - timedelta(seconds=1))
        assert isinstance(last, StoredJoin)
        assert [True, False] == [uow.joins.undo(last, NOON, host) for _ in range(2)]
        assert [guest, guest] == [meet(uow, "guest").id, uow.submissions.of_author(guest, 9)[0].author_id]
        assert meet(uow, "host").identity_hash is None
        assert meet(uow, "guest").identity_hash is not None

    await database.write(work)


async def test_what_is_left_beneath(database: Database) -> None:
    """The guest's dialogue waits for the hour, then goes; that of who has an account stays."""

    def work(uow: UnitOfWork) -> list[list[int]]:
        people = host_and_guest(uow)
        for person in people:
            uow.conversations.put(person, State(serial=1), 0, NOON)
        uow.joins.join(FIRST, people[1], "telegram", NOON)
        left = []
        for before in (NOON, NOON + timedelta(seconds=1)):
            uow.joins.forget_before(NOON, before)
            rows = uow.connection.execute(select(tables.conversations.c.person_id)).scalars()
            left.append(sorted(people.index(person) for person in rows))
        return left

    assert [[0, 1], [0]] == await database.write(work)


async def test_what_was_asked_for_together(database: Database) -> None:
    """A deletion that was asked for while they were one is owed to both afterwards."""

    def work(uow: UnitOfWork) -> list[bool]:
        host, guest = host_and_guest(uow)
        uow.erasures.open(host, NOON, DAY)
        uow.erasures.share(host, guest)
        uow.erasures.share(host, guest)
        return [uow.erasures.is_open(person) for person in (host, guest)]

    assert [True, True] == await database.write(work)


async def test_what_was_entered_for_others_comes_along(database: Database) -> None:
    """And goes back."""

    def work(uow: UnitOfWork) -> list[bool]:
        host, guest = host_and_guest(uow)
        entered = Entered(guest, "Trần Thị B", Consent.LIST)
        filed = replace(initiative(FILED, meet(uow, "author"), plant(uow)), entered=entered)
        uow.submissions.add(filed, CAMPAIGN.code, DAY)
        uow.joins.join(FIRST, guest, "telegram", NOON)
        seen = [uow.submissions.get(FILED)]
        last = uow.joins.last(host, NOON - timedelta(seconds=1))
        assert last is not None
        uow.joins.undo(last, NOON, host)
        seen.append(uow.submissions.get(FILED))
        by = [one.entered.by_id for one in seen if one is not None and one.entered is not None]
        return [one == person for one, person in zip(by, (host, guest), strict=True)]

    assert [True, True] == await database.write(work)
