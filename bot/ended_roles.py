"""The end of a role: whoever held it decides nothing there, reads no cards of it, and lets nobody in any more."""

from datetime import datetime

from conversations.domain import Grant, Role
from conversations.role_facts import REQUEST_CARD
from storage.repositories.audit import Audit
from storage.repositories.links import StoredLink
from storage.unit_of_work import UnitOfWork


def end_role(uow: UnitOfWork, person_id: int, grant: Grant, at: datetime, by: int | None) -> bool:
    """Take a role away with what it left behind; *by* is None for the operator. Returns: False if it is not held."""
    if not uow.grants.revoke(person_id, grant, at, by):
        return False
    withdraw_cards(uow, person_id, grant.organisation_id, at)
    if grant.role is Role.STAFF:
        kept = [held.organisation_id for held in uow.grants.of(person_id) if held.role is Role.STAFF]
        for link in uow.links.revoke_made_by(person_id, at, grant.organisation_id, kept):
            note_revoked(uow.audit, link, at, by)
    return True


def withdraw_cards(uow: UnitOfWork, person_id: int, organisation_id: int, at: datetime) -> None:
    """Keep back what waits for the person about this node or below and is not theirs to decide any more."""
    for address in uow.people.chats(person_id):
        waiting = uow.parking.cards(address.channel, address.chat, organisation_id, at)
        uow.parking.withdraw([owed_id for owed_id, card in waiting if person_id not in _asked(uow, card)])


def _asked(uow: UnitOfWork, card: str) -> tuple[int, ...]:
    """Who decides now on what a card is about."""
    if not card.startswith(REQUEST_CARD):
        return uow.subjects.deciders(card)
    request = uow.role_requests.find(card.removeprefix(REQUEST_CARD))
    return uow.grants.nearest_staff(request.organisation_id) if request is not None else ()


def note_revoked(audit: Audit, link: StoredLink, at: datetime, by: int | None) -> None:
    """Put on record that an invitation was taken back; its code is not part of that."""
    details = {"role": link.role.value} if link.role else None
    audit.add(at, by, "invitation-revoked", f"organisation:{link.organisation_id}", details)
