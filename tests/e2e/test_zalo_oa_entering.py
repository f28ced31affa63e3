"""A helper enters for a colleague on a Zalo Official Account, who confirms there by typing the code."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.domain import Role
from tests.day import DESCRIPTION, UNION, file, receipt
from tests.zalo_oa_site import ZaloWorld, running
from tests.zalo_oa_user import ZaloOaUser

THING = "Máy tẽ ngô"


@pytest.fixture
async def world(database_url: str, tmp_path: Path) -> AsyncIterator[ZaloWorld]:
    async with running(database_url, tmp_path) as world:
        yield world


def said(user: ZaloOaUser) -> str:
    """All that somebody was told."""
    return "\n".join(message.text for message in user.chat.messages)


async def enter(helper: ZaloOaUser) -> str:
    """Somebody who has filed enters for a colleague. Returns: the code that is handed on."""
    await file(helper)
    await helper.say("/nopho", expects=2)
    for line in ("đúng", "Y tế", "3/2021", "Lê Thị C", "004 185 000 123", "0912 345 679", THING, DESCRIPTION):
        await helper.say(line)
    await helper.tap("Lưu, chờ tác giả xác nhận", expects=2)
    return said(helper).rsplit("nhắn mã này cho bot: ", maxsplit=1)[1].split("\n", maxsplit=1)[0]


async def test_confirmed_by_the_typed_code(world: ZaloWorld) -> None:
    """Links bring no code there, so it is typed; helper and executive are told, and the code is worth nothing then."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    helper, author = world.user(10), world.user(11)
    code = await enter(helper)
    await author.say(code)
    assert THING not in said(author)
    await author.tap("Đồng ý")
    await author.say("9999", expects=2)
    await author.say("0123")
    assert THING in author.chat.last.text
    assert "004185000123" not in said(author)
    await author.tap("Đúng, nộp giúp tôi")
    filed = receipt(author)
    await world.settled()
    assert filed in said(helper)
    await executive.say(f"/theodoi {filed}")
    assert THING in said(executive)
    assert "tác giả đã xác nhận" in said(executive)
    await author.say(code.lower())
    assert "không còn chờ" in author.chat.last.text


async def test_refused(world: ZaloWorld) -> None:
    """Nothing is filed, and the helper is told."""
    helper, author = world.user(10), world.user(11)
    for line in (await enter(helper), "đồng ý", "0123"):
        await author.say(line)
    await author.tap("Không phải của tôi")
    await world.settled()
    assert "Không phải của tôi" in said(helper)
    await author.say("/theodoi")
    assert "chưa" in author.chat.last.text.lower()
