"""Compares a federation's list of CĐCS with what is stored, row by row. Nothing is written here.

All mistakes are found at once, with the cells they are in; with any mistake nothing is imported.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

import regex

from bot.imports import headings, old_fonts
from bot.imports.ground import Ground, Known, key
from bot.imports.headings import Headings
from bot.imports.rows import Row, SheetProblem, Unreadable
from bot.imports.sheets import read_tables
from conversations.domain import Block
from conversations.effects import Arg, Text
from conversations.text import fold, has_letter, one_line

MOST_NAME, MOST_ALIASES = 300, 20
MOST_CODE = 60  # characters of a whole code; as the column holds
EXAMPLE = "Ví dụ:"  # a row whose name begins so is the template's, not a CĐCS
_BLOCKS = {
    Block.ENTERPRISE: (
        "enterprise", "business", "doanh nghiệp", "khối doanh nghiệp", "dn", "khối dn", "doanh nghiệp ngoài nhà nước",
        "sản xuất kinh doanh", "khối sản xuất kinh doanh", "sxkd", "khối sxkd",
    ),
    Block.PUBLIC_ADMIN: (
        "public_admin", "public admin", "public", "hành chính sự nghiệp", "khối hành chính sự nghiệp", "hcsn",
        "khối hcsn", "hành chính", "khối hành chính", "sự nghiệp", "khối sự nghiệp", "cơ quan", "khối cơ quan",
        "hành chính, sự nghiệp",
    ),
}  # fmt: skip
_BLOCK_WORDS = {fold(word): block.value for block, words in _BLOCKS.items() for word in words}
_CODE = regex.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_ALIAS_ENDS = regex.compile(r"[;|\n]")
_EXAMPLES = {"federation_code": "04.045", "code": "001", "name": "Trường THCS Xuân Hòa"}
_SHOWN = 40  # characters of a value in a sentence about it
_NEW_EVERY = 2_000  # rows between two words about progress


@dataclass(frozen=True, slots=True)
class Wrong:
    """One mistake. *row* as the spreadsheet counts; None: the file as a whole. *place*: the cell in the row."""

    row: int | None
    column: str | None  # its heading as written, else its English name
    problem: Text
    place: int | None = None

    @property
    def line(self) -> Text:
        """The mistake as one line to read."""
        if self.row is None:
            return Text("import-file", {"problem": self.problem})
        return Text("import-row", {"row": str(self.row), "column": self.column or "", "problem": self.problem})


@dataclass(frozen=True, slots=True)
class Listed:
    """A CĐCS as the list has it, with its whole code; columns that the list lacks are as they are stored."""

    code: str
    name: str
    parent_code: str
    block: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. With anything wrong, nothing is imported."""

    new: tuple[Listed, ...] = ()
    changed: tuple[Listed, ...] = ()
    unchanged: int = 0
    wrong: tuple[Wrong, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many of each, and how many rows have mistakes."""
        rows = len({wrong.row for wrong in self.wrong if wrong.row is not None})
        return {
            "new": len(self.new), "changed": len(self.changed), "unchanged": self.unchanged,
            "wrong": len(self.wrong), "wrong_rows": rows,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read and compared: for the copy that goes back, its rows too."""

    plan: Plan
    rows: tuple[Row, ...] = ()
    headings: Headings | None = None


def examine(content: bytes, ground: Ground, told: "Progress | None" = None) -> Read:
    """Read a file and tell what importing it would do. Never raises for any content.

    Args: told: is told how many rows are done.
    """
    told = told or Progress()
    try:
        rows, found = _table(content, told)
    except Unreadable as unreadable:
        return Read(Plan(wrong=(_of_file(unreadable.problem),)))
    checker = _Checker(ground, found)
    for count, row in enumerate(rows, start=1):
        if row.number > found.row:
            checker.check(row)
        if count % _NEW_EVERY == 0:
            told.checked(count, len(rows))
    return Read(checker.plan(), rows, found)


class Progress:
    """Who wants to know how far it is overrides these."""

    def read(self, rows: int) -> None:
        """So many rows were read."""

    def checked(self, rows: int, of: int) -> None:
        """So many rows were compared."""

    def written(self, rows: int, of: int) -> None:
        """So many rows of the copy were written."""


def _table(content: bytes, told: Progress) -> tuple[tuple[Row, ...], Headings]:
    """The first table with headings. Raises: Unreadable."""
    best: list[Row] = []
    for table in read_tables(content, headings.rank):
        first = list(islice(table, headings.LOOKED_AT + 1))
        best = best or first
        if (found := headings.find(first)) is None:
            continue
        rows = list[Row]()
        for count, row in enumerate(chain(first, table), start=1):
            rows.append(row)
            if count % _NEW_EVERY == 0:
                told.read(count)
        if not any(map(_is_modern, rows)) and any(map(_is_old, rows)):
            raise Unreadable("old-font")
        return tuple(rows), found
    if any(map(_is_old, best)):
        raise Unreadable("old-font")  # then the headings are no words either
    raise Unreadable("no-header" if best else "nothing-in-it")


def _is_old(row: Row) -> bool:
    return any(not cell.isascii() and old_fonts.is_old(cell) for cell in row.cells)


def _is_modern(row: Row) -> bool:
    return any(not cell.isascii() and old_fonts.is_modern(cell) for cell in row.cells)


def _of_file(problem: SheetProblem) -> Wrong:
    return Wrong(None, None, Text(f"import-{problem.key}", problem.args))


class _Checker:
    """Takes rows one by one and sorts them."""

    def __init__(self, ground: Ground, found: Headings) -> None:
        self._ground, self._headings = ground, found
        self._seen: dict[str, int] = {}
        self._new, self._changed, self._unchanged = list[Listed](), list[Listed](), 0
        self._wrong: list[Wrong] = []

    def plan(self) -> Plan:
        """All rows were checked."""
        if not (self._wrong or self._new or self._changed or self._unchanged):
            return Plan(wrong=(_of_file(SheetProblem("no-rows")),))
        return Plan(tuple(self._new), tuple(self._changed), self._unchanged, tuple(self._wrong))

    def check(self, row: Row) -> None:
        """One row, all its mistakes at once."""
        cells, places = row.cells, self._headings.places
        typed = {column: cells[place].strip() if place < len(cells) else "" for column, place in places.items()}
        flaws = {column: row.flaws[place] for column, place in places.items() if place in row.flaws}
        if not (any(typed.values()) or flaws) or typed["name"].startswith(EXAMPLE):
            return
        problems = _Problems(row.number, self._headings, self._wrong, len(self._wrong))
        for column, flaw in flaws.items():
            problems.add(column, f"cell-{flaw.value}", value=typed[column][:_SHOWN])
        for column, value in typed.items():
            if column not in flaws and old_fonts.is_old_cell(value):
                problems.add(column, "old-font-cell", value=value[:_SHOWN])
        parent = self._parent(typed["federation_code"], problems)
        code = self._code(typed["code"], parent, problems)
        name = _name(typed["name"], problems)
        block = _block(typed.get("block", ""), problems)
        aliases = _aliases(typed.get("aliases", ""), name, problems)
        if not problems.any:
            self._sort(Listed(code, name, parent, block, aliases))

    def _parent(self, typed: str, problems: "_Problems") -> str:
        is_mine = self._ground.parents.get(typed)
        if not typed:
            problems.add("federation_code", "empty", example=_EXAMPLES["federation_code"])
        elif is_mine is None:
            problems.add("federation_code", "federation-unknown", value=typed[:_SHOWN])
        elif not is_mine:
            problems.add("federation_code", "federation-not-yours", value=typed[:_SHOWN])
        return typed if is_mine else ""

    def _code(self, typed: str, parent: str, problems: "_Problems") -> str:
        """The whole code; the file may have it in full or only the CĐCS's own part."""
        own = typed.removeprefix(f"{parent}.") if parent else typed.rpartition(".")[2]
        code = f"{parent}.{own}"
        if not typed:
            problems.add("code", "empty", example=_EXAMPLES["code"])
        elif not _CODE.fullmatch(own) or len(code) > MOST_CODE:
            problems.add("code", "code-wrong", value=typed[:_SHOWN])
        elif parent:
            first = self._seen.setdefault(key(code), problems.row)
            old = self._ground.unions.get(key(code))
            if old is not None and not old.is_active:
                problems.add("code", "code-closed", value=typed[:_SHOWN])
            elif code in self._ground.parents:
                problems.add("code", "code-of-other", value=typed[:_SHOWN])
            elif first != problems.row:
                problems.add("code", "code-twice", value=typed[:_SHOWN], first=str(first))
        return code

    def _sort(self, row: Listed) -> None:
        old = self._ground.unions.get(key(row.code))
        if old is None:
            self._new.append(row)
            return
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


@dataclass(frozen=True, slots=True)
class _Problems:
    """Where the mistakes of one row go; a cell has one."""

    row: int
    headings: Headings
    found: list[Wrong]
    begun_at: int

    @property
    def any(self) -> bool:
        return len(self.found) > self.begun_at

    def add(self, column: str, problem: str, **args: Arg) -> None:
        place = self.headings.places.get(column)
        if any(wrong.place == place for wrong in self.found[self.begun_at :]):
            return
        shown = self.headings.shown.get(column, column)
        self.found.append(Wrong(self.row, shown, Text(f"import-{problem}", args), place))


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
    block = _meant_block(typed[:100])
    if block is None:
        problems.add("block", "block-wrong", value=typed[:_SHOWN])
    return block


@lru_cache(maxsize=1_000)
def _meant_block(typed: str) -> str | None:
    return _BLOCK_WORDS.get(fold(typed))


def _aliases(typed: str, name: str, problems: _Problems) -> tuple[str, ...]:
    """Parted by semicolons, bars or line breaks; the name itself and repetitions are left out."""
    if not typed:
        return ()
    parts = dict.fromkeys(part for part in map(one_line, _ALIAS_ENDS.split(typed)) if part and part != name)
    if len(parts) > MOST_ALIASES or any(len(part) > MOST_NAME for part in parts):
        problems.add("aliases", "aliases-wrong", most=MOST_ALIASES)
        return ()
    return tuple(parts)
