"""An event of Zalo's as what concerns us. Pure, and it never raises whatever the event holds.

Only what a person did counts: what the account itself sends comes back as events too, and answering those would never
end. Ids may come as text or as numbers; a value of a wrong type counts as absent. Source: reference on Zalo, 2.6.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson
from msgspec import Struct

from bot.channels.media import LONGEST_ADDRESS
from bot.channels.protocol import Incoming
from bot.channels.zalo_oa.signature import instant
from bot.channels.zalo_oa.taps import Tap
from conversations import file_names
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

CHANNEL = "zalo-oa"
START = "/start"  # what following the account means: on other platforms one presses a button that says so
MOST_ID, MOST_KEY, MOST_PHONE, MOST_JSON = 100, 120, 64, 4096
MOST_ATTACHED = 20

Json = Mapping[str, Any]
ReadTap = Callable[[str, str], Tap | None]

_TEXTS = frozenset({"user_send_text", "user_click_button"})  # the second is in no official list
_CONTACT = "user_submit_info"
_FOLLOW, _UNFOLLOW = frozenset({"follow", "user_follow"}), frozenset({"unfollow", "user_unfollow"})
_MEDIA = {
    "user_send_image": Medium.PHOTO,
    "user_send_gif": Medium.PHOTO,
    "user_send_file": Medium.DOCUMENT,
    "user_send_audio": Medium.VOICE,
    "user_send_video": Medium.VIDEO,
    "user_send_sticker": Medium.STICKER,
    "user_send_location": Medium.LOCATION,
    "user_send_business_card": Medium.CONTACT,
    "user_send_link": Medium.OTHER,
}


_FILES = frozenset({"user_send_image", "user_send_gif", "user_send_file"})


class Reader(Struct, frozen=True):
    """Reads the events of one account. tap: see Taps.read."""

    oa_id: str
    tap: ReadTap

    def read(self, event: Json, at: datetime) -> list[Incoming]:
        """Take out what concerns us: at most one event. at: when it arrived."""
        name = _text(event.get("event_name"))
        user = self._person(event, name)
        happened = self._happened(name, event, user, at) if user else None
        if happened is None:
            return []
        return [Incoming(CHANNEL, self._key(event, name, user), user, user, happened)]

    def _person(self, event: Json, name: str) -> str:
        """Who did it; '' if it was no person, or was done to another account."""
        is_following = name in _FOLLOW | _UNFOLLOW
        who = _id(_object(event, "follower" if is_following else "sender").get("id"))
        account = _id(event.get("oa_id")) if is_following else _id(_object(event, "recipient").get("id"))
        return who if who != self.oa_id and account in {self.oa_id, ""} else ""

    def _happened(self, name: str, event: Json, user: str, at: datetime) -> Event | None:
        message = _object(event, "message")
        if name in _TEXTS:
            return self._said(_text(message.get("text")), event, user, at)
        if name == _CONTACT:
            phone = _phone(event, message)
            return ContactShared(at, phone) if phone else MediaReceived(at, Medium.OTHER)
        if name in _FOLLOW:
            return TextReceived(at, START)
        if name in _UNFOLLOW:
            return ChatBlocked(at, instant(event.get("timestamp")))  # a retry comes an hour later
        if name == "user_send_link" and (text := _text(message.get("text"))):
            return self._said(text, event, user, at)
        if name not in _MEDIA:
            return None
        caption = _text(message.get("text"))[:MAX_TEXT]
        return MediaReceived(at, _MEDIA[name], _file(message) if name in _FILES else None, caption)

    def _said(self, text: str, event: Json, user: str, at: datetime) -> Event | None:
        if not text:
            return None
        if (tap := self.tap(user, text)) is not None:
            return ButtonPressed(at, tap.action, once=tap.once)
        sent_at = instant(event.get("timestamp"))
        return TextReceived(at, text[:MAX_TEXT], int(sent_at.timestamp() * 1000) if sent_at else 0)

    def _key(self, event: Json, name: str, user: str) -> str:
        number = _id(_object(event, "message").get("msg_id"))
        key = f"{self.oa_id}:{number}" if number else f"{name}:{_id(event.get('timestamp'))}:{user}"
        if len(key) <= MOST_KEY:
            return key
        return f"{self.oa_id}:#{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _file(message: Json) -> SentFile | None:
    """The first attachment that has an address; whether anything is fetched there, media.py decides."""
    attached = message.get("attachments")
    for one in attached[:MOST_ATTACHED] if isinstance(attached, list) else ():
        payload = _object(one, "payload") if isinstance(one, dict) else {}
        address, size = _text(payload.get("url")), _id(payload.get("size"))
        if address.startswith(("http://", "https://")) and len(address) <= LONGEST_ADDRESS:
            is_size = size.isascii() and size.isdigit() and len(size) < 16
            return SentFile(address, file_names.tidied(payload.get("name")), "", int(size) if is_size else None)
    return None


def _phone(event: Json, message: Json) -> str:
    """The number that was handed over, wherever it stands."""
    written = _text(message.get("text"))
    try:
        decoded = orjson.loads(written) if written.startswith("{") and len(written) <= MOST_JSON else None
    except (orjson.JSONDecodeError, UnicodeError):
        decoded = None
    inside: Json = decoded if isinstance(decoded, dict) else {}
    places = (_object(event, "info"), _object(message, "info"), _object(inside, "info"), inside)
    return next((phone for place in places if (phone := _id(place.get("phone"))[:MOST_PHONE])), "")


def _object(body: Json, name: str) -> Json:
    value = body.get(name)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _id(value: object) -> str:
    """An id as text. What is too long is none: cut, it could be another's."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    text = str(value) if is_number or isinstance(value, str) else ""
    return text if len(text) <= MOST_ID and text.isprintable() else ""
