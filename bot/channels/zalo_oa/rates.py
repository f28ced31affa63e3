"""How fast Zalo lets us call: what its answers say of the limit, and how long to wait once it was passed.

The headers tell of the application's limit, which other accounts may use up; the account's own limit, which depends on
its package, shows itself by refusals alone. Source: reference on Zalo, sections 2.7 and 2.8.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

LIMIT, REMAIN = "X-RateLimit-Limit", "X-RateLimit-Remain"
MINUTE = 60.0  # what the limit counts in
RESERVE = 0.1  # of the limit, for replies
FIRST_WAIT, LONGEST_WAIT = 15.0, 240.0  # seconds after a refusal that does not say why
_MOST_DIGITS = 9


@dataclass
class Rates:
    """One process's view of it. clock: seconds that only go forward."""

    clock: Callable[[], float] = time.monotonic
    _limit: int | None = None
    _remain: int | None = None
    _refusals: int = 0  # in a row, each after the wait for the one before
    _waits_until: float = field(default=0.0)

    def note(self, headers: Mapping[str, str]) -> None:
        """What an answer says; nothing, or nonsense, makes us forget what was said before."""
        limit, remain = _number(headers.get(LIMIT)), _number(headers.get(REMAIN))
        self._limit, self._remain = (limit, remain) if limit else (None, None)

    def accepted(self) -> None:
        """A call was taken."""
        self._refusals = 0

    def ease_seconds(self) -> float:
        """How long what we say on our own should rest, so that replies find room; the less is left, the longer."""
        if not self._limit or self._remain is None:
            return 0.0
        return MINUTE * max(0.0, 1 - self._remain / (self._limit * RESERVE))

    def wait_seconds(self) -> float:
        """After a refusal: a minute if the limit is used up by its own account, else longer each time."""
        if self._limit and self._remain == 0:
            return MINUTE
        now = self.clock()
        if now >= self._waits_until:  # calls that were under way together count once
            self._refusals += 1
        seconds = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(self._refusals - 1, 10))
        self._waits_until = max(self._waits_until, now + seconds)
        return seconds


def _number(value: str | None) -> int | None:
    is_number = value is not None and value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
    return int(value) if value is not None and is_number else None
