"""A day on Telegram, through the real doors: webhook in, Bot API calls out, for worker, executive and district staff."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from conversations.domain import Role
from tests.day import DESCRIPTION, FEDERATION, UNION, file
from tests.site import World, running


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with running(database_url, tmp_path) as world:
        yield world


async def test_file_confirm_report(world: World) -> None:
    """A worker files, the executive confirms with the employer's agreement, the district sees it."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    worker = world.user(10)
    code = await file(worker)
    card = executive.chat.last
    assert code in card.text
    assert card.labels == ["✅ Xác nhận", "✏️ Yêu cầu bổ sung", "⛔ Từ chối"]
    assert "080888999" not in card.text
    assert "0912345678" not in card.text
    await executive.press("✅ Xác nhận")
    await executive.press("Đã đồng ý")
    await executive.say("Hoàng Thị D, Hiệu trưởng")
    await executive.press("Hôm nay")
    assert "Đã xác nhận 1 sáng kiến" in executive.chat.last.text
    assert "Hồ sơ hợp lệ" in worker.chat.last.text
    closed = executive.chat.find(card.message_id)
    assert closed is not None
    assert closed.labels == []
    assert "đã được Trần Thị B xác nhận" in closed.text
    await worker.say("/theodoi")
    assert "Hợp lệ" in worker.chat.last.text
    await staff.say("/report")
    assert "1" in staff.chat.last.text
    assert "LĐLĐ huyện Hà Quảng" in staff.chat.last.text


async def test_changes_are_asked_made_and_seen(world: World) -> None:
    """The worker changes only what was asked, and the executive sees old and new."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    worker = world.user(10)
    code = await file(worker)
    await executive.say(f"bổ sung {code[:4]}")
    await executive.press("Tên sáng kiến")
    await executive.press("Xong")
    await executive.say("Xin ghi rõ tên giải pháp")
    assert "Xin ghi rõ tên giải pháp" in worker.chat.last.text
    await worker.press("Sửa ngay")
    assert "Sổ theo dõi tiêm chủng" in worker.chat.last.text
    await worker.say("Bảng tính theo dõi tiêm chủng")
    await worker.press("Gửi lại")
    assert "trước đây: Sổ theo dõi tiêm chủng" in executive.chat.last.text
    await executive.press("✅ Xác nhận")
    await executive.press("Chưa, xác nhận trước")
    assert "đã được Trần Thị B xác nhận" in worker.chat.last.text


async def test_first_decision_wins_and_other_cards_close(world: World) -> None:
    """Two executives: the second's card closes, and an old tap is told who decided."""
    first = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    second = await world.member(21, Role.EXECUTIVE, UNION, "Phạm Văn E")
    worker = world.user(10)
    await file(worker)
    stale = second.chat.last
    action = stale.rows[0][0].action
    await first.press("⛔ Từ chối")
    await first.press("Trùng với một sáng kiến đã nộp.")
    seen = second.chat.find(stale.message_id)
    assert seen is not None
    assert "Trần Thị B không xác nhận" in seen.text
    await second.press_action(stale.message_id, action)
    assert "đã xử lý rồi" in second.chat.last.text
    assert "Trần Thị B" in second.chat.last.text
    assert "Trùng với một sáng kiến đã nộp." in worker.chat.last.text


async def test_no_executive_means_the_district_decides(world: World) -> None:
    """The district gets the card and may decide."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    worker = world.user(10)
    await file(worker)
    await staff.press("✅ Xác nhận")
    await staff.press("Chưa, xác nhận trước")
    assert "đã được Lê Văn C xác nhận" in worker.chat.last.text


async def test_an_executive_cannot_decide_on_an_own_initiative(world: World) -> None:
    """It goes to the district instead, also when it was filed from another account with the same identity number."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    code = await file(executive)
    assert code in staff.chat.last.text
    await executive.say(f"duyệt {code}")
    assert "của chính đồng chí" in executive.chat.last.text


async def test_an_executives_second_account_is_no_second_person(world: World) -> None:
    """Filed from another account with the identity number of the only executive: the district is told, not he."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Nguyễn Văn A")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    await file(executive, "Việc thứ nhất")
    second_account = world.user(10)
    code = await file(second_account, "Việc thứ hai")
    assert code in staff.chat.last.text
    assert code not in executive.chat.last.text
    await executive.say(f"duyệt {code}")
    assert "của chính đồng chí" in executive.chat.last.text


async def test_staff_invites_an_executive(world: World) -> None:
    """/moi gives a link that grants the role once; the menu follows, and the next initiative arrives."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    await staff.say("/moi")
    await staff.press("Cán bộ BCH CĐCS")
    await staff.press("Trường Mầm non Hoa Mai")
    invitation = staff.chat.last.text
    code = invitation.split("?start=")[1].split()[0]
    assert f"https://bot.example/q/{code}" in invitation
    executive = world.user(20)
    await executive.say(f"/start {code}")
    await executive.say("Trần Thị B")
    assert "Trường Mầm non Hoa Mai" in executive.chat.last.text
    menus = [dict(commands) for scope, commands in world.telegram.commands.items() if "20" in scope]
    assert ["duyet" in menu for menu in menus] == [True]
    other = world.user(21)
    await other.say(f"/start {code}")
    assert "đã được dùng rồi" in other.chat.last.text
    filed = await file(world.user(10))
    assert filed in executive.chat.last.text


