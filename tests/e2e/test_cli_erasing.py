"""Requests for deletion, dealt with by an operator while the bot runs: in the database, and in everybody's chats."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from conversations.codes import shown, tidy, with_check
from storage import tables
from storage.repositories.outbox import CONTENT_LABEL
from storage.repositories.people import Person
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from tests.builders import NOON
from tests.day import ABOUT_ME, DESCRIPTION, TITLE, UNION, file
from tests.dialogues import EXECUTIVE, appoint
from tests.program import UNHURRIED, PatientUser, Program, telegram_settings
from tests.storage.world import ANSWERS, initiative
from tests.telegram_api import FakeTelegram

CODES = (with_check("A7K29QX"), with_check("B7K29QX"))
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
    await executive.say("/duyet")  # has cards shown once more
    assert OTHER_TITLE in executive.chat.last.text
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
    await api.until(lambda: not [word for word in ABOUT_THEM if word in said_to(executive)])
    async with program.database() as database:
        left = await database.read(lambda uow: stored_about(uow, tidy(first), tidy(second)))
        assert [] == [word for word in ABOUT_THEM if word in left]
    await executive.say("/theodoi " + first)
    assert "(đã ẩn danh)" in executive.chat.last.text
    await worker.say("/theodoi")
    assert first not in worker.chat.last.text


async def test_an_answer_instead(program: Program, api: FakeTelegram) -> None:
    """Who asked is told, in the union's words or without; what was filed stays, and one may ask again."""
    worker = program.user(api, 10)
    code = await file(worker)
    asking = ("/dulieu", "yêu cầu xóa sáng kiến đã nộp", "có")
    for given, told in ((("--answer", " Xin giữ đến khi\ntrao thưởng "), "“Xin giữ đến khi\ntrao thưởng”"), ((), "đã được khép lại")):
        for line in asking:
            await worker.say(line)
        assert "Đã ghi nhận yêu cầu xóa" in worker.chat.last.text
        number, asked_on, *_ = (await program.ran("erasures", "list")).split("\t")
        assert "dài quá 500" in (await program.run("erasures", "close", number, "--answer", "a" * 501)).err
        assert "Đã đóng 1 yêu cầu." in await program.ran("erasures", "close", number, *given)
        await api.until(lambda: told in worker.chat.last.text)  # noqa: B023 - waited for at once
        assert "/".join(reversed(asked_on.split("-"))) in worker.chat.last.text
        assert ("“" in worker.chat.last.text) == bool(given)
    await worker.say("/theodoi")
    assert code in worker.chat.last.text


async def test_who_asks_on_paper(program: Program) -> None:
    """Also one without an account: the operator opens the request by a code, once, and carries it out like others."""

    def file_for(uow: UnitOfWork) -> None:
        ids = {node.code: node.id for node in uow.organisations.all()}
        author = Person(uow.people.author(ANSWERS["id_number"], NOON), None, is_new=True)
        for code in CODES:
            uow.submissions.add(initiative(code, author, ids, UNION), "thu-chay", NOON.date())

    async with program.database() as database:
        await database.write(file_for)
    first, second = map(shown, CODES)
    opened = await program.run("erasures", "open", first.lower(), second, "A7K2-9QXX")
    lines = [line.split("\t") for line in opened.out.splitlines()]
    assert (1, lines[0][1:], "không có sáng kiến này") == (opened.code, lines[1][1:], lines[2][1].partition(",")[0])
    listed = await program.ran("erasures", "list")
    number, _, due, named = listed.strip().split("\t")
    assert ([number, due], 1) == (lines[0][1:], len(listed.splitlines()))
    assert all(code in named for code in (first, second))
    assert "đã xóa 2 sáng kiến" in await program.ran("erasures", "carry-out", number, "--yes")
    again = await program.run("erasures", "open", first)
    assert (1, True) == (again.code, "không còn biết tác giả" in again.out)


def said_to(user: PatientUser) -> str:
    """All that stands in a chat of what the bot said."""
    return "\n".join(message.text for message in user.chat.shown if message.is_ours)


def stored_about(uow: UnitOfWork, *codes: str) -> str:
    """All that is stored about initiatives, and every message."""
    rows = [repr((uow.submissions.get(code), uow.audit.of(f"submission:{code}"))) for code in codes]
    contents = uow.connection.execute(select(tables.outbox.c.content)).scalars()
    return "\n".join([*rows, *(repr(open_json(uow.vault, content, CONTENT_LABEL)) for content in contents)])
