"""Readers of pictures: the QR code on an identity card, and those on posters and invitations.

Nothing is kept of a picture, and nothing of a code but what the turn needs: number and name, or a code of ours.
"""

from collections.abc import Mapping

import orjson

from bot.apart import Bounds, Work, run_apart
from bot.file_readers import Finding, Reader, ReceivedFile
from bot.qr_pictures import find_card, find_poster
from conversations.sent_files import CARD, POSTER

BOUNDS = Bounds(seconds=20.0)  # the worst picture takes three on an idle core
MOST_BYTES = 20_000_000  # no bot may fetch more from Telegram


def _reader(work: Work) -> Reader:
    async def read(file: ReceivedFile) -> Finding:
        return Finding(orjson.loads(await run_apart(work, file.content, file.at.date().isoformat(), BOUNDS)))

    return Reader(read, most_bytes=MOST_BYTES, seconds=BOUNDS.seconds + 5)


READERS: Mapping[str, Reader] = {CARD: _reader(find_card), POSTER: _reader(find_poster)}
