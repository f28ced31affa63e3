"""Messages owed: put in, claimed, sent, retried, given up, closed."""

import asyncio
from datetime import datetime, timedelta

import pytest

from storage.database import Database, open_database
from storage.repositories import outbox_over
from storage.repositories.outbox_claim import Room
from storage.repositories.outbox_rows import Backlog
from storage.repositories.rate_limits import Limits
from storage.unit_of_work import UnitOfWork
from storage.vault import Vault
from tests.storage.world import NOON

WEB = {"web": Limits()}
MINUTE = timedelta(minutes=1)


def owe(uow: UnitOfWork, text: str = "x", chat: str = "c", card: str | None = None, collapse: str | None = None) -> int:
    """A reply to a chat."""
    return uow.outbox.add("web", chat, {"text": text}, 0, NOON, card=card, collapse=collapse)


def claim(uow: UnitOfWork, at: datetime = NOON, limit: int = 10) -> list[int]:
    """The ids that a sender gets at *at*."""
    return [owed.id for owed in uow.outbox.claim(WEB, at, Room(limit, limit), 60)]


def forget(uow: UnitOfWork, before: datetime) -> int:
    """Drop what is over and was owed before then. Returns: how many."""
    below = outbox_over.first_since(uow.connection, before, NOON + 9 * MINUTE)
    return outbox_over.forget(uow.connection, outbox_over.over(uow.connection, below, 10))


async def test_a_message_comes_out_as_it_went_in(database: Database) -> None:
    """The sender gets the content, the card and what it needs to go on; the id grows with the order."""

    def work(uow: UnitOfWork) -> list[object]:
        first = uow.outbox.add("web", "c", {"say": {"key": "x", "args": {"n": 1}}}, 1, NOON, card="A7K29QXM")
        second = owe(uow, chat="d")
        taken = next(owed for owed in uow.outbox.claim(WEB, NOON, Room(10, 10), 60) if owed.id == first)
        return [
            second > first, taken.channel, taken.chat, taken.content, taken.card, taken.priority, taken.attempts,
            taken.parts_sent, taken.created_at,
        ]  # fmt: skip

    content = {"say": {"key": "x", "args": {"n": 1}}}
    assert await database.write(work) == [True, "web", "c", content, "A7K29QXM", 1, 0, 0, NOON]


async def test_what_was_sent_is_not_sent_again(database: Database) -> None:
    """A sent message is never claimed again, and is found by the platform's id."""

    def work(uow: UnitOfWork) -> list[object]:
        owed = owe(uow, "x")
        claim(uow)
        uow.outbox.sent(owed, "m1", NOON)
        found = uow.outbox.by_message("web", "c", "m1")
        return [
            claim(uow, NOON + 99 * MINUTE), uow.outbox.message_id(owed), found and found.content,
            uow.outbox.by_message("web", "c", "m2"), uow.outbox.by_message("web", "d", "m1"),
        ]  # fmt: skip

    assert await database.write(work) == [[], "m1", {"text": "x"}, None, None]


async def test_a_sender_that_died_is_followed_by_another(database: Database) -> None:
    """What was claimed and never marked is free again when the lease ends, and knows which parts are out."""

    def work(uow: UnitOfWork) -> list[object]:
        owed = owe(uow)
        claim(uow)
        uow.outbox.progress(owed, 2)
        early, late = claim(uow, NOON + MINUTE / 2), uow.outbox.claim(WEB, NOON + MINUTE, Room(10, 10), 60)
        return [early, [one.parts_sent for one in late]]

    assert await database.write(work) == [[], [2]]


async def test_a_retry_waits_and_counts(database: Database) -> None:
    """A message that failed comes again when it is due, with one attempt more."""

    def work(uow: UnitOfWork) -> list[object]:
        owed = owe(uow)
        seen: list[object] = []
        for attempt in (1, 2):
            at = NOON + attempt * MINUTE
            (taken,) = uow.outbox.claim(WEB, at, Room(10, 10), 60)
            uow.outbox.retry(owed, at + MINUTE, "unreachable")
            seen += [taken.attempts, claim(uow, at + MINUTE / 2)]
        return [*seen, claim(uow, NOON + 3 * MINUTE)]

    assert await database.write(work) == [0, [], 1, [], [1]]


