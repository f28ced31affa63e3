"""Word documents (.docx, and .docm without its macros, which are never looked at) as text.

A reader of our own over expat and zipfile, as for workbooks (decisions 0021, 0031). What is deleted, moved away,
hidden or a comment is not in the text; headers and footnotes are not either. Source: ECMA-376, part 1, chapter 17.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from posixpath import normpath
from zipfile import ZipFile

from bot.file_readers import NotReadable
from bot.text_files.paragraphs import Level, Marks, Paragraphs
from bot.text_files.parts import read_part

_LEFT_OUT = frozenset((
    "Fallback",  # a drawing once more, for older programs
    "del", "moveFrom", "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange",
    "numberingChange", "rt", "instrText",
))  # fmt: skip
_OFF = frozenset(("0", "false", "off"))
# Signs of the font Symbol, which Word stores by their places in it; others show as what they are in Unicode or as •.
_SYMBOLS = dict(zip(
    (0xA3, 0xAE, 0xB0, 0xB1, 0xB3, 0xB4, 0xB8, 0xB9, 0xBB, 0x61, 0x62, 0x6D, 0x44, 0x53, 0x57, 0x70),
    "≤→°±≥×÷≠≈αβµΔΣΩπ", strict=True,
))  # fmt: skip
_ARROWS = {0xE0: "→", 0xE8: "→"}  # of Wingdings
_PRIVATE = 0xF000
_MOST_BASED = 20  # styles upon styles


@dataclass(slots=True)
class _Style:
    based_on: str = ""
    list_id: str | None = None
    depth: int = 0
    is_hidden: bool = False


@dataclass(slots=True)
class _Lists:
    """Of numId, where its levels are; the levels themselves; and those that a numId has of its own."""

    abstract: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    own: dict[str, dict[int, Level]] = field(default_factory=dict)

    def marks(self) -> Marks:
        known = {name: {**self.levels.get(target, {}), **self.own[name]} for name, target in self.abstract.items()}
        nothing = Level("none", "")
        return Marks({name: [found.get(depth, nothing) for depth in range(9)] for name, found in known.items()})


def is_docx(names: frozenset[str]) -> bool:
    """Whether a package with these parts is a Word document."""
    return any(name.startswith("word/") for name in names)


def read_docx(archive: ZipFile, names: frozenset[str]) -> str:
    """The text of the document. Raises: NotReadable, and what `parts.opened` turns into it."""
    place = _document(archive, names)
    folder = place.rpartition("/")[0]
    styles, lists = dict[str, _Style](), _Lists()
    if (part := f"{folder}/styles.xml") in names:
        styles = _styles(archive, part)
    if (part := f"{folder}/numbering.xml") in names:
        lists = _numbering(archive, part)
    reading = _Document(styles, lists.marks())
    read_part(archive, place, reading.begin, reading.end, reading.text)
    return reading.paragraphs.joined()


def _document(archive: ZipFile, names: frozenset[str]) -> str:
    """The name of the main part, which the package says; nearly always it is word/document.xml."""
    targets: list[str] = []

    def begin(tag: str, values: Mapping[str, str]) -> None:
        is_inside = values.get("TargetMode", "Internal") == "Internal"
        if tag == "Relationship" and is_inside and values.get("Type", "").endswith("/officeDocument"):
            targets.append(normpath(values.get("Target", "").lstrip("/")))

    if "_rels/.rels" in names:
        read_part(archive, "_rels/.rels", begin, lambda tag: None)
    found = next((name for name in (*targets, "word/document.xml") if name in names), None)
    if found is None:
        raise NotReadable("text-file-broken")
    return found


def _styles(archive: ZipFile, part: str) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    style = _Style()

    def begin(tag: str, values: Mapping[str, str]) -> None:
        nonlocal style
        value = values.get("val", "")
        match tag:
            case "style":
                style = styles[values.get("styleId", "")] = _Style()
            case "basedOn":
                style.based_on = value
            case "numId":
                style.list_id = value
            case "ilvl":
                style.depth = _number(value)
            case "vanish":
                style.is_hidden = value not in _OFF

    read_part(archive, part, begin, lambda tag: None)
    return styles


def _numbering(archive: ZipFile, part: str) -> _Lists:
    lists = _Lists()
    levels = dict[int, Level]()  # those that are being described
    depth, kind, pattern, start = 0, "", "", 1
    name = ""

    def begin(tag: str, values: Mapping[str, str]) -> None:
        nonlocal levels, depth, kind, pattern, start, name
        value = values.get("val", "")
        match tag:
            case "abstractNum":
                levels = lists.levels[values.get("abstractNumId", "")] = {}
            case "num":
                name = values.get("numId", "")
                levels = lists.own[name] = {}
            case "abstractNumId":
                lists.abstract[name] = value
            case "lvl":
                depth, kind, pattern, start = _number(values.get("ilvl", "")), "decimal", "", 1
            case "start":
                start = _number(value)
            case "numFmt":
                kind = value
            case "lvlText":
                pattern = value

    def end(tag: str) -> None:
        if tag == "lvl":
            levels[depth] = Level(kind, pattern, start)

    read_part(archive, part, begin, end)
    return lists


class _Document:
    """Takes the elements of the document. Text boxes are paragraphs inside of paragraphs, hence the stacks."""

    def __init__(self, styles: Mapping[str, _Style], marks: Marks) -> None:
        self.paragraphs = Paragraphs()
        self._styles, self._marks = styles, marks
        self._left_out = 0  # how deep in what is left out
        self._pieces: list[list[str]] = []  # of the paragraphs that are open
        self._about: list[_Style] = []  # them
        self._in_properties = 0
        self._is_text = self._is_hidden = False

    def begin(self, tag: str, values: Mapping[str, str]) -> None:
        if self._left_out or tag in _LEFT_OUT:
            self._left_out += 1
            return
        value = values.get("val", "")
        match tag:
            case "p":
                self._pieces.append([])
                self._about.append(_Style())
            case "tr" | "tc":
                self.paragraphs.begin()
            case "pPr":
                self._in_properties += 1
            case "pStyle" | "numId" | "ilvl" if self._about:
                self._property(tag, value)
            case "r":
                self._is_hidden = False
            case "rStyle":
                self._is_hidden = value in self._styles and self._styles[value].is_hidden
            case "vanish" if not self._in_properties:
                self._is_hidden = value not in _OFF
            case "t":
                self._is_text = not self._is_hidden
            case _:
                self._sign(tag, values)

    def _property(self, tag: str, value: str) -> None:
        about = self._about[-1]
        match tag:
            case "pStyle":
                about.based_on = value
            case "numId":
                about.list_id = value
            case _:
                about.depth = _number(value)

    def _sign(self, tag: str, values: Mapping[str, str]) -> None:
        if not self._pieces or self._is_hidden:
            return
        match tag:
            case "tab" if not self._in_properties:
                self._pieces[-1].append(" ")
            case "br" | "cr":
                self._pieces[-1].append("\n")
            case "noBreakHyphen":
                self._pieces[-1].append("-")
            case "softHyphen":
                self._pieces[-1].append("\u00ad")  # nothing in Unicode, ư in TCVN3
            case "sym":
                self._pieces[-1].append(_symbol(values.get("char", ""), values.get("font", "")))

    def text(self, data: str) -> None:
        if self._is_text and self._pieces:
            self._pieces[-1].append(data)

    def end(self, tag: str) -> None:
        if self._left_out:
            self._left_out -= 1
            return
        match tag:
            case "t":
                self._is_text = False
            case "p" if self._pieces:
                text = "".join(self._pieces.pop())
                about = self._about.pop()
                self.paragraphs.add(f"{self._mark(about)}{text}" if text.strip() else "")
            case "pPr":
                self._in_properties -= 1
            case "tc":
                self.paragraphs.end_cell()
            case "tr":
                self.paragraphs.end_row()

    def _mark(self, about: _Style) -> str:
        """The mark of a list item: by the paragraph's own properties, else by its style."""
        depth = about.depth
        for _ in range(_MOST_BASED):
            if about.list_id is not None:
                return self._marks.of(about.list_id, depth or about.depth)
            if about.based_on not in self._styles:
                break
            about = self._styles[about.based_on]
        return ""


def _symbol(char: str, font: str) -> str:
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    if code < _PRIVATE or code > _PRIVATE + 0xFF:
        return chr(code) if 0x20 <= code < 0xD800 else ""
    return (_SYMBOLS if font == "Symbol" else _ARROWS).get(code - _PRIVATE, "•")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
