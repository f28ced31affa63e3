"""Whether a webhook call is Zalo's: X-ZEvent-Signature over the raw body, in the variants that have been seen.

The sign is a plain SHA-256 over first term, body, timestamp and secret, no HMAC. Source: reference on Zalo,
section 2.6. Which variant fits is logged once, so that it can be pinned by the settings.
"""

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog

from bot.channels.zalo_oa.access import SignatureMode, Trust

SIGNATURE_HEADER, TIMESTAMP_HEADER = "X-ZEvent-Signature", "X-ZEvent-Timestamp"
AHEAD = timedelta(minutes=5)  # by which Zalo's clock may be before ours
_MOST_HEADER = 200
_MILLISECONDS = 100_000_000_000  # a number as large as this is not in seconds
log = structlog.get_logger(__name__)


class Verifier:
    """Checks signatures."""

    def __init__(self, trust: Trust) -> None:
        self._trust, self._told = trust, set[str]()

    def is_authentic(
        self, body: bytes, decoded: Mapping[str, Any], headers: Mapping[str, str], now: datetime
    ) -> bool:
        """Whether the call may change anything.

        Args:
            body: as it came.
            decoded: the same as JSON; empty if it is none.
        """
        variant, stamp = self._variant(body, decoded, headers)
        if not variant:
            log.warning("zalo_signature_unknown", has_signature=bool(_header(headers, SIGNATURE_HEADER)))
            return False
        if variant not in self._told:
            self._told.add(variant)
            log.info("zalo_signature_fits", variant=variant)
        if self._trust.mode is not SignatureMode.ENFORCE or self._is_fresh(stamp, now):
            return True
        log.warning("zalo_event_stale")
        return False

    def _variant(self, body: bytes, decoded: Mapping[str, Any], headers: Mapping[str, str]) -> tuple[str, str]:
        """What fits, and the timestamp that was signed; '' and '' if nothing does."""
        given = _header(headers, SIGNATURE_HEADER).removeprefix("mac=").strip().lower().encode("utf-8", "replace")
        found = ("", "")
        for name, stamp, mac in self._candidates(body, decoded, headers):
            if hmac.compare_digest(given, mac.encode()) and not found[0]:  # all are compared, whichever fits
                found = (name, stamp)
        return found

    def _candidates(
        self, body: bytes, decoded: Mapping[str, Any], headers: Mapping[str, str]
    ) -> Iterator[tuple[str, str, str]]:
        stamps = {"body": _stamp(decoded.get("timestamp")), "header": _header(headers, TIMESTAMP_HEADER)}
        for place in self._trust.timestamps:
            if stamp := stamps.get(place, ""):
                for first_number, first in enumerate(self._trust.first_terms, start=1):
                    for number, secret in enumerate(self._trust.secrets, start=1):
                        yield f"{place}-{first_number}-{number}", stamp, sign(first, body, stamp, secret)

    def _is_fresh(self, timestamp: str, now: datetime) -> bool:
        at = instant(timestamp)
        return at is not None and now - self._trust.max_age <= at <= now + AHEAD


def sign(first: str, body: bytes, timestamp: str, secret: str) -> str:
    """The sign in hexadecimal digits."""
    return hashlib.sha256(first.encode() + body + timestamp.encode("utf-8", "replace") + secret.encode()).hexdigest()


def instant(timestamp: object) -> datetime | None:
    """A timestamp of Zalo's, a number or digits, in milliseconds or seconds; None for anything else."""
    digits = _stamp(timestamp)
    if not digits or len(digits) > 15 or not (digits.isascii() and digits.isdigit()):
        return None
    number = int(digits)
    seconds = number / 1000 if number >= _MILLISECONDS else float(number)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _stamp(timestamp: object) -> str:
    is_number = isinstance(timestamp, int) and not isinstance(timestamp, bool)
    return str(timestamp)[:_MOST_HEADER] if is_number or isinstance(timestamp, str) else ""


def _header(headers: Mapping[str, str], name: str) -> str:
    return (headers.get(name) or headers.get(name.lower()) or "")[:_MOST_HEADER]
