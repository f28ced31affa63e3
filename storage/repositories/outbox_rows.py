"""What the outbox gives out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct


class Owed(Struct, frozen=True):
    """A message that was claimed to be sent, or was sent."""

    id: int
    channel: str
    chat: str
    content: Mapping[str, Any]
    card: str | None
    priority: int
    attempts: int
    parts_sent: int
    created_at: datetime
    is_doubtful: bool  # an earlier attempt may have arrived


class Card(Struct, frozen=True):
    """A copy of a submission's card that somebody has, or is about to get, with open buttons."""

    id: int
    channel: str
    chat: str
    status: str
    message_id: str | None  # None while it is being sent: `message_id` knows it later


class Listed(Struct, frozen=True):
    """A message without its content, for the operator."""

    id: int
    channel: str
    chat: str
    priority: int
    attempts: int
    created_at: datetime
    due_at: datetime
    error: str | None
    maybe_sent_at: datetime | None
    status: str


class Backlog(Struct, frozen=True):
    """How much is owed."""

    pending: int
    failed: int
    oldest_due_at: datetime | None  # since when the oldest of what is due has waited
    parked: int = 0  # not counted as pending: it waits for people to write
