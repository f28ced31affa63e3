"""An update that makes every attempt fail: the person is told, the operator sees it, and has it tried again or drops it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import select, update

from storage import tables
from storage.unit_of_work import UnitOfWork
from tests.installation import NAME, NUMBER, installed
from tests.program import PATIENCE, PatientUser, Program, settled
from tests.telegram_api import FakeTelegram

SORRY = "trục trặc"


@pytest.fixture
async def program(api: FakeTelegram, database_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """A running installation on either database; its logs are read at the end."""
    async with installed(api, database_url, tmp_path) as program:
        await program.start()
        yield program


def turn_over(uow: UnitOfWork, person_id: int | None = None) -> int:
    """Turn a bit of a person's stored dialogue over, or of the only one: it opens no more, or again. Returns: whose."""
    columns = tables.conversations.c
    whose = columns.person_id == person_id if person_id else columns.revision > 0
    row = uow.connection.execute(select(columns.person_id, columns.state).where(whose)).one()
    turned = row.state[:-1] + bytes([row.state[-1] ^ 1])
    uow.connection.execute(update(tables.conversations).where(columns.person_id == row.person_id).values(state=turned))
    return int(row.person_id)


@asynccontextmanager
async def damaged(program: Program) -> AsyncIterator[None]:
    """The one dialogue that is stored is broken, and is as before afterwards."""
    async with program.database() as database:
        person_id = await database.write(turn_over)
    yield
    async with program.database() as database:
        await database.write(lambda uow: turn_over(uow, person_id))


async def begun(program: Program, api: FakeTelegram) -> PatientUser:
    """Somebody who was asked for the name."""
    user = program.user(api)
    for line in ("/nop", "Đồng ý"):
        await user.say(line)
    return user


async def _is(program: Program, line: str, value: float) -> bool:
    return await program.metric(line) == value


async def test_set_aside_and_tried_again(program: Program, api: FakeTelegram) -> None:
    """Told at once and answered after the retry; doctor and metrics show it as long as it is there."""
    user = await begun(program, api)
    async with damaged(program):
        await user.say(NAME)
        assert (True, 1) == (SORRY in user.chat.last.text, await program.metric("sangkien_set_aside"))
        found = (await program.run("doctor")).out
        assert ("✗ Tin nhận bị lỗi: 1" in found, "✓ Việc nền: 0 tệp" in found) == (True, True)
        (line,) = (await program.ran("inbox", "list")).splitlines()
        number, channel, _, error, place = line.split("\t")
        assert ("telegram", "Unsealable", "vault.py") == (channel, error, place.partition(":")[0])
        failed = await program.run("inbox", "retry", number)
        assert (1, True) == (failed.code, "vẫn lỗi" in failed.out and "Unsealable" in failed.out)
        assert 1 == len((await program.ran("inbox", "list")).splitlines())
    assert f"{number}\tđã xử lý" == (await program.ran("inbox", "retry")).strip()
    await api.until(lambda: "Bước 2/" in user.chat.last.text, PATIENCE)
    assert "" == await program.ran("inbox", "list")
    assert f"{number}\tkhông có trong danh sách" == (await program.ran("inbox", "retry", number)).strip()
    assert "✓ Tin nhận bị lỗi" in (await program.run("doctor")).out
    assert 0 == await program.metric("sangkien_set_aside")
    await user.say(NUMBER)
    assert "Bước 3/" in user.chat.last.text


async def test_set_aside_and_dropped(program: Program, api: FakeTelegram) -> None:
    """Gone with all that was written; the person goes on where the dialogue stood."""
    user = await begun(program, api)
    async with damaged(program):
        await user.say(NAME)
        await program.post(user.last_update)
    number = (await program.ran("inbox", "list")).partition("\t")[0]
    assert ["Đã xóa 1 tin.", "Đã xóa 0 tin."] == [(await program.ran("inbox", "drop", number)).strip() for _ in range(2)]
    async with program.database() as database:
        assert 0 == await database.read(lambda uow: uow.set_aside.count())
    await user.say(NAME)
    assert "Bước 2/" in user.chat.last.text


async def test_others_go_on(program: Program, api: FakeTelegram) -> None:
    """While one person's updates fail, everybody else is answered; each failing update is told once."""
    user = await begun(program, api)
    async with damaged(program):
        for _ in range(3):
            await user.say(NAME)
            await user.repeat()
        other = program.user(api, 11)
        await other.say("/nop")
        assert "Đồng ý" in other.chat.last.labels
        assert 3 == sum(SORRY in message.text for message in user.chat.shown)
        await settled(lambda: _is(program, "sangkien_set_aside", 3))


async def test_a_poisoned_update_in_a_batch(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> None:
    """Fetched together with others: it is set aside, the others are answered in order, the batch is confirmed, and every
    press is acknowledged.
    """
    async with installed(api, sqlite_url, tmp_path, public_url=None) as program:
        await program.start()
        user, other = PatientUser(api, 10), PatientUser(api, 11)
        await user.say("/nop")
        async with damaged(program):
            await program.kill()
            await other.say("/nop", expects=0)
            press = next(button for row in user.chat.last.rows for button in row if button.label == "Đồng ý")
            await user.press_action(user.chat.last.message_id, press.action, expects=0)
            await other.say("Đồng ý", expects=0)
            await program.start()
            await api.until(lambda: SORRY in user.chat.last.text and len(other.chat.shown) == 4, PATIENCE)
            await api.until(lambda: not api.pending and not api.open_presses, PATIENCE)
        assert "Bước 1/" in other.chat.last.text
        assert 1 == len((await program.ran("inbox", "list")).splitlines())
