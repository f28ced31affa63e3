"""A day on Zalo Bot, through the real doors, with numbers and words alone: worker, executive and district staff."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from conversations.domain import Role
from tests.day import ABOUT_ME, DESCRIPTION, FEDERATION, TITLE, UNION, receipt
from tests.zalo_bot_api import MOST
from tests.zalo_bot_chats import units
from tests.zalo_bot_site import ZaloBotWorld, running
from tests.zalo_bot_user import ZaloBotUser


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[ZaloBotWorld]:
    async with running(database_url, tmp_path) as world:
        yield world


async def file(worker: ZaloBotUser, title: str = TITLE) -> str:
    """File an initiative by numbers and words; returns its code."""
    await worker.say("nộp sáng kiến")
    if "Đồng ý" in worker.chat.last.text:
        await worker.choose("Đồng ý")
        for line in ABOUT_ME:
            await worker.say(line)
    await worker.choose("Y tế")
    for line in ("3/2021", title, DESCRIPTION):
        await worker.say(line)
    await worker.choose("Gửi")
    return receipt(worker)


async def test_file_confirm_report(world: ZaloBotWorld) -> None:
    """A worker files, the executive types "duyệt A7K2", the worker hears of it, the district sees it."""
    executive = await world.member("b", Role.EXECUTIVE, UNION, "Trần Thị B")
    staff = await world.member("c", Role.STAFF, FEDERATION, "Lê Văn C")
    worker = world.user("a")
    code = await file(worker)
    card = executive.chat.last.text
    assert f"✅ Xác nhận – gõ: duyệt {code[:4]}" in card
    assert f"✏️ Yêu cầu bổ sung – gõ: bổ sung {code[:4]}" in card
    assert f"⛔ Từ chối – gõ: từ chối {code[:4]}" in card
    assert ["080888999" in card, "0912345678" in card] == [False, False]
    await executive.say(f"duyệt {code[:4]}")
    await executive.choose("Đã đồng ý")
    await executive.say("Hoàng Thị D, Hiệu trưởng")
    await executive.choose("Hôm nay")
    assert "Đã xác nhận 1 sáng kiến" in executive.chat.last.text
    assert "Hồ sơ hợp lệ" in worker.chat.last.text
    await worker.say("theo dõi")
    assert "Hợp lệ" in worker.chat.last.text
    await staff.say("/report")
    assert "LĐLĐ huyện Hà Quảng" in staff.chat.last.text
    assert "Theo CĐCS – gõ: /report cdcs" in staff.chat.last.text
    await executive.say(f"duyệt {code[:4]}")
    assert "đã xử lý rồi" in executive.chat.last.text


async def test_changes_are_asked_made_and_seen(world: ZaloBotWorld) -> None:
    """The executive ticks by number, the author types what the notice says, the late agreement is added by typing."""
    executive = await world.member("b", Role.EXECUTIVE, UNION, "Trần Thị B")
    worker = world.user("a")
    code = await file(worker)
    await executive.say(f"bổ sung {code[:4]}")
    await executive.choose("Tên sáng kiến")
    await executive.say("Xin ghi rõ tên giải pháp")
    assert "Xin ghi rõ tên giải pháp" in worker.chat.last.text
    typed = worker.chat.last.text.split("Sửa ngay – gõ: ")[1].splitlines()[0]
    assert f"/sua {code}" == typed
    await worker.say(typed)
    assert "Sổ theo dõi tiêm chủng" in worker.chat.last.text
    await worker.say("Bảng tính theo dõi tiêm chủng")
    await worker.choose("Gửi lại")
    assert "trước đây: Sổ theo dõi tiêm chủng" in executive.chat.last.text
    await executive.say(f"duyet {code.lower()}")
    await executive.choose("Chưa, xác nhận trước")
    assert "đã được Trần Thị B xác nhận" in worker.chat.last.text
    await executive.say(f"bổ sung ý kiến {code[:4]}")
    await executive.say("Hoàng Thị D, Hiệu trưởng")
    await executive.choose("Hôm nay")
    assert "Hồ sơ hợp lệ" in worker.chat.last.text


async def test_a_card_in_the_middle_of_a_form_changes_no_answer(world: ZaloBotWorld) -> None:
    """A number that is typed answers the question that was asked, never the card that came in between."""
    executive = await world.member("b", Role.EXECUTIVE, UNION, "Trần Thị B")
    await executive.say("/nop")
    code = await file(world.user("a"))
    assert code in executive.chat.last.text
    await executive.say("1")
    assert "Bước 1/" in executive.chat.last.text
    await executive.say("/theodoi")
    assert "duyệt" not in executive.chat.last.text
    await executive.say(f"từ chối {code[:4]} Trùng với sáng kiến tháng trước")
    told, asked = executive.chat.ours[-2:]
    assert ["Đã từ chối" in told.text, "Sáng kiến tiếp theo – gõ: /duyet" in told.text] == [True, True]
    assert "1. " in asked.text


async def test_first_decision_wins(world: ZaloBotWorld) -> None:
    """Two executives: the second is told who decided, and the reason reaches the author word for word."""
    first = await world.member("b", Role.EXECUTIVE, UNION, "Trần Thị B")
    second = await world.member("d", Role.EXECUTIVE, UNION, "Phạm Văn E")
    worker = world.user("a")
    code = await file(worker)
    await first.say(f"từ chối {code[:4]}")
    await first.choose("Trùng với một sáng kiến đã nộp.")
    await second.say(f"duyệt {code[:4]}")
    assert ["đã xử lý rồi" in second.chat.last.text, "Trần Thị B" in second.chat.last.text] == [True, True]
    assert "Trùng với một sáng kiến đã nộp." in worker.chat.last.text


async def test_several_at_once(world: ZaloBotWorld) -> None:
    """The queue is numbered, and numbers of the queue decide only with the word."""
    executive = await world.member("b", Role.EXECUTIVE, UNION, "Trần Thị B")
    for name, title in (("a", "Việc thứ nhất"), ("e", "Việc thứ hai"), ("f", "Việc thứ ba")):
        await file(world.user(name), title)
    await executive.say("/duyet", expects=2)
    assert "Việc thứ ba" in executive.chat.ours[-2].text
    await executive.say("duyệt 1-3 trừ 2")
    await executive.choose("Chưa, xác nhận trước")
    assert "Đã xác nhận 2 sáng kiến" in executive.chat.ours[-2].text
    assert "Việc thứ hai" in executive.chat.last.text  # the next one follows


async def test_no_executive_means_the_district_decides(world: ZaloBotWorld) -> None:
    """The district gets the card and may decide."""
    staff = await world.member("c", Role.STAFF, FEDERATION, "Lê Văn C")
    worker = world.user("a")
    code = await file(worker)
    await staff.say(f"xác nhận {code[:4]}")
    await staff.choose("Chưa, xác nhận trước")
    assert "đã được Lê Văn C xác nhận" in worker.chat.last.text


async def test_an_executive_cannot_decide_on_an_own_initiative(world: ZaloBotWorld) -> None:
    """It goes to the district instead."""
    executive = await world.member("b", Role.EXECUTIVE, UNION, "Trần Thị B")
    staff = await world.member("c", Role.STAFF, FEDERATION, "Lê Văn C")
    code = await file(executive)
    assert code in staff.chat.last.text
    await executive.say(f"duyệt {code}")
    assert "của chính đồng chí" in executive.chat.last.text


async def test_staff_invites_an_executive(world: ZaloBotWorld) -> None:
    """/moi gives the landing page, and Zalo's link with the code to be sent there, which it cannot carry."""
    staff = await world.member("c", Role.STAFF, FEDERATION, "Lê Văn C")
    await staff.say("mời cán bộ" if "Mời cán bộ" in staff.chat.last.text else "/moi")
    await staff.choose("Cán bộ BCH CĐCS")
    await staff.choose("Trường Mầm non Hoa Mai")
    invitation = staff.chat.last.text
    code = invitation.split("https://bot.example/q/")[1].split()[0]
    assert f"https://bot.zaloplatforms.com/bots/4417 (rồi nhắn mã {code[:4]}-{code[4:]})" in invitation
    async with (
        aiohttp.ClientSession() as session,
        session.get(world.server.make_url(f"/q/{code}")) as answer,
    ):
        page = await answer.text()
    assert ["https://bot.zaloplatforms.com/bots/4417" in page, code[:4] in page] == [True, True]
    executive = world.user("b")
    await executive.say(code)
    await executive.say("Trần Thị B")
    assert "Trường Mầm non Hoa Mai" in executive.chat.last.text
    other = world.user("d")
    await other.say(f"/start {code}")
    assert "đã được dùng rồi" in other.chat.last.text
    assert await file(world.user("a")) in executive.chat.last.text


