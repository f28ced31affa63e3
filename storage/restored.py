"""A database that came back from a copy: what is settled before anybody uses it, and what is looked at afterwards."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from sqlalchemy import Connection, Row, func, literal, select, text, update

from conversations import codes
from storage import tables
from storage.errors import Unsealable
from storage.rotation import Sealed, label_of, sealed_tables
from storage.unit_of_work import UnitOfWork
from storage.vault import PREFIX_BYTES, Vault

SAMPLE = 50  # rows of each table that are opened, from either end
_outbox, _submissions, _audit = tables.outbox.c, tables.submissions.c, tables.audit.c
# A sequence that lags behind would give numbers again. Source: PostgreSQL manual, pg_get_serial_sequence.
_SEQUENCE = text("SELECT pg_get_serial_sequence(:table, 'id')")
_UNCHECKED = text(
    "SELECT (SELECT count(*) FROM pg_constraint WHERE NOT convalidated AND connamespace = 'public'::regnamespace) + "
    "(SELECT count(*) FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid "
    "WHERE NOT indisvalid AND relnamespace = 'public'::regnamespace)"
)


class Flaw(StrEnum):
    """What can be wrong with what came back."""

    PAGES = "pages"  # the database's own check
    REFERENCES = "references"
    CONSTRAINTS = "constraints"
    SEQUENCE = "sequence"
    KEY = "key"
    SEAL = "seal"
    TRAIL = "trail"
    CODE = "code"


class Found(Struct, frozen=True):
    """A flaw with a number of rows, or with the name of a table or of a key."""

    flaw: Flaw
    what: str


def forget_what_passed(connection: Connection, now: datetime) -> int:
    """Settle what a copy cannot know: what was owed may have been sent since, claims and pauses are over.

    Returns: messages that are owed still and marked as possibly sent.
    """
    owed = update(tables.outbox).where(_outbox.status == "pending")
    marked = connection.execute(owed.values(maybe_sent_at=now, claimed_until=None)).rowcount
    for table in (tables.rate_limits, tables.alarms):
        connection.execute(table.delete())
    connection.execute(update(tables.fetches).values(claimed_until=None, claimed_by=None))
    connection.execute(update(tables.zalo_tokens).values(lease_until=None, leased_by=None))
    return marked


def rows(connection: Connection) -> dict[str, int]:
    """How much there is, by table."""
    every = tables.metadata.sorted_tables
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in every}


def flaws(uow: UnitOfWork) -> Iterator[Found]:
    """Look at everything. Yields: what is wrong."""
    if uow.connection.dialect.name == "postgresql":
        yield from _postgres(uow.connection)
    else:
        yield from _sqlite(uow.connection)
    for sealed in sealed_tables():
        yield from _unopened(uow, sealed)
    is_noted = select(literal(1)).where(_audit.subject == "submission:" + _submissions.code).exists()
    unnoted = select(func.count()).select_from(tables.submissions).where(~is_noted)
    if count := uow.connection.execute(unnoted).scalar_one():
        yield Found(Flaw.TRAIL, str(count))
    stored = uow.connection.execute(select(_submissions.code)).scalars()
    if count := sum(not codes.is_code(code) for code in stored):
        yield Found(Flaw.CODE, str(count))


def _sqlite(connection: Connection) -> Iterator[Found]:
    if connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() != ["ok"]:
        yield Found(Flaw.PAGES, "")
    if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield Found(Flaw.REFERENCES, str(len(orphans)))


def _postgres(connection: Connection) -> Iterator[Found]:
    if count := connection.execute(_UNCHECKED).scalar_one():
        yield Found(Flaw.CONSTRAINTS, str(count))
    for table in tables.metadata.sorted_tables:
        if "id" in table.c and _is_behind(connection, table.name):
            yield Found(Flaw.SEQUENCE, table.name)


def _is_behind(connection: Connection, table: str) -> bool:
    sequence = connection.execute(_SEQUENCE, {"table": table}).scalar()
    if sequence is None:
        return False
    last, highest = connection.exec_driver_sql(
        f"SELECT (SELECT CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence}), "  # noqa: S608
        f"(SELECT coalesce(max(id), 0) FROM {table})"  # both names are ours
    ).one()
    return bool(last < highest)


def _unopened(uow: UnitOfWork, sealed: Sealed) -> Iterator[Found]:
    """Keys that are missing, of all rows; then whether a sample of the others opens."""
    for name in sealed.labels:
        column = sealed.table.c[name]
        prefix = func.substr(column, 1, PREFIX_BYTES, type_=column.type)
        used = set(uow.connection.execute(select(prefix).where(column.is_not(None)).distinct()).scalars())
        yield from (Found(Flaw.KEY, Vault.name_of(one)) for one in used - set(uow.vault.prefixes))
    if any(not _opens(uow.vault, sealed, row) for row in _sample(uow.connection, sealed)):
        yield Found(Flaw.SEAL, sealed.table.name)


def _sample(connection: Connection, sealed: Sealed) -> Sequence[Row[*tuple[object, ...]]]:
    keys = list(sealed.table.primary_key)
    ends = (keys, [key.desc() for key in keys])
    return [row for end in ends for row in connection.execute(select(sealed.table).order_by(*end).limit(SAMPLE))]


def _opens(vault: Vault, sealed: Sealed, row: Row[*tuple[object, ...]]) -> bool:
    values = ((name, getattr(row, name)) for name in sealed.labels)
    try:
        for name, value in values:
            if value is not None and value[:PREFIX_BYTES] in vault.prefixes:
                vault.open(value, label_of(sealed, name, row))
    except Unsealable:
        return False
    return True
