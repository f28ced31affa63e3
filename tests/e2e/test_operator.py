"""The operator's day: invited from the terminal, asks for the state, is told of trouble before others notice, and of its end."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.migrations import head_revision
from tests.installation import installed, locked
from tests.postgres import PostgresServer
from tests.program import PATIENCE, Program
from tests.telegram_api import FakeTelegram
from tests.telegram_user import TelegramUser

OPERATOR, WORKER = 20, 10
OFTEN = {"watch_seconds": 0.3}
REJECTED = {"status": 400, "description": "Bad Request: message is too long"}


@pytest.fixture
async def program(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation on SQLite that looks for trouble three times a second; its logs are read at the end."""
    async with installed(api, f"{sqlite_url}?timeout=0.5", tmp_path, **OFTEN) as program:
        yield program


async def operator(program: Program, api: FakeTelegram) -> TelegramUser:
    """Somebody who was invited from the terminal and has opened the link."""
    invited = await program.ran("invite", "--role", "operator")
    link = re.search(r"https://t\.me/\w+\?start=(\w+)", invited)
    assert link is not None, invited
    user = program.user(api, OPERATOR)
    asked = await user.say(f"/start {link[1]}")
    assert "người vận hành" in asked[-1].text
    welcomed = await user.say("Trần Thị B")
    assert "/ops" in welcomed[-1].text
    return user


async def looked(api: FakeTelegram) -> None:
    """Wait for a whole round of the watch."""
    before = len(api.called("getWebhookInfo"))
    await api.until(lambda: len(api.called("getWebhookInfo")) > before + 1, PATIENCE)


async def hears(user: TelegramUser, *words: str) -> None:
    """Wait until the newest message to the user holds these words."""
    await user.api.until(lambda: all(word in user.chat.last.text for word in words), PATIENCE)


async def test_the_state_of_the_system(program: Program, api: FakeTelegram) -> None:
    """A link from the terminal makes an operator; /ops, by command or button, says that all is well; the menu has it."""
    await program.start()
    user = await operator(program, api)
    await user.say("/ops")
    await hears(user, "🟢 Mọi thứ bình thường", "Kênh telegram: dùng được", "Kênh web: dùng được", "Chưa sao lưu lần nào")
    await program.ran("backup", str(program.folder / "copy.db"))
    await user.press("Làm mới")
    await hears(user, "🗄 Sao lưu gần nhất: ")
    shown = next(menu for scope, menu in api.commands.items() if str(OPERATOR) in scope)
    assert "ops" in [name for name, _ in shown]
    assert {"report", "duyet", "moi"}.isdisjoint(name for name, _ in shown)
    others = program.user(api, WORKER)
    assert "người vận hành" in (await others.say("/ops"))[-1].text


@pytest.mark.parametrize("command", [("invite",), ("grant", "--channel", "telegram", "--user", "20")], ids=lambda c: c[0])
async def test_operators_are_of_the_whole_system(program: Program, command: tuple[str, ...]) -> None:
    """No other node than the national one takes one, and the other roles need a node: one sentence, exit code 2."""
    name, *more = command
    wrong = await program.run(name, "--role", "operator", "--organisation", "04.045", *more)
    lacking = await program.run(name, "--role", "staff", *more)
    assert (2, 2) == (wrong.code, lacking.code)
    assert "--organisation VN" in wrong.err
    assert "--organisation 04.045" in lacking.err
    assert (await program.ran(name, "--role", "operator", "--organisation", "VN", *more)).strip()


async def test_a_message_that_is_given_up(program: Program, api: FakeTelegram) -> None:
    """Told, looked at, sent again by a button, on record, and over; the worker has the answer in the end."""
    await program.start()
    user, worker = await operator(program, api), program.user(api, WORKER)
    api.fail("sendMessage", chat=WORKER, **REJECTED)
    await worker.say("/nop", expects=0)
    await hears(user, "🔴 Có 1 việc cần xem", "1 tin không gửi được")
    assert 1 == await program.metric("sangkien_alarms_open")
    await user.say("/ops")
    await hears(user, "🔴 Có 1 việc cần xem", "đã bỏ: 1")
    await user.press("Gửi lại tin đã bỏ")
    await api.until(lambda: any("Sẽ gửi lại 1 tin" in message.text for message in user.chat.shown), PATIENCE)
    await api.until(lambda: any(message.is_ours for message in worker.chat.shown), PATIENCE)
    await hears(user, "🟢 Đã ổn", "Tin bị bỏ")
    async with program.database() as database:
        deeds = await database.read(lambda uow: uow.audit.of("outbox"))
    assert [("retried", {"messages": 1})] == [(deed.action, deed.details) for deed in deeds]
    assert '"event": "alarm_raised"' in program.logged()


async def test_a_locked_database(program: Program, api: FakeTelegram) -> None:
    """While nothing can be stored the operator hears of it all the same, once; afterwards, that it is over."""
    await program.start()
    user = await operator(program, api)
    await looked(api)  # the operator is known by now
    with locked(program):
        await hears(user, "🔴 Có 1 việc cần xem", "Không ghi được cơ sở dữ liệu")
    await hears(user, "🟢 Đã ổn", "Không ghi được cơ sở dữ liệu")
    assert 1 == sum("🔴" in message.text for message in user.chat.shown)


async def test_a_server_that_is_gone(
    api: FakeTelegram, postgres_server: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    """The same when PostgreSQL takes no connections; /ops works there too."""
    async with installed(api, postgres_url, tmp_path, **OFTEN) as program:
        await program.start()
        user = await operator(program, api)
        await user.say("/ops")
        await hears(user, "🟢 Mọi thứ bình thường", "PostgreSQL")
        await looked(api)
        await postgres_server.alter(postgres_url, "ALLOW_CONNECTIONS false")
        await hears(user, "🔴 Có 1 việc cần xem", "Không ghi được cơ sở dữ liệu")
        await postgres_server.alter(postgres_url, "ALLOW_CONNECTIONS true")
        await hears(user, "🟢 Đã ổn", "Không ghi được cơ sở dữ liệu")


async def test_metrics_of_the_watch(program: Program, api: FakeTelegram) -> None:
    """What the watch looks at is in /metrics too, and what program it is."""
    await program.start()
    api.deliveries = {"pending_update_count": 7}
    await looked(api)
    assert 7 == await program.metric('sangkien_platform_waiting_updates{channel="telegram"}')
    assert 1 == await program.metric('sangkien_channel_up{channel="telegram"}')
    assert 1 == await program.metric(f'sangkien_build_info{{revision="{head_revision()}",version="0.1.0"}}')
    assert 0 < await program.metric("sangkien_disk_free_bytes")
    assert "sangkien_token_expires_timestamp_seconds{" not in (await program.get("/metrics"))[1]
    assert 0 < await program.metric("process_resident_memory_bytes")
