"""What a Word document says of its paragraphs elsewhere: styles, and how the items of lists are marked.

Source: ECMA-376, part 1, 17.7 and 17.9.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from zipfile import ZipFile

from bot.text_files.paragraphs import Level, Marks
from bot.text_files.parts import read_part

OFF = frozenset(("0", "false", "off"))  # values of a property that is named to be switched off
DEFAULT = ""  # the style of a paragraph that names none
_EVERYWHERE = "\0"  # what holds where no style says otherwise
_MOST_BASED = 20  # styles upon styles


@dataclass(slots=True)
class Style:
    """What a style, or a paragraph itself, says."""

    based_on: str = ""
    list_id: str | None = None
    depth: int = 0
    is_hidden: bool = False
    font: str = ""


@dataclass(slots=True)
class Lists:
    """Of numId, where its levels are; the levels themselves; and those that a numId has of its own."""

    abstract: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    own: dict[str, dict[int, Level]] = field(default_factory=dict)

    def marks(self) -> Marks:
        """Their marks, to be asked for item by item."""
        known = {name: {**self.levels.get(target, {}), **self.own[name]} for name, target in self.abstract.items()}
        nothing = Level("none", "")
        return Marks({name: [found.get(depth, nothing) for depth in range(9)] for name, found in known.items()})


def chain(styles: Mapping[str, Style], name: str) -> Iterator[Style]:
    """A style and those that it is based on."""
    for _ in range(_MOST_BASED):
        if name not in styles:
            return
        yield styles[name]
        if (name := styles[name].based_on) == DEFAULT:
            return


def font_of(styles: Mapping[str, Style], *names: str) -> str:
    """The font that the first of these styles with one, or else the document, says; '' if none does."""
    every = (style.font for name in (*names, _EVERYWHERE) for style in chain(styles, name))
    return next(filter(None, every), "")


def read_styles(archive: ZipFile, part: str) -> dict[str, Style]:
    """The styles by their names."""
    style = Style()
    styles = {_EVERYWHERE: style}

    def begin(tag: str, values: Mapping[str, str]) -> None:
        nonlocal style
        value = values.get("val", "")
        match tag:
            case "style":
                style = styles[values.get("styleId", "")] = Style()
                if values.get("type") == "paragraph" and values.get("default", "0") not in OFF:
                    styles[DEFAULT] = style
            case "rFonts":
                style.font = font(values)
            case "basedOn":
                style.based_on = value
            case "numId":
                style.list_id = value
            case "ilvl":
                style.depth = number(value)
            case "vanish":
                style.is_hidden = value not in OFF

    read_part(archive, part, begin, lambda tag: None)
    return styles


def read_numbering(archive: ZipFile, part: str) -> Lists:
    """The lists of the document."""
    lists = Lists()
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
                depth, kind, pattern, start = number(values.get("ilvl", "")), "decimal", "", 1
            case "start":
                start = number(value)
            case "numFmt":
                kind = value
            case "lvlText":
                pattern = value

    def end(tag: str) -> None:
        if tag == "lvl":
            levels[depth] = Level(kind, pattern, start)

    read_part(archive, part, begin, end)
    return lists


def font(values: Mapping[str, str]) -> str:
    """The font of Latin letters."""
    return values.get("hAnsi") or values.get("ascii", "")


def number(text: str) -> int:
    """A number of the file format; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
