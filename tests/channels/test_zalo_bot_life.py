"""Start, webhook, polling, links: how the Zalo bot lives beside its platform."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.protocol import Incoming, Misconfigured, SendError, Unreachable
from bot.channels.zalo_bot import ZaloBotAccess, ZaloBotChannel, limits, secret_from
from bot.channels.zalo_bot.polling import LAST_SECONDS
from bot.web import add_webhook
from conversations.events import MediaReceived, TextReceived
from storage.repositories.rate_limits import Limits, Pace
from tests.listening import Listening, listening
from tests.zalo_bot_api import SECRET_HEADER, FakeZaloBot
from tests.zalo_bot_user import ZaloBotUser

NOON = datetime(2021, 3, 15, 5, tzinfo=UTC)
WORKER, COLLEAGUE = "a1b2c3d4e5f60718293a", "b1b2c3d4e5f60718293b"
TOKEN, SECRET = "123456:AbC-test", "s3cret-of-8"
PUBLIC, HOOK = "https://sangkien.example.vn", "https://sangkien.example.vn/webhooks/zalo-bot"


class Pauses:
    """Stands for asyncio.sleep: notes the seconds and lets others run."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


class Turns:
    """Stands for the runner: notes what comes and can fail."""

    def __init__(self, api: FakeZaloBot, failures: int = 0) -> None:
        self.incoming: list[Incoming] = []
        self._api, self._failures = api, failures

    @property
    def texts(self) -> list[str]:
        """What was typed."""
        return [one.event.text for one in self.incoming if isinstance(one.event, TextReceived)]

    async def __call__(self, batch: Sequence[Incoming]) -> None:
        if self._failures:
            self._failures -= 1
            raise OSError("disk full")
        self.incoming += batch
        await self._api.announce()

    async def take(self, incoming: Incoming) -> None:
        """For the webhook."""
        await self([incoming])


@pytest.fixture
async def api() -> AsyncIterator[FakeZaloBot]:
    """A platform without chats."""
    async with FakeZaloBot(TOKEN) as server:
        yield server


@pytest.fixture
def pauses() -> Pauses:
    """Pauses that take no time."""
    return Pauses()


@pytest.fixture
async def channel(api: FakeZaloBot, pauses: Pauses) -> AsyncIterator[ZaloBotChannel]:
    """A channel of that platform's bot."""
    made = ZaloBotChannel(ZaloBotAccess(TOKEN, SECRET, api.url), lambda: NOON, pause=pauses)
    yield made
    await made.close()


@pytest.fixture
def turns(api: FakeZaloBot) -> Turns:
    """What comes in."""
    return Turns(api)


@pytest.fixture
async def door(api: FakeZaloBot, channel: ZaloBotChannel, turns: Turns) -> AsyncIterator[Listening]:
    """Our real webhook, which the platform finds under its public address."""
    app = web.Application()
    add_webhook(app, channel.name, channel, turns.take)
    async with listening(app) as server:
        api.door = str(server.make_url("/"))
        yield server


async def polled(channel: ZaloBotChannel, turns: Turns, until: Callable[[], Awaitable[None]]) -> None:
    """Poll until something is the case, then cancel."""
    task = asyncio.create_task(channel.poll(turns))
    await until()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


# -- webhook -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("is_wrapped", [False, True])
async def test_webhook(
    api: FakeZaloBot, channel: ZaloBotChannel, turns: Turns, door: Listening, is_wrapped: bool
) -> None:
    """The address is set with its secret, the platform's probe is answered, and updates of both forms arrive."""
    api.is_wrapped = is_wrapped
    await channel.register(f"{PUBLIC}/")
    assert ({"url": HOOK, "secret_token": SECRET}, [200]) == (api.webhook, api.tried)
    worker = ZaloBotUser(api, WORKER)
    await worker.say("xin chào", expects=0)
    await worker.send_picture(expects=0)
    await worker.send("user.follow", expects=0)
    first, second = turns.incoming
    assert isinstance(first.event, TextReceived)
    assert isinstance(second.event, MediaReceived)
    assert [WORKER, WORKER] == [one.chat for one in turns.incoming]
    assert first.update_key != second.update_key
    await worker.send("message.text.received", text="hai", expects=0)
    await worker.repeat()
    assert turns.incoming[-1] == turns.incoming[-2]


