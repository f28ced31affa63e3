"""Deletes what one person of the demo left behind. Only the demo calls this; the audit trail stays, as always."""

from sqlalchemy import Connection, delete

from storage import tables


def forget(connection: Connection, person_id: int, channel: str, chat: str) -> None:
    """Delete a person's submissions, dialogue, messages and web chat."""
    submissions, outbox, messages = tables.submissions.c, tables.outbox.c, tables.web_messages.c
    identities, chats = tables.identities.c, tables.web_chats.c
    connection.execute(delete(tables.submissions).where(submissions.author_id == person_id))
    connection.execute(delete(tables.conversations).where(tables.conversations.c.person_id == person_id))
    for table in (tables.fetches, tables.received_files, tables.upload_links):
        connection.execute(delete(table).where(table.c.person_id == person_id))
    connection.execute(delete(tables.outbox).where(outbox.channel == channel, outbox.chat == chat))
    connection.execute(delete(tables.identities).where(identities.channel == channel, identities.chat == chat))
    connection.execute(delete(tables.web_messages).where(messages.chat == chat))
    connection.execute(delete(tables.web_chats).where(chats.chat == chat))
