"""When somebody is to be reminded: of a draft, of a decision that waits, of the programme's dates.

What is there already is marked as due: the timers look at it once and find out when it really is. Columns are only
added and have defaults, so that programs of revision 0001 can go on until they are restarted.

Revision: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns and the table."""
    _extend_conversations()
    op.add_column("submissions", sa.Column("remind_at", _INSTANT))
    op.execute("UPDATE submissions SET remind_at = changed_at WHERE status = 'submitted'")
    _index("submissions", "ix_submissions_remind_at", "remind_at", where="remind_at IS NOT NULL")
    op.create_table(
        "timers",
        sa.Column("id", _ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(80), nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("done_at", _INSTANT),
        sa.Column("cursor", _ID, nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id", name="pk_timers"),
        sa.UniqueConstraint("kind", "subject", name="uq_timers_kind_subject"),
    )
    _index("timers", "ix_timers_open", "due_at", where="done_at IS NULL OR done_at < due_at")


def _extend_conversations() -> None:
    op.add_column("conversations", sa.Column("remind_at", _INSTANT))
    for name in ("has_draft", "is_reminder_free"):
        op.add_column(
            "conversations", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))
        )
    op.execute("UPDATE conversations SET remind_at = updated_at")
    _index("conversations", "ix_conversations_remind_at", "remind_at", where="remind_at IS NOT NULL")


def _index(table: str, name: str, column: str, *, where: str) -> None:
    op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
