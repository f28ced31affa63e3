"""What the web pages show: plain data that the composition root fills in."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from conversations.domain import Status


class PageLink(Struct, frozen=True):
    """A link with what it says."""

    label: str
    url: str


class ChannelLink(Struct, frozen=True):
    """A way into the dialogue besides the web chat, which every page offers by itself."""

    label: str  # "Zalo", "Telegram"
    url: str
    carries_code: bool  # if not, the person types the code there


class ReceiptView(Struct, frozen=True):
    """What anybody may know of a submission who has its code: where it stands and since when. Nobody's data."""

    code: str  # eight symbols
    status: Status
    submitted_at: datetime  # aware
    decided_at: datetime | None = None
    is_valid: bool = False  # confirmed, and the employer agreed
    selected_at: datetime | None = None  # when it was first chosen as outstanding


class DeadCode(StrEnum):
    """Why a code of ours opens nothing any more."""

    POSTER = "poster"  # it was revoked, or the CĐCS is no more
    INVITATION = "invitation"  # used, expired or revoked
    JOIN = "join"  # used or expired
    ENTRY = "entry"  # answered, changed or expired


class JoinView(Struct, frozen=True):
    """A code that joins the account that sends it to the person who made it."""

    code: str


class EntryView(Struct, frozen=True):
    """A code by which an author confirms what somebody entered; the page tells nobody whose or what it is."""

    code: str


class QrView(Struct, frozen=True):
    """What a printed or sent code opens."""

    code: str
    organisation: str  # "CĐCS Trường THCS …"
    above: str  # "LĐLĐ huyện …"; '' if there is nothing above
    role: str | None = None  # the role's name, if the code is an invitation
