"""A migration goes ahead beside running programs, or is refused, as it declares; on both databases."""

import asyncio
import errno
import importlib.util
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.util import await_only

from storage.database import Database, open_database, run_in_transaction
from storage.errors import DatabaseAway, NewerSchema, OutdatedProgram, ProgramsRun, SchemaInUse
from storage.leadership import presence_at
from storage.marks import raise_floor
from storage.migrations import VERSIONS, check_revision, current_revision, head_revision, migrate
from storage.vault import Vault
from tests.postgres import PostgresServer
from tests.running_mark import marked
from tests.versions import ADDS, DROPS, NEXT, filed_in_0002, newer, older


def has_later(url: str) -> bool:
    """Whether the column of the later release is there."""
    columns = run_in_transaction(url, lambda connection: inspect(connection).get_columns("outbox"))
    return "later" in {column["name"] for column in columns}


def test_every_migration_declares_itself() -> None:
    """Whether older programs may go on is said in each, as a plain truth value."""
    for path in VERSIONS.glob("0*.py"):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert isinstance(getattr(module, "is_online", None), bool), path.name


async def test_online_beside_running_programs(database_url: str, tmp_path: Path) -> None:
    """What only adds is done at once."""
    versions = newer(tmp_path / "versions", ADDS, is_online=True)
    async with marked(database_url), marked(database_url):
        assert NEXT == await asyncio.to_thread(migrate, database_url, versions)
    assert has_later(database_url)


async def test_refused_while_programs_run(database_url: str, tmp_path: Path) -> None:
    """The sentence says how many run, nothing has changed; when they are gone it is done."""
    versions = newer(tmp_path / "versions", DROPS, is_online=False)
    async with marked(database_url), marked(database_url):
        with pytest.raises(ProgramsRun, match="Có 2 chương trình đang chạy"):
            await asyncio.to_thread(migrate, database_url, versions)
        assert head_revision() == current_revision(database_url)
    assert NEXT == await asyncio.to_thread(migrate, database_url, versions)


async def test_a_program_of_an_older_revision_counts(database_url: str, tmp_path: Path) -> None:
    """Whatever revision it is of."""
    versions = newer(tmp_path / "versions", DROPS, is_online=False)
    async with marked(database_url, "0002"):
        with pytest.raises(ProgramsRun, match="Có 1 chương trình"):
            await asyncio.to_thread(migrate, database_url, versions)


@pytest.fixture
async def before(request: pytest.FixtureRequest, vault: Vault, tmp_path: Path) -> AsyncIterator[str]:
    """A database of the release before, with an initiative."""
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create() if request.param == "postgres" else f"sqlite+aiosqlite:///{tmp_path}/old.db"
    migrate(url, older(tmp_path / "versions", "0002"))
    database = await open_database(url, vault)
    await database.write(lambda uow: filed_in_0002(uow, "A7K29QXM"))
    await database.close()
    yield url
    if request.param == "postgres":
        server.drop(url)


@pytest.mark.parametrize("before", ["postgres"], indirect=True)
async def test_from_0002_beside_its_program(before: str, vault: Vault) -> None:
    """All that came since comes while a program of 0002 runs, and what was filed stays."""
    async with marked(before, "0002"):
        assert head_revision() == await asyncio.to_thread(migrate, before)
    await what_was_filed_stays(before, vault)


@pytest.mark.parametrize("before", ["sqlite"], indirect=True)
async def test_from_0002_on_sqlite(before: str, vault: Vault, tmp_path: Path) -> None:
    """Where programs pack since 0020 what earlier ones could not read, all before that comes beside a program."""
    async with marked(before, "0002"):
        with pytest.raises(ProgramsRun):
            await asyncio.to_thread(migrate, before)
        assert "0002" == current_revision(before)
        assert "0019" == await asyncio.to_thread(migrate, before, older(tmp_path / "until", "0019"))
    assert head_revision() == await asyncio.to_thread(migrate, before)
    await what_was_filed_stays(before, vault)


async def what_was_filed_stays(url: str, vault: Vault) -> None:
    """Under its code, as it was."""
    database = await open_database(url, vault)
    filed = await database.read(lambda uow: uow.submissions.get("A7K29QXM"))
    await database.close()
    assert filed is not None
    assert ("A7K29QXM", "submitted") == (filed.code, filed.status.value)


def test_a_schema_from_the_future(database_url: str, tmp_path: Path) -> None:
    """Neither migrated nor used: one sentence names the revision."""
    migrate(database_url, newer(tmp_path / "versions", ADDS, is_online=True))
    for refused in (migrate, check_revision):
        with pytest.raises(NewerSchema, match=f"bản {NEXT}, mới hơn"):
            refused(database_url)


async def test_tables_in_use_are_not_waited_for_long(
    postgres_url: str, tmp_path: Path, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a turn that never ends a migration gives up and leaves everything as it was; turns are let through between.

    As many attempts as ever, each with a quarter of its patience.
    """
    monkeypatch.setattr("storage.migrations._LOCK_TIMEOUT", "250ms")
    monkeypatch.setattr("storage.migrations._PAUSE_SECONDS", 0.125)
    versions = newer(tmp_path / "versions", ADDS, is_online=True)
    endless, others = await open_database(postgres_url, vault), await open_database(postgres_url, vault)
    release = asyncio.Event()
    task = asyncio.create_task(hold_outbox(endless, release))
    migration = asyncio.create_task(asyncio.to_thread(migrate, postgres_url, versions))
    turns = 0
    while not migration.done():
        await others.read(lambda uow: uow.outbox.listed("failed", 1))
        turns += 1
        await asyncio.sleep(0.2)
    with pytest.raises(SchemaInUse, match="thử lại"):
        await migration
    release.set()
    await task
    await endless.close()
    await others.close()
    assert (True, False) == (turns > 3, has_later(postgres_url))


async def hold_outbox(database: Database, release: asyncio.Event) -> None:
    """A transaction that has used a table and stays open."""
    await database.read(lambda uow: (uow.outbox.listed("failed", 1), await_only(release.wait())))


async def test_a_mark_that_was_lost_during_an_offline_migration(postgres_url: str) -> None:
    """Coming back, a program that the schema has outgrown ends with a sentence instead of going on."""
    program = presence_at(postgres_url, head_revision())
    await program.enter()
    await program.leave()
    await asyncio.to_thread(run_in_transaction, postgres_url, lambda connection: raise_floor(connection, NEXT))
    with pytest.raises(OutdatedProgram, match="hãy cài bản mới"):
        await program.enter()


async def test_no_room_for_a_mark(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk keeps a program out by the error that every caller knows; with room again it comes in."""
    program = presence_at(sqlite_url, head_revision())
    with monkeypatch.context() as full:
        full.setattr("storage.marks.os.pwrite", _no_space)
        with pytest.raises(DatabaseAway):
            await program.enter()
    await program.enter()
    assert await program.is_alone()
    await program.leave()


def _no_space(*args: object) -> int:
    raise OSError(errno.ENOSPC, "no space")
