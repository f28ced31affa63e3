"""The tables of how people come to a role besides an invitation. All other tables stand in tables.py."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from storage.columns import Id, Instant, metadata, unique_where

# Who asks to become an executive of a CĐCS; it grants nothing by itself. The name stands under seal in the dialogue.
role_requests = Table(
    "role_requests", metadata,
    Column("code", String(8), primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False, index=True),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", ForeignKey("people.id")),  # null: it ran out
    Column("outcome", String(8)),  # granted | refused | expired
    unique_where("uq_role_requests_open", "person_id", "organisation_id", where="closed_at IS NULL"),
    sqlite_with_rowid=False,
)  # fmt: skip
# Codes that opened nothing, for an hour's look back: who, and when, never which.
wrong_codes = Table(
    "wrong_codes", metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Index("ix_wrong_codes_person_id_at", "person_id", "at"),
)  # fmt: skip
