"""The A4 sheet with a QR code for a notice board: black on white, vectors, its font (every Vietnamese letter) embedded.

Texts take the room they need, shrinking before they wrap once more, and are never cut. The code gets all that is left,
so it is as large as the paper allows: 14 cm under a short name, 12 cm under the longest. By the rule of thumb (a tenth
of the distance) any phone reads that from 1.2 to 1.4 m; a camera of 1920 by 1080 pixels has two to three a module from
2 m and reads it there, and up to 2.5 m, as a test shows.
"""

from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.documents.fonts import dejavu_sans
from bot.documents.qr import QUIET_ZONE, qr_matrix, runs

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 210.0, 297.0  # mm
MARGIN = 10.0  # mm; no printer needs more
_MM = 72 / 25.4  # points
_LEADING = 1.28  # of a text's size
_TEXT = WIDTH - 2 * MARGIN
_PLAIN, _BOLD = "poster", "poster-bold"
_WHOLE = 1  # fill mode: what two shapes cover is filled too
_DISC = 3.3  # mm; radius of a step's number
_BOX_LEFT = 82.0  # mm; of the frame's width, for the code
_BOX_HEIGHT = 22.0
_GAP = 1.0  # mm between texts


class Poster(Struct, frozen=True):
    """What stands on the sheet."""

    call: str  # what to do with it
    programme: str
    period: str  # when initiatives are taken
    name: str  # of the CĐCS
    above: str  # whose CĐCS it is; may be empty
    url: str  # in the code
    steps: tuple[str, ...]
    code_label: str
    code: str  # to be typed where nothing can be scanned
    typed: tuple[str, ...]  # where it is to be typed, a line each; an address is one of them


class _Block(Struct, frozen=True):
    """Lines of one size."""

    lines: tuple[str, ...]
    size: float  # points
    font: str = _PLAIN

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * _LEADING / _MM


def poster_pdf(posters: Sequence[Poster]) -> bytes:
    """A document with a page for each. Raises: ValueError for an address that no code of ours carries."""
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415 - heavy

    _fonts()
    file = BytesIO()
    canvas = Canvas(file, (WIDTH * _MM, HEIGHT * _MM), pageCompression=1, invariant=1, lang="vi")
    canvas.setTitle(f"{posters[0].call} – {posters[0].name}" if len(posters) == 1 else posters[0].call)
    for poster in posters:
        _page(canvas, poster)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def code_side(poster: Poster) -> float:
    """How wide the code is on its sheet, in mm, without the quiet zone."""
    _fonts()
    modules = len(qr_matrix(poster.url))
    return _area(_head(poster), _steps(poster)) * (modules - 2 * QUIET_ZONE) / modules


def _page(canvas: "Canvas", poster: Poster) -> None:
    head, steps = _head(poster), _steps(poster)
    area = _area(head, steps)
    y = MARGIN
    for block in head:
        y = _centred(canvas, block, y, WIDTH / 2) + _GAP
    _code(canvas, poster.url, y, area)
    y = HEIGHT - MARGIN - _BOX_HEIGHT - 2 - _height(steps)
    for number, block in enumerate(steps, start=1):
        y = _step(canvas, number, block, y) + _GAP
    _box(canvas, poster)


def _head(poster: Poster) -> tuple[_Block, ...]:
    above = (_fitted(poster.above, _PLAIN, (13, 8), _TEXT, 11),) if poster.above else ()
    return (
        _fitted(poster.call, _BOLD, (30, 12), _TEXT, 14),
        _fitted(poster.programme, _BOLD, (17, 8), _TEXT, 16),
        _fitted(poster.period, _PLAIN, (15, 8), _TEXT, 14),
        _fitted(poster.name, _BOLD, (34, 8), _TEXT, 34),
        *above,
    )


def _steps(poster: Poster) -> tuple[_Block, ...]:
    return tuple(_fitted(step, _PLAIN, (15, 8), _TEXT - 4 * _DISC, 14) for step in poster.steps)


def _area(head: Sequence[_Block], steps: Sequence[_Block]) -> float:
    """The side of the square that is left for code and quiet zone; paper beside and between texts is quiet too."""
    return min(WIDTH, HEIGHT - 2 * MARGIN - _height(head) - _height(steps) - _BOX_HEIGHT - 2)


def _height(blocks: Sequence[_Block]) -> float:
    return sum(block.height + _GAP for block in blocks)


def _fitted(text: str, font: str, sizes: tuple[int, int], width: float, height: float) -> _Block:
    """The largest size at which the text, wrapped to *width*, is no higher than *height* (mm); else the least."""
    largest, least = sizes
    block = _Block((), largest, font)
    for size in range(largest, least - 1, -1):
        block = _Block(_wrapped(text, _measure(font, size), width * _MM), size, font)
        if block.height <= height:
            break
    return block


