"""When we may write unasked: what was sent so far, messages that wait for a contact, people out of reach.

Only a table, columns without a rule and an index are added: programs of the revision before go on until they are
restarted. A message that waits is far from due, so they leave it alone.

Revision: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the table and the columns."""
    op.add_column("outbox", sa.Column("parked_at", _INSTANT))
    op.add_column("identities", sa.Column("out_of_reach_at", _INSTANT))
    only = sa.text("status = 'pending' AND parked_at IS NOT NULL")
    op.create_index("ix_outbox_parked", "outbox", ["parked_at"], sqlite_where=only, postgresql_where=only)
    op.create_table(
        "unasked_sends",
        sa.Column("id", _ID, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(100), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("is_call", sa.Boolean(), nullable=False),
        sa.Column("outbox_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unasked_sends"),
    )
    op.create_index("ix_unasked_sends_channel_chat_at", "unasked_sends", ["channel", "chat", "at"])
