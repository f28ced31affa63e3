"""Who a platform's user is to us, and where they can be reached."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, bindparam, case, delete, exists, select, update
from sqlalchemy import insert as plain_insert

from storage import tables
from storage.columns import Instant
from storage.prepared import Prepared
from storage.upsert import insert
from storage.vault import Vault

IDENTITY_LABEL = "identity"  # of the keyed hash of an identity number, wherever it is stored
_SEEN_EVERY = timedelta(hours=1)  # how exact last_seen_at is; a write for each message would be waste


class Person(Struct, frozen=True):
    """Who sent an update."""

    id: int
    identity_hash: bytes | None  # of the identity number last filed from any account of this person
    is_new: bool


class Address(Struct, frozen=True):
    """Where a message can go."""

    channel: str
    chat: str


_people, _identities = tables.people.c, tables.identities.c
ACCOUNT = (  # the columns of which a person is `met`
    _identities.id, _identities.person_id, _identities.chat, _identities.is_reachable, _identities.last_seen_at,
    _identities.out_of_reach_at, _people.identity_hash,
)  # fmt: skip
_FIND = Prepared(
    select(*ACCOUNT)
    .join_from(tables.identities, tables.people)
    .where(_identities.channel == bindparam("channel"), _identities.user_key == bindparam("user"))
)
_CREATE_PERSON = Prepared(plain_insert(tables.people).returning(_people.id), columns=("created_at",))
_CREATE_IDENTITY = Prepared(
    insert(tables.identities).on_conflict_do_nothing(index_elements=["channel", "user_key"]),
    columns=("channel", "user_key", "chat", "person_id", "is_reachable", "last_seen_at"),
)
_at = bindparam("at", type_=Instant)
_LATEST = case((_identities.last_seen_at > _at, _identities.last_seen_at), else_=_at)  # updates may come late
_SEEN = Prepared(
    update(tables.identities)
    .where(_identities.id == bindparam("identity"))
    .values(chat=bindparam("new_chat"), is_reachable=True, last_seen_at=_LATEST, out_of_reach_at=None)
)
_HERE = (_identities.channel == bindparam("channel"), _identities.chat == bindparam("chat"))
_SEEN_HERE = Prepared(update(tables.identities).where(*_HERE).values(last_seen_at=_LATEST))
_LAST_SEEN = select(_identities.last_seen_at).where(*_HERE)
_KNOWN, _HELD = Prepared(_LAST_SEEN), Prepared(_LAST_SEEN.with_for_update(key_share=True, skip_locked=True))
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_AT = Prepared(
    select(_identities.person_id, _people.identity_hash)
    .join_from(tables.identities, tables.people)
    .where(_identities.channel == bindparam("channel"), _identities.chat == bindparam("chat"))
    .order_by(_identities.last_seen_at.desc(), _identities.id)
    .limit(1)
)
_ADDRESSES = Prepared(
    select(_identities.person_id, _identities.channel, _identities.chat)
    .where(_identities.person_id.in_(bindparam("people", expanding=True)), _identities.is_reachable)
    .order_by(_identities.last_seen_at, _identities.id),
    listed=("people",),
)
_REMEMBER = Prepared(
    update(tables.people).where(_people.id == bindparam("person")).values(identity_hash=bindparam("known"))
)


_WITH_NUMBER = Prepared(
    select(_people.id, exists().where(_identities.person_id == _people.id).label("has_account"))
    .where(_people.identity_hash.in_(bindparam("known", expanding=True)))
    .order_by(_people.id),
    listed=("known",),
)


class People:
    """Persons and their accounts."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault

    def identify(self, channel: str, user: str, chat: str, at: datetime) -> Person:
        """The person behind an account, made at first sight; the account counts as reachable in *chat* again."""
        found = _FIND.run(self._connection, {"channel": channel, "user": user}).one_or_none()
        return self._create(channel, user, chat, at) if found is None else self.met(found, chat, at)

    def met(self, found: Any, chat: str, at: datetime) -> Person:
        """The person of a row that has the columns ACCOUNT; the account counts as reachable in *chat* again."""
        is_news = found.chat != chat or not found.is_reachable or found.out_of_reach_at is not None
        if is_news or at - found.last_seen_at > _SEEN_EVERY:
            _SEEN.run(self._connection, {"identity": found.id, "new_chat": chat, "at": at})
        return Person(found.person_id, found.identity_hash, is_new=False)

    def seen_here(self, channel: str, chat: str, at: datetime) -> None:
        """Note to the second when somebody wrote. Until the commit nobody else's `hold` of the chat succeeds."""
        _SEEN_HERE.run(self._connection, {"channel": channel, "chat": chat, "at": at})

    def hold(self, channel: str, chat: str) -> datetime | None:
        """Let turns of a chat's person wait for this transaction.

        Returns: when they were seen last; None if a turn of theirs is under way already.
        """
        here = {"channel": channel, "chat": chat}
        known, held = _KNOWN.run(self._connection, here), _HELD.run(self._connection, here).scalars()
        return max(held, default=_LONG_AGO) if len(held) == len(known) else None

    def mark_gone(self, channel: str, chat: str, since: datetime | None = None) -> bool:
        """The platform says that *chat* takes no more messages; the next message from there undoes it.

        Args: since: when that began; who was seen later is here.
        Returns: whether anybody is gone.
        """
        here = [_identities.channel == channel, _identities.chat == chat]
        here += [_identities.last_seen_at <= since] if since is not None else []
        return self._connection.execute(update(tables.identities).where(*here).values(is_reachable=False)).rowcount > 0

    def mark_out_of_reach(self, channel: str, chat: str, at: datetime) -> bool:
        """The platform lets nothing through that we say on our own; the next message from there undoes it.

        Returns: whether that is news.
        """
        here = (_identities.channel == channel, _identities.chat == chat, _identities.out_of_reach_at.is_(None))
        return self._connection.execute(update(tables.identities).where(*here).values(out_of_reach_at=at)).rowcount > 0

    def at(self, channel: str, chat: str) -> Person | None:
        """Who is met in a chat."""
        found = _AT.run(self._connection, {"channel": channel, "chat": chat}).one_or_none()
        return Person(found.person_id, found.identity_hash, is_new=False) if found is not None else None

    def address(self, person_id: int) -> Address | None:
        """Where the person was seen last and can be reached."""
        return self.addresses((person_id,)).get(person_id)

    def addresses(self, person_ids: Iterable[int]) -> dict[int, Address]:
        """`address` of many; who cannot be reached is missing."""
        wanted = list(person_ids)
        rows = _ADDRESSES.run(self._connection, {"people": wanted}) if wanted else ()
        return {row.person_id: Address(row.channel, row.chat) for row in rows}

    def chats(self, person_id: int) -> tuple[Address, ...]:
        """Every place where the person can be reached."""
        mine = (_identities.person_id == person_id, _identities.is_reachable)
        rows = self._connection.execute(select(_identities.channel, _identities.chat).where(*mine))
        return tuple(Address(row.channel, row.chat) for row in rows)

    def last_seen(self, person_ids: Iterable[int]) -> dict[int, datetime]:
        """When each was last seen, by any account."""
        rows = self._connection.execute(
            select(_identities.person_id, _identities.last_seen_at)
            .where(_identities.person_id.in_(list(person_ids)))
            .order_by(_identities.last_seen_at)
        )
        return {row.person_id: row.last_seen_at for row in rows}

    def remember_identity(self, person_id: int, id_number: str) -> None:
        """Keep the keyed hash of the identity number that the person files with."""
        known = self._vault.hash(id_number, IDENTITY_LABEL)
        _REMEMBER.run(self._connection, {"person": person_id, "known": known})

    def with_account(self, id_number: str) -> int | None:
        """The only person with an account that filed with this number.

        A number can be typed by anybody who knows it: where several accounts claim one, it tells nobody anything.
        """
        claiming = [row.id for row in self._with_number(id_number) if row.has_account]
        return claiming[0] if len(claiming) == 1 else None

    def author(self, id_number: str, at: datetime) -> int:
        """Whom something is filed for: `with_account`, else somebody known by this number alone, made at need."""
        if (known := self.with_account(id_number)) is not None:
            return known
        without = [row.id for row in self._with_number(id_number) if not row.has_account]
        if without:
            return int(without[0])
        made = {"created_at": at, "identity_hash": self._vault.hash(id_number, IDENTITY_LABEL)}
        return int(self._connection.execute(plain_insert(tables.people).returning(_people.id), made).scalar_one())

    def identity_hashes(self, person_ids: Collection[int]) -> frozenset[bytes]:
        """Under which hashes the identity numbers of these people are known."""
        known = select(_people.identity_hash).where(_people.id.in_(person_ids), _people.identity_hash.is_not(None))
        return frozenset(self._connection.execute(known).scalars())

    def _with_number(self, id_number: str) -> Any:
        return _WITH_NUMBER.run(self._connection, {"known": list(self._vault.hashes(id_number, IDENTITY_LABEL))})

    def _create(self, channel: str, user: str, chat: str, at: datetime) -> Person:
        person_id: int = _CREATE_PERSON.run(self._connection, {"created_at": at}).scalar()
        row = {
            "channel": channel, "user_key": user, "chat": chat, "person_id": person_id,
            "is_reachable": True, "last_seen_at": at,
        }  # fmt: skip
        if _CREATE_IDENTITY.run(self._connection, row).rowcount == 1:
            return Person(person_id, None, is_new=True)
        # Another process met the same account a moment earlier: its person stands.
        self._connection.execute(delete(tables.people).where(_people.id == person_id))
        return self.identify(channel, user, chat, at)
