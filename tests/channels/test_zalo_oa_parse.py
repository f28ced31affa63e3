"""Events as Zalo posts them, and what the channel makes of them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.protocol import NotAuthentic, NotUnderstood
from bot.channels.zalo_oa.access import SignatureMode, Trust, ZaloOaAccess
from bot.channels.zalo_oa.channel import ZaloOaChannel
from bot.channels.zalo_oa.parsing import MOST_ID, MOST_KEY, Reader
from bot.channels.zalo_oa.taps import Taps
from bot.incoming_json import from_json, to_json
from conversations.events import (
    MAX_TEXT,
    ButtonPressed,
    ChatBlocked,
    ContactShared,
    Event,
    MediaReceived,
    Medium,
    SentFile,
    TextReceived,
)
from storage.vault import Vault

NOW = datetime(2026, 11, 26, 5, tzinfo=UTC)
MILLISECONDS = int(NOW.timestamp() * 1000)
OA, APP, WORKER, OTHER, SECRET = "3886000000000000001", "3608", "2468000000000000010", "2468000000000000011", "oa-secret"
VAULT = Vault(["the key of this test"])
TAPS = Taps(VAULT, OA)
READER = Reader(OA, TAPS.read)
TAP = TAPS.payload(WORKER, "a.1.consent.agree", TAPS.nonce("7.1"))


def envelope(name: str, **message: object) -> dict[str, Any]:
    """The common shape."""
    return {
        "app_id": APP, "event_name": name, "timestamp": str(MILLISECONDS), "sender": {"id": WORKER},
        "recipient": {"id": OA}, "user_id_by_app": "5521", "message": {"msg_id": "96d3cdf3af15", **message},
    }  # fmt: skip


def attached(kind: str, event: str = "", **payload: object) -> dict[str, Any]:
    """A message that is no text."""
    return envelope(event or f"user_send_{kind}", attachments=[{"type": kind, "payload": payload}])


def followed(name: str, **others: object) -> dict[str, Any]:
    """What has neither sender nor recipient."""
    body = {"app_id": APP, "event_name": name, "timestamp": str(MILLISECONDS), "oa_id": OA}
    return {**body, "follower": {"id": WORKER}, "source": "oa_profile", **others}


def submitted(**others: object) -> dict[str, Any]:
    """Contact details."""
    return {**envelope("user_submit_info"), **others}


TEXT = TextReceived(NOW, "Em muốn gửi sáng kiến", MILLISECONDS)
EVENTS: dict[str, tuple[dict[str, Any], Event | None]] = {
    "text": (envelope("user_send_text", text="Em muốn gửi sáng kiến"), TEXT),
    "ids as numbers": (
        {**envelope("user_send_text", text=TEXT.text), "sender": {"id": int(WORKER)}, "recipient": {"id": int(OA)}, "timestamp": MILLISECONDS},
        TEXT,
    ),
    "seconds": ({**envelope("user_send_text", text="a"), "timestamp": MILLISECONDS // 1000}, TextReceived(NOW, "a", MILLISECONDS)),
    "no time": ({**envelope("user_send_text", text="a"), "timestamp": None}, TextReceived(NOW, "a", 0)),
    "a tap": (envelope("user_send_text", text=TAP), ButtonPressed(NOW, "a.1.consent.agree", once=TAP.removeprefix("#sk:a.1.consent.agree:").replace(":", "."))),
    "a tap by another name": (envelope("user_click_button", text=TAP), ButtonPressed(NOW, "a.1.consent.agree", once=TAP.removeprefix("#sk:a.1.consent.agree:").replace(":", "."))),
    "somebody else's tap": ({**envelope("user_send_text", text=TAP), "sender": {"id": OTHER}}, ButtonPressed(NOW, "")),
    "a changed tap": (envelope("user_send_text", text=TAP.replace("agree", "x")), ButtonPressed(NOW, "")),
    "a made up tap": (envelope("user_send_text", text="#sk:a:b:c"), ButtonPressed(NOW, "")),
    "the mark alone": (envelope("user_send_text", text="#sk:"), ButtonPressed(NOW, "")),
    "the mark and a novel": (envelope("user_send_text", text="#sk:" + ":" * 100_000), ButtonPressed(NOW, "")),
    "a tag": (envelope("user_send_text", text="#sangkien"), TextReceived(NOW, "#sangkien", MILLISECONDS)),
    "a novel": (envelope("user_send_text", text="a" * 200_000), TextReceived(NOW, "a" * MAX_TEXT, MILLISECONDS)),
    "no text": (envelope("user_send_text"), None),
    "a text that is none": (envelope("user_send_text", text=["a"]), None),
    "image": (attached("image", url="https://f1.zdn.vn/a.jpg", thumbnail="https://f1.zdn.vn/b.jpg"), MediaReceived(NOW, Medium.PHOTO, SentFile("https://f1.zdn.vn/a.jpg"))),
    "gif": (attached("gif", url="https://f1.zdn.vn/a.gif"), MediaReceived(NOW, Medium.PHOTO, SentFile("https://f1.zdn.vn/a.gif"))),
    "file": (attached("file", url="https://f1.zdn.vn/a.pdf", name="a.pdf", size="123", type="pdf", checksum="x"), MediaReceived(NOW, Medium.DOCUMENT, SentFile("https://f1.zdn.vn/a.pdf", "a.pdf", "", 123))),
    "file that lies": (attached("file", url="http://f1.zdn.vn/b", name="../../etc/\u202efdp.exe\n" + "x" * 500, size=-1, type=["x"]), MediaReceived(NOW, Medium.DOCUMENT, SentFile("http://f1.zdn.vn/b", "fdp.exe " + "x" * 112))),
    "file without an address": (attached("file", url="file:///etc/passwd", name=7), MediaReceived(NOW, Medium.DOCUMENT)),
    "audio": (attached("audio", url="https://f1.zdn.vn/a.aac"), MediaReceived(NOW, Medium.VOICE)),
    "video": (attached("video", url="https://f1.zdn.vn/a.mp4"), MediaReceived(NOW, Medium.VIDEO)),
    "sticker": (attached("sticker", id="1", url="https://f1.zdn.vn/a.png"), MediaReceived(NOW, Medium.STICKER)),
    "location": (attached("location", coordinates={"latitude": "22.9", "longitude": "106.0"}), MediaReceived(NOW, Medium.LOCATION)),
    "business card": (attached("link", "user_send_business_card", description="{}"), MediaReceived(NOW, Medium.CONTACT)),
    "a link alone": (attached("link", url="https://example.vn"), MediaReceived(NOW, Medium.OTHER)),
    "a link in words": (envelope("user_send_link", text="xem https://example.vn"), TextReceived(NOW, "xem https://example.vn", MILLISECONDS)),
    "contact": (submitted(info={"name": "Nguyễn Văn A", "phone": "84912345678", "address": "", "city": ""}), ContactShared(NOW, "84912345678")),
    "contact as a number": (submitted(info={"phone": 84912345678}), ContactShared(NOW, "84912345678")),
    "contact in the message": (submitted(message={"msg_id": "1", "info": {"phone": "84912345678"}}), ContactShared(NOW, "84912345678")),
    "contact as JSON text": (submitted(message={"msg_id": "1", "text": '{"phone": "84912345678"}'}), ContactShared(NOW, "84912345678")),
    "contact as JSON inside": (submitted(message={"text": '{"info": {"phone": "84912345678"}}'}), ContactShared(NOW, "84912345678")),
    "contact without phone": (submitted(info={"name": "Nguyễn Văn A"}), MediaReceived(NOW, Medium.OTHER)),
    "contact of broken JSON": (submitted(message={"text": '{"phone": '}), MediaReceived(NOW, Medium.OTHER)),
    "follow": (followed("follow"), TextReceived(NOW, "/start")),
    "follow by another name": (followed("user_follow"), TextReceived(NOW, "/start")),
    "unfollow": (followed("unfollow"), ChatBlocked(NOW, NOW)),
    "unfollow, told an hour late": (
        followed("unfollow", timestamp=MILLISECONDS - 3_600_000), ChatBlocked(NOW, NOW - timedelta(hours=1)),
    ),
    "unfollow, nobody knows when": (followed("unfollow", timestamp="x"), ChatBlocked(NOW)),
    "another account is followed": (followed("follow", oa_id="1"), None),
    "our own words": ({**envelope("oa_send_text", text="Xin chào"), "sender": {"id": OA}, "recipient": {"id": WORKER}}, None),
    "our own words by a person's name": ({**envelope("user_send_text", text="a"), "sender": {"id": OA}}, None),
    "to another account": ({**envelope("user_send_text", text="a"), "recipient": {"id": "1"}}, None),
    "received": (envelope("user_received_message"), None),
    "seen": (envelope("user_seen_message", msg_ids=["1"]), None),
    "group": (envelope("user_send_group_text", text="a"), None),
    "anonymous": (envelope("anonymous_send_text", text="a"), None),
    "unknown": (envelope("shop_has_order"), None),
    "no name": (envelope("") | {"event_name": None}, None),
    "nobody": ({**envelope("user_send_text", text="a"), "sender": None}, None),
    "an id that is too long": ({**envelope("user_send_text", text="a"), "sender": {"id": "1" * 101}}, None),
    "an id that is none": ({**envelope("user_send_text", text="a"), "sender": {"id": True}}, None),
    "empty": ({}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", EVENTS)
def test_events(name: str) -> None:
    """Each kind with what it means, from the person who did it; and it survives the spool."""
    body, expected = EVENTS[name]
    found = READER.read(orjson.loads(orjson.dumps(body)), NOW)
    assert ([expected] if expected else []) == [incoming.event for incoming in found]
    for incoming in found:
        assert ("zalo-oa", incoming.user) == (incoming.channel, incoming.chat)
        assert incoming.user in {WORKER, OTHER}
        assert incoming == from_json(to_json(incoming))


def key(event: Mapping[str, Any]) -> str:
    return READER.read(event, NOW)[0].update_key


def test_keys() -> None:
    """The account and the message; without one the event, its time and its person. The same again, bounded always."""
    assert f"{OA}:96d3cdf3af15" == key(envelope("user_send_text", text="a"))
    assert f"follow:{MILLISECONDS}:{WORKER}" == key(followed("follow")) == key(followed("follow", timestamp=MILLISECONDS))
    numbers = [{**envelope("user_send_text", text="a"), "message": {"msg_id": one, "text": "a"}} for one in (123, "123")]
    assert f"{OA}:123" == key(numbers[0]) == key(numbers[1])
    long = envelope("user_send_text", text="a") | {"message": {"msg_id": "x" * MOST_ID, "text": "a"}}
    other = envelope("user_send_text", text="a") | {"message": {"msg_id": "x" * (MOST_ID - 1) + "y", "text": "a"}}
    assert key(long) == key(long) != key(other)
    assert max(len(key(long)), len(key(other))) <= MOST_KEY


def test_a_tap_of_each_key() -> None:
    """Buttons that were sent before the key was changed still work while the old key is held; later they are expired."""
    older, both, newer = (Taps(Vault(keys), OA) for keys in (["the old secret"], ["a new secret", "the old secret"], ["a new secret"]))
    payload = older.payload(WORKER, "k.1.name.edit:phone", older.nonce(None))
    found = both.read(WORKER, payload)
    assert found is not None
    assert ("k.1.name.edit:phone", True) == (found.action, found.once is not None)
    expired = newer.read(WORKER, payload)
    assert expired is not None
    assert ("", None) == (expired.action, expired.once)


def test_taps_of_a_repeated_message_are_the_same() -> None:
    """So they count once in both copies; another message's are others."""
    nonces = [TAPS.nonce(key) for key in ("7.1", "7.1", "8.1", None, None)]
    assert nonces[0] == nonces[1]
    assert 4 == len(set(nonces))
    longest = TAPS.payload("2" * 20, "x" * 64, nonces[0])
    assert len(longest) <= 200


