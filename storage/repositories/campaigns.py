"""The programme that is running, as its file defines it, with instants that can be moved meanwhile."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

import orjson
from msgspec.structs import asdict, replace
from sqlalchemy import Connection, bindparam, select, update

from conversations.domain import Campaign
from storage import tables
from storage.prepared import Prepared
from storage.repositories.audit import Audit
from storage.upsert import insert

_columns = tables.campaigns.c
_MOVABLE = {"opens": "opens_at", "closes": "closes_at", "dossier_due": "dossier_due_at"}
_DAYS = ("applied_from", "applied_to", "units_on")
CURRENT = ("definition", *_MOVABLE.values())  # columns of which a campaign is `built`
_CURRENT = Prepared(select(tables.campaigns).where(_columns.is_current))
_BY_CODE = select(tables.campaigns).where(_columns.code == bindparam("code"))
_PUT = insert(tables.campaigns)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["code"], set_={name: _PUT.excluded[name] for name in ("definition", *_MOVABLE.values())}
)


class Campaigns:
    """Campaigns by code, one of them current."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection, self._audit = connection, audit

    def current(self) -> Campaign | None:
        """The campaign that runs, with its instants as they were last moved (in UTC)."""
        row = _CURRENT.run(self._connection).one_or_none()
        return built(row) if row is not None else None

    def put(self, campaign: Campaign) -> Campaign:
        """Make *campaign*, as its file defines it, the current one.

        Instants that were moved stay moved as long as the file is the same; a changed file takes over.

        Returns: the campaign in force.
        """
        definition = _definition(campaign)
        stored = self._connection.execute(_BY_CODE, {"code": campaign.code}).one_or_none()
        if stored is None or stored.definition != definition:
            moved = {column: getattr(campaign, name) for name, column in _MOVABLE.items()}
            row = {"code": campaign.code, "definition": definition, "is_current": False, **moved}
            self._connection.execute(_PUT, row)
        self._make_current(campaign.code)
        return built(_CURRENT.run(self._connection).one_or_none())

    def move(
        self,
        code: str,
        *,
        at: datetime,
        by: int | None = None,
        opens: datetime | None = None,
        closes: datetime | None = None,
        dossier_due: datetime | None = None,
    ) -> bool:
        """Move the instants that are given. Returns: False if there is no such campaign.

        Raises: ValueError if it would close before it opens.
        """
        stored = self._connection.execute(_BY_CODE, {"code": code}).one_or_none()
        if stored is None:
            return False
        wanted = {"opens": opens, "closes": closes, "dossier_due": dossier_due}
        moved = {_MOVABLE[name]: instant for name, instant in wanted.items() if instant is not None}
        if moved.get("closes_at", stored.closes_at) <= moved.get("opens_at", stored.opens_at):
            raise ValueError("a campaign closes after it opens")
        if moved:
            self._connection.execute(update(tables.campaigns).where(_columns.code == code).values(moved))
            before = {name: getattr(stored, name) for name in moved}
            self._audit.add(at, by, "moved", f"campaign:{code}", {"from": before, "to": moved})
        return True

    def _make_current(self, code: str) -> None:
        statement = update(tables.campaigns)
        self._connection.execute(statement.where(_columns.is_current, _columns.code != code).values(is_current=False))
        self._connection.execute(statement.where(~_columns.is_current, _columns.code == code).values(is_current=True))


def _definition(campaign: Campaign) -> str:
    instants = {name: getattr(campaign, name).astimezone(UTC) for name in _MOVABLE}
    values = asdict(replace(campaign, **instants))
    if campaign.units_on is None:  # as it was written before there was this
        del values["units_on"]
    return orjson.dumps(values, default=asdict, option=orjson.OPT_SORT_KEYS).decode()


def built(row: Any) -> Campaign:
    """The campaign of a row that has the columns CURRENT."""
    return _built(row.definition, *[getattr(row, column) for column in _MOVABLE.values()])


@lru_cache(maxsize=4)  # every turn asks, and the answer is the same for weeks
def _built(definition: str, *instants: datetime) -> Campaign:
    known = set(Campaign.__struct_fields__)
    values = {name: value for name, value in orjson.loads(definition).items() if name in known}
    values |= {name: date.fromisoformat(values[name]) for name in _DAYS if name in values}
    return Campaign(**values | dict(zip(_MOVABLE, instants, strict=True)))
