"""The spool: what was acknowledged is on disk, sealed, and worked off in order once the database is back."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event as ThreadEvent

import pytest

from bot.channels.protocol import Incoming
from bot.incoming_json import from_json, to_json
from bot.settings import BadSettings
from bot.spool import LABEL, Bounds, Spool, SpoolFull
from bot.spool_files import PERSON, SpoolFiles, survey
from conversations.events import (
    ButtonPressed,
    ChatBlocked,
    ContactShared,
    Event,
    GroupAddressed,
    MediaReceived,
    Medium,
    MessageEdited,
    TextReceived,
)  # fmt: skip
from storage.errors import DatabaseAway
from storage.vault import Vault
from tests.bot.spool_desk import VAULT, Desk, is_there, people, said, until, waiting
from tests.builders import NOON

EVENTS: tuple[Event, ...] = (
    TextReceived(NOON, "Nguyễn Văn A", 5), ButtonPressed(NOON, "a.1.x.y", "7"), ContactShared(NOON, "84912345678"),
    MediaReceived(NOON, Medium.VOICE), MessageEdited(NOON), GroupAddressed(NOON), ChatBlocked(NOON),
)  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_round_trip(event: Event) -> None:
    """Every kind of update survives the file."""
    incoming = Incoming("telegram", "1", "7", "8", event, "receipt")
    assert incoming == from_json(to_json(incoming))


def test_what_an_older_program_wrote_is_read() -> None:
    """And what it cannot know stands in nothing that it may have to read."""
    pressed = Incoming("telegram", "1", "7", "8", ButtonPressed(NOON, "a.1.x.y", "7"))
    written = to_json(pressed)
    assert b"once" not in written
    assert pressed == from_json(written)
    assert b"since" not in to_json(Incoming("telegram", "1", "7", "8", ChatBlocked(NOON)))
    for event in (ButtonPressed(NOON, "a.1.x.y", once="n.m"), ChatBlocked(NOON, NOON)):
        newer = Incoming("zalo-oa", "1", "7", "8", event)
        assert newer == from_json(to_json(newer))


# -- on disk -----------------------------------------------------------------------------------------------------
async def test_kept_through_a_restart_and_sealed(tmp_path: Path) -> None:
    """A new process finds what the old one acknowledged; neither the file nor its name shows anything of it."""
    await Spool(tmp_path, VAULT).put(said("1", "Nguyễn Văn A 0912345678", user="4711471147"))
    (file,) = waiting(tmp_path)
    assert (False, False) == (b"0912345678" in file.read_bytes(), "4711471147" in str(file))
    again = Spool(tmp_path, VAULT)
    assert (True, False) == (again.holds_back(said("2", user="4711471147")), again.holds_back(said("2", user="9")))


async def test_the_time_of_receipt_is_kept(tmp_path: Path) -> None:
    """What came before the close counts, however late it is worked off."""
    spool, desk = Spool(tmp_path, VAULT), Desk()
    early = Incoming("telegram", "1", "7", "7", TextReceived(NOON - timedelta(days=1), "gửi"))
    await spool.put(early)
    await desk.empty(spool, tmp_path)
    assert [early] == desk.seen


def test_no_writable_spool_no_start(tmp_path: Path) -> None:
    """A folder that cannot be made stops the program with a sentence."""
    (tmp_path / "spool").write_text("a file stands here")
    with pytest.raises(BadSettings, match="DATA_DIR"):
        Spool(tmp_path / "spool", VAULT)


async def test_how_much_waits_and_how_long(tmp_path: Path) -> None:
    """Counted over all processes; nothing waits, nothing lags."""
    here, there = Spool(tmp_path, VAULT), Spool(tmp_path, VAULT)
    empty = await here.survey()
    await here.put(said("1"))
    await there.put(said("2", user="9"))
    seen = await here.survey()
    assert (0, 0.0, 2, True) == (empty.files, empty.lag_seconds(), seen.files, seen.lag_seconds() > 0)
    assert seen.size == sum(file.stat().st_size for file in waiting(tmp_path))


def test_counting_while_others_work(tmp_path: Path) -> None:
    """People's folders come and go under a count; it neither fails nor counts twice."""
    home, over = tmp_path / f"{PERSON}7", ThreadEvent()

    def work() -> None:
        while not over.is_set():
            home.mkdir()
            (home / "1-x").touch()
            (home / "1-x").unlink()
            home.rmdir()

    with ThreadPoolExecutor() as threads:
        worker = threads.submit(work)
        try:
            counted = {survey(tmp_path).files for _ in range(1000)}
        finally:
            over.set()
        worker.result()
    assert counted <= {0, 1}


@pytest.mark.parametrize("bounds", [Bounds(files=2), Bounds(size=500)])
async def test_a_full_spool_refuses(tmp_path: Path, bounds: Bounds) -> None:
    """Beyond the bound, counted in files and in bytes, the platform has to keep the update."""
    spool = Spool(tmp_path, VAULT, bounds=bounds)
    for key in "12":
        await spool.put(said(key))
    with pytest.raises(SpoolFull):
        await spool.put(said("3"))
    assert 2 == len(waiting(tmp_path))


async def test_a_spool_that_was_emptied_elsewhere(tmp_path: Path) -> None:
    """What another process worked off makes room."""
    spool = Spool(tmp_path, VAULT, bounds=Bounds(files=1))
    await spool.put(said("1"))
    with pytest.raises(SpoolFull):
        await spool.put(said("2"))
    await Desk().empty(Spool(tmp_path, VAULT), tmp_path)
    for _ in range(200):
        try:
            await spool.put(said("2"))
        except SpoolFull:
            await asyncio.sleep(0.05)
        else:
            break
    assert 1 == len(waiting(tmp_path))


