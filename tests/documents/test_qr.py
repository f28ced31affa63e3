"""QR codes: what is drawn is read back by a reader that does not know the library."""

import re
import zlib
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from bot.documents.qr import MOST_URL, QUIET_ZONE, Poster, qr_matrix, qr_pdf, qr_png, qr_svg
from tests.documents.qr_reader import Matrix, read

URLS = [
    "https://t.me/a?start=A",
    "https://t.me/sangkien_bot?start=A7K29QXM",
    "https://sangkien.example.vn/q/A7K29QXM",
    "https://sangkien.lien-doan-lao-dong.caobang.example.vn/q/A7K29QXM",
    "https://sangkien.lien-doan-lao-dong.caobang.example.vn/chuong-trinh-2021/q/A7K29QXM",
    "https://example.vn/Hà-Quảng",
]
POSTER = Poster("Quét mã để nộp sáng kiến", "Trường Mầm non Hoa Mai", ("1. Quét mã.", "2. Trả lời."), "A7K2-9QXM")


def inside(matrix: Matrix) -> Matrix:
    """The code without its quiet zone, which must be light."""
    framed = [*matrix[:QUIET_ZONE], *matrix[-QUIET_ZONE:]]
    framed += [[*row[:QUIET_ZONE], *row[-QUIET_ZONE:]] for row in matrix]
    assert not any(module for row in framed for module in row)
    return [row[QUIET_ZONE:-QUIET_ZONE] for row in matrix[QUIET_ZONE:-QUIET_ZONE]]


@pytest.mark.parametrize("url", URLS)
def test_png_says_the_address(url: str) -> None:
    """Every pixel of a module has its colour, and the modules spell the address at level M."""
    picture = Image.open(BytesIO(qr_png(url)))
    side = len(qr_matrix(url))
    pixels = picture.width // side
    assert picture.size == (side * pixels, side * pixels)
    assert picture.width >= 900
    dark = picture.resize((side, side), Image.Resampling.NEAREST)
    whole = dark.resize(picture.size, Image.Resampling.NEAREST)
    assert whole.tobytes() == picture.tobytes()
    assert url == read(inside([[dark.getpixel((x, y)) == 0 for x in range(side)] for y in range(side)]))


@pytest.mark.parametrize("url", URLS)
def test_svg_says_the_address(url: str) -> None:
    """The drawing is XML without anything but a ground and the modules."""
    root = ElementTree.fromstring(qr_svg(url))  # noqa: S314 - made here
    side = int(root.attrib["viewBox"].split()[2])
    matrix = [[False] * side for _ in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", root[1].attrib["d"]):
        for place in range(int(x), int(x) + int(length)):
            matrix[int(y)][place] = True
    assert url == read(inside(matrix))


def test_poster_is_one_page_of_a4() -> None:
    """The PDF has one A4 page with the code as squares and its own font; the same input makes the same file."""
    pdf = qr_pdf(URLS[2], POSTER)
    assert pdf.startswith(b"%PDF-")
    width, height = (float(size) for size in re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)[0])
    assert (round(width), round(height)) == (595, 842)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    assert b"/FontFile2" in pdf
    drawn = b"".join(_streams(pdf))
    runs = sum(
        1 for row in qr_matrix(URLS[2]) for module, after in zip(row, [*row[1:], False], strict=True) if module > after
    )
    assert runs <= len(re.findall(rb"\bDo\b|\bh\b", drawn))
    assert pdf == qr_pdf(URLS[2], POSTER)


LONG = "Trường Phổ thông dân tộc bán trú Trung học cơ sở " * 6


@pytest.mark.parametrize("name", ["A", LONG, "$x_1$ \\alpha", "Ệ" * 300], ids=["short", "long", "signs", "one word"])
def test_any_name_fits_the_poster(name: str) -> None:
    """A name of 300 characters and one with signs of formulas make a poster too."""
    assert qr_pdf(URLS[0], Poster("Quét mã", name, (LONG, LONG), "A7K2-9QXM")).startswith(b"%PDF-")


@pytest.mark.parametrize("url", ["", "x" * (MOST_URL + 1)], ids=["empty", "long"])
def test_an_address_that_cannot_be_scanned_is_refused(url: str) -> None:
    """Too long an address would make modules that a cheap phone cannot tell apart."""
    with pytest.raises(ValueError, match="characters"):
        qr_png(url)


def _streams(pdf: bytes) -> list[bytes]:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    opened = []
    for stream in found:
        try:
            opened.append(zlib.decompress(stream))
        except zlib.error:
            opened.append(stream)
    return opened
