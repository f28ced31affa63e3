"""What a turn may know besides state and event. The runner loads it; `Needs` says which costly parts."""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct, field

from conversations.accounts import JoinCode
from conversations.attached import AttachmentLimits
from conversations.directory import Directory
from conversations.district_effects import Audience, ContactLine
from conversations.domain import Campaign, Field, Grant, Role, Submission
from conversations.effects import LinkKind, Text
from conversations.entering import Entry
from conversations.likeness import Alike
from conversations.role_facts import NO_NEEDS, RoleFacts, RoleNeeds
from conversations.units import UnitFigures


class Link(Struct, frozen=True):
    """What a short code opens, as far as this person is concerned."""

    code: str
    kind: LinkKind
    organisation_id: int
    role: Role | None = None
    is_usable: bool = True  # not used, not expired, not revoked, its place not closed
    ended: str | None = None  # which of these, where it is not
    created_by: int | None = None  # None: the operator


class Subject(Struct, frozen=True):
    """A submission that an event names, with what decides who may act on it."""

    submission: Submission
    is_own: bool  # the person of this turn filed it (same account or same identity number)
    has_executives: bool  # the CĐCS has an executive who is not its author
    acts_for_author: bool = False  # the person entered it for somebody who signed it and has no account


class Selection(Struct, frozen=True):
    """That a node above the CĐCS has chosen an initiative as outstanding."""

    code: str
    organisation_id: int
    score: int  # 1 to 100
    reason: str  # what the author reads; empty when nobody knows the author any more
    by_name: str
    at: datetime
    forwarded_at: datetime | None  # when it was handed on to the node above


class Fresh(Struct, frozen=True):
    """Codes drawn for this turn; each is used at most once."""

    receipt: str
    link: str


class Contact(Struct, frozen=True):
    """What a federation says about itself to those who ask for help."""

    organisation_id: int
    lines: Mapping[ContactLine, str]  # without empty ones


class Unresolved(Struct, frozen=True):
    """A workplace that was only typed, with all its initiatives in one federation."""

    federation_id: int
    key: str  # the name without spelling
    names: tuple[str, ...]  # as people typed it, the most frequent first
    count: int  # initiatives
    authors: int
    first: int  # the oldest of them, by which the queue is ordered


class Resolution(Struct, frozen=True):
    """What somebody did with a typed workplace."""

    code: str
    federation_id: int  # where the initiatives were
    organisation_id: int  # where they went
    name: str  # as it was typed
    at: datetime
    back: int  # initiatives that can go back
    kept: int  # and those that cannot: decided on or changed since
    is_undone: bool = False


MOST_LISTED = 50
MOST_COUNTED = 20_000  # rows; what takes more is many
NO_ROLE_FACTS = RoleFacts()
DEFAULT_LIMITS = AttachmentLimits()


class Facts(Struct, frozen=True):
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
    units: tuple[UnitFigures, ...] = ()  # of the organisations that a change is about
    unresolved: tuple[Unresolved, ...] = ()  # in the person's scopes as staff, the oldest first
    has_more_unresolved: bool = False  # than were read
    resolution: Resolution | None = None  # the one that the event names, or the person's last
    contacts: Mapping[int, Contact] = field(default_factory=dict)  # of the own scopes as staff
    contact: Contact | None = None  # the nearest to where the person works
    examples: Mapping[Field, str] = field(default_factory=dict)  # those of the nearest that has set one
    own_examples: Mapping[int, Mapping[Field, str]] = field(default_factory=dict)  # set by the own scopes as staff
    channel: str = ""  # by which the person writes
    roles: RoleFacts = NO_ROLE_FACTS
    join_code: JoinCode | None = None  # the one that the event names, or an open question is about
    has_joined: bool = False  # accounts that can be parted again
    attachments: AttachmentLimits = DEFAULT_LIMITS
    entry: Entry | None = None  # the one that the event names
    open_entries: tuple[Entry, ...] = ()  # those that open questions are about
    entries: tuple[Entry, ...] = ()  # what the person has entered for others and waits; the newest first
    selections: tuple[Selection, ...] = ()  # of `subjects`
    to_forward: Mapping[int, int] = field(default_factory=dict)  # by own scope as staff: chosen, and not handed on
    listeners: Mapping[Audience, int] = field(default_factory=dict)  # people; more than MOST_COUNTED: too many to count
    alike: Mapping[str, tuple[Alike, ...]] = field(default_factory=dict)  # by code, see alike.py; "": of a draft

    def scopes(self, role: Role) -> tuple[int, ...]:
        """The nodes for which the person holds *role*."""
        return tuple(grant.organisation_id for grant in self.grants if grant.role is role)


class Needs(Struct, frozen=True):
    """What the runner has to load for an event."""

    codes: tuple[str, ...] = ()  # submissions by code, or by its first four symbols or more
    link: str | None = None
    pending: bool = False
    own: bool = False
    units: tuple[int, ...] = ()  # organisations, for what hangs on them
    unresolved: bool = False
    resolution: str | None = None  # its code; '' for the person's last
    contacts: bool = False
    contact: bool = False
    examples: bool = False
    own_examples: bool = False
    workplace: int | None = None  # from where on contact and examples are looked for
    join: str | None = None  # a code that an open question is about; any `link` may be one too
    has_joined: bool = False
    open_entries: tuple[str, ...] = ()  # codes that open questions are about; any `link` may be one too
    entries: bool = False
    selected: bool = False  # who has chosen what `codes` name
    to_forward: bool = False
    listeners: str | None = None  # below this node; '' for the only own one

    @property
    def is_of_district(self) -> bool:
        """Whether anything is wanted that federations arrange."""
        is_shown = self.contact or self.examples or self.to_forward or self.listeners is not None
        return is_shown or self.unresolved or self.contacts or self.own_examples or self.resolution is not None

    roles: RoleNeeds = NO_NEEDS
