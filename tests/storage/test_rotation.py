"""Key rotation: afterwards the new key opens everything, and everybody is still recognised."""

import pytest
from sqlalchemy import select

from conversations.domain import Role
from conversations.state import State
from storage import tables
from storage.database import Database, open_database
from storage.errors import Unsealable
from storage.repositories.outbox_claim import Room
from storage.repositories.rate_limits import Limits
from storage.repositories.set_aside import UPDATE_LABEL
from storage.repositories.web import WebFile
from storage.repositories.zalo_tokens import Pair
from storage.rotation import agree_on_key, opens_what_is_stored, rekey
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import ANSWERS, CAMPAIGN, DAY, LATER, NOON, SECRET, appoint, initiative, meet, plant

OLD, NEW = "the old secret", "the new secret"
STATE = State(serial=4, profile={"phone": "0912345678"})
FILE = WebFile("x", "text/plain", b"x")


def live(uow: UnitOfWork) -> None:
    """A row in every table that holds something sealed."""
    author, ids = meet(uow, "a"), plant(uow)
    uow.conversations.put(author.id, STATE, 0, NOON)
    for code in ("AAAA2222", "BBBB2222"):
        uow.submissions.add(initiative(code, author, ids), CAMPAIGN.code, DAY)
    uow.people.remember_identity(author.id, ANSWERS["id_number"])
    uow.outbox.add("web", "c", {"text": "x"}, 0, NOON)
    uow.set_aside.add("web", "k", b"x", received_at=NOON, at=NOON, error="E", place="")
    uow.web.create("c", NOON)
    uow.web.add_out("c", {"text": "x"}, NOON)
    uow.web.add_file(b"1" * 32, FILE, LATER)
    uow.zalo_tokens.store("3886", Pair("a", "r", LATER, LATER), NOON, "login")


def kept_aside(uow: UnitOfWork) -> bytes:
    """The update that was set aside."""
    sealed = uow.connection.execute(select(tables.set_aside.c["update"])).scalar_one()
    return uow.vault.open(sealed, UPDATE_LABEL)


def seen(uow: UnitOfWork) -> list[object]:
    """Everything that `live` stored, as it is read."""
    author = meet(uow, "a")
    file = uow.web.get_file(b"1" * 32, NOON)
    return [
        uow.conversations.get(author.id), uow.submissions.of_author(author.id, 9), uow.audit.of("submission:AAAA2222"),
        [owed.content for owed in uow.outbox.claim({"web": Limits()}, NOON, Room(9, 9), 0)], uow.web.after("c", 0, 0, 9), file, kept_aside(uow), uow.zalo_tokens.get("3886"),
    ]  # fmt: skip


async def test_the_new_key_opens_everything(database_url: str) -> None:
    """In batches, and repeatable: after rotation the old secret can go, and nothing else has changed."""
    old = await open_database(database_url, Vault([OLD]))
    await old.write(live)
    before = await old.write(seen)
    await old.close()

    rotating = await open_database(database_url, Vault([NEW, OLD]))
    assert await rotating.write(seen) == before
    counts = [await rotating.write(lambda uow: rekey(uow, 3)) for _ in range(5)]
    assert await rotating.write(seen) == before
    await rotating.close()

    new = await open_database(database_url, Vault([NEW]))
    assert await new.write(seen) == before
    assert await new.write(lambda uow: rekey(uow, 3)) == 0
    await new.close()
    assert counts == [3, 3, 3, 2, 0]  # two submissions and their two audit rows, a state, a message, one set aside, a web message, a file, tokens and their audit row


