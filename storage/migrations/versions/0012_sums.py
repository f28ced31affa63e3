"""Sums of what was filed, kept by triggers, for reports on the whole country; and an index that reports alone can read.

Programs of the revision before go on: triggers keep the sums for them too.

Revision: 0012
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_WATCHED = ("campaign", "organisation_id", "submitted_on", "status", "block", "field", "agreement_on")
_NOTE = (
    "INSERT INTO sum_changes "
    "(campaign, organisation_id, submitted_on, status, block, field, is_agreed, district_id, filed) "
)


def _columns(row: str) -> str:
    plain = ", ".join(f"{row}.{column}" for column in _WATCHED[:5])
    return f"{plain}, coalesce({row}.field, ''), {row}.agreement_on IS NOT NULL"


def _district(row: str) -> str:
    """The node above a CĐCS; any other organisation itself."""
    return f"CASE WHEN {row}.kind = 'union' THEN coalesce({row}.parent_id, {row}.id) ELSE {row}.id END"


def _noted(row: str, filed: int) -> str:
    """One more, or one less, of what the row of a submission says."""
    return (
        f"{_NOTE} SELECT {_columns(row)}, {_district('node')}, {filed} FROM organisations AS node "  # noqa: S608
        f"WHERE node.id = {row}.organisation_id;"
    )


def _all_noted(row: str, sign: str) -> str:
    """The same of all that an organisation, which has changed places, is responsible for."""
    return (
        f"{_NOTE} SELECT {_columns('filed')}, {_district(row)}, {sign}count(*) FROM submissions AS filed "  # noqa: S608
        f"WHERE filed.organisation_id = {row}.id GROUP BY 1, 2, 3, 4, 5, 6, 7;"
    )


def _differs(differing: str, columns: tuple[str, ...]) -> str:
    return " OR ".join(f"OLD.{column} {differing} NEW.{column}" for column in columns)


_TRIGGERS = (  # table, name, event, columns that are watched, what is noted
    ("submissions", "filed", "INSERT", (), _noted("NEW", 1)),
    ("submissions", "gone", "DELETE", (), _noted("OLD", -1)),
    ("submissions", "changed", "UPDATE", _WATCHED, _noted("OLD", -1) + _noted("NEW", 1)),
    ("organisations", "placed", "UPDATE", ("parent_id", "kind"), _all_noted("OLD", "-") + _all_noted("NEW", "")),
)


def _trigger(table: str, name: str, event: str, watched: tuple[str, ...], notes: str, *, is_server: bool) -> list[str]:
    of = f" OF {', '.join(watched)}" if watched else ""
    when = f"WHEN ({_differs('IS DISTINCT FROM' if is_server else 'IS NOT', watched)})" if watched else ""
    head = f"CREATE TRIGGER {table}_{name} AFTER {event}{of} ON {table} FOR EACH ROW {when}"
    if not is_server:
        return [f"{head} BEGIN {notes} END"]
    function = f"note_{name}()"
    body = f"RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {notes} RETURN NULL; END $$"
    return [f"CREATE FUNCTION {function} {body}", f"{head} EXECUTE FUNCTION {function}"]


_COUNT = (
    (
        "INSERT INTO campaign_sums (campaign, submitted_on, status, block, field, is_agreed, filed) "
        "SELECT campaign, submitted_on, status, block, coalesce(field, ''), agreement_on IS NOT NULL, count(*) "
        "FROM submissions GROUP BY 1, 2, 3, 4, 5, 6"
    ),
    (
        "INSERT INTO district_sums (campaign, district_id, status, block, field, is_agreed, filed) "  # noqa: S608
        f"SELECT filed.campaign, {_district('node')}, filed.status, filed.block, coalesce(filed.field, ''), "
        "filed.agreement_on IS NOT NULL, count(*) "
        "FROM submissions AS filed JOIN organisations AS node ON node.id = filed.organisation_id "
        "GROUP BY 1, 2, 3, 4, 5, 6"
    ),
    (
        "INSERT INTO union_sums (campaign, organisation_id, filed, confirmed, valid) "
        "SELECT campaign, organisation_id, count(*) FILTER (WHERE status <> 'withdrawn'), "
        "count(*) FILTER (WHERE status = 'confirmed'), "
        "count(*) FILTER (WHERE status = 'confirmed' AND agreement_on IS NOT NULL) FROM submissions GROUP BY 1, 2"
    ),
)


def _table(name: str, *keys: str, figures: tuple[str, ...]) -> None:
    columns = [sa.Column(key, _TYPES[key], nullable=False) for key in keys]
    counts = [sa.Column(figure, sa.Integer(), nullable=False) for figure in figures]
    primary = sa.PrimaryKeyConstraint(*(keys if keys[0] != "id" else ("id",)), name=f"pk_{name}")
    op.create_table(name, *columns, *counts, primary, sqlite_with_rowid=keys[0] == "id")


_TYPES: dict[str, "sa.types.TypeEngine[Any]"] = {
    "id": _ID, "campaign": sa.String(60), "organisation_id": _ID, "district_id": _ID, "submitted_on": sa.Date(),
    "status": sa.String(20), "block": sa.String(20), "field": sa.String(20), "is_agreed": sa.Boolean(),
}  # fmt: skip
_INDEXES: tuple[tuple[str, list[str], str], ...] = (
    ("unions", ["id", "block"], "kind = 'union' AND is_active"),
    ("others", ["id"], "NOT (kind = 'union' AND is_active)"),
)
_KINDS = ("status", "block", "field", "is_agreed")


def upgrade() -> None:
    """Add the tables, have them kept, then count: nobody files between the two, the triggers' lock sees to it."""
    nodes = ("organisation_id", "district_id")
    _table("sum_changes", "id", "campaign", *nodes, "submitted_on", *_KINDS, figures=("filed",))
    _table("campaign_sums", "campaign", "submitted_on", *_KINDS, figures=("filed",))
    _table("district_sums", "campaign", "district_id", *_KINDS, figures=("filed",))
    _table("union_sums", "campaign", "organisation_id", figures=("filed", "confirmed", "valid"))
    is_server = op.get_bind().dialect.name == "postgresql"
    for trigger in _TRIGGERS:
        for statement in _trigger(*trigger, is_server=is_server):
            op.execute(statement)
    for statement in _COUNT:
        op.execute(statement)
    # One index for another: it begins with the same columns, and holds all that a report counts by.
    reported = ["organisation_id", "status", "campaign", "submitted_on", "block", "field", "agreement_on"]
    op.create_index("ix_submissions_reported", "submissions", reported)
    op.drop_index("ix_submissions_organisation_id_status", "submissions")
    op.drop_index("ix_submissions_federation_id_submitted_on", "submissions")  # nothing ever looked there
    for name, columns, where in _INDEXES:
        only = sa.text(where)
        op.create_index(f"ix_organisations_{name}", "organisations", columns, sqlite_where=only, postgresql_where=only)
