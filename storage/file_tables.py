"""The tables of files that people send: what is to be fetched, what is kept of it, and pages that take one."""

from sqlalchemy import Column, ForeignKey, LargeBinary, SmallInteger, String, Table, text

from storage.columns import Instant, index_where, metadata

# Files that a turn asked for, until they are read and the person has the answer. The row is worked off by whatever
# process claims it; see bot/fetching.py.
fetches = Table(
    "fetches", metadata,
    Column("file_id", String(32), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("channel", String(20), nullable=False),  # where the answer goes
    Column("user_key", String(100), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("source", String(20), nullable=False),  # the channel that has the file
    Column("purpose", String(40), nullable=False),
    Column("file", LargeBinary),  # sealed JSON; null as soon as it is done
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("attempts", SmallInteger, nullable=False),  # counted when it is claimed: who dies has tried too
    Column("claimed_until", Instant),
    Column("claimed_by", String(16)),
    Column("done_at", Instant),
    index_where("ix_fetches_open", "due_at", where="done_at IS NULL"),
    index_where("ix_fetches_person", "person_id", where="done_at IS NULL"),
    sqlite_with_rowid=False,
)  # fmt: skip
# What a reader keeps of a file for a later tap.
received_files = Table(
    "received_files", metadata,
    Column("file_id", String(32), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),  # sealed
    Column("expires_at", Instant, nullable=False, index=True),
)  # fmt: skip
# One-time addresses that take a file for a person; see bot/upload_pages.py.
upload_links = Table(
    "upload_links", metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("user_key", String(100), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("purpose", String(40), nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("used_at", Instant),  # for the last time that it can be
    Column("uses_left", SmallInteger, nullable=False, server_default=text("1")),
)  # fmt: skip
