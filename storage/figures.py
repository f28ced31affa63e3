"""What the read-only questions of queries.py ask and answer, as plain data. Organisations are named by id."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Generic, TypeVar

from msgspec import Struct

from conversations.domain import Status
from conversations.report_effects import ReportFilter

Row = TypeVar("Row")
_NO_LIMITS = ReportFilter()


class Question(Struct, frozen=True):
    """Which initiatives are meant: those of one campaign, below these nodes, within the filter."""

    campaign: str
    scopes: tuple[int, ...]  # organisation ids; none means nothing
    filter: ReportFilter = _NO_LIMITS
    # What queries.py finds out:
    is_whole: bool = False  # whether everything lies below the nodes
    names_union: bool = False  # whether one of them is a CĐCS


class Tally(Struct, frozen=True):
    """How many initiatives share these values; `is_agreed`: the employer's agreement is on record."""

    status: Status
    block: str
    field: str | None
    is_agreed: bool
    count: int


class ChosenCount(Struct, frozen=True):
    """How many initiatives are chosen as outstanding, and how many of these were handed on to the node above."""

    count: int = 0
    forwarded: int = 0


class Totals(Struct, frozen=True):
    """Counted by everything at once; the sums read it several ways. Withdrawn ones count in `withdrawn` alone."""

    tallies: tuple[Tally, ...] = ()
    unions: int = 0  # active CĐCS in scope
    unions_with: int = 0  # of these, with an initiative
    chosen: ChosenCount = ChosenCount()

    @property
    def filed(self) -> int:
        """All that were filed and not withdrawn."""
        return _sum(tally for tally in self.tallies if tally.status is not Status.WITHDRAWN)

    @property
    def withdrawn(self) -> int:
        """Taken back by their authors."""
        return self.with_status(Status.WITHDRAWN)

    @property
    def valid(self) -> int:
        """Confirmed by the CĐCS and agreed to by the employer."""
        return _sum(tally for tally in self.tallies if tally.status is Status.CONFIRMED and tally.is_agreed)

    def with_status(self, status: Status) -> int:
        """How many stand there."""
        return _sum(tally for tally in self.tallies if tally.status is status)

    def by(self, column: str) -> dict[str, int]:
        """Filed ones by "block" or "field", the most frequent first; '' stands for none given."""
        counts: dict[str, int] = {}
        for tally in self.tallies:
            if tally.status is not Status.WITHDRAWN:
                value = getattr(tally, column) or ""
                counts[value] = counts.get(value, 0) + tally.count
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


class Proposed(Struct, frozen=True):
    """The valid initiatives, which go into the dossier, and what keeps others out of it."""

    count: int = 0
    authors: int = 0
    with_files: int = 0
    benefits: tuple[tuple[str, int], ...] = ()  # how often, and so many đồng; amounts of two are not added up
    unagreed: tuple[str, ...] = ()  # codes of some that were confirmed and lack the employer's agreement


class Page(Struct, Generic[Row], frozen=True):
    """Some of many rows; *number* counts from 1 and lies within *pages*."""

    rows: tuple[Row, ...]
    number: int
    pages: int
    total: int
    first: int  # place of the first row among all, from 1


class UnionFigures(Struct, frozen=True):
    """One CĐCS; or a federation, for the initiatives whose workplace is only a free text."""

    organisation_id: int
    filed: int
    confirmed: int
    valid: int


class UnionList(Struct, frozen=True):
    """The CĐCS that have initiatives."""

    page: Page[UnionFigures]


class DistrictFigures(Struct, frozen=True):
    """What hangs directly below one node that is no CĐCS, with what names no CĐCS there."""

    organisation_id: int
    filed: int = 0
    confirmed: int = 0
    valid: int = 0
    waiting: int = 0
    unions: int = 0  # active CĐCS
    unions_with: int = 0  # of these, with an initiative


class DistrictList(Struct, frozen=True):
    """All of a scope, added up by district: each initiative and each active CĐCS in exactly one of them."""

    districts: tuple[DistrictFigures, ...]


class MissingUnion(Struct, frozen=True):
    """An active CĐCS without an initiative, and how many executives could be reminded."""

    organisation_id: int
    executives: int


class MissingList(Struct, frozen=True):
    """The CĐCS without an initiative."""

    page: Page[MissingUnion]
    without_executive: int  # among all of them
    unions: int  # active ones in scope, with or without


class WaitingInitiative(Struct, frozen=True):
    """A submission that nobody has decided on."""

    code: str
    title: str
    organisation_id: int  # who is responsible now
    unit_id: int  # where it was filed
    submitted_on: date
    union_name: str | None
    since: datetime  # filed, or handed in again
    executives: int  # of its CĐCS, without the author


class WaitingList(Struct, frozen=True):
    """What waits, the oldest first."""

    page: Page[WaitingInitiative]
    staff_at: frozenset[int]  # nodes that have staff, who decide where there is no executive; empty if not needed


class Candidate(Struct, frozen=True):
    """A valid initiative that may be chosen."""

    code: str
    title: str
    unit_id: int  # where it was filed
    submitted_on: date
    union_name: str | None
    benefit: int | None
    benefit_period: str | None
    score: int | None  # the highest that a node below, which has handed it on, has given


class CandidateList(Struct, frozen=True):
    """What one node may choose and has not."""

    page: Page[Candidate]
    chosen: ChosenCount


class ChosenInitiative(Struct, frozen=True):
    """An initiative that is chosen."""

    code: str
    title: str
    unit_id: int  # where it was filed
    submitted_on: date
    union_name: str | None
    score: int
    reason: str
    forwarded_at: datetime | None


class ChosenList(Struct, frozen=True):
    """What is chosen, the highest score first."""

    page: Page[ChosenInitiative]
    chosen: ChosenCount


class DayFigures(Struct, frozen=True):
    """Initiatives filed on one local day."""

    day: date
    filed: int


class DayList(Struct, frozen=True):
    """The days on which any was filed, in order."""

    days: tuple[DayFigures, ...]


class Initiative(Struct, frozen=True):
    """One row for tables and exports. Sealed columns are None unless they were asked for.

    organisation_*: where it was filed, by the name that was valid on that day; another one may be responsible by now.
    """

    code: str
    status: Status
    organisation_id: int
    organisation_code: str
    organisation_kind: str
    organisation_name: str
    submitted_on: date
    federation_id: int
    federation_code: str
    union_name: str | None
    block: str
    field: str | None
    applied_on: str
    full_name: str
    title: str
    description: str
    submitted_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    reason: str | None
    agreement_name: str | None
    agreement_position: str | None
    agreement_on: date | None
    benefit: int | None = None  # whole đồng
    benefit_period: str | None = None
    id_number: bytes | None = None
    phone: bytes | None = None
    is_secret: bool = False
    entered_by: str | None = None  # who typed it for the author
    consented_by: str | None = None  # how the author agreed then
    attached: int = 0  # files that go with it
    # By whom it was chosen as outstanding: the node that is asked about, else the one below with the highest score.
    selected_by: str | None = None  # its code
    score: int | None = None
    selected_reason: str | None = None
    selected_at: datetime | None = None
    forwarded_at: datetime | None = None

    @property
    def is_valid(self) -> bool:
        """Confirmed by the CĐCS and agreed to by the employer."""
        return self.status is Status.CONFIRMED and self.agreement_on is not None


def _sum(tallies: Iterable[Tally]) -> int:
    return sum(tally.count for tally in tallies)
