"""How often somebody from outside may do a thing: sliding windows by key, in memory, bounded."""

from collections import deque
from collections.abc import Callable
from time import monotonic

MOST_KEYS = 20_000


class Allowance:
    """At most *most* units in any *seconds* for each key."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._taken: dict[str, deque[float]] = {}

    def take(self, key: str, units: int = 1) -> bool:
        """Use up *units* (at least one, at most the allowance). Returns: False, and nothing used, if too many."""
        now, units = self._clock(), min(units, self._most)
        if key not in self._taken and len(self._taken) >= MOST_KEYS:
            self._forget(now)
        taken = self._taken.setdefault(key, deque())
        self._slide(taken, now)
        if len(taken) + units > self._most:
            return False
        taken.extend([now] * units)
        return True

    def is_spent(self, key: str) -> bool:
        """Whether not even one unit is left. Uses nothing up."""
        taken = self._taken.get(key)
        if taken is None:
            return False
        self._slide(taken, self._clock())
        return len(taken) >= self._most

    def _slide(self, taken: deque[float], now: float) -> None:
        while taken and taken[0] <= now - self._seconds:
            taken.popleft()

    def _forget(self, now: float) -> None:
        """Drop the keys whose window is over; if that frees nothing, all of them: memory is bounded, come what may."""
        past = now - self._seconds
        self._taken = {key: taken for key, taken in self._taken.items() if taken and taken[-1] > past}
        if len(self._taken) >= MOST_KEYS:
            self._taken.clear()
