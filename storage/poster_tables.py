"""The table of posters that were asked for by the set. All other tables stand in tables.py."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from storage.columns import Id, Instant, metadata, unique_where

# A set of posters under way, or made; the file itself is among web_files, for a day.
poster_orders = Table(
    "poster_orders", metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),
    Column("part", Integer, nullable=False),
    Column("said_id", Id, nullable=False),  # the outbox row that says how far it is
    Column("asked_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_until", Instant),  # a process is making it
    Column("finished_at", Instant),  # made, or given up
    Column("sheets", Integer),  # null: given up
    Column("file_hash", LargeBinary(32)),  # of the file among web_files
    Index("ix_poster_orders_finished_at", "finished_at"),
    unique_where("uq_poster_orders_open", "person_id", where="finished_at IS NULL"),
)  # fmt: skip
