"""What nodes above a CĐCS have chosen as outstanding, and handed on to the node above them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, select, update

from conversations.district_effects import Select
from conversations.domain import ANONYMOUS
from conversations.facts import Selection
from storage import tables
from storage.conditions import is_valid
from storage.repositories.audit import Audit
from storage.repositories.organisations import below
from storage.upsert import insert

_c, _s = tables.selections.c, tables.submissions.c
_is_open = _c.forwarded_at.is_(None)
_JOINED = tables.selections.join(tables.submissions, _s.id == _c.submission_id)


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
        wanted = (_s.code, _c.organisation_id, _c.score, _c.reason, _c.by_name, _c.at, _c.forwarded_at)
        rows = select(*wanted).select_from(_JOINED)
        found = self._connection.execute(rows.where(_s.code.in_(list(codes))).order_by(_c.id))
        return tuple(Selection(*row) for row in found)

    def to_forward(self, scopes: Collection[int], campaign: str) -> Mapping[int, int]:
        """How many each of these nodes has chosen in a campaign and not handed on, without nodes that have none."""
        counts = {}
        for node in scopes:
            counted = select(func.count()).select_from(_JOINED).where(*_waiting(node, campaign))
            counts[node] = int(self._connection.execute(counted).scalar_one())
        return {node: count for node, count in counts.items() if count}

    def put(self, chosen: Select, *, by_id: int, at: datetime) -> bool:
        """Choose a valid initiative whose author is known, or say another score and reason.

        Returns: False if it is none, was chosen by somebody else meanwhile, or was handed on.
        """
        values = {"score": chosen.score, "reason": chosen.reason, "by_id": by_id, "by_name": chosen.by_name}
        if chosen.is_change:
            changed = update(tables.selections).where(*self._one(chosen.code, chosen.organisation_id), _is_open)
            is_done, action = self._connection.execute(changed.values(values)).rowcount == 1, "selection-changed"
        else:
            is_done, action = self._add(chosen, {**values, "at": at}), "selected"
        if is_done:
            details = {"organisation": chosen.organisation_id, "score": chosen.score, "reason": chosen.reason}
            self._log(action, chosen.code, by_id, at, details)
        return is_done

    def _add(self, chosen: Select, values: Mapping[str, Any]) -> bool:
        named = select(_s.id).where(_s.code == chosen.code, is_valid, _s.full_name != ANONYMOUS)
        submission_id = self._connection.execute(named).scalar_one_or_none()
        if submission_id is None:
            return False
        row = {"submission_id": submission_id, "organisation_id": chosen.organisation_id, **values}
        added = insert(tables.selections).values(row).on_conflict_do_nothing(["submission_id", "organisation_id"])
        return self._connection.execute(added).rowcount == 1

    def drop(self, code: str, organisation_id: int, reason: str, *, by_id: int, at: datetime) -> bool:
        """Take back what was not handed on. Returns: False if there is nothing to be taken back."""
        gone = delete(tables.selections).where(*self._one(code, organisation_id), _is_open)
        is_done = self._connection.execute(gone).rowcount == 1
        if is_done:
            self._log("unselected", code, by_id, at, {"organisation": organisation_id, "reason": reason})
        return is_done

    def forward(
        self, organisation_id: int, campaign: str, most: int, *, by_id: int, at: datetime
    ) -> tuple[Forwarded, ...]:
        """Hand on what a node has chosen in a campaign, the highest scores first."""
        waiting = select(_c.id, _s.code, _s.title).select_from(_JOINED).where(*_waiting(organisation_id, campaign))
        rows = self._connection.execute(waiting.order_by(_c.score.desc(), _c.id).limit(most)).all()
        changed = update(tables.selections).where(_c.id.in_([row.id for row in rows]), _is_open)
        won = set(self._connection.execute(changed.values(forwarded_at=at).returning(_c.id)).scalars())
        sent = tuple(Forwarded(row.code, row.title) for row in rows if row.id in won)
        for one in sent:
            self._log("forwarded", one.code, by_id, at, {"organisation": organisation_id})
        return sent

    def _one(self, code: str, organisation_id: int) -> tuple[Any, ...]:
        is_named = _c.submission_id.in_(select(_s.id).where(_s.code == code))
        return is_named, _c.organisation_id == organisation_id

    def _log(self, action: str, code: str, by_id: int, at: datetime, details: Mapping[str, Any]) -> None:
        self._audit.add(at, by_id, action, f"submission:{code}", details)


def _waiting(organisation_id: int, campaign: str) -> tuple[Any, ...]:
    """What a node may hand on: nothing that has moved away from below it."""
    is_below = _s.organisation_id.in_(select(below((organisation_id,)).c.id))
    return _c.organisation_id == organisation_id, _is_open, _s.campaign == campaign, is_below
