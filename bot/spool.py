"""Updates that were acknowledged although the database was away: sealed files, fsynced, worked off in order later.

The platform is told 200 only after the file is on disk. A file that is worked off twice has one effect, because the
inbox knows the update. While somebody has a file waiting, what they send next waits behind it.
"""

import asyncio
import itertools
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from bot.channels.protocol import Incoming
from bot.incoming_json import from_json, to_json
from bot.metrics import SPOOLED
from bot.settings import BadSettings
from storage.errors import StorageError, Unsealable
from storage.vault import Vault

LABEL = "spool"
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between attempts while the database is away
MOST_FILES = 200_000  # beyond this an update is refused, so that the platform keeps it
log = structlog.get_logger(__name__)
Take = Callable[[Incoming], Awaitable[object]]


class SpoolFull(Exception):
    """Nothing more can be kept here; the platform has to come again."""


class Spool:
    """One folder of waiting updates."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        """Raises: BadSettings if the folder cannot be written to: without it the program must not start."""
        self._folder, self._vault = folder, vault
        self._numbers = itertools.count()
        self._waiting: Counter[tuple[str, str]] = Counter()
        self._news = asyncio.Event()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / f".probe-{os.getpid()}"
            _write(probe, b"")
            probe.unlink()
        except OSError:
            raise BadSettings(f"DATA_DIR: không ghi được vào thư mục {folder.name}") from None
        for path in self._files():
            self._count(path)
        SPOOLED.set(len(self))

    def __len__(self) -> int:
        return self._waiting.total()

    def holds_back(self, incoming: Incoming) -> bool:
        """Whether something of this person waits, so that this must wait behind it."""
        return self._waiting[incoming.channel, incoming.user] > 0

    async def put(self, incoming: Incoming) -> None:
        """Keep an update; it is on disk when this returns. Raises: SpoolFull."""
        if len(self) >= MOST_FILES:
            raise SpoolFull
        name = f"{time.time_ns():020d}-{os.getpid()}-{next(self._numbers)}"
        try:
            await asyncio.to_thread(_write, self._folder / name, self._vault.seal(to_json(incoming), LABEL))
        except OSError as error:
            raise SpoolFull from error
        self._waiting[incoming.channel, incoming.user] += 1
        SPOOLED.set(len(self))
        self._news.set()

    async def work_off(self, take: Take) -> None:
        """Run what waits, oldest first, until cancelled; wait while the database is away."""
        pause = FIRST_PAUSE
        while True:
            self._news.clear()
            try:
                await self._round(take)
            except (StorageError, OSError) as error:
                log.warning("spool_waits", files=len(self), error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            else:
                pause = FIRST_PAUSE
                await self._news.wait()

    async def _round(self, take: Take) -> None:
        for path in self._files():
            incoming = self._read(path)
            if incoming is not None:
                await take(incoming)
                path.unlink(missing_ok=True)
                self._waiting.subtract([(incoming.channel, incoming.user)])
                self._waiting += Counter()  # drops the zeros
            SPOOLED.set(len(self))

    def _files(self) -> list[Path]:
        return sorted(path for path in self._folder.iterdir() if path.name[0].isdigit() and "." not in path.name)

    def _count(self, path: Path) -> None:
        if (incoming := self._read(path)) is not None:
            self._waiting[incoming.channel, incoming.user] += 1

    def _read(self, path: Path) -> Incoming | None:
        """The update in a file; a file that cannot be read is put aside for the operator."""
        try:
            return from_json(self._vault.open(path.read_bytes(), LABEL))
        except FileNotFoundError:  # another process was faster
            return None
        except (Unsealable, ValueError, KeyError, TypeError):
            log.error("spool_file_unreadable", file=path.name)
            path.rename(path.with_name(f"{path.name}.unreadable"))
            return None


def _write(path: Path, content: bytes) -> None:
    """Write and fsync a file and its folder, whole or not at all."""
    unfinished = path.with_name(f"{path.name}.part")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
