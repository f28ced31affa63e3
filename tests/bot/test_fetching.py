"""Files that people send, at work: fetched, read, answered once, whatever fails and whoever dies."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.channels.protocol import (
    FileGone,
    FileTooLarge,
    Incoming,
    Misconfigured,
    Rejected,
    SendError,
    Throttled,
    Unreachable,
)
from bot.fetching import DEFAULT_TIMES, PAUSES, Fetcher, Times
from bot.file_readers import Finding, NotReadable, Reader, ReceivedFile
from bot.file_requests import MOST_OPEN
from conversations.events import MediaReceived, Medium, SentFile
from storage import tables
from storage.errors import DatabaseAway
from storage.repositories.fetches import NewFetch
from storage.repositories.outbox import CONTENT_LABEL
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from tests.bot.hall import Hall
from tests.builders import NOON
from tests.counting import PURPOSE, WAITING, count_lines, counting
from tests.storage.world import meet

THREE_LINES = b"a\nb\nc\n"
ANSWER = ["file-being-read", "ops-retried"]


@pytest.fixture(autouse=True)
def _counting() -> Iterator[None]:
    with counting():
        yield


@dataclass
class Archive:
    """Where the files are; it fails as often as it is told to."""

    content: bytes = THREE_LINES
    faults: list[BaseException] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None

    async def download(self, ref: str, most_bytes: int) -> bytes:
        """Give the content."""
        self.asked.append((ref, most_bytes))
        self.meanwhile()
        if self.faults:
            raise self.faults.pop(0)
        if len(self.content) > most_bytes:
            raise FileTooLarge("too-large")
        return self.content


@dataclass
class Desk:
    """A hall whose people may send files."""

    hall: Hall
    archive: Archive = field(default_factory=Archive)
    reader: Reader = field(default_factory=lambda: Reader(count_lines, most_bytes=1000))
    now: datetime = NOON

    def fetcher(self, times: Times = DEFAULT_TIMES) -> Fetcher:
        """A process that fetches."""
        sources = {"telegram": self.archive.download}
        take = self.hall.runner().take
        return Fetcher(self.hall.database, sources, {PURPOSE: self.reader}, take, lambda: self.now, times)

    async def wait(self, user: str = "10") -> None:
        """An account waits at the step."""
        await self.hall.database.write(
            lambda uow: uow.conversations.put(meet(uow, user).id, WAITING, 0, NOON, None)
        )

    async def send(self, file: SentFile = SentFile("ref-1", "a.csv"), user: str = "10") -> Incoming:  # noqa: B008
        """An account sends a file. Returns: the update."""
        update = self.hall.update(MediaReceived(NOON, Medium.DOCUMENT, file), user)
        await self.hall.runner().take(update)
        return update

    async def work(self) -> None:
        """Whatever is due is worked off, and what was put off too, until nothing is left."""
        for _ in range(len(PAUSES) + 2):
            await self.fetcher().drain()
            self.now += timedelta(minutes=6)


@pytest.fixture
async def desk(hall: Hall) -> Desk:
    """Somebody waits for a chance to send a file."""
    made = Desk(hall)
    await made.wait()
    return made


async def test_a_file(desk: Desk) -> None:
    """It is fetched within the reader's bounds, read, answered, kept for its sender, and forgotten where it was."""
    await desk.send()
    await desk.work()
    assert [("ref-1", 1000)] == desk.archive.asked
    assert ANSWER == await desk.hall.replies()
    person = await desk.hall.database.write(lambda uow: meet(uow, "10").id)
    [[file_id, file]] = await desk.hall.database.read(
        lambda uow: uow.connection.exec_driver_sql("SELECT file_id, file FROM fetches").all()
    )
    assert file is None
    kept = await desk.hall.database.read(lambda uow: uow.received_files.get(file_id, person, desk.now))
    assert THREE_LINES.upper() == kept


