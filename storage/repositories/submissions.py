"""What was filed, and every change of it. A change is guarded by status and revision and leaves an audit row."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from conversations.domain import Agreement, Decision, Status, Submission
from conversations.reminders import DECIDE_AFTER
from storage import tables
from storage.errors import CodeTaken
from storage.prepared import Prepared
from storage.repositories.audit import Audit
from storage.repositories.submission_rows import (
    NODES,
    UNLIKE,
    agreement_columns,
    answer_columns,
    entered_columns,
    seal_before,
    submission,
)  # fmt: skip
from storage.upsert import insert
from storage.vault import Vault

CODE_LENGTH, SHORTEST_PREFIX = 8, 4
_columns = tables.submissions.c
_GET = Prepared(select(tables.submissions).where(_columns.code == bindparam("code")))
_OF_AUTHOR = Prepared(
    select(tables.submissions)
    .where(_columns.author_id == bindparam("author"))
    .order_by(_columns.id.desc())
    .limit(bindparam("most"))
)
_LATER = frozenset({  # columns that nobody files
    "id", "decided_at", "decided_by", "decided_by_id", "reason", "before", "agreement_name", "agreement_position",
    "agreement_on", "attached",
})  # fmt: skip
_ADD = Prepared(
    insert(tables.submissions).on_conflict_do_nothing(index_elements=["code"]),
    columns=[column.name for column in _columns if column.name not in _LATER],
)


def named(code: str) -> dict[str, str] | None:
    """Between which codes lies what a code, or the first four symbols or more of one, names; None if it names nothing.

    Returns: parameters of `is_named`. A range, because SQLite uses no index for LIKE; in every collation digits come
        before capitals.
    """
    if not (SHORTEST_PREFIX <= len(code) <= CODE_LENGTH and code.isascii() and code.isalnum()):
        return None
    return {"first": code.upper(), "last": code.upper().ljust(CODE_LENGTH, "Z")}


def is_named() -> ColumnElement[bool]:
    """The condition, with parameters."""
    return _columns.code.between(bindparam("first"), bindparam("last"))


class Submissions:
    """Initiatives by their receipt code."""

    def __init__(self, connection: Connection, vault: Vault, audit: Audit) -> None:
        self._connection, self._vault, self._audit = connection, vault, audit

    def add(self, filed: Submission, campaign_code: str, local_day: date) -> bool:
        """Store a new submission; *local_day* is the day in the campaign's time zone.

        Returns: False if the same author filed this code before: nothing changes.
        Raises: CodeTaken if it is another author's.
        """
        if _ADD.run(self._connection, self.row(filed, campaign_code, local_day)).rowcount != 1:
            return self._is_refiled(filed)
        by, beside = filed.author_id, {}
        if filed.entered is not None:
            by, beside = filed.entered.by_id, {"for": filed.author_id, "consent": filed.entered.consent.value}
        self._log("filed", filed.code, by, filed.submitted_at, {"to": filed.status.value, **beside})
        return True

    def row(self, filed: Submission, campaign_code: str, local_day: date) -> dict[str, Any]:
        """The columns of a new submission; nothing is stored. Making them takes longer than storing them."""
        return answer_columns(self._vault, filed.answers) | {
            "organisation_id": filed.organisation_id, "code": filed.code,
            "campaign": campaign_code, "revision": filed.revision, "status": filed.status.value,
            "author_id": filed.author_id, "submitted_at": filed.submitted_at, "submitted_on": local_day,
            "asked": "", "changed_at": filed.submitted_at, "remind_at": filed.submitted_at + DECIDE_AFTER,
            **entered_columns(filed.entered),
        }  # fmt: skip

    def get(self, code: str) -> Submission | None:
        """The submission with exactly this code."""
        row = _GET.run(self._connection, {"code": code}).one_or_none()
        return submission(self._vault, row) if row is not None else None

    def find(self, prefix: str, limit: int) -> tuple[Submission, ...]:
        """Submissions whose code starts with *prefix* (four symbols or more), by code."""
        if (codes := named(prefix)) is None:
            return ()
        statement = select(tables.submissions).where(is_named()).order_by(_columns.code).limit(limit)
        return tuple(submission(self._vault, row) for row in self._connection.execute(statement, codes))

    def of_author(self, person_id: int, limit: int) -> tuple[Submission, ...]:
        """What a person filed, newest first."""
        rows = _OF_AUTHOR.run(self._connection, {"author": person_id, "most": limit})
        return tuple(submission(self._vault, row) for row in rows)

    def decide(  # noqa: PLR0913 - a decision has this many parts
        self,
        code: str,
        revision: int,
        decision: Decision,
        *,
        by_id: int,
        by_name: str,
        at: datetime,
        reason: str | None = None,
        asked: tuple[str, ...] = (),
        agreement: Agreement | None = None,
    ) -> bool:
        """Record a decision. Returns: False if somebody decided or changed it since *revision* was read."""
        status = decision.status.value
        values = {
            "status": status, "decided_at": at, "decided_by": by_name, "decided_by_id": by_id,
            "reason": reason, "asked": ",".join(asked), "remind_at": None, **agreement_columns(agreement),
        }  # fmt: skip
        if not self._change(code, revision, (Status.SUBMITTED,), {"changed_at": at, **values}):
            return False
        details = {"from": Status.SUBMITTED.value, "to": status, "reason": reason, "asked": asked}
        self._log("decided", code, by_id, at, details | {"agreement": agreement})
        return True

    def add_agreement(self, code: str, revision: int, agreement: Agreement, *, by_id: int, at: datetime) -> bool:
        """Add the employer's agreement to what was confirmed without one.

        Returns: False if there is one, or if it is not confirmed any more.
        """
        values = {"changed_at": at, **agreement_columns(agreement)}
        if not self._change(code, revision, (Status.CONFIRMED,), values, _columns.agreement_on.is_(None)):
            return False
        self._log("agreement", code, by_id, at, {"agreement": agreement})
        return True

    def resubmit(
        self, code: str, revision: int, changed: Mapping[str, str], at: datetime, by: int | None = None
    ) -> bool:
        """Store changed answers ("" takes one away) and hand the submission in again.

        Args: by: who does it; None: the author.
        Returns: False if it does not wait for changes any more, or changed since *revision* was read.
        """
        old = self.get(code)
        if old is None or old.revision != revision:
            return False
        before = {name: old.answers.get(name, "") for name in changed if changed[name] != old.answers.get(name, "")}
        answers = _merged(old.answers, changed)
        values = answer_columns(self._vault, answers) | {
            "status": Status.SUBMITTED.value, "asked": "", "before": seal_before(self._vault, before),
            "changed_at": at, "remind_at": at + DECIDE_AFTER,
        }  # fmt: skip
        if all(answers.get(name) == old.answers.get(name) for name in NODES):  # a merge may have moved it meanwhile
            values["organisation_id"] = old.organisation_id
        if not self._change(code, revision, (Status.CHANGES_REQUESTED,), values):
            return False
        details = {"from": Status.CHANGES_REQUESTED.value, "to": Status.SUBMITTED.value, "before": before}
        details |= {"after": {name: changed[name] for name in before}}
        self._log("resubmitted", code, by or old.author_id, at, details)
        return True

    def withdraw(self, code: str, revision: int, author_id: int, at: datetime) -> bool:
        """Take a submission back that waits for a decision or for changes. Returns: False if it is too late."""
        waiting = (Status.SUBMITTED, Status.CHANGES_REQUESTED)
        values = {"status": Status.WITHDRAWN.value, "changed_at": at, "remind_at": None, "likeness": UNLIKE}
        if not self._change(code, revision, waiting, values, _columns.author_id == author_id):
            return False
        self._log("withdrawn", code, author_id, at, {"to": Status.WITHDRAWN.value})
        return True

    def _change(
        self,
        code: str,
        revision: int,
        allowed: tuple[Status, ...],
        values: Mapping[str, Any],
        *conditions: ColumnElement[bool],
    ) -> bool:
        is_allowed = _columns.status.in_([status.value for status in allowed])
        statement = (
            update(tables.submissions)
            .where(_columns.code == code, _columns.revision == revision, is_allowed, *conditions)
            .values(revision=revision + 1, **values)
        )
        return self._connection.execute(statement).rowcount == 1

    def _is_refiled(self, filed: Submission) -> bool:
        statement = select(_columns.author_id).where(_columns.code == filed.code)
        if self._connection.execute(statement).scalar_one() != filed.author_id:
            raise CodeTaken
        return False

    def _log(self, action: str, code: str, by: int, at: datetime, details: Mapping[str, Any]) -> None:
        kept = {name: value for name, value in details.items() if value}
        self._audit.add(at, by, action, f"submission:{code}", kept)


def _merged(old: Mapping[str, str], changed: Mapping[str, str]) -> dict[str, str]:
    """All answers after a change; a workplace that is newly typed replaces the one that was chosen."""
    merged = {**old, **changed}
    if changed.get("union_name"):
        merged["union"] = changed.get("union", "")
    return merged
