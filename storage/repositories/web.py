"""Our own web chat: its chats, what was said in them, and files to be fetched once by link."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, or_, select, update

from storage import tables
from storage.sealed_json import open_json, seal_json
from storage.upsert import insert as insert_or
from storage.vault import Vault

MESSAGE_LABEL, FILE_LABEL = "web_messages.content", "web_files.content"
_chats, _messages, _files = tables.web_chats.c, tables.web_messages.c, tables.web_files.c
_LOCK = select(_chats.chat).where(_chats.chat == bindparam("key")).with_for_update()
_ADD = insert(tables.web_messages).returning(_messages.id)
_KNOWN = select(_messages.id).where(
    _messages.part_key == bindparam("key"), _messages.part_key.is_not(None), _messages.chat == bindparam("where")
)


class WebChat(Struct, frozen=True):
    """A browser that talks to us."""

    chat: str
    created_at: datetime
    demo_role: str | None


class WebMessage(Struct, frozen=True):
    """One message of a web chat."""

    id: int
    content: Mapping[str, Any]
    is_from_person: bool
    edited_seq: int  # 0: never edited; grows within the chat with every edit
    created_at: datetime


class WebFile(Struct, frozen=True):
    """A file behind a secret link."""

    name: str
    mime: str
    content: bytes


class Web:
    """Chats by the keyed hash of the browser's token."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def create(self, chat: str, at: datetime, demo_role: str | None = None) -> bool:
        """Open a chat. Returns: False if it exists."""
        statement = insert_or(tables.web_chats).on_conflict_do_nothing(index_elements=["chat"])
        row = {"chat": chat, "created_at": at, "demo_role": demo_role}
        return self._connection.execute(statement, row).rowcount == 1

    def find(self, chat: str) -> WebChat | None:
        """The chat, if it was opened."""
        columns = (_chats.chat, _chats.created_at, _chats.demo_role)
        row = self._connection.execute(select(*columns).where(_chats.chat == chat)).one_or_none()
        return WebChat(*row) if row is not None else None

    def demo_chats(self, role: str) -> tuple[str, ...]:
        """The chats opened for a phone of the demo."""
        return tuple(self._connection.execute(select(_chats.chat).where(_chats.demo_role == role)).scalars())

    def add_out(self, chat: str, content: Mapping[str, Any], at: datetime, key: str | None = None) -> int:
        """Store what we say; with the same *key* again it is the message that stands there already.

        Returns: its id, which grows within the chat in the order of commits.
        """
        return self._add(chat, content, at, is_from_person=False, key=key)

    def add_in(self, chat: str, content: Mapping[str, Any], at: datetime) -> int:
        """Store what the person said."""
        return self._add(chat, content, at, is_from_person=True)

    def edit(self, chat: str, message_id: int, content: Mapping[str, Any]) -> bool:
        """Change a message of ours. Returns: False if the chat has no such message."""
        count = update(tables.web_chats).where(_chats.chat == chat).values(edits=_chats.edits + 1)
        seq = self._connection.execute(count.returning(_chats.edits)).scalar_one_or_none()
        is_ours = (_messages.chat == chat, _messages.id == message_id, ~_messages.is_from_person)
        values = {"content": seal_json(self._vault, content, MESSAGE_LABEL), "edited_seq": seq}
        return self._connection.execute(update(tables.web_messages).where(*is_ours).values(**values)).rowcount == 1

    def after(self, chat: str, message_id: int, edited_seq: int, limit: int) -> tuple[WebMessage, ...]:
        """What a page that has seen up to *message_id* and *edited_seq* lacks, by id; the first *limit* of it."""
        is_unseen = or_(_messages.id > message_id, _messages.edited_seq > edited_seq)
        statement = select(tables.web_messages).where(_messages.chat == chat, is_unseen)
        rows = self._connection.execute(statement.order_by(_messages.id).limit(limit))
        return tuple(self._message(row) for row in rows)

    def latest(self, chat: str, limit: int) -> tuple[WebMessage, ...]:
        """The last *limit* messages, oldest first: what a page shows that opens the chat."""
        statement = select(tables.web_messages).where(_messages.chat == chat)
        rows = self._connection.execute(statement.order_by(_messages.id.desc()).limit(limit)).all()
        return tuple(self._message(row) for row in reversed(rows))

    def over(self, before: datetime, most: int, after: int = 0) -> list[int]:
        """The ids of messages older than an instant, in order, from the one after *after*.

        The newest of all stays: SQLite would give its number to another, which pages would take for one they have.
        """
        newest = select(func.max(_messages.id)).scalar_subquery()
        old = (_messages.id > after, _messages.created_at < before, _messages.id < newest)
        found = select(_messages.id).where(*old).order_by(_messages.id).limit(most)
        return list(self._connection.execute(found).scalars())

    def forget(self, ids: Collection[int]) -> int:
        """Drop messages. Returns: how many."""
        return self._connection.execute(delete(tables.web_messages).where(_messages.id.in_(list(ids)))).rowcount

    def add_file(self, token_hash: bytes, file: WebFile, expires_at: datetime) -> None:
        """Keep a file for who has the token, in place of what was kept under it."""
        row = {
            "token_hash": token_hash, "name": file.name, "mime": file.mime, "expires_at": expires_at,
            "content": self._vault.seal(file.content, FILE_LABEL),
        }  # fmt: skip
        statement = insert_or(tables.web_files)
        changed = {name: statement.excluded[name] for name in ("name", "mime", "content", "expires_at")}
        put = statement.on_conflict_do_update(index_elements=["token_hash"], set_=changed)
        self._connection.execute(put, row)

    def get_file(self, token_hash: bytes, at: datetime) -> WebFile | None:
        """The file, unless it has expired."""
        statement = select(tables.web_files).where(_files.token_hash == token_hash, _files.expires_at > at)
        row = self._connection.execute(statement).one_or_none()
        return WebFile(row.name, row.mime, self._vault.open(row.content, FILE_LABEL)) if row is not None else None

    def drop_file(self, token_hash: bytes) -> None:
        """Keep a file no longer."""
        self._connection.execute(delete(tables.web_files).where(_files.token_hash == token_hash))

    def forget_files_before(self, at: datetime) -> int:
        """Drop files that expired at *at* or before. Returns: how many."""
        return self._connection.execute(delete(tables.web_files).where(_files.expires_at <= at)).rowcount

    def _add(
        self, chat: str, content: Mapping[str, Any], at: datetime, *, is_from_person: bool, key: str | None = None
    ) -> int:
        # Without the lock two processes could commit in another order than that of their ids, and a page that
        # asks for what is newer than the id it knows would miss a message for good.
        self._connection.execute(_LOCK, {"key": chat})
        known = self._connection.execute(_KNOWN, {"key": key, "where": chat}).scalar() if key is not None else None
        if known is not None:
            return int(known)
        row = {
            "chat": chat, "content": seal_json(self._vault, content, MESSAGE_LABEL),
            "is_from_person": is_from_person, "created_at": at, "part_key": key,
        }  # fmt: skip
        return int(self._connection.execute(_ADD, row).scalar_one())

    def _message(self, row: Row[*tuple[Any, ...]]) -> WebMessage:
        content = open_json(self._vault, row.content, MESSAGE_LABEL)
        return WebMessage(row.id, content, row.is_from_person, row.edited_seq, row.created_at)
