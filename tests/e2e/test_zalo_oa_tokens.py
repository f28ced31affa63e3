"""Zalo's tokens in real processes: one refreshes for all, a kill at the worst moment is noticed, and the commands."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from storage.repositories.zalo_tokens import Pair, StoredPair
from tests.installation import locked
from tests.program import PATIENCE, UNION, Program, settled
from tests.zalo_oa_api import APP_SECRET, OA, OA_SECRET, TOKEN, WHOAMI, FakeZaloOa, challenge, zalo_settings
from tests.zalo_oa_user import ZaloOaUser

VERIFIER = "v" * 43


@pytest.fixture
async def zalo() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as api:
        api.issue()
        yield api


@pytest.fixture
async def program(zalo: FakeZaloOa, sqlite_url: str, tmp_path: Path) -> AsyncIterator[Program]:
    """An installation that waits half a minute for locks, and looks after itself all the time."""
    settings = zalo_settings(zalo, database_url=f"{sqlite_url}?timeout=30", watch_seconds=0.2)
    async with Program(tmp_path, **settings) as program:
        await program.plant()
        yield program


async def stored(program: Program) -> StoredPair:
    """What is on disk."""
    async with program.database() as database:
        pair = await database.read(lambda uow: uow.zalo_tokens.get(OA))
    assert pair is not None
    return pair


async def is_alarmed(program: Program) -> bool:
    """Whether operators are told of the account's tokens."""
    async with program.database() as database:
        alarms = await database.read(lambda uow: uow.alarms.open())
    return "token:zalo-oa" in [alarm.name for alarm in alarms]


async def nearly_over(program: Program, zalo: FakeZaloOa) -> str:
    """A pair whose access token is good for an hour more. Returns: that token."""
    access, refresh = zalo.issue()
    program.environment["ZALO_OA_REFRESH_TOKEN"] = ""
    now = datetime.now(UTC)
    pair = Pair(access, refresh, now + timedelta(hours=1), now + timedelta(days=30))
    async with program.database() as database:
        await database.write(lambda uow: uow.zalo_tokens.store(OA, pair, now, "login", is_fresh=False))
    return access


async def test_processes_refresh_at_once(zalo: FakeZaloOa, database_url: str, tmp_path: Path) -> None:
    """Four commands want a token at the same moment: one asks Zalo, and all of them are served."""
    async with Program(tmp_path, **zalo_settings(zalo, database_url=database_url)) as program:
        await program.plant()
        zalo.fail(TOKEN, how="wait")
        running = [asyncio.create_task(program.run("invite", "--role", "executive", "--organisation", UNION)) for _ in range(4)]
        await zalo.until(lambda: bool(zalo.refreshes), PATIENCE)
        zalo.gate.set()
        done = await asyncio.gather(*running)
        assert [(0, True)] * 4 == [(each.code, f"https://zalo.me/{OA}" in each.out) for each in done]
        assert (1, zalo.refresh) == (len(zalo.refreshes), (await stored(program)).refresh)


async def test_servers_share_the_tokens(zalo: FakeZaloOa, postgres_url: str, tmp_path: Path) -> None:
    """Two servers on one database start at once, and either answers people with the same pair."""
    settings = zalo_settings(zalo, database_url=postgres_url)
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    async with Program(folders[0], **settings) as one, Program(folders[1], **settings) as two:
        await one.plant()
        await asyncio.gather(one.start(), two.start())
        await zalo.until(lambda: len(zalo.called(WHOAMI)) >= 2, PATIENCE)
        for number, server in enumerate((one, two)):
            person = ZaloOaUser(zalo, number, f"{server.address}/webhooks/zalo-oa", seconds=PATIENCE)
            await person.say("/nop")
            assert "Đồng ý" in person.chat.last.labels
        assert (1, zalo.refresh) == (len(zalo.refreshes), (await stored(one)).refresh)


