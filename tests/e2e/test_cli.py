"""Every command of `python -m bot`, typed by an operator: what it prints, what it changes, what a running bot makes of it."""

import csv
import json
import re
from collections.abc import AsyncIterator
from io import StringIO
from pathlib import Path

import pytest
from click import Context, Group
from openpyxl import load_workbook

import bot.cli_copies
import bot.cli_data
import bot.cli_lists  # noqa: F401 - these imports register commands
from bot.cli import cli
from conversations import codes
from storage.migrations import head_revision
from storage.repositories.outbox_order import NOTICE
from storage.unit_of_work import UnitOfWork
from tests.builders import NOON, RECEIPT
from tests.program import FORMULA, KEY, PATIENCE, UNION, UNION_NAME, Program, file_and_draft, telegram_settings
from tests.storage.world import ANSWERS
from tests.telegram_api import FakeTelegram
from tests.telegram_user import TelegramUser

CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4})-([2-9A-HJ-NP-Z]{4})\b")
DESCRIPTION = "Trước đây tẽ ngô bằng tay rất lâu. Nay tẽ bằng máy tự làm từ xe đạp cũ, nhanh gấp ba lần, ít người hơn."
LIST = "federation_code,code,name,block,aliases\n04.045,xuanhoa,Trường THCS Xuân Hòa,public_admin,THCS Xuân Hòa\n"


