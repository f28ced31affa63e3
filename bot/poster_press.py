"""Makes the posters of a federation in the background, says how far it is, and owes the file when it is made.

An order is a row: whoever stops in the middle leaves it to the next process. The chat goes on meanwhile, because only
what is finished is owed to it; so do all others, because one sheet at a time is drawn, in a thread.
"""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from time import monotonic

import structlog
from msgspec import Struct

from bot import posters
from bot.channels.protocol import Channel
from bot.facts import draw_code
from bot.files import LIFE, new_token, token_hash
from bot.messages import Content, Replace, SendPosters, to_dict
from bot.posters import Press, PressMaker, Sheet
from conversations import rights
from conversations.domain import Role
from conversations.effects import Arg, Say
from conversations.flows.posters import MOST_POSTERS, stop_button, unions_below
from storage.database import Database
from storage.repositories.outbox_order import REPLY
from storage.repositories.poster_orders import PosterOrder
from storage.repositories.web import WebFile
from storage.unit_of_work import UnitOfWork

CLAIM = timedelta(seconds=60)  # renewed with each word on how far it is
ATTEMPTS = 3
CODES_AT_ONCE = 25  # a transaction
log = structlog.get_logger(__name__)


class Pace(Struct, frozen=True):
    """Seconds."""

    look: float = 15.0  # for orders of other processes
    tell: float = 2.0  # between two words on how far it is


DEFAULT_PACE = Pace()


class Job(Struct, frozen=True):
    """An order that may be carried out, with what it needs."""

    order: PosterOrder
    place: str
    press: Press
    unions: tuple[int, ...]  # of this part


class PosterPress:
    """Works orders off until it is cancelled."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, Channel],
        press: PressMaker,
        wake_sender: Callable[[], None],
        clock: Callable[[], datetime],
        pace: Pace = DEFAULT_PACE,
    ) -> None:
        self._database, self._channels, self._press = database, channels, press
        self._wake_sender, self._clock, self._pace = wake_sender, clock, pace
        self._news = asyncio.Event()

    def wake(self) -> None:
        """There is a new order."""
        self._news.set()

    async def run(self) -> None:
        """Make what was ordered, until cancelled; what fails is tried again."""
        while True:
            self._news.clear()
            try:
                while await self.make_one():
                    pass
            except Exception as error:  # noqa: BLE001 - whatever it is, the next order is looked at
                log.warning("posters_not_made", error=type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(self._pace.look):
                    await self._news.wait()

    async def make_one(self) -> bool:
        """Carry the oldest order out. Returns: whether there was one. Raises: StorageError; it is tried again later."""
        found = await self._database.write(self._take)
        if isinstance(found, Job):
            try:
                await self._make(found)
            except Exception:
                await self._database.write(lambda uow: uow.poster_orders.release(found.order.id))
                raise
        self._wake_sender()
        return found is not None

    def _take(self, uow: UnitOfWork) -> Job | PosterOrder | None:
        """The next job; an order that was given up instead; None if nothing is to be done."""
        now = self._clock()
        order = uow.poster_orders.take(now, now + CLAIM)
        if order is None:
            return None
        press = self._press(uow)
        directory, place = press.tools.directory, press.tools.directory.label(order.organisation_id)
        scopes = tuple(g.organisation_id for g in uow.grants.of(order.person_id) if g.role is Role.STAFF)
        first = (order.part - 1) * MOST_POSTERS
        nodes = unions_below(directory, order.organisation_id)[first : first + MOST_POSTERS]
        refusal = (
            Say("place-not-in-scope") if not rights.covers(scopes, order.organisation_id, directory)
            else Say("posters-failed", {"place": place}) if order.attempts > ATTEMPTS
            else Say("posters-none", {"place": place}) if not nodes
            else None
        )  # fmt: skip
        if refusal is None:
            return Job(order, place, press, tuple(node.id for node in nodes))
        uow.poster_orders.finish(order.id, now)
        _owe(uow, order, refusal, now)
        return order

    async def _make(self, job: Job) -> None:
        sheets, told_at = list[Sheet](), monotonic()
        for start in range(0, len(job.unions), CODES_AT_ONCE):
            some = job.unions[start : start + CODES_AT_ONCE]
            codes = await self._database.write(lambda uow: self._codes(uow, some))  # noqa: B023
            for union, code in zip(some, codes, strict=True):
                sheets.append(await asyncio.to_thread(posters.sheet, job.press, len(sheets) + 1, union, code))
                if monotonic() >= told_at + self._pace.tell and len(sheets) < len(job.unions):
                    if not await self._tell(job, len(sheets)):
                        return
                    told_at = monotonic()
        content = await asyncio.to_thread(posters.packed, job.press, sheets)
        await self._database.write(lambda uow: self._finish(uow, job, content))
        log.info("posters_made", sheets=len(sheets))

    def _codes(self, uow: UnitOfWork, unions: tuple[int, ...]) -> list[str]:
        return [uow.links.workplace_code(union, draw_code(), self._clock()) for union in unions]

    async def _tell(self, job: Job, done: int) -> bool:
        """Say how far it is. Returns: False if it was stopped, or finished by somebody else."""
        args: dict[str, Arg] = {"place": job.place, "done": done, "total": len(job.unions)}
        say = Say("posters-progress", args, (stop_button(),))
        is_wanted = await self._database.write(lambda uow: self._go_on(uow, job, say))
        self._wake_sender()
        return is_wanted

    def _go_on(self, uow: UnitOfWork, job: Job, say: Say) -> bool:
        now = self._clock()
        is_wanted = uow.poster_orders.keep(job.order.id, now + CLAIM)
        if is_wanted:
            self._change(uow, job, say, now)
        return is_wanted

    def _change(self, uow: UnitOfWork, job: Job, say: Say, now: datetime) -> None:
        order = job.order
        if self._channels[order.to.channel].capabilities.can_edit:
            _owe(uow, order, Replace(order.said_id, say), now, collapse=f"posters.{order.id}")

    def _finish(self, uow: UnitOfWork, job: Job, content: bytes) -> None:
        order, now = job.order, self._clock()
        file_hash = token_hash(new_token())  # the token is forgotten: the file goes to the chat, to no address
        if not uow.poster_orders.finish(order.id, now, len(job.unions), file_hash):
            return  # it was stopped, or another process was faster
        uow.web.add_file(file_hash, WebFile(f"to-qr-{order.id}.zip", posters.ZIP_MIME, content), now + LIFE)
        total = len(job.unions)
        self._change(uow, job, Say("posters-made", {"place": job.place, "total": total}), now)
        _owe(uow, order, SendPosters(order.id), now)
        uow.audit.add(now, order.person_id, "posters-made", f"organisation:{order.organisation_id}", {"sheets": total})


def _owe(uow: UnitOfWork, order: PosterOrder, content: Content, now: datetime, collapse: str | None = None) -> None:
    uow.outbox.add(order.to.channel, order.to.chat, to_dict(content), REPLY, now, collapse=collapse)