# -- the door ----------------------------------------------------------------------------------------------------
def channel(mode: SignatureMode = SignatureMode.ENFORCE) -> ZaloOaChannel:
    access = ZaloOaAccess(OA, APP, "app-secret", Trust(mode, (SECRET,), (APP,)))
    return ZaloOaChannel(access, None, VAULT, lambda: NOW)


def signed(body: bytes) -> dict[str, str]:
    mac = hashlib.sha256(APP.encode() + body + str(MILLISECONDS).encode() + SECRET.encode()).hexdigest()
    return {"X-ZEvent-Signature": f"mac={mac}", "X-ZEvent-Timestamp": str(MILLISECONDS)}


@pytest.mark.parametrize("mode", SignatureMode)
@pytest.mark.parametrize("body", [b"", b"{}", b" {} \n"])
def test_saving_the_address(mode: SignatureMode, body: bytes) -> None:
    """The console's probe is neither signed nor of any effect."""
    assert [] == channel(mode).parse(body, {})


def test_unsigned_events() -> None:
    """Refused; or noted without effect on a pilot."""
    body = orjson.dumps(envelope("user_send_text", text="a"))
    assert [TextReceived(NOW, "a", MILLISECONDS)] == [one.event for one in channel().parse(body, signed(body))]
    with pytest.raises(NotAuthentic):
        channel().parse(body, {})
    assert [] == channel(SignatureMode.LOG_ONLY).parse(body, {})
    assert 1 == len(channel(SignatureMode.LOG_ONLY).parse(body, signed(body)))


