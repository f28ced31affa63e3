"""A list of CĐCS waits in a table of its own until all of it is taken over at once.

Only a table is added: programs of the revision before go on until they are restarted.

Revision: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
is_online = True


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "import_rows",
        sa.Column("batch", sa.String(40), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("parent_code", sa.String(60), nullable=False),
        sa.Column("block", sa.String(20)),
        sa.Column("aliases", sa.Text(), nullable=False),
        sa.Column("staged_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("batch", "code", name="pk_import_rows"),
        sqlite_with_rowid=False,
    )
