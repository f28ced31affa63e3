"""`recount` beside a change of the tree: whoever is in each other's way is asked again."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, text

import storage.database
from bot.cli import RECOUNTS, cli
from bot.seeding import demo_unions
from storage.database import run_in_transaction
from storage.errors import DatabaseAway
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.program import file_and_draft
from tests.storage.world import SECRET

DEADLOCK = "Error 40P01"


@pytest.mark.parametrize(
    ("faults", "expected"),
    [((DEADLOCK,) * (RECOUNTS - 1), "Đã đếm lại"), ((DEADLOCK,) * RECOUNTS, DEADLOCK), (("Error 53100",), "53100")],
)
def test_in_the_way(
    monkeypatch: pytest.MonkeyPatch, sqlite_url: str, tmp_path: Path, faults: tuple[str, ...], expected: str
) -> None:
    """It is tried anew, often, but not for ever, and not where something else is wrong."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    left = list(faults)

    def once(url: str, work: object) -> None:
        assert url == sqlite_url
        if left:
            raise DatabaseAway(left.pop())

    monkeypatch.setattr(storage.database, "run_in_transaction", once)
    result = CliRunner().invoke(cli, ["recount"])
    said = result.output + str(result.exception or "")
    assert (expected in said, result.exit_code == 0, left) == (True, expected == "Đã đếm lại", [])


def test_beside_a_merge(monkeypatch: pytest.MonkeyPatch, postgres_url: str, vault: Vault, tmp_path: Path) -> None:
    """A merge takes organisations first and then initiatives, the other way round: it is let through."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)
    assert 0 == CliRunner().invoke(cli, ["migrate"]).exit_code
    run_in_transaction(postgres_url, lambda connection: _file(UnitOfWork(connection, vault)))
    with ThreadPoolExecutor(1) as pool:

        def merge(connection: Connection) -> str:
            connection.execute(text("UPDATE organisations SET is_active = false WHERE kind = 'union'"))
            command = pool.submit(CliRunner().invoke, cli, ["recount"])
            while not connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
                assert not command.done(), command.result().output
                time.sleep(0.01)
            connection.execute(text("UPDATE submissions SET union_name = NULL"))
            waiting.append(command)
            return "done"

        waiting: list[object] = []
        assert "done" == run_in_transaction(postgres_url, merge)
        result = waiting[0].result(30)  # type: ignore[attr-defined]
    assert ("Đã đếm lại" in result.output, result.exit_code) == (True, 0)


def _file(uow: UnitOfWork) -> None:
    uow.organisations.add_many(demo_unions())
    file_and_draft(uow)
