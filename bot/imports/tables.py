"""The table of a file that has the wanted headings, and how far the work on it is. What columns mean is not known."""

from collections.abc import Set
from itertools import chain, islice

from bot.imports import headings
from bot.imports.cells import Wrong
from bot.imports.headings import Headings, Vocabulary
from bot.imports.rows import MOST_ROWS, Row, SheetProblem, Unreadable
from bot.imports.sheets import read_tables
from conversations import old_fonts
from conversations.effects import Text

NEWS_EVERY = 2_000  # rows between two words about progress


class Progress:
    """Who wants to know how far it is overrides these."""

    def read(self, rows: int) -> None:
        """So many rows were read."""

    def checked(self, rows: int, of: int) -> None:
        """So many rows were compared."""

    def written(self, rows: int, of: int) -> None:
        """So many rows of the copy were written."""


def table_of(
    content: bytes, vocabulary: Vocabulary, needed: Set[str], told: Progress, most: int = MOST_ROWS
) -> tuple[tuple[Row, ...], Headings]:
    """The first table with headings. most: rows that it may have. Raises: Unreadable, Lacking."""
    best: list[Row] = []
    for table in read_tables(content, vocabulary.rank):
        first = list(islice(table, headings.LOOKED_AT + 1))
        best = best or first
        found = headings.find(first, vocabulary, needed | vocabulary.needed)
        found = found or headings.find(first, vocabulary, needed)
        if found is None:
            continue
        rows = list[Row]()
        for count, row in enumerate(chain(first, table), start=1):
            rows.append(row)
            if count > most + headings.LOOKED_AT:
                raise Unreadable("too-many-rows", most=most)
            if count % NEWS_EVERY == 0:
                told.read(count)
        if not any(map(_is_modern, rows)) and any(map(_is_old, rows)):
            raise Unreadable("old-font")
        return tuple(rows), found
    if any(map(_is_old, best)):
        raise Unreadable("old-font")  # then the headings are no words either
    if needed != (lacking := headings.missing(best, vocabulary, needed)):
        raise headings.Lacking(lacking, vocabulary)
    raise Unreadable("no-header" if best else "nothing-in-it")


def of_file(problem: SheetProblem) -> Wrong:
    """A mistake of the file as a whole."""
    return Wrong(None, None, Text(f"import-{problem.key}", problem.args))


def _is_old(row: Row) -> bool:
    return any(not cell.isascii() and old_fonts.is_old(cell) for cell in row.cells)


def _is_modern(row: Row) -> bool:
    return any(not cell.isascii() and old_fonts.is_modern(cell) for cell in row.cells)
