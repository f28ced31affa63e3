"""What the sender does when a platform refuses, fails, is silent or is too slow for us."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.channels.protocol import Misconfigured, RecipientGone, Rejected, SendError, Throttled, Unreachable
from bot.failures import LONGEST_DELAY, OWN_MISTAKES
from bot.sender import Sender
from storage.database import open_database
from storage.repositories.outbox_claim import Room
from storage.repositories.outbox_order import BULK, REPLY
from storage.repositories.rate_limits import UNLIMITED
from storage.vault import Vault
from tests.builders import NOON
from tests.sending import Office


@pytest.fixture
async def office(sqlite_url: str, vault: Vault) -> AsyncIterator[Office]:
    """On SQLite, which gives up on locks at once."""
    database = await open_database(f"{sqlite_url}?timeout=0.05", vault)
    yield Office(database)
    await database.close()


@dataclass(frozen=True)
class Case:
    """The first of two messages to chat "a" fails once; one to chat "b" and one on another channel do not."""

    fault: Exception
    at_once: list[str]  # what "a" gets at once
    least: float = 0.0  # seconds during which nothing more comes
    most: float = 0.0  # seconds after which the rest is there
    finally_: list[str] = field(default_factory=lambda: ["a1", "a2"])
    failed: list[str] = field(default_factory=list)  # codes of what was given up


FAULTS = {
    "429": Case(Throttled("telegram-429", 7.0), [], 6.9, 7.0),
    "5xx": Case(Unreachable("telegram-502", is_unknown=True), [], 0.9, 3.0),
    "timeout": Case(Unreachable("telegram-timeout", is_unknown=True), [], 0.9, 3.0),
    "no connection": Case(Unreachable("telegram-no-connection"), [], 0.9, 3.0),
    "our own mistake": Case(KeyError("Nguyễn Văn A"), [], 0.9, 3.0),
    "never to be taken": Case(Rejected("telegram-400"), ["a2"], finally_=["a2"], failed=["telegram-400"]),
    "of no known class": Case(SendError("strange"), ["a2"], finally_=["a2"], failed=["strange"]),
    "gone": Case(RecipientGone("telegram-403-blocked"), [], 3600, 3600, [], ["telegram-403-blocked"] * 2),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=FAULTS)
async def test_faults(office: Office, case: Case) -> None:
    """Each class of fault does what it says to the chat, in order, and nothing to other chats and channels."""
    office.channel.faults.append(("a1", case.fault))
    await office.owe("a", "a1", "a2")
    await office.owe("b", "b1")
    await office.owe("c", "c1", channel="web")
    assert case.at_once == await office.drain()
    assert (["b1"], ["c1"]) == (office.channel.texts("b"), office.other.texts("c"))
    assert case.at_once == await office.drain(case.least)
    assert case.finally_ == await office.drain(case.most - case.least)
    assert case.failed == [row.error for row in await office.listed("failed")]


async def test_a_chat_that_is_gone_is_left_alone(office: Office) -> None:
    """Nobody writes there any more, until the person does."""
    person = await office.database.write(lambda uow: uow.people.identify("telegram", "a", "a", NOON))
    office.channel.faults.append(("a1", RecipientGone("telegram-403-blocked")))
    await office.owe("a", "a1")
    await office.drain()
    assert {} == await office.database.read(lambda uow: uow.people.addresses((person.id,)))
    await office.database.write(lambda uow: uow.people.identify("telegram", "a", "a", NOON))
    assert {person.id} == (await office.database.read(lambda uow: uow.people.addresses((person.id,)))).keys()


async def test_a_chat_that_is_too_fast_is_left_alone(office: Office) -> None:
    """A 429 for a chat stops everything to it, more urgent messages too, in every process."""
    office.channel.faults.append(("bulk", Throttled("telegram-429", 30.0)))
    await office.owe("a", "bulk", priority=BULK)
    await office.drain()
    await office.owe("a", "reply")
    await office.owe("b", "b1")
    assert ([], ["b1"]) == (await office.drain(29.9), office.channel.texts("b"))
    assert ["reply", "bulk"] == await office.drain(0.1)


async def test_a_platform_cannot_silence_us_for_days(office: Office) -> None:
    """However long a platform asks to wait, it is asked again after an hour."""
    office.channel.faults.append(("a1", Throttled("telegram-429", 10.0**6)))
    await office.owe("a", "a1")
    await office.drain()
    assert ([], ["a1"]) == (await office.drain(3599), await office.drain(1))


async def test_a_bot_that_is_too_fast_pauses_everywhere(office: Office) -> None:
    """A 429 for the whole bot stops its channel in every process, and only its channel."""
    office.channel.faults.append(("a1", Throttled("telegram-429", 30.0, is_global=True)))
    await office.owe("a", "a1")
    await office.sender().drain()
    sender = office.sender()
    await office.owe("b", "b1")
    await office.owe("c", "c1", channel="web")
    await sender.drain()
    assert ([], [], ["c1"]) == (office.channel.texts(), office.channel.texts("b"), office.other.texts("c"))
    office.now += timedelta(seconds=30)
    await sender.drain()
    assert (["a1"], ["b1"]) == (office.channel.texts(), office.channel.texts("b"))


async def test_a_wrong_token_pauses_the_channel(office: Office) -> None:
    """Nothing is given up, nothing else is tried for a minute by any process, other channels go on."""
    office.channel.faults.append(("a1", Misconfigured("telegram-401")))
    await office.owe("a", "a1")
    await office.sender().drain()
    sender = office.sender()
    await office.owe("b", "b1")
    await office.owe("c", "c1", channel="web")
    office.now += timedelta(seconds=59)
    await sender.drain()
    assert ([], ["c1"]) == (office.channel.sent, office.other.texts("c"))
    office.now += timedelta(seconds=1)
    await sender.drain()
    assert (["a1"], ["b1"]) == (office.channel.texts(), office.channel.texts("b"))
    assert () == await office.listed("failed")


async def test_delays_double_with_jitter_until_it_is_given_up(office: Office) -> None:
    """From two seconds to half an hour, each a little different, for two days; then it is listed for the operator."""
    office.channel.faults += [("a1", Unreachable("telegram-502"))] * 1000
    await office.owe("a", "a1")
    delays: list[timedelta] = []
    while not await office.listed("failed"):
        assert [] == await office.drain()
        for row in await office.listed("pending"):
            delays.append(row.due_at - office.now)
            office.now = row.due_at if len(delays) < 14 else max(row.due_at, NOON + timedelta(hours=47.5))
    plain_delays = [min(LONGEST_DELAY, timedelta(seconds=2 ** min(n + 1, 20))) for n in range(len(delays))]
    quotients = [delay / unhurried for delay, unhurried in zip(delays, plain_delays, strict=True)]
    assert [] == [quotient for quotient in quotients if not 0.5 <= quotient <= 1.5]
    assert len(quotients) == len({round(quotient, 6) for quotient in quotients})
    assert timedelta(hours=48) <= office.now - NOON < timedelta(hours=49)
    assert ["telegram-502"] == [row.error for row in await office.listed("failed")]


async def in_an_outage(office: Office) -> Sender:
    """Three chats wait for the platform, which has been away for hours."""
    sender = office.sender()
    for chat in "abc":
        office.channel.faults += [(f"{chat}1", Unreachable("telegram-502"))] * 100
        await office.owe(chat, f"{chat}1")
    for _ in range(9):
        await sender.drain()
        office.now += timedelta(hours=1)
    await sender.drain()
    return sender


async def test_a_platform_that_is_back_gets_what_waits(office: Office) -> None:
    """After an outage the first success brings everything forward that would wait up to half an hour."""
    sender = await in_an_outage(office)
    assert [] == office.channel.sent
    office.channel.faults.clear()
    await office.owe("d", "d1")
    await sender.drain()
    assert [("d", "d1"), ("a", "a1"), ("b", "b1"), ("c", "c1")] == office.channel.sent


async def test_a_platform_that_is_away_is_asked_now_and_then(office: Office) -> None:
    """Without anything new to say, one message tries every quarter of a minute; the others follow its success."""
    sender = await in_an_outage(office)
    tries = len(office.channel.keys)
    for seconds in (14, 1, 14, 1):
        office.now += timedelta(seconds=seconds)
        await sender.drain()
    assert 2 == len(office.channel.keys) - tries
    office.channel.faults.clear()
    office.now += timedelta(seconds=15)
    await sender.drain()
    assert [("a", "a1"), ("b", "b1"), ("c", "c1")] == office.channel.sent


async def test_a_clock_that_goes_back(office: Office) -> None:
    """What was due and what was claimed does not wait for the hour to come round again."""
    sender = office.sender()
    office.channel.faults.append(("a1", Unreachable("telegram-502")))
    await office.owe("a", "a1")
    await sender.drain()
    office.now += timedelta(seconds=3)
    claimed = await office.database.write(lambda uow: uow.outbox.claim({"telegram": UNLIMITED}, office.now, Room(9, 9), 10))
    assert ["a1"] == [owed.content["args"]["text"] for owed in claimed]
    await sender.drain()
    await office.owe("b", "b1")
    office.now -= timedelta(hours=1)
    await sender.drain()
    assert (["b1"], []) == (office.channel.texts("b"), office.channel.texts())
    office.now += timedelta(seconds=10)
    await sender.drain()
    assert ["a1"] == office.channel.texts()


async def test_an_old_message_gets_several_attempts(office: Office) -> None:
    """After days without the program, or a command to retry, the first failure is not the last."""
    office.channel.faults += [("a1", Unreachable("telegram-502"))] * 4
    await office.owe("a", "a1")
    assert [] == await office.drain(72 * 3600)
    for _ in range(4):
        await office.drain(60)
    assert ["a1"] == office.channel.texts()


async def test_a_message_that_cannot_be_made_gives_way(office: Office) -> None:
    """What no program understands is given up after some attempts, and the chat goes on."""
    await office.database.write(lambda uow: uow.outbox.add("telegram", "a", {"kind": "of tomorrow"}, REPLY, NOON))
    await office.owe("a", "a2")
    for _ in range(OWN_MISTAKES - 1):
        assert [] == await office.drain(120)
    assert ["a2"] == await office.drain(120)
    assert ["internal-ValueError"] == [row.error for row in await office.listed("failed")]
