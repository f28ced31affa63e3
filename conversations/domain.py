"""Types that the whole project shares: roles, submissions, decisions, campaigns. Nothing here acts."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from msgspec import Struct, field


class Role(StrEnum):
    """What a person may be besides a worker; always granted for one node of the organisation tree."""

    EXECUTIVE = "executive"  # cán bộ BCH CĐCS: decides on the initiatives of that CĐCS
    STAFF = "staff"  # cán bộ LĐLĐ: reads and manages everything below that node
    OPERATOR = "operator"  # looks after the machine, at the national node; sees no personal data, decides on nothing


OFFICIALS = (Role.EXECUTIVE, Role.STAFF)  # who works on initiatives: may be invited in chat, is told of dates


class Block(StrEnum):
    """The two blocks of the programme; labels are texts, codes are stored."""

    ENTERPRISE = "enterprise"
    PUBLIC_ADMIN = "public_admin"


class Field(StrEnum):
    """The priority fields of the district guidance, section 2."""

    PRODUCTION = "production"
    NEW_PRODUCT = "new_product"
    SAFETY = "safety"
    ADMINISTRATION = "administration"
    PARTY = "party"
    MANAGEMENT = "management"
    HEALTH = "health"
    EDUCATION = "education"
    OTHER = "other"


class Status(StrEnum):
    """Where a submission stands; design, section 5."""

    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


# In place of an author's name, and of the words of what an author had deleted.
ANONYMOUS, ERASED = "(đã ẩn danh)", "(đã xóa theo yêu cầu)"


class Decision(StrEnum):
    """What an executive says of a submission."""

    CONFIRM = "confirm"
    REQUEST_CHANGES = "request_changes"
    REJECT = "reject"

    @property
    def status(self) -> Status:
        """The status that a submission takes by this decision."""
        return _STATUS_AFTER[self]


_STATUS_AFTER = {
    Decision.CONFIRM: Status.CONFIRMED,
    Decision.REQUEST_CHANGES: Status.CHANGES_REQUESTED,
    Decision.REJECT: Status.REJECTED,
}

# The answers that make up a submission, in the order of the form. Keys of `Submission.answers`.
# province, federation, union: organisation ids as text; union is absent when union_name (free text) is given.
# benefit: "15000000 year", whole đồng and how often (amounts.py); absent where none was named.
CONCEALED = "yes"  # the answer "secret" of an initiative whose method nobody is told: a secret of technology
ANSWER_KEYS = (
    "full_name", "id_number", "phone", "province", "federation", "union", "union_name",
    "block", "field", "applied_on", "title", "secret", "description", "benefit",
)  # fmt: skip


class Grant(Struct, frozen=True):
    """One role of one person, for one node of the organisation tree."""

    role: Role
    organisation_id: int


class Agreement(Struct, frozen=True):
    """The employer's or head's agreement that the initiative is applied."""

    name: str
    position: str
    on: date


class Consent(StrEnum):
    """How an author agreed to what somebody else entered for them."""

    ACCOUNT = "account"  # on the own phone
    SIGNATURE = "signature"  # by hand; a photo of it is kept
    LIST = "list"  # by hand, on lists that the CĐCS keeps


class Entered(Struct, frozen=True):
    """That somebody else than the author entered a submission; both are on record."""

    by_id: int
    by_name: str  # what executives and author read
    consent: Consent


class Submission(Struct, frozen=True):
    """An initiative that was filed. `revision` grows with every change and guards every write."""

    code: str  # eight symbols, the receipt; see codes.py
    revision: int
    status: Status
    author_id: int
    organisation_id: int  # the CĐCS; the federation while the workplace is only a free text
    answers: Mapping[str, str]  # by ANSWER_KEYS
    submitted_at: datetime  # aware, UTC
    decided_at: datetime | None = None
    decided_by: str | None = None  # the name that executives and author see
    reason: str | None = None  # word for word, of the last decision
    asked: tuple[str, ...] = ()  # answer keys to be changed, while changes_requested
    before: Mapping[str, str] = field(default_factory=dict)  # old values of the last resubmission
    agreement: Agreement | None = None
    entered: Entered | None = None  # None: the author did it
    attached: int = 0  # files that go with it

    @property
    def is_valid(self) -> bool:
        """Confirmed by the CĐCS and agreed to by the employer: counts for the dossier."""
        return self.status is Status.CONFIRMED and self.agreement is not None


class Campaign(Struct, frozen=True, dict=True):  # a dict for what is computed once
    """One programme. Instants are aware; a closing instant is exclusive ("24h ngày 22/4" = 23/4 00:00)."""

    code: str
    name: str
    time_zone: str
    opens: datetime
    closes: datetime
    dossier_due: datetime
    applied_from: date  # first day of the month in which an initiative may first be applied
    applied_to: date  # inclusive
    description_limit: int = 1000
    target: int = 0
    target_per_union: int = 1
    accepts_cmnd: bool = True  # nine-digit identity numbers
    units_on: date | None = None  # the day whose provinces and districts are offered; None: the opening day

    @cached_property
    def span(self) -> tuple[date, date]:
        """The first day and the last as far as units are concerned: before July 2025 there were districts."""
        opens, closes = (at.astimezone(ZoneInfo(self.time_zone)).date() for at in (self.opens, self.closes))
        first = self.units_on or opens
        return first, first + max(closes - opens, timedelta())

    def is_open(self, at: datetime) -> bool:
        """Whether a submission received at *at* (aware) counts."""
        return self.opens <= at < self.closes
