"""What districts and provinces choose as outstanding, with a score and a reason, and what they have handed on.

A table is added, so programs of the revision before go on until they are restarted.

Revision: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "selections",
        sa.Column("id", _ID, nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("forwarded_at", _INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_selections"),
        sa.UniqueConstraint("submission_id", "organisation_id", name="uq_selections_submission_id_organisation_id"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_selections_submission_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_selections_organisation_id"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_selections_by_id"),
    )
    op.create_index("ix_selections_chosen", "selections", ["organisation_id", "score", "id"])
