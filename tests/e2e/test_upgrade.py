"""A new release beside the old one that runs: its migration goes ahead, or says who is in the way."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.migrations import current_revision, head_revision
from tests.program import ROOT, PatientUser, Program, Ran, telegram_settings
from tests.telegram_api import FakeTelegram
from tests.versions import ADDS, DROPS, NEXT, newer


@pytest.fixture
async def old(api: FakeTelegram, database_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """This release, with its directory."""
    (tmp_path / "old").mkdir()
    async with Program(tmp_path / "old", **telegram_settings(api, database_url=database_url)) as program:
        await program.plant()
        yield program


def released(old: Program, change: str, *, is_online: bool) -> Program:
    """The next release: this one and one more migration, installed beside it with the same settings."""
    place = old.folder.parent / "new"
    place.mkdir()
    for package in ("bot", "conversations"):
        (place / package).symlink_to(ROOT / package)
    shutil.copytree(ROOT / "storage", place / "storage", ignore=shutil.ignore_patterns("__pycache__", "versions"))
    newer(place / "storage" / "migrations" / "versions", change, is_online=is_online)
    program = Program(place)
    program.environment = {**old.environment, "PYTHONPATH": str(place)}
    return program


def sentences(done: Ran) -> list[str]:
    """What a command said to the operator, without the log."""
    return [line for line in done.err.splitlines() if not line.startswith("{")]


async def test_an_upgrade_that_only_adds(old: Program, api: FakeTelegram) -> None:
    """It is done while the old release serves, both answer, and the old one does not start any more."""
    await old.start()
    worker = old.user(api)
    await worker.say("/nop")
    async with released(old, ADDS, is_online=True) as new:
        assert f"bản {NEXT}" in await new.ran("migrate")
        await new.start()
        await worker.press("Đồng ý", expects=2)  # the question loses its buttons, the next one comes
        assert "Bước 1/" in worker.chat.last.text
        assert "Bước 2/" in (await new.user(api).say("Nguyễn Văn A"))[-1].text
        assert 0 == await old.stop()
        done = await old.run("run")
        assert (1, "", 1) == (done.code, done.out, len(sentences(done)))
        assert sentences(done)[0].startswith(f"Cơ sở dữ liệu ở bản {NEXT}, mới hơn chương trình này")
        assert f"✗ DATABASE_URL: bản {NEXT} mới hơn chương trình này" in (await old.run("doctor")).out


async def test_an_upgrade_that_old_programs_would_not_survive(old: Program, api: FakeTelegram) -> None:
    """While the old release runs, the new one neither migrates nor starts; afterwards it does both."""
    await old.start()
    worker: PatientUser = old.user(api)
    async with released(old, DROPS, is_online=False) as new:
        for command in ("migrate", "run"):
            done = await new.run(command)
            assert (1, "", 1) == (done.code, done.out, len(sentences(done)))
            assert sentences(done)[0].startswith("Có 1 chương trình đang chạy trên cơ sở dữ liệu này")
        assert head_revision() == current_revision(old.environment["DATABASE_URL"])
        await worker.say("/nop")
        assert 0 == await old.stop()
        await new.start()
        assert NEXT == current_revision(old.environment["DATABASE_URL"])
        assert 0 == await new.stop()
