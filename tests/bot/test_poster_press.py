"""Sets of posters in the making: one a person, one process each, with progress; crashes, lost roles, files that are gone."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from bot import poster_desk, posters
from bot.document_maker import DocumentMaker
from bot.facts import FactLoader
from bot.housekeeping import ORDERS_KEPT, sweep
from bot.messages import SendPosters, from_dict
from bot.poster_press import ATTEMPTS, CLAIM, Pace, PosterPress
from bot.posters import Sheet, press_maker
from conversations.domain import Role
from conversations.effects import LinkKind, OrderPosters, RenewCode, Say, StopPosters
from storage import tables
from storage.database import Database
from storage.errors import CodeTaken
from storage.repositories.outbox import CONTENT_LABEL
from storage.repositories.people import Address
from storage.repositories.poster_orders import PosterOrders
from storage.sealed_json import open_json
from storage.unit_of_work import UnitOfWork
from tests.bot.hall import furnish
from tests.builders import CATALOGUE, NOON
from tests.sending import Recorder
from tests.storage.world import appoint, meet

CHAT = Address("telegram", "chat-30")
BEGUN = Say("posters-begun", {"place": "LĐLĐ huyện Hà Quảng", "total": 2, "part": 1, "parts": 1})


@dataclass
class Workshop:
    """A database with two CĐCS in a district, a member of its staff, and presses."""

    database: Database
    now: datetime = NOON
    woken: asyncio.Event = field(default_factory=asyncio.Event)  # the sender was
    channels: dict[str, Recorder] = field(default_factory=lambda: {"telegram": Recorder("telegram")})

    def __post_init__(self) -> None:
        """Make what the presses share."""
        facts = FactLoader(CATALOGUE.phrase)
        self._maker = press_maker(facts, CATALOGUE.phrase, lambda code: (), tuple)
        self.documents = DocumentMaker(self.database, facts, CATALOGUE, lambda: self.now, self._maker, {})

    def press(self, pace: Pace = Pace(tell=0)) -> PosterPress:  # noqa: B008
        """A process's press; it tells of each sheet."""
        return PosterPress(self.database, self.channels, self._maker, self.woken.set, lambda: self.now, pace)

    async def order(self, code: str = "04.045") -> None:
        """Ask for a set."""
        await self.database.write(lambda uow: self._order(uow, code))

    def _order(self, uow: UnitOfWork, code: str) -> None:
        node = next(one.id for one in uow.organisations.all() if one.code == code)
        poster_desk.carry_out(uow, meet(uow, "30").id, CHAT, OrderPosters(node, 1, BEGUN), self.now)

    async def owed(self) -> list[str]:
        """What is owed to the chat, in order, and taken from it."""
        return await self.database.write(self._owed)

    def _owed(self, uow: UnitOfWork) -> list[str]:
        columns, found = tables.outbox.c, []
        rows = uow.connection.execute(select(columns.id, columns.content).where(columns.status == "pending").order_by(columns.id))
        for row in rows.all():
            content = from_dict(open_json(uow.vault, row.content, CONTENT_LABEL))
            say = getattr(content, "say", content)
            found.append(f"{type(content).__name__} {say.key}" if isinstance(say, Say) else type(content).__name__)
            uow.outbox.sent(row.id, str(row.id), self.now)
        return found

    async def do(self, work: Callable[[UnitOfWork], Any]) -> Any:
        """Change something."""
        return await self.database.write(work)


@pytest.fixture
async def workshop(database: Database) -> Workshop:
    """With staff of the district behind chat-30."""

    def begin(uow: UnitOfWork) -> None:
        furnish(uow)
        ids = {one.code: one.id for one in uow.organisations.all()}
        appoint(uow, "30", Role.STAFF, ids["04.045"])

    await database.write(begin)
    return Workshop(database)


