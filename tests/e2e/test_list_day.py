"""An executive hands in a list of initiatives through the doors: mistakes, the corrected list, the tap, and again."""

from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from conversations.domain import Role, Status
from tests import site
from tests.e2e.test_import_day import Sender
from tests.site import World
from tests.telegram_user import TelegramUser
from tests.workbooks import workbook

HEAD = ("Họ tên", "Số CCCD/CMND", "Số điện thoại", "Khối", "Lĩnh vực", "Tháng áp dụng", "Tên sáng kiến", "Mô tả", "Giá trị làm lợi")
TOLD = (
    "Mỗi cây trong sân trường có một bảng tên do các cháu tự vẽ.", "Trước đây ghi vào sổ giấy, nay cô giáo ghi trên điện thoại.",
    "Phụ huynh góp truyện cũ, lớp nào cũng có một kệ thấp.", "Đất trống sau bếp thành nơi các cháu học trồng trọt.",
    "Chai đã dùng được rửa sạch, cắt và sơn thành thuyền, xe.",
)


def row(number: int, title: str, **changed: Any) -> list[Any]:
    """An initiative of an invented author."""
    known = {
        "name": f"Nguyễn Thị {'ABCDEFGH'[number]}", "id": f"08088800{number}", "phone": f"091234567{number}", "block": None, "field": "Giáo dục",
        "month": "3/2021", "title": title, "told": TOLD[number], "worth": None,
    }  # fmt: skip
    return list({**known, **changed}.values())


FIRST, SECOND, THIRD = row(1, "Sổ điểm danh điện tử"), row(2, "Góc sách cho trẻ"), row(3, "Vườn rau của lớp", worth="2 triệu một năm")


async def test_a_list_on_telegram(database_url: str, tmp_path: Path) -> None:
    """Template, mistakes and their marked copy, the corrected list, the tap, codes; again it adds only what is new."""
    async with site.running(database_url, tmp_path) as world:
        executive = await world.member(30, Role.EXECUTIVE, "04.045.hoamai", "Trần Thị B")
        colleague = await world.member(31, Role.EXECUTIVE, "04.045.hoamai", "Lê Văn C")
        author, sender = await an_author(world), Sender(world, executive)
        await mistakes(sender)
        codes = await filed_at_last(sender)
        await world.settled()
        assert "Trần Thị B vừa nộp 3 sáng kiến của" in colleague.chat.last.text
        code = codes["Sổ điểm danh điện tử"][0]
        assert "đã nộp giúp anh/chị:" in author.chat.last.text
        assert code in author.chat.last.text
        await author.say("/theodoi")
        assert code in author.chat.last.text
        await author.say(f"/theodoi {code}")
        assert "Nhập hộ bởi Trần Thị B; CĐCS giữ danh sách có chữ ký của tác giả" in author.chat.last.text
        await only_what_is_new(sender, codes)
        await decided(world, executive, codes["Góc sách cho trẻ"][0])


async def mistakes(sender: Sender) -> None:
    """The template, and a list that comes back marked."""
    executive = sender.user
    await executive.say("/nhapsangkien mau")
    assert executive.chat.last.file is not None
    assert "Hoa Mai" in load_workbook(BytesIO(executive.chat.last.file.content)).worksheets[0]["A1"].value
    await executive.say("nhập sáng kiến")
    wrong = workbook(HEAD, FIRST, row(2, "Góc sách cho trẻ", id=12345678), row(3, "Vườn rau", block="nông dân", month="1/2020"))
    said = await sender.send("sai.xlsx", wrong)
    assert "Chưa nộp gì: 2 dòng có chỗ sai (3 chỗ)." in said.text
    assert said.file is not None
    copy = load_workbook(BytesIO(said.file.content)).worksheets[0]
    assert ["Lỗi", False, True, True] == [copy["J1"].value, *(bool(copy[cell].value) for cell in ("J2", "J3", "J4"))]


