"""The restore drill: what was backed up while turns ran comes back whole, into an empty place only."""

import asyncio
import os
import sqlite3
import stat
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import tables
from storage.backup import backup, restore
from storage.database import Database, open_database
from storage.errors import BackupFailed, DatabaseRefused, NotEmpty, ToolMissing
from storage.migrations import current_revision, head_revision, migrate
from storage.repositories.outbox_claim import Room
from storage.repositories.rate_limits import UNLIMITED
from storage.restored import flaws, rows
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.conftest import EmptyPlace
from tests.postgres import PostgresServer
from tests.storage.world import CAMPAIGN, DAY, LATER, NOON, initiative, meet, plant
from tests.versions import filed_in_0002, older

CODE = "A7K29QXQ"


@pytest.fixture(autouse=True)
def programs(postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's client programs on PATH."""
    monkeypatch.setenv("PATH", f"{postgres_server.programs}:{os.environ['PATH']}")


def live(uow: UnitOfWork) -> None:
    """A worker with an initiative."""
    uow.submissions.add(initiative(CODE, meet(uow, "a"), plant(uow)), CAMPAIGN.code, DAY)


def note(key: str, uow: UnitOfWork) -> None:
    """An update that comes in meanwhile."""
    uow.inbox.add("web", key, NOON)


async def test_the_drill(
    database: Database, database_url: str, tmp_path: Path, empty_place: EmptyPlace, vault: Vault
) -> None:
    """Back up while turns are committed, restore elsewhere, go on there: every record is as it was."""
    await database.write(live)
    filed = await database.read(lambda uow: uow.submissions.get(CODE))
    copy, place = tmp_path / "copies" / "today.backup", empty_place()

    async def turns() -> None:
        for number in range(30):
            await database.write(partial(note, str(number)))

    await asyncio.gather(asyncio.to_thread(backup, database_url, copy), turns())
    restored = await asyncio.to_thread(restore, copy, place, LATER)
    there = await open_database(place, vault)
    assert await there.read(lambda uow: uow.submissions.get(CODE)) == filed
    counts, wrong = await there.read(lambda uow: (rows(uow.connection), list(flaws(uow))))
    assert await there.write(lambda uow: uow.inbox.add("web", "new", NOON))
    await there.close()
    expected = {"submissions": 1, "people": 1, "audit": 1, "organisations": 7}
    assert (restored.revision, expected, []) == (head_revision(), {name: counts[name] for name in expected}, wrong)
    assert 0 <= counts["inbox"] <= 30


def owe(uow: UnitOfWork) -> None:
    """Messages in every state, a limit that was reached and an alarm."""
    for number in range(4):
        uow.outbox.add("web", str(number), {"text": "x"}, 0, NOON)
    uow.outbox.claim({"web": UNLIMITED}, NOON, Room(2, 2), 60)
    uow.outbox.sent(1, "m", NOON)
    uow.outbox.failed(3, "rejected")
    uow.connection.execute(tables.rate_limits.insert().values(channel="web", chat="", full_at=LATER, paused_until=LATER))
    uow.connection.execute(tables.alarms.insert().values(name="disk", raised_at=NOON, seen_at=NOON))


async def test_what_was_owed_may_have_been_sent(
    database: Database, database_url: str, tmp_path: Path, empty_place: EmptyPlace, vault: Vault
) -> None:
    """Pending messages are marked and free to be claimed; others stay as they are; limits and alarms are gone."""
    await database.write(owe)
    copy, place = tmp_path / "x.backup", empty_place()
    await asyncio.to_thread(backup, database_url, copy)
    assert 2 == (await asyncio.to_thread(restore, copy, place, LATER)).maybe_sent
    there = await open_database(place, vault)
    columns = tables.outbox.c
    marked = select(columns.status, columns.maybe_sent_at, columns.claimed_until).order_by(columns.id)
    stored = await there.read(lambda uow: [tuple(row) for row in uow.connection.execute(marked)])
    counts = await there.read(lambda uow: rows(uow.connection))
    claimed = await there.write(lambda uow: uow.outbox.claim({"web": UNLIMITED}, LATER, Room(9, 9), 60))
    await there.close()
    assert [("sent", None, None), ("pending", LATER, None), ("failed", None, None), ("pending", LATER, None)] == stored
    assert (0, 0, 2) == (counts["rate_limits"], counts["alarms"], len(claimed))


async def test_a_copy_of_an_older_release(empty_place: EmptyPlace, tmp_path: Path, vault: Vault) -> None:
    """It is brought up to date on the way."""
    old, place = empty_place(), empty_place()
    await asyncio.to_thread(migrate, old, older(tmp_path / "versions", "0002"))
    before = await open_database(old, vault)
    await before.write(lambda uow: filed_in_0002(uow, CODE))
    await before.close()
    await asyncio.to_thread(backup, old, tmp_path / "x.backup")
    restored = await asyncio.to_thread(restore, tmp_path / "x.backup", place, LATER)
    there = await open_database(place, vault)
    found = await there.read(lambda uow: (uow.submissions.get(CODE) is not None, list(flaws(uow))))
    await there.close()
    assert ("0002", head_revision(), (True, [])) == (restored.revision, current_revision(place), found)


async def test_the_trail_stays_shut(
    database: Database, database_url: str, tmp_path: Path, empty_place: EmptyPlace, vault: Vault
) -> None:
    """The restored database is of the same revision and refuses to change the audit trail as before."""
    await database.write(live)
    path, place = tmp_path / "x.backup", empty_place()
    await asyncio.to_thread(backup, database_url, path)
    await asyncio.to_thread(restore, path, place, LATER)
    assert await asyncio.to_thread(migrate, place) == head_revision()
    there = await open_database(place, vault)
    with pytest.raises(DatabaseRefused):
        await there.write(lambda uow: uow.connection.execute(tables.audit.delete()))
    await there.close()


def test_a_backup_is_private_and_never_overwrites(database_url: str, tmp_path: Path) -> None:
    """Only the owner may read it; an earlier one stays."""
    path = tmp_path / "x.backup"
    backup(database_url, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(BackupFailed, match="không bao giờ ghi đè"):
        backup(database_url, path)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("x.")] == ["x.backup"]


def test_only_into_an_empty_place(database_url: str, tmp_path: Path) -> None:
    """A database that is in use is never restored over."""
    backup(database_url, tmp_path / "x.backup")
    with pytest.raises(NotEmpty):
        restore(tmp_path / "x.backup", database_url, LATER)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", None], ids=["empty", "another file", "no file"])
def test_refuses_what_is_no_backup(database_url: str, tmp_path: Path, content: bytes | None) -> None:
    """A sentence says so, and nothing is made."""
    path = tmp_path / "x.backup"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BackupFailed):
        restore(path, database_url, LATER)


