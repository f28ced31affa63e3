"""The posters of a district of 85 CĐCS: how long they take, what they weigh, and how long turns wait meanwhile.

    .venv/bin/python -m pytest tests/benchmarks/test_poster_set.py -s
"""

import asyncio
import time
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from conversations.domain import Role
from storage.repositories.organisations import NewOrganisation
from tests.day import FEDERATION
from tests.documents.camera import printed, seen
from tests.site import SECRET, running
from tests.telegram_user import TelegramUser

UNIONS = 79  # besides the six that every district of the tests has


@pytest.mark.timeout(300)
async def test_a_district(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every code is read; others are answered while it is made, and the figures are printed."""
    async with running(database_url, tmp_path) as world:
        names = (f"Trường Phổ thông Dân tộc bán trú Tiểu học và Trung học cơ sở xã số {n}" for n in range(UNIONS))
        rows = [NewOrganisation(f"{FEDERATION}.x{n:03}", name, "union", FEDERATION) for n, name in enumerate(names)]
        await world.site.database.write(lambda uow: uow.organisations.add_many(rows))
        staff, worker = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C"), world.user(10)
        await worker.say("/huongdan")
        hook = str(world.server.make_url("/webhooks/telegram"))
        staff, worker = (TelegramUser(world.telegram, number, hook, SECRET, _at_once) for number in (30, 10))
        begun, delays = time.monotonic(), list[float]()
        await staff.say(f"/qr zip {FEDERATION}", expects=0)
        async with asyncio.timeout(120):
            while not (sent := [message.file for message in staff.chat.messages if message.file]):
                asked, shown = time.monotonic(), len(worker.chat.shown)
                await worker.say("/huongdan", expects=0)
                await world.telegram.until(lambda: len(worker.chat.shown) > shown + 1, 60)  # noqa: B023
                delays.append(time.monotonic() - asked)
        seconds = time.monotonic() - begun
        archive = ZipFile(BytesIO(sent[0].content))
        sheets = [name for name in archive.namelist() if name.endswith(".pdf") and name[:3].isdigit()]
        assert len(sheets) == UNIONS + 6
        assert all(seen(printed(archive.read(name), dpi=72)) for name in sheets)
        told = [text for message in staff.chat.messages for text in message.earlier if "/85." in text]
        with capsys.disabled():
            print(  # noqa: T201
                f"[85 CĐCS in {seconds:.1f} s, {len(sent[0].content) / 1e6:.1f} MB, told {len(told)} times;"
                f" {len(delays)} others answered, the slowest in {max(delays):.2f} s]", end=" ",
            )  # fmt: skip


async def _at_once() -> None:
    """Nobody waits for what is owed to others."""
