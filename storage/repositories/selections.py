"""What nodes above a CĐCS have chosen as outstanding, and handed on to the node above them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, select, update

from conversations.district_effects import Select
from conversations.facts import Selection
from storage import tables
from storage.conditions import is_valid
from storage.repositories.audit import Audit
from storage.upsert import insert

_c, _s = tables.selections.c, tables.submissions.c
_is_open = _c.forwarded_at.is_(None)


class Forwarded(NamedTuple):
    """An initiative that was handed on."""

    code: str
    title: str


class Selections:
    """One row for each initiative and each node that has chosen it. Every change leaves an audit row."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection, self._audit = connection, audit

    def of(self, codes: Collection[str]) -> tuple[Selection, ...]:
        """Who has chosen these initiatives, the oldest first."""
        wanted = (
            _s.code, _c.organisation_id, _c.score, _c.reason, _c.by_name, _c.at, _c.forwarded_at,
        )  # fmt: skip
        rows = select(*wanted).join_from(tables.selections, tables.submissions, _s.id == _c.submission_id)
        found = self._connection.execute(rows.where(_s.code.in_(list(codes))).order_by(_c.id))
        return tuple(Selection(*row) for row in found)

    def to_forward(self, scopes: Collection[int], campaign: str) -> Mapping[int, int]:
        """How many each of these nodes has chosen in a campaign and not handed on."""
        counted = select(_c.organisation_id, func.count()).where(*_waiting(scopes, campaign))
        rows = self._connection.execute(counted.group_by(_c.organisation_id))
        return {row[0]: row[1] for row in rows}

    def put(self, chosen: Select, *, by_id: int, at: datetime) -> bool:
        """Choose a valid initiative, or say another score and reason.

        Returns: False if it is not valid, was chosen by somebody else meanwhile, or was handed on.
        """
        values = {"score": chosen.score, "reason": chosen.reason, "by_id": by_id, "by_name": chosen.by_name, "at": at}
        details = {"organisation": chosen.organisation_id, "score": chosen.score, "reason": chosen.reason}
        if chosen.is_change:
            changed = update(tables.selections).where(*self._one(chosen.code, chosen.organisation_id), _is_open)
            done = self._connection.execute(changed.values(score=chosen.score, reason=chosen.reason)).rowcount == 1
            return done and self._log("selection-changed", chosen.code, by_id, at, details)
        named = select(_s.id).where(_s.code == chosen.code, is_valid)
        submission_id = self._connection.execute(named).scalar_one_or_none()
        if submission_id is None:
            return False
        row = {"submission_id": submission_id, "organisation_id": chosen.organisation_id, **values}
        added = insert(tables.selections).values(row).on_conflict_do_nothing(["submission_id", "organisation_id"])
        done = self._connection.execute(added).rowcount == 1
        return done and self._log("selected", chosen.code, by_id, at, details)

    def drop(self, code: str, organisation_id: int, reason: str, *, by_id: int, at: datetime) -> bool:
        """Take back what was not handed on. Returns: False if there is nothing to be taken back."""
        gone = delete(tables.selections).where(*self._one(code, organisation_id), _is_open)
        if self._connection.execute(gone).rowcount != 1:
            return False
        return self._log("unselected", code, by_id, at, {"organisation": organisation_id, "reason": reason})

    def forward(
        self, organisation_id: int, campaign: str, most: int, *, by_id: int, at: datetime
    ) -> tuple[Forwarded, ...]:
        """Hand on what a node has chosen in a campaign, the highest scores first."""
        waiting = select(_c.id).where(*_waiting((organisation_id,), campaign)).order_by(_c.score.desc(), _c.id)
        ids = self._connection.execute(waiting.limit(most)).scalars().all()
        changed = update(tables.selections).where(_c.id.in_(ids), _is_open).values(forwarded_at=at)
        won = set(self._connection.execute(changed.returning(_c.id)).scalars())
        named = select(_c.id, _s.code, _s.title).join_from(tables.selections, tables.submissions)
        rows = self._connection.execute(named.where(_c.id.in_(won)).order_by(_c.score.desc(), _c.id)).all()
        for row in rows:
            self._log("forwarded", row.code, by_id, at, {"organisation": organisation_id})
        return tuple(Forwarded(row.code, row.title) for row in rows)

    def _one(self, code: str, organisation_id: int) -> tuple[Any, ...]:
        is_named = _c.submission_id.in_(select(_s.id).where(_s.code == code))
        return is_named, _c.organisation_id == organisation_id

    def _log(self, action: str, code: str, by_id: int, at: datetime, details: Mapping[str, Any]) -> bool:
        self._audit.add(at, by_id, action, f"submission:{code}", details)
        return True


def _waiting(scopes: Collection[int], campaign: str) -> tuple[Any, ...]:
    of_campaign = select(_s.id).where(_s.id == _c.submission_id, _s.campaign == campaign)
    return _c.organisation_id.in_(list(scopes)), _is_open, of_campaign.correlate(tables.selections).exists()
