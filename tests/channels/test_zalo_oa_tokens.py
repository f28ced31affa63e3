"""The pair of tokens: renewed ahead and once, on disk before it is used, and a failure that somebody learns of."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.channels.protocol import Misconfigured, SendError, Unreachable
from bot.channels.zalo_oa.access import Trust, ZaloOaAccess
from bot.channels.zalo_oa.channel import ZaloOaChannel
from bot.channels.zalo_oa.http import Limits
from storage.database import Database, open_database
from storage.errors import DatabaseAway
from storage.repositories.zalo_tokens import REFRESHED, StoredPair
from storage.vault import Vault
from tests.site import Clock
from tests.zalo_oa_api import APP, APP_SECRET, OA, OA_SECRET, TOKEN, WHOAMI, FakeZaloOa

HASTY = Limits(connect=2.0, read=2.0)  # short where a server hangs, long enough for a busy machine


async def no_pause(seconds: float) -> None:
    """Let others go first, and no more."""
    await asyncio.sleep(0.01)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def zalo(clock: Clock) -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa(clock) as api:
        api.issue()
        yield api


def access(zalo: FakeZaloOa, **others: object) -> ZaloOaAccess:
    values: dict[str, object] = {"refresh_token": zalo.refresh, "api_url": zalo.url, "oauth_url": zalo.url, **others}
    return ZaloOaAccess(OA, APP, APP_SECRET, Trust(secrets=(OA_SECRET,), first_terms=(APP,)), **values)  # type: ignore[arg-type]


@asynccontextmanager
async def channel(
    zalo: FakeZaloOa, database: Database | None, vault: Vault, clock: Clock, *, may_refresh: bool = True, **others: object
) -> AsyncIterator[ZaloOaChannel]:
    """A channel of its own, as another process has it."""
    made = ZaloOaChannel(
        access(zalo, **others), database, vault, clock, may_refresh=may_refresh, limits=HASTY, pause=no_pause
    )
    try:
        yield made
    finally:
        await made.close()


async def stored(database: Database) -> StoredPair:
    """What is on disk."""
    pair = await database.read(lambda uow: uow.zalo_tokens.get(OA))
    assert pair is not None
    return pair


async def test_the_setting_gives_the_first_pair(
    zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock
) -> None:
    """It is exchanged once; the new pair is stored, used, and read by the next process."""
    seed = zalo.refresh
    for _ in range(2):
        async with channel(zalo, database, vault, clock, refresh_token=seed) as one:
            assert "Công đoàn thử" == await one.check()
            assert [seed] == zalo.refreshes
            assert one.token_expires_at() == (await stored(database)).refresh_expires_at
    pair = await stored(database)
    assert (True, zalo.refresh) == (pair.access in zalo.access, pair.refresh)


async def test_it_is_renewed_ahead(zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock) -> None:
    """Five hours before the end, not earlier; the record of renewals grows."""
    async with channel(zalo, database, vault, clock) as one:
        await one.check()
        for hours, expected in ((19, 1), (2, 2), (19, 2), (2, 3)):
            clock.move(hours=hours)
            await one.check()
            assert expected == len(zalo.refreshes)
    rows = await database.read(lambda uow: uow.audit.of(f"zalo-oa:{OA}"))
    assert 3 == [row.action for row in rows].count(REFRESHED)
    assert not any(token in str([row.details for row in rows]) for token in (*zalo.access, *zalo.refreshes))


async def test_short_lives_are_obeyed(database: Database, vault: Vault, clock: Clock) -> None:
    """A token of one hour is not renewed at every call."""
    async with FakeZaloOa(clock, timedelta(hours=1)) as zalo:
        zalo.issue()
        async with channel(zalo, database, vault, clock) as one:
            for minutes, expected in ((0, 1), (20, 1), (20, 2), (20, 2)):
                clock.move(minutes=minutes)
                await one.check()
                assert expected == len(zalo.refreshes)


async def test_one_refreshes_for_all(zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock) -> None:
    """Many callers in several processes: one refresh, and everybody goes on with its pair."""
    async with channel(zalo, database, vault, clock) as one, channel(zalo, database, vault, clock) as two:
        names = await asyncio.gather(*(each.check() for each in (one, two) * 8))
        assert {"Công đoàn thử"} == set(names)
        assert 1 == len(zalo.refreshes)
        clock.move(hours=30)
        await asyncio.gather(*(each.check() for each in (two, one) * 8))
        assert 2 == len(zalo.refreshes)


@pytest.mark.parametrize("number", [-216, -220, -124, 216, 401, -401])
async def test_a_refused_token_is_renewed_once(
    zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock, number: int
) -> None:
    """And the call is made once more; one that is refused again is a matter for people, and not tried on and on."""
    async with channel(zalo, database, vault, clock) as one:
        await one.check()
        clock.move(minutes=5)
        zalo.fail(WHOAMI, number=number)
        await one.check()
        assert 2 == len(zalo.refreshes)
        clock.move(minutes=5)
        zalo.fail(WHOAMI, number=number, times=4)
        for expected in (3, 3, 3):
            with pytest.raises(Misconfigured, match=str(number)):
                await one.check()
            assert expected == len(zalo.refreshes)
        await one.check()


async def test_another_process_has_renewed_already(
    zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock
) -> None:
    """Who is refused with an old token finds the new one on disk and takes it."""
    async with channel(zalo, database, vault, clock) as one, channel(zalo, database, vault, clock) as two:
        await one.check()
        await two.check()
        clock.move(minutes=5)
        used = (await stored(database)).access
        assert used is not None
        await two.tokens.token_after(used)
        del zalo.access[used]  # whether a refresh ends the old one is unknown
        await one.check()
        assert 2 == len(zalo.refreshes)


async def test_a_lost_answer_is_asked_for_once_more(
    zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock
) -> None:
    """With the same token: if Zalo has not seen it, it still works."""
    async with channel(zalo, database, vault, clock) as one:
        zalo.fail(TOKEN, how="hang")
        await one.check()
        assert 1 == len(zalo.refreshes)


async def test_a_token_that_is_used_up_is_a_matter_for_people(
    zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock
) -> None:
    """The answer was lost after its effect: that is stored, no process tries again, and the old access token serves."""
    async with channel(zalo, database, vault, clock) as one, channel(zalo, database, vault, clock) as two:
        await one.check()
        clock.move(hours=21)
        zalo.fail(TOKEN, how="reset", is_applied=True)
        for each in (one, two, one):
            with pytest.raises(Misconfigured, match="zalo-oa-refresh:-14014"):
                await each.check()
        assert (3, True) == (len(zalo.refreshes), (await stored(database)).is_final())
        assert await one.tokens.token() in zalo.access
        assert one.token_expires_at() == (await stored(database)).expires_at  # within a day: the alarm of tokens too
        clock.move(hours=5)
        with pytest.raises(Misconfigured, match="zalo-oa-refresh:-14014"):
            await one.tokens.token()
        zalo.issue()
        async with channel(zalo, database, vault, clock) as restarted:  # with another token in the settings
            assert "Công đoàn thử" == await restarted.check()


FAILURES: dict[str, tuple[dict[str, object], type[SendError], bool]] = {
    "no answer, twice": ({"how": "hang", "times": 2}, Misconfigured, True),
    "a broken server": ({"how": "status", "status": 502, "times": 2}, Unreachable, False),
    "too many calls": ({"number": -32}, Unreachable, False),
    "an application that is not active": ({"number": -14002}, Misconfigured, True),
    "a page that is no JSON": ({"how": "raw", "text": "<html>", "times": 2}, Misconfigured, True),
}


@pytest.mark.parametrize("name", FAILURES)
async def test_what_may_pass_is_tried_again_later(
    zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock, name: str
) -> None:
    """A minute later, not at once; people are told where the token may be gone."""
    how, kind, is_for_people = FAILURES[name]
    async with channel(zalo, database, vault, clock) as one:
        failure = zalo.fail(TOKEN, **how)
        for _ in range(2):
            with pytest.raises(kind):
                await one.check()
            assert (0, is_for_people) == (failure.times, (await stored(database)).failed_at is not None)
            assert [] == zalo.refreshes
        clock.move(seconds=61)
        await one.check()
        assert None is (await stored(database)).failure


async def test_the_caller_may_go_away(zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock) -> None:
    """Who waits is cancelled, or has no patience: the refresh goes on to its commit, also while the program ends."""
    async with channel(zalo, database, vault, clock) as one:
        waiting = asyncio.create_task(one.check())
        await zalo.until(lambda: bool(zalo.refreshes))
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
    assert zalo.refresh == (await stored(database)).refresh


class Fickle:
    """A database that is away at the moment of a commit."""

    def __init__(self, inner: Database) -> None:
        self.inner, self.fails, self.is_away = inner, 0, False

    async def write(self, work):  # type: ignore[no-untyped-def]
        """Fail, or pass it on."""
        if self.is_away:
            self.fails += 1
            raise DatabaseAway("away")
        return await self.inner.write(work)

    async def read(self, work):  # type: ignore[no-untyped-def]
        """Pass it on."""
        return await self.inner.read(work)


async def test_the_new_pair_waits_for_the_database(
    zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock
) -> None:
    """Between Zalo's answer and the commit the database goes: the pair is kept, not used, and stored when it is back."""
    fickle = Fickle(database)
    async with channel(zalo, fickle, vault, clock) as one:  # type: ignore[arg-type]
        await one.check()
        before = (await stored(database)).access
        clock.move(hours=21)
        zalo.fail(TOKEN, how="hang", times=1)
        checking = asyncio.create_task(one.check())
        await zalo.until(lambda: not zalo.failures[-1].times)
        fickle.is_away = True
        assert "Công đoàn thử" == await checking  # with the old one, which is good for hours
        assert (before, before, True) == ((await stored(database)).access, zalo.used[-1], fickle.fails > 0)
        fickle.is_away = False
        await one.check()
        pair = await stored(database)
        assert (2, zalo.refresh, zalo.used[-1]) == (len(zalo.refreshes), pair.refresh, pair.access)


