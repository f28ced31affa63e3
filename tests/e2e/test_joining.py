"""One person on Telegram and on Zalo: a draft that goes on elsewhere, news on both sides, and taking it back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from msgspec.structs import replace

from conversations.attached import AttachedFile, packed
from conversations.domain import Role
from storage.unit_of_work import UnitOfWork
from tests import site, zalo_bot_site
from tests.day import ABOUT_ME, DESCRIPTION, TITLE, UNION, file, receipt
from tests.site import World
from tests.storage.world import drafted_files
from tests.telegram_user import TelegramUser
from tests.zalo_bot_api import FakeZaloBot
from tests.zalo_bot_user import ZaloBotUser


@dataclass
class Both:
    """A site on two platforms."""

    world: World
    zalo: FakeZaloBot

    def there(self, name: str = "a") -> ZaloBotUser:
        """Somebody on Zalo."""
        return ZaloBotUser(self.zalo, f"{name:0>20}", self.world.settled)


@pytest.fixture
async def both(database_url: str, tmp_path: Path) -> AsyncIterator[Both]:
    async with FakeZaloBot(zalo_bot_site.TOKEN) as zalo:
        others: dict[str, object] = {
            "zalo_bot_token": zalo_bot_site.TOKEN, "zalo_bot_webhook_secret": zalo_bot_site.SECRET,
            "zalo_bot_per_second": 1000, "zalo_bot_chat_per_second": 1000, "zalo_bot_api_url": zalo.url,
        }  # fmt: skip
        async with site.running(database_url, tmp_path, lambda door: setattr(zalo, "door", door), **others) as world:
            await zalo.until(lambda: zalo.tried == [200])
            yield Both(world, zalo)


async def code_of(maker: TelegramUser | ZaloBotUser) -> str:
    """A fresh code of theirs."""
    await maker.say("/machuyen")
    said = "\n".join(message.text for message in maker.chat.messages)
    return said.rsplit("Mã chuyển: ", maxsplit=1)[1].split("\n", maxsplit=1)[0]


async def begin(worker: TelegramUser, lines: int) -> None:
    """Answer the first questions."""
    for line in ("/nop", "Đồng ý", *ABOUT_ME[:lines]):
        await worker.say(line)


async def test_a_draft_goes_on_elsewhere(both: Both) -> None:
    """At the same step, with what was answered; filed there, it is followed up on both sides."""
    here, there = both.world.user(10), both.there()
    await begin(here, 2)
    code = await code_of(here)
    await there.say(code)
    assert "Chính anh/chị đã lấy mã này" in there.chat.last.text
    await there.say("đúng", expects=2)
    assert "Số điện thoại" in there.chat.last.text
    assert "nối vào đây" in here.chat.last.text
    for line in (*ABOUT_ME[2:], "Y tế", "3/2021", TITLE, DESCRIPTION):
        await there.say(line)
    assert "Nguyễn Văn A" in there.chat.last.text
    await there.say("gửi")
    filed = receipt(there)
    await here.say("/theodoi")
    assert filed in here.chat.last.text
    await there.say(code)
    assert "đã được dùng rồi" in there.chat.last.text


async def test_what_was_filed_comes_along_and_goes_back(both: Both) -> None:
    """Two people to us are one, for an hour; what was filed meanwhile stays with who made the code."""
    here, there = both.world.user(10), both.there()
    mine, theirs = await file(here), await file(there, "Máy tẽ ngô")
    await there.say(await code_of(here))
    await there.say("đúng", expects=2)
    await there.say("/theodoi")
    assert mine in there.chat.last.text
    assert theirs in there.chat.last.text
    later = await file(there, "Lò sấy")
    await here.say("/machuyen hoàn tác")
    assert "tách riêng như trước" in here.chat.last.text
    assert "tách riêng như trước" in there.chat.last.text
    await here.say("/theodoi")
    assert [True, True, False] == [code in here.chat.last.text for code in (mine, later, theirs)]
    await there.say("/theodoi")
    assert [False, False, True] == [code in there.chat.last.text for code in (mine, later, theirs)]


async def test_a_draft_that_gave_way_is_back(both: Both) -> None:
    """Whoever had begun another initiative there is told before; undone on that side, it goes on at its step."""
    here, there = both.world.user(10), both.there()
    await begin(here, 2)
    for line in ("/nop", "Đồng ý", "Trần Thị B"):
        await there.say(line)
    await there.say(await code_of(here))
    assert "nhường chỗ" in there.chat.last.text
    await there.say("đúng", expects=2)
    assert "Số điện thoại" in there.chat.last.text
    await there.say("/machuyen hoàn tác", expects=2)
    assert "CCCD" in there.chat.last.text
    assert "vừa được hoàn tác" in here.chat.last.text
    await here.say("0912345678")
    assert "Tỉnh" in here.chat.last.text or "tỉnh" in here.chat.last.text


async def test_files_of_a_draft_go_back(both: Both) -> None:
    """Taken back they are the guest's again: nothing that the host forgets takes them along."""
    here, there, world = both.world.user(10), both.there(), both.world
    await begin(here, 2)
    sent = AttachedFile("f1", "00" * 32, "image/jpeg", 3, "Ảnh.jpg")

    def add(uow: UnitOfWork) -> int:
        person = uow.people.at("telegram", "10")
        assert person is not None
        state, seen = uow.conversations.get(person.id)
        [draft] = state.frames
        draft = replace(draft, answers={**draft.answers, "attachments": packed((sent,))})
        uow.conversations.put(person.id, replace(state, frames=(draft,)), seen, world.clock(), None)
        uow.attachments.keep(sent, person.id, world.clock())
        return person.id

    guest = await world.site.database.write(add)
    await join(here, there)
    assert () == await world.site.database.read(lambda uow: drafted_files(uow, guest, ("f1",)))
    await here.say("/machuyen hoàn tác", expects=2)
    assert (sent,) == await world.site.database.read(lambda uow: drafted_files(uow, guest, ("f1",)))


