"""Organisations with validity dates, more kinds, former names, merges and what they moved.

Columns without a rule, tables and indexes are added and a check is widened: programs of the revision before go on
until they are restarted.

Revision: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)
_OLD_KINDS = "kind IN ('national', 'province', 'federation', 'union')"
_KINDS = "kind IN ('national', 'province', 'sector', 'federation', 'commune', 'union')"
_NOT_ITSELF = "merged_into_id IS NULL OR merged_into_id <> id"


def upgrade() -> None:
    """Add the columns and the tables; let organisations be of more kinds."""
    for name in ("valid_from", "valid_to"):
        op.add_column("organisations", sa.Column(name, sa.Date()))
    if op.get_bind().dialect.name == "sqlite":
        _widen_in_sqlite()
    else:
        to = sa.ForeignKey("organisations.id", name="fk_organisations_merged_into_id")
        op.add_column("organisations", sa.Column("merged_into_id", _ID, to))
        op.drop_constraint(op.f("ck_organisations_kind"), "organisations")
        op.create_check_constraint(op.f("ck_organisations_kind"), "organisations", _KINDS)
        op.create_check_constraint(op.f("ck_organisations_merged_into"), "organisations", _NOT_ITSELF)
    op.create_table(
        "organisation_names",
        sa.Column("id", _ID, nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_names"),
        sa.UniqueConstraint("organisation_id", "valid_to", name="uq_organisation_names_organisation_id_valid_to"),
        _key("organisation_names", "organisation_id", "organisations"),
    )
    op.create_table(
        "organisation_changes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("by_id", _ID),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("organisation_id", _ID, nullable=False),
        sa.Column("other_id", _ID),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("undone_at", _INSTANT),
        sa.Column("undone_by", _ID),
        sa.PrimaryKeyConstraint("id", name="pk_organisation_changes"),
        *(_key("organisation_changes", name, "organisations") for name in ("organisation_id", "other_id")),
        *(_key("organisation_changes", name, "people") for name in ("by_id", "undone_by")),
    )
    for name in ("organisation_id", "other_id"):
        op.create_index(f"ix_organisation_changes_{name}", "organisation_changes", [name])
    op.create_table(
        "organisation_moves",
        sa.Column("change_id", _ID, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("row_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("change_id", "what", "row_id", name="pk_organisation_moves"),
        _key("organisation_moves", "change_id", "organisation_changes"),
    )


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}")


def _widen_in_sqlite() -> None:
    """Write the new check into the schema's text: making the table anew would need all that refers to it gone.

    Source: sqlite.org/lang_altertable.html, section 7: constraints may be changed so, as nothing on disk changes.
    """
    connection = op.get_bind()
    op.execute("ALTER TABLE organisations ADD COLUMN merged_into_id INTEGER")
    statement = sa.text("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'organisations'")
    old = str(connection.execute(statement).scalar_one())
    new = old.replace(_OLD_KINDS, _KINDS).rstrip().removesuffix(")").rstrip()
    new += (
        f", CONSTRAINT ck_organisations_merged_into CHECK ({_NOT_ITSELF})"
        ", CONSTRAINT fk_organisations_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES organisations (id))"
    )
    if _KINDS not in new:
        raise RuntimeError("organisations has another check of its kinds than expected")
    version = connection.execute(sa.text("PRAGMA schema_version")).scalar_one()
    connection.execute(sa.text("PRAGMA writable_schema = ON"))
    update = sa.text("UPDATE sqlite_schema SET sql = :sql WHERE type = 'table' AND name = 'organisations'")
    connection.execute(update, {"sql": new})
    connection.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    connection.execute(sa.text("PRAGMA writable_schema = RESET"))
