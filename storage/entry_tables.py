"""The table of what people enter for colleagues, until the author says yes. All other tables stand in tables.py."""

from sqlalchemy import Column, ForeignKey, LargeBinary, SmallInteger, String, Table

from storage.columns import Id, Instant, index_where, metadata

entries = Table(
    "entries", metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(8), nullable=False, unique=True),
    Column("state", String(12), nullable=False),  # see conversations/entering.py
    Column("helper_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("content", LargeBinary),  # sealed JSON: the helper's name and the answers; null as soon as it is closed
    Column("tries", SmallInteger, nullable=False),
    Column("asked_id", ForeignKey("people.id"), index=True),  # who was asked at once; of a refused one, who said no
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("warned_at", Instant),  # when the helper was told that it ends soon
    Column("closed_at", Instant, index=True),
    index_where("ix_entries_open", "expires_at", where="closed_at IS NULL"),
)  # fmt: skip
