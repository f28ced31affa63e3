"""Initiatives that lose their authors: what is counted stays, with the words unless their deletion was asked for.

What an author is known by goes from the row, from the files, from the trail and from what joined accounts brought
along; the row then belongs to somebody without an account, to whom nothing else belongs. Instants of the trail stay, so
whoever reads the database can still compare them (decision 0049).
"""

import json
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    and_,
    delete,
    func,
    insert,
    literal_column,
    select,
    union_all,
    update,
)

from conversations.domain import ANONYMOUS, Status
from storage import tables
from storage.errors import Unsealable
from storage.repositories.audit import Audit
from storage.repositories.outbox import CONTENT_LABEL
from storage.repositories.outbox_order import is_pending
from storage.repositories.outbox_rows import Card
from storage.repositories.submission_rows import UNLIKE, nameless_columns, wordless_columns
from storage.sealed_json import open_json, packs, seal_json
from storage.vault import Vault

# Whose actor stays in the trail; the first two are also held by the database (migration 0024).
ACTS_OF_OFFICE = ("decided", "agreement", "selected", "selection-changed", "unselected", "forwarded")
MOST_OPENED = 2000  # messages of a chat, some tens of milliseconds
PSEUDONYM_BYTES = 32  # as many as a keyed hash has
WAITING = (Status.SUBMITTED.value, Status.CHANGES_REQUESTED.value)
_columns, _outbox, _shown = tables.submissions.c, tables.outbox.c, tables.web_messages.c
_has_author = _columns.full_name != ANONYMOUS
_has_failed = _outbox.status == literal_column("'failed'")


