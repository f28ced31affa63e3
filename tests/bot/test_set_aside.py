"""Updates that were set aside: kept under seal, tried again as of the time they were received, once, or dropped."""

import asyncio
from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from bot.facts import FactLoader
from bot.runner import Fault, Outcome
from conversations.events import TextReceived
from storage import tables
from storage.unit_of_work import UnitOfWork
from tests.bot.hall import Hall
from tests.bot.test_runner import FORM, REST
from tests.builders import CAMPAIGN, CATALOGUE, NOON


async def poisoned(hall: Hall, text: str = "Đồng ý") -> int:
    """Begin the form and have the next update set aside. Returns: its id."""
    await hall.runner().take(hall.said("/nop"))
    hall.phrases.failures = 1000
    assert Outcome.SET_ASIDE == await hall.runner().take(hall.said(text))
    hall.phrases.failures = 0
    await hall.replies()
    (kept,) = await hall.set_aside()
    return kept.id


async def stored(hall: Hall) -> bytes:
    """The sealed update."""
    column = tables.set_aside.c["update"]
    return await hall.database.read(lambda uow: uow.connection.execute(select(column)).scalar_one())


async def test_it_is_kept_under_seal(hall: Hall) -> None:
    """Nothing of what was written stands in the row, nor in what the operator is shown."""
    await poisoned(hall, "0912345678")
    assert b"0912345678" not in await stored(hall)
    assert "0912345678" not in str(await hall.set_aside())


async def test_tried_again_once_the_fault_is_gone(hall: Hall) -> None:
    """The turn has its effect, the answer is owed, and the sealed update is gone; a second retry finds nothing."""
    number = await poisoned(hall)
    assert [Outcome.DONE, None] == [await hall.runner().retry(number) for _ in range(2)]
    assert (["ask-full-name"], "full_name", ()) == (await hall.replies(), await hall.step(), await hall.set_aside())


async def test_two_who_retry_at_the_same_moment(hall: Hall) -> None:
    """One effect."""
    number = await poisoned(hall)
    outcomes = await asyncio.gather(*(hall.runner().retry(number) for _ in range(4)))
    assert ({Outcome.DONE: 1, None: 3}, ["ask-full-name"]) == (Counter(outcomes), await hall.replies())


async def test_one_that_fails_again_stays(hall: Hall) -> None:
    """With its new fault, as if nothing had happened; the person is not told a second time."""
    number = await poisoned(hall)
    broken = FactLoader(lambda text: str(1 // 0))
    before = await stored(hall)
    became = await hall.runner(broken).retry(number)
    (kept,) = await hall.set_aside()
    assert ("ZeroDivisionError", "ZeroDivisionError") == (became.error if isinstance(became, Fault) else became, kept.error)
    assert (number, before, [], "consent") == (kept.id, await stored(hall), await hall.replies(), await hall.step())
    assert Outcome.DONE == await hall.runner().retry(number)


async def test_the_platform_sends_it_again(hall: Hall) -> None:
    """Before and after the retry a redelivery has no effect."""
    await hall.runner().take(hall.said("/nop"))
    hall.phrases.failures = 1000
    update = hall.said("Đồng ý")
    outcomes: list[Outcome | Fault | None] = [await hall.runner().take(update) for _ in range(2)]
    hall.phrases.failures = 0
    (kept,) = await hall.set_aside()
    outcomes.append(await hall.runner().retry(kept.id))
    outcomes.append(await hall.runner().take(update))
    assert [Outcome.SET_ASIDE, Outcome.SEEN_BEFORE, Outcome.DONE, Outcome.SEEN_BEFORE] == outcomes


async def test_what_came_before_the_close_counts(hall: Hall) -> None:
    """An initiative that was sent in time and set aside is filed after the close, as of the time it was sent."""
    runner = hall.runner(FactLoader(CATALOGUE.phrase))
    for line in (*FORM, *REST[:-1]):
        await runner.take(hall.said(line))
    sent = hall.said(REST[-1])
    assert isinstance(sent.event, TextReceived)
    await runner.set_aside(sent, Fault("RuntimeError", "x.py:1"))
    await hall.database.write(_close)
    (kept,) = await hall.set_aside()
    assert Outcome.DONE == await runner.retry(kept.id)
    filed = await hall.database.read(_filed)
    assert [sent.event.at] == filed


def _close(uow: UnitOfWork) -> None:
    moment = NOON + timedelta(minutes=5)
    uow.campaigns.move(CAMPAIGN.code, at=moment, by=None, closes=moment)


def _filed(uow: UnitOfWork) -> list[object]:
    return list(uow.connection.execute(select(tables.submissions.c.submitted_at)).scalars())


async def test_dropped(hall: Hall) -> None:
    """Only those that were named, and with them what was written."""
    number = await poisoned(hall)
    dropped = await hall.database.write(lambda uow: uow.set_aside.drop([number, number + 1]))
    assert ([number], (), None) == ([one.id for one in dropped], await hall.set_aside(), await hall.runner().retry(number))


async def test_counted(hall: Hall) -> None:
    """For doctor and metrics."""
    before = await hall.database.read(lambda uow: uow.set_aside.count())
    await poisoned(hall)
    assert (0, 1) == (before, await hall.database.read(lambda uow: uow.set_aside.count()))
