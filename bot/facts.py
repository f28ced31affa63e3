"""Loads what a turn may know, inside the turn's transaction. The organisation tree is kept between turns."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Thread

from msgspec.structs import replace

from bot.account_facts import has_joined, join_code
from bot.role_facts import load_roles
from conversations import codes, rights
from conversations.attached import AttachmentLimits
from conversations.directory import Directory
from conversations.district_effects import Audience
from conversations.domain import Campaign, Role, Status
from conversations.effects import LinkKind, Text
from conversations.entering import MOST_OPEN, Entry
from conversations.facts import DEFAULT_LIMITS, MOST_COUNTED, MOST_LISTED, Facts, Fresh, Link, Needs, Selection, Subject
from conversations.validity import Span
from storage.repositories.people import Person
from storage.repositories.turns import Known
from storage.unit_of_work import UnitOfWork

Tree = tuple[tuple[int, Span], Directory]  # with its version and the days it is for
_DRAWN = codes.LENGTH - 1  # bytes of a code; its last symbol is a check
MANY = 5_000  # organisations; a search of more is made ready beside the turns, not within the first that needs it


class NoCampaign(Exception):
    """The database holds no current campaign: `python -m bot migrate` was not run."""


class FactLoader:
    """Loads facts; remembers the directory as long as its version stands."""

    def __init__(self, phrase: Callable[[Text], str], attachments: AttachmentLimits = DEFAULT_LIMITS) -> None:
        self._phrase, self._attachments = phrase, attachments
        self._directory: Tree | None = None

    def directory(self, uow: UnitOfWork, campaign: Campaign | None = None, version: int | None = None) -> Directory:
        """The organisation tree as it is now, with the units of the time of the campaign (None: the current one).

        version: of the tree, if it was read already.
        """
        version = uow.organisations.version() if version is None else version
        span = (campaign or current_campaign(uow)).span
        known = self._directory  # once: another thread may put another one there at any time
        if known is not None and known[0] == (version, span):
            return known[1]
        directory = self._read(uow, version, span, known)
        newest = self._directory
        if newest is None or newest[0][0] <= version:
            self._directory = (version, span), directory
        return directory

    def forget(self) -> None:
        """Read the tree anew: what was read may not have been committed."""
        self._directory = None

    def _read(self, uow: UnitOfWork, version: int, span: Span, known: Tree | None) -> Directory:
        """The tree of that version; of the one that is known, if only single unions have changed since."""
        before = None
        if known is not None:
            (old, old_span), before = known
            changed = uow.unions.changed_between(old, version) if old_span == span else None
            if changed is not None and before.can_take(changed):
                return before.with_unions(changed)
        directory = Directory(uow.organisations.all(), span, before)
        if len(directory) > MANY:
            Thread(target=directory.prepare, name="prepare-search", daemon=True).start()
        return directory

    def load(
        self, uow: UnitOfWork, person: Person, needs: Needs, at: datetime, channel: str = "", known: Known | None = None
    ) -> Facts:
        """Everything that *needs* names, and what every turn needs.

        Args:
            channel: by which the person writes.
            known: what was read of it already.
        Raises: NoCampaign.
        """
        grants = known.grants if known else uow.grants.of(person.id)
        pending = uow.subjects.pending_for(person.id, person.identity_hash, grants, MOST_LISTED) if (
            needs.pending and grants
        ) else None  # fmt: skip
        campaign = (known and known.campaign) or current_campaign(uow)
        directory = self.directory(uow, campaign, known.directory if known else None)
        link = find_link(uow, needs.link, directory, at) if needs.link else None
        entry = _entry(uow, needs.link, person.id) if needs.link and link is None else None
        subjects = uow.subjects.named(needs.codes, person.id, person.identity_hash) if needs.codes else ()
        facts = Facts(
            campaign=campaign,
            directory=directory,
            fresh=_drawn(),
            phrase=self._phrase,
            person_id=person.id,
            grants=grants,
            link=link,
            subjects=subjects,
            pending=pending.subjects if pending else (),
            pending_count=pending.total if pending else 0,
            own=uow.submissions.of_author(person.id, MOST_LISTED) if needs.own else (),
            open_erasure=uow.erasures.is_open(person.id) if needs.own else False,
            units=tuple(uow.organisation_changes.figures(unit) for unit in needs.units) if grants else (),
            channel=channel,
            roles=load_roles(uow, person, needs, at),
            join_code=join_code(uow, needs, person.id, at, is_link=link is not None),
            has_joined=needs.has_joined and has_joined(uow, person.id, at),
            attachments=self._attachments,
            entry=entry,
            open_entries=_open_entries(uow, needs, entry, person.id) if needs.open_entries else (),
            entries=uow.entries.open_of(person.id, at, MOST_OPEN) if needs.entries else (),
            selections=_selections(uow, subjects) if needs.selected and subjects else (),
        )
        return _arranged(uow, facts, needs) if needs.is_of_district else facts


def _selections(uow: UnitOfWork, subjects: tuple[Subject, ...]) -> tuple[Selection, ...]:
    """Who has chosen what is confirmed; nothing else can be chosen."""
    codes = [one.submission.code for one in subjects if one.submission.status is Status.CONFIRMED]
    return uow.selections.of(codes) if codes else ()


def _arranged(uow: UnitOfWork, known: Facts, needs: Needs) -> Facts:
    """With what federations arrange: rarely asked for, so that other turns pay nothing."""
    scopes = known.scopes(Role.STAFF)
    waiting, has_more = uow.workplaces.waiting(scopes) if needs.unresolved and scopes else ((), False)
    resolution = uow.workplaces.find(needs.resolution, known.person_id) if needs.resolution is not None else None
    place = needs.workplace or next((grant.organisation_id for grant in known.grants), None)
    return replace(
        known,
        unresolved=waiting,
        has_more_unresolved=has_more,
        resolution=resolution,
        contacts=uow.contacts.of(scopes) if needs.contacts else {},
        contact=uow.contacts.nearest(_present(known, place)) if needs.contact and place else None,
        examples=uow.examples.nearest(_present(known, place)) if needs.examples and place else {},
        own_examples=uow.examples.of(scopes) if needs.own_examples and scopes else {},
        listeners=_counted(uow, known, needs.listeners) if needs.listeners is not None and scopes else {},
        to_forward=uow.selections.to_forward(scopes, known.campaign.code) if needs.to_forward and scopes else {},
    )


def _counted(uow: UnitOfWork, known: Facts, named: str) -> dict[Audience, int]:
    """How many would hear the person, as far as they are counted; named: the own node, '' for the only one."""
    own = known.scopes(Role.STAFF)
    node = int(named) if named else own[0]
    if node not in own or not (named or len(own) == 1):
        return {}
    count = partial(uow.broadcasts.count, node, campaign=known.campaign.code, by_id=known.person_id)
    return {audience: count(audience, most=MOST_COUNTED) for audience in Audience}


def _present(known: Facts, organisation_id: int) -> int:
    """Who stands for an organisation now: what a draft remembers may have been merged away."""
    node = known.directory.current(organisation_id)
    return node.id if node is not None else organisation_id


def _entry(uow: UnitOfWork, code: str, person_id: int) -> Entry | None:
    """What a helper entered under a code; to the helper with whether its author wants nothing of them."""
    found = uow.entries.find(code)
    if found is None or found.helper_id != person_id or not found.answers:
        return found
    author = uow.people.with_account(found.answers["id_number"])
    return replace(found, is_unwanted=author is not None and uow.entries.has_refused(author, person_id))


def _open_entries(uow: UnitOfWork, needs: Needs, named: Entry | None, person_id: int) -> tuple[Entry, ...]:
    """What open questions are about, but for the one that the event names, which is known."""
    others = (code for code in needs.open_entries if named is None or code != named.code)
    return tuple(found for code in others if (found := _entry(uow, code, person_id)) is not None)


def find_link(uow: UnitOfWork, code: str, directory: Directory, at: datetime) -> Link | None:
    """What a code opens; after a merge it leads to who took over, but an invitation never to a wider scope.

    An invitation is worth what the rights of who made it are worth now.
    """
    stored = uow.links.find(code)
    if stored is None:
        return None
    link = _led_on(stored.as_link(at), directory)
    if link.kind is LinkKind.INVITATION and link.is_usable and not _may_invite(uow, link, directory):
        return replace(link, is_usable=False, ended="revoked")
    return link


def _led_on(link: Link, directory: Directory) -> Link:
    was, now = directory.get(link.organisation_id), directory.current(link.organisation_id)
    if was is None or now is None or was.is_active:
        return link
    is_good = link.kind is LinkKind.WORKPLACE or (was.kind == now.kind and now.is_active)
    ended = link.ended if link.ended or is_good else "closed"
    return replace(link, organisation_id=now.id, is_usable=link.is_usable and is_good, ended=ended)


def _may_invite(uow: UnitOfWork, link: Link, directory: Directory) -> bool:
    """Whether who made the invitation still has staff's rights there; the operator always has."""
    if link.created_by is None:
        return True
    grants = uow.grants.of(link.created_by)
    scopes = tuple(grant.organisation_id for grant in grants if grant.role is Role.STAFF)
    return rights.covers(scopes, link.organisation_id, directory)


def current_campaign(uow: UnitOfWork) -> Campaign:
    """The running programme. Raises: NoCampaign."""
    campaign = uow.campaigns.current()
    if campaign is None:
        raise NoCampaign
    return campaign


def _drawn() -> Fresh:
    """Two codes of one draw."""
    drawn = secrets.token_bytes(2 * _DRAWN)
    return Fresh(receipt=codes.of_bytes(drawn[:_DRAWN]), link=codes.of_bytes(drawn[_DRAWN:]))


def draw_code() -> str:
    """A new code that nobody can guess."""
    return codes.of_bytes(secrets.token_bytes(_DRAWN))
