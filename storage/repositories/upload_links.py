"""Addresses that take a file for a person, or a few: looked at, used up, over after a while."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, delete, insert, null, select, update

from storage import tables

_columns = tables.upload_links.c


@dataclass(frozen=True, slots=True)
class UploadFor:
    """Whose file it will be, where the answer goes, and what it is for."""

    person_id: int
    channel: str
    user: str
    chat: str
    purpose: str
    uses_left: int = field(default=1, compare=False)  # files that the link still takes


_FOR = (_columns.person_id, _columns.channel, _columns.user_key, _columns.chat, _columns.purpose, _columns.uses_left)


class UploadLinks:
    """Links by the hash of their token; the token itself is never stored."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, token_hash: bytes, upload: UploadFor, expires_at: datetime) -> None:
        """Open a link."""
        row = {
            "token_hash": token_hash, "person_id": upload.person_id, "channel": upload.channel,
            "user_key": upload.user, "chat": upload.chat, "purpose": upload.purpose, "expires_at": expires_at,
            "uses_left": upload.uses_left,
        }  # fmt: skip
        self._connection.execute(insert(tables.upload_links), row)

    def find(self, token_hash: bytes, at: datetime) -> UploadFor | None:
        """What a link is for, if it can still be used."""
        row = self._connection.execute(select(*_FOR).where(*_usable(token_hash, at))).one_or_none()
        return UploadFor(*row) if row is not None else None

    def use(self, token_hash: bytes, at: datetime) -> UploadFor | None:
        """Use a link. Returns: what it is for, and how many files it takes still; None if it is used up, or over."""
        last = case((_columns.uses_left <= 1, at), else_=null())
        used = update(tables.upload_links).where(*_usable(token_hash, at))
        used = used.values(used_at=last, uses_left=_columns.uses_left - 1)
        row = self._connection.execute(used.returning(*_FOR)).one_or_none()
        return UploadFor(*row) if row is not None else None

    def forget_before(self, at: datetime) -> int:
        """Drop what expired at *at* or before. Returns: how many."""
        return self._connection.execute(delete(tables.upload_links).where(_columns.expires_at <= at)).rowcount


def _usable(token_hash: bytes, at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (_columns.token_hash == token_hash, _columns.used_at.is_(None), _columns.expires_at > at)
