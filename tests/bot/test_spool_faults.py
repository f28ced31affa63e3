"""The spool when something fails: files that cannot be read, updates that cannot be taken or end the process."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from bot.channels.protocol import Incoming
from bot.spool import MOST_TRIES, Spool
from bot.spool_files import survey
from tests.bot.spool_desk import VAULT, Desk, is_there, said, until, waiting

ROOT = Path(__file__).resolve().parents[2]


def test_an_unreadable_file_is_put_aside(tmp_path: Path) -> None:
    """Garbage stops nobody and stays for the operator."""
    (tmp_path / "00000000000000000001-1-0").write_bytes(b"garbage")
    Spool(tmp_path, VAULT)
    assert (0, 1) == (survey(tmp_path).files, survey(tmp_path).unreadable)
    assert ["00000000000000000001-1-0.unreadable"] == [path.name for path in tmp_path.iterdir()]


async def test_a_file_that_was_damaged_later(tmp_path: Path) -> None:
    """The person's other updates go on."""
    spool, desk = Spool(tmp_path, VAULT), Desk()
    for key in "12":
        await spool.put(said(key))
    waiting(tmp_path)[0].write_bytes(b"garbage")
    await desk.empty(spool, tmp_path)
    assert (["2"], 1, False) == (desk.taken, survey(tmp_path).unreadable, spool.holds_back(said("3")))


async def test_an_update_that_cannot_be_taken(tmp_path: Path) -> None:
    """It is tried three times and set aside with its fault; meanwhile others are served, its own person waits."""
    spool, desk, tries = Spool(tmp_path, VAULT), Desk(), list[str]()
    for key, user in (("1", "7"), ("2", "7"), ("3", "9")):
        await spool.put(said(key, user=user))

    async def take(incoming: Incoming) -> None:
        if incoming.update_key == "1":
            tries.append("1")
            raise RuntimeError("Nguyễn Văn A")
        await desk.take(incoming)

    await desk.empty(spool, tmp_path, take)
    assert (["3", "2"], [("1", "RuntimeError")], MOST_TRIES) == (desk.taken, desk.given_up, len(tries))


async def test_an_update_that_cannot_even_be_set_aside(tmp_path: Path) -> None:
    """Its file is put aside for the operator, and the queue moves on."""
    spool, desk = Spool(tmp_path, VAULT), Desk()

    async def fail(incoming: Incoming, *_: object) -> None:
        if incoming.update_key == "1":
            raise RuntimeError
        await desk.take(incoming)

    for key in "12":
        await spool.put(said(key))
    work = asyncio.create_task(spool.work_off(fail, is_there, fail))
    await until(lambda: not survey(tmp_path).files)
    work.cancel()
    assert (["2"], 1) == (desk.taken, survey(tmp_path).unreadable)


DEADLY = """
import asyncio, os, sys
from pathlib import Path
from tests.bot.spool_desk import VAULT, Desk, is_there
from bot.spool import Spool
async def take(incoming):
    os.kill(os.getpid(), 9)
desk = Desk()
asyncio.run(Spool(Path(sys.argv[1]), VAULT).work_off(take, is_there, desk.give_up))
"""


async def test_an_update_that_ends_the_process(tmp_path: Path) -> None:
    """After three deaths the fourth process sets it aside instead of dying too, and goes on with the rest."""
    spool, desk = Spool(tmp_path, VAULT), Desk()
    for key in "12":
        await spool.put(said(key))
    for _ in range(MOST_TRIES):
        dead = subprocess.run(  # noqa: ASYNC221 - nothing else goes on here
            [sys.executable, "-c", DEADLY, str(tmp_path)], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False
        )
        assert -9 == dead.returncode
    await desk.empty(spool, tmp_path)
    assert ([("1", "ProcessEnded")], ["2"]) == (desk.given_up, desk.taken)


async def test_a_stop_in_the_middle_is_no_try(tmp_path: Path) -> None:
    """However often the program is stopped while an update is being tried, it is not the update's fault."""
    spool, desk, begun = Spool(tmp_path, VAULT), Desk(), list[None]()
    await spool.put(said("1"))

    async def hang(incoming: Incoming) -> None:
        begun.append(None)
        await asyncio.Event().wait()

    for number in range(MOST_TRIES + 1):
        await desk.work(spool, lambda number=number: len(begun) > number, hang)  # type: ignore[misc]
    await desk.empty(spool, tmp_path)
    assert (["1"], []) == (desk.taken, desk.given_up)
