"""`python -m bot orgs …` for single organisations: what each prints and changes, and that a running bot follows at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click import ClickException, UsageError

import bot.cli_orgs  # noqa: F401 - registers the commands
from bot.cli import cli
from bot.settings import Settings
from tests.e2e.test_cli import code_in, file
from tests.program import CAMPAIGN, KEY, PATIENCE, UNION, UNION_NAME, Program, telegram_settings
from tests.telegram_api import FakeTelegram

Ran = Callable[..., str]
OTHER = "04.045.binhminh"
LATE = CAMPAIGN.replace('"thu-chay"', '"nam-2026"').replace("2021", "2026")


@pytest.fixture
def typed(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Ran:
    """Types a command in this process. Returns: what was printed."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    (tmp_path / "campaign.toml").write_text(CAMPAIGN, "utf-8")
    values = {"DATABASE_URL": sqlite_url, "DATA_DIR": str(tmp_path / "data"), "SECRET_KEY": KEY, "DEMO": "true",
              "CAMPAIGN_FILE": str(tmp_path / "campaign.toml")}  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> str:
        cli.main(list(arguments), standalone_mode=False)
        return capsys.readouterr().out

    run("migrate")
    return run


def test_every_act(typed: Ran) -> None:
    """Tried first, then done, then shown, then undone; the list holds what is in force."""
    assert "(thử, chưa ghi gì) Đã đổi tên" in typed("orgs", "rename", UNION, "Trường Mầm non Hoa Sen", "--dry-run")
    assert f"{UNION}: {UNION_NAME} (union), từ trước nay đến nay" in typed("orgs", "show", UNION)
    assert "Hoa Sen" in typed("orgs", "rename", UNION, "Trường Mầm non Hoa Sen", "--on", "2024-05-01")
    assert f"tên cũ: {UNION_NAME} (trước 01/05/2024)" in typed("orgs", "show", UNION)
    sector = ("orgs", "add", "04.gd", "Công đoàn ngành Giáo dục Cao Bằng", "--kind", "sector", "--under", "04")
    assert "Đã thêm" in typed(*sector)
    assert "về Công đoàn ngành Giáo dục" in typed("orgs", "move", UNION, "--under", "04.gd")
    assert UNION in typed("orgs", "list", "--under", "04.gd")
    merged = typed("orgs", "merge", OTHER, "04.045.anhduong", "--into", UNION, "--dry-run")
    assert merged.count("Đã sáp nhập") == 2
    typed("orgs", "merge", OTHER, "--into", UNION)
    assert OTHER not in typed("orgs", "list", "--under", "04")
    assert OTHER in typed("orgs", "list", "--under", "04", "--all")
    typed("migrate")  # another start resets nothing of it
    assert "thay đổi gần nhất: sáp nhập Trường Tiểu học Bình Minh" in typed("orgs", "show", OTHER)
    assert "Đã hoàn tác" in typed("orgs", "undo", OTHER)
    typed("orgs", "close", OTHER)
    assert "đã mở lại" in typed("orgs", "reopen", OTHER).lower()
    assert OTHER in typed("orgs", "list", "--under", "04.045")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("close", "04.045"), "Bên dưới còn đơn vị"),
        (("close", "99"), "Không có tổ chức mã 99"),
        (("merge", "04", "--into", "04.045"), "khác cấp, không thể"),
        (("rename", UNION, "X", "--on", "2999-01-01"), "hôm nay hoặc một ngày đã qua"),
        (("rename", UNION, " "), "Tên dài"),
        (("undo", UNION), "chưa có thay đổi"),
        (("add", "a b", "X", "--kind", "union", "--under", "04"), "không có khoảng trắng"),
    ],
)
def test_mistakes(typed: Ran, arguments: tuple[str, ...], sentence: str) -> None:
    """One sentence says what is wrong, and nothing changes."""
    before = typed("orgs", "list", "--all")
    with pytest.raises((ClickException, UsageError)) as refused:
        typed("orgs", *arguments)
    assert sentence in refused.value.message
    assert typed("orgs", "list", "--all") == before


def test_the_same_database_in_2026(typed: Ran, tmp_path: Path) -> None:
    """The next campaign has 34 provinces; "15" is Lào Cai now; old ones with what hangs below go into the new ones."""
    assert typed("orgs", "list").count("\tprovince\t") == 63
    assert "15: Tỉnh Yên Bái" in typed("orgs", "show", "15")
    (tmp_path / "campaign.toml").write_text(LATE, "utf-8")
    typed("migrate")
    listed = typed("orgs", "list")
    assert (listed.count("\tprovince\t"), listed.count("\tfederation\t")) == (34, 0)
    assert "15-2025: Tỉnh Lào Cai" in typed("orgs", "show", "15")
    assert "5 đơn vị bên dưới" in typed("orgs", "show", "04.045") or "6 đơn vị bên dưới" in typed("orgs", "show", "04.045")
    assert "đơn vị bên dưới" in typed("orgs", "merge", "04.045", "--into", "04", "--on", "2025-07-01")
    assert UNION in typed("orgs", "list", "--under", "04")


async def test_a_running_bot_follows(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> None:
    """Merged from the terminal: the executive of the successor is told and decides what waited; undone, it is as it was."""
    async with Program(tmp_path, **telegram_settings(api, database_url=sqlite_url)) as program:
        await program.plant()
        for code, user in ((UNION, "20"), (OTHER, "21")):
            await program.ran("grant", "--role", "executive", "--organisation", code, "--channel", "telegram", "--user", user)
        await program.start()
        first, second, worker = program.user(api, 20), program.user(api, 21), program.user(api, 10)
        for one in (first, second):
            await one.say("/start")
        filed = await file(worker)
        await api.until(lambda: filed[:4] in first.chat.last.text, PATIENCE)
        await program.ran("orgs", "merge", UNION, "--into", OTHER)
        await api.until(lambda: "đã sáp nhập vào" in second.chat.last.text, PATIENCE)
        await second.say("/duyet")
        assert filed[:4] in second.chat.last.text
        assert UNION_NAME in second.chat.last.text, "the record keeps its unit"
        await program.ran("orgs", "undo", UNION)
        await api.until(lambda: "đã hoàn tác" in second.chat.last.text, PATIENCE)
        await second.say("/duyet")
        assert filed[:4] not in second.chat.last.text
        await first.say("/duyet")
        assert filed[:4] in first.chat.last.text
        assert code_in(first.chat.last.text) == filed
