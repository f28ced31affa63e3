"""What staff tell many people in their own words: begun in a turn, then told a batch a transaction, and reported."""

from datetime import datetime, timedelta

from bot.batches import BATCH, Batch, Done
from conversations import rights
from conversations.cards import moment
from conversations.district_effects import Broadcast, BroadcastEffect, StopBroadcasts
from conversations.domain import Role
from conversations.effects import Effect, Say, Tell, ThisPerson
from conversations.facts import Facts
from conversations.flows.broadcasting import said, stop_button
from conversations.reminders import in_daytime
from conversations.text import one_line, shortened
from storage.repositories.broadcasts import Running
from storage.repositories.timers import BROADCAST, Timer
from storage.unit_of_work import UnitOfWork

A_DAY, MOST_A_DAY = timedelta(days=1), 3  # of one node: people who are told too much stop reading
TOO_LATE = timedelta(days=2)  # of a program that did not run; and until when it can be stopped
MOST_AT_ONCE = 20  # that are told in turns
_MOST_SHOWN = 60  # characters of the text in a report


def carry_out(uow: UnitOfWork, facts: Facts, by_id: int, effect: BroadcastEffect, at: datetime) -> tuple[Effect, ...]:
    """Begin, or stop. Returns: what is said of it."""
    if isinstance(effect, StopBroadcasts):
        return _stopped(uow, by_id, effect, at)
    if uow.broadcasts.count_since(effect.organisation_id, at - A_DAY) >= MOST_A_DAY:
        return (Say("broadcast-too-many", {"most": MOST_A_DAY}),)
    return (_begun(uow, facts, by_id, effect, at),)


def _begun(uow: UnitOfWork, facts: Facts, by_id: int, effect: Broadcast, at: datetime) -> Say:
    number = uow.broadcasts.begin(effect, by_id=by_id, at=at)
    due_at = in_daytime(at, facts.campaign)
    uow.timers.plan(BROADCAST, f"{BROADCAST}:{number}", due_at, at)
    ways = (stop_button(number),)
    if due_at == at:
        return Say("broadcast-begun", {}, ways)
    return Say("broadcast-later", {"at": moment(facts.campaign, due_at)}, ways)


def _stopped(uow: UnitOfWork, by_id: int, effect: StopBroadcasts, at: datetime) -> tuple[Effect, ...]:
    """Whoever began it hears of it, too; what had not left does not leave any more."""
    stopped: list[Running] = []
    told = 0
    for one in uow.broadcasts.recent(effect.scopes, at - TOO_LATE, effect.number):
        unsent = uow.outbox.withdraw(f"{BROADCAST}:{one.id}", at)
        if uow.broadcasts.stop(one, unsent, by_id=by_id, at=at):
            stopped.append(one)
            told += one.told - unsent
    if not stopped:
        return (Say("broadcast-none-running"),)
    others = {one.by_id: one for one in stopped if one.by_id != by_id}
    said_to = ((person, Say("broadcast-stopped-yours", {"text": _shown(one)})) for person, one in others.items())
    return (*(Tell(ThisPerson(person), say) for person, say in said_to), Say("broadcast-stopped", {"count": told}))


def tell_many(batch: Batch) -> Done:
    """The next people; of several the one that fewest have heard so far, so that none waits for a whole country."""
    open_ones: list[tuple[Timer, Running]] = []
    for timer in batch.uow.timers.due((BROADCAST,), batch.now, MOST_AT_ONCE):
        if (running := batch.uow.broadcasts.running(timer.number)) is not None:
            open_ones.append((timer, running))
        else:  # stopped: who did it knows
            batch.uow.timers.done(timer.id, batch.now)
    if not open_ones:
        return Done()
    timer, running = min(open_ones, key=lambda one: one[1].told)
    told = _tell(batch, running) if batch.now - timer.due_at < TOO_LATE else None
    if told is None:
        batch.uow.timers.done(timer.id, batch.now)
        _end(batch, running)
    return Done(told or 0, has_more=True)


def _tell(batch: Batch, running: Running) -> int | None:
    """Tell the next people. Returns: messages owed; None when nobody is left, or nobody may speak there any more."""
    node = batch.directory.current(running.organisation_id)  # who has taken over from it meanwhile
    grants = batch.uow.grants.of(running.by_id)
    scopes = tuple(grant.organisation_id for grant in grants if grant.role is Role.STAFF)
    if node is None or not rights.covers(scopes, node.id, batch.directory):
        return None
    heard = batch.uow.broadcasts.listeners(running, node.id, batch.campaign.code, BATCH)
    if heard is None:
        return None
    say = said(batch.directory.label(node.id), running.text)
    addresses = batch.uow.people.addresses(heard.people)
    for to in addresses.values():
        batch.owe(to, say, f"{BROADCAST}:{running.id}")
    batch.uow.broadcasts.advance(running.id, len(addresses), heard)
    return len(addresses)


def _end(batch: Batch, running: Running) -> None:
    """Who began it hears how many it goes to."""
    batch.uow.broadcasts.end(running.id, batch.now)
    if (to := batch.uow.people.address(running.by_id)) is not None:
        done = Say("broadcast-done", {"count": running.told, "text": _shown(running)})
        batch.owe(to, done, f"{BROADCAST}:{running.id}:done")


def _shown(running: Running) -> str:
    return shortened(one_line(running.text), _MOST_SHOWN)
