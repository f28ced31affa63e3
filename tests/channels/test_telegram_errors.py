"""Failed calls of the Bot API as the error that says what to do, and that tells nothing else."""

import asyncio
import logging
import socket
import traceback
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.protocol import (
    Misconfigured,
    Part,
    RecipientGone,
    Rejected,
    SendError,
    Throttled,
    Unreachable,
)
from bot.channels.telegram import TelegramAccess, TelegramChannel
from bot.channels.telegram.request import Limits
from tests.telegram_api import FakeTelegram

NOON = datetime(2021, 3, 15, 5, tzinfo=UTC)
WORKER, GROUP = 7000000001, -1002000000003


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
    made = impatient(api.url)
    yield made
    await made.close()


def impatient(url: str) -> TelegramChannel:
    """A channel that gives up soon."""
    limits = Limits(connect=2.0, read=1.0, upload=1.0)  # a busy machine answers within a second
    return TelegramChannel(TelegramAccess("123456:AbC-test", "s3cret", url), lambda: NOON, limits=limits)


async def refused(channel: TelegramChannel, part: Part, chat: int = WORKER) -> SendError:
    """The error of a send."""
    with pytest.raises(SendError) as caught:
        await channel.send(str(chat), part)
    return caught.value


def answered(status: int, description: str, **more: Any) -> dict[str, Any]:
    """A scripted refusal."""
    return {"status": status, "description": description, **more}


PAGE = "<html>Trang này bị chặn</html>"
MOVED = '{"ok": false, "description": "group upgraded", "parameters": {"migrate_to_chat_id": -5}}'
FAILURES: dict[str, tuple[Mapping[str, Any], type[SendError], str]] = {
    "blocked": (answered(403, "Forbidden: bot was blocked by the user"), RecipientGone, "telegram-403-blocked"),
    "deactivated": (answered(403, "Forbidden: user is deactivated"), RecipientGone, "telegram-403-deactivated"),
    "never started": (
        answered(403, "Forbidden: bot can't initiate conversation with a user"), RecipientGone,
        "telegram-403-not-started",
    ),
    "thrown out": (
        answered(403, "Forbidden: bot was kicked from the supergroup chat"), RecipientGone, "telegram-403-kicked",
    ),
    "forbidden for a new reason": (answered(403, "Forbidden: HƠN NỮA"), RecipientGone, "telegram-403"),
    "no such chat": (answered(400, "Bad Request: chat not found"), RecipientGone, "telegram-400-chat-not-found"),
    "no such chat, in capitals": (
        answered(400, "Bad Request: CHAT NOT FOUND"), RecipientGone, "telegram-400-chat-not-found",
    ),
    "text too long": (answered(400, "Bad Request: message is too long"), Rejected, "telegram-400-text-too-long"),
    "caption too long": (
        answered(400, "Bad Request: message caption is too long"), Rejected, "telegram-400-caption-too-long",
    ),
    "text empty": (answered(400, "Bad Request: message text is empty"), Rejected, "telegram-400-text-empty"),
    "file too large": (answered(413, "Request Entity Too Large"), Rejected, "telegram-400-file-too-large"),
    "bad for a new reason": (answered(400, "Bad Request: WHO KNOWS"), Rejected, "telegram-400"),
    "teapot": (answered(418, "I am"), Rejected, "telegram-400"),
    "token refused": (answered(401, "Unauthorized"), Misconfigured, "telegram-401"),
    "token malformed": (answered(404, "Not Found"), Misconfigured, "telegram-404"),
    "another instance": (answered(409, "Conflict: terminated by other"), Misconfigured, "telegram-409"),
    "too fast": (answered(429, "Too Many Requests: retry after 7", retry_after=7), Throttled, "telegram-429"),
    "too fast, for how long is not said": (answered(429, "Too Many Requests"), Throttled, "telegram-429"),
    "server broken": (answered(500, "Internal Server Error"), Unreachable, "telegram-500"),
    "gateway broken": (answered(502, "Bad Gateway", how="raw"), Unreachable, "telegram-502"),
    "a block page says 403": (answered(403, PAGE, how="raw"), Unreachable, "telegram-foreign-403"),
    "a portal says 404": (answered(404, PAGE, how="raw"), Unreachable, "telegram-foreign-404"),
    "a portal sends elsewhere": (answered(302, PAGE, how="raw"), Unreachable, "telegram-foreign-302"),
    "a portal says 200": (answered(200, PAGE, how="raw"), Unreachable, "telegram-unreadable"),
    "a success without result": (answered(200, '{"ok": true}', how="raw"), Unreachable, "telegram-unreadable"),
    "a success without message": (
        answered(200, '{"ok": true, "result": {}}', how="raw"), Unreachable, "telegram-unreadable",
    ),
    "a success without end": (answered(200, "[" * (9 << 20), how="raw"), Unreachable, "telegram-broken"),
    "the group moved": (answered(400, MOVED, how="raw"), RecipientGone, "telegram-400-migrated"),
    "no answer": (answered(0, "", how="hang"), Unreachable, "telegram-timeout"),
    "no answer, but done": (answered(0, "", how="hang", is_applied=True), Unreachable, "telegram-timeout"),
    "connection cut": (answered(0, "", how="reset"), Unreachable, "telegram-broken"),
    "connection cut, but done": (answered(0, "", how="reset", is_applied=True), Unreachable, "telegram-broken"),
}  # fmt: skip
UNKNOWN = {"telegram-500", "telegram-502", "telegram-unreadable", "telegram-timeout", "telegram-broken"}


