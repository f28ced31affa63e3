"""Start, webhook, polling, links and menus."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime

import pytest

from bot.channels.protocol import Arrivals, Incoming, Misconfigured, Unreachable
from bot.channels.telegram import TelegramAccess, TelegramChannel, secret_from
from conversations.events import TextReceived
from tests.telegram_api import FakeTelegram
from tests.telegram_user import TelegramUser

NOON = datetime(2021, 3, 15, 5, tzinfo=UTC)
WORKER, COLLEAGUE = 7000000001, 7000000002
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]


class Pauses:
    """Stands for asyncio.sleep: notes the seconds and lets others run."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


class Turns:
    """Stands for the runner: notes texts and can fail."""

    def __init__(self, api: FakeTelegram, failures: int = 0) -> None:
        self.texts: list[str] = []
        self._api, self._failures = api, failures

    async def __call__(self, batch: Sequence[Incoming]) -> None:
        if self._failures:
            self._failures -= 1
            raise OSError("disk full")
        self.texts += [incoming.event.text for incoming in batch if isinstance(incoming.event, TextReceived)]
        await self._api.announce()


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    """A server without chats."""
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
def pauses() -> Pauses:
    """Pauses that take no time."""
    return Pauses()


@pytest.fixture
async def channel(api: FakeTelegram, pauses: Pauses) -> AsyncIterator[TelegramChannel]:
    """A channel of that server's bot."""
    made = TelegramChannel(TelegramAccess(api.token, "s3cret", api.url), lambda: NOON, pause=pauses)
    yield made
    await made.close()


async def polled(channel: TelegramChannel, turns: Turns, until: Callable[[], Awaitable[None]]) -> None:
    """Poll until something is the case, then cancel."""
    task = asyncio.create_task(channel.poll(turns))
    await until()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


# -- start ---------------------------------------------------------------------------------------------------
async def test_start_behind_a_webhook(api: FakeTelegram, channel: TelegramChannel) -> None:
    """The webhook is registered with its secret and the updates we understand, and links carry the bot's name."""
    assert channel.link("5KDR7Q2M") is channel.link("") is None
    await channel.check()
    await channel.register("https://sangkien.example.vn/")
    expected = {
        "url": "https://sangkien.example.vn/webhooks/telegram",
        "secret_token": "s3cret",
        "allowed_updates": UPDATES,
    }
    assert expected == api.webhook
    assert channel.link("5KDR7Q2M") == "https://t.me/sangkien_test_bot?start=5KDR7Q2M"
    assert channel.link("") == "https://t.me/sangkien_test_bot", "for pages without a code"


@pytest.mark.parametrize("code", ["a b", "đ", "x" * 65, "a&b=c"])
async def test_code_that_no_link_carries(channel: TelegramChannel, code: str) -> None:
    """A link is given only for what Telegram hands through."""
    await channel.check()
    assert channel.link(code) is None
    assert channel.link("x" * 64) is not None


async def test_start_while_telegram_is_out_of_reach(
    api: FakeTelegram, channel: TelegramChannel, pauses: Pauses
) -> None:
    """Start returns at once; it and the registration go on trying, ever more slowly, as long as told when told."""
    api.fail("getMe", status=502, times=3)
    api.fail("getMe", status=429, retry_after=9)
    api.fail("setWebhook", how="reset")
    api.fail("setWebhook", status=400, description="Bad Request: bad webhook: Failed to resolve host")
    await channel.start()
    await api.until(lambda: len(api.called("getMe")) == 5)
    await channel.register("https://sangkien.example.vn")
    assert pauses.seconds == pytest.approx([1, 2, 4, 9, 1, 2], rel=0.26)
    assert pauses.seconds[3] == 9


async def test_start_with_a_refused_token(api: FakeTelegram, channel: TelegramChannel, pauses: Pauses) -> None:
    """A wrong token is not tried again and again; the check says what is wrong."""
    api.fail("getMe", status=401, description="Unauthorized", times=2)
    await channel.start()
    with pytest.raises(Misconfigured, match="telegram-401"):
        await channel.check()
    assert pauses.seconds == []


async def test_close_while_starting(api: FakeTelegram, channel: TelegramChannel) -> None:
    """Closing does not wait for Telegram."""
    api.fail("getMe", how="hang")
    await channel.start()
    await api.until(lambda: bool(api.calls))
    await channel.close()
    assert channel.link("5KDR7Q2M") is None


async def test_check_out_of_reach(api: FakeTelegram, channel: TelegramChannel) -> None:
    """The check tells whether Telegram can be reached."""
    assert await channel.check() == "sangkien_test_bot"
    api.fail("getMe", status=500)
    with pytest.raises(Unreachable, match="telegram-500"):
        await channel.check()


# -- polling -------------------------------------------------------------------------------------------------
async def test_polling(api: FakeTelegram, channel: TelegramChannel) -> None:
    """Without a public address the webhook goes and updates are fetched, in order, each confirmed once handled."""
    await channel.set_webhook("https://old.example.vn")
    worker, colleague = TelegramUser(api, WORKER), TelegramUser(api, COLLEAGUE)
    await worker.say("một", expects=0)
    await colleague.say("hai", expects=0)
    turns = Turns(api)

    async def until() -> None:
        await api.until(lambda: turns.texts == ["một", "hai"])
        await worker.say("ba", expects=0)
        await api.until(lambda: len(turns.texts) == 3 and not api.pending)

    await polled(channel, turns, until)
    assert turns.texts == ["một", "hai", "ba"]
    first = api.called("getUpdates")[0].parameters
    assert first == {"timeout": 30, "limit": 100, "allowed_updates": UPDATES}


