"""What a district federation arranges: typed workplaces, names that were learnt, whom people may turn to.

Only tables are added: programs of the revision before go on until they are restarted.

Revision: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "resolutions",
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("federation_id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by_id", _ID, nullable=False),
        sa.Column("has_created", sa.Boolean(), nullable=False),
        sa.Column("undone_at", _INSTANT),
        sa.PrimaryKeyConstraint("code", name="pk_resolutions"),
        sa.ForeignKeyConstraint(["federation_id"], ["organisations.id"], name="fk_resolutions_federation_id"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_resolutions_organisation_id"),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name="fk_resolutions_by_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_resolutions_by_id_at", "resolutions", ["by_id", "at"])
    op.create_table(
        "resolved",
        sa.Column("resolution", sa.String(8), nullable=False),
        sa.Column("submission_id", _ID, nullable=False),
        sa.Column("union_name", sa.String(300), nullable=False),
        sa.Column("revision", _ID, nullable=False),
        sa.PrimaryKeyConstraint("resolution", "submission_id", name="pk_resolved"),
        sa.ForeignKeyConstraint(["resolution"], ["resolutions.code"], name="fk_resolved_resolution"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "learnt_names",
        sa.Column("id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("resolution", sa.String(8), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learnt_names"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_learnt_names_organisation_id"),
        sa.ForeignKeyConstraint(["resolution"], ["resolutions.code"], name="fk_learnt_names_resolution"),
    )
    op.create_index("ix_learnt_names_organisation_id", "learnt_names", ["organisation_id"])
    op.create_index("ix_learnt_names_resolution", "learnt_names", ["resolution"])
    op.create_table(
        "directory_changes",
        sa.Column("version", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_directory_changes"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_directory_changes_organisation_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "contacts",
        sa.Column("organisation_id", _ID, nullable=False),
        *(
            sa.Column(name, sa.String(size))
            for name, size in (("name", 200), ("person", 200), ("phone", 30), ("hours", 200))
        ),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_contacts"),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_contacts_organisation_id"),
        sqlite_with_rowid=False,
    )
