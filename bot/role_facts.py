"""Loads what a turn may know about roles: only what its event names."""

from datetime import datetime, timedelta

from conversations.facts import Needs
from conversations.role_facts import (
    ASKED_LATELY,
    Asked,
    Holder,
    Invitation,
    RoleFacts,
    RoleRequest,
    holder_of,
)
from storage.queries import staffed_nodes
from storage.repositories.people import Person
from storage.repositories.role_requests import EXPIRED
from storage.unit_of_work import UnitOfWork

WINDOW = timedelta(hours=1)  # in which codes that open nothing add up
_MOST_MEANT = 20  # invitations whose codes begin alike


def load_roles(uow: UnitOfWork, person: Person, needs: Needs, at: datetime) -> RoleFacts:
    """Whatever *needs* names of roles; nothing costs anything that it does not name."""
    wanted = needs.roles
    return RoleFacts(
        holder=_holder(uow, wanted.holder) if wanted.holder else None,
        request=_request(uow, wanted.request, at) if wanted.request else None,
        invitations=_invitations(uow, wanted.invitation, at) if wanted.invitation else (),
        asked=_asked(uow, person.id, at) if wanted.asks else (),
        staffed=staffed_nodes(uow.connection) if wanted.asks else frozenset(),
        wrong_codes=uow.wrong_codes.count(at - WINDOW, person.id) if needs.link else 0,
    )


def _holder(uow: UnitOfWork, handle: str) -> Holder | None:
    named = holder_of(handle)
    held = uow.grants.held(*named) if named else None
    if named is None or held is None:
        return None
    person_id, grant = named
    return Holder(
        person_id, grant, uow.conversations.name(person_id), held.granted_at, held.granted_by,
        uow.people.last_seen((person_id,)).get(person_id),
        others=len(uow.grants.holders(grant.role, grant.organisation_id)) - 1,
    )  # fmt: skip


def _request(uow: UnitOfWork, code: str, at: datetime) -> RoleRequest | None:
    found = uow.role_requests.find(code)
    if found is None:
        return None
    outcome = "" if found.is_open(at) else found.outcome or EXPIRED
    decided_by = uow.conversations.name(found.closed_by) if found.closed_by else ""
    name = uow.conversations.name(found.person_id)
    return RoleRequest(found.code, found.person_id, found.organisation_id, name, outcome, decided_by)


def _invitations(uow: UnitOfWork, begin: str, at: datetime) -> tuple[Invitation, ...]:
    found = uow.links.open_invitations(begin, at, _MOST_MEANT)
    return tuple(Invitation(one.code, one.role, one.organisation_id, one.created_by) for one in found if one.role)


def _asked(uow: UnitOfWork, person_id: int, at: datetime) -> tuple[Asked, ...]:
    found = uow.role_requests.of(person_id, at - timedelta(days=ASKED_LATELY))
    return tuple(Asked(one.organisation_id, one.asked_at, one.is_open(at)) for one in found)
