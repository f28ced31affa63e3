"""The door and the life of the channel in the running program: probes, signatures, replays, alarms, no secrets."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest

from bot.builtin import NATIONAL_CODE
from conversations.domain import Role
from storage.repositories.zalo_tokens import StoredPair
from storage.unit_of_work import UnitOfWork
from tests.day import ABOUT_ME, TITLE, UNION, file
from tests.zalo_oa_api import APP, APP_SECRET, CS, OA, OA_SECRET, TOKEN
from tests.zalo_oa_site import ZaloWorld, running

DEEP = b'{"a":' * 100_000 + b"1" + b"}" * 100_000


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path) -> AsyncIterator[ZaloWorld]:
    async with running(sqlite_url, tmp_path) as world:
        yield world


async def asked(world: ZaloWorld, method: str, query: str = "", **how: Any) -> tuple[int, str]:
    """Call the webhook's address. Returns: status and body."""
    async with aiohttp.ClientSession() as session, session.request(method, world.hook + query, **how) as answer:
        return answer.status, await answer.text()


def event(world: ZaloWorld, text: str, **others: object) -> dict[str, Any]:
    """A text of somebody's."""
    stamp = str(int(world.clock().timestamp() * 1000))
    who = {"sender": {"id": "2468"}, "recipient": {"id": OA}}
    return {"app_id": APP, "event_name": "user_send_text", "timestamp": stamp, **who, "message": {"msg_id": "1", "text": text}, **others}


async def seen(world: ZaloWorld) -> int:
    """How many updates are on record."""
    return await world.site.database.read(
        lambda uow: int(uow.connection.exec_driver_sql("SELECT count(*) FROM inbox").scalar_one())
    )


async def test_probes(world: ZaloWorld) -> None:
    """The console looks whether anybody is at home: 200, and a challenge comes back; nothing has any effect."""
    assert (200, "") == await asked(world, "GET")
    assert (200, "a1b2") == await asked(world, "GET", "?challenge=a1b2")
    assert (200, "") == await asked(world, "GET", f"?challenge={'x' * 201}")
    for body in (b"", b"{}"):
        assert (200, "") == await asked(world, "POST", data=body)
    assert 0 == await seen(world)


async def test_refusals(world: ZaloWorld) -> None:
    """Unsigned, wrongly signed, stale, no object, too deep, too large: refused, and nothing is stored."""
    fresh = orjson.dumps(event(world, "/nop"))
    stale = event(world, "/nop", timestamp=str(int(world.clock().timestamp() * 1000) - 3 * 3600 * 1000))
    assert 403 == (await asked(world, "POST", data=fresh))[0]
    assert 403 == await world.zalo.post(world.hook, fresh, orjson.loads(fresh)["timestamp"], secret="x")
    assert 403 == await world.zalo.post(world.hook, orjson.dumps(stale), str(stale["timestamp"]))
    assert 403 == await world.zalo.post(world.hook, b"[]", "1")
    assert 403 == await world.zalo.post(world.hook, DEEP, str(stale["timestamp"]))
    assert 413 == (await asked(world, "POST", data=BytesIO(b"x" * (10 << 20))))[0]
    assert 0 == await seen(world)


async def test_a_pilot_only_logs(sqlite_url: str, tmp_path: Path) -> None:
    """An event of an unknown signature is answered 200 and changes nothing; a signed one counts."""
    async with running(sqlite_url, tmp_path, zalo_oa_signature_mode="log_only") as world:
        assert (200, "") == await asked(world, "POST", data=orjson.dumps(event(world, "/nop")))
        assert 0 == await seen(world)
        worker = world.user(10)
        await worker.say("/nop")
        assert "Đồng ý" in worker.chat.last.labels


async def test_before_the_secret_is_known(sqlite_url: str, tmp_path: Path) -> None:
    """Zalo may show it only after our door has answered: everything is answered, and nothing counts."""
    async with running(sqlite_url, tmp_path, zalo_oa_signature_mode="log_only", zalo_oa_secret_key="") as world:
        said = event(world, "/nop")
        for secret in (OA_SECRET, ""):
            assert 200 == await world.zalo.post(world.hook, orjson.dumps(said), str(said["timestamp"]), secret=secret)
        assert 0 == await seen(world)


async def test_replays_and_disorder(world: ZaloWorld) -> None:
    """The same event any number of times, and late, has one effect."""
    worker = world.user(10)
    await worker.say("/nop")
    first = worker.last_event
    await worker.say("Đồng ý")
    before = len(worker.chat.said)
    for _ in range(3):
        await world.zalo.deliver(world.hook, first)
    await world.settled()
    assert before == len(worker.chat.said)


async def test_pieces_in_another_order(world: ZaloWorld) -> None:
    """The second half of a paste comes first: it is one text all the same, in the order in which it was written."""
    worker = world.user(10)
    for line in ("/nop", "Đồng ý", *ABOUT_ME, "Y tế", "3/2021", TITLE):
        await worker.say(line)
    written = [f"{half} {'chữ ' * 500}"[:1999] + "." for half in ("Trước", "Sau")]
    halves = [event(world, half, sender={"id": worker.user}) for half in written]
    for place, half in enumerate(halves):
        half["message"]["msg_id"] = f"half{place}"
        half["timestamp"] = str(int(half["timestamp"]) + place)
    for half in reversed(halves):
        await world.zalo.deliver(world.hook, half)
    world.clock.move(seconds=5)
    await world.settled()
    assert "4.001/1.000" in worker.chat.last.text
    assert " ".join(written) == await world.site.database.read(lambda uow: _draft(uow, worker.user))


