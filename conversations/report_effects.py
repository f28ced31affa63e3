"""What a turn can ask for of reports. A part of effects.py."""

from dataclasses import dataclass
from enum import StrEnum


class ReportView(StrEnum):
    """The views of /report; the values are the words after the command."""

    TOTALS = "tong"
    UNIONS = "cdcs"
    MISSING = "thieu"
    WAITING = "cho"
    DAILY = "ngay"
    EXCEL = "excel"


@dataclass(frozen=True, slots=True)
class ReportFilter:
    """Limits of a report; dates are local days as YYYY-MM-DD, both inclusive."""

    since: str | None = None
    until: str | None = None
    status: str | None = None
    block: str | None = None


@dataclass(frozen=True, slots=True)
class SendReport:
    """Owe the person a report; it is computed when it is sent."""

    view: ReportView
    scopes: tuple[int, ...]  # organisation ids
    filter: ReportFilter = ReportFilter()
    page: int = 1
