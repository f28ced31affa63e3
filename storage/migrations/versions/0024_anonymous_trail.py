"""What the trail says of an initiative may be emptied once the initiative is anonymous, which it stays (decision 0049).

The trail refuses all other changes as before. Cards are found by their initiative, also those that are closed. Programs
of the revision before go on until they are restarted.

Revision: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
is_online = True

_SAME = "NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.action = OLD.action AND NEW.subject = OLD.subject"
_IS_SAME_ACTOR = "NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id"
_IS_RESEALED = f"""{_SAME} AND {_IS_SAME_ACTOR} AND length(NEW.details) = length(OLD.details)
    AND substr(NEW.details, 1, 5) <> substr(OLD.details, 1, 5)"""
_IS_EMPTIED = f"""{_SAME} AND NEW.details IS NULL
    AND ({_IS_SAME_ACTOR} OR NEW.actor_id IS NULL AND OLD.action NOT IN ('decided', 'agreement'))
    AND substr(OLD.subject, 1, 11) = 'submission:' AND length(OLD.subject) = 19 AND EXISTS (
        SELECT 1 FROM {{submissions}} AS filed
        WHERE filed.code = substr(OLD.subject, 12) AND filed.full_name = '(đã ẩn danh)')"""  # noqa: S608 - of this file
_IS_NAMED_AGAIN = "OLD.full_name = '(đã ẩn danh)' AND NEW.full_name <> OLD.full_name"
_SQLITE = (
    "DROP TRIGGER audit_no_update",
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    WHEN NOT coalesce({_IS_RESEALED}, 0) AND NOT coalesce({_IS_EMPTIED.format(submissions="submissions")}, 0)
    BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END""",
    f"""CREATE TRIGGER submissions_stay_anonymous BEFORE UPDATE OF full_name ON submissions
    WHEN {_IS_NAMED_AGAIN} BEGIN SELECT RAISE(ABORT, 'it is anonymous'); END""",
)
_POSTGRESQL = (
    f"""CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {_IS_EMPTIED} THEN RETURN NEW; END IF;
        RAISE EXCEPTION 'audit is append-only' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"""CREATE OR REPLACE TRIGGER audit_no_update BEFORE UPDATE ON audit
    FOR EACH ROW WHEN (NOT coalesce({_IS_RESEALED}, false)) EXECUTE FUNCTION audit_refuse_change()""",
    """CREATE FUNCTION submissions_refuse_name() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'it is anonymous' USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE TRIGGER submissions_stay_anonymous BEFORE UPDATE OF full_name ON submissions
    FOR EACH ROW WHEN ({_IS_NAMED_AGAIN}) EXECUTE FUNCTION submissions_refuse_name()""",
)


def upgrade() -> None:
    """Replace the trigger and an index, add a trigger."""
    if op.get_bind().dialect.name == "postgresql":
        # With its schema: a temporary table of that name would come first.
        schema = op.get_bind().execute(sa.text("SELECT quote_ident(current_schema())")).scalar_one()
        statements = [statement.format(submissions=f"{schema}.submissions") for statement in _POSTGRESQL]
    else:
        statements = list(_SQLITE)
    for statement in statements:
        op.execute(statement)
    has_card = sa.text("card IS NOT NULL")
    op.create_index("ix_outbox_card", "outbox", ["card"], sqlite_where=has_card, postgresql_where=has_card)
    op.drop_index("ix_outbox_open_card", "outbox")
