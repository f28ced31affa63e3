"""A day on a Zalo Official Account, through the real doors: signed webhook in, OpenAPI calls out, for worker, executive and district staff."""

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.builtin import NATIONAL_CODE
from conversations.domain import Role
from tests.day import DESCRIPTION, FEDERATION, UNION, file
from tests.zalo_oa_api import CS, PROFILE
from tests.zalo_oa_chats import Button
from tests.zalo_oa_site import ZaloWorld, running


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[ZaloWorld]:
    async with running(database_url, tmp_path) as world:
        yield world


async def test_file_confirm_report(world: ZaloWorld) -> None:
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
    await executive.tap("✅ Xác nhận")
    await executive.tap("Đã đồng ý")
    await executive.say("Hoàng Thị D, Hiệu trưởng")
    await executive.tap("Hôm nay")
    assert "Đã xác nhận 1 sáng kiến" in executive.chat.last.text
    assert "Hồ sơ hợp lệ" in worker.chat.last.text
    await executive.tap_button(card.buttons[2])
    assert "đã xử lý rồi" in executive.chat.last.text
    await worker.say("/theodoi")
    assert "Hợp lệ" in worker.chat.last.text
    await staff.say("/report")
    assert "1" in staff.chat.last.text
    assert "LĐLĐ huyện Hà Quảng" in staff.chat.last.text


async def test_the_name_on_zalo(world: ZaloWorld) -> None:
    """It is proposed once there is consent, and taken by a tap; the button answers nothing later."""
    worker = world.user(10)
    worker.chat.name = "Nguyễn Văn A"
    await worker.say("/nop")
    assert [] == world.zalo.called(PROFILE)
    await worker.say("Đồng ý")
    button = worker.chat.last.buttons[0]
    await worker.tap("👤 Nguyễn Văn A")
    assert "CCCD" in worker.chat.last.text
    await worker.tap_button(button, expects=0)
    await worker.tap_button(button)
    assert "không còn dùng được" in worker.chat.last.text
    assert "CCCD" in worker.chat.last.text
    assert 1 == len(world.zalo.called(PROFILE))


async def test_changes_are_asked_made_and_seen(world: ZaloWorld) -> None:
    """The worker changes only what was asked, and the executive sees old and new."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    worker = world.user(10)
    code = await file(worker)
    await executive.say(f"bổ sung {code[:4]}")
    await executive.tap("Tên sáng kiến")
    await executive.tap("Xong")
    await executive.say("Xin ghi rõ tên giải pháp")
    assert "Xin ghi rõ tên giải pháp" in worker.chat.last.text
    await worker.tap("Sửa ngay")
    assert "Sổ theo dõi tiêm chủng" in worker.chat.last.text
    await worker.say("Bảng tính theo dõi tiêm chủng")
    await worker.tap("Gửi lại")
    await executive.say("/duyet")  # a second card within six hours would be pushed as a digest
    assert "trước đây: Sổ theo dõi tiêm chủng" in executive.chat.last.text
    await executive.tap("✅ Xác nhận")
    await executive.tap("Chưa, xác nhận trước")
    assert "đã được Trần Thị B xác nhận" in worker.chat.last.text


async def test_first_decision_wins_and_other_cards_close(world: ZaloWorld) -> None:
    """Two executives: the second's card cannot be closed, but its tap is told who decided, and changes nothing."""
    first = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    second = await world.member(21, Role.EXECUTIVE, UNION, "Phạm Văn E")
    worker = world.user(10)
    await file(worker)
    stale = second.chat.last
    await first.tap("⛔ Từ chối")
    await first.tap("Trùng với một sáng kiến đã nộp.")
    await second.tap_button(stale.buttons[0])
    assert "đã xử lý rồi" in second.chat.last.text
    assert "Trần Thị B" in second.chat.last.text
    assert "Trùng với một sáng kiến đã nộp." in worker.chat.last.text


async def test_no_executive_means_the_district_decides(world: ZaloWorld) -> None:
    """The district gets the card and may decide."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    worker = world.user(10)
    await file(worker)
    await staff.tap("✅ Xác nhận")
    await staff.tap("Chưa, xác nhận trước")
    assert "đã được Lê Văn C xác nhận" in worker.chat.last.text


async def test_an_executive_cannot_decide_on_an_own_initiative(world: ZaloWorld) -> None:
    """It goes to the district instead, also when it was filed from another account with the same identity number."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    code = await file(executive)
    assert code in staff.chat.last.text
    await executive.say(f"duyệt {code}")
    assert "của chính đồng chí" in executive.chat.last.text


