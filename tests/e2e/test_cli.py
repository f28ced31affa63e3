"""Every command of `python -m bot`, typed by an operator: what it prints, what it changes, what a running bot makes of it."""

import csv
import json
import re
import shutil
from collections.abc import AsyncIterator
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from click import Group
from openpyxl import load_workbook

import bot.cli_data  # noqa: F401 - registers its commands
from bot.cli import cli
from conversations import codes
from conversations.domain import Role
from storage.migrations import head_revision
from storage.unit_of_work import UnitOfWork
from tests.builders import NOON, RECEIPT
from tests.program import KEY, PATIENCE, TOKEN, Program, Ran, telegram_settings
from tests.storage.world import ANSWERS, initiative
from tests.telegram_api import FakeTelegram
from tests.telegram_user import TelegramUser
from tests.transcripts import Talk

UNION, UNION_NAME = "04.045.hoamai", "Trường Mầm non Hoa Mai"
CODE = re.compile(r"\b([2-9A-HJ-NP-Z]{4})-([2-9A-HJ-NP-Z]{4})\b")
DESCRIPTION = "Trước đây tẽ ngô bằng tay rất lâu. Nay tẽ bằng máy tự làm từ xe đạp cũ, nhanh gấp ba lần, ít người hơn."
TITLE = '=HYPERLINK("http://x.example") máy tẽ ngô'
LIST = "federation_code,code,name,block,aliases\n04.045,xuanhoa,Trường THCS Xuân Hòa,public_admin,THCS Xuân Hòa\n"


@pytest.fixture
async def api() -> AsyncIterator[FakeTelegram]:
    """A Telegram."""
    async with FakeTelegram(TOKEN) as running:
        yield running