@pytest.mark.parametrize("name", FAILURES)
async def test_failure(api: FakeTelegram, channel: TelegramChannel, name: str) -> None:
    """Each answer is this class with this code, and only a call that may have got through is in doubt."""
    how, kind, code = FAILURES[name]
    api.fail("sendMessage", **how)
    error = await refused(channel, Part("Chào"))
    assert (kind, code) == (type(error), error.code)
    if isinstance(error, Unreachable):
        assert (code in UNKNOWN) == error.is_unknown
    if isinstance(error, Throttled):
        assert (7.0 if "retry_after" in how else 5.0) == error.seconds
    if how.get("is_applied"):
        assert api.chat(WORKER).screen() == "Chào"


async def test_connection_refused() -> None:
    """Nobody listens: nothing was sent, so there is no doubt."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        channel = impatient(f"http://127.0.0.1:{free.getsockname()[1]}")
        error = await refused(channel, Part("Chào"))
        await channel.close()
    assert isinstance(error, Unreachable)
    assert (error.code, error.is_unknown) == ("telegram-no-connection", False)


async def test_many_chats_throttled(api: FakeTelegram, channel: TelegramChannel) -> None:
    """One chat told to wait is its own matter; when several are, the whole bot is meant."""
    api.fail("sendMessage", times=9, **answered(429, "Too Many Requests", retry_after=30))
    errors = [await refused(channel, Part("Chào"), chat) for chat in (WORKER, WORKER, GROUP, 3, 4)]
    assert [isinstance(e, Throttled) and e.is_global for e in errors] == [False, False, False, True, True]


@pytest.mark.parametrize("how", [*FAILURES.values()], ids=[*FAILURES])
async def test_nothing_secret_is_told(
    api: FakeTelegram, channel: TelegramChannel, how: tuple[Mapping[str, Any], Any, Any], caplog: Any
) -> None:
    """Neither token nor text are in an error with all that led to it, nor in the log at its most talkative."""
    with caplog.at_level(logging.DEBUG):
        api.fail("sendMessage", **how[0])
        error = await refused(channel, Part("Bí mật của Trần Thị B"))
    told = "".join(traceback.format_exception(error)) + repr(error.__context__) + caplog.text + repr(channel)
    assert api.token not in told
    assert "Bí mật" not in told
    assert api.token not in repr(TelegramAccess(api.token, "s3cret"))


async def test_cancelled_send(api: FakeTelegram, channel: TelegramChannel) -> None:
    """Cancelling stays cancelling; it does not turn into an error of the platform's."""
    api.fail("sendMessage", how="hang")
    task = asyncio.create_task(channel.send(str(WORKER), Part("Chào")))
    await api.until(lambda: bool(api.calls))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