async def test_moving_the_close_takes_effect_at_once(world: ZaloBotWorld) -> None:
    """The draft is kept, nothing new is accepted, and a later close opens it again."""
    worker = world.user("a")
    for line in ("/nop", "Đồng ý", *ABOUT_ME, "1", "3/2021", "Tên mới", DESCRIPTION):
        await worker.say(line)
    await world.site.database.write(lambda uow: uow.campaigns.move("75nghin-2021", at=world.clock(), closes=world.clock()))
    await worker.say("1")
    assert "đã ngừng nhận" in worker.chat.last.text
    later = world.clock() + timedelta(hours=1)
    await world.site.database.write(lambda uow: uow.campaigns.move("75nghin-2021", at=world.clock(), closes=later))
    await worker.say("Gửi")
    assert "Mã biên nhận" in worker.chat.last.text


async def test_every_view_of_the_report_as_text(world: ZaloBotWorld) -> None:
    """Each view answers in words; what its buttons would do stands below, ready to be typed."""
    staff = await world.member("c", Role.STAFF, FEDERATION, "Lê Văn C")
    await file(world.user("a"))
    for view in ("", " cdcs", " thieu", " cho", " cdcs từ 10/3 đến 15/4"):
        await staff.say(f"/report{view}")
        assert "Hà Quảng" in staff.chat.last.text, view
    offered = [line.split(" – gõ: ")[1] for line in staff.chat.last.text.splitlines() if " – gõ: " in line]
    assert len(offered) >= 5
    for typed in offered:
        await staff.say(typed)
        assert "Hà Quảng" in staff.chat.last.text, typed
    await staff.say("/report ngay")
    assert staff.chat.last.photo.startswith("https://bot.example/files/")  # the platform fetches the picture there
    await staff.say("/report excel")
    assert "📎" in staff.chat.last.text
    address = re.search(r"https://bot\.example(/files/\S+)", staff.chat.last.text)
    assert address is not None
    async with aiohttp.ClientSession() as session, session.get(world.server.make_url(address[1])) as answer:
        assert (200, b"PK") == (answer.status, (await answer.read())[:2])
    await staff.say("/report con mèo")
    assert "/report" in staff.chat.last.text


