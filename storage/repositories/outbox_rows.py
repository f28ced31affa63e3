"""What the outbox gives out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Owed:
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


@dataclass(frozen=True, slots=True)
class Card:
    """A copy of a submission's card that somebody has, or is about to get, with open buttons."""

    id: int
    channel: str
    chat: str
    status: str
    message_id: str | None  # None while it is being sent: `message_id` knows it later


@dataclass(frozen=True, slots=True)
class Listed:
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


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is owed."""

    pending: int
    failed: int
    oldest_due_at: datetime | None  # since when the oldest of what is due has waited
    parked: int = 0  # not counted as pending: it waits for people to write
