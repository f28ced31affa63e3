"""A file as the tables in it, bounded while it is read. What it is tells its content; its name may say anything."""

from collections.abc import Callable, Iterator, Sequence

from bot.imports.csv_text import read_csv
from bot.imports.rows import MOST_BYTES, MOST_ROWS, Row, Unreadable
from bot.imports.xlsx import read_xlsx

MOST_TEXT = 96 << 20  # characters of all rows
_OLD_WORKBOOK, _ZIP = b"\xd0\xcf\x11\xe0", (b"PK\x03\x04", b"PK\x05\x06")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NO_TEXT = (
    b"MZ", b"\x7fELF", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"RIFF",
)  # fmt: skip


def read_tables(content: bytes, rank: Callable[[Sequence[Sequence[str]]], int]) -> Iterator[Iterator[Row]]:
    """The tables of an .xlsx or a text file; each must be left before the next one is begun.

    Args: rank: see `read_csv`.
    Raises: Unreadable, also while rows are taken.
    """
    if not content.strip():
        raise Unreadable("nothing-in-it")
    if len(content) > MOST_BYTES:
        raise Unreadable("too-large", most=MOST_BYTES >> 20)
    if content.startswith(_OLD_WORKBOOK):
        raise Unreadable("encrypted" if _ENCRYPTED in content else "old-workbook")
    if content.startswith(_ZIP):
        yield from map(_bounded, read_xlsx(content))
    elif content.startswith(_NO_TEXT):
        raise Unreadable("not-a-list")
    else:
        yield _bounded(read_csv(content, rank))


def _bounded(rows: Iterator[Row]) -> Iterator[Row]:
    total = 0
    for count, row in enumerate(rows):
        total += sum(map(len, row.cells))
        if count >= MOST_ROWS:
            raise Unreadable("too-many-rows", most=MOST_ROWS)
        if total > MOST_TEXT:
            raise Unreadable("bomb")
        yield row
