"""The web chat as a channel and over its socket: what a browser may send, what it gets, what one word may cause."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.channels.protocol import (
    Attachment,
    Incoming,
    NotAuthentic,
    NotEditable,
    NotUnderstood,
    Part,
    PartButton,
    RecipientGone,
    Rejected,
)
from bot.channels.webchat import MOST_SHOWN, TOKEN_HEADER, WebChannel
from conversations.events import MAX_TEXT, ButtonPressed, TextReceived
from storage.vault import Vault
from tests.web_page import ONE, PRESS, TEXT, TOKEN, TWO, page, shown
from tests.web_site import Settings, WebSite, served, utc_now

NOON = datetime(2021, 3, 15, 5, tzinfo=UTC)

UNDERSTOOD: dict[str, tuple[dict[str, Any], TextReceived | ButtonPressed | None]] = {
    "text": (TEXT, TextReceived(NOON, "Nguyễn Văn A", int(NOON.timestamp() * 1_000_000))),
    "press": (PRESS, ButtonPressed(NOON, "a.1.consent.agree", "7")),
    "ping": ({"type": "ping"}, None),
    "a type of tomorrow": ({"type": "sticker", "id": ONE}, None),
}
STRANGE: dict[str, bytes] = {
    "no JSON": b"hello",
    "cut": b'{"type":"text"',
    "a list": b"[]",
    "no type": b'{"id":"x"}',
    "type is a number": b'{"type":1}',
    "half a letter": b'{"type":"text","id":"' + ONE.encode() + b'","text":"\\ud800"}',
    "no id": orjson.dumps({"type": "text", "text": "a"}),
    "id is no uuid": orjson.dumps({**TEXT, "id": "1"}),
    "id of another alphabet": orjson.dumps({**TEXT, "id": ONE.replace("1", "１")}),
    "text is a number": orjson.dumps({**TEXT, "text": 5}),
    "action too long": orjson.dumps({**PRESS, "action": "a" * 257}),
    "message is a text": orjson.dumps({**PRESS, "message": "7"}),
    "message below zero": orjson.dumps({**PRESS, "message": -1}),
    "nested too deeply": b'{"type":' + b"[" * 5000 + b"]" * 5000 + b"}",
}


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[WebSite]:
    """A web chat with a canned bot."""
    async with served(tmp_path) as opened:
        yield opened


# -- parse -------------------------------------------------------------------------------------------------------
def offline_channel() -> WebChannel:
    """A channel for what needs no storage."""
    return WebChannel(None, Vault(["a secret of the tests"]), lambda: NOON, "https://example.vn")  # type: ignore[arg-type]


@pytest.mark.parametrize(("frame", "event"), UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_frames(frame: dict[str, Any], event: TextReceived | ButtonPressed | None) -> None:
    """A frame becomes one event of the chat that its token opens, under a key that a resend shares."""
    channel = offline_channel()
    (chat,) = channel.chats(TOKEN)
    expected = [Incoming("web", f"{chat}:{ONE}", chat, chat, event)] if event else []
    assert expected == list(channel.parse(orjson.dumps(frame), {TOKEN_HEADER: TOKEN}))


@pytest.mark.parametrize("body", STRANGE.values(), ids=STRANGE)
def test_strange_frames(body: bytes) -> None:
    """What is no frame of ours is refused, whatever it is."""
    with pytest.raises(NotUnderstood):
        offline_channel().parse(body, {TOKEN_HEADER: TOKEN})


@pytest.mark.parametrize("token", ["", "short", "t" * 44, "t" * 42 + "é"])
def test_without_a_token(token: str) -> None:
    """Nothing is parsed for who does not show a token."""
    with pytest.raises(NotAuthentic):
        offline_channel().parse(orjson.dumps(TEXT), {TOKEN_HEADER: token})


def test_a_long_text_is_cut_for_the_bot_and_shorter_for_the_page() -> None:
    """100,000 characters are taken; a reload shows the first 20,000."""
    channel = offline_channel()
    (incoming,) = channel.parse(orjson.dumps({**TEXT, "text": "á" * 150_000}), {TOKEN_HEADER: TOKEN})
    assert isinstance(incoming.event, TextReceived)
    assert (MAX_TEXT, 20_000) == (len(incoming.event.text), MOST_SHOWN)


def test_link() -> None:
    """The web chat opens with a code where the program has an address."""
    assert offline_channel().link("A7K29QXM") == "https://example.vn/chat?c=A7K29QXM"


# -- send --------------------------------------------------------------------------------------------------------
async def test_parts_reach_the_page(site: WebSite) -> None:
    """Text, buttons, hint and file arrive as one frame; steering buttons are marked as quiet."""
    rows = ((PartButton("Cao Bằng", "a.1.province.5"),), (PartButton("‹ Quay lại", "k.1.province.back"),))
    async with page(site) as browser:
        await browser.hello()
        await browser.until("caught_up")
        chat = site.channel.chats(browser.token)[0]
        part = Part("Tỉnh nào?", rows, attachment=Attachment("a.png", "image/png", b"PNG"), hint="province")
        sent = await site.channel.send(chat, part)
        frame = (await browser.until("message"))[-1]
    assert frame.pop("at").startswith("20")
    assert frame["file"].pop("url").startswith("/files/")
    assert frame == {
        "type": "message", "id": int(sent.message_id), "mine": False, "edit": 0, "text": "Tỉnh nào?",
        "hint": "province",
        "rows": [
            [{"label": "Cao Bằng", "action": "a.1.province.5"}],
            [{"label": "‹ Quay lại", "action": "k.1.province.back", "quiet": True}],
        ],
        "file": {"name": "a.png", "mime": "image/png"},
    }  # fmt: skip


async def test_refusals_of_send(site: WebSite) -> None:
    """Each way in which a message cannot be delivered has its class."""
    chat = await site.sockets.open_chat(TOKEN)
    cases = [
        (chat, Part("x" * 8001), Rejected),
        ("nobody", Part("x"), RecipientGone),
        (chat, Part("x", edits="99"), NotEditable),
        (chat, Part("x", edits="abc"), NotEditable),
    ]
    for where, part, expected in cases:
        with pytest.raises(expected):
            await site.channel.send(where, part)


async def test_nothing_readable_is_stored(site: WebSite, tmp_path: Path) -> None:
    """Neither the token nor what was said stands in the database file."""
    async with page(site) as browser:
        await browser.hello()
        await browser.send({**TEXT, "text": "chuyện riêng 080888999"})
        await browser.until("taken")
    stored = await asyncio.to_thread(lambda: b"".join(path.read_bytes() for path in tmp_path.glob("web.db*")))
    secrets = ("riêng", "080888999", browser.token)
    assert [secret for secret in secrets if secret.encode() in stored] == []


# -- the talk ----------------------------------------------------------------------------------------------------
async def test_first_words(site: WebSite) -> None:
    """A new browser gets a token; what it says is stored, answered, and then called taken."""
    async with page(site) as browser:
        welcome = await browser.hello()
        await browser.until("caught_up")
        await browser.send({**TEXT, "text": "/start"})
        heard = await browser.talk(2)
    assert (len(welcome["token"]), welcome["chat_is_new"], heard[0]["uuid"]) == (43, True, ONE)
    assert shown(heard) == ["> /start", "< Chào anh/chị! Anh/chị có đồng ý không?"]


async def test_a_reload_shows_the_talk(site: WebSite) -> None:
    """The same token finds everything that was said, edits included, and is not new any more."""
    async with page(site) as browser:
        await browser.hello()
        await browser.send({**TEXT, "text": "/start"})
        question = (await browser.talk(2))[-1]
        await browser.send({**PRESS, "id": TWO, "message": question["id"]})
        await browser.talk(3)
    async with page(site) as again:
        welcome = await again.hello(browser.token)
        heard = await again.until("caught_up")
    assert ("token" in welcome, welcome["chat_is_new"]) == (False, False)
    expected = ["> /start", "< Anh/chị có đồng ý không?", "> Đồng ý", "< Bước 1/10. Họ và tên của anh/chị?"]
    assert shown(heard) == expected


async def test_a_reconnect_brings_only_what_is_missing(site: WebSite) -> None:
    """After its last message and edit, a page gets later messages as new ones and older ones as changes."""
    chat = await site.sockets.open_chat(TOKEN)
    first = await site.channel.send(chat, Part("một"))
    last = await site.channel.send(chat, Part("hai"))
    await site.channel.send(chat, Part("một, đã đổi", edits=first.message_id))
    await site.channel.send(chat, Part("ba"))
    async with page(site) as browser:
        await browser.hello(TOKEN, after=int(last.message_id), edits=0)
        heard = await browser.until("caught_up")
    assert shown(heard) == ["~ một, đã đổi", "< ba"]


async def test_many_changes_arrive_at_once(site: WebSite) -> None:
    """More changes than one read holds are all delivered."""
    chat = await site.sockets.open_chat(TOKEN)
    sent = [await site.channel.send(chat, Part(f"tin {n}")) for n in range(210)]
    for n, one in enumerate(sent):
        await site.channel.send(chat, Part(f"đổi {n}", edits=one.message_id))
    async with page(site) as browser:
        await browser.hello(TOKEN, after=int(sent[-1].message_id), edits=0)
        heard = await browser.until("caught_up")
    assert shown(heard) == [f"~ đổi {n}" for n in range(210)]


async def test_a_message_of_another_process_arrives(site: WebSite) -> None:
    """What another process stores is found without its help."""
    async with page(site) as browser:
        await browser.hello()
        await browser.until("caught_up")
        other = WebChannel(site.database, Vault(["a secret of the tests"]), utc_now, "")
        await other.send(other.chats(browser.token)[0], Part("từ nơi khác"))
        assert shown(await browser.until("message")) == ["< từ nơi khác"]


async def test_a_resend_has_one_effect(site: WebSite) -> None:
    """The same item over two connections: acknowledged twice, done once, stored once."""
    async with page(site) as browser:
        await browser.hello()
        await browser.send(TEXT)
        await browser.until("taken")
    async with page(site) as again:
        await again.hello(browser.token)
        await again.until("caught_up")
        await again.send(TEXT)
        assert await again.hear() == {"type": "taken", "id": ONE}
    async with page(site) as reload:
        await reload.hello(browser.token)
        assert [line for line in shown(await reload.until("caught_up")) if line[0] == ">"] == ["> Nguyễn Văn A"]
    assert (site.bot.deliveries, site.bot.said) == (2, ["Nguyễn Văn A"])


async def test_not_taken_while_not_committed(site: WebSite) -> None:
    """A turn that failed is never acknowledged; the page says it again and it counts once."""
    async with page(site) as browser:
        await browser.hello()
        await browser.until("caught_up")
        site.bot.is_down = True
        await browser.send(TEXT)
        refused = (await browser.until("error"))[-1]
        site.bot.is_down = False
        await browser.send(TEXT)
        await browser.until("taken")
    assert refused == {"type": "error", "key": "not_saved", "id": ONE}
    assert site.bot.said == ["Nguyễn Văn A"]


async def test_two_browsers_with_the_same_item_id(site: WebSite) -> None:
    """An id that another browser drew too does not shadow one's own words."""
    async with page(site) as one, page(site) as two:
        for browser in (one, two):
            await browser.hello()
            await browser.send(TEXT)
            await browser.until("taken")
    assert site.bot.said == ["Nguyễn Văn A", "Nguyễn Văn A"]


async def test_a_key_rotation_keeps_the_chat(tmp_path: Path) -> None:
    """A browser that came before SECRET_KEY was renewed finds its talk."""
    async with served(tmp_path, Settings(secret_keys=("the old secret",))) as site, page(site) as browser:
        await browser.hello()
        await browser.send(TEXT)
        await browser.until("taken")
    async with (
        served(tmp_path, Settings(secret_keys=("the new secret", "the old secret"))) as site,
        page(site) as again,
    ):
        assert await again.hello(browser.token) == {"type": "welcome", "chat_is_new": False}
