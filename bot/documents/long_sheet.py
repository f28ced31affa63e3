"""Hundreds of thousands of rows of text in a sheet that xlsxwriter began (decision 0046).

The library makes the workbook, its styles and headings, and one row as the pattern of all others; here the rows that
there are take its place. A cell is what the library writes where rows go to disk at once: an inline string (ECMA-376,
part 1, 18.3.1.53), with `_xHHHH_` for what XML cannot hold (22.4.2.4).
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from bot.documents.summary_table import MOST_CELL

MOST_ROWS = 1_048_575  # below the headings; the format's limit
_SHEET = "xl/worksheets/sheet1.xml"
_PATTERN = re.compile(r'<row r="2".*?</row>', re.DOTALL)
_CELL = re.compile(r'<c r="([A-Z]+)2"([^>]*)>')
_SIZE = re.compile(r"<dimension [^>]*/>")  # not known before the end, and need not be there
_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_AT_ONCE = 500  # rows


class TooManyRows(ValueError):
    """More than one sheet of .xlsx can hold."""


def write_rows(book: BinaryIO, rows: Iterable[Sequence[str]], into: BinaryIO) -> int:
    """Write a workbook of one sheet, with these rows in place of its second.

    Args:
        book: .xlsx; the second row has a text in every column, in the format of that column.
        rows: a text for each column; an empty one leaves the cell out.
    Returns: How many rows.
    Raises: TooManyRows, OSError.
    """
    with ZipFile(book) as pattern, ZipFile(into, "w", ZIP_DEFLATED) as whole:
        for name in pattern.namelist():
            if name != _SHEET:
                whole.writestr(name, pattern.read(name))
        sheet = _SIZE.sub("", pattern.read(_SHEET).decode())
        row = _PATTERN.search(sheet)
        if row is None:
            raise ValueError("no second row")
        cells = [(f'<c r="{column}', f'"{kind}><is><t xml:space="preserve">') for column, kind in _CELL.findall(row[0])]
        count, rows = 0, iter(rows)
        with whole.open(_SHEET, "w", force_zip64=True) as file:
            file.write(sheet[: row.start()].encode())
            while some := list(islice(rows, _AT_ONCE)):
                if count + len(some) > MOST_ROWS:
                    raise TooManyRows
                file.write("".join(_row(number, texts, cells) for number, texts in enumerate(some, count + 2)).encode())
                count += len(some)
            file.write(sheet[row.end() :].encode())
    return count


def _row(number: int, texts: Sequence[str], cells: Sequence[tuple[str, str]]) -> str:
    inside = [
        f"{begin}{number}{kind}{_SPECIAL.sub(_escaped, text[:MOST_CELL])}</t></is></c>"
        for (begin, kind), text in zip(cells, texts, strict=True)
        if text
    ]
    return f'<row r="{number}">{"".join(inside)}</row>'


def _escaped(found: re.Match[str]) -> str:
    sign = found[0]
    return _NAMED.get(sign) or f"_x{ord(sign):04X}_"
