"""Settings and the secret key: what is taken from outside, and what is refused in one sentence without the value."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.secret_key import FILE_NAME, existing_keys, secret_keys
from bot.settings import BadSettings, Settings, load

KEY = "a-test-secret-of-32-characters!!"


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting from outside, and a folder without .env."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_nothing_is_needed() -> None:
    """Without any setting it is a demo on SQLite that listens to this machine alone."""
    settings = load()
    assert ("sqlite+aiosqlite:///data/sangkien.db", "127.0.0.1", 8080) == (
        settings.database_url, settings.host, settings.port
    )  # fmt: skip
    assert settings.is_demo


TAKEN: dict[str, tuple[dict[str, str], str, object]] = {
    "an address without its slash": ({"PUBLIC_URL": "https://bot.example/"}, "public_url", "https://bot.example"),
    "small letters": ({"LOG_LEVEL": "debug"}, "log_level", "debug"),
    "any free port": ({"PORT": "0"}, "port", 0),
    "an empty file is none": ({"CAMPAIGN_FILE": ""}, "campaign_file", None),
    "an empty switch is none": ({"DEMO": ""}, "demo", None),
    "a folder": ({"TEXTS_DIR": "texts"}, "texts_dir", Path("texts")),
    "a channel ends the demo": ({"TELEGRAM_TOKEN": "123456:AbC-test"}, "is_demo", False),
    "a demo with a channel, if wanted": ({"TELEGRAM_TOKEN": "123456:AbC-test", "DEMO": "true"}, "is_demo", True),
    "no demo without a channel, if wanted": ({"DEMO": "false"}, "is_demo", False),
    "several keys": ({"SECRET_KEY": f"{KEY},{KEY[::-1]}"}, "secret_key", f"{KEY},{KEY[::-1]}"),
    "what belongs to others": ({"UNKNOWN_SETTING": "x"}, "port", 8080),
}


@pytest.mark.parametrize("case", TAKEN.values(), ids=TAKEN)
def test_taken(case: tuple[dict[str, str], str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is read as it is meant."""
    given, name, expected = case
    for setting, value in given.items():
        monkeypatch.setenv(setting, value)
    assert expected == getattr(load(), name)


