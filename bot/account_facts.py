"""Loads what a turn may know about joining accounts: only where its event names it."""

from datetime import datetime

from conversations.accounts import UNDO_WITHIN, JoinCode, Obstacle
from conversations.facts import Needs
from conversations.moving import has_draft
from storage.errors import Unsealable
from storage.repositories.joins import StoredJoin
from storage.unit_of_work import UnitOfWork


def join_code(uow: UnitOfWork, needs: Needs, person_id: int, at: datetime, *, is_link: bool) -> JoinCode | None:
    """The code that an open question is about, or that the event names.

    Args: is_link: the code that the event names opens something else.
    """
    named = (None if is_link else needs.link, needs.join)  # the newer one first
    stored = next((found for code in named if code and (found := uow.joins.find(code)) is not None), None)
    if stored is None:
        return None
    return JoinCode(stored.code, stored.channel, _has_draft(uow, stored), _obstacle(uow, stored, person_id, at))


def has_joined(uow: UnitOfWork, person_id: int, at: datetime) -> bool:
    """Whether accounts were joined to this person that can be parted again."""
    return uow.joins.last(person_id, at - UNDO_WITHIN) is not None


def _obstacle(uow: UnitOfWork, stored: StoredJoin, person_id: int, at: datetime) -> Obstacle | None:
    if stored.used_at is not None:
        return Obstacle.USED
    if stored.expires_at <= at:
        return Obstacle.EXPIRED
    if stored.person_id == person_id:
        return Obstacle.OWN
    if uow.joins.is_of_demo(person_id) or uow.joins.is_of_demo(stored.person_id):
        return Obstacle.DEMO
    if uow.role_requests.is_asking(person_id, at):
        return Obstacle.ROLE
    return Obstacle.ERASURE if uow.erasures.is_open(person_id) or uow.erasures.is_open(stored.person_id) else None


def _has_draft(uow: UnitOfWork, stored: StoredJoin) -> bool:
    try:
        state, _ = uow.conversations.get(stored.person_id)
    except (Unsealable, ValueError):  # the latter: a newer program wrote it
        return False
    return has_draft(state)
