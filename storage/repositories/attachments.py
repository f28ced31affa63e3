"""Which files go with which initiative. Contents are blobs (storage/blobs.py); a row names the one that it means."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select, update

from conversations.attached import AttachedFile, FileKind
from storage import tables
from storage.upsert import insert
from storage.vault import Vault

NAME_LABEL = "attachments.name"
_columns, _submissions = tables.attachments.c, tables.submissions.c
_unbound = _columns.submission_id.is_(None)


def has_attachments(connection: Connection) -> bool:
    """Whether any file lies beside the database."""
    return bool(connection.execute(select(exists(select(_columns.id)))).scalar_one())


class Attachments:
    """Files by their id, and by the code of their submission."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def keep(self, file: AttachedFile, person_id: int, at: datetime) -> None:
        """Note a file of a draft; the second time nothing happens."""
        row = {
            "id": file.id, "person_id": person_id, "kind": file.kind.value, "blob": bytes.fromhex(file.blob),
            "name": self._vault.seal(file.name.encode(), NAME_LABEL), "mime": file.mime, "size": file.size,
            "created_at": at,
        }  # fmt: skip
        self._connection.execute(insert(tables.attachments).on_conflict_do_nothing(index_elements=["id"]), row)

    def bind(self, code: str, ids: Collection[str], most: int) -> int:
        """Let files that were noted go with a submission, the first *most* that it has in all.

        Returns: how many it has now.
        """
        filed = self._connection.execute(select(_submissions.id).where(_submissions.code == code)).scalar_one()
        has = select(func.count()).where(_columns.submission_id == filed)
        room = max(0, most - int(self._connection.execute(has).scalar_one()))
        wanted = update(tables.attachments).where(_columns.id.in_(list(ids)[:room]), _unbound)
        self._connection.execute(wanted.values(submission_id=filed))
        count = int(self._connection.execute(has).scalar_one())
        self._connection.execute(update(tables.submissions).where(_submissions.id == filed).values(attached=count))
        return count

    def unbind(self, code: str) -> int:
        """Forget the papers of a submission; the author's signature stays. Returns: how many."""
        filed = self._connection.execute(select(_submissions.id).where(_submissions.code == code)).scalar_one()
        papers = (_columns.submission_id == filed, _columns.kind == FileKind.PAPER.value)
        gone = self._connection.execute(delete(tables.attachments).where(*papers)).rowcount
        left = select(func.count()).where(_columns.submission_id == filed).scalar_subquery()
        self._connection.execute(update(tables.submissions).where(_submissions.id == filed).values(attached=left))
        return gone

    def of(self, codes: Collection[str]) -> dict[str, list[AttachedFile]]:
        """The files of submissions, each's in the order in which they came; who has none is missing."""
        rows = self._connection.execute(
            select(tables.attachments, _submissions.code)
            .join_from(tables.attachments, tables.submissions, _columns.submission_id == _submissions.id)
            .where(_submissions.code.in_(list(codes)))
            .order_by(_columns.created_at, _columns.id)
        )
        found: dict[str, list[AttachedFile]] = {}
        for row in rows:
            found.setdefault(row.code, []).append(self._file(row))
        return found

    def drop_unbound(self, person_id: int, ids: Collection[str] | None) -> int:
        """Forget files of a person that go with no submission: these, or all. Returns: how many."""
        these = (_columns.id.in_(list(ids)),) if ids is not None else ()
        statement = delete(tables.attachments).where(_columns.person_id == person_id, _unbound, *these)
        return self._connection.execute(statement).rowcount

    def move_unbound(self, from_id: int, to_id: int, ids: Collection[str] | None = None) -> None:
        """Files of a draft go with it to another person: these, or all."""
        these = (_columns.id.in_(list(ids)),) if ids is not None else ()
        statement = update(tables.attachments).where(_columns.person_id == from_id, _unbound, *these)
        self._connection.execute(statement.values(person_id=to_id))

    def left_over(self, before: datetime, limit: int) -> dict[int, list[str]]:
        """What was noted before an instant by people who have no draft any more; another form may still mean it."""
        drafts = tables.conversations.c
        has_draft = exists().where(drafts.person_id == _columns.person_id, drafts.has_draft)
        old = select(_columns.person_id, _columns.id).where(_unbound, _columns.created_at < before, ~has_draft)
        found: dict[int, list[str]] = {}
        for person, file in self._connection.execute(old.order_by(_columns.created_at).limit(limit)):
            found.setdefault(person, []).append(file)
        return found

    def known(self, blobs: Iterable[bytes]) -> frozenset[bytes]:
        """Those of the blobs that a file still means."""
        found = select(_columns.blob).where(_columns.blob.in_(list(blobs))).distinct()
        return frozenset(self._connection.execute(found).scalars())

    def blobs_after(self, blob: bytes, limit: int) -> tuple[bytes, ...]:
        """What contents are called, in order, from the one after *blob*."""
        following = select(_columns.blob).where(_columns.blob > blob).distinct().order_by(_columns.blob).limit(limit)
        return tuple(self._connection.execute(following).scalars())

    def newest(self, limit: int) -> tuple[bytes, ...]:
        """What the contents of the newest files of initiatives are called."""
        bound = select(_columns.blob).where(~_unbound).order_by(_columns.created_at.desc()).limit(limit)
        return tuple(dict.fromkeys(self._connection.execute(bound).scalars()))

    def _file(self, row: Any) -> AttachedFile:
        name = self._vault.open(row.name, NAME_LABEL).decode()
        return AttachedFile(row.id, row.blob.hex(), row.mime, row.size, name, FileKind(row.kind))
