"""Who asks for the deletion of what they filed is heard by staff at once; of operators see test_cli_care.py."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.domain import Role
from tests.day import FEDERATION, TITLE, UNION, file
from tests.site import World, running


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """On each of the databases."""
    async with running(database_url, tmp_path) as world:
        yield world


async def test_staff_hear_of_it(world: World) -> None:
    """Once, with name, codes and the last day; executives and others do not. Who has filed nothing is told so."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    province = await world.member(31, Role.STAFF, "04", "Phạm Thị D")
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    worker, other = world.user(10), world.user(11)
    code = await file(worker)
    await other.say("/dulieu")
    await other.say("yêu cầu xóa sáng kiến đã nộp")
    assert "chưa nộp sáng kiến nào" in other.chat.last.text
    await worker.say("/dulieu")
    await worker.press("Yêu cầu xóa sáng kiến đã nộp")
    await worker.say("có")
    assert "Đã ghi nhận yêu cầu xóa" in worker.chat.last.text
    await world.telegram.until(lambda: "yêu cầu xóa" in staff.chat.last.text)
    last_day = f"{world.clock.now.date() + timedelta(days=20):%d/%m/%Y}"
    for said in ("Nguyễn Văn A", "1 sáng kiến", code, "Trường Mầm non Hoa Mai", last_day, "người vận hành"):
        assert said in staff.chat.last.text, said
    assert "/theodoi" in staff.chat.last.text
    await staff.say(f"/theodoi {code}")
    assert TITLE in staff.chat.last.text
    await worker.say("/dulieu")
    assert "Yêu cầu xóa sáng kiến đã nộp: đang được xử lý" in worker.chat.last.text
    await worker.say("yêu cầu xóa sáng kiến đã nộp")
    assert "đã được ghi nhận và đang được xử lý" in worker.chat.last.text
    told = {user: sum("yêu cầu xóa" in one.text for one in user.chat.shown) for user in (staff, province, executive)}
    assert {staff: 1, province: 0, executive: 0} == told
