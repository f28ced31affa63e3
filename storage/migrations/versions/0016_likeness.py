"""A sketch of each text by which likely ones of its CĐCS are found, and whether the content is a secret.

Only columns that older programs leave alone and indexes are added. What they file meanwhile, and what was filed
before, has no sketch: the leading process gives it one (bot/housekeeping.py).

Revision: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
is_online = True


def upgrade() -> None:
    """Add the columns and the indexes."""
    op.add_column("submissions", sa.Column("likeness", sa.LargeBinary(32)))
    op.add_column("submissions", sa.Column("is_secret", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_index("ix_submissions_likeness", "submissions", ["organisation_id", "id", "likeness"])
    only = sa.text("likeness IS NULL")
    op.create_index("ix_submissions_unsketched", "submissions", ["id"], sqlite_where=only, postgresql_where=only)
