"""What an operator and a stranger at the door see of a running server: refusals, health, logs, start and stop."""

import asyncio
import json
import shutil
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from storage.unit_of_work import UnitOfWork
from tests.installation import NAME, NUMBER, PHONE, WORDS, installed, locked, written
from tests.program import PATIENCE, SECRET, TOKEN, Program, settled, telegram_settings
from tests.telegram_api import FakeTelegram

MIB = 1 << 20


@pytest.fixture
async def program(api: FakeTelegram, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation on SQLite that waits half a second for locks, and starts from nothing; its logs are read at the end."""
    async with installed(api, f"{sqlite_url}?timeout=0.5", tmp_path) as program:
        program.is_cold = True
        yield program


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Program, FakeTelegram]]:
    """A running one for tests that leave it as it was."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copyfile(sqlite_template, folder / "test.db")
    async with FakeTelegram(TOKEN) as api, installed(api, f"sqlite+aiosqlite:///{folder}/test.db", folder) as program:
        await program.start()
        yield program, api


# -- at the door -------------------------------------------------------------------------------------------------
async def _chunks(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 65536 + 1):
        yield b"x" * 65536


PERSONAL = json.dumps(written(1), ensure_ascii=False).encode()
REFUSED: dict[str, tuple[Callable[[], object], str | None, int, str]] = {
    "no secret": (lambda: PERSONAL, None, 403, "forbidden"),
    "an empty secret": (lambda: PERSONAL, "", 403, "forbidden"),
    "a wrong secret": (lambda: PERSONAL, "hook-secreT", 403, "forbidden"),
    "a secret in other letters": (lambda: PERSONAL, "hook-sécret", 403, "forbidden"),
    "too large, as it says": (lambda: b"x" * (MIB + 1), SECRET, 413, "too_large"),
    "too large, in chunks": (lambda: _chunks(MIB), SECRET, 413, "too_large"),
    "too large without a secret": (lambda: b"x" * (MIB + 1), None, 413, "too_large"),
    "nothing": (lambda: b"", SECRET, 400, "malformed"),
    "words": (WORDS.encode, SECRET, 400, "malformed"),
    "half an object": (lambda: PERSONAL[:-9], SECRET, 400, "malformed"),
    "not UTF-8": (lambda: b'{"update_id": 1, "message": "\xff"}', SECRET, 400, "malformed"),
    "an array": (lambda: b"[" + PERSONAL + b"]", SECRET, 400, "malformed"),
    "a number": (lambda: b"1", SECRET, 400, "malformed"),
    "null": (lambda: b"null", SECRET, 400, "malformed"),
    "arrays, 100,000 deep": (lambda: b"[" * 100_000 + b"]" * 100_000, SECRET, 400, "malformed"),
    "objects, 100,000 deep": (lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000, SECRET, 400, "malformed"),
}
USELESS: dict[str, object] = {
    "a poll": {"update_id": 1, "poll": {"id": "1", "question": WORDS}},
    "no number": {"message": written(1)["message"]},
    "a number that is none": {**written(1), "update_id": "1"},
    "nothing known": {"update_id": 1},
    "from nobody": {"update_id": 1, "message": {"message_id": 1, "text": WORDS}},
    "of strange types": {"update_id": 1, "message": [WORDS], "callback_query": 5},
    "from a bot": {"update_id": 1, "message": {**written(1)["message"], "from": {"id": 10, "is_bot": True}}},
}


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_refused_leaves_no_trace(shared: tuple[Program, FakeTelegram]) -> None:
    """Without the secret 403, too large 413, no object 400, GET 405: counted, nothing stored, nothing logged."""
    program, _ = shared
    async with program.database() as database:
        before = await database.read(traces)
    for label, (body, secret, status, _) in REFUSED.items():
        assert status == (await program.post(body(), secret)).status, label
    assert 405 == (await program.get("/webhooks/telegram"))[0]
    for reason in ("forbidden", "too_large", "malformed"):
        expected = sum(reason == counted for *_, counted in REFUSED.values())
        line = f'sangkien_webhook_refused_total{{channel="telegram",reason="{reason}"}}'
        assert expected == await program.metric(line)
    async with program.database() as database:
        assert before == await database.read(traces)


def traces(uow: UnitOfWork) -> list[int]:
    """How much is stored of anybody."""
    tables = ("inbox", "people", "conversations", "outbox")
    return [uow.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables]  # noqa: S608


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_of_no_use_is_taken_and_counted(shared: tuple[Program, FakeTelegram]) -> None:
    """Authentic but unknown to us: 200, counted, ignored."""
    program, _ = shared
    for label, update in USELESS.items():
        assert 200 == (await program.post(update)).status, label
    assert len(USELESS) == await program.metric('sangkien_updates_ignored_total{channel="telegram"}')


# -- health ------------------------------------------------------------------------------------------------------
@pytest.mark.asyncio(loop_scope="module")
async def test_health(shared: tuple[Program, FakeTelegram]) -> None:
    """Alive is not ready: a token that Telegram refuses is named; later it is ready again."""
    program, api = shared
    assert (200, {"status": "ok"}) == await answered(program, "/healthz")
    assert (200, {"status": "ready", "problems": []}) == await answered(program, "/readyz")
    api.fail("getMe", status=401, description="Unauthorized")
    not_ready = {"status": "not ready", "problems": ["telegram: telegram-401"]}
    assert (503, not_ready) == await answered(program, "/readyz")
    assert (200, {"status": "ready", "problems": []}) == await answered(program, "/readyz")


async def answered(program: Program, path: str) -> tuple[int, object]:
    """A page's status and JSON."""
    status, text = await program.get(path)
    return status, json.loads(text)


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_counted(shared: tuple[Program, FakeTelegram]) -> None:
    """A turn, its duplicate and its message are in /metrics, and what is owed."""
    program, api = shared
    user = program.user(api)
    names = [
        *(f'sangkien_turns_total{{channel="telegram",outcome="{outcome}"}}' for outcome in ("done", "seen_before")),
        'sangkien_messages_sent_total{channel="telegram"}',
    ]
    before = [await program.metric(name) for name in names]
    await user.say("/nop")
    await user.repeat()
    assert [number + 1 for number in before] == [await program.metric(name) for name in names]
    api.fail("sendMessage", status=502, times=1)
    await user.say("Đồng ý", expects=0)
    await settled(lambda: _is(program, 'sangkien_send_errors_total{channel="telegram",kind="Unreachable"}', 1))
    assert 1 == await program.metric("sangkien_outbox_pending")
    await api.until(lambda: len(user.chat.shown) == 4, PATIENCE)
    await settled(lambda: _is(program, "sangkien_outbox_pending", 0))


async def _is(program: Program, line: str, value: float) -> bool:
    return await program.metric(line) == value


# -- logs --------------------------------------------------------------------------------------------------------
async def test_logs_hold_nothing_personal(program: Program, api: FakeTelegram) -> None:
    """A dialogue with everything personal, refused messages and failing calls: ids and codes alone are logged."""
    await program.start()
    user = program.user(api)
    for line in ("/nop", "Đồng ý", NAME, NUMBER, PHONE):
        await user.say(line)
    for status, description in ((400, f"Bad Request: chat {NAME} {PHONE}"), (500, WORDS), (403, f"Forbidden: {WORDS}")):
        api.fail("sendMessage", status=status, description=description)
        await user.say(WORDS, expects=0)
        await settled(lambda: _is(program, "sangkien_outbox_pending", 0))
    api.fail("sendMessage", how="raw", status=200, description=WORDS)
    await user.say("/dulieu", expects=0)
    await api.until(lambda: len(api.failures) == 4 and not any(failure.times for failure in api.failures), PATIENCE)
    assert "message_refused" in program.logged()


# -- start and stop ----------------------------------------------------------------------------------------------
async def test_a_turn_under_way_is_finished(program: Program) -> None:
    """SIGTERM while a turn waits for the database, a browser chats and a client idles: all are served, exit code 0."""
    program.environment["DATABASE_URL"] = program.environment["DATABASE_URL"].replace("timeout=0.5", "timeout=20")
    await program.start()
    address = program.address
    async with aiohttp.ClientSession() as session, session.ws_connect(
        f"{address}/chat/socket", headers={"Origin": address}
    ) as socket:
        await socket.send_json({"type": "hello"})
        assert "welcome" == (await socket.receive_json())["type"]
        with locked(program):
            post = asyncio.create_task(program.post(written(1, "/nop")))
            for _ in range(3):  # by then its bytes have arrived
                assert 200 == (await program.get("/healthz"))[0]
            program.terminate()
            await settled(lambda: _is_logged(program, "stopping"))
        assert 200 == (await post).status
        assert 0 == await program.ended()
    async with program.database() as database:
        inbox, people, *_ = await database.read(traces)
    assert (1, 1) == (inbox, people)


async def _is_logged(program: Program, event: str) -> bool:
    return f'"event": "{event}"' in program.logged()


async def test_the_outbox_keeps_what_is_unsent(
    program: Program, api: FakeTelegram, capsys: pytest.CaptureFixture[str]
) -> None:
    """Telegram hangs, the program is stopped: it ends in a moment, and the next start sends what is owed, in order.

    How long the second start takes is printed for who reads.
    """
    await program.start()
    user = program.user(api)
    api.fail("sendMessage", how="hang")
    await user.say("/nop", expects=0)
    await api.until(lambda: len(api.called("sendMessage")) == 1)
    await user.say("Đồng ý", expects=0)
    assert 0 == await program.stop()
    assert not any(message.is_ours for message in user.chat.shown)
    begun = time.monotonic()
    await program.start()
    with capsys.disabled():
        print(f"[second start: {time.monotonic() - begun:.1f} s]", end=" ")  # noqa: T201
    await api.until(lambda: len([m for m in user.chat.shown if m.is_ours]) == 2, PATIENCE)
    assert ["Đồng ý" in m.labels for m in user.chat.shown if m.is_ours] == [True, False]


async def test_two_on_the_same_data(program: Program, api: FakeTelegram, tmp_path: Path) -> None:
    """A second process beside the first: an update that both get has one effect and one answer."""
    (tmp_path / "second").mkdir()
    settings = telegram_settings(api, database_url=program.environment["DATABASE_URL"])
    async with Program(tmp_path / "second", **settings) as second:
        await program.start()
        await second.start()
        user = program.user(api)
        answers = await asyncio.gather(*(one.post(written(1, "/nop")) for one in (program, second) for _ in range(3)))
        assert [200] * 6 == [answer.status for answer in answers]
        await api.until(lambda: bool(user.chat.shown), PATIENCE)
        await user.say("Đồng ý")
        assert 3 == len(user.chat.shown)
        assert [0, 0] == [await second.stop(), await program.stop()]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_port_that_is_taken(shared: tuple[Program, FakeTelegram]) -> None:
    """One sentence and exit code 1, no traceback."""
    program, _ = shared
    program.environment["PORT"] = program.address.rpartition(":")[2]
    ran = await program.run("run")
    assert (1, 1) == (ran.code, len(ran.err.splitlines()[-1:]))
    assert "Traceback" not in ran.err
