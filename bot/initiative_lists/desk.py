"""Lists of initiatives that people hand in by chat: looked at when the file is there, filed after the tap.

Both as readers of files, see bot/fetching.py, which does all of it again after a crash.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from bot.facts import FactLoader
from bot.file_readers import MEGABYTE, Finding, Reader, ReceivedFile
from bot.imports.desk import LANE, LIFE
from conversations.effects import Text
from conversations.flows.file_list import FILING, INITIATIVES
from storage.database import Database

if TYPE_CHECKING:
    from bot.initiative_lists.clerk import Clerk

MOST_BYTES = 10 * MEGABYTE
SECONDS = 300.0  # for a list


class ListDesk(Struct, frozen=True):
    """What the program does with lists of initiatives: one at a time in a process, in the lane of other lists."""

    database: Database
    facts: FactLoader
    phrase: Callable[[Text], str]
    wake_sender: Callable[[], None]
    clock: Callable[[], datetime]
    texts_dir: Path | None

    def readers(self) -> dict[str, Reader]:
        """By the purpose of the files."""
        return {
            INITIATIVES: Reader(self._look, most_bytes=MOST_BYTES, seconds=SECONDS, lane=LANE, life=LIFE),
            FILING: Reader(self._file, seconds=SECONDS, lane=LANE, life=LIFE),
        }

    async def _look(self, received: ReceivedFile) -> Finding:
        return await self._clerk().look(received)

    async def _file(self, received: ReceivedFile) -> Finding:
        return await self._clerk().file(received)

    def _clerk(self) -> "Clerk":
        from bot.initiative_lists.clerk import Clerk  # noqa: PLC0415 - most programs never see such a list

        return Clerk(self)
