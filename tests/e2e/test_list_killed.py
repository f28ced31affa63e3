"""The program is killed while a list is being filed: all of it is there afterwards, once, and who tapped is told.

    LIST_KILLS=0.0,0.2,0.4 .venv/bin/python -m pytest tests/e2e/test_list_killed.py
"""

import asyncio
import os
from pathlib import Path

from tests.bot.test_list_files import RIGHT, listed
from tests.dialogues import EXECUTIVE, appoint
from tests.e2e.test_import_day import document
from tests.program import UNHURRIED, Program, telegram_settings
from tests.telegram_api import FakeTelegram
from tests.telegram_user import TelegramUser

SECONDS = tuple(map(float, os.environ.get("LIST_KILLS", "0.1").split(",")))  # after the tap was answered
LATER = 90.0  # claims of a killed process lapse after twenty seconds
COUNT = 300


async def test_killed_while_a_list_is_filed(api: FakeTelegram, database_url: str, tmp_path: Path) -> None:
    """Nothing or everything after each kill; everything at last, and the same list adds nothing."""
    async with Program(tmp_path, **telegram_settings(api, database_url=database_url), **UNHURRIED) as program:
        await program.plant()
        async with program.database() as database:
            await database.write(appoint)
        await program.start()
        executive = program.user(api, EXECUTIVE)
        rows = [{**RIGHT, "Số CCCD/CMND": f"{380000000 + row}", "Họ tên": "Nguyễn Văn A", "Tên sáng kiến": f"Số {row}"} for row in range(COUNT)]
        await send(api, executive, listed(*rows))
        await api.until(lambda: "Danh sách đúng hết" in executive.chat.last.text, LATER)
        await executive.press(f"Nộp {COUNT} sáng kiến", 2)
        for seconds in SECONDS:
            await asyncio.sleep(seconds)
            await program.kill()
            assert await filed(program) in (0, COUNT)
            await program.start()
        await api.until(lambda: f"Đã nộp {COUNT} sáng kiến" in executive.chat.last.text, LATER)
        assert COUNT == await filed(program)
        again = program.user(api, EXECUTIVE)
        await again.say("/nhapsangkien")
        await send(api, again, listed(*rows))
        await api.until(lambda: "đều đã được nộp" in again.chat.last.text, LATER)
        assert COUNT == await filed(program)


async def send(api: FakeTelegram, executive: TelegramUser, content: bytes) -> None:
    """Send a list."""
    api.files["id-a.xlsx"] = content
    await executive.send(document=document("a.xlsx", len(content)))


async def filed(program: Program) -> int:
    """How many initiatives there are."""
    async with program.database() as database:
        count = "SELECT count(*) FROM submissions"
        return int(await database.read(lambda uow: uow.connection.exec_driver_sql(count).scalar_one()))
