"""Carries out what a turn asks for about the accounts of a person, in its transaction."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime

from msgspec import Struct

from bot.attachments.sweeping import meant_by
from bot.messages import Content, Menu
from bot.role_desk import LostRace
from conversations.accounts import UNDO_WITHIN, AccountEffect, JoinAccounts, OfferJoin, PartAccounts
from conversations.effects import Say, Text
from conversations.moving import UNDO_BUTTON
from storage.errors import Unsealable
from storage.repositories.people import Address
from storage.unit_of_work import UnitOfWork


class AccountDesk(Struct, frozen=True):
    """One turn's transaction, as far as accounts go."""

    uow: UnitOfWork
    me: int
    here: Address
    at: datetime
    owe: Callable[[Address, Content], None]

    def apply(self, effect: AccountEffect) -> None:
        """Raises: LostRace, CodeTaken."""
        match effect:
            case OfferJoin(code, expires_at):
                self.uow.joins.offer(code, self.me, self.here.channel, self.at, expires_at)
            case JoinAccounts(code):
                self._join(code)
            case PartAccounts():
                self._part()

    def _join(self, code: str) -> None:
        made = self.uow.joins.find(code)
        known = self.uow.people.chats(made.person_id) if made is not None else ()
        others = [address for address in self.uow.people.chats(self.me) if address != self.here]
        host = self.uow.joins.join(code, self.me, self.here.channel, self.at)
        if host is None:
            raise LostRace
        self.uow.attachments.move_unbound(self.me, host)  # the draft goes on there
        told = Say("joined-elsewhere", {"channel": Text(f"channel-{self.here.channel}")}, (UNDO_BUTTON,))
        for address in known:  # whoever was tricked out of a code learns it at once
            self.owe(address, told)
        for address in others:
            self.owe(address, Say("joined-along", {}, (UNDO_BUTTON,)))
        self._show_menus((host,))

    def _part(self) -> None:
        """All that came within the hour go: whoever had crept in may have brought others along."""
        people = [self.me]
        while (last := self.uow.joins.last(self.me, self.at - UNDO_WITHIN)) is not None:
            if last.used_by is None or not self.uow.joins.undo(last, self.at, self.me):
                raise LostRace
            with suppress(ValueError, Unsealable):  # a draft that cannot be read waits for whoever can
                self.uow.attachments.move_unbound(self.me, last.used_by, meant_by(self.uow, last.used_by))
            self.uow.erasures.share(self.me, last.used_by)
            people.append(last.used_by)
        if people == [self.me]:
            raise LostRace
        for address in (chat for person in people for chat in self.uow.people.chats(person)):
            if address != self.here:
                self.owe(address, Say("join-undone-elsewhere"))
        self._show_menus(people)

    def _show_menus(self, people: Iterable[int]) -> None:
        """Commands by the roles held now: those of a host with a role come to a new account, and go with it."""
        roles = {person: sorted({grant.role.value for grant in self.uow.grants.of(person)}) for person in people}
        if any(roles.values()):
            for person, held in roles.items():
                for address in self.uow.people.chats(person):
                    self.owe(address, Menu(tuple(held)))
