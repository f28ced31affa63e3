"""What staff tell many people in their own words: who hears it, how far it got, and how often a node has spoken."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, func, insert, or_, select, update

from conversations.district_effects import Audience, Broadcast
from conversations.domain import ANONYMOUS, Role, Status
from storage import tables
from storage.repositories.audit import Audit
from storage.repositories.organisations import below
from storage.summed import is_whole

_c, _o = tables.broadcasts.c, tables.organisations.c
_ROLES = {Audience.EXECUTIVES: Role.EXECUTIVE, Audience.STAFF: Role.STAFF}
NODES = 50  # whose people are looked at in one transaction


class Running(Struct, frozen=True):
    """One that is being said."""

    id: int
    organisation_id: int
    audience: Audience
    text: str
    by_id: int
    told: int
    at_organisation: int = 0
    at_person: int = 0


_RUNNING = select(*(_c[name] for name in Running.__struct_fields__)).with_for_update()  # who stops it, or tells, waits


class Listeners(Struct, frozen=True):
    """The next people, perhaps none among the nodes that were looked at; and where it goes on."""

    people: tuple[int, ...]
    at_organisation: int
    at_person: int


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
        """How many a node has begun, without those that were stopped before anybody heard them."""
        is_heard = or_(_c.ended_at.is_(None), _c.told > 0)
        counted = select(func.count()).where(_c.organisation_id == organisation_id, _c.at > since, is_heard)
        return int(self._connection.execute(counted).scalar_one())

    def running(self, number: int) -> Running | None:
        """The one of that number, while it is neither over nor stopped."""
        row = self._connection.execute(_RUNNING.where(_c.id == number, _c.ended_at.is_(None))).one_or_none()
        return _running(row) if row is not None else None

    def advance(self, number: int, told: int, to: Listeners) -> None:
        """So many more people are owed it, and it goes on behind them."""
        values = {"told": _c.told + told, "at_organisation": to.at_organisation, "at_person": to.at_person}
        self._connection.execute(update(tables.broadcasts).where(_c.id == number).values(values))

    def end(self, number: int, at: datetime) -> None:
        """Everybody was told."""
        self._connection.execute(update(tables.broadcasts).where(_c.id == number).values(ended_at=at))

    def recent(self, scopes: Collection[int], since: datetime, number: int | None = None) -> tuple[Running, ...]:
        """What was begun at these nodes and below, over or not; *number*: that one alone."""
        which = (_c.at > since, _c.organisation_id.in_(select(below(list(scopes)).c.id)))
        one = (_c.id == number,) if number is not None else ()
        return tuple(map(_running, self._connection.execute(_RUNNING.where(*which, *one).order_by(_c.id))))

    def stop(self, said: Running, unsent: int, *, by_id: int, at: datetime) -> bool:
        """Tell nobody else, and note how many do not hear it after all. Returns: False if there is nothing to stop."""
        is_open = (_c.id == said.id, _c.ended_at.is_(None))
        ended = self._connection.execute(update(tables.broadcasts).where(*is_open).values(ended_at=at)).rowcount == 1
        if not (ended or unsent):
            return False
        self._connection.execute(update(tables.broadcasts).where(_c.id == said.id).values(told=_c.told - unsent))
        self._audit.add(at, by_id, "broadcast-stopped", f"broadcast:{said.id}", {"told": said.told - unsent})
        return True

    def count(self, organisation_id: int, audience: Audience, campaign: str, by_id: int, most: int) -> int:
        """How many people would hear it; *most* and one more if it takes that many rows to say."""
        who = self._audience(organisation_id, audience, campaign)
        newest = select(who.person).where(*who.meant).order_by(who.id.desc()).limit(most + 1).subquery()
        person = newest.c[0]
        counted = select(func.count(), func.count(person.distinct()).filter(*_is_listening(person, by_id)))
        rows, people = self._connection.execute(counted.select_from(newest)).one()
        return most + 1 if rows > most else int(people)

    def listeners(self, said: Running, node: int, campaign: str, limit: int) -> Listeners | None:
        """Who hears it next, by node and person; whoever is met at several hears it at the first. None: it is over.

        node: who speaks now; another one has taken over after a merge.
        Bounded by NODES: a country has millions of rows, and turns wait for this transaction.
        """
        who = self._audience(node, said.audience, campaign)
        of_nodes = select(_o.id).where(_o.id >= said.at_organisation, *who.within(_o.id)).order_by(_o.id).limit(NODES)
        nodes = self._connection.execute(of_nodes).scalars().all()
        if not nodes:
            return None
        is_behind = (who.node == said.at_organisation) & (who.person > said.at_person)
        is_next = or_(who.node > said.at_organisation, is_behind)
        statement = select(who.node, who.person).where(
            who.node.in_(nodes), is_next, *who.conditions, *_is_listening(who.person, said.by_id), ~who.is_elsewhere
        )  # fmt: skip
        rows = self._connection.execute(statement.distinct().order_by(who.node, who.person).limit(limit)).all()
        at = (rows[-1][0], rows[-1][1]) if len(rows) == limit else (nodes[-1] + 1, 0)
        return Listeners(tuple(row[1] for row in rows), *at)

    def _audience(self, organisation_id: int, audience: Audience, campaign: str) -> "_Who":
        is_everything = is_whole(self._connection, (organisation_id,))
        scope = None if is_everything else select(below((organisation_id,)).c.id)
        # The staff of the node itself speak; who is executive of it is meant.
        return _Who(audience, campaign, scope, organisation_id if audience is Audience.STAFF else None)


def _running(row: Row[Any]) -> Running:
    return Running(**{**row._asdict(), "audience": Audience(row.audience)})


class _Who:
    """People by rows that say where they belong: roles, or what they have filed."""

    def __init__(self, audience: Audience, campaign: str, scope: Select[Any] | None, without: int | None) -> None:
        table = tables.submissions if audience is Audience.AUTHORS else tables.grants
        self._scope, self._without = scope, without
        self.id, self.node = table.c.id, table.c.organisation_id
        self.person = _person_of(table)
        self.conditions = _conditions(table, audience, campaign)
        self.meant = (*self.conditions, *self.within(self.node))
        other = table.alias("elsewhere")
        before = (_person_of(other) == self.person, other.c.organisation_id < self.node)
        there = (*before, *_conditions(other, audience, campaign), *self.within(other.c.organisation_id))
        self.is_elsewhere = select(other.c.id).where(*there).correlate(table).exists()

    def within(self, node: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
        """That a node lies where somebody is meant."""
        if self._scope is not None:
            yield node.in_(self._scope)
        if self._without is not None:
            yield node != self._without


def _person_of(table: FromClause) -> ColumnElement[int]:
    return table.c.author_id if "author_id" in table.c else table.c.person_id


def _conditions(table: FromClause, audience: Audience, campaign: str) -> tuple[ColumnElement[bool], ...]:
    if audience is Audience.AUTHORS:
        is_there = table.c.status != Status.WITHDRAWN.value
        return table.c.campaign == campaign, is_there, table.c.full_name != ANONYMOUS
    return table.c.role == _ROLES[audience].value, table.c.revoked_at.is_(None)


def _is_listening(person: ColumnElement[int], by_id: int) -> tuple[ColumnElement[bool], ...]:
    """Somebody with an account, but for who speaks and who asked not to be written to unasked."""
    accounts, dialogues = tables.identities.c, tables.conversations.c
    has_account = select(accounts.id).where(accounts.person_id == person, accounts.is_reachable).exists()
    is_silent = select(dialogues.person_id).where(dialogues.person_id == person, dialogues.is_reminder_free).exists()
    return person != by_id, has_account, ~is_silent
