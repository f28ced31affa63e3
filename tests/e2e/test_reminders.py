"""Reminders as people get them on Telegram: days pass, the timers come round, a message arrives, a button helps."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.timers import Timers
from conversations.domain import Role
from tests.builders import CAMPAIGN
from tests.day import FEDERATION, UNION, file
from tests.site import World, running
from tests.telegram_user import TelegramUser


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with running(database_url, tmp_path) as world:
        yield world


async def pass_by(world: World, **ahead: int) -> None:
    """Time passes, and the timers come round at its end."""
    world.clock.move(**ahead)
    await come_round(world)


async def come_round(world: World) -> None:
    site = world.site
    await Timers(site.database, site.facts, site.sender.wake, site.clock).round()
    await world.settled()


async def begin(worker: TelegramUser) -> int:
    """Leave the form in the middle. Returns: messages on the screen."""
    await worker.say("/nop")
    for line in ("Đồng ý", "Nguyễn Văn A", "080888999"):
        await worker.say(line)
    return len(worker.chat.shown)


async def test_a_draft_is_brought_back_and_sent(world: World) -> None:
    """After a day the worker is reminded, one tap asks the question again, three days before the close once more."""
    worker = world.user(10)
    before = await begin(worker)
    await pass_by(world, hours=23)
    assert len(worker.chat.shown) == before
    await pass_by(world, hours=2)
    assert "còn 9 câu là xong" in worker.chat.last.text
    assert worker.chat.last.labels == ["Tiếp tục bản nháp", "Dừng nhắc"]
    await worker.press("Tiếp tục bản nháp")
    assert "Số điện thoại" in worker.chat.last.text
    await worker.say("0912345678")
    world.clock.now = CAMPAIGN.closes - timedelta(days=3) + timedelta(hours=9)
    await come_round(world)
    assert "Còn 3 ngày để gửi sáng kiến (24h ngày 22/4/2021)" in worker.chat.last.text
    before = len(worker.chat.shown)
    await pass_by(world, days=1)
    assert len(worker.chat.shown) == before
    await worker.press("Tiếp tục bản nháp")
    for line in ("cao bằng", "hà quảng", "Trường Mầm non Hoa Mai", "Y tế", "3/2021", "Tên mới", "Mô tả đủ dài của một việc có ích.", "Gửi"):
        await worker.say(line)
    assert "Mã biên nhận" in worker.chat.last.text


async def test_who_says_stop_is_left_alone(world: World) -> None:
    """The button under a reminder stops them all; the words bring them back."""
    worker = world.user(10)
    await begin(worker)
    await pass_by(world, hours=25)
    await worker.press("Dừng nhắc")
    assert "sẽ không nhắc việc nữa" in worker.chat.last.text
    before = len(worker.chat.shown)
    world.clock.now = CAMPAIGN.closes - timedelta(days=2) + timedelta(hours=9)
    await come_round(world)
    assert len(worker.chat.shown) == before
    await worker.say("nhắc lại")
    await pass_by(world, hours=25)
    assert "Hôm nay là ngày cuối để gửi sáng kiến" in worker.chat.last.text


async def test_decisions_are_asked_for(world: World) -> None:
    """A digest in the morning, the old ones by name after two days, the district after four; the button opens the queue."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    code = await file(world.user(10))
    other = await file(world.user(11), "Giá phơi khăn ba tầng")
    quiet = len(staff.chat.shown)
    await pass_by(world, days=1)
    assert executive.chat.last.text.startswith("Có 2 sáng kiến đang chờ đồng chí xác nhận")
    await pass_by(world, days=1, minutes=1)
    assert "Đã chờ từ 2 ngày trở lên: 2" in executive.chat.last.text
    assert f"{code} “Sổ theo dõi tiêm chủng”" in executive.chat.last.text
    await executive.press("Duyệt sáng kiến")
    await executive.press("✅ Xác nhận")
    await executive.press("Chưa, xác nhận trước")
    assert len(staff.chat.shown) == quiet
    await pass_by(world, days=2)
    assert "có 1 sáng kiến đã chờ từ 4 ngày trở lên" in staff.chat.last.text
    assert f"{other}, Trường Mầm non Hoa Mai" in staff.chat.last.text
    await staff.press("Đang chờ")
    assert "Hà Quảng" in staff.chat.last.text


async def test_the_close_and_what_follows(world: World) -> None:
    """Whoever had not sent is told that the draft is kept, and goes on when the programme is extended."""
    worker = world.user(10)
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    await begin(worker)
    world.clock.now = CAMPAIGN.closes - timedelta(days=3) + timedelta(hours=9)
    await come_round(world)
    assert "Còn 3 ngày là chương trình" in executive.chat.last.text
    world.clock.now = CAMPAIGN.closes + timedelta(hours=9)
    await come_round(world)
    assert "đã ngừng nhận sáng kiến (24h ngày 22/4/2021)" in worker.chat.last.text
    assert "vẫn duyệt được" in executive.chat.last.text
    later = CAMPAIGN.closes + timedelta(days=8)
    await world.site.database.write(lambda uow: uow.campaigns.move(CAMPAIGN.code, at=world.clock(), closes=later))
    await worker.say("tiếp tục")
    assert "Số điện thoại" in worker.chat.last.text
    world.clock.now = later - timedelta(days=3) + timedelta(hours=9)
    await come_round(world)
    assert "Còn 3 ngày là chương trình" in executive.chat.last.text


async def test_staff_remind_those_who_have_nothing(world: World) -> None:
    """One tap under the list: by day the executives hear of it at once, by night in the morning, as the answer says."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    await staff.say("/report thieu")
    shown = len(executive.chat.shown)
    await staff.press("🔔 Nhắc các CĐCS chưa có")
    assert staff.chat.last.text.startswith("Bot đang nhắc cán bộ của 1 CĐCS chưa có sáng kiến.\n5 CĐCS chưa có cán bộ")
    await world.telegram.until(lambda: len(executive.chat.shown) == shown + 1)
    assert "Trường Mầm non Hoa Mai chưa có sáng kiến nào" in executive.chat.last.text
    world.clock.move(hours=10)
    await staff.say("/report thieu")
    await staff.press("🔔 Nhắc các CĐCS chưa có")
    assert "từ 07:30 ngày 2/4/2021" in staff.chat.last.text
    await come_round(world)
    assert len(executive.chat.shown) == shown + 1
    await pass_by(world, hours=10)
    assert len(executive.chat.shown) == shown + 2
