"""The table of files that go with initiatives. Their contents lie elsewhere, see blobs.py."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table

from storage.columns import Instant, index_where, metadata

attachments = Table(
    "attachments", metadata,
    Column("id", String(32), primary_key=True),  # of the file as it was fetched
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),  # who sent it
    Column("submission_id", ForeignKey("submissions.id"), index=True),  # null: of a draft
    Column("kind", String(20), nullable=False),  # see conversations/attached.py
    Column("blob", LargeBinary(32), nullable=False, index=True),  # keyed hash of the content: what the blob is called
    Column("name", LargeBinary, nullable=False),  # sealed
    Column("mime", String(100), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("created_at", Instant, nullable=False),
    index_where("ix_attachments_unbound", "created_at", where="submission_id IS NULL"),
    sqlite_with_rowid=False,
)  # fmt: skip
