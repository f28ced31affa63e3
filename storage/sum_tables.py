"""The tables of sums: what reports on provinces and the whole country read in place of every initiative.

Triggers on `submissions` and `organisations` (migration 0012) note each change in `sum_changes`, in its transaction,
whoever makes it; from time to time the notes are added to the sums. What is true is always sums plus notes: see
repositories/sums.py. Other triggers (migration 0022) count the CĐCS that have any in `union_sums`. The rest: tables.py.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Index, Integer, PrimaryKeyConstraint, String, Table

from storage.columns import Id, metadata

# Rows are only ever added and taken away, so that no turn waits for another one's.
sum_changes = Table(
    "sum_changes", metadata,
    Column("id", Id, primary_key=True),
    Column("campaign", String(60), nullable=False),
    Column("organisation_id", Id, nullable=False),
    Column("district_id", Id, nullable=False),  # the node above a CĐCS; any other organisation is its own
    Column("submitted_on", Date, nullable=False),
    Column("status", String(20), nullable=False),
    Column("block", String(20), nullable=False),
    Column("field", String(20), nullable=False),  # '' for none
    Column("is_agreed", Boolean, nullable=False),
    Column("filed", Integer, nullable=False),  # 1: there is one more of these, -1: one less
)  # fmt: skip


def _by_kind(name: str, key: Column[Any], *order: str) -> Table:
    """Sums of a campaign by *key* and by what an initiative is. order: of the primary key behind the campaign."""
    return Table(
        name, metadata,
        Column("campaign", String(60), nullable=False),
        key,
        Column("status", String(20), nullable=False),
        Column("block", String(20), nullable=False),
        Column("field", String(20), nullable=False),
        Column("is_agreed", Boolean, nullable=False),
        Column("filed", Integer, nullable=False),
        PrimaryKeyConstraint("campaign", *order),
        sqlite_with_rowid=False,
    )  # fmt: skip


# Days come last: what is asked for all of them comes in order, so that nothing is sorted.
_KINDS = ("status", "block", "field", "is_agreed")
campaign_sums = _by_kind("campaign_sums", Column("submitted_on", Date, nullable=False), *_KINDS, "submitted_on")
district_sums = _by_kind("district_sums", Column("district_id", Id, nullable=False), "district_id", *_KINDS)
union_sums = Table(  # of whoever is responsible: a CĐCS, or a federation for what names none
    "union_sums", metadata,
    Column("campaign", String(60), nullable=False),
    Column("organisation_id", Id, nullable=False),
    Column("filed", Integer, nullable=False),  # not withdrawn
    Column("confirmed", Integer, nullable=False),
    Column("valid", Integer, nullable=False),
    PrimaryKeyConstraint("campaign", "organisation_id"),
    Index("ix_union_sums_organisation_id", "organisation_id"),
    sqlite_with_rowid=False,
)  # fmt: skip
unions_having = Table(  # how many CĐCS in force hang below a node that have any, as far as `union_sums` says
    "unions_having", metadata,
    Column("campaign", String(60), nullable=False),
    Column("node_id", Id, nullable=False),
    Column("block", String(20), nullable=False),  # of the CĐCS; '' for none
    Column("filed", Integer, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("valid", Integer, nullable=False),
    PrimaryKeyConstraint("campaign", "node_id", "block"),
    sqlite_with_rowid=False,
)  # fmt: skip
