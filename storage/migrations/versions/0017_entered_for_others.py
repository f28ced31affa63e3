"""Who entered an initiative for its author, and how the author agreed.

Only columns that may be empty are added, so programs of the revision before go on until they are restarted.

Revision: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
is_online = True


def upgrade() -> None:
    """Add the columns."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    # Alembic would add the constraint by a statement of its own, which SQLite does not know.
    op.execute(
        f"ALTER TABLE submissions ADD COLUMN entered_by_id {kind} "
        "CONSTRAINT fk_submissions_entered_by_id REFERENCES people (id)"
    )
    op.add_column("submissions", sa.Column("entered_by", sa.String(200)))
    op.add_column("submissions", sa.Column("consented_by", sa.String(20)))
