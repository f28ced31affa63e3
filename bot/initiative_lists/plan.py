"""A list of initiatives, row by row: what is in it, all its mistakes at once, and what should be looked at.

Whether an initiative is filed already is not known here: identity numbers are compared under a key (taking.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex
from msgspec import Struct

from bot.imports.cells import Problems, Wrong
from bot.imports.headings import EXAMPLE, Headings, Lacking
from bot.imports.rows import Flaw, Row, SheetProblem, Unreadable
from bot.imports.tables import Progress, of_file, table_of
from bot.initiative_lists import cells
from bot.initiative_lists.alike import alike
from bot.initiative_lists.columns import INITIATIVES, UNION
from bot.initiative_lists.entries import Entry
from bot.initiative_lists.ground import Ground, Union
from conversations import old_fonts
from conversations.effects import Text
from conversations.text import fold

MOST_ROWS = 2_000
_NEWS_EVERY = 200  # rows
_LEAST_OF_A_ROW = 3  # columns that are filled in; what comes after the last such row, and has fewer, closes the list
_COLUMN_NUMBER = regex.compile(r"\(?(?:[0-9]{1,2}|[A-Za-z])\)?")  # "(1)", "(2)" … under the headings
_NUMBERS = regex.compile(r"[0-9]{6,}")
_TOLD_OF_FILE = frozenset(("no-header", "nothing-in-it"))  # problems of a file that are said in words of our own


class Read(Struct, frozen=True):
    """A file that was read and checked. With anything wrong, nothing is filed."""

    entries: tuple[Entry, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    notes: tuple[Wrong, ...] = ()
    rows: tuple[Row, ...] = ()
    headings: Headings | None = None
    sheet: str = "bulk-sheet"

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each."""
        rows = len({wrong.row for wrong in self.wrong if wrong.row is not None})
        authors = len({entry.answers["id_number"] for entry in self.entries})
        unplaced = sum(not entry.union for entry in self.entries)
        return {
            "entries": len(self.entries), "authors": authors, "unplaced": unplaced, "notes": len(self.notes),
            "wrong": len(self.wrong), "wrong_rows": rows,
        }  # fmt: skip


def examine(content: bytes, ground: Ground, told: Progress | None = None) -> Read:
    """Read a file and check every cell. Never raises for any content."""
    told = told or Progress()
    needed = INITIATIVES.needed | {UNION} if ground.needs_codes else INITIATIVES.needed
    try:
        rows, headings = table_of(content, INITIATIVES, needed, told, MOST_ROWS)
    except Unreadable as unreadable:
        key = unreadable.problem.key
        if key not in _TOLD_OF_FILE:
            return Read(wrong=(of_file(unreadable.problem),))
        return Read(wrong=(Wrong(None, None, Text("bulk-no-header" if key == "no-header" else "bulk-nothing-in-it")),))
    except Lacking as lacking:
        return Read(
            wrong=tuple(
                Wrong(None, None, Text(f"bulk-no-column-{column.replace('_', '-')}")) for column in lacking.columns
            )
        )
    checker = _Checker(ground, headings)
    below = _of_initiatives([row for row in rows if row.number > headings.row], headings)
    if len(below) > MOST_ROWS:
        return Read(wrong=(of_file(SheetProblem("too-many-rows", {"most": MOST_ROWS})),))
    for count, row in enumerate(below, start=1):
        checker.check(row)
        if count % _NEWS_EVERY == 0:
            told.checked(count, len(below))
    return checker.read(rows)


def _of_initiatives(rows: Sequence[Row], headings: Headings) -> list[Row]:
    """Without the row that numbers the columns, and without what stands below the list: sums and signatures."""
    filled = [_filled(row, headings) for row in rows]
    last = max((at for at, cells in enumerate(filled) if len(cells) >= _LEAST_OF_A_ROW), default=len(rows))
    return [
        row
        for at, (row, typed) in enumerate(zip(rows, filled, strict=True))
        if (typed or row.flaws)
        and not _is_example(row, headings)
        and not (at == 0 and typed and all(map(_COLUMN_NUMBER.fullmatch, typed)))
        and not (at > last and len(typed) < _LEAST_OF_A_ROW and not any(map(_NUMBERS.search, typed)))
    ]


def _is_example(row: Row, headings: Headings) -> bool:
    place = headings.places["full_name"]
    return place < len(row.cells) and row.cells[place].strip().startswith(EXAMPLE)


def _filled(row: Row, headings: Headings) -> list[str]:
    places = sorted(place for place in headings.places.values() if place < len(row.cells))
    return [cell for place in places if (cell := row.cells[place].strip())]


