"""What a turn may know besides state and event. The runner loads it; `Needs` says which costly parts."""

from collections.abc import Callable
from dataclasses import dataclass

from conversations.directory import Directory
from conversations.domain import Campaign, Grant, Role, Submission
from conversations.effects import LinkKind, Text
from conversations.role_facts import NO_NEEDS, RoleFacts, RoleNeeds


@dataclass(frozen=True, slots=True)
class Link:
    """What a short code opens, as far as this person is concerned."""

    code: str
    kind: LinkKind
    organisation_id: int
    role: Role | None = None
    is_usable: bool = True  # not used, not expired, not revoked
    ended: str | None = None  # which of these, where it is not
    created_by: int | None = None  # None: the operator


@dataclass(frozen=True, slots=True)
class Subject:
    """A submission that an event names, with what decides who may act on it."""

    submission: Submission
    is_own: bool  # the person of this turn filed it (same account or same identity number)
    has_executives: bool  # the CĐCS has an executive who is not its author


@dataclass(frozen=True, slots=True)
class Fresh:
    """Codes drawn for this turn; each is used at most once."""

    receipt: str
    link: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom a person may turn to."""

    name: str
    phone: str


MOST_LISTED = 50
NO_ROLE_FACTS = RoleFacts()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a turn may know."""

    campaign: Campaign
    directory: Directory
    fresh: Fresh
    phrase: Callable[[Text], str]  # the catalogue's wording, to recognise a label that was typed
    person_id: int = 0
    grants: tuple[Grant, ...] = ()
    link: Link | None = None
    subjects: tuple[Subject, ...] = ()  # what the event names; more than one if a short code is ambiguous
    pending: tuple[Subject, ...] = ()  # waiting for this person's decision, oldest first; at most MOST_LISTED
    pending_count: int = 0
    own: tuple[Submission, ...] = ()  # filed by this person, newest first; at most MOST_LISTED
    open_erasure: bool = False
    channel: str = ""  # by which the person writes
    roles: RoleFacts = NO_ROLE_FACTS

    def scopes(self, role: Role) -> tuple[int, ...]:
        """The nodes for which the person holds *role*."""
        return tuple(grant.organisation_id for grant in self.grants if grant.role is role)


@dataclass(frozen=True, slots=True)
class Needs:
    """What the runner has to load for an event."""

    codes: tuple[str, ...] = ()  # submissions by code, or by its first four symbols or more
    link: str | None = None
    pending: bool = False
    own: bool = False
    roles: RoleNeeds = NO_NEEDS
