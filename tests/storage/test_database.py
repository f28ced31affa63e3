"""The door: which addresses it takes, what it says when the database is away, and that it closes."""

import asyncio
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import make_url

from storage.database import Database, open_database, parse_url
from storage.errors import BadDatabaseUrl, DatabaseAway, DatabaseRefused
from storage.migrations import migrate
from storage.sqlite import writing_engine
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.postgres import PostgresServer
from tests.storage.world import NOON, meet

BAD_URLS = {
    "another driver": "sqlite:///data/x.db",
    "another database": "mysql+aiomysql://user:secret@host/x",
    "in memory": "sqlite+aiosqlite:///:memory:",
    "no file": "sqlite+aiosqlite://",
    "no address": "what is this",
    "empty": "",
}


@pytest.mark.parametrize("url", BAD_URLS.values(), ids=BAD_URLS)
def test_refuses_other_addresses(url: str) -> None:
    """A DATABASE_URL of another kind is refused in a sentence that does not quote it."""
    with pytest.raises(BadDatabaseUrl, match="DATABASE_URL") as refused:
        parse_url(url)
    assert "secret" not in str(refused.value)


async def test_ping_commits(database: Database) -> None:
    """A ping that returned has committed something."""
    await database.ping()
    assert await database.read(lambda uow: uow.counters.value("ping")) == 1


async def test_keeps_what_was_written(database: Database, database_url: str, vault: Vault) -> None:
    """What `write` returned from is there after the database was closed and opened."""
    person = await database.write(lambda uow: meet(uow, "a"))
    await database.close()
    again = await open_database(database_url, vault)
    found = await again.write(lambda uow: meet(uow, "a"))
    await again.close()
    assert (person.id, False) == (found.id, found.is_new)


async def test_reading_aside_lets_turns_go_on(database: Database) -> None:
    """What is made of rows runs beside the loop, sees one snapshot and cannot write."""
    person = await database.write(lambda uow: meet(uow, "a"))
    begun, written = threading.Event(), threading.Event()

    def look(uow: UnitOfWork) -> tuple[bool, int, int]:
        before = uow.counters.value("ping")
        begun.set()
        return written.wait(20), before, uow.counters.value("ping")

    reading = asyncio.create_task(database.read_aside(look))
    assert await asyncio.to_thread(begun.wait, 20)
    await database.ping()
    written.set()
    assert (True, 0, 0) == await reading
    assert (person.id, False) == await database.read_aside(lambda uow: (meet(uow, "a").id, False))
    with pytest.raises(DatabaseAway, match=r"READONLY|25006"):
        await database.read_aside(lambda uow: uow.counters.add("ping"))


async def test_sqlite_refuses_after_close(sqlite_url: str, vault: Vault) -> None:
    """A closed database takes nothing more, and closing twice is no error."""
    database = await open_database(sqlite_url, vault)
    await database.close()
    await database.close()
    with pytest.raises(DatabaseAway):
        await database.ping()


async def test_postgres_that_is_not_there(vault: Vault, tmp_path: Path) -> None:
    """A server that does not answer is DatabaseAway, at the door and in a migration."""
    url = f"postgresql+asyncpg://postgres@/nothing?host={tmp_path}"
    with pytest.raises(DatabaseAway):
        await open_database(url, vault)
    with pytest.raises(DatabaseAway):
        migrate(url)


async def test_postgres_that_went_away(postgres_server: PostgresServer, vault: Vault) -> None:
    """A database that is gone while we run is DatabaseAway for writers and readers."""
    url = postgres_server.create()
    migrate(url)
    database = await open_database(url, vault)
    await database.ping()
    postgres_server.drop(url)
    with pytest.raises(DatabaseAway):
        await database.ping()
    with pytest.raises(DatabaseAway):
        await database.read(lambda uow: uow.counters.value("ping"))
    await database.close()


async def test_sqlite_that_is_locked(sqlite_url: str, vault: Vault) -> None:
    """A lock that another program holds for too long is DatabaseAway; when it is gone, writing goes on."""
    database = await open_database(sqlite_url + "?timeout=0.05", vault)
    engine = writing_engine(make_url(sqlite_url))
    with engine.begin(), pytest.raises(DatabaseAway, match="SQLITE_BUSY"):
        await database.ping()
    await database.ping()
    await database.close()
    engine.dispose()


async def test_sqlite_that_is_no_database(tmp_path: Path, vault: Vault) -> None:
    """A file with other content is DatabaseAway and not overwritten."""
    (tmp_path / "x.db").write_text("Góc học tập" * 500)
    with pytest.raises(DatabaseAway, match="SQLITE_NOTADB"):
        await open_database(f"sqlite+aiosqlite:///{tmp_path}/x.db", vault)
    assert (tmp_path / "x.db").read_text().startswith("Góc")


async def test_sqlite_where_nothing_can_be_written(tmp_path: Path, vault: Vault) -> None:
    """A folder that cannot be made is DatabaseAway."""
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseAway, match="FileExistsError"):
        await open_database(f"sqlite+aiosqlite:///{tmp_path}/file/x.db", vault)


async def test_without_tables(tmp_path: Path, vault: Vault) -> None:
    """A database that was not migrated is refused as our mistake, not as a database that is away."""
    database = await open_database(f"sqlite+aiosqlite:///{tmp_path}/x.db", vault)
    with pytest.raises(DatabaseRefused):
        await database.write(lambda uow: uow.inbox.add("web", "1", NOON))
    await database.close()


def test_sqlite_file_is_private(tmp_path: Path) -> None:
    """A new file, and the folder it needs, are made; only the owner may read the file."""
    path = tmp_path / "new" / "x.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_sqlite_settings(sqlite_url: str) -> None:
    """Each commit is on disk before anybody is told, references are checked, readers do not wait."""
    engine = writing_engine(make_url(sqlite_url))
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
