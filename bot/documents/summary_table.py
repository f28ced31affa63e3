"""The summary table of initiatives (bảng tổng hợp tóm tắt sáng kiến) as a workbook to be completed, printed and signed.

Layout: the domain reference, section 11.4. Identity number and phone have no column here. What users wrote is always a
text cell: "=1+1", "+84…" and "- first" stay what they are, and leading zeros too.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MOST_CELL = 32_767  # characters; Excel's limit
_FONT = "Times New Roman"
_SIZE, _LINE = 10, 12.8  # points: of the letters in the table, and from line to line
_MOST_HEIGHT = 409  # points; Excel's limit
_A4 = 9
# Never formulas or links out of what somebody typed; rows go to disk as they are written.
OPTIONS = {
    "constant_memory": True,
    "in_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"  # counted by us
    MONEY = "money"  # whole đồng; summed up below the last row
    PERIOD = "period"  # one of TableWords.periods: what of the money may be added


class Column(Struct, frozen=True):
    """A heading and what stands under it; *width* in characters."""

    heading: str
    width: float
    kind: Kind = Kind.TEXT


class TableWords(Struct, frozen=True):
    """Everything written around the rows, top to bottom."""

    superior: str  # the body above the one that issues the table
    issuer: str
    title: str
    attached_to: str  # "(Kèm theo Tờ trình số …)"
    sheet: str  # name of the sheet; at most 31 characters
    total: str
    total_count: str
    periods: tuple[tuple[str, str], ...]  # each with the words before its sum; amounts of two are not added up
    place_and_date: str
    drawn_up_by: str
    signed_by: tuple[str, ...]


class _Formats(Struct, frozen=True):
    superior: "Format"
    issuer: "Format"
    title: "Format"
    note: "Format"
    head: "Format"
    by_kind: dict[Kind, "Format"]
    total: "Format"
    total_money: "Format"
    signature: "Format"


def summary_table(columns: Sequence[Column], rows: Iterable[Sequence[str | int]], words: TableWords) -> bytes:
    """Write the table.

    Args:
        columns: At least six, the first a number, one of money and one of its period among them.
        rows: As many cells as columns; an empty string leaves a cell for the clerk.
    Returns: An .xlsx workbook with one sheet, landscape A4, its heading repeated on each page.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - heavy

    file = BytesIO()
    with Workbook(file, OPTIONS) as book:
        book.set_properties({"title": words.title})
        sheet = book.add_worksheet(words.sheet[:31])
        formats = _formats(book)
        _lay_out(sheet, columns)
        head = _write_top(sheet, len(columns), words, formats)
        headings = [column.heading for column in columns]
        sheet.set_row(head, _height(columns, headings))
        sheet.write_row(head, 0, headings, formats.head)
        sheet.repeat_rows(head)
        sheet.freeze_panes(head + 1, 2)
        after = _write_rows(sheet, head + 1, columns, rows, formats)
        below = _write_total(sheet, head + 1, after, columns, words, formats)
        _write_bottom(sheet, below + 1, len(columns), words, formats)
    return file.getvalue()


def write_text(sheet: "Worksheet", row: int, column: int, text: str, shape: "Format | None" = None) -> None:
    """Write a text cell, whatever the text looks like."""
    if text:
        sheet.write_string(row, column, text[:MOST_CELL], shape)
    else:
        sheet.write_blank(row, column, None, shape)


def _lay_out(sheet: "Worksheet", columns: Sequence[Column]) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.6, right=0.5, top=0.7, bottom=0.7)  # inches
    sheet.fit_to_pages(1, 0)
    sheet.set_header("&C&P", {"margin": 0.3})
    sheet.hide_gridlines(2)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, column.width)


