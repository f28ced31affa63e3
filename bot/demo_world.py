"""The people of the demo: a worker, an executive and a district officer, each a web chat; and how to begin anew."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from msgspec.structs import replace

from bot.seeding import DEMO_FEDERATION, DEMO_UNION, demo_unions
from conversations.directory import Organisation
from conversations.domain import Grant, Role
from storage.demo import changes_by, clear_below, forget, is_shared
from storage.errors import UnitRefused
from storage.repositories.organisation_changes import Who
from storage.repositories.people import Person
from storage.unit_of_work import UnitOfWork

CHANNEL = "web"
ROLES = ("worker", "executive", "staff")
_PLACES = {"executive": (Role.EXECUTIVE, DEMO_UNION), "staff": (Role.STAFF, DEMO_FEDERATION)}
_NAMES = {"executive": "Trần Thị B", "staff": "Lê Văn C"}


def enter(uow: UnitOfWork, chat: str, role: str, at: datetime) -> None:
    """Make the owner of a web chat the demo's *role*."""
    person = uow.people.identify(CHANNEL, chat, chat, at)
    if role not in _PLACES:
        return
    granted, code = _PLACES[role]
    node = _node(uow, code)
    if not node.is_active:  # a visitor before has closed it, or merged it away
        _restore(uow, [person.id for _, person in _visitors(uow, at)], at)
    uow.grants.add(person.id, Grant(granted, node.id), None, at)
    state, seen = uow.conversations.get(person.id)
    named = replace(state, profile={**state.profile, "full_name": _NAMES[role], "signature": _NAMES[role]})
    if named != state:
        uow.conversations.put(person.id, named, seen, at)


def leave_all(uow: UnitOfWork, at: datetime) -> None:
    """Forget what the owners of demo chats did, and their chats; nobody else's data is touched."""
    visitors = _visitors(uow, at)
    _take_back(uow, [person.id for _, person in visitors], at)  # before roles go, which a merge has moved
    for chat, person in visitors:
        for grant in uow.grants.of(person.id):
            uow.grants.revoke(person.id, grant, at)
        forget(uow.connection, person.id, CHANNEL, chat)
    _restore(uow, [person.id for _, person in visitors], at)


def _visitors(uow: UnitOfWork, at: datetime) -> list[tuple[str, Person]]:
    chats = [chat for role in ROLES for chat in uow.web.demo_chats(role)]
    return [(chat, uow.people.identify(CHANNEL, chat, chat, at)) for chat in chats]


def _node(uow: UnitOfWork, code: str) -> Organisation:
    return next(node for node in uow.organisations.all() if node.code == code)


def _restore(uow: UnitOfWork, people: Sequence[int], at: datetime) -> None:
    """The samples as they were planted, and nothing beside them while the directory is the demo's alone."""
    samples = demo_unions()
    _take_back(uow, people, at)
    if not is_shared(uow.connection, people):
        clear_below(uow.connection, _node(uow, DEMO_FEDERATION).id, [sample.code for sample in samples])
        _take_back(uow, people, at)  # what was made stood in a name's way
    uow.organisations.add_many(samples)


def _take_back(uow: UnitOfWork, people: Sequence[int], at: datetime) -> None:
    for change in changes_by(uow.connection, people, not is_shared(uow.connection, people)):
        with suppress(UnitRefused):  # built upon by somebody else: it stays
            uow.organisation_changes.undo(change, Who(None, at, at.date()))
