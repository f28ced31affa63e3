"""An executive puts the dossier together on Telegram: what is missing, the letter, all of it in one file."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from conversations.domain import Role
from tests.day import FEDERATION, TITLE, UNION, confirm, file
from tests.site import World, running
from tests.telegram_chats import File
from tests.telegram_user import TelegramUser


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with running(database_url, tmp_path) as world:
        yield world


async def decided(world: World) -> TelegramUser:
    """The executive, whose only initiative was red before it was confirmed and agreed to."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    code = await file(world.user(10))
    await executive.say("/hoso")
    assert "🔴 Chưa có sáng kiến hợp lệ nào\n🔴 1 sáng kiến còn chờ xác nhận" in executive.chat.last.text
    assert executive.chat.last.labels == ["Duyệt sáng kiến"]
    await executive.say("tờ trình")
    assert "Chưa có sáng kiến hợp lệ để lập hồ sơ" in executive.chat.last.text
    await confirm(executive, code)
    return executive


async def fetched(user: TelegramUser, label: str) -> File:
    """The file that a button brings."""
    await user.press(label)
    assert user.chat.last.file is not None
    return user.chat.last.file


async def test_a_dossier(world: World) -> None:
    """The letter names what is valid, the ZIP has it too; a worker gets none, the district that of the CĐCS."""
    executive = await decided(world)
    await executive.say("hồ sơ")
    said = executive.chat.last.text
    assert "Hồ sơ gửi Liên đoàn Lao động huyện Hà Quảng:\n✅ 1 sáng kiến hợp lệ" in said
    assert "🔴" not in said
    letter = await fetched(executive, "Tờ trình Word")
    assert letter.name.startswith("to-trinh-04.045.hoamai-")
    cells = [cell.text for table in Document(BytesIO(letter.content)).tables for row in table.rows for cell in row.cells]
    assert TITLE in cells
    with ZipFile(BytesIO((await fetched(executive, "Hồ sơ ZIP")).content)) as archive:
        assert [letter.name, letter.content] == [archive.namelist()[0], archive.read(letter.name)]
    worker = world.user(10)
    await worker.say("hồ sơ")
    assert "do cán bộ công đoàn lập" in worker.chat.last.text
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    await staff.say("/hoso tờ trình hoa mai")
    theirs = staff.chat.last.file
    assert theirs is not None
    assert letter.content == theirs.content
