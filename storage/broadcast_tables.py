"""The table of what staff tell many people in their own words. All other tables stand in tables.py."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, text

from storage.columns import Id, Instant, metadata

broadcasts = Table(
    "broadcasts", metadata,
    Column("id", Id, primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),  # who speaks, to whom is below it
    Column("audience", String(20), nullable=False),  # see conversations/district_effects.py
    Column("text", Text, nullable=False),
    Column("by_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("told", Integer, nullable=False, server_default=text("0")),  # people who are owed it by now
    Column("at_organisation", Id, nullable=False, server_default=text("0")),  # where it goes on: the next node,
    Column("at_person", Id, nullable=False, server_default=text("0")),  # and behind whom there
    Column("ended_at", Instant),  # everybody was told, or it was stopped
    Index("ix_broadcasts_sent", "organisation_id", "at"),
)  # fmt: skip
