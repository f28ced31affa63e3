"""What we authenticate with at Zalo, under seal, with the lease of whoever renews it.

A table is added that programs of revision 0003 know nothing of, so they can go on until they are restarted.

Revision: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
is_online = True

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "zalo_tokens",
        sa.Column("oa_id", sa.String(40), nullable=False),
        sa.Column("access_token", sa.LargeBinary()),
        sa.Column("refresh_token", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("refresh_expires_at", _INSTANT, nullable=False),
        sa.Column("refreshed_at", _INSTANT),
        sa.Column("seed_hash", sa.LargeBinary(32)),
        sa.Column("failed_at", _INSTANT),
        sa.Column("failure", sa.String(80)),
        sa.Column("retry_at", _INSTANT),
        sa.Column("lease_until", _INSTANT),
        sa.Column("leased_by", sa.String(16)),
        sa.PrimaryKeyConstraint("oa_id", name="pk_zalo_tokens"),
        sqlite_with_rowid=False,
    )
