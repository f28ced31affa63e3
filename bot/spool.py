"""Updates that were acknowledged although the database was away: sealed files, fsynced, worked off in order later.

The platform is told 200 only after the file is on disk. A file that is worked off twice has one effect, because the
inbox knows the update. While somebody has a file waiting, what they send next waits behind it. Processes with the same
DATA_DIR share the folder (see spool_files.py and decision 0012); one of them works it off, the others stand by.
"""

import asyncio
import itertools
import secrets
import time
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

import structlog
from msgspec import Struct

from bot.channels.protocol import Incoming
from bot.incoming_json import from_json, to_json
from bot.runner import Fault
from bot.settings import BadSettings
from bot.spool_files import SpoolFiles, Survey, Waiting, survey
from storage.errors import DatabaseAway, StorageError, Unsealable
from storage.vault import Vault

FOLDER = "spool"  # in DATA_DIR
LABEL, PERSON_LABEL = "spool", "spool.person"
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0  # seconds between attempts while the database is away
LOOK_SECONDS = 1.0  # between two looks for what other processes put in, or whether they are gone
MOST_WRITING = 1000  # files that wait for a disk that hangs
MOST_NAMED = 1000  # people whose names in the folder are remembered
MOST_TRIES = 3  # of an update that ends the whole process, or that cannot even be set aside
WRITE_SECONDS = 0.8
THREADS = 8  # the disk gathers what is synced together
LANES = 8  # people whose updates are worked off side by side
log = structlog.get_logger(__name__)
Take = Callable[[Incoming], Awaitable[object]]
Ready = Callable[[], Awaitable[None]]
GiveUp = Callable[[Incoming, Fault], Awaitable[None]]
T = TypeVar("T")


class Bounds(Struct, frozen=True):
    """Beyond either of these an update is refused, so that the platform keeps it."""

    files: int = 200_000
    size: int = 2 << 30  # bytes


BOUNDS = Bounds()


class SpoolFull(Exception):
    """Nothing more can be kept here, or not in time; the platform has to come again."""


