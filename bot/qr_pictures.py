"""QR codes in a picture that somebody sent. Runs in a process of its own (apart.py): nothing of a picture goes further
than what stands in the answer, and the bounds there hold for whatever a decoder does.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import orjson

from bot.file_readers import NotReadable
from conversations.scanned import Holder, holder, our_code

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 50_000_000  # claimed by the header; more is not decoded
FORMATS = ("JPEG", "PNG", "WEBP")
_PLENTY = 16_000_000  # pixels; of more every other one is looked at
_MOST_CODES = 40  # of one look
_SIDES = (1600, 3200)  # pixels of the longer side, at which it is looked at first
_RADIUS = 40  # pixels; light changes over more than that, and modules are smaller
Look = Callable[["Image"], "Image"]


def find_card(content: bytes, today: str) -> bytes:
    """Number and name of the identity card in a picture, else the code of ours.

    Args:
        today: ISO date.
    Raises: NotReadable.
    """
    day, is_code, ours = date.fromisoformat(today), False, set[str]()
    for is_last_resort, texts in _looks(_opened(content)):
        if is_last_resort and is_code:
            break
        cards = {card for text in texts if (card := holder(text, day)) is not None}
        if len(cards) > 1:
            raise NotReadable("photo-several-cards")
        if cards:
            return _as_answer(cards.pop())
        is_code = is_code or bool(texts)
        ours |= _ours(texts)
    if ours:
        return _the_one(ours)
    raise NotReadable("photo-not-card" if is_code else "photo-no-card")


def find_poster(content: bytes, _: str) -> bytes:
    """The code of ours in a picture. Raises: NotReadable."""
    is_code = False
    for is_last_resort, texts in _looks(_opened(content)):
        if is_last_resort and is_code:
            break
        if ours := _ours(texts):
            return _the_one(ours)
        is_code = is_code or bool(texts)
    raise NotReadable("photo-other-code" if is_code else "photo-no-code")


def _ours(texts: Iterable[str]) -> set[str]:
    return {code for text in texts if (code := our_code(text))}


def _the_one(ours: set[str]) -> bytes:
    if len(ours) > 1:
        raise NotReadable("photo-several-codes")
    return orjson.dumps({"code": next(iter(ours))})


def _as_answer(card: Holder) -> bytes:
    return orjson.dumps({"name": card.name, "number": card.number})


# -- the picture -------------------------------------------------------------------------------------------------
def _opened(content: bytes) -> "Image":
    """The picture in grey, its size known to be bearable before it is decoded. Raises: NotReadable.

    Which side is up, and whether it is mirrored, is all the same to the reader of codes.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - heavy

    try:
        picture: Image.Image = Image.open(BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_large()
        if picture.format == "JPEG":  # decoded in grey, and in half the size where that is plenty
            part = 2 if picture.width * picture.height > _PLENTY else 1
            picture.draft("L", (picture.width // part, picture.height // part))
        grey = _in_grey(picture)
        return grey.reduce(2) if grey.width * grey.height > _PLENTY else grey
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_large() from None
    except UnidentifiedImageError:
        raise NotReadable("photo-not-picture") from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError):
        raise NotReadable("photo-broken") from None  # what decoders raise for what is damaged


def _in_grey(picture: "Image") -> "Image":
    """What is transparent is white: the paper under the code."""
    from PIL import Image  # noqa: PLC0415 - heavy

    if picture.mode == "P" and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if "A" not in picture.getbands():
        return picture.convert("L")
    grey = Image.new("L", picture.size, 255)
    grey.paste(picture.convert("L"), mask=picture.getchannel("A"))
    return grey


def _too_large() -> NotReadable:
    return NotReadable("photo-too-large", {"most": MOST_PIXELS // 1_000_000})


# -- looking -----------------------------------------------------------------------------------------------------
def _looks(grey: "Image") -> Iterator[tuple[bool, list[str]]]:
    """What is read at one scale after the other, and then with the light and the lens made up for.

    Returns: whether that is a last resort, which takes longer; the texts of the codes.
    """
    longer = max(grey.size)
    for side in _SIDES:
        if side < longer:
            yield False, _read(_fitted(grey, side))
    yield False, _read(grey)
    small = _fitted(grey, _SIDES[0])
    for look in (_evenly_lit, _contrasted, _sharpened, _softened):
        yield True, _read(look(small))


def _read(grey: "Image") -> list[str]:
    import zxingcpp  # noqa: PLC0415 - heavy

    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [_text(code.bytes, code.text) for code in found[:_MOST_CODES]]


def _text(raw: bytes, guessed: str) -> str:
    """UTF-8 whatever the writer said: scanners take Vietnamese for Japanese."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return guessed


def _fitted(grey: "Image", side: int) -> "Image":
    """Its longer side is *side* at the most."""
    from PIL import Image  # noqa: PLC0415 - heavy

    share = side / max(grey.size)
    if share >= 1:
        return grey
    size = (max(1, round(grey.width * share)), max(1, round(grey.height * share)))
    return grey.resize(size, Image.Resampling.BOX)


def _evenly_lit(grey: "Image") -> "Image":
    """Shadow and glare are slow changes of the light: what is left without them."""
    from PIL import ImageChops, ImageFilter  # noqa: PLC0415 - heavy

    light = grey.filter(ImageFilter.BoxBlur(_RADIUS))
    return _contrasted(ImageChops.subtract(grey, light, scale=1.0, offset=128))


def _contrasted(grey: "Image") -> "Image":
    from PIL import ImageOps  # noqa: PLC0415 - heavy

    return ImageOps.autocontrast(grey, cutoff=2)


def _sharpened(grey: "Image") -> "Image":
    """Twice as large, so that modules of few pixels have edges to be found at."""
    from PIL import Image, ImageFilter  # noqa: PLC0415 - heavy

    twice = grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)
    return twice.filter(ImageFilter.UnsharpMask(radius=4, percent=300, threshold=2))


def _softened(grey: "Image") -> "Image":
    """Without the grain of a dark room, or the grid of a screen that was photographed."""
    from PIL import ImageFilter  # noqa: PLC0415 - heavy

    return grey.filter(ImageFilter.GaussianBlur(1.6))
