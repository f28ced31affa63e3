"""Who did what, when and why. Rows are added and never changed: triggers refuse it (see migrations)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, insert, select

from storage import tables
from storage.prepared import Prepared
from storage.sealed_json import open_json, seal_json
from storage.vault import Vault

_ADD = Prepared(insert(tables.audit), columns=("at", "actor_id", "action", "subject", "details"))


class AuditRow(Struct, frozen=True):
    """One deed."""

    at: datetime
    actor_id: int | None  # None: the operator or the program
    action: str
    subject: str  # kind and key: "submission:A7K29QXM", "grant:12"
    details: Mapping[str, Any]  # old and new values, reason


def details_label(at: datetime, action: str, subject: str) -> str:
    """The seal of the details holds on to the rest of the row, so that details cannot change places."""
    return f"audit.details:{at.astimezone(UTC).isoformat()}:{action}:{subject}"


class Audit:
    """The trail."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def add(
        self, at: datetime, actor_id: int | None, action: str, subject: str, details: Mapping[str, Any] | None = None
    ) -> None:
        """Append a row; *details* is JSON-ready."""
        label = details_label(at, action, subject)
        sealed = seal_json(self._vault, details, label) if details else None
        row = {"at": at, "actor_id": actor_id, "action": action, "subject": subject, "details": sealed}
        _ADD.run(self._connection, row)

    def of(self, subject: str) -> list[AuditRow]:
        """Everything that happened to *subject*, oldest first."""
        columns = tables.audit.c
        rows = self._connection.execute(select(tables.audit).where(columns.subject == subject).order_by(columns.id))
        return [self._row(row.at, row.actor_id, row.action, row.subject, row.details) for row in rows]

    def last(self, subject: str, action: str) -> datetime | None:
        """When *action* was last done to *subject*."""
        return next(iter(self.latest(subject, action, 1)), None)

    def latest(self, subject: str, action: str, most: int) -> tuple[datetime, ...]:
        """The instants at which *action* was done to *subject*, the last first."""
        columns = tables.audit.c
        these = select(columns.at).where(columns.subject == subject, columns.action == action)
        return tuple(self._connection.execute(these.order_by(columns.id.desc()).limit(most)).scalars())

    def _row(self, at: datetime, actor_id: int | None, action: str, subject: str, sealed: bytes | None) -> AuditRow:
        details = open_json(self._vault, sealed, details_label(at, action, subject)) if sealed else {}
        return AuditRow(at, actor_id, action, subject, details)
