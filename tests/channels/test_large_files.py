"""Files of several megabytes go out as they are: whoever sends them does not hold everybody else up."""

import os
from pathlib import Path

from bot.channels.protocol import Attachment, Part
from tests.site import running


async def test_a_file_of_megabytes(sqlite_url: str, tmp_path: Path) -> None:
    """Beyond a megabyte too, where bytes in one piece are refused."""
    file = Attachment("to-qr.zip", "application/zip", os.urandom(3 << 20))
    async with running(sqlite_url, tmp_path) as world:
        chat = world.telegram.chat(30)
        await world.site.channels["telegram"].send("30", Part("Tệp ZIP", attachment=file))
        assert chat.last.file is not None
        assert (chat.last.file.name, chat.last.file.content == file.content) == (file.name, True)
