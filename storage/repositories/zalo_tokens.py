"""What we authenticate with at Zalo: a pair of tokens an Official Account, under seal, and who may renew it now.

Every change of a pair is put on record in the audit trail, without anything of a token in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from storage import tables
from storage.repositories.audit import Audit
from storage.upsert import insert
from storage.vault import Vault

ACCESS_LABEL, REFRESH_LABEL = "zalo_tokens.access_token", "zalo_tokens.refresh_token"
SEED_LABEL = "zalo_tokens.seed_hash"
REFRESHED, FAILED, STORED = "zalo-token-refreshed", "zalo-token-failed", "zalo-token-stored"  # in the audit trail
_columns = tables.zalo_tokens.c
_OVER = {"failed_at": None, "failure": None, "retry_at": None, "lease_until": None, "leased_by": None}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tokens and when they end."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_at: datetime
    refresh_expires_at: datetime


@dataclass(frozen=True, slots=True)
class StoredPair:
    """What is stored of an account."""

    access: str | None = field(repr=False)  # None: only a refresh token is known yet
    refresh: str = field(repr=False)
    expires_at: datetime
    refresh_expires_at: datetime
    refreshed_at: datetime | None
    failed_at: datetime | None  # since when a person has to look
    failure: str | None
    retry_at: datetime | None
    lease_until: datetime | None

    def is_final(self) -> bool:
        """Whether only a person can help."""
        return self.failed_at is not None and self.retry_at is None

    def is_good(self, until: datetime) -> bool:
        """Whether the access token holds beyond that instant."""
        return self.access is not None and self.expires_at > until


class ZaloTokens:
    """Pairs by the number of the Official Account."""

    def __init__(self, connection: Connection, vault: Vault, audit: Audit) -> None:
        self._connection, self._vault, self._audit = connection, vault, audit

    def get(self, oa_id: str, *, hold: bool = False) -> StoredPair | None:
        """The pair of an account. hold: nobody else changes it before this transaction ends. Raises: Unsealable."""
        statement = select(tables.zalo_tokens).where(_columns.oa_id == oa_id)
        row = self._connection.execute(statement.with_for_update() if hold else statement).one_or_none()
        if row is None:
            return None
        access = self._vault.open(row.access_token, ACCESS_LABEL).decode() if row.access_token is not None else None
        return StoredPair(
            access, self._vault.open(row.refresh_token, REFRESH_LABEL).decode(), row.expires_at,
            row.refresh_expires_at, row.refreshed_at, row.failed_at, row.failure, row.retry_at, row.lease_until,
        )  # fmt: skip

    def plant(self, oa_id: str, seed: str, at: datetime, refresh_expires_at: datetime) -> bool:
        """Begin with a refresh token from the settings: where there is no pair yet, or one that is of no use any more
        and came from elsewhere; its access token stays, for it may serve for hours.

        Returns: False if everything stays as it is.
        """
        is_of_no_use = and_(_columns.failed_at.is_not(None), _columns.retry_at.is_(None))
        is_another = and_(*(_columns.seed_hash.is_distinct_from(one) for one in self._vault.hashes(seed, SEED_LABEL)))
        values = {
            "refresh_token": self._vault.seal(seed.encode(), REFRESH_LABEL), "refresh_expires_at": refresh_expires_at,
            "seed_hash": self._vault.hash(seed, SEED_LABEL), **_OVER,
        }  # fmt: skip
        is_done = self._put(oa_id, values, {"expires_at": at}, and_(is_of_no_use, is_another))
        if is_done:
            self._audit.add(at, None, STORED, _subject(oa_id), {"from": "settings"})
        return is_done

    def store(self, oa_id: str, pair: Pair, at: datetime, source: str, *, is_fresh: bool = True) -> None:
        """Take over a pair that an operator brings.

        Args:
            source: how, for the record.
            is_fresh: Zalo has given it to us just now.
        """
        self._put(oa_id, {**self._sealed(pair), "refreshed_at": at if is_fresh else None, **_OVER})
        self._audit.add(at, None, STORED, _subject(oa_id), {"from": source, **_ends(pair)})

    def lease(self, oa_id: str, by: str, now: datetime, seconds: float) -> bool:
        """Take it upon oneself to renew the pair. Returns: False if somebody else is at it."""
        is_free = or_(_columns.lease_until.is_(None), _columns.lease_until <= now)
        until = now + timedelta(seconds=seconds)
        statement = update(tables.zalo_tokens).where(_columns.oa_id == oa_id, is_free)
        return self._connection.execute(statement.values(lease_until=until, leased_by=by)).rowcount == 1

    def renewed(self, oa_id: str, used: str, pair: Pair, at: datetime) -> bool:
        """Store what a refresh gave. used: the refresh token that it took.

        Returns: False if another pair has taken its place meanwhile, which stays: it is the younger one.
        """
        now = self.get(oa_id, hold=True)
        if now is None or not compare_digest(now.refresh.encode(), used.encode()):
            return False
        values = {**self._sealed(pair), "refreshed_at": at, **_OVER}
        self._connection.execute(update(tables.zalo_tokens).where(_columns.oa_id == oa_id).values(**values))
        self._audit.add(at, None, REFRESHED, _subject(oa_id), _ends(pair))
        return True

    def failed(
        self, oa_id: str, used: str, code: str, at: datetime, *, retry_at: datetime | None, is_for_people: bool
    ) -> None:
        """Note why a refresh failed, and give the lease back.

        Args:
            used: the refresh token that it took; of a pair that has been replaced meanwhile nothing is noted.
            retry_at: when it may be tried again; None: never.
            is_for_people: somebody has to look.
        """
        now = self.get(oa_id, hold=True)
        if now is None or not compare_digest(now.refresh.encode(), used.encode()):
            return
        values = {
            "failure": code[:80], "retry_at": retry_at, "lease_until": None, "leased_by": None,
            "failed_at": (now.failed_at or at) if is_for_people or retry_at is None else now.failed_at,
        }  # fmt: skip
        self._connection.execute(update(tables.zalo_tokens).where(_columns.oa_id == oa_id).values(**values))
        if (now.failure, now.retry_at is None) != (code[:80], retry_at is None):  # not every minute of an outage
            self._audit.add(at, None, FAILED, _subject(oa_id), {"code": code, "is_final": retry_at is None})

    def _sealed(self, pair: Pair) -> dict[str, object]:
        return {
            "access_token": self._vault.seal(pair.access.encode(), ACCESS_LABEL),
            "refresh_token": self._vault.seal(pair.refresh.encode(), REFRESH_LABEL),
            "expires_at": pair.expires_at, "refresh_expires_at": pair.refresh_expires_at,
        }  # fmt: skip

    def _put(
        self,
        oa_id: str,
        values: Mapping[str, object],
        at_first: Mapping[str, object] | None = None,
        where: ColumnElement[bool] | None = None,
    ) -> bool:
        """Add the row (with *at_first*), or change it under a condition. Returns: whether either was done."""
        statement = insert(tables.zalo_tokens).values(oa_id=oa_id, **values, **(at_first or {}))
        changed = statement.on_conflict_do_update(index_elements=["oa_id"], set_=dict(values), where=where)
        return self._connection.execute(changed.returning(_columns.oa_id)).scalar() is not None


def _subject(oa_id: str) -> str:
    return f"zalo-oa:{oa_id}"


def _ends(pair: Pair) -> dict[str, str]:
    return {"expires_at": pair.expires_at.isoformat(), "refresh_expires_at": pair.refresh_expires_at.isoformat()}
