"""Reads a federation's list of CĐCS from .xlsx or .csv and compares it with what is stored. Nothing is written here.

Columns, in any order, found by their heading: federation_code, code, name, block, aliases, or their Vietnamese names.
All mistakes are found at once, with their rows. `Plan.rows` goes to `uow.organisations.add_many`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import regex

from bot.sheets import Sheet, SheetProblem, read_sheet
from conversations.directory import Organisation
from conversations.domain import Block
from conversations.effects import Arg, Text
from conversations.kinds import PARENTS, UNION
from conversations.text import fold, has_letter, one_line
from storage.repositories.organisations import NewOrganisation

MOST_NAME, MOST_ALIASES = 300, 20
_HEADINGS = {
    "federation_code": (
        "federation_code", "mã liên đoàn", "mã lđlđ", "mã lđlđ huyện", "mã huyện", "mã cấp trên", "mã đơn vị cấp trên",
        "mã công đoàn cấp trên",
    ),
    "code": ("code", "mã", "mã cđcs", "mã công đoàn cơ sở", "mã đơn vị"),
    "name": ("name", "tên", "tên cđcs", "tên công đoàn cơ sở", "công đoàn cơ sở", "cđcs", "tên đơn vị", "đơn vị"),
    "block": ("block", "khối", "nhóm", "nhóm ý tưởng"),
    "aliases": ("aliases", "tên khác", "tên gọi khác", "các tên gọi khác", "tên viết tắt", "bí danh"),
}  # fmt: skip
_COLUMNS = {fold(heading): column for column, headings in _HEADINGS.items() for heading in headings}
_NEEDED = frozenset(("federation_code", "code", "name"))
_BLOCKS = {
    Block.ENTERPRISE: ("enterprise", "doanh nghiệp", "khối doanh nghiệp", "dn"),
    Block.PUBLIC_ADMIN: (
        "public_admin", "public admin", "hành chính sự nghiệp", "khối hành chính sự nghiệp", "hcsn", "khối hcsn",
        "hành chính", "cơ quan", "khối cơ quan",
    ),
}  # fmt: skip
_BLOCK_WORDS = {fold(word): block for block, words in _BLOCKS.items() for word in words}
_CODE = regex.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_ALIAS_ENDS = regex.compile(r"[;|\n]")
_HEADING_ROWS = 15  # a title may stand above the headings
_EXAMPLES = {"federation_code": "04.045", "code": "001", "name": "Trường THCS Xuân Hòa"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One mistake. *row* as the spreadsheet counts; None with *column* None: the file as a whole."""

    row: int | None
    column: str | None
    problem: Text

    @property
    def line(self) -> Text:
        """The mistake as one line to read."""
        if self.row is None:
            return Text("report-import-file", {"problem": self.problem})
        return Text("report-import-row", {"row": str(self.row), "column": self.column or "", "problem": self.problem})


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. With anything wrong, nothing is imported."""

    new: tuple[NewOrganisation, ...] = ()
    changed: tuple[NewOrganisation, ...] = ()
    unchanged: tuple[NewOrganisation, ...] = ()
    wrong: tuple[Wrong, ...] = ()

    @property
    def rows(self) -> tuple[NewOrganisation, ...]:
        """What to store."""
        return () if self.wrong else (*self.new, *self.changed)

    @property
    def summary(self) -> Text:
        """How many of each."""
        counts = {name: len(getattr(self, name)) for name in ("new", "changed", "unchanged", "wrong")}
        return Text("report-import-done", counts)


def plan_import(content: bytes, file_name: str, existing: Iterable[Organisation]) -> Plan:
    """Read a file and tell what importing it would do.

    Args:
        content: The file; bounded in size, rows, columns and cells (see sheets.py).
        file_name: Tells .xlsx from .csv.
        existing: Every node of the tree, active or not.
    """
    sheet = read_sheet(content, file_name)
    if isinstance(sheet, SheetProblem):
        return Plan(wrong=(_of_file(sheet.key, sheet.args),))
    return plan_rows(sheet, existing)


def plan_rows(sheet: Sheet, existing: Iterable[Organisation]) -> Plan:
    """The same, for rows that were read."""
    found = next(((at, heads) for at, row in enumerate(sheet[:_HEADING_ROWS]) if (heads := _headings(row))), None)
    if found is None:
        return Plan(wrong=(_of_file("no-header"),))
    at, columns = found
    reader = _Reader(tuple(existing), frozenset(columns.values()))
    for number, row in enumerate(sheet[at + 1 :], start=at + 2):
        cells = {columns[place]: cell.strip() for place, cell in enumerate(row) if place in columns}
        if any(cells.values()):
            reader.read(number, cells)
    return reader.plan()


def _headings(row: Sequence[str]) -> dict[int, str] | None:
    """Which column stands where; the first of two alike wins."""
    columns: dict[int, str] = {}
    for place, cell in enumerate(row):
        column = _COLUMNS.get(fold(cell))
        if column is not None and column not in columns.values():
            columns[place] = column
    return columns if _NEEDED.issubset(columns.values()) else None


def _of_file(problem: str, args: Mapping[str, Arg] | None = None) -> Wrong:
    return Wrong(None, None, Text(f"report-import-{problem}", args or {}))


class _Reader:
    """Takes rows one by one and sorts them."""

    def __init__(self, existing: tuple[Organisation, ...], columns: frozenset[str]) -> None:
        self._by_code = {node.code: node for node in existing}
        self._codes = {node.id: node.code for node in existing}
        self._columns = columns
        self._seen: dict[str, int] = {}
        self._sorted: dict[str, list[NewOrganisation]] = {"new": [], "changed": [], "unchanged": []}
        self._wrong: list[Wrong] = []

    def plan(self) -> Plan:
        """All rows were read."""
        if not self._wrong and not any(self._sorted.values()):
            return Plan(wrong=(_of_file("no-rows"),))
        sorted_rows = {name: tuple(rows) for name, rows in self._sorted.items()}
        return Plan(**sorted_rows, wrong=tuple(self._wrong))

    def read(self, number: int, cells: Mapping[str, str]) -> None:
        """One row, all its mistakes at once."""
        before = len(self._wrong)
        problems = _Problems(number, self._wrong)
        parent = self._parent(cells.get("federation_code", ""), problems)
        code = self._code(cells.get("code", ""), parent, problems)
        name = _name(cells.get("name", ""), problems)
        block = _block(cells.get("block", ""), problems)
        aliases = _aliases(cells.get("aliases", ""), name, problems)
        if len(self._wrong) == before:
            self._sort(NewOrganisation(code, name, "union", parent, block, aliases))

    def _parent(self, typed: str, problems: "_Problems") -> str:
        if not typed:
            problems.add("federation_code", "empty", example=_EXAMPLES["federation_code"])
            return ""
        node = self._by_code.get(typed)
        if node is None or node.kind not in PARENTS[UNION] or not node.is_active:
            problems.add("federation_code", "federation-unknown", value=typed[:40])
            return ""
        return typed

    def _code(self, typed: str, parent: str, problems: "_Problems") -> str:
        """The whole code; the file may have it in full or only the CĐCS's own part."""
        own = typed.removeprefix(f"{parent}.") if parent else typed.rpartition(".")[2]
        if not typed:
            problems.add("code", "empty", example=_EXAMPLES["code"])
        elif not _CODE.fullmatch(own):
            problems.add("code", "code-wrong", value=typed[:40])
        elif parent:
            self._check_code(f"{parent}.{own}", typed, problems)
        return f"{parent}.{own}"

    def _check_code(self, code: str, typed: str, problems: "_Problems") -> None:
        node = self._by_code.get(code)
        first = self._seen.setdefault(code.casefold(), problems.row)
        if node is not None and node.kind != "union":
            problems.add("code", "code-of-other", value=typed[:40])
        elif node is not None and node.merged_into_id is not None:
            problems.add("code", "code-merged", value=typed[:40])
        elif first != problems.row:
            problems.add("code", "code-twice", value=typed[:40], first=str(first))

    def _sort(self, row: NewOrganisation) -> None:
        old = self._by_code.get(row.code)
        if old is None:
            self._sorted["new"].append(row)
            return
        row = NewOrganisation(
            row.code, row.name, row.kind, row.parent_code,
            row.block if "block" in self._columns else old.block,
            row.aliases if "aliases" in self._columns else old.aliases,
        )  # fmt: skip
        stored = NewOrganisation(
            old.code, old.name, old.kind, self._codes.get(old.parent_id or 0), old.block, tuple(old.aliases)
        )
        self._sorted["unchanged" if row == stored and old.is_active else "changed"].append(row)


