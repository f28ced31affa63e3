"""Rows that every turn writes are shorter on SQLite: instants as whole numbers, and another dictionary (decision 0048).

Programs of an earlier revision can read neither: there they have to be stopped. Nothing changes on PostgreSQL.

Revision: 0023
"""

from alembic import op

revision = "0023"
down_revision = "0022"
is_online = False
is_online_on = ("postgresql",)

_INSTANTS = {
    "inbox": ("received_at",),
    "outbox": ("created_at", "due_at", "claimed_until", "sent_at", "closed_at", "maybe_sent_at", "parked_at"),
    "rate_limits": ("full_at", "paused_until"),
}


def upgrade() -> None:
    """Count microseconds since 1970 where it was written out."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table, columns in _INSTANTS.items():
        counted = (  # strftime rounds what has a fraction, so it is given none
            f"{column} = CAST(strftime('%s', substr({column}, 1, 19)) AS INTEGER) * 1000000"
            f" + CAST(substr({column}, 21) AS INTEGER)"
            for column in columns
        )
        op.execute(f"UPDATE {table} SET {', '.join(counted)}")  # noqa: S608 - names of this file
