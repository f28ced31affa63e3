"""Instants as they are stored: of some rows on SQLite as whole numbers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, literal, select, text
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from storage import tables
from storage.columns import BriefInstant, Instant
from storage.database import run_in_transaction
from storage.migrations import migrate
from storage.tables import metadata
from tests.versions import older

SQLITE = SQLiteDialect_pysqlite()
FAR = datetime(9999, 12, 31, tzinfo=UTC)
INSTANTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=7))]))


def kept(value: datetime | None) -> int | None:
    """As SQLite is given it."""
    process = BriefInstant().bind_processor(SQLITE)
    assert process is not None
    stored: int | None = process(value)
    return stored


@given(INSTANTS, INSTANTS)
def test_a_number_stands_for_an_instant(one: datetime, other: datetime) -> None:
    """It comes back in UTC, to the microsecond, and numbers are in the order of what they stand for."""
    read = BriefInstant().result_processor(SQLITE, None)
    assert read is not None
    assert (one, UTC) == (read(kept(one)), read(kept(one)).tzinfo)
    assert (one < other) == ((kept(one) or 0) < (kept(other) or 0))


def test_nothing_stays_nothing() -> None:
    """Both ways."""
    read = BriefInstant().result_processor(SQLITE, None)
    assert read is not None
    assert (None, None) == (kept(None), read(None))


def test_two_forms_are_not_compared() -> None:
    """SQLite would find every number less than every text, and say nothing."""
    due, remind = tables.outbox.c.due_at, tables.conversations.c.remind_at
    wrong: list[Callable[[], object]] = [lambda: due < remind, lambda: remind < due, lambda: due == literal(FAR, Instant)]
    for compare in wrong:
        with pytest.raises(TypeError, match="not stored alike"):
            compare()


NUMBERS = ("priority", "attempts", "parts_sent")
# As programs until revision 0022 wrote them, and what they meant.
WRITTEN = {
    "2026-11-28 08:41:10.239810": datetime(2026, 11, 28, 8, 41, 10, 239810, UTC),
    "2026-11-28 08:41:10.000000": datetime(2026, 11, 28, 8, 41, 10, tzinfo=UTC),
    "2021-04-22 16:59:59.999999": datetime(2021, 4, 22, 16, 59, 59, 999999, UTC),
    "9999-12-31 00:00:00.000000": FAR,
    "1969-12-31 23:59:59.999999": datetime(1969, 12, 31, 23, 59, 59, 999999, UTC),
}


def in_order(column: Column[datetime], connection: Connection) -> list[datetime]:
    """What stands in a column, by the table's key."""
    return list(connection.execute(select(column).order_by(*column.table.primary_key)).scalars())


def test_what_was_written_before_is_counted(tmp_path: Path) -> None:
    """Migration 0023: every instant there is, and where there was none."""
    url = f"sqlite+aiosqlite:///{tmp_path}/old.db"
    migrate(url, older(tmp_path / "versions", "0022"))
    brief = {table: [c for c in table.columns if isinstance(c.type, BriefInstant)] for table in metadata.sorted_tables}
    needed = {"channel": "telegram", "chat": "1", "content": b"x", "status": "sent", **dict.fromkeys(NUMBERS, 0)}

    def fill(connection: Connection) -> None:
        for table, columns in brief.items():
            for number, written in enumerate(WRITTEN if columns else ()):
                row = {name: value for name, value in needed.items() if name in table.c}
                row |= {column.name: written for column in columns if number % 2 or not column.nullable}
                row[{"inbox": "update_key", "rate_limits": "chat"}.get(table.name, "id")] = number
                names = ", ".join(row), ", ".join(f":{name}" for name in row)
                connection.execute(text(f"INSERT INTO {table.name} ({names[0]}) VALUES ({names[1]})"), row)  # noqa: S608

    run_in_transaction(url, fill)
    migrate(url)
    for column in (column for columns in brief.values() for column in columns):
        stored = run_in_transaction(url, partial(in_order, column))
        expected = [at if number % 2 or not column.nullable else None for number, at in enumerate(WRITTEN.values())]
        assert (str(column), expected) == (str(column), stored)
