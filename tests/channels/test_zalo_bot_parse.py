"""Updates as the Zalo Bot Platform posts them, and what the channel makes of them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.channels.protocol import Incoming, NotAuthentic, NotUnderstood
from bot.channels.zalo_bot import ZaloBotAccess, ZaloBotChannel
from bot.channels.zalo_bot.parsing import read_updates, unknown_events
from conversations.events import MAX_TEXT, Event, MediaReceived, Medium, SentFile, TextReceived

NOON = datetime(2021, 3, 15, 5, tzinfo=UTC)
SECRET = "s3cret-of-the-webhook_1"
HEADERS = {"X-Bot-Api-Secret-Token": SECRET}
WORKER, NUMBER = "a1b2c3d4e5f60718293a", "m1a2b3"
DATE = 1790000000123
TEXT, IMAGE = "message.text.received", "message.image.received"
STICKER, VOICE, UNSUPPORTED = "message.sticker.received", "message.voice.received", "message.unsupported.received"


ACCOUNT = {"id": WORKER, "display_name": "Nguyễn Văn A", "is_bot": False}
PRIVATE = {"id": WORKER, "chat_type": "PRIVATE"}


def update(
    event: str = TEXT, chat: dict[str, Any] = PRIVATE, sender: dict[str, Any] = ACCOUNT, **content: Any
) -> dict[str, Any]:
    """An update of a private chat, flat, as real traffic has it."""
    message = {"message_id": NUMBER, "date": DATE, "from": sender, "chat": chat, **content}
    return {"event_name": event, "message": {name: value for name, value in message.items() if value is not None}}


def wrapped(result: object) -> dict[str, Any]:
    """The documented envelope."""
    return {"ok": True, "result": result}


def one(event: Event, key: str = NUMBER, user: str = WORKER) -> list[Incoming]:
    """A person's private message."""
    return [Incoming("zalo-bot", f"{user}:{key}", user, user, event)]


HELLO = one(TextReceived(NOON, "xin chào", DATE))
PICTURE = MediaReceived(NOON, Medium.PHOTO, SentFile("https://zdn.example/a.jpg"))
PHOTO, OTHER = one(PICTURE), one(MediaReceived(NOON, Medium.OTHER))
CASES: dict[str, tuple[object, Sequence[Incoming]]] = {
    "flat": (update(text="xin chào"), HELLO),
    "wrapped": (wrapped(update(text="xin chào")), HELLO),
    "a list": ([update(text="xin chào")], HELLO),
    "a wrapped list": (
        wrapped([update(text="xin chào"), update(text="hai", message_id="m2")]),
        [*HELLO, *one(TextReceived(NOON, "hai", DATE), "m2")],
    ),
    "an empty list": (wrapped([]), []),
    "date as text": (update(text="xin chào", date=str(DATE)), HELLO),
    "no date": (update(text="xin chào", date=None), one(TextReceived(NOON, "xin chào", 0))),
    "a date that is none": (update(text="xin chào", date="hôm nay"), one(TextReceived(NOON, "xin chào", 0))),
    "a date beyond all time": (update(text="xin chào", date=10**40), one(TextReceived(NOON, "xin chào", 0))),
    "ids as numbers": (
        update(text="xin chào", message_id=17, chat={"id": 2**60, "chat_type": "PRIVATE"}, sender={"id": 2**60}),
        one(TextReceived(NOON, "xin chào", DATE), "17", str(2**60)),
    ),
    "text as it was typed": (update(text="/start A7K2-9QXM"), one(TextReceived(NOON, "/start A7K2-9QXM", DATE))),
    "text without end": (update(text="a" * (MAX_TEXT + 1)), one(TextReceived(NOON, "a" * MAX_TEXT, DATE))),
    "chat type in small letters": (update(text="xin chào", chat={"id": WORKER, "chat_type": "private"}), HELLO),
    "no chat type, the person's own chat": (update(text="xin chào", chat={"id": WORKER}), HELLO),
    "no chat type, another chat": (update(text="xin chào", chat={"id": "zgr-1"}), []),
    "answers go to the chat": (
        update(text="xin chào", chat={"id": "c9", "chat_type": "PRIVATE"}),
        [Incoming("zalo-bot", f"c9:{NUMBER}", WORKER, "c9", TextReceived(NOON, "xin chào", DATE))],
    ),
    "picture as in real traffic": (update(IMAGE, photo_url="https://zdn.example/a.jpg", message_type="CHAT_PHOTO"), PHOTO),
    "picture as documented": (update(IMAGE, photo="https://zdn.example/a.jpg", caption="Ảnh"), one(replace(PICTURE, caption="Ảnh"))),
    "picture without a usable address": (update(IMAGE, photo_url="ftp://x/" + "a" * 5000, photo=7), one(MediaReceived(NOON, Medium.PHOTO))),
    "picture under the event of texts": (update(photo_url="https://zdn.example/a.jpg"), PHOTO),
    "sticker": (update(STICKER, sticker="4417"), one(MediaReceived(NOON, Medium.STICKER))),
    "sticker by address": (update(STICKER, url="https://zdn.example/s.png"), one(MediaReceived(NOON, Medium.STICKER))),
    "voice": (update(VOICE, voice_url="https://zdn.example/v.aac"), one(MediaReceived(NOON, Medium.VOICE))),
    "document, card, protected sender": (update(UNSUPPORTED), OTHER),
    "text without text": (update(), []),
    "empty text": (update(text=""), []),
    "text of a wrong type": (update(text={"a": 1}), []),
    "follow": ({"event_name": "user.follow", "user": {"id": WORKER}}, []),
    "an event of a later version": (update("message.dance.received", text="x"), []),
    "no event name": ({"message": update(text="x")["message"]}, []),
    "a group is left alone": (update(text="@Bot xin chào", chat={"id": "zgr-1", "chat_type": "GROUP"}), []),
    "something unsupported in a group": (update(UNSUPPORTED, chat={"id": "zgr-1", "chat_type": "GROUP"}), []),
    "a chat of another kind": (update(text="x", chat={"id": WORKER, "chat_type": "CHANNEL"}), []),
    "of a bot": (update(text="x", sender={"id": WORKER, "is_bot": True}), []),
    "without sender": (update(text="x", sender={}), []),
    "without message id": (update(text="x", message_id=None), []),
    "an id without end": (update(text="x", message_id="m" * 129), []),
    "a truth as id": (update(text="x", message_id=True), []),
    "a failure of theirs": ({"ok": False, "error_code": 408}, []),
    "wrapped twice": (wrapped(wrapped(update(text="x"))), []),
    "nothing": (None, []),
}  # fmt: skip

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
FIELDS = ("message_id", "date", "from", "chat", "text", "photo_url", "sticker")


