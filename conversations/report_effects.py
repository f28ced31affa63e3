"""What a turn can ask for of reports. A part of effects.py."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class ReportView(StrEnum):
    """The views of /report; the values are the words after the command."""

    TOTALS = "tong"
    UNIONS = "cdcs"
    MISSING = "thieu"
    WAITING = "cho"
    DAILY = "ngay"
    CHECKLIST = "kiemtra"
    LETTER = "totrinh"
    EXCEL = "excel"
    BUNDLE = "hoso"
    CHOSEN = "tieubieu"
    CANDIDATES = "xetchon"


SELECTED = "selected"  # as a status of the filter: chosen as outstanding by the unit that is asked about
DOSSIER, SELECTION = "hoso", "chon"  # commands
# What it has: what goes to the union above, and what is missing of it.
PAPERS = (ReportView.CHECKLIST, ReportView.LETTER, ReportView.EXCEL, ReportView.BUNDLE)


class UnitLevel(StrEnum):
    """What each line of the view by CĐCS stands for; see flows/report_units.py."""

    BELOW = "below"  # a unit directly below the scope
    PROVINCE = "province"
    FEDERATION = "federation"  # or whatever else hangs directly below a province
    UNION = "union"


class Chosen(Struct, frozen=True):
    """The one node that a report is about in place of the whole own scope."""

    node: int
    above: int | None  # where the way up leads; None: to the whole own scope


class ReportFilter(Struct, frozen=True):
    """Limits of a report; dates are local days as YYYY-MM-DD, both inclusive."""

    since: str | None = None
    until: str | None = None
    status: str | None = None
    block: str | None = None


class SendReport(Struct, frozen=True):
    """Owe the person a report; it is computed when it is sent."""

    view: ReportView
    scopes: tuple[int, ...]  # organisation ids
    filter: ReportFilter = ReportFilter()
    page: int = 1
    level: UnitLevel | None = None  # of the view by CĐCS; None: the scope is none above a district
    chosen: Chosen | None = None  # then scopes is its node
    is_dossier: bool = False  # asked for by /hoso: a paper of valid initiatives alone, for the union above
    is_own: bool = False  # of what is chosen: the person may go on choosing for that very node


class SendReminded(Struct, frozen=True):
    """Owe the staff how many CĐCS are reminded, and how many have nobody to remind; counted when it is sent."""

    scopes: tuple[int, ...]
    begins_at: datetime | None = None  # None: it has begun


class SendOverview(Struct, frozen=True):
    """Owe the operator the state of the system; it is measured when it is sent."""
