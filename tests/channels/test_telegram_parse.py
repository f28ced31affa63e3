"""Updates as Telegram posts them, and what the channel makes of them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.protocol import Incoming, NotAuthentic, NotUnderstood
from bot.channels.telegram import TelegramAccess, TelegramChannel
from bot.channels.telegram.parsing import read_update
from conversations.events import (
    MAX_TEXT,
    ButtonPressed,
    ChatBlocked,
    ContactShared,
    Event,
    GroupAddressed,
    MediaReceived,
    Medium,
    MessageEdited,
    SentFile,
    TextReceived,
)

PAYLOADS = Path(__file__).parents[1] / "payloads" / "telegram"
NOON = datetime(2021, 3, 15, 5, tzinfo=UTC)
SECRET = "s3cret-of-the-webhook_1"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
WORKER, COLLEAGUE, GROUP = "7000000001", "7000000002", "-1002000000003"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PRESS = ButtonPressed(NOON, "a.1.consent.yes", "4000")

# file: (person, chat, event, receipt, shown words of a press), or None where nothing concerns us
EXPECTED: dict[str, tuple[str, str, Event, str | None] | tuple[str, str, Event, str, str] | None] = {
    "text": (WORKER, WORKER, TextReceived(NOON, "Nguyễn Văn A", 4001), None),
    "start_code": (WORKER, WORKER, TextReceived(NOON, "/start 5KDR7Q2M", 4001), None),
    "command_with_name": (WORKER, WORKER, TextReceived(NOON, "/nop", 4001), None),
    "command_with_name_and_code": (WORKER, WORKER, TextReceived(NOON, "/start 5KDR7Q2M", 4001), None),
    "forwarded_text": (WORKER, WORKER, TextReceived(NOON, "Cải tiến máy khâu", 4001), None),
    "text_in_a_reply": (WORKER, WORKER, TextReceived(NOON, "Đúng", 4001), None),
    "own_contact": (WORKER, WORKER, ContactShared(NOON, "+84900000001"), None),
    "contact_of_another": (WORKER, WORKER, MediaReceived(NOON, Medium.CONTACT), None),
    "contact_without_account": (WORKER, WORKER, MediaReceived(NOON, Medium.CONTACT), None),
    "photo": (WORKER, WORKER, MediaReceived(NOON, Medium.PHOTO, SentFile("AgACAgUAAx2", "", "image/jpeg", 2400), "Ảnh máy"), None),
    "document": (WORKER, WORKER, MediaReceived(NOON, Medium.DOCUMENT, SentFile("BQACAgUAAxk", "sang_kien.docx", DOCX, 20480)), None),
    "animation": (WORKER, WORKER, MediaReceived(NOON, Medium.VIDEO), None),
    "voice": (WORKER, WORKER, MediaReceived(NOON, Medium.VOICE), None),
    "audio": (WORKER, WORKER, MediaReceived(NOON, Medium.VOICE), None),
    "video": (WORKER, WORKER, MediaReceived(NOON, Medium.VIDEO), None),
    "video_note": (WORKER, WORKER, MediaReceived(NOON, Medium.VIDEO), None),
    "sticker": (WORKER, WORKER, MediaReceived(NOON, Medium.STICKER), None),
    "location": (WORKER, WORKER, MediaReceived(NOON, Medium.LOCATION), None),
    "venue": (WORKER, WORKER, MediaReceived(NOON, Medium.LOCATION), None),
    "poll": (WORKER, WORKER, MediaReceived(NOON, Medium.OTHER), None),
    "dice": (WORKER, WORKER, MediaReceived(NOON, Medium.OTHER), None),
    "story": (WORKER, WORKER, MediaReceived(NOON, Medium.OTHER), None),
    "pinned": None,
    "auto_delete_timer": None,
    "edited_text": (WORKER, WORKER, MessageEdited(NOON), None),
    "edited_caption": (WORKER, WORKER, MessageEdited(NOON), None),
    "live_location_moves": None,
    "press": (WORKER, WORKER, PRESS, "4382000000000000001", "Anh/chị đồng ý không?"),
    "press_on_an_old_message": (WORKER, WORKER, ButtonPressed(NOON, "a.1.consent.yes", "12"), "4382000000000000002"),
    "press_without_message": (WORKER, WORKER, ButtonPressed(NOON, "a.1.consent.yes", None), "4382000000000000003"),
    "press_without_data": (WORKER, WORKER, ButtonPressed(NOON, "", "4000"), "4382000000000000004", "?"),
    "press_in_a_group": (COLLEAGUE, GROUP, GroupAddressed(NOON), "4382000000000000005"),
    "group_command": (COLLEAGUE, GROUP, GroupAddressed(NOON), None),
    "group_command_for_us": (COLLEAGUE, GROUP, GroupAddressed(NOON), None),
    "group_command_for_another_bot": None,
    "group_mention": (COLLEAGUE, GROUP, GroupAddressed(NOON), None),
    "group_mention_of_another": None,
    "group_chatter": None,
    "group_photo": None,
    "group_edit": None,
    "group_anonymous_administrator": None,
    "group_title_changed": None,
    "channel_post": None,
    "from_a_bot": None,
    "blocked": (WORKER, WORKER, ChatBlocked(NOON, datetime(2021, 3, 10, 4, 20, 1, tzinfo=UTC)), None),
    "unblocked": None,
    "thrown_out_of_a_group": None,
    "inline_query": None,
    "of_a_later_version": None,
}

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=10,
)
UPDATES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(PAYLOADS.glob("*.json"))]


def channel(secret: str = SECRET) -> TelegramChannel:
    """A channel that has no need to call anybody."""
    return TelegramChannel(TelegramAccess("123456:AbC-test", secret), lambda: NOON)


def parsed(update: dict[str, Any]) -> Sequence[Incoming]:
    """What a bot that knows its name takes out of an update."""
    return read_update(update, NOON, "sangkien_test_bot")


def test_every_payload_is_expected() -> None:
    """No stored update is left out of the table."""
    assert sorted(EXPECTED) == sorted(path.stem for path in PAYLOADS.glob("*.json"))


@pytest.mark.parametrize("name", EXPECTED)
def test_update(name: str) -> None:
    """Each stored update becomes exactly this."""
    update = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    expected = EXPECTED[name]
    found = [Incoming("telegram", str(update["update_id"]), *expected)] if expected else []
    assert found == parsed(update)


def test_the_largest_picture_that_may_be_fetched() -> None:
    """getFile gives twenty megabytes at the most; what has no usable id is no file."""
    update = json.loads((PAYLOADS / "photo.json").read_text(encoding="utf-8"))
    sizes = {"a": (1000, 900, 90_000), "b": (4000, 3000, 19_000_000), "c": (8000, 6000, 20_000_001), "d" * 500: (9, 9, 9)}
    forms = [{"file_id": name, "width": w, "height": h, "file_size": size} for name, (w, h, size) in sizes.items()]
    for shown, expected in ((forms, "b"), (forms[2:3], None), (forms[3:], None), ([7, {"file_id": 7}], None)):
        update["message"]["photo"] = shown
        [incoming] = parsed(update)
        assert isinstance(incoming.event, MediaReceived)
        assert expected == (incoming.event.file.ref if incoming.event.file else None)


def test_webhook_call() -> None:
    """An authentic body goes the same way, whatever the spelling of the header's name."""
    body = (PAYLOADS / "text.json").read_bytes()
    lower = {name.lower(): value for name, value in HEADERS.items()}
    expected = [Incoming("telegram", "5000000001", WORKER, WORKER, TextReceived(NOON, "Nguyễn Văn A", 4001))]
    assert expected == channel().parse(body, HEADERS) == channel().parse(body, lower)