def _left_out(rows: Sequence[Row], headings: Headings) -> Iterator[Wrong]:
    """Columns that mean the same as one before them: "Người nộp" and "Tác giả" may be two people."""
    heads = next((row.cells for row in rows if row.number == headings.row), [])
    for place, cell in enumerate(heads):
        column = INITIATIVES.meaning.get(fold(cell[:100]), "") if cell else ""
        if headings.places.get(column, place) != place:
            problem = Text("bulk-column-twice", {"first": headings.shown[column]})
            yield Wrong(headings.row, " ".join(cell.split()), problem, place)


@dataclass(slots=True)
class _Checker:
    """Takes rows one by one."""

    ground: Ground
    headings: Headings
    entries: list[Entry] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    notes: list[Wrong] = field(default_factory=list)
    named: Mapping[str, Union] = field(init=False)
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)  # identity number and initiative → row
    _bearers: dict[str, tuple[str, int]] = field(default_factory=dict)  # identity number → folded name, row

    def __post_init__(self) -> None:
        self.named = self.ground.by_any_name

    def read(self, rows: tuple[Row, ...]) -> Read:
        """All rows were checked."""
        if not (self.entries or self.wrong):
            return Read(wrong=(of_file(SheetProblem("no-rows")),))
        said = (*_left_out(rows, self.headings), *self.notes, *self._alike())
        notes = tuple(sorted(said, key=lambda note: note.row or 0))
        return Read(tuple(self.entries), tuple(self.wrong), notes, rows, self.headings)

    def check(self, row: Row) -> None:
        """One row, all its mistakes at once."""
        places = self.headings.places
        typed = {column: row.cells[at].strip() if at < len(row.cells) else "" for column, at in places.items()}
        flaws = {column: row.flaws[at] for column, at in places.items() if at in row.flaws}
        problems = Problems(row.number, self.headings, self.wrong, len(self.wrong), self.notes)
        for column, value in typed.items():
            if (flaw := flaws.get(column)) is not None and not (flaw is Flaw.DATE and column == "applied_on"):
                problems.add(column, f"cell-{flaw.value}", value=cells.shown(column, value))
            elif not value and column in INITIATIVES.needed:
                problems.add(column, "empty", example=cells.EXAMPLES[column])
            elif old_fonts.is_old_cell(value) or old_fonts.damaged(value):
                problems.add(column, "old-font-cell", value=cells.shown(column, value))
        union = self._union(typed.get(UNION, ""), problems)
        answers = self._answers(typed, union, flaws, problems)
        if not problems.any:
            self._twice(answers, problems)
        if not problems.any:
            self.entries.append(Entry(row.number, union.code if union else "", answers))

    def _answers(
        self, typed: Mapping[str, str], union: Union | None, flaws: Mapping[str, Flaw], problems: Problems
    ) -> dict[str, str]:
        ground = self.ground
        heading = self.headings.shown.get("benefit", "")
        answers = {
            "full_name": cells.full_name(typed["full_name"], problems),
            "id_number": cells.id_number(typed["id_number"], ground, problems),
            "phone": cells.phone(typed["phone"], problems),
            "block": cells.block(typed.get("block", ""), union or ground.of_one_block, ground, problems),
            "field": cells.field(typed.get("field", ""), ground, problems),
            "applied_on": cells.applied_on(
                typed["applied_on"], ground, problems, is_day=flaws.get("applied_on") is Flaw.DATE
            ),
            "title": cells.title(typed["title"], problems),
            "description": cells.description(typed["description"], ground, problems),
            "benefit": cells.benefit(typed.get("benefit", ""), heading, problems),
        }
        return {name: value for name, value in answers.items() if value}

    def _union(self, typed: str, problems: Problems) -> Union | None:
        """Whose the row is; None if that is to be asked, or wrong."""
        if not typed:
            if self.ground.needs_codes:
                problems.add(UNION, "empty", example=cells.EXAMPLES[UNION])
            return self.ground.home
        found = self.named.get(typed.casefold()) or self.named.get(fold(typed[:300]))
        if found is None:
            problems.say(UNION, Text("bulk-union-unknown", {"value": cells.shown(UNION, typed)}))
        return found

    def _twice(self, answers: Mapping[str, str], problems: Problems) -> None:
        """One initiative in two rows, or two people with one number."""
        number, name = answers["id_number"], fold(answers["full_name"])
        known, row = self._bearers.setdefault(number, (name, problems.row))
        if known != name:
            problems.say("id_number", Text("bulk-id-of-two", {"first": str(row)}))
            return
        first = self._seen.setdefault((number, fold(answers["title"])), problems.row)
        if first != problems.row:
            problems.say("title", Text("bulk-twice", {"first": str(first)}))

    def _alike(self) -> Iterator[Wrong]:
        shown, place = self.headings.shown["title"], self.headings.places["title"]
        for earlier, entry in alike(self.entries):
            whose = "same" if earlier.answers["id_number"] == entry.answers["id_number"] else "other"
            args = {"first": str(earlier.row), "name": earlier.answers["full_name"]}
            yield Wrong(entry.row, shown, Text(f"bulk-alike-{whose}", args), place)