async def test_giving_up_and_trying_again(database: Database) -> None:
    """What was given up is listed and counted, and goes out when the operator says so."""

    def work(uow: UnitOfWork) -> list[object]:
        one, two, three = owe(uow, chat="c"), owe(uow, chat="d"), owe(uow, chat="e")
        uow.outbox.failed(one, "rejected-400" + " " * 100)
        gone = uow.outbox.fail_chat("web", "d", "recipient-gone")
        listed = [(row.id, (row.error or "").strip()) for row in uow.outbox.listed("failed", 10)]
        counted = uow.outbox.counts(NOON)
        some, rest = uow.outbox.requeue(NOON, [one, three]), uow.outbox.requeue(NOON)
        return [gone, listed, counted, some, rest, sorted(claim(uow)) == [one, two, three]]

    listed = [(1, "rejected-400"), (2, "recipient-gone")]
    assert await database.write(work) == [1, listed, Backlog(1, 2, NOON), 1, 1, True]


async def test_what_was_sent_never_fails_later(database: Database) -> None:
    """A sender that is too late cannot mark a sent message as failed or to be retried."""

    def work(uow: UnitOfWork) -> str:
        owed = owe(uow)
        uow.outbox.sent(owed, "m1", NOON)
        uow.outbox.failed(owed, "late")
        uow.outbox.retry(owed, NOON, "late")
        return uow.outbox.listed("sent", 10)[0].error or "sent"

    assert await database.write(work) == "sent"


async def test_collapsing(database: Database) -> None:
    """A message takes the place of an unsent one of its name in its chat, and of no other."""

    def work(uow: UnitOfWork) -> tuple[list[int], list[int]]:
        owe(uow, "n/1000: 1", collapse="count")
        others = [owe(uow, chat="d", collapse="count"), owe(uow, collapse="other"), owe(uow)]
        newest = owe(uow, "n/1000: 2", collapse="count")
        return [*others, newest], [row.id for row in uow.outbox.listed("pending", 10)]

    expected, pending = await database.write(work)
    assert pending == expected


@pytest.mark.parametrize("state", ["claimed", "half sent", "sent"])
async def test_collapsing_leaves_what_is_on_its_way(database: Database, state: str) -> None:
    """What is being sent, or is out in part, is not replaced: half a message would stay in the chat."""

    def work(uow: UnitOfWork) -> int:
        owed = owe(uow, collapse="count")
        if state == "claimed":
            claim(uow)
        elif state == "half sent":
            uow.outbox.progress(owed, 1)
        else:
            uow.outbox.sent(owed, "m1", NOON)
        owe(uow, collapse="count")
        return len(uow.outbox.listed("replaced", 10))

    assert await database.write(work) == 0


async def test_closing_cards(database: Database) -> None:
    """Cards that did not leave never will; the others, and those being sent, are returned once."""

    def work(uow: UnitOfWork) -> list[object]:
        sent, unsent, failed, flying, other = (
            owe(uow, chat=chat, card=card)
            for chat, card in (("a", "A"), ("b", "A"), ("c", "A"), ("d", "A"), ("e", "B"))
        )
        uow.outbox.claim(WEB, NOON, Room(10, 10), 60)
        uow.outbox.sent(sent, "m1", NOON)
        uow.outbox.retry(unsent, NOON + MINUTE, "unreachable")
        uow.outbox.failed(failed, "rejected")
        before = [card.id for card in uow.outbox.cards("A")]
        closed = [(card.id, card.status, card.message_id) for card in uow.outbox.close_cards("A", NOON)]
        again = uow.outbox.close_cards("A", NOON)
        replaced = [row.id for row in uow.outbox.listed("replaced", 10)]
        left = [card.id for card in uow.outbox.cards("B")] == [other]
        return [before == [sent, unsent, failed, flying], closed, again, replaced == [unsent, failed], left]

    assert await database.write(work) == [True, [(1, "sent", "m1"), (4, "pending", None)], (), True, True]


async def test_the_next_due_time(database: Database) -> None:
    """The sender may sleep until the next message is due or a lease ends; what is due now does not count."""

    def work(uow: UnitOfWork) -> list[datetime | None]:
        seen = [uow.outbox.next_due(NOON)]
        for minutes in (0, 9, 7):
            uow.outbox.add("web", f"c{minutes}", {}, 0, NOON, due_at=NOON + minutes * MINUTE)
        seen.append(uow.outbox.next_due(NOON))
        claim(uow)
        return [*seen, uow.outbox.next_due(NOON), uow.outbox.next_due(NOON + 10 * MINUTE)]

    assert await database.write(work) == [None, NOON + 7 * MINUTE, NOON + MINUTE, None]


