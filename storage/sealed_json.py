"""JSON under seal: how structured personal content is stored in one column."""

import zlib
from collections.abc import Mapping
from typing import Any

import orjson
from msgspec.structs import asdict
from sqlalchemy import Connection

from storage.vault import Vault

_PACKED = b"\x00"  # begins what is packed; no JSON begins so
_LONG = 400  # bytes from which packing, 25 us, saves more than it costs
_FAST, _WINDOW, _MEMORY = 1, -10, 2  # level; 1 KB and no header; 6 KB in all: more would push the turn out of the cache


def seal_json(vault: Vault, value: Mapping[str, Any], label: str, *, packs: bool = False) -> bytes:
    """Sealed JSON of *value*; structs, tuples, dates and aware datetimes may be in it. packs: pack what is long."""
    plain = orjson.dumps(value, default=asdict)
    if packs and len(plain) >= _LONG:
        packer = zlib.compressobj(_FAST, zlib.DEFLATED, _WINDOW, _MEMORY)
        plain = _PACKED + packer.compress(plain) + packer.flush()
    return vault.seal(plain, label)


def packs(connection: Connection) -> bool:
    """Whether what every turn stores there is packed: where a turn writes whole pages for it, and no program of a
    revision before 0020, which could not read it, runs beside ours.
    """
    return connection.dialect.name == "sqlite"


def open_json(vault: Vault, sealed: bytes, label: str) -> dict[str, Any]:
    """What `seal_json` sealed, packed or not, tuples as lists. Raises: Unsealable."""
    plain = vault.open(sealed, label)
    if plain.startswith(_PACKED):
        plain = zlib.decompress(plain[len(_PACKED) :], _WINDOW)
    opened: dict[str, Any] = orjson.loads(plain)
    return opened
