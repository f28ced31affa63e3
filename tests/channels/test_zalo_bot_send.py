"""Messages as calls of the Zalo Bot Platform, and failed calls as the error that says what to do."""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import render
from bot.channels.protocol import (
    Attachment,
    Link,
    Misconfigured,
    NotEditable,
    Part,
    Rejected,
    SendError,
    Sent,
    Throttled,
    Unreachable,
)
from bot.channels.zalo_bot import ZaloBotAccess, ZaloBotChannel
from bot.channels.zalo_bot.client import MOST_BYTES, Timeouts
from conversations.effects import Button, ButtonKind, Say
from tests.builders import CATALOGUE
from tests.zalo_bot_api import FakeZaloBot
from tests.zalo_bot_chats import units

NOON = datetime(2021, 3, 15, 5, tzinfo=UTC)
WORKER = "a1b2c3d4e5f60718293a"
TOKEN = "123456:AbC-test"
PNG = Attachment("biểu đồ.png", "image/png", b"\x89PNG")


class Clock:
    """Moved by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def api() -> AsyncIterator[FakeZaloBot]:
    """A platform where the worker has written."""
    async with FakeZaloBot(TOKEN) as server:
        server.chat(WORKER).has_written = True
        yield server


@pytest.fixture
async def channel(api: FakeZaloBot) -> AsyncIterator[ZaloBotChannel]:
    """A channel of that platform's bot, which gives up soon."""
    made = impatient(api.url)
    yield made
    await made.close()


def impatient(url: str, clock: Clock | None = None) -> ZaloBotChannel:
    """A busy machine answers within a second."""
    access = ZaloBotAccess(TOKEN, "s3cret-of-8", url)
    return ZaloBotChannel(access, clock or Clock(), timeouts=Timeouts(connect=2.0, answer=2.0))


# -- from a message to its calls ---------------------------------------------------------------------------------
def says(text: str, *buttons: Button) -> Say:
    """A message of these words."""
    return Say("description-whole", {"text": text}, buttons)


