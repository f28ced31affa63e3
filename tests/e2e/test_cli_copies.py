"""backup and restore typed by an operator, while the bot runs and after everything was killed; on both databases."""

import asyncio
import os
import random
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.util import await_only

from storage import tables
from storage.database import Database
from storage.errors import DatabaseRefused
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.builders import NOON
from tests.conftest import EmptyPlace
from tests.dialogues import EXECUTIVE, LATER, Executive, Site, Worker, appoint, submissions_of
from tests.postgres import PostgresServer
from tests.program import KEY, PATIENCE, Program, file_and_draft, settled, telegram_settings
from tests.telegram_api import FakeTelegram

SILENT = 77  # a chat to which Telegram delivers nothing for now


@pytest.fixture
async def program(
    api: FakeTelegram, database_url: str, tmp_path: Path, postgres_server: PostgresServer
) -> AsyncIterator[Program]:
    """An installation with its directory; not started."""
    (tmp_path / "first").mkdir()
    async with Program(tmp_path / "first", **telegram_settings(api, database_url=database_url)) as made:
        made.environment["PATH"] = f"{postgres_server.programs}:{os.environ['PATH']}"
        await made.plant()
        yield made


def elsewhere(program: Program, url: str, **environment: str) -> Program:
    """A machine of its own, with an empty database."""
    folder = program.folder.parent / f"machine-{len(list(program.folder.parent.iterdir()))}"
    folder.mkdir()
    made = Program(folder)
    made.environment = {**program.environment, "DATABASE_URL": url, "DATA_DIR": str(folder / "data"), **environment}
    return made


# -- the drill -----------------------------------------------------------------------------------------------------
async def test_the_drill(program: Program, api: FakeTelegram, empty_place: EmptyPlace, tmp_path: Path) -> None:
    """People write, a copy is made, all is killed, another machine goes on: nothing that was in the copy is missing."""
    async with program.database() as database:
        await database.write(appoint)
    await program.start()
    copy, place = tmp_path / "copy.backup", empty_place()
    api.chat(EXECUTIVE)
    drafting = await draft(program, api)
    workers = [Worker(Site([program], api, random.Random(1)), 100 + number) for number in range(3)]
    dialogues = asyncio.gather(*(worker.file_until_over(1) for worker in workers))
    await api.until(lambda: all(worker.filed for worker in workers), LATER)
    before = {title for worker in workers for title in worker.filed}
    assert f"khóa {Vault.name_of(Vault([KEY]).prefix)}" in await program.ran("backup", str(copy))
    await program.kill()
    dialogues.cancel()
    await asyncio.gather(dialogues, return_exceptions=True)

    async with elsewhere(program, place) as second:
        printed = await second.ran("restore", str(copy))
        assert re.search(r"\d+ sáng kiến, .*[1-9]\d* tin chờ gửi .*Đã kiểm tra", printed, re.DOTALL), printed
        async with second.database() as database:
            assert before <= await database.read(lambda uow: titles(uow, workers))
            assert [True] == await database.read(possibly_sent)
            with pytest.raises(DatabaseRefused):
                await database.write(lambda uow: uow.connection.execute(tables.audit.delete()))
        await second.start()
        answered = await second.user(api, drafting).say("080888999")
        assert "Bước 3/" in answered[-1].text
        await confirm_one(Site([second], api, random.Random(1)), workers[0])
        assert 0 == await second.stop()
    async with program.database() as database:
        assert ["backed-up"] == [row.action for row in await database.read(lambda uow: uow.audit.of("database"))]


async def draft(program: Program, api: FakeTelegram) -> int:
    """Somebody who has given a name, and somebody who waits for an answer. Returns: the former's number."""
    api.fail("sendMessage", status=502, chat=SILENT, times=10_000)
    await program.user(api, SILENT).say("/nop", expects=0)
    user = program.user(api, 60)
    for line in ("/nop", "Đồng ý", "Nguyễn Văn A"):
        await user.say(line)
    return user.number


async def confirm_one(site: Site, worker: Worker) -> None:
    """The executive presses the button of a card that was sent before the disaster."""
    executive = Executive(site, EXECUTIVE)
    async with site.programs[0].database() as database:  # what was filed after the copy is gone
        code = await database.read(lambda uow: submissions_of(uow, worker.number)[-1].code)
    executive.confirmed = {found for *_, found in executive._waiting() if found != code}
    await executive.confirm_until(lambda: code in executive.confirmed)

    async def is_confirmed() -> bool:
        async with site.programs[0].database() as database:
            filed = await database.read(lambda uow: uow.submissions.get(code))
        return filed is not None and filed.status.value == "confirmed"

    await settled(is_confirmed)


