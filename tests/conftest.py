"""Every test that asks for `database` or `database_url` runs twice: on SQLite and on a real PostgreSQL."""

import gc
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from storage.database import Database, open_database
from storage.migrations import migrate
from storage.vault import Vault
from tests.authority import authority, trust
from tests.postgres import PostgresServer, postgres_server
from tests.program import TOKEN
from tests.storage.world import SECRET
from tests.telegram_api import FakeTelegram

EmptyPlace = Callable[[], str]
__all__ = ["authority", "postgres_server", "trust"]
# Files whose single tests take ten seconds and more: they begin while others are left to run beside them.
LONG = frozenset({
    "test_crash.py", "test_soak.py", "test_rolling.py", "test_races.py", "test_operations.py", "test_leadership.py",
    "test_windows_digest.py", "test_upgrade.py", "test_cli_copies.py",
})  # fmt: skip

# No test fails for being slow, so no property does: on a busy machine its first example alone can take seconds.
settings.register_profile("without clocks", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("without clocks")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left alone with it."""
    items.sort(key=lambda item: item.path.name not in LONG)


def pytest_collection_finish() -> None:
    """Collected tests and loaded modules stay for good: the collector need not go through them with every test.

    The program itself does the same when it has started, by the same figures (bot/app.py).
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def vault() -> Vault:
    """The vault of every test that is not about keys."""
    return Vault([SECRET])


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, to be copied: a tenth of the time of migrating."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    """A migrated database, to be copied."""
    url = postgres_server.create()
    migrate(url)
    yield url
    postgres_server.drop(url)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh, migrated SQLite database."""
    shutil.copyfile(sqlite_template, tmp_path / "test.db")
    return f"sqlite+aiosqlite:///{tmp_path}/test.db"


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    url = postgres_server.create(like=postgres_template)
    yield url
    postgres_server.drop(url)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    """A Telegram that stays up."""
    async with FakeTelegram(TOKEN) as running:
        yield running


@pytest.fixture
async def database(database_url: str, vault: Vault) -> AsyncIterator[Database]:
    """A fresh database, open."""
    opened = await open_database(database_url, vault)
    yield opened
    await opened.close()


@pytest.fixture
def empty_place(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[EmptyPlace]:
    """Addresses of empty databases of the same kind."""
    server: PostgresServer = request.getfixturevalue("postgres_server")
    made: list[str] = []

    def make() -> str:
        is_file = database_url.startswith("sqlite")
        made.append(f"sqlite+aiosqlite:///{tmp_path}/place/{len(made)}.db" if is_file else server.create())
        return made[-1]

    yield make
    for url in made:
        if not url.startswith("sqlite"):
            server.drop(url)