class Anonymity:
    """Who filed what, forgotten."""

    def __init__(self, connection: Connection, vault: Vault, audit: Audit) -> None:
        self._connection, self._vault, self._audit = connection, vault, audit

    def due(self, before: datetime, limit: int, after: int = 0) -> dict[int, str]:
        """The first *limit* initiatives filed before an instant whose author is still known, from the id after *after*.

        Those whose author waits for their deletion are left to that, which takes the words too.

        Returns: codes by id, in order.
        """
        requests = tables.erasures.c
        asked_for = (requests.person_id == _columns.author_id, requests.requested_at >= _columns.submitted_at)
        is_asked_for = select(requests.id).where(*asked_for, requests.closed_at.is_(None)).exists()
        old = (_columns.id > after, _columns.submitted_at < before, _has_author, ~is_asked_for)
        found = select(_columns.id, _columns.code).where(*old).order_by(_columns.id).limit(limit)
        return {row.id: row.code for row in self._connection.execute(found)}

    def filed_by(self, person_id: int, until: datetime) -> tuple[str, ...]:
        """The codes of all that a person has filed until an instant, in order."""
        mine = (_columns.author_id == person_id, _columns.submitted_at <= until)
        return tuple(self._connection.execute(select(_columns.code).where(*mine).order_by(_columns.id)).scalars())

    def anonymise(self, codes: Collection[str], at: datetime, *, keeps_words: bool) -> int:
        """Forget whose initiatives these are; what waits for a decision is withdrawn, as nobody could answer it.

        Returns: how many were not anonymous before.
        """
        these = _columns.code.in_(list(codes))
        self._withdraw(these, at, is_noted=keeps_words)
        if not keeps_words:
            self._connection.execute(update(tables.submissions).where(these).values(wordless_columns()))
        wanted = (_columns.id, _columns.code, _columns.author_id, _columns.identity_hash, _columns.entered_by_id)
        rows = self._connection.execute(select(*wanted).where(these, _has_author).order_by(_columns.id)).all()
        for author in sorted({row.author_id for row in rows}):
            self._forget(author, [row for row in rows if row.author_id == author], at)
        return len(rows)

    def blank_cards(self, code: str, content: Mapping[str, Any]) -> tuple[Card, ...]:
        """Put other words in place of every stored copy of an initiative's card.

        Returns: the copies that were sent, in the order of their numbers.
        """
        cards = (_outbox.card == code, _outbox.card.is_not(None))
        self._put(and_(*cards), content)
        columns = [_outbox[name] for name in Card.__struct_fields__]
        sent = select(*columns).where(*cards, _outbox.message_id.is_not(None)).order_by(_outbox.id)
        return tuple(Card(*row) for row in self._connection.execute(sent))

    def blank_asked(
        self, chats: Iterable[tuple[str, str]], is_it: Callable[[Mapping[str, Any]], bool], content: Mapping[str, Any]
    ) -> tuple[Card, ...]:
        """Put other words in place of messages that nothing but their sealed content tells, in channels and chats.

        Args: is_it: what a message holds, of the newest MOST_OPENED of each chat, and of those that were given up.
        Returns: those that were sent.
        """
        columns, found = [_outbox[name] for name in Card.__struct_fields__], dict[int, Card]()
        for channel, chat in chats:
            here = (_outbox.channel == channel, _outbox.chat == chat, _outbox.card.is_(None))
            for which in (_outbox.message_id.is_not(None), _has_failed):  # each has its index
                newest = select(_outbox.content, *columns).where(*here, which).order_by(_outbox.id.desc())
                for sealed, *card in self._connection.execute(newest.limit(MOST_OPENED)):
                    with suppress(Unsealable):
                        if is_it(open_json(self._vault, sealed, CONTENT_LABEL)):
                            found[card[0]] = Card(*card)
        self._put(_outbox.id.in_(list(found)), content)
        return tuple(card for card in found.values() if card.message_id is not None)

    def forget_said(self, person_id: int, before: datetime) -> None:
        """Forget what a person was told before an instant, and what their pages show of that time.

        Cards stay, which are about others, and what has still to arrive.
        """
        identities = tables.identities.c
        mine = select(identities.channel, identities.chat).where(identities.person_id == person_id)
        may_go = (_outbox.card.is_(None), _outbox.created_at < before)
        for channel, chat in self._connection.execute(mine).all():
            # The newest of all stays: SQLite would give its number away again.
            here = (_outbox.channel == channel, _outbox.chat == chat, _outbox.id < _newest(_outbox.id), *may_go)
            for is_over in (and_(_outbox.message_id.is_not(None), ~is_pending()), _has_failed):  # each has its index
                self._connection.execute(delete(tables.outbox).where(*here, is_over))
            there = (_shown.chat == chat, _shown.created_at < before, _shown.id < _newest(_shown.id))
            self._connection.execute(delete(tables.web_messages).where(*there))

    def _put(self, which: ColumnElement[bool], content: Mapping[str, Any]) -> None:
        sealed = seal_json(self._vault, content, CONTENT_LABEL, packs=packs(self._connection))
        self._connection.execute(update(tables.outbox).where(which).values(content=sealed))

    def _withdraw(self, these: ColumnElement[bool], at: datetime, *, is_noted: bool) -> None:
        """is_noted: in the trail, to the moment; beside a request that would name its author."""
        changed_at = at if is_noted else at.replace(hour=0, minute=0, second=0, microsecond=0)
        values = {"status": Status.WITHDRAWN.value, "changed_at": changed_at, "remind_at": None, "likeness": UNLIKE}
        waiting = update(tables.submissions).where(these, _columns.status.in_(WAITING)).values(values)
        withdrawn = self._connection.execute(waiting.returning(_columns.code)).scalars().all()
        for code in withdrawn if is_noted else ():
            self._audit.add(at, None, "withdrawn", f"submission:{code}", {"to": Status.WITHDRAWN.value})

    def _forget(self, author: int, rows: Sequence[Any], at: datetime) -> None:
        ids = [row.id for row in rows]
        made = at.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)  # the instant is that of a request
        nobody = self._connection.execute(insert(tables.people).values(created_at=made).returning(tables.people.c.id))
        nameless = nameless_columns(self._vault, nobody.scalar_one(), secrets.token_bytes(PSEUDONYM_BYTES))
        # Another revision: what was decided from what stood there before comes too late.
        changed = {"revision": _columns.revision + 1, **nameless}
        self._connection.execute(update(tables.submissions).where(_columns.id.in_(ids)).values(changed))
        chosen = tables.selections
        self._connection.execute(update(chosen).where(chosen.c.submission_id.in_(ids)).values(reason=""))
        self._connection.execute(delete(tables.attachments).where(tables.attachments.c.submission_id.in_(ids)))
        self._forget_numbers({row.identity_hash for row in rows})
        self._forget_moves(ids, self._joined_to({author, *(row.entered_by_id for row in rows)} - {None}))
        self._empty_trail([row.code for row in rows])

    def _forget_numbers(self, hashes: Collection[bytes]) -> None:
        """By which number people are known of whom nothing filed is left."""
        people = tables.people.c
        has_filed = select(_columns.id).where(_columns.author_id == people.id).exists()
        known = update(tables.people).where(people.identity_hash.in_(list(hashes)), ~has_filed)
        self._connection.execute(known.values(identity_hash=None))

    def _joined_to(self, people: Iterable[int]) -> tuple[int, ...]:
        """These, and everybody whose accounts were ever joined to theirs, or theirs to them, however far."""
        joins, found = tables.joins.c, list(people)
        for one in found:  # grows on the way
            sides = (joins.person_id, joins.used_by)
            beside = union_all(*(select(*sides).where(side == one) for side in sides))  # each has its index
            both = (who for row in self._connection.execute(beside).all() for who in row)
            found += [who for who in dict.fromkeys(both) if who is not None and who not in found]
        return tuple(found)

    def _forget_moves(self, ids: Collection[int], everybody: Collection[int]) -> None:
        """What joined accounts brought along."""
        joins = tables.joins.c
        theirs = (joins.person_id.in_(everybody), joins.moved.is_not(None))
        for join in self._connection.execute(select(joins.code, joins.moved).where(*theirs)).all():
            moved = json.loads(join.moved)
            for filed in moved.keys() & {"initiatives", "entered"}:
                moved[filed] = [one for one in moved[filed] if one not in ids]
            changed = update(tables.joins).where(joins.code == join.code)
            self._connection.execute(changed.values(moved=json.dumps(moved)))

    def _empty_trail(self, codes: Collection[str]) -> None:
        """What was done stays on record, and when; old and new values go, and who did it but for acts of office.

        The database allows it of an initiative that is anonymous, and of no other.
        """
        trail = tables.audit.c
        about = trail.subject.in_([f"submission:{code}" for code in codes])
        own = update(tables.audit).where(about, trail.actor_id.is_not(None), trail.action.not_in(ACTS_OF_OFFICE))
        self._connection.execute(own.values(details=None, actor_id=None))
        self._connection.execute(update(tables.audit).where(about, trail.details.is_not(None)).values(details=None))


def _newest(column: ColumnElement[int]) -> ScalarSelect[int]:
    return select(func.max(column)).scalar_subquery()
