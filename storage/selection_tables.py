"""The table of what nodes above a CĐCS have chosen as outstanding. All other tables stand in tables.py."""

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, String, Table, Text, UniqueConstraint

from storage.columns import Id, Instant, metadata

selections = Table(
    "selections", metadata,
    Column("id", Id, primary_key=True),
    Column("submission_id", ForeignKey("submissions.id"), nullable=False),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),  # who chose it: a district, a province …
    Column("score", SmallInteger, nullable=False),  # 1 to 100
    Column("reason", Text, nullable=False),  # what the author reads; empty when the author is anonymous
    Column("by_id", ForeignKey("people.id"), nullable=False),
    Column("by_name", String(200), nullable=False),
    Column("at", Instant, nullable=False),
    Column("forwarded_at", Instant),  # when it went to the node above
    UniqueConstraint("submission_id", "organisation_id"),
    Index("ix_selections_chosen", "organisation_id", "score", "id"),
)  # fmt: skip
