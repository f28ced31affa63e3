"""What a document comes to: its paragraphs, a row of a table on one line, lists with their marks."""

from collections.abc import Mapping, Sequence

import regex
from msgspec import Struct

from bot.file_readers import NotReadable

MOST_CHARACTERS = 20_000  # of all that is read of a file; a description has 1000
CELLS = " | "
_MOST_PARAGRAPHS = 20_000  # empty ones too
_MANY_BREAKS = regex.compile(r"\n{3,}")
_SPACES = regex.compile(r"\s+")
_BULLETS = "-–—+*•"  # kept as they are; ornaments of Word's become a plain one
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_NUMBER, _MOST_LEVELS = 999, 10


def too_long() -> NotReadable:
    """More than anybody would send as an answer."""
    return NotReadable("text-file-too-long", {"most": f"{MOST_CHARACTERS:,}".replace(",", ".")})


class Paragraphs:
    """Collects paragraphs in order; those of a cell wait until its row is over."""

    def __init__(self) -> None:
        self._open: list[list[str]] = [[]]  # the document, then rows and cells that are open, in turn
        self._size = self._count = 0

    def add(self, text: str) -> None:
        """A paragraph, perhaps an empty one. Raises: NotReadable when it gets too much."""
        self._size += len(text.strip())
        self._count += 1
        # Decomposed letters count twice until they are put together.
        if self._size > 2 * MOST_CHARACTERS or self._count > _MOST_PARAGRAPHS:
            raise too_long()
        self._open[-1].append(text)

    def begin(self) -> None:
        """A row begins, or a cell in it."""
        self._open.append([])

    def end_cell(self) -> None:
        """What stands in the cell is one piece of the row."""
        if words := " ".join(line for piece in self._closed() if (line := _SPACES.sub(" ", piece).strip())):
            self._open[-1].append(words)

    def end_row(self) -> None:
        """The row is a line, unless nothing stands in it."""
        if cells := self._closed():
            self._open[-1].append(CELLS.join(cells))

    def _closed(self) -> list[str]:
        return self._open.pop() if len(self._open) > 1 else []

    def joined(self) -> str:
        """The text; of many empty paragraphs in a row one is left."""
        return _MANY_BREAKS.sub("\n\n", "\n".join(line.rstrip() for line in self._open[0])).strip("\n")


class Level(Struct, frozen=True):
    """How one level of a list is marked.

    kind: bullet, none, decimal, lowerLetter, upperLetter, lowerRoman or upperRoman; others count as decimal.
    pattern: the mark, for numbers with %1 to %9 for those of the levels.
    """

    kind: str
    pattern: str
    start: int = 1


class Marks:
    """The marks of list items, which depend on the items before."""

    def __init__(self, lists: Mapping[str, Sequence[Level]]) -> None:
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}

    def of(self, name: str, depth: int) -> str:
        """The mark before the next item of a list, with a space behind it; '' if it has none."""
        levels = self._lists.get(name, ())
        if not 0 <= depth < min(len(levels), _MOST_LEVELS):
            return ""
        counts = self._counts.setdefault(name, [None] * _MOST_LEVELS)
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_MOST_LEVELS - depth - 1)
        mark = _mark(levels, counts, depth)
        return f"{mark} " if mark else ""


def _mark(levels: Sequence[Level], counts: Sequence[int | None], depth: int) -> str:
    level = levels[depth]
    if level.kind == "none":
        return ""
    if level.kind == "bullet":
        return level.pattern if level.pattern and level.pattern in _BULLETS else "•"
    mark = level.pattern
    for place, other in enumerate(levels[: depth + 1]):
        number = counts[place]
        mark = mark.replace(f"%{place + 1}", _numbered(other.start if number is None else number, other.kind))
    return mark.strip()


def _numbered(number: int, kind: str) -> str:
    if not 0 < number <= _MOST_NUMBER:
        return str(number)
    match kind:
        case "lowerLetter" | "upperLetter":
            text = chr(ord("a") + (number - 1) % 26) * (1 + (number - 1) // 26)
        case "lowerRoman" | "upperRoman":
            text = _roman(number)
        case _:
            text = str(number)
    return text.upper() if kind.startswith("upper") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text