class HangingFiles(SpoolFiles):
    """A disk that hangs until it is told to go on."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.goes_on = ThreadEvent()

    def write(self, person: str, stamp: int, suffix: str, content: bytes) -> None:
        """Write in the end."""
        self.goes_on.wait()
        super().write(person, stamp, suffix, content)


async def test_a_disk_that_hangs(tmp_path: Path) -> None:
    """Whoever waits is told in time; until the file is written or given up, its person stays behind it."""
    disks: list[HangingFiles] = []

    def hanging(folder: Path) -> SpoolFiles:
        disks.append(HangingFiles(folder))
        return disks[0]

    spool = Spool(tmp_path, VAULT, hanging)
    with pytest.raises(SpoolFull):
        await spool.put(said("1"), seconds=0.05)
    assert (True, []) == (spool.holds_back(said("2")), waiting(tmp_path))
    disks[0].goes_on.set()
    await spool.put(said("2"))
    desk = Desk()
    await desk.empty(spool, tmp_path)
    assert (["1", "2"], False) == (desk.taken, spool.holds_back(said("3")))


# -- in order ----------------------------------------------------------------------------------------------------
async def test_worked_off_in_order_once_the_database_is_back(tmp_path: Path) -> None:
    """While the database is away nothing is dropped or overtaken; then everything runs, oldest first."""
    spool, desk, is_away = Spool(tmp_path, VAULT), Desk(), [True, True, False]
    for key in "123":
        await spool.put(said(key))

    async def take(incoming: Incoming) -> None:
        if is_away and is_away.pop(0):
            raise DatabaseAway
        await desk.take(incoming)

    await desk.empty(spool, tmp_path, take)
    assert ["1", "2", "3"] == desk.taken


async def test_nothing_is_tried_before_the_database_answers(tmp_path: Path) -> None:
    """The tries that count are those that could have succeeded."""
    spool, desk, asked = Spool(tmp_path, VAULT), Desk(), list[None]()
    await spool.put(said("1"))

    async def is_away() -> None:
        asked.append(None)
        raise DatabaseAway

    work = asyncio.create_task(spool.work_off(desk.take, is_away, desk.give_up))
    await until(lambda: bool(asked))
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
    assert ([], ["0"]) == (desk.taken, [file.name.partition("-t")[2] or "0" for file in waiting(tmp_path)])


async def test_a_clock_that_is_set_back(tmp_path: Path) -> None:
    """What a person sends later is worked off later, whatever the clock says."""
    spool, desk = Spool(tmp_path, VAULT), Desk()
    await spool.put(said("1"))
    (file,) = waiting(tmp_path)
    ahead = time.time_ns() + 10**15
    file.rename(file.with_name(f"{ahead:020d}-x"))
    await spool.put(said("2"))
    await desk.empty(spool, tmp_path)
    assert ["1", "2"] == desk.taken


async def test_after_the_keys_were_rotated(tmp_path: Path) -> None:
    """Who waited under the old key is known under the new one, and stays in order."""
    await Spool(tmp_path, Vault(["the-old-secret-of-32-characters!"])).put(said("1"))
    spool, desk = Spool(tmp_path, Vault(["a-new-secret-of-32-characters!!!", "the-old-secret-of-32-characters!"])), Desk()
    assert spool.holds_back(said("2"))
    await spool.put(said("2"))
    await desk.empty(spool, tmp_path)
    assert ["1", "2"] == desk.taken


async def test_files_of_the_previous_version(tmp_path: Path) -> None:
    """They lay in the folder itself, without a person in their names: they are taken in, and hold back."""
    for number in (2, 1):
        path = tmp_path / f"{number:020d}-4711-0"
        path.write_bytes(VAULT.seal(to_json(said(str(number))), LABEL))
    spool, desk = Spool(tmp_path, VAULT), Desk()
    assert (2, True) == ((await spool.survey()).files, spool.holds_back(said("3")))
    await spool.put(said("3"))
    await desk.empty(spool, tmp_path)
    assert ["1", "2", "3"] == desk.taken


# -- several processes -------------------------------------------------------------------------------------------
async def test_what_another_process_put_in_and_took_out(tmp_path: Path) -> None:
    """A person is held back by a file of whatever process, and no longer than it is there."""
    here, there, desk = Spool(tmp_path, VAULT), Spool(tmp_path, VAULT), Desk()
    await there.put(said("1"))
    assert here.holds_back(said("2"))
    await desk.empty(there, tmp_path)
    assert not here.holds_back(said("2"))
    assert 0 == people(tmp_path)


async def test_one_works_off_and_another_takes_over(tmp_path: Path) -> None:
    """While one process is at it, another that shares the folder does nothing; when the first is gone, it goes on."""
    first, second, busy, idle = Spool(tmp_path, VAULT), Spool(tmp_path, VAULT), Desk(), Desk()
    await first.put(said("1"))
    await busy.empty(first, tmp_path)
    waiter = asyncio.create_task(second.work_off(idle.take, is_there, idle.give_up))
    await second.put(said("2"))
    await busy.empty(first, tmp_path)
    assert (["1", "2"], []) == (busy.taken, idle.taken)
    first.close()
    await second.put(said("3"))
    await until(lambda: bool(idle.taken))
    waiter.cancel()
    assert ["3"] == idle.taken
