"""A list of every CĐCS there is, by the command, and what those who write meanwhile notice of it. Figures are printed.

    IMPORT=126000 .venv/bin/python -m pytest tests/benchmarks/test_import.py -s
"""

import asyncio
import os
import resource
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from bot.documents.summary_table import OPTIONS
from bot.imports.process import Job, examine_apart
from bot.imports.storing import Compared, Wish, draw_ground, take_in
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.program import Program

ROWS = int(os.environ.get("IMPORT", "2000"))
HEAD = ("STT", "Mã LĐLĐ", "Mã CĐCS", "Tên CĐCS", "Khối", "Tên gọi khác")


def write_list(path: Path, federations: list[str], *, wrong_every: int = 0) -> None:
    """A workbook with so many CĐCS, spread over all federations."""
    with Workbook(path, OPTIONS) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, HEAD)
        for number in range(ROWS):
            sheet.write_number(number + 1, 0, number + 1)
            is_wrong = wrong_every and number % wrong_every == 0
            cells = (
                federations[number * len(federations) // ROWS],
                "có dấu" if is_wrong else f"{number:06d}",
                f"Công đoàn cơ sở Trường THCS Xuân Hòa số {number}",
                "Hành chính sự nghiệp" if number % 2 else "Doanh nghiệp",
                f"THCS Xuân Hòa {number}; Trường Xuân Hòa {number}",
            )
            for place, cell in enumerate(cells, start=1):
                sheet.write_string(number + 1, place, cell)


async def federations_of(program: Program) -> list[str]:
    """The codes of all federations, in the order of a list."""
    async with program.database() as database:
        nodes = await database.read(lambda uow: uow.organisations.all())
    return sorted(node.code for node in nodes if node.kind == "federation")


class Stopwatch:
    """Time that has gone by, and what of a processor it took: the latter is the same on a busy machine."""

    def __init__(self) -> None:
        self._begun, self._used = time.monotonic(), self._processor()

    def __str__(self) -> str:
        return f"{time.monotonic() - self._begun:.1f} s ({self._processor() - self._used:.1f} s of a processor)"

    @staticmethod
    def _processor() -> float:
        uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(use.ru_utime + use.ru_stime for use in uses)


@asynccontextmanager
async def writing_meanwhile(database: Database, waits: list[float]) -> AsyncIterator[None]:
    """Somebody else commits all the time; notes how long each commit took."""

    async def write() -> None:
        while True:
            begun = time.monotonic()
            await database.write(lambda uow: uow.counters.add("bench"))
            waits.append(time.monotonic() - begun)
            await asyncio.sleep(0.01)

    task = asyncio.create_task(write())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.timeout(600)
async def test_a_list_of_all_there_are(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of them, twice: the second time nothing changes. Then with mistakes: all are told, nothing is changed."""
    say = printer(capsys)
    monkeypatch.setattr("tests.program.PATIENCE", 180.0)
    async with Program(tmp_path, database_url=sqlite_url) as program:
        await program.plant()
        federations = await federations_of(program)
        write_list(tmp_path / "cdcs.xlsx", federations)
        write_list(tmp_path / "sai.xlsx", federations, wrong_every=10)
        shown = f"{ROWS:,}".replace(",", ".")
        for counts in (f"Mới {shown}, thay đổi 0, giữ nguyên 0", f"Mới 0, thay đổi 0, giữ nguyên {shown}"):
            watch = Stopwatch()
            assert counts in await program.ran("orgs", "import", "cdcs.xlsx")
            say(f"{counts}: {watch}")
        watch = Stopwatch()
        done = await program.run("orgs", "import", "sai.xlsx", "--errors", "loi.xlsx")
        assert 1 == done.code
        size = (tmp_path / "loi.xlsx").stat().st_size / 1e6
        say(f"with {ROWS // 10:,} mistakes marked: {watch}, {size:.1f} MB")


@pytest.mark.timeout(600)
async def test_who_writes_meanwhile(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The longest that another transaction waits while the list is taken in."""
    say, waits = printer(capsys), list[float]()
    async with Program(tmp_path, database_url=database_url) as program:
        await program.plant()
        write_list(tmp_path / "cdcs.xlsx", await federations_of(program))
        async with program.database() as database:
            watch = Stopwatch()
            ground = await draw_ground(database, None)
            examined = await examine_apart(Job((tmp_path / "cdcs.xlsx").read_bytes(), ground))
            looked = str(watch)
            compared = Compared(examined.rows, examined.counts, ground.version, None)
            wish = Wish(compared, lambda uow: None, lambda uow, counts: None, datetime.now(UTC))
            watch = Stopwatch()
            async with writing_meanwhile(database, waits):
                counts = await take_in(database, wish)
            took = str(watch)
            assert counts["new"] == ROWS
            assert ROWS < await database.read(_count)
    waits.sort()
    say(
        f"looked at in {looked}, taken in in {took}; {len(waits)} other commits meanwhile: "
        f"median {waits[len(waits) // 2] * 1000:.0f} ms, longest {waits[-1] * 1000:.0f} ms"
    )


def _count(uow: UnitOfWork) -> int:
    return len(uow.organisations.all())


def printer(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints past pytest's capture."""

    def say(line: str) -> None:
        with capsys.disabled():
            print(f"[{ROWS:,} rows] {line}", end=" ")  # noqa: T201

    return say