def channel() -> ZaloBotChannel:
    """A channel that has no need to call anybody."""
    return ZaloBotChannel(ZaloBotAccess("123456:AbC-test", SECRET), lambda: NOON)


@pytest.mark.parametrize("name", CASES)
def test_update(name: str) -> None:
    """Each update becomes exactly this, by webhook and by fetching."""
    body, expected = CASES[name]
    assert expected == read_updates(body, NOON)


@pytest.mark.parametrize("name", [name for name, (body, _) in CASES.items() if body is not None])
def test_webhook_call(name: str) -> None:
    """An authentic body goes the same way, whatever the spelling of the header's name."""
    body, expected = json.dumps(CASES[name][0]).encode(), CASES[name][1]
    lower = {key.lower(): value for key, value in HEADERS.items()}
    assert expected == channel().parse(body, HEADERS) == channel().parse(body, lower)


@pytest.mark.parametrize("given_secret", ["", SECRET[:-1], SECRET + "x", "s3cret-of-the-webhook_2", "bí mật \udc80"])
def test_wrong_secret(given_secret: str) -> None:
    """Another secret, or none, is refused before the body is looked at."""
    with pytest.raises(NotAuthentic):
        channel().parse(b"[", {"X-Bot-Api-Secret-Token": given_secret})
    with pytest.raises(NotAuthentic):
        channel().parse(json.dumps(update(text="x")).encode(), {})


@pytest.mark.parametrize("body", [b"", b" \n", b"{}", b"{}\n"])
@pytest.mark.parametrize("headers", [{}, HEADERS, {"X-Bot-Api-Secret-Token": "another"}])
def test_probe(body: bytes, headers: dict[str, str]) -> None:
    """A call without content is answered and has no effect."""
    assert [] == channel().parse(body, headers)


NO_JSON = {
    "no JSON": b"x", "a number": b"17", "a text": b'"x"', "nothing known": b"null", "cut off": b'{"message": {',
    "nested without end": b"[" * 100_000 + b"]" * 100_000, "no text": b"\xff\xfe{}",
}  # fmt: skip


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON)
def test_not_understood(body: bytes) -> None:
    """What is no JSON object or list is refused, and not quoted."""
    with pytest.raises(NotUnderstood) as caught:
        channel().parse(body, HEADERS)
    assert (None, None, ()) == (caught.value.__context__, caught.value.__cause__, caught.value.args)


@given(ANY_JSON)
def test_any_json(body: object) -> None:
    """Nothing of any shape raises."""
    assert [] == read_updates(body, NOON)
    unknown_events(body)


@given(st.sampled_from(FIELDS), ANY_JSON, st.sampled_from([TEXT, IMAGE, UNSUPPORTED]))
def test_any_field(name: str, value: object, event: str) -> None:
    """Nothing in the place of a field raises, or lets a key without chat and message through."""
    body = update(event, text="xin chào")
    body["message"][name] = value
    for form in (body, wrapped(body), [body]):
        for incoming in read_updates(form, NOON):
            assert incoming.update_key.startswith(f"{incoming.chat}:")
            assert incoming.user


@given(ANY_JSON)
def test_any_chat(value: object) -> None:
    """A strange chat is none."""
    body = update(text="x", chat={"id": WORKER, "chat_type": value})
    assert all(incoming.chat == WORKER for incoming in read_updates(body, NOON))


def test_unknown_events_are_named() -> None:
    """Their names can be logged, unless they say more than a name does."""
    bodies = [update(text="x"), update("user.follow"), update("x y\n"), update("a" * 65), {"event_name": 7}, 7]
    assert ["user.follow"] == unknown_events(bodies)


def test_names_are_not_kept() -> None:
    """What people call themselves on Zalo goes nowhere."""
    assert "Nguyễn" not in repr(read_updates(update(text="xin chào"), NOON))
