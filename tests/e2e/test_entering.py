"""A helper enters for colleagues; each of them says yes, or no, on the own phone."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.housekeeping import end_entries, sweep
from conversations.domain import Role
from tests import site
from tests.bot.test_attachments import taken_by_phone
from tests.day import ABOUT_ME, DESCRIPTION, UNION, file, receipt
from tests.site import World
from tests.telegram_user import TelegramUser

FIRST = ("Lê Thị C", "004 185 000 123", "0912 345 679")
SECOND = ("Phạm Văn D", "080 888 111", "0912 345 670")
THING = "Máy tẽ ngô"


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with site.running(database_url, tmp_path) as running:
        yield running


async def begin(helper: TelegramUser) -> None:
    """Somebody who has filed begins, up to the first colleague's name."""
    await file(helper)
    await helper.say("/nopho", expects=2)
    for line in ("đúng", "Y tế", "3/2021"):
        await helper.say(line)


async def enter(helper: TelegramUser, who: tuple[str, ...], title: str = THING) -> str:
    """Type what is asked of a colleague. Returns: the code for them."""
    for line in (*who, title, DESCRIPTION):
        await helper.say(line)
    await helper.say("lưu", expects=2)
    return code_of(helper)


def code_of(helper: TelegramUser) -> str:
    """The newest one that was handed on."""
    said = "\n".join(message.text for message in helper.chat.messages)
    return said.rsplit("nhắn mã này cho bot: ", maxsplit=1)[1].split("\n", maxsplit=1)[0]


def texts(user: TelegramUser) -> str:
    """All that somebody was told."""
    return "\n".join(message.text for message in user.chat.messages)


async def test_a_colleague_says_yes(world: World) -> None:
    """By code, after wrong digits; nothing counts before, and everybody sees who entered it afterwards."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    helper, author = world.user(10), world.user(11)
    await begin(helper)
    code = await enter(helper, FIRST)
    await executive.say("/duyet")
    assert THING not in texts(executive), "nothing is filed so far"
    await author.say(f"/start {code.replace('-', '')}")
    await author.say("đồng ý")
    await author.say("9999", expects=2)
    await author.say("0123")
    assert THING in author.chat.last.text
    assert "004185000123" not in texts(author)
    await author.press("Đúng, nộp giúp tôi")
    filed = receipt(author)
    await world.settled()
    assert filed in helper.chat.last.text
    assert "Nhập hộ bởi Nguyễn Văn A; tác giả đã xác nhận" in executive.chat.last.text
    await author.say("/theodoi")
    assert filed in author.chat.last.text
    await author.say(code)
    assert "không còn chờ" in author.chat.last.text
    stored = await world.site.database.read(lambda uow: uow.submissions.get(filed.replace("-", "")))
    assert stored is not None
    assert stored.entered is not None
    assert ("Nguyễn Văn A", "account") == (stored.entered.by_name, stored.entered.consent)


async def test_a_second_colleague_says_no(world: World) -> None:
    """Asked only what is new; what is not theirs is deleted, and the helper is told."""
    helper, author = world.user(10), world.user(12)
    await begin(helper)
    await enter(helper, FIRST)
    await helper.press("Người tiếp theo", expects=2)
    code = await enter(helper, SECOND, "Lò sấy")
    assert "Hôm nay anh/chị đã nhập hộ 2 người; đang chờ xác nhận: 2" in helper.chat.last.text
    for line in (code, "đồng ý", "8111"):
        await author.say(line)
    await author.press("Không phải của tôi")
    await world.settled()
    assert "Không phải của tôi" in helper.chat.last.text
    await helper.say("/nopho ds")
    assert [True, False] == [who[0] in helper.chat.last.text for who in (FIRST, SECOND)]


async def test_who_has_an_account_is_asked_at_once(world: World) -> None:
    """A card on the own phone, one tap; the helper reads the same words as ever."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    helper, author = world.user(10), world.user(11)
    for line in ("/nop", "Đồng ý", *FIRST, *ABOUT_ME[3:], "Y tế", "3/2021", "Sổ tay", DESCRIPTION, "Gửi"):
        await author.say(line)
    await begin(helper)
    await enter(helper, SECOND)
    to_nobody = helper.chat.last.text
    await helper.press("Người tiếp theo", expects=2)
    await enter(helper, FIRST)
    await world.settled()
    assert to_nobody.replace(SECOND[0], FIRST[0]).replace("hộ 1", "hộ 2").replace("nhận: 1", "nhận: 2") == helper.chat.last.text
    assert "ghi anh/chị là tác giả" in author.chat.last.text
    await author.press("Đúng, nộp giúp tôi")
    code = receipt(author)
    await world.settled()
    assert "Nhập hộ bởi Nguyễn Văn A" in executive.chat.last.text
    assert code in helper.chat.last.text