def test_a_body_that_was_made_again_is_not_authentic() -> None:
    """The sign is over the bytes."""
    body = orjson.dumps(envelope("user_send_text", text="Đồng ý"))
    with pytest.raises(NotAuthentic):
        channel().parse(orjson.dumps(orjson.loads(body), option=orjson.OPT_INDENT_2), signed(body))


DEEP = b'{"a":' * 100_000 + b"1" + b"}" * 100_000


@pytest.mark.parametrize("body", [b"[]", b"[{}]", b"null", b"\xff", b'{"a"', DEEP], ids=["list", "list of one", "null", "bytes", "cut", "deep"])
def test_what_is_no_object(body: bytes) -> None:
    """Signed it is not understood, unsigned it is not authentic; both are refusals."""
    with pytest.raises(NotUnderstood):
        channel().parse(body, signed(body))
    with pytest.raises(NotAuthentic):
        channel().parse(body, {})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = ("app_id", "oa_id", "timestamp", "sender", "recipient", "follower", "message", "info", "user_id_by_app")
NAMES = sorted({str(body.get("event_name")) for body, _ in EVENTS.values()})


@settings(max_examples=300)
@given(st.sampled_from(NAMES), st.dictionaries(st.sampled_from(FIELDS), JSON), st.sampled_from(["sender", "message", "info", ""]))
def test_any_shape(name: str, fields: dict[str, Any], good: str) -> None:
    """Whatever stands in the fields: no exception, and ids that the database can hold."""
    whole = {**envelope(name, text="a"), **followed(name), "info": {"phone": "84912345678"}}
    event = {**whole, **{key: value for key, value in fields.items() if key != good}}
    for incoming in READER.read(event, NOW):
        assert 0 < len(incoming.user) <= MOST_ID
        assert 0 < len(incoming.update_key) <= MOST_KEY
        assert (incoming.user + incoming.update_key).isprintable()


@given(st.text(max_size=300))
def test_any_payload(text: str) -> None:
    """Whatever is typed after the mark proves nothing."""
    found = TAPS.read(WORKER, f"#sk:{text}")
    assert found is not None
    assert ("", None) == (found.action, found.once)