STEERING = (Button("‹ Quay lại", "k.1.x.back", ButtonKind.CONTROL), Button("Hủy", "k.1.x.cancel", ButtonKind.CONTROL))
LONG = "Cải tiến máy khâu. " * 200
SAYS: dict[str, tuple[Say, list[str]]] = {
    "a text": (says("Đã lưu <b> & *x* https://example.vn"), ["Đã lưu <b> & *x* https://example.vn"]),
    "choices and steering": (
        says("Đúng không?", Button("Có", "a.1.x.y"), Button("Không", "a.1.x.n"), *STEERING),
        ["Đúng không?\n1. Có\n2. Không\nHoặc gõ: Quay lại · Hủy"],
    ),
    "a contact button is left out": (says("Số?", Button("Chia sẻ", "", ButtonKind.CONTACT)), ["Số?"]),
    "a decision by its code": (
        says("Sáng kiến", Button("✅ Xác nhận", "d.confirm.A7K29QXQ.1")), ["Sáng kiến\n✅ Xác nhận – gõ: duyệt A7K2"],
    ),
    "the longest text": (says("😀" * 1000), ["😀" * 1000]),
    "a unit more, counted in UTF-16": (says("😀" * 1000 + "a"), ["😀" * 1000, "a"]),
    "a long text, cut between words": (says(LONG), [LONG[:1998], LONG[1999:].strip()]),
    "decomposed letters go composed": (says("Nguye\u0302\u0303n"), ["Nguyễn"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SAYS)
async def test_say(api: FakeZaloBot, channel: ZaloBotChannel, name: str) -> None:
    """Each message is exactly these calls, and the platform takes them."""
    say, expected = SAYS[name]
    for part in render.parts(say, channel.capabilities, CATALOGUE):
        await channel.send(WORKER, part)
    assert [("sendMessage", {"chat_id": WORKER, "text": text}) for text in expected] == [
        (call.method, call.parameters) for call in api.calls
    ]
    assert expected == [message.text for message in api.chat(WORKER).ours]
    assert all(units(text) <= 2000 for text in expected)


async def test_what_comes_back(api: FakeZaloBot, channel: ZaloBotChannel) -> None:
    """The platform's message id; an answer without one is a success all the same."""
    sent = await channel.send(WORKER, Part("hai"))
    assert Sent(api.chat(WORKER).last.message_id) == sent
    api.fail("sendMessage", code=200, how="raw", description='{"ok": true, "result": {"message_id": 17, "date": 1}}')
    assert Sent("17") == await channel.send(WORKER, Part("ba"))
    for result in ("null", "[]", "{}", "true"):
        api.fail("sendMessage", code=200, how="raw", description=f'{{"ok": true, "result": {result}}}')
        assert Sent("") == await channel.send(WORKER, Part("bốn"))


# -- refused at home ---------------------------------------------------------------------------------------------
AT_HOME: dict[str, tuple[str, Part, type[SendError], str]] = {
    "a file": (WORKER, Part("Biểu đồ", attachment=PNG), Rejected, "zalo-bot-no-files"),
    "an edit": (WORKER, Part("x", edits="m1"), NotEditable, "zalo-bot-edit"),
    "no chat": ("", Part("x"), Rejected, "zalo-bot-chat-id"),
    "a chat without end": ("c" * 129, Part("x"), Rejected, "zalo-bot-chat-id"),
    "no chat of theirs": ("a\nb", Part("x"), Rejected, "zalo-bot-chat-id"),
}


@pytest.mark.parametrize("name", AT_HOME)
async def test_refused_at_home(api: FakeZaloBot, channel: ZaloBotChannel, name: str) -> None:
    """What the platform would never take is not even tried."""
    chat, part, kind, code = AT_HOME[name]
    with pytest.raises(kind, match=code):
        await channel.send(chat, part)
    assert [] == api.calls


# -- failed calls ------------------------------------------------------------------------------------------------
def fails(code: int, **how: Any) -> dict[str, Any]:
    """A failure in the platform's own form, with HTTP 200."""
    return {"code": code, "description": "Forbidden word: Nguyễn Văn A", **how}


SURE, DOUBTFUL = False, True
ERRORS: dict[str, tuple[dict[str, Any], type[SendError], str, bool | None]] = {
    "bad request": (fails(400), Rejected, "zalo-bot-400", None),
    "token": (fails(401), Misconfigured, "zalo-bot-401", None),
    "internal error by its documented number": (fails(403), Unreachable, "zalo-bot-403", DOUBTFUL),
    "not found": (fails(404), Rejected, "zalo-bot-404", None),
    "timeout": (fails(408), Unreachable, "zalo-bot-408", DOUBTFUL),
    "another of the caller's": (fails(413), Rejected, "zalo-bot-413", None),
    "quota": (fails(429), Throttled, "zalo-bot-429", None),
    "broken": (fails(500), Unreachable, "zalo-bot-500", DOUBTFUL),
    "away": (fails(502), Unreachable, "zalo-bot-502", DOUBTFUL),
    "a number nobody knows": (fails(-7), Unreachable, "zalo-bot--7", DOUBTFUL),
    "the same as HTTP status": (fails(400, how="status"), Rejected, "zalo-bot-400", None),
    "token as HTTP status": (fails(401, how="status"), Misconfigured, "zalo-bot-401", None),
    "broken as HTTP status": (fails(503, how="status"), Unreachable, "zalo-bot-503", DOUBTFUL),
    "number as text": (
        {"code": 200, "how": "raw", "description": '{"ok": false, "error_code": "400"}'}, Rejected, "zalo-bot-400", None,
    ),
    "no number": ({"code": 200, "how": "raw", "description": '{"ok": false}'}, Unreachable, "zalo-bot-200", DOUBTFUL),
    "no ok": ({"code": 200, "how": "raw", "description": '{"result": {}}'}, Unreachable, "zalo-bot-unreadable", DOUBTFUL),
    "a list": ({"code": 200, "how": "raw", "description": "[]"}, Unreachable, "zalo-bot-unreadable", DOUBTFUL),
    "no JSON": ({"code": 200, "how": "raw", "description": "<html>"}, Unreachable, "zalo-bot-unreadable", DOUBTFUL),
    "a page of a proxy": (
        {"code": 403, "how": "raw", "description": "<html>"}, Unreachable, "zalo-bot-foreign-403", DOUBTFUL,
    ),
    "an answer without end": (
        {"code": 200, "how": "raw", "description": "x" * (MOST_BYTES + 1)}, Unreachable, "zalo-bot-broken", DOUBTFUL,
    ),
    "somewhere else": (
        {"code": 302, "how": "raw", "description": "", "headers": {"Location": "https://example.vn"}},
        Unreachable, "zalo-bot-unreadable", DOUBTFUL,
    ),
    "no answer": ({"how": "hang"}, Unreachable, "zalo-bot-timeout", DOUBTFUL),
    "no answer after the effect": ({"how": "hang", "is_applied": True}, Unreachable, "zalo-bot-timeout", DOUBTFUL),
    "broken connection": ({"how": "reset"}, Unreachable, "zalo-bot-broken", DOUBTFUL),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
async def test_failed_call(
    api: FakeZaloBot, channel: ZaloBotChannel, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Class and code say what to do; neither the token nor the platform's wording is in exception, cause or log."""
    caplog.set_level(logging.DEBUG)
    how, kind, code, is_unknown = ERRORS[name]
    api.fail("sendMessage", **how)
    with pytest.raises(SendError) as caught:
        await channel.send(WORKER, Part("x"))
    found = caught.value
    assert (kind, code, is_unknown) == (type(found), found.code, getattr(found, "is_unknown", None))
    told = "".join(traceback.format_exception(found)) + caplog.text + repr(found)
    assert TOKEN not in told
    assert "Nguyễn" not in told


async def test_nobody_there(caplog: pytest.LogCaptureFixture) -> None:
    """No connection: nothing was sent, so it is safe to try again; the address, which holds the token, is not told."""
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    channel = impatient(f"http://127.0.0.1:{port}")
    with pytest.raises(Unreachable, match="zalo-bot-no-connection") as caught:
        await channel.send(WORKER, Part("x"))
    await channel.close()
    assert not caught.value.is_unknown
    assert TOKEN not in "".join(traceback.format_exception(caught.value)) + caplog.text


async def test_a_picture_goes_by_its_address(api: FakeZaloBot, channel: ZaloBotChannel) -> None:
    """The platform takes no bytes: it fetches them."""
    link = Link("Mở tệp", "https://bot.example/files/abc", "image/png")
    await channel.send(WORKER, Part("Mã QR", link=link))
    await channel.send(WORKER, Part("", link=link))
    shown = [(message.photo, message.text) for message in api.chat(WORKER).ours]
    assert [(link.url, "Mã QR"), (link.url, "")] == shown


async def test_a_picture_that_the_platform_cannot_fetch(api: FakeZaloBot, channel: ZaloBotChannel) -> None:
    """Its address comes in the text: for the person it may open."""
    api.fail("sendPhoto", code=400, description="Bad Request: failed to fetch")
    await channel.send(WORKER, Part("Mã QR", link=Link("Mở tệp", "https://bot.example/files/abc", "image/png")))
    assert ["Mã QR\nhttps://bot.example/files/abc"] == [message.text for message in api.chat(WORKER).ours]


async def test_somebody_who_never_wrote(api: FakeZaloBot, channel: ZaloBotChannel) -> None:
    """The platform refuses chats that the person has not begun."""
    with pytest.raises(Rejected, match="zalo-bot-400"):
        await channel.send("b" * 20, Part("x"))


async def test_slowing_down(api: FakeZaloBot) -> None:
    """Longer each time, for the whole bot; calls under way together count once; a success ends it; what is said holds."""
    clock = Clock()
    channel = impatient(api.url, clock)

    async def told() -> float:
        with pytest.raises(Throttled) as caught:
            await channel.send(WORKER, Part("x"))
        assert caught.value.is_global
        return caught.value.seconds

    api.fail("sendMessage", code=429, times=8)
    seconds = [await told(), await told()]
    for _ in range(6):
        clock.now += timedelta(hours=1)
        seconds.append(await told())
    assert [30, 30, 60, 120, 240, 480, 600, 600] == seconds
    await channel.send(WORKER, Part("x"))
    clock.now += timedelta(hours=1)
    api.fail("sendMessage", code=429)
    assert 30 == await told()
    api.fail("sendMessage", code=429, how="status", headers={"Retry-After": "7"})
    assert 7 == await told()
    await channel.close()