async def test_who_said_no_is_left_alone(world: World) -> None:
    """One no to a helper, and that helper's entries ask nothing of that account any more."""
    helper, author = world.user(10), world.user(11)
    for line in ("/nop", "Đồng ý", *FIRST, *ABOUT_ME[3:], "Y tế", "3/2021", "Sổ tay", DESCRIPTION, "Gửi"):
        await author.say(line)
    await begin(helper)
    await enter(helper, FIRST)
    await world.settled()
    await author.press("Không phải của tôi")
    await world.settled()
    before = len(author.chat.messages)
    await helper.say("/nopho", expects=2)
    await enter(helper, FIRST)
    await world.settled()
    assert before == len(author.chat.messages)


async def test_signed_on_paper(world: World) -> None:
    """No phone at all: the executive sees the photo, asks for changes, and the helper makes them."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    helper, photo = world.user(10), taken_by_phone()
    world.telegram.files["signed"] = photo
    await begin(helper)
    await enter(helper, FIRST)
    await helper.press("Xem danh sách")
    await helper.press(FIRST[0])
    await helper.press("Ký giấy, chụp ảnh")
    assert "Tôi là Lê Thị C, đồng ý nộp" in helper.chat.last.text
    await helper.send(2, photo=[{"file_id": "signed", "file_unique_id": "u0", "width": 60, "height": 40}])
    await helper.press("Đúng, nộp")
    code = receipt(helper).removesuffix(". Xin ghi mã này cho tác giả. Tác giả chưa dùng bot thì CĐCS hỏi gì, bot báo anh/chị.")
    await world.settled()
    assert "Nhập hộ bởi Nguyễn Văn A; có ảnh chữ ký" in executive.chat.last.text
    shown = (await executive.press("📎 Xem tệp", 2))[-1]
    assert shown.file is not None
    assert shown.file.content[:2] == photo[:2]
    await executive.say(f"bổ sung {code[:4]} tên chưa rõ")
    await executive.say("tên sáng kiến")
    await executive.say("xong")
    await world.settled()
    assert "tên chưa rõ" in helper.chat.last.text
    await helper.press("Sửa ngay")
    await helper.say("Máy tẽ ngô bằng xe đạp")
    await helper.press("Gửi lại")
    await world.settled()
    assert "Máy tẽ ngô bằng xe đạp" in executive.chat.last.text


async def lock(world: World, stranger: TelegramUser, code: str) -> None:
    """Three wrong tries."""
    await stranger.say(code)
    await stranger.say("đồng ý")
    for _ in range(2):
        await stranger.say("9999", expects=2)
    await stranger.say("9999")
    await world.settled()


async def test_three_wrong_tries(world: World) -> None:
    """The code is locked, the helper is told and hands on a new one."""
    helper, stranger = world.user(10), world.user(12)
    await begin(helper)
    code = await enter(helper, FIRST)
    await lock(world, stranger, code)
    assert "đã bị khóa" in helper.chat.last.text
    await stranger.say(code)
    assert "không còn chờ" in stranger.chat.last.text
    await helper.press("Xem danh sách")
    await helper.press(FIRST[0])
    await helper.press("Gửi lại mã, QR", expects=2)
    assert code != code_of(helper)
    page = world.server.make_url(f"/q/{code_of(helper).replace('-', '')}")
    async with aiohttp.ClientSession() as browser, browser.get(page) as answer:
        text = await answer.text()
        assert (200, True, False) == (answer.status, "Xác nhận sáng kiến nhập hộ" in text, FIRST[0] in text)


async def test_a_new_code_asks_who_was_asked_anew(world: World) -> None:
    """The card with the old code would open nothing any more."""
    helper, author, stranger = world.user(10), world.user(11), world.user(12)
    for line in ("/nop", "Đồng ý", *FIRST, *ABOUT_ME[3:], "Y tế", "3/2021", "Sổ tay", DESCRIPTION, "Gửi"):
        await author.say(line)
    await begin(helper)
    code = await enter(helper, FIRST)
    await lock(world, stranger, code)
    await helper.press("Xem danh sách")
    await helper.press(FIRST[0])
    await helper.press("Gửi lại mã, QR", expects=2)
    await world.settled()
    await author.press("Đúng, nộp giúp tôi")
    assert receipt(author)
    await world.settled()
    assert "đã xác nhận sáng kiến" in texts(helper)


async def test_what_nobody_confirms_ends(world: World) -> None:
    """The helper is told a day before; after that the code opens nothing, on the page neither."""
    helper, author = world.user(10), world.user(11)
    await begin(helper)
    code = await enter(helper, FIRST)
    world.clock.move(days=13, hours=2)
    await world.site.database.write(lambda uow: sweep(uow, world.clock()))
    world.site.sender.wake()
    await world.settled()
    assert "sắp hết hạn" in texts(helper)
    world.clock.move(days=1)
    assert 1 == await end_entries(world.site.database, world.clock())
    await author.say(code)
    assert "không còn chờ" in author.chat.last.text
    page = world.server.make_url(f"/q/{code.replace('-', '')}")
    async with aiohttp.ClientSession() as browser, browser.get(page) as answer:
        assert 410 == answer.status
