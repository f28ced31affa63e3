"""An attempt that may have arrived: it is on record, and what its repetition looks like depends on the kind of message."""

from dataclasses import dataclass
from functools import partial

import pytest
from msgspec.structs import replace

from bot.channels.protocol import SendError, Throttled, Unreachable
from bot.messages import to_dict
from conversations.effects import Say
from conversations.state import Frame, State
from storage.database import Database
from storage.repositories.outbox_claim import Room
from storage.repositories.outbox_order import BULK, NOTICE, REPLY
from storage.repositories.outbox_rows import Listed
from storage.repositories.rate_limits import UNLIMITED
from storage.unit_of_work import UnitOfWork
from tests.builders import NOON
from tests.sending import QUICK, Office

AGAIN = "(Gửi lại, phòng khi tin trước chưa tới)"
TIMEOUT = Unreachable("telegram-timeout", is_unknown=True)


@pytest.fixture
async def office(database: Database) -> Office:
    """With a channel whose messages are long enough for a remark."""
    office = Office(database)
    office.channel.capabilities = replace(office.channel.capabilities, text_limit=100)
    return office


@dataclass(frozen=True)
class Case:
    """A message that fails once in some way."""

    priority: int
    fault: SendError
    sent: list[str]  # what the chat gets of us afterwards
    doubtful: int  # messages on record


CASES = {
    "a reply after a timeout is asked again as it is": Case(REPLY, TIMEOUT, ["a1"], 1),
    "a notice after a timeout says that it is sent again": Case(NOTICE, TIMEOUT, [f"{AGAIN}\na1"], 1),
    "an announcement too": Case(BULK, TIMEOUT, [f"{AGAIN}\na1"], 1),
    "a broken connection is no better": Case(NOTICE, Unreachable("telegram-broken", is_unknown=True), [f"{AGAIN}\na1"], 1),
    "no connection: nothing can have arrived": Case(NOTICE, Unreachable("telegram-no-connection"), ["a1"], 0),
    "too fast: nothing has arrived": Case(NOTICE, Throttled("telegram-429", 5), ["a1"], 0),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_kinds(office: Office, case: Case) -> None:
    """Recorded if it may have arrived; marked if a second copy could be taken for a second event."""
    office.channel.faults.append(("a1", case.fault))
    await office.owe("a", "a1", priority=case.priority)
    assert [] == await office.drain()
    assert case.sent == await office.drain(60)
    assert case.doubtful == len(await doubtful(office))


async def test_a_process_that_died_while_it_sent(office: Office) -> None:
    """Its claim has lapsed, and nobody knows: on record, and marked."""
    await office.owe("a", "a1", priority=NOTICE)
    await office.database.write(lambda uow: uow.outbox.claim({"telegram": UNLIMITED}, NOON, Room(9, 9), QUICK.lease))
    assert [f"{AGAIN}\na1"] == await office.drain(QUICK.lease)
    assert [("sent", NOON)] == [(row.status, row.created_at) for row in await doubtful(office)]


async def test_a_channel_that_knows_repetitions(office: Office) -> None:
    """It is given the same key again and shows the message once, so that nothing has to be said."""
    office.channel.capabilities = replace(office.channel.capabilities, repeats_are_safe=True)
    office.channel.faults.append(("a1", TIMEOUT))
    await office.owe("a", "a1", priority=NOTICE)
    await office.drain()
    assert ["a1"] == await office.drain(60)
    first, second = office.channel.keys
    assert first == second


async def test_the_part_that_may_have_arrived_is_marked(office: Office) -> None:
    """Of a long notice the parts that are known to be out are not sent again, and the mark stands where we go on."""
    parts = [f"part{number} " + "x" * 90 for number in range(3)]
    office.channel.faults.append((parts[1], TIMEOUT))
    await office.owe("a", " ".join(parts), priority=NOTICE)
    assert parts[:1] == await office.drain()
    assert [parts[0], AGAIN, *parts[1:]] == await office.drain(60)


async def test_the_first_doubt_stays_on_record(office: Office) -> None:
    """Several timeouts are one case; its time is that of the first."""
    office.channel.faults += [("a1", TIMEOUT)] * 3
    await office.owe("a", "a1")
    for _ in range(4):
        await office.drain(60)
    assert 1 == len(office.channel.sent)
    (row,) = await doubtful(office)
    assert ("sent", 3, NOON.replace(minute=NOON.minute + 1)) == (row.status, row.attempts, row.maybe_sent_at)


QUESTION, NEXT = Say("description-whole", {"text": "a?"}, hint="phone"), Say("description-whole", {"text": "b?"}, hint="province")
ASIDE = Say("description-whole", {"text": "list"})
LATER: dict[str, tuple[Say, str, tuple[Say, ...], list[str]]] = {
    "answered: the dialogue has gone on": (QUESTION, "province", (NEXT,), ["b?"]),
    "answered, and more was said": (QUESTION, "province", (ASIDE, NEXT), ["list", "b?"]),
    "answered: the dialogue is over": (QUESTION, "", (ASIDE,), ["list"]),
    "answered by something that it could not take": (QUESTION, "phone", (QUESTION,), ["a?"]),
    "not answered": (QUESTION, "phone", (), ["a?"]),
    "something else was asked for meanwhile": (QUESTION, "phone", (ASIDE,), ["a?", "list"]),
    "no question: its words must not be lost": (ASIDE, "province", (NEXT,), ["list", "b?"]),
}


def owe(say: Say, uow: UnitOfWork) -> int:
    """Owe a reply."""
    return uow.outbox.add("telegram", "a", to_dict(say), REPLY, NOON)


@pytest.mark.parametrize("is_known_there", [False, True], ids=["the next waits", "the next is there"])
@pytest.mark.parametrize(("first", "step", "after", "said"), LATER.values(), ids=LATER)
async def test_what_was_answered_is_not_asked_again(
    office: Office, first: Say, step: str, after: tuple[Say, ...], said: list[str], *, is_known_there: bool
) -> None:
    """A program was killed while it asked; the answer came all the same, to the next program."""

    def wait(uow: UnitOfWork) -> None:
        person = uow.people.identify("telegram", "a", "a", NOON)
        frames = (Frame("submission", 1, step),) if step else ()
        uow.conversations.put(person.id, State(frames, 1), 0, NOON, None)

    def mark(owed: int, message_id: str, uow: UnitOfWork) -> None:
        uow.outbox.sent(owed, message_id, NOON)

    await office.database.write(wait)
    await office.database.write(partial(owe, first))
    await office.database.write(lambda uow: uow.outbox.claim({"telegram": UNLIMITED}, NOON, Room(9, 9), QUICK.lease))
    for number, say in enumerate(after):
        owed = await office.database.write(partial(owe, say))
        if is_known_there:
            await office.database.write(partial(mark, owed, str(number)))
    there = len(after) if is_known_there else 0
    assert said[: len(said) - there] == await office.drain(QUICK.lease)
    assert [] == list(await office.listed("pending"))


async def test_what_met_a_broken_platform_is_asked_again(office: Office) -> None:
    """It has hardly arrived, whatever was answered blindly."""
    office.channel.faults.append(("a?", TIMEOUT))
    for say in (QUESTION, NEXT):
        await office.database.write(partial(owe, say))
    await office.drain()
    assert ["a?", "b?"] == await office.drain(60)


async def doubtful(office: Office) -> tuple[Listed, ...]:
    """What is on record."""
    return await office.database.read(lambda uow: uow.outbox.doubtful(10))
