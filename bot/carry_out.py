"""Carries a turn's effects out inside its transaction: domain changes, audit, messages owed. Nothing is sent here."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from bot import broadcasting, poster_desk, resolving, selecting, unit_changes
from bot.account_desk import AccountDesk
from bot.attachments import desk as attachment_desk
from bot.channels.protocol import Incoming
from bot.entry_desk import EntryDesk
from bot.file_requests import request_file
from bot.leaving import Leaving
from bot.messages import Close, Content, Replace, to_dict
from bot.role_desk import LostRace, RoleDesk
from bot.upload_links import NO_UPLOADS, Guest, UploadLinks
from conversations.accounts import AccountEffect
from conversations.attached import AttachmentEffect
from conversations.cards import filed_for_you
from conversations.district_effects import (
    AnnounceWorkplace,
    BroadcastEffect,
    ReferWorkplace,
    ResolveWorkplace,
    SelectionEffect,
    SetContact,
    SetExample,
    UndoResolution,
)
from conversations.domain import Consent, Status, Submission
from conversations.effects import (
    AddAgreement,
    AuthorOf,
    CloseButtons,
    CloseCards,
    Decide,
    DecidersOf,
    Effect,
    FetchFile,
    FileSubmission,
    MadeWhenSent,
    OrderPosters,
    Recipient,
    RecordConsent,
    RemindUnions,
    RenewCode,
    RequestErasure,
    Resubmit,
    RetryMessages,
    Say,
    StaffAbove,
    StopPosters,
    Tell,
    Text,
    ThisPerson,
    Withdraw,
)  # fmt: skip
from conversations.entering import EntryEffect
from conversations.facts import Facts
from conversations.flows.own_data import ERASURE_DAYS
from conversations.reminders import in_daytime
from conversations.role_effects import RoleEffect
from conversations.units import ChangeUnit, UndoUnit
from storage.errors import UnitRefused
from storage.repositories.organisation_changes import Who
from storage.repositories.people import Address, Person
from storage.repositories.timers import MISSING
from storage.unit_of_work import UnitOfWork

REPLY, NOTICE = 0, 1


class Desk(Struct, frozen=True):
    """One turn's transaction with all that its effects need."""

    uow: UnitOfWork
    incoming: Incoming
    person: Person
    facts: Facts
    at: datetime
    uploads: UploadLinks = NO_UPLOADS
    leaving: Leaving = field(default_factory=Leaving)

    def carry_out(self, effects: Iterable[Effect]) -> None:
        """Apply every effect in order. Raises: LostRace, CodeTaken."""
        for effect in effects:
            self._apply(effect)

    def _apply(self, effect: Effect) -> None:
        match effect:
            case Say():
                self._say(effect)
            case _ if isinstance(effect, MadeWhenSent):
                self._owe(self._here(), effect, REPLY)
            case CloseButtons(message_id, mark):
                self._close(Close(message_id, mark))
            case Tell(to, say, card):
                self._tell(self._people(to), say, card)
            case CloseCards(code, say):
                for one in self.uow.outbox.close_cards(code, self.at):
                    self._owe(Address(one.channel, one.chat), Replace(one.id, say), NOTICE)
            case ChangeUnit() | UndoUnit():
                self._change_unit(effect)
            case FetchFile():
                self._say(request_file(self.uow, self.incoming, self.person.id, effect, self.at))
            case _ if isinstance(effect, RoleEffect | AccountEffect | EntryEffect):
                self._at_its_desk(effect)
            case RenewCode() | OrderPosters() | StopPosters():
                poster_desk.carry_out(self.uow, self.person.id, self._here(), effect, self.at)
            case _:
                self._change(effect)

    def _at_its_desk(self, effect: RoleEffect | AccountEffect | EntryEffect) -> None:
        uow, me, at = self.uow, self.person.id, self.at
        if isinstance(effect, RoleEffect):
            RoleDesk(uow, me, self.facts, at, self._notify, self._say).apply(effect)
        elif isinstance(effect, AccountEffect):
            AccountDesk(uow, me, self._here(), at, self._notify).apply(effect)
        else:
            EntryDesk(uow, me, self.facts, at, self._owe).apply(effect)

    def _change(self, effect: Effect) -> None:
        uow, at, me = self.uow, self.at, self.person.id
        match effect:
            case RecordConsent(version, agreed):
                uow.consents.add(me, f"{version}:{self._notice_hash()}", agreed, self.incoming.channel, at)
            case FileSubmission():
                self._file(effect)
            case Resubmit(code, revision, changed):
                self._won(not changed.get("union") or uow.organisations.hold(int(changed["union"])))
                self._won(uow.submissions.resubmit(code, revision, changed, at, by=me))
            case Withdraw(code, revision):
                self._won(uow.submissions.withdraw(code, revision, me, at))
            case AddAgreement(code, revision, agreement):
                self._won(uow.submissions.add_agreement(code, revision, agreement, by_id=me, at=at))
            case Decide():
                self._decide(effect)
            case _ if isinstance(effect, AttachmentEffect):
                for say in attachment_desk.carry_out(uow, me, effect, self.facts.attachments.most, at):
                    self._say(say)
            case RemindUnions(scopes):
                self._remind(scopes)
            case RetryMessages():
                self._retry()
            case RequestErasure():
                uow.erasures.open(me, at, self._local(at).date() + timedelta(days=ERASURE_DAYS))
                uow.audit.add(at, me, "erasure-requested", f"person:{me}")
            case _:
                self._arrange(effect)

    def _arrange(self, effect: Effect) -> None:
        """What the district arranges."""
        match effect:
            case AnnounceWorkplace(federation_id):
                resolving.announce(self.uow, federation_id, self.at)
            case ResolveWorkplace() | ReferWorkplace() | UndoResolution():
                following = resolving.Resolver(self.uow, self.facts, self.person.id, self.at).carry_out(effect)
                if following is None:
                    raise LostRace
                self.carry_out(following)
            case SetContact(organisation_id, line, value):
                self.uow.contacts.put(organisation_id, line, value, by=self.person.id, at=self.at)
            case SetExample(organisation_id, field, text):
                self.uow.examples.put(organisation_id, field, text, by=self.person.id, at=self.at)
            case _ if isinstance(effect, BroadcastEffect):
                self.carry_out(broadcasting.carry_out(self.uow, self.facts, self.person.id, effect, self.at))
            case _ if isinstance(effect, SelectionEffect):
                following = selecting.carry_out(self.uow, self.facts, self.person.id, effect, self.at)
                if following is None:
                    raise LostRace
                self.carry_out(following)

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
        self._won(self.uow.organisations.hold(effect.organisation_id))
        people, number, entered = self.uow.people, effect.answers["id_number"], effect.entered
        is_here = entered is None or entered.consent is Consent.ACCOUNT
        author = self.person.id if is_here else people.author(number, self.at)
        filed = Submission(
            effect.code, 1, Status.SUBMITTED, author, effect.organisation_id, effect.answers, self.at, entered=entered
        )  # fmt: skip
        self.uow.submissions.add(filed, self.facts.campaign.code, self._local(self.at).date())
        if is_here:
            people.remember_identity(author, number)
        elif entered is not None and entered.consent is Consent.SIGNATURE:  # whoever has an account learns of it
            self._tell((author,), filed_for_you(effect.code, effect.answers["title"], entered), None)

    def _remind(self, scopes: tuple[int, ...]) -> None:
        """Told in batches by bot/timers.py: a province has thousands of CĐCS, and other turns wait for this one."""
        due_at = in_daytime(self.at, self.facts.campaign)
        for scope in scopes:
            if not any(node.id in scopes for node in self.facts.directory.ancestors(scope)):  # told with those above
                self.uow.timers.begin(MISSING, scope, due_at, self.at)

    def _change_unit(self, effect: ChangeUnit | UndoUnit) -> None:
        who = Who(self.person.id, self.at, self._local(self.at).date())
        try:
            self._say(unit_changes.carry_out(self.uow, effect, who))
        except UnitRefused as refused:
            self._say(Say(f"unit-refused-{refused.why.value}"))

    def _retry(self) -> None:
        count = self.uow.outbox.requeue(self.at)
        if count:
            self.uow.audit.add(self.at, self.person.id, "retried", "outbox", {"messages": count})
        self._say(Say("ops-retried", {"count": count}))

    def _people(self, to: Recipient) -> tuple[int, ...]:
        match to:
            case AuthorOf(code):
                filed = self.uow.submissions.get(code)
                return (self.uow.subjects.speaker(filed),) if filed else ()
            case DecidersOf(code):
                return self.uow.subjects.deciders(code)
            case StaffAbove(organisation_id):
                return self.uow.grants.nearest_staff(organisation_id)
            case ThisPerson(person_id):
                return (person_id,)

    def _tell(self, people: tuple[int, ...], say: Say, card: str | None, priority: int = NOTICE) -> None:
        for address in self.uow.people.addresses(people).values():
            self._owe(address, say, priority, card=card)

    def _notify(self, to: Address, content: Content) -> None:
        self._owe(to, content, NOTICE)

    def _say(self, say: Say) -> None:
        say = self.uploads.put_in(say, Guest(self.uow, self.incoming, self.person.id, self.at))
        if say.delay_seconds or say.collapse or not self.leaving.take(self.uow, self.incoming, say, self.at):
            due_at = self.at + timedelta(seconds=say.delay_seconds)
            self._owe(self._here(), say, REPLY, due_at=due_at, collapse=say.collapse)

    def _close(self, close: Close) -> None:
        if not self.leaving.close(self.uow, self.incoming, close):
            self._owe(self._here(), close, REPLY)

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
        self.leaving.is_all = False
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
