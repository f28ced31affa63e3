"""Files that people send, at work: claim a row, fetch the file, have it read, run the turn of what was found.

A row stays open until the turn is committed, and the turn's update key is the file's: killed at any moment, another
process does all of it again, and the person has one answer. Addresses of files end soon, so nothing waits.
"""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import orjson
import structlog
from msgspec import Struct
from msgspec.structs import replace

from bot.channels.protocol import FileGone, FileTooLarge, Incoming, Rejected, SendError, Throttled
from bot.file_readers import MEGABYTE, MOST_FOUND, MOST_KEPT, Finding, NotReadable, Reader, ReceivedFile
from bot.files import token_hash
from bot.metrics import FILES_READ
from conversations.events import FileRead, SentFile
from storage.database import Database
from storage.errors import StorageError
from storage.repositories.fetches import Fetch, Purposes
from storage.unit_of_work import UnitOfWork

AT_ONCE = 3  # files in one process; each may be in memory
PAUSES = (2.0, 5.0, 15.0, 45.0, 120.0, 240.0)  # seconds after failures to fetch: seven minutes in all
OWN_MISTAKES = 3  # attempts when it is we who fail
LONGEST_WAIT = 300.0  # seconds that a platform may ask for
log = structlog.get_logger(__name__)
Download = Callable[[str, int], Awaitable[bytes]]


class Times(Struct, frozen=True):
    """Seconds."""

    lease: float = 20.0  # claims are renewed; those of a crashed process lapse after it
    renew: float = 3.0
    idle: float = 3.0  # how often rows of other processes, and those that were put off, are looked for
    download: float = 120.0


DEFAULT_TIMES = Times()


