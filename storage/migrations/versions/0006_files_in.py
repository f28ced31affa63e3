"""Files that people send: what is to be fetched, what is kept of it, and pages that take one.

Only tables are added: programs of the revision before go on until they are restarted.

Revision: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "fetches",
        sa.Column("file_id", sa.String(32), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("user_key", sa.String(100), nullable=False),
        sa.Column("chat", sa.String(100), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("file", sa.LargeBinary()),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("claimed_until", _INSTANT),
        sa.Column("claimed_by", sa.String(16)),
        sa.Column("done_at", _INSTANT),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_fetches_person_id"),
        sa.PrimaryKeyConstraint("file_id", name="pk_fetches"),
        sqlite_with_rowid=False,
    )
    only = sa.text("done_at IS NULL")
    op.create_index("ix_fetches_open", "fetches", ["due_at"], sqlite_where=only, postgresql_where=only)
    op.create_index("ix_fetches_person", "fetches", ["person_id"], sqlite_where=only, postgresql_where=only)
    op.create_table(
        "received_files",
        sa.Column("file_id", sa.String(32), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_received_files_person_id"),
        sa.PrimaryKeyConstraint("file_id", name="pk_received_files"),
    )
    op.create_index("ix_received_files_expires_at", "received_files", ["expires_at"])
    op.create_table(
        "upload_links",
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("person_id", _ID, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("user_key", sa.String(100), nullable=False),
        sa.Column("chat", sa.String(100), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("used_at", _INSTANT),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_upload_links_person_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_upload_links"),
    )
    op.create_index("ix_upload_links_expires_at", "upload_links", ["expires_at"])