REFUSED: dict[str, tuple[str, str, str]] = {
    "another database": ("DATABASE_URL", "mysql://root:hush@db/x", "phải là sqlite+aiosqlite:///… hoặc postgresql+asyncpg://…"),
    "a word for a port": ("PORT", "hush", "phải là một số từ 0 đến 65535, ví dụ 8080"),
    "a port too high": ("PORT", "65536", "phải là một số từ 0 đến 65535, ví dụ 8080"),
    "an address of no web": ("PUBLIC_URL", "hush.example", "phải bắt đầu bằng http:// hoặc https://"),
    "no level": ("LOG_LEVEL", "hush", "phải là DEBUG, INFO, WARNING hoặc ERROR"),
    "neither yes nor no": ("DEMO", "hush", "phải là true hoặc false"),
    "no token": ("TELEGRAM_TOKEN", "hush", "phải là token của @BotFather, ví dụ 123456:ABC-def"),
    "a Zalo Bot token with a slash": (
        "ZALO_BOT_TOKEN", "1:hu/sh", "phải là token mà Zalo Bot Manager đã gửi, ví dụ 123456:abc-DEF",
    ),
    "a Zalo Bot secret too short": ("ZALO_BOT_WEBHOOK_SECRET", "hush", "phải có 8 đến 256 ký tự ASCII không có dấu cách"),
    "a Zalo Bot text too short": ("ZALO_BOT_TEXT_LIMIT", "50", "phải là một số từ 100 đến 100000, ví dụ 2000"),
    "no Zalo Bot pace": ("ZALO_BOT_PER_SECOND", "hush", "phải là một số từ 0.05 đến 1000, ví dụ 5"),
    "a Zalo Bot pace of none": ("ZALO_BOT_CHAT_PER_SECOND", "0", "phải là một số từ 0.05 đến 1000, ví dụ 1"),
    "a token with a blank": ("TELEGRAM_TOKEN", "123456:hu sh", "phải là token của @BotFather, ví dụ 123456:ABC-def"),
    "a secret with a blank": ("TELEGRAM_WEBHOOK_SECRET", "hu sh", "phải có 1 đến 256 ký tự trong A-Z a-z 0-9 _ -"),
    "a secret too long": ("TELEGRAM_WEBHOOK_SECRET", "h" * 257, "phải có 1 đến 256 ký tự trong A-Z a-z 0-9 _ -"),
    "a key too short": ("SECRET_KEY", "hush", "mỗi khóa phải dài ít nhất 16 ký tự"),
    "an old key too short": ("SECRET_KEY", f"{KEY},hush", "mỗi khóa phải dài ít nhất 16 ký tự"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_refused(case: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the setting and what it should be, never what it was."""
    name, value, sentence = case
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as raised:
        load()
    assert f"{name}: {sentence}" == str(raised.value)
    assert raised.value.__cause__ is None


def test_all_problems_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line each."""
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("LOG_LEVEL", "x")
    with pytest.raises(BadSettings) as raised:
        load()
    assert ["PORT", "LOG_LEVEL"] == [line.partition(":")[0] for line in str(raised.value).splitlines()]


def test_a_file_of_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """.env is read; the environment wins."""
    Path(".env").write_text("PORT=8081\nHOST=::1\n# Cổng\nUNKNOWN=1\n", "utf-8")
    monkeypatch.setenv("HOST", "127.0.0.2")
    assert (8081, "127.0.0.2") == (load().port, load().host)


def test_a_file_of_settings_in_another_encoding() -> None:
    """It is said how to save it."""
    Path(".env").write_bytes("PORT=8081\n# Cổng\n".encode("utf-16"))
    with pytest.raises(BadSettings, match="UTF-8"):
        load()


# -- the key -----------------------------------------------------------------------------------------------------
def made(folder: Path, **others: str) -> Settings:
    """Settings with a data folder."""
    return Settings(_env_file=None, data_dir=folder, **others)  # type: ignore[arg-type]


def test_a_key_is_made_once(tmp_path: Path) -> None:
    """It is kept where only its owner reads it, and found again; nothing else is left there."""
    folder = tmp_path / "data"
    assert () == existing_keys(made(folder))
    assert not folder.exists()
    keys = secret_keys(made(folder))
    assert len(keys[0]) >= 32
    assert [keys, keys] == [secret_keys(made(folder)), existing_keys(made(folder))]
    assert [FILE_NAME] == [path.name for path in folder.iterdir()]
    assert 0o600 == stat.S_IMODE((folder / FILE_NAME).stat().st_mode)


def test_processes_that_start_together_share_a_key(tmp_path: Path) -> None:
    """Whoever is first."""
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(lambda _: secret_keys(made(tmp_path / "data")), range(32)))
    assert 1 == len(set(keys))


def test_a_key_that_is_set_wins(tmp_path: Path) -> None:
    """The newest first; nothing is written."""
    assert (KEY, KEY[::-1]) == secret_keys(made(tmp_path / "data", secret_key=f"{KEY},{KEY[::-1]}"))
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("content", ["", "short", " \n"])
def test_a_key_file_that_is_broken(tmp_path: Path, content: str) -> None:
    """It is not replaced: there may be data that only the right one opens."""
    (tmp_path / FILE_NAME).write_text(content)
    with pytest.raises(BadSettings, match=FILE_NAME):
        secret_keys(made(tmp_path))
    assert content == (tmp_path / FILE_NAME).read_text()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """The setting is named."""
    (tmp_path / "file").touch()
    with pytest.raises(BadSettings, match="DATA_DIR"):
        secret_keys(made(tmp_path / "file" / "data"))
    assert ["file"] == [path.name for path in tmp_path.iterdir()]
