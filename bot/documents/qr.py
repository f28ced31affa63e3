"""QR codes that open a chat: for a screen (PNG), for a printer's shop (SVG). The sheet for the notice board: poster.py.

Error correction M and a quiet zone of four modules (ISO/IEC 18004): a poster is creased, lit badly and photographed
from an angle, and M still leaves the modules large.
"""

from collections.abc import Sequence
from io import BytesIO

MOST_URL = 300  # characters; more would make modules too small for a cheap phone at arm's length
QUIET_ZONE = 4  # modules
_LEAST_PIXELS = 900  # of a picture's side: sharp on every phone, and 7.5 cm at 300 dpi
Matrix = Sequence[Sequence[bool]]


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
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in runs(matrix))
    side = len(matrix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="80mm" height="80mm" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>\n'
    ).encode()


def runs(matrix: Matrix) -> list[tuple[int, int, int]]:
    """Dark modules that touch in a row as (x, y, length): without hairlines between them."""
    found: list[tuple[int, int, int]] = []
    for y, row in enumerate(matrix):
        begin: int | None = None
        for x, module in enumerate([*row, False]):
            if module and begin is None:
                begin = x
            elif not module and begin is not None:
                found.append((begin, y, x - begin))
                begin = None
    return found
