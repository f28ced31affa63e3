"""JSON under seal: how structured personal content is stored in one column."""

from collections.abc import Mapping
from typing import Any

import orjson
from msgspec.structs import asdict
from sqlalchemy import Connection

from storage.packing import packed, unpacked
from storage.vault import Vault


def seal_json(vault: Vault, value: Mapping[str, Any], label: str, *, packs: bool = False) -> bytes:
    """Sealed JSON of *value*; structs, tuples, dates and aware datetimes may be in it. packs: make it short."""
    plain = orjson.dumps(value, default=asdict)
    return vault.seal(packed(plain) if packs else plain, label)


def packs(connection: Connection) -> bool:
    """Whether what every turn stores there is packed: where a turn writes whole pages for it, and no program of a
    revision before 0023, which could not read it, runs beside ours.
    """
    return connection.dialect.name == "sqlite"


def open_json(vault: Vault, sealed: bytes, label: str) -> dict[str, Any]:
    """What `seal_json` sealed, packed or not, tuples as lists. Raises: Unsealable."""
    opened: dict[str, Any] = orjson.loads(unpacked(vault.open(sealed, label)))
    return opened