@pytest.fixture
async def program(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation with its directory; not started."""
    async with Program(tmp_path, **telegram_settings(api, database_url=sqlite_url)) as program:
        await program.plant()
        yield program


async def ran(program: Program, *arguments: str) -> str:
    """Run a command that succeeds. Returns: what it printed."""
    done = await program.run(*arguments)
    assert (0, "") == (done.code, "".join(line for line in done.err.splitlines() if not line.startswith("{")))
    return done.out


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


def store(uow: UnitOfWork) -> None:
    """What an account has filed, and its draft, as if it had written both."""
    ids = {node.code: node.id for node in uow.organisations.all()}
    person = uow.people.identify("telegram", "10", "10", NOON)
    uow.submissions.add(initiative(RECEIPT, person, ids, UNION, title=TITLE), "thu-chay", date(2021, 4, 1))
    talk = Talk()
    for line in ("/nop", "[Đồng ý]", "Nguyễn Văn A"):
        talk.write(line)
    uow.conversations.put(person.id, talk.state, 0, NOON)


def files_in(folder: Path) -> set[str]:
    """Everything below a folder, and the folder itself."""
    return {str(path.relative_to(folder)) for path in (folder, *folder.rglob("*"))}


def test_every_command_is_typed_here() -> None:
    """A new command gets its test."""
    names = {
        f"{name} {below}".strip()
        for name, command in cli.commands.items()
        for below in (command.commands if isinstance(command, Group) else ("",))
    }
    source = Path(__file__).read_text("utf-8")
    assert set() == {name for name in names if re.sub(" ", '", "', f'"{name}"') not in source}


# -- people ------------------------------------------------------------------------------------------------------
async def test_invite(program: Program, api: FakeTelegram) -> None:
    """Prints the links of every channel and the code, which grants the role once, through the running bot."""
    printed = await ran(program, "invite", "--role", "executive", "--organisation", UNION)
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
    """Gives a role to an account by its number; a second time there is nothing to give."""
    arguments = ("grant", "--role", "staff", "--organisation", "04.045", "--channel", "telegram", "--user", "30")
    assert "Đã trao." in await ran(program, *arguments)
    assert "đã có vai trò" in await ran(program, *arguments)
    await program.start()
    staff = program.user(api, 30)
    await staff.say("/report")
    assert "Hà Quảng" in staff.chat.last.text


# -- organisations -----------------------------------------------------------------------------------------------
async def test_orgs_list(program: Program) -> None:
    """Code, kind and name, of all or below one."""
    lines = (await ran(program, "orgs", "list", "--under", "04.045")).splitlines()
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
        assert counts in await ran(program, "orgs", "import", str(path), *arguments)
        assert is_there == ("04.045.xuanhoa" in await organisations(program))
    code = code_in(await ran(program, "qr", "--organisation", "04.045.xuanhoa", "--out", "xuanhoa.svg"))
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


async def organisations(program: Program) -> set[str]:
    """The codes of all that are stored."""
    async with program.database() as database:
        return {node.code for node in await database.read(lambda uow: uow.organisations.all())}


BEGINNINGS = {"a.PNG": b"\x89PNG\r\n", "a.svg": b"<svg ", "a.pdf": b"%PDF-"}


async def test_qr(program: Program) -> None:
    """A picture, a drawing or a sheet that leads to our own page; the code of a CĐCS stays the same."""
    printed = [await ran(program, "qr", "--organisation", UNION, "--out", name) for name in BEGINNINGS]
    assert 1 == len({code_in(text) for text in printed})
    assert f"https://bot.example/q/{code_in(printed[0])}" in printed[0]
    for name, beginning in BEGINNINGS.items():
        assert beginning == (program.folder / name).read_bytes()[: len(beginning)], name


# -- what was filed ----------------------------------------------------------------------------------------------
async def test_export(program: Program) -> None:
    """What was filed, as spreadsheet, text or lines; identity numbers only when asked for."""
    async with program.database() as database:
        await database.write(store)
    for name in ("a.xlsx", "a.csv", "a.jsonl"):
        assert "1 sáng kiến" in await ran(program, "export", "--organisation", "04", "--out", name)
    record = json.loads((program.folder / "a.jsonl").read_text("utf-8"))
    assert (RECEIPT, TITLE, "04.045", UNION) == tuple(
        record[name] for name in ("code", "title", "federation_code", "organisation_code")
    )
    row = next(csv.DictReader(StringIO((program.folder / "a.csv").read_text("utf-8-sig"))))
    assert (RECEIPT, f"'{TITLE}") == (row["code"], row["title"])
    sheet = load_workbook(program.folder / "a.xlsx").worksheets[0]
    assert RECEIPT == sheet.cell(2, 1).value
    assert "id_number" not in record
    await ran(program, "export", "--organisation", UNION, "--out", "b.jsonl", "--with-personal")
    personal = json.loads((program.folder / "b.jsonl").read_text("utf-8"))
    assert (ANSWERS["id_number"], ANSWERS["phone"]) == (personal["id_number"], personal["phone"])


# -- the campaign ------------------------------------------------------------------------------------------------
async def test_campaign(program: Program, api: FakeTelegram) -> None:
    """A running bot obeys at once: closed, nothing is taken and the draft is kept; open again, it goes on."""
    assert "đóng:      24h ngày 31/12/2098" in await ran(program, "campaign", "show")
    await program.start()
    worker = program.user(api)
    for line in ("/nop", "Đồng ý", "Nguyễn Văn A"):
        await worker.say(line)
    moved = await ran(program, "campaign", "move", "--closes", "2021-04-23T00:00", "--dossier-due", "2021-04-12")
    assert "đóng:      24h ngày 22/4/2021" in moved
    newcomer = program.user(api, 11)
    await newcomer.say("/nop")
    assert "đã ngừng nhận" in newcomer.chat.last.text
    assert moved == await ran(program, "campaign", "show")
    await ran(program, "campaign", "move", "--closes", "2099-01-01")
    await newcomer.say("/nop")
    assert "Đồng ý" in newcomer.chat.last.labels
    await worker.say("080888999")
    assert "Bước 3/" in worker.chat.last.text


# -- data --------------------------------------------------------------------------------------------------------
async def test_migrate(program: Program, tmp_path: Path) -> None:
    """Makes everything in an empty place; a second time it changes nothing."""
    program.environment["DATABASE_URL"] = f"sqlite+aiosqlite:///{tmp_path}/new/place.db"
    printed = await ran(program, "migrate")
    assert f"bản {head_revision()}" in printed
    assert printed == await ran(program, "migrate")


async def test_backup_and_restore(program: Program, api: FakeTelegram, tmp_path: Path) -> None:
    """A copy made while the bot runs serves elsewhere; it is put into an empty place alone, and nothing is overwritten."""
    async with program.database() as database:
        await database.write(store)
    await program.start()
    copy = tmp_path / "copy.db"
    await ran(program, "backup", str(copy))
    assert (1, copy.read_bytes()) == ((await program.run("backup", str(copy))).code, copy.read_bytes())
    assert 1 == (await program.run("restore", str(copy))).code
    (tmp_path / "other").mkdir()
    settings = telegram_settings(api, database_url=f"sqlite+aiosqlite:///{tmp_path}/other/new.db")
    assert 0 == await program.stop()
    async with Program(tmp_path / "other", **settings) as other:
        await ran(other, "restore", str(copy))
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
        listed = await ran(program, "outbox", "list")
    number, channel, *_, error = listed.strip().split("\t")
    assert ("telegram", "telegram-400-text-too-long") == (channel, error)
    assert "Sẽ gửi lại 1 tin." in await ran(program, "outbox", "retry", number)
    await api.until(lambda: any("Đồng ý" in message.labels for message in worker.chat.shown), PATIENCE)
    assert "Sẽ gửi lại 0 tin." in await ran(program, "outbox", "retry")


async def test_rekey(program: Program, api: FakeTelegram) -> None:
    """With a new key before the old one everything opens; after the command the old one can go."""
    async with program.database() as database:
        await database.write(store)
    fresh = "another-secret-of-32-characters!"
    program.environment["SECRET_KEY"] = f"{fresh},{KEY}"
    assert re.search(r"lại [1-9]\d* dòng", await ran(program, "rekey"))
    assert "lại 0 dòng" in await ran(program, "rekey")
    program.environment["SECRET_KEY"] = fresh
    await program.start()
    worker = program.user(api)
    await worker.say("080888999")
    assert "Bước 3/" in worker.chat.last.text


# -- looking after it --------------------------------------------------------------------------------------------
async def test_doctor_finds_everything_good(program: Program, api: FakeTelegram) -> None:
    """One line for each thing, exit code 0."""
    printed = await ran(program, "doctor")
    assert [] == [line for line in printed.splitlines() if not line.startswith("✓ ")]
    assert f"@{api.username}" in printed


BAD_PLACES = {
    "the key is another one": ({"secret_key": "quite-another-secret-key"}, "✗ SECRET_KEY"),
    "a public address that Telegram will not call": ({"public_url": "http://bot.example"}, "✗ PUBLIC_URL"),
    "no database yet": ({"database_url": "sqlite+aiosqlite:///{folder}/none.db"}, "✗ DATABASE_URL"),
    "a folder in place of the database": ({"database_url": "sqlite+aiosqlite:///{folder}"}, "✗ DATABASE_URL"),
    "a server that is not there": ({"database_url": "postgresql+asyncpg://u:pw@127.0.0.1:1/x"}, "✗ DATABASE_URL"),
    "a token that Telegram refuses": ({"telegram_token": "1:wrong"}, "✗ TELEGRAM_TOKEN"),
    "no way to Telegram": ({"telegram_api_url": "http://127.0.0.1:1"}, "✗ TELEGRAM_TOKEN"),
}


async def test_doctor_finds_what_is_bad(program: Program) -> None:
    """It names the setting, says what to do, ends with 1, shows no secret, and makes nothing."""
    async with program.database() as database:
        await database.write(store)
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


# -- what an operator may get wrong --------------------------------------------------------------------------------
BAD_SETTINGS = {
    "DATABASE_URL": "mysql://root:hush@db/x", "PORT": "hush", "PUBLIC_URL": "ftp://hush", "SECRET_KEY": "hush-hush",
    "CAMPAIGN_FILE": "/nowhere/hush", "TEXTS_DIR": "/nowhere/hush", "LOG_LEVEL": "hush", "DEMO": "hush",
    "TELEGRAM_TOKEN": "hush hush", "TELEGRAM_API_URL": "hush", "TELEGRAM_WEBHOOK_SECRET": "hush hush", "DATA_DIR": "/proc/hush",
}  # fmt: skip


async def test_bad_settings(program: Program) -> None:
    """One sentence that names the setting, exit code 2, the value is not shown."""
    good = dict(program.environment)
    for name, value in BAD_SETTINGS.items():
        program.environment = good | {name: value} | ({"SECRET_KEY": ""} if name == "DATA_DIR" else {})
        done = await program.run("run")
        assert (2, "", 1) == (done.code, done.out, len(done.err.splitlines())), (name, done.err)
        assert done.err.startswith(f"{name}: "), done.err
        assert name in ("CAMPAIGN_FILE", "TEXTS_DIR", "DATA_DIR") or "hush" not in done.err, done.err


async def test_a_key_that_is_not_the_data_s(program: Program) -> None:
    """The bot does not start with another key: it could open nothing and would lose what is said."""
    async with program.database() as database:
        await database.write(store)
    program.environment["SECRET_KEY"] = "quite-another-secret-key"
    done = await program.run("run")
    assert (2, True) == (done.code, done.err.splitlines()[-1].startswith("SECRET_KEY: "))


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "no such organisation": (("invite", "--role", "staff", "--organisation", "99.999"), "99.999"),
    "an executive of a district": (("invite", "--role", "executive", "--organisation", "04.045"), "CĐCS"),
    "a role there is not": (("grant", "--role", "king", "--organisation", "04", "--channel", "telegram", "--user", "1"), "king"),
    "a channel there is not": (("grant", "--role", "staff", "--organisation", "04", "--channel", "fax", "--user", "1"), "fax"),
    "a picture of another kind": (("qr", "--organisation", UNION, "--out", "a.gif"), ".png"),
    "a table of another kind": (("export", "--organisation", "04", "--out", "a.doc"), ".xlsx"),
    "no organisation to export": (("export", "--organisation", "9", "--out", "a.csv"), "9"),
    "nothing to move": (("campaign", "move"), "--closes"),
    "no instant": (("campaign", "move", "--closes", "mai"), "2021-04-23T00:00"),
    "closing before it opens": (("campaign", "move", "--closes", "2001-01-01"), "2021-04-23T00:00"),
    "a file that is not there": (("restore", "none.db"), "none.db"),
    "no list": (("orgs", "import", "none.csv"), "none.csv"),
    "no such command": (("fly",), "fly"),
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
        done: Ran = await program.run(*arguments)
        assert (1, 1) == (done.code, len(done.err.splitlines())), (arguments, done.err)


def test_roles_are_those_of_the_domain() -> None:
    """The operator's manual names them."""
    assert ["executive", "staff"] == [role.value for role in Role]
