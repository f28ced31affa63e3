"""/donvi through the webhook: a merge by district staff, what executives and workers meet then, and its undoing."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.domain import Role
from tests.day import FEDERATION, UNION, file
from tests.site import World, running

OTHER = "04.045.binhminh"
MAI, BINH_MINH = "Trường Mầm non Hoa Mai", "Trường Tiểu học Bình Minh"


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with running(database_url, tmp_path) as world:
        yield world


async def test_merge_and_undo(world: World) -> None:
    """What waits goes over with its executive, the old name is asked about, and one more word takes it all back."""
    first = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    second = await world.member(21, Role.EXECUTIVE, OTHER, "Phạm Văn E")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    code = await file(world.user(10))
    await staff.say("/donvi")
    await staff.press(MAI)
    await staff.press("Sáp nhập vào đơn vị khác")
    await staff.press(BINH_MINH)
    assert f"Sáp nhập {MAI} vào {BINH_MINH}: 1 sáng kiến (1 đang chờ duyệt) và 1 cán bộ" in staff.chat.last.text
    await staff.press("Đồng ý")
    assert "chuyển 1 sáng kiến, 1 vai trò" in staff.chat.last.text
    assert all(f"{MAI} đã sáp nhập vào {BINH_MINH}" in one.chat.last.text for one in (first, second))
    await second.press("Duyệt sáng kiến")
    assert code in second.chat.last.text
    assert MAI in second.chat.last.text
    for label in ("⛔ Từ chối", "Trùng với một sáng kiến đã nộp."):
        await second.press(label)
    worker = world.user(11)
    for line in ("/nop", "Đồng ý", "Nguyễn Văn A", "080888999", "0912345679", "cao bằng", "hà quảng", "mầm non hoa mai"):
        await worker.say(line)
    assert f"Có phải là {BINH_MINH} không?" in worker.chat.last.text
    await staff.say("hoàn tác")
    await staff.press("Đồng ý")
    assert "Đã hoàn tác: sáp nhập" in staff.chat.last.text
    assert "đã hoàn tác" in first.chat.last.text
    await second.say(f"/theodoi {code[:4]}")
    assert code not in second.chat.last.text, "it is another CĐCS's again"
    await first.say(f"/theodoi {code[:4]}")
    assert code in first.chat.last.text