async def test_moving_the_close_takes_effect_at_once(world: World) -> None:
    """The draft is kept, nothing new is accepted, and a later close opens it again."""
    worker = world.user(10)
    await worker.say("/nop")
    for line in ("Đồng ý", "Nguyễn Văn A", "080888999", "0912345678", "cao bằng", "hà quảng", "Trường Mầm non Hoa Mai", "1", "3/2021", "Tên mới", DESCRIPTION):
        await worker.say(line)
    await world.site.database.write(lambda uow: uow.campaigns.move("75nghin-2021", at=world.clock(), closes=world.clock()))
    await worker.say("Gửi")
    assert "đã ngừng nhận" in worker.chat.last.text
    later = world.clock() + timedelta(hours=1)
    await world.site.database.write(lambda uow: uow.campaigns.move("75nghin-2021", at=world.clock(), closes=later))
    await worker.say("Gửi")
    assert "Mã biên nhận" in worker.chat.last.text


async def test_every_view_of_the_report(world: World) -> None:
    """Each view answers, with a picture by day and a table to open in a spreadsheet."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    await file(world.user(10))
    for view in ("", " cdcs", " thieu", " cho", " ngay", " excel", " cdcs từ 10/3 đến 15/4"):
        await staff.say(f"/report{view}")
        assert "Hà Quảng" in staff.chat.last.text, view
    files = [message.file for message in staff.chat.shown if message.file]
    assert ["image/png", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] == [f.mime for f in files]
    await staff.say("/report con mèo")
    assert "/report" in staff.chat.last.text


async def test_a_second_initiative_reuses_personal_data(world: World) -> None:
    """ "Nộp thêm" asks only what is new; the first stays."""
    worker = world.user(10)
    first = await file(worker)
    await worker.press("Nộp thêm")
    assert "lĩnh vực" in worker.chat.last.text
    for line in ("Bỏ qua", "2/2021", "Máy tẽ ngô", DESCRIPTION, "Gửi"):
        await worker.say(line)
    await worker.say("/theodoi")
    assert first in worker.chat.last.text
    assert "Máy tẽ ngô" in worker.chat.last.text


async def test_the_same_update_again_has_one_effect(world: World) -> None:
    """Telegram delivers twice: nothing is said or stored twice."""
    worker = world.user(10)
    await file(worker)
    before = len(worker.chat.shown)
    for _ in range(3):
        await worker.repeat()
    assert len(worker.chat.shown) == before
    await worker.say("/theodoi")
    assert "Sáng kiến của anh/chị (1)" in worker.chat.last.text


async def test_a_poster_leads_to_one_question(world: World) -> None:
    """A deep link with a CĐCS code asks "Đúng đơn vị này?" instead of four questions."""
    worker = world.user(10)
    await worker.say(f"/start {await world.link(UNION)}")
    for line in ("Đồng ý", "Nguyễn Văn A", "080888999"):
        await worker.say(line)
    await worker.share_contact()
    asked = worker.chat.last
    assert "Trường Mầm non Hoa Mai" in asked.text
    await worker.press("Đúng đơn vị này")
    assert "lĩnh vực" in worker.chat.last.text
    assert asked.labels == []
    assert asked.text.endswith("Đúng đơn vị này")


async def test_a_long_paste_is_one_text(world: World) -> None:
    """Pieces of a paste are answered once, with the whole count."""
    worker = world.user(10)
    await worker.say("/nop")
    for line in (
        "Đồng ý",
        "Nguyễn Văn A",
        "080888999",
        "0912345678",
        "cao bằng",
        "hà quảng",
        "Trường Mầm non Hoa Mai",
        "1",
        "3/2021",
        "Tên mới",
    ):
        await worker.say(line)
    before = len(worker.chat.shown)
    await worker.paste("Câu này dài ba mươi ký tự đấy. " * 200, expects=0)
    world.clock.move(seconds=5)
    await world.settled()
    new = worker.chat.shown[before:]
    answers = [m for m in new if m.labels]
    assert len(answers) == 1
    assert "6.199/1.000" in answers[0].text


async def test_bad_input_of_every_kind_is_answered(world: World) -> None:
    """Stickers, voice, location, 100 kB, control characters, year-old buttons: an answer, never an exception."""
    worker = world.user(10)
    await worker.say("/nop")
    await worker.say("Đồng ý")
    for content in (
        {"sticker": {"file_id": "x", "file_unique_id": "x", "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
        {"voice": {"file_id": "x", "file_unique_id": "x", "duration": 1}},
        {"location": {"latitude": 22.9, "longitude": 106.0}},
        {"photo": [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}]},
    ):  # fmt: skip
        await worker.send(expects=2 if "photo" in content else 1, **content)  # a photo is looked at first
        assert "Bước 1/" in worker.chat.last.text
    for text in ("\u202e\u0000\u0007", "🙂🙂", "a" * 4096, "e\u0301\u0302" * 50):
        await worker.say(text)
        assert "Bước 1/" in worker.chat.last.text, text
    await worker.press_action(worker.chat.last.message_id, "a.1.consent.agree")
    assert "không còn dùng được" in worker.chat.last.text


async def test_a_blocked_chat_is_left_alone(world: World) -> None:
    """Whoever blocks the bot gets nothing until they write again."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    await executive.block()
    before = len(world.telegram.calls)
    await file(world.user(10))
    assert not [c for c in world.telegram.calls[before:] if c.parameters.get("chat_id") == 20]
