"""Accounts of one person on several channels: what a turn may know of joining two, and what it can ask for."""

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

JOIN_CODE_LIFE = timedelta(minutes=15)
UNDO_WITHIN = timedelta(hours=1)


class Obstacle(StrEnum):
    """Why a code joins nothing; the values end the keys of texts."""

    OWN = "own"  # it was made by this very person
    USED = "used"
    EXPIRED = "expired"
    ROLE = "role"  # whoever holds a role gives the code away, instead of taking one
    DEMO = "demo"  # one of the phones of the demo, which is forgotten with it
    ERASURE = "erasure"  # somebody still waits for a deletion


class JoinCode(Struct, frozen=True):
    """A code that joins the account that sends it to the person who made it."""

    code: str
    channel: str  # where it was made
    has_draft: bool  # the person who made it
    obstacle: Obstacle | None = None


class OfferJoin(Struct, frozen=True):
    """Store a code that joins whoever sends it to this person; an earlier one is worth nothing any more."""

    code: str
    expires_at: datetime


class JoinAccounts(Struct, frozen=True):
    """Make this person's accounts those of the person who made the code."""

    code: str


class PartAccounts(Struct, frozen=True):
    """Give all accounts that were joined within the hour back to who they were."""


AccountEffect = OfferJoin | JoinAccounts | PartAccounts
