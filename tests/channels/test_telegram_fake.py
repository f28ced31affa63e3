"""The fake Bot API itself: it must notice what Telegram would refuse or, worse, ignore."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.protocol import Incoming, Part, PartButton
from bot.channels.telegram import TelegramAccess, TelegramChannel
from conversations.events import ButtonPressed, ContactShared, MediaReceived, TextReceived
from tests.telegram_api import FakeTelegram
from tests.telegram_spec import SPEC_FILE, load_spec
from tests.telegram_user import TelegramUser

WORKER = 7000000001


def inline(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A message with these buttons."""
    return {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": list(rows)}}


def button(**parts: Any) -> dict[str, Any]:
    """A button that is right where it is not said otherwise."""
    return {"text": "x", "callback_data": "x"} | parts


WRONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "unknown method": ("sendMesage", {"chat_id": 1, "text": "x"}, "sendMesage: unknown method"),
    "unknown parameter": ("sendMessage", {"chat_id": 1, "text": "x", "txt": "y"}, "sendMessage: unknown 'txt'"),
    "missing parameter": ("sendMessage", {"chat_id": 1}, "sendMessage: 'text' is missing"),
    "wrong type": ("sendMessage", {"chat_id": 1, "text": 5}, "sendMessage.text: is no String"),
    "wrong type of chat": ("sendMessage", {"chat_id": 1.5, "text": "x"}, "sendMessage.chat_id: is no Integer"),
    "true is no number": (
        "editMessageCaption", {"chat_id": 1, "message_id": True}, "editMessageCaption.message_id: is no Integer",
    ),
    "object as broken text": (
        "sendMessage", {"chat_id": 1, "text": "x", "reply_markup": "{"},
        "sendMessage.reply_markup: is no InlineKeyboardMarkup",
    ),
    "unknown field inside": (
        "sendMessage", inline([button(colour="red")]),
        "sendMessage.reply_markup.inline_keyboard[0][0]: unknown 'colour'",
    ),
    "missing field inside": (
        "sendMessage", inline([{"callback_data": "x"}]),
        "sendMessage.reply_markup.inline_keyboard[0][0]: 'text' is missing",
    ),
    "text too long": (
        "sendMessage", {"chat_id": 1, "text": "😀" * 4097}, "sendMessage.text: 4097 characters, allowed are 1-4096",
    ),
    "text too long after markup": (
        "sendMessage", {"chat_id": 1, "text": f"<b>{'x' * 4090}</b>&lt;123456", "parse_mode": "HTML"},
        "sendMessage.text: 4097 characters, allowed are 1-4096",
    ),
    "text of white space": (
        "sendMessage", {"chat_id": 1, "text": " \n"}, "sendMessage.text: 0 characters, allowed are 1-4096",
    ),
    "caption too long": (
        "sendDocument", {"chat_id": 1, "document": "id", "caption": "x" * 1025},
        "sendDocument.caption: 1025 characters, allowed are 0-1024",
    ),
    "action too long in bytes": (
        "sendMessage", inline([button(callback_data="ă" * 33)]),
        "sendMessage.reply_markup.inline_keyboard[0][0].callback_data: is not 1-64 bytes long",
    ),
    "answer to a press too long": (
        "answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201},
        "answerCallbackQuery.text: is not 0-200 characters long",
    ),
    "too many buttons": ("sendMessage", inline(*[[button()] * 8] * 13), "sendMessage: 104 buttons"),
    "too many in a row": ("sendMessage", inline([button()] * 9), "sendMessage: a row of 9 buttons"),
    "two actions": ("sendMessage", inline([button(url="https://x.vn")]), "sendMessage: a button with 2 actions"),
    "no action": ("sendMessage", inline([{"text": "x"}]), "sendMessage: a button with 0 actions"),
    "no label": ("sendMessage", inline([button(text=" ")]), "sendMessage: a button without a label"),
    "edit of nothing": ("editMessageText", {"text": "x"}, "editMessageText: 'chat_id' is missing"),
    "edit without text": ("editMessageText", {"chat_id": 1, "message_id": 2}, "editMessageText: 'text' is missing"),
    "command in capitals": (
        "setMyCommands", {"commands": [{"command": "Nop", "description": "Nộp"}]}, "setMyCommands: command 'Nop'",
    ),
    "command without description": (
        "setMyCommands", {"commands": [{"command": "nop", "description": ""}]},
        "setMyCommands.commands[0].description: is not 1-256 characters long",
    ),
    "too many commands": (
        "setMyCommands", {"commands": [{"command": "nop", "description": "x"}] * 101}, "setMyCommands: 101 commands",
    ),
    "scope that does not exist": (
        "setMyCommands", {"commands": [], "scope": {"type": "everybody"}},
        "setMyCommands.scope.type: is not 'default'",
    ),
    "secret that cannot be": ("setWebhook", {"url": "https://x.vn", "secret_token": "a b"}, "setWebhook: secret_token"),
    "too many updates": ("getUpdates", {"limit": 101}, "getUpdates: limit 101, timeout 0"),
}  # fmt: skip
RIGHT: dict[str, tuple[str, dict[str, Any]]] = {
    "longest text": ("sendMessage", {"chat_id": 1, "text": "😀" * 4096}),
    "markup is not counted": (
        "sendMessage",
        {"chat_id": 1, "text": f"<b>{'x' * 4091}</b>&lt;1234", "parse_mode": "HTML"},
    ),
    "most buttons": ("sendMessage", inline(*[[button()] * 8] * 12, [button()] * 4)),
    "longest action": ("sendMessage", inline([button(callback_data="ă" * 32)])),
    "scope of one chat": ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 1}}),
    "chat by name": ("sendMessage", {"chat_id": "@kenh", "text": "x"}),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_call(name: str) -> None:
    """Each mistake is named."""
    method, parameters, expected = WRONG[name]
    assert expected in load_spec().violations(method, parameters)


