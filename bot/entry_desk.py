"""Carries out what a turn asks for about entries for colleagues, and ends those that nobody has confirmed in time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from bot.messages import Content, Replace, to_dict
from bot.role_desk import LostRace
from conversations import cards
from conversations.domain import Campaign
from conversations.effects import Say, Text
from conversations.entering import (
    ASKED_WITHIN,
    BOTHERED_WITHIN,
    MOST_ASKED,
    MOST_BOTHERED,
    MOST_TRIES,
    CloseEntry,
    Entry,
    EntryEffect,
    EntryState,
    KeepEntry,
    NoteWrongDigits,
)
from conversations.facts import Facts
from conversations.flows.confirming import asked_card
from conversations.flows.entering import LISTING, about
from conversations.reminders import in_daytime, stop_button
from conversations.steps import View
from storage.repositories.people import Address
from storage.unit_of_work import UnitOfWork

NOTICE = 1
ENDED_AT_ONCE = 25  # some 35 ms, for which turns wait
WARNED_BEFORE = timedelta(days=1)
KEPT = timedelta(days=30)  # of closed ones, that their codes still say what became of them


class Owe(Protocol):
    """Owes somebody else a message."""

    def __call__(self, to: Address, content: Content, priority: int, *, card: str | None = None) -> None: ...


class EntryDesk(Struct, frozen=True):
    """One turn's transaction, as far as entries go."""

    uow: UnitOfWork
    me: int
    facts: Facts
    at: datetime
    owe: Owe

    def apply(self, effect: EntryEffect) -> None:
        """Raises: LostRace, CodeTaken."""
        match effect:
            case KeepEntry():
                self._keep(effect)
            case CloseEntry(code, state):
                self._won(self.uow.entries.close(code, state, self.me, self.at))
            case NoteWrongDigits(code):
                self._note_wrong(code)

    def _keep(self, effect: KeepEntry) -> None:
        asked = self._whom_to_ask(effect.answers["id_number"])
        kept = Entry(
            effect.code, EntryState.OPEN, self.me, effect.helper_name, effect.answers, self.at, effect.expires_at,
            asked_id=asked.person_id if asked else None,
        )  # fmt: skip
        self.uow.entries.add(kept)
        if asked is not None:
            view = View(kept.answers, {}, self.facts, self.at)
            self.owe(asked.address, asked_card(view, kept), NOTICE, card=kept.code)

    def _whom_to_ask(self, id_number: str) -> "_Asked | None":
        """The account that has filed with this number, unless it or the helper has had enough of it.

        The helper sees no difference: who has an account is nobody's business.
        """
        entries, person = self.uow.entries, self.uow.people.with_account(id_number)
        if person is None or person == self.me or entries.has_refused(person, self.me):
            return None
        if entries.asked_by(self.me, self.at - ASKED_WITHIN) >= MOST_ASKED:
            return None
        if entries.asked_of(person, self.at - BOTHERED_WITHIN) >= MOST_BOTHERED:
            return None
        address = self.uow.people.address(person)
        return _Asked(person, address) if address is not None else None

    def _note_wrong(self, code: str) -> None:
        found = self.uow.entries.find(code)
        if self.uow.entries.note_wrong(code, self.me, self.at) < MOST_TRIES or found is None:
            return
        if (helper := self.uow.people.address(found.helper_id)) is not None:
            self.owe(helper, Say("entry-told-locked", about(found), (LISTING,)), NOTICE)

    def _won(self, done: bool) -> None:
        if not done:
            raise LostRace


class _Asked(Struct, frozen=True):
    person_id: int
    address: Address


def sweep(uow: UnitOfWork, campaign: Callable[[], Campaign], now: datetime) -> int:
    """Tell helpers a day before their entries end, forget what is long over. Returns: rows."""
    for helper, entries in uow.entries.ending(now, now + WARNED_BEFORE).items():
        address = None if uow.duties.is_silent(helper) else uow.people.address(helper)
        if address is not None:
            due_at = in_daytime(now, campaign())
            lines = tuple(_line(one, campaign()) for one in entries)
            buttons = (LISTING, stop_button())
            said = Say("entries-ending", {"count": len(entries), "lines": lines}, buttons, is_kept=False)
            uow.outbox.add(address.channel, address.chat, to_dict(said), NOTICE, now, due_at=due_at)
    return uow.entries.forget_before(now - KEPT)


def end(uow: UnitOfWork, now: datetime) -> int:
    """End some of what nobody has confirmed in time; with the programme all ends at once. Returns: how many."""
    for code in (ended := uow.entries.end(now, ENDED_AT_ONCE)):
        for card in uow.outbox.close_cards(code, now):
            uow.outbox.add(card.channel, card.chat, to_dict(Replace(card.id, Say("entry-card-ended"))), NOTICE, now)
    return len(ended)


def _line(one: Entry, campaign: Campaign) -> Text:
    return Text("entry-ending-line", {**about(one), "until": cards.moment(campaign, one.expires_at)})
