"""Rate limits that processes share, sends of unknown outcome, updates that were set aside, alarms.

Tables, columns without a rule and indexes are added, so that programs of revision 0002 can go on until they are
restarted; they only lose an index.

Revision: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables and the columns."""
    op.add_column("outbox", sa.Column("maybe_sent_at", _INSTANT))
    op.add_column("outbox", sa.Column("claimed_by", sa.String(16)))
    only = sa.text("maybe_sent_at IS NOT NULL")
    op.create_index("ix_outbox_maybe_sent", "outbox", ["id"], sqlite_where=only, postgresql_where=only)
    # Ordered by time, so that what waits for another attempt costs nothing while a platform is away.
    op.drop_index("ix_outbox_pending", "outbox")
    only = sa.text("status = 'pending'")
    op.create_index("ix_outbox_due", "outbox", ["priority", "due_at", "id"], sqlite_where=only, postgresql_where=only)
    op.add_column("web_messages", sa.Column("part_key", sa.String(40)))
    only = sa.text("part_key IS NOT NULL")
    op.create_index(
        "uq_web_messages_part_key", "web_messages", ["part_key"],
        unique=True, sqlite_where=only, postgresql_where=only,
    )  # fmt: skip
    op.create_table(
        "rate_limits",
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(100), nullable=False),
        sa.Column("full_at", _INSTANT, nullable=False),
        sa.Column("paused_until", _INSTANT),
        sa.PrimaryKeyConstraint("channel", "chat", name="pk_rate_limits"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "set_aside",
        sa.Column("id", _ID, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("update_key", sa.String(120), nullable=False),
        sa.Column("update", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", _INSTANT, nullable=False),
        sa.Column("set_aside_at", _INSTANT, nullable=False),
        sa.Column("error", sa.String(80), nullable=False),
        sa.Column("place", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_set_aside"),
        sa.UniqueConstraint("channel", "update_key", name="uq_set_aside_channel_update_key"),
    )
    op.create_table(
        "alarms",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("raised_at", _INSTANT, nullable=False),
        sa.Column("seen_at", _INSTANT, nullable=False),
        sa.Column("told_at", _INSTANT),
        sa.Column("cleared_at", _INSTANT),
        sa.Column("figure", _ID, nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("name", name="pk_alarms"),
        sqlite_with_rowid=False,
    )
