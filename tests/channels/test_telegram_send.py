"""Parts as calls of the Bot API, and what a person sees of them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.protocol import (
    Attachment,
    Incoming,
    NotEditable,
    Part,
    PartButton,
    Rejected,
    Sent,
)
from bot.channels.telegram import TelegramAccess, TelegramChannel
from conversations.events import ButtonPressed, TextReceived
from tests.telegram_api import FakeTelegram
from tests.telegram_chats import Button, File

NOON = datetime(2021, 3, 15, 5, tzinfo=UTC)
WORKER, GROUP = 7000000001, -1002000000003
ROWS = ((PartButton("Có", "a.1.x.y"), PartButton("Không", "a.1.x.n")), (PartButton("Quay lại", "k.1.x.back"),))
INLINE = {
    "inline_keyboard": [
        [{"text": "Có", "callback_data": "a.1.x.y"}, {"text": "Không", "callback_data": "a.1.x.n"}],
        [{"text": "Quay lại", "callback_data": "k.1.x.back"}],
    ]
}
KEYS = {
    "keyboard": [
        [{"text": "Gửi số của tôi", "request_contact": True}],
        [{"text": "Có"}, {"text": "Không"}],
        [{"text": "Quay lại"}],
    ],
    "one_time_keyboard": True,
    "resize_keyboard": True,
}  # fmt: skip
GONE = {"remove_keyboard": True}
QUIET_LINKS = {"is_disabled": True}
PNG = Attachment("biểu đồ.png", "image/png", b"\x89PNG")
XLSX = Attachment("tổng hợp.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04")

# part, chat: the one call that comes of it
CALLS: dict[str, tuple[Part, int, str, dict[str, Any]]] = {
    "text": (
        Part("Đã lưu <b> & *x* https://example.vn"), WORKER, "sendMessage",
        {"text": "Đã lưu <b> & *x* https://example.vn", "link_preview_options": QUIET_LINKS, "reply_markup": GONE},
    ),
    "buttons": (
        Part("Có không?", ROWS), WORKER, "sendMessage",
        {"text": "Có không?", "link_preview_options": QUIET_LINKS, "reply_markup": INLINE},
    ),
    "the longest text, outside the basic plane": (
        Part("😀" * 4096), WORKER, "sendMessage",
        {"text": "😀" * 4096, "link_preview_options": QUIET_LINKS, "reply_markup": GONE},
    ),
    "contact key with what would be buttons": (
        Part("Số điện thoại?", ROWS, contact_label="Gửi số của tôi"), WORKER, "sendMessage",
        {"text": "Số điện thoại?", "link_preview_options": QUIET_LINKS, "reply_markup": KEYS},
    ),
    "a group gets no keys and loses none": (
        Part("Nhắn riêng cho tôi", contact_label="Gửi số của tôi"), GROUP, "sendMessage",
        {"text": "Nhắn riêng cho tôi", "link_preview_options": QUIET_LINKS},
    ),
    "photo": (Part("Theo ngày", attachment=PNG), WORKER, "sendPhoto", {"caption": "Theo ngày", "reply_markup": GONE}),
    "document without words": (Part("", attachment=XLSX), WORKER, "sendDocument", {"reply_markup": GONE}),
    "document with buttons": (
        Part("Bảng tổng hợp", ROWS, attachment=XLSX), WORKER, "sendDocument",
        {"caption": "Bảng tổng hợp", "reply_markup": INLINE},
    ),
}  # fmt: skip


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    """A server where the worker and a group are known."""
    async with FakeTelegram() as server:
        server.chat(WORKER)
        server.chat(GROUP)
        yield server


@pytest.fixture
async def channel(api: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    """A channel of that server's bot."""
    made = TelegramChannel(TelegramAccess(api.token, "s3cret", api.url), lambda: NOON)
    yield made
    await made.close()


@pytest.mark.parametrize("name", CALLS)
async def test_call(api: FakeTelegram, channel: TelegramChannel, name: str) -> None:
    """Each part is exactly this call, and the platform's message id comes back."""
    part, chat, method, parameters = CALLS[name]
    sent = await channel.send(str(chat), part)
    [call] = api.calls
    assert (method, {"chat_id": chat} | parameters) == (call.method, dict(call.parameters))
    assert Sent(str(api.chat(chat).last.message_id)) == sent