def test_name_still_unknown() -> None:
    """Before Telegram has told us our name, a group's plain command counts and one with a name does not."""
    update = json.loads((PAYLOADS / "group_command.json").read_text(encoding="utf-8"))
    assert [GroupAddressed(NOON)] == [each.event for each in read_update(update, NOON)]
    update["message"]["text"] = "/nop@sangkien_test_bot"
    assert not read_update(update, NOON)


@pytest.mark.parametrize(
    "given_secret", ["", "s3cret-of-the-webhook_2", SECRET[:-1], SECRET + "x", "sécret", "bí mật \udc80", "\ud800"]
)
def test_wrong_secret(given_secret: str) -> None:
    """Another secret, or none, is refused before the body is looked at."""
    with pytest.raises(NotAuthentic):
        channel().parse(b"{", {"X-Telegram-Bot-Api-Secret-Token": given_secret})
    with pytest.raises(NotAuthentic):
        channel().parse(b"{", {})


DEEP = 100_000
NO_OBJECTS = {
    "nothing": b"",
    "half": b"{",
    "words": b"nonsense",
    "array": b"[]",
    "null": b"null",
    "number": b"17",
    "string": b'"text"',
    "no UTF-8": b"\xff\xfe",
    "cut off": b'{"update_id": 1',
    "half a surrogate pair": b'{"a": "\\ud800"}',
    "deep arrays": b"[" * DEEP + b"]" * DEEP,
    "deep arrays cut off": b"[" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep objects cut off": b'{"a":' * DEEP,
}


