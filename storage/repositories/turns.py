"""What every turn starts from, read in one statement: each statement costs a turn as much as its row, and PostgreSQL a
round trip."""

from datetime import datetime
from operator import attrgetter
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, and_, bindparam, literal_column, select, true

from conversations.domain import Campaign, Grant, Role
from conversations.state import State
from storage import tables
from storage.prepared import Prepared
from storage.repositories import campaigns
from storage.repositories.conversations import opened
from storage.repositories.organisations import DIRECTORY
from storage.repositories.people import ACCOUNT, People, Person
from storage.vault import Vault

_identities, _people, _talks = tables.identities.c, tables.people.c, tables.conversations.c
_grants, _campaigns, _counters = tables.grants.c, tables.campaigns.c, tables.counters.c
_inbox = tables.inbox.c
_this = (_inbox.channel == bindparam("channel"), _inbox.update_key == bindparam("update"))
_version = select(_counters.value).where(_counters.name == literal_column(f"'{DIRECTORY}'")).scalar_subquery()
_READ = Prepared(
    select(
        *ACCOUNT, _talks.state, _talks.revision, _grants.id.label("grant"), _grants.role, _grants.organisation_id,
        *(_campaigns[name] for name in campaigns.CURRENT), _version.label("version"),
        select(_inbox.channel).where(*_this).exists().label("is_seen"),
    )
    .select_from(tables.identities)
    .join(tables.people)
    .outerjoin(tables.conversations, _talks.person_id == _people.id)
    .outerjoin(tables.grants, and_(_grants.person_id == _people.id, _grants.revoked_at.is_(None)))
    .outerjoin(tables.campaigns, and_(true(), _campaigns.is_current))
    .where(_identities.channel == bindparam("channel"), _identities.user_key == bindparam("user"))
)  # fmt: skip


class Known(Struct, frozen=True):
    """A person and what is going on."""

    person: Person
    state: State
    revision: int  # of the state; 0 while there is none
    grants: tuple[Grant, ...]  # the oldest first
    campaign: Campaign | None  # None: the database was not prepared
    directory: int  # the version of the organisation tree
    is_seen: bool  # whether the update was noted before; another process may still note it at the same moment


class Turns:
    """Reads it."""

    def __init__(self, connection: Connection, vault: Vault, people: People) -> None:
        self._connection, self._vault, self._people = connection, vault, people

    def begin(self, channel: str, user: str, chat: str, at: datetime, update_key: str = "") -> Known:
        """Meet the person behind an account, as `People.identify` does.

        Args: update_key: of the update, if it may have been noted before. One that was changes nothing, as it does not
            say that anybody is there, and the state is not read.
        Raises: ValueError if a newer program wrote the state; Unsealable.
        """
        given = {"channel": channel, "user": user, "update": update_key}
        rows = _READ.run(self._connection, given)
        if not rows:
            person = self._people.identify(channel, user, chat, at)
            rows = _READ.run(self._connection, given)
        elif rows[0].is_seen:
            person = Person(rows[0].person_id, rows[0].identity_hash, is_new=False)
        else:
            person = self._people.met(rows[0], chat, at)
        held = [row for row in rows if row.role]
        held.sort(key=attrgetter("grant"))  # SQLite would scan all grants
        return self._known(person, rows[0], tuple(Grant(Role(row.role), row.organisation_id) for row in held))

    def _known(self, person: Person, row: Any, grants: tuple[Grant, ...]) -> Known:
        state = opened(self._vault, row.state) if row.revision and not row.is_seen else State()
        campaign = campaigns.built(row) if row.definition is not None else None
        return Known(person, state, row.revision or 0, grants, campaign, row.version or 0, bool(row.is_seen))
