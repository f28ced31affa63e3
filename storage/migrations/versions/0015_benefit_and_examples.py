"""What an initiative is worth in money, and examples of initiatives that federations set.

Columns that may be empty and a table are added, so programs of the revision before go on until they are restarted.

Revision: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("submissions", sa.Column("benefit", _ID))
    op.add_column("submissions", sa.Column("benefit_period", sa.String(10)))
    op.create_table(
        "examples",
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("field", sa.String(20), nullable=False),
        sa.Column("text", sa.String(800), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "field", name="pk_examples"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_examples_organisation_id"),
        sqlite_with_rowid=False,
    )
