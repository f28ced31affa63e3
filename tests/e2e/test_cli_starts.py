"""Every command of `python -m bot` from nothing: a fresh interpreter finds and loads all that the command needs.

Other tests of commands start them in a process that has loaded everything (tests/warm.py).
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.test_cli import commands
from tests.program import UNION, Program, telegram_settings
from tests.telegram_api import FakeTelegram
from tests.zalo_oa_api import FakeZaloOa, zalo_settings

GRANT = ("--role", "staff", "--organisation", "04.045", "--channel", "telegram", "--user", "30")
LIST = "federation_code,code,name,block,aliases\n04.045,xuanhoa,Trường THCS Xuân Hòa,public_admin,\n"
STARTS: dict[str, tuple[tuple[str, ...], int, str]] = {  # arguments, exit code, words of what is printed
    "migrate": ((), 0, "799 tổ chức"),
    "campaign show": ((), 0, "thu-chay"),
    "campaign move": (("--closes", "2021-04-23T00:00", "--dossier-due", "2021-04-12"), 0, "24h ngày 22/4/2021"),
    "check": (("--jsonl",), 0, "bad-line"),
    "doctor": ((), 1, "zalo-oa-no-token"),
    "recount": ((), 0, "trước đó 0 số"),
    "backup": (("new.db",), 0, "new.db"),
    "restore": (("list.csv",), 1, "list.csv"),
    "invite": (("--role", "executive", "--organisation", UNION), 0, "https://t.me/"),
    "grant": (GRANT, 0, "Đã trao."),
    "revoke": (GRANT, 0, "không giữ"),
    "orgs list": (("--under", "04.045"), 0, UNION),
    "orgs import": (("list.csv",), 0, "Mới 1,"),
    "orgs template": (("--out", "new.xlsx"), 0, "new.xlsx"),
    "orgs rename": ((UNION, "Trường Mầm non Hoa Sen"), 0, "Đã đổi tên"),
    "submissions import": (("list.csv", "--organisation", UNION), 1, "thiếu dòng tiêu đề"),
    "export": (("--organisation", "04", "--out", "new.xlsx"), 0, "0 sáng kiến"),
    "qr": (("--organisation", UNION, "--out", "new.pdf"), 0, "https://bot.example/q/"),
    "rekey": ((), 0, "dòng"),
    "erasures list": ((), 0, ""),
    "erasures open": (("A7K29QXM",), 1, "không có sáng kiến này"),
    "erasures carry-out": (("1", "--yes"), 1, "không có yêu cầu đang mở"),
    "erasures close": (("1",), 0, "Đã đóng 0 yêu cầu."),
    "inbox list": ((), 0, ""),
    "inbox retry": (("1",), 0, "không có trong danh sách"),
    "inbox drop": (("1",), 0, "Đã xóa 0 tin."),
    "outbox list": ((), 0, ""),
    "outbox retry": ((), 0, "0 tin"),
    "zalo login": ((), 1, "Zalo không đổi code"),
    "zalo token": ((), 2, "Cần hai dòng"),
    "zalo status": ((), 1, "zalo login"),
}


SAME = {f"orgs {act}" for act in ("add", "close", "reopen", "move", "merge", "undo", "show")}  # load what `orgs rename` loads


@pytest.fixture
async def cold(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation with its directory, on Telegram and Zalo."""
    async with FakeZaloOa() as zalo:
        settings = {**zalo_settings(zalo), **telegram_settings(api, database_url=sqlite_url), "zalo_oa_refresh_token": "", "zalo_oa_pkce": "none"}
        async with Program(tmp_path, **settings) as program:
            program.is_cold = True
            await program.plant()
            (tmp_path / "list.csv").write_text(LIST, "utf-8")
            yield program


@pytest.mark.parametrize("command", STARTS)
async def test_a_command(cold: Program, command: str) -> None:
    """It does what it is for, or says what is wrong."""
    arguments, code, words = STARTS[command]
    done = await cold.run(*command.split(), *arguments, given="x\n")
    assert (code, True) == (done.code, words in done.out + done.err), done
    assert "Traceback" not in done.err


def arguments_of(pid: int) -> list[bytes]:
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


@pytest.mark.parametrize(("chosen", "is_without"), [({}, True), ({"PYTHONOPTIMIZE": "0"}, False)])
async def test_the_bot(cold: Program, chosen: dict[str, str], is_without: bool) -> None:
    """It listens, under the id it was started by and without docstrings unless told otherwise; and ends when told to."""
    cold.environment |= chosen
    await cold.start()
    assert 200 == (await cold.get("/healthz"))[0]
    assert is_without == (b"-OO" in arguments_of(cold.pid))
    assert 0 == await cold.stop()


def test_every_command_is_started_here() -> None:
    """A new command gets its line."""
    assert commands() == STARTS.keys() | SAME | {"run"}
