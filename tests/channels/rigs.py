"""Every channel with its platform, as the conformance suite wants them: a call in, messages out, a platform that breaks."""

import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.channels.protocol import Channel
from bot.channels.telegram import TelegramAccess, TelegramChannel
from bot.channels.webchat import TOKEN_HEADER, WebChannel
from bot.channels.zalo_bot import ZaloBotAccess, ZaloBotChannel
from bot.channels.zalo_oa.access import Trust, ZaloOaAccess
from bot.channels.zalo_oa.channel import ZaloOaChannel
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.builders import NOON
from tests.site import Clock
from tests.telegram_api import FakeTelegram
from tests.web_page import TOKEN
from tests.zalo_bot_api import FakeZaloBot
from tests.zalo_oa_api import APP, APP_SECRET, CS, OA, OA_SECRET, FakeZaloOa

SECRET = "s3cret-of-the-webhook"
Call = tuple[bytes, Mapping[str, str]]


@dataclass
class Rig:
    """One channel in front of its platform, and a person there."""

    channel: Channel
    user: str
    call: Callable[[str, int], Call]  # the webhook call for a text of the person's; the number makes it another one
    texts: Callable[[], list[str]]  # what the person has got
    secrets: tuple[str, ...]  # what no error may show
    break_next: Callable[[], object] | None = None  # the next message is answered with HTTP 502; None: cannot happen


def posted(body: Mapping[str, Any], headers: Mapping[str, str]) -> Call:
    """A call as the platform makes it."""
    return json.dumps(body).encode(), headers


@asynccontextmanager
async def telegram(database: Database, vault: Vault) -> AsyncIterator[Rig]:
    """Telegram."""
    async with FakeTelegram() as api:
        channel, chat = TelegramChannel(TelegramAccess(api.token, SECRET, api.url), lambda: NOON), api.chat(10)
        await channel.check()

        def call(text: str, number: int) -> Call:
            sender = {"id": 10, "is_bot": False, "first_name": "Nguyễn Văn A"}
            message = {"message_id": number, "from": sender, "chat": {"id": 10, "type": "private"}, "date": 0, "text": text}
            return posted({"update_id": number, "message": message}, {"X-Telegram-Bot-Api-Secret-Token": SECRET})

        yield Rig(
            channel, "10", call, lambda: [message.text for message in chat.shown if message.is_ours], (SECRET, api.token),
            lambda: api.fail("sendMessage", status=502),
        )  # fmt: skip
        await channel.close()


@asynccontextmanager
async def zalo_bot(database: Database, vault: Vault) -> AsyncIterator[Rig]:
    """Zalo's Bot Platform."""
    async with FakeZaloBot() as api:
        channel, chat = ZaloBotChannel(ZaloBotAccess(api.token, SECRET, api.url), lambda: NOON), api.chat("a1b2")
        chat.has_written = True
        await channel.check()

        def call(text: str, number: int) -> Call:
            person = {"id": "a1b2", "is_bot": False}
            message = {"message_id": f"m{number}", "date": number, "from": person, "chat": {"id": "a1b2", "chat_type": "PRIVATE"}}
            body = {"event_name": "message.text.received", "message": {**message, "text": text}}
            return posted(body, {"X-Bot-Api-Secret-Token": SECRET})

        yield Rig(
            channel, "a1b2", call, lambda: [message.text for message in chat.ours], (SECRET, api.token),
            lambda: api.fail("sendMessage", how="status", code=502),
        )  # fmt: skip
        await channel.close()


@asynccontextmanager
async def zalo_oa(database: Database, vault: Vault) -> AsyncIterator[Rig]:
    """A Zalo Official Account."""
    clock, user = Clock(), "2468000000000000010"
    async with FakeZaloOa(clock) as api:
        _, refresh = api.issue()
        chat = api.chat(user)
        chat.last_interaction = clock()
        trust = Trust(secrets=(OA_SECRET,), first_terms=(APP,), max_age=timedelta(days=1))
        access = ZaloOaAccess(OA, APP, APP_SECRET, trust, refresh, api.url, api.url)
        channel = ZaloOaChannel(access, database, vault, clock)

        def call(text: str, number: int) -> Call:
            stamp = str(int(clock().timestamp() * 1000))
            who = {"sender": {"id": user}, "recipient": {"id": OA}, "app_id": APP, "timestamp": stamp}
            message = {"msg_id": f"u{number}", "text": text}
            body, _ = posted({"event_name": "user_send_text", **who, "message": message}, {})
            mac = hashlib.sha256(APP.encode() + body + stamp.encode() + OA_SECRET.encode()).hexdigest()
            return body, {"X-ZEvent-Signature": f"mac={mac}"}

        yield Rig(
            channel, user, call, lambda: [message.text for message in chat.said], (OA_SECRET, APP_SECRET, refresh),
            lambda: api.fail(CS, how="status", status=502),
        )  # fmt: skip
        await channel.close()


@asynccontextmanager
async def web(database: Database, vault: Vault) -> AsyncIterator[Rig]:
    """Our own web chat."""
    channel = WebChannel(database, vault, lambda: NOON, "https://bot.example")
    [chat] = channel.chats(TOKEN)
    await database.write(lambda uow: uow.web.create(chat, NOON))
    got: list[str] = []

    def call(text: str, number: int) -> Call:
        frame = {"type": "text", "id": f"00000000-0000-4000-8000-{number:012x}", "text": text}
        return posted(frame, {TOKEN_HEADER: TOKEN})

    rig = Rig(channel, chat, call, lambda: got, (TOKEN,))
    sent = channel.send

    def said(uow: UnitOfWork) -> list[str]:
        return [str(message.content["text"]) for message in uow.web.latest(chat, 100)]

    async def send(*args: Any) -> Any:
        done = await sent(*args)
        got[:] = await database.read(said)
        return done

    channel.send = send  # type: ignore[method-assign, assignment]
    yield rig


RIGS = {"telegram": telegram, "zalo-oa": zalo_oa, "zalo-bot": zalo_bot, "web": web}
