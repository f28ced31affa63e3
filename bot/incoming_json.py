"""An Incoming as JSON and back, for the spool and for what is set aside."""

from datetime import datetime
from typing import Any

import orjson
from msgspec.structs import asdict

from bot.channels.protocol import Incoming
from conversations.events import (
    ButtonPressed,
    ChatBlocked,
    ContactShared,
    Event,
    FileRead,
    GroupAddressed,
    MediaReceived,
    Medium,
    MessageEdited,
    SentFile,
    TextReceived,
)  # fmt: skip

_EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        TextReceived, ButtonPressed, ContactShared, MediaReceived, FileRead, MessageEdited, GroupAddressed, ChatBlocked
    )
}  # fmt: skip
# Fields of an event that older programs lack.
_NEWER: dict[str, object] = {"once": None, "since": None, "file": None, "caption": ""}


def to_json(incoming: Incoming) -> bytes:
    """The whole update, its time of receipt included."""
    values = {**asdict(incoming), "event": asdict(incoming.event)}
    del values["shown"]
    for name, empty in _NEWER.items():
        if name in values["event"] and values["event"][name] == empty:
            del values["event"][name]  # an older program that takes over does not know it
    return orjson.dumps({**values, "kind": type(incoming.event).__name__}, default=asdict)


def from_json(stored: bytes) -> Incoming:
    """What `to_json` wrote. Raises: ValueError, KeyError, TypeError for anything else."""
    values: dict[str, Any] = orjson.loads(stored)
    event: dict[str, Any] = values.pop("event")
    for name in event.keys() & {"at", "since"}:
        event[name] = datetime.fromisoformat(event[name])
    if "medium" in event:
        event["medium"] = Medium(event["medium"])
    if "file" in event:
        event["file"] = SentFile(**event["file"])
    kind = _EVENTS[values.pop("kind")]
    return Incoming(**values, event=kind(**event))
