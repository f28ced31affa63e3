"""Codes in photos: what is found in them in whatever light, what is said where nothing is, and what pictures may cost."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache

import orjson
import pytest
from PIL import Image

from bot.file_readers import NotReadable, ReceivedFile
from bot.photos import READERS
from bot.qr_pictures import MOST_PIXELS, find_card, find_poster
from conversations import codes
from conversations.sent_files import CARD, POSTER
from tests.builders import LINK, NOON, RECEIPT
from tests.pictures import (
    BANK,
    DISTORTIONS,
    FIRST_CARD,
    NAME,
    NEW_CARD,
    NUMBER,
    OLD_CARD,
    OTHER_CARD,
    POSTER_URL,
    blurred,
    jpeg,
    photo,
    qr,
    saved,
)

TODAY = "2021-04-01"
THE_CARD, THE_CODE = {"name": NAME, "number": NUMBER}, {"code": LINK}
Find = Callable[[bytes, str], bytes]


def answer(find: Find, content: bytes) -> object:
    """What is found, or the key of what is said."""
    try:
        return orjson.loads(find(content, TODAY))
    except NotReadable as problem:
        return problem.key


@pytest.mark.parametrize("distortion", DISTORTIONS)
@pytest.mark.parametrize(
    ("text", "find", "expected"), [(OLD_CARD, find_card, THE_CARD), (POSTER_URL, find_poster, THE_CODE)]
)
def test_distortions(text: str, find: Find, expected: object, distortion: str) -> None:
    """Held askew, in bad light, out of focus, far away."""
    assert expected == answer(find, jpeg(DISTORTIONS[distortion](photo(qr(text)))))


@cache
def of(*texts: str) -> bytes:
    """A photo of codes."""
    return jpeg(photo(*(qr(text, 5) for text in texts), size=(1600, 900)))


OTHER_POSTER = f"https://bot.example/q/{RECEIPT}"
# what is photographed: found where a card is asked for, found where a poster is looked for
SCENES: Mapping[str, tuple[tuple[str, ...], object, object]] = {
    "an old card": ((OLD_CARD,), THE_CARD, "photo-other-code"),
    "a card": ((FIRST_CARD,), THE_CARD, "photo-other-code"),
    "a new card": ((NEW_CARD,), THE_CARD, "photo-other-code"),
    "card, poster and bank": ((OLD_CARD, POSTER_URL, BANK), THE_CARD, THE_CODE),
    "the same card twice": ((OLD_CARD, NEW_CARD), THE_CARD, "photo-other-code"),
    "two cards": ((OLD_CARD, OTHER_CARD), "photo-several-cards", "photo-other-code"),
    "a poster": ((POSTER_URL,), THE_CODE, THE_CODE),
    "a bare code": ((LINK,), THE_CODE, THE_CODE),
    "a code as people write it": ((codes.shown(LINK).lower(),), THE_CODE, THE_CODE),
    "the same code twice": ((POSTER_URL, LINK), THE_CODE, THE_CODE),
    "two posters": ((POSTER_URL, OTHER_POSTER), "photo-several-codes", "photo-several-codes"),
    "a bank": ((BANK,), "photo-not-card", "photo-other-code"),
    "a link": (("https://example.vn/",), "photo-not-card", "photo-other-code"),
    "none": ((), "photo-no-card", "photo-no-code"),
}


@pytest.mark.parametrize("scene", SCENES)
def test_what_is_photographed(scene: str) -> None:
    """The card wins where it is asked for, and is not read anywhere else; nothing but two fields of it comes out."""
    texts, for_card, for_poster = SCENES[scene]
    assert (for_card, for_poster) == (answer(find_card, of(*texts)), answer(find_poster, of(*texts)))


def cut_off() -> Image.Image:
    """Half of the code is outside the picture."""
    code = qr(OLD_CARD)
    return photo(code.crop((0, 0, code.width // 2, code.height)))


def covered() -> Image.Image:
    """Glare so strong that a corner is gone."""
    picture, code = photo(qr(OLD_CARD)), qr(OLD_CARD)
    left, top = (picture.width - code.width) // 2, (picture.height - code.height) // 2
    picture.paste(255, (left, top, left + code.width // 2, top + code.height // 2))
    return picture


def in_palette() -> bytes:
    """Black on nothing, as some programs save a code."""
    code = qr(POSTER_URL)
    return saved(Image.merge("LA", (code, code.point([255 * (v < 128) for v in range(256)]))), "PNG")


@pytest.mark.parametrize("picture", [cut_off, covered, lambda: blurred(9)(photo(qr(OLD_CARD)))])
def test_beyond_reading(picture: Callable[[], Image.Image]) -> None:
    """One sentence that says how to photograph it."""
    assert "photo-no-card" == answer(find_card, jpeg(picture()))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation(orientation: int) -> None:
    """Whatever the phone says about which side is up."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    assert THE_CARD == answer(find_card, jpeg(photo(qr(NEW_CARD)), exif=exif))


