"""An update of the Zalo Bot Platform as what concerns us. Pure, and it never raises whatever the update holds.

Bodies come wrapped ({"ok": true, "result": ...}) or flat, with one update or a list of them; ids and dates come as text
or as numbers; a picture's address has two names. A value of a wrong type counts as absent. Names of people are not
even read. Source: reference on Zalo, section 3.3.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.channels.media import LONGEST_ADDRESS
from bot.channels.protocol import Incoming
from conversations.events import MAX_TEXT, Event, MediaReceived, Medium, SentFile, TextReceived

CHANNEL = "zalo-bot"
MOST_ID = 58  # characters; the key of an update is two of them
MOST_NUMBER = 10**40  # of an id that comes as a number
MOST_DIGITS = 15  # of a date in milliseconds
PRIVATE = "PRIVATE"
TEXT = "message.text.received"
MEDIA = {
    "message.image.received": Medium.PHOTO,
    "message.sticker.received": Medium.STICKER,
    "message.voice.received": Medium.VOICE,
    "message.unsupported.received": Medium.OTHER,  # documents, cards, some links: nothing is said of it
}
_FIELDS = {"photo_url": Medium.PHOTO, "photo": Medium.PHOTO, "sticker": Medium.STICKER, "voice_url": Medium.VOICE}
_NAME = re.compile(r"[A-Za-z0-9._-]{1,64}")

Json = Mapping[str, Any]


def read_updates(body: object, at: datetime) -> list[Incoming]:
    """Take out what concerns us: private messages of people.

    Args:
        body: decoded JSON of any shape.
        at: when it arrived.
    """
    return [incoming for update in _updates(body) if (incoming := _read(update, at))]


def unknown_events(body: object) -> list[str]:
    """The names of events that we know nothing of, if they can be logged."""
    names = (_text(update.get("event_name")) for update in _updates(body))
    return [name for name in names if name != TEXT and name not in MEDIA and _NAME.fullmatch(name)]


def _updates(body: object) -> Iterator[Json]:
    """The updates of a body, unwrapped once."""
    if isinstance(body, dict) and "event_name" not in body and "result" in body:
        body = body["result"]
    for update in body if isinstance(body, list) else [body]:
        if isinstance(update, dict):
            yield update


def _read(update: Json, at: datetime) -> Incoming | None:
    message = _object(update, "message")
    sender, place = _object(message, "from"), _object(message, "chat")
    user, chat, number = _identity(sender.get("id")), _identity(place.get("id")), _identity(message.get("message_id"))
    if not (user and chat and number) or sender.get("is_bot") is True or not _is_private(place, user, chat):
        return None
    event = _event(_text(update.get("event_name")), message, at)
    return Incoming(CHANNEL, f"{chat}:{number}", user, chat, event) if event else None


def _event(name: str, message: Json, at: datetime) -> Event | None:
    text = _text(message.get("text"))
    if name == TEXT and text:
        return TextReceived(at, text[:MAX_TEXT], _milliseconds(message.get("date")))
    if name == TEXT:
        medium = next((medium for key, medium in _FIELDS.items() if message.get(key)), None)
    else:
        medium = MEDIA.get(name)
    if medium is None:
        return None
    file = _picture(message) if medium is Medium.PHOTO else None
    return MediaReceived(at, medium, file, _text(message.get("caption"))[:MAX_TEXT])


def _picture(message: Json) -> SentFile | None:
    """Where a picture is, under either of its names; bot/channels/media.py decides whether it is fetched."""
    addresses = (_text(message.get(name)) for name in ("photo_url", "photo"))
    return next((SentFile(one) for one in addresses if one.startswith(("http://", "https://")) and _fits(one)), None)


def _fits(address: str) -> bool:
    return len(address) <= LONGEST_ADDRESS


def _is_private(chat: Json, user: str, number: str) -> bool:
    """Groups are beta, and nothing personal is ever said there."""
    kind = _text(chat.get("chat_type")).upper()
    return kind == PRIVATE or (not kind and user == number)


def _object(body: Json, name: str) -> Json:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _identity(value: object) -> str:
    """An opaque id, also where it came as a number."""
    text = _text(value) or _digits(value)
    return text if len(text) <= MOST_ID and text.isprintable() else ""


def _milliseconds(value: object) -> int:
    """When a message was written, which grows within a chat; 0 if that cannot be told."""
    digits = _text(value) or _digits(value)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else 0


def _digits(value: object) -> str:
    """A whole number as text."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_whole and abs(value) < MOST_NUMBER else ""  # type: ignore[arg-type]
