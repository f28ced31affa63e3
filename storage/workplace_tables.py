"""The tables of what a district federation arranges: typed workplaces, names that were learnt, whom people may turn to,
what examples they see.

All other tables stand in tables.py.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table

from storage.columns import Id, Instant, metadata

# What somebody did with a workplace that was only typed, so that it can be undone.
resolutions = Table(
    "resolutions", metadata,
    Column("code", String(8), primary_key=True),
    Column("federation_id", ForeignKey("organisations.id"), nullable=False),  # where the initiatives were
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),  # where they went
    Column("name", String(300), nullable=False),  # as it was typed
    Column("at", Instant, nullable=False),
    Column("by_id", ForeignKey("people.id"), nullable=False),
    Column("has_created", Boolean, nullable=False),  # the CĐCS was made for it
    Column("undone_at", Instant),
    Index("ix_resolutions_by_id_at", "by_id", "at"),
    sqlite_with_rowid=False,
)  # fmt: skip
# The initiatives that it moved. No rule ties them to submissions: the demo deletes those.
resolved = Table(
    "resolved", metadata,
    Column("resolution", ForeignKey("resolutions.code"), primary_key=True),
    Column("submission_id", Id, primary_key=True),
    Column("union_name", String(300), nullable=False),  # what this author had typed
    Column("revision", Id, nullable=False),  # it has had since; another one means that somebody changed it
    sqlite_with_rowid=False,
)  # fmt: skip
# Names of a CĐCS that came out of it. A list that is imported replaces the aliases in `organisations`, never these.
learnt_names = Table(
    "learnt_names", metadata,
    Column("id", Id, primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False, index=True),
    Column("name", String(300), nullable=False),
    Column("resolution", ForeignKey("resolutions.code"), nullable=False, index=True),
)  # fmt: skip
# Which node a version of the directory changed, where it was one: processes take that in without reading the tree.
directory_changes = Table(
    "directory_changes", metadata,
    Column("version", Id, primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
# What an office says about itself to everybody; not sealed, for it is public.
contacts = Table(
    "contacts", metadata,
    Column("organisation_id", ForeignKey("organisations.id"), primary_key=True),
    Column("name", String(200)),
    Column("person", String(200)),
    Column("phone", String(30)),
    Column("hours", String(200)),
    sqlite_with_rowid=False,
)  # fmt: skip
# What it shows as an example of an initiative, by field, in place of the built-in one; public too.
examples = Table(
    "examples", metadata,
    Column("organisation_id", ForeignKey("organisations.id"), primary_key=True),
    Column("field", String(20), primary_key=True),
    Column("text", String(800), nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip
