"""Workbooks as rows of text, read as a stream: memory is bounded by what is kept, not by what the file unpacks to.

A reader of our own over expat (decision 0021): the libraries either hide that a formula was never computed and which
numbers are days, or take several times as long. Nothing outside the file is ever opened, links of a sheet neither.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import IO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - the module has no better name for it

from msgspec.structs import replace

from bot.imports.rows import MOST_CELL, MOST_COLUMNS, Flaw, Row, Unreadable
from bot.imports.xlsx_parts import (
    MOST_PIECES,
    MOST_UNPACKED,
    Styles,
    attributes_of,
    local,
    parsed,
    plain,
    strings_of,
    styles_of,
)  # fmt: skip

MOST_SHEETS = 10
_SINCE_1904 = 1462  # days from 30/12/1899, on which old spreadsheets of Apple's begin to count
LAST_ROW = 1 << 20  # of a sheet, as the format has it
_BROKEN = (
    BadZipFile, ExpatError, ZlibError, LookupError, ValueError, EOFError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip


def read_xlsx(content: bytes) -> Iterator[Iterator[Row]]:
    """The visible sheets, each as its rows; a sheet must be left before the next one is begun.

    Raises: Unreadable, also while rows are taken.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = frozenset(archive.namelist())
            if (problem := _other_kind(names)) is not None:
                raise Unreadable(problem)
            yield from _sheets(archive, names)
    except _BROKEN:
        raise Unreadable("not-readable") from None


def _other_kind(names: frozenset[str]) -> str | None:
    if "xl/workbook.bin" in names or ("mimetype" in names and "content.xml" in names):
        return "other-workbook"
    return None if any(name.endswith("workbook.xml") for name in names) else "not-a-list"


def _sheets(archive: ZipFile, names: frozenset[str]) -> Iterator[Iterator[Row]]:
    book = next(name for name in sorted(names, key=len) if name.endswith("workbook.xml"))
    folder = dirname(book)
    targets = {one["Id"]: one for one in attributes_of(archive, f"{folder}/_rels/workbook.xml.rels", "Relationship")}
    parts = {kind: normpath(join(folder, kind)) for kind in ("sharedStrings.xml", "styles.xml")}
    for one in targets.values():
        kind = f"{one['Type'].rpartition('/')[2]}.xml"
        if kind in parts:
            parts[kind] = _path(folder, one["Target"])
    strings = strings_of(archive, parts["sharedStrings.xml"]) if parts["sharedStrings.xml"] in names else []
    styles = styles_of(archive, parts["styles.xml"]) if parts["styles.xml"] in names else Styles({}, frozenset())
    if any(one.get("date1904") in ("1", "true") for one in attributes_of(archive, book, "workbookPr")):
        styles = replace(styles, later=_SINCE_1904)
    shown = [sheet for sheet in attributes_of(archive, book, "sheet") if sheet.get("state", "visible") == "visible"]
    for sheet in shown[:MOST_SHEETS]:
        link = next((value for name, value in sheet.items() if name.rpartition(":")[2] == "id"), "")
        target = targets.get(link)
        if target is not None and target["Type"].endswith("/worksheet"):
            with archive.open(_path(folder, target["Target"])) as part:
                yield _rows(part, strings, styles)


def _path(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))


class _Cell:
    """The cell that is being read."""

    __slots__ = ("has_formula", "is_text", "kind", "pieces", "place", "style")

    def __init__(self) -> None:
        self.place, self.kind, self.style, self.has_formula, self.is_text = -1, "n", "", False, False
        self.pieces: list[str] = []