async def test_forgetting(database: Database) -> None:
    """Old messages go when they are sent or replaced; what is owed or was given up stays."""

    def work(uow: UnitOfWork) -> tuple[int, int]:
        sent, failed, _ = owe(uow, chat="a"), owe(uow, chat="b"), owe(uow, chat="c")
        uow.outbox.sent(sent, "m1", NOON)
        uow.outbox.failed(failed, "rejected")
        return forget(uow, NOON), forget(uow, NOON + MINUTE)

    assert await database.write(work) == (0, 1)


async def test_forgetting_by_batches(database: Database) -> None:
    """By their numbers, up to the first that is not old, whatever stands between them."""

    def work(uow: UnitOfWork) -> list[object]:
        ids = [owe(uow, chat=chat) for chat in "abcd"]
        for owed in (ids[0], ids[2], ids[3]):
            uow.outbox.sent(owed, "m", NOON)
        new = uow.outbox.add("web", "e", {}, 0, NOON + MINUTE)
        below = outbox_over.first_since(uow.connection, NOON + MINUTE, NOON + 9 * MINUTE)
        return [below == new, *(outbox_over.over(uow.connection, below, 2, after) for after in (0, 3, 4))]

    assert await database.write(work) == [True, [1, 3], [4], []]


async def test_every_message_is_claimed_by_one_sender(database: Database) -> None:
    """Eight senders that claim at once share the messages without taking one twice."""

    def fill(uow: UnitOfWork) -> None:
        for number in range(40):
            owe(uow, chat=str(number))

    await database.write(fill)
    claimed: list[int] = []

    async def sender() -> None:
        while batch := await database.write(lambda uow: claim(uow, limit=3)):
            claimed.extend(batch)

    await asyncio.gather(*(sender() for _ in range(8)))
    left = await database.write(lambda uow: claim(uow, limit=99))
    assert sorted([*claimed, *left]) == list(range(1, 41))


async def test_a_lost_key_stops_one_message_only(database: Database, database_url: str) -> None:
    """A message that cannot be opened any more is given up; the others go out."""
    other = await open_database(database_url, Vault(["another secret"]))
    await other.write(lambda uow: owe(uow, chat="a"))
    await other.close()

    def work(uow: UnitOfWork) -> tuple[list[int], list[str | None]]:
        mine = owe(uow, chat="b")
        return [claimed - mine for claimed in claim(uow)], [row.error for row in uow.outbox.listed("failed", 9)]

    assert await database.write(work) == ([0], ["unsealable"])


async def test_a_sender_that_was_taken_over_has_no_say(database: Database) -> None:
    """Once another has the message, a late retry, renewal or failure of the first does not count; that it was sent does."""

    def work(uow: UnitOfWork) -> list[object]:
        owed = owe(uow)
        for by, at in (("a", NOON), ("b", NOON + MINUTE)):
            uow.outbox.claim(WEB, at, Room(9, 9), 60, by)
        uow.outbox.retry(owed, NOON, "late", by="a")
        uow.outbox.renew([owed], NOON, 0, "a")
        uow.outbox.release([owed], "a")
        uow.outbox.failed(owed, "late", "a")
        held = uow.outbox.claim(WEB, NOON + MINUTE, Room(9, 9), 60, "c")
        uow.outbox.sent(owed, "m1", NOON)
        uow.outbox.retry(owed, NOON, "late", by="b")
        return [held, [row.id for row in uow.outbox.listed("sent", 9)]]

    assert await database.write(work) == [[], [1]]


async def test_a_message_from_a_clock_that_was_ahead(database: Database) -> None:
    """It keeps nothing else from being dropped."""

    def work(uow: UnitOfWork) -> tuple[int, int]:
        uow.outbox.add("web", "a", {}, 0, NOON + timedelta(days=365))
        uow.outbox.sent(owe(uow, chat="b"), "m", NOON)
        new = uow.outbox.add("web", "c", {}, 0, NOON + 2 * MINUTE)
        return forget(uow, NOON + MINUTE), outbox_over.first_since(uow.connection, NOON + MINUTE, NOON + 9 * MINUTE) - new

    assert await database.write(work) == (1, 0)


async def test_the_newest_number_is_never_given_again(database: Database) -> None:
    """However old all messages are, the newest stays, so that none after it gets its number."""

    def work(uow: UnitOfWork) -> tuple[int, int]:
        for owed in (owe(uow), owe(uow)):
            uow.outbox.sent(owed, "m", NOON)
        return forget(uow, NOON + MINUTE), owe(uow)

    assert await database.write(work) == (1, 3)


async def test_an_unknown_status_is_refused(database: Database) -> None:
    """A status goes into the statement as it is, so only the four that exist are taken."""
    with pytest.raises(ValueError, match="status"):
        await database.read(lambda uow: uow.outbox.listed("sent' OR 'x' = 'x", 1))
