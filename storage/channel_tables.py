"""Tables of single channels: the web chat, and what we authenticate with at Zalo. A part of tables.py."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from storage.columns import Id, Instant, metadata, unique_where

# -- our own web chat --
web_chats = Table(
    "web_chats", metadata,
    Column("chat", String(100), primary_key=True),  # keyed hash of the browser's token
    Column("created_at", Instant, nullable=False),
    Column("demo_role", String(20)),
    Column("edits", Integer, nullable=False, server_default="0"),  # counted: a page learns of what it missed
)  # fmt: skip
web_messages = Table(
    "web_messages", metadata,
    Column("id", Id, primary_key=True),
    Column("chat", ForeignKey("web_chats.chat"), nullable=False),
    Column("content", LargeBinary, nullable=False),  # sealed JSON of the part, or of what the person wrote
    Column("is_from_person", Boolean, nullable=False),
    Column("edited_seq", Integer, nullable=False, server_default="0"),  # 0: never edited; see web_chats.edits
    Column("created_at", Instant, nullable=False),
    Column("part_key", String(40)),  # of what we said: a part that is stored again is one message
    Index("ix_web_messages_chat_id", "chat", "id"),
    unique_where("uq_web_messages_part_key", "part_key", where="part_key IS NOT NULL"),
)  # fmt: skip
web_files = Table(
    "web_files", metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("mime", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),  # sealed
    Column("expires_at", Instant, nullable=False),
)  # fmt: skip

# What we authenticate with at Zalo, one row an Official Account. A refresh token works once: its successor is stored
# here before anybody uses it, by the process that holds the lease.
zalo_tokens = Table(
    "zalo_tokens", metadata,
    Column("oa_id", String(40), primary_key=True),
    Column("access_token", LargeBinary),  # sealed; null until the first refresh
    Column("refresh_token", LargeBinary, nullable=False),  # sealed
    Column("expires_at", Instant, nullable=False),  # the access token
    Column("refresh_expires_at", Instant, nullable=False),
    Column("refreshed_at", Instant),
    Column("seed_hash", LargeBinary(32)),  # keyed hash of the setting that the first pair came from
    Column("failed_at", Instant),  # since when a person has to look
    Column("failure", String(80)),
    Column("retry_at", Instant),  # of a failure that may pass; null with failed_at: it will not
    Column("lease_until", Instant),  # somebody is at it
    Column("leased_by", String(16)),
    sqlite_with_rowid=False,
)  # fmt: skip