async def test_the_same_update_five_times(desk: Desk) -> None:
    """One fetch, one answer."""
    update = await desk.send()
    runners = [desk.hall.runner() for _ in range(4)]
    await asyncio.gather(*(runner.take(update) for runner in runners))
    await desk.work()
    assert 1 == len(desk.archive.asked)
    assert ANSWER == await desk.hall.replies()


# what goes wrong with fetching, how often, and what the person reads in the end
FETCHING: dict[str, tuple[Callable[[], BaseException], int, str]] = {
    "gone": (lambda: FileGone("http-404"), 1, "file-gone"),
    "refused": (lambda: Rejected("x"), 1, "file-gone"),
    "too large": (lambda: FileTooLarge("x"), 1, "file-too-large"),
    "away for a while": (lambda: Unreachable("x"), len(PAUSES), "ops-retried"),
    "away for good": (lambda: Unreachable("x"), len(PAUSES) + 1, "file-unreachable"),
    "too fast": (lambda: Throttled("x", 1e9), 2, "ops-retried"),
    "a token that is no good for a while": (lambda: Misconfigured("x"), 2, "ops-retried"),
    "it hangs for a while": (TimeoutError, 2, "ops-retried"),
    "a mistake of ours that passes": (lambda: KeyError("secret"), 2, "ops-retried"),
    "a mistake of ours": (lambda: KeyError("secret"), 3, "file-unreadable"),
}


@pytest.mark.parametrize("name", FETCHING)
async def test_what_goes_wrong_with_fetching(desk: Desk, name: str) -> None:
    """What may pass is tried again for minutes; whatever the end is, the person reads it, once."""
    fault, times, expected = FETCHING[name]
    desk.archive.faults = [fault() for _ in range(times)]
    await desk.send()
    await desk.work()
    said = await desk.hall.replies()
    assert ("file-being-read", 2) == (said[0], len(said))
    assert (expected == "ops-retried") == (said[1] == "ops-retried")
    assert [] == desk.archive.faults
    assert not await unfinished(desk)


async def too_slow(file: ReceivedFile) -> Finding:
    """Never comes to an end."""
    await asyncio.Event().wait()
    raise AssertionError


async def broken(file: ReceivedFile) -> Finding:
    """A mistake of ours."""
    raise ZeroDivisionError(file.name)


async def refusing(file: ReceivedFile) -> Finding:
    """Not what was asked for."""
    raise NotReadable("file-too-large", {"most": 1})


async def talkative(file: ReceivedFile) -> Finding:
    """Tells the turn more than a turn can hold."""
    return Finding({"lines": 1, "all": "x" * 100_000})


READING: dict[str, tuple[Reader, bytes, str]] = {
    "empty": (Reader(count_lines), b"", "file-empty"),
    "not a list": (Reader(count_lines), b"MZ\x90", "file-unreadable"),
    "too large for the reader": (Reader(count_lines, most_bytes=3), THREE_LINES, "file-too-large"),
    "too slow": (Reader(too_slow, seconds=0.02), THREE_LINES, "file-took-too-long"),
    "broken": (Reader(broken), THREE_LINES, "file-unreadable"),
    "refused": (Reader(refusing), THREE_LINES, "file-too-large"),
    "too talkative": (Reader(talkative), THREE_LINES, "file-too-large"),
}


@pytest.mark.parametrize("name", READING)
async def test_what_goes_wrong_with_reading(desk: Desk, name: str, caplog: pytest.LogCaptureFixture) -> None:
    """The question is asked again under what was wrong, and the next file counts."""
    desk.reader, desk.archive.content, expected = READING[name]
    await desk.send()
    await desk.work()
    assert ["file-being-read", "with-problem"] == await desk.hall.replies()
    assert expected in await problems(desk)
    assert "a.csv" not in caplog.text
    desk.reader, desk.archive.content = Reader(count_lines), THREE_LINES
    await desk.send()
    await desk.work()
    assert ANSWER == await desk.hall.replies()


