"""What every reader of a file yields, and how much of it. Columns mean nothing here."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

UNITS, INITIATIVES = "units", "initiatives"  # kinds of lists; see worker.py
MOST_BYTES = 20 << 20  # of the file: 126,000 units are some 5 MB
MOST_ROWS, MOST_COLUMNS, MOST_CELL = 200_000, 100, 10_000


class Flaw(StrEnum):
    """Why the value of a cell cannot be trusted."""

    FORMULA = "formula"  # never computed: the file holds no value for it
    ERROR = "error"  # #REF! and the like
    DATE = "date"  # the spreadsheet took "1-2" for a day


class Row(NamedTuple):
    """A row that is not empty. Cells are text as people see it, at most MOST_CELL + 1 characters."""

    number: int  # as the spreadsheet counts, from 1
    cells: list[str]
    flaws: Mapping[int, Flaw] = {}  # by place in the row


class SheetProblem(Struct, frozen=True):
    """Why a file is not read: the end of a text key and its arguments."""

    key: str
    args: Mapping[str, str | int] = field(default_factory=dict)


class Unreadable(Exception):
    """Reading stops here."""

    def __init__(self, key: str, **args: str | int) -> None:
        super().__init__(key)
        self.problem = SheetProblem(key, args)
