"""Staff tell executives something on Telegram: they see it first, the executives read it, the sender hears of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.domain import Role
from tests.day import FEDERATION, UNION
from tests.e2e.test_reminders import come_round
from tests.site import World, running


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with running(database_url, tmp_path) as world:
        yield world


async def test_an_announcement(world: World) -> None:
    """Whom, what, a look at it, and off; who is nobody's staff gets no say."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Hoàng Văn D")
    await staff.say("/thongbao")
    await staff.say("Hạn gửi hồ sơ lùi đến 24h ngày 15/4.")
    await staff.press("Người đã nộp sáng kiến", expects=2)
    assert "Chưa có ai để nhận: Người đã nộp sáng kiến." in staff.chat.shown[-2].text
    await staff.press("Cán bộ CĐCS")
    said = "📣 LĐLĐ huyện Hà Quảng thông báo:\nHạn gửi hồ sơ lùi đến 24h ngày 15/4.\nCần hỏi lại, xin gõ /hotro"
    assert f"Tin sau sẽ tới 1 người (Cán bộ CĐCS):\n\n{said}\n\nGửi tin này?" in staff.chat.last.text
    await staff.press("Gửi")
    assert "📣 Bot" in staff.chat.last.text
    await come_round(world)
    assert said == executive.chat.last.text
    assert "📣 Thông báo “Hạn gửi hồ sơ lùi đến 24h ngày 15/4.” đã được chuyển đi cho 1 người. Ai chưa mở máy thì nhận sau." == staff.chat.last.text
    await executive.say("/thongbao")
    assert "Thông báo chung do LĐLĐ huyện, tỉnh gửi." in executive.chat.last.text
