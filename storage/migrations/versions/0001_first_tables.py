"""All tables of the first release; the audit trail can only grow.

The tables as they were, not as they are: later changes of storage/tables.py are later revisions.

Revision: 0001
"""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

revision = "0001"
down_revision = None
is_online = False  # there is no program before it

_metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Id = BigInteger().with_variant(Integer, "sqlite")

Instant = DateTime(timezone=True)


def _index_where(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


def _unique_where(name: str, *columns: str, where: str) -> Index:
    return _index_where(name, *columns, where=where, unique=True)


# -- who --
Table(
    "people", _metadata,
    Column("id", Id, primary_key=True),
    Column("identity_hash", LargeBinary(32), index=True),
    Column("created_at", Instant, nullable=False),
)  # fmt: skip
Table(
    "identities", _metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("user_key", String(100), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("is_reachable", Boolean, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    UniqueConstraint("channel", "user_key"),
    Index("ix_identities_channel_chat", "channel", "chat"),
)  # fmt: skip
Table(
    "conversations", _metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("updated_at", Instant, nullable=False),
)  # fmt: skip
Table(
    "consents", _metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("version", String(80), nullable=False),
    Column("is_agreed", Boolean, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("at", Instant, nullable=False),
)  # fmt: skip
Table(
    "grants", _metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("role", String(20), nullable=False),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False, index=True),
    Column("granted_at", Instant, nullable=False),
    Column("granted_by", ForeignKey("people.id")),
    Column("revoked_at", Instant),
    _unique_where("uq_grants_held", "person_id", "role", "organisation_id", where="revoked_at IS NULL"),
)  # fmt: skip

# -- where --
Table(
    "organisations", _metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(60), nullable=False, unique=True),
    Column("name", String(300), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("parent_id", ForeignKey("organisations.id"), index=True),
    Column("block", String(20)),
    Column("aliases", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
    CheckConstraint("kind IN ('national', 'province', 'federation', 'union')", name="kind"),
)  # fmt: skip
Table(
    "links", _metadata,
    Column("code", String(20), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False, index=True),
    Column("role", String(20)),
    Column("created_at", Instant, nullable=False),
    Column("created_by", ForeignKey("people.id")),
    Column("expires_at", Instant),
    Column("used_at", Instant),
    Column("used_by", ForeignKey("people.id")),
    Column("revoked_at", Instant),
    _unique_where("uq_links_workplace", "organisation_id", where="kind = 'workplace' AND revoked_at IS NULL"),
)  # fmt: skip
Table(
    "campaigns", _metadata,
    Column("code", String(60), primary_key=True),
    Column("definition", Text, nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("dossier_due_at", Instant, nullable=False),
    Column("is_current", Boolean, nullable=False),
    _unique_where("uq_campaigns_current", "is_current", where="is_current"),
)  # fmt: skip
Table(
    "counters", _metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Id, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# -- what was filed --
Table(
    "submissions", _metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(8), nullable=False, unique=True),
    Column("campaign", String(60), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("status", String(20), nullable=False),
    Column("author_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),
    Column("province_id", ForeignKey("organisations.id"), nullable=False),
    Column("federation_id", ForeignKey("organisations.id"), nullable=False),
    Column("union_id", ForeignKey("organisations.id")),
    Column("union_name", String(300)),
    Column("block", String(20), nullable=False),
    Column("field", String(20)),
    Column("applied_on", String(7), nullable=False),
    Column("full_name", String(200), nullable=False),
    Column("id_number", LargeBinary, nullable=False),
    Column("identity_hash", LargeBinary(32), nullable=False, index=True),
    Column("phone", LargeBinary, nullable=False),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("submitted_on", Date, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", String(200)),
    Column("decided_by_id", ForeignKey("people.id")),
    Column("reason", Text),
    Column("asked", String(200), nullable=False),
    Column("before", LargeBinary),
    Column("agreement_name", String(200)),
    Column("agreement_position", String(200)),
    Column("agreement_on", Date),
    CheckConstraint(
        "status IN ('submitted', 'changes_requested', 'confirmed', 'rejected', 'withdrawn')", name="status"
    ),
    Index("ix_submissions_organisation_id_status", "organisation_id", "status"),
    Index("ix_submissions_federation_id_submitted_on", "federation_id", "submitted_on"),
)  # fmt: skip
Table(
    "audit", _metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor_id", ForeignKey("people.id")),
    Column("action", String(40), nullable=False),
    Column("subject", String(80), nullable=False, index=True),
    Column("details", LargeBinary),
)  # fmt: skip
Table(
    "erasures", _metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("requested_at", Instant, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("closed_at", Instant),
    _unique_where("uq_erasures_open", "person_id", where="closed_at IS NULL"),
)  # fmt: skip

# -- what came in and what is owed --
Table(
    "inbox", _metadata,
    Column("channel", String(20), primary_key=True),
    Column("update_key", String(120), primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)  # fmt: skip
Table(
    "outbox", _metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("card", String(80)),
    Column("collapse", String(40)),
    Column("priority", SmallInteger, nullable=False),
    Column("status", String(12), nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("parts_sent", SmallInteger, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("claimed_until", Instant),
    Column("sent_at", Instant),
    Column("message_id", String(64)),
    Column("closed_at", Instant),
    Column("error", String(80)),
    CheckConstraint("status IN ('pending', 'sent', 'failed', 'replaced')", name="status"),

    _index_where("ix_outbox_pending", "priority", "id", where="status = 'pending'"),
    _index_where("ix_outbox_pending_chat", "channel", "chat", "id", where="status = 'pending'"),
    _index_where("ix_outbox_failed", "id", where="status = 'failed'"),
    _index_where("ix_outbox_open_card", "card", where="card IS NOT NULL AND closed_at IS NULL"),
    _index_where("ix_outbox_message", "channel", "chat", "message_id", where="message_id IS NOT NULL"),
)  # fmt: skip

# -- our own web chat --
Table(
    "web_chats", _metadata,
    Column("chat", String(100), primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("demo_role", String(20)),
    Column("edits", Integer, nullable=False, server_default="0"),
)  # fmt: skip
Table(
    "web_messages", _metadata,
    Column("id", Id, primary_key=True),
    Column("chat", ForeignKey("web_chats.chat"), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("is_from_person", Boolean, nullable=False),
    Column("edited_seq", Integer, nullable=False, server_default="0"),
    Column("created_at", Instant, nullable=False),
    Index("ix_web_messages_chat_id", "chat", "id"),
)  # fmt: skip
Table(
    "web_files", _metadata,
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("mime", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("expires_at", Instant, nullable=False),
)  # fmt: skip


# A row of the trail is never deleted, and changed in one way only: rotation seals the details again, which
# changes the key's name at their beginning and not their length.
_IS_RESEALED = """
    NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.action = OLD.action AND NEW.subject = OLD.subject
    AND NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id AND length(NEW.details) = length(OLD.details)
    AND substr(NEW.details, 1, 5) <> substr(OLD.details, 1, 5)
"""
_SQLITE = (
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END""",
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    WHEN NOT coalesce({_IS_RESEALED}, 0)
    BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit is append-only' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_refuse()""",
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    FOR EACH ROW WHEN (NOT coalesce({_IS_RESEALED}, false)) EXECUTE FUNCTION audit_refuse()""",
    """CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()""",
)


def upgrade() -> None:
    """Make everything."""
    _metadata.create_all(op.get_bind())
    for statement in _POSTGRESQL if op.get_bind().dialect.name == "postgresql" else _SQLITE:
        op.execute(statement)