@pytest.mark.parametrize("body", NO_OBJECTS.values(), ids=NO_OBJECTS)
def test_no_json_object(body: bytes) -> None:
    """What is no JSON object is named as such, however deep it is nested, and is not quoted."""
    with pytest.raises(NotUnderstood) as caught:
        channel().parse(body, HEADERS)
    assert not str(caught.value)
    assert caught.value.__context__ is None


@given(ANY_JSON)
def test_arbitrary_json(value: object) -> None:
    """Any authentic JSON gives a list or NotUnderstood."""
    body = json.dumps(value).encode("utf-8", "surrogatepass")
    try:
        found = channel().parse(body, HEADERS)
    except NotUnderstood:
        return
    assert isinstance(found, list)


@given(st.data())
@settings(max_examples=300)
def test_arbitrary_field(data: st.DataObject) -> None:
    """A real update with any one part replaced by anything gives at most one event with usable fields."""
    update = json.loads(json.dumps(data.draw(st.sampled_from(UPDATES))))
    place, name = data.draw(st.sampled_from([(holder, key) for holder in _objects(update) for key in holder]))
    place[name] = data.draw(ANY_JSON)
    for incoming in parsed(update):
        words = [incoming.update_key, incoming.user, incoming.chat, incoming.receipt or ""]
        assert [str] * 4 == [type(word) for word in words]
        assert incoming.event.at == NOON


def _objects(value: Any) -> list[dict[str, Any]]:
    """Every object inside, the outermost first."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    below = [found for item in inner for found in _objects(item)]
    return [value, *below] if isinstance(value, dict) else below


def test_long_text_is_cut() -> None:
    """No more of a text is kept than any step could take."""
    update = json.loads((PAYLOADS / "text.json").read_text(encoding="utf-8"))
    update["message"]["text"] = "ă" * (MAX_TEXT + 1)
    [incoming] = parsed(update)
    assert TextReceived(NOON, "ă" * MAX_TEXT, 4001) == incoming.event


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/nop@sangkien_test_bot", "/nop"),
        ("/report@bot thieu", "/report thieu"),
        ("/nop@ở đây", "/nop@ở đây"),
        ("nop@bot", "nop@bot"),
        (" \u202e\x00a", " \u202e\x00a"),
    ],
)
def test_text_stays_raw(text: str, expected: str) -> None:
    """Only the name after a command goes."""
    update = json.loads((PAYLOADS / "text.json").read_text(encoding="utf-8"))
    update["message"]["text"] = text
    assert [TextReceived(NOON, expected, 4001)] == [each.event for each in parsed(update)]
