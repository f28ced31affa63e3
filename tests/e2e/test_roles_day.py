"""Roles on Telegram, through the real doors: invited, noticed, asked for, removed, and codes that open nothing."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from conversations import codes
from conversations.domain import Role
from tests.day import FEDERATION, UNION, file
from tests.site import World, running
from tests.telegram_user import TelegramUser


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    """With notices as fast as they come."""
    async with running(database_url, tmp_path, telegram_chat_per_second=100.0, telegram_per_second=100.0) as world:
        yield world


def commands_of(world: World, user: TelegramUser) -> set[str]:
    """The command menu that Telegram shows in a chat."""
    return {name for scope, menu in world.telegram.commands.items() if str(user.number) in scope for name, _ in menu}


async def invited(world: World, staff: TelegramUser, number: int, name: str) -> TelegramUser:
    """Somebody who scans the picture that the staff got for the CĐCS."""
    await staff.say("/moi")
    await staff.press("Cán bộ BCH CĐCS")
    await staff.press("Trường Mầm non Hoa Mai")
    picture = staff.chat.last.file
    assert picture is not None
    assert picture.is_photo
    user = world.user(number)
    [scanned] = zxingcpp.read_barcodes(Image.open(BytesIO(picture.content)))
    await user.say(f"/start {scanned.text.rsplit('/', 1)[-1].rsplit('=', 1)[-1]}")
    await user.say(name)
    return user


async def test_invited_noticed_and_removed(world: World) -> None:
    """A QR picture lets people in, those beside and above are told, and a role that is taken is gone at the next tap."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    first = await invited(world, staff, 20, "Trần Thị B")
    assert "Trần Thị B vừa trở thành Cán bộ BCH CĐCS của Trường Mầm non Hoa Mai" in staff.chat.last.text
    second = await invited(world, staff, 21, "Phạm Văn E")
    assert "Phạm Văn E vừa trở thành" in first.chat.last.text
    assert "qua lời mời của Lê Văn C" in first.chat.last.text
    assert first.chat.last.labels == []
    assert staff.chat.last.labels == ["Gỡ quyền"]
    await file(world.user(10))
    card = first.chat.last
    assert "duyet" in commands_of(world, first)
    await staff.say("/canbo Trường Mầm non Hoa Mai")
    assert "1. Trần Thị B · Cán bộ BCH CĐCS" in staff.chat.last.text
    await staff.press("1. Trần Thị B")
    before = len(second.chat.shown)
    await staff.press("Gỡ quyền")
    await staff.press("Đồng ý gỡ")
    assert "Đã gỡ quyền của Trần Thị B" in staff.chat.last.text
    assert "đã kết thúc" in first.chat.last.text
    assert "duyet" not in commands_of(world, first)
    await first.press_action(card.message_id, card.rows[0][0].action)
    assert "không thuộc phạm vi" in first.chat.last.text
    assert len(second.chat.shown) == before, "nobody else is disturbed"
    assert "duyet" in commands_of(world, second)
    await second.press("✅ Xác nhận")
    assert "đã đồng ý cho áp dụng chưa" in second.chat.last.text


async def test_asking_and_being_let_in(world: World) -> None:
    """The card of who asks goes to all staff, the first answer wins and closes the others, the asker may decide at once."""
    staff = [await world.member(number, Role.STAFF, FEDERATION, name) for number, name in ((30, "Lê Văn C"), (31, "Đỗ Thị G"))]
    asker = world.user(20)
    await asker.say("Tôi là cán bộ CĐCS Trường Mầm non Hoa Mai")
    for line in ("Trần Thị B", "cao bằng", "hà quảng"):
        await asker.say(line)
    assert "Trần Thị B xin quyền duyệt sáng kiến của Trường Mầm non Hoa Mai" in asker.chat.last.text
    await asker.press("Gửi đề nghị")
    assert "LĐLĐ huyện Hà Quảng" in asker.chat.last.text
    assert "duyet" not in commands_of(world, asker)
    await asker.say("/duyet")
    assert "dành cho cán bộ công đoàn" in asker.chat.last.text
    cards = [one.chat.last for one in staff]
    assert all("🙋 Trần Thị B xin quyền" in card.text and "Nhắn từ: Telegram" in card.text for card in cards)
    answers = [button for row in cards[1].rows for button in row]
    await staff[0].press("✅ Nhận làm cán bộ duyệt")
    assert "từ nay duyệt sáng kiến" in asker.chat.last.text
    assert "duyet" in commands_of(world, asker)
    closed = staff[1].chat.find(cards[1].message_id)
    assert closed is not None
    assert "Lê Văn C đã nhận" in closed.text
    assert closed.labels == []
    assert "người chấp nhận: Lê Văn C" in staff[1].chat.last.text
    await staff[1].press_action(closed.message_id, answers[1].action)
    assert "Lê Văn C đã nhận" in staff[1].chat.last.text
    code = await file(world.user(10))
    assert code in asker.chat.last.text
    await staff[0].say("/canbo")
    assert "5/6 CĐCS chưa có người duyệt" in staff[0].chat.last.text


async def test_guessing_leads_nowhere(world: World) -> None:
    """After ten wrong codes an account's invitations wait for an hour; posters and the form do not, nor do others."""
    guesser, other = world.user(66), world.user(67)
    invitation, poster = await world.link(UNION, Role.EXECUTIVE), await world.link(UNION)
    for number in range(10):
        wrong = codes.with_check(f"{number:07d}".translate(str.maketrans("01", "XY")))
        await guesser.say(f"/start {wrong}" if number % 2 else f"mã {wrong}")
    for line in (f"/start {invitation}", "/start M5N8P3RK", f"thử {invitation}"):
        await guesser.say(line)
        assert "vai trò" not in guesser.chat.last.text, line
    await guesser.say(f"/start {invitation}")
    assert "tạm dừng nhận trong một giờ" in guesser.chat.last.text
    await guesser.say(f"/start {poster}")
    assert "Anh/chị có đồng ý không?" in guesser.chat.last.text
    assert await world.site.database.read(lambda uow: uow.wrong_codes.count(world.clock.now)) == 10
    await other.say(f"/start {invitation}")
    assert "Đồng chí được mời với vai trò" in other.chat.last.text
    world.clock.move(minutes=61)
    await guesser.say(f"/start {invitation}")
    assert "Đồng chí được mời với vai trò" in guesser.chat.last.text