async def problems(desk: Desk) -> str:
    """What the messages said was wrong."""
    contents = await desk.hall.database.read(
        lambda uow: [
            open_json(uow.vault, row, CONTENT_LABEL)
            for row in uow.connection.execute(select(tables.outbox.c.content)).scalars()
        ]
    )
    return str(contents)


async def test_a_reader_that_is_gone(desk: Desk) -> None:
    """A purpose or a channel that was switched off since is answered too."""
    await desk.send()
    fetcher = Fetcher(desk.hall.database, {}, {}, desk.hall.runner().take, lambda: desk.now)
    await fetcher.drain()
    assert ["file-being-read", "with-problem"] == await desk.hall.replies()


async def test_a_flood(desk: Desk) -> None:
    """A person has so many files under way and no more; each gets an answer."""
    for number in range(MOST_OPEN + 2):
        await desk.send(SentFile(f"ref-{number}"))
    assert ["file-being-read"] * MOST_OPEN + ["file-too-many"] * 2 == await desk.hall.replies()
    await desk.work()
    assert MOST_OPEN == len(desk.archive.asked)
    answers = await desk.hall.replies()
    assert ("ops-retried", MOST_OPEN) == (answers[0], sum(key in ("ops-retried", "file-not-asked") for key in answers))


@dataclass
class Doomed:
    """A process that goes no further than *place*, until it is let go."""

    desk: Desk
    place: str
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    freed: asyncio.Event = field(default_factory=asyncio.Event)

    async def download(self, ref: str, most_bytes: int) -> bytes:
        """Fetch."""
        content = await self.desk.archive.download(ref, most_bytes)
        await self._at("download")
        return content

    async def read(self, file: ReceivedFile) -> Finding:
        """Read."""
        await self._at("read")
        return await count_lines(file)

    async def take(self, incoming: Incoming) -> None:
        """Run the turn."""
        await self._at("turn")
        await self.desk.hall.runner().take(incoming)
        await self._at("done")

    async def _at(self, place: str) -> None:
        if place == self.place:
            self.reached.set()
            await self.freed.wait()


@pytest.mark.parametrize("place", ["download", "read", "turn", "done"])
async def test_a_process_that_dies(desk: Desk, place: str) -> None:
    """Another one begins anew when the lease is over; the person has one answer."""
    await desk.send()
    doomed = Doomed(desk, place)
    sources, readers = {"telegram": doomed.download}, {PURPOSE: Reader(doomed.read)}
    fetcher = Fetcher(desk.hall.database, sources, readers, doomed.take, lambda: desk.now)
    await fetcher.round()
    await doomed.reached.wait()
    await desk.fetcher().drain()
    assert 1 == len(desk.archive.asked), "it is another's"
    desk.now += timedelta(seconds=21)
    await desk.fetcher().drain()
    assert (ANSWER, 2) == (await desk.hall.replies(), len(desk.archive.asked))
    doomed.freed.set()  # it was only very slow after all
    await fetcher.drain()
    await desk.work()
    assert ([], 2) == (await desk.hall.replies(), len(desk.archive.asked))


async def test_a_file_that_kills_its_reader(desk: Desk) -> None:
    """A claim counts as an attempt, so such a file is given up in the end."""
    await desk.send()
    for _ in range(len(PAUSES) + 1):
        assert 1 == len(await desk.hall.database.write(lambda uow: uow.fetches.claim(desk.now, 20, "dead", 1)))
        desk.now += timedelta(seconds=21)
    await desk.work()
    assert ["file-being-read", "with-problem"] == await desk.hall.replies()
    assert [] == desk.archive.asked


async def test_two_processes(desk: Desk) -> None:
    """Of twelve files each is fetched once, whoever does it, and a wake-up is enough."""
    users = [str(number) for number in range(20, 32)]
    for user in users:
        await desk.wait(user)
        await desk.send(SentFile(f"ref-{user}"), user)
    fetchers = [desk.fetcher(Times(idle=0.02)) for _ in range(2)]
    running = [asyncio.create_task(fetcher.run()) for fetcher in fetchers]
    async with asyncio.timeout(10):
        while await unfinished(desk):
            await asyncio.gather(*(fetcher.drain() for fetcher in fetchers))
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    assert [f"ref-{user}" for user in users] == sorted(ref for ref, _ in desk.archive.asked)
    assert all([ANSWER == await desk.hall.replies(user) for user in users])


