"""Persons behind accounts, and where they can be reached."""

from datetime import timedelta

from sqlalchemy import select, update

from storage import tables
from storage.database import Database
from storage.repositories.people import Address
from storage.unit_of_work import UnitOfWork
from tests.storage.world import NOON, meet


async def test_an_account_is_one_person(database: Database) -> None:
    """The same account is the same person, whatever the chat; another channel's account of that name is not."""

    def work(uow: UnitOfWork) -> list[tuple[int, bool]]:
        first = uow.people.identify("telegram", "7", "7", NOON)
        met = [
            uow.people.identify("telegram", "7", "group", NOON),
            uow.people.identify("web", "7", "7", NOON),
            uow.people.identify("telegram", "8", "7", NOON),
        ]
        return [(person.id - first.id, person.is_new) for person in met]

    assert await database.write(work) == [(0, False), (1, True), (2, True)]


async def test_the_last_chat_counts(database: Database) -> None:
    """A message goes to the chat that the person wrote from last."""

    def work(uow: UnitOfWork) -> Address | None:
        uow.people.identify("telegram", "7", "old", NOON)
        person = uow.people.identify("telegram", "7", "new", NOON)
        return uow.people.address(person.id)

    assert await database.write(work) == Address("telegram", "new")


async def test_who_is_gone_is_reachable_after_the_next_message(database: Database) -> None:
    """A blocked chat gets nothing until the person writes again."""

    def work(uow: UnitOfWork) -> list[Address | None]:
        person, seen = meet(uow, "a"), []
        for step in (lambda: uow.people.mark_gone("telegram", "chat-a"), lambda: meet(uow, "a")):
            step()
            seen.append(uow.people.address(person.id))
        return seen

    assert await database.write(work) == [None, Address("telegram", "chat-a")]


async def test_the_account_seen_last_is_written_to(database: Database) -> None:
    """Of a person's accounts the one that was used last gets the messages, as long as it is reachable."""

    def work(uow: UnitOfWork) -> list[dict[int, Address]]:
        person, other = meet(uow, "a"), meet(uow, "b")
        web = uow.people.identify("web", "w", "w", NOON + timedelta(hours=2))
        mine = update(tables.identities).where(tables.identities.c.person_id == web.id)
        uow.connection.execute(mine.values(person_id=person.id))
        both = uow.people.addresses([person.id, other.id, 4242])
        uow.people.mark_gone("web", "w")
        return [both, uow.people.addresses([person.id]), uow.people.addresses([])]

    telegram_a, telegram_b = Address("telegram", "chat-a"), Address("telegram", "chat-b")
    assert await database.write(work) == [{1: Address("web", "w"), 2: telegram_b}, {1: telegram_a}, {}]


async def test_last_seen_is_written_once_an_hour(database: Database) -> None:
    """A message costs no write of the account, unless an hour has passed."""
    column = tables.identities.c.last_seen_at

    def work(uow: UnitOfWork) -> list[float]:
        seen = []
        for minutes in (0, 59, 60, 61, 100):
            uow.people.identify("telegram", "a", "chat-a", NOON + timedelta(minutes=minutes))
            seen.append((uow.connection.execute(select(column)).scalar_one() - NOON) / timedelta(minutes=1))
        return seen

    assert await database.write(work) == [0, 0, 0, 61, 61]


async def test_an_identity_is_remembered_as_a_hash(database: Database) -> None:
    """What is kept of an identity number is its keyed hash; it comes with the person."""

    def work(uow: UnitOfWork) -> tuple[bytes | None, bytes | None]:
        person = meet(uow, "a")
        uow.people.remember_identity(person.id, "004085000123")
        return person.identity_hash, meet(uow, "a").identity_hash

    before, after = await database.write(work)
    expected = await database.read(lambda uow: uow.vault.hash("004085000123", "identity"))
    assert (before, after) == (None, expected)


async def test_consents_are_kept_in_order(database: Database) -> None:
    """Every answer to a notice stays, a refusal too."""

    def work(uow: UnitOfWork) -> list[tuple[str, bool, str]]:
        person = meet(uow, "a")
        uow.consents.add(person.id, "1:abc", False, "telegram", NOON)
        uow.consents.add(person.id, "1:abc", True, "web", NOON)
        return [(consent.version, consent.is_agreed, consent.channel) for consent in uow.consents.of(person.id)]

    assert await database.write(work) == [("1:abc", False, "telegram"), ("1:abc", True, "web")]


async def test_one_erasure_is_open_at_a_time(database: Database) -> None:
    """A second request while one is open is the same one; after it was closed there can be another."""

    def work(uow: UnitOfWork) -> list[object]:
        person, due = meet(uow, "a"), NOON.date() + timedelta(days=20)
        opened = [uow.erasures.open(person.id, NOON, due) for _ in range(2)]
        listed = [(erasure.person_id, erasure.due_on) for erasure in uow.erasures.listed()] == [(person.id, due)]
        closed = [uow.erasures.close(person.id, NOON) for _ in range(2)]
        return [opened, listed, closed, uow.erasures.is_open(person.id), uow.erasures.open(person.id, NOON, due)]

    assert await database.write(work) == [[True, False], True, [True, False], False, True]


NUMBER = "004085000123"


async def test_whom_something_is_filed_for(database: Database) -> None:
    """Somebody without account at first; then the account that filed with the number; two that claim it count as none."""

    def work(uow: UnitOfWork) -> None:
        first = uow.people.author(NUMBER, NOON)
        assert (first, None) == (uow.people.author(NUMBER, NOON), uow.people.with_account(NUMBER))
        assert uow.people.addresses((first,)) == {}
        mine = meet(uow, "a").id
        uow.people.remember_identity(mine, NUMBER)
        assert (mine, mine) == (uow.people.author(NUMBER, NOON), uow.people.with_account(NUMBER))
        uow.people.remember_identity(meet(uow, "b").id, NUMBER)
        assert (first, None) == (uow.people.author(NUMBER, NOON), uow.people.with_account(NUMBER))
        assert first != uow.people.author("004085000124", NOON)

    await database.write(work)
