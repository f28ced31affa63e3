"""The people of the demo: a worker, an executive and a district officer, each a web chat; and how to begin anew."""

from dataclasses import replace
from datetime import datetime

from bot.seeding import DEMO_FEDERATION, DEMO_UNION
from conversations.domain import Grant, Role
from storage.demo import forget
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
    node = next(node for node in uow.organisations.all() if node.code == code)
    uow.grants.add(person.id, Grant(granted, node.id), None, at)
    state, seen = uow.conversations.get(person.id)
    named = replace(state, profile={**state.profile, "full_name": _NAMES[role], "signature": _NAMES[role]})
    if named != state:
        uow.conversations.put(person.id, named, seen, at)


def leave_all(uow: UnitOfWork, at: datetime) -> None:
    """Forget what the owners of demo chats did, and their chats; nobody else's data is touched."""
    for chat in (chat for role in ROLES for chat in uow.web.demo_chats(role)):
        person = uow.people.identify(CHANNEL, chat, chat, at)
        for grant in uow.grants.of(person.id):
            uow.grants.revoke(person.id, grant, at)
        forget(uow.connection, person.id, CHANNEL, chat)