async def test_file(api: FakeTelegram, channel: TelegramChannel) -> None:
    """A file arrives with its Vietnamese name, type and bytes."""
    await channel.send(str(WORKER), Part("", attachment=XLSX))
    await channel.send(str(WORKER), Part("", attachment=PNG))
    table, picture = (message.file for message in api.chat(WORKER).shown)
    assert File(XLSX.name, XLSX.mime, XLSX.content, is_photo=False) == table
    assert File(PNG.name, PNG.mime, PNG.content, is_photo=True) == picture


async def test_picture_of_odd_shape(api: FakeTelegram, channel: TelegramChannel) -> None:
    """What cannot be shown as a photo goes as a file."""
    api.fail("sendPhoto", status=400, description="Bad Request: PHOTO_INVALID_DIMENSIONS")
    await channel.send(str(WORKER), Part("Áp phích", attachment=PNG))
    assert [call.method for call in api.calls] == ["sendPhoto", "sendDocument"]
    assert api.chat(WORKER).screen() == "<biểu đồ.png> Áp phích"


REFUSED_AT_HOME = {
    "action too long": (str(WORKER), Part("x", ((PartButton("x", "ă" * 33),),)), "telegram-button-action"),
    "action empty": (str(WORKER), Part("x", ((PartButton("x", ""),),)), "telegram-button-action"),
    "no chat of ours": ("khách", Part("x"), "telegram-chat-id"),
}


@pytest.mark.parametrize("name", REFUSED_AT_HOME)
async def test_rejected_without_a_call(api: FakeTelegram, channel: TelegramChannel, name: str) -> None:
    """A part that Telegram would never take is rejected before it is sent."""
    chat, part, code = REFUSED_AT_HOME[name]
    with pytest.raises(Rejected, match=code):
        await channel.send(chat, part)
    assert not api.calls


async def test_file_that_is_refused(api: FakeTelegram, channel: TelegramChannel) -> None:
    """Another refusal of a photo is not tried around."""
    api.fail("sendPhoto", status=400, description="Bad Request: not enough rights to send photos to the chat")
    with pytest.raises(Rejected, match="telegram-400"):
        await channel.send(str(WORKER), Part("Áp phích", attachment=PNG))
    assert [call.method for call in api.calls] == ["sendPhoto"]


# -- edits ---------------------------------------------------------------------------------------------------
async def test_edit(api: FakeTelegram, channel: TelegramChannel) -> None:
    """An edit changes text and buttons in place; without rows the buttons go."""
    sent = await channel.send(str(WORKER), Part("Có không?", ROWS))
    assert sent == await channel.send(str(WORKER), Part("Có không?\n✓ Có", edits=sent.message_id))
    assert api.chat(WORKER).screen() == "Có không?\n✓ Có"


async def test_edit_of_buttons_only(api: FakeTelegram, channel: TelegramChannel) -> None:
    """Without a text only the buttons change."""
    sent = await channel.send(str(WORKER), Part("Có không?", ROWS))
    await channel.send(str(WORKER), Part("", ROWS[1:], edits=sent.message_id))
    assert api.called("editMessageReplyMarkup")
    assert api.chat(WORKER).screen() == "Có không? [Quay lại]"


async def test_edit_under_a_file(api: FakeTelegram, channel: TelegramChannel) -> None:
    """The words under a file are its caption, and are changed as such."""
    sent = await channel.send(str(WORKER), Part("Bảng", ROWS, attachment=XLSX))
    await channel.send(str(WORKER), Part("Bảng ✓", edits=sent.message_id))
    assert api.chat(WORKER).screen() == "<tổng hợp.xlsx> Bảng ✓"


async def test_edit_that_changes_nothing(channel: TelegramChannel) -> None:
    """An edit that was done before is done."""
    sent = await channel.send(str(WORKER), Part("Có không?", ROWS))
    assert sent == await channel.send(str(WORKER), Part("Có không?", ROWS, edits=sent.message_id))


UNEDITABLE = {
    "gone": (Part("x", edits="99"), "telegram-400-message-gone"),
    "no number": (Part("x", edits="abc"), "telegram-edit-id"),
    "a file": (Part("x", attachment=PNG, edits="99"), "telegram-edit-kind"),
    "keys": (Part("x", contact_label="Gửi số", edits="99"), "telegram-edit-kind"),
}


@pytest.mark.parametrize("name", UNEDITABLE)
async def test_not_editable(channel: TelegramChannel, name: str) -> None:
    """What cannot be edited asks for a new message."""
    part, code = UNEDITABLE[name]
    with pytest.raises(NotEditable, match=code):
        await channel.send(str(WORKER), part)