async def test_a_second_initiative_reuses_personal_data(world: ZaloBotWorld) -> None:
    """ "Nộp thêm" by its number asks only what is new."""
    worker = world.user("a")
    first = await file(worker)
    await worker.choose("Nộp thêm")
    assert "lĩnh vực" in worker.chat.last.text
    for line in ("Bỏ qua", "2/2021", "Máy tẽ ngô", DESCRIPTION, "1"):
        await worker.say(line)
    await worker.say("/theodoi")
    assert [first in worker.chat.last.text, "Máy tẽ ngô" in worker.chat.last.text] == [True, True]


async def test_a_poster_leads_to_one_question(world: ZaloBotWorld) -> None:
    """The code on a poster is typed, and "Đúng đơn vị này?" takes the place of four questions."""
    worker = world.user("a")
    await worker.say(await world.link(UNION))
    for line in ("Đồng ý", "Nguyễn Văn A", "080888999", "0912345678"):
        await worker.say(line)
    assert "Trường Mầm non Hoa Mai" in worker.chat.last.text
    await worker.choose("Đúng đơn vị này")
    assert "lĩnh vực" in worker.chat.last.text


@pytest.mark.parametrize("is_wrapped", [False, True])
async def test_the_same_update_again_has_one_effect(world: ZaloBotWorld, is_wrapped: bool) -> None:
    """The platform delivers again, in either form: nothing is said or stored twice."""
    worker = world.user("a")
    await file(worker)
    before = len(worker.chat.messages)
    world.zalo.is_wrapped = is_wrapped
    for _ in range(3):
        await worker.repeat()
    assert len(worker.chat.messages) == before
    await worker.say("/theodoi")
    assert "Sáng kiến của anh/chị (1)" in worker.chat.last.text


