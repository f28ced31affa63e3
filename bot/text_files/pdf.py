"""The text layer of a PDF. A page is set in lines, so lines are put together to paragraphs again."""

from collections.abc import Iterator
from io import BytesIO

import regex

from bot.file_readers import NotReadable
from bot.text_files.paragraphs import MOST_CHARACTERS, Paragraphs, too_long

MOST_PAGES = 60
_FULL = 0.75  # of the longest line: a paragraph went on after a line of that length
_BEGINS = regex.compile(r"\s*(?:[-–—•*+·▪●○◦➢❖✓]|\d{1,2}[.)]|\p{L}[.)])\s")
_ENDS = regex.compile(r"[.!?…:;][\"”’)]*$")
_BULLET_ALONE = regex.compile(r"\s*[-–—•*+·▪●○◦➢❖✓\uf0b7\uf0a7\uf0d8\uf0fc]\s*")


def read_pdf(content: bytes) -> str:
    """The text of a PDF. Raises: NotReadable."""
    paragraphs = Paragraphs()
    try:
        pages = _pages(content)
    except (NotReadable, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - a library for other people's files raises nearly anything on a broken one
        raise NotReadable("text-file-broken") from None
    for page in pages:
        for paragraph in _paragraphs(page):
            paragraphs.add(paragraph)
    if not (text := paragraphs.joined()).strip():
        raise NotReadable("text-file-scanned")
    return text


def _pages(content: bytes) -> list[str]:
    from pypdf import PdfReader  # noqa: PLC0415 - a quarter of a second that only a PDF pays for

    reader = PdfReader(BytesIO(content))
    # One that only forbids printing or the like opens with an empty password, as in every viewer.
    if reader.is_encrypted and not reader.decrypt(""):
        raise NotReadable("text-file-locked")
    if len(reader.pages) > MOST_PAGES:
        raise too_long()
    texts: list[str] = []
    for page in reader.pages:
        texts.append(page.extract_text())
        if sum(map(len, texts)) > 4 * MOST_CHARACTERS:
            raise too_long()
    return texts


def _paragraphs(page: str) -> Iterator[str]:
    """Lines that were broken by the width of the page are one again; what begins like an item stays apart."""
    lines = [line.strip() for line in _with_bullets(page.splitlines())]
    width = max(map(len, lines), default=0) * _FULL
    paragraph, is_open = "", False
    for line in lines:
        if is_open and line and not _BEGINS.match(line):
            paragraph = f"{paragraph} {line}"
        else:
            if paragraph:
                yield paragraph
            paragraph = line
        is_open = len(line) >= width and not (_ENDS.search(line) and len(line) < width / _FULL)
    if paragraph:
        yield paragraph


def _with_bullets(lines: list[str]) -> Iterator[str]:
    """A bullet is often a line of its own: its item is on the next."""
    bullet = ""
    for line in lines:
        if _BULLET_ALONE.fullmatch(line):
            bullet = line.strip()
        else:
            yield f"{bullet} {line}" if bullet else line
            bullet = ""
