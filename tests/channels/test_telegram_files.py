"""Files of Telegram's: asked for, fetched within bounds, and every refusal in its class."""

from collections.abc import AsyncIterator, Callable

import pytest

from bot.channels.protocol import FileGone, FileTooLarge, Misconfigured, SendError, Throttled, Unreachable
from bot.channels.telegram import TelegramAccess, TelegramChannel
from bot.channels.telegram.request import Limits
from tests.program import TOKEN
from tests.telegram_api import FakeTelegram

CONTENT = bytes(range(256)) * 100


@pytest.fixture
async def channel(api: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    """A bot; one file was sent to it."""
    api.files["BQACAgUAAxk"] = CONTENT
    access = TelegramAccess(TOKEN, "s3cret-of-the-webhook_1", api.url)
    made = TelegramChannel(access, limits=Limits(connect=0.5, read=0.3, upload=0.5))
    yield made
    await made.close()


async def test_a_file(channel: TelegramChannel, api: FakeTelegram) -> None:
    """Two calls, and the content is there to the byte."""
    assert CONTENT == await channel.download("BQACAgUAAxk", len(CONTENT))
    assert ["getFile"] == [call.method for call in api.calls]


FAULTS: dict[str, tuple[Callable[[FakeTelegram], object], type[SendError]]] = {
    "unknown": (lambda api: api.files.clear(), FileGone),
    "larger than Telegram gives": (lambda api: api.files.update(BQACAgUAAxk=b"a" * 20_000_001), FileTooLarge),
    "larger than asked for": (lambda api: api.files.update(BQACAgUAAxk=b"a" * 30_000), FileTooLarge),
    "too fast": (lambda api: api.fail("getFile", status=429, description="Too Many Requests", retry_after=3), Throttled),
    "the token is no good": (lambda api: api.fail("getFile", status=401, description="Unauthorized"), Misconfigured),
    "away": (lambda api: api.fail("getFile", status=502, description="Bad Gateway"), Unreachable),
    "away afterwards": (lambda api: api.fail("file", how="raw", status=502, description="<html>"), Unreachable),
    "gone afterwards": (lambda api: api.fail("file", how="raw", status=404, description="{}"), FileGone),
    "cut off": (lambda api: api.fail("file", how="reset", times=3), Unreachable),
    "silent": (lambda api: api.fail("file", how="hang"), Unreachable),
}


@pytest.mark.parametrize("name", FAULTS)
async def test_faults(channel: TelegramChannel, api: FakeTelegram, name: str) -> None:
    """Each in its class, and none quotes the address, which holds the token."""
    break_it, expected = FAULTS[name]
    break_it(api)
    with pytest.raises(expected) as caught:
        await channel.download("BQACAgUAAxk", len(CONTENT))
    assert TOKEN not in repr(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("path", ["/var/lib/bot/documents/file_1", "documents/../../etc/passwd"])
async def test_a_server_that_keeps_files_itself(
    channel: TelegramChannel, api: FakeTelegram, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path of its own disk is nothing that can be fetched: the operator has to look."""
    monkeypatch.setitem(vars(api), "files", {})
    found = {"file_id": "x", "file_unique_id": "x", "file_path": path}
    from tests import telegram_api

    monkeypatch.setitem(telegram_api._EFFECTS, "getFile", lambda api, call: found)
    with pytest.raises(Misconfigured):
        await channel.download("x", 10)