async def test_an_executives_second_account_is_no_second_person(world: ZaloWorld) -> None:
    """Filed from another account with the identity number of the only executive: the district is told, not he."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Nguyễn Văn A")
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    await file(executive, "Việc thứ nhất")
    second_account = world.user(10)
    code = await file(second_account, "Việc thứ hai")
    await staff.say("/duyet")  # a second card within six hours would be pushed as a digest
    assert any(code in message.text for message in staff.chat.said[-2:])
    assert code not in executive.chat.last.text
    await executive.say(f"duyệt {code}")
    assert "của chính đồng chí" in executive.chat.last.text


async def test_staff_invites_an_executive(world: ZaloWorld) -> None:
    """/moi gives a link that grants the role once; the menu follows, and the next initiative arrives."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    await staff.say("/moi")
    await staff.tap("Cán bộ BCH CĐCS")
    await staff.tap("Trường Mầm non Hoa Mai")
    invitation, picture = staff.chat.messages[-2:]  # Zalo shows a picture as a message of its own
    assert picture.file
    code = invitation.text.split("https://bot.example/q/")[1].split()[0]
    executive = world.user(20)
    await executive.say(code)
    await executive.say("Trần Thị B")
    assert "Trường Mầm non Hoa Mai" in executive.chat.last.text
    other = world.user(21)
    await other.say(code)
    assert "đã được dùng rồi" in other.chat.last.text
    filed = await file(world.user(10))
    assert filed in executive.chat.last.text


async def test_moving_the_close_takes_effect_at_once(world: ZaloWorld) -> None:
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


async def test_every_view_of_the_report(world: ZaloWorld) -> None:
    """Each view answers, with a picture by day."""
    staff = await world.member(30, Role.STAFF, FEDERATION, "Lê Văn C")
    await file(world.user(10))
    for view in ("", " cdcs", " thieu", " cho", " ngay", " cdcs từ 10/3 đến 15/4"):
        said = await staff.say(f"/report{view}")
        assert "Hà Quảng" in said[0].text, view
    assert [".png"] == [message.file.name[-4:] for message in staff.chat.said if message.file]
    await staff.say("/report excel")
    assert "Mở tệp" in staff.chat.last.labels  # Zalo takes no table
    await staff.say("/report con mèo")
    assert "/report" in staff.chat.last.text


async def test_a_second_initiative_reuses_personal_data(world: ZaloWorld) -> None:
    """ "Nộp thêm" asks only what is new; the first stays."""
    worker = world.user(10)
    first = await file(worker)
    await worker.tap("Nộp thêm")
    assert "lĩnh vực" in worker.chat.last.text
    for line in ("Bỏ qua", "2/2021", "Máy tẽ ngô", DESCRIPTION, "Gửi"):
        await worker.say(line)
    await worker.say("/theodoi")
    assert first in worker.chat.last.text
    assert "Máy tẽ ngô" in worker.chat.last.text


async def test_the_same_update_again_has_one_effect(world: ZaloWorld) -> None:
    """Zalo delivers twice: nothing is said or stored twice."""
    worker = world.user(10)
    await file(worker)
    before = len(worker.chat.said)
    for _ in range(3):
        await worker.repeat()
    assert len(worker.chat.said) == before
    await worker.say("/theodoi")
    assert "Sáng kiến của anh/chị (1)" in worker.chat.last.text


async def test_a_poster_leads_to_one_question(world: ZaloWorld) -> None:
    """The code of a CĐCS, sent by hand, asks "Đúng đơn vị này?" instead of four questions."""
    worker = world.user(10)
    await worker.follow()
    await worker.say(await world.link(UNION))
    for line in ("Đồng ý", "Nguyễn Văn A", "080888999"):
        await worker.say(line)
    await worker.share_contact()
    assert "Trường Mầm non Hoa Mai" in worker.chat.last.text
    await worker.tap("Đúng đơn vị này")
    assert "lĩnh vực" in worker.chat.last.text


async def test_a_long_paste_is_one_text(world: ZaloWorld) -> None:
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
    before = len(worker.chat.said)
    await worker.paste("Câu này dài ba mươi ký tự đấy. " * 200, expects=0)
    world.clock.move(seconds=5)
    await world.settled()
    new = worker.chat.said[before:]
    answers = [m for m in new if m.labels]
    assert len(answers) == 1
    assert "6.202/1.000" in answers[0].text


