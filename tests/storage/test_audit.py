"""The trail grows and never changes."""

import pytest
from sqlalchemy import Delete, Update, delete, text, update

from storage import tables
from storage.database import Database, open_database
from storage.errors import DatabaseRefused, Unsealable
from storage.repositories.audit import AuditRow
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import LATER, NOON, meet


def record(uow: UnitOfWork) -> None:
    """Two rows about one subject, one about another."""
    person = meet(uow, "a")
    uow.audit.add(NOON, person.id, "filed", "submission:A", {"to": "submitted", "phone": "0912345678"})
    uow.audit.add(LATER, None, "seen", "submission:A")
    uow.audit.add(NOON, person.id, "filed", "submission:B", {"to": "submitted", "phone": "0987654321"})


async def test_rows_come_back_in_order(database: Database) -> None:
    """Everything that happened to a subject, oldest first, with its details."""
    await database.write(record)
    first = AuditRow(NOON, 1, "filed", "submission:A", {"to": "submitted", "phone": "0912345678"})
    expected = [first, AuditRow(LATER, None, "seen", "submission:A", {})]
    assert await database.read(lambda uow: uow.audit.of("submission:A")) == expected


FORGERIES = {
    "another action": update(tables.audit).values(action="nothing"),
    "another actor": update(tables.audit).values(actor_id=None),
    "another time": update(tables.audit).values(at=LATER),
    "another subject": update(tables.audit).values(subject="submission:C"),
    "other details": update(tables.audit).values(details=b"x" * 40),
    "no details": update(tables.audit).values(details=None),
    "the same again": update(tables.audit).values(action=tables.audit.c.action),
    "gone": delete(tables.audit),
    "one gone": delete(tables.audit).where(tables.audit.c.id == 2),
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
async def test_the_trail_refuses_changes(database: Database, forgery: Update | Delete) -> None:
    """The database itself refuses to change or delete a row, whoever asks."""
    await database.write(record)
    before = await database.read(lambda uow: uow.audit.of("submission:A"))
    with pytest.raises(DatabaseRefused):
        await database.write(lambda uow: uow.connection.execute(forgery))
    assert await database.read(lambda uow: uow.audit.of("submission:A")) == before


async def test_details_cannot_change_places(database: Database) -> None:
    """Details that were copied to another row do not open there."""

    def move(uow: UnitOfWork) -> None:
        record(uow)
        sealed = uow.connection.execute(tables.audit.select().order_by(tables.audit.c.id)).first()
        assert sealed is not None
        uow.connection.execute(
            tables.audit.insert().values(at=NOON, actor_id=None, action="filed", subject="x", details=sealed.details)
        )
        uow.audit.of("x")

    with pytest.raises(Unsealable):
        await database.write(move)


async def test_postgres_refuses_truncate(postgres_url: str, vault: Vault) -> None:
    """PostgreSQL's way around row triggers is shut too."""
    database = await open_database(postgres_url, vault)
    await database.write(record)
    with pytest.raises(DatabaseRefused):
        await database.write(lambda uow: uow.connection.execute(text("TRUNCATE audit")))
    await database.close()
