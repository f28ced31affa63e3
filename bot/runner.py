"""One turn, from update to commit. The engine decides, this records; a second delivery is a no-op.

An update that makes every attempt fail is set aside with the reason; the operator has it tried again (`retry`).
"""

from collections.abc import Callable, Mapping, Set
from datetime import datetime
from enum import StrEnum
from time import perf_counter
from typing import TypeVar

import structlog
from msgspec import Struct, field
from msgspec.structs import replace

from bot.carry_out import REPLY, Desk
from bot.channels.protocol import Incoming
from bot.facts import FactLoader
from bot.incoming_json import from_json, to_json
from bot.leaving import Hands, Leaving
from bot.messages import to_dict
from bot.metrics import RACES_LOST, TURN_SECONDS, TURNS
from bot.one_at_a_time import OneAtATime
from bot.role_desk import LostRace
from bot.upload_links import NO_UPLOADS, UploadLinks
from bot.windows import NO_WINDOWS, Windows
from conversations import alike
from conversations.accounts import JoinAccounts, PartAccounts
from conversations.dialogue import Turn
from conversations.effects import Say
from conversations.engine import arrived, transition
from conversations.events import ButtonPressed, ChatBlocked, Event, FileRead, GroupAddressed, MessageEdited
from conversations.facts import Facts
from conversations.needs import needs
from conversations.reminders import next_reminder
from conversations.state import State
from storage.database import Database
from storage.errors import CodeTaken, ConversationChanged, DatabaseAway
from storage.repositories.people import Person
from storage.repositories.turns import Known
from storage.unit_of_work import UnitOfWork

RACES = 8  # a lost race reads again and decides again, this often
RACE_KINDS: dict[type[Exception], str] = {
    ConversationChanged: "conversation", LostRace: "decision", CodeTaken: "code",
}  # fmt: skip
NOBODY_ELSE: Mapping[type, Callable[[], None]] = {}
ATTEMPTS = 3  # of an update that makes us fail
MOST_REMEMBERED = 1000  # updates; the inbox knows all of them
log = structlog.get_logger(__name__)
T = TypeVar("T")


class Outcome(StrEnum):
    """What became of an update."""

    DONE = "done"
    SEEN_BEFORE = "seen_before"
    SET_ASIDE = "set_aside"


class Fault(Struct, frozen=True):
    """Why a turn failed, without anything that a person wrote."""

    error: str  # the exception's class
    place: str  # where it was raised, as file:line

    @classmethod
    def of(cls, error: BaseException) -> "Fault":
        """The fault that an exception stands for. Its text stays out: it may quote what a person wrote."""
        trace = error.__traceback__
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
        return cls(type(error).__name__, place)


class Done(Struct, frozen=True):
    """What a turn came to; it counts once it is committed."""

    outcome: Outcome
    leaving: Leaving = field(default_factory=lambda: Leaving(is_all=False))
    works: Set[type] = frozenset()  # effects that give others work
    has_lost_race: bool = False  # and was decided anew


