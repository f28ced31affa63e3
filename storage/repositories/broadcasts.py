"""What staff tell many people in their own words: who hears it, how far it got, and how often a node has spoken."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Select, func, insert, select, update

from conversations.district_effects import Audience, Broadcast
from conversations.domain import ANONYMOUS, Role, Status
from storage import tables
from storage.repositories.audit import Audit
from storage.repositories.organisations import below

_c, _g, _s = tables.broadcasts.c, tables.grants.c, tables.submissions.c
_ROLES = {Audience.EXECUTIVES: Role.EXECUTIVE, Audience.STAFF: Role.STAFF}


class Running(Struct, frozen=True):
    """One that is being said."""

    id: int
    organisation_id: int
    audience: Audience
    text: str
    by_id: int
    told: int


class Broadcasts:
    """By their numbers; every beginning and every stop leaves an audit row."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection, self._audit = connection, audit

    def begin(self, said: Broadcast, *, by_id: int, at: datetime) -> int:
        """Store it. Returns: its number."""
        row = {
            "organisation_id": said.organisation_id, "audience": said.audience.value, "text": said.text,
            "by_id": by_id, "at": at,
        }  # fmt: skip
        number: int = self._connection.execute(insert(tables.broadcasts).values(row).returning(_c.id)).scalar_one()
        details = {"organisation": said.organisation_id, "audience": said.audience.value, "text": said.text}
        self._audit.add(at, by_id, "broadcast-begun", f"broadcast:{number}", details)
        return number

    def count_since(self, organisation_id: int, since: datetime) -> int:
        """How many a node has begun."""
        counted = select(func.count()).where(_c.organisation_id == organisation_id, _c.at > since)
        return int(self._connection.execute(counted).scalar_one())

    def running(self, number: int) -> Running | None:
        """The one of that number, while it is neither over nor stopped."""
        columns = (_c.id, _c.organisation_id, _c.audience, _c.text, _c.by_id, _c.told)
        row = self._connection.execute(select(*columns).where(_c.id == number, _c.ended_at.is_(None))).one_or_none()
        return None if row is None else Running(**{**row._asdict(), "audience": Audience(row.audience)})

    def advance(self, number: int, told: int) -> None:
        """So many more people are owed it."""
        self._connection.execute(update(tables.broadcasts).where(_c.id == number).values(told=_c.told + told))

    def end(self, number: int, at: datetime) -> None:
        """Everybody was told."""
        self._connection.execute(update(tables.broadcasts).where(_c.id == number).values(ended_at=at))

    def stop(self, scopes: Collection[int], *, by_id: int, at: datetime) -> tuple[int, int]:
        """Tell nobody else of what these nodes are saying. Returns: how many of it, and how many people heard it."""
        open_ones = update(tables.broadcasts).where(_c.organisation_id.in_(list(scopes)), _c.ended_at.is_(None))
        rows = self._connection.execute(open_ones.values(ended_at=at).returning(_c.id, _c.told)).all()
        for row in rows:
            self._audit.add(at, by_id, "broadcast-stopped", f"broadcast:{row.id}", {"told": row.told})
        return len(rows), sum(row.told for row in rows)

    def count(self, organisation_id: int, audience: Audience, campaign: str, by_id: int, most: int) -> int:
        """How many people would hear it; at most *most* are counted."""
        people = _listeners(organisation_id, audience, campaign, by_id).limit(most).subquery()
        return int(self._connection.execute(select(func.count()).select_from(people)).scalar_one())

    def listeners(self, said: Running, campaign: str, after: int, limit: int) -> tuple[int, ...]:
        """Who hears it, by person, from the one behind *after* on."""
        statement = _listeners(said.organisation_id, said.audience, campaign, said.by_id, after)
        return tuple(self._connection.execute(statement.limit(limit)).scalars())


def _listeners(organisation_id: int, audience: Audience, campaign: str, by_id: int, after: int = 0) -> Select[Any]:
    """People below a node, with an account, but for who speaks and who asked not to be written to unasked."""
    subtree = select(below((organisation_id,)).c.id)
    if audience is Audience.AUTHORS:
        person = _s.author_id
        is_filed = (_s.campaign == campaign, _s.status != Status.WITHDRAWN.value, _s.full_name != ANONYMOUS)
        meant = (*is_filed, _s.organisation_id.in_(subtree))
    else:
        person = _g.person_id
        is_held = (_g.role == _ROLES[audience].value, _g.revoked_at.is_(None))
        # The staff of the node itself speak; who is executive of it is meant.
        is_below = () if audience is Audience.EXECUTIVES else (_g.organisation_id != organisation_id,)
        meant = (*is_held, _g.organisation_id.in_(subtree), *is_below)
    accounts, dialogues = tables.identities.c, tables.conversations.c
    has_account = select(accounts.id).where(accounts.person_id == person, accounts.is_reachable).exists()
    is_silent = select(dialogues.person_id).where(dialogues.person_id == person, dialogues.is_reminder_free).exists()
    listening = (person > after, person != by_id, has_account, ~is_silent)
    return select(person).where(*meant, *listening).distinct().order_by(person)
