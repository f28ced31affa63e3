"""Codes that join accounts to one person.

Only a table is added, so programs of the revision before go on until they are restarted.

Revision: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "joins",
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT),
        sa.Column("used_by", _ID),
        sa.Column("used_on", sa.String(20)),
        sa.Column("moved", sa.Text()),
        sa.Column("undone_at", _INSTANT),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_joins_person_id"),
        sa.ForeignKeyConstraint(["used_by"], ["people.id"], name="fk_joins_used_by"),
        sa.PrimaryKeyConstraint("code", name="pk_joins"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_joins_person_id", "joins", ["person_id"])
    unused = sa.text("used_at IS NULL")
    op.create_index("ix_joins_open", "joins", ["expires_at"], sqlite_where=unused, postgresql_where=unused)
    op.create_index(
        "uq_joins_open", "joins", ["person_id"], unique=True, sqlite_where=unused, postgresql_where=unused
    )  # fmt: skip