async def test_killed_between_answer_and_commit(program: Program, zalo: FakeZaloOa) -> None:
    """The new pair is lost with the process and the old token is used up: the next process says so, and goes on with
    the access token that is left."""
    left = await nearly_over(program, zalo)
    zalo.fail(TOKEN, how="wait")
    await program.start()
    await zalo.until(lambda: bool(zalo.refreshes), PATIENCE)
    with locked(program):
        zalo.gate.set()  # the answer goes out, and cannot be stored
        await settled(lambda: _is_received(program))
        await program.kill()
    assert left == (await stored(program)).access
    async with program.database() as database:  # in a minute the lease of the dead lapses by itself
        await database.write(lambda uow: uow.connection.exec_driver_sql("UPDATE zalo_tokens SET lease_until = NULL"))
    await program.start()
    await settled(lambda: is_alarmed(program))
    pair = await stored(program)
    assert (True, "zalo-oa-refresh:-14014", 2) == (pair.is_final(), pair.failure, len(zalo.refreshes))
    assert 503 == (await program.get("/readyz"))[0]
    person = ZaloOaUser(zalo, 1, f"{program.address}/webhooks/zalo-oa", seconds=PATIENCE)
    await person.say("/nop")
    assert "Đồng ý" in person.chat.last.labels
    said = await program.run("zalo", "status")
    assert (1, True, True) == (said.code, "-14014" in said.out, "zalo login" in said.out)
    zalo.codes["code-of-test"] = challenge(VERIFIER)
    program.environment["ZALO_OA_CODE_VERIFIER"] = VERIFIER
    login = await program.run("zalo", "login", given="code-of-test\n")
    assert 0 == login.code, login.err
    await settled(lambda: _is_ready(program))
    assert 0 == (await program.run("zalo", "status")).code


async def test_a_slow_commit_keeps_the_pair(program: Program, zalo: FakeZaloOa) -> None:
    """While the database is locked the answer is held, and stored as soon as it can be."""
    await nearly_over(program, zalo)
    zalo.fail(TOKEN, how="wait")
    await program.start()
    await zalo.until(lambda: bool(zalo.refreshes), PATIENCE)
    with locked(program):
        zalo.gate.set()
        await settled(lambda: _is_received(program))
        assert not await _has(program, zalo.refresh)
    await settled(lambda: _has(program, zalo.refresh))
    assert (1, None) == (len(zalo.refreshes), (await stored(program)).failure)


async def test_killed_after_the_commit(program: Program, zalo: FakeZaloOa) -> None:
    """The pair survives: the next process uses it without another refresh."""
    await program.start()
    await zalo.until(lambda: bool(zalo.refreshes), PATIENCE)  # what is planted at the start is zalo.refresh too
    await settled(lambda: _has(program, zalo.refresh))
    await program.kill()
    await program.start()
    await settled(lambda: _is_ready(program))
    assert 1 == len(zalo.refreshes)


async def _has(program: Program, refresh: str) -> bool:
    async with program.database() as database:
        pair = await database.read(lambda uow: uow.zalo_tokens.get(OA))
    return pair is not None and pair.refresh == refresh


async def _is_received(program: Program) -> bool:
    return "zalo_tokens_received" in program.logged()


async def _is_ready(program: Program) -> bool:
    return (await program.get("/readyz"))[0] == 200


