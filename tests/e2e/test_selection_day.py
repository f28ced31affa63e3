"""Outstanding initiatives on Telegram: a district chooses and hands on, its author is told, the province goes on."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from aiohttp import ClientSession
from docx import Document
from openpyxl import load_workbook

from conversations.domain import Role
from tests.day import FEDERATION, TITLE, UNION, confirm, file
from tests.site import World, running


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with running(database_url, tmp_path) as world:
        yield world


async def valid(world: World) -> str:
    """The code of an initiative that was filed, confirmed and agreed to."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    code = await file(world.user(10))
    await confirm(executive, code)
    return code


async def chosen(world: World) -> str:
    """The code of one that the district has chosen, by its buttons."""
    code = await valid(world)
    author, staff = world.user(10), await world.member(30, Role.STAFF, FEDERATION, "Hoàng Văn D")
    await staff.say("/chon")
    assert f"Chờ xét: 1 sáng kiến hợp lệ. Bấm mã hoặc gõ, ví dụ: chọn A7K2\n• {code}" in staff.chat.last.text
    await staff.press(code, expects=2)
    assert "bao nhiêu điểm" in staff.chat.last.text
    await staff.say("92")
    await staff.press("Dễ áp dụng, nhân rộng được ở nhiều nơi.")
    assert "92 điểm. Tác giả được báo ngay." in staff.chat.last.text
    assert "LĐLĐ huyện Hà Quảng chọn là sáng kiến tiêu biểu.\nLý do: Dễ áp dụng" in author.chat.last.text
    async with ClientSession() as browser, browser.get(world.server.make_url(f"/r/{code.replace('-', '')}")) as answer:
        assert "Được chọn là sáng kiến tiêu biểu" in await answer.text()
    return code


async def test_papers_of_what_is_chosen(world: World) -> None:
    """The list, and a ZIP with letter and table of nothing else."""
    code = await chosen(world)
    staff = world.user(30)
    await staff.press("⭐ Tiêu biểu đã chọn")
    assert f"Đã chọn: 1 (đã gửi cấp trên: 0)\n\n1. 92 điểm · {code}\n{TITLE}\n" in staff.chat.last.text
    await staff.press("Hồ sơ ZIP")
    assert staff.chat.last.file is not None
    assert "1 sáng kiến tiêu biểu: tờ trình" in staff.chat.last.text
    with ZipFile(BytesIO(staff.chat.last.file.content)) as archive:
        letter, table = (archive.read(name) for name in archive.namelist()[:2])
    assert TITLE in [cell.text for each in Document(BytesIO(letter)).tables for row in each.rows for cell in row.cells]
    notes = [str(cell.value) for row in load_workbook(BytesIO(table)).worksheets[0].iter_rows() for cell in row]
    assert [f"Mã {code}. Tiêu biểu, 92 điểm: Dễ áp dụng, nhân rộng được ở nhiều nơi."] == [note for note in notes if "điểm" in note]


async def test_from_the_district_to_the_province(world: World) -> None:
    """Handed on, seen by its author, chosen again above; what was handed on stays."""
    code = await chosen(world)
    author, staff, province = world.user(10), world.user(30), await world.member(40, Role.STAFF, "04", "Phạm Thị E")
    await province.say("/chon")
    assert "Không còn sáng kiến hợp lệ nào chờ xét." in province.chat.last.text
    await staff.say("/chon gửi")
    await staff.press("Gửi")
    assert "đã gửi 1 sáng kiến tiêu biểu lên LĐLĐ tỉnh Cao Bằng" in staff.chat.last.text
    assert "đã gửi sáng kiến tiêu biểu" in author.chat.last.text
    assert "gửi lên LĐLĐ tỉnh Cao Bằng 1 sáng kiến tiêu biểu" in province.chat.last.text
    await province.press("Chọn sáng kiến tiêu biểu")
    assert f"• {code} · cấp dưới chấm 92 điểm" in province.chat.last.text
    await province.say(f"chọn {code} 90 Tiết kiệm nhiều giờ công", expects=2)
    await province.press("Đúng")
    await author.say(f"/theodoi {code}")
    said = author.chat.last.text
    assert "LĐLĐ huyện Hà Quảng chọn ngày" in said
    assert "LĐLĐ tỉnh Cao Bằng chọn ngày" in said
    assert "điểm" not in said
    await staff.say(f"/chon bỏ {code}")
    assert "Danh sách đã gửi thì không sửa được nữa." in staff.chat.last.text
    await staff.say("/report")
    assert "• Tiêu biểu: 1 (đã gửi cấp trên: 1)" in staff.chat.last.text