async def test_who_only_looks_changes_nothing(zalo: FakeZaloOa, database: Database, vault: Vault, clock: Clock) -> None:
    """No refresh for `doctor`, and no database is no crash."""
    async with channel(zalo, database, vault, clock, may_refresh=False) as looking:
        with pytest.raises(Misconfigured, match="zalo-oa-no-token"):
            await looking.check()
    async with channel(zalo, None, vault, clock) as blind:
        with pytest.raises(Unreachable, match="zalo-oa-no-database"):
            await blind.check()
    assert [] == zalo.refreshes


async def test_nothing_secret_is_shown(
    zalo: FakeZaloOa, sqlite_url: str, vault: Vault, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in the log nor in what is raised or printed of an object."""
    opened = await open_database(sqlite_url, vault)
    raised = ""
    async with channel(zalo, opened, vault, clock) as one:
        shown = repr(one._access)
        zalo.fail(WHOAMI, number=-216, times=2)
        try:
            await one.check()
        except SendError as error:
            raised = f"{error!r} {error.__cause__!r} {error.__context__!r}"
        clock.move(hours=30)
        zalo.fail(TOKEN, how="reset", is_applied=True)
        with pytest.raises(Misconfigured):
            await one.check()
        shown += repr(await stored(opened))
    await opened.close()
    words = (*zalo.access, *zalo.refreshes, zalo.refresh, APP_SECRET, OA_SECRET)
    out = capsys.readouterr()
    assert [] == [word for word in words if word in shown + raised + out.out + out.err]