def titles(uow: UnitOfWork, workers: list[Worker]) -> set[str]:
    """Of all that they filed."""
    return {one.answers["title"] for worker in workers for one in submissions_of(uow, worker.number)}


def possibly_sent(uow: UnitOfWork) -> list[bool]:
    """Of what is owed to the silent chat: whether it is marked."""
    columns = tables.outbox.c
    found = uow.connection.execute(select(columns.maybe_sent_at).where(columns.chat == str(SILENT), columns.status == "pending"))
    return [at is not None for at in found.scalars()]


# -- keys ----------------------------------------------------------------------------------------------------------
async def test_another_key(program: Program, empty_place: EmptyPlace, tmp_path: Path) -> None:
    """What came back stays, the command ends with 1 and names the key; with that key the bot starts, without it not."""
    async with program.database() as database:
        await database.write(file_and_draft)
    copy, place = tmp_path / "copy.backup", empty_place()
    await program.ran("backup", str(copy))
    async with elsewhere(program, place, SECRET_KEY="quite-another-secret-key") as second:
        done = await second.run("restore", str(copy))
        needed, held = (Vault.name_of(Vault([key]).prefix) for key in (KEY, "quite-another-secret-key"))
        assert (1, 1) == (done.code, len(done.err.splitlines()))
        assert f"cần khóa {needed}, đang có {held}." in done.err
        assert "1 sáng kiến" in done.out
        assert 2 == (await second.run("run")).code
        second.environment["SECRET_KEY"] = KEY
        await second.start()


# -- what goes wrong -----------------------------------------------------------------------------------------------
def swell(uow: UnitOfWork) -> None:
    """So much that a copy takes a while."""
    for number in range(60):
        row = {"token_hash": bytes([number]) * 32, "name": "x", "mime": "x", "content": os.urandom(1 << 20), "expires_at": NOON}
        uow.connection.execute(tables.web_files.insert(), row)


async def test_killed_half_way(program: Program, database_url: str, tmp_path: Path) -> None:
    """There is no file of that name, and the next backup is not in its way."""
    async with program.database() as database:
        await database.write(swell)
        copy = tmp_path / "copy.backup"
        async with nullcontext() if database_url.startswith("sqlite") else held_up(database):
            with program.log.open("ab") as log:
                process = await program.begin("backup", str(copy), err=log)
            await settled(lambda: _has_begun(tmp_path))
            process.kill()
            await process.wait()
        assert not copy.exists()
    await program.ran("backup", str(copy))
    assert [copy] == copies_in(tmp_path)


@asynccontextmanager
async def held_up(database: Database) -> AsyncIterator[None]:
    """pg_dump waits for a table."""
    is_held, release = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        def lock(uow: UnitOfWork) -> None:
            uow.connection.execute(text("LOCK TABLE submissions IN ACCESS EXCLUSIVE MODE"))
            is_held.set()
            await_only(release.wait())

        await database.write(lock)

    task = asyncio.create_task(hold())
    await is_held.wait()
    yield
    release.set()
    await task


async def _has_begun(folder: Path) -> bool:
    return bool(copies_in(folder))


def copies_in(folder: Path) -> list[Path]:
    """Files of a copy, whole or not."""
    return sorted(folder.glob("copy*"))


async def test_no_room(program: Program, tmp_path: Path) -> None:
    """A file that may not grow, as on a full disk: one sentence, exit code 1, nothing is left."""
    async with program.database() as database:
        await database.write(swell)
    copy = tmp_path / "copy.backup"
    pipe = asyncio.subprocess.PIPE
    command = f'ulimit -f 2000; exec "$0" -m bot backup "{copy}"'
    process = await asyncio.create_subprocess_exec(
        "sh", "-c", command, sys.executable, cwd=program.folder, env=program.environment, stdout=pipe, stderr=pipe
    )
    async with asyncio.timeout(PATIENCE):
        out, err = (part.decode() for part in await process.communicate())
    assert (1, "", 1, []) == (process.returncode, out, len(err.splitlines()), copies_in(tmp_path)), err
    assert "hết chỗ trống" in err
