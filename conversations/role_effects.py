"""What a turn can ask for about roles: who is invited, asks, is let in or goes. Part of effects.py."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from conversations.domain import Grant, Role


class CreateInvitation(Struct, frozen=True):
    """Store a one-time invitation under *code*."""

    code: str
    role: Role
    organisation_id: int
    expires_at: datetime


class AcceptInvitation(Struct, frozen=True):
    """Use the invitation up, grant its role to the person of this turn, and tell those whom that concerns."""

    code: str
    name: str = ""  # as just introduced


class RevokeInvitation(Struct, frozen=True):
    """Make an open invitation useless."""

    code: str


class AskForRole(Struct, frozen=True):
    """Keep that the person of this turn asks to become an executive; it grants nothing."""

    code: str
    organisation_id: int
    expires_at: datetime


class AnswerRequest(Struct, frozen=True):
    """Decide a request, if it is still open; who is let in holds the role, and those whom that concerns are told."""

    code: str
    is_granted: bool


class RevokeGrant(Struct, frozen=True):
    """Take a role away from somebody, who gets the command menu of what is left."""

    person_id: int
    grant: Grant


class NoteWrongCode(Struct, frozen=True):
    """Count a code of this account that opened nothing; why: wrong, used, expired, revoked, or held back."""

    why: str


class PeopleView(StrEnum):
    """The views of /canbo; the values are the words after the command."""

    OVERVIEW = "tong"
    MISSING = "thieu"
    HOLDERS = "ds"
    REQUESTS = "xin"
    INVITATIONS = "moi"


class SendPeople(Struct, frozen=True):
    """Owe the person a view of who works where; it is looked up when it is sent."""

    view: PeopleView
    scopes: tuple[int, ...]  # organisation ids; whoever owes it has checked them
    viewer_id: int  # sees the codes of the own invitations
    page: int = 1


class SendInvitation(Struct, frozen=True):
    """Owe the person an invitation to hand on: links, code and QR picture."""

    code: str
    role: Role
    organisation_id: int
    expires_at: datetime


RoleEffect = (
    CreateInvitation | AcceptInvitation | RevokeInvitation | AskForRole | AnswerRequest | RevokeGrant | NoteWrongCode
)