async def test_bad_input_of_every_kind_is_answered(world: ZaloWorld) -> None:
    """Stickers, voice, location, 100 kB, control characters, year-old buttons: an answer, never an exception."""
    worker = world.user(10)
    await worker.say("/nop")
    await worker.say("Đồng ý")
    await worker.send_sticker()
    assert "Bước 1/" in worker.chat.last.text
    for kind, payload in (
        ("audio", {"url": "https://f1.zdn.vn/a.aac"}),
        ("location", {"coordinates": {"latitude": "22.9", "longitude": "106.0"}}),
        ("file", {"url": "https://f1.zdn.vn/a.pdf", "name": "a.pdf", "size": "9", "type": "pdf", "checksum": "x"}),
        ("business_card", {"url": "", "description": "{}"}),
    ):
        await worker.send(f"user_send_{kind}", {"attachments": [{"type": kind, "payload": payload}]}, f"<{kind}>")
        assert "Bước 1/" in worker.chat.last.text, kind
    for text in ("\u202e\u0000\u0007", "🙂🙂", "a" * 2000, "e\u0301\u0302" * 50):
        await worker.say(text)
        assert "Bước 1/" in worker.chat.last.text, text


async def test_forged_and_foreign_taps_change_nothing(world: ZaloWorld) -> None:
    """Typed by hand, made for somebody else, changed, or used before: as good as an expired button, never an answer."""
    worker, other = world.user(10), world.user(11)
    await worker.say("/nop")
    await other.say("/nop")
    agree = worker.chat.last.buttons[0]
    changed = dataclasses.replace(agree, payload=agree.payload.replace("agree", "decline"))
    for button in (other.chat.last.buttons[0], changed, Button("x", "", "#sk:a.1.consent.agree:0:0"), Button("x", "", "#sk:")):
        await worker.tap_button(button)
        assert ["Đồng ý"] == worker.chat.last.labels[:1], worker.chat.last.text
        assert "không còn dùng được" in worker.chat.last.text
    await worker.tap_button(agree)
    assert "Bước 1/" in worker.chat.last.text
    assert [] == await worker.tap_button(agree, expects=0), "the finger trembled: the first tap was answered"
    await worker.tap_button(agree)
    assert "không còn dùng được" in worker.chat.last.text
    assert "Bước 1/" in worker.chat.last.text


async def test_who_unfollows_is_left_alone(world: ZaloWorld) -> None:
    """Nothing is sent until they come back; following greets them."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    await executive.unfollow()
    await file(world.user(10))
    assert not [call for call in world.zalo.called(CS)[-3:] if call["recipient"]["user_id"] == executive.user]
    before = len(executive.chat.said)
    await executive.follow()
    assert len(executive.chat.said) > before


FORMS = """{"decided": {"id": "301", "data": {"ma": "code", "ket_qua": "result"}},
            "waiting": {"id": "302", "data": {"so": "count"}}}"""


async def test_people_who_have_been_silent_get_a_form(database_url: str, tmp_path: Path) -> None:
    """After a week neither author nor executive can be written to, but by what Zalo has approved; /ops shows the cost.

    Without money it waits, and operators are told; the executive who writes has everything at once.
    """
    async with running(database_url, tmp_path, zalo_oa_templates=FORMS) as world:
        forms = world.zalo.templates
        forms.approved |= {"301": {"ma": 30, "ket_qua": 30}, "302": {"so": 30}}
        executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
        operator = await world.member(40, Role.OPERATOR, NATIONAL_CODE, "Phạm Văn D")
        world.clock.move(days=8)
        worker = world.user(10)
        code = await file(worker)
        assert "[302] so=1" == executive.chat.last.text
        forms.balance = None
        world.clock.move(days=8)
        await executive.say(f"từ chối {code} Trùng với một sáng kiến đã nộp.")
        assert "[301]" not in worker.chat.screen()
        await operator.say("/ops")
        assert "1 tin theo mẫu" in operator.chat.last.text
        assert "1 tin chờ tài khoản Zalo Cloud" in operator.chat.last.text
        forms.balance = 1000
        world.clock.move(hours=7)
        world.site.sender.wake()
        await world.zalo.until(lambda: worker.chat.last.text.startswith("[301]"))
        await world.settled()
        assert f"[301] ma={code}, ket_qua=chưa được xác nhận" == worker.chat.last.text
        assert 400 == forms.charged