def _wrapped(text: str, measure: Callable[[str], float], width: float) -> tuple[str, ...]:
    """Lines no wider than *width*; a word that is longer is broken where it must."""
    lines, line = list[str](), ""
    for word in text.split():
        if measure(candidate := f"{line} {word}".strip()) <= width:
            line = candidate
            continue
        lines += [line] if line else []
        line = word
        if measure(word) > width:
            *broken, line = _pieces(word, measure, width)
            lines += broken
    return (*lines, line) if line else tuple(lines)


def _pieces(word: str, measure: Callable[[str], float], width: float) -> list[str]:
    pieces, used = [""], 0.0
    for letter in word:
        if used + (wide := measure(letter)) > width:
            pieces, used = [*pieces, ""], 0.0
        pieces[-1] += letter
        used += wide
    return pieces


def _measure(font: str, size: float) -> Callable[[str], float]:
    from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: PLC0415 - heavy

    return lambda text: float(stringWidth(text, font, size))


def _centred(canvas: "Canvas", block: _Block, y: float, x: float) -> float:
    """Write the lines below *y* (mm from the top) around *x*. Returns: where they end."""
    canvas.setFont(block.font, block.size)
    for line in block.lines:
        canvas.drawCentredString(x * _MM, _up(y) - block.size, line)
        y += block.size * _LEADING / _MM
    return y


def _step(canvas: "Canvas", number: int, block: _Block, y: float) -> float:
    first = _up(y) - block.size
    canvas.circle((MARGIN + _DISC) * _MM, first + block.size * 0.36, _DISC * _MM, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.setFont(_BOLD, 12)
    canvas.drawCentredString((MARGIN + _DISC) * _MM, first + block.size * 0.36 - 4.4, str(number))
    canvas.setFillGray(0)
    canvas.setFont(block.font, block.size)
    for place, line in enumerate(block.lines):
        canvas.drawString((MARGIN + 4 * _DISC) * _MM, first - place * block.size * _LEADING, line)
    return y + block.height


def _code(canvas: "Canvas", url: str, y: float, area: float) -> None:
    matrix = qr_matrix(url)
    module = area / len(matrix)
    left = (WIDTH - area) / 2
    path = canvas.beginPath()
    for x, row, length in runs(matrix):
        # A hair more than a row is high: no viewer draws a line of light between two.
        bottom, high = _up(y + (row + 1) * module) - 0.05, module * _MM + 0.05
        path.rect((left + x * module) * _MM, bottom, length * module * _MM, high)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=_WHOLE)


def _box(canvas: "Canvas", poster: Poster) -> None:
    """The frame at the foot: the code in large letters, and where to type it."""
    height, bottom = _BOX_HEIGHT, HEIGHT - MARGIN
    canvas.setLineWidth(1.5)
    canvas.roundRect(MARGIN * _MM, _up(bottom), _TEXT * _MM, height * _MM, 2.5 * _MM, stroke=1, fill=0)
    rule = MARGIN + _BOX_LEFT
    canvas.line(rule * _MM, _up(bottom - 3), rule * _MM, _up(bottom - height + 3))
    label = _fitted(poster.code_label, _PLAIN, (12, 8), _BOX_LEFT - 6, 6)
    code = _fitted(poster.code, _BOLD, (36, 14), _BOX_LEFT - 6, 17)
    y = bottom - (height + label.height + code.height) / 2
    for block in (label, code):
        y = _centred(canvas, block, y, MARGIN + _BOX_LEFT / 2)
    where = [_typed(line) for line in poster.typed]
    y = bottom - (height + sum(block.height for block in where)) / 2
    for block in where:
        y = _centred(canvas, block, y, rule + (_TEXT - _BOX_LEFT) / 2)


def _typed(line: str) -> _Block:
    is_address = " " not in line
    return _fitted(line, _BOLD if is_address else _PLAIN, (15, 7), _TEXT - _BOX_LEFT - 6, 6.8)


def _up(y: float) -> float:
    """Points from the bottom, for mm from the top."""
    return (HEIGHT - y) * _MM


@cache
def _fonts() -> None:
    """Make the two fonts known; they are read once a process."""
    from reportlab.pdfbase.pdfmetrics import registerFont  # noqa: PLC0415 - heavy
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415

    for name, is_bold in ((_PLAIN, False), (_BOLD, True)):
        registerFont(TTFont(name, str(dejavu_sans(is_bold=is_bold))))