def test_refuses_the_other_kind(postgres_url: str, sqlite_url: str, tmp_path: Path) -> None:
    """A backup of SQLite does not go into PostgreSQL, nor the other way round."""
    for source, target in ((postgres_url, sqlite_url), (sqlite_url, postgres_url)):
        path = tmp_path / target.partition(":")[0]
        backup(source, path)
        with pytest.raises(BackupFailed, match="loại cơ sở dữ liệu"):
            restore(path, target, LATER)


def test_refuses_a_newer_program(sqlite_url: str, tmp_path: Path) -> None:
    """A backup with a revision that this program does not know leaves the place empty."""
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite+aiosqlite:///"))) as newer, newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    backup(sqlite_url, tmp_path / "x.backup")
    with pytest.raises(BackupFailed, match="mới hơn"):
        restore(tmp_path / "x.backup", f"sqlite+aiosqlite:///{tmp_path}/place/x.db", LATER)
    assert list((tmp_path / "place").iterdir()) == []


def test_refuses_a_damaged_file(sqlite_url: str, tmp_path: Path) -> None:
    """Pages that were overwritten are found; the place stays empty."""
    path = tmp_path / "x.backup"
    backup(sqlite_url, path)
    content = bytearray(path.read_bytes())
    content[8192:40960] = bytes(32768)
    path.write_bytes(content)
    with pytest.raises(BackupFailed):
        restore(path, f"sqlite+aiosqlite:///{tmp_path}/place/x.db", LATER)
    assert list((tmp_path / "place").iterdir()) == []


def test_says_what_is_missing(
    postgres_url: str, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pg_dump the operator learns what to install; SQLite needs nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolMissing, match="pg_dump"):
        backup(postgres_url, tmp_path / "x.backup")
    backup(sqlite_url, tmp_path / "y.backup")
    with pytest.raises(BackupFailed, match="Không có cơ sở dữ liệu"):
        backup(f"sqlite+aiosqlite:///{tmp_path}/none.db", tmp_path / "z.backup")