async def test_everybody_is_recognised_all_the_time(database_url: str) -> None:
    """Before, between and after: the author's second account stays barred from the own initiative."""
    old = await open_database(database_url, Vault([OLD]))

    def second_account(uow: UnitOfWork) -> None:
        live(uow)
        executive = appoint(uow, "second", Role.EXECUTIVE, plant(uow)["04.045.mn"])
        uow.people.remember_identity(executive.id, ANSWERS["id_number"])

    await old.write(second_account)
    await old.close()
    rotating = await open_database(database_url, Vault([NEW, OLD]))

    def owners(uow: UnitOfWork) -> list[object]:
        person = meet(uow, "second")
        subjects = uow.subjects.named(["AAAA", "BBBB"], person.id, person.identity_hash)
        grants = uow.grants.of(person.id)
        pending = uow.subjects.pending_for(person.id, person.identity_hash, grants, 9)
        return [[(s.is_own, s.has_executives) for s in subjects], pending.subjects]

    for _ in range(10):
        is_own = [own for own, _ in (await rotating.write(owners))[0]]  # type: ignore[attr-defined]
        assert is_own == [True, True]
        assert (await rotating.write(owners))[1] == ()
        await rotating.write(lambda uow: rekey(uow, 1))
    assert await rotating.write(owners) == [[(True, False), (True, False)], ()]
    hashes = await rotating.read(
        lambda uow: set(uow.connection.execute(select(tables.people.c.identity_hash)).scalars())
    )
    assert hashes == {Vault([NEW]).hash(ANSWERS["id_number"], "identity")}
    await rotating.close()


async def test_tampering_is_noticed(database_url: str) -> None:
    """A row that does not open any more is reported, not sealed again."""
    old = await open_database(database_url, Vault([OLD]))
    await old.write(live)
    column = tables.conversations.c.state
    damaged = await old.read(lambda uow: uow.connection.execute(select(column)).scalar_one()[:-1])
    await old.write(lambda uow: uow.connection.execute(tables.conversations.update().values(state=damaged)))
    await old.close()
    rotating = await open_database(database_url, Vault([NEW, OLD]))
    with pytest.raises(Unsealable):
        await rotating.write(lambda uow: rekey(uow, 99))
    await rotating.close()


async def test_one_key_is_no_rotation(database_url: str) -> None:
    """Without an older key there is nothing to do, and what no key opens is left alone."""
    old = await open_database(database_url, Vault([OLD]))
    await old.write(live)
    assert await old.write(lambda uow: rekey(uow, 99)) == 0
    await old.close()
    other = await open_database(database_url, Vault([NEW, "a third"]))
    assert await other.write(lambda uow: rekey(uow, 99)) == 0
    await other.close()


async def test_programs_agree_on_the_key(database: Database, database_url: str) -> None:
    """The first decides, even before anything is stored; a ring that holds its key may rotate, and then leads."""
    assert await database.write(agree_on_key)
    for ring, is_welcome in ((["another-secret-key"], False), (["new-secret-key-123", SECRET], True), ([SECRET], False)):
        program = await open_database(database_url, Vault(ring))
        found = [await program.read(opens_what_is_stored), await program.write(agree_on_key)]
        await program.close()
        assert [is_welcome] * 2 == found, ring


async def test_who_is_anonymous_stays_so(database_url: str) -> None:
    """What stands in place of the hash is kept, so that several of one author are still one author's."""
    old = await open_database(database_url, Vault([OLD]))
    await old.write(live)
    await old.write(lambda uow: uow.anonymity.anonymise(["AAAA2222", "BBBB2222"], LATER, keeps_words=True))
    before = await old.read(pseudonyms)
    await old.close()
    new = await open_database(database_url, Vault([NEW, OLD]))
    while await new.write(lambda uow: rekey(uow, 3)):
        pass
    assert (1, before) == (len(set(before)), await new.read(pseudonyms))
    filed = await new.read(lambda uow: uow.submissions.get("AAAA2222"))
    await new.close()
    assert filed is not None
    assert {"id_number", "phone"}.isdisjoint(filed.answers)


def pseudonyms(uow: UnitOfWork) -> list[bytes]:
    """In place of the hashes of identity numbers."""
    return list(uow.connection.execute(select(tables.submissions.c.identity_hash)).scalars())
