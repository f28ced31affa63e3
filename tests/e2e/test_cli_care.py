"""Looking after an installation from the command line: doctor, check, and what an operator may get wrong."""

import json
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conversations.codes import shown
from tests.program import UNION, Program, file_and_draft, files_in, telegram_settings
from tests.telegram_api import FakeTelegram


@pytest.fixture
async def program(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation with its directory; not started."""
    async with Program(tmp_path, **telegram_settings(api, database_url=sqlite_url)) as program:
        await program.plant()
        yield program


async def test_doctor_finds_everything_good(program: Program, api: FakeTelegram) -> None:
    """One line for each thing, exit code 0."""
    printed = await program.ran("doctor")
    assert [] == [line for line in printed.splitlines() if not line.startswith("✓ ")]
    assert f"bot {api.username}" in printed


BAD_PLACES = {
    "the key is another one": ({"secret_key": "quite-another-secret-key"}, "✗ SECRET_KEY"),
    "a public address that Telegram will not call": ({"public_url": "http://bot.example"}, "✗ PUBLIC_URL"),
    "no database yet": ({"database_url": "sqlite+aiosqlite:///{folder}/none.db"}, "✗ DATABASE_URL"),
    "a server that is not there": ({"database_url": "postgresql+asyncpg://u:pw@127.0.0.1:1/x"}, "✗ DATABASE_URL"),
    "a token that Telegram refuses": ({"telegram_token": "1:wrong"}, "✗ TELEGRAM_TOKEN"),
}


async def test_recount(program: Program, api: FakeTelegram) -> None:
    """The sums for reports are counted anew; there is nothing wrong with them before or after."""
    async with program.database() as database:
        await database.write(file_and_draft)
    assert (await program.run("recount")).code == 0
    assert "✗" not in await program.ran("doctor")


async def test_a_request_for_deletion(program: Program) -> None:
    """It is listed, the doctor says when it is late, and it is over when it is closed."""
    async with program.database() as database:
        await database.write(file_and_draft)
        (filed,) = await database.read(lambda uow: uow.submissions.of_author(1, 9))
        await database.write(lambda uow: uow.erasures.open(1, filed.submitted_at, date(2021, 4, 21)))
    listed = (await program.ran("erasures", "list")).strip().split("\t")
    assert ["1", f"{filed.submitted_at:%Y-%m-%d}", "2021-04-21"] == listed[:3]
    assert f"{shown(filed.code)} (Chờ xác nhận)" == listed[3]
    found = await program.run("doctor")
    assert (1, True) == (found.code, "✗ Yêu cầu xóa: 1 đang mở, hạn gần nhất 21/04/2021, 1 quá hạn" in found.out)
    assert "Đã đóng 1 yêu cầu." in await program.ran("erasures", "close", "1", "2")
    assert "" == (await program.ran("erasures", "list")).strip()
    assert "✗" not in await program.ran("doctor")


async def test_a_request_of_the_night(program: Program) -> None:
    """It is listed under the day that it was where people live: half past one there is the evening before in UTC."""
    async with program.database() as database:
        await database.write(file_and_draft)
        asked_at = datetime(2021, 4, 1, 18, 30, tzinfo=UTC)
        await database.write(lambda uow: uow.erasures.open(1, asked_at, date(2021, 4, 22)))
    assert ["1", "2021-04-02", "2021-04-22"] == (await program.ran("erasures", "list")).split("\t")[:3]


async def test_doctor_finds_what_is_bad(program: Program) -> None:
    """It names the setting, says what to do, ends with 1, shows no secret, and makes nothing."""
    async with program.database() as database:
        await database.write(file_and_draft)
    good = dict(program.environment)
    for label, (changed, found) in BAD_PLACES.items():
        settings = {name.upper(): value.format(folder=program.folder) for name, value in changed.items()}
        program.environment = good | settings
        before = files_in(program.folder)
        done = await program.run("doctor")
        bad = [line for line in done.out.splitlines() if line.startswith("✗")]
        assert (1, 1, found) == (done.code, len(bad), bad[0].partition(":")[0]), label
        assert not any(secret in done.out + done.err for secret in ("pw", "1:wrong", "another-secret")), label
        assert before == files_in(program.folder), label


async def test_doctor_in_an_empty_place(tmp_path: Path) -> None:
    """Nothing is made, not even the key."""
    program = Program(tmp_path, database_url=None, data_dir=None, secret_key=None, campaign_file=None, demo=None)
    (tmp_path / "campaign.toml").unlink()
    done = await program.run("doctor")
    assert (1, 1) == (done.code, done.out.count("✗"))
    assert {"."} == files_in(tmp_path)


CHECKED = [
    ({"field": "full_name", "input": "nguyễn  văn a"}, {"ok": True, "value": "Nguyễn Văn A"}),
    ({"field": "id_number", "input": "004 085 000 123"}, {"ok": True, "value": "004085000123"}),
    ({"field": "id_number", "input": "12345"}, {"ok": False, "error": "id-wrong-length"}),
    ({"field": "phone", "input": "+84 912 345 678"}, {"ok": True, "value": "0912345678"}),
    ({"field": "phone", "input": "0243 825 1234"}, {"ok": False, "error": "phone-landline"}),
    ({"field": "province", "input": "cao bang"}, {"ok": True, "value": "04"}),
    ({"field": "district", "input": "hq", "context": {"province_code": "04"}}, {"ok": True, "value": "045"}),
    ({"field": "district", "input": "BL", "context": {"province_code": "04"}}, {"ok": False, "error": "district-ambiguous"}),
    ({"field": "description", "input": "Tẽ ngô bằng máy, nhanh gấp ba."}, {"ok": True, "value": "Tẽ ngô bằng máy, nhanh gấp ba."}),
    ({"field": "nothing", "input": "x"}, {"ok": False, "error": "bad-line"}),
]  # fmt: skip


async def test_check(program: Program) -> None:
    """A line in, a line out, in order; a refusal has its key and the sentence that the person is told."""
    given = "".join(json.dumps(question, ensure_ascii=False) + "\n" for question, _ in CHECKED) + "\nno json\n"
    done = await program.run("check", "--jsonl", given=given)
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert (0, "") == (done.code, done.err)
    for (question, expected), answer in zip(CHECKED, answers, strict=False):
        assert expected == {name: answer[name] for name in expected}, question
        assert answer["ok"] or ("⟦" not in answer["message"] and len(answer["message"]) > 10), question
    assert [False] == [answer["ok"] for answer in answers[len(CHECKED) :]]


BAD_SETTINGS = {  # what Settings itself refuses: tests/bot/test_settings.py
    "DATABASE_URL": "mysql://root:hush@db/x", "CAMPAIGN_FILE": "/nowhere/hush", "TEXTS_DIR": "/nowhere/hush",
    "DATA_DIR": "/proc/hush",
}  # fmt: skip


async def test_bad_settings(program: Program) -> None:
    """One sentence that names the setting, exit code 2, the value is not shown."""
    good = dict(program.environment)
    for name, value in BAD_SETTINGS.items():
        program.environment = good | {name: value} | ({"SECRET_KEY": ""} if name == "DATA_DIR" else {})
        done = await program.run("run")
        assert (2, "", 1) == (done.code, done.out, len(done.err.splitlines())), (name, done.err)
        assert done.err.startswith(f"{name}: "), done.err
        assert name != "DATABASE_URL" or "hush" not in done.err, done.err


async def test_a_key_that_is_not_the_data_s(program: Program) -> None:
    """The bot does not start with another key: it could open nothing and would lose what is said."""
    async with program.database() as database:
        await database.write(file_and_draft)
    program.environment["SECRET_KEY"] = "quite-another-secret-key"
    done = await program.run("run")
    assert (2, True) == (done.code, done.err.splitlines()[-1].startswith("SECRET_KEY: "))


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "no such organisation": (("invite", "--role", "staff", "--organisation", "99.999"), "99.999"),
    "an executive of a district": (("invite", "--role", "executive", "--organisation", "04.045"), "CĐCS"),
    "a channel there is not": (("grant", "--role", "staff", "--organisation", "04", "--channel", "fax", "--user", "1"), "fax"),
    "a picture of another kind": (("qr", "--organisation", UNION, "--out", "a.gif"), ".png"),
    "a table of another kind": (("export", "--organisation", "04", "--out", "a.doc"), ".xlsx"),
    "nothing to move": (("campaign", "move"), "--closes"),
    "closing before it opens": (("campaign", "move", "--closes", "2001-01-01"), "2021-04-23T00:00"),
    "a file that is not there": (("restore", "none.db"), "none.db"),
    "check without --jsonl": (("check",), "--jsonl"),
}


async def test_wrong_arguments(program: Program) -> None:
    """One sentence on what is wrong, exit code 2, nothing is made."""
    before = files_in(program.folder)
    for label, (arguments, named) in WRONG.items():
        done = await program.run(*arguments)
        assert (2, "") == (done.code, done.out), (label, done)
        assert named in done.err.splitlines()[-1], (label, done.err)
    assert {"data"} >= files_in(program.folder) - before


async def test_places_that_cannot_be_written(program: Program) -> None:
    """One sentence, exit code 1, no traceback."""
    copy = program.folder / "copy.db"
    shutil.copyfile(program.folder / "test.db", copy)
    for arguments in (
        ("qr", "--organisation", UNION, "--out", "none/a.png"),
        ("export", "--organisation", "04", "--out", "none/a.csv"),
        ("restore", str(program.folder / "campaign.toml")),
        ("restore", str(copy)),
    ):
        done = await program.run(*arguments)
        assert (1, 1) == (done.code, len(done.err.splitlines())), (arguments, done.err)
