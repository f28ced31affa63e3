"""Sets of posters that were asked for.

Only a table is added, so programs of the revision before go on until they are restarted.

Revision: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "poster_orders",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(100), nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("said_id", _ID, nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", _INSTANT),
        sa.Column("finished_at", _INSTANT),
        sa.Column("sheets", sa.Integer()),
        sa.Column("file_hash", sa.LargeBinary(32)),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_poster_orders_person_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_poster_orders_organisation_id"),
        sa.PrimaryKeyConstraint("id", name="pk_poster_orders"),
    )
    op.create_index("ix_poster_orders_finished_at", "poster_orders", ["finished_at"])
    only = sa.text("finished_at IS NULL")
    op.create_index(
        "uq_poster_orders_open", "poster_orders", ["person_id"],
        unique=True, sqlite_where=only, postgresql_where=only,
    )  # fmt: skip
