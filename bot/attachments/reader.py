"""The reader of files that go with an initiative: cleaned apart, stored, and told to the turn by what they are called.

Storing twice is storing once, so it does no harm that a reader may run again (bot/file_readers.py).
"""

import asyncio
from pathlib import PurePosixPath

from bot.apart import Bounds, run_apart
from bot.file_readers import MEGABYTE, Finding, Reader, ReceivedFile
from storage.blobs import Blobs

BOUNDS = Bounds(seconds=30.0)  # a picture of 50 megapixels takes one on an idle core


def reader(blobs: Blobs, megabytes: int) -> Reader:
    """Args: megabytes: of a file, at most."""

    async def read(file: ReceivedFile) -> Finding:
        from bot.attachments.kinds import cleaned  # noqa: PLC0415 - for who sends a file

        mime, _, content = (await run_apart(cleaned, file.content, "", BOUNDS)).partition(b"\n")
        blob = await asyncio.to_thread(blobs.put, content)
        kind = mime.decode()
        return Finding({"blob": blob.hex(), "mime": kind, "size": len(content), "name": named(file.name, kind)})

    return Reader(read, most_bytes=megabytes * MEGABYTE, seconds=BOUNDS.seconds + 30)


def named(name: str, mime: str) -> str:
    """What the file is called, with the ending of what it is; the ending alone where it has no name."""
    from bot.attachments.kinds import ENDINGS  # noqa: PLC0415

    ending, path = ENDINGS[mime], PurePosixPath(name)
    if not name:
        return ending
    is_same = path.suffix.casefold() in ({".jpg", ".jpeg"} if ending == ".jpg" else {ending})
    is_an_ending = 1 < len(path.suffix) <= 6 and path.suffix[1:].isalnum()
    return name if is_same else (path.stem if is_an_ending else name) + ending
