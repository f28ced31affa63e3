"""Joined accounts are found by who joined, too: whoever becomes anonymous is looked for in both directions.

Programs of the revision before go on.

Revision: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
is_online = True


def upgrade() -> None:
    """Add an index."""
    used = sa.text("used_by IS NOT NULL")
    op.create_index("ix_joins_used_by", "joins", ["used_by"], sqlite_where=used, postgresql_where=used)
