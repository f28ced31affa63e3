"""Carries out what a turn asks for about roles, and tells those whom a change concerns. Part of carry_out.py."""

from collections.abc import Callable, Iterable
from datetime import datetime

import structlog
from msgspec import Struct

from bot.ended_roles import end_role, note_revoked
from bot.facts import find_link
from bot.messages import Content, Menu
from bot.metrics import WRONG_CODES
from conversations import actions, rights
from conversations.calls import run_button
from conversations.domain import Grant, Role
from conversations.effects import Arg, Button, LinkKind, Say, Text
from conversations.facts import Facts
from conversations.role_commands import masked
from conversations.role_effects import (
    AcceptInvitation,
    AnswerRequest,
    AskForRole,
    CreateInvitation,
    NoteWrongCode,
    RevokeGrant,
    RevokeInvitation,
    RoleEffect,
)
from conversations.role_facts import MOST_WRONG, Holder, handle
from storage.repositories.people import Address
from storage.repositories.role_requests import GRANTED, REFUSED
from storage.role_queries import invitations_to
from storage.unit_of_work import UnitOfWork

MOST_TOLD = 50  # of a newcomer
log = structlog.get_logger(__name__)


class LostRace(Exception):
    """Somebody else changed what this turn decided on: run the turn again with fresh facts."""


class RoleDesk(Struct, frozen=True):
    """One turn's transaction, as far as roles go."""

    uow: UnitOfWork
    me: int
    facts: Facts
    at: datetime
    owe: Callable[[Address, Content], None]
    say: Callable[[Say], None]

    def apply(self, effect: RoleEffect) -> None:
        """Raises: LostRace, CodeTaken."""
        uow, at = self.uow, self.at
        match effect:
            case CreateInvitation(code, role, organisation_id, expires_at):
                kind = LinkKind.INVITATION
                self._name_open(role, organisation_id)
                uow.links.add(code, kind, organisation_id, at=at, role=role, by=self.me, expires_at=expires_at)
                uow.audit.add(at, self.me, "invited", f"organisation:{organisation_id}", {"role": role.value})
            case AcceptInvitation():
                self._accept(effect)
            case RevokeInvitation(code):
                self._won(uow.links.revoke(code, at))
                if (link := uow.links.find(code)) is not None:
                    note_revoked(uow.audit, link, at, self.me)
            case AskForRole(code, organisation_id, expires_at):
                uow.role_requests.add(code, self.me, organisation_id, at, expires_at)
            case AnswerRequest():
                self._answer(effect)
            case RevokeGrant(person_id, grant):
                self._won(end_role(uow, person_id, grant, at, self.me))
                self.show_menu(person_id)
            case NoteWrongCode(why):
                self._note(why)

    def show_menu(self, person_id: int) -> None:
        """Owe every chat of a person the command menu of the roles held now."""
        roles = {grant.role.value for grant in self.uow.grants.of(person_id)}
        for address in self.uow.people.chats(person_id):
            self.owe(address, Menu(tuple(sorted(roles))))

    def _name_open(self, role: Role, organisation_id: int) -> None:
        """Say which invitations are open already, so that none is forgotten for a second one."""
        if begun := invitations_to(self.uow.connection, role, organisation_id, self.at):
            args: dict[str, Arg] = {
                "role": Text(f"role-{role.value}"),
                "place": self.facts.directory.label(organisation_id),
                "codes": ", ".join(map(masked, begun)),
            }
            self.say(Say("invitation-open-already", args, (run_button("moi", "ds", "button-invitations"),)))

    def _accept(self, effect: AcceptInvitation) -> None:
        stored = self.uow.links.find(effect.code)
        link = find_link(self.uow, effect.code, self.facts.directory, self.at)
        if stored is None or link is None or link.role is None or not link.is_usable:
            raise LostRace
        self._won(self.uow.organisations.hold(link.organisation_id))
        self._won(self.uow.links.use(effect.code, self.me, self.at))
        grant = Grant(link.role, link.organisation_id)
        if self.uow.grants.add(self.me, grant, stored.created_by, self.at):
            self._announce(self.me, effect.name, grant, stored.created_by, "newcomer-invited")
        self.show_menu(self.me)

    def _answer(self, effect: AnswerRequest) -> None:
        request = self.uow.role_requests.find(effect.code)
        outcome = GRANTED if effect.is_granted else REFUSED
        self._won(request is not None and self.uow.role_requests.close(effect.code, outcome, self.me, self.at))
        if request is None or not effect.is_granted:
            return
        node = self.facts.directory.current(request.organisation_id)
        if node is None or not self.uow.organisations.hold(node.id):
            raise LostRace  # it was merged or closed just now
        grant, asker = Grant(Role.EXECUTIVE, node.id), request.person_id
        if self.uow.grants.add(asker, grant, self.me, self.at):
            name = self.uow.conversations.name(asker)
            self._announce(asker, name, grant, self.me, "newcomer-asked")
            self.show_menu(asker)

    def _announce(self, newcomer: int, name: str, grant: Grant, by: int | None, key: str) -> None:
        """Tell who works at the node, the staff above it and who invited, so that a stolen invitation is noticed."""
        if grant.role is Role.OPERATOR:
            return
        args: dict[str, Arg] = {
            "name": name or Text("person-unnamed"),
            "role": Text(f"role-{grant.role.value}"),
            "place": self.facts.directory.label(grant.organisation_id),
            "by": (self.uow.conversations.name(by) or Text("person-unnamed")) if by else Text("by-operator"),
        }
        holder = Holder(newcomer, grant, name, self.at, by)
        told = [one for one in self._concerned(grant, by) if one not in (newcomer, self.me)][:MOST_TOLD]
        addresses = self.uow.people.addresses(told)
        for one in told:
            if one in addresses:
                self.owe(addresses[one], self._notice(key, args, holder, one))

    def _concerned(self, grant: Grant, by: int | None) -> Iterable[int]:
        node, grants = self.facts.directory.get(grant.organisation_id), self.uow.grants
        here = [one for role in (grant.role, Role.STAFF) for one in grants.holders(role, grant.organisation_id)]
        above = grants.nearest_staff(node.parent_id) if node and node.parent_id is not None else ()
        inviter = (by,) if by and grants.of(by) else ()
        return dict.fromkeys((*here, *above, *inviter))

    def _notice(self, key: str, args: dict[str, Arg], holder: Holder, reader: int) -> Say:
        """With the button for those who may use it now; it asks again at the tap."""
        may_remove = rights.may_take(self.uow.grants.of(reader), reader, holder, self.facts.directory)
        if not may_remove:
            return Say(key, {**args, "advice": Text("newcomer-report")})
        action = actions.encode(actions.Run("canbo", f"xoa {handle(holder.person_id, holder.grant)}"))
        return Say(key, {**args, "advice": Text("newcomer-remove")}, (Button(Text("button-xoa-role"), action),))

    def _note(self, why: str) -> None:
        """A code that opened nothing: on record for an hour's look back as long as that can still change something."""
        if self.facts.roles.wrong_codes < MOST_WRONG:
            self.uow.wrong_codes.add(self.me, self.at)
        WRONG_CODES.labels(why.replace(" ", "_")).inc()
        log.warning("code_refused", person=self.me, channel=self.facts.channel, why=why)

    def _won(self, done: bool) -> None:
        if not done:
            raise LostRace
