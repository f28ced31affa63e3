"""What the program watches and what falls due: alarms and timers."""

from sqlalchemy import Column, String, Table, UniqueConstraint, text

from storage.columns import Id, Instant, index_where, metadata

# What is wrong, for the operators: one row a kind of trouble, open while cleared_at is null.
alarms = Table(
    "alarms", metadata,
    Column("name", String(60), primary_key=True),
    Column("raised_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),  # when a process last found it so
    Column("told_at", Instant),
    Column("cleared_at", Instant),
    Column("figure", Id, nullable=False, server_default=text("0")),  # what was measured, as the text wants it
    sqlite_with_rowid=False,
)  # fmt: skip
# What comes due for a campaign or a person and hangs on no other row. One is open while due_at is after done_at.
timers = Table(
    "timers", metadata,
    Column("id", Id, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(80), nullable=False),  # a campaign's code, "person:12", "scope:45", "all"
    Column("due_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("cursor", Id, nullable=False, server_default=text("0")),  # the last person or CĐCS that was told
    UniqueConstraint("kind", "subject"),
    index_where("ix_timers_open", "due_at", where="done_at IS NULL OR done_at < due_at"),
)  # fmt: skip
