"""Deletes what people of the demo left behind. Only the demo calls this; the audit trail stays, as always."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, exists, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from storage import tables
from storage.repositories.counters import Counters
from storage.repositories.organisations import DIRECTORY, below

_o, _changes, _moves = tables.organisations.c, tables.organisation_changes.c, tables.organisation_moves.c
_ABOUT = (
    tables.organisation_names, tables.learnt_names, tables.directory_changes, tables.contacts, tables.role_requests,
    tables.poster_orders, tables.links,
)  # fmt: skip


def forget(connection: Connection, person_id: int, channel: str, chat: str) -> None:
    """Delete a person's submissions, dialogue, messages and web chat."""
    submissions, outbox, messages = tables.submissions.c, tables.outbox.c, tables.web_messages.c
    identities, chats = tables.identities.c, tables.web_chats.c
    theirs = or_(submissions.author_id == person_id, submissions.entered_by_id == person_id)
    files, filed = tables.attachments.c, select(submissions.id).where(theirs)
    gone = or_(files.person_id == person_id, files.submission_id.in_(filed))
    connection.execute(delete(tables.attachments).where(gone))
    chosen = tables.selections.c
    has_chosen = or_(chosen.by_id == person_id, chosen.submission_id.in_(filed))
    connection.execute(delete(tables.selections).where(has_chosen))
    connection.execute(delete(tables.broadcasts).where(tables.broadcasts.c.by_id == person_id))
    connection.execute(delete(tables.submissions).where(theirs))
    entries = tables.entries.c
    connection.execute(delete(tables.entries).where(or_(entries.helper_id == person_id, entries.asked_id == person_id)))
    connection.execute(delete(tables.conversations).where(tables.conversations.c.person_id == person_id))
    for table in (tables.fetches, tables.received_files, tables.upload_links, tables.role_requests):
        connection.execute(delete(table).where(table.c.person_id == person_id))
    connection.execute(delete(tables.outbox).where(outbox.channel == channel, outbox.chat == chat))
    connection.execute(delete(tables.identities).where(identities.channel == channel, identities.chat == chat))
    connection.execute(delete(tables.web_messages).where(messages.chat == chat))
    connection.execute(delete(tables.web_chats).where(chats.chat == chat))


def is_shared(connection: Connection, people: Collection[int]) -> bool:
    """Whether anybody but these people holds a role or has filed: then the directory is not the demo's alone."""
    grants, submissions = tables.grants.c, tables.submissions.c
    held = exists().where(grants.revoked_at.is_(None), grants.person_id.not_in(list(people)))
    by = func.coalesce(submissions.entered_by_id, submissions.author_id)  # the author may have no account
    filed = exists().where(by.not_in(list(people)))
    return bool(connection.execute(select(or_(held, filed))).scalar_one())


def changes_by(connection: Connection, people: Collection[int], has_forgotten: bool) -> list[int]:
    """The changes of the tree in force by these people, the newest first.

    Args: has_forgotten: and by people who were forgotten.
    """
    is_known = exists().where(tables.identities.c.person_id == _changes.by_id)
    theirs = or_(_changes.by_id.in_(list(people)), ~is_known) if has_forgotten else _changes.by_id.in_(list(people))
    statement = select(_changes.id).where(_changes.by_id.is_not(None), _changes.undone_at.is_(None), theirs)
    return list(connection.execute(statement.order_by(_changes.id.desc())).scalars())


def clear_below(connection: Connection, organisation_id: int, kept: Collection[str]) -> None:
    """Drop contacts, examples and learnt names in a subtree, and the CĐCS whose codes are not *kept*.

    One that somebody holds a role at stays; one that something else still refers to is closed.
    """
    tree = select(below((organisation_id,)).c.id)
    for table in (tables.contacts, tables.examples, tables.learnt_names):
        connection.execute(delete(table).where(table.c.organisation_id.in_(tree)))
    held = exists().where(tables.grants.c.organisation_id == _o.id, tables.grants.c.revoked_at.is_(None))
    others = select(_o.id).where(_o.id.in_(tree), _o.kind == "union", _o.code.not_in(list(kept)), ~held)
    for union in list(connection.execute(others).scalars()):
        try:
            with connection.begin_nested():
                _delete(connection, union)
        except IntegrityError:
            connection.execute(update(tables.organisations).where(_o.id == union).values(is_active=False))
    Counters(connection).add(DIRECTORY)


def _delete(connection: Connection, union: int) -> None:
    """Raises: IntegrityError if anything but traces of the demo refers to it."""
    undone = select(_changes.id).where(
        or_(_changes.organisation_id == union, _changes.other_id == union),
        or_(_changes.undone_at.is_not(None), _changes.kind == "added"),
    )
    connection.execute(delete(tables.organisation_moves).where(_moves.change_id.in_(undone)))
    connection.execute(delete(tables.organisation_changes).where(_changes.id.in_(undone)))
    connection.execute(delete(tables.grants).where(tables.grants.c.organisation_id == union))  # revoked, all of them
    deeds = select(tables.resolutions.c.code).where(tables.resolutions.c.organisation_id == union)
    connection.execute(delete(tables.learnt_names).where(tables.learnt_names.c.resolution.in_(deeds)))
    connection.execute(delete(tables.resolved).where(tables.resolved.c.resolution.in_(deeds)))
    connection.execute(delete(tables.resolutions).where(tables.resolutions.c.organisation_id == union))
    for table in _ABOUT:
        connection.execute(delete(table).where(table.c.organisation_id == union))
    connection.execute(delete(tables.organisations).where(_o.id == union))