async def join(guest: TelegramUser | ZaloBotUser, host: TelegramUser | ZaloBotUser) -> None:
    """The guest sends a code of the host's and says that it is their own."""
    await guest.say(await code_of(host))
    await guest.say("đúng", expects=2)


async def test_every_chat_is_told(both: Both) -> None:
    """Whoever has joined somebody cannot take them along to a third account behind their back."""
    victim, guest = both.world.user(10), both.there()
    await join(guest, victim)
    await join(guest, both.world.user(11))
    await both.world.settled()
    assert "nối vào một tài khoản khác" in victim.chat.last.text
    said = await victim.press("Hoàn tác việc nối", expects=2)
    assert any("tách riêng như trước" in message.text for message in said)


async def test_undoing_parts_all_of_the_hour(both: Both) -> None:
    """Whoever had crept in and brought another along goes with it."""
    host, first, second = both.world.user(10), both.there("a"), both.there("b")
    await file(host)
    await join(first, host)
    await join(second, first)
    await host.say("/machuyen hoàn tác")
    for guest in (first, second):
        await guest.say("/theodoi")
        assert "chưa nộp" in guest.chat.last.text


async def test_a_newer_code_counts(both: Both) -> None:
    """While the question about one code stands, the next one of the same person is asked about."""
    here, there = both.world.user(10), both.there()
    for _ in range(2):
        await there.say(await code_of(here))
        assert "Chính anh/chị đã lấy mã này" in there.chat.last.text
    await there.say("đúng", expects=2)


async def test_codes_of_who_is_joined_end(both: Both) -> None:
    """Nobody becomes a person who has no account any more."""
    here, other, there = both.world.user(10), both.world.user(11), both.there()
    code = await code_of(here)
    await join(here, other)
    await there.say(code)
    assert "Chính anh/chị đã lấy mã này" not in there.chat.last.text


async def test_the_page_of_a_code(both: Both) -> None:
    """The link beside the code offers the ways in, as long as it can be used."""
    code = (await code_of(both.world.user(10))).replace("-", "")
    page = both.world.server.make_url(f"/q/{code}")
    async with aiohttp.ClientSession() as browser:
        async with browser.get(page) as answer:
            assert (200, True) == (answer.status, "Dùng tiếp ở kênh khác" in await answer.text())
        both.world.clock.move(minutes=16)
        async with browser.get(page) as answer:
            assert (410, True) == (answer.status, "không còn dùng" in await answer.text())


async def test_too_late(both: Both) -> None:
    """A code lasts a quarter of an hour, undoing an hour."""
    here, there = both.world.user(10), both.there()
    code = await code_of(here)
    both.world.clock.move(minutes=16)
    await there.say(code)
    assert "đã hết hạn" in there.chat.last.text
    await there.say(await code_of(here))
    await there.say("đúng", expects=2)
    both.world.clock.move(minutes=61)
    await here.say("/machuyen hoàn tác")
    assert "không có lần nối" in here.chat.last.text


async def test_an_executive_gives_the_code_away(both: Both) -> None:
    """Not the other way round; the new account may decide at once, and no longer after it was parted."""
    executive = await both.world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    there = both.there("b")
    await executive.say(await code_of(there))
    assert "làm ngược lại" in executive.chat.last.text
    await there.say(await code_of(executive))
    await there.say("đúng", expects=2)
    code = await file(both.world.user(10))
    await there.say(f"duyệt {code[:4]}")
    assert "thủ trưởng" in there.chat.last.text.lower() or "đồng ý" in there.chat.last.text
    await executive.say("/machuyen hoàn tác")
    await there.say("/duyet")
    assert "Trần Thị B" not in there.chat.last.text
