"""Key rotation: what an older key of SECRET_KEY sealed is sealed again with the newest, until the old one can go.

Put the new secret first in SECRET_KEY, restart, call `rekey` until it returns 0, then drop the old secret. Turns may
run meanwhile: a row that they change first is theirs. Hashes of browser tokens cannot be made anew without the
tokens; they are looked up under every key (`Vault.hashes`) and end with the old one.
"""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import Column, ColumnElement, Row, Table, and_, func, or_, select, update

from storage import tables
from storage.repositories.attachments import NAME_LABEL
from storage.repositories.audit import details_label
from storage.repositories.conversations import STATE_LABEL
from storage.repositories.entries import ENTRY_LABEL
from storage.repositories.fetches import FETCH_LABEL
from storage.repositories.outbox import CONTENT_LABEL
from storage.repositories.people import IDENTITY_LABEL
from storage.repositories.received_files import RECEIVED_LABEL
from storage.repositories.set_aside import UPDATE_LABEL
from storage.repositories.submission_rows import BEFORE_LABEL, ID_NUMBER_LABEL, PHONE_LABEL
from storage.repositories.web import FILE_LABEL, MESSAGE_LABEL
from storage.repositories.zalo_tokens import ACCESS_LABEL, REFRESH_LABEL
from storage.unit_of_work import UnitOfWork
from storage.vault import PREFIX_BYTES, Vault

_KEY = "sealing-key"  # the counter that names it


class Sealed(Struct, frozen=True):
    """A table with the labels of its sealed columns."""

    table: Table
    labels: Mapping[str, str]


_AUDIT = Sealed(tables.audit, {"details": ""})  # the label depends on the row
_SUBMISSIONS = Sealed(tables.submissions, {"id_number": ID_NUMBER_LABEL, "phone": PHONE_LABEL, "before": BEFORE_LABEL})
_EVERYTHING = (
    _SUBMISSIONS,
    Sealed(tables.conversations, {"state": STATE_LABEL}),
    Sealed(tables.outbox, {"content": CONTENT_LABEL}),
    Sealed(tables.set_aside, {"update": UPDATE_LABEL}),
    Sealed(tables.web_messages, {"content": MESSAGE_LABEL}),
    Sealed(tables.web_files, {"content": FILE_LABEL}),
    Sealed(tables.entries, {"content": ENTRY_LABEL}),
    Sealed(tables.fetches, {"file": FETCH_LABEL}),
    Sealed(tables.received_files, {"content": RECEIVED_LABEL}),
    Sealed(tables.attachments, {"name": NAME_LABEL}),
    Sealed(tables.zalo_tokens, {"access_token": ACCESS_LABEL, "refresh_token": REFRESH_LABEL}),
    _AUDIT,
)


def sealed_tables() -> tuple[Sealed, ...]:
    """Every table with something sealed in it."""
    return _EVERYTHING


def opens_what_is_stored(uow: UnitOfWork) -> bool:
    """Whether SECRET_KEY holds the key that the programs on this database agreed on and the key of the dialogue that
    was stored last; true where there is neither."""
    if (agreed := uow.counters.value(_KEY)) and agreed not in _numbers(uow.vault):
        return False
    columns = tables.conversations.c
    newest = select(columns.state).order_by(columns.updated_at.desc()).limit(1)
    sealed = uow.connection.execute(newest).scalar()
    return sealed is None or sealed[:PREFIX_BYTES] in uow.vault.prefixes


def agree_on_key(uow: UnitOfWork) -> bool:
    """Note the newest key as the one that seals here, so that no program with other keys alone writes beside us.

    Returns: False if another program was faster, with a key that SECRET_KEY does not hold.
    """
    own = _number(uow.vault.prefix)
    agreed = uow.counters.agree(_KEY, own)
    if agreed not in _numbers(uow.vault):
        return False
    if agreed != own:
        uow.counters.put(_KEY, own)
    return True


def _numbers(vault: Vault) -> set[int]:
    return {_number(prefix) for prefix in vault.prefixes}


def _number(prefix: bytes) -> int:
    return int.from_bytes(prefix)  # names a key, and tells nothing of it


def rekey(uow: UnitOfWork, batch: int) -> int:
    """Seal up to *batch* rows again and make their hashes anew.

    Returns: how many; 0 when nothing is left that an older key sealed. What no key opens is left alone.
    Raises: Unsealable for a row that was tampered with.
    """
    done = 0
    if uow.vault.older_prefixes:
        for sealed in _EVERYTHING:
            rows = uow.connection.execute(_old_rows(sealed, uow.vault).limit(batch - done)).all()
            for row in rows:
                _reseal(uow, sealed, row)
            done += len(rows)
            if done >= batch:
                break
    return done


def _old_rows(sealed: Sealed, vault: Vault) -> Any:
    old = [_key_of(sealed.table.c[name]).in_(vault.older_prefixes) for name in sealed.labels]
    return select(sealed.table).where(or_(*old))


def _key_of(column: Column[Any]) -> ColumnElement[bytes]:
    return func.substr(column, 1, PREFIX_BYTES, type_=column.type)


def _reseal(uow: UnitOfWork, sealed: Sealed, row: Row[*tuple[Any, ...]]) -> None:
    old = {name: getattr(row, name) for name in sealed.labels if getattr(row, name) is not None}
    new = {name: _again(uow.vault, value, label_of(sealed, name, row)) for name, value in old.items()}
    if sealed is _SUBMISSIONS:
        new |= _new_hash(uow, row)
    columns = sealed.table.c
    key = and_(*(column == getattr(row, column.name) for column in sealed.table.primary_key))
    # Compared with what was read: a turn that was faster has sealed the row with the newest key itself.
    is_unchanged = and_(*(columns[name] == value for name, value in old.items()))
    uow.connection.execute(update(sealed.table).where(key, is_unchanged).values(**new))


def _again(vault: Vault, sealed: bytes, label: str) -> bytes:
    return sealed if vault.is_current(sealed) else vault.seal(vault.open(sealed, label), label)


def label_of(sealed: Sealed, name: str, row: Row[*tuple[Any, ...]]) -> str:
    """What the seal of a column of that row was made for."""
    return details_label(row.at, row.action, row.subject) if sealed is _AUDIT else sealed.labels[name]


def _new_hash(uow: UnitOfWork, row: Row[*tuple[Any, ...]]) -> dict[str, bytes]:
    """The hash under the newest key, given to everybody who is known by the old one too."""
    number = uow.vault.open(row.id_number, ID_NUMBER_LABEL)
    if not number:  # anonymous: what stands there is no hash of anything
        return {}
    made = uow.vault.hash(number, IDENTITY_LABEL)
    people = tables.people
    known = update(people).where(people.c.identity_hash == row.identity_hash)
    uow.connection.execute(known.values(identity_hash=made))
    return {"identity_hash": made}
