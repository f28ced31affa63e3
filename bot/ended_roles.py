"""The end of a role: whoever held it decides nothing there, reads no cards of it, and lets nobody in any more."""

from datetime import datetime

from conversations.domain import Grant, Role
from storage.repositories.audit import Audit
from storage.repositories.links import StoredLink
from storage.unit_of_work import UnitOfWork


def end_role(uow: UnitOfWork, person_id: int, grant: Grant, at: datetime, by: int | None) -> bool:
    """Take a role away with what it left behind; *by* is None for the operator. Returns: False if it is not held."""
    if not uow.grants.revoke(person_id, grant, at, by):
        return False
    for address in uow.people.chats(person_id):  # what waits there is not theirs to read any more
        uow.parking.withdraw_cards(address.channel, address.chat, grant.organisation_id, at)
    if grant.role is Role.STAFF:
        kept = [held.organisation_id for held in uow.grants.of(person_id) if held.role is Role.STAFF]
        for link in uow.links.revoke_made_by(person_id, at, grant.organisation_id, kept):
            note_revoked(uow.audit, link, at, by)
    return True


def note_revoked(audit: Audit, link: StoredLink, at: datetime, by: int | None) -> None:
    """Put on record that an invitation was taken back; its code is not part of that."""
    details = {"role": link.role.value} if link.role else None
    audit.add(at, by, "invitation-revoked", f"organisation:{link.organisation_id}", details)
