"""The test server checked with a client that we did not write: what zalo-sdk sends is taken, and refused, as it expects."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import zalo_sdk
from zalo_sdk import oa

from tests.zalo_oa_api import APP, APP_SECRET, FakeZaloOa

WORKER = "2468000000000000010"


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as api:
        api.chat(WORKER).last_interaction = api.clock()
        yield api


@pytest.fixture
def peer(zalo: FakeZaloOa) -> Any:
    """That client with a good token."""
    access, refresh = zalo.issue()
    return oa.Client(APP, APP_SECRET, access_token=access, refresh_token=refresh, endpoint_prefix=zalo.url)


async def told(call: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """What the client makes of the answer; it blocks, so elsewhere."""
    return await asyncio.to_thread(call, *given, **named)


def body(text: str | None = None, kind: str = "", **payload: object) -> Any:
    return oa.ZaloMessageBody(text, oa.ZaloAttachment(kind, payload) if kind else None)


async def test_messages(zalo: FakeZaloOa, peer: Any) -> None:
    """Text, a file, a picture, buttons, and the question for contact details arrive as they were meant."""
    to = oa.ZaloRecipient(user_id=WORKER)
    file = await told(peer.upload_file, b"%PDF", "file", "phieu.pdf", "application/pdf")
    picture = await told(peer.upload_file, b"\x89PNG", "image", "bieu-do.png", "image/png")
    element = {"media_type": "image", "attachment_id": picture["data"]["attachment_id"]}
    button = {"title": "Duyệt", "type": "oa.query.hide", "payload": "x"}
    card = {"title": "Số điện thoại", "subtitle": "Xin cho biết", "image_url": "https://bot.example/a.png"}
    for message in (
        body("Xin chào"),
        body(None, "file", token=file["data"]["token"]),
        body("Ảnh", "template", template_type="media", elements=[element]),
        body("Chọn", "template", buttons=[button]),
        body(None, "template", template_type="request_user_info", elements=[card]),
    ):
        answer = await told(peer.send_message, to, message)
        assert answer["data"]["message_id"] == zalo.chat(WORKER).messages[-1].message_id
    shown = [(one.text, one.file.name if one.file else "", one.labels, one.asks_contact) for one in zalo.chat(WORKER).messages]
    assert [
        ("Xin chào", "", [], False), ("", "phieu.pdf", [], False), ("Ảnh", "bieu-do.png", [], False),
        ("Chọn", "", ["Duyệt"], False), ("", "", [], True),
    ] == shown  # fmt: skip


async def test_refusals(zalo: FakeZaloOa, peer: Any) -> None:
    """With HTTP 200 and a number: the client raises its own exception for each."""
    to = oa.ZaloRecipient(user_id=WORKER)
    for number in (-32, -230, -248):
        zalo.fail("/message/cs", number=number)
        with pytest.raises(zalo_sdk.ZaloOAException, match=str(number)):
            await told(peer.send_message, to, body("a"))
    zalo.access.clear()
    with pytest.raises(zalo_sdk.ZaloOAException, match="-216"):
        await told(peer.send_message, to, body("a"))
    assert [] == zalo.chat(WORKER).messages
