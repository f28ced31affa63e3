"""Text files as rows: which encoding, which separator. Nothing is guessed that could garble a name silently."""

import csv
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from itertools import islice

import regex

from bot.imports.rows import MOST_CELL, MOST_COLUMNS, Row, Unreadable
from conversations.old_fonts import is_modern, is_old

_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig"))
_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 20  # rows, to find out the separator
_SAID = regex.compile(r"sep=([,;\t|])\r?\n", regex.IGNORECASE)  # Excel's own way of naming the separator
_VIETNAMESE = regex.compile(
    r"[\x09\x0a\x0d\x20-\x7e\xa0–—‘’“”•…«»°±²³·×€àáâãèéêìíòóôõùúýăđĩũơưÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-ỹ]*"
)
_MODERN = regex.compile(r"[ăđơưĂĐƠƯẠ-ỹ]")


def read_csv(content: bytes, rank: Callable[[Sequence[Sequence[str]]], int]) -> Iterator[Row]:
    """The rows that hold anything within MOST_COLUMNS.

    Args: rank: how well rows look, read with one separator; the best one wins, of equals the most frequent.
    Raises: Unreadable, also while rows are taken.
    """
    text = _decoded(content)
    said = _SAID.match(text)
    delimiter = said[1] if said else _delimiter(text, rank)
    return _rows(text, delimiter, said is not None)


def _decoded(content: bytes) -> str:
    """UTF-8; UTF-16 as Excel's "Unicode text"; Windows-1258 if the whole text is Vietnamese when it is read so."""
    encoding = next(name for mark, name in _MARKS if content.startswith(mark))
    if encoding != "utf-16" and b"\0" in content:
        raise Unreadable("not-a-list")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-16":
            raise Unreadable("not-readable") from None
        text = _one_byte(content)
    return text


def _one_byte(content: bytes) -> str:
    if is_old(latin := content.decode("latin-1")) and not is_modern(latin):
        raise Unreadable("old-font")
    if (text := windows_1258(content)) is None:
        raise Unreadable("encoding-unknown")
    return text


def windows_1258(content: bytes) -> str | None:
    """The text in NFC, if all of it is Vietnamese when it is read so."""
    try:
        text = unicodedata.normalize("NFC", content.decode("cp1258"))
    except UnicodeDecodeError:
        return None
    return text if _VIETNAMESE.fullmatch(text) and _MODERN.search(text) else None


def _delimiter(text: str, rank: Callable[[Sequence[Sequence[str]]], int]) -> str:
    beginning = "".join(islice(StringIO(text), _LOOKED_AT))

    def quality(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(StringIO(beginning, newline=""), delimiter=delimiter))
        except csv.Error:
            return 0, 0
        return rank(rows), beginning.count(delimiter)

    return max(_DELIMITERS, key=quality)


def _rows(text: str, delimiter: str, skips_first: bool) -> Iterator[Row]:
    """Numbers count rows, as a spreadsheet would that opened the file: one with a line break inside is one."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            cells = [cell[: MOST_CELL + 1] for cell in row[:MOST_COLUMNS]]
            if any(cells) and not (skips_first and number == 1):
                yield Row(number, cells)
    except csv.Error:  # a cell without end: a quotation mark is missing
        raise Unreadable("quote-missing", row=number + 1) from None
