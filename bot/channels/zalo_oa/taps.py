"""What a button sends back. A tap arrives as if its payload had been typed, so the payload proves where it came from.

It names the action, the message that carried it and, under the seal, the account and the person: what somebody else
received, what was made up and what was changed is no tap.
"""

import hmac
import secrets

from msgspec import Struct

from storage.vault import Vault

MARK = "#sk:"
ACTION_BYTES = 64
_NONCE, _MAC = 12, 16  # hexadecimal digits
_LABEL, _NONCE_LABEL = "zalo-oa.tap", "zalo-oa.tap-nonce"
_MOST = 400  # characters of a payload that are looked at
_SEPARATOR = ":"
SEAL_BYTES = len(MARK) + len(_SEPARATOR) * 2 + _NONCE + _MAC  # of a payload, beside the action


class Tap(Struct, frozen=True):
    """A payload that was read."""

    action: str  # empty: it is none of ours
    once: str | None = None  # the same for the same button; it counts once


class Taps:
    """Payloads of one account."""

    def __init__(self, vault: Vault, oa_id: str) -> None:
        self._vault, self._oa_id = vault, oa_id

    def nonce(self, key: str | None) -> str:
        """What tells this message's buttons from another's. key: the same on every attempt to send the message."""
        return self._vault.hash(key, _NONCE_LABEL).hex()[:_NONCE] if key else secrets.token_hex(_NONCE // 2)

    def payload(self, user: str, action: str, nonce: str) -> str:
        """What a button carries."""
        mac = self._vault.hash(self._signed(user, action, nonce), _LABEL).hex()[:_MAC]
        return f"{MARK}{action}{_SEPARATOR}{nonce}{_SEPARATOR}{mac}"

    def read(self, user: str, text: str) -> Tap | None:
        """What a person's text stands for as a tap; None if it does not look like one."""
        if not text.startswith(MARK):
            return None
        pieces = text.removeprefix(MARK).rsplit(_SEPARATOR, 2) if len(text) <= _MOST else ()
        if len(pieces) != 3:
            return Tap("")
        action, nonce, mac = pieces
        signed = self._signed(user, action, nonce)
        given = mac.encode("utf-8", "surrogatepass")
        fits = [hmac.compare_digest(given, one.hex()[:_MAC].encode()) for one in self._vault.hashes(signed, _LABEL)]
        return Tap(action, f"{nonce}.{mac}") if any(fits) and action else Tap("")

    def _signed(self, user: str, action: str, nonce: str) -> bytes:
        return "\0".join((self._oa_id, user, action, nonce)).encode("utf-8", "surrogatepass")