class Runner:
    """Runs turns: one at a time for each person, in order of arrival."""

    def __init__(  # noqa: PLR0913, PLR0917 - what it is made of
        self,
        database: Database,
        facts: FactLoader,
        wake_sender: Callable[[], None],
        clock: Callable[[], datetime],
        windows: Windows = NO_WINDOWS,
        uploads: UploadLinks = NO_UPLOADS,
        wakes: Mapping[type, Callable[[], None]] = NOBODY_ELSE,
        hands: Hands | None = None,
    ) -> None:
        """Args:
        wakes: by the effects that give others work, whom to wake after the commit.
        hands: who sends replies as soon as they are committed; without them they wait in the outbox.
        """
        self._database, self._facts, self._clock = database, facts, clock
        self._wake, self._windows, self._uploads = wake_sender, windows, uploads
        self._wakes, self._hands = wakes, hands
        self._queues = OneAtATime()
        self._committed: dict[tuple[str, str], None] = {}  # channel and key of the latest updates, oldest first

    async def take(self, incoming: Incoming) -> Outcome:
        """Run the turn of an update and commit it.

        Raises: DatabaseAway if nothing could be stored, any other exception if it could not even be set aside; the
            update must come again.
        """
        person, key = (incoming.channel, incoming.user), (incoming.channel, incoming.update_key)
        await self._queues.enter(person)
        begun = perf_counter()
        try:
            done = await self._attempt(incoming) if key not in self._committed else Done(Outcome.SEEN_BEFORE, Leaving())
            self._remember(key)
        finally:
            TURN_SECONDS.add(perf_counter() - begun)
            self._queues.leave(person)
        TURNS.add(incoming.channel, done.outcome)
        self._follow(done)
        return done.outcome

    def _remember(self, key: tuple[str, str]) -> None:
        """It is committed: who repeats it right away, as platforms do that were not answered in time, costs nothing."""
        self._committed[key] = None
        if len(self._committed) > MOST_REMEMBERED:
            del self._committed[next(iter(self._committed))]

    def _follow(self, done: Done) -> None:
        """What comes after the commit."""
        if done.has_lost_race:  # nearly always another turn of the same person was quicker
            RACES_LOST.labels(RACE_KINDS[ConversationChanged]).inc()
        done.leaving.hand_over()
        if not done.leaving.is_all:
            self._wake()
        for effect in done.works:
            self._wakes[effect]()

    async def set_aside(self, incoming: Incoming, fault: Fault) -> None:
        """Keep an update for the operator and tell the person, so that the queue moves on."""
        await self._keep(incoming, fault)
        TURNS.add(incoming.channel, Outcome.SET_ASIDE)
        self._wake()

    async def retry(self, set_aside_id: int) -> Outcome | Fault | None:
        """Run the turn of an update that was set aside, as if it came now and had been received then.

        Returns: what became of it; the new fault, with which it stays; None if it is not set aside (any more).
        Raises: DatabaseAway; everything is as before.
        """
        try:
            done = await self._race(lambda uow: self._again(uow, set_aside_id))
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the operator wants to see
            fault = Fault.of(error)
            await self._database.write(lambda uow: uow.set_aside.failed_again(set_aside_id, fault.error, fault.place))
            return fault
        if done is not None:
            self._follow(done)
        return done.outcome if done is not None else None

    def _again(self, uow: UnitOfWork, set_aside_id: int) -> Done | None:
        content = uow.set_aside.take_out(set_aside_id)
        if content is None:
            return None
        incoming = from_json(content)
        uow.inbox.forget(incoming.channel, incoming.update_key)
        uow.audit.add(self._clock(), None, "set-aside-retried", _subject(incoming.channel, incoming.update_key))
        return self._turn(uow, incoming)

    async def _attempt(self, incoming: Incoming) -> Done:
        fault = Fault("", "")
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._race(lambda uow: self._turn(uow, incoming))
            except DatabaseAway:
                self._facts.forget()
                raise
            except Exception as error:  # noqa: BLE001 - whatever a turn raises, the queue moves on
                fault = Fault.of(error)
                log.error("turn_failed", channel=incoming.channel, attempt=attempt, error=fault.error,
                          event_kind=type(incoming.event).__name__, place=fault.place)  # fmt: skip
        await self._keep(incoming, fault)
        return Done(Outcome.SET_ASIDE)

    async def _keep(self, incoming: Incoming, fault: Fault) -> None:
        content, now = to_json(incoming), self._clock()
        await self._database.write(lambda uow: _set_aside(uow, incoming, content, fault, now))

    async def _race(self, turn: Callable[[UnitOfWork], T]) -> T:
        for _ in range(RACES - 1):
            try:
                return await self._database.write(turn)
            except (ConversationChanged, LostRace, CodeTaken) as lost:
                RACES_LOST.labels(RACE_KINDS[type(lost)]).inc()
        return await self._database.write(turn)

    def _turn(self, uow: UnitOfWork, incoming: Incoming) -> Done:
        at = incoming.event.at
        if isinstance(incoming.event, GroupAddressed | ChatBlocked):
            return self._about_a_chat(uow, incoming, incoming.event)
        known = uow.turns.begin(incoming.channel, incoming.user, incoming.chat, at, incoming.update_key)
        if known.is_seen or not uow.inbox.add(incoming.channel, incoming.update_key, at):
            return Done(Outcome.SEEN_BEFORE)
        event = _counted_once(uow, incoming)
        person, state = known.person, known.state
        facts = self._facts.load(uow, person, needs(state, event), at, incoming.channel, known)
        turn: Turn = transition(state, event, facts)
        if (asked := alike.asked(turn, facts)) and (found := uow.likenesses.found(asked)):
            facts = replace(facts, alike=found)
            turn = transition(state, event, facts)
        self._keep_state(uow, known, turn.state, facts, at)
        leaving = Leaving.by(self._hands)
        leaving.mark(uow, incoming, asks_on=any(isinstance(one, Say) and one.hint for one in turn.effects))
        Desk(uow, incoming, person, facts, at, self._uploads, leaving).carry_out(turn.effects)
        kinds = {type(effect) for effect in turn.effects}
        if kinds & {JoinAccounts, PartAccounts}:
            self._arrive(uow, incoming, person, turn, leaving)
        if not isinstance(event, FileRead):  # that one is our own doing
            self._windows.welcome(uow, incoming, at)
        return Done(Outcome.DONE, leaving, self._wakes.keys() & kinds, uow.has_lost_race)

    def _about_a_chat(self, uow: UnitOfWork, incoming: Incoming, event: GroupAddressed | ChatBlocked) -> Done:
        """A turn of nobody's: no state, nothing personal."""
        if not uow.inbox.add(incoming.channel, incoming.update_key, event.at):
            return Done(Outcome.SEEN_BEFORE)
        if isinstance(event, GroupAddressed):
            uow.outbox.add(incoming.channel, incoming.chat, to_dict(Say("group-chat")), REPLY, event.at)
        else:
            self._windows.left(uow, incoming.channel, incoming.chat, event.at, event.since)
        return Done(Outcome.DONE)

    def _arrive(self, uow: UnitOfWork, incoming: Incoming, before: Person, turn: Turn, leaving: Leaving) -> None:
        """Whose account became another person's goes on with that one's dialogue, in the same transaction."""
        at = incoming.event.at
        known = uow.turns.begin(incoming.channel, incoming.user, incoming.chat, at)
        if known.person.id == before.id:
            return
        is_joined = any(isinstance(effect, JoinAccounts) for effect in turn.effects)
        wanted = needs(known.state, MessageEdited(at))
        facts = self._facts.load(uow, known.person, wanted, at, incoming.channel, known)
        arrival = arrived(known.state, turn.state, facts, at, is_joined=is_joined)
        self._keep_state(uow, known, arrival.state, facts, at)
        Desk(uow, incoming, known.person, facts, at, self._uploads, leaving).carry_out(arrival.effects)

    def _keep_state(self, uow: UnitOfWork, known: Known, state: State, facts: Facts, at: datetime) -> None:
        if state != known.state:
            remind_at = next_reminder(state, facts.campaign, at)
            uow.conversations.put(known.person.id, state, known.revision, at, remind_at)


def _counted_once(uow: UnitOfWork, incoming: Incoming) -> Event:
    """What happened; a button that counts once says so when it was pressed before."""
    event = incoming.event
    if not isinstance(event, ButtonPressed) or event.once is None:
        return event
    return replace(event, is_spent=not uow.inbox.use(incoming.channel, event.once, event.at))


def _set_aside(uow: UnitOfWork, incoming: Incoming, content: bytes, fault: Fault, now: datetime) -> None:
    channel, key, at = incoming.channel, incoming.update_key, incoming.event.at
    if uow.inbox.add(channel, key, at):
        uow.outbox.add(channel, incoming.chat, to_dict(Say("something-went-wrong")), REPLY, at)
        uow.set_aside.add(channel, key, content, received_at=at, at=now, error=fault.error, place=fault.place)
        uow.audit.add(at, None, "set-aside", _subject(channel, key))


def _subject(channel: str, update_key: str) -> str:
    return f"update:{channel}:{update_key}"[:80]