async def test_batch_that_failed_comes_again(api: FakeTelegram, channel: TelegramChannel, pauses: Pauses) -> None:
    """What could not be committed is not confirmed."""
    await TelegramUser(api, WORKER).say("một", expects=0)
    turns = Turns(api, failures=2)
    await polled(channel, turns, lambda: api.until(lambda: not api.pending))
    assert turns.texts == ["một"]
    assert pauses.seconds == pytest.approx([1, 2], rel=0.26)


async def test_updates_of_no_use_are_confirmed(api: FakeTelegram, channel: TelegramChannel) -> None:
    """What does not concern us is neither handled nor fetched for ever."""
    await api.push({"update_id": api.next_update_id(), "poll": {"id": "1"}})
    turns = Turns(api)
    await polled(channel, turns, lambda: api.until(lambda: not api.pending))
    assert turns.texts == []


async def test_polling_through_failures(api: FakeTelegram, channel: TelegramChannel, pauses: Pauses) -> None:
    """Another fetcher, a broken server, a nonsense answer: waited for, each as long as it wants."""
    await TelegramUser(api, WORKER).say("một", expects=0)
    api.fail("getUpdates", status=409, description="Conflict: terminated by other getUpdates request")
    api.fail("getUpdates", status=502)
    api.fail("getUpdates", status=200, how="raw")
    api.fail("getUpdates", status=429, retry_after=30)
    api.fail("getUpdates", status=401, description="Unauthorized")
    api.fail("getUpdates", status=200, description='{"ok": true, "result": [17, {"update_id": "x"}]}', how="raw")
    turns = Turns(api)
    await polled(channel, turns, lambda: api.until(lambda: not api.pending))
    assert turns.texts == ["một"]
    assert pauses.seconds == pytest.approx([15, 2, 4, 30, 300, 32], rel=0.26)


async def test_numbers_that_start_again(api: FakeTelegram, channel: TelegramChannel) -> None:
    """After a quiet week update ids may be lower than before; they are fetched all the same."""
    api.longest_poll = 0.0
    turns, user = Turns(api), TelegramUser(api, WORKER)
    await user.say("một", expects=0)

    async def until() -> None:
        await api.until(lambda: turns.texts == ["một"] and not api.pending)
        fetched = len(api.called("getUpdates"))
        await api.until(lambda: len(api.called("getUpdates")) > fetched + 1)
        await api.push(user.last_update | {"update_id": 7})
        await api.until(lambda: len(turns.texts) == 2)

    await polled(channel, turns, until)


# -- menus ---------------------------------------------------------------------------------------------------
async def test_menus(api: FakeTelegram, channel: TelegramChannel) -> None:
    """Everybody has a menu, and one chat can have its own; what a command does may be told in Vietnamese."""
    everybody = [("nop", "Nộp sáng kiến"), ("huongdan", "Hướng dẫn")]
    staff = [*everybody, ("report", "Báo cáo " * 40)]
    await channel.show_commands(None, everybody)
    await channel.show_commands(str(WORKER), staff)
    cut = [*everybody, ("report", ("Báo cáo " * 40)[:256])]
    expected = {'{"type": "default"}': everybody, f'{{"chat_id": {WORKER}, "type": "chat"}}': cut}
    assert expected == api.commands


async def test_menu_of_an_unknown_chat(api: FakeTelegram, channel: TelegramChannel) -> None:
    """A menu that Telegram refuses is an error of the usual kind."""
    api.fail("setMyCommands", status=429, retry_after=3)
    with pytest.raises(Exception, match="telegram-429"):
        await channel.show_commands(str(WORKER), [("nop", "Nộp sáng kiến")])


# -- access --------------------------------------------------------------------------------------------------
BAD = {
    "token with a slash": {"token": "1:a/b"},
    "no token": {"token": ""},
    "no secret": {"webhook_secret": ""},
    "secret with a space": {"webhook_secret": "a b"},
    "secret too long": {"webhook_secret": "x" * 257},
    "address without scheme": {"api_url": "api.telegram.org"},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_settings(bad: dict[str, str]) -> None:
    """Settings that cannot work are refused at once, and not quoted."""
    with pytest.raises(ValueError, match="Telegram") as caught:
        TelegramAccess(**{"token": "1:a", "webhook_secret": "s"} | bad)  # type: ignore[arg-type]
    assert "1:a/b" not in str(caught.value)


def test_derived_secret() -> None:
    """Who sets no secret gets one that stays the same, differs between bots and can be used as it is."""
    secret = secret_from("123456:AbC")
    assert secret == secret_from("123456:AbC") != secret_from("123456:AbD")
    assert TelegramAccess("123456:AbC", secret).webhook_secret == secret


# -- what Telegram says of its deliveries --------------------------------------------------------------------------
async def test_arrivals(channel: TelegramChannel, api: FakeTelegram) -> None:
    """How many updates it holds, and when our webhook last failed; its token never ends."""
    assert Arrivals(0, None) == await channel.arrivals()
    api.deliveries = {"pending_update_count": 120, "last_error_date": int(NOON.timestamp()), "last_error_message": "x"}
    assert Arrivals(120, NOON) == await channel.arrivals()
    assert None is channel.token_expires_at()
    api.fail("getWebhookInfo", status=401, description="Unauthorized")
    with pytest.raises(Misconfigured):
        await channel.arrivals()
