"""An Incoming as JSON and back, for the spool and for what is set aside."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from bot.channels.protocol import Incoming
from conversations.events import (
    ButtonPressed,
    ChatBlocked,
    ContactShared,
    Event,
    GroupAddressed,
    MediaReceived,
    Medium,
    MessageEdited,
    TextReceived,
)  # fmt: skip

_EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (TextReceived, ButtonPressed, ContactShared, MediaReceived, MessageEdited, GroupAddressed, ChatBlocked)
}


def to_json(incoming: Incoming) -> bytes:
    """The whole update, its time of receipt included."""
    values = asdict(incoming)
    for name in ("once", "since"):  # an older program that takes over does not know them
        if values["event"].get(name, "") is None:
            del values["event"][name]
    return orjson.dumps({**values, "kind": type(incoming.event).__name__})


def from_json(stored: bytes) -> Incoming:
    """What `to_json` wrote. Raises: ValueError, KeyError, TypeError for anything else."""
    values: dict[str, Any] = orjson.loads(stored)
    event: dict[str, Any] = values.pop("event")
    for name in event.keys() & {"at", "since"}:
        event[name] = datetime.fromisoformat(event[name])
    if "medium" in event:
        event["medium"] = Medium(event["medium"])
    kind = _EVENTS[values.pop("kind")]
    return Incoming(**values, event=kind(**event))
