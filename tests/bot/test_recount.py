"""`recount` beside a change of the tree: whoever is in each other's way is asked again."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import storage.database
from bot.cli import RECOUNTS, cli
from storage.errors import DatabaseAway

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
