"""The tables of when, and how often, we may write to people unasked. All other tables stand in tables.py."""

from sqlalchemy import Boolean, Column, Index, String, Table

from storage.columns import BriefInstant, Id, Instant, metadata

# How fast a channel, and a chat, may be written to: token buckets that all processes share.
rate_limits = Table(
    "rate_limits", metadata,
    Column("channel", String(20), primary_key=True),
    Column("chat", String(100), primary_key=True),  # '': the whole channel
    Column("full_at", BriefInstant, nullable=False),  # when the bucket will be full again
    Column("paused_until", BriefInstant),  # the platform asked for silence
    sqlite_with_rowid=False,
)  # fmt: skip
# What was sent unasked in channels that limit it; see bot/routing.py.
unasked_sends = Table(
    "unasked_sends", metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(100), nullable=False),
    Column("at", Instant, nullable=False),
    Column("kind", String(8), nullable=False),  # free | billed | template
    Column("is_call", Boolean, nullable=False),  # a card, or the message that stands for many of them
    Column("outbox_id", Id, nullable=False),
    Index("ix_unasked_sends_channel_chat_at", "channel", "chat", "at"),
)  # fmt: skip
