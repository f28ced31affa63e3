"""Which index a database takes: what serves the whole country must not lead through it whoever asks for one CĐCS."""

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection, event, text

from conversations.domain import Grant, Role
from storage import queries
from storage.database import run_in_transaction
from storage.figures import Question
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import CAMPAIGN, NOON, meet, plant

WAITING = "ix_submissions_waiting"


def plans(connection: Connection, work: Callable[[], object]) -> list[str]:
    """How each statement of *work* is carried out, one text each; nothing is scanned that an index could serve."""
    said = []

    def listen(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        said.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", listen)
    work()
    event.remove(connection, "before_cursor_execute", listen)
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL enable_bitmapscan = off"))
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    rows = (connection.exec_driver_sql(f"{explain} {statement}", values).all() for statement, values in said)  # type: ignore[arg-type]
    return ["\n".join(str(row[-1]) for row in plan) for plan in rows]


def test_who_waits(database_url: str, vault: Vault) -> None:
    """The country's oldest are read from the index of what waits, those of a district, a CĐCS and a queue are not."""

    def look(connection: Connection) -> None:
        uow = UnitOfWork(connection, vault)
        ids = plant(uow)
        country, district, union = (Question(CAMPAIGN.code, (ids[code],)) for code in ("vn", "04.045", "04.045.mn"))
        assert any(WAITING in plan for plan in plans(connection, lambda: queries.waiting(connection, country)))
        grants = (Grant(Role.EXECUTIVE, ids["04.045.mn"]), Grant(Role.STAFF, ids["04.045"]))
        queues: tuple[Callable[[], object], ...] = (
            lambda: queries.waiting(connection, district),
            lambda: queries.waiting(connection, union),
            *(lambda grant=grant: uow.subjects.pending_for(1, None, (grant,), 50) for grant in grants),
        )
        for queue in queues:
            found = plans(connection, queue)
            assert not any(WAITING in plan for plan in found)
            assert any("submissions" in plan for plan in found)

    run_in_transaction(database_url, look)


def test_old_updates_are_dropped_by_their_keys(database_url: str, vault: Vault) -> None:
    """Of many that are over the inbox is not read through for each batch."""
    expired = [("telegram", "1", NOON), ("telegram", "2", NOON), ("telegram-tap", "x", NOON)]

    def look(connection: Connection) -> None:
        found = plans(connection, lambda: UnitOfWork(connection, vault).inbox.forget_all(expired))
        assert len(found) == 2
        assert not any("SCAN" in plan or "Seq Scan" in plan for plan in found), found

    run_in_transaction(database_url, look)


def test_what_a_deletion_looks_for_in_the_outbox(database_url: str, vault: Vault) -> None:
    """Has an index each: turns wait while it is looked for."""

    def look(connection: Connection) -> None:
        uow = UnitOfWork(connection, vault)
        person = meet(uow, "a")
        cards = plans(connection, lambda: uow.anonymity.blank_cards("A7K29QXM", {"kind": "say"}))
        said = plans(connection, lambda: uow.anonymity.forget_said(person.id, NOON))
        about_outbox = [plan for plan in (*cards, *said) if "outbox" in plan]
        wanted = ["card", "card", "message", "failed"]
        if connection.dialect.name == "postgresql":  # where there is little it weighs what costs nothing
            wanted = [""] * 4
        assert [True] * 4 == [f"ix_outbox_{name}" in plan for name, plan in zip(wanted, about_outbox, strict=True)]

    run_in_transaction(database_url, look)


def test_joined_accounts_are_found_from_either_side(database_url: str, vault: Vault) -> None:
    """Of each author who is forgotten, while turns wait."""

    def look(connection: Connection) -> None:
        [plan] = plans(connection, lambda: UnitOfWork(connection, vault).anonymity._joined_to([1]))
        assert all(f"ix_joins_{side}" in plan for side in ("person_id", "used_by")), plan

    run_in_transaction(database_url, look)


def test_a_dossier_reads_its_own_initiatives(database_url: str, vault: Vault) -> None:
    """Those of the CĐCS or the district, not through all of them in the order they came."""

    def look(connection: Connection) -> None:
        ids = plant(UnitOfWork(connection, vault))
        for code in ("04.045", "04.045.mn"):
            question = Question(CAMPAIGN.code, (ids[code],))
            found = plans(connection, partial(queries.proposed, connection, question, 6))
            asked = [plan for plan in found if "submissions" in plan]
            assert len(asked) == 3
            assert all("ix_submissions_reported" in plan for plan in asked), asked

    run_in_transaction(database_url, look)
