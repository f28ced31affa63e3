"""Indexes for reports above a district: what hangs below a node by its kind, and who waits longest of all.

Programs of the revision before go on: their statements find their rows by the new indexes as well.

Revision: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
is_online = True

_IS_UNION = "kind = 'union' AND is_active"
_OF_NODES: tuple[tuple[str, list[str], str], ...] = (
    ("ix_organisations_unions", ["parent_id", "block"], _IS_UNION),
    ("ix_organisations_others", ["parent_id"], f"NOT ({_IS_UNION})"),
)


def upgrade() -> None:
    """Make two indexes of nodes anew, by their parents instead of their ids, and one of what waits."""
    for name, columns, where in _OF_NODES:
        op.drop_index(name, "organisations")
        _index(name, "organisations", columns, where)
    waiting = ["campaign", "changed_at", "id", "block", "submitted_on"]
    _index("ix_submissions_waiting", "submissions", waiting, "status || '' = 'submitted'")  # see tables.py


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
