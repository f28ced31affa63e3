"""The parts of a workbook that its sheets refer to: what stands where, shared texts, formats of numbers. Streamed."""

from collections.abc import Callable, Iterator, Mapping
from typing import IO
from xml.parsers.expat import ParserCreate
from zipfile import ZipFile

import regex
from msgspec import Struct

from bot.imports.rows import MOST_CELL, Unreadable

MOST_UNPACKED = 400 << 20  # of one part; 126,000 units are some 60 MB of XML, a bomb is many gigabytes
MOST_STRINGS = 64 << 20  # characters of the shared strings
MOST_SMALL = 8 << 20  # bytes of the parts that say what stands where
MOST_PIECES = 200  # of a text, at most 8 kB each
_CHUNK = 1 << 16
_ZEROS = regex.compile(r"0{2,20}")  # the format of numbers that are shown with zeros in front
_DATE_LETTERS = regex.compile(r"[dmyhs]", regex.IGNORECASE)
_NOT_FORMAT = regex.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_ESCAPED = regex.compile(r"_x([0-9A-Fa-f]{4})_")
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(45, 48)))


class Styles(Struct, frozen=True):
    """What the style of a cell says about its number."""

    zeros: Mapping[str, int]  # style → how many digits are shown at least
    dates: frozenset[str]
    later: int = 0  # days by which this workbook begins to count later than others


def attributes_of(archive: ZipFile, name: str, element: str) -> list[dict[str, str]]:
    """The attributes of every *element* of a small part."""
    found: list[dict[str, str]] = []

    def begin(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == element:
            found.append(attributes)

    with archive.open(name) as part:
        for _ in parsed(part, MOST_SMALL, begin):
            pass
    return found


def parsed(
    part: IO[bytes],
    most: int,
    begin: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Feed a part to the handlers, a piece at each step. Raises: Unreadable, ExpatError."""
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, text
    parser.StartDoctypeDeclHandler = _no_doctype  # entities are how XML grows without bounds
    taken = 0
    while piece := part.read(_CHUNK):
        taken += len(piece)
        if taken > most:
            raise Unreadable("bomb")
        parser.Parse(piece, False)
        yield
    parser.Parse(b"", True)
    yield


def _no_doctype(*_: object) -> None:
    raise Unreadable("not-readable")


def local(tag: str) -> str:
    return tag.rpartition(":")[2]


def styles_of(archive: ZipFile, name: str) -> Styles:
    codes, zeros, dates, style, is_in_cells = dict[str, str](), dict[str, int](), set[str](), 0, False

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal style, is_in_cells
        match local(tag):
            case "numFmt":
                codes[attributes["numFmtId"]] = attributes.get("formatCode", "")
            case "cellXfs":
                is_in_cells = True
            case "xf" if is_in_cells:
                number = attributes.get("numFmtId", "0")
                code = _NOT_FORMAT.sub("", codes.get(number, "").partition(";")[0])
                if _ZEROS.fullmatch(code):
                    zeros[str(style)] = len(code)
                elif (number.isdigit() and int(number) in _BUILT_IN_DATES) or (
                    number in codes and "general" not in code.lower() and _DATE_LETTERS.search(code)
                ):
                    dates.add(str(style))
                style += 1

    def end(tag: str) -> None:
        nonlocal is_in_cells
        is_in_cells = is_in_cells and local(tag) != "cellXfs"

    with archive.open(name) as part:
        for _ in parsed(part, MOST_SMALL, begin, end):
            pass
    return Styles(zeros, frozenset(dates))


def strings_of(archive: ZipFile, name: str) -> list[str]:
    """The texts that cells point to. Readings of Asian characters (rPh) are left out."""
    strings, pieces, total, kept, aside = list[str](), list[str](), 0, False, False

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal kept, aside
        match local(tag):
            case "t":
                kept = not aside
            case "rPh":
                aside = True

    def text(data: str) -> None:
        if kept and len(pieces) < MOST_PIECES:
            pieces.append(data)

    def end(tag: str) -> None:
        nonlocal kept, aside, total
        match local(tag):
            case "t":
                kept = False
            case "rPh":
                aside = False
            case "si":
                strings.append(plain("".join(pieces)))
                total += len(strings[-1]) + 1
                pieces.clear()

    with archive.open(name) as part:
        for _ in parsed(part, MOST_UNPACKED, begin, end, text):
            if total > MOST_STRINGS:
                raise Unreadable("bomb")
    return strings


def plain(text: str) -> str:
    """A text without the file format's escapes; longer ones are cut where a reader sees that they are too long."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
        # Two escapes may be one sign; half of one is none, and no encoding would take it.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text[: MOST_CELL + 1]
