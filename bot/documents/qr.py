"""QR codes that open a chat: for a screen (PNG), for a printer's shop (SVG), for the notice board (PDF, A4).

Error correction M and a quiet zone of four modules (ISO/IEC 18004): a poster is creased, lit badly and photographed
from an angle, and M still leaves the modules large.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING

from bot.documents.fonts import dejavu_sans

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_URL = 300  # characters; more would make modules too small for a cheap phone at arm's length
QUIET_ZONE = 4  # modules
_LEAST_PIXELS = 900  # of a picture's side: sharp on every phone, and 7.5 cm at 300 dpi
_A4 = 210 / 25.4, 297 / 25.4  # inches
_QR_MM = 130.0  # side on the poster: read from about a metre
Matrix = Sequence[Sequence[bool]]


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands around the code."""

    headline: str
    name: str  # of the CĐCS
    steps: tuple[str, ...]  # under the code, one a line
    code: str  # to be typed where a link does not work


def qr_matrix(url: str) -> Matrix:
    """The modules by row, True for dark, with the quiet zone. Raises: ValueError beyond MOST_URL."""
    import qrcode  # noqa: PLC0415 - heavy
    from qrcode.constants import ERROR_CORRECT_M  # noqa: PLC0415

    if not 0 < len(url) <= MOST_URL:
        raise ValueError(f"a QR address has 1 to {MOST_URL} characters")
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(url)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.get_matrix()]


def qr_png(url: str) -> bytes:
    """A black and white picture, at least 900 px wide, whole pixels a module."""
    from PIL import Image  # noqa: PLC0415 - heavy

    matrix = qr_matrix(url)
    side = len(matrix)
    small = Image.new("1", (side, side), 1)
    small.putdata([not module for row in matrix for module in row])
    pixels = side * -(-_LEAST_PIXELS // side)
    file = BytesIO()
    small.resize((pixels, pixels), Image.Resampling.NEAREST).save(file, "PNG", optimize=True, dpi=(300, 300))
    return file.getvalue()


def qr_svg(url: str) -> bytes:
    """A drawing of 80 mm that scales without loss, quiet zone and white ground included."""
    matrix = qr_matrix(url)
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in _runs(matrix))
    side = len(matrix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="80mm" height="80mm" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>\n'
    ).encode()


def qr_pdf(url: str, poster: Poster) -> bytes:
    """An A4 poster: drawn as vectors, its font (every Vietnamese letter) embedded."""
    from matplotlib import rc_context  # noqa: PLC0415 - heavy
    from matplotlib.backends.backend_pdf import FigureCanvasPdf  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=_A4, facecolor="white")
    FigureCanvasPdf(figure)
    top = _write(figure, _Line(poster.headline, 30, 26, is_bold=True), 0.925)
    _write(figure, _Line(poster.name, 22, 38, color="#0072B2"), top - 0.012)
    _draw(figure, qr_matrix(url), bottom=0.285)
    below = 0.262
    for step in poster.steps:
        below = _write(figure, _Line(step, 17, 50), below)
    _write(figure, _Line(poster.code, 30, 26, is_bold=True), min(below - 0.012, 0.12))
    file = BytesIO()
    with rc_context({"pdf.fonttype": 42}):  # TrueType, so that a shop can print and search it
        figure.savefig(file, format="pdf", metadata={"Title": poster.headline, "Creator": None, "CreationDate": None})
    return file.getvalue()


def _runs(matrix: Matrix) -> list[tuple[int, int, int]]:
    """Dark modules that touch in a row as (x, y, length): without hairlines between them."""
    runs: list[tuple[int, int, int]] = []
    for y, row in enumerate(matrix):
        begin: int | None = None
        for x, module in enumerate([*row, False]):
            if module and begin is None:
                begin = x
            elif not module and begin is not None:
                runs.append((begin, y, x - begin))
                begin = None
    return runs


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: int  # points
    width: int  # characters
    is_bold: bool = False
    color: str = "black"


def _write(figure: "Figure", line: _Line, y: float) -> float:
    """Centre a text below *y* (a share of the page's height), in at most four lines. Returns: Where it ends."""
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - heavy

    pieces, size = wrap(line.text, line.width, max_lines=4, placeholder=" …"), line.size
    if len(pieces) > 2:
        pieces, size = wrap(line.text, round(line.width / 0.75), max_lines=4, placeholder=" …"), round(size * 0.75)
    font = FontProperties(fname=str(dejavu_sans(is_bold=line.is_bold)), size=size)
    step = size * 1.35 / (_A4[1] * 72)
    for piece in pieces:
        y -= step
        figure.text(0.5, y, piece, ha="center", fontproperties=font, color=line.color, parse_math=False)
    return y


def _draw(figure: "Figure", matrix: Matrix, bottom: float) -> None:
    from matplotlib.collections import PatchCollection  # noqa: PLC0415 - heavy
    from matplotlib.patches import Rectangle  # noqa: PLC0415

    side = len(matrix)
    width, height = _QR_MM / 210, _QR_MM / 297
    axes = figure.add_axes((0.5 - width / 2, bottom, width, height))
    axes.set_axis_off()
    axes.set_xlim(0, side)
    axes.set_ylim(side, 0)
    modules = [Rectangle((x, y), length, 1) for x, y, length in _runs(matrix)]
    axes.add_collection(PatchCollection(modules, facecolor="black", edgecolor="black", linewidth=0.05))
