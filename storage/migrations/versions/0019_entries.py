"""What people enter for colleagues, until the author says yes.

A table is added, so programs of the revision before go on until they are restarted.

Revision: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "entries",
        sa.Column("id", _ID, nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("helper_id", _ID, nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("asked_id", _ID),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("warned_at", _INSTANT),
        sa.Column("closed_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
        sa.UniqueConstraint("code", name="uq_entries_code"),
        sa.ForeignKeyConstraint(["helper_id"], ["people.id"], name="fk_entries_helper_id"),
        sa.ForeignKeyConstraint(["asked_id"], ["people.id"], name="fk_entries_asked_id"),
    )
    for column in ("helper_id", "asked_id", "closed_at"):
        op.create_index(f"ix_entries_{column}", "entries", [column])
    is_open = sa.text("closed_at IS NULL")
    op.create_index("ix_entries_open", "entries", ["expires_at"], sqlite_where=is_open, postgresql_where=is_open)
