"""Seals what is personal: authenticated encryption at rest, and keyed hashes for look-ups.

A sealed value is one version byte, four bytes that name the key, a nonce of 12 bytes and the AES-256-GCM ciphertext
with its tag. The header and a label (the column it belongs to) are authenticated, so a value cannot be moved.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hmac import digest

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import Unsealable

_VERSION = b"\x01"
_KEY_ID_BYTES, _NONCE_BYTES = 4, 12
PREFIX_BYTES = len(_VERSION) + _KEY_ID_BYTES  # of a sealed value: tells which key sealed it
_HEADER_BYTES = PREFIX_BYTES + _NONCE_BYTES


@dataclass(frozen=True, slots=True, repr=False)
class _Key:
    prefix: bytes
    cipher: AESGCM
    hash_key: bytes


class Vault:
    """The keys of one program. The first secret seals and hashes; all of them open, and match hashes."""

    def __init__(self, secret_keys: Sequence[str]) -> None:
        """Args: secret_keys: the parts of SECRET_KEY, newest first.

        Raises: ValueError without a usable key.
        """
        secrets = [secret.strip() for secret in secret_keys if secret.strip()]
        if not secrets:
            raise ValueError("SECRET_KEY holds no key")
        keys = [_derived(secret.encode()) for secret in secrets]
        self._current = keys[0]
        self._by_prefix = {key.prefix: key for key in reversed(keys)}
        self._hash_keys = tuple(dict.fromkeys(key.hash_key for key in keys))

    @property
    def prefix(self) -> bytes:
        """How every value begins that the current key sealed; PREFIX_BYTES long."""
        return self._current.prefix

    @property
    def older_prefixes(self) -> tuple[bytes, ...]:
        """How values begin that another key of SECRET_KEY sealed."""
        return tuple(prefix for prefix in self._by_prefix if prefix != self._current.prefix)

    @property
    def prefixes(self) -> tuple[bytes, ...]:
        """How values begin that this program can open, the newest key first."""
        return (self.prefix, *self.older_prefixes)

    @staticmethod
    def name_of(prefix: bytes) -> str:
        """What a key is called where operators have to tell keys apart; tells nothing of it."""
        return prefix[len(_VERSION) : PREFIX_BYTES].hex()

    def seal(self, plain: bytes, label: str) -> bytes:
        """Encrypt *plain* for the place named by *label*."""
        header = self._current.prefix + os.urandom(_NONCE_BYTES)
        return header + self._current.cipher.encrypt(header[PREFIX_BYTES:], plain, header + label.encode())

    def open(self, sealed: bytes, label: str) -> bytes:
        """Decrypt what `seal` returned. Raises: Unsealable."""
        key = self._by_prefix.get(sealed[:PREFIX_BYTES])
        if key is None or len(sealed) < _HEADER_BYTES:
            raise Unsealable("no key of SECRET_KEY sealed this value")
        header = sealed[:_HEADER_BYTES]
        try:
            return key.cipher.decrypt(header[PREFIX_BYTES:], sealed[_HEADER_BYTES:], header + label.encode())
        except InvalidTag:
            raise Unsealable("a sealed value was changed or moved") from None

    def is_current(self, sealed: bytes) -> bool:
        """Whether the newest key sealed it; if not, rotation seals it again."""
        return sealed[:PREFIX_BYTES] == self._current.prefix

    def hash(self, value: str | bytes, label: str) -> bytes:
        """A keyed hash of 32 bytes, for columns that are looked up by value."""
        return _hashed(self._hash_keys[0], value, label)

    def hashes(self, value: str | bytes, label: str) -> tuple[bytes, ...]:
        """The hash under every key, the current one first: matches rows that rotation has not reached."""
        return tuple(_hashed(key, value, label) for key in self._hash_keys)


def _derived(secret: bytes) -> _Key:
    def part(purpose: bytes, length: int) -> bytes:
        return HKDF(SHA256(), length, salt=b"sang-kien-bot", info=purpose).derive(secret)

    return _Key(_VERSION + part(b"id", _KEY_ID_BYTES), AESGCM(part(b"seal", 32)), part(b"hash", 32))


def _hashed(key: bytes, value: str | bytes, label: str) -> bytes:
    plain = value.encode() if isinstance(value, str) else value
    return digest(key, label.encode() + b"\x00" + plain, "sha256")