@dataclass(frozen=True, slots=True)
class _Problems:
    """Where the mistakes of one row go."""

    row: int
    found: list[Wrong]

    def add(self, column: str, problem: str, **args: Arg) -> None:
        self.found.append(Wrong(self.row, column, Text(f"report-import-{problem}", args)))


def _name(typed: str, problems: _Problems) -> str:
    name = one_line(typed)
    if not name:
        problems.add("name", "empty", example=_EXAMPLES["name"])
    elif len(name) > MOST_NAME or not has_letter(name):
        problems.add("name", "name-wrong", most=MOST_NAME)
    return name


def _block(typed: str, problems: _Problems) -> str | None:
    if not typed:
        return None
    block = _BLOCK_WORDS.get(fold(typed))
    if block is None:
        problems.add("block", "block-wrong", value=typed[:40])
        return None
    return block.value


def _aliases(typed: str, name: str, problems: _Problems) -> tuple[str, ...]:
    """Parted by semicolons, bars or line breaks; the name itself and repetitions are left out."""
    parts = dict.fromkeys(part for part in map(one_line, _ALIAS_ENDS.split(typed)) if part and part != name)
    if len(parts) > MOST_ALIASES or any(len(part) > MOST_NAME for part in parts):
        problems.add("aliases", "aliases-wrong", most=MOST_ALIASES)
        return ()
    return tuple(parts)
