"""Asking for a role, and counting codes that open nothing.

Only tables are added: programs of the revision before go on until they are restarted.

Revision: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "role_requests",
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("closed_at", _INSTANT),
        sa.Column("closed_by", _ID),
        sa.Column("outcome", sa.String(8)),
        sa.PrimaryKeyConstraint("code", name="pk_role_requests"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_role_requests_person_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_role_requests_organisation_id"),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name="fk_role_requests_closed_by"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_role_requests_person_id", "role_requests", ["person_id"])
    op.create_index("ix_role_requests_organisation_id", "role_requests", ["organisation_id"])
    only = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_role_requests_open", "role_requests", ["person_id", "organisation_id"],
        unique=True, sqlite_where=only, postgresql_where=only,
    )  # fmt: skip
    op.create_table(
        "wrong_codes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_codes"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_wrong_codes_person_id"),
    )
    op.create_index("ix_wrong_codes_at", "wrong_codes", ["at"])
    op.create_index("ix_wrong_codes_person_id_at", "wrong_codes", ["person_id", "at"])
