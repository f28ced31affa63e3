"""Tables and constraints, as SQLAlchemy Core. Instants are UTC; what is personal is sealed bytes (vault.py).

Migrations bring them about (migrations/versions); a test holds the two together.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage import columns
from storage.account_tables import joins
from storage.attachment_tables import attachments
from storage.broadcast_tables import broadcasts
from storage.channel_tables import web_chats, web_files, web_messages, zalo_tokens
from storage.columns import BriefInstant, Id, Instant, index_where, unique_where
from storage.duty_tables import alarms, timers
from storage.entry_tables import entries
from storage.file_tables import fetches, received_files, upload_links
from storage.import_tables import import_rows
from storage.organisation_tables import organisation_changes, organisation_moves, organisation_names
from storage.pacing_tables import rate_limits, unasked_sends
from storage.poster_tables import poster_orders
from storage.role_tables import role_requests, wrong_codes
from storage.selection_tables import selections
from storage.sum_tables import campaign_sums, district_sums, sum_changes, union_sums, unions_having
from storage.workplace_tables import contacts, directory_changes, examples, learnt_names, resolutions, resolved

metadata = columns.metadata  # with every table on it for those who find it here
# And all that are made below.
__all__ = [
    "alarms", "attachments", "broadcasts", "campaign_sums", "contacts", "directory_changes", "district_sums", "entries",
    "examples", "fetches", "import_rows", "joins", "learnt_names", "organisation_changes", "organisation_moves",
    "organisation_names", "poster_orders", "rate_limits", "received_files", "resolutions", "resolved", "role_requests",
    "selections", "sum_changes", "timers", "unasked_sends", "union_sums", "unions_having", "upload_links", "web_chats",
    "web_files", "web_messages", "wrong_codes", "zalo_tokens",
]  # fmt: skip


# -- who --
people = Table(
    "people", metadata,
    Column("id", Id, primary_key=True),
    Column("identity_hash", LargeBinary(32)),  # keyed hash of the identity number last filed
    Column("created_at", Instant, nullable=False),
    index_where("ix_people_identity_hash", "identity_hash", where="identity_hash IS NOT NULL"),
)  # fmt: skip
identities = Table(
    "identities", metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("user_key", String(100), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("is_reachable", Boolean, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("out_of_reach_at", Instant),  # the platform lets nothing through until the person writes
    UniqueConstraint("channel", "user_key"),
    Index("ix_identities_channel_chat", "channel", "chat"),
)  # fmt: skip
conversations = Table(
    "conversations", metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),  # sealed: holds draft answers
    Column("updated_at", Instant, nullable=False),
    # Of the state under seal, what the timers must find: see conversations/reminders.py.
    Column("remind_at", Instant),
    Column("has_draft", Boolean, nullable=False, server_default=text("false")),
    Column("is_reminder_free", Boolean, nullable=False, server_default=text("false")),
    index_where("ix_conversations_remind_at", "remind_at", where="remind_at IS NOT NULL"),
)  # fmt: skip
consents = Table(
    "consents", metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("version", String(80), nullable=False),  # of the notice: its number and hash
    Column("is_agreed", Boolean, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("at", Instant, nullable=False),
)  # fmt: skip
grants = Table(
    "grants", metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("role", String(20), nullable=False),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False, index=True),
    Column("granted_at", Instant, nullable=False),
    Column("granted_by", ForeignKey("people.id")),  # null: the operator
    Column("revoked_at", Instant),
    unique_where("uq_grants_held", "person_id", "role", "organisation_id", where="revoked_at IS NULL"),
)  # fmt: skip

# -- where --
organisations = Table(
    "organisations", metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(60), nullable=False, unique=True),
    Column("name", String(300), nullable=False),
    Column("kind", String(20), nullable=False),  # see conversations/kinds.py
    Column("parent_id", ForeignKey("organisations.id"), index=True),
    Column("block", String(20)),
    Column("aliases", Text, nullable=False, default=""),  # one a line
    Column("is_active", Boolean, nullable=False),
    Column("valid_from", Date),  # the first day; null: as far back as anybody looks
    Column("valid_to", Date),  # the first day on which it was no more
    Column("merged_into_id", ForeignKey("organisations.id")),  # who took over
    CheckConstraint("kind IN ('national', 'province', 'sector', 'federation', 'commune', 'union')", name="kind"),
    CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="merged_into"),
    index_where("ix_organisations_unions", "parent_id", "block", where="kind = 'union' AND is_active"),  # are counted
    index_where("ix_organisations_others", "parent_id", where="NOT (kind = 'union' AND is_active)"),
)  # fmt: skip
links = Table(
    "links", metadata,
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
    unique_where("uq_links_workplace", "organisation_id", where="kind = 'workplace' AND revoked_at IS NULL"),
)  # fmt: skip
campaigns = Table(
    "campaigns", metadata,
    Column("code", String(60), primary_key=True),
    Column("definition", Text, nullable=False),  # JSON of the file, as last read
    Column("opens_at", Instant, nullable=False),  # movable while the bot runs
    Column("closes_at", Instant, nullable=False),
    Column("dossier_due_at", Instant, nullable=False),
    Column("is_current", Boolean, nullable=False),
    unique_where("uq_campaigns_current", "is_current", where="is_current"),
)  # fmt: skip
# What a process has to notice cheaply: "directory" grows with every change of organisations.
counters = Table(
    "counters", metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Id, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

# -- what was filed --
submissions = Table(
    "submissions", metadata,
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
    Column("applied_on", String(7), nullable=False),  # YYYY-MM
    Column("full_name", String(200), nullable=False),
    Column("id_number", LargeBinary, nullable=False),  # sealed
    Column("identity_hash", LargeBinary(32), nullable=False, index=True),
    Column("phone", LargeBinary, nullable=False),  # sealed
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("benefit", Id), Column("benefit_period", String(10)),  # whole đồng; once, month, year
    Column("submitted_at", Instant, nullable=False),
    Column("submitted_on", Date, nullable=False),  # the local day, for reports by day
    Column("changed_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("decided_by", String(200)),
    Column("decided_by_id", ForeignKey("people.id")),
    Column("reason", Text),
    Column("asked", String(200), nullable=False, default=""),  # answer keys, comma-separated
    Column("before", LargeBinary),  # sealed JSON
    Column("agreement_name", String(200)),
    Column("agreement_position", String(200)),
    Column("agreement_on", Date),
    Column("remind_at", Instant),  # while it waits for a decision
    Column("likeness", LargeBinary(32)),  # see likenesses.py; empty: compared with nothing; null: not made yet
    Column("is_secret", Boolean, nullable=False, server_default=text("false")),  # only its effect is described
    Column("attached", SmallInteger, nullable=False, server_default=text("0")),  # files that go with it
    Column("entered_by_id", ForeignKey("people.id")),  # null: the author typed it
    Column("entered_by", String(200)),  # the name
    Column("consented_by", String(20)),  # how the author agreed then; see conversations/domain.py
    CheckConstraint(
        "status IN ('submitted', 'changes_requested', 'confirmed', 'rejected', 'withdrawn')", name="status"
    ),
    # All that a report counts by: it reads nothing else.
    Index("ix_submissions_reported", "organisation_id", "status", "campaign", "submitted_on", "block", "field",
          "agreement_on"),
    # Who waits longest in the whole country. Said so that no other statement means it: whoever asks for those of a CĐCS
    # with status = 'submitted' would be led through everybody else's.
    index_where("ix_submissions_waiting", "campaign", "changed_at", "id", "block", "submitted_on",
                where="status || '' = 'submitted'"),
    Index("ix_submissions_likeness", "organisation_id", "id", "likeness"),  # a look-up reads nothing else
    index_where("ix_submissions_unsketched", "id", where="likeness IS NULL"),
    index_where("ix_submissions_remind_at", "remind_at", where="remind_at IS NOT NULL"),
)  # fmt: skip
audit = Table(  # append-only
    "audit", metadata,
    Column("id", Id, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor_id", ForeignKey("people.id")),  # null: the operator or the program
    Column("action", String(40), nullable=False),
    Column("subject", String(80), nullable=False, index=True),  # "submission:A7K29QXM", "grant:12" ...
    Column("details", LargeBinary),  # sealed JSON: old and new values
)  # fmt: skip
erasures = Table(
    "erasures", metadata,
    Column("id", Id, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("requested_at", Instant, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("closed_at", Instant),
    unique_where("uq_erasures_open", "person_id", where="closed_at IS NULL"),
)  # fmt: skip

# -- what came in and what is owed --
inbox = Table(
    "inbox", metadata,
    Column("channel", String(20), primary_key=True),
    Column("update_key", String(120), primary_key=True),
    Column("received_at", BriefInstant, nullable=False),  # no index: every turn would write to it
    sqlite_with_rowid=False,
)  # fmt: skip
outbox = Table(
    "outbox", metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("content", LargeBinary, nullable=False),  # sealed JSON, see bot/messages.py
    Column("card", String(80)),  # submission code: a copy that is closed by a decision
    Column("collapse", String(40)),
    Column("priority", SmallInteger, nullable=False),  # 0 reply, 1 notice, 2 bulk
    Column("status", String(12), nullable=False),  # pending | sent | failed | replaced
    Column("attempts", SmallInteger, nullable=False),
    Column("parts_sent", SmallInteger, nullable=False),
    Column("created_at", BriefInstant, nullable=False),
    Column("due_at", BriefInstant, nullable=False),
    Column("claimed_until", BriefInstant),
    Column("claimed_by", String(16)),  # the sender; another's late word on the message does not count. Null once sent
    Column("sent_at", BriefInstant),
    Column("message_id", String(64)),  # of the last part, on the platform
    Column("closed_at", BriefInstant),  # a card: when its closing was owed
    Column("error", String(80)),
    Column("maybe_sent_at", BriefInstant),  # when an attempt ended and nobody knew whether it arrived; kept for good
    Column("parked_at", BriefInstant),  # since when it waits for the person's next contact; due_at is far away then
    CheckConstraint("status IN ('pending', 'sent', 'failed', 'replaced')", name="status"),
    # Partial, because nearly every row is sent: what the sender scans stays as small as the backlog.
    index_where("ix_outbox_due", "priority", "due_at", "id", where="status = 'pending'"),
    index_where("ix_outbox_pending_chat", "channel", "chat", "id", where="status = 'pending'"),
    index_where("ix_outbox_failed", "id", where="status = 'failed'"),
    index_where("ix_outbox_card", "card", where="card IS NOT NULL"),
    index_where("ix_outbox_message", "channel", "chat", "message_id", where="message_id IS NOT NULL"),
    index_where("ix_outbox_maybe_sent", "id", where="maybe_sent_at IS NOT NULL"),
    index_where("ix_outbox_parked", "parked_at", where="status = 'pending' AND parked_at IS NOT NULL"),
)  # fmt: skip
# Updates that made every attempt fail. The inbox knows them; who retries one forgets it there and runs its turn.
set_aside = Table(
    "set_aside", metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("update_key", String(120), nullable=False),
    Column("update", LargeBinary, nullable=False),  # sealed, see bot/incoming_json.py
    Column("received_at", Instant, nullable=False),
    Column("set_aside_at", Instant, nullable=False),
    Column("error", String(80), nullable=False),  # the exception's class
    Column("place", String(80), nullable=False),  # file:line
    UniqueConstraint("channel", "update_key"),
)  # fmt: skip
