"""What can happen to a conversation, in the past tense. Time and identifiers come in with the event."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import Struct, field


class Medium(StrEnum):
    """Kinds of content that are no text."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VOICE = "voice"
    VIDEO = "video"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"  # somebody else's contact card
    OTHER = "other"


class SentFile(Struct, frozen=True):
    """A file that somebody sent, still where the channel keeps it. Name, type and size are what was claimed of it."""

    ref: str  # the channel's own: Telegram's file_id, Zalo's address, the token of an upload; may be secret
    name: str = ""  # tidied, see file_names.py; '' when unknown
    mime: str = ""
    size: int | None = None  # bytes


class TextReceived(Struct, frozen=True):
    """A person typed or pasted. `text` is raw (at most MAX_TEXT characters), `order` grows within a chat."""

    at: datetime  # aware, UTC: when our server received it
    text: str
    order: int = 0


class ButtonPressed(Struct, frozen=True):
    """A button under a message was pressed. The action may be forged or years old."""

    at: datetime
    action: str
    message_id: str | None = None  # the platform's id of the message that carried the button
    once: str | None = None  # names this very button, where a press must count once; see runner.py
    is_spent: bool = False  # it has counted before


class ContactShared(Struct, frozen=True):
    """The channel's contact button was used; the channel has checked that it is the sender's own."""

    at: datetime
    phone: str


class MediaReceived(Struct, frozen=True):
    """Something that is no text: sticker, voice, photo, forwarded card, ..."""

    at: datetime
    medium: Medium
    file: SentFile | None = None  # where the channel lets us have it
    caption: str = ""  # what was written beside it, as `TextReceived.text`


class FileRead(Struct, frozen=True):
    """A file that a step asked for was read by the reader of its purpose, or could not be."""

    at: datetime
    purpose: str
    file_id: str  # what the reader kept for later is found by it; see storage/repositories/received_files.py
    found: Mapping[str, Any] = field(default_factory=dict)  # JSON, as the reader defines it
    problem: str | None = None  # a text key: why there is nothing in `found`
    args: Mapping[str, str | int] = field(default_factory=dict)  # of the problem


class MessageEdited(Struct, frozen=True):
    """A person changed a message that was answered already."""

    at: datetime


class GroupAddressed(Struct, frozen=True):
    """Somebody called the bot in a group chat; nothing personal is ever said there."""

    at: datetime


class ChatBlocked(Struct, frozen=True):
    """The person stopped the bot: nothing can be delivered until they write again.

    *since*: when they did, by the platform's clock; what they wrote later stands. None: it does not say.
    """

    at: datetime
    since: datetime | None = None


Event = (
    TextReceived | ButtonPressed | ContactShared | MediaReceived | FileRead | MessageEdited | GroupAddressed
    | ChatBlocked
)  # fmt: skip
MAX_TEXT = 100_000  # characters kept of one message; a longer one is cut by the channel and refused by every step
