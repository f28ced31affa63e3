"""One turn, from update to commit. The engine decides, this records; a second delivery is a no-op."""

import asyncio
from collections.abc import Callable
from enum import StrEnum
from weakref import WeakValueDictionary

import structlog

from bot.carry_out import REPLY, Desk, LostRace
from bot.channels.protocol import Incoming
from bot.facts import FactLoader
from bot.messages import to_dict
from bot.metrics import TURN_SECONDS, TURNS
from conversations.dialogue import Turn
from conversations.effects import RemindUnions, Say
from conversations.engine import transition
from conversations.events import ChatBlocked, GroupAddressed
from conversations.needs import needs
from conversations.reminders import next_reminder
from storage.database import Database
from storage.errors import CodeTaken, ConversationChanged, DatabaseAway
from storage.unit_of_work import UnitOfWork

RACES = 8  # a lost race reads again and decides again, this often
ATTEMPTS = 3  # of an update that makes us fail
log = structlog.get_logger(__name__)


class Outcome(StrEnum):
    """What became of an update."""

    DONE = "done"
    SEEN_BEFORE = "seen_before"
    SET_ASIDE = "set_aside"


class Runner:
    """Runs turns: one at a time for each person, in order of arrival."""

    def __init__(
        self,
        database: Database,
        facts: FactLoader,
        wake_sender: Callable[[], None],
        wake_timers: Callable[[], None] = lambda: None,
    ) -> None:
        self._database, self._facts, self._wake, self._wake_timers = database, facts, wake_sender, wake_timers
        self._due: set[tuple[str, str]] = set()  # updates whose turn has made something come due
        self._locks: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def take(self, incoming: Incoming) -> Outcome:
        """Run the turn of an update and commit it.

        Raises: DatabaseAway if nothing could be stored; the update must come again.
        """
        lock = self._locks.setdefault((incoming.channel, incoming.user), asyncio.Lock())
        async with lock:
            with TURN_SECONDS.time():
                outcome = await self._attempt(incoming)
        TURNS.labels(incoming.channel, outcome.value).inc()
        self._wake()
        if (update := (incoming.channel, incoming.update_key)) in self._due:
            self._due.discard(update)
            self._wake_timers()
        return outcome

    async def _attempt(self, incoming: Incoming) -> Outcome:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._race(incoming)
            except DatabaseAway:
                raise
            except Exception as error:  # noqa: BLE001 - whatever a turn raises, the queue moves on
                # The type alone: an exception's text may quote what a person wrote.
                log.error("turn_failed", channel=incoming.channel, attempt=attempt, error=type(error).__name__,
                          event_kind=type(incoming.event).__name__, place=_place(error))  # fmt: skip
        await self._database.write(lambda uow: _set_aside(uow, incoming))
        return Outcome.SET_ASIDE

    async def _race(self, incoming: Incoming) -> Outcome:
        for _ in range(RACES - 1):
            try:
                return await self._database.write(lambda uow: self._turn(uow, incoming))
            except (ConversationChanged, LostRace, CodeTaken):
                continue
        return await self._database.write(lambda uow: self._turn(uow, incoming))

    def _turn(self, uow: UnitOfWork, incoming: Incoming) -> Outcome:
        at = incoming.event.at
        if not uow.inbox.add(incoming.channel, incoming.update_key, at):
            return Outcome.SEEN_BEFORE
        if isinstance(
            incoming.event, GroupAddressed
        ):  # a group is nobody's person: no state, nothing personal
            uow.outbox.add(incoming.channel, incoming.chat, to_dict(Say("group-chat")), REPLY, at)
            return Outcome.DONE
        if isinstance(incoming.event, ChatBlocked):
            uow.people.mark_gone(incoming.channel, incoming.chat)
            uow.outbox.fail_chat(incoming.channel, incoming.chat, "recipient-gone")
            return Outcome.DONE
        person = uow.people.identify(incoming.channel, incoming.user, incoming.chat, at)
        state, seen = uow.conversations.get(person.id)
        facts = self._facts.load(uow, person, needs(state, incoming.event), at)
        turn: Turn = transition(state, incoming.event, facts)
        if turn.state != state:
            remind_at = next_reminder(turn.state, facts.campaign, at)
            uow.conversations.put(person.id, turn.state, seen, at, remind_at)
        Desk(uow, incoming, person, facts, at).carry_out(turn.effects)
        if any(isinstance(effect, RemindUnions) for effect in turn.effects):
            self._due.add((incoming.channel, incoming.update_key))
        return Outcome.DONE


def _set_aside(uow: UnitOfWork, incoming: Incoming) -> None:
    """Remember the update as seen and tell the person, so that the queue moves on."""
    at = incoming.event.at
    if uow.inbox.add(incoming.channel, incoming.update_key, at):
        uow.outbox.add(incoming.channel, incoming.chat, to_dict(Say("something-went-wrong")), REPLY, at)
        uow.audit.add(at, None, "set-aside", f"update:{incoming.channel}:{incoming.update_key}"[:80])


def _place(error: BaseException) -> str:
    """Where it was raised, as file:line, without anything that a person wrote."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
