"""Sending windows through sender and runner, on both databases: what leaves, what waits, what another channel takes."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot.channels.protocol import NotFollowing, OutOfReach, Postponed, Quota, RecipientGone, Unreachable, Window
from bot.housekeeping import sweep
from bot.messages import Replace, to_dict
from bot.windows import Windows
from storage import tables
from storage.database import Database
from storage.repositories.outbox_claim import Room, set_back
from storage.repositories.outbox_order import BULK, REPLY
from storage.repositories.parking import NEVER
from storage.repositories.people import Address
from storage.repositories.rate_limits import UNLIMITED
from storage.repositories.usage import Usage
from storage.unit_of_work import UnitOfWork
from tests.bot.windows_world import HOUR, Post
from tests.sending import plain
from tests.storage.world import NOON

CODE = "A7K29QXM"
EIGHT = [f"notice {number}" for number in range(8)]


@pytest.fixture
async def post(database: Database) -> Post:
    """On both databases."""
    return await Post(database).open()


async def rows(post: Post, *names: str) -> list[tuple[Any, ...]]:
    """Columns of the outbox."""
    statement = select(*(tables.outbox.c[name] for name in names)).order_by(tables.outbox.c.id)
    return await post.database.read(lambda uow: [tuple(row) for row in uow.connection.execute(statement)])


# -- the window --------------------------------------------------------------------------------------------------
async def test_an_open_window(post: Post) -> None:
    """A notice leaves, and the ledger knows; a reply leaves as it always does, and the ledger does not care."""
    await post.meet("10", hours_ago=47)
    await post.owe("10", "notice")
    await post.owe("10", "reply", priority=REPLY)
    assert {"notice", "reply"} == set(await post.pass_time())
    assert [("chat-10", "free", False)] == await post.ledger()


async def test_a_window_that_has_closed(post: Post) -> None:
    """The notice waits, and nobody else does; replies go on in the same chat."""
    await post.meet("10", hours_ago=49)
    await post.meet("11")
    await post.owe("10", "notice", "another")
    await post.owe("10", "for all", priority=BULK)
    await post.owe("11", "for the other")
    assert ["for the other"] == await post.pass_time()
    await post.owe("10", "reply", priority=REPLY)
    assert ["for the other", "reply"] == await post.pass_time()
    assert (3, [("chat-11", "free", False)]) == (await post.parked(), await post.ledger())
    assert [("pending", NEVER, 0)] * 3 == [row for row in await rows(post, "status", "due_at", "attempts") if row[1] == NEVER]


async def test_what_waits_comes_with_the_next_contact(post: Post) -> None:
    """After the answer, in its order; it was not unasked then."""
    await post.meet("10", hours_ago=49)
    await post.owe("10", "first", "second", "third", "fourth")
    assert [] == await post.pass_time()
    await post.says("10", "/huongdan")
    said = [text for _, text in post.channel.sent]
    assert ["first", "second", "third", "fourth"] == said[-4:]
    assert len(said) > 4
    assert (0, []) == (await post.parked(), await post.ledger())
    await post.owe("10", "fifth")
    assert "fifth" == (await post.pass_time())[-1]


async def test_money(post: Post) -> None:
    """From the third day to the seventh, where it is allowed; it is counted apart."""
    post.rule(Window(may_bill=True))
    await post.meet("10", hours_ago=49)
    await post.meet("11", hours_ago=169)
    await post.owe("10", "notice")
    await post.owe("11", "too late")
    assert ["notice"] == await post.pass_time()
    assert [("chat-10", "billed", False)] == await post.ledger()
    assert Usage(1, 0, 1, 2) == await post.database.read(lambda uow: uow.usage.of("telegram", post.now))


async def test_no_more_than_eight(post: Post) -> None:
    """The ninth waits; so it does when it was owed two days after the first, unless that is over."""
    await post.meet("10")
    await post.owe("10", *EIGHT, "ninth")
    assert EIGHT == await post.pass_time()
    assert 1 == await post.parked()
    assert EIGHT == await post.pass_time(47)
    await post.says("10", "/huongdan")
    assert "ninth" == [text for _, text in post.channel.sent][-1]
    await post.owe("10", "tenth")
    assert "tenth" not in await post.pass_time()
    await post.owe("10", "eleventh")
    await post.says("10", "/huongdan")
    await post.pass_time(2)
    await post.owe("10", "twelfth")
    assert "twelfth" == (await post.pass_time())[-1]


async def test_another_channel_takes_it(post: Post) -> None:
    """The same message, card and all: it can be closed there when somebody decides."""
    person = await post.meet("10", hours_ago=49)
    await post.join(person, "w")
    await post.owe("10", "card", card=CODE)
    await post.pass_time()
    assert ([], [("w", "card")]) == (post.channel.sent, post.office.other.sent)

    def close(uow: UnitOfWork) -> None:
        for one in uow.outbox.close_cards(CODE, post.now):
            uow.outbox.add(one.channel, one.chat, to_dict(Replace(one.id, plain("decided"))), 1, post.now)

    await post.database.write(close)
    await post.pass_time()
    assert {"1": "decided"} == post.office.other.edits


async def test_another_channel_that_is_gone(post: Post) -> None:
    """Who has blocked the bot there is not written to there."""
    person = await post.meet("10", hours_ago=49)
    await post.join(person, "w")
    await post.database.write(lambda uow: uow.people.mark_gone("web", "w"))
    await post.owe("10", "notice")
    await post.pass_time()
    assert ([], 1) == (post.office.other.sent, await post.parked())


async def test_another_channel_that_nobody_looks_at(post: Post) -> None:
    """A message there would wait as well, and out of sight."""
    post.office.other.capabilities = replace(post.office.other.capabilities, is_noticed=False)
    person = await post.meet("10", hours_ago=49)
    await post.join(person, "w")
    await post.owe("10", "notice")
    await post.pass_time()
    assert ([], 1) == (post.office.other.sent, await post.parked())


# -- what the platform says itself -------------------------------------------------------------------------------
async def test_out_of_reach(post: Post) -> None:
    """It waits, and is not tried again; nor is anything else, until the person writes."""
    await post.meet("10")
    post.channel.faults.append(("notice", OutOfReach("x-230")))
    await post.owe("10", "notice", "second")
    assert [] == await post.pass_time()
    assert ([("x-230", 0), (None, 0)], 1) == (await rows(post, "error", "attempts"), len(post.channel.keys))
    assert [] == await post.pass_time(1)
    await post.says("10", "/huongdan")
    assert ["notice", "second"] == [text for _, text in post.channel.sent][-2:]


async def test_out_of_reach_where_another_channel_is(post: Post) -> None:
    """It goes there at once. When that one refuses too, it stays there: nothing goes round in circles."""
    person = await post.meet("10")
    await post.join(person, "w")
    post.channel.faults.append(("notice", OutOfReach("x-230")))
    post.office.other.faults.append(("second", OutOfReach("y-1")))
    await post.owe("10", "notice", "second")
    await post.pass_time()
    await post.pass_time(1)
    assert ([], [("w", "notice")]) == (post.channel.sent, post.office.other.sent)
    assert [("sent", None), ("failed", "y-1")] == [(status, error if status == "failed" else None)
                                                   for status, error in await rows(post, "status", "error")]  # fmt: skip


async def test_who_has_to_follow_is_told(post: Post) -> None:
    """On the other channel, once, with the way there; where there is no other one, it waits until they follow."""
    await post.join(await post.meet("10"), "w")
    await post.meet("11")
    for text in ("notice", "alone"):
        post.channel.faults.append((text, NotFollowing("x-213")))
    post.channel.address = "https://zalo.me/1"
    await post.owe("10", "notice", "second")
    await post.owe("11", "alone")
    await post.pass_time()
    await post.pass_time(1)
    said = [text for _, text in post.office.other.sent]
    assert (1, 1) == (sum("https://zalo.me/1" in text for text in said), await post.parked())
    assert {"notice", "second"} < set(said)


async def test_a_reply_that_is_out_of_reach(post: Post) -> None:
    """It came too late; it waits as a notice would."""
    await post.meet("10")
    post.channel.faults.append(("reply", OutOfReach("x-230")))
    await post.owe("10", "reply", priority=REPLY)
    assert ([], 1) == (await post.pass_time(), await post.parked())


async def test_a_retried_message_that_is_parked_holds_nobody(post: Post) -> None:
    """The window closes between two attempts; answers and the other lines go on."""
    await post.meet("10", hours_ago=47.9)
    post.channel.faults.append(("notice", Unreachable("x-502")))
    await post.owe("10", "notice")
    assert [] == await post.pass_time()
    assert [] == await post.pass_time(1)
    await post.owe("10", "reply", priority=REPLY)
    assert (["reply"], 1) == (await post.pass_time(), await post.parked())


async def test_blocked_while_something_waits(post: Post) -> None:
    """The answer is given up; what waits for the person goes on waiting, for people come back."""
    await post.meet("10", hours_ago=49)
    await post.owe("10", "notice")
    await post.pass_time()
    post.channel.faults.append(("reply", RecipientGone("x-213")))
    await post.owe("10", "reply", priority=REPLY)
    await post.pass_time()
    assert ([("pending",), ("failed",)], 1) == (await rows(post, "status"), await post.parked())
    await post.says("10", "/huongdan")
    assert "notice" == post.channel.sent[-1][1]


async def test_the_other_chat_is_blocked(post: Post) -> None:
    """The window is closed, so the notice goes to the other channel; blocked there, it waits for the person here."""
    person = await post.meet("10", hours_ago=49)
    await post.join(person, "w")
    post.office.other.faults.append(("notice", RecipientGone("y-blocked")))
    await post.owe("10", "notice")
    await post.pass_time()
    await post.pass_time(1)
    assert ([], [], 1) == (post.channel.sent, post.office.other.sent, await post.parked())


async def test_not_today(post: Post) -> None:
    """One message that a quota stops waits for hours, alone: what is behind it goes on, and it goes when they are over."""
    await post.meet("10", hours_ago=1)
    post.channel.faults.append(("picture", Postponed("x-211")))
    await post.owe("10", "picture", priority=REPLY)
    await post.owe("10", "reply", priority=REPLY)
    await post.pass_time()
    assert (["reply"], 1) == (await post.pass_time(), await post.parked())
    assert (["reply", "picture"], 0) == (await post.pass_time(7), await post.parked())


async def test_not_today_and_then_blocked(post: Post) -> None:
    """It is given up once, and not tried again and again."""
    await post.meet("10", hours_ago=1)
    post.channel.faults += [("notice", Postponed("x-211")), ("notice", RecipientGone("x-blocked"))]
    await post.owe("10", "notice")
    await post.pass_time()
    await post.pass_time(7)
    assert [("failed", "x-blocked")] == await rows(post, "status", "error")


async def test_who_has_left_finds_it_again(post: Post) -> None:
    """What was owed unasked to who stopped us is there when they come back; answers to nobody are not."""
    await post.meet("10")
    await post.owe("10", "notice")
    await post.owe("10", "reply", priority=REPLY)
    windows = Windows({"telegram": post.channel, "web": post.office.other})
    await post.database.write(lambda uow: windows.left(uow, "telegram", "chat-10", NOON))
    assert ([("pending",), ("failed",)], 1) == (await rows(post, "status"), await post.parked())


async def test_trouble_after_a_long_wait(post: Post) -> None:
    """What waited for days counts as young when it is released: minutes of trouble do not end it."""
    await post.meet("10", hours_ago=24 * 5)
    await post.owe("10", "notice")
    await post.pass_time(24)
    await post.pass_time(48)
    post.channel.faults.extend(("notice", Unreachable("x-502")) for _ in range(8))
    await post.says("10", "/huongdan")
    for _ in range(30):
        await post.pass_time(0.03)
    assert "notice" == post.channel.sent[-1][1]


# -- what is parked ----------------------------------------------------------------------------------------------
async def test_a_parked_card_that_was_decided_on(post: Post) -> None:
    """It is never sent."""
    await post.meet("10", hours_ago=49)
    await post.owe("10", "card", card=CODE)
    await post.owe("10", "notice")
    await post.pass_time()
    assert () == await post.database.write(lambda uow: uow.outbox.close_cards(CODE, post.now))
    await post.says("10", "/huongdan")
    said = [text for _, text in post.channel.sent]
    assert ("notice", False) == (said[-1], "card" in said)


async def test_after_sixty_days(post: Post) -> None:
    """What nobody has come for is dropped, on record; the ledger forgets in time too."""
    await post.meet("10", hours_ago=49)
    await post.owe("10", "notice")
    await post.pass_time()
    for days, left in ((60, 1), (60.1, 0)):
        await post.database.write(lambda uow, at=NOON + timedelta(days=days): sweep(uow, at))  # type: ignore[misc]
        assert left == await post.parked()
    assert [("replaced", "parked-too-long")] == await rows(post, "status", "error")
    deeds = await post.database.read(lambda uow: [(row.action, row.details) for row in uow.audit.of("outbox")])
    assert [("parked-dropped", {"messages": 1})] == deeds


async def test_it_is_counted_apart(post: Post) -> None:
    """Neither pending nor late nor failed; no clock that goes back lets it out."""
    await post.meet("10", hours_ago=49)
    await post.owe("10", "notice")
    await post.pass_time(1)
    backlog = await post.database.read(lambda uow: uow.outbox.counts(post.now))
    assert (0, 0, None, 1) == (backlog.pending, backlog.failed, backlog.oldest_due_at, backlog.parked)
    assert await post.database.read(lambda uow: uow.outbox.next_due(post.now)) is None
    await post.database.write(lambda uow: set_back(uow.connection, NOON, 20))
    assert (1, [(NEVER,)]) == (await post.parked(), await rows(post, "due_at"))
    [listed] = await post.database.read(lambda uow: uow.parking.listed(10))
    assert ("telegram", "chat-10", "pending") == (listed.channel, listed.chat, listed.status)


# -- the night ---------------------------------------------------------------------------------------------------
async def test_the_night(post: Post) -> None:
    """What becomes owed after ten in the evening leaves at six in the morning, in its order; replies leave at once."""
    await post.meet("10")
    assert [] == await post.pass_time(11)  # 23:00
    await post.owe("10", "first", "second")
    assert [] == await post.pass_time()
    six = datetime(2021, 4, 1, 23, tzinfo=NOON.tzinfo)
    assert [(six,)] * 2 == await rows(post, "due_at")
    await post.owe("10", "reply", priority=REPLY)
    assert ["reply"] == await post.pass_time(6)
    assert ["reply", "first", "second"] == await post.pass_time(1)


# -- the quota ---------------------------------------------------------------------------------------------------
async def test_a_quota_that_is_nearly_used_up(post: Post) -> None:
    """Sent and received ones count; at 95 % notices wait for the next month or the next contact, replies go on."""
    post.rule(quota=Quota(messages_per_month=20))
    await post.meet("10", hours_ago=900)
    await post.meet("11", hours_ago=900)
    await post.owe("10", *(f"reply {number}" for number in range(18)), priority=REPLY)
    await post.owe("10", "notice")
    assert 19 == len(await post.pass_time())
    await post.owe("10", "second")
    await post.owe("11", "third")
    assert (19, 2) == (len(await post.pass_time()), await post.parked())
    await post.says("10", "/huongdan")
    assert "second" == [text for _, text in post.channel.sent][-1]
    month = await post.database.read(lambda uow: uow.usage.of("telegram", post.now))
    assert (len(post.channel.sent), 1, 0, 2) == (month.sent, month.received, month.billed, month.people)
    assert "third" == (await post.pass_time(30 * 24))[-1]
    assert 1 == await post.database.read(lambda uow: uow.usage.messages("telegram", post.now))


async def test_the_first_morning_of_a_month(post: Post) -> None:
    """It is May in Việt Nam, whatever London says: the quota begins anew at midnight, and notices come in the morning."""
    post.rule(quota=Quota(messages_per_month=10))
    await post.meet("10")
    await post.owe("10", *(f"reply {number}" for number in range(10)), priority=REPLY)
    assert 10 == len(await post.pass_time())
    await post.owe("10", "notice")
    await post.pass_time()
    await post.pass_time((datetime(2021, 4, 30, 17, 1, tzinfo=NOON.tzinfo) - NOON) / HOUR)
    assert (10, 1) == (len(post.channel.sent), await post.parked())
    await post.owe("10", "in May", priority=REPLY)
    assert "in May" == (await post.pass_time())[-1]
    assert "notice" == (await post.pass_time(8))[-1]
    month = [await post.database.read(lambda uow, at=at: uow.usage.messages("telegram", at)) for at in (NOON, post.now)]  # type: ignore[misc]
    assert [10, 2] == month


async def test_two_processes_share_the_ledger(post: Post) -> None:
    """Twelve notices, two senders: eight leave, in order."""
    await post.meet("10")
    notices = [f"notice {number}" for number in range(12)]
    await post.owe("10", *notices)
    await asyncio.gather(post.office.sender().drain(), post.office.sender().drain())
    await post.pass_time()
    assert (notices[:8], 4, 8) == (post.channel.texts("chat-10"), await post.parked(), len(await post.ledger()))


async def test_another_sender_s_message_is_left_alone(post: Post) -> None:
    """Whoever is late with bad news of a message does not park what somebody else is sending."""
    await post.meet("10", hours_ago=900)
    owed = await post.owe("10", "notice")

    def work(uow: UnitOfWork) -> None:
        uow.outbox.claim({"telegram": UNLIMITED}, post.now, Room(9, 9), 20, "second")
        uow.parking.park(owed, post.now, error="late", by="first")
        uow.parking.readdress(owed, Address("web", "w"), post.now, by="first")

    await post.database.write(work)
    assert [("telegram", None, None)] == await rows(post, "channel", "error", "parked_at")


async def test_a_channel_without_either_pays_nothing(post: Post) -> None:
    """Nothing is counted, nothing is written down."""
    post.rule()
    await post.meet("10", hours_ago=900)
    await post.owe("10", "notice")
    await post.says("10", "/huongdan")
    assert "notice" in await post.pass_time()
    assert (Usage(0, 0, 0, 1), []) == (await post.database.read(lambda uow: uow.usage.of("telegram", NOON)), await post.ledger())
