"""A deletion carried out by an operator while the bot runs: in the database, and in the chats of all who had a card."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from conversations.codes import tidy
from storage import tables
from storage.repositories.outbox import CONTENT_LABEL
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from tests.day import ABOUT_ME, DESCRIPTION, TITLE, file
from tests.dialogues import EXECUTIVE, appoint
from tests.program import UNHURRIED, PatientUser, Program, telegram_settings
from tests.telegram_api import FakeTelegram

OTHER_TITLE = "Giàn phơi thuốc bằng tre"
ABOUT_THEM = (ABOUT_ME[0], ABOUT_ME[1], ABOUT_ME[2], TITLE, OTHER_TITLE, DESCRIPTION)


@pytest.fixture
async def program(api: FakeTelegram, database_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation whose CĐCS has an executive; it runs."""
    async with Program(tmp_path, **telegram_settings(api, database_url=database_url, **UNHURRIED)) as made:
        await made.plant()
        async with made.database() as database:
            await database.write(appoint)
        await made.start()
        yield made


async def test_all_that_was_filed_goes(program: Program, api: FakeTelegram) -> None:
    """One confirmed, one that waits: both lose author and words, the first still counts, the second is withdrawn."""
    worker, executive = program.user(api, 10), program.user(api, EXECUTIVE)
    first = await file(worker)
    await api.until(lambda: first in said_to(executive))
    for press in ("✅ Xác nhận", "Chưa, xác nhận trước"):
        await executive.press(press)
    second = await file(worker, OTHER_TITLE)
    await api.until(lambda: second in said_to(executive))
    for line in ("/dulieu", "yêu cầu xóa sáng kiến đã nộp", "có"):
        await worker.say(line)
    number, *_ = (await program.ran("erasures", "list")).split("\t")
    assert f"Xóa hẳn 2 sáng kiến ({first}, {second})?" in (await program.run("erasures", "carry-out", number, given="n\n")).out
    assert number == (await program.ran("erasures", "list")).split("\t")[0]
    assert OTHER_TITLE in said_to(executive)
    assert "đã xóa 2 sáng kiến" in await program.ran("erasures", "carry-out", number, "--yes")
    again = await program.run("erasures", "carry-out", number, "--yes")
    assert (1, True) == (again.code, "không có yêu cầu đang mở" in again.out)
    await api.until(lambda: "đã xóa 2 sáng kiến" in worker.chat.last.text)
    await api.until(lambda: all(f"{code} đã được xóa" in said_to(executive) for code in (first, second)))
    assert [] == [word for word in ABOUT_THEM if word in said_to(executive)]
    async with program.database() as database:
        left = await database.read(lambda uow: stored_about(uow, tidy(first), tidy(second)))
        assert [] == [word for word in ABOUT_THEM if word in left]
    await executive.say("/theodoi " + first)
    assert "(đã ẩn danh)" in executive.chat.last.text
    await worker.say("/theodoi")
    assert first not in worker.chat.last.text


def said_to(user: PatientUser) -> str:
    """All that stands in a chat of what the bot said."""
    return "\n".join(message.text for message in user.chat.shown if message.is_ours)


def stored_about(uow: UnitOfWork, *codes: str) -> str:
    """All that is stored about initiatives, and every message."""
    rows = [repr((uow.submissions.get(code), uow.audit.of(f"submission:{code}"))) for code in codes]
    contents = uow.connection.execute(select(tables.outbox.c.content)).scalars()
    return "\n".join([*rows, *(repr(open_json(uow.vault, content, CONTENT_LABEL)) for content in contents)])