REFUSED: dict[str, tuple[bytes, dict[str, str], int]] = {
    "no secret": (b'{"event_name": "x"}', {}, 403),
    "another secret": (b'{"event_name": "x"}', {SECRET_HEADER: "another-secret"}, 403),
    "no JSON": (b"x", {SECRET_HEADER: SECRET}, 400),
    "too large": (b" " * (1024 * 1024 + 1) + b"x", {SECRET_HEADER: SECRET}, 413),
    "nested without end": (b"[" * 100_000, {SECRET_HEADER: SECRET}, 400),
    "of no use": (b'{"event_name": "user.follow"}', {SECRET_HEADER: SECRET}, 200),
    "a probe without secret": (b"", {}, 200),
    "a probe with an empty object": (b"{}", {}, 200),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_calls_without_effect(turns: Turns, door: Listening, name: str) -> None:
    """Each is answered with this status and nothing is taken."""
    body, headers, status = REFUSED[name]
    async with (
        aiohttp.ClientSession() as session,
        session.post(door.make_url("/webhooks/zalo-bot"), data=BytesIO(body), headers=headers) as answer,
    ):
        assert status == answer.status
    assert [] == turns.incoming


async def test_the_same_address_is_not_set_again(api: FakeZaloBot, channel: ZaloBotChannel, door: Listening) -> None:
    """The number of such calls a day is limited."""
    await channel.register(PUBLIC)
    registering = asyncio.create_task(channel.register(PUBLIC))
    await api.until(lambda: len(api.called("getWebhookInfo")) == 2)
    registering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await registering
    assert 1 == len(api.called("setWebhook"))


async def test_an_address_bound_to_an_earlier_secret(
    api: FakeZaloBot, channel: ZaloBotChannel, turns: Turns, door: Listening
) -> None:
    """The first call with another secret has the webhook set anew, once; forged ones can do no more than that."""
    api.webhook = {"url": HOOK, "secret_token": "the-secret-of-before"}
    registering = asyncio.create_task(channel.register(PUBLIC))
    await api.until(lambda: bool(api.called("getWebhookInfo")))
    assert 403 == await api.deliver({"event_name": "user.follow"})
    await registering
    assert {"url": HOOK, "secret_token": SECRET} == api.webhook
    await ZaloBotUser(api, WORKER).say("xin chào", expects=0)
    assert ["xin chào"] == turns.texts
    assert 1 == len(api.called("setWebhook"))


async def test_registering_through_failures(api: FakeZaloBot, channel: ZaloBotChannel, pauses: Pauses) -> None:
    """It goes on trying, ever more slowly, as long as told when told; a verification that fails is no failure."""
    api.fail("getWebhookInfo", code=502)
    api.fail("setWebhook", how="reset")
    api.fail("setWebhook", code=429)
    await channel.register(PUBLIC)
    assert HOOK == api.webhook["url"]
    assert pauses.seconds == pytest.approx([1, 2, 30], rel=0.26)


# -- start -------------------------------------------------------------------------------------------------------
async def test_start(api: FakeZaloBot, channel: ZaloBotChannel, pauses: Pauses) -> None:
    """Start returns at once and learns who we are; then there is a link, which carries no code."""
    assert channel.link("5KDR7Q2M") is None
    api.fail("getMe", code=502, times=2)
    await channel.start()
    await api.until(lambda: len(api.called("getMe")) == 3)
    assert "Bot Sáng kiến" == await channel.check()
    assert "https://bot.zaloplatforms.com/bots/4417" == channel.link("5KDR7Q2M") == channel.link("")
    assert not channel.capabilities.link_carries_code
    assert pauses.seconds == pytest.approx([1, 2], rel=0.26)


async def test_start_with_a_refused_token(api: FakeZaloBot, pauses: Pauses) -> None:
    """A wrong token is not tried again and again; the check says what is wrong, not with what."""
    channel = ZaloBotChannel(ZaloBotAccess("9:wrong", SECRET, api.url), lambda: NOON, pause=pauses)
    await channel.start()
    with pytest.raises(Misconfigured, match="zalo-bot-401") as caught:
        await channel.check()
    await channel.close()
    assert ([], False) == (pauses.seconds, "wrong" in repr(caught.value))


async def test_close_while_starting(api: FakeZaloBot, channel: ZaloBotChannel) -> None:
    """Closing does not wait for the platform."""
    api.fail("getMe", how="hang")
    await channel.start()
    await api.until(lambda: bool(api.calls))
    await channel.close()
    assert channel.link("5KDR7Q2M") is None


@pytest.mark.parametrize("account", [{"id": "a/b"}, {"id": 5}, {"id": None}, {}])
async def test_strange_accounts(api: FakeZaloBot, channel: ZaloBotChannel, account: dict[str, Any]) -> None:
    """A link is given only where it can be one."""
    api.account = account
    assert "" == await channel.check()
    assert ("https://bot.zaloplatforms.com/bots/5" if account.get("id") == 5 else None) == channel.link("x")


async def test_share_link(api: FakeZaloBot) -> None:
    """The owner's own link wins: the id in it may be another one."""
    channel = ZaloBotChannel(ZaloBotAccess(TOKEN, SECRET, api.url, "https://zalo.me/77"))
    assert "https://zalo.me/77" == channel.link("5KDR7Q2M")


async def test_what_there_is_not(api: FakeZaloBot, channel: ZaloBotChannel) -> None:
    """No presses, no menus, no word on deliveries, no end of the token: nothing is called for them."""
    incoming = Incoming("zalo-bot", "c:m", "c", "c", TextReceived(NOON, "x"))
    await channel.acknowledge(incoming)
    await channel.show_commands(WORKER, [("nop", "Nộp")])
    await channel.show_menu([("nop", "Nộp")])
    assert (None, None, None) == (channel.webhook_answer(incoming), await channel.arrivals(), channel.token_expires_at())
    assert [] == api.calls


# -- polling -----------------------------------------------------------------------------------------------------
async def test_polling(api: FakeZaloBot, channel: ZaloBotChannel, turns: Turns) -> None:
    """Without a public address the webhook goes, and updates are fetched one by one, in order."""
    api.webhook = {"url": "https://old.example.vn", "secret_token": "x" * 8}
    worker, colleague = ZaloBotUser(api, WORKER), ZaloBotUser(api, COLLEAGUE)

    async def until() -> None:
        await api.until(lambda: bool(api.called("getUpdates")))
        await worker.say("một", expects=0)
        await colleague.say("hai", expects=0)
        await api.until(lambda: turns.texts == ["một", "hai"])

    await polled(channel, turns, until)
    assert ({}, {"timeout": 30}) == (api.webhook, api.called("getUpdates")[0].parameters)
    assert 1 == len(api.called("deleteWebhook"))


async def test_polling_without_a_webhook(api: FakeZaloBot, channel: ZaloBotChannel, turns: Turns) -> None:
    """Nothing is removed where nothing is."""
    await polled(channel, turns, lambda: api.until(lambda: bool(api.called("getUpdates"))))
    assert [] == api.called("deleteWebhook")


async def test_nothing_new(api: FakeZaloBot, channel: ZaloBotChannel, turns: Turns, pauses: Pauses) -> None:
    """408 is no failure, in whichever way it comes: the next request follows at once."""
    api.longest_poll = 0.0
    api.fail("getUpdates", code=408, how="status")
    api.fail("getUpdates", code=200, how="raw", description='{"ok": true}')
    await polled(channel, turns, lambda: api.until(lambda: len(api.called("getUpdates")) >= 5))
    assert ([], []) == (turns.incoming, pauses.seconds)


async def test_several_in_one_answer(api: FakeZaloBot, channel: ZaloBotChannel, turns: Turns) -> None:
    """The documentation knows one update an answer, somebody's client a list: both are taken."""
    worker = ZaloBotUser(api, WORKER)
    await worker.say("một", expects=0)
    first = api.pending.pop()
    await worker.say("hai", expects=0)
    api.pending = [[first, api.pending.pop()]]  # type: ignore[list-item]
    await polled(channel, turns, lambda: api.until(lambda: turns.texts == ["một", "hai"]))


async def test_what_was_fetched_is_handed_on_until_it_is_taken(
    api: FakeZaloBot, channel: ZaloBotChannel, pauses: Pauses
) -> None:
    """The platform has forgotten it: nobody else has it, and nothing overtakes it."""
    turns, worker = Turns(api, failures=3), ZaloBotUser(api, WORKER)
    await worker.say("một", expects=0)
    await worker.say("hai", expects=0)
    await polled(channel, turns, lambda: api.until(lambda: len(turns.texts) == 2))
    assert turns.texts == ["một", "hai"]
    assert pauses.seconds == pytest.approx([1, 2, 4], rel=0.26)


async def test_stopping_waits_for_what_was_fetched(api: FakeZaloBot, channel: ZaloBotChannel) -> None:
    """A stop in the middle of a turn lets the turn commit."""
    begun, may_end = asyncio.Event(), asyncio.Event()
    taken: list[Incoming] = []

    async def handle(batch: Sequence[Incoming]) -> None:
        begun.set()
        await may_end.wait()
        taken.extend(batch)

    await ZaloBotUser(api, WORKER).say("một", expects=0)
    task = asyncio.create_task(channel.poll(handle))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (1, True) == (len(taken), LAST_SECONDS < 20.0)


async def test_polling_through_failures(
    api: FakeZaloBot, channel: ZaloBotChannel, turns: Turns, pauses: Pauses
) -> None:
    """A broken server, a nonsense answer, a quota, a refused token: waited for, each as long as it wants."""
    await ZaloBotUser(api, WORKER).say("một", expects=0)
    api.fail("getUpdates", code=502)
    api.fail("getUpdates", code=504, how="raw", description="<html>")
    api.fail("getUpdates", code=200, how="raw", description="<html>")
    api.fail("getUpdates", code=429)
    api.fail("getUpdates", code=401)
    api.fail("getUpdates", how="reset")
    api.fail("getUpdates", code=200, how="raw", description='{"ok": true, "result": [17, {"event_name": 5}]}')
    await polled(channel, turns, lambda: api.until(lambda: turns.texts == ["một"]))
    assert pauses.seconds == pytest.approx([1, 2, 4, 30, 300, 32], rel=0.26)


async def test_check_out_of_reach(api: FakeZaloBot, channel: ZaloBotChannel) -> None:
    """The check tells whether the platform can be reached."""
    api.fail("getMe", code=500)
    with pytest.raises(Unreachable, match="zalo-bot-500"):
        await channel.check()
    api.fail("getMe", code=404)
    with pytest.raises(SendError, match="zalo-bot-404"):
        await channel.check()


# -- access ------------------------------------------------------------------------------------------------------
BAD: dict[str, dict[str, str]] = {
    "token with a slash": {"token": "1:a/b"},
    "no token": {"token": ""},
    "no secret": {"webhook_secret": ""},
    "secret too short": {"webhook_secret": "x" * 7},
    "secret too long": {"webhook_secret": "x" * 257},
    "secret with a space": {"webhook_secret": "a b c d e f"},
    "address without scheme": {"api_url": "bot-api.zaloplatforms.com"},
    "link without scheme": {"share_url": "zalo.me/77"},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_bad_settings(bad: dict[str, str]) -> None:
    """Settings that cannot work are refused at once, and not quoted."""
    with pytest.raises(ValueError, match="Zalo Bot") as caught:
        ZaloBotAccess(**{"token": "1:a", "webhook_secret": SECRET} | bad)  # type: ignore[arg-type]
    assert "1:a/b" not in str(caught.value)


def test_derived_secret() -> None:
    """Who sets no secret gets one that stays the same, differs between bots and can be used as it is."""
    secret = secret_from(TOKEN)
    assert secret == secret_from(TOKEN) != secret_from("123456:AbD")
    assert secret == ZaloBotAccess(TOKEN, secret).webhook_secret


def test_nothing_secret_is_shown() -> None:
    """Neither token nor secret stands in what is printed of an access."""
    shown = repr(ZaloBotAccess(TOKEN, SECRET))
    assert [TOKEN in shown, SECRET in shown] == [False, False]


def test_paces_and_limits() -> None:
    """What is set is what rendering and sending go by."""
    access = ZaloBotAccess(TOKEN, SECRET, text_limit=500, limits=limits(2.0, 0.5))
    can = ZaloBotChannel(access).capabilities
    assert (500, 0, False, Limits(Pace(2.0, 1), Pace(0.5, 1))) == (
        can.text_limit, can.buttons_per_message, can.can_edit, can.limits,
    )  # fmt: skip