async def test_bad_input_of_every_kind_is_answered(world: ZaloBotWorld) -> None:
    """Pictures, stickers, voice, documents, 100 kB, control characters, numbers of nothing: an answer to each."""
    worker = world.user("a")
    await worker.say("/nop")
    await worker.say("đồng ý")
    for event in ("message.sticker.received", "message.voice.received", "message.unsupported.received"):
        await worker.send(event)
        assert "Bước 1/" in worker.chat.last.text, event
    await worker.send_picture("Nguyễn Văn A", 2)
    assert "Bước 1/" in worker.chat.last.text
    for text in ("\u202e\u0007", "🙂🙂", "a" * 100_000, "e\u0301\u0302" * 50, "99"):
        await worker.say(text)
        assert "Bước 1/" in worker.chat.last.text, text[:20]
    assert all(1 <= units(message.text) <= MOST for message in worker.chat.ours)


async def test_events_of_no_use_are_not_answered(world: ZaloBotWorld) -> None:
    """Follows, groups and later versions: taken, and that is all."""
    worker = world.user("a")
    await worker.send("user.follow", expects=0)
    await worker.send("message.text.received", expects=0, text="@Bot chào", chat={"id": "zgr-1", "chat_type": "GROUP"})
    assert [] == world.zalo.called("sendMessage")


async def test_a_send_that_may_have_arrived(world: ZaloBotWorld) -> None:
    """A notice whose outcome is unknown comes again and says so; a refusal by HTTP 200 is no success."""
    executive = await world.member("b", Role.EXECUTIVE, UNION, "Trần Thị B")
    world.zalo.fail("sendMessage", code=403, chat=executive.account, is_applied=True)
    worker = world.user("a")
    await worker.say("/nop")
    for line in ("Đồng ý", *ABOUT_ME, "1", "3/2021", "Tên mới", DESCRIPTION, "Gửi"):
        await worker.say(line)
    world.clock.move(seconds=10)
    await world.settled()
    first, again = executive.chat.ours[-2:]
    assert f"(Gửi lại, phòng khi tin trước chưa tới)\n{first.text}" == again.text


async def test_a_day_without_a_public_address(database_url: str, tmp_path: Path) -> None:
    """Updates are fetched, and everything else is as it is by webhook."""
    async with running(database_url, tmp_path, public_url="") as world:
        await world.zalo.until(lambda: bool(world.zalo.called("getUpdates")))
        executive = await world.member("b", Role.EXECUTIVE, UNION, "Trần Thị B")
        worker = world.user("a")
        code = await file(worker)
        await executive.say(f"duyệt {code[:4]}")
        await executive.choose("Chưa, xác nhận trước")
        assert "đã được Trần Thị B xác nhận" in worker.chat.last.text
        assert [] == world.zalo.called("setWebhook")


async def test_readiness_names_the_platform(world: ZaloBotWorld) -> None:
    """What Zalo refuses stands in /readyz, without its token."""
    world.zalo.fail("getMe", code=401)
    async with aiohttp.ClientSession() as session, session.get(world.server.make_url("/readyz")) as answer:
        assert (503, ["zalo-bot: zalo-bot-401"]) == (answer.status, (await answer.json())["problems"])
