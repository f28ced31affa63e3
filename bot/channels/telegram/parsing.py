"""An update of Telegram's as what concerns us. Pure, and it never raises whatever the update holds.

The fields are picked by hand: building the library's objects costs more than the rest of a turn, and one field of an
unexpected type would lose the update. A value of a wrong type counts as absent.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

from bot.channels.protocol import Incoming
from conversations import file_names
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

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
MOST_ACTION = 256  # characters kept of a forged one; ours have 64 bytes
MOST_PHONE = 64
MOST_FORMS, MOST_MIME = 20, 100
MOST_REF = 400  # characters of a file_id; today they have about a hundred
MOST_FETCHED = 20_000_000  # bytes; of a picture, larger forms are left out
LAST_STAMP = 1 << 34  # of seconds since 1970

Json = Mapping[str, Any]

# Fields of a message that are content, in the order in which they decide: an animation and a live photo come with a
# document or photo beside them. What is in none of these is a service message ("pinned", "title changed"), which
# wants no answer.
_MEDIA = {
    "animation": Medium.VIDEO,
    "live_photo": Medium.PHOTO,
    "photo": Medium.PHOTO,
    "document": Medium.DOCUMENT,
    "voice": Medium.VOICE,
    "audio": Medium.VOICE,
    "video": Medium.VIDEO,
    "video_note": Medium.VIDEO,
    "sticker": Medium.STICKER,
    "venue": Medium.LOCATION,
    "location": Medium.LOCATION,
    "contact": Medium.CONTACT,
    **dict.fromkeys(
        ("poll", "dice", "game", "story", "checklist", "paid_media", "invoice", "giveaway", "rich_message"),
        Medium.OTHER,
    ),
}
_COMMAND_FOR = re.compile(r"(/[A-Za-z0-9_]{1,32})@([A-Za-z0-9_]{1,64})(?!\S)")
_COMMAND = re.compile(r"/[A-Za-z0-9_]{1,32}(?!\S)")


class _Origin(Struct, frozen=True):
    """Who wrote where."""

    user: str
    chat: str
    is_private: bool


class _Found(Struct, frozen=True):
    origin: _Origin
    event: Event
    receipt: str | None = None
    shown: str | None = None


def read_update(update: Json, at: datetime, username: str | None = None) -> list[Incoming]:
    """Take out what concerns us: at most one event, none of a bot's own.

    Args:
        update: decoded JSON of any shape.
        at: when it arrived.
        username: the bot's name without "@", if known; needed to see whether a group speaks to it.
    """
    key = _integer(update.get("update_id"))
    if key is None:
        return []
    for kind, read in _READERS.items():
        if body := _object(update, kind):
            found = read(body, at, username)
            return [_incoming(str(key), found)] if found else []
    return []


def _incoming(key: str, found: _Found) -> Incoming:
    return Incoming(CHANNEL, key, found.origin.user, found.origin.chat, found.event, found.receipt, found.shown)


def _read_message(message: Json, at: datetime, username: str | None) -> _Found | None:
    origin = _origin(message, _object(message, "chat"))
    if origin is None:
        return None
    text = _text(message.get("text"))
    if not origin.is_private:
        return _Found(origin, GroupAddressed(at)) if _is_for_us(text, username) else None
    event = _text_event(message, text, at) if text else _other_event(message, at)
    return _Found(origin, event) if event else None


def _text_event(message: Json, text: str, at: datetime) -> Event:
    plain = _COMMAND_FOR.sub(r"\1", text, count=1) if _COMMAND_FOR.match(text) else text
    return TextReceived(at, plain[:MAX_TEXT], _integer(message.get("message_id")) or 0)


def _other_event(message: Json, at: datetime) -> Event | None:
    contact = _object(message, "contact")
    phone = _text(contact.get("phone_number"))
    owner, sender = _integer(contact.get("user_id")), _integer(_object(message, "from").get("id"))
    if phone and owner is not None and owner == sender:
        return ContactShared(at, phone[:MOST_PHONE])
    medium = next((medium for name, medium in _MEDIA.items() if message.get(name)), None)
    if medium is None:
        return None
    file = _file(message) if medium in (Medium.PHOTO, Medium.DOCUMENT) else None
    return MediaReceived(at, medium, file, _text(message.get("caption"))[:MAX_TEXT])


def _file(message: Json) -> SentFile | None:
    """What getFile can be asked for: the document, or the largest form of the picture that may be fetched."""
    pictures = message.get("photo")
    found = _object(message, "document")
    if isinstance(pictures, list):
        forms = [one for one in pictures[:MOST_FORMS] if isinstance(one, dict) and _size(one) <= MOST_FETCHED]
        found = max(forms, key=_area, default={})
    ref, size = _text(found.get("file_id")), _integer(found.get("file_size"))
    if not ref or len(ref) > MOST_REF:
        return None
    mime = "image/jpeg" if isinstance(pictures, list) else _text(found.get("mime_type"))[:MOST_MIME]
    return SentFile(ref, file_names.tidied(found.get("file_name")), mime, size if size and size > 0 else None)


def _size(form: Json) -> int:
    return _integer(form.get("file_size")) or 0


def _area(form: Json) -> int:
    return (_integer(form.get("width")) or 0) * (_integer(form.get("height")) or 0)


def _read_edit(message: Json, at: datetime, username: str | None) -> _Found | None:
    origin = _origin(message, _object(message, "chat"))
    is_words = bool(message.get("text") or message.get("caption"))  # a shared live location "edits" itself for hours
    return _Found(origin, MessageEdited(at)) if origin and origin.is_private and is_words else None


def _read_press(press: Json, at: datetime, username: str | None) -> _Found | None:
    message = _object(press, "message")  # a stub without text when it is old
    origin = _origin(press, _object(message, "chat") or {**_object(press, "from"), "type": "private"})
    if origin is None:
        return None
    receipt = _text(press.get("id")) or None
    if not origin.is_private:  # we put no buttons there
        return _Found(origin, GroupAddressed(at), receipt)
    number = _integer(message.get("message_id"))
    action = _text(press.get("data"))[:MOST_ACTION]
    shown = _text(message.get("text"))[:MAX_TEXT] or None
    return _Found(origin, ButtonPressed(at, action, str(number) if number is not None else None), receipt, shown)


def _read_membership(change: Json, at: datetime, username: str | None) -> _Found | None:
    origin = _origin(change, _object(change, "chat"))
    is_blocked = _object(change, "new_chat_member").get("status") == "kicked"
    if origin is None or not origin.is_private or not is_blocked:
        return None
    return _Found(origin, ChatBlocked(at, _end_of_second(_integer(change.get("date")))))


def _end_of_second(stamp: int | None) -> datetime | None:
    return datetime.fromtimestamp(stamp + 1, UTC) if stamp is not None and 0 <= stamp < LAST_STAMP else None


_READERS: dict[str, Callable[[Json, datetime, str | None], _Found | None]] = {
    "message": _read_message,
    "callback_query": _read_press,
    "edited_message": _read_edit,
    "my_chat_member": _read_membership,
}


def _origin(body: Json, chat: Json) -> _Origin | None:
    sender = _object(body, "from")
    user, place = _integer(sender.get("id")), _integer(chat.get("id"))
    if user is None or place is None or sender.get("is_bot") is True:
        return None
    return _Origin(str(user), str(place), chat.get("type") == "private")


def _is_for_us(text: str, username: str | None) -> bool:
    if named := _COMMAND_FOR.match(text):
        return username is not None and named[2].lower() == username.lower()
    if _COMMAND.match(text):
        return True
    return username is not None and re.search(rf"@{re.escape(username)}(?!\w)", text, re.IGNORECASE) is not None


def _object(body: Json, name: str) -> Json:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _integer(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
