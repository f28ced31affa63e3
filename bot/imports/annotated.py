"""The person's own table back as a workbook: a column "Lỗi", the wrong cells marked, and a sheet that lists them all.

Rows stand where they stood, so that the numbers in messages are those on the screen, and what is corrected here may be
sent again as it is. Cells are always text: a list holds "=1+1" as it was written.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Protocol

from bot.documents.summary_table import OPTIONS, write_text
from bot.imports.cells import Wrong
from bot.imports.headings import Headings
from bot.imports.rows import Row
from bot.imports.tables import Progress
from conversations.effects import Text

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_LISTED = 20_000  # mistakes on the sheet that lists them; all of them are beside their rows
MOST_LINKED = 5_000  # of these lead to their cells: many more links make spreadsheets slow
_WIDEST = 60  # characters of a column's width
_SAID_EVERY = 2_000  # rows


class Marked(Protocol):
    """A table that was read, and what is wrong with it."""

    @property
    def rows(self) -> Sequence[Row]: ...
    @property
    def headings(self) -> Headings | None: ...
    @property
    def wrong(self) -> Sequence[Wrong]: ...
    @property
    def notes(self) -> Sequence[Wrong]: ...  # what may be right, but should be looked at
    @property
    def sheet(self) -> str: ...  # the text key of its name


def annotated(read: Marked, phrase: Callable[[Text], str], told: Progress) -> bytes | None:
    """The workbook; None where a table was not even found, so that there is nothing to mark."""
    if read.headings is None or not any(wrong.row for wrong in (*read.wrong, *read.notes)):
        return None
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy

    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        shapes = {
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "head": book.add_format({"bold": True, "bg_color": "#E7EEF5", "border": 1, "text_wrap": True}),
            "wrong": book.add_format({"num_format": "@", "valign": "top", "bg_color": "#FFD9D9", "border": 1}),
            "note": book.add_format({"num_format": "@", "valign": "top", "bg_color": "#FFF3C4", "border": 1}),
            "why": book.add_format({"font_color": "#B00020", "valign": "top", "text_wrap": True}),
        }
        _table(book, read, read.headings, phrase, shapes, told)
        _listing(book, read, phrase, shapes)
    return file.getvalue()


def _table(
    book: "Workbook",
    read: Marked,
    found: Headings,
    phrase: Callable[[Text], str],
    shapes: dict[str, "Format"],
    told: Progress,
) -> None:
    sheet = book.add_worksheet(phrase(Text(read.sheet)))
    width = max(len(row.cells) for row in read.rows)
    by_row = defaultdict[int | None, list[Wrong]](list)
    for wrong in read.wrong:
        by_row[wrong.row].append(wrong)
    notes = defaultdict[int | None, list[Wrong]](list)
    for note in read.notes:
        notes[note.row].append(note)
    _lay_out(sheet, read.rows, width)
    sheet.freeze_panes(found.row, 0)
    sheet.autofilter(found.row - 1, 0, read.rows[-1].number - 1, width)
    for count, row in enumerate(read.rows, start=1):
        at, mistakes = row.number - 1, by_row.get(row.number, ())
        is_heading = row.number == found.row
        doubts = notes.get(row.number, ())
        marked = {wrong.place: "note" for wrong in doubts} | {wrong.place: "wrong" for wrong in mistakes}
        for place, cell in enumerate(row.cells):
            shape = shapes["head" if is_heading else marked.get(place, "text")]
            if cell or place in marked:
                write_text(sheet, at, place, cell, shape)
        for place in sorted(place for place in marked if place is not None and place >= len(row.cells)):
            write_text(sheet, at, place, "", shapes[marked[place]])
        if is_heading:
            write_text(sheet, at, width, phrase(Text("import-column-mistakes")), shapes["head"])
        elif mistakes or doubts:
            said = (*(_said(wrong, phrase) for wrong in mistakes), *(_said(note, phrase) for note in doubts))
            write_text(sheet, at, width, "\n".join(said), shapes["why"])
        if count % _SAID_EVERY == 0:
            told.written(count, len(read.rows))


def _said(wrong: Wrong, phrase: Callable[[Text], str]) -> str:
    return f"{wrong.column}: {phrase(wrong.problem)}"


def _lay_out(sheet: "Worksheet", rows: Sequence[Row], width: int) -> None:
    """Widths as the first rows need them."""
    sample = rows[:200]
    for place in range(width):
        longest = max((len(row.cells[place]) for row in sample if place < len(row.cells)), default=0)
        sheet.set_column(place, place, min(max(longest + 2, 10), _WIDEST))
    sheet.set_column(width, width, _WIDEST)


def _listing(book: "Workbook", read: Marked, phrase: Callable[[Text], str], shapes: dict[str, "Format"]) -> None:
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415 - heavy

    sheet = book.add_worksheet(phrase(Text("import-sheet-mistakes")))
    sheet.set_column(0, 0, 10)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 2, 90)
    sheet.freeze_panes(1, 0)
    names = ("import-column-row", "import-column-column", "import-column-mistakes")
    for place, name in enumerate(names):
        write_text(sheet, 0, place, phrase(Text(name)), shapes["head"])
    first = phrase(Text(read.sheet))
    for at, wrong in enumerate((*read.wrong, *read.notes)[:MOST_LISTED], start=1):
        row = wrong.row or 1
        if at <= MOST_LINKED:
            cell = xl_rowcol_to_cell(row - 1, wrong.place or 0)
            sheet.write_url(at, 0, f"internal:'{first}'!{cell}", string=str(row))
        else:
            sheet.write_number(at, 0, row)
        write_text(sheet, at, 1, wrong.column or "", shapes["text"])
        write_text(sheet, at, 2, phrase(wrong.problem), shapes["text"])
