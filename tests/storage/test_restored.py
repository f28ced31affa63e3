"""What is looked at after a restore: each flaw is found, and a sound database has none."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import update

from conversations import codes
from storage import tables
from storage.database import Database, run_in_transaction
from storage.restored import Flaw, Found, flaws
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import CAMPAIGN, DAY, NOON, initiative, meet, plant

CODE = "A7K29QXQ"
OTHER = Vault(["quite another secret"])


@pytest.fixture
async def sound(database: Database) -> Database:
    """A database with an initiative, a draft and a message."""

    def live(uow: UnitOfWork) -> None:
        author, ids = meet(uow, "a"), plant(uow)
        uow.submissions.add(initiative(CODE, author, ids), CAMPAIGN.code, DAY)
        uow.outbox.add("web", "c", {"text": "x"}, 0, NOON)

    await database.write(live)
    return database


def set_phone(phone: bytes) -> Callable[[UnitOfWork], object]:
    """Put other bytes in the place of a sealed phone."""
    return lambda uow: uow.connection.execute(update(tables.submissions).values(phone=phone))


def forge_code(uow: UnitOfWork) -> None:
    """A code with a wrong check symbol, known to the trail."""
    uow.connection.execute(update(tables.submissions).values(code="A7K29QX2"))
    uow.audit.add(NOON, None, "filed", "submission:A7K29QX2")


FLAWS: dict[str, tuple[Callable[[UnitOfWork, Vault], object], list[Found]]] = {
    "nothing": (lambda uow, vault: None, []),
    "another key": (lambda uow, vault: set_phone(OTHER.seal(b"1", "submissions.phone"))(uow), [Found(Flaw.KEY, Vault.name_of(OTHER.prefix))]),
    "a changed value": (lambda uow, vault: set_phone(vault.seal(b"1", "elsewhere"))(uow), [Found(Flaw.SEAL, "submissions")]),
    "no trail": (lambda uow, vault: uow.connection.execute(update(tables.submissions).values(code="2222222" + codes.with_check("2222222")[-1])), [Found(Flaw.TRAIL, "1")]),
    "a wrong code": (lambda uow, vault: forge_code(uow), [Found(Flaw.CODE, "1")]),
}  # fmt: skip


@pytest.mark.parametrize(("harm", "expected"), FLAWS.values(), ids=FLAWS)
async def test_flaws(
    sound: Database, vault: Vault, harm: Callable[[UnitOfWork, Vault], object], expected: list[Found]
) -> None:
    """Each kind by itself, and nothing else."""
    await sound.write(lambda uow: harm(uow, vault))
    assert expected == await sound.read(lambda uow: list(flaws(uow)))


async def test_a_sequence_that_lags(sound: Database, database_url: str) -> None:
    """PostgreSQL would give a number again; SQLite takes the highest anyway."""
    await sound.write(lambda uow: uow.connection.execute(tables.people.insert().values(id=70, created_at=NOON)))
    expected = [] if database_url.startswith("sqlite") else [Found(Flaw.SEQUENCE, "people")]
    assert expected == await sound.read(lambda uow: list(flaws(uow)))


async def test_a_reference_into_nothing(sound: Database, database_url: str) -> None:
    """SQLite finds the row; PostgreSQL finds a constraint that was never checked."""
    orphan = """
        INSERT INTO identities (id, channel, user_key, chat, person_id, is_reachable, last_seen_at)
        SELECT 9, 'web', 'x', 'x', 999, is_reachable, last_seen_at FROM identities LIMIT 1
    """
    statements = [orphan]
    if database_url.startswith("postgres"):
        name = "fk_identities_person_id"
        statements = [
            f"ALTER TABLE identities DROP CONSTRAINT {name}", *statements,
            f"ALTER TABLE identities ADD CONSTRAINT {name} FOREIGN KEY (person_id) REFERENCES people (id) NOT VALID",
        ]  # fmt: skip
    await asyncio.to_thread(run_in_transaction, database_url, lambda connection: [connection.exec_driver_sql(one) for one in statements])
    found = {one.flaw for one in await sound.read(lambda uow: list(flaws(uow)))}
    assert (Flaw.REFERENCES if database_url.startswith("sqlite") else Flaw.CONSTRAINTS) in found
