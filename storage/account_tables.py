"""The table of codes that join accounts to one person. All other tables stand in tables.py."""

from sqlalchemy import Column, ForeignKey, String, Table, Text

from storage.columns import Instant, index_where, metadata, unique_where

joins = Table(
    "joins", metadata,
    Column("code", String(8), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),  # who made it
    Column("channel", String(20), nullable=False),  # where
    Column("made_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    Column("used_by", ForeignKey("people.id")),  # who that account was before
    Column("used_on", String(20)),  # its channel
    Column("moved", Text),  # JSON: the numbers of what went over with it, so that exactly that can go back
    Column("undone_at", Instant),
    index_where("ix_joins_used_by", "used_by", where="used_by IS NOT NULL"),
    index_where("ix_joins_open", "expires_at", where="used_at IS NULL"),
    unique_where("uq_joins_open", "person_id", where="used_at IS NULL"),
    sqlite_with_rowid=False,
)  # fmt: skip
