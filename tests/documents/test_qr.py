"""QR codes: what is drawn is read back by a reader that does not know the library."""

import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from bot.documents.qr import MOST_URL, QUIET_ZONE, qr_matrix, qr_png, qr_svg
from tests.documents.camera import seen
from tests.documents.qr_reader import Matrix, read

URLS = [
    "https://t.me/a?start=A",
    "https://t.me/sangkien_bot?start=A7K29QXM",
    "https://sangkien.example.vn/q/A7K29QXM",
    "https://sangkien.lien-doan-lao-dong.caobang.example.vn/q/A7K29QXM",
    "https://sangkien.lien-doan-lao-dong.caobang.example.vn/chuong-trinh-2021/q/A7K29QXM",
    "https://example.vn/Hà-Quảng",
]


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
    assert [url] == seen(picture.convert("L"))
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


@pytest.mark.parametrize("url", ["", "x" * (MOST_URL + 1)], ids=["empty", "long"])
def test_an_address_that_cannot_be_scanned_is_refused(url: str) -> None:
    """Too long an address would make modules that a cheap phone cannot tell apart."""
    with pytest.raises(ValueError, match="characters"):
        qr_png(url)