# -- the commands ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("mode", ["none", "fixed", "per_request"])
async def test_login(program: Program, zalo: FakeZaloOa, mode: str) -> None:
    """The address that is printed carries what the mode wants; the address that comes back gives the pair."""
    program.environment |= {"ZALO_OA_PKCE": mode, "ZALO_OA_CODE_VERIFIER": VERIFIER, "ZALO_OA_REFRESH_TOKEN": ""}
    before = await program.run("zalo", "status")
    assert (1, True) == (before.code, "zalo login" in before.out)
    zalo.codes["code-of-test"] = ""
    back = f"https://bot.example/?code=code-of-test&oa_id={OA}"
    done = await program.run("zalo", "login", given=f"{back}\n")
    assert 0 == done.code, done.err
    address = next(line for line in done.out.splitlines() if line.startswith(zalo.url))
    query = parse_qs(urlsplit(address).query)
    assert ("/v4/oa/permission", ["https://bot.example"]) == (urlsplit(address).path, query["redirect_uri"])
    wanted = {"none": None, "fixed": [challenge(VERIFIER)]}
    assert wanted.get(mode, query.get("code_challenge")) == query.get("code_challenge")
    [exchange] = [held for held in zalo.called(TOKEN) if held["grant_type"] == "authorization_code"]
    if mode != "none":
        assert [challenge(exchange["code_verifier"])] == query["code_challenge"]
    assert ("code_verifier" in exchange) == (mode != "none")
    status = await program.run("zalo", "status")
    assert (0, True, True) == (status.code, "Công đoàn thử" in status.out, "Refresh token" in status.out)
    said = done.out + done.err + status.out + status.err
    assert [] == [word for word in (*zalo.access, zalo.refresh, APP_SECRET, OA_SECRET, VERIFIER, "code-of-test") if word in said]


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("", "Không thấy code"),
        ("https://bot.example/?error=denied", "Không thấy code"),
        ("https://bot.example/?code=code-of-test&oa_id=1", "OA khác"),
        ("https://bot.example/?code=code-of-test&state=another", "làm lại"),
        ("https://bot.example/?code=used-before", "-14003"),
    ],
)
async def test_login_refuses(program: Program, zalo: FakeZaloOa, pasted: str, says: str) -> None:
    """One sentence, exit code 1, and nothing is stored."""
    program.environment |= {"ZALO_OA_PKCE": "none", "ZALO_OA_REFRESH_TOKEN": ""}
    zalo.codes["code-of-test"] = ""
    done = await program.run("zalo", "login", given=f"{pasted}\n")
    assert (1, True) == (done.code, says in done.err), done.err
    async with program.database() as database:
        assert None is await database.read(lambda uow: uow.zalo_tokens.get(OA))


async def test_a_pair_by_hand(program: Program, zalo: FakeZaloOa) -> None:
    """From the console's explorer: stored and tried at once; one that cannot be renewed is said to be so."""
    access, refresh = zalo.issue()
    done = await program.run("zalo", "token", given=f"{access}\n{refresh}\n")
    assert (0, [refresh]) == (done.code, zalo.refreshes), done.err
    assert zalo.refresh == (await stored(program)).refresh
    again = await program.run("zalo", "token", given=f"{access}\n{refresh}\n")
    assert (1, True) == (again.code, "-14014" in again.err)
    assert access == (await stored(program)).access
    status = await program.run("zalo", "status")
    assert (1, True) == (status.code, "zalo login" in status.out)
    empty = await program.run("zalo", "token", given="\n")
    assert 2 == empty.code
    said = "".join(one.out + one.err for one in (done, again, status, empty))
    assert [] == [word for word in (*zalo.access, refresh, zalo.refresh) if word in said]


async def test_settings_are_checked(program: Program) -> None:
    """What is missing or wrong is one sentence and exit code 2, without the value."""
    program.environment["ZALO_OA_SECRET_KEY"] = ""
    done = await program.run("zalo", "status")
    assert (2, "ZALO_OA_ID: cần đặt thêm ZALO_OA_SECRET_KEY") == (done.code, done.err.strip())
    program.environment["ZALO_OA_SECRET_KEY"] = OA_SECRET
    program.environment["ZALO_OA_SIGNATURE_MODE"] = "hmm"
    done = await program.run("zalo", "status")
    assert (2, "ZALO_OA_SIGNATURE_MODE: phải là enforce hoặc log_only") == (done.code, done.err.strip())


async def test_doctor_looks_and_changes_nothing(program: Program, zalo: FakeZaloOa) -> None:
    """No refresh of the doctor's; it names the account once a token is there."""
    before = await program.run("doctor")
    assert (1, True, []) == (before.code, "zalo-oa-no-token" in before.out, zalo.refreshes)
    await nearly_over(program, zalo)
    after = await program.run("doctor")
    assert (0, True, []) == (after.code, "ZALO_OA_ID: bot Công đoàn thử" in after.out, zalo.refreshes), after.out