class _Sheet:
    """Takes a sheet's elements. Millions of calls: what they do is looked up once for each name of an element."""

    def __init__(self, strings: list[str], styles: Styles) -> None:
        self._strings, self._styles = strings, styles
        self.done: list[Row] = []
        self._number, self._cells, self._flaws, self._cell = 0, list[str](), dict[int, Flaw](), _Cell()
        self._places: dict[str, int] = {}  # letters → place
        self._begins = {"c": self._begin_cell, "v": self._begin_text, "t": self._begin_text, "f": self._begin_formula,
                        "row": self._begin_row}  # fmt: skip
        self._ends = {"c": self._end_cell, "v": self._end_text, "t": self._end_text, "row": self._end_row}
        self._by_tag: dict[str, tuple[Callable[[dict[str, str]], None] | None, Callable[[], None] | None]] = {}

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        known = self._by_tag.get(tag)
        if known is None:
            name = local(tag)
            known = self._by_tag[tag] = self._begins.get(name), self._ends.get(name)
        if known[0] is not None:
            known[0](attributes)

    def text(self, data: str) -> None:
        cell = self._cell
        if cell.is_text and len(cell.pieces) < MOST_PIECES:
            cell.pieces.append(data)

    def end(self, tag: str) -> None:
        known = self._by_tag[tag][1]
        if known is not None:
            known()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self._number + 1))
        if not self._number < number <= LAST_ROW:
            raise Unreadable("not-readable")  # no program that people use writes that
        self._number = number
        self._cells, self._flaws, self._cell.place = [], {}, -1

    def _end_row(self) -> None:
        if self._cells:
            self.done.append(Row(self._number, self._cells, self._flaws))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        cell, reference = self._cell, attributes.get("r")
        cell.place = cell.place + 1 if reference is None else _place(reference, self._places)
        cell.kind, cell.style, cell.has_formula = attributes.get("t", "n"), attributes.get("s", ""), False
        cell.pieces.clear()

    def _begin_text(self, attributes: dict[str, str]) -> None:
        self._cell.is_text = True

    def _begin_formula(self, attributes: dict[str, str]) -> None:
        self._cell.has_formula = True

    def _end_text(self) -> None:
        self._cell.is_text = False

    def _end_cell(self) -> None:
        cell, cells = self._cell, self._cells
        if cell.place >= MOST_COLUMNS or not (cell.pieces or cell.has_formula):
            return
        value, flaw = _value(cell, self._strings, self._styles)
        if value or flaw:
            cells.extend([""] * (cell.place - len(cells)))
            cells[cell.place :] = [value]
            if flaw:
                self._flaws[cell.place] = flaw


def _rows(part: IO[bytes], strings: list[str], styles: Styles) -> Iterator[Row]:
    """The rows of a sheet that hold anything within MOST_COLUMNS."""
    sheet = _Sheet(strings, styles)
    try:
        for _ in parsed(part, MOST_UNPACKED, sheet.begin, sheet.end, sheet.text):
            yield from sheet.done
            sheet.done.clear()
    except _BROKEN:
        raise Unreadable("not-readable") from None


def _place(reference: str, places: dict[str, int]) -> int:
    """ "C7" → 2."""
    letters = reference.rstrip("0123456789")
    place = places.get(letters)
    if place is None:
        place = 0
        for letter in letters[:3].upper():
            place = place * 26 + ord(letter) - 64
        place -= 1
        places[letters] = place
    if place < 0:
        raise Unreadable("not-readable")
    return place


def _value(cell: _Cell, strings: list[str], styles: Styles) -> tuple[str, Flaw | None]:
    raw = cell.pieces[0] if len(cell.pieces) == 1 else "".join(cell.pieces)
    if cell.kind == "s":  # nearly all of them
        return strings[int(raw)], None
    match cell.kind:
        case "e":
            return raw[:MOST_CELL], Flaw.ERROR
        case "b":
            return "TRUE" if raw == "1" else "FALSE", None
        case "d":
            return raw[:MOST_CELL], Flaw.DATE
        case "str" | "inlineStr":
            return plain(raw), None
    if not raw:
        return "", Flaw.FORMULA
    if cell.style not in styles.dates:
        return _number(raw, styles.zeros.get(cell.style, 0)), None
    return _number(repr(float(raw[:400]) + styles.later) if styles.later else raw, 0), Flaw.DATE


def _number(raw: str, digits: int) -> str:
    """A number as people see it: without ".0", with its zeros in front."""
    if raw.isascii() and raw.isdecimal():
        return raw[:MOST_CELL].zfill(digits)
    value = float(raw[:400])
    return str(int(value)).zfill(digits) if value.is_integer() and abs(value) < 1e15 else repr(value)
