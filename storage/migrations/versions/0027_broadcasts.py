"""What staff tell many people in their own words.

A table is added, so programs of the revision before go on until they are restarted.

Revision: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "broadcasts",
        sa.Column("id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("told", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("at_organisation", _ID, nullable=False, server_default=sa.text("0")),
        sa.Column("at_person", _ID, nullable=False, server_default=sa.text("0")),
        sa.Column("ended_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_broadcasts_organisation_id"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_broadcasts_by_id"),
    )
    op.create_index("ix_broadcasts_sent", "broadcasts", ["organisation_id", "at"])
