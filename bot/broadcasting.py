"""What staff tell many people in their own words: begun in a turn, then told a batch a transaction, and reported."""

from datetime import datetime, timedelta

from bot.batches import BATCH, Batch, Done
from conversations.cards import moment
from conversations.district_effects import Broadcast, BroadcastEffect, StopBroadcasts
from conversations.effects import Say
from conversations.facts import Facts
from conversations.flows.broadcasting import said, stop_button
from conversations.reminders import in_daytime
from conversations.text import cut_at
from storage.repositories.broadcasts import Running
from storage.repositories.timers import BROADCAST, Timer
from storage.unit_of_work import UnitOfWork

A_DAY, MOST_A_DAY = timedelta(days=1), 3  # of one node: people who are told too much stop reading
TOO_LATE = timedelta(days=2)  # of a program that did not run
_MOST_SHOWN = 60  # characters of the text in a report


def carry_out(uow: UnitOfWork, facts: Facts, by_id: int, effect: BroadcastEffect, at: datetime) -> Say:
    """Begin, or stop. Returns: what is said of it."""
    if isinstance(effect, StopBroadcasts):
        stopped, told = uow.broadcasts.stop(effect.scopes, by_id=by_id, at=at)
        return Say("broadcast-stopped", {"count": told}) if stopped else Say("broadcast-none-running")
    if uow.broadcasts.count_since(effect.organisation_id, at - A_DAY) >= MOST_A_DAY:
        return Say("broadcast-too-many", {"most": MOST_A_DAY})
    return _begun(uow, facts, by_id, effect, at)


def _begun(uow: UnitOfWork, facts: Facts, by_id: int, effect: Broadcast, at: datetime) -> Say:
    number = uow.broadcasts.begin(effect, by_id=by_id, at=at)
    due_at = in_daytime(at, facts.campaign)
    uow.timers.plan(BROADCAST, f"{BROADCAST}:{number}", due_at, at)
    if due_at == at:
        return Say("broadcast-begun", {}, (stop_button(),))
    return Say("broadcast-later", {"at": moment(facts.campaign, due_at)}, (stop_button(),))


def tell_many(batch: Batch) -> Done:
    """The next people of what has waited longest."""
    for timer in batch.uow.timers.due((BROADCAST,), batch.now, 1):
        running = batch.uow.broadcasts.running(timer.number)
        told = _tell(batch, timer, running) if running is not None and batch.now - timer.due_at < TOO_LATE else None
        if told is None:
            batch.uow.timers.done(timer.id, batch.now)
            _end(batch, running)
        return Done(told or 0, has_more=True)
    return Done()


def _tell(batch: Batch, timer: Timer, running: Running) -> int | None:
    """Tell the next people. Returns: messages owed; None when nobody is left."""
    people = batch.uow.broadcasts.listeners(running, batch.campaign.code, timer.cursor, BATCH)
    if not people:
        return None
    say = said(batch.directory.label(running.organisation_id), running.text)
    addresses = batch.uow.people.addresses(people)
    for to in addresses.values():
        batch.owe(to, say, f"{BROADCAST}:{running.id}")
    batch.uow.timers.advance(timer.id, people[-1])
    batch.uow.broadcasts.advance(running.id, len(addresses))
    return len(addresses)


def _end(batch: Batch, running: Running | None) -> None:
    """Who began it hears how many were told."""
    if running is None:  # stopped: they know
        return
    batch.uow.broadcasts.end(running.id, batch.now)
    shown, rest = cut_at(running.text, _MOST_SHOWN)
    if (to := batch.uow.people.address(running.by_id)) is not None:
        done = Say("broadcast-done", {"count": running.told, "text": shown.rstrip() + ("…" if rest else "")})
        batch.owe(to, done, f"{BROADCAST}:{running.id}:done")