FORMATS: Mapping[str, Callable[[], bytes]] = {
    "webp": lambda: saved(photo(qr(POSTER_URL)), "WEBP"),
    "colour": lambda: jpeg(photo(qr(POSTER_URL)).convert("RGB")),
    "four colours": lambda: jpeg(photo(qr(POSTER_URL)).convert("CMYK")),
    "palette": lambda: saved(photo(qr(POSTER_URL)).convert("P"), "PNG"),
    "one bit": lambda: saved(photo(qr(POSTER_URL)).convert("1"), "PNG"),
    "transparent": in_palette,
    "transparent colour": lambda: saved(Image.open(io.BytesIO(in_palette())).convert("RGBA"), "PNG"),
    "progressive": lambda: jpeg(photo(qr(POSTER_URL)), progressive=True),
}


@pytest.mark.parametrize("name", FORMATS)
def test_formats(name: str) -> None:
    """What phones, chats and drawing programs make of a picture."""
    assert THE_CODE == answer(find_poster, FORMATS[name]())


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(wide: int, high: int, *more: bytes) -> bytes:
    """A PNG that claims a size."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def moving() -> bytes:
    """An animation whose second frame is a card."""
    frames = [photo(size=(400, 400)), photo(qr(OLD_CARD), size=(900, 700)).resize((400, 400))]
    return saved(frames[0], "GIF", save_all=True, append_images=frames[1:])


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
HOSTILE: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "a header that promises 3.6 gigapixels": (lambda: png_of(60_000, 60_000), "photo-too-large"),
    "120 megapixels": (lambda: png_of(12_000, 10_000), "photo-too-large"),
    "60 megapixels": (lambda: saved(Image.new("1", (10_000, 6_000)), "PNG"), "photo-too-large"),
    "no pixels": (lambda: png_of(0, 0), "photo-not-picture"),
    "one pixel": (lambda: saved(Image.new("L", (1, 1)), "PNG"), "photo-no-card"),
    "a line": (lambda: saved(Image.new("L", (40_000, 1)), "PNG"), "photo-no-card"),
    "fewer pixels than promised": (lambda: png_of(2_000, 2_000), "photo-broken"),
    "a text that unpacks to 20 MB": (
        lambda: png_of(100, 100, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 20_000_000, 1))), "photo-broken"),
    "half a photo": (lambda: of(OLD_CARD)[: len(of(OLD_CARD)) // 2], "photo-broken"),
    "a header alone": (lambda: of(OLD_CARD)[:20], "photo-not-picture"),
    "an animation": (moving, "photo-not-picture"),
    "a drawing": (lambda: SVG, "photo-not-picture"),
    "a program": (lambda: b"MZ" + b"\0" * 5_000, "photo-not-picture"),
    "noise": (lambda: bytes(range(256)) * 50, "photo-not-picture"),
    "TIFF": (lambda: saved(photo(qr(OLD_CARD)), "TIFF"), "photo-not-picture"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile(name: str) -> None:
    """Refused with a sentence, before anything is decoded that is too large."""
    make, key = HOSTILE[name]
    assert key == answer(find_card, make())


def received(purpose: str, content: bytes) -> ReceivedFile:
    """A picture as the pipeline hands it over."""
    return ReceivedFile("f1", purpose, 7, content, "anh.jpg", "image/jpeg", NOON)


async def test_the_readers() -> None:
    """Apart, within bounds: 12 megapixels of a phone, and nothing is kept."""
    picture = photo(qr(NEW_CARD, 5), size=(4000, 3000))
    found = await READERS[CARD].read(received(CARD, jpeg(picture)))
    assert (THE_CARD, None) == (found.found, found.keeps)
    found = await READERS[POSTER].read(received(POSTER, of(OLD_CARD, POSTER_URL)))
    assert (THE_CODE, None) == (found.found, found.keeps)


async def test_the_largest_picture() -> None:
    """49 megapixels, of which the reader decodes every other one."""
    picture = Image.new("L", (8_100, 6_100), 200)
    assert 48_000_000 < picture.width * picture.height <= MOST_PIXELS
    picture.paste(qr(POSTER_URL, 12), (4_000, 3_000))
    found = await READERS[POSTER].read(received(POSTER, jpeg(picture)))
    assert THE_CODE == found.found
