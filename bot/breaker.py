"""A circuit breaker: what has just failed is left alone for a moment, then one may try for all."""

import time
from collections.abc import Callable

PAUSE_SECONDS = 2.0


class Breaker:
    """Closed at first."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._retry_at: float | None = None  # None: closed

    def lets_through(self) -> bool:
        """Whether to try. While it is open: one each PAUSE_SECONDS, who was let through last being the trial."""
        if self._retry_at is None:
            return True
        if self._now() < self._retry_at:
            return False
        self.failed()  # until the trial has succeeded
        return True

    def failed(self) -> None:
        """Open it."""
        self._retry_at = self._now() + PAUSE_SECONDS

    def succeeded(self) -> None:
        """Close it."""
        self._retry_at = None