async def unfinished(desk: Desk) -> int:
    """How many files are still to be read."""
    rows = await desk.hall.database.read(
        lambda uow: uow.connection.exec_driver_sql("SELECT count(*) FROM fetches WHERE done_at IS NULL").scalar_one()
    )
    return int(rows)


async def test_a_stop_leaves_the_file_to_the_next(desk: Desk) -> None:
    """Who is asked to stop gives back what it had begun, without waiting for the lease."""
    await desk.send()
    reached = asyncio.Event()

    async def slow(ref: str, most_bytes: int) -> bytes:
        reached.set()
        await asyncio.Event().wait()
        raise AssertionError

    stopped = Fetcher(desk.hall.database, {"telegram": slow}, {PURPOSE: desk.reader}, desk.hall.runner().take,
                      lambda: desk.now)  # fmt: skip
    running = asyncio.create_task(stopped.run())
    await reached.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await desk.fetcher().drain()
    assert ANSWER == await desk.hall.replies()


async def test_a_database_that_is_away(desk: Desk) -> None:
    """What was read and could not be stored is read again when the claim is over."""
    await desk.send()

    async def take(incoming: Incoming) -> None:
        raise DatabaseAway

    sources = {"telegram": desk.archive.download}
    unlucky = Fetcher(desk.hall.database, sources, {PURPOSE: desk.reader}, take, lambda: desk.now)
    await unlucky.drain()
    assert ["file-being-read"] == await desk.hall.replies()
    desk.now += timedelta(seconds=21)
    await desk.fetcher().drain()
    assert ["ops-retried"] == await desk.hall.replies()


def test_errors_are_of_the_family() -> None:
    """Whoever downloads may raise what whoever sends may raise."""
    assert issubclass(FileGone, SendError)
    assert issubclass(FileTooLarge, SendError)


ROW = ("list", "apply", "list", "photo", "photo", "photo")  # purposes, in the order in which they came


def _sent(uow: UnitOfWork) -> None:
    for number, purpose in enumerate(ROW):
        person, file = meet(uow, str(number)), {"ref": "r", "name": "", "mime": "", "size": 1}
        new = NewFetch(f"{number}{purpose}", person.id, "telegram", str(number), "c", "telegram", purpose, file)
        uow.fetches.add(new, NOON)


async def _taken(incoming: Incoming) -> None:
    """Nobody is answered here."""


async def test_lists_leave_room_for_photos(hall: Hall) -> None:
    """One file of a lane at a time, whatever its purpose; the others are read beside it, and its next one after it."""
    begun: list[str] = []
    go_on, beside = asyncio.Event(), asyncio.Event()

    async def look(file: ReceivedFile) -> Finding:
        begun.append(file.id)
        await go_on.wait()
        return Finding({})

    async def photo(file: ReceivedFile) -> Finding:
        begun.append(file.id)
        if len(begun) == len(ROW) - 2:
            beside.set()
        return Finding({})

    await hall.database.write(_sent)
    lists = Reader(look, seconds=20, lane="lists")
    readers = {"list": lists, "apply": lists, "photo": Reader(photo)}
    fetcher = Fetcher(hall.database, {"telegram": Archive().download}, readers, _taken, lambda: NOON)
    running = asyncio.create_task(fetcher.run())
    async with asyncio.timeout(20):
        await beside.wait()
    assert sorted(begun) == ["0list", "3photo", "4photo", "5photo"]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    go_on.set()
    await fetcher.drain()
    assert [name for name in begun[len(ROW) - 2 :] if "photo" not in name] == ["0list", "1apply", "2list"]
