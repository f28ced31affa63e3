"""Word documents (.docx, and .docm without its macros, which are never looked at) as text.

A reader of our own over expat and zipfile, as for workbooks (decisions 0021, 0032). What is deleted, moved away,
hidden or a comment is not in the text; headers and footnotes are not either. Source: ECMA-376, part 1, chapter 17.
"""

from collections.abc import Mapping
from posixpath import normpath
from zipfile import ZipFile

from bot.file_readers import NotReadable
from bot.text_files import fonts
from bot.text_files.docx_styles import (
    OFF,
    Lists,
    Style,
    chain,
    font,
    font_of,
    number,
    read_numbering,
    read_styles,
)
from bot.text_files.paragraphs import Marks, Paragraphs
from bot.text_files.parts import read_part

_LEFT_OUT = frozenset((
    "Fallback",  # a drawing once more, for older programs
    "del", "moveFrom", "pPrChange", "rPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange",
    "numberingChange", "rt", "instrText",
))  # fmt: skip
# Signs of the font Symbol, which Word stores by their places in it; others show as what they are in Unicode or as •.
_SYMBOLS = dict(zip(
    (0xA3, 0xAE, 0xB0, 0xB1, 0xB3, 0xB4, 0xB8, 0xB9, 0xBB, 0x61, 0x62, 0x6D, 0x44, 0x53, 0x57, 0x70),
    "≤→°±≥×÷≠≈αβµΔΣΩπ", strict=True,
))  # fmt: skip
_ARROWS = {0xE0: "→", 0xE8: "→"}  # of Wingdings
_PRIVATE = 0xF000


def is_docx(names: frozenset[str]) -> bool:
    """Whether a package with these parts is a Word document."""
    return any(name.startswith("word/") for name in names)


def read_docx(archive: ZipFile, names: frozenset[str]) -> str:
    """The text of the document, with notes of old fonts. Raises: NotReadable, and what `parts.opened` turns into it."""
    place = _document(archive, names)
    folder = place.rpartition("/")[0]
    styles, lists = dict[str, Style](), Lists()
    if (part := f"{folder}/styles.xml") in names:
        styles = read_styles(archive, part)
    if (part := f"{folder}/numbering.xml") in names:
        lists = read_numbering(archive, part)
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


class _Document:
    """Takes the elements of the document. Text boxes are paragraphs inside of paragraphs, hence the stacks."""

    def __init__(self, styles: Mapping[str, Style], marks: Marks) -> None:
        self.paragraphs = Paragraphs()
        self._styles, self._marks = styles, marks
        self._left_out = 0  # how deep in what is left out
        self._pieces: list[list[str]] = []  # of the paragraphs that are open
        self._about: list[Style] = []  # them
        self._in_properties = 0
        self._is_text = self._is_hidden = False
        self._font = self._run_style = ""

    def begin(self, tag: str, values: Mapping[str, str]) -> None:
        if self._left_out or tag in _LEFT_OUT:
            self._left_out += 1
            return
        value = values.get("val", "")
        match tag:
            case "p":
                self._pieces.append([])
                self._about.append(Style())
            case "tr" | "tc":
                self.paragraphs.begin()
            case "pPr":
                self._in_properties += 1
            case "pStyle" | "numId" | "ilvl" if self._about:
                self._property(tag, value)
            case "r":
                self._is_hidden = False
                self._font = self._run_style = ""
            case "rFonts" if not self._in_properties:
                self._font = font(values)
            case "rStyle" if not self._in_properties:
                self._run_style = value
                self._is_hidden = value in self._styles and self._styles[value].is_hidden
            case "vanish" if not self._in_properties:
                self._is_hidden = value not in OFF
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
                about.depth = number(value)

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
            name = self._font or font_of(self._styles, *filter(None, (self._run_style,)), self._about[-1].based_on)
            self._pieces[-1].append(fonts.set_in(name, data))

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

    def _mark(self, about: Style) -> str:
        """The mark of a list item: by the paragraph's own properties, else by its style."""
        for style in (about, *chain(self._styles, about.based_on)):
            if style.list_id is not None:
                return self._marks.of(style.list_id, about.depth or style.depth)
        return ""


def _symbol(char: str, font: str) -> str:
    try:
        code = int(char, 16)
    except ValueError:
        return ""
    if code < _PRIVATE or code > _PRIVATE + 0xFF:
        return chr(code) if 0x20 <= code < 0xD800 else ""
    return (_SYMBOLS if font == "Symbol" else _ARROWS).get(code - _PRIVATE, "•")
