"""Codes in photos: what is found in them in whatever light, what is said where nothing is, and what pictures may cost."""

import struct
import zlib

import orjson
import pytest
from PIL import Image

from bot.file_readers import NotReadable
from bot.qr_pictures import MOST_PIXELS, find_card, find_poster
from tests.builders import LINK
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
CARD = {"name": NAME, "number": NUMBER}
POSTER = {"code": LINK}


@pytest.mark.parametrize("distortion", DISTORTIONS)
@pytest.mark.parametrize(("text", "find", "found"), [(OLD_CARD, find_card, CARD), (POSTER_URL, find_poster, POSTER)], ids=["card", "poster"])
def test_distortions(text, find, found, distortion: str) -> None:
    content = jpeg(DISTORTIONS[distortion](photo(qr(text))))
    assert found == orjson.loads(find(content, TODAY))
