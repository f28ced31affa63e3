"""Compares a federation's list of CĐCS with what is stored, row by row. Nothing is written here.

All mistakes are found at once, with the cells they are in; with any mistake nothing is imported.
"""

from collections import defaultdict
from dataclasses import dataclass, field

import regex
from msgspec import Struct

from bot.imports import cells
from bot.imports.cells import EXAMPLES, SHOWN, Problems, Wrong
from bot.imports.ground import Ground, Known, key
from bot.imports.headings import EXAMPLE, UNITS, Headings, Lacking
from bot.imports.rows import Row, SheetProblem, Unreadable
from bot.imports.tables import NEWS_EVERY, Progress, of_file, table_of
from conversations import old_fonts
from conversations.matching.typed_unions import typed_key
from conversations.text import fold

MOST_CODE = 60  # characters of a whole code; as the column holds
_CODE = regex.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_TOTAL = regex.compile(r"(?:tong|cong|tongcong|tongso)(?:so)?\d*(?:cdcs|donvi)?")  # of a closing row, folded


class Listed(Struct, frozen=True):
    """A CĐCS as the list has it, with its whole code; columns that the list lacks are as they are stored."""

    code: str
    name: str
    parent_code: str
    block: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. With anything wrong, nothing is imported. replaced: of `changed` what is stored now."""

    new: tuple[Listed, ...] = ()
    changed: tuple[Listed, ...] = ()
    unchanged: int = 0
    wrong: tuple[Wrong, ...] = ()
    replaced: tuple[Known, ...] = field(default=(), compare=False)

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, and how many rows have mistakes."""
        rows = len({wrong.row for wrong in self.wrong if wrong.row is not None})
        return {
            "new": len(self.new), "changed": len(self.changed), "unchanged": self.unchanged,
            "wrong": len(self.wrong), "wrong_rows": rows,
        }  # fmt: skip


class Read(Struct, frozen=True):
    """A file that was read and compared: for the copy that goes back, its rows too."""

    plan: Plan
    rows: tuple[Row, ...] = ()
    headings: Headings | None = None
    notes: tuple[Wrong, ...] = ()  # nothing about a CĐCS is in doubt: see annotated.py
    sheet: str = "import-sheet"

    @property
    def wrong(self) -> tuple[Wrong, ...]:
        """All mistakes."""
        return self.plan.wrong


def examine(content: bytes, ground: Ground, told: Progress | None = None) -> Read:
    """Read a file and tell what importing it would do. Never raises for any content.

    Args: told: is told how many rows are done.
    """
    told = told or Progress()
    try:
        needed = UNITS.needed - {"federation_code"} if ground.home else UNITS.needed
        rows, found = table_of(content, UNITS, needed, told)
    except Unreadable as unreadable:
        return Read(Plan(wrong=(of_file(unreadable.problem),)))
    except Lacking as lacking:
        problems = (SheetProblem(f"no-column-{column.replace('_', '-')}") for column in lacking.columns)
        return Read(Plan(wrong=tuple(map(of_file, problems))))
    checker = _Checker(ground, found)
    for count, row in enumerate(rows, start=1):
        if row.number > found.row:
            checker.check(row)
        if count % NEWS_EVERY == 0:
            told.checked(count, len(rows))
    return Read(checker.plan(), rows, found)


