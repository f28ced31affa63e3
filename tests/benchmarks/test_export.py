"""An export of everything to a spreadsheet: how long it takes, how much memory, and that others file meanwhile.

    EXPORT=300000 UNIONS=90 .venv/bin/python -m pytest tests/benchmarks/test_export.py -s
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from bot.exports import export, permit
from storage.database import open_database
from storage.figures import Question
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.benchmarks.filling import fill, plant_country
from tests.benchmarks.memory import most_mb
from tests.builders import CAMPAIGN, NOON
from tests.program import ROOT
from tests.storage.world import SECRET

COUNT = int(os.environ.get("EXPORT", "1000"))
EACH = int(os.environ.get("UNIONS", "1"))
Figures = tuple[int, float, float, int, int]


@pytest.mark.timeout(1800)
def test_an_export(sqlite_url: str, vault: Vault, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All of them are in the file; another one writes to the database all the time; figures are printed."""
    fill(sqlite_url, vault, plant_country(sqlite_url, EACH), COUNT)
    path = tmp_path / "all.xlsx"
    command = [sys.executable, "-m", "tests.benchmarks.test_export", sqlite_url, str(path)]  # its memory alone counts
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    count, took, cpu, megabytes, commits = json.loads(done.stdout)
    with capsys.disabled():
        print(  # noqa: T201
            f"[{count:,} rows, {path.stat().st_size / 1e6:.0f} MB: {took:.1f} s ({cpu:.1f} s of a processor), "
            f"{megabytes} MB; {commits} other commits meanwhile]", end=" "
        )  # fmt: skip
    assert count == COUNT
    assert commits > 0
    with ZipFile(path) as book, book.open("xl/worksheets/sheet1.xml") as sheet:
        assert COUNT + 1 == sum(chunk.count(b"<row ") for chunk in iter(sheet.readline, b""))


async def _exported(url: str, path: Path) -> Figures:
    """As the command does, in a process of its own."""
    database = await open_database(url, Vault([SECRET]))
    beside = await open_database(url, Vault([SECRET]))
    commits = 0

    async def write() -> None:
        nonlocal commits
        while True:
            await beside.write(lambda uow: uow.counters.add("bench"))
            commits += 1
            await asyncio.sleep(0.05)

    def work(uow: UnitOfWork) -> int:
        root = uow.connection.execute(text("SELECT id FROM organisations WHERE parent_id IS NULL")).scalar_one()
        return export(uow, Question(CAMPAIGN.code, (root,)), path, allowed)

    allowed = await database.write(lambda uow: permit(uow, NOON, None, 1))
    await beside.ping()
    others = asyncio.create_task(write())
    await asyncio.sleep(0)
    begun, cpu = time.monotonic(), time.process_time()
    count = await database.read(work)
    took, cpu = time.monotonic() - begun, time.process_time() - cpu
    others.cancel()
    await asyncio.gather(others, return_exceptions=True)
    await database.close()
    await beside.close()
    return count, took, cpu, round(most_mb()), commits


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_exported(sys.argv[1], Path(sys.argv[2])))))  # noqa: T201
