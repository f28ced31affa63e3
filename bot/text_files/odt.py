"""OpenDocument texts (.odt) as text. Source: OASIS OpenDocument 1.3, part 3, chapters 5 and 16."""

from collections.abc import Mapping
from zipfile import ZipFile

import regex

from bot.file_readers import NotReadable
from bot.text_files.paragraphs import Level, Marks, Paragraphs
from bot.text_files.parts import read_part

_LEFT_OUT = frozenset((
    "note", "annotation", "tracked-changes", "ruby-text", "title", "desc", "forms", "event-listeners", "hidden-text",
    "hidden-paragraph",
))  # fmt: skip
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_WHITE = regex.compile(r"[ \t\r\n]+")
_KEPT = "\0"  # a space that counts; XML holds no such sign
_MOST_SPACES, _MOST_DEEP = 200, 10


def is_odt(names: frozenset[str]) -> bool:
    """Whether a package with these parts is an OpenDocument file; a spreadsheet is found out while it is read."""
    return "mimetype" in names and "content.xml" in names


def read_odt(archive: ZipFile, names: frozenset[str]) -> str:
    """The text of the document. Raises: NotReadable, and what `parts.opened` turns into it."""
    if _is_locked(archive, names):
        raise NotReadable("text-file-locked")
    if not archive.read("mimetype")[:60].startswith(b"application/vnd.oasis.opendocument.text"):
        raise NotReadable("text-file-kind")
    styles = _Styles()
    for part in ("styles.xml", "content.xml"):
        if part in names:
            read_part(archive, part, styles.begin, styles.end)
    reading = _Document(Marks(styles.lists))
    read_part(archive, "content.xml", reading.begin, reading.end, reading.text)
    return reading.paragraphs.joined()


def _is_locked(archive: ZipFile, names: frozenset[str]) -> bool:
    found: list[str] = []

    def begin(tag: str, values: Mapping[str, str]) -> None:
        if tag == "encryption-data":
            found.append(tag)

    if "META-INF/manifest.xml" in names:
        read_part(archive, "META-INF/manifest.xml", begin, lambda tag: None)
    return bool(found)


class _Styles:
    """Takes what says how the items of lists are marked."""

    def __init__(self) -> None:
        self.lists: dict[str, list[Level]] = {}
        self._name = ""

    def begin(self, tag: str, values: Mapping[str, str]) -> None:
        match tag:
            case "list-style":
                self._name = values.get("name", "")
                self.lists[self._name] = []
            case "list-level-style-bullet" if self._name:
                self.lists[self._name].append(Level("bullet", values.get("bullet-char", "")))
            case "list-level-style-number" if self._name:
                levels = self.lists[self._name]
                depth = len(levels) + 1
                shown = min(_number(values.get("display-levels", ""), 1), depth)
                numbers = ".".join(f"%{place}" for place in range(depth - shown + 1, depth + 1))
                kind = _KINDS.get(values.get("num-format", ""), "decimal")
                pattern = f"{values.get('num-prefix', '')}{numbers}{values.get('num-suffix', '')}"
                levels.append(Level(kind, pattern, _number(values.get("start-value", ""), 1)))

    def end(self, tag: str) -> None:
        if tag == "list-style":
            self._name = ""


class _Document:
    """Takes the elements of the text."""

    def __init__(self, marks: Marks) -> None:
        self.paragraphs = Paragraphs()
        self._marks = marks
        self._left_out = 0
        self._pieces: list[list[str]] = []  # of the paragraphs that are open: a frame may hold some
        self._lists: list[str] = []  # styles of the lists that are open
        self._is_new = False  # whether the next paragraph begins an item

    def begin(self, tag: str, values: Mapping[str, str]) -> None:
        if self._left_out or tag in _LEFT_OUT:
            self._left_out += 1
            return
        match tag:
            case "p" | "h":
                self._pieces.append([self._mark()])
            case "list":
                self._lists.append(values.get("style-name", self._lists[-1] if self._lists else ""))
            case "list-item":
                self._is_new = True
            case "table-row" | "table-cell":
                self.paragraphs.begin()
            case _:
                self._sign(tag, values)

    def _sign(self, tag: str, values: Mapping[str, str]) -> None:
        if not self._pieces:
            return
        match tag:
            case "s":
                self._pieces[-1].append(_KEPT * min(_number(values.get("c", ""), 1), _MOST_SPACES))
            case "tab":
                self._pieces[-1].append(_KEPT)
            case "line-break":
                self._pieces[-1].append("\v")

    def _mark(self) -> str:
        """What stands before the first paragraph of an item."""
        is_first, self._is_new = self._is_new, False
        if not (is_first and self._lists and len(self._lists) <= _MOST_DEEP):
            return ""
        return self._marks.of(self._lists[-1], len(self._lists) - 1).replace(" ", _KEPT)

    def text(self, data: str) -> None:
        if self._pieces and not self._left_out:
            self._pieces[-1].append(data)

    def end(self, tag: str) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        match tag:
            case "p" | "h" if self._pieces:
                mark, *pieces = self._pieces.pop()
                text = _WHITE.sub(" ", "".join(pieces))
                self.paragraphs.add((mark + text).replace(_KEPT, " ").replace("\v", "\n") if text.strip() else "")
            case "list" if self._lists:
                self._lists.pop()
            case "table-cell":
                self.paragraphs.end_cell()
            case "table-row":
                self.paragraphs.end_row()


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else otherwise
