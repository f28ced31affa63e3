"""Files that people send, as rows: claimed by one at a time, kept for their sender alone, pages that work once."""

import asyncio
from datetime import timedelta

from storage.database import Database, open_database
from storage.repositories.fetches import Fetch, NewFetch
from storage.repositories.upload_links import UploadFor
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import LATER, NOON, meet

SECOND = timedelta(seconds=1)


def ask(uow: UnitOfWork, *file_ids: str) -> int:
    """Somebody's files are to be fetched. Returns: the person."""
    person = meet(uow, "a")
    for file_id in file_ids:
        file = {"ref": f"ref-{file_id}", "name": "danh sách.xlsx"}
        uow.fetches.add(NewFetch(file_id, person.id, "telegram", "a", "chat-a", "telegram", "units", file), NOON)
    return person.id


async def test_one_holds_a_file_at_a_time(database: Database) -> None:
    """A claim lapses by itself and counts as an attempt; who lost it changes nothing any more."""
    person_id = await database.write(lambda uow: ask(uow, "f1"))
    [first] = await database.write(lambda uow: uow.fetches.claim(NOON, 20, "one", 4))
    file = {"ref": "ref-f1", "name": "danh sách.xlsx"}
    assert Fetch("f1", person_id, "telegram", "a", "chat-a", "telegram", "units", file, 1, NOON) == first
    await database.write(lambda uow: uow.fetches.renew(["f1"], NOON + 10 * SECOND, 20, "one"))
    assert [] == await database.write(lambda uow: uow.fetches.claim(NOON + 29 * SECOND, 20, "two", 4))
    [again] = await database.write(lambda uow: uow.fetches.claim(NOON + 30 * SECOND, 20, "two", 4))
    assert 2 == again.attempts
    await database.write(lambda uow: uow.fetches.put_off("f1", LATER, "one"))
    await database.write(lambda uow: uow.fetches.put_off("f1", NOON + 40 * SECOND, "two"))
    assert [] == await database.write(lambda uow: uow.fetches.claim(NOON + 39 * SECOND, 20, "one", 4))
    assert 1 == len(await database.write(lambda uow: uow.fetches.claim(NOON + 40 * SECOND, 20, "one", 4)))
    assert [True, False] == [await database.write(lambda uow: uow.fetches.done("f1", LATER)) for _ in range(2)]
    assert 0 == await database.read(lambda uow: uow.fetches.open_of(person_id))
    assert [] == await database.write(lambda uow: uow.fetches.claim(LATER + timedelta(days=1), 20, "one", 4))
    assert 0 == await database.write(lambda uow: uow.fetches.forget_before(LATER))
    assert 1 == await database.write(lambda uow: uow.fetches.forget_before(LATER + SECOND))


async def test_processes_that_claim_at_once(database: Database, database_url: str, vault: Vault) -> None:
    """Every file goes to exactly one of them."""
    ids = [f"f{number:02}" for number in range(12)]
    await database.write(lambda uow: ask(uow, *ids))
    other = await open_database(database_url, vault)
    try:
        claims = [
            (database if number % 2 else other).write(lambda uow: uow.fetches.claim(NOON, 20, "x", 3))
            for number in range(8)
        ]
        taken = [one.file_id for claim in await asyncio.gather(*claims) for one in claim]
    finally:
        await other.close()
    taken += [one.file_id for one in await database.write(lambda uow: uow.fetches.claim(NOON, 20, "x", 12))]
    assert ids == sorted(taken)


async def test_what_is_kept_is_its_senders(database: Database) -> None:
    """Until it expires or is dropped; reading the file again replaces it."""

    def keep(uow: UnitOfWork) -> tuple[int, int]:
        sender, other = meet(uow, "a").id, meet(uow, "b").id
        for content in (b"first", b"second"):
            uow.received_files.keep("f1", sender, "units", content, LATER)
        return sender, other

    sender, other = await database.write(keep)
    found = await database.read(
        lambda uow: [
            uow.received_files.get("f1", who, at) for who, at in ((sender, NOON), (other, NOON), (sender, LATER))
        ]
    )
    assert [b"second", None, None] == found
    assert [True, False] == [await database.write(lambda uow: uow.received_files.drop("f1")) for _ in range(2)]
    await database.write(keep)
    assert 0 == await database.write(lambda uow: uow.received_files.forget_before(NOON))
    assert 1 == await database.write(lambda uow: uow.received_files.forget_before(LATER))


async def test_a_page_takes_one_file(database: Database) -> None:
    """Looking does not use it up; of two that use it at once one wins; its time ends."""
    token = b"1" * 32

    def add(uow: UnitOfWork) -> UploadFor:
        upload = UploadFor(meet(uow, "a").id, "zalo-bot", "a", "chat-a", "units")
        uow.upload_links.add(token, upload, LATER)
        uow.upload_links.add(b"2" * 32, upload, LATER)
        return upload

    upload = await database.write(add)
    assert [upload, upload] == [await database.read(lambda uow: uow.upload_links.find(token, NOON)) for _ in range(2)]
    assert await database.read(lambda uow: uow.upload_links.find(token, LATER)) is None
    used = await asyncio.gather(*(database.write(lambda uow: uow.upload_links.use(token, NOON)) for _ in range(3)))
    assert [upload] == [one for one in used if one is not None]
    assert await database.read(lambda uow: uow.upload_links.find(token, NOON)) is None
    assert await database.write(lambda uow: uow.upload_links.use(b"2" * 32, LATER)) is None
    assert 2 == await database.write(lambda uow: uow.upload_links.forget_before(LATER))