@pytest.mark.parametrize("name", RIGHT)
def test_form(name: str) -> None:
    """A form carries objects and numbers as text, and means the same."""
    method, parameters = RIGHT[name]
    form = {key: value if isinstance(value, str) else json.dumps(value) for key, value in parameters.items()}
    assert parameters == load_spec().decoded(method, form)


@pytest.mark.parametrize("name", RIGHT)
def test_right_call(name: str) -> None:
    """What just fits is no mistake."""
    assert load_spec().violations(*RIGHT[name]) == []


def test_specification_is_unchanged() -> None:
    """The stored file is the one that its README names."""
    digest = hashlib.sha256(SPEC_FILE.read_bytes()).hexdigest()
    assert digest in (SPEC_FILE.parent / "README.md").read_text(encoding="utf-8")


def test_file_where_none_belongs() -> None:
    """An upload is a parameter too, and only where files are taken."""
    assert load_spec().violations("sendPhoto", {"chat_id": 1}, ["photo"]) == []
    assert load_spec().violations("sendPhoto", {"chat_id": 1}) == ["sendPhoto: 'photo' is missing"]
    found = load_spec().violations("sendMessage", {"chat_id": 1}, ["text"])
    assert found == ["sendMessage: 'text' takes no file"]


async def broken_call(error: Exception | None = None) -> None:
    """Make a wrong call, and then fail for another reason."""
    async with FakeTelegram() as api, aiohttp.ClientSession() as session:
        body = {"chat_id": 1, "text": "x", "txt": "y"}
        async with session.post(f"{api.url}/bot{api.token}/sendMessage", data=body) as answer:
            assert answer.status == 400
        if error is not None:
            raise error


async def test_violation_fails_the_test() -> None:
    """Leaving the server after a wrong call raises, with what was wrong."""
    with pytest.raises(AssertionError, match="unknown 'txt'"):
        await broken_call()


async def test_another_error_comes_first() -> None:
    """A test that failed already is not talked over."""
    with pytest.raises(ZeroDivisionError):
        await broken_call(ZeroDivisionError())


async def test_strangers() -> None:
    """A wrong token is refused, and nobody can be written to who never came."""
    async with FakeTelegram() as api, aiohttp.ClientSession() as session:
        for token, expected in ((api.token, "Bad Request: chat not found"), ("1:x", "Unauthorized")):
            async with session.post(f"{api.url}/bot{token}/sendMessage", json={"chat_id": 9, "text": "x"}) as answer:
                assert expected == (await answer.json())["description"]