@pytest.fixture
async def program(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation with its directory; not started."""
    async with Program(tmp_path, **telegram_settings(api, database_url=sqlite_url)) as program:
        await program.plant()
        yield program


def code_in(text: str) -> str:
    """The short code that was printed."""
    found = CODE.search(text)
    assert found is not None, text
    return found[1] + found[2]


async def file(worker: TelegramUser) -> str:
    """File an initiative. Returns: its code."""
    for line in ("/nop", "Đồng ý", "Nguyễn Văn A", "080888999", "0912345678", "cao bằng", "hà quảng", UNION_NAME,
                 "Y tế", "3/2021", "Máy tẽ ngô", DESCRIPTION, "Gửi"):  # fmt: skip
        await worker.say(line)
    return code_in(worker.chat.last.text)


def commands() -> set[str]:
    """All that can be typed after `python -m bot`."""
    cli.list_commands(Context(cli))  # they register when somebody asks for them
    return {
        f"{name} {below}".strip()
        for name, command in cli.commands.items()
        for below in (command.commands if isinstance(command, Group) else ("",))
    }


def test_every_command_is_typed_here() -> None:
    """A new command gets its test."""
    tests = (*Path(__file__).parent.glob("test_cli*.py"), Path(__file__).with_name("test_zalo_oa_tokens.py"))
    source = "".join(path.read_text("utf-8") for path in tests)
    assert set() == {name for name in commands() if re.sub(" ", '", "', f'"{name}"') not in source}


# -- people ------------------------------------------------------------------------------------------------------
async def test_invite(program: Program, api: FakeTelegram) -> None:
    """Prints the links of every channel and the code, which grants the role once, through the running bot."""
    printed = await program.ran("invite", "--role", "executive", "--organisation", UNION)
    code = code_in(printed)
    assert f"https://bot.example/q/{code}" in printed
    assert f"https://t.me/{api.username}?start={code}" in printed
    assert f"https://bot.example/chat?c={code}" in printed
    await program.start()
    executive, late = program.user(api, 20), program.user(api, 21)
    await executive.say(f"/start {code}")
    await executive.say("Trần Thị B")
    assert UNION_NAME in executive.chat.last.text
    await late.say(f"/start {code}")
    assert "Họ và tên" not in late.chat.last.text
    filed = await file(program.user(api, 10))
    await api.until(lambda: filed[:4] in executive.chat.last.text, PATIENCE)


async def test_invite_while_telegram_is_away(program: Program, api: FakeTelegram) -> None:
    """The code and the other links are printed all the same, and why one is missing."""
    api.fail("getMe", status=502)
    done = await program.run("invite", "--role", "staff", "--organisation", "04.045")
    assert (0, True, False) == (done.code, "telegram-502" in done.err, "t.me" in done.out)
    assert f"https://bot.example/q/{code_in(done.out)}" in done.out


async def test_grant(program: Program, api: FakeTelegram) -> None:
    """Gives a role to an account by its number; a second time there is nothing to give. `revoke` takes it back."""
    arguments = ("grant", "--role", "staff", "--organisation", "04.045", "--channel", "telegram", "--user", "30")
    assert "Đã trao." in await program.ran(*arguments)
    assert "đã có vai trò" in await program.ran(*arguments)
    await program.start()
    staff = program.user(api, 30)
    await staff.say("/report")
    assert "Hà Quảng" in staff.chat.last.text
    assert "Đã lấy lại." in await program.ran("revoke", *arguments[1:])
    assert "không giữ vai trò" in await program.ran("revoke", *arguments[1:])
    await staff.say("/report")
    assert "dành cho cán bộ LĐLĐ" in staff.chat.last.text


# -- organisations -----------------------------------------------------------------------------------------------
async def test_orgs_list(program: Program) -> None:
    """Code, kind and name, of all or below one."""
    lines = (await program.ran("orgs", "list", "--under", "04.045")).splitlines()
    assert "04.045\tfederation\tHuyện Hà Quảng" == lines[0]
    assert f"{UNION}\tunion\t{UNION_NAME}" in lines
    assert 7 == len(lines)


async def test_orgs_import(program: Program, api: FakeTelegram) -> None:
    """A dry run changes nothing; then a running bot knows the new CĐCS at once; the same file again changes nothing."""
    path = program.folder / "cdcs.csv"
    path.write_text(LIST, "utf-8")
    await program.start()
    for arguments, counts, is_there in (
        (("--dry-run",), "Mới 1, thay đổi 0, giữ nguyên 0, sai 0.", False),
        ((), "Mới 1, thay đổi 0, giữ nguyên 0, sai 0.", True),
        ((), "Mới 0, thay đổi 0, giữ nguyên 1, sai 0.", True),
    ):
        assert counts in await program.ran("orgs", "import", str(path), *arguments)
        assert is_there == ("04.045.xuanhoa" in await organisations(program))
    code = code_in(await program.ran("qr", "--organisation", "04.045.xuanhoa", "--out", "xuanhoa.svg"))
    worker = program.user(api)
    await worker.say(f"/start {code}")
    for line in ("Đồng ý", "Nguyễn Văn A", "080888999", "0912345678"):
        await worker.say(line)
    assert "Xuân Hòa" in worker.chat.last.text


async def test_orgs_import_with_mistakes(program: Program) -> None:
    """All mistakes at once, each with its row; nothing is stored."""
    path = program.folder / "cdcs.csv"
    path.write_text(LIST + "99.999,a,Trường A,,\n04.045,b c,Trường B,khối khác,\n", "utf-8")
    done = await program.run("orgs", "import", str(path))
    assert (1, 3) == (done.code, len(done.err.splitlines()))
    assert ["Dòng 3", "Dòng 4", "Dòng 4"] == [line[:6] for line in done.err.splitlines()]
    assert "sai 3" in done.out
    assert "04.045.xuanhoa" not in await organisations(program)


async def test_orgs_import_marks_mistakes(program: Program) -> None:
    """--errors writes the own list with its mistakes, which is imported once it is corrected; old files are refused."""
    path = program.folder / "cdcs.csv"
    path.write_text(LIST + "04.045,b c,Trường B,,\n", "utf-8")
    done = await program.run("orgs", "import", str(path), "--errors", "loi.xlsx", "--progress")
    assert (1, True) == (done.code, "loi.xlsx: 1 dòng sai đã được đánh dấu" in done.err)
    book = load_workbook(program.folder / "loi.xlsx")
    book.worksheets[0]["B3"] = "bc"
    book.save(program.folder / "sua.xlsx")
    assert "Mới 2, thay đổi 0, giữ nguyên 0, sai 0." in await program.ran("orgs", "import", "sua.xlsx")
    (program.folder / "a.xlsx").write_bytes(b"MZ" * 9)
    refused = await program.run("orgs", "import", "a.xlsx", "--errors", "khong.xlsx")
    assert (1, 1) == (refused.code, len(refused.err.splitlines()))
    assert "không phải bảng tính" in refused.err
    assert not (program.folder / "khong.xlsx").exists()


async def test_orgs_template(program: Program) -> None:
    """The codes below a node are in it; there is none for nothing."""
    assert "mau.xlsx" in await program.ran("orgs", "template", "--under", "04", "--out", "mau.xlsx")
    guide = load_workbook(program.folder / "mau.xlsx").worksheets[1]
    assert {"04", "04.045"} <= {row[0] for row in guide.iter_rows(values_only=True)}
    assert 2 == (await program.run("orgs", "template", "--out", "b.xlsx", "--under", "xx")).code


async def organisations(program: Program) -> set[str]:
    """The codes of all that are stored."""
    async with program.database() as database:
        return {node.code for node in await database.read(lambda uow: uow.organisations.all())}


BEGINNINGS = {"a.PNG": b"\x89PNG\r\n", "a.svg": b"<svg ", "a.pdf": b"%PDF-"}


async def test_qr(program: Program) -> None:
    """A picture, a drawing or a sheet that leads to our own page; the code of a CĐCS stays the same."""
    printed = [await program.ran("qr", "--organisation", UNION, "--out", name) for name in BEGINNINGS]
    assert 1 == len({code_in(text) for text in printed})
    assert f"https://bot.example/q/{code_in(printed[0])}" in printed[0]
    for name, beginning in BEGINNINGS.items():
        assert beginning == (program.folder / name).read_bytes()[: len(beginning)], name


# -- what was filed ----------------------------------------------------------------------------------------------
async def test_export(program: Program) -> None:
    """What was filed, as spreadsheet, text or lines; identity numbers only when asked for."""
    async with program.database() as database:
        await database.write(file_and_draft)
    for name in ("a.xlsx", "a.csv", "a.jsonl"):
        assert "1 sáng kiến" in await program.ran("export", "--organisation", "04", "--out", name)
    record = json.loads((program.folder / "a.jsonl").read_text("utf-8"))
    assert (RECEIPT, FORMULA, "04.045", UNION) == tuple(
        record[name] for name in ("code", "title", "federation_code", "organisation_code")
    )
    row = next(csv.DictReader(StringIO((program.folder / "a.csv").read_text("utf-8-sig"))))
    assert (RECEIPT, f"'{FORMULA}") == (row["code"], row["title"])
    sheet = load_workbook(program.folder / "a.xlsx").worksheets[0]
    assert RECEIPT == sheet.cell(2, 1).value
    assert "id_number" not in record
    await program.ran("export", "--organisation", UNION, "--out", "b.jsonl", "--with-personal")
    personal = json.loads((program.folder / "b.jsonl").read_text("utf-8"))
    assert (ANSWERS["id_number"], ANSWERS["phone"]) == (personal["id_number"], personal["phone"])


# -- the campaign ------------------------------------------------------------------------------------------------
async def test_campaign(program: Program, api: FakeTelegram) -> None:
    """A running bot obeys at once: closed, nothing is taken and the draft is kept; open again, it goes on."""
    assert "đóng:      24h ngày 31/12/2098" in await program.ran("campaign", "show")
    await program.start()
    worker = program.user(api)
    for line in ("/nop", "Đồng ý", "Nguyễn Văn A"):
        await worker.say(line)
    moved = await program.ran("campaign", "move", "--closes", "2021-04-23T00:00", "--dossier-due", "2021-04-12")
    assert "đóng:      24h ngày 22/4/2021" in moved
    newcomer = program.user(api, 11)
    await newcomer.say("/nop")
    assert "đã ngừng nhận" in newcomer.chat.last.text
    assert moved == await program.ran("campaign", "show")
    await program.ran("campaign", "move", "--closes", "2099-01-01")
    await newcomer.say("/nop")
    assert "Đồng ý" in newcomer.chat.last.labels
    await worker.say("080888999")
    assert "Bước 3/" in worker.chat.last.text


# -- data --------------------------------------------------------------------------------------------------------
async def test_migrate(program: Program, tmp_path: Path) -> None:
    """Makes everything in an empty place; a second time it changes nothing."""
    program.environment["DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path}/new/place.db"
    printed = await program.ran("migrate")
    assert f"bản {head_revision()}" in printed
    assert printed == await program.ran("migrate")


async def test_backup_and_restore(program: Program, api: FakeTelegram, tmp_path: Path) -> None:
    """A copy made while the bot runs serves elsewhere; it is put into an empty place alone, and nothing is overwritten."""
    async with program.database() as database:
        await database.write(file_and_draft)
    await program.start()
    copy = tmp_path / "copy.db"
    await program.ran("backup", str(copy))
    assert (1, copy.read_bytes()) == ((await program.run("backup", str(copy))).code, copy.read_bytes())
    assert 1 == (await program.run("restore", str(copy))).code
    (tmp_path / "other").mkdir()
    settings = telegram_settings(api, database_url=f"sqlite+aiosqlite:///{tmp_path}/other/new.db")
    assert 0 == await program.stop()
    async with Program(tmp_path / "other", **settings) as other:
        await other.ran("restore", str(copy))
        await other.start()
        worker = other.user(api)
        await worker.say("/theodoi", expects=0)
        await api.until(lambda: any(codes.shown(RECEIPT) in message.text for message in worker.chat.shown), PATIENCE)


async def test_outbox(program: Program, api: FakeTelegram) -> None:
    """What was given up is listed, without its words, and sent again on command."""
    await program.start()
    worker = program.user(api)
    api.fail("sendMessage", status=400, description="Bad Request: message is too long")
    await worker.say("/nop", expects=0)
    await api.until(lambda: bool(api.called("sendMessage")))
    listed = ""
    while not listed:
        listed = await program.ran("outbox", "list")
    number, channel, *_, error = listed.strip().split("\t")
    assert ("telegram", "telegram-400-text-too-long") == (channel, error)
    assert "Sẽ gửi lại 1 tin." in await program.ran("outbox", "retry", number)
    await api.until(lambda: any("Đồng ý" in message.labels for message in worker.chat.shown), PATIENCE)
    assert "Sẽ gửi lại 0 tin." in await program.ran("outbox", "retry")
    assert "" == await program.ran("outbox", "list", "--doubtful")
    api.fail("sendMessage", how="reset", is_applied=True)
    await worker.say("Đồng ý")
    number, channel, _, attempts, _ = (await program.ran("outbox", "list", "--doubtful")).strip().split("\t")
    assert ("telegram", "1 lần") == (channel, attempts)


async def test_what_waits_for_people(program: Program) -> None:
    """It is listed apart, and counted apart by the doctor; it is neither owed nor given up."""

    def park(uow: UnitOfWork) -> None:
        owed = [uow.outbox.add("telegram", str(n), {"text": "Nguyễn Văn A"}, NOTICE, NOON) for n in range(2)]
        uow.parking.park(owed[0], NOON, error="x-230")

    async with program.database() as database:
        await database.write(park)
    number, channel, *_, became = (await program.ran("outbox", "list", "--parked")).strip().split("\t")
    assert ("1", "telegram", "x-230") == (number, channel, became)
    assert "" == await program.ran("outbox", "list")
    assert "1 đang chờ, 0 đã bỏ, 1 chờ người nhận nhắn lại" in (await program.run("doctor")).out
    assert 2 == (await program.run("outbox", "list", "--parked", "--doubtful")).code


async def test_rekey(program: Program, api: FakeTelegram) -> None:
    """With a new key before the old one everything opens; after the command the old one can go."""
    async with program.database() as database:
        await database.write(file_and_draft)
    fresh = "another-secret-of-32-characters!"
    program.environment["SECRET_KEY"] = f"{fresh},{KEY}"
    assert re.search(r"lại [1-9]\d* dòng", await program.ran("rekey"))
    assert "lại 0 dòng" in await program.ran("rekey")
    program.environment["SECRET_KEY"] = fresh
    await program.start()
    worker = program.user(api)
    await worker.say("080888999")
    assert "Bước 3/" in worker.chat.last.text
