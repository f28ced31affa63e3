"""A workplace that nobody finds, through the real doors: workers type it, the district maps it, the CĐCS decides."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.domain import Role
from tests.day import ABOUT_ME, DESCRIPTION, FEDERATION, TITLE, UNION, receipt
from tests.site import World, running
from tests.telegram_chats import Message
from tests.telegram_user import TelegramUser

TYPED = "Mầm non Hoa Mai cơ sở Đào Ngạn"


@pytest.fixture
async def everywhere(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """On each of the databases."""
    async with running(database_url, tmp_path) as world:
        yield world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """On SQLite: what differs between databases is seen by tests/storage/test_workplaces.py."""
    async with running(f"sqlite+aiosqlite:///{tmp_path}/site.db", tmp_path) as world:
        yield world


async def file_from(worker: TelegramUser, workplace: str, number: str = ABOUT_ME[1]) -> str:
    """File an initiative from a workplace that is not on the list. Returns: its code."""
    await worker.say("/nop")
    about = (ABOUT_ME[0], number, *ABOUT_ME[2:5], "không thấy đơn vị tôi", workplace, "hành chính sự nghiệp")
    for line in ("Đồng ý", *about, "Y tế", "3/2021", TITLE, DESCRIPTION, "Gửi"):
        await worker.say(line)
    return receipt(worker)


async def noticed(world: World, staff: TelegramUser) -> None:
    """Wait until the district has been told."""
    await world.telegram.until(lambda: any("tự nhập đang chờ" in message.text for message in staff.chat.shown))
    await world.settled()


async def test_from_an_unknown_workplace_to_a_decision(everywhere: World) -> None:
    """Two authors, one tap of the district, a card each for the executive, and the next author finds it at once."""
    world = everywhere
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    one, two = world.user(10), world.user(11)
    first = await file_from(one, TYPED)
    await noticed(world, staff)
    second = await file_from(two, "CĐCS mam non hoa mai co so dao ngan", "080888998")
    assert sum("tự nhập đang chờ" in message.text for message in staff.chat.shown) == 1, "many are one message"
    assert first not in executive.chat.last.text
    await staff.press("Ghép đơn vị")
    assert f"“{TYPED}” (2 sáng kiến, 2 tác giả)" in staff.chat.last.text
    assert "mam non hoa mai co so dao ngan" in staff.chat.last.text
    await staff.press("Trường Mầm non Hoa Mai")
    assert "Không còn đơn vị nào chờ ghép" in staff.chat.last.text
    for worker in (one, two):
        assert "nay đã được ghi là: Trường Mầm non Hoa Mai" in worker.chat.last.text
    assert {first, second} == set(cards(executive))
    await executive.say(f"duyệt {first}")
    await executive.press("Chưa, xác nhận trước")
    assert "đã được Trần Thị B xác nhận" in one.chat.last.text
    await two.press_action(*_button(two, "Nộp thêm"))
    for line in ("Y tế", "3/2021", "Việc khác", DESCRIPTION):
        await two.say(line)
    assert "CĐCS: Trường Mầm non Hoa Mai" in two.chat.last.text


def cards(executive: TelegramUser) -> dict[str, Message]:
    """The cards that wait for somebody, by code."""
    return {message.text.split()[3]: message for message in executive.chat.shown if "chờ xác nhận" in message.text}


async def test_a_mistake_is_undone(world: World) -> None:
    """What was decided stays, the rest waits again and its card is closed; the reports are right before and after."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    decided, waiting = world.user(10), world.user(11)
    first = await file_from(decided, TYPED)
    second = await file_from(waiting, TYPED, "080888998")
    await staff.say("ghép đơn vị")
    await staff.say("1")
    await executive.say(f"duyệt {first}")
    await executive.press("Chưa, xác nhận trước")
    await staff.say("/report cdcs")
    assert "1. Trường Mầm non Hoa Mai\nNộp 2 · xác nhận 1" in staff.chat.last.text
    assert "Chưa rõ CĐCS" not in staff.chat.last.text
    card = cards(executive)[second]
    await staff.press_action(*_button(staff, "Ghép nhầm? Hoàn tác"))
    assert f"1 sáng kiến của “{TYPED}” trở lại" in staff.chat.last.text
    assert "1 sáng kiến đã có quyết định" in staff.chat.last.text
    closed = executive.chat.find(card.message_id)
    assert closed is not None
    assert closed.labels == []
    await world.telegram.until(lambda: f"“{TYPED}” nay lại được ghi đúng như vậy" in waiting.chat.last.text)
    assert not any("nay lại được ghi" in message.text for message in decided.chat.shown)
    await staff.say("/report cdcs")
    assert "Chưa rõ CĐCS" in staff.chat.last.text
    assert "Ghép đơn vị" in staff.chat.last.labels


def _button(user: TelegramUser, label: str) -> tuple[int, str]:
    """Where the newest button of that label is, and its action."""
    for message in reversed(user.chat.shown):
        for button in (button for row in message.rows for button in row):
            if button.label == label:
                return message.message_id, button.action
    raise AssertionError(label)


async def test_two_of_the_district_and_a_new_union(world: World) -> None:
    """The first one wins; a CĐCS that is created is found by the next author, and the district decides for it."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    other = await world.member(31, Role.STAFF, FEDERATION, "Phạm Văn E")
    worker = world.user(10)
    code = await file_from(worker, "Thư viện huyện")
    await noticed(world, staff)
    await staff.say("/ghepdonvi")
    await other.say("/ghepdonvi")
    for answer in ("➕ Tạo CĐCS mới", "Thư viện huyện", "Khối hành chính sự nghiệp"):
        await staff.press(answer)
    assert "nay đã được ghi là: Thư viện huyện" in worker.chat.last.text
    assert code in staff.chat.last.text, "no executive yet: the district decides"
    assert "CĐCS: Thư viện huyện" in staff.chat.last.text
    await other.say("Để sau")
    assert "Không còn đơn vị nào" in other.chat.last.text
    await staff.say(f"duyệt {code}")
    await staff.press("Chưa, xác nhận trước")
    assert "đã được Lê Văn C xác nhận" in worker.chat.last.text
    colleague = world.user(11)
    await colleague.say("/nop")
    for line in ("Đồng ý", ABOUT_ME[0], "080888998", *ABOUT_ME[2:5], "thu vien huyen"):
        await colleague.say(line)
    assert "lĩnh vực" in colleague.chat.last.text, "CĐCS and block are known"


async def test_whom_to_turn_to(world: World) -> None:
    """/caidat of the district is what a worker of one of its CĐCS reads under /hotro."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    worker = world.user(10)
    await worker.say(f"/start {await world.link(UNION)}")
    await worker.say("/hotro")
    assert "ban chấp hành công đoàn cơ sở" in worker.chat.shown[-2].text + worker.chat.last.text
    await staff.say("/caidat")
    await staff.press("Đổi: Điện thoại")
    await staff.say("0206.3852.123 máy lẻ 12")
    assert "Điện thoại: 0206 3852 123 máy lẻ 12" in staff.chat.last.text
    await staff.press("Đổi: Người liên hệ")
    await staff.say("Nguyễn Văn A, Văn phòng")
    await worker.say("/hotro")
    said = "\n".join(message.text for message in worker.chat.shown[-2:])
    assert "xin liên hệ LĐLĐ huyện Hà Quảng:" in said
    assert "Người liên hệ: Nguyễn Văn A, Văn phòng" in said
    assert "0206 3852 123 máy lẻ 12" in said
