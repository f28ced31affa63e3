"""The fake Zalo Bot Platform itself, used by clients that others wrote: one sends forms, the other JSON."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import pytest
import zalo_bot
from pyzalo.main import PyZALO

from bot.channels.zalo_bot import ZaloBotAccess, ZaloBotChannel
from tests.zalo_bot_api import FakeZaloBot
from tests.zalo_bot_user import ZaloBotUser

WORKER = "a1b2c3d4e5f60718293a"
HOOK, SECRET = "https://sangkien.example.vn/webhooks/zalo-bot", "s3cret-of-8"


@pytest.fixture
async def api() -> AsyncIterator[FakeZaloBot]:
    """A platform that does not mind what the documentation does not know."""
    async with FakeZaloBot(is_strict=False) as server:
        server.chat(WORKER).has_written = True
        yield server


@pytest.fixture
async def forms(api: FakeZaloBot) -> AsyncIterator[Any]:
    """python-zalo-bot."""
    async with zalo_bot.Bot(api.token, base_url=api.url) as client:
        yield client


@pytest.fixture
def jsons(api: FakeZaloBot) -> Iterator[Any]:
    """PyZALO, which blocks: call it in a thread."""
    client = PyZALO(api.token, api.url)
    yield client
    client.session.close()


async def test_who_we_are(api: FakeZaloBot, forms: Any, jsons: Any) -> None:
    """All three clients read the same account."""
    ours = ZaloBotChannel(ZaloBotAccess(api.token, SECRET, api.url))
    theirs = await forms.get_me()
    said = await asyncio.to_thread(jsons.getMe)
    assert ["4417", "Bot Sáng kiến"] == [theirs.id, theirs.account_name]
    assert [said["result"]["account_name"], True] == [await ours.check(), said["ok"]]
    await ours.close()


async def test_sending(api: FakeZaloBot, forms: Any, jsons: Any) -> None:
    """Texts and pictures arrive, whichever way they are encoded, and their ids come back."""
    first = await forms.send_message(WORKER, "Đã nhận & <lưu>")
    second = await asyncio.to_thread(jsons.sendMessage, WORKER, "Đã nhận & <lưu>")
    third = await forms.send_photo(WORKER, "Ảnh", "https://example.vn/a.png")
    await asyncio.to_thread(jsons.sendPhoto, WORKER, "https://example.vn/a.png", "Ảnh")
    shown = api.chat(WORKER).ours
    assert [first.message_id, second["result"]["message_id"], third.message_id] == [one.message_id for one in shown[:3]]
    assert [("Đã nhận & <lưu>", "")] * 2 + [("Ảnh", "https://example.vn/a.png")] * 2 == [(m.text, m.photo) for m in shown]
    assert await forms.send_chat_action(WORKER, "typing")
    sticker = await forms.send_sticker(WORKER, "17")
    assert sticker.message_id == api.chat(WORKER).last.message_id


async def test_failures_come_with_http_200(api: FakeZaloBot, forms: Any, jsons: Any) -> None:
    """A client that trusts the status takes a refusal for a success: ours does not (test_zalo_bot_send.py)."""
    assert None is await forms.send_message("b" * 20, "x")
    for text in ("", "a" * 2001, "😀" * 1001):
        said = await asyncio.to_thread(jsons.sendMessage, WORKER, text)
        assert (False, 400) == (said["ok"], said["error_code"])
    assert [] == api.chat(WORKER).ours


async def test_fetching(api: FakeZaloBot, forms: Any, jsons: Any) -> None:
    """One update an answer, in order, then 408; nothing goes while nobody asks."""
    api.longest_poll = 0.0
    worker = ZaloBotUser(api, WORKER)
    for text in ("một", "hai", "ba"):
        await worker.say(text, expects=0)
    update = await forms.get_update(timeout=1)
    assert ("một", WORKER, "PRIVATE") == (update.message.text, update.message.from_user.id, update.message.chat.type)
    said = [await asyncio.to_thread(jsons.getUpdates, 1) for _ in range(3)]
    assert ["hai", "ba"] == [one["result"]["message"]["text"] for one in said[:2]]
    assert (False, 408) == (said[2]["ok"], said[2]["error_code"])


async def test_an_update_that_comes_while_asked(api: FakeZaloBot, jsons: Any) -> None:
    """A request that waits is answered as soon as there is something."""
    asked = asyncio.create_task(asyncio.to_thread(jsons.getUpdates, 30))
    await api.until(lambda: bool(api.called("getUpdates")))
    await ZaloBotUser(api, WORKER).say("một", expects=0)
    assert "một" == (await asked)["result"]["message"]["text"]


async def test_webhook(api: FakeZaloBot, jsons: Any) -> None:
    """Set, shown, tried, removed; while it is set nothing can be fetched."""
    said = await asyncio.to_thread(jsons.setWebhook, HOOK, SECRET)
    assert (HOOK, False) == (said["result"]["url"], said["result"]["verification"]["ok"])
    assert HOOK == (await asyncio.to_thread(jsons.getWebhookInfo))["result"]["url"]
    assert "webhook.unreachable" == (await asyncio.to_thread(jsons.testWebhook))["result"]["outcome"]
    assert 400 == (await asyncio.to_thread(jsons.getUpdates, 1))["error_code"]
    for url, secret in (("http://sangkien.example.vn", SECRET), (HOOK, "short"), (HOOK, None)):
        assert 400 == (await asyncio.to_thread(jsons.setWebhook, url, secret))["error_code"]
    assert "" == (await asyncio.to_thread(jsons.deleteWebhook))["result"]["url"]


async def test_queries_are_taken_too(api: FakeZaloBot) -> None:
    """The third encoding that the documentation names."""
    address = f"{api.url}/bot{api.token}/sendMessage"
    async with (
        aiohttp.ClientSession() as session,
        session.get(address, params={"chat_id": WORKER, "text": "Chào"}) as answer,
    ):
        assert (await answer.json())["ok"]
    assert "Chào" == api.chat(WORKER).last.text


async def test_another_token(api: FakeZaloBot) -> None:
    """It is refused, by HTTP 200 like everything."""
    stranger = PyZALO("9:wrong", api.url)
    assert 401 == (await asyncio.to_thread(stranger.getMe))["error_code"]
    stranger.session.close()


async def test_calls_that_nobody_documented() -> None:
    """A strict platform ends the test that made one."""
    with pytest.raises(AssertionError, match="sendDocument: unknown method"):
        async with FakeZaloBot() as api:
            await asyncio.to_thread(PyZALO(api.token, api.url)._post, "/sendDocument", {})
    with pytest.raises(AssertionError, match="getUpdates: unknown 'offset'"):
        async with FakeZaloBot() as api:
            await asyncio.to_thread(PyZALO(api.token, api.url).getUpdates, 0, 7)