class Again(Exception):
    """Not now: try it again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Fetcher:
    """Works fetches off until it is cancelled."""

    def __init__(
        self,
        database: Database,
        sources: Mapping[str, Download],
        readers: Mapping[str, Reader],
        take: Callable[[Incoming], Awaitable[object]],
        clock: Callable[[], datetime],
        times: Times = DEFAULT_TIMES,
    ) -> None:
        """Args: sources: by channel. readers: by purpose. take: runs a turn and returns when it is committed."""
        self._database, self._sources, self._readers = database, sources, readers
        self._take, self._clock, self._times = take, clock, times
        self._name = secrets.token_hex(8)  # on what it has claimed
        self._awake = asyncio.Event()
        self._running: dict[str, asyncio.Task[None]] = {}  # by file_id
        self._lanes = _lanes(readers)
        self._taken: dict[str, str] = {}  # lanes, by file_id

    def wake(self) -> None:
        """There is something new to fetch."""
        self._awake.set()

    async def run(self) -> None:
        """Work until cancelled; what is under way is left to the next process at once."""
        keeper = asyncio.create_task(self._keep_claims())
        try:
            while True:
                await self.round()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._times.idle):
                        await self._awake.wait()
        finally:
            keeper.cancel()
            await asyncio.gather(keeper, return_exceptions=True)
            await self._stop()

    async def drain(self) -> None:
        """Work off what is due now and wait for it (tests)."""
        while await self.round() or self._running:
            await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def round(self) -> int:
        """Begin what is due, as far as there is room. Returns: how many files that is."""
        self._awake.clear()
        room = AT_ONCE - len(self._running)
        if room <= 0:
            return 0
        try:
            claimed = await self._database.write(lambda uow: self._claim(uow, room))
        except StorageError as error:
            log.warning("fetches_not_claimed", error=type(error).__name__)
            return 0
        begun = [fetch for fetch in claimed if fetch.file_id not in self._running]  # unless our own claim has lapsed
        for fetch in begun:
            if fetch.purpose in self._readers and (lane := self._readers[fetch.purpose].lane):
                self._taken[fetch.file_id] = lane
            self._running[fetch.file_id] = task = asyncio.create_task(self._work(fetch))
            task.add_done_callback(partial(self._ended, fetch.file_id))
        return len(begun)

    def _claim(self, uow: UnitOfWork, room: int) -> list[Fetch]:
        """One for each free lane; the other places are for what has none: lists never keep photos waiting."""
        claimed: list[Fetch] = []
        for lane, names in self._lanes.items():
            if lane not in self._taken.values() and len(claimed) < room:
                claimed += uow.fetches.claim(self._clock(), self._times.lease, self._name, 1, Purposes(names))
        if left := room - len(claimed):
            others = Purposes(frozenset().union(*self._lanes.values()), are_left_out=True)
            claimed += uow.fetches.claim(self._clock(), self._times.lease, self._name, left, others)
        return claimed

    def _ended(self, file_id: str, task: asyncio.Task[None]) -> None:
        del self._running[file_id]
        self._taken.pop(file_id, None)
        self._awake.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("fetch_broken", error=type(error).__name__)

    async def _keep_claims(self) -> None:
        while True:
            await asyncio.sleep(self._times.renew)
            await self._lease(tuple(self._running), self._times.lease)

    async def _lease(self, ids: tuple[str, ...], seconds: float) -> None:
        if ids:
            with suppress(StorageError):
                await self._database.write(lambda uow: uow.fetches.renew(ids, self._clock(), seconds, self._name))

    async def _stop(self) -> None:
        left = dict(self._running)
        for task in left.values():
            task.cancel()
        await asyncio.gather(*left.values(), return_exceptions=True)
        await self._lease(tuple(left), 0)

    # -- one file ---------------------------------------------------------------------------------------------------
    async def _work(self, fetch: Fetch) -> None:
        started = self._clock()
        try:
            event = await self._read(fetch)
            await self._take(Incoming(fetch.channel, f"file:{fetch.file_id}", fetch.user, fetch.chat, event))
            await self._database.write(lambda uow: _done(uow, fetch, self._clock()))
        except Again as again:
            due_at = self._clock() + timedelta(seconds=again.seconds)
            with suppress(StorageError):
                await self._database.write(lambda uow: uow.fetches.put_off(fetch.file_id, due_at, self._name))
        except StorageError as error:  # the claim lapses, and all of it is done again
            log.warning("file_not_stored", purpose=fetch.purpose, error=type(error).__name__)
        else:
            outcome = event.problem or "read"
            FILES_READ.labels(fetch.source, outcome).inc()
            seconds = round((self._clock() - started).total_seconds(), 1)
            log.info("file_read", purpose=fetch.purpose, source=fetch.source, outcome=outcome, seconds=seconds)

    async def _read(self, fetch: Fetch) -> FileRead:
        """What comes of the file. Raises: Again, StorageError."""
        event = FileRead(self._clock(), fetch.purpose, fetch.file_id)
        reader, download = self._readers.get(fetch.purpose), self._sources.get(fetch.source)
        if reader is None or download is None:  # switched off since, or of another program
            return replace(event, problem="file-unreadable")
        if fetch.attempts > len(PAUSES) + 1:  # whoever claimed it died of it, again and again
            return replace(event, problem="file-unreadable")
        try:
            file = SentFile(**fetch.file)
            content = await self._content(fetch, file, download, reader.most_bytes)
            finding = await self._found(fetch, file, content, reader)
        except NotReadable as problem:
            return replace(event, at=self._clock(), problem=problem.key, args=problem.given)
        if finding.keeps is not None:
            await self._keep(fetch, finding.keeps, self._clock() + reader.life)
        return replace(event, at=self._clock(), found=finding.found)

    async def _content(self, fetch: Fetch, file: SentFile, download: Download, most: int) -> bytes:
        """The bytes of the file. Raises: NotReadable, Again."""
        try:
            async with asyncio.timeout(self._times.download):
                content = await download(file.ref, most)
        except FileTooLarge:
            raise _too_large(most) from None
        except (FileGone, Rejected) as error:
            log.warning("file_refused", source=fetch.source, code=error.code)
            if file.size is not None and file.size > most:
                raise _too_large(most) from None
            raise NotReadable("file-gone") from None
        except (SendError, TimeoutError) as error:
            raise self._later(fetch, error, "file-unreachable") from None
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - a mistake of ours in one file must not stop the others
            raise self._broken(fetch, error) from None
        if not content:
            raise NotReadable("file-empty")
        return content

    async def _found(self, fetch: Fetch, file: SentFile, content: bytes, reader: Reader) -> Finding:
        """What the reader finds. Raises: NotReadable, Again, StorageError."""
        received = ReceivedFile(
            fetch.file_id, fetch.purpose, fetch.person_id, content, file.name, file.mime, self._clock()
        )
        try:
            async with asyncio.timeout(reader.seconds):
                return _bounded(await reader.read(received), reader)
        except TimeoutError:
            raise NotReadable("file-took-too-long") from None
        except (NotReadable, StorageError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a reader raises, the person has an answer
            raise self._broken(fetch, error) from None

    async def _keep(self, fetch: Fetch, content: bytes, until: datetime) -> None:
        await self._database.write(
            lambda uow: uow.received_files.keep(fetch.file_id, fetch.person_id, fetch.purpose, content, until)
        )

    def _later(self, fetch: Fetch, error: Exception, key: str) -> Exception:
        code = error.code if isinstance(error, SendError) else type(error).__name__
        log.warning("file_not_fetched", source=fetch.source, code=code, attempt=fetch.attempts)
        if fetch.attempts > len(PAUSES):
            return NotReadable(key)
        asked = error.seconds if isinstance(error, Throttled) else 0.0
        return Again(max(PAUSES[fetch.attempts - 1], min(asked, LONGEST_WAIT)))

    def _broken(self, fetch: Fetch, error: Exception) -> Exception:
        log.error("file_reader_broken", purpose=fetch.purpose, error=type(error).__name__, attempt=fetch.attempts)
        if fetch.attempts >= OWN_MISTAKES:
            return NotReadable("file-unreadable")
        return Again(PAUSES[fetch.attempts - 1])


def _lanes(readers: Mapping[str, Reader]) -> dict[str, frozenset[str]]:
    """Of each lane its purposes."""
    lanes = {reader.lane for reader in readers.values()} - {""}
    return {lane: frozenset(p for p, reader in readers.items() if reader.lane == lane) for lane in sorted(lanes)}


def _bounded(finding: Finding, reader: Reader) -> Finding:
    if len(orjson.dumps(finding.found)) > MOST_FOUND or len(finding.keeps or b"") > MOST_KEPT:
        raise _too_large(reader.most_bytes)
    return finding


def _too_large(most: int) -> NotReadable:
    return NotReadable("file-too-large", {"most": most // MEGABYTE})


def _done(uow: UnitOfWork, fetch: Fetch, at: datetime) -> None:
    uow.fetches.done(fetch.file_id, at)
    uow.web.drop_file(token_hash(fetch.file["ref"]))  # what came through a page of ours; else there is none