class Spool:
    """One folder of waiting updates, as one process sees it."""

    def __init__(
        self,
        folder: Path,
        vault: Vault,
        kind: Callable[[Path], SpoolFiles] = SpoolFiles,
        bounds: Bounds = BOUNDS,
    ) -> None:
        """Raises: BadSettings if the folder cannot be written to: without it the program must not start."""
        self._folder, self._vault, self._bounds = folder, vault, bounds
        self._numbers, self._token = itertools.count(), secrets.token_hex(4)
        self._names = lru_cache(MOST_NAMED)(self._named)  # whoever writes soon writes again
        self._stamp = 0
        self._writing: dict[str, asyncio.Future[None]] = {}  # by person: a file that is not on disk yet
        self._seen, self._since = Survey(), Survey()  # at the last count, and put in by us after it
        self._count_at = 0.0  # not before then again
        self._news = asyncio.Event()
        self._threads = ThreadPoolExecutor(THREADS, "spool")
        try:
            self._files = kind(folder)
            self._adopt()
            self._seen = survey(folder)
        except OSError:
            raise BadSettings(f"DATA_DIR: không ghi được vào thư mục {folder.name}") from None

    def holds_back(self, incoming: Incoming) -> bool:
        """Whether something of this person waits, in whatever process, so that this must wait behind it."""
        for person in self._names(incoming.channel, incoming.user):
            if person in self._writing or self._files.has(person):
                return True
        return False

    async def put(self, incoming: Incoming, seconds: float = WRITE_SECONDS) -> None:
        """Keep an update; it is on disk when this returns. Raises: SpoolFull, after *seconds* at the latest."""
        sealed = self._vault.seal(to_json(incoming), LABEL)
        if self._is_full(len(sealed)):
            self._count_soon()
            raise SpoolFull
        person, until = self._home(incoming), time.monotonic() + seconds
        while (earlier := self._writing.get(person)) is not None:  # nobody waits for it any more, but it comes first
            await asyncio.wait({earlier}, timeout=max(0.0, until - time.monotonic()))
            if not earlier.done():
                raise SpoolFull
            await asyncio.sleep(0)  # its own callback takes it out
        await self._write(person, sealed, until)

    async def _write(self, person: str, sealed: bytes, until: float) -> None:
        self._stamp = max(self._stamp + 1, time.time_ns())
        suffix = f"{self._token}{next(self._numbers)}"
        write = self._thread(self._files.write, person, self._stamp, suffix, sealed)
        self._writing[person] = write
        write.add_done_callback(partial(self._written, person, len(sealed)))
        try:
            async with asyncio.timeout(until - time.monotonic()):
                await asyncio.shield(write)
        except OSError as error:  # a timeout is one too; a file that is written after it does no harm
            raise SpoolFull from error

    async def survey(self) -> Survey:
        """Look at what waits. Raises: OSError."""
        self._seen, self._since = await self._thread(survey, self._folder), Survey()
        return self._seen

    async def work_off(self, take: Take, ready: Ready, give_up: GiveUp) -> None:
        """Run what waits, oldest first, until cancelled; wait while the database is away or another process does it.

        Args:
            take: Runs an update's turn. Raises: DatabaseAway to end the round, anything else to try again later.
            ready: Raises StorageError while there is no point in trying.
            give_up: Sets an update aside that ended the process, or failed, MOST_TRIES times.
        """
        pause = FIRST_PAUSE
        while True:
            self._news.clear()
            try:
                if await self._thread(self._files.has_any) and self._files.lead():
                    await ready()
                    await self._round(take, give_up)
                    await self.survey()
            except (StorageError, OSError) as error:
                log.warning("spool_waits", error=type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 2)
            else:
                pause = FIRST_PAUSE
                await _woken(self._news, LOOK_SECONDS)

    def close(self) -> None:
        """Let another process work it off."""
        self._threads.shutdown(wait=False)
        self._files.close()

    async def _round(self, take: Take, give_up: GiveUp) -> None:
        await self._thread(self._adopt)
        people = list(dict.fromkeys(await self._thread(self._files.order)))
        suspects = await self._thread(self._files.suspects, people)
        for person in suspects:  # one of their updates may have ended the process: nobody else's is at risk
            await self._of_person(person, take, give_up)
        others = iter([person for person in people if person not in suspects])
        lanes = [asyncio.create_task(self._lane(others, take, give_up)) for _ in range(LANES)]
        try:
            await asyncio.gather(*lanes)
        finally:
            for lane in lanes:
                lane.cancel()
            await asyncio.gather(*lanes, return_exceptions=True)

    async def _lane(self, people: Iterator[str], take: Take, give_up: GiveUp) -> None:
        for person in people:
            await self._of_person(person, take, give_up)

    async def _of_person(self, person: str, take: Take, give_up: GiveUp) -> None:
        """What waits of one person, in order, up to what has to be tried again: that waits for the next round."""
        while (waiting := await self._begun(person)) is not None:
            if not await self._is_over(waiting, take, give_up):
                return

    async def _begun(self, person: str) -> Waiting | None:
        begin = self._thread(self._files.begin, person, MOST_TRIES)
        try:
            return await asyncio.shield(begin)
        except asyncio.CancelledError:  # a stop is no try
            if (waiting := await begin) is not None and waiting.tries < MOST_TRIES:
                self._files.undo(waiting)
            raise

    async def _is_over(self, waiting: Waiting, take: Take, give_up: GiveUp) -> bool:
        """Work one file off. Returns: False if it has to be tried again."""
        incoming = self._read(waiting.path, waiting.content)
        if incoming is None:
            return True
        try:
            if not await self._is_taken(incoming, waiting, take, give_up):
                return False
        except (DatabaseAway, asyncio.CancelledError):
            self._files.undo(waiting)
            raise
        except Exception as error:  # noqa: BLE001 - not even its failure can be stored: it must not stop everybody
            log.error("spool_file_failed", file=waiting.path.name, error=type(error).__name__)
            self._files.put_aside(waiting.path)
        else:
            await self._thread(self._files.end, waiting)
        return True

    async def _is_taken(self, incoming: Incoming, waiting: Waiting, take: Take, give_up: GiveUp) -> bool:
        if waiting.tries >= MOST_TRIES:
            await give_up(incoming, Fault("ProcessEnded", FOLDER))
            return True
        try:
            await take(incoming)
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 - the runner sets aside what it can; this is what it could not
            log.error("spooled_turn_failed", file=waiting.path.name, error=type(error).__name__)
            if waiting.tries + 1 < MOST_TRIES:
                return False
            await give_up(incoming, Fault.of(error))
        return True

    def _adopt(self) -> None:
        for path in self._files.strays():
            with suppress(FileNotFoundError):  # another process has taken it in
                if (incoming := self._read(path, path.read_bytes())) is not None:
                    self._files.adopt(path, self._home(incoming))

    def _read(self, path: Path, content: bytes) -> Incoming | None:
        """The update in a file; a file that cannot be read is put aside for the operator."""
        try:
            return from_json(self._vault.open(content, LABEL))
        except (Unsealable, ValueError, KeyError, TypeError):
            log.error("spool_file_unreadable", file=path.name)
            self._files.put_aside(path)
            return None

    def _is_full(self, size: int) -> bool:
        files, total = self._seen.files + self._since.files, self._seen.size + self._since.size
        is_over = files >= self._bounds.files or total + size > self._bounds.size
        return is_over or len(self._writing) >= MOST_WRITING

    def _written(self, person: str, size: int, write: "asyncio.Future[None]") -> None:
        del self._writing[person]
        if not write.cancelled() and write.exception() is None:
            self._since = Survey(self._since.files + 1, self._since.size + size)
            if self._since.files >= max(1000, self._seen.files // 10):  # others may have put in as many
                self._count_soon()
            self._news.set()

    def _count_soon(self) -> None:
        """Count in the background, seldom enough not to be felt."""
        begun = time.monotonic()
        if begun >= self._count_at:
            self._count_at = begun + 60.0  # while it counts
            self._thread(survey, self._folder).add_done_callback(partial(self._counted, begun))

    def _counted(self, begun: float, count: "asyncio.Future[Survey]") -> None:
        now = time.monotonic()
        self._count_at = now + max(1.0, 10 * (now - begun))
        if not count.cancelled() and count.exception() is None:
            self._seen, self._since = count.result(), Survey()

    def _home(self, incoming: Incoming) -> str:
        """Where the person's files go: to those that an older key named, while there are any."""
        names = self._names(incoming.channel, incoming.user)
        return next((name for name in names if self._files.has(name)), names[0])

    def _named(self, channel: str, user: str) -> tuple[str, ...]:
        """The person's name in the folder under every key, the newest first."""
        hashes = self._vault.hashes(f"{channel}\0{user}", PERSON_LABEL)
        return tuple(made.hex()[:16] for made in hashes)

    def _thread(self, work: Callable[..., T], *args: Any) -> "asyncio.Future[T]":
        return asyncio.get_running_loop().run_in_executor(self._threads, work, *args)


async def _woken(news: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await news.wait()
