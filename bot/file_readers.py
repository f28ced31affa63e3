"""What reads the files that people send: one reader a purpose. A reader looks; what changes anything is a later tap.

A reader runs outside every transaction, may be cancelled or killed at any moment, and then runs again from the
beginning: it writes nothing itself. What it wants to find again (a checked list, say) it returns as `keeps`, which is
stored under seal and handed out by `uow.received_files`. Heavy work belongs into a process of its own, see apart.py.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, field

MEGABYTE = 1_000_000  # as file managers count


class ReceivedFile(Struct, frozen=True):
    """A file as it arrived. Name and type are what the sender says; the content may be anything."""

    id: str  # finds what is kept of it
    purpose: str
    person_id: int
    content: bytes  # 1 byte or more, `Reader.most_bytes` at the most
    name: str  # tidied; '' when unknown
    mime: str
    at: datetime  # aware, when it is read


class Finding(Struct, frozen=True):
    """What a reader found. keeps: up to MOST_KEPT bytes for a later tap, for as long as `Reader.life`."""

    found: Mapping[str, Any]  # JSON, small: it goes into the turn as `FileRead.found`
    keeps: bytes | None = None


MOST_FOUND = 64_000  # bytes of what a reader tells the turn
MOST_KEPT = 64 << 20


class NotReadable(Exception):
    """The file is not what was asked for; the key says so to the person and the question is asked again."""

    def __init__(self, key: str, args: Mapping[str, str | int] | None = None) -> None:
        super().__init__(key)
        self.key = key
        self.given: Mapping[str, str | int] = args or {}


class Reader(Struct, frozen=True):
    """How files for a purpose are read. read: raises NotReadable; whatever else it raises is our mistake."""

    read: Callable[[ReceivedFile], Awaitable[Finding]]
    most_bytes: int = 20 * MEGABYTE
    seconds: float = 120.0  # then it is given up
    lane: str = ""  # readers of one lane read one file at a time in a process, and leave the other places to others
    life: timedelta = field(default=timedelta(hours=24))  # of what it keeps
