"""Carries a turn's effects out inside its transaction: domain changes, audit, messages owed. Nothing is sent here."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import poster_desk
from bot.channels.protocol import Incoming
from bot.messages import Close, Content, Menu, Replace, to_dict
from conversations.domain import Grant, Status, Submission
from conversations.effects import (
    AcceptInvitation,
    AddAgreement,
    AuthorOf,
    CloseButtons,
    CloseCards,
    CreateInvitation,
    Decide,
    DecidersOf,
    Effect,
    FileSubmission,
    LinkKind,
    OrderPosters,
    Recipient,
    RecordConsent,
    RemindUnions,
    RenewCode,
    RequestErasure,
    Resubmit,
    RetryMessages,
    Say,
    SendOverview,
    SendQr,
    SendReport,
    StaffAbove,
    StopPosters,
    Tell,
    Text,
    Withdraw,
)  # fmt: skip
from conversations.facts import Facts
from conversations.reminders import in_daytime
from storage.repositories.people import Address, Person
from storage.repositories.timers import MISSING
from storage.unit_of_work import UnitOfWork

REPLY, NOTICE = 0, 1
ERASURE_DAYS = 20  # to act on a request; domain.md section 12


class LostRace(Exception):
    """Somebody else changed what this turn decided on: run the turn again with fresh facts."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One turn's transaction with all that its effects need."""

    uow: UnitOfWork
    incoming: Incoming
    person: Person
    facts: Facts
    at: datetime

    def carry_out(self, effects: Iterable[Effect]) -> None:
        """Apply every effect in order. Raises: LostRace, CodeTaken."""
        for effect in effects:
            self._apply(effect)

    def _apply(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._say(effect)
            case SendReport() | SendQr() | SendOverview():
                self._owe(self._here(), effect, REPLY)
            case CloseButtons(message_id, mark):
                self._owe(self._here(), Close(message_id, mark), REPLY)
            case Tell(to, say, card):
                self._tell(self._people(to), say, card)
            case CloseCards(code, say):
                for one in self.uow.outbox.close_cards(code, self.at):
                    self._owe(Address(one.channel, one.chat), Replace(one.id, say), NOTICE)
            case RenewCode() | OrderPosters() | StopPosters():
                poster_desk.carry_out(self.uow, self.person.id, self._here(), effect, self.at)
            case _:
                self._change(effect)

    def _change(self, effect: Effect) -> None:
        uow, at, me = self.uow, self.at, self.person.id
        match effect:
            case RecordConsent(version, agreed):
                uow.consents.add(me, f"{version}:{self._notice_hash()}", agreed, self.incoming.channel, at)
            case FileSubmission():
                self._file(effect)
            case Resubmit(code, revision, changed):
                self._won(uow.submissions.resubmit(code, revision, changed, at))
            case Withdraw(code, revision):
                self._won(uow.submissions.withdraw(code, revision, me, at))
            case AddAgreement(code, revision, agreement):
                self._won(uow.submissions.add_agreement(code, revision, agreement, by_id=me, at=at))
            case Decide():
                self._decide(effect)
            case CreateInvitation(code, role, organisation_id, expires_at):
                kind = LinkKind.INVITATION
                uow.links.add(code, kind, organisation_id, at=at, role=role, by=me, expires_at=expires_at)
                uow.audit.add(at, me, "invited", f"organisation:{organisation_id}", {"role": role.value})
            case AcceptInvitation(code):
                self._accept(code)
            case RemindUnions(scopes):
                self._remind(scopes)
            case RetryMessages():
                self._retry()
            case RequestErasure():
                uow.erasures.open(me, at, self._local(at).date() + timedelta(days=ERASURE_DAYS))
                uow.audit.add(at, me, "erasure-requested", f"person:{me}")

    def _decide(self, effect: Decide) -> None:
        won = self.uow.submissions.decide(
            effect.code, effect.revision, effect.decision, by_id=self.person.id, by_name=effect.by_name, at=self.at,
            reason=effect.reason, asked=effect.asked, agreement=effect.agreement,
        )  # fmt: skip
        self._won(won)

    def _won(self, done: bool) -> None:
        if not done:
            raise LostRace

    def _file(self, effect: FileSubmission) -> None:
        filed = Submission(
            effect.code, 1, Status.SUBMITTED, self.person.id, effect.organisation_id, effect.answers, self.at
        )  # fmt: skip
        self.uow.submissions.add(filed, self.facts.campaign.code, self._local(self.at).date())
        self.uow.people.remember_identity(self.person.id, effect.answers["id_number"])

    def _accept(self, code: str) -> None:
        link = self.uow.links.find(code)
        if link is None or link.role is None or not self.uow.links.use(code, self.person.id, self.at):
            raise LostRace
        self.uow.grants.add(self.person.id, Grant(link.role, link.organisation_id), link.created_by, self.at)
        self.show_menu()

    def show_menu(self) -> None:
        """Owe the person's chat the command menu of the roles held now."""
        roles = {grant.role.value for grant in self.uow.grants.of(self.person.id)}
        self._owe(self._here(), Menu(tuple(sorted(roles))), NOTICE)

    def _remind(self, scopes: tuple[int, ...]) -> None:
        """Told in batches by bot/timers.py: a province has thousands of CĐCS, and other turns wait for this one."""
        due_at = in_daytime(self.at, self.facts.campaign)
        for scope in scopes:
            if not any(node.id in scopes for node in self.facts.directory.ancestors(scope)):  # told with those above
                self.uow.timers.begin(MISSING, scope, due_at, self.at)

    def _retry(self) -> None:
        count = self.uow.outbox.requeue(self.at)
        if count:
            self.uow.audit.add(self.at, self.person.id, "retried", "outbox", {"messages": count})
        self._say(Say("ops-retried", {"count": count}))

    def _people(self, to: Recipient) -> tuple[int, ...]:
        match to:
            case AuthorOf(code):
                filed = self.uow.submissions.get(code)
                return (filed.author_id,) if filed else ()
            case DecidersOf(code):
                return self.uow.subjects.deciders(code)
            case StaffAbove(organisation_id):
                return self.uow.grants.nearest_staff(organisation_id)

    def _tell(self, people: tuple[int, ...], say: Say, card: str | None, priority: int = NOTICE) -> None:
        for address in self.uow.people.addresses(people).values():
            self._owe(address, say, priority, card=card)

    def _say(self, say: Say) -> None:
        due_at = self.at + timedelta(seconds=say.delay_seconds)
        self._owe(self._here(), say, REPLY, due_at=due_at, collapse=say.collapse)

    def _owe(
        self,
        to: Address,
        content: Content,
        priority: int,
        *,
        due_at: datetime | None = None,
        card: str | None = None,
        collapse: str | None = None,
    ) -> None:
        self.uow.outbox.add(
            to.channel,
            to.chat,
            to_dict(content),
            priority,
            self.at,
            due_at=due_at,
            card=card,
            collapse=collapse,
        )

    def _here(self) -> Address:
        return Address(self.incoming.channel, self.incoming.chat)

    def _notice_hash(self) -> str:
        """Of the notice as it was shown, overrides included: the proof of what was agreed to."""
        named = {"name": self.facts.campaign.name}
        shown = "\n".join(self.facts.phrase(Text(key, named)) for key in ("ask-consent", "notice-details"))
        return hashlib.sha256(shown.encode()).hexdigest()[:16]

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.facts.campaign.time_zone))
