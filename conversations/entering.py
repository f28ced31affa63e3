"""Initiatives that somebody enters for a colleague: they wait for the author's yes, and are no initiatives before.

What a turn may know of them, and what it can ask for.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

ENTRY_LIFE = timedelta(days=14)  # and never beyond the close of the programme
MOST_OPEN = 50  # of one helper
MOST_TRIES = 3  # at the last digits of the author's identity number, for one code
ASKED_WITHIN, MOST_ASKED = timedelta(hours=1), 30  # authors with an account whom one helper has asked at once
BOTHERED_WITHIN, MOST_BOTHERED = timedelta(days=1), 3  # how often one person is asked so, by whomever


class EntryState(StrEnum):
    """What became of one."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUSED = "refused"  # by whoever was asked
    DROPPED = "dropped"  # by the helper, or replaced by what they changed
    EXPIRED = "expired"


class Entry(Struct, frozen=True):
    """What a helper typed for a colleague."""

    code: str  # by which the author confirms it; a receipt has another one
    state: EntryState
    helper_id: int
    helper_name: str
    answers: Mapping[str, str]  # by ANSWER_KEYS; nothing of one that is closed
    created_at: datetime
    expires_at: datetime
    tries: int = 0  # wrong digits
    asked_id: int | None = None  # the account with that identity number, which was asked at once
    is_unwanted: bool = False  # that account has said no to this helper before: nobody signs in its place

    def is_open(self, at: datetime) -> bool:
        """Whether it still waits."""
        return self.state is EntryState.OPEN and at < self.expires_at

    @property
    def is_locked(self) -> bool:
        """Whether its code was tried too often; the helper can have a new one."""
        return self.tries >= MOST_TRIES


class KeepEntry(Struct, frozen=True):
    """Keep an entry of this person under *code*, and ask its author at once where an account is known."""

    code: str
    helper_name: str
    answers: Mapping[str, str]
    expires_at: datetime


class CloseEntry(Struct, frozen=True):
    """Nothing waits under this code any more, and nothing of the answers is kept."""

    code: str
    state: EntryState


class NoteWrongDigits(Struct, frozen=True):
    """Somebody with the code does not know the identity number; the helper is told when the code is worth nothing."""

    code: str


class SendConfirmation(Struct, frozen=True):
    """Owe the helper what is handed on to the author: links, code and QR picture."""

    code: str
    name: str  # of the author
    title: str
    expires_at: datetime


EntryEffect = KeepEntry | CloseEntry | NoteWrongDigits
