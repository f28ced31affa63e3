"""The tables of how organisations change: former names, changes, and what each of them moved. The tree: tables.py."""

from sqlalchemy import Column, Date, ForeignKey, Index, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint

from storage.columns import Id, Instant, metadata

# A name was valid until a day that it does not hold for; from the end of the one before it.
organisation_names = Table(
    "organisation_names", metadata,
    Column("id", Id, primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),
    Column("name", String(300), nullable=False),
    Column("valid_to", Date, nullable=False),
    UniqueConstraint("organisation_id", "valid_to"),
)  # fmt: skip
organisation_changes = Table(
    "organisation_changes", metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("by_id", ForeignKey("people.id")),  # null: the operator
    Column("kind", String(20), nullable=False),  # added | renamed | closed | reopened | moved | merged
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),
    Column("other_id", ForeignKey("organisations.id")),  # where it was merged or moved to
    Column("day", Date, nullable=False),  # the first day on which it is so
    Column("before", Text, nullable=False),  # JSON: columns of the organisation as they were
    Column("undone_at", Instant),
    Column("undone_by", ForeignKey("people.id")),  # null: not undone, or by the operator
    Index("ix_organisation_changes_organisation_id", "organisation_id"),
    Index("ix_organisation_changes_other_id", "other_id"),
)  # fmt: skip
# Rows that a merge took along, so that undoing it brings back these and no others.
organisation_moves = Table(
    "organisation_moves", metadata,
    Column("change_id", ForeignKey("organisation_changes.id"), nullable=False),
    Column("what", String(20), nullable=False),  # submission | grant | doubled (a grant held there already) | child
    Column("row_id", Id, nullable=False),
    PrimaryKeyConstraint("change_id", "what", "row_id"),
)  # fmt: skip
