"""Spreadsheet files of others as rows of text, bounded before they are opened. Columns mean nothing here."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from itertools import islice
from zipfile import BadZipFile, ZipFile

MOST_BYTES = 10 << 20
MOST_UNPACKED = 200 << 20  # a list of 50,000 units is some 20 MB of XML; a bomb is gigabytes
MOST_ROWS, MOST_COLUMNS, MOST_CELL = 50_000, 30, 10_000
_ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"))
_DELIMITERS = (",", ";", "\t")

Sheet = list[list[str]]


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """Why a file is not read: the end of a text key and its arguments."""

    key: str
    args: Mapping[str, str | int] = field(default_factory=dict)


def read_sheet(content: bytes, file_name: str) -> Sheet | SheetProblem:
    """The first sheet of an .xlsx, or a .csv (UTF-8, or UTF-16 as Excel's "Unicode text") with , ; or tab.

    Empty rows stay, so that rows keep their numbers. Whole numbers in cells come without ".0".
    """
    if len(content) > MOST_BYTES:
        return SheetProblem("too-large", {"most": MOST_BYTES >> 20})
    read = _read_xlsx if file_name.lower().endswith(".xlsx") else _read_csv
    try:
        rows = list(islice(read(content), MOST_ROWS + 1))
    except Exception:  # noqa: BLE001 - openpyxl raises whatever it stumbles over in a broken or hostile file
        return SheetProblem("not-readable")
    return rows if len(rows) <= MOST_ROWS else SheetProblem("too-many-rows", {"most": MOST_ROWS})


def _read_xlsx(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - heavy

    with ZipFile(BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
            raise BadZipFile
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # the file may claim any size
        for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
            yield [_text(value) for value in row]
    finally:
        book.close()


def _read_csv(content: bytes) -> Iterator[list[str]]:
    encoding = next(name for mark, name in _ENCODINGS if content.startswith(mark))
    text = content.decode(encoding)
    beginning = "".join(islice(StringIO(text), 15))
    delimiter = max(_DELIMITERS, key=beginning.count)
    for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter):
        yield [cell[:MOST_CELL] for cell in row[:MOST_COLUMNS]]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:MOST_CELL]