def _draft(uow: UnitOfWork, user: str) -> str:
    person = uow.people.at("zalo-oa", user)
    assert person is not None
    state, _ = uow.conversations.get(person.id)
    assert state.top is not None
    return state.top.context["draft"].replace("\n", " ")


async def test_a_timeout_after_success(world: ZaloWorld) -> None:
    """Nobody knows that the notice has arrived: it comes once more, and says that it may be known."""
    executive = await world.member(20, Role.EXECUTIVE, UNION, "Trần Thị B")
    worker = world.user(10)
    code = await file(worker)
    world.zalo.fail(CS, how="reset", is_applied=True, user=worker.user)
    await executive.say(f"từ chối {code} Trùng với một sáng kiến đã nộp.")
    world.clock.move(minutes=1)
    world.site.sender.wake()
    news = [f"Sáng kiến {code}", f"{world.site.catalogue.format('sent-again')}\nSáng kiến {code}"]
    await world.zalo.until(lambda: worker.chat.last.text.startswith(news[1]))
    await world.settled()
    assert [True, True] == [said.text.startswith(new) for said, new in zip(worker.chat.said[-2:], news, strict=True)]


async def test_an_old_goodbye_that_comes_late(world: ZaloWorld) -> None:
    """Its first delivery failed; until the next one the person has followed again, and is written to."""
    worker = world.user(10)
    await worker.follow()
    goodbye = {"app_id": APP, "event_name": "unfollow", "oa_id": OA, "follower": {"id": worker.user}}
    goodbye["timestamp"] = str(int(world.clock().timestamp() * 1000))
    world.clock.move(minutes=20)
    await worker.follow()
    world.clock.move(minutes=10)
    await world.zalo.deliver(world.hook, goodbye)
    assert await _is_reachable(world)
    await worker.unfollow()
    assert not await _is_reachable(world)


async def _is_reachable(world: ZaloWorld) -> bool:
    [account] = await world.site.database.read(lambda uow: uow.unasked.accounts("zalo-oa", world.user(10).user))
    return account.is_reachable


async def test_echoes_are_dropped(world: ZaloWorld) -> None:
    """What we send comes back as events: nothing answers it, or it would never end."""
    worker = world.user(10)
    await worker.say("/nop")
    before = await seen(world)
    for name in ("oa_send_text", "user_send_text"):
        echo = event(world, worker.chat.last.text, event_name=name, sender={"id": OA}, recipient={"id": worker.user})
        await world.zalo.deliver(world.hook, echo)
    for name in ("user_received_message", "user_seen_message"):
        await world.zalo.deliver(world.hook, event(world, "", event_name=name))
    assert before == await seen(world)


async def test_operators_learn_that_a_person_has_to_consent(world: ZaloWorld) -> None:
    """The refresh token is used up: the channel's alarm and the token's are raised, and end after a new login."""
    operator = await world.member(40, Role.OPERATOR, NATIONAL_CODE, "Phạm Văn D")
    world.clock.move(hours=21)
    world.zalo.fail(TOKEN, how="reset", is_applied=True)
    await operator.say("/ops")
    ready = await world.site.problems()
    assert ["zalo-oa: zalo-oa-refresh:-14014"] == list(ready)
    measured = await _measured(world)
    assert (True, "zalo-oa-refresh:-14014") == (measured.is_our_fault, measured.error)
    assert measured.token_expires_at is not None
    assert (measured.token_expires_at - world.clock()).total_seconds() < 86400
    pair = await _stored(world)
    assert (True, pair.expires_at) == (pair.is_final(), measured.token_expires_at)


async def _measured(world: ZaloWorld) -> Any:
    from bot.measuring import Instruments, Places

    async def none() -> int:
        return 0

    instruments = Instruments(world.site.database, world.site.channels, Places(none, (Path("/"),)), world.clock)
    return (await instruments.take()).channels["zalo-oa"]


async def _stored(world: ZaloWorld) -> StoredPair:
    pair = await world.site.database.read(lambda uow: uow.zalo_tokens.get(OA))
    assert pair is not None
    return pair


async def test_nothing_secret_or_personal_is_logged(
    sqlite_url: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not while somebody files, not when calls fail, not when an event is refused."""
    async with running(sqlite_url, tmp_path, log_level="DEBUG") as world:
        worker = world.user(10)
        for line in ("/nop", "Đồng ý", "Nguyễn Văn A", "080888999"):
            await worker.say(line)
        await worker.share_contact()
        world.zalo.fail(CS, number=-201)
        await worker.say("cao bằng", expects=0)
        await asked(world, "POST", data=orjson.dumps(event(world, "080888999")))
        words = [*world.zalo.access, *world.zalo.refreshes, world.zalo.refresh, APP_SECRET, OA_SECRET]
        words += ["080888999", "84900000001", "0900000001", "Nguyễn Văn A", "cao bằng"]
    out = capfd.readouterr()
    assert [] == [word for word in words if word in out.out + out.err]


async def test_without_a_public_address(sqlite_url: str, tmp_path: Path) -> None:
    """Zalo has nothing to fetch from: the program runs and says so; a phone number is asked for by words alone."""
    async with running(sqlite_url, tmp_path, public_url="") as world:
        channel = world.site.channels["zalo-oa"]
        assert not channel.capabilities.has_contact_button
        assert [] == await world.site.problems()