def _write_top(sheet: "Worksheet", width: int, words: TableWords, formats: _Formats) -> int:
    """Returns: The row for the headings."""
    half = max(width // 2 - 2, 2)
    lines = (
        (words.superior, formats.superior, half),
        (words.issuer, formats.issuer, half),
        ("", formats.note, width),
        (words.title, formats.title, width),
        (words.attached_to, formats.note, width),
    )
    for row, (text, shape, across) in enumerate(lines):
        if text:
            sheet.set_row(row, 20 * -(-len(text) // (across * 9)))  # merged cells do not grow by themselves
            sheet.merge_range(row, 0, row, across - 1, text, shape)
    return len(lines) + 1


def _write_rows(
    sheet: "Worksheet", row: int, columns: Sequence[Column], rows: Iterable[Sequence[str | int]], formats: _Formats
) -> int:
    """Returns: The row after the last one."""
    for cells in rows:
        sheet.set_row(row, _height(columns, cells))
        for number, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            shape = formats.by_kind[column.kind]
            if isinstance(cell, int):
                sheet.write_number(row, number, cell, shape)
            else:
                write_text(sheet, row, number, cell, shape)
        row += 1
    return row


def _height(columns: Sequence[Column], cells: Sequence[str | int]) -> float:
    """A row's height in points, estimated: LibreOffice does not grow rows of a file that names no heights."""
    lines = max(_lines(cell, column.width) for column, cell in zip(columns, cells, strict=True))
    return min(lines * _LINE + 3, _MOST_HEIGHT)


def _lines(cell: str | int, width: float) -> int:
    """How many lines a text takes: letters of Times are narrow, whole words that move down waste some of it."""
    if isinstance(cell, int):
        return 1
    room = max(width * 1.4 - 3, 3)
    return sum(max(1, -(-len(line) // int(room))) for line in cell.split("\n"))


def _write_total(
    sheet: "Worksheet", first: int, row: int, columns: Sequence[Column], words: TableWords, formats: _Formats
) -> int:
    """Returns: The row after the count and the sums."""
    from xlsxwriter.utility import xl_range  # noqa: PLC0415 - heavy

    kinds, last = [column.kind for column in columns], row - 1
    money, period = kinds.index(Kind.MONEY), kinds.index(Kind.PERIOD)
    _write_line(sheet, row, len(columns), {1: words.total, 3: words.total_count}, formats)
    for name, said in words.periods:
        row += 1
        _write_line(sheet, row, len(columns), {1: said, period: name}, formats)
        if last >= first:
            # The only formulas: the clerk fills amounts in.
            those, amounts = (xl_range(first, column, last, column) for column in (period, money))
            sheet.write_formula(row, money, f'=SUMIF({those},"{name}",{amounts})', formats.total_money)
    return row + 1


def _write_line(sheet: "Worksheet", row: int, width: int, said: Mapping[int, str], formats: _Formats) -> None:
    sheet.set_row(row, 2 * _LINE + 3)
    for number in range(width):
        write_text(sheet, row, number, said.get(number, ""), formats.total)


def _write_bottom(sheet: "Worksheet", row: int, width: int, words: TableWords, formats: _Formats) -> None:
    right = max(width - 5, 4)
    sheet.merge_range(row, right, row, width - 1, words.place_and_date, formats.note)
    for number, line in enumerate(words.signed_by):
        if number == 0:
            sheet.merge_range(row + 1, 1, row + 1, 3, words.drawn_up_by, formats.signature)
        sheet.merge_range(row + 1 + number, right, row + 1 + number, width - 1, line, formats.signature)


def _formats(book: "Workbook") -> _Formats:
    def make(size: float = _SIZE, **more: object) -> "Format":
        return book.add_format({"font_name": _FONT, "font_size": size, "valign": "top", **more})

    middle = {"align": "center", "valign": "vcenter", "text_wrap": True}
    boxed = {"border": 1, "text_wrap": True}
    text = make(**boxed, num_format="@")
    return _Formats(
        superior=make(12, **middle),
        issuer=make(12, **middle, bold=True),
        title=make(14, **middle, bold=True),
        note=make(13, **middle, italic=True),
        head=make(_SIZE, **middle, bold=True, border=1, bg_color="#E7EEF5"),
        by_kind={
            Kind.TEXT: text,
            Kind.PERIOD: text,
            Kind.NUMBER: make(**boxed, align="center"),
            Kind.MONEY: make(**boxed, num_format="#,##0"),
        },
        total=make(_SIZE, **boxed, bold=True),
        total_money=make(_SIZE, **boxed, bold=True, num_format="#,##0"),
        signature=make(13, **middle, bold=True),
    )