class _Checker:
    """Takes rows one by one and sorts them."""

    def __init__(self, ground: Ground, found: Headings) -> None:
        self._ground, self._headings = ground, found
        self._seen: dict[str, int] = {}
        self._below: defaultdict[str, list[Known]] = defaultdict(list)
        self._names: dict[str, dict[str, str]] = {}  # parent → typed_key of a name → the code of who bears it
        self._new, self._changed, self._unchanged = list[Listed](), list[Listed](), 0
        self._replaced, self._wrong = list[Known](), list[Wrong]()

    def plan(self) -> Plan:
        """All rows were checked."""
        if not (self._wrong or self._new or self._changed or self._unchanged):
            return Plan(wrong=(of_file(SheetProblem("no-rows")),))
        wrong, replaced = tuple(self._wrong), tuple(self._replaced)
        return Plan(tuple(self._new), tuple(self._changed), self._unchanged, wrong, replaced)

    def check(self, row: Row) -> None:
        """One row, all its mistakes at once."""
        values, places = row.cells, self._headings.places
        typed = {column: values[place].strip() if place < len(values) else "" for column, place in places.items()}
        flaws = {column: row.flaws[place] for column, place in places.items() if place in row.flaws}
        if not (any(typed.values()) or flaws) or typed["name"].startswith(EXAMPLE) or _is_total(row, typed["code"]):
            return
        problems = Problems(row.number, self._headings, self._wrong, len(self._wrong))
        for column, flaw in flaws.items():
            problems.add(column, f"cell-{flaw.value}", value=typed[column][:SHOWN])
        for column, value in typed.items():
            if column not in flaws and old_fonts.is_old_cell(value):
                problems.add(column, "old-font-cell", value=value[:SHOWN])
        parent = self._parent(typed.get("federation_code") or self._ground.home, problems)
        code = self._code(typed["code"], parent, problems)
        name = cells.name(typed["name"], problems)
        block = cells.block(typed.get("block", ""), problems)
        aliases = cells.aliases(typed.get("aliases", ""), name, problems)
        if not problems.any:
            self._sort(Listed(code, name, parent, block, aliases), problems)

    def _parent(self, typed: str, problems: Problems) -> str:
        is_mine = self._ground.parents.get(typed)
        if not typed:
            problems.add("federation_code", "empty", example=EXAMPLES["federation_code"])
        elif is_mine is None:
            problems.add("federation_code", "federation-unknown", value=typed[:SHOWN])
        elif not is_mine:
            problems.add("federation_code", "federation-not-yours", value=typed[:SHOWN])
        return typed if is_mine else ""

    def _code(self, typed: str, parent: str, problems: Problems) -> str:
        """The whole code; the file may have it in full or only the CĐCS's own part."""
        if parent and (known := self._ground.unions.get(key(typed))) is not None:
            typed, parent = known.code, known.code.rpartition(".")[0]  # it may have moved: its code stays
        own = typed.removeprefix(f"{parent}.") if parent else typed.rpartition(".")[2]
        code = f"{parent}.{own}"
        if not typed:
            problems.add("code", "empty", example=EXAMPLES["code"])
        elif parent and key(typed) in self._ground.elsewhere:
            problems.add("code", "code-elsewhere", value=typed[:SHOWN])
        elif not _CODE.fullmatch(own) or len(code) > MOST_CODE:
            problems.add("code", "code-wrong", value=typed[:SHOWN])
        elif parent:
            first = self._seen.setdefault(key(code), problems.row)
            old = self._ground.unions.get(key(code))
            if old is not None and not old.is_active:
                problems.add("code", "code-closed", value=typed[:SHOWN])
            elif key(code) in self._ground.levels:
                problems.add("code", "code-of-other", value=typed[:SHOWN])
            elif key(code) in self._ground.elsewhere:
                problems.add("code", "code-elsewhere", value=typed[:SHOWN])
            elif first != problems.row:
                problems.add("code", "code-twice", value=typed[:SHOWN], first=str(first))
        return code

    def _sort(self, row: Listed, problems: Problems) -> None:
        old = self._ground.unions.get(key(row.code))
        if old is None:
            bearer = self._bearers(row.parent_code).setdefault(typed_key(row.name), row.code)
            if bearer != row.code:
                problems.add("name", "name-twice", value=row.name[:SHOWN], code=bearer)
            else:
                self._new.append(row)
            return
        if old.parent_code != row.parent_code:
            problems.add("federation_code", "parent-other", parent=old.parent_code)
            return
        if old.name != row.name:
            bearers = self._bearers(row.parent_code)
            if bearers.get(typed_key(old.name)) == old.code:
                del bearers[typed_key(old.name)]
            bearers.setdefault(typed_key(row.name), old.code)
        places = self._headings.places
        row = Listed(
            old.code, row.name, row.parent_code,
            row.block if "block" in places else old.block,
            row.aliases if "aliases" in places else old.aliases,
        )  # fmt: skip
        if old == Known(row.code, row.name, row.parent_code, row.block, row.aliases, is_active=True):
            self._unchanged += 1
        else:
            self._changed.append(row)
            self._replaced.append(old)

    def _bearers(self, parent: str) -> dict[str, str]:
        """Who bears which name under a parent, as far as the list is read; made only where a name is new."""
        if not self._below:
            for union in self._ground.unions.values():
                if union.is_active:
                    self._below[union.parent_code].append(union)
        if parent not in self._names:
            self._names[parent] = {typed_key(union.name): union.code for union in self._below[parent]}
        return self._names[parent]


def _is_total(row: Row, code: str) -> bool:
    """Whether a row without a code only closes the list: "Tổng cộng: 25"."""
    return not code and any(_TOTAL.fullmatch(fold(cell[:SHOWN])) for cell in row.cells)
