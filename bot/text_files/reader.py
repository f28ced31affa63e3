"""The reader of text files, as bot/fetching.py calls it."""

from collections.abc import Mapping

import orjson

from bot.apart import Bounds, run_apart
from bot.file_readers import MEGABYTE, Finding, Reader, ReceivedFile
from conversations.sent_files import TEXT

BOUNDS = Bounds(seconds=20.0, memory_bytes=512 << 20)
MOST_BYTES = 20 * MEGABYTE  # no bot may fetch more from Telegram; a report with photos has some of them


async def _read(file: ReceivedFile) -> Finding:
    from bot.text_files.contents import read_text  # noqa: PLC0415 - ten modules, for who sends a file

    return Finding(orjson.loads(await run_apart(read_text, file.content, "", BOUNDS)))


READERS: Mapping[str, Reader] = {TEXT: Reader(_read, MOST_BYTES, BOUNDS.seconds + 5)}
