"""Fewer pages for a turn to write: the inbox without its index by time, people indexed only once they have filed.

What is old in the inbox is found by reading on through its keys. On SQLite programs of this revision pack what they
store (storage/sealed_json.py), which those of an earlier one cannot read: there they have to be stopped.

Revision: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
is_online = False
is_online_on = ("postgresql",)


def upgrade() -> None:
    """Drop one index, and make another anew for fewer rows."""
    op.drop_index("ix_inbox_received_at", "inbox")
    op.drop_index("ix_people_identity_hash", "people")
    has_filed = sa.text("identity_hash IS NOT NULL")
    op.create_index(
        "ix_people_identity_hash", "people", ["identity_hash"], sqlite_where=has_filed, postgresql_where=has_filed
    )
