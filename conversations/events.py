"""What can happen to a conversation, in the past tense. Time and identifiers come in with the event."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class TextReceived:
    """A person typed or pasted. `text` is raw (at most MAX_TEXT characters), `order` grows within a chat."""

    at: datetime  # aware, UTC: when our server received it
    text: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class ButtonPressed:
    """A button under a message was pressed. The action may be forged or years old."""

    at: datetime
    action: str
    message_id: str | None = None  # the platform's id of the message that carried the button
    once: str | None = None  # names this very button, where a press must count once; see runner.py


@dataclass(frozen=True, slots=True)
class ContactShared:
    """The channel's contact button was used; the channel has checked that it is the sender's own."""

    at: datetime
    phone: str


@dataclass(frozen=True, slots=True)
class MediaReceived:
    """Something that is no text: sticker, voice, photo, forwarded card, ..."""

    at: datetime
    medium: Medium


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """A person changed a message that was answered already."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GroupAddressed:
    """Somebody called the bot in a group chat; nothing personal is ever said there."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ChatBlocked:
    """The person stopped the bot: nothing can be delivered until they write again.

    *since*: when they did, by the platform's clock; what they wrote later stands. None: it does not say.
    """

    at: datetime
    since: datetime | None = None


Event = TextReceived | ButtonPressed | ContactShared | MediaReceived | MessageEdited | GroupAddressed | ChatBlocked
MAX_TEXT = 100_000  # characters kept of one message; a longer one is cut by the channel and refused by every step
