"""Files that go with initiatives, how many each has, and pages that take more than one file.

A table and columns with defaults are added, so programs of the revision before go on until they are restarted.

Revision: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Add a table and two columns."""
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("submission_id", _ID),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("blob", sa.LargeBinary(32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("mime", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_attachments_person_id"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_attachments_submission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
        sqlite_with_rowid=False,
    )
    for column in ("person_id", "submission_id", "blob"):
        op.create_index(f"ix_attachments_{column}", "attachments", [column])
    only = sa.text("submission_id IS NULL")
    op.create_index("ix_attachments_unbound", "attachments", ["created_at"], sqlite_where=only, postgresql_where=only)
    op.add_column("submissions", sa.Column("attached", sa.SmallInteger(), nullable=False, server_default=sa.text("0")))
    op.add_column(
        "upload_links", sa.Column("uses_left", sa.SmallInteger(), nullable=False, server_default=sa.text("1"))
    )
