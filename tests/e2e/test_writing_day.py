"""A worker who is helped with writing on Telegram, with an example that the staff of the district has changed."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from conversations.domain import Role
from tests.day import ABOUT_ME, FEDERATION, TITLE, UNION, receipt
from tests.site import World, running
from tests.telegram_user import TelegramUser

EXAMPLE = "Trước đây tìm sổ mất nửa buổi. Nay quét mã trên tủ là thấy, mỗi tuần bớt một công."


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with running(database_url, tmp_path) as world:
        yield world


async def set_example(staff: TelegramUser) -> None:
    """From the settings of the federation, by button."""
    await staff.say("/caidat")
    await staff.press("Sửa ví dụ theo lĩnh vực")
    assert "• Y tế: ví dụ có sẵn" in staff.chat.last.text
    await staff.press("Y tế")
    await staff.say(EXAMPLE)
    assert EXAMPLE in staff.chat.last.text


async def answer_the_questions(worker: TelegramUser) -> None:
    """To the description, an example, and the four questions, one of them kept and one skipped."""
    await worker.say("/nop")
    for line in ("Đồng ý", *ABOUT_ME, "Y tế", "3/2021", TITLE):
        await worker.say(line)
    await worker.press("Xem ví dụ", expects=2)
    assert any(EXAMPLE in message.text for message in worker.chat.shown)
    await worker.press("Giúp tôi viết")
    await worker.say("Ghi sổ tay nên dễ nhầm")
    await worker.say("Dùng bảng tính tự báo ngày hẹn")
    await worker.say("quay lại")
    await worker.press("Giữ nguyên")
    await worker.press("Bỏ qua")
    await worker.say("khoang 3 trieu ruoi mot thang")
    assert "3.500.000 đồng (ba triệu năm trăm nghìn đồng) mỗi tháng. Đúng không ạ?" in worker.chat.last.text
    await worker.press("Đúng")


async def test_helped_with_writing(world: World) -> None:
    """The example of the district, four questions, the text, the card in figures and words, and the table."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    await set_example(staff)
    worker = world.user(10)
    await answer_the_questions(worker)
    assert "Cách làm mới: Dùng bảng tính tự báo ngày hẹn." in worker.chat.last.text
    await worker.press("Sửa: Kết quả")
    await worker.say("Mỗi ngày bớt hai giờ")
    await worker.press("Dùng bài này")
    await worker.press("Gửi")
    code = receipt(worker)
    worth = "Giá trị làm lợi: 3.500.000 đồng mỗi tháng (ba triệu năm trăm nghìn đồng)"
    assert code in executive.chat.last.text
    assert f"• {worth}" in executive.chat.last.text
    assert "Kết quả: Mỗi ngày bớt hai giờ.\n" in executive.chat.last.text
    await staff.say("/report excel")
    table = next(message.file for message in reversed(staff.chat.shown) if message.file)
    sheet = load_workbook(BytesIO(table.content)).active
    assert sheet is not None
    assert 3_500_000 in [cell for row in sheet.iter_rows(values_only=True) for cell in row]


async def test_examples_go_back(world: World) -> None:
    """What staff takes away is the built-in one again, for a worker whose draft knows the workplace."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    worker = world.user(10)
    await worker.say(f"/start {await world.link(UNION)}")
    await staff.say("/vidu sửa y tế")
    await staff.say(EXAMPLE)
    await worker.say("/vidu y tế")
    assert any(EXAMPLE in message.text for message in worker.chat.shown)
    await staff.say("/vidu sửa y tế")
    await staff.say("xóa")
    assert "tiêm chủng" in staff.chat.last.text
    seen = len(worker.chat.shown)
    await worker.say("/vidu y te")
    said = "\n".join(message.text for message in worker.chat.shown[seen:])
    assert "tiêm chủng" in said
    assert EXAMPLE not in said