async def filed_at_last(sender: Sender) -> dict[str, tuple[str, str]]:
    """The corrected list and the tap. Returns: the codes."""
    executive, world = sender.user, sender.world
    said = await sender.send("dung.xlsx", workbook(HEAD, FIRST, SECOND, THIRD))
    assert "3 sáng kiến mới của 3 tác giả, Trường Mầm non Hoa Mai." in said.text
    assert "CĐCS giữ bản có chữ ký" in said.text
    assert 0 == await filed(world)
    await executive.press("Nộp 3 sáng kiến", 2)
    said = await sender.told()
    assert "Đã nộp 3 sáng kiến của 3 tác giả" in said.text
    assert 3 == await filed(world)
    assert said.file is not None
    codes = codes_of(said.file.content)
    assert (3, {"vừa nộp"}) == (len(codes), {state for _, state in codes.values()})
    return codes


async def only_what_is_new(sender: Sender, codes: dict[str, tuple[str, str]]) -> None:
    """The same list again, and one with a row more, on which there is a remark."""
    executive, world = sender.user, sender.world
    await executive.say("/nhapsangkien")
    said = await sender.send("lai.xlsx", workbook(HEAD, FIRST, SECOND, THIRD))
    assert "Cả 3 sáng kiến trong danh sách đều đã được nộp" in said.text
    await executive.say("/nhapsangkien")
    more = workbook(HEAD, THIRD, row(4, "Đồ chơi từ chai nhựa", phone=912345674), FIRST, SECOND)
    await sender.send("them.xlsx", more)
    await world.telegram.until(lambda: "Danh sách đúng hết" in executive.chat.last.text)
    remarks, said = executive.chat.messages[-2], executive.chat.last
    shown = "Dòng 3, cột “Số điện thoại”: thiếu số 0 ở đầu, bot ghi là 0912•••674"
    assert f"1 chỗ nên xem lại trước khi nộp:\n{shown}" in remarks.text
    assert "1 sáng kiến mới của 1 tác giả" in said.text
    assert "3 sáng kiến đã được nộp từ trước" in said.text
    await executive.press("Nộp 1 sáng kiến", 2)
    told = await sender.told()
    assert told.file is not None
    again = codes_of(told.file.content)
    assert codes["Vườn rau của lớp"][0] == again["Vườn rau của lớp"][0]
    states = (again["Vườn rau của lớp"][1], again["Đồ chơi từ chai nhựa"][1])
    assert (4, ("đã có từ trước", "vừa nộp")) == (await filed(world), states)


async def decided(world: World, executive: TelegramUser, code: str) -> None:
    """Who handed the list in may decide, and the report counts all of it."""
    await executive.say(f"duyệt {code}")
    assert code in executive.chat.last.text
    await executive.press("Chưa, xác nhận trước")
    found = await world.site.database.read(lambda uow: uow.submissions.get(code.replace("-", "")))
    assert found is not None
    assert Status.CONFIRMED is found.status
    staff = await world.member(32, Role.STAFF, "04.045", "Phạm Văn D")
    await staff.say("/report")
    assert "Đã nộp: 5\n• Chờ xác nhận: 4" in staff.chat.last.text


async def an_author(world: World) -> Any:
    """Somebody whose identity number is known: they file and take back."""
    author = world.user(33)
    await author.say(f"/start {await world.link('04.045.hoamai')}")
    for line in (
        "Đồng ý", "Nguyễn Thị B", "080888001", "0912345671", "Đúng đơn vị này", "Khối hành chính sự nghiệp", "Giáo dục", "3/2021",
        "Bảng tên cho cây", TOLD[0], "Gửi",
    ):  # fmt: skip
        await author.say(line)
    return author


async def filed(world: World) -> int:
    """How many initiatives lists have brought."""
    count = "SELECT count(*) FROM submissions WHERE consented_by = 'list'"
    return int(await world.site.database.read(lambda uow: uow.connection.exec_driver_sql(count).scalar_one()))


def codes_of(content: bytes) -> dict[str, tuple[str, str]]:
    """By title: the code, and what became of the row."""
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert "080888" not in str(list(sheet.values))
    return {str(title): (str(code), str(state)) for _, _, title, code, state in list(sheet.values)[1:]}