async def test_a_set(workshop: Workshop) -> None:
    """Said at once, changed with each sheet, then the file: with a code for every CĐCS, the same that it keeps."""
    await workshop.order()
    assert await workshop.owed() == ["Say posters-begun"]
    assert await workshop.press().make_one()
    assert await workshop.owed() == ["Replace posters-made", "SendPosters"]  # the word on the first sheet gave way
    assert not await workshop.press().make_one()
    made = await workshop.documents.make(SendPosters(1))
    assert made.attachment is not None
    names = ZipFile(BytesIO(made.attachment.content)).namelist()
    codes = await workshop.do(lambda uow: uow.connection.execute(select(tables.links.c.code)).scalars().all())
    assert len(codes) == 2
    assert all(any(f"-{code}.pdf" in name for name in names) for code in codes)
    assert "2 CĐCS." in CATALOGUE.format(made.say.key, made.say.args)
    assert [row.action for row in await workshop.do(lambda uow: uow.audit.of(f"organisation:{_node(uow, '04.045')}"))][-1] == "posters-made"


def _node(uow: UnitOfWork, code: str) -> int:
    return next(one.id for one in uow.organisations.all() if one.code == code)


async def test_progress_goes_out_where_messages_can_be_changed(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """After each sheet here; where nothing can be changed, only the beginning and the file."""
    told: list[list[str]] = []
    draw = posters.sheet

    def drawn(*args: Any) -> Sheet:
        told.append([])
        return draw(*args)

    monkeypatch.setattr(posters, "sheet", drawn)
    change = PosterPress._change

    def changed(self: PosterPress, uow: UnitOfWork, job: Any, say: Say, now: datetime) -> None:
        told[-1].append(f"{say.key} {say.args.get('done', '')}/{say.args['total']}")
        change(self, uow, job, say, now)

    monkeypatch.setattr(PosterPress, "_change", changed)
    await workshop.order()
    await workshop.press().make_one()
    assert told == [["posters-progress 1/2"], ["posters-made /2"]]
    await workshop.owed()
    recorder = workshop.channels["telegram"]
    recorder.capabilities = replace(recorder.capabilities, can_edit=False)
    await workshop.order()
    await workshop.press().make_one()
    assert await workshop.owed() == ["Say posters-begun", "SendPosters"]


async def test_one_set_a_person(workshop: Workshop) -> None:
    """A second wish waits for the first; after it, it is granted."""
    await workshop.order()
    await workshop.order("04.045")
    assert await workshop.owed() == ["Say posters-begun", "Say posters-under-way"]
    await workshop.press().make_one()
    await workshop.owed()
    await workshop.order()
    assert await workshop.owed() == ["Say posters-begun"]


async def test_processes_do_not_make_it_twice(workshop: Workshop) -> None:
    """Two presses at once: one has it, and one file is owed."""
    await workshop.order()
    assert sorted(await asyncio.gather(*(workshop.press().make_one() for _ in range(2)))) == [False, True]
    assert (await workshop.owed()).count("SendPosters") == 1


async def test_a_process_that_died(workshop: Workshop) -> None:
    """Its claim lapses, another makes the set; after too many deaths the person is told."""
    await workshop.order()
    await workshop.owed()
    for _ in range(ATTEMPTS):
        assert await workshop.do(lambda uow: uow.poster_orders.take(workshop.now, workshop.now + CLAIM))
        assert not await workshop.press().make_one()  # held
        workshop.now += CLAIM + timedelta(seconds=1)
    assert await workshop.press().make_one()
    assert await workshop.owed() == ["Say posters-failed"]


async def test_a_mistake_of_ours(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried again, and again, and then said; other orders go on."""

    def fail(*args: object) -> Sheet:
        raise ValueError("Nguyễn Văn A")

    monkeypatch.setattr(posters, "sheet", fail)
    await workshop.order()
    await workshop.owed()
    for _ in range(ATTEMPTS):
        with pytest.raises(ValueError, match="Nguyễn"):
            await workshop.press().make_one()
    assert await workshop.press().make_one()
    assert await workshop.owed() == ["Say posters-failed"]


async def test_stopped_by_hand(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file comes, another set may be ordered; with nothing under way that is said."""
    me = await workshop.do(lambda uow: meet(uow, "30").id)

    def stop(uow: UnitOfWork) -> None:
        poster_desk.carry_out(uow, me, CHAT, StopPosters(), workshop.now)

    await workshop.order()
    keep = PosterOrders.keep

    def stopped_before(orders: PosterOrders, order_id: int, until: datetime) -> bool:
        orders.stop(me, workshop.now)
        return keep(orders, order_id, until)

    monkeypatch.setattr(PosterOrders, "keep", stopped_before)
    assert await workshop.press().make_one()
    await workshop.do(stop)
    assert await workshop.owed() == ["Say posters-begun", "Say posters-not-under-way"]
    await workshop.order()
    await workshop.do(stop)
    assert not await workshop.press().make_one()
    assert await workshop.owed() == ["Say posters-begun", "Say posters-stopped"]


async def test_a_role_that_was_lost_meanwhile(workshop: Workshop) -> None:
    """Nobody gets the codes of what is not theirs any more."""
    await workshop.order()
    await workshop.owed()
    grants = tables.grants
    await workshop.do(lambda uow: uow.connection.execute(grants.update().values(revoked_at=NOON)))
    assert await workshop.press().make_one()
    assert await workshop.owed() == ["Say place-not-in-scope"]


async def test_a_scope_without_unions(workshop: Workshop) -> None:
    """They may all have been closed since it was asked for."""
    await workshop.order()
    await workshop.owed()
    await workshop.do(lambda uow: uow.connection.execute(tables.organisations.update().values(is_active=False)))
    await workshop.do(lambda uow: uow.counters.add("directory"))
    assert await workshop.press().make_one()
    assert await workshop.owed() == ["Say posters-none"]


async def test_a_file_is_kept_for_a_day(workshop: Workshop) -> None:
    """After that the message says so; the order itself goes after a month."""
    await workshop.order()
    await workshop.press().make_one()
    workshop.now += timedelta(hours=25)
    assert (await workshop.documents.make(SendPosters(1))).say == Say("posters-gone")
    await workshop.do(lambda uow: sweep(uow, workshop.now + ORDERS_KEPT))
    assert await workshop.do(lambda uow: uow.poster_orders.get(1)) is None


async def test_it_runs_by_itself(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wake is enough; chats go on while it draws, because the loop is free."""
    begun, may_go_on = asyncio.Event(), threading.Event()
    loop, draw = asyncio.get_running_loop(), posters.sheet

    def slow(*args: Any) -> Sheet:
        loop.call_soon_threadsafe(begun.set)
        assert may_go_on.wait(30)
        return draw(*args)

    monkeypatch.setattr(posters, "sheet", slow)
    press = workshop.press(Pace(look=60))
    running = asyncio.create_task(press.run())
    await workshop.order()
    press.wake()
    await begun.wait()
    assert await workshop.owed() == ["Say posters-begun"]  # a turn of anybody's
    may_go_on.set()
    while await workshop.do(lambda uow: uow.poster_orders.has_open(meet(uow, "30").id)):
        await workshop.woken.wait()
        workshop.woken.clear()
    running.cancel()
    assert (await workshop.owed())[-1] == "SendPosters"


# -- a new code ---------------------------------------------------------------------------------------------------
async def test_a_new_code(workshop: Workshop) -> None:
    """The old one is revoked, the new one is on the posters from now on, and it is on record who did it."""

    def work(uow: UnitOfWork) -> tuple[object, ...]:
        union, person = _node(uow, "04.045.mn"), meet(uow, "30").id
        old = uow.links.workplace_code(union, "AAAAAAAA", NOON)
        poster_desk.carry_out(uow, person, CHAT, RenewCode(union, "BBBBBBBB"), NOON)
        found = [(link.kind, link.is_usable(NOON), link.created_by) for code in (old, "BBBBBBBB") if (link := uow.links.find(code))]
        last = uow.audit.of(f"organisation:{union}")[-1]
        return found, uow.links.workplace_code(union, "CCCCCCCC", NOON), last.action, last.actor_id == person

    kind = LinkKind.WORKPLACE
    found, code, action, is_theirs = await workshop.do(work)
    assert [one[:2] for one in found] == [(kind, False), (kind, True)]
    assert found[1][2] is not None
    assert (code, action, is_theirs) == ("BBBBBBBB", "poster-code-renewed", True)


async def test_a_code_that_is_taken(workshop: Workshop) -> None:
    """The turn is run again with another one."""

    def work(uow: UnitOfWork) -> None:
        uow.links.workplace_code(_node(uow, "04.045.ct"), "BBBBBBBB", NOON)
        poster_desk.carry_out(uow, meet(uow, "30").id, CHAT, RenewCode(_node(uow, "04.045.mn"), "BBBBBBBB"), NOON)

    with pytest.raises(CodeTaken):
        await workshop.do(work)