# -- a whole dialogue, through a bot that repeats ------------------------------------------------------------
class Parrot:
    """The smallest bot: a webhook that says what it understood."""

    def __init__(self, channel: TelegramChannel) -> None:
        self._channel = channel
        self.url = ""

    async def hook(self, request: web.Request) -> web.Response:
        """Answer each event; a press in the answer to the webhook, and by taking its buttons away."""
        answer = None
        for incoming in self._channel.parse(await request.read(), request.headers):
            answer = self._channel.webhook_answer(incoming)
            await self._channel.send(incoming.chat, self._reply(incoming))
        return web.Response(body=answer, content_type="application/json")

    def _reply(self, incoming: Incoming) -> Part:
        match incoming.event:
            case TextReceived(text="số"):
                return Part("Số?", ((PartButton("Thôi", "k.1.x.cancel"),),), contact_label="Gửi số")
            case TextReceived(text=text):
                return Part(f"nghe: {text[:9]}", ((PartButton("Xóa", "a.1.x.y"),),))
            case ButtonPressed(action=action, message_id=message_id):
                return Part(f"bấm: {action}", edits=message_id)
            case ContactShared(phone=phone):
                return Part(f"số: {phone}")
            case MediaReceived(medium=medium):
                return Part(f"tệp: {medium}")
        return Part(type(incoming.event).__name__)


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    """A server without chats."""
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
async def hook(api: FakeTelegram) -> AsyncIterator[str]:
    """Where the parrot listens."""
    channel = TelegramChannel(TelegramAccess(api.token, "s3cret", api.url))
    app = web.Application()
    app.router.add_post("/hook", Parrot(channel).hook)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield "http://{}:{}/hook".format(*runner.addresses[0])
    await runner.cleanup()
    await channel.close()


async def test_dialogue(api: FakeTelegram, hook: str) -> None:
    """A person writes, presses, shares and sees exactly what is there now."""
    user = TelegramUser(api, WORKER, hook, "s3cret")
    [heard] = await user.say("chào")
    assert (heard.text, heard.labels) == ("nghe: chào", ["Xóa"])
    [pressed] = await user.press("Xóa")
    assert (heard, "bấm: a.1.x.y", ["nghe: chào"]) == (pressed, pressed.text, pressed.earlier)
    assert not api.open_presses
    await user.say("số")
    assert user.chat.screen() == "> chào\nbấm: a.1.x.y\n> số\nSố?\nkeys [Gửi số] [Thôi]"
    await user.press("Gửi số")
    [stopped] = await user.press_action(heard.message_id, "b")
    assert stopped.text == "bấm: b"
    assert [message.text for message in await user.send(sticker={"emoji": "👍"})] == ["tệp: sticker"]
    expected = "> chào\nbấm: b\n> số\nSố?\n> <contact>\nsố: 84900000001\n> <sticker>\ntệp: sticker"
    assert expected == user.chat.screen()


async def test_keys_and_repetition(api: FakeTelegram, hook: str) -> None:
    """A key types its label, a second delivery is the same update, a paste comes in pieces."""
    user = TelegramUser(api, WORKER, hook, "s3cret")
    await user.say("số")
    assert [message.text for message in await user.press("Thôi")] == ["nghe: Thôi"]
    first = user.last_update
    assert [message.text for message in await user.repeat(expects=1)] == ["nghe: Thôi"]
    assert first == user.last_update
    await user.paste("ă" * 4080 + "\n" + "b" * 100, expects=2)
    pieces = [len(message.text) for message in user.chat.messages if not message.is_ours][-2:]
    assert pieces == [4096, 85]
    assert [message.text for message in await user.edit("khác")] == ["MessageEdited"]


async def test_missing_button(api: FakeTelegram, hook: str) -> None:
    """Pressing what is not there fails with what is."""
    user = TelegramUser(api, WORKER, hook, "s3cret")
    await user.say("chào")
    with pytest.raises(AssertionError, match="nghe: chào"):
        await user.press("Gửi")


async def test_blocked(api: FakeTelegram, hook: str) -> None:
    """A chat that was stopped takes nothing."""
    user = TelegramUser(api, WORKER, hook, "s3cret", settled=lambda: asyncio.sleep(0))
    user.chat.is_blocked = True
    with pytest.raises(AssertionError, match="500"):  # the parrot does not cope
        await user.say("chào")
    user.chat.is_blocked = False
    assert [message.text for message in await user.say("chào")] == ["nghe: chào"]
