"""How many CĐCS have any initiative, counted by triggers below each node; sums of the country in the order of kinds.

Programs of the revision before go on: triggers count for them too, and what they add to finds its row as before.

Revision: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
is_online = True

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_FIGURES = ("filed", "confirmed", "valid")
_PLACED = ("parent_id", "kind", "block", "is_active")
_KINDS = ("status", "block", "field", "is_agreed")
_ADD = f"INSERT INTO unions_having (campaign, node_id, block, {', '.join(_FIGURES)}) "
_TO_WHAT_IS_THERE = " ON CONFLICT (campaign, node_id, block) DO UPDATE SET " + ", ".join(
    f"{figure} = unions_having.{figure} + excluded.{figure}" for figure in _FIGURES
)


def _in_force(row: str) -> str:
    return f"{row}.kind = 'union' AND {row}.is_active AND {row}.parent_id IS NOT NULL"


def _any(row: str, figure: str) -> str:
    return f"CASE WHEN {row}.{figure} > 0 THEN 1 ELSE 0 END"


def _summed(sign: str, row: str) -> str:
    """A CĐCS has its first, or its last no more. row: its sums as they are, or were."""
    figures = ", ".join(f"{sign} {_any(row, figure)}" for figure in _FIGURES)
    return (
        f"{_ADD}SELECT {row}.campaign, node.parent_id, coalesce(node.block, ''), {figures} "  # noqa: S608
        "FROM organisations AS node "
        f"WHERE node.id = {row}.organisation_id AND {_in_force('node')}{_TO_WHAT_IS_THERE};"
    )


def _placed(sign: str, row: str) -> str:
    """An organisation comes or goes with what it has. row: as it is, or was."""
    figures = ", ".join(f"{sign} {_any('had', figure)}" for figure in _FIGURES)
    return (
        f"{_ADD}SELECT had.campaign, {row}.parent_id, coalesce({row}.block, ''), {figures} "  # noqa: S608
        "FROM union_sums AS had "
        f"WHERE had.organisation_id = {row}.id AND {_in_force(row)}{_TO_WHAT_IS_THERE};"
    )


_CROSSED = " OR ".join(f"(OLD.{figure} > 0) <> (NEW.{figure} > 0)" for figure in _FIGURES)
_TRIGGERS = (  # table, name, event, when, what is done
    ("union_sums", "begun", "INSERT", "", _summed("", "NEW")),
    ("union_sums", "crossed", f"UPDATE OF {', '.join(_FIGURES)}", _CROSSED, _summed("-", "OLD") + _summed("", "NEW")),
    ("union_sums", "ended", "DELETE", "", _summed("-", "OLD")),
    ("organisations", "made", "INSERT", "", _placed("", "NEW")),  # SQLite gives ids again, which may have sums
    ("organisations", "moved", f"UPDATE OF {', '.join(_PLACED)}", "{moved}", _placed("-", "OLD") + _placed("", "NEW")),
    ("organisations", "deleted", "DELETE", "", _placed("-", "OLD")),
)
# Who counts a CĐCS where it is, and who moves it, would each miss what the other has not committed.
_ALONE = "LOCK TABLE unions_having IN SHARE ROW EXCLUSIVE MODE; "
_HAVING = ", ".join(f"sum({_any('had', figure)})" for figure in _FIGURES)
_COUNT = (
    f"{_ADD}SELECT had.campaign, node.parent_id, coalesce(node.block, ''), {_HAVING} "  # noqa: S608
    "FROM union_sums AS had JOIN organisations AS node ON node.id = had.organisation_id "
    f"WHERE {_in_force('node')} GROUP BY 1, 2, 3"
)


def _trigger(table: str, name: str, event: str, when: str, deeds: str, *, is_server: bool) -> list[str]:
    differs = "IS DISTINCT FROM" if is_server else "IS NOT"
    moved = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in _PLACED)
    condition = f"WHEN ({when.format(moved=moved)})" if when else ""
    head = f"CREATE TRIGGER {table}_{name} AFTER {event} ON {table} FOR EACH ROW {condition}"
    if not is_server:
        return [f"{head} BEGIN {deeds} END"]
    function = f"count_{name}()"
    alone = _ALONE if table == "union_sums" else ""
    body = f"RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {alone}{deeds} RETURN NULL; END $$"
    return [f"CREATE FUNCTION {function} {body}", f"{head} EXECUTE FUNCTION {function}"]


def upgrade() -> None:
    """Have it counted, then count: nobody changes anything between the two, the triggers' lock sees to it."""
    op.create_table(
        "unions_having",
        sa.Column("campaign", sa.String(60), nullable=False),
        sa.Column("node_id", _ID, nullable=False),
        sa.Column("block", sa.String(20), nullable=False),
        *(sa.Column(figure, sa.Integer(), nullable=False) for figure in _FIGURES),
        sa.PrimaryKeyConstraint("campaign", "node_id", "block", name="pk_unions_having"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_union_sums_organisation_id", "union_sums", ["organisation_id"])
    is_server = op.get_bind().dialect.name == "postgresql"
    for trigger in _TRIGGERS:
        for statement in _trigger(*trigger, is_server=is_server):
            op.execute(statement)
    op.execute(_COUNT)
    if is_server:
        op.drop_constraint("pk_campaign_sums", "campaign_sums")
        op.create_primary_key("pk_campaign_sums", "campaign_sums", ["campaign", *_KINDS, "submitted_on"])
    else:
        _make_anew()


def _make_anew() -> None:
    """SQLite keeps the rows in the primary key's order, and changes none."""
    op.rename_table("campaign_sums", "campaign_sums_before")
    op.create_table(
        "campaign_sums",
        sa.Column("campaign", sa.String(60), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        *(sa.Column(kind, sa.String(20), nullable=False) for kind in _KINDS[:3]),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("filed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", *_KINDS, "submitted_on", name="pk_campaign_sums"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO campaign_sums SELECT * FROM campaign_sums_before")
    op.drop_table("campaign_sums_before")
