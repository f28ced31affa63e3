"""Nearly the same initiative twice in one CĐCS, through the real doors of Telegram: who is told what."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.domain import Role
from tests.day import ABOUT_ME, DESCRIPTION, FEDERATION, TITLE, UNION, file, receipt
from tests.site import World, running


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with running(database_url, tmp_path) as world:
        yield world


async def test_the_author_is_told_kindly_and_who_decides_compares(world: World) -> None:
    """The second author reads the title and nothing else, and sends; executive and staff see what differs."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    first = await file(world.user(10))
    assert "Gần giống" not in executive.chat.last.text
    other = world.user(11)
    await other.say("/nop")
    about = ("Hoàng Văn D", "080888998", "0912345679", *ABOUT_ME[3:])
    for line in ("Đồng ý", *about, "Y tế", "3/2021", "Bảng tính tiêm chủng", DESCRIPTION.replace("2 giờ", "3 giờ")):
        await other.say(line)
    told = other.chat.last.text
    assert f"Đơn vị mình đã có sáng kiến gần giống: “{TITLE}”." in told
    assert first not in told
    assert ABOUT_ME[0] not in told
    await other.say("Gửi")
    second = receipt(other)
    card = executive.chat.last
    assert f"Gần giống: {first}" in card.text
    assert card.labels == ["✅ Xác nhận", "✏️ Yêu cầu bổ sung", "⛔ Từ chối", "🔍 So sánh"]
    await executive.press("🔍 So sánh")
    compared = executive.chat.last.text
    assert f"So sánh {first} (nộp trước) và {second} (nộp sau), hai người nộp" in compared
    assert "tiết kiệm [−2−] [+3+] giờ mỗi ngày." in compared
    await staff.say(f"so sánh {second[:4]}")
    assert staff.chat.last.text == compared
    outsider = await world.member(31, Role.STAFF, "04.042", "Phạm Văn E")
    await outsider.say(f"so sánh {second}")
    assert "Không tìm thấy mã" in outsider.chat.last.text


async def test_a_secret_of_technology(world: World) -> None:
    """Title and effect are filed, the executive reads that it is one, and it is compared with nothing."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    await file(world.user(10))
    other = world.user(11)
    await other.say("/nop")
    about = ("Hoàng Văn D", "080888998", "0912345679", *ABOUT_ME[3:])
    for line in ("Đồng ý", *about, "Y tế", "3/2021", TITLE):
        await other.say(line)
    await other.press("🔒 Bí mật công nghệ")
    assert "hiệu quả" in other.chat.last.text
    await other.say(DESCRIPTION)
    assert "gần giống" not in other.chat.last.text
    await other.say("Gửi")
    code = receipt(other)
    card = executive.chat.last
    assert "Bí mật công nghệ: có, chỉ ghi hiệu quả" in card.text
    assert "Gần giống" not in card.text
    await executive.say(f"so sánh {code}")
    assert "Gần giống" not in executive.chat.last.text
    assert DESCRIPTION not in executive.chat.last.text
