"""Of several processes one leads: it alone fetches from Telegram, and another follows when it is gone."""

import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.unit_of_work import UnitOfWork
from tests.program import PATIENCE, PatientUser, Program, settled, telegram_settings
from tests.telegram_api import FakeTelegram

MOVES_WITHIN = 10.0  # seconds from a leader's death to its successor's first request
LEADS, LOST = "sangkien_is_leader", 'sangkien_races_lost_total{kind="leadership"}'


@pytest.fixture
async def programs(api: FakeTelegram, database_url: str, tmp_path: Path) -> AsyncIterator[list[Program]]:
    """Three processes that fetch, on one database and one DATA_DIR; the first leads, for it was there before."""
    settings = telegram_settings(api, database_url=database_url, public_url=None, data_dir=tmp_path / "data")
    async with AsyncExitStack() as stack:
        made = []
        for name in "abc":
            (tmp_path / name).mkdir()
            made.append(await stack.enter_async_context(Program(tmp_path / name, **settings)))
        await made[0].plant()
        for program in made:
            await program.start()
            await api.until(lambda: bool(api.called("getUpdates")), PATIENCE)
        yield made


def said(user: PatientUser) -> list[str]:
    """What the bot wrote."""
    return [message.text for message in user.chat.shown if message.is_ours]


async def leaders(programs: list[Program]) -> list[Program]:
    """Those of the running ones that lead."""
    return [program for program in programs if program.address and await program.metric(LEADS)]


async def followed(api: FakeTelegram) -> None:
    """Somebody fetches anew, in time."""
    before = len(api.called("getUpdates"))
    await api.until(lambda: len(api.called("getUpdates")) > before, MOVES_WITHIN)


async def test_a_killed_leader_is_followed(programs: list[Program], api: FakeTelegram) -> None:
    """One fetches at a time; after each SIGKILL the next one does, within ten seconds; every answer comes once."""
    worker = PatientUser(api, 10)
    await worker.say("/nop")
    assert [programs[0]] == await leaders(programs)
    assert [200] * 3 == [(await program.get("/readyz"))[0] for program in programs]
    for turn, answer in enumerate(("Đồng ý", "Nguyễn Văn A")):
        (leader,) = await leaders(programs)
        await leader.kill()
        await followed(api)
        await worker.say(answer)
        assert 2 + turn == len(said(worker))
    assert (0, []) == (api.conflicts, [program for program in programs if program.address and await program.metric(LOST)])
    (last,) = await leaders(programs)
    assert 0 == await last.stop()


async def test_a_leader_that_stops_is_followed(programs: list[Program], api: FakeTelegram) -> None:
    """SIGTERM hands the lead on as well; an update that came in between is answered once."""
    worker = PatientUser(api, 10)
    assert 0 == await programs[0].stop()
    await worker.say("/nop")
    assert (0, 1, 1) == (api.conflicts, len(said(worker)), len(await leaders(programs)))


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_lost_connection_is_a_lost_lead(programs: list[Program], api: FakeTelegram) -> None:
    """The server ends every session of the leaders: the tasks of the one stop, and one of them fetches again."""
    async with programs[0].database() as database:
        await database.write(end_sessions)
    await settled(lambda: _has(programs[0], LOST, 1))
    await followed(api)
    worker = PatientUser(api, 10)
    await worker.say("/nop")
    assert (0, 1, 1) == (api.conflicts, len(said(worker)), len(await leaders(programs)))


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_leader_that_hangs_is_followed(programs: list[Program], api: FakeTelegram) -> None:
    """The server gives a session up that asks nothing, another leads; waking up, the first finds out."""
    first, worker = programs[0], PatientUser(api, 10)
    first.signal(signal.SIGSTOP)
    api.fetchers.clear()  # its connection stays, but nobody reads from it
    await followed(api)
    await worker.say("/nop")
    first.signal(signal.SIGCONT)
    await settled(lambda: _has(first, LOST, 1))
    await settled(lambda: _has(first, LEADS, 0))
    await worker.say("Đồng ý")
    assert (2, 1) == (len(said(worker)), len(await leaders(programs)))


def end_sessions(uow: UnitOfWork) -> None:
    """As a restart of the server does, for the connections that hold leads and marks."""
    statement = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name AND datname = current_database()"
    uow.connection.execute(text(statement), {"name": "sang-kien-bot-lead"})


async def _has(program: Program, line: str, figure: float) -> bool:
    return await program.metric(line) == figure
