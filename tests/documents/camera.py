"""What a phone makes of our codes: pages become pictures, pictures suffer, and a reader that others wrote looks at them."""

from math import tan

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter

DPI = 300
_HALF_VIEW = 0.606  # radians: an ordinary lens (26 mm) sees 69.4° along its long side
_LINES = 1920  # pixels along the long side of the picture in which phones look for codes


def printed(pdf: bytes, page: int = 0, dpi: int = DPI) -> Image.Image:
    """A page as a printer of that resolution lays it down, in greys."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        picture: Image.Image = document[page].render(scale=dpi / 72, grayscale=True).to_pil()
        return picture.convert("L")
    finally:
        document.close()


def text_of(pdf: bytes, page: int = 0) -> str:
    """The words of a page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[page].get_textpage().get_text_range())
    finally:
        document.close()


def pages(pdf: bytes) -> int:
    """How many there are."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def black_or_white(picture: Image.Image) -> Image.Image:
    """One bit a pixel, as a copier or a fax makes it."""
    return picture.convert("1", dither=Image.Dither.NONE).convert("L")


def turned(picture: Image.Image, degrees: float) -> Image.Image:
    """Hung or held askew, before a white wall."""
    return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def blurred(picture: Image.Image, radius: float) -> Image.Image:
    """Out of focus, or held by a hand that moves."""
    return picture.filter(ImageFilter.GaussianBlur(radius))


def from_afar(picture: Image.Image, metres: float, dpi: int = DPI) -> Image.Image:
    """What is left of a printed page in the picture of a phone at that distance."""
    pixels_a_metre = _LINES / (2 * metres * tan(_HALF_VIEW))
    scale = pixels_a_metre * 0.0254 / dpi
    return picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BOX)


def seen(picture: Image.Image) -> list[str]:
    """The texts of the codes in a picture."""
    return [found.text for found in zxingcpp.read_barcodes(picture) if found.format == zxingcpp.BarcodeFormat.QRCode]