async def test_message_with_keys_is_not_editable(channel: TelegramChannel) -> None:
    """A message that came with keys stays as it is."""
    sent = await channel.send(str(WORKER), Part("Số điện thoại?", contact_label="Gửi số"))
    with pytest.raises(NotEditable, match="telegram-400-not-editable"):
        await channel.send(str(WORKER), Part("Cảm ơn", edits=sent.message_id))


# -- the keys that share a phone number ----------------------------------------------------------------------
async def test_keys_go_before_buttons_come(api: FakeTelegram, channel: TelegramChannel) -> None:
    """The next question has buttons: the keys disappear, nothing else is left behind, nothing rings."""
    await channel.send(str(WORKER), Part("Số điện thoại?", ROWS, contact_label="Gửi số"))
    assert api.chat(WORKER).screen() == "Số điện thoại?\nkeys [Gửi số] [Có | Không] [Quay lại]"
    await channel.send(str(WORKER), Part("Tỉnh nào?", ROWS))
    await channel.send(str(WORKER), Part("Huyện nào?", ROWS))
    expected = "Số điện thoại?\nTỉnh nào? [Có | Không] [Quay lại]\nHuyện nào? [Có | Không] [Quay lại]"
    assert expected == api.chat(WORKER).screen()
    assert [message.is_silent for message in api.chat(WORKER).messages if message.is_deleted] == [True]


async def test_keys_go_with_a_plain_message(api: FakeTelegram, channel: TelegramChannel) -> None:
    """A message without buttons takes the keys away by itself, even those a stopped process had shown."""
    await channel.send(str(WORKER), Part("Số điện thoại?", contact_label="Gửi số"))
    await channel.send(str(WORKER), Part("Đã hủy"))
    await channel.send(str(WORKER), Part("Bắt đầu?", ROWS))
    assert api.chat(WORKER).screen() == "Số điện thoại?\nĐã hủy\nBắt đầu? [Có | Không] [Quay lại]"
    assert api.called("deleteMessage") == []


async def test_keys_asked_for_again(api: FakeTelegram, channel: TelegramChannel) -> None:
    """A wrong number asks again with the same keys."""
    for _ in range(2):
        await channel.send(str(WORKER), Part("Số điện thoại?", contact_label="Gửi số"))
    assert ((Button("Gửi số", is_contact=True),),) == api.chat(WORKER).keys
    assert len(api.calls) == 2


@pytest.mark.parametrize("method", ["sendMessage", "deleteMessage"])
async def test_failure_to_take_keys_away(api: FakeTelegram, channel: TelegramChannel, method: str) -> None:
    """What comes next arrives whatever becomes of the tick; at worst the tick stays."""
    await channel.send(str(WORKER), Part("Số điện thoại?", contact_label="Gửi số"))
    api.fail(method)
    await channel.send(str(WORKER), Part("Tỉnh nào?", ROWS))
    assert api.chat(WORKER).last.text == "Tỉnh nào?"


# -- presses -------------------------------------------------------------------------------------------------
async def test_acknowledge(api: FakeTelegram, channel: TelegramChannel) -> None:
    """A press is answered; an answer that comes too late, or to nobody, does no harm."""
    api.open_presses.add("438")
    press = Incoming("telegram", "1", "5", "5", ButtonPressed(NOON, "x"), "438")
    for _ in range(2):
        await channel.acknowledge(press)
    api.fail("answerCallbackQuery", status=502)
    await channel.acknowledge(press)
    api.fail("answerCallbackQuery", how="reset")
    await channel.acknowledge(press)
    await channel.acknowledge(Incoming("telegram", "1", "5", "5", TextReceived(NOON, "x")))
    assert not api.open_presses
    assert len(api.called("answerCallbackQuery")) == 4


async def test_webhook_answer(api: FakeTelegram, channel: TelegramChannel) -> None:
    """The same answer as the body of a webhook's 200 saves the call."""
    api.open_presses.add("438")
    body = channel.webhook_answer(Incoming("telegram", "1", "5", "5", ButtonPressed(NOON, "x"), "438"))
    assert body is not None
    await api.take_webhook_answer(body)
    assert not api.open_presses
    assert channel.webhook_answer(Incoming("telegram", "1", "5", "5", TextReceived(NOON, "x"))) is None
