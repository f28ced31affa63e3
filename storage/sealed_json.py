"""JSON under seal: how structured personal content is stored in one column."""

from collections.abc import Mapping
from typing import Any

import orjson
from msgspec.structs import asdict

from storage.vault import Vault


def seal_json(vault: Vault, value: Mapping[str, Any], label: str) -> bytes:
    """Sealed JSON of *value*; structs, tuples, dates and aware datetimes may be in it."""
    return vault.seal(orjson.dumps(value, default=asdict), label)


def open_json(vault: Vault, sealed: bytes, label: str) -> dict[str, Any]:
    """What `seal_json` sealed, tuples as lists. Raises: Unsealable."""
    opened: dict[str, Any] = orjson.loads(vault.open(sealed, label))
    return opened
